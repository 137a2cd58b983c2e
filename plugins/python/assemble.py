"""Turns a module from the text format of WebAssembly into bytes, as far as `allocator.wat` needs it.

All instructions are folded, all values are `i32`, imports come before functions. `tests/suite/allocator.rs` holds the
bytes against those of another assembler.
"""

import re

TOKEN = re.compile(r';;[^\n]*|\s+|([()])|"((?:[^"\\]|\\[0-9a-f]{2})*)"|([^\s()";]+)')

# With operands only.
PLAIN = {
    "return": b"\x0f", "drop": b"\x1a", "select": b"\x1b", "i32.eqz": b"\x45", "i32.eq": b"\x46", "i32.ne": b"\x47",
    "i32.lt_s": b"\x48", "i32.lt_u": b"\x49", "i32.le_s": b"\x4c", "i32.le_u": b"\x4d", "i32.add": b"\x6a",
    "i32.sub": b"\x6b", "i32.mul": b"\x6c", "i32.and": b"\x71", "i32.or": b"\x72", "i32.shl": b"\x74",
    "i32.shr_u": b"\x76", "memory.copy": b"\xfc\x0a\0\0", "memory.fill": b"\xfc\x0b\0",
}
# With alignment and offset.
AT_ADDRESS = {"i32.load": b"\x28\2", "i32.load8_u": b"\x2d\0", "i32.store": b"\x36\2", "i32.store8": b"\x3a\0"}
# With a name of the kind that is the first part of theirs.
NAMED = {
    "local.get": b"\x20", "local.set": b"\x21", "local.tee": b"\x22", "global.get": b"\x23", "call": b"\x10",
    "br": b"\x0c", "br_if": b"\x0d",
}


def assemble(text):
    """The module's bytes."""
    (_, *fields), = parse(text)
    types, imports, names = [], [], {"call": [], "global": []}
    for module, name, (kind, *parts) in all_of(fields, "import"):
        names.setdefault({"func": "call"}.get(kind, kind), []).append(parts[0])
        described = {
            "func": lambda: b"\0" + type_index(types, parts),
            "table": lambda: b"\1\x70\0" + unsigned(int(parts[0])),
            "memory": lambda: b"\2\0" + unsigned(int(parts[0])),
            "global": lambda: b"\3\x7f" + (b"\1" if parts[1][0] == "mut" else b"\0"),
        }[kind]()
        imports.append(sized(module) + sized(name) + described)
    functions = all_of(fields, "func")
    declared = [type_index(types, parts) for parts in functions]
    names["call"] += [name for name, *_ in functions]
    function = lambda name: unsigned(names["call"].index(name))
    placed = lambda offset: b"\0" + code(offset, names) + b"\x0b"
    sections = {
        1: types,
        2: imports,
        3: declared,
        7: [sized(name) + b"\0" + function(parts[0]) for parts in functions for name, in all_of(parts, "export")],
        9: [placed(offset) + vector(map(function, listed)) for offset, _, *listed in all_of(fields, "elem")],
        10: [body(parts, names) for parts in functions],
        11: [placed(offset) + sized(b"".join(texts)) for offset, *texts in all_of(fields, "data")],
    }
    custom = [b"\0" + sized(sized(name) + content) for name, _, content in all_of(fields, "@custom")]
    known = [bytes([number]) + sized(vector(items)) for number, items in sections.items()]
    return b"\0asm\1\0\0\0" + b"".join(custom + known)


def parse(text):
    """Lists of lists; words are `str`, texts are `bytes`."""
    stack, position = [[]], 0
    while position < len(text):
        match = TOKEN.match(text, position)
        if match is None:
            raise ValueError(f"not understood: {text[position:position + 40]!r}")
        position = match.end()
        bracket, quoted, word = match.groups()
        if bracket == "(":
            stack.append([])
        elif bracket == ")":
            stack[-2].append(stack.pop())
        elif word is not None:
            stack[-1].append(word)
        elif quoted is not None:
            stack[-1].append(re.sub(rb"\\(..)", lambda digits: bytes([int(digits[1], 16)]), quoted.encode()))
    return stack[0]


def body(parts, names):
    own = all_of(parts, "local")
    names = {**names, "local": [name for name, _ in all_of(parts, "param") + own], "br": []}
    instructions = [part for part in parts[1:] if part[0] not in ("export", "param", "result", "local")]
    locals = vector([unsigned(len(own)) + b"\x7f"] if own else [])
    return sized(locals + b"".join(code(part, names) for part in instructions) + b"\x0b")


def code(instruction, names):
    """An instruction after its operands."""
    head, *rest = instruction
    if head in ("block", "loop"):
        opening = b"\2\x40" if head == "block" else b"\3\x40"
        return opening + within(rest[1:], names, rest[0]) + b"\x0b"
    if head == "if":
        condition, (_, *then), *otherwise = rest
        branches = b"\x05".join(within(parts, names, None) for parts in [then, *(parts for _, *parts in otherwise)])
        return code(condition, names) + b"\4\x40" + branches + b"\x0b"
    words = [word for word in rest if isinstance(word, str)]
    operands = b"".join(code(operand, names) for operand in rest if isinstance(operand, list))
    if head in PLAIN:
        return operands + PLAIN[head]
    if head in AT_ADDRESS:
        return operands + AT_ADDRESS[head] + unsigned(int(words[0].removeprefix("offset=")) if words else 0)
    if head in NAMED:
        return operands + NAMED[head] + unsigned(names[re.split("[._]", head)[0]].index(words[0]))
    if head == "i32.const":
        return b"\x41" + signed(int(words[0], 0))
    raise ValueError(f"there is no instruction `{head}`")


def within(parts, names, label):
    """What a block contains."""
    names = {**names, "br": [label, *names["br"]]}
    return b"".join(code(part, names) for part in parts)


def type_index(types, parts):
    """The number of a function's type, which is added if it is new."""
    parameters = [word for names in all_of(parts, "param") for word in names if word == "i32"]
    new = b"\x60" + vector([b"\x7f"] * len(parameters)) + vector([b"\x7f"] * len(all_of(parts, "result")))
    if new not in types:
        types.append(new)
    return unsigned(types.index(new))


def all_of(parts, head):
    """The rest of each list that begins with this word."""
    return [part[1:] for part in parts if isinstance(part, list) and part[0] == head]


def unsigned(number):
    """LEB128."""
    low, rest = number & 127, number >> 7
    return bytes([low | 128]) + unsigned(rest) if rest else bytes([low])


def signed(number):
    """LEB128 of what may be below zero."""
    low, rest = number & 127, number >> 7
    return bytes([low]) if rest == (-1 if low & 64 else 0) else bytes([low | 128]) + signed(rest)


def sized(content):
    return unsigned(len(content)) + content


def vector(items):
    items = list(items)
    return unsigned(len(items)) + b"".join(items)
