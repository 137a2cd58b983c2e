# Asks for an identifier that is made of the address of the network card, which tells machines apart.
# expect: failed/trap
# message: which it is not granted
import uuid


def f(n):
    print(uuid.getnode(), uuid.uuid1())
    return 0
