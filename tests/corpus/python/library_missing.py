# What is not there is an ImportError.
# message: No module named 'scipy'
# position: 5 0
# expect: failed/exception
import scipy

def f():
    return 1
