"""Reviews a draft by rules that can be checked against the ledger.

The data files are `ledger.jsonl` (`lazaret ledger export`) and `checkpoint` (`lazaret ledger checkpoint`): what the draft
says of itself counts for nothing. The text is data that anybody may have written.

Every number in the text is a measurement and is followed by the entries that it is from:

    3.8440 [17]                      the score of an entry
    3.8440 [17, 31, 45]              the mean of several
    -1.2510 [17, 31] less [18, 32]   one less the other

In a row of a table, the entries are verdicts on the program whose digest stands there, as `3f2a9c0d11ee`. A text with a
number that does not follow is refused as a whole, with the number. What a study must have is worth points.
"""

import base64
import hashlib
import json
import math
import re

import lazaret

# A draft is read by people, too.
TEXT_CHARACTERS_MAX = 100_000
REFUSALS_SHOWN = 10
SEEDS_MIN = 3
BASELINES_MIN = 2
ABLATIONS_MIN = 2
LIMITS_MIN = 3

# What each rule is worth. Numbers that follow are no merit of their own: without them there is no score.
POINTS = {"baselines": 20, "held_out": 20, "ablations": 20, "seeds": 20, "limits": 20}

WORD = re.compile(r"[a-z][a-z_-]{0,60}")
DIGEST = re.compile(r"[0-9a-f]{12}")
ENTRIES = r"\d{1,9}(?:, \d{1,9}){0,99}"
# A name or digest in backticks, or a number with its entries.
TOKEN = re.compile(
    rf"`(?P<quoted>[^`]*)`|(?P<number>[-+]?\d[\d.,e]*)(?: \[(?P<of>{ENTRIES})\](?: less \[(?P<less>{ENTRIES})\])?)?"
)


def describe():
    rules = {rule: {"goal": "maximize", "minimum": 0, "maximum": 1} for rule in POINTS}
    numbers = {"goal": "maximize", "unit": "numbers", "minimum": 0}
    return {"metrics": {"points": {"goal": "maximize", "minimum": 0, "maximum": 100}, **rules, "numbers": numbers}}


def evaluate(candidate, _case):
    entries = read_ledger()
    text = candidate.draft()
    if not text.isascii() or TEXT_CHARACTERS_MAX < len(text):
        raise lazaret.InvalidOutput(f"a draft is ASCII of at most {TEXT_CHARACTERS_MAX} characters; got {len(text)}")
    if "<" in text:
        raise lazaret.InvalidOutput("a draft is Markdown without HTML, which has tables that are not looked at; got `<`")
    sections = {}
    refusals = []
    for title, line in lines(text):
        sections.setdefault(title, []).extend(claims(title, line, entries, refusals))
    if refusals:
        shown = "; ".join(refusals[:REFUSALS_SHOWN])
        more = f"; and {len(refusals) - REFUSALS_SHOWN} more" if REFUSALS_SHOWN < len(refusals) else ""
        raise lazaret.InvalidOutput(f"{len(refusals)} statements do not follow from the ledger: {shown}{more}")
    missing = judge(sections, text)
    for rule, why in missing.items():
        lazaret.log(f"{rule}: {why}")
    met = {rule: int(rule not in missing) for rule in POINTS}
    points = sum(worth for rule, worth in POINTS.items() if met[rule])
    return {"points": points, **met, "numbers": sum(map(len, sections.values()))}


# The ledger.


def read_ledger():
    """All verdicts with a score, by the numbers of their entries."""
    if lazaret.dataset_names() != ["checkpoint", "ledger.jsonl"]:
        raise ValueError("the ledger is needed: `--data ledger.jsonl --data checkpoint`, as `run.py` makes them")
    export = [line for line in lazaret.dataset("ledger.jsonl").split(b"\n") if line]
    _, size, root, *_ = lazaret.dataset("checkpoint").decode().split("\n")
    if int(size) != len(export) or base64.b64decode(root) != tree(export):
        raise ValueError("the checkpoint is not about this export: both come from `run.py`, or are made at the same time")
    entries = [json.loads(line) for line in export]
    verdicts = {}
    for number, entry in enumerate(entries):
        body = entry["body"]
        if body["kind"] == "verdict" and body["code"] == "scored":
            setting = entries[body["commitment"]]["body"]["identity"]["parts"]
            setting = {part["name"]: part["value"] for part in setting}
            verdicts[number] = Verdict(body, setting)
    return verdicts


def tree(leaves):
    """The root over the entries (RFC 6962)."""
    hashes = [hashlib.sha256(b"\0" + leaf).digest() for leaf in leaves]
    while 1 < len(hashes):
        pairs = [hashlib.sha256(b"\1" + one + other).digest() for one, other in zip(hashes[::2], hashes[1::2])]
        hashes = pairs + hashes[len(pairs) * 2 :]
    return hashes[0] if hashes else hashlib.sha256(b"").digest()


