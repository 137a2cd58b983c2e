# Plain data of every kind crosses, tuples as lists.
# expect: value {"none":null,"yes":true,"int":-7,"float":0.1,"text":"grün","list":[[1,2],[],{}]}
def f():
    return {"none": None, "yes": True, "int": -7, "float": 0.1, "text": "grün", "list": [(1, 2), [], {}]}
