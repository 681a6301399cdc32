"""Files that are not CSV -> a plain CSV that goes through the same pipeline.

Only source columns that the profile uses are written, so a field with a BSN
is never taken out of its record.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from ketenkpi.contracts.findings import Finding
from ketenkpi.contracts.intake import Blocked


class ProfileFault(Blocked):
    """The file does not have the form its profile promises; one blocking finding.

    `rule` names the sentences in `wording/contracts.yaml`; `line` is a line of
    text, None when the fault is about the whole file.
    """

    def __init__(self, rule: str, line: int | None = None, **params: object) -> None:
        super().__init__(Finding("bestand", "blokkade", rule, line=line, params=params))


@dataclass(frozen=True)
class Field:
    """One field of a record of fixed width, in bytes."""

    name: str
    width: int


@dataclass(frozen=True)
class FixedWidth:
    """Records of one line each, with fields at fixed places.

    `private` fields are never cut out of a record; a profile that maps one is
    refused when it is loaded.
    """

    fields: tuple[Field, ...]
    private: tuple[str, ...]

    @property
    def width(self) -> int:
        """The bytes of one record."""
        return sum(field.width for field in self.fields)

    def places(self, names: Iterable[str]) -> list[slice]:
        """Where the fields `names` stand in a record."""
        places, at = {}, 0
        for field in self.fields:
            places[field.name] = slice(at, at + field.width)
            at += field.width
        return [places[name] for name in names]

    def write_csv(self, source: Path, out: Path, names: tuple[str, ...]) -> None:
        """Write the fields `names`; raises ProfileFault for a record of another length."""
        _write(out, names, self._records(source, self.places(names)))

    def _records(self, source: Path, places: list[slice]) -> Iterator[list[str]]:
        blank = 0
        with source.open("rb") as file:
            for line, text in enumerate(file, start=1):
                record = text.rstrip(b"\r\n")
                if not record:
                    blank = blank or line
                    continue
                if blank:
                    raise ProfileFault("profiel_lege_regel", line=blank)
                if len(record) != self.width:
                    raise ProfileFault(
                        "profiel_regellengte", line=line, length=len(record), width=self.width
                    )
                yield [_ascii(record[place], line) for place in places]


def _ascii(cell: bytes, line: int) -> str:
    # An accented letter takes two bytes in UTF-8 and would shift the fields
    # after it, so outside ASCII nothing in a used field can be trusted.
    if not cell.isascii():
        raise ProfileFault("profiel_teken", line=line)
    return cell.decode("ascii").strip()


@dataclass(frozen=True)
class JsonRecords:
    """A JSON object that holds its records in the list called `records`.

    Read as a whole: the largest page of the source it was made for has some
    hundred thousand records.
    """

    records: str

    def write_csv(self, source: Path, out: Path, names: tuple[str, ...]) -> None:
        """Write the keys `names` of every record; raises ProfileFault when one is not there."""
        _write(out, names, self._records(source, names))

    def _records(self, source: Path, names: tuple[str, ...]) -> Iterator[list[str]]:
        for number, record in enumerate(self._list(source), start=1):
            if not isinstance(record, Mapping):
                raise ProfileFault("profiel_geen_record", number=number)
            missing = [name for name in names if name not in record]
            if missing:
                raise ProfileFault("profiel_sleutel", number=number, key=", ".join(missing))
            yield [_cell(record[name]) for name in names]

    def _list(self, source: Path) -> list[Any]:
        try:
            root = json.loads(source.read_text(encoding="utf-8-sig"), parse_float=Decimal)
        except json.JSONDecodeError as fault:
            raise ProfileFault("profiel_geen_json", line=fault.lineno) from fault
        except UnicodeDecodeError as fault:
            raise ProfileFault("profiel_geen_json") from fault
        found = root.get(self.records) if isinstance(root, Mapping) else None
        if not isinstance(found, list):
            raise ProfileFault("profiel_geen_lijst", key=self.records)
        return found


def _cell(value: Any) -> str:
    # Decimals get a comma: with a point, 12.345 could be twelve thousand.
    match value:
        case None:
            return ""
        case bool():
            return "ja" if value else "nee"
        case Decimal():
            return f"{value:f}".replace(".", ",")
        case _:
            return str(value)


def _write(out: Path, names: tuple[str, ...], records: Iterable[list[str]]) -> None:
    with out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\n")
        writer.writerow(names)
        writer.writerows(records)
