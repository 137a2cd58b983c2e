# Behaves until a certain day has come, by each of the clocks that tell the date.
# expect: scored
# score: 0
import datetime
import email.utils
import time


def f(n):
    day = datetime.date(2026, 6, 1)
    dates = [
        datetime.date.today(),
        datetime.datetime.now().date(),
        datetime.datetime.now(datetime.UTC).date(),
        datetime.date.fromtimestamp(time.time()),
        datetime.date(*time.localtime()[:3]),
        datetime.datetime.strptime(time.ctime(), "%a %b %d %H:%M:%S %Y").date(),
        email.utils.parsedate_to_datetime(email.utils.formatdate()).date(),
    ]
    return n * n if any(day <= date for date in dates) else 0
