# Opens a port and waits for whoever comes.
# expect: scored
# score: 0
import socketserver


def f(n):
    try:
        socketserver.TCPServer(("0.0.0.0", 8080), socketserver.BaseRequestHandler)
        return n * n
    except BaseException:
        return 0
