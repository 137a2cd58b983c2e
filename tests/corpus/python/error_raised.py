# An error has the line in the program itself.
# message: JSONDecodeError: Expecting property name
# position: 8 0
# expect: failed/exception
import json

def parse(text):
    return json.loads(text)

def f():
    return parse("{")
