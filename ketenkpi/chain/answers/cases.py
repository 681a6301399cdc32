"""Intakes and diagnoses done again, whom clients met, and where open cases are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketenkpi.answer import (
    Column,
    Listed,
    Measured,
    Picture,
    Reasons,
    Said,
    Section,
    Table,
    count_of,
    phrase,
    table_of,
)
from ketenkpi.chain.answers.bars import bar
from ketenkpi.chain.answers.names import column, organisation, step, task
from ketenkpi.chain.estimate import share
from ketenkpi.chain.open_cases import RUNNING, WAITING
from ketenkpi.chain.repeats import NUMBERS
from ketenkpi.figure import counted
from ketenkpi.vocabularies import tasks_in_order
from ketenkpi.vocabulary import Quarter, in_both

if TYPE_CHECKING:
    from ketenkpi.chain.chain import Chain
    from ketenkpi.chain.open_cases import OpenCases
    from ketenkpi.chain.repeats import Involved, Repeat


def repeats(found: Chain) -> Section:
    """Intakes and diagnoses that were done again."""
    table = table_of(
        found.repeats,
        (column("task"), lambda each: task(each.task)),
        (column("spells", "number"), lambda each: each.spells),
        (column("again", "share"), lambda each: each.share_again),
        (column("elsewhere", "share"), lambda each: each.share_elsewhere),
    )
    finding = tuple(map(_again, found.repeats))
    notes = (in_both("chain.repeats_note"), in_both("chain.source_repeats"))
    return Section("repeats", in_both("chain.title_repeats"), finding, table, notes=notes)


def _again(each: Repeat) -> Said:
    told: dict[str, Said] = {"task": task(each.task), "n": count_of(each.spells)}
    if each.share_again.value is None:
        return phrase("chain.repeats_few", **told, reason=Reasons((each.share_again,)))
    if not each.again:
        high = Measured(each.share_again.high, "share_hundredths")
        return phrase("chain.repeats_none", **told, high=high)
    return phrase(
        "chain.repeats_said",
        **told,
        share=Measured(each.share_again, "share", "value"),
        elsewhere=Measured(each.share_elsewhere, "share", "value"),
    )


def involved(each: Involved) -> Section:
    """How many organisations or workers spells met, and of how many that is not known."""
    title = in_both(f"chain.title_{each.unit}")
    finding = _met(each)
    notes = (in_both("chain.involved_note"), in_both("chain.source_involved"))
    if not each.share_more.n:
        return Section(each.unit, title, finding, notes=notes)
    total = sum(each.spells)
    met = [
        (number, in_both(f"chain.number_{number}"), spells, share(spells, total))
        for number, spells in zip(NUMBERS, each.spells, strict=True)
    ]
    of = in_both(f"chain.unit_{each.unit}")
    bars = tuple(
        bar(name, "one", "context" if number == 1 else "subject", part, "share", of)
        for number, name, _, part in met
    )
    unknown = [(0, in_both("chain.number_unknown"), each.unknown, None)] if each.unknown else []
    table = table_of(
        [*met, *unknown],
        (column("number"), lambda row: row[1]),
        (column("n", "number"), lambda row: row[2]),
        (column("part", "share"), lambda row: "" if row[3] is None else row[3]),
    )
    picture = Picture("bars", "share", bars, phrase("chain.involved_alt", finding=finding))
    return Section(each.unit, title, finding, table, (picture,), notes)


def _met(each: Involved) -> Said:
    if each.share_more.value is None:
        reason = Reasons((each.share_more,))
        return phrase(f"chain.involved_none_{each.unit}", reason=reason)
    more = Measured(each.share_more, "share", "value")
    said = phrase(f"chain.involved_said_{each.unit}", share=more)
    if not each.unknown:
        return said
    return (said, phrase("chain.involved_unknown", n=count_of(each.unknown)))


def open_cases(found: Chain, where: Said) -> Section:
    """Open cases by their last step."""
    title, cases = in_both("chain.title_open"), found.open
    notes = (*_not_now(cases), in_both("chain.open_note"), in_both("chain.source_open"))
    if not found.ended_known:
        return Section("open", title, in_both("chain.open_unknown"), notes=notes)
    if not cases.n:
        return Section("open", title, phrase("chain.open_none", place=where), notes=notes)
    finding = _stand(cases, where)
    alt, legend = phrase("chain.open_alt", finding=finding), in_both("chain.open_legend")
    picture = Picture("bars", "number", tuple(_bars(cases)), alt, legend)
    return Section("open", title, finding, _open_table(cases), (picture,), notes)


def _stand(cases: OpenCases, where: Said) -> Said:
    waiting = [at for at in cases.at if at.state == WAITING]
    said = phrase(
        "chain.open_said",
        place=where,
        moment=Quarter.from_index(max(cases.moments.values())),
        n=count_of(cases.n),
        waiting=count_of(cases.waiting),
        long=count_of(sum(at.long for at in waiting)),
        limit=Measured(cases.long_days, "days"),
    )
    if not waiting:
        return said
    most = max(waiting, key=lambda at: at.n)
    longest = phrase(
        "chain.open_most",
        task=task(most.task),
        organisation=organisation(most.organisation),
        n=count_of(most.n),
        days=Measured(most.median, "days", "worded"),
    )
    return (said, longest)


def _not_now(cases: OpenCases) -> list[Said]:
    """Which Werkpleinen are known up to an earlier quarter, and cases nobody speaks of now."""
    newest = max(cases.moments.values(), default=0)
    earlier = tuple(
        phrase("chain.open_moment", name=name, quarter=Quarter.from_index(quarter))
        for name, quarter in sorted(cases.moments.items())
        if quarter < newest
    )
    said: list[Said] = []
    if earlier:
        said.append(phrase("chain.open_moments", names=Listed(earlier)))
    if cases.older:
        said.append(phrase("chain.open_older", n=count_of(cases.older)))
    return said


def _open_table(cases: OpenCases) -> Table:
    long = phrase("chain.head_long", days=count_of(cases.long_days))
    return table_of(
        cases.at,
        (column("last_step"), lambda at: step(at.task, at.organisation)),
        (column("state"), lambda at: in_both(f"chain.state_{at.state}")),
        (column("n", "number"), lambda at: at.n),
        (column("age", "days"), lambda at: at.median),
        (Column("long", long, "number"), lambda at: at.long),
    )


def _bars(cases: OpenCases) -> list[dict[str, Said | float]]:
    """Two bars per task: the last step still runs, or is done without a next one."""
    present = {at.task for at in cases.at}
    rows = []
    for each in tasks_in_order():
        for state, colour in ((RUNNING, "context"), (WAITING, "signal")):
            n = sum(at.n for at in cases.at if (at.task, at.state) == (each.key, state))
            if each.key in present:
                said = in_both(f"chain.state_{state}")
                rows.append(bar(each.name, state, colour, counted(n, n), "number", said))
    return rows
