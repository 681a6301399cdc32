"""How an object shows itself in a console and a notebook: a line a part, whatever it holds.

A result holds tables and hundreds of nouns: that of all its parts written out was 260,000
characters. Here each part that is long is told by how much there is of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Set
from dataclasses import fields
from datetime import date
from decimal import Decimal
from html import escape
from pathlib import PurePath
from typing import Any, TypeVar, cast

from ketenkpi.vocabulary import Period, Quarter, Text, in_both

Class = TypeVar("Class", bound=type)
Key = TypeVar("Key")
Item = TypeVar("Item")
# With the name above and the bracket below, twenty lines.
MOST_PARTS = 18
WIDTH = 72
AS_THEY_ARE = (str, bool, int, float, Decimal, date, PurePath, Quarter, Period, type(None))


def shown(cls: Class) -> Class:
    """A dataclass that shows its fields short, in a console and in a notebook."""
    found = cast(Any, cls)
    found.__repr__ = lambda self: as_text(type(self).__name__, _parts(self))
    found._repr_html_ = lambda self: as_html(type(self).__name__, _parts(self))
    return cls


def _parts(noun: Any) -> dict[str, object]:
    told = (each.name for each in fields(noun) if each.repr)
    return {name: getattr(noun, name) for name in told if not name.startswith("_")}


class ByKey(Mapping[Key, Item]):
    """Nouns by their key, not to be written to; shown by the first of them and how many more."""

    __slots__ = ("_held",)

    def __init__(self, held: Mapping[Key, Item]) -> None:
        self._held = dict(held)

    def __getitem__(self, key: Key) -> Item:
        return self._held[key]

    def __iter__(self) -> Iterator[Key]:
        return iter(self._held)

    def __len__(self) -> int:
        return len(self._held)

    def __repr__(self) -> str:
        return as_text("ByKey", self._told)

    def _repr_html_(self) -> str:
        return as_html("ByKey", self._told)

    @property
    def _told(self) -> Mapping[str, object]:
        return {str(key): getattr(each, "name", each) for key, each in self._held.items()}


def as_text(name: str, parts: Mapping[str, object]) -> str:
    """The name and a line a part, twenty lines at most; sizes in English, between < and >."""
    lines = [f"    {part}={_in_a_line(value)}" for part, value in _first(parts)]
    more = [f"    ... ({len(parts) - len(lines)})"] if len(lines) < len(parts) else []
    return "\n".join([f"{name}(", *lines, *more, ")"])


def as_html(name: str, parts: Mapping[str, object]) -> str:
    """The same as a small table; Dutch, with English behind it."""
    rows = [
        f"<tr><th><code>{escape(part)}</code></th><td>{_both(in_words(value))}</td></tr>"
        for part, value in _first(parts)
    ]
    left = len(parts) - len(rows)
    more = [f"<tr><td colspan=2>{_both(in_both('shown.more', count=left))}</td></tr>"]
    caption = f"<caption><code>{escape(name)}</code></caption>"
    return f"<table>{caption}{''.join([*rows, *(more if left else [])])}</table>"


def _first(parts: Mapping[str, object]) -> list[tuple[str, object]]:
    every = list(parts.items())
    return every if len(every) <= MOST_PARTS else every[: MOST_PARTS - 1]


def _in_a_line(value: object) -> str:
    if isinstance(value, AS_THEY_ARE):
        return _cut(repr(value) if isinstance(value, str) else str(value))
    told = in_words(value).en
    return repr(told) if isinstance(value, Text) else f"<{told}>"


def _both(text: Text) -> str:
    dutch, english = escape(text.nl), escape(text.en)
    return dutch if dutch == english else f'{dutch} <small lang="en">({english})</small>'


def in_words(value: object) -> Text:
    """What a part holds, in a few words: itself where it is short, else how much there is."""
    if isinstance(value, Text):
        return value.each(_cut)
    if value is None or (isinstance(value, Collection) and not len(value)):
        return in_both("shown.none")
    if isinstance(value, AS_THEY_ARE):
        told = _cut(str(value)) or "-"
        return Text(told, told)
    shape: tuple[int, ...] = getattr(value, "shape", ())
    if len(shape) == 2:
        return in_both("shown.table", rows=shape[0], columns=shape[1])
    if isinstance(value, Collection):
        return _several(value)
    name = type(value).__name__
    called = _cut(f"{name} {value.key}") if hasattr(value, "key") else name
    return Text(called, called)


def _several(values: Collection[object]) -> Text:
    """Plain ones themselves, the first of many; of others how many there are and of what."""
    if not isinstance(values, Mapping) and all(isinstance(v, AS_THEY_ARE) for v in values):
        texts = map(str, values)
        listed = ", ".join(sorted(texts) if isinstance(values, Set) else texts) or "-"
        told = listed if len(listed) <= WIDTH else f"{len(values)}: {_cut(listed)}"
        return Text(told, told)
    every = values.values() if isinstance(values, Mapping) else values
    kinds = sorted({type(each).__name__ for each in every})
    return in_both("shown.several", count=len(values), of=_cut(", ".join(kinds)))


def _cut(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= WIDTH else f"{plain[: WIDTH - 3]}..."
