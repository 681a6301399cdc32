"""The chain as tables that every surface draws, and what its steps are called."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ketenkpi.answer import Column, Form, Measured, Said, Table, phrase, table_of
from ketenkpi.chain.estimate import share
from ketenkpi.chain.repeats import NUMBERS
from ketenkpi.vocabularies import vocabularies
from ketenkpi.vocabulary import Quarter, Text, in_both

if TYPE_CHECKING:
    from ketenkpi.chain.chain import Chain
    from ketenkpi.chain.flow import Flow
    from ketenkpi.chain.moves import Parties
    from ketenkpi.chain.open_cases import OpenCases
    from ketenkpi.chain.repeats import Involved
    from ketenkpi.chain.slower import Sought
    from ketenkpi.chain.waiting import Compared, Handover, Point


def task(code: str) -> Text:
    """'diagnose'."""
    return vocabularies().tasks[code].name


def step(code: str, organisation: str) -> Text:
    """'diagnose (gemeente)'."""
    what, who = task(code), vocabularies().partners[organisation].name
    return Text(f"{what.nl} ({who.nl})", f"{what.en} ({who.en})")


def begun(parties: Parties) -> Text:
    """The step that a move comes from."""
    return step(parties.task, parties.organisation)


def followed(parties: Parties) -> Text:
    """The step that a move goes to."""
    return step(parties.next_task, parties.next_organisation)


def handover_name(key: str) -> Text:
    """'Intake → diagnose'."""
    first, last = (task(code) for code in key.split(">"))
    return Text(_arrow(first.nl, last.nl), _arrow(first.en, last.en))


def _arrow(first: str, last: str) -> str:
    return f"{first[0].upper()}{first[1:]} → {last}"


def _column(key: str, unit: str | None = None, form: Form = "value") -> Column:
    return Column(key, in_both(f"chain.head_{key}"), unit, form)


def flow_table(flow: Flow) -> Table:
    """Where spells begin, every move from step to step, and how spells end."""
    begin = in_both("chain.begin")
    rows: list[tuple[Said, Said, int, Measured | None, Measured | None, Measured | None]] = [
        (begin, step(each.task, each.organisation), each.n, None, None, None)
        for each in flow.entries
    ]
    rows += [
        (
            begun(link.parties),
            followed(link.parties),
            link.n,
            Measured(link.overlap, "number"),
            Measured(link.wait, "days_tenths"),
            Measured(link.warm, "share_whole"),
        )
        for link in flow.links
    ]
    rows += [
        (step(end.task, end.organisation), _ended(end.reason), end.n, None, None, None)
        for end in flow.exits
    ]
    return table_of(
        rows,
        (_column("from"), lambda row: row[0]),
        (_column("to"), lambda row: row[1]),
        (_column("n", "number"), lambda row: row[2]),
        (_column("overlap", "number"), lambda row: row[3] or ""),
        (_column("wait", "days_tenths"), lambda row: row[4] or ""),
        (_column("warm", "share_whole"), lambda row: row[5] or ""),
    )


def _ended(reason: str) -> Said:
    return phrase("chain.end", outcome=outcome(reason))


def outcome(reason: str) -> Text:
    """How a spell ended."""
    return in_both(f"chain.outcome_{reason}")


def waiting_table(waiting: Compared) -> Table:
    """The median wait inside one organisation, between two, and the difference."""
    sides = (("inside", waiting.inside), ("between", waiting.between))
    return table_of(
        (*sides, ("difference", waiting.difference)),
        (_column("side"), lambda row: in_both(f"chain.head_{row[0]}")),
        (_column("n", "number"), lambda row: row[1].n),
        (_column("median", "days_tenths"), lambda row: row[1]),
    )


def handover_table(handovers: Iterable[Handover]) -> Table:
    """Every handover with its wait inside and between organisations and what it costs."""
    return table_of(
        handovers,
        (_column("handover"), lambda each: handover_name(each.key)),
        (_column("n", "number"), lambda each: each.n),
        (_column("went", "share_whole"), lambda each: each.share),
        (_column("median", "days"), lambda each: each.median),
        (_column("nine", "days"), lambda each: each.p90),
        (_column("inside", "days_tenths"), lambda each: each.mean.inside),
        (_column("between", "days_tenths"), lambda each: each.mean.between),
        (_column("difference", "days_tenths"), lambda each: each.mean.difference),
        (_column("days", "days"), lambda each: each.days),
        (_column("share", "share_whole"), lambda each: Measured(each.share_of_days, "share_whole")),
        (_column("warm", "share_whole"), lambda each: each.warm),
    )


def slower_table(sought: Sought) -> Table:
    """The handovers that take longer at a Werkplein than elsewhere."""
    return table_of(
        sought.found,
        (_column("werkplein"), lambda each: each.werkplein),
        (_column("from"), lambda each: begun(each.parties)),
        (_column("to"), lambda each: followed(each.parties)),
        (_column("n", "number"), lambda each: each.here.n),
        (_column("here", "days_tenths"), lambda each: each.here),
        (_column("there", "days_tenths"), lambda each: each.elsewhere),
        (_column("longer", "days_tenths"), lambda each: each.longer),
        level=sought.level,
    )


def repeat_table(found: Chain) -> Table:
    """Intakes and diagnoses that were done again."""
    return table_of(
        found.repeats,
        (_column("task"), lambda each: task(each.task)),
        (_column("spells", "number"), lambda each: each.spells),
        (_column("again", "share"), lambda each: each.share_again),
        (_column("elsewhere", "share"), lambda each: each.share_elsewhere),
    )


def involved_table(found: Involved) -> Table:
    """How many organisations or workers spells met, and of how many that is not known."""
    total = sum(found.spells)
    known = [
        (in_both(f"chain.number_{number}"), spells, share(spells, total))
        for number, spells in zip(NUMBERS, found.spells, strict=True)
    ]
    unknown = [(in_both("chain.number_unknown"), found.unknown, None)] if found.unknown else []
    return table_of(
        [*known, *unknown],
        (_column("number"), lambda row: row[0]),
        (_column("n", "number"), lambda row: row[1]),
        (_column("part", "share"), lambda row: "" if row[2] is None else row[2]),
    )


def open_table(cases: OpenCases) -> Table:
    """Open cases by their last step."""
    long = phrase("chain.head_long", days=Measured(cases.long_days, "number"))
    return table_of(
        cases.at,
        (_column("last_step"), lambda at: step(at.task, at.organisation)),
        (_column("state"), lambda at: in_both(f"chain.state_{at.state}")),
        (_column("n", "number"), lambda at: at.n),
        (_column("age", "days"), lambda at: at.median),
        (Column("long", long, "number"), lambda at: at.long),
    )


def course_table(points: Iterable[Point]) -> Table:
    """One handover quarter by quarter."""
    return table_of(
        points,
        (_column("quarter"), lambda point: Quarter.from_index(point.quarter)),
        (_column("went", "share_whole"), lambda point: point.share),
        (_column("median", "days"), lambda point: point.median),
        (_column("nine", "days"), lambda point: point.p90),
        (_column("n", "number"), lambda point: point.share.n),
    )
