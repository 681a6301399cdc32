"""Which part of a workbook is what, or what the zip is instead."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field

from ketenkpi.spreadsheet.archive import Archive
from ketenkpi.spreadsheet.unreadable import Unreadable
from ketenkpi.spreadsheet.xml import ANYTHING, Attributes, Element, is_on, listen, named

USUAL = "xl/workbook.xml"
# Sheets without cells; skipping one loses nothing. A macro sheet has cells, and is code.
NO_CELLS = ("chartsheet", "dialogsheet", "xlmacrosheet", "xlintlmacrosheet")
OTHER_DOCUMENTS = ("document", "presentation")
TEXTS = (".csv", ".txt", ".tsv")
WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A worksheet: its name, the part its cells are in, and whether the workbook hides it."""

    name: str
    part: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class Package:
    """The parts of one workbook; strings and styles are None when it has none."""

    sheets: tuple[Sheet, ...]
    strings: str | None
    styles: str | None
    from_1904: bool


@dataclass(frozen=True, slots=True)
class _Relation:
    """Where a part points: the last word of what kind, the target as written."""

    kind: str
    target: str
    external: bool


Relations = Mapping[str, _Relation]


@dataclass
class _Workbook:
    """What `workbook.xml` says: its sheets (name, relation, hidden) and how it counts days."""

    sheets: list[tuple[str, str, bool]] = field(default_factory=list)
    from_1904: bool = False

    def sheet(self, attributes: Attributes) -> None:
        """A sheet of any kind."""
        hidden = attributes.get("state", "visible") != "visible"
        self.sheets.append((attributes.get("name", ""), named(attributes, "id") or "", hidden))

    def properties(self, attributes: Attributes) -> None:
        """Properties of the workbook."""
        self.from_1904 = is_on(attributes.get("date1904"))


def open_package(archive: Archive) -> Package:
    """The parts of the workbook in `archive`; raises Unreadable when it is something else."""
    main = _main_part(archive)
    book = _read_workbook(archive, main)
    relations = _relations(archive, main)
    sheets = tuple(_sheets(book, relations, main))
    if not sheets:
        raise Unreadable("werkmap_geen_werkblad")
    return Package(
        sheets,
        strings=_of_kind(relations, "sharedstrings", main),
        styles=_of_kind(relations, "styles", main),
        from_1904=book.from_1904,
    )


def _read_workbook(archive: Archive, main: str) -> _Workbook:
    book = _Workbook()
    sheets = Element({"sheet": Element(begin=book.sheet, others=ANYTHING)})
    properties = Element(begin=book.properties, others=ANYTHING)
    root = Element({"sheets": sheets, "workbookPr": properties}, others=ANYTHING)
    others = dict.fromkeys(OTHER_DOCUMENTS, Element(begin=_refuse_document))
    listen(archive.chunks(main), {"workbook": root, **others}, main)
    return book


def _refuse_document(attributes: Attributes) -> None:
    raise Unreadable("ander_document")


def _main_part(archive: Archive) -> str:
    if "mimetype" in archive:
        raise Unreadable(_open_document(archive))
    relations = _relations(archive, "") if "_rels/.rels" in archive else {}
    main = _of_kind(relations, "officedocument", "")
    if main is None and USUAL in archive:
        main = USUAL
    if main is None:
        raise Unreadable(_no_workbook(archive))
    if main.endswith(".bin"):
        raise Unreadable("werkmap_xlsb")
    return main


def _open_document(archive: Archive) -> str:
    """What a file is that says what it is, as OpenDocument does and others do too."""
    said = b"".join(archive.chunks("mimetype"))[:100]
    if b"opendocument" not in said:
        return "zip_met_anders"
    return "werkmap_ods" if b"spreadsheet" in said else "ander_document"


def _no_workbook(archive: Archive) -> str:
    """What a zip without a workbook is, by the names in it. They are not shown: they may tell."""
    names = list(archive.parts)
    if any(name.endswith(".iwa") or name == "index.zip" for name in names):
        return "werkmap_numbers"
    if any(name.endswith(WORKBOOKS) for name in names):
        return "zip_met_werkmap"
    if any(name.endswith(TEXTS) for name in names):
        return "zip_met_csv"
    if any(name.startswith(("xl/", "[content_types]")) for name in names):
        return "geen_werkmap"
    return "zip_met_anders"


def _relations(archive: Archive, part: str) -> Relations:
    folder, name = posixpath.split(part)
    beside = posixpath.join(folder, "_rels", f"{name}.rels")
    found: dict[str, _Relation] = {}

    def relation(attributes: Attributes) -> None:
        kind = attributes.get("Type", "").rpartition("/")[2].lower()
        external = attributes.get("TargetMode") == "External"
        target = attributes.get("Target", "")
        found[attributes.get("Id", "")] = _Relation(kind, target, external)

    root = Element({"Relationship": Element(begin=relation, others=ANYTHING)})
    listen(archive.chunks(beside), {"Relationships": root}, beside)
    return found


def _of_kind(relations: Relations, kind: str, beside: str) -> str | None:
    """The part a relationship of this kind points to, None when there is none."""
    for relation in relations.values():
        if relation.kind == kind and not relation.external:
            return _resolved(relation.target, beside)
    return None


def _resolved(target: str, beside: str) -> str:
    """A target as a part's name: from the root when it begins there, else beside its owner."""
    path = target.replace("\\", "/")
    whole = path if path.startswith("/") else posixpath.join(posixpath.dirname(beside), path)
    return posixpath.normpath(whole).lstrip("/")


def _sheets(book: _Workbook, relations: Relations, main: str) -> list[Sheet]:
    found = []
    for name, key, hidden in book.sheets:
        relation = relations.get(key)
        if relation is not None and relation.kind in NO_CELLS:
            continue
        if relation is None or relation.kind != "worksheet" or relation.external:
            raise Unreadable("werkmap_blad_ontbreekt", sheet=name)
        found.append(Sheet(name, _resolved(relation.target, main), hidden))
    return found
