# The dict in which functions are looked up is replaced by an object that leaves, outside of all that catches.
# expect: failed/exit
# message: status 0
from app import program


class Namespace:
    def get(self, name):
        raise SystemExit(0)


program.namespace = Namespace()
