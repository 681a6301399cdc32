"""What an indicator is: the one schema of `config/indicators/*.yaml`.

A definition says which tallies are added and what is divided, in words from
the lists below; it holds no formula to execute. Adding an indicator of a known
kind is adding a file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

from ketenkpi.config_file import Node, read_definition
from ketenkpi.counts.tally import KEYS, TALLIES
from ketenkpi.indicators.handover_kinds import load_terms
from ketenkpi.indicators.kinds import KINDS, IndicatorKind
from ketenkpi.indicators.norms import Norm, load_norms
from ketenkpi.shown import shown
from ketenkpi.vocabulary import Text

# A within indicator measures against a norm of the register, or against the
# date that was agreed for each case: lateness of at most zero days.
OWN_TERM = "own_term"

UNITS = (
    *("number", "share", "per_year", "days", "mark", "euro", "per_fte"),
    *("per_1000", "per_1000_people", "ratio", "euro_each", "points", "level", "score"),
    "per_benefit",
)
COUNTED = (
    *("persons", "spells", "events", "answers", "euro"),
    *("vacancies", "steps", "workers", "werkpleinen"),
)
RESULT_AREAS = ("a", "b", "c", "d", "e", "f")
DIRECTIONS = ("higher", "lower", "neutral")
STATUSES = ("official", "own")
WHEN_EMPTY = ("denominator_zero", "client_missing")

REQUIRED = (
    *("key", "version", "name", "question", "formula", "missing", "why", "perverse_effect"),
    *("result_area", "kind", "unit", "unit_of_count", "numerator", "dimensions", "additive_over"),
    *("minimum", "interval", "direction", "counter_indicator", "status"),
    *("source", "author", "checked_by", "reviewed_on"),
)
OPTIONAL = (
    *("denominator", "split", "quantile", "norm", "bounds", "days", "unknown", "when_empty"),
    *("shown_with", "known_after", "population", "estimated_by", "next_review", "as_cohort"),
)
# A figure about the last day seen is of no quarter: it is never one among others.
NEVER = "never"
FROM = ("first_day", "last_day")


@dataclass(frozen=True, slots=True)
class KnownAfter:
    """From when a figure of a quarter is known: so many days followed from one of its days.

    days: from the first or the last day of the quarter (`counted_from`); None
    when it never is. of: other numbers of days, by value of the split. 0 from the
    last day is a quarter seen whole. Raises ValueError for negative days.
    """

    days: int | None
    counted_from: str = "last_day"
    of: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if min([self.days or 0, *self.of.values()]) < 0 or self.counted_from not in FROM:
            raise ValueError("days are counted on, from the first or the last day of a quarter")


@dataclass(frozen=True, slots=True)
class Part:
    """One measure of one tally, of the rows whose dimensions have certain values."""

    tally: str
    measure: str
    only: Mapping[str, tuple[str | int, ...]] = field(default_factory=dict)
    without: Mapping[str, tuple[str | int, ...]] = field(default_factory=dict)

    @property
    def contract(self) -> str:
        """The contract whose files feed this tally."""
        return TALLIES[self.tally].contract


@shown
@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator as `config/indicators/<key>.yaml` defines it.

    dimensions: what it can be shown by; another dimension reads 'alle'.
    additive_over: over what its tallies may be added before dividing. split:
    its own extra dimension; one that is not in additive_over is always shown
    apart. minimum: fewer observations give no value. unknown: cases of which
    the wanted attribute was not recorded. shown_with: without these it misleads,
    so whoever asks for it gets them too. estimated_by: what stands beside it of
    several Werkpleinen together. population: all whom the cases speak for.
    next_review: by when people look at the definition again, None while nobody said so.
    as_cohort: the indicator that asks the same of those who began in a quarter.
    days: how far ahead is looked. known_after:
    from when the figure of a quarter is known, by the back-test (docs/tables.md).
    norm_days: the term of a within indicator; norm is None when each case has
    its own.
    """

    key: str
    version: int
    name: Text
    question: Text
    formula: Text
    missing: Text
    why: Text
    perverse_effect: Text
    result_area: str
    kind: str
    unit: str
    unit_of_count: str
    numerator: Part
    denominator: Part | None
    unknown: Part | None
    population: Part | None
    dimensions: tuple[str, ...]
    additive_over: frozenset[str]
    split: str | None
    minimum: int
    interval: str
    direction: str
    quantile: float | None
    norm: Norm | None
    bounds: tuple[float, float] | None
    days: int | None
    when_empty: str
    counter_indicator: tuple[str, ...]
    shown_with: tuple[str, ...]
    estimated_by: str | None
    known_after: KnownAfter
    status: str
    source: str
    author: str
    checked_by: str | None
    reviewed_on: date
    next_review: date | None = None
    as_cohort: str | None = None

    @property
    def of_kind(self) -> IndicatorKind:
        """What its kind is: all that kinds are treated apart by."""
        return KINDS[self.kind]

    @property
    def always_split(self) -> bool:
        """Whether its rows are shown per split value even when nobody asks for it."""
        return self.split is not None and self.split not in self.additive_over

    @property
    def over_places(self) -> bool:
        """Whether it is about several Werkpleinen together, and of one says nothing."""
        return self.kind == "stratified_mean"

    @property
    def contracts(self) -> tuple[str, ...]:
        """The contracts that must have been delivered to compute it."""
        parts = [self.numerator, *([self.denominator] if self.denominator else [])]
        return tuple(dict.fromkeys(part.contract for part in parts))

    @property
    def marks(self) -> Part | None:
        """Of a mean its answers by mark, which tell their skewness; of other kinds none."""
        if self.kind != "mean":
            return None
        return replace(self.numerator, tally="score_hist", measure="n")

    @property
    def norm_days(self) -> int:
        """The term in days: of the norm, or zero days after the date agreed for the case."""
        return self.norm.term if self.norm else 0


