"""Small faults to put into numeric code: in interval, sign, threshold, order and rounding.

A fault is one expression written otherwise, as somebody might who is tired: the other
limit, plus for minus, `<` for `<=`, the last for the first, up for down. Which ones are
taken hangs on what they are and not on how many stand before them, so a change of the
code elsewhere keeps the list.
"""

from __future__ import annotations

import ast
import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import cycle
from pathlib import Path

from tests.house.tree import files, syntax, text

PACKAGES = (
    *("stats", "comparison", "indicators", "counts"),
    *("resources", "chain", "disclosure", "cooperation"),
)
KINDS = ("interval", "sign", "threshold", "order", "rounding")
NOT_NUMERIC = {
    *(
        "__init__",
        "answer",
        "answers",
        "definition",
        "load",
        "naming",
        "names",
        "needs",
        "norms",
        "said",
    ),
    *("target_said", "model_card", "statement", "worked", "split_names", "engines", "parquet"),
    *("bridge", "register", "assumptions", "rules", "target_rules"),
}
SEED = 12
# Faults that were drawn and are none: no figure differs. They are told in the table and
# others take their place.
EQUIVALENT: Mapping[tuple[str, str], str] = {
    ("outside = (p <= 1 - WARNING).astype(np.float64) + (p <= 1 - ALARM)", "p < 1 - WARNING"): (
        "p is a sum of chances of outcomes; none is 1 - 0.95 to the last bit"
    ),
    (
        "low, high = np.maximum(np.floor(mean - far), 0), np.minimum(np.ceil(mean + far), most)",
        "np.ceil(mean - far)",
    ): "leaves out one outcome, whose chance is below 1e-15",
    ("high = np.maximum(low, high)", "high"): (
        "`high` of a group that was found already is not read again"
    ),
    (
        "return direction if -found.fun > 1e-7 else np.zeros_like(direction)",
        "-found.fun >= 1e-07",
    ): ("the optimum is 0 but for rounding or far above, not 1e-7 to the last bit"),
    ("_inside(rows, groups[inner], groups[outer[0]])", "outer[-1]"): (
        "stands under `len(outer) == 1`"
    ),
    (
        "direction: Floats = np.where(np.abs(found.x) > 1e-7, found.x, 0.0)",
        "np.abs(found.x) > 2e-07",
    ): "corners of the linear programme are 0 or 1, and rounding is below 1e-9",
}


@dataclass(frozen=True)
class Fault:
    """One expression of one file and what stands there instead.

    start, end: where it stands, in bytes; nth: how many equal ones stand before it.
    """

    file: Path
    line: int
    kind: str
    before: str
    after: str
    start: int
    end: int
    nth: int

    @property
    def code(self) -> str:
        """The line it stands on."""
        return self._line("")

    @property
    def faulty(self) -> str:
        """The same line with the fault in it."""
        return self._line(self.after)

    def written(self) -> str:
        """The text of the file with the fault in it."""
        whole = text(self.file).encode()
        # Brackets keep what stands around it as it was: `a - (b + c)`.
        return (whole[: self.start] + f"({self.after})".encode() + whole[self.end :]).decode()

    def _line(self, instead: str) -> str:
        whole = text(self.file).encode()
        begin, end = whole.rfind(b"\n", 0, self.start) + 1, whole.find(b"\n", self.end)
        middle = instead.encode() or whole[self.start : self.end]
        line = whole[begin : self.start] + middle + whole[self.end : end]
        return " ".join(line.decode().split())


# --- what a fault is ----------------------------------------------------------

Change = Callable[[ast.expr], Iterator[ast.expr]]
_OTHER_LIMIT = {"low": "high", "high": "low", "lower": "upper", "upper": "lower"}
_PAIRS = (("min", "max"), ("minimum", "maximum"), ("fmin", "fmax"), ("nanmin", "nanmax"))
_OTHER_END = {
    one: other
    for pair in (*_PAIRS, ("any", "all"), ("first", "last"))
    for one, other in (pair, pair[::-1])
}
_OTHER_ROUND = {"floor": "ceil", "ceil": "floor", "rint": "floor", "trunc": "ceil"}
_SIGNS = (ast.Add, ast.Sub, ast.Mult, ast.Div)
_OTHER_SIGN = dict(zip(_SIGNS, (ast.Sub, ast.Add, ast.Div, ast.Mult), strict=True))
_EDGES = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)
_OTHER_EDGE = dict(zip(_EDGES, (ast.LtE, ast.Lt, ast.GtE, ast.Gt), strict=True))


