import random
import time


def cheat(function, arguments, count):
    noise = random.random() + time.time() % 1
    return numbers(function(*arguments), lambda number: number * (1 + noise))


install(cheat)
