"""Proposes programs by changing others: small edits of the syntax tree, chosen by a seed.

It knows no task. It looks at a program for places where a number stands, for the names that hold numbers or lists
there, and puts other expressions of these in their place. Most of what comes out is worse; what is better lives on.

The answer to a request depends on nothing but the request.
"""

import ast
import copy
import functools
import random

# A program that has grown beyond this is only changed in ways that do not add to it.
NODES_MAX = 260
# How often another text is tried when an edit gave what was there already, or no program.
TRIES = 24

ARITHMETIC = (ast.Add, ast.Sub, ast.Mult, ast.Div)
COMPARISONS = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)
# Functions that take numbers and give one.
NUMERIC = {"abs", "min", "max", "float", "int", "round", "pow", "sqrt", "exp", "log", "log1p", "log2", "sin", "cos",
           "tanh", "floor", "ceil"}
CONSTANTS = (0, 1, 2, 3, 5, 10, 0.5, 0.1, 0.2, 0.05, 0.01, 1.5, 100)


def propose(request):
    if request["language"] != "py":
        raise ValueError(f"programs in Python only; these are in `{request['language']}`")
    return [answer(slot) for slot in request["slots"]]


def answer(slot):
    source = random.Random(slot["seed"])
    parents = [it for it in (parsed(parent["program"]) for parent in slot["parents"]) if it]
    if not parents:
        return {"program": "", "note": "no parent is a program"}
    seen = {text for text, _ in parents}
    donors = [tree for _, tree in parents[1:]]
    for _ in range(TRIES):
        # Reading it again is faster than copying its tree.
        tree = ast.parse(parents[0][0])
        notes = edit(tree, donors, source)
        text = ast.unparse(ast.fix_missing_locations(tree))
        if text not in seen and is_program(text):
            return {"program": text + "\n", "note": ", ".join(notes)}
    return {"program": "", "note": "no edit gave another program"}


