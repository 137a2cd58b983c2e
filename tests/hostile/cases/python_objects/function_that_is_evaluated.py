# The function is `eval`, and would run whatever text it is asked about; it is asked about numbers.
# expect: failed/exception
# message: TypeError
f = eval