class Verdict:
    def __init__(self, body, setting):
        self.score = body["score"]
        self.candidate = body["candidate"].removeprefix("sha256:")[:12]
        self.task, self.identity = body["task"], body["identity"]
        self.split, self.seed = setting["split"], setting["seed"]


# The text.


def lines(text):
    """Each line with the title of its section."""
    title = ""
    for line in text.splitlines():
        if line.startswith("## "):
            title = line.removeprefix("## ").strip().lower()
        yield title, line


class Claim:
    """A number that follows from the ledger: of which verdicts, and less which."""

    def __init__(self, of, less):
        self.of, self.less = of, less
        self.candidates = {verdict.candidate for verdict in of}


def claims(title, line, entries, refusals):
    """The numbers of a line; what does not follow is put to the refusals."""
    found = []
    where = f"under `{title[:40]}`" if title else "at the beginning"
    digests = []
    for token in TOKEN.finditer(line):
        quoted, shown = token["quoted"], token["number"]
        if quoted is not None:
            # A number in disguise is neither a name nor a digest.
            if DIGEST.fullmatch(quoted) and any(quoted == verdict.candidate for verdict in entries.values()):
                digests.append(quoted)
            elif not WORD.fullmatch(quoted) or DIGEST.fullmatch(quoted):
                refusals.append(f"{where}: `{quoted[:40]}` is neither a name nor the digest of a program with a verdict")
            continue
        if token["of"] is None:
            refusals.append(f"{where}: {shown[:40]} has no entry behind it")
            continue
        try:
            of, less = cited(token["of"], entries), cited(token["less"], entries) if token["less"] else []
        except KeyError as error:
            refusals.append(f"{where}: {shown} cites entry {error}, which is no verdict with a score")
            continue
        except Twice:
            refusals.append(f"{where}: {shown[:40]} cites an entry twice")
            continue
        right = worth(of, less, shown)
        if right != shown:
            refusals.append(f"{where}: {shown[:40]} is not what its entries say, which is {right}")
        elif "|" in line and [verdict for verdict in of + less if [verdict.candidate] != digests]:
            refusals.append(f"{where}: {shown} is not of the one program whose digest stands in its row")
        elif len({verdict.task for verdict in of + less}) != 1:
            refusals.append(f"{where}: {shown} mixes tasks")
        else:
            found.append(Claim(of, less))
    return found


def cited(numbers, entries):
    numbers = [int(number) for number in numbers.split(", ")]
    if len(set(numbers)) < len(numbers):
        raise Twice
    return [entries[number] for number in numbers]


class Twice(Exception):
    """A mean in which one entry counts for more than the others."""


def worth(of, less, shown):
    """What the number should be, with as many digits as are shown."""
    digits = len(shown.partition(".")[2])
    return f"{mean(of) - (mean(less) if less else 0.0):.{min(digits, 12)}f}"


def mean(verdicts):
    return math.fsum(verdict.score for verdict in verdicts) / len(verdicts)


# The rules.


def judge(sections, text):
    """The rules that are not met, each with why."""
    results = [claim for claim in sections.get("results", []) if not claim.less and len(claim.candidates) == 1]
    # The result is what is measured most.
    result = max(results, key=lambda claim: len(claim.of), default=Claim([], []))
    identities = {verdict.identity for verdict in result.of}
    missing = {}
    # No program counts twice.
    counted = set(result.candidates)
    for rule, title, wanted in (("baselines", "baselines", BASELINES_MIN), ("ablations", "ablations", ABLATIONS_MIN)):
        others = set()
        for claim in sections.get(title, []):
            # Only on the same cases are two programs compared.
            same = identities and {verdict.identity for verdict in claim.of} == identities
            if same and not claim.less and len(claim.candidates) == 1:
                others |= claim.candidates - counted
        counted |= others
        if len(others) < wanted:
            missing[rule] = f"{wanted} other programs on the cases of the result are needed under `{title}`; there are {len(others)}"
    judged = [verdict for title in ("results", "baselines", "ablations") for claim in sections.get(title, []) for verdict in claim.of]
    searched = [verdict for verdict in judged if verdict.split != "held-out"]
    if searched or not result.of:
        missing["held_out"] = f"results, baselines and ablations are about held-out cases; {len(searched)} verdicts are not, or there is no result"
    seeds = {verdict.seed for verdict in result.of}
    if len(seeds) < SEEDS_MIN:
        missing["seeds"] = f"a result is a mean over {SEEDS_MIN} seeds; there are {len(seeds)}"
    limits = [line for title, line in lines(text) if title == "limits" and 40 <= len(line)]
    if len(limits) < LIMITS_MIN:
        missing["limits"] = f"{LIMITS_MIN} sentences of 40 characters, a line each, are needed under `limits`; there are {len(limits)}"
    return missing