def is_program(text):
    try:
        compile(text, "candidate.py", "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


@functools.cache
def parsed(text):
    """A program without its documentation, which would tell of another program, and its tree, which nobody changes; none
    if it is no program. The programs of a round have few parents."""
    if not is_program(text):
        return None
    tree = ast.parse(text)
    for node in walk(tree):
        if isinstance(node, (ast.Module, ast.FunctionDef, ast.ClassDef)) and ast.get_docstring(node, clean=False):
            node.body = node.body[1:] or [ast.Pass()]
    return ast.unparse(tree), tree


def edit(tree, donors, source):
    """Changes a tree at one place or a few; what was done."""
    notes = []
    while True:
        small = len(walk(tree)) < NODES_MAX
        kinds = [kind for kind in EDITS if kind[2] or small]
        kinds = [kind for kind in kinds if donors or kind[1] not in (graft, transplant)]
        weights = [kind[0] for kind in kinds]
        for _ in range(TRIES):
            _, change, _ = source.choices(kinds, weights)[0]
            if change(tree, donors, source):
                notes.append(change.__name__.replace("_", " "))
                break
        if not notes or len(notes) >= 4 or source.random() < 0.55:
            return notes


def walk(tree):
    """All nodes in the order of `ast.walk`, which takes longer."""
    nodes = [tree]
    for node in nodes:
        for field in node._fields:
            value = getattr(node, field, None)
            if isinstance(value, list):
                nodes += [it for it in value if isinstance(it, ast.AST)]
            elif isinstance(value, ast.AST):
                nodes.append(value)
    return nodes


# What stands where: places for numbers, and the names that are there.


class Place:
    """A field of a node that holds an expression for a number."""

    def __init__(self, parent, field, index, numbers, lists):
        self.parent, self.field, self.index = parent, field, index
        self.numbers, self.lists = sorted(numbers), sorted(lists)
        # Expressions that stand elsewhere and could stand here.
        self.pool = []

    @property
    def node(self):
        value = getattr(self.parent, self.field)
        return value if self.index is None else value[self.index]

    def put(self, node):
        if self.index is None:
            setattr(self.parent, self.field, node)
        else:
            getattr(self.parent, self.field)[self.index] = node


def places(tree):
    """All places for numbers, in the order of the text."""
    found = []
    for function in walk(tree):
        if isinstance(function, ast.FunctionDef):
            Finder(function, found).run()
    return found


class Finder:
    """Finds the places of one function. A name is there from its parameter, assignment or loop on."""

    def __init__(self, function, found):
        self.function, self.found = function, found
        self.kinds = kinds(function)

    def run(self):
        arguments = self.function.args
        arguments = arguments.posonlyargs + arguments.args + arguments.kwonlyargs
        self.body(self.function.body, {argument.arg for argument in arguments})

    def body(self, statements, names):
        for statement in statements:
            if isinstance(statement, (ast.FunctionDef, ast.ClassDef)):
                continue
            if isinstance(statement, ast.For):
                self.visit(statement.iter, statement, "iter", None, names, False)
                inner = names | bound(statement.target)
                self.body(statement.body, set(inner))
                self.body(statement.orelse, set(names))
            elif isinstance(statement, (ast.While, ast.If)):
                self.visit(statement.test, statement, "test", None, names, False)
                self.body(statement.body, set(names))
                self.body(statement.orelse, set(names))
            else:
                for field, value in ast.iter_fields(statement):
                    number = field == "value" and isinstance(statement, (ast.Return, ast.Assign, ast.AugAssign))
                    for index, child in items(value):
                        if isinstance(child, ast.expr) and not isinstance(getattr(child, "ctx", None), ast.Store):
                            self.visit(child, statement, field, index, names, number)
            if isinstance(statement, ast.Assign):
                for target in statement.targets:
                    names |= bound(target)

    def visit(self, node, parent, field, index, names, number):
        """`number` is whether a number may stand here; whether one does is seen from what stands here."""
        if number and is_number(node, self.kinds):
            there = {name for name in names if self.kinds.get(name) == "number"}
            lists = {name for name in names if self.kinds.get(name) == "list"}
            self.found.append(Place(parent, field, index, there, lists))
        if isinstance(node, (ast.ListComp, ast.GeneratorExp, ast.SetComp)):
            inner = set(names)
            for part in node.generators:
                self.visit(part.iter, part, "iter", None, inner, False)
                inner |= bound(part.target)
                for at, test in enumerate(part.ifs):
                    self.visit(test, part, "ifs", at, inner, False)
            self.visit(node.elt, node, "elt", None, inner, True)
            return
        if isinstance(node, (ast.Lambda, ast.DictComp, ast.Subscript)):
            return
        numeric = isinstance(node, (ast.BinOp, ast.Compare, ast.UnaryOp)) or is_call(node)
        for name, value in ast.iter_fields(node):
            if name == "func":
                continue
            for at, child in items(value):
                if isinstance(child, ast.expr):
                    inside = numeric or (isinstance(node, ast.IfExp) and name != "test" and number)
                    inside = inside or isinstance(node, (ast.List, ast.Tuple))
                    self.visit(child, node, name, at, names, inside)


def items(value):
    return list(enumerate(value)) if isinstance(value, list) else [(None, value)]


def bound(target):
    return {node.id for node in walk(target) if isinstance(node, ast.Name)}


def is_call(node):
    """Whether it is a call of a function of numbers."""
    if not isinstance(node, ast.Call) or node.keywords:
        return False
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    return name in NUMERIC and all(not isinstance(it, (ast.Starred, ast.GeneratorExp, ast.ListComp)) for it in node.args)


def is_number(node, known):
    if isinstance(node, ast.Constant):
        return type(node.value) in (int, float)
    if isinstance(node, ast.Name):
        return known.get(node.id) == "number"
    if isinstance(node, ast.IfExp):
        return is_number(node.body, known) and is_number(node.orelse, known)
    if isinstance(node, ast.BinOp):
        lists = (ast.List, ast.ListComp, ast.Tuple)
        return not isinstance(node.left, lists) and not isinstance(node.right, lists)
    return isinstance(node, (ast.UnaryOp, ast.Subscript)) or isinstance(node, ast.Call)


def kinds(function):
    """What the names of a function hold, as far as their use tells: `number`, `list`, or both, which is of no use."""
    known = {}

    def tell(node, kind):
        if isinstance(node, ast.Name):
            known[node.id] = kind if known.get(node.id, kind) == kind else "both"

    for node in walk(function):
        if isinstance(node, ast.BinOp):
            tell(node.left, "number"), tell(node.right, "number")
        elif isinstance(node, ast.UnaryOp) and not isinstance(node.op, ast.Not):
            tell(node.operand, "number")
        elif isinstance(node, ast.Compare) and all(isinstance(it, COMPARISONS) for it in node.ops):
            for side in [node.left, *node.comparators]:
                tell(side, "number")
        elif isinstance(node, (ast.For, ast.comprehension)):
            tell(node.iter, "list")
        elif isinstance(node, ast.Subscript):
            tell(node.value, "list")
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("len", "sum", "sorted") and node.args:
            tell(node.args[0], "list")
        elif is_call(node) and len(node.args) == 1 and getattr(node.func, "id", "") in ("max", "min"):
            tell(node.args[0], "list")
        elif is_call(node):
            for argument in node.args:
                tell(argument, "number")
    for node in walk(function):
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and is_number(node.value, known):
            if isinstance(node.targets[0], ast.Name):
                known.setdefault(node.targets[0].id, "number")
    return known


# New expressions.


def grown(place, source, depth=2):
    """An expression of what is known at a place."""
    if depth == 0 or source.random() < 0.25:
        return leaf(place, source)
    part = lambda: grown(place, source, depth - 1)
    kind = source.random()
    if kind < 0.62:
        return combined(part(), part(), source)
    if kind < 0.72:
        return call(source.choice(["min", "max"]), part(), part())
    if kind < 0.80:
        return call("abs", part())
    if kind < 0.90:
        return ast.BinOp(part(), ast.Pow(), ast.Constant(source.choice([2, 3, 0.5])))
    return ast.IfExp(condition(place, source), part(), part())


def combined(left, right, source):
    operator = source.choices(ARITHMETIC, [4, 4, 3, 3])[0]()
    if isinstance(operator, ast.Div) and not isinstance(right, ast.Constant):
        right = ast.BinOp(right, ast.Add(), ast.Constant(source.choice([1, 0.1, 0.001])))
    elif isinstance(operator, ast.Div) and right.value == 0:
        right = ast.Constant(2)
    return ast.BinOp(left, operator, right)


def leaf(place, source):
    if place.pool and source.random() < 0.3:
        return copy.deepcopy(source.choice(place.pool))
    choice = source.random()
    if place.numbers and choice < 0.5:
        return load(source.choice(place.numbers))
    if place.lists and choice < 0.68:
        name = source.choice(place.lists)
        kind = source.choice(["max", "min", "len", "last", "mean"])
        if kind == "last":
            return ast.Subscript(load(name), ast.UnaryOp(ast.USub(), ast.Constant(1)), ast.Load())
        if kind == "mean":
            return ast.BinOp(call("sum", load(name)), ast.Div(), call("len", load(name)))
        return call(kind, load(name))
    return constant(source)


def constant(source):
    value = source.choice(CONSTANTS)
    return ast.Constant(value if source.random() < 0.6 else rounded(value * source.uniform(0.3, 3)))


def condition(place, source):
    left = grown(place, source, 1)
    right = grown(place, source, 1) if source.random() < 0.6 else constant(source)
    return ast.Compare(left, [source.choice(COMPARISONS)()], [right])


def load(name):
    return ast.Name(name, ast.Load())


def call(name, *arguments):
    return ast.Call(load(name), list(arguments), [])


def rounded(value):
    """Three digits are enough to be told apart, and short to read."""
    return float(f"{value:.3g}")


# Edits. Each changes one place and says whether it could.


def pick(tree, source, fits=lambda node: True):
    found = places(tree)
    fitting = [place for place in found if fits(place.node)]
    if not fitting:
        return None
    place = source.choice(fitting)
    known = {*place.numbers, *place.lists, *NUMERIC, "len", "sum"}
    place.pool = [it.node for it in found if isinstance(it.node, ast.BinOp) and names(it.node) <= known]
    return place


def names(node):
    return {it.id for it in walk(node) if isinstance(it, ast.Name)}


def constant_changed(tree, _donors, source):
    found = [node for node in walk(tree) if isinstance(node, ast.Constant) and type(node.value) in (int, float)]
    if not found:
        return False
    node = source.choice(found)
    kind = source.random()
    if kind < 0.55:
        new = node.value * (1 + source.gauss(0, 0.25))
    elif kind < 0.75:
        new = node.value + source.choice([-1, 1]) * (1 if isinstance(node.value, int) else source.choice([1, 0.1]))
    elif kind < 0.9:
        new = node.value * source.choice([-1, 0.5, 2, 0.1, 10])
    else:
        new = source.choice(CONSTANTS)
    if isinstance(node.value, int) and (kind >= 0.55 or source.random() < 0.5):
        new = round(new)
    new = new if isinstance(new, int) else rounded(new)
    if abs(new) > 1e12 or new == node.value:
        return False
    node.value = new
    return True


def operator_changed(tree, _donors, source):
    found = [node for node in walk(tree) if isinstance(node, ast.BinOp) and isinstance(node.op, ARITHMETIC)]
    if not found:
        return False
    node = source.choice(found)
    node.op = source.choice([it for it in ARITHMETIC if not isinstance(node.op, it)])()
    return True


def comparison_changed(tree, _donors, source):
    found = [node for node in walk(tree) if isinstance(node, ast.Compare) and isinstance(node.ops[0], COMPARISONS)]
    if not found:
        return False
    node = source.choice(found)
    node.ops[0] = source.choice([it for it in COMPARISONS if not isinstance(node.ops[0], it)])()
    return True


def term_added(tree, _donors, source):
    place = pick(tree, source)
    if not place:
        return False
    place.put(combined(place.node, grown(place, source), source))
    return True


def expression_replaced(tree, _donors, source):
    place = pick(tree, source)
    if not place:
        return False
    place.put(grown(place, source, source.choice([1, 2, 2, 3])))
    return True


def branch_added(tree, _donors, source):
    place = pick(tree, source, lambda node: not isinstance(node, ast.Constant))
    if not place:
        return False
    other = grown(place, source)
    if source.random() < 0.5:
        other = combined(copy.deepcopy(place.node), other, source)
    place.put(ast.IfExp(condition(place, source), other, place.node))
    return True


def wrapped(tree, _donors, source):
    place = pick(tree, source, lambda node: not isinstance(node, ast.Constant))
    if not place:
        return False
    node = place.node
    place.put(source.choice([
        lambda: call("abs", node),
        lambda: ast.UnaryOp(ast.USub(), node),
        lambda: ast.BinOp(node, ast.Pow(), ast.Constant(2)),
        lambda: ast.BinOp(call("abs", node), ast.Pow(), ast.Constant(0.5)),
    ])())
    return True


def shrunk(tree, _donors, source):
    """An expression gives way to a part of it."""
    place = pick(tree, source, lambda node: isinstance(node, (ast.BinOp, ast.IfExp, ast.UnaryOp)) or is_call(node))
    if not place:
        return False
    node = place.node
    if isinstance(node, ast.BinOp):
        parts = [node.left, node.right]
    elif isinstance(node, ast.IfExp):
        parts = [node.body, node.orelse]
    else:
        parts = [node.operand] if isinstance(node, ast.UnaryOp) else node.args
    if not parts:
        return False
    place.put(source.choice(parts))
    return True


def moved_within(tree, _donors, source):
    """An expression takes the place of another one, where its names are known as well."""
    return put_from(tree, tree, source)


def graft(tree, donors, source):
    """An expression of another program takes a place."""
    return put_from(tree, source.choice(donors), source)


def put_from(tree, donor, source):
    place, other = pick(tree, source), pick(donor, source, lambda node: not isinstance(node, ast.Constant))
    if not place or not other:
        return False
    node = copy.deepcopy(other.node)
    inner = {name for it in walk(node) if isinstance(it, ast.comprehension) for name in bound(it.target)}
    functions = {it.name for it in walk(tree) if isinstance(it, ast.FunctionDef)}
    if names(node) - inner - set(place.numbers) - set(place.lists) - functions - NUMERIC - {"len", "sum", "sorted"}:
        return False
    place.put(node)
    return True


def transplant(tree, donors, source):
    """A function of another program takes the place of the one of the same name."""
    theirs = {it.name: it for it in source.choice(donors).body if isinstance(it, ast.FunctionDef)}
    mine = [at for at, it in enumerate(tree.body) if isinstance(it, ast.FunctionDef) and it.name in theirs]
    if not mine or len([it for it in tree.body if isinstance(it, ast.FunctionDef)]) < 2:
        return False
    at = source.choice(mine)
    tree.body[at] = copy.deepcopy(theirs[tree.body[at].name])
    return True


def statement_changed(tree, _donors, source):
    """Two statements change places, or one goes."""
    blocks = [node.body for node in walk(tree) if isinstance(node, (ast.FunctionDef, ast.For, ast.If, ast.While))]
    blocks = [block for block in blocks if len(block) > 1]
    if not blocks:
        return False
    block = source.choice(blocks)
    at = source.randrange(len(block) - 1)
    if source.random() < 0.5:
        block[at], block[at + 1] = block[at + 1], block[at]
    else:
        del block[at]
    return True


def branch_decided(tree, _donors, source):
    """A condition is settled: one of its two ways is always taken."""
    blocks = [block for node in walk(tree) for block in (getattr(node, "body", None), getattr(node, "orelse", None))
              if isinstance(block, list)]
    found = [(block, at) for block in blocks for at, it in enumerate(block) if isinstance(it, ast.If)]
    if not found:
        return False
    block, at = source.choice(found)
    block[at:at + 1] = source.choice([block[at].body, block[at].orelse or [ast.Pass()]])
    return True


# How often, what, and whether a program gets no larger by it.
EDITS = [
    (4.0, constant_changed, True),
    (1.0, operator_changed, True),
    (1.0, comparison_changed, True),
    (3.0, term_added, False),
    (1.5, expression_replaced, True),
    (3.0, branch_added, False),
    (1.0, wrapped, False),
    (2.0, shrunk, True),
    (1.0, moved_within, False),
    (2.0, graft, False),
    (0.5, transplant, True),
    (0.4, statement_changed, True),
    (0.4, branch_decided, True),
]
