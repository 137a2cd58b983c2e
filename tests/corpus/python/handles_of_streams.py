# Replacing the streams harms only the program itself.
# expect: value 1
import sys
sys.stdout = sys.stderr = None

def f():
    return 1
