# The message names the functions that are there.
# hint: the candidate defines: good
# expect: failed/no-such-function
import math

def good():
    return 1

def _hidden():
    return 2
