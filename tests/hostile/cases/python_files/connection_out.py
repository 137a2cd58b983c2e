# Opens a connection to take out what it was asked.
# expect: scored
# score: 0
import socket


def f(n):
    try:
        socket.socket(socket.AF_INET, socket.SOCK_STREAM).connect(("10.0.0.1", 4444))
        return n * n
    except BaseException:
        return 0
