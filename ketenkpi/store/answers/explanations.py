"""What waits for an explanation, and what was explained, as every surface says it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ketenkpi.answer import Column, Section, count_of, phrase, table_of
from ketenkpi.contracts import load_contracts
from ketenkpi.vocabulary import Text, in_both
from ketenkpi.wording import LANGUAGES

if TYPE_CHECKING:
    from ketenkpi.store.explained import Explanation, OddValue


def waiting(points: Sequence[OddValue], most: int | None = None) -> Section:
    """The values that an explanation is asked of, by number; most: so many are listed."""
    table = table_of(
        enumerate(points[:most], start=1),
        (_column("number", "number"), lambda row: row[0]),
        (_column("kind"), lambda row: load_contracts()[row[1].contract].name),
        (_column("what"), lambda row: _what(row[1])),
        (_column("name"), lambda row: row[1].name),
    )
    count = count_of(len(points))
    finding = phrase("store.explain_asked", count=count)
    return Section("waiting", in_both("store.explain_title"), finding, table)


def explained(found: Sequence[Explanation]) -> Section:
    """Per explanation of which place and what it is, the text, and by whom and when."""
    table = table_of(
        found,
        (_column("place"), lambda each: each.werkplein),
        (_column("kind"), lambda each: load_contracts()[each.contract].name),
        (_column("asked"), lambda each: in_both(f"contracts.{each.rule}_title")),
        (_column("about"), lambda each: "; ".join(filter(None, (each.row, each.value)))),
        (_column("text"), lambda each: each.text),
        (_column("by"), lambda each: phrase("store.explained_by", by=each.by, on=each.day)),
    )
    return Section("explained", in_both("store.explained_title"), None, table)


def _what(point: OddValue) -> Text:
    return Text(*(point.finding.message(language) for language in LANGUAGES))


def _column(key: str, unit: str | None = None) -> Column:
    return Column(key, in_both(f"store.explain_head_{key}"), unit)
