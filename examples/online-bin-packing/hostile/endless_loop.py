"""Never answers. Ends when the fuel is used up, at the same instruction on every machine."""


def priority(item, bins):
    while True:
        pass
