# An interrupt that nobody pressed would stop a harness that thinks its user wants to leave.
# expect: failed/exception
# message: KeyboardInterrupt
raise KeyboardInterrupt
