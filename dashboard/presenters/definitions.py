"""Definitions of indicators and columns, as the files in `config/` give them."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard import formats
from dashboard.components.pairs import as_html
from dashboard.words import say
from ketenkpi.comparison import of_cohort
from ketenkpi.contracts import Contract
from ketenkpi.indicators import (
    Indicator,
    Part,
    known_from,
    load_indicators,
    load_norms,
    load_versions,
    shipped_indicators,
)
from ketenkpi.wording import Language
from ketenkpi.wording import say as library_say

Rows = list[tuple[str, str]]
# Those who began in the quarter are followed, however long it takes.
COHORT = frozenset({
    "duration", "within", "duration_cause", "within_cause", "remaining", "incidence",
    "cohort_share",
})  # fmt: skip
MOMENT = frozenset({"stock", "begin_stock", "open_age"})


def indicator_html(indicator: Indicator, language: Language) -> str:
    """Everything the definition of an indicator holds, as a description list."""
    known = load_indicators()
    counters, beside = (
        ", ".join(known[key].name.in_(language) for key in keys)
        for keys in (indicator.counter_indicator, indicator.shown_with)
    )
    by = indicator.estimated_by
    estimate = known[by].name.in_(language) if by else ""
    own = indicator.key not in shipped_indicators()
    rows: Rows = [
        ("question", indicator.question.in_(language)),
        ("formula", indicator.formula.in_(language)),
        ("numerator", _part(indicator.numerator)),
        ("denominator", _part(indicator.denominator) if indicator.denominator else ""),
        ("population", _part(indicator.population) if indicator.population else ""),
        ("unit", _unit(indicator, language)),
        ("interval", library_say(f"indicators.method_{indicator.interval}", language)),
        ("minimum", formats.number(indicator.minimum, 0, language) if indicator.minimum else ""),
        ("known", known_from(indicator, language)),
        ("missing", indicator.missing.in_(language)),
        ("direction", library_say(f"indicators.direction_{indicator.direction}", language)),
        ("why", indicator.why.in_(language)),
        ("perverse", indicator.perverse_effect.in_(language)),
        ("counters", counters),
        ("shown_with", beside),
        ("estimated_by", estimate),
        ("view", say(f"definities.view_{view(indicator)}", language)),
        ("own", say("definities.is_own", language) if own else ""),
        ("norms", norms_of(indicator.key, language)),
        ("area", library_say(f"indicators.area_{indicator.result_area}", language)),
        ("additive", ", ".join(sorted(indicator.additive_over))),
        ("status", library_say(f"indicators.status_{indicator.status}", language)),
        ("source", indicator.source),
        ("author", indicator.author),
        ("checked", indicator.checked_by or say("definities.not_checked", language)),
        ("reviewed", formats.day(indicator.reviewed_on, language)),
        ("version", str(indicator.version)),
        ("older", older_versions(indicator.key)),
    ]
    return as_html([(say(f"definities.field_{key}", language), text) for key, text in rows if text])


def listed_name(indicator: Indicator, language: Language) -> str:
    """The name of an indicator; one of the installation itself is marked."""
    name = indicator.name.in_(language)
    own = indicator.key not in shipped_indicators()
    return say("definities.own", language, name=name) if own else name


def view(indicator: Indicator) -> str:
    """Whose figure a quarter shows: of those who began in it, of what happened, or at its end."""
    if indicator.kind in COHORT or of_cohort(indicator):
        return "cohort"
    return "moment" if indicator.kind in MOMENT else "period"


def norms_of(indicator: str, language: Language) -> str:
    """The rules of the norm register that an indicator measures; '' for none."""
    rules = [norm for norm in load_norms().values() if norm.indicator == indicator]
    return "; ".join(
        say(
            "definities.norm",
            language,
            name=norm.name.in_(language),
            rule=norm.rule,
            article=norm.article,
        )
        for norm in rules
    )


def older_versions(key: str) -> str:
    """The numbers of the versions before the one in force; '' for a first version."""
    return ", ".join(str(number) for number in list(load_versions(key))[:-1])


def _part(part: Part) -> str:
    """A measure of a tally and the rows it takes, in the words of the definition file."""
    taken = [f"{name}: {', '.join(map(str, values))}" for name, values in part.only.items()]
    left_out = [f"{name} ≠ {', '.join(map(str, values))}" for name, values in part.without.items()]
    chosen = "; ".join((*taken, *left_out))
    return f"{part.tally}.{part.measure}" + (f" ({chosen})" if chosen else "")


def _unit(indicator: Indicator, language: Language) -> str:
    counted = library_say(f"indicators.counted_{indicator.unit_of_count}", language)
    return f"{library_say(f'units.{indicator.unit}', language)}; {counted}"


def in_order(contracts: Mapping[str, Contract], language: Language) -> list[str]:
    """The contracts by name, the one nearly every figure is made of first."""
    by_name = sorted(contracts, key=lambda key: contracts[key].name.in_(language).casefold())
    return sorted(by_name, key=lambda key: key != "trajecten")
