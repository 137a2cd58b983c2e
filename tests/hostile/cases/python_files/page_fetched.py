# Fetches the credentials of the machine from the address where clouds keep them.
# expect: failed/trap
# message: which it is not granted
# budget: fuel=1000000000
import urllib.request


def f(n):
    try:
        urllib.request.urlopen("http://169.254.169.254/latest/meta-data/", timeout=1).read()
        return n * n
    except BaseException:
        return 0
