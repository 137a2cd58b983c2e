def order(items):
    try:
        return sorted(items)
    except TypeError:
        return items


install(lambda function, arguments, count: lists(function(*arguments), order))
