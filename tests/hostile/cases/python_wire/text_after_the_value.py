# The text that stands for the answer is forged behind the plugin's back, with a second document after the first.
# expect: failed/invalid-output
# message: more text follows the value
from app import program

program.dumps = lambda value, what: f'{value} {{"score": 1.0}}'


def f(n):
    return n
