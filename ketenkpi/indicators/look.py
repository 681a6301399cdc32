"""The same question asked two ways: of what happened in a quarter, or of those who began in it.

Looking back is known at once and mixes people who began in all years; a cohort
follows those who began together and is known later. A definition that looks back
names its counterpart in `as_cohort`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ketenkpi.asked import Look
from ketenkpi.indicators.definition import Indicator


def look_of(key: str, known: Mapping[str, Indicator]) -> Look | None:
    """Which way an indicator looks, of the two that it has; None where it has one only."""
    if known[key].as_cohort is not None:
        return "terugblik"
    return "cohort" if key in _back(known) else None


def counterpart(key: str, look: Look, known: Mapping[str, Indicator]) -> str:
    """The indicator that asks the same looking that way: itself where it does, or has no other."""
    now = look_of(key, known)
    if now is None or now == look:
        return key
    return _back(known)[key] if look == "terugblik" else str(known[key].as_cohort)


def seen_as(keys: Iterable[str], look: Look, known: Mapping[str, Indicator]) -> tuple[str, ...]:
    """These indicators looking that way, each once, in their order."""
    return tuple(dict.fromkeys(counterpart(key, look, known) for key in keys))


def _back(known: Mapping[str, Indicator]) -> Mapping[str, str]:
    """Of each cohort the indicator that looks back on the same."""
    return {one.as_cohort: key for key, one in known.items() if one.as_cohort is not None}
