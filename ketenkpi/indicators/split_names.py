"""What an indicator is split by, in words: codes such as `overdracht:intake>diagnose` are ours."""

from __future__ import annotations

from collections.abc import Mapping

from ketenkpi.contracts import load_contracts
from ketenkpi.indicators.definition import Indicator
from ketenkpi.terms import days_of
from ketenkpi.vocabulary import Text, in_both

STEP, HANDOVER, NEXT = "stap:", "overdracht:", ">"
MOMENTS = frozenset({
    "melding_aanvraag", "melding_besluit", "melding_instroom", "aanvraag_besluit",
    "aanvraag_eerste_betaling", "instroom_eerste_betaling", "overdracht_binnen",
    "overdracht_tussen", "uitkering", "termijn",
})  # fmt: skip
WINDOWS = frozenset(str(days_of(key)) for key in ("half_jaar", "jaar"))
# What a split is called as a column of its file, when that differs.
COLUMNS: Mapping[str, str] = {"reden": "reden_uitstroom"}


def split_name(indicator: Indicator, code: str) -> Text:
    """One value of the split of an indicator; a code that no definition explains stays as it is."""
    if indicator.split == "venster" and code in WINDOWS:
        return in_both(f"indicators.split_window_{code}")
    if code in MOMENTS:
        return in_both(f"indicators.split_{code}")
    if code.startswith(STEP):
        return in_both("indicators.split_step", task=_task(code[len(STEP) :]))
    if code.startswith(HANDOVER):
        first, last = map(_task, code[len(HANDOVER) :].split(NEXT))
        return in_both("indicators.split_handover", first=first, last=last)
    return _value(indicator.numerator.contract, str(indicator.split), code)


def part_name(indicator: Indicator, part: str | None) -> Text:
    """An indicator, and the part of it behind a comma: 'Herinstroom, binnen een jaar'."""
    if part is None:
        return indicator.name
    return in_both(
        "indicators.part_of",
        name=indicator.name,
        part=split_name(indicator, part).each(in_a_sentence),
    )


def in_a_sentence(name: str) -> str:
    """A name within a sentence: 'eerste WW-betaling', but 'WW-betaling' stays as it is."""
    return name if name[:2].isupper() else name[0].lower() + name[1:]


def _task(code: str) -> Text:
    # Without the explanation between brackets, which belongs on the page of definitions.
    return _value("stappen", "taak", code).each(lambda name: name.split(" (")[0].lower())


def _value(contract: str, split: str, code: str) -> Text:
    wanted = COLUMNS.get(split, split)
    for column in load_contracts()[contract].columns:
        if column.name == wanted and code in column.values:
            return column.values[code]
    return Text(code, code)