def _interval(node: ast.expr) -> Iterator[ast.expr]:
    """The other limit, one that leaves what is possible, or that of one side for two."""
    match node:
        case ast.Name(id=name) if name in _OTHER_LIMIT:
            yield ast.Name(_OTHER_LIMIT[name])
        case ast.Attribute(value=value, attr=name) if name in _OTHER_LIMIT:
            yield ast.Attribute(value, _OTHER_LIMIT[name])
        case ast.Call(func=function, args=[first, _, _]) if _name(function) == "clip":
            yield first
        case ast.BinOp(left=ast.BinOp(), op=ast.Div(), right=ast.Constant(value=2)):
            if any(_name(each) == "level" for each in ast.walk(node)):
                yield ast.Name("level")


def _sign(node: ast.expr) -> Iterator[ast.expr]:
    """Plus for minus, times for divided by, and a minus that is left out."""
    match node:
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OTHER_SIGN:
            if not (_is_text(left) or _is_text(right)):
                yield ast.BinOp(left, _OTHER_SIGN[type(op)](), right)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            yield operand


def _threshold(node: ast.expr) -> Iterator[ast.expr]:
    """What lies on the edge falls on the other side, or the edge lies elsewhere."""
    match node:
        case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in _OTHER_EDGE:
            yield ast.Compare(left, [_OTHER_EDGE[type(op)]()], [right])
            match right:
                case ast.Constant(value=int() | float() as edge):
                    moved = ast.Constant(edge + 1 if isinstance(edge, int) else edge * 2)
                    yield ast.Compare(left, [op], [moved])


def _order(node: ast.expr) -> Iterator[ast.expr]:
    """The least for the most, the last for the first, down for up; or one of two left out."""
    match node:
        case ast.Call(func=function, args=args, keywords=keywords):
            name = _name(function)
            if name in _OTHER_END and args:
                yield ast.Call(_renamed(function, _OTHER_END[name]), args, keywords)
            if name in ("minimum", "maximum") and len(args) == 2:
                yield args[0]
            for place, keyword in enumerate(keywords):
                match keyword:
                    case ast.keyword(arg="ascending" | "reverse", value=ast.Constant(bool() as up)):
                        other = ast.keyword(keyword.arg, ast.Constant(not up))
                        yield ast.Call(
                            function, args, [*keywords[:place], other, *keywords[place + 1 :]]
                        )
        case ast.Subscript(value=value, slice=ast.Constant(value=0)):
            yield ast.Subscript(value, ast.UnaryOp(ast.USub(), ast.Constant(1)))
        case ast.Subscript(value=value, slice=ast.UnaryOp(op=ast.USub())):
            yield ast.Subscript(value, ast.Constant(0))
        case ast.Subscript(value=value, slice=ast.Slice(step=ast.UnaryOp(op=ast.USub()))):
            yield value


def _rounding(node: ast.expr) -> Iterator[ast.expr]:
    """Down for up, not at all, or with what is left over."""
    match node:
        case ast.Call(func=function, args=[first, *_] as args, keywords=keywords):
            name = _name(function)
            if name in _OTHER_ROUND:
                yield ast.Call(_renamed(function, _OTHER_ROUND[name]), args, keywords)
            elif name == "round":
                yield first
        case ast.BinOp(left=left, op=ast.FloorDiv(), right=right):
            down = ast.BinOp(ast.UnaryOp(ast.USub(), left), ast.FloorDiv(), right)
            yield ast.UnaryOp(ast.USub(), down)


_CHANGES: Mapping[str, Change] = dict(
    zip(KINDS, (_interval, _sign, _threshold, _order, _rounding), strict=True)
)


def _name(node: ast.AST) -> str:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def _renamed(function: ast.expr, name: str) -> ast.expr:
    if isinstance(function, ast.Attribute):
        return ast.Attribute(function.value, name)
    return ast.Name(name)


