"""The chain as it runs, kept by `cached`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypedDict

import pandas as pd

from dashboard import charts, reads
from dashboard.basis import Basis
from dashboard.cached import cached
from dashboard.presenters import chain_names, parts
from dashboard.theme import Mode
from dashboard.views.keten import layout, tables, words
from dashboard.words import say
from ketenkpi.answer import Table
from ketenkpi.chain import Chain, answers, term_of
from ketenkpi.vocabulary import Quarter
from ketenkpi.wording import Language

# By what a handover is known in an address when none is chosen.
EVERY = "alle"
STEPS = "stappen"


@dataclass(frozen=True)
class Asked:
    """What the reader chose; scheme and group None are all of them."""

    place: str
    quarters: tuple[int, ...]
    scheme: str | None
    group: str | None


class _Within(TypedDict):
    werkplein: str | None
    regio: str | None
    quarters: tuple[Quarter, ...]
    regelingen: tuple[str, ...]
    doelgroepen: tuple[str, ...]


@dataclass(frozen=True)
class Picture:
    """A finding with its chart, its table, and what to know when reading it."""

    said: str
    chart: charts.Chart | None
    table: Table
    note: str


@dataclass(frozen=True)
class Explained:
    """One handover: its name, what there is to say, and its course over the quarters."""

    name: str
    said: tuple[str, ...]
    course: Picture | None


def quarters(basis: Basis) -> tuple[int, ...]:
    """The quarters of which steps were delivered."""
    status = reads.delivered(basis).status
    return tuple(sorted({quarter for contract, _, quarter in status if contract == STEPS}))


@cached
def chain(basis: Basis, asked: Asked) -> Chain:
    """The chain within what the reader chose."""
    return basis.store.chain(basis.scope, **_within(basis, asked))


def _within(basis: Basis, asked: Asked) -> _Within:
    place = reads.places(basis)[asked.place]
    return {
        "werkplein": place.name if place.kind == "werkplein" else None,
        "regio": place.name if place.kind == "region" else None,
        "quarters": tuple(Quarter.from_index(quarter) for quarter in asked.quarters),
        "regelingen": (asked.scheme,) if asked.scheme else (),
        "doelgroepen": (asked.group,) if asked.group else (),
    }


@cached
def flow(basis: Basis, asked: Asked, handover: str, language: Language, mode: Mode) -> Picture:
    """The picture of the flow; one handover in blue when it is chosen."""
    found, place = chain(basis, asked), reads.places(basis)[asked.place].label(language)
    said = words.flow(found, place, parts.when(asked.quarters, language), language)
    drawn = layout.drawn(found.flow)
    chart = charts.flow(
        tables.flow_rows(drawn, language),
        height=drawn.height,
        chosen=() if handover == EVERY else (handover,),
        alt=say("keten.flow_alt", language, finding=said),
        mode=mode,
        language=language,
    )
    note = words.flow_notes(found, drawn, handover != EVERY, language)
    return Picture(said, chart, answers.flow_table(found.flow), note)


@cached
def handover(basis: Basis, asked: Asked, key: str, language: Language, mode: Mode) -> Explained:
    """One handover explained, also when nobody made it."""
    first, last = (chain_names.task(code, language) for code in key.split(">"))
    tasks = {"task": first, "next_task": last}
    name = say("keten.handover_title", language, **tasks)
    found = chain(basis, asked).handover(key)
    if found is None:
        return Explained(name, (say("keten.handover_none", language, **tasks),), None)
    course = basis.store.handover_course(key, basis.scope, **_within(basis, asked))
    said = words.course(course, key, language)
    shown = [point.quarter for point in course]
    weeks = words.weeks(term_of(key), language)
    below = reads.phases_below(basis, reads.places(basis)[asked.place], shown, language)
    chart = charts.trend(
        tables.course_rows(course, name, language),
        unit="days",
        subject="",
        bands=below.rows,
        alt=say("keten.course_alt", language, finding=said),
        mode=mode,
        language=language,
    )
    table = answers.course_table(course)
    note = " ".join(filter(None, (below.said, say("keten.course_note", language, weeks=weeks))))
    return Explained(name, words.handover(found, language), Picture(said, chart, table, note))


@cached
def waiting(basis: Basis, asked: Asked, language: Language, mode: Mode) -> Picture:
    """Waits inside against between organisations, per handover."""
    found = chain(basis, asked)
    said = words.waiting(found, language)
    rows = tables.waiting_rows(found.handovers, language)
    alt = say("keten.waiting_alt", language, finding=said)
    return Picture(
        said,
        _bars(rows, "days", alt, mode, language),
        answers.handover_table(found.handovers),
        say("keten.waiting_legend", language),
    )


@cached
def involved(basis: Basis, asked: Asked, language: Language, mode: Mode) -> tuple[Picture, ...]:
    """How many organisations, and how many workers, clients met."""
    pictures = []
    for each in chain(basis, asked).involved:
        said = words.involved(each, language)
        rows = tables.involved_rows(each, language)
        alt = say("keten.involved_alt", language, finding=said)
        chart = _bars(rows, "share", alt, mode, language) if each.share_more.n else None
        table = answers.involved_table(each)
        pictures.append(Picture(said, chart, table, say(f"keten.unit_{each.unit}", language)))
    return tuple(pictures)


@cached
def open_cases(basis: Basis, asked: Asked, language: Language, mode: Mode) -> Picture:
    """Where open cases are now."""
    found, place = chain(basis, asked), reads.places(basis)[asked.place].label(language)
    said = words.open_cases(found, place, language)
    rows = tables.open_rows(found.open, language)
    alt = say("keten.open_alt", language, finding=said)
    return Picture(
        said,
        _bars(rows, "number", alt, mode, language),
        answers.open_table(found.open),
        words.open_notes(found, language),
    )


def _bars(
    rows: pd.DataFrame, unit: str, alt: str, mode: Mode, language: Language
) -> charts.Chart | None:
    if rows.empty:
        return None
    return charts.bars(rows, unit=unit, alt=alt, mode=mode, language=language)
