"""What the definition of an indicator says, as a section that every surface draws."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ketenkpi.answer import (
    Bullet,
    Linked,
    Listed,
    Said,
    Section,
    count_of,
    in_full,
    phrase,
)
from ketenkpi.asked import Look
from ketenkpi.counts import TALLIES
from ketenkpi.indicators.definition import Indicator, Part
from ketenkpi.indicators.load import load_indicators, load_versions, shipped_indicators
from ketenkpi.indicators.look import counterpart, look_of
from ketenkpi.indicators.maturity import known_from
from ketenkpi.indicators.norms import load_norms
from ketenkpi.indicators.split_names import in_a_sentence
from ketenkpi.vocabulary import Text, in_both

COHORT_TALLY = "cohort"
_OTHER: Mapping[Look, Look] = {"terugblik": "cohort", "cohort": "terugblik"}


def definition(indicator: Indicator) -> Section:
    """Everything the definition holds, an item a field; what is empty is left out."""
    rows: tuple[tuple[str, Said], ...] = (
        ("question", indicator.question),
        ("formula", indicator.formula),
        ("numerator", _part(indicator.numerator)),
        ("denominator", _part(indicator.denominator)),
        ("population", _part(indicator.population)),
        ("unit", _unit(indicator)),
        ("interval", in_both(f"indicators.method_{indicator.interval}")),
        ("minimum", count_of(indicator.minimum) if indicator.minimum else None),
        ("norm", _norm(indicator)),
        ("known", known_from(indicator)),
        ("missing", indicator.missing),
        ("direction", in_both(f"indicators.direction_{indicator.direction}")),
        ("why", indicator.why),
        ("perverse", indicator.perverse_effect),
        ("counters", _links(indicator.counter_indicator)),
        ("shown_with", _links(indicator.shown_with)),
        ("estimated_by", _links(filter(None, [indicator.estimated_by]))),
        ("view", in_both(f"indicators.view_{_view(indicator)}")),
        ("other_look", _other_look(indicator)),
        ("own", in_both("indicators.is_own") if _is_own(indicator) else None),
        ("norms", _measured_rules(indicator)),
        ("area", in_both(f"indicators.area_{indicator.result_area}")),
        ("dimensions", _shown_by(indicator)),
        ("additive", ", ".join(sorted(indicator.additive_over))),
        ("status", in_both(f"indicators.status_{indicator.status}")),
        ("source", indicator.source),
        ("author", indicator.author),
        ("checked", indicator.checked_by or in_both("indicators.not_checked")),
        ("reviewed", in_full(indicator.reviewed_on)),
        ("next_review", _next(indicator)),
        ("version", str(indicator.version)),
        ("older", ", ".join(str(number) for number in list(load_versions(indicator.key))[:-1])),
    )
    items = tuple(Bullet(in_both(f"indicators.field_{key}"), (said,)) for key, said in rows if said)
    return Section(indicator.key, listed_name(indicator), None, items=items)


def listed_name(indicator: Indicator) -> Text:
    """The name of an indicator; one of the installation itself is marked."""
    return in_both("indicators.own", name=indicator.name) if _is_own(indicator) else indicator.name


def _is_own(indicator: Indicator) -> bool:
    return indicator.key not in shipped_indicators()


def _part(part: Part | None) -> Said:
    """A measure of a tally with what it counts, and the rows it takes."""
    if part is None:
        return None
    tally = TALLIES[part.tally]
    said = phrase(
        "indicators.part",
        meaning=tally.meaning.each(in_a_sentence),
        counted=tally.measure(part.measure).meaning.each(in_a_sentence),
    )
    chosen = tuple(
        phrase(f"indicators.part_{key}", name=name, values=" / ".join(map(str, values)))
        for key, rows in (("only", part.only), ("without", part.without))
        for name, values in rows.items()
    )
    return phrase("indicators.part_where", part=said, chosen=Listed(chosen)) if chosen else said


def _unit(indicator: Indicator) -> Said:
    counted = in_both(f"indicators.counted_{indicator.unit_of_count}")
    return phrase("indicators.counted_in", unit=in_both(f"units.{indicator.unit}"), counted=counted)


def _norm(indicator: Indicator) -> Said:
    """Within which term something has to happen, of an indicator that counts that."""
    if indicator.kind != "within":
        return None
    return indicator.norm.name if indicator.norm else in_both("indicators.own_term")


def _measured_rules(indicator: Indicator) -> Said:
    """The rules of the norm register that it measures."""
    rules = tuple(
        phrase("indicators.rule", name=norm.name, rule=norm.rule, article=norm.article)
        for norm in load_norms().values()
        if norm.indicator == indicator.key
    )
    return Listed(rules) if rules else None


def _other_look(indicator: Indicator) -> Said:
    """The indicator that asks the same the other way."""
    known = load_indicators()
    look = look_of(indicator.key, known) if indicator.key in known else None
    if look is None:
        return None
    return _links([counterpart(indicator.key, _OTHER[look], known)])


def _next(indicator: Indicator) -> Said:
    day = indicator.next_review
    return in_full(day) if day else in_both("indicators.no_next_review")


def _links(keys: Iterable[str]) -> Said:
    """Other indicators by their names, each a way to its definition."""
    known = load_indicators()
    links = tuple(Linked(known[key].name, "definities", {"indicator": key}) for key in keys)
    return Listed(links) if links else None


def _view(indicator: Indicator) -> str:
    """Whose figure a quarter shows: of those who began in it, of what happened, or at its end."""
    of_cohort = indicator.numerator.tally == COHORT_TALLY
    return "cohort" if of_cohort else indicator.of_kind.view


def _shown_by(indicator: Indicator) -> Said:
    if indicator.split is None:
        return ", ".join(indicator.dimensions)
    names = ", ".join([*indicator.dimensions, indicator.split])
    return phrase("indicators.always_apart", names=names) if indicator.always_split else names
