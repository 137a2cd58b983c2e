#!/usr/bin/env python3
"""Checks a ledger of Lazaret without Lazaret: the second opinion on what `lazaret ledger verify` says.

It shares no code with the runtime. It needs Python 3.9 with SQLite 3.37 or newer, and one package for
signatures: `pip install cryptography`. It writes nothing.

Exit codes: 0 all is well, 1 something is wrong (the first bad entry is named), 2 it could not be checked.
"""

import argparse
import base64
import functools
import hashlib
import json
import os
import sqlite3
import struct
import sys
import urllib.parse
import zlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

APPLICATION_ID, SCHEMA = 0x4C5A5254, 1
BLOB_BYTES_MAX, SMALL_FILE_BYTES_MAX = 256 << 20, 64 << 10
TABLES = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID, STRICT;
CREATE TABLE entry (sequence INTEGER PRIMARY KEY, leaf BLOB NOT NULL) STRICT;
CREATE TABLE blob (
    number INTEGER PRIMARY KEY, digest BLOB NOT NULL UNIQUE, size INTEGER NOT NULL,
    packed INTEGER NOT NULL, bytes BLOB NOT NULL
) STRICT;
CREATE TABLE node (position INTEGER PRIMARY KEY, hash BLOB NOT NULL) STRICT;
CREATE TABLE checkpoint (size INTEGER PRIMARY KEY, note BLOB NOT NULL) STRICT;
CREATE TABLE head (one INTEGER PRIMARY KEY CHECK (one = 1), note BLOB NOT NULL) STRICT;
CREATE TABLE lookup (
    sequence INTEGER PRIMARY KEY, kind TEXT NOT NULL, task TEXT NOT NULL, identity BLOB,
    candidate BLOB, code TEXT NOT NULL, score REAL
) STRICT;
CREATE INDEX lookup_trial ON lookup (candidate, identity);
CREATE INDEX lookup_identity ON lookup (identity);
CREATE INDEX lookup_task ON lookup (task);
CREATE INDEX lookup_code ON lookup (code);
CREATE INDEX lookup_kind ON lookup (kind);
"""
TRIGGER = """CREATE TRIGGER {table}_no_{change} BEFORE {change} ON {table}
                 BEGIN SELECT RAISE(ABORT, 'a ledger only grows'); END;"""
# What an entry of each kind has besides what all have, and of which type; `?` may be missing.
COMMON = {"candidate": "digest", "name": str, "source": "digest", "blobs?": "digests", "maker": str,
          "code": str, "fuel": int, "wall_ms": int, "lineage?": dict}
MEMBERS = {
    "commitment": {"task": str, "identity": dict, "cases": "digest", "case_count": int, "setting": "digest",
                   "blobs?": "digests"},
    "verdict": {**COMMON, "commitment": int, "identity": "digest", "task": str, "score": "score",
                "verdict": "digest"},
    "run": {**COMMON, "setting": "digest", "outcome": "digest"},
    "campaign": {"name": str, "task": str, "setting": "digest", "blobs?": "digests"},
    "round": {"campaign": int, "name": str, "task": str, "round": int, "trials": "digest", "digest": "digest",
              "blobs?": "digests", "cut?": dict},
    "check": {"check": str, "task": str, "evaluator?": str, "campaign?": str, "tried": int, "found": int,
              "results": "digest"},
}


class Bad(Exception):
    """What is wrong, and with which entry if it is about one."""

    def __init__(self, sequence, what):
        super().__init__(what)
        self.sequence, self.what = sequence, what


def sha256(data):
    return hashlib.sha256(data).digest()


def digester(domain, *parts):
    """A digest over named parts, each with its length before it."""
    feed = lambda data: struct.pack("<Q", len(data)) + data
    return sha256(feed(domain) + b"".join(feed(name) + feed(data) for name, data in parts))


def is_digest(value):
    return (isinstance(value, str) and len(value) == 71 and value.startswith("sha256:")
            and not set(value[7:]) - set("0123456789abcdef"))


def base64_of(text):
    """Decodes the one way in which bytes are written, and no other."""
    data = base64.b64decode(text, validate=True)
    if base64.b64encode(data).decode() != text:
        raise ValueError("base64 is not written in the one way that there is")
    return data


def tables(database):
    sql = "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_master ORDER BY name"
    return database.execute(sql).fetchall()


@functools.lru_cache(maxsize=None)
def expected_tables():
    made = sqlite3.connect(":memory:")
    made.executescript(TABLES)
    for table in ("entry", "blob", "node", "checkpoint"):
        for change in ("UPDATE", "DELETE"):
            made.executescript(TRIGGER.format(table=table, change=change))
    return tables(made)


class Verifier:
    """The public key: `name+id+base64`, as c2sp.org/signed-note has it."""

    def __init__(self, text):
        self.text = text
        self.name, number, key = text.split("+", 2)
        key = base64_of(key)
        self.id = sha256(self.name.encode() + b"\n" + key)[:4]
        if not self.name or len(key) != 33 or key[0] != 1 or bytes.fromhex(number) != self.id:
            raise ValueError("the public key is none")
        self.key = Ed25519PublicKey.from_public_bytes(key[1:])

    def read(self, data):
        """The size and the root of a signed head (c2sp.org/tlog-checkpoint)."""
        text, signatures = data.decode().rsplit("\n\n", 1)
        text += "\n"
        if any(character < " " and character != "\n" for character in data.decode()):
            raise ValueError("a signed head has control characters")
        if not signatures.endswith("\n") or len(signatures.split("\n")) > 101:
            raise ValueError("a signed head has no signatures, or too many")
        good = False
        for line in signatures[:-1].split("\n"):
            dash, name, signature = line.split(" ", 2)
            signature = base64_of(signature)
            if dash != "\u2014" or not name or "+" in name or len(signature) < 5:
                raise ValueError("a signature is not written as one")
            if (name, signature[:4]) == (self.name, self.id) and not good:
                self.key.verify(signature[4:], text.encode())
                good = True
        lines = text.split("\n")
        if not good or len(lines) < 4 or lines.pop() != "" or "" in lines:
            raise ValueError("a signed head is not signed with this key, or is no head")
        if lines[0] != self.name:
            raise ValueError("a signed head is about another ledger")
        size, root = int(lines[1]), base64_of(lines[2])
        if str(size) != lines[1] or not 0 <= size < 1 << 64 or len(root) != 32:
            raise ValueError("a signed head is not valid")
        return size, root


class Frontier:
    """The tree of hashes of RFC 6962: the roots of the complete subtrees, the largest first."""

    def __init__(self):
        self.roots = []

    def push(self, leaf):
        made, height = [leaf], 0
        while self.roots and self.roots[-1][0] == height:
            leaf = sha256(b"\x01" + self.roots.pop()[1] + leaf)
            height += 1
            made.append(leaf)
        self.roots.append((height, leaf))
        return made

    def root(self):
        if not self.roots:
            return sha256(b"")
        root = self.roots[-1][1]
        for _, left in reversed(self.roots[:-1]):
            root = sha256(b"\x01" + left + root)
        return root


class Walk:
    def __init__(self, folder, checkpoint):
        self.folder, self.given = folder, checkpoint
        self.at, self.entries, self.checkpoints, self.position, self.vouched = None, 0, 0, 0, 0
        self.frontier, self.blobs, self.commitments, self.campaigns = Frontier(), set(), {}, {}

    def file(self, name):
        try:
            with open(os.path.join(self.folder, name), "rb") as file:
                return file.read(SMALL_FILE_BYTES_MAX)
        except FileNotFoundError:
            return None

    def one(self, sql, *values):
        row = self.database.execute(sql, values).fetchone()
        return row[0] if row else None

    def all(self):
        """The copy first: what is appended meanwhile makes the rest longer than it says."""
        text = self.file("verifier")
        if text is None:
            raise Bad(None, "the file `verifier` is gone")
        self.verifier = Verifier(text.decode(errors="replace").rstrip())
        self.previous = sha256(self.verifier.name.encode())
        copy = self.file("checkpoint")
        path = os.path.abspath(os.path.join(self.folder, "ledger.sqlite"))
        uri = "file:" + urllib.parse.quote(path) + "?mode=ro"
        if not os.access(self.folder, os.W_OK) and not os.path.exists(path + "-wal"):
            uri += "&immutable=1"
        self.database = sqlite3.connect(uri, uri=True, isolation_level=None)
        try:
            self.database.execute("PRAGMA cell_size_check = 1")
            self.database.execute("PRAGMA trusted_schema = 0")
            self.database.execute("BEGIN")
            self.tables()
            self.heads(copy)
            self.walk()
        finally:
            self.database.close()

    def tables(self):
        """What the database is, before anything is asked of it, and what it finds wrong with itself."""
        if self.one("PRAGMA application_id") != APPLICATION_ID or self.one("PRAGMA user_version") != SCHEMA:
            raise Bad(None, "this is no ledger of a schema that is known here")
        if tables(self.database) != expected_tables():
            raise Bad(None, "the tables are not those that a ledger has")
        said = self.one("PRAGMA integrity_check(1)")
        if said != "ok":
            raise Bad(None, f"the database is damaged: {said}")
        names = dict(self.database.execute("SELECT name, value FROM meta"))
        if names != {"origin": self.verifier.name, "verifier": self.verifier.text}:
            raise Bad(None, "the ledger was begun with another key")
        if (self.one("SELECT min(number) FROM blob") or 1) < 1:
            raise Bad(None, "a blob has a number below 1")
        self.largest = 2 * self.one("SELECT count(*) FROM blob") + 64

    def note(self, what, data):
        try:
            size, root = self.verifier.read(data)
        except (ValueError, InvalidSignature) as error:
            raise Bad(None, f"{what} is not valid: {error}") from error
        self.notes.append((size, root, what))
        return size

    def heads(self, copy):
        self.notes = []
        heads = self.database.execute("SELECT note FROM head").fetchall()
        if len(heads) != 1:
            raise Bad(None, "no head was signed")
        self.signed = self.note("the signed head", heads[0][0])
        if copy is not None:
            self.note("the file `checkpoint`", copy)
        elif self.signed != 0:
            raise Bad(None, "the file `checkpoint` is gone")
        if self.given is not None:
            self.note("the checkpoint that was given", self.given)
        for size, note in self.database.execute("SELECT size, note FROM checkpoint"):
            if self.note("a kept head", note) != size:
                raise Bad(None, "a kept head is about another number of entries than it says")
        self.notes.sort(key=lambda note: -note[0])

    def due(self):
        """Compares the heads that are about just the entries that were read."""
        root = None
        while self.notes and self.notes[-1][0] == self.entries:
            _, signed, what = self.notes.pop()
            root = root or self.frontier.root()
            if root != signed:
                raise Bad(self.vouched, f"it, or one up to entry {self.entries - 1}, is not what was signed ({what})")
            self.checkpoints += 1
        if root is not None:
            self.vouched = self.entries

    def walk(self):
        database = self.database
        nodes = database.execute("SELECT position, hash FROM node ORDER BY position")
        lookups = database.execute("SELECT sequence, kind, task, identity, candidate, code, score"
                                   " FROM lookup ORDER BY sequence")
        rows = database.execute("SELECT sequence, leaf FROM entry ORDER BY sequence")
        self.due()
        while True:
            self.at = self.entries
            row = rows.fetchone()
            if row is None:
                break
            self.entry(row[0], row[1], nodes, lookups)
        if self.notes:
            size, _, what = self.notes[-1]
            raise Bad(self.entries, f"it is missing: {what} is about {size} entries")
        self.at = None
        if nodes.fetchone() or lookups.fetchone():
            raise Bad(None, "there are hashes or an index of entries that are not there")
        count = self.one("SELECT count(*) FROM blob")
        if count != len(self.blobs):
            raise Bad(None, "there are blobs that no entry names")
        if count != (self.one("SELECT max(number) FROM blob") or 0):
            raise Bad(None, "the blobs are not numbered one after the other")

    def entry(self, sequence, leaf, nodes, lookups):
        if sequence < 0:
            raise Bad(None, "there is an entry with a number below 0")
        if self.signed <= self.entries:
            raise Bad(sequence, "it was added without a signature")
        if sequence != self.entries:
            raise Bad(self.entries, "it is missing")
        leaf_hash = sha256(b"\x00" + leaf)
        for made in self.frontier.push(leaf_hash):
            if nodes.fetchone() != (self.position, made):
                raise Bad(sequence, "it is not what was hashed")
            self.position += 1
        entry = self.parse(sequence, leaf)
        if entry["previous"] != "sha256:" + self.previous.hex():
            raise Bad(sequence, "it does not follow the entry before it: one of the two was changed")
        self.previous = leaf_hash
        body = entry["body"]
        if lookups.fetchone() != self.found(sequence, body):
            raise Bad(sequence, "the index says something else about it")
        self.body(sequence, body)
        self.entries += 1
        self.due()

    @staticmethod
    def parse(sequence, leaf):
        try:
            entry = json.loads(leaf)
            body = entry["body"]
            members = MEMBERS[body["kind"]]
            good = (entry["format"] == "lazaret-entry/1" and entry["sequence"] == sequence
                    and is_digest(entry["previous"]) and isinstance(entry["time_ms"], int))
            for name, form in members.items():
                if name.endswith("?") and name[:-1] not in body:
                    continue
                value = body[name.rstrip("?")]
                if form == "digest":
                    good &= is_digest(value)
                elif form == "digests":
                    good &= all(map(is_digest, value))
                elif form == "score":
                    good &= value is None or type(value) in (int, float)
                else:
                    good &= type(value) is form and (form is not int or 0 <= value < 1 << 64)
        except (ValueError, KeyError, TypeError) as error:
            raise Bad(sequence, f"it cannot be read: {error!r}") from error
        if not good:
            raise Bad(sequence, "it is not written as an entry is")
        return entry

    @staticmethod
    def found(sequence, body):
        """What the index says of an entry."""
        digest = lambda name: bytes.fromhex(body[name][7:])
        if body["kind"] == "commitment":
            identity = bytes.fromhex(body["identity"]["digest"][7:])
            return (sequence, "commitment", body["task"], identity, None, "", None)
        if body["kind"] == "verdict":
            return (sequence, "verdict", body["task"], digest("identity"), digest("candidate"), body["code"],
                    body["score"])
        if body["kind"] in ("campaign", "round"):
            identity = digester(b"lazaret campaign 1", (b"name", body["name"].encode()))
            return (sequence, body["kind"], body["task"], identity, None, "", None)
        if body["kind"] == "check":
            return (sequence, "check", body["task"], None, None, "", None)
        return (sequence, "run", "", None, digest("candidate"), body["code"], None)

    def body(self, sequence, body):
        names = {"commitment": ["setting"], "verdict": ["source", "verdict"], "run": ["source", "setting", "outcome"],
                 "campaign": ["setting"], "round": ["trials"], "check": ["results"]}
        verdict = None
        for digest in [body[name] for name in names[body["kind"]]] + body.get("blobs", []):
            wanted = digest == body.get("verdict")
            if digest not in self.blobs or wanted:
                data = self.blob(sequence, digest)
                verdict = data if wanted else verdict
                self.blobs.add(digest)
        if body["kind"] == "commitment":
            self.commitment(sequence, body["identity"])
        elif body["kind"] == "verdict":
            self.verdict(sequence, body, verdict)
        elif body["kind"] == "campaign":
            if body["name"] in self.campaigns:
                raise Bad(sequence, "there is a campaign of this name already")
            self.campaigns[body["name"]] = (sequence, body["task"], 0, body["setting"])
        elif body["kind"] == "round":
            self.round(sequence, body)
        elif body["kind"] == "check":
            if body["check"] not in ("attack", "canaries", "replay"):
                raise Bad(sequence, "it is not written as an entry is")
            if body["tried"] < body["found"]:
                raise Bad(sequence, "it found more than it tried")

    def round(self, sequence, body):
        if body["name"] not in self.campaigns:
            raise Bad(sequence, "it belongs to no campaign that has begun before")
        campaign, task, rounds, before = self.campaigns[body["name"]]
        if (campaign, task) != (body["campaign"], body["task"]):
            raise Bad(sequence, "its campaign is another one than it says")
        if rounds != body["round"]:
            raise Bad(sequence, "it does not follow the round before it")
        raw = lambda text: bytes.fromhex(text[7:])
        cut = body.get("cut")
        if cut is not None:
            if set(cut) != {"before", "proposals"}:
                raise Bad(sequence, "it is not written as an entry is")
            if cut["before"] != before or cut["proposals"] not in body.get("blobs", []):
                raise Bad(sequence, "it was cut, and what is needed to go on is not there")
        chained = digester(b"lazaret round 1", (b"before", raw(before)), (b"trials", raw(body["trials"])))
        if chained != raw(body["digest"]):
            raise Bad(sequence, "its digest is not that of the rounds up to it")
        if cut is None:
            self.campaigns[body["name"]] = (campaign, task, rounds + 1, body["digest"])

    def blob(self, sequence, digest):
        sql = "SELECT number, size, packed, bytes FROM blob WHERE digest = ?"
        row = self.database.execute(sql, (bytes.fromhex(digest[7:]),)).fetchone()
        if row is None:
            raise Bad(sequence, f"blob {digest} is missing")
        number, size, packed, data = row
        if number > self.largest:
            raise Bad(sequence, f"blob {digest} has a number that none has")
        whole = 0 <= size <= BLOB_BYTES_MAX and packed in (0, 1)
        if whole and packed:
            decoder = zlib.decompressobj()
            try:
                data = decoder.decompress(data, size + 1)
            except zlib.error:
                whole = False
            whole = whole and decoder.eof and not decoder.unused_data
        if not whole or len(data) != size or sha256(data).hex() != digest[7:]:
            raise Bad(sequence, f"blob {digest} is damaged")
        return data

    def commitment(self, sequence, identity):
        parts = [(part["name"].encode(), part["value"].encode()) for part in identity["parts"]]
        if "sha256:" + digester(b"lazaret identity 1", *parts).hex() != identity["digest"]:
            raise Bad(sequence, "its identity is not the digest of its parts")
        self.commitments[sequence] = identity["digest"]

    def verdict(self, sequence, entry, data):
        if self.commitments.get(entry["commitment"]) != entry["identity"]:
            raise Bad(sequence, "it rests on a commitment that was not made before")
        bits = lambda score: None if score is None else struct.pack("<d", float(score))
        try:
            verdict = json.loads(data)
            same = (verdict["candidate"] == entry["candidate"] and verdict["reason"]["code"] == entry["code"]
                    and bits(verdict["score"]) == bits(entry["score"])
                    and verdict["identity"] in (None, entry["identity"]))
        except (ValueError, KeyError, TypeError) as error:
            raise Bad(sequence, f"its verdict cannot be read: {error!r}") from error
        if not same:
            raise Bad(sequence, "its verdict says something else")


def verify(folder, checkpoint=None):
    """What was found out, and what is wrong: none, or the number of an entry or none, and words."""
    walk = Walk(folder, checkpoint)
    try:
        walk.all()
    except Bad as bad:
        return walk, (bad.sequence, bad.what)
    except (sqlite3.Error, ValueError, TypeError, OverflowError) as error:
        return walk, (walk.at, f"it cannot be read: {error}")
    return walk, None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", help="the folder of the ledger")
    parser.add_argument("--checkpoint", metavar="FILE", help="a signed head that was kept elsewhere")
    options = parser.parse_args()
    if sqlite3.sqlite_version_info < (3, 37):
        print(f"SQLite {sqlite3.sqlite_version} cannot read a ledger: 3.37 can", file=sys.stderr)
        return 2
    try:
        checkpoint = None
        if options.checkpoint:
            with open(options.checkpoint, "rb") as file:
                checkpoint = file.read(SMALL_FILE_BYTES_MAX)
        os.stat(os.path.join(options.folder, "ledger.sqlite"))
        walk, bad = verify(options.folder, checkpoint)
    except OSError as error:
        print(error, file=sys.stderr)
        return 2
    print(f"{walk.entries} entries, {len(walk.blobs)} blobs, {walk.checkpoints} signed heads")
    if bad is None:
        print(f"all is well; the root is sha256:{walk.frontier.root().hex()}")
        return 0
    sequence, what = bad
    print(f"bad: {'the ledger' if sequence is None else f'entry {sequence}'}: {what}")
    return 1


if __name__ == "__main__":
    sys.exit(main())
