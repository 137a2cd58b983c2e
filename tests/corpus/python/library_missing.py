# What is not there is an ImportError.
# message: No module named 'numpy'
# position: 5 0
# expect: failed/exception
import numpy

def f():
    return 1
