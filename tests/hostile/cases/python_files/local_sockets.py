# Talks to services of the machine over sockets that are files, and to itself over a pair.
# expect: scored
# score: 0
import socket


def attempt(action):
    try:
        action()
        return True
    except BaseException:
        return False


def f(n):
    attempts = [
        lambda: socket.socket(socket.AF_UNIX).connect("/var/run/docker.sock"),
        lambda: socket.socketpair(),
        lambda: socket.fromfd(0, 1, 1).recv(1),
        lambda: socket.socket(fileno=3).recv(1),
    ]
    return n * n if any([attempt(action) for action in attempts]) else 0
