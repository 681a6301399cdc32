"""A part of a workbook, event by event, names without their namespace.

Strict and Transitional workbooks differ in namespaces only, and some programs
write prefixes (`x:row`), so local names are what is read. A DOCTYPE is refused:
no spreadsheet program writes one, and entities are how XML is made to explode.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol
from xml.parsers import expat

from ketenkpi.spreadsheet.unreadable import Unreadable

Attributes = Mapping[str, str]
# Open XML allows the first two only; the others are what single programs write.
ENCODINGS = ("utf-8", "utf-16", "us-ascii", "iso-8859-1", "windows-1252")


class Listener(Protocol):
    """What is told of each element that begins and ends; `text` is what stands between."""

    def begin(self, name: str, attributes: Attributes) -> None:
        """An element begins; `name` is local."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, data: str) -> None:
        """Characters, in pieces."""


class _Local(dict[str, str]):
    """Names as written -> local names, each cut once: a sheet has a million of some ten names."""

    def __missing__(self, name: str) -> str:
        local = name.rpartition(":")[2]
        self[name] = local
        return local


def listen(chunks: Iterable[bytes], listener: Listener, part: str) -> None:
    """Tell `listener` a whole part; raises Unreadable where it is no well-formed XML."""
    local = _Local()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.buffer_size = 1 << 16

    def begin(name: str, attributes: Attributes) -> None:
        listener.begin(local[name], attributes)

    def end(name: str) -> None:
        listener.end(local[name])

    def refuse(*_: object) -> None:
        raise Unreadable("werkmap_doctype", part=part)

    def declared(version: str, encoding: str | None, standalone: int) -> None:
        if encoding is not None and encoding.lower() not in ENCODINGS:
            raise Unreadable("werkmap_xml_stuk", part=part, at=1)

    parser.StartElementHandler = begin
    parser.EndElementHandler = end
    parser.CharacterDataHandler = listener.text
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
