# The standard library can be imported at run time, not only what was imported before.
# budget: fuel=100000000000
# expect: value []
NAMES = """
    abc argparse array ast asyncio base64 bisect calendar cmath cmd code codecs collections colorsys compileall
    concurrent.futures configparser contextlib contextvars copy csv dataclasses datetime decimal difflib dis email
    enum errno filecmp fileinput fnmatch fractions ftplib functools gc getopt getpass gettext glob graphlib gzip
    hashlib heapq hmac html html.parser http http.client imaplib importlib inspect io ipaddress itertools json
    keyword linecache locale logging mailbox marshal math mimetypes numbers operator optparse os pathlib pickle
    pkgutil platform plistlib pprint profile pstats queue quopri random re reprlib sched secrets selectors shelve
    shlex shutil signal smtplib socket sqlite3 stat statistics string struct subprocess symtable sys tarfile
    tempfile textwrap threading time timeit token tokenize tomllib traceback types typing unicodedata unittest
    urllib.parse uuid warnings weakref xml.etree.ElementTree zipfile zlib zoneinfo
""".split()

def f():
    missing = []
    for name in NAMES:
        try:
            __import__(name)
        except ImportError as error:
            missing.append(f"{name}: {error}")
    return missing
