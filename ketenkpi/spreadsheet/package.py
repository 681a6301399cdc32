"""Which part of a workbook is what, or what the zip is instead."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field

from ketenkpi.spreadsheet.archive import Archive
from ketenkpi.spreadsheet.unreadable import Unreadable
from ketenkpi.spreadsheet.xml import Attributes, is_on, listen, named

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


@dataclass
class _Relations:
    """A part's relationships: id -> (last word of its type, target as written, external)."""

    found: dict[str, tuple[str, str, bool]] = field(default_factory=dict)

    def begin(self, name: str, attributes: Attributes) -> None:
        if name == "Relationship":
            kind = attributes.get("Type", "").rpartition("/")[2].lower()
            external = attributes.get("TargetMode") == "External"
            self.found[attributes.get("Id", "")] = (kind, attributes.get("Target", ""), external)

    def end(self, name: str) -> None:
        """Nothing ends that matters."""

    def text(self, data: str) -> None:
        """Relationships have no text."""


@dataclass
class _Workbook:
    """What `workbook.xml` says: its root, its sheets in order, and where dates begin."""

    root: str = ""
    sheets: list[tuple[str, str, bool]] = field(default_factory=list)
    from_1904: bool = False
    _within: list[str] = field(default_factory=list)

    def begin(self, name: str, attributes: Attributes) -> None:
        self.root = self.root or name
        if name == "sheet" and self._within[-1:] == ["sheets"]:
            hidden = attributes.get("state", "visible") != "visible"
            self.sheets.append((attributes.get("name", ""), named(attributes, "id") or "", hidden))
        elif name == "workbookPr":
            self.from_1904 = is_on(attributes.get("date1904"))
        self._within.append(name)

    def end(self, name: str) -> None:
        self._within.pop()

    def text(self, data: str) -> None:
        """The workbook has no text that matters."""


def open_package(archive: Archive) -> Package:
    """The parts of the workbook in `archive`; raises Unreadable when it is something else."""
    main = _main_part(archive)
    book = _Workbook()
    listen(archive.chunks(main), book, main)
    if book.root != "workbook":
        raise Unreadable("ander_document" if book.root in OTHER_DOCUMENTS else "geen_werkmap")
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


def _main_part(archive: Archive) -> str:
    if "mimetype" in archive:
        raise Unreadable("werkmap_ods")
    relations = _relations(archive, "") if "_rels/.rels" in archive else {}
    main = _of_kind(relations, "officedocument", "")
    if main is None and USUAL in archive:
        main = USUAL
    if main is None:
        raise Unreadable(*_no_workbook(archive))
    if main.endswith(".bin"):
        raise Unreadable("werkmap_xlsb")
    return main


def _no_workbook(archive: Archive) -> tuple[str]:
    """What a zip without a workbook is, by the names in it. They are not shown: they may tell."""
    names = list(archive.parts)
    if any(name.endswith(".iwa") or name == "index.zip" for name in names):
        return ("werkmap_numbers",)
    if any(name.endswith(WORKBOOKS) for name in names):
        return ("zip_met_werkmap",)
    if any(name.endswith(TEXTS) for name in names):
        return ("zip_met_csv",)
    if any(name.startswith(("xl/", "[content_types]")) for name in names):
        return ("geen_werkmap",)
    return ("zip_met_anders",)


def _relations(archive: Archive, part: str) -> Mapping[str, tuple[str, str, bool]]:
    folder, name = posixpath.split(part)
    beside = posixpath.join(folder, "_rels", f"{name}.rels")
    relations = _Relations()
    listen(archive.chunks(beside), relations, beside)
    return relations.found


def _of_kind(
    relations: Mapping[str, tuple[str, str, bool]], wanted: str, beside: str
) -> str | None:
    """The part a relationship of this kind points to, None when there is none."""
    for kind, target, external in relations.values():
        if kind == wanted and not external:
            return _resolved(target, beside)
    return None


def _resolved(target: str, beside: str) -> str:
    """A target as a part's name: from the root when it begins there, else beside its owner."""
    path = target.replace("\\", "/")
    whole = path if path.startswith("/") else posixpath.join(posixpath.dirname(beside), path)
    return posixpath.normpath(whole).lstrip("/")


def _sheets(
    book: _Workbook, relations: Mapping[str, tuple[str, str, bool]], main: str
) -> list[Sheet]:
    found = []
    for name, relation, hidden in book.sheets:
        if relation not in relations:
            raise Unreadable("werkmap_blad_ontbreekt", sheet=name)
        kind, target, external = relations[relation]
        if kind in NO_CELLS:
            continue
        if kind != "worksheet" or external:
            raise Unreadable("werkmap_blad_ontbreekt", sheet=name)
        found.append(Sheet(name, _resolved(target, main), hidden))
    return found
