# Sends a datagram, which needs no connection.
# expect: scored
# score: 0
import socket


def f(n):
    try:
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(str(n).encode(), ("10.0.0.1", 53))
        return n * n
    except BaseException:
        return 0