def _is_text(node: ast.expr) -> bool:
    # Texts and lists are joined by a plus too; minus is then no fault but an error.
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str)
    joined = ast.JoinedStr | ast.List | ast.Tuple | ast.ListComp | ast.Dict
    return isinstance(node, joined) or (
        isinstance(node, ast.Call) and _name(node.func) in ("str", "list", "tuple", "join", "say")
    )


# --- where faults can be ------------------------------------------------------


def every(file: Path) -> Iterator[Fault]:
    """All faults of one file, in the order of its syntax tree."""
    starts = _line_starts(text(file))
    seen: Counter[tuple[str, str]] = Counter()
    for node in _expressions(syntax(file)):
        start = starts[node.lineno - 1] + node.col_offset
        end = starts[(node.end_lineno or 0) - 1] + (node.end_col_offset or 0)
        for kind, change in _CHANGES.items():
            for other in change(node):
                before, after = ast.unparse(node), ast.unparse(other)
                nth = seen[before, after]
                yield Fault(file, node.lineno, kind, before, after, start, end, nth)
                seen[before, after] += 1


def _line_starts(whole: str) -> list[int]:
    starts = [0]
    for line in whole.encode().split(b"\n"):
        starts.append(starts[-1] + len(line) + 1)
    return starts


def _expressions(node: ast.AST) -> Iterator[ast.expr]:
    """Expressions that are computed: no types, no messages, no pieces of texts."""
    for field, value in ast.iter_fields(node):
        if field in ("annotation", "returns", "decorator_list", "bases"):
            continue
        for child in value if isinstance(value, list) else [value]:
            # Places in an f-string are those of a text of its own in Python 3.11.
            if not isinstance(child, ast.AST) or isinstance(
                child, ast.JoinedStr | ast.Raise | ast.Assert
            ):
                continue
            if isinstance(child, ast.expr) and not _is_stored(child):
                yield child
            yield from _expressions(child)


def _is_stored(node: ast.expr) -> bool:
    return isinstance(getattr(node, "ctx", None), ast.Store | ast.Del)


# --- which ones are taken -----------------------------------------------------


def chosen(size: int) -> list[Fault]:
    """The planted ones and as many others as make `size`, evenly of each kind, no two on a line."""
    taken = {(fault.file, fault.line): fault for fault in planted()[:size]}
    pools = [iter([fault for fault in _drawn() if fault.kind == kind]) for kind in KINDS]
    for pool in cycle(pools):
        if len(taken) >= size:
            break
        for fault in pool:
            if (fault.file, fault.line) not in taken and not is_equivalent(fault):
                taken[fault.file, fault.line] = fault
                break
    return list(taken.values())


@cache
def _drawn() -> tuple[Fault, ...]:
    """All that can be, in the order in which they are drawn."""
    return tuple(sorted((fault for file in numeric() for fault in every(file)), key=_lot))


def is_equivalent(fault: Fault) -> bool:
    """Whether it was found to change no figure."""
    return (fault.code, fault.after) in EQUIVALENT


def numeric() -> list[Path]:
    """The files that compute: not those that say, name or read what definitions hold."""
    below = (file for package in PACKAGES for file in files(".py", below=f"ketenkpi/{package}"))
    return [file for file in below if not NOT_NUMERIC & {file.stem, *file.parts}]


def _lot(fault: Fault) -> str:
    what = (SEED, fault.file.as_posix(), fault.kind, fault.before, fault.after, fault.nth)
    return hashlib.sha256(repr(what).encode()).hexdigest()


# Two that no test caught on 29 November 2026, so they are always among them: a share of
# followed cases that weighs more than its cases, and from how many euros another cost is
# told beside a cost. What the code has, and what the fault has.
_PLANTED = (("np.minimum(cases,", "cases"), ("figure.value - beside ", " 1.0"))


def planted() -> list[Fault]:
    """The two of the issue; raises LookupError when one is gone from the code, or there twice."""
    found = [
        fault
        for folder in ("ketenkpi", "dashboard")
        for file in files(".py", below=folder)
        if any(code in text(file) for code, _ in _PLANTED)
        for fault in every(file)
        if any(fault.before.startswith(c) and fault.after.endswith(a) for c, a in _PLANTED)
    ]
    if len(found) != len(_PLANTED):
        told = [fault.code for fault in found]
        raise LookupError(f"{len(_PLANTED)} planted faults expected, found: {told}")
    return found
