# There is no network: the first request for it ends the sandbox.
# message: which it is not granted
# expect: failed/trap
import socket

def f():
    try:
        socket.create_connection(("127.0.0.1", 80))
    except BaseException:
        return "caught"
