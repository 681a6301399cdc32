"""The records of a JSON file, as CSV. Numbers stay as they are written."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from ketenkpi.contracts.profile.formats import Layout, ProfileFault, cell_text

# Read as a whole: the largest page of the source it was made for has some
# hundred thousand records, 20 MB. In memory a file takes some ten times its size.
LARGEST = 200_000_000
# A number written with an exponent is written out as far as that can be a
# figure; beyond it the text stands, and the cell's own reading refuses it.
DIGITS = 40
# The name of the list when the file itself is that list.
WHOLE = "."
KEY = re.compile(r'"([^"\\]*)"\s*:')


@dataclass(frozen=True)
class JsonRecords(Layout):
    """A JSON object that holds its records in the list called `name`; '.' when it is the list.

    Every record must hold every key that is used, with one value.
    """

    name: str

    def records(self, source: Path, names: tuple[str, ...]) -> Iterator[list[str]]:
        for number, record in enumerate(self.read(source), start=1):
            if not isinstance(record, Mapping):
                raise ProfileFault("profiel_geen_record", number=number)
            missing = [name for name in names if name not in record]
            if missing:
                raise ProfileFault("profiel_sleutel", number=number, key=", ".join(missing))
            yield [_cell(record[name], number, name) for name in names]

    def seems(self, begin: bytes, names: tuple[str, ...]) -> bool:
        text = begin.decode(json.detect_encoding(begin), errors="replace").lstrip()
        keys = set(KEY.findall(text))
        return text.startswith(("{", "[")) and keys >= {*names, self.name} - {WHOLE}

    def read(self, source: Path) -> list[Any]:
        """The list itself; raises ProfileFault for what is no JSON or has no such list."""
        root = read_json(source)
        found = root if self.name == WHOLE else None
        if isinstance(root, Mapping):
            found = root.get(self.name)
        if not isinstance(found, list):
            raise ProfileFault("profiel_geen_lijst", key=self.name)
        return found


def read_json(source: Path) -> Any:
    """A JSON file with its numbers as texts and decimals; raises ProfileFault.

    UTF-8, UTF-16 and UTF-32 are told apart by their first bytes, as the standard
    for JSON does. NaN and Infinity, which are no JSON, stay texts.
    """
    if source.stat().st_size > LARGEST:
        raise ProfileFault("profiel_te_groot", limit=f"{LARGEST / 1_000_000:.0f} MB")
    raw = source.read_bytes()
    try:
        text = raw.decode(json.detect_encoding(raw))
        return json.loads(
            text,
            parse_float=_decimal,
            parse_int=str,
            parse_constant=str,
            object_pairs_hook=_record,
        )
    except json.JSONDecodeError as fault:
        raise ProfileFault("profiel_geen_json", line=fault.lineno) from fault
    except UnicodeDecodeError as fault:
        raise ProfileFault("profiel_geen_json") from fault
    except RecursionError as fault:
        raise ProfileFault("profiel_json_diep") from fault


def _record(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object; of a key that stands in it twice, nobody can tell which one counts."""
    record = dict(pairs)
    if len(record) != len(pairs):
        names = [name for name, _ in pairs]
        double = next(name for name in names if names.count(name) > 1)
        raise ProfileFault("profiel_sleutel_dubbel", key=double)
    return record


def _decimal(text: str) -> Decimal | str:
    try:
        number = Decimal(text)
    except ArithmeticError:
        return text
    if len(text) > DIGITS or not -DIGITS < number.adjusted() < DIGITS:
        return text
    return number


def _cell(value: Any, number: int, name: str) -> str:
    # Decimals get a comma: with a point, 12.345 could be twelve thousand.
    match value:
        case None:
            return ""
        case bool():
            return "ja" if value else "nee"
        case Decimal():
            return f"{value:f}".replace(".", ",")
        case str():
            return cell_text(value, number, name)
        case _:
            raise ProfileFault("profiel_geen_waarde", number=number, key=name)
