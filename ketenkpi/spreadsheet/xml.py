"""A part of a workbook, element by element, by a grammar that says what may stand where.

Strict and Transitional workbooks differ in namespaces only, and some programs
write prefixes (`x:row`), so local names are what is read. A DOCTYPE is refused:
no spreadsheet program writes one, and entities are how XML is made to explode.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from xml.parsers import expat

from ketenkpi.spreadsheet.unreadable import Unreadable

Attributes = Mapping[str, str]
# Open XML allows the first two only; the others are what single programs write.
ENCODINGS = ("utf-8", "utf-16", "us-ascii", "iso-8859-1", "windows-1252")
# A cell has 32,767 characters at most (Excel's own bound), so that four million
# are no cell. Text comes in pieces of some 64 KiB: nearly every cell is one.
PIECE = 1 << 16
FEW = 8
LONGEST_TEXT = 4_000_000


class Element:
    """What may stand in an element of one name, and what is done when it comes.

    begin: told its attributes. take: told its text when it ends; without it
    text is an error. end: told that it ends. children: what may stand in it,
    by local name; anything else is damage, because a misspelled element would
    be a cell that is missing in silence, or a text left out of a list by which
    all that follow get another number.
    """

    __slots__ = ("begin", "children", "end", "strict", "take")

    def __init__(
        self,
        children: Mapping[str, Element] | None = None,
        *,
        begin: Callable[[Attributes], None] | None = None,
        take: Callable[[str], None] | None = None,
        end: Callable[[], None] | None = None,
        others: Element | None = None,
    ) -> None:
        self.children = _Children(children or {}, others)
        self.begin = begin
        self.take = take
        self.end = end
        self.strict = others is None


class _Children(dict[str, Element]):
    """Elements by their names as written, each looked up once: millions have ten names."""

    def __init__(self, named: Mapping[str, Element], others: Element | None) -> None:
        super().__init__()
        self._named = dict(named)
        self._others = others

    def __missing__(self, written: str) -> Element:
        local = written.rpartition(":")[2]
        found = self._named.get(local, self._others)
        if found is None:
            raise Unreadable("werkmap_vreemd_deel", what=local[:40])
        self[written] = found
        return found


class _Anything(Element):
    """An element that is of no use here, with whatever stands in it."""

    def __init__(self) -> None:
        super().__init__()
        self.children = _Children({}, self)
        self.strict = False


ANYTHING = _Anything()


def listen(chunks: Iterable[bytes], root: Mapping[str, Element], part: str) -> None:
    """Read a whole part by the grammar of its root; raises Unreadable where it does not fit."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.buffer_size = PIECE
    within = [Element(root)]
    pieces: list[str] = []

    def begin(written: str, attributes: Attributes) -> None:
        element = within[-1].children[written]
        within.append(element)
        if element.begin is not None:
            element.begin(attributes)

    def end(written: str) -> None:
        element = within.pop()
        if element.take is not None:
            element.take("".join(pieces))
            pieces.clear()
        if element.end is not None:
            element.end()

    def text(data: str) -> None:
        element = within[-1]
        if element.take is not None:
            pieces.append(data)
            if len(pieces) > FEW and sum(map(len, pieces)) > LONGEST_TEXT:
                raise Unreadable("werkmap_lange_tekst", part=part)
        elif element.strict and not data.isspace():
            raise Unreadable("werkmap_losse_tekst", part=part, at=parser.CurrentLineNumber)

    def declared(version: str, encoding: str | None, standalone: int) -> None:
        if encoding is not None and encoding.lower() not in ENCODINGS:
            raise Unreadable("werkmap_xml_stuk", part=part, at=1)

    def refuse(*_: object) -> None:
        raise Unreadable("werkmap_doctype", part=part)

    parser.StartElementHandler = begin
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.XmlDeclHandler = declared
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    for chunk in chunks:
        _parse(parser, chunk, part)
    _parse(parser, b"", part, last=True)


def _parse(parser: expat.XMLParserType, chunk: bytes, part: str, last: bool = False) -> None:
    try:
        parser.Parse(chunk, last)
    except expat.ExpatError as fault:
        if expat.ErrorString(fault.code) == expat.errors.XML_ERROR_NO_MEMORY:
            raise MemoryError from fault
        raise Unreadable("werkmap_xml_stuk", part=part, at=fault.lineno) from fault


def named(attributes: Attributes, name: str) -> str | None:
    """The attribute with this local name and a prefix, as `r:id` is written."""
    for written, value in attributes.items():
        prefix, _, local = written.rpartition(":")
        if prefix and local == name:
            return value
    return None


def is_on(value: str | None) -> bool:
    """A yes as XML Schema writes it."""
    return value in ("1", "true", "on")
