"""What an indicator is split by, in words: codes such as `overdracht:intake>diagnose` are ours."""

from __future__ import annotations

from collections.abc import Mapping

from ketenkpi.contracts import load_contracts
from ketenkpi.indicators.definition import Indicator
from ketenkpi.terms import days_of
from ketenkpi.wording import Language, say

STEP, HANDOVER, NEXT = "stap:", "overdracht:", ">"
MOMENTS = frozenset({
    "melding_aanvraag", "melding_besluit", "melding_instroom", "aanvraag_besluit",
    "aanvraag_eerste_betaling", "instroom_eerste_betaling", "overdracht_binnen",
    "overdracht_tussen", "uitkering", "termijn",
})  # fmt: skip
WINDOWS = frozenset(str(days_of(key)) for key in ("half_jaar", "jaar"))
# What a split is called as a column of its file, when that differs.
COLUMNS: Mapping[str, str] = {"reden": "reden_uitstroom"}


def split_name(indicator: Indicator, code: str, language: Language) -> str:
    """One value of the split of an indicator; a code that no definition explains stays as it is."""
    if indicator.split == "venster" and code in WINDOWS:
        return say(f"indicators.split_window_{code}", language)
    if code in MOMENTS:
        return say(f"indicators.split_{code}", language)
    if code.startswith(STEP):
        return say("indicators.split_step", language, task=_task(code[len(STEP) :], language))
    if code.startswith(HANDOVER):
        first, last = (_task(task, language) for task in code[len(HANDOVER) :].split(NEXT))
        return say("indicators.split_handover", language, first=first, last=last)
    return _value(indicator.numerator.contract, str(indicator.split), code, language)


def _task(code: str, language: Language) -> str:
    # Without the explanation between brackets, which belongs on the page of definitions.
    return _value("stappen", "taak", code, language).split(" (")[0].lower()


def _value(contract: str, split: str, code: str, language: Language) -> str:
    wanted = COLUMNS.get(split, split)
    for column in load_contracts()[contract].columns:
        if column.name == wanted and code in column.values:
            return column.values[code].in_(language)
    return code
