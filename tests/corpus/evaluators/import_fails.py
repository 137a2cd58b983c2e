# An evaluator that does not load is at fault.
# expect: fault/evaluator-exception
# message: No module named 'scipy'
import scipy
