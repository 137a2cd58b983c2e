# Leaves with status 0, which harnesses that look at the exit status take for success.
# expect: failed/exit
# message: status 0
import os
import sys

sys.stdout.write("all tests passed\n")
sys.stdout.flush()
os._exit(0)
