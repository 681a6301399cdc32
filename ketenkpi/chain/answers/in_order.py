"""The days of each part of the chain on one axis, in the order of the chain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ketenkpi.answer import Measured, Picture, Said, Section, count_of, phrase, table_of
from ketenkpi.chain.answers.names import column, handover_name, task
from ketenkpi.chain.in_order import HALF, STEP, PartOfChain
from ketenkpi.indicators import load_indicators, split_name
from ketenkpi.vocabulary import Text, in_both


def in_order(parts: Sequence[PartOfChain]) -> Section:
    """How long each takes: the median with its interval, nine in ten, and the term of a rule."""
    title = in_both("chain.title_in_order")
    if not parts:
        return Section("in_order", title, in_both("chain.in_order_none"))
    table = table_of(
        parts,
        (column("part_of_chain"), lambda each: part_name(each)),
        (column("n", "number"), lambda each: each.median.n),
        (column("median", "days"), lambda each: each.median),
        (column("nine", "days"), lambda each: each.p90),
        (column("term", "days"), lambda each: _term(each) or ""),
    )
    finding = _longest(parts)
    alt = phrase("chain.in_order_alt", finding=finding)
    picture = Picture("in_order", "days", tuple(map(_row, parts)), alt)
    notes = (in_both("chain.in_order_note"), *_norms(parts))
    return Section("in_order", title, finding, table, (picture,), notes)


def part_name(each: PartOfChain) -> Text:
    """A step ('Intake'), a wait ('Intake → diagnose') or 'Van melding tot aanvraag'."""
    if each.waits:
        return handover_name(each.key)
    if each.key.startswith(STEP):
        return task(each.key[len(STEP) :]).each(_capital)
    return split_name(load_indicators()[HALF], each.key).each(_capital)


def _capital(name: str) -> str:
    return name[0].upper() + name[1:]


def _longest(parts: Sequence[PartOfChain]) -> Said:
    """The longest median among the waits, and among the rest, as what was measured."""
    said = []
    for waits, key in ((True, "wait"), (False, "part")):
        mine = [each for each in parts if each.waits is waits]
        if mine:
            longest = max(mine, key=lambda each: each.median.value or 0)
            said.append(_named(longest, key))
    return tuple(said)


def _named(each: PartOfChain, key: str) -> Said:
    return phrase(
        f"chain.in_order_longest_{key}",
        part=part_name(each),
        days=Measured(each.median.value, "days", "worded"),
    )


def _row(each: PartOfChain) -> Mapping[str, Said | float]:
    figure = each.median
    text = phrase(
        "chain.in_order_point",
        part=part_name(each),
        median=Measured(figure, "days", "value"),
        nine=Measured(each.p90.value, "days"),
        n=count_of(figure.n),
    )
    return {
        "label": part_name(each),
        "role": "wait" if each.waits else "part",
        "value": figure.value,
        "low": figure.low,
        "high": figure.high,
        "nine": each.p90.value,
        "term": _term(each),
        "number": Measured(figure.value, "days"),
        "text": text,
    }


def _term(each: PartOfChain) -> int | None:
    return None if each.norm is None else each.norm.days


def _norms(parts: Sequence[PartOfChain]) -> tuple[Said, ...]:
    """Which rule each term is of."""
    return tuple(
        phrase("chain.in_order_norm", part=part_name(each), name=each.norm.name)
        for each in parts
        if each.norm is not None
    )
