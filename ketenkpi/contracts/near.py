"""Names that are nearly a column's: a typing error, or the same name with a unit behind it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable
from functools import lru_cache

from ketenkpi.contracts.dialect import name_key
from ketenkpi.contracts.normal import normal

# Seen on the names of all contracts: a letter lost, doubled or swapped, a plural or
# 'nr' behind it stay above it, and two columns of one contract mostly below.
ALIKE = 0.75
_UNIT = re.compile(r"(.*\S)\s*[\[(]([^\])]*)[\])]\s*", re.DOTALL)


_UNIT_ITSELF = re.compile(
    r"(?:in )?(?:hele )?(?:aantal|aantallen|n|nr|#|€|eur|euro|euro's|%|fte|fte's|dagen|personen"
    r"|klanten|uitkeringen|stuks|code|naam|datum|verplicht|optioneel|ja/nee|j/n"
    r"|[0-9]{1,2} ?(?:-|t/m|tot) ?[0-9]{1,2}|[dj]{1,4}[-/. ]?m{1,2}[-/. ]?[dj]{1,4})"
)
_SCALE = re.compile(
    r"1[., ]?000|[x×*] ?(?:€ ?)?1|duizend|dzd|mln|miljoen|honderd|\bk ?(?:€|eur)|€ ?k\b|\btsd\b"
    r"|thousand|million"
)


def without_unit(name: str) -> str:
    """A name without what stands in brackets at its end: 'instroom (aantal)' -> 'instroom'."""
    found = _UNIT.fullmatch(name)
    return found.group(1) if found else name


def in_brackets(name: str) -> str:
    """What stands in brackets at the end of a name, '' when nothing does."""
    found = _UNIT.fullmatch(name)
    return normal(found.group(2)).casefold() if found else ""


def is_unit(text: str) -> bool:
    """Whether a text in brackets only says what is counted or how a cell is written."""
    return _UNIT_ITSELF.fullmatch(text) is not None


def is_scale(text: str) -> bool:
    """Whether a text in brackets says that figures are in thousands, or another multiple."""
    return _SCALE.search(text) is not None


@lru_cache(maxsize=100_000)
def likeness(one: str, other: str) -> float:
    """How alike two name keys are, 0 to 1, and 0 below what is worth a question."""
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    if matcher.real_quick_ratio() < ALIKE or matcher.quick_ratio() < ALIKE:
        return 0.0
    ratio = matcher.ratio()
    return ratio if ratio >= ALIKE else 0.0


def pairs(wanted: Iterable[str], names: Collection[str]) -> dict[str, str]:
    """For each wanted name the one most like it among `names`, no name for two of them."""
    ranked = sorted(
        (-likeness(name_key(name), name_key(other)), place, name, other)
        for place, name in enumerate(wanted)
        for other in names
    )
    found: dict[str, str] = {}
    for unlike, _, name, other in ranked:
        if unlike and name not in found and other not in found.values():
            found[name] = other
    return found
