"""Rows that are sums of other rows of the same file: totals beside their split, footers with sums.

A spreadsheet of a back office often holds its own totals. Counted beside the
rows they are made of, everybody would count twice. Whether a row is a total
only shows in its amounts, so rows are asked about when all their amounts are
the sum of the others of one group: over the places, over the schemes that are
part of one scheme, or over a column that may stay empty, where the row with
the empty cell stands beside the split.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from ketenkpi.contracts.cell import Fault
from ketenkpi.contracts.columns import no_lines
from ketenkpi.contracts.contract import LINE, Contract, ContractColumn
from ketenkpi.contracts.days import QuarterKind
from ketenkpi.contracts.findings import Finding
from ketenkpi.contracts.kinds import ChoiceKind, YesNoKind
from ketenkpi.contracts.names import not_a_place
from ketenkpi.contracts.normal import normal
from ketenkpi.contracts.questions import WORDS, Answers, Question
from ketenkpi.errors import UsageError
from ketenkpi.register import key, load_register
from ketenkpi.vocabularies import Scheme, vocabularies
from ketenkpi.vocabulary import Quarter

TOTAL, OWN = WORDS["totaalrijen"]
# Two small numbers often happen to add up to a third: 1 + 2 = 3. A group of
# which the total is under 20 over all amounts proves nothing.
PROVES = 20
# One equal group alone is believed from three amounts and a hundred: beginstand,
# instroom and uitstroom agreeing by chance is about one in 100 x 10 x 10.
# Below that half of the groups of its place have to agree.
ALONE_AMOUNTS, ALONE = 3, 100
SHARE = 0.5
# Amounts with decimals are rounded row by row.
ROUNDING = 0.011
LINES_SHOWN = 12


@dataclass(frozen=True, eq=False)
class Looked:
    """What came of looking for sums.

    question: to be answered before anything is stored, None where there is none
    or where it was answered. leave_out: lines of rows that are totals, as was
    answered. excused: lines among the refused totals that the question or its
    answer speaks of, so that they are no fault by themselves. findings: what was
    left out, said once.
    """

    question: Question | None = None
    leave_out: pl.Series = field(default_factory=no_lines)
    excused: pl.Series = field(default_factory=no_lines)
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class _Shape:
    """How rows of a contract add up: `key` identifies one, `amounts` may be added."""

    key: tuple[str, ...]
    amounts: tuple[str, ...]
    place: str
    quarter: str
    # Columns in which an empty cell means that a row is not split, with what it is stored as.
    unsplit: Mapping[str, str | None]
    # Per column a word that holds others, with these.
    wholes: tuple[tuple[str, str, tuple[str, ...]], ...]

    def without(self, *columns: str) -> list[str]:
        return [name for name in self.key if name not in columns]


@dataclass(frozen=True)
class Refused:
    """A row that was refused: its texts by column, the values that could be read, the faults."""

    line: int
    texts: Mapping[str, str | None]
    values: Mapping[str, Any]
    faults: Collection[str]


def refused_totals(contract: Contract, rows: Iterable[Refused]) -> pl.DataFrame:
    """The refused rows that may be totals, as `look` takes them; empty where a contract has none.

    Those with a word for a total in a cell of the key, or with no place at all, as
    a footer has; and of which nothing else than the key could not be read.
    """
    shape = _shape(contract)
    found = [] if shape is None else [_as_total(row, shape) for row in rows if _may(row, shape)]
    empty = dict.fromkeys(contract.names)
    return pl.DataFrame([empty | row for row in found], schema=contract.schema)


def may_be_total(contract: Contract) -> Callable[[Refused], bool]:
    """What tells of a refused row of a contract whether it may be a total; see `refused_totals`."""
    shape = _shape(contract)
    return (lambda row: False) if shape is None else (lambda row: _may(row, shape))


def _may(row: Refused, shape: _Shape) -> bool:
    texts = [row.texts.get(name) or "" for name in shape.key]
    called = any(is_total(text) for text in texts)
    nameless = not (row.texts.get(shape.place) or "").strip()
    return (called or nameless) and set(row.faults) <= set(shape.key)


def is_total(text: str) -> bool:
    """Whether a text is a word for a total: Totaal, subtotaal, alle Werkpleinen."""
    return not_a_place(normal(text)) == Fault("plaats_totaal")


def _as_total(row: Refused, shape: _Shape) -> dict[str, Any]:
    readable = {name: value for name, value in row.values.items() if name not in row.faults}
    text = row.texts.get(shape.place)
    place = normal(text) if text and shape.place in row.faults else readable.get(shape.place)
    return readable | {shape.place: place or None, LINE: row.line}


def look(
    contract: Contract, rows: pl.LazyFrame, refused_totals: pl.DataFrame, answers: Answers
) -> Looked:
    """Which rows are sums of others, and what is to be done with them.

    rows: typed rows of the contract with `_line`. refused_totals: in the same columns
    rows that were refused and may be totals (see there). Only contracts that hold
    amounts per place and quarter can hold sums; of others nothing is read. Raises
    UsageError for an answer there is not.
    """
    shape = _shape(contract)
    if shape is None:
        return Looked()
    asked = [*shape.key, *shape.amounts, LINE]
    frame = rows.select(asked).collect(engine="streaming")
    inside = dict(_splits(frame, shape))
    found = pl.concat([no_lines(), *inside.values()]).unique().sort()
    named = no_lines()
    if len(refused_totals):
        refused = refused_totals.select(asked)
        parts = frame.filter(~pl.col(LINE).is_in(found.implode()))
        named = _named_totals(parts, refused, shape)
        frame = pl.concat([frame, refused], how="vertical_relaxed")
    if not len(found) and not len(named):
        return Looked()
    columns = [*inside, *([shape.place] if len(named) else [])]
    return _looked(frame, pl.concat([found, named]).unique().sort(), named, columns, shape, answers)


def _looked(
    frame: pl.DataFrame,
    found: pl.Series,
    named: pl.Series,
    columns: Sequence[str],
    shape: _Shape,
    answers: Answers,
) -> Looked:
    subject = columns[0] if len(set(columns)) == 1 else ""
    answer = answers.to("totaalrijen", subject)
    params = _params(frame, found, shape)
    if answer is None:
        question = Question("totaalrijen", subject, (TOTAL, OWN), params=params)
        return Looked(question, excused=named)
    if answer not in (TOTAL, OWN):
        raise UsageError("store.no_answer", answer=answer, known=f"{TOTAL}, {OWN}")
    if answer == OWN:
        return Looked()
    said = Finding(
        "rijen", "advies", "totaalrijen_weggelaten", int(found[0]), None, subject or None,
        params=params,
    )  # fmt: skip
    return Looked(leave_out=found, excused=named, findings=(said,))


def _params(frame: pl.DataFrame, found: pl.Series, shape: _Shape) -> dict[str, object]:
    shown = [str(line) for line in found.head(LINES_SHOWN)]
    lines = ", ".join(shown) + (", ..." if len(found) > LINES_SHOWN else "")
    first = frame.filter(pl.col(LINE) == found[0]).row(0, named=True)
    return {"count": len(found), "lines": lines, "first": _shown(first, shape)}


def _shown(row: Mapping[str, Any], shape: _Shape) -> str:
    """A row as its writer knows it again: what it is about, then its amounts by name."""
    about = [
        str(Quarter.from_index(row[name]) if name == shape.quarter else row[name])
        for name in shape.key
        if row[name] is not None
    ]
    amounts = [f"{name} {row[name]:g}" for name in shape.amounts if row[name] is not None]
    return f"{' / '.join(about)}: {', '.join(amounts)}"


def _shape(contract: Contract) -> _Shape | None:
    """How rows of a contract add up; None where it holds no amounts per place and quarter."""
    inside = [contract.column(name) for name in contract.unique]
    quarters = [column for column in inside if isinstance(column.kind, QuarterKind)]
    places = [name for name in contract.places if name in contract.unique]
    if not (quarters and places and contract.amounts):
        return None
    unsplit = {
        column.name: column.if_empty
        for column in inside
        if isinstance(column.kind, ChoiceKind | YesNoKind) and not column.required
    }
    return _Shape(
        contract.unique,
        contract.amounts,
        places[0],
        quarters[0].name,
        unsplit,
        tuple(_wholes(inside)),
    )


def _wholes(columns: Iterable[ContractColumn]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    parts: dict[str, list[str]] = {}
    for entry in vocabularies().named("regelingen").entries.values():
        if isinstance(entry, Scheme) and entry.part_of is not None:
            parts.setdefault(entry.part_of, []).append(entry.stored_as)
    for column in columns:
        for whole, held in parts.items():
            if whole in column.values:
                yield column.name, whole, tuple(held)


def _splits(frame: pl.DataFrame, shape: _Shape) -> Iterator[tuple[str, pl.Series]]:
    """Per column over which rows are split the lines of those that are its totals."""
    found: dict[str, list[pl.Series]] = {}
    for name, empty in shape.unsplit.items():
        is_total = pl.col(name).is_null() if empty is None else pl.col(name) == empty
        found.setdefault(name, []).append(_beside_split(frame, is_total, name, shape))
    for name, whole, parts in shape.wholes:
        mine = frame.filter(pl.col(name).is_in([whole, *parts]))
        is_total = pl.col(name) == whole
        found.setdefault(name, []).append(_beside_split(mine, is_total, name, shape))
    found.setdefault(shape.place, []).append(_over_places(frame, shape))
    for name, lines in found.items():
        every = pl.concat(lines)
        if len(every):
            yield name, every


def _beside_split(frame: pl.DataFrame, is_total: pl.Expr, split: str, shape: _Shape) -> pl.Series:
    """Lines of rows that are not split and whose amounts are the sum of the split beside them."""
    compared = _compared(
        frame.filter(is_total), frame.filter(~is_total), shape.without(split), shape
    )
    if not len(compared):
        return no_lines()
    real = (pl.col("_parts") >= 2) & (pl.col("_weight") >= PROVES)
    alone = (pl.col("_filled") >= ALONE_AMOUNTS) & (pl.col("_weight") >= ALONE)
    by_place = pl.col(shape.place)
    judged = compared.with_columns(
        _share=(pl.col("_equal") & real).sum().over(by_place) / real.sum().over(by_place)
    ).with_columns(_proved=pl.col("_equal") & real & (alone | (pl.col("_share") >= SHARE)))
    # Once a place is known to put totals beside its split, a small one or one of
    # a single part is a total too.
    known = pl.col("_proved").any().over(by_place) & (pl.col("_share") >= SHARE)
    return judged.filter(pl.col("_proved") | (pl.col("_equal") & known))[LINE]


def _over_places(frame: pl.DataFrame, shape: _Shape) -> pl.Series:
    """Lines of a place that in all its rows is the sum of all others: a region, or the whole.

    At least two others; one will do where the place has the name of a region.
    """
    group = shape.without(shape.place)
    sums = [pl.col(name).sum().over(group).alias(f"_sum:{name}") for name in shape.amounts]
    gaps = [pl.col(name).null_count().over(group).alias(f"_gaps:{name}") for name in shape.amounts]
    totals = frame.with_columns(*sums, *gaps, _parts=pl.len().over(group) - 1)
    others = totals.with_columns(
        (pl.col(f"_sum:{name}") - pl.col(name)).alias(f"_sum:{name}") for name in shape.amounts
    )
    compared = _judged(others, shape)
    real = (pl.col("_parts") >= 2) & (pl.col("_filled") >= 2) & (pl.col("_weight") >= PROVES)
    here = pl.col(shape.place)
    like = compared.filter((pl.col("_equal") & (pl.col("_parts") >= 1)).all().over(here))
    regions = {name for name in like[shape.place].unique() if name and _is_region(name)}
    named = here.is_in(sorted(regions)) & (pl.col("_weight") >= PROVES)
    return like.filter((real | named).any().over(here))[LINE]


def _is_region(name: str) -> bool:
    return key(name) in _region_names()


def _region_names() -> frozenset[str]:
    return frozenset(key(region.name) for region in load_register().regions_on())


def _named_totals(parts: pl.DataFrame, refused: pl.DataFrame, shape: _Shape) -> pl.Series:
    """Lines of rows called a total that are one: over what they leave open, or the rows above."""
    found = [_block_sums(parts, refused, shape)]
    for names, mine in _by_filled(refused, shape):
        found.append(_equal_lines(_compared(mine, parts, names, shape)))
        loose = [name for name in names if name not in shape.unsplit]
        for name in (name for name in names if name in shape.unsplit):
            whole = mine.filter(_says_unsplit(name, shape))
            others = [other for other in names if other != name]
            found.append(_equal_lines(_compared(whole, parts, others, shape)))
        found.append(_equal_lines(_compared(mine, parts, loose, shape)))
    return pl.concat(found).unique().sort()


def _says_unsplit(name: str, shape: _Shape) -> pl.Expr:
    empty = shape.unsplit[name]
    return pl.col(name).is_null() if empty is None else pl.col(name) == empty


def _by_filled(refused: pl.DataFrame, shape: _Shape) -> Iterator[tuple[list[str], pl.DataFrame]]:
    """The refused rows by which columns of the key they fill: they are sums over the others.

    A place that is called a total stands for all places, so it fills nothing.
    """
    totals = [name for name in refused[shape.place].unique() if name and is_total(name)]
    place = pl.col(shape.place)
    about = refused.with_columns(pl.when(~place.is_in(totals)).then(place).alias(shape.place))
    pattern = pl.concat_str(pl.col(name).is_null().cast(pl.String) for name in shape.key)
    for mine in about.with_columns(_pattern=pattern).partition_by("_pattern"):
        filled = [name for name in shape.key if mine[name].null_count() == 0]
        yield filled, mine.drop("_pattern")


def _block_sums(parts: pl.DataFrame, refused: pl.DataFrame, shape: _Shape) -> pl.Series:
    """Totals of the rows between them and the total above them."""
    ends = refused.select(pl.col(LINE).alias("_end")).sort("_end")
    inside = parts.sort(LINE).join_asof(ends, left_on=LINE, right_on="_end", strategy="forward")
    inside = inside.filter(pl.col("_end").is_not_null())
    compared = _compared(refused.with_columns(_end=pl.col(LINE)), inside, ["_end"], shape)
    return _equal_lines(compared)


def _equal_lines(compared: pl.DataFrame) -> pl.Series:
    return compared.filter(pl.col("_equal"))[LINE] if len(compared) else no_lines()


def _compared(
    totals: pl.DataFrame, parts: pl.DataFrame, group: Sequence[str], shape: _Shape
) -> pl.DataFrame:
    """Each total beside what its parts add up to; without those that have no parts."""
    asked = [
        *(pl.col(name).sum().alias(f"_sum:{name}") for name in shape.amounts),
        *(pl.col(name).null_count().alias(f"_gaps:{name}") for name in shape.amounts),
        pl.len().alias("_parts"),
    ]
    if group:
        summed = parts.group_by(group).agg(asked)
        beside = totals.join(summed, on=list(group), how="inner", nulls_equal=True)
    else:
        beside = totals.join(parts.select(asked).filter(pl.col("_parts") > 0), how="cross")
    return _judged(beside, shape)


def _judged(beside: pl.DataFrame, shape: _Shape) -> pl.DataFrame:
    """Whether all amounts that can be compared are equal, how many are not nought, how large."""
    used = {
        name: pl.col(name).is_not_null() & (pl.col(f"_gaps:{name}") == 0) for name in shape.amounts
    }
    equal = [
        ~used[name] | ((pl.col(name) - pl.col(f"_sum:{name}")).abs() < ROUNDING)
        for name in shape.amounts
    ]
    weights = [
        pl.when(used[name]).then(pl.col(name).abs().cast(pl.Float64)).otherwise(0.0)
        for name in shape.amounts
    ]
    return beside.with_columns(
        _equal=pl.all_horizontal(equal).fill_null(False) & pl.any_horizontal(used.values()),
        _filled=pl.sum_horizontal((weight > 0).cast(pl.Int32) for weight in weights),
        _weight=pl.sum_horizontal(weights),
    )