def read_indicator(file: Path, name: str | None = None) -> Indicator:
    """The indicator in one file; raises DefinitionError with file, line and reason.

    name: what the file is called without '.yaml', when that is not its key.
    """
    node = read_definition(file)
    found = _indicator(node)
    if (name or found.key) != file.stem:
        raise node.fail(f"'key' must be the name of the file, '{file.stem}'", "key")
    return found


def _indicator(node: Node) -> Indicator:
    node.only(REQUIRED, OPTIONAL)
    kind = node.one_of("kind", KINDS)
    _check_keys(node, kind)
    split = _split(node)
    return node.built(
        Indicator,
        key=_filled(node, "key"),
        version=_whole(node, "version"),
        result_area=node.one_of("result_area", RESULT_AREAS),
        kind=kind,
        unit=node.one_of("unit", UNITS),
        unit_of_count=node.one_of("unit_of_count", COUNTED),
        numerator=_part(node, "numerator"),
        denominator=_part(node, "denominator") if "denominator" in node else None,
        unknown=_part(node, "unknown") if "unknown" in node else None,
        population=_part(node, "population") if "population" in node else None,
        dimensions=_words(node, "dimensions", KEYS),
        additive_over=_additive_over(node, kind, split),
        split=split,
        minimum=_whole(node, "minimum"),
        interval=node.one_of("interval", [KINDS[kind].interval]),
        direction=node.one_of("direction", DIRECTIONS),
        quantile=_quantile(node),
        norm=_norm(node),
        bounds=_bounds(node),
        days=_whole(node, "days") if "days" in node else None,
        when_empty=node.one_of("when_empty", WHEN_EMPTY) if "when_empty" in node else WHEN_EMPTY[0],
        counter_indicator=tuple(str(key) for key in _list(node, "counter_indicator")),
        shown_with=tuple(str(key) for key in _list(node, "shown_with"))
        if "shown_with" in node
        else (),
        estimated_by=_filled(node, "estimated_by") if "estimated_by" in node else None,
        known_after=_known_after(node, kind, split),
        status=node.one_of("status", STATUSES),
        source=_filled(node, "source"),
        author=_filled(node, "author"),
        checked_by=None if node["checked_by"] is None else _filled(node, "checked_by"),
        reviewed_on=_day(node, "reviewed_on"),
        next_review=_day(node, "next_review") if node.get("next_review") is not None else None,
        as_cohort=_filled(node, "as_cohort") if "as_cohort" in node else None,
    )


def _check_keys(node: Node, kind: str) -> None:
    needed = KINDS[kind].needs
    belonging = ("denominator", "quantile", "norm", "bounds", "days", "population")
    given = {key for key in belonging if key in node}
    if given != needed:
        raise node.fail(f"kind '{kind}' takes {', '.join(sorted(needed)) or 'none'} and no other")
    if kind == "share_within":
        _check_same_rows(node)


def _check_same_rows(node: Node) -> None:
    """A row counts above and below the line or not at all, so both are of the same rows."""
    above, below = (replace(_part(node, key), measure="") for key in ("numerator", "denominator"))
    if above != below:
        raise node.fail("'numerator' and 'denominator' must be measures of the same rows")


def _part(node: Node, key: str) -> Part:
    part = node[key]
    if not isinstance(part, Node):
        raise node.fail(f"'{key}' must be a mapping", key)
    part.only(["tally", "measure"], ["only", "without"])
    tally = part.one_of("tally", TALLIES)
    return Part(
        tally=tally,
        measure=part.one_of("measure", [measure.name for measure in TALLIES[tally].measures]),
        only=_filters(part, "only", (*KEYS, *TALLIES[tally].shown_by)),
        without=_filters(part, "without", (*KEYS, *TALLIES[tally].shown_by)),
    )


