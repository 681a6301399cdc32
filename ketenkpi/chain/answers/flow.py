"""How clients go from step to step, and the moves that nobody can see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketenkpi.answer import Listed, Measured, Said, Section, Table, count_of, phrase, table_of
from ketenkpi.chain.answers.names import begun, column, followed, organisation, outcome, span, step
from ketenkpi.vocabulary import in_both

if TYPE_CHECKING:
    from ketenkpi.chain.chain import Chain
    from ketenkpi.chain.flow import Flow
    from ketenkpi.chain.selection import Selection


def apart(found: Chain) -> tuple[Said, ...]:
    """Per Werkplein in which quarters moves between partners cannot be seen."""
    return tuple(
        phrase(
            "chain.apart",
            place=each.werkplein,
            quarters=Listed(tuple(map(span, each.spans))),
        )
        for each in found.apart
    )


def flow(found: Chain, where: Said) -> Section:
    """How often another organisation took over and how, with every move."""
    overlap = sum(link.overlap for link in found.flow.links)
    notes = (
        phrase("chain.flow_overlap", n=count_of(overlap)) if overlap else None,
        None if found.ended_known else in_both("chain.flow_ends_unknown"),
        in_both("chain.source_flow"),
    )
    return Section(
        "flow",
        in_both("chain.title_flow"),
        _crossed(found, where),
        flow_table(found.flow),
        notes=tuple(filter(None, notes)),
    )


def _crossed(found: Chain, where: Said) -> Said:
    crossing, warm = found.flow.crossing, found.flow.warm
    told = {
        "place": where,
        "period": _period(found.chosen),
        "n": count_of(found.flow.moves),
    }
    if crossing.value is None:
        return phrase("chain.flow_few", **told)
    doers = _doers(found.flow)
    if len(doers) == 1:
        return phrase("chain.flow_alone", **told, organisation=organisation(*doers))
    how = (
        in_both("chain.flow_warm_unknown")
        if warm.value is None
        else phrase("chain.flow_warm", share=Measured(warm, "share", "value"))
    )
    share, interval = (Measured(crossing, "share"), Measured(crossing, "share", "limits"))
    return (phrase("chain.flow_said", **told, share=share, interval=interval), how)


def _period(chosen: Selection) -> Said:
    return span(chosen.quarters) if chosen.quarters else in_both("chain.all_quarters")


def _doers(flow: Flow) -> set[str]:
    """The organisations that took a step."""
    moved = [link.parties for link in flow.links]
    return {
        *(entry.organisation for entry in flow.entries),
        *(each.organisation for each in moved),
        *(each.next_organisation for each in moved),
    }


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
            count_of(link.overlap),
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
        (column("from"), lambda row: row[0]),
        (column("to"), lambda row: row[1]),
        (column("n", "number"), lambda row: row[2]),
        (column("overlap", "number"), lambda row: row[3] or ""),
        (column("wait", "days_tenths"), lambda row: row[4] or ""),
        (column("warm", "share_whole"), lambda row: row[5] or ""),
    )


def _ended(reason: str) -> Said:
    return phrase("chain.end", outcome=outcome(reason))
