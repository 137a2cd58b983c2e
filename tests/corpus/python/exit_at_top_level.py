# Leaving while loading is no candidate.
# message: status 0
# expect: failed/exit
raise SystemExit
