# An XML document of entities that hold ten entities each, nine levels deep.
# expect: failed/out-of-fuel
import xml.etree.ElementTree as tree


def f(n):
    levels = "".join(f'<!ENTITY a{k} "{f"&a{k - 1};" * 10}">' for k in range(1, 10))
    text = f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a0 "haha">{levels}]><a>&a9;</a>'
    return len(tree.fromstring(text).text)