def _filters(
    part: Node, key: str, dimensions: tuple[str, ...]
) -> Mapping[str, tuple[str | int, ...]]:
    filters = part.get(key, {})
    if not isinstance(filters, Mapping):
        raise part.fail(f"'{key}' must be a mapping of a dimension to a list of values", key)
    for name, values in filters.items():
        if name not in dimensions:
            raise part.fail(f"'{name}' is no dimension; allowed: {', '.join(dimensions)}", key)
        if not isinstance(values, list):
            raise part.fail(f"'{name}' must hold a list of values", key)
    return MappingProxyType({name: tuple(values) for name, values in filters.items()})


def _split(node: Node) -> str | None:
    if "split" not in node:
        return None
    return node.one_of("split", TALLIES[_part(node, "numerator").tally].shown_by)


def _words(node: Node, key: str, allowed: tuple[str, ...]) -> tuple[str, ...]:
    for word in _list(node, key):
        if word not in allowed:
            raise node.fail(f"'{word}' is not allowed; allowed: {', '.join(allowed)}", key)
    return tuple(node[key])


def _list(node: Node, key: str) -> list[object]:
    if not isinstance(node[key], list):
        raise node.fail(f"'{key}' must be a list", key)
    return list(node[key])


def _additive_over(node: Node, kind: str, split: str | None) -> frozenset[str]:
    # A rate divides by person-years, made per quarter from two stocks; those
    # add over quarters though the stocks do not.
    parts = [_part(node, key) for key in ("numerator", "denominator") if key in node]
    counted = [part for part in parts if not (KINDS[kind].benefit_years and part.tally == "stand")]
    allowed = {*KEYS, *([split] if split else [])}
    for part in counted:
        tally = TALLIES[part.tally]
        allowed -= set(tally.dims) - set(tally.additive_over(part.measure))
        allowed -= set(tally.derived)
    return frozenset(_words(node, "additive_over", tuple(sorted(allowed))))


def _whole(node: Node, key: str) -> int:
    if type(node[key]) is not int or node[key] < 0:
        raise node.fail(f"'{key}' must be a whole number", key)
    return int(node[key])


def _quantile(node: Node) -> float | None:
    value = node.get("quantile")
    if value is not None and not (isinstance(value, float) and 0 < value < 1):
        raise node.fail("'quantile' must lie between 0 and 1", "quantile")
    return value


def _norm(node: Node) -> Norm | None:
    if "norm" not in node or node["norm"] == OWN_TERM:
        return None
    with_term = [key for key, norm in load_norms().items() if norm.days is not None]
    return load_norms()[node.one_of("norm", [*with_term, OWN_TERM])]


def _known_after(node: Node, kind: str, split: str | None) -> KnownAfter:
    if "known_after" not in node:
        return _by_kind(node, kind)
    rule = node["known_after"]
    if rule == NEVER:
        return KnownAfter(None)
    if not isinstance(rule, Node):
        raise node.fail(f"'known_after' must be '{NEVER}' or a mapping", "known_after")
    rule.only(["days", "from"], ["of"])
    return KnownAfter(_whole(rule, "days"), rule.one_of("from", FROM), _days_of(rule, split))


def _days_of(rule: Node, split: str | None) -> Mapping[str, int]:
    per_value = rule.get("of", Node())
    if not isinstance(per_value, Node) or (per_value and split is None):
        raise rule.fail("'of' must be a mapping of values of the split to days", "of")
    return MappingProxyType({value: _whole(per_value, value) for value in per_value})


def _by_kind(node: Node, kind: str) -> KnownAfter:
    # A share within so many days tells itself how long everybody must be followed.
    # When a quantile stands still it does not: there it must be said.
    if KINDS[kind].view == "cohort" and "quantile" in KINDS[kind].needs:
        raise node.fail(f"kind '{kind}' needs 'known_after'")
    if KINDS[kind].handover:
        # By kind of handover: see `handover_kinds.Terms`.
        return KnownAfter(load_terms().days, "first_day")
    norm = _norm(node)
    return KnownAfter(_whole(node, "days") if "days" in node else norm.term if norm else 0)


def _bounds(node: Node) -> tuple[float, float] | None:
    if "bounds" not in node:
        return None
    ends = _list(node, "bounds")
    if len(ends) != 2 or not all(isinstance(end, int | float) for end in ends):
        raise node.fail("'bounds' must be two numbers", "bounds")
    low, high = node["bounds"]
    return float(low), float(high)


def _filled(node: Node, key: str) -> str:
    if not isinstance(node[key], str) or not node[key].strip():
        raise node.fail(f"'{key}' must be filled", key)
    return str(node[key]).strip()


def _day(node: Node, key: str) -> date:
    if type(node[key]) is not date:
        raise node.fail(f"'{key}' must be a date", key)
    return date.fromisoformat(str(node[key]))
