"""Answers for many ledgers what `verify_ledger.py` says of one: a line with a folder, and, after a tab, perhaps the
file of a signed head; back comes `ok`, or `bad` and the number of the entry or `-`, and what is wrong."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent.parent))

import verify_ledger  # noqa: E402  (it lies beside the crate)

for line in sys.stdin:
    folder, _, checkpoint = line.rstrip("\n").partition("\t")
    given = pathlib.Path(checkpoint).read_bytes() if checkpoint else None
    _, bad = verify_ledger.verify(folder, given)
    if bad is None:
        print("ok", flush=True)
    else:
        sequence, what = bad
        print("bad", "-" if sequence is None else sequence, what.replace("\n", " "), flush=True)
