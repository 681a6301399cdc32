"""The records of an XML file, as CSV: which element is a record, and where its fields stand.

Read as a stream with expat, element by element, so that only the texts of the
fields asked for are ever kept. A document type or an entity is refused: nothing
an honest message needs, and the way to make a small file endless or to have
another file read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

from ketenkpi.contracts.profile.formats import Layout, ProfileFault, cell_text

CHUNK = 1 << 16
# Each bounds what a hostile file can cost. The message shipped as example is 8
# deep, its longest value 200 characters; 500 MB is some million of its records.
LARGEST = 500_000_000
DEEPEST = 64
LONGEST = 10_000
ELEMENTS = 20_000_000
UP = ".."
ELEMENT = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)")


@dataclass(frozen=True)
class XmlField:
    """Where a value stands, seen from its record: `up` elements higher, then down `steps`.

    attribute: the value is an attribute of that element, None when it is its text.
    """

    up: int
    steps: tuple[str, ...]
    attribute: str | None = None

    @classmethod
    def parse(cls, path: str) -> XmlField:
        """A path such as 'SzWet/CdSzWet', '../DossierGsd/Dossiercd' or 'Bedrag/@valuta'.

        Raises ValueError for a path that names nothing.
        """
        parts = path.split("/")
        up = 0
        while parts and parts[0] == UP:
            parts, up = parts[1:], up + 1
        attribute = parts.pop()[1:] if parts and parts[-1].startswith("@") else None
        named = bool(attribute) if attribute is not None else bool(parts)
        if not named or any(not part or part == UP or "@" in part for part in parts):
            raise ValueError(f"'{path}' is no path to a value")
        return cls(up, tuple(parts), attribute)


@dataclass(frozen=True)
class XmlRecords(Layout):
    """Every element at the end of a path called `path` is one record.

    The path may begin anywhere, so that an envelope around the message does not
    matter, and names are compared without their namespace. `private` are
    elements of persons, which no field may lie in; a profile that asks for one
    is refused when it is loaded. An element that a record lacks is empty; one
    that stands there twice stops the file, for nobody can tell which counts.
    """

    path: tuple[str, ...]
    fields: Mapping[str, XmlField]
    private: tuple[str, ...]

    def __post_init__(self) -> None:
        if not self.path or not all(self.path):
            raise ValueError("the path of a record names no element")
        for name, where in self.fields.items():
            if where.up >= len(self.path):
                raise ValueError(f"field '{name}' lies higher than the path of a record")

    def seems(self, begin: bytes, names: tuple[str, ...]) -> bool:
        # UTF-16 has a byte of zero beside each letter of a name.
        plain = begin.replace(b"\x00", b"")
        opened = {name.decode() for name in ELEMENT.findall(plain)}
        return opened.issuperset(self.path)

    def records(self, source: Path, names: tuple[str, ...]) -> Iterator[list[str]]:
        if source.stat().st_size > LARGEST:
            raise ProfileFault("profiel_te_groot", limit=f"{LARGEST / 1_000_000:.0f} MB")
        reader = _Reader(self, names)
        number = 0
        with source.open("rb") as file:
            while chunk := file.read(CHUNK):
                reader.feed(chunk)
                for record in reader.take():
                    number += 1
                    yield [cell_text(record.get(n, ""), number, n) for n in names]
            reader.feed(b"", last=True)
        if number == 0:
            raise ProfileFault("profiel_geen_element", key="/".join(self.path))


@dataclass
class _Scope:
    """An open element in which fields are looked for: a record, or one around it."""

    depth: int
    up: int
    values: dict[str, str] = field(default_factory=dict)
    waiting: list[dict[str, str]] = field(default_factory=list)


class _Reader:
    """What expat tells, kept as far as it is asked for."""

    def __init__(self, layout: XmlRecords, names: tuple[str, ...]) -> None:
        self._path = layout.path
        self._asked: dict[int, dict[tuple[str, ...], list[tuple[str, str | None]]]] = {0: {}}
        for name in names:
            where = layout.fields[name]
            at = self._asked.setdefault(where.up, {})
            at.setdefault(where.steps, []).append((name, where.attribute))
        self._ups = sorted(self._asked, reverse=True)
        self._up_of = {name: layout.fields[name].up for name in names}
        self._stack: list[str] = []
        self._scopes: list[_Scope] = []
        self._text: list[str] | None = None
        self._length = 0
        self._elements = 0
        self._done: list[dict[str, str]] = []
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._parser.EntityDeclHandler = self._refuse

    def feed(self, chunk: bytes, last: bool = False) -> None:
        """Read on; raises ProfileFault where the file is no XML or beyond a limit."""
        try:
            self._parser.Parse(chunk, last)
        except expat.ExpatError as fault:
            raise ProfileFault("profiel_geen_xml", line=fault.lineno) from fault
        # An encoding that is not known, or in which text cannot be read.
        except (LookupError, ValueError) as fault:
            raise ProfileFault("profiel_geen_xml", line=self._line) from fault

    def take(self) -> list[dict[str, str]]:
        """The records that are complete, each once."""
        done, self._done = self._done, []
        return done

    @property
    def _line(self) -> int:
        return self._parser.CurrentLineNumber

    def _refuse(self, *declared: object) -> None:
        raise ProfileFault("profiel_xml_doctype", line=self._line)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._elements += 1
        if len(self._stack) >= DEEPEST or self._elements > ELEMENTS:
            raise ProfileFault("profiel_xml_grenzen", line=self._line)
        if self._text is not None:
            raise ProfileFault("profiel_element_genest", line=self._line, key=self._stack[-1])
        self._stack.append(name.rpartition(":")[2])
        self._open_scope()
        if attributes:
            self._attributes(attributes)
        if any(attribute is None for _, attribute in self._here()):
            self._text, self._length = [], 0

    def _open_scope(self) -> None:
        place = len(self._scopes)
        if place == len(self._ups):
            return
        up = self._ups[place]
        path = self._path[: len(self._path) - up]
        if tuple(self._stack[-len(path) :]) == path:
            self._scopes.append(_Scope(len(self._stack), up))

    def _here(self) -> list[tuple[str, str | None]]:
        """The fields, with their attribute, that the innermost open element holds."""
        found: list[tuple[str, str | None]] = []
        for scope in self._scopes:
            steps = tuple(self._stack[scope.depth :])
            found += self._asked[scope.up].get(steps, [])
        return found

    def _attributes(self, attributes: dict[str, str]) -> None:
        plain = {name.rpartition(":")[2]: text for name, text in attributes.items()}
        for name, attribute in self._here():
            if attribute is not None and attribute in plain:
                self._keep(name, plain[attribute])

    def _characters(self, text: str) -> None:
        if self._text is None:
            return
        self._length += len(text)
        if self._length > LONGEST:
            raise ProfileFault("profiel_xml_grenzen", line=self._line)
        self._text.append(text)

    def _end(self, name: str) -> None:
        if self._text is not None:
            for field_name, attribute in self._here():
                if attribute is None:
                    self._keep(field_name, "".join(self._text))
            self._text = None
        if self._scopes and self._scopes[-1].depth == len(self._stack):
            self._close(self._scopes.pop())
        self._stack.pop()

    def _keep(self, name: str, text: str) -> None:
        scope = next(one for one in self._scopes if one.up == self._up_of[name])
        if name in scope.values:
            raise ProfileFault("profiel_element_dubbel", line=self._line, key=self._stack[-1])
        scope.values[name] = text

    def _close(self, scope: _Scope) -> None:
        rows = [scope.values] if scope.up == 0 else [row | scope.values for row in scope.waiting]
        (self._scopes[-1].waiting if self._scopes else self._done).extend(rows)
