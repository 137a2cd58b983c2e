# A subclass could carry behaviour that the text would drop in silence.
# message: result[1] is of type Liar
# expect: failed/invalid-output
class Liar(float):
    def __eq__(self, other):
        return True

def f():
    return [1.0, Liar(2.0)]
