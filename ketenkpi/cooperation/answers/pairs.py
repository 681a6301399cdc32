"""What is agreed between tasks against what is needed: how far, where not, and pair by pair."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ketenkpi.answer import Listed, Measured, Reasons, Said, Section, count_of, phrase, table_of
from ketenkpi.cooperation.answers.names import (
    column,
    group,
    kinds,
    pair,
    parted,
    party,
    said_by,
    span,
)
from ketenkpi.cooperation.coordination import STATUSES
from ketenkpi.research_model import load_dependence
from ketenkpi.vocabularies import vocabularies
from ketenkpi.vocabulary import in_both

if TYPE_CHECKING:
    from ketenkpi.cooperation.coordination import Coordination, Coverage, PairVerdict
    from ketenkpi.figure import Figure
    from ketenkpi.research_model import Relation, Situation, TaskPair

# How gaps can be sorted; the first one stands when nothing was chosen.
SORTS: Mapping[str, Callable[[PairVerdict], float]] = {
    "klanten": lambda gap: -(gap.clients.value or 0),
    "ernst": lambda gap: STATUSES.index(gap.status),
    "dagen": lambda gap: -max((e.median.value or 0 for e in gap.handovers), default=0),
    "situatie": lambda gap: list(load_dependence().situations).index(gap.situation),
}


def coverage(found: Coordination) -> Section:
    """How far what is needed is there, over each situation and by each party."""
    table = table_of(
        found.coverage,
        (column("situation"), lambda each: _situation(each.situation)),
        (column("party"), lambda each: _whose(each.party)),
        (column("met", "number"), lambda each: each.met),
        (column("known", "number"), lambda each: each.known),
        (column("unknown", "number"), lambda each: each.unknown_pairs),
        (column("share", "share_whole"), lambda each: each.share),
        (column("weighted", "share_whole"), lambda each: each.weighted),
        (column("between"), lambda each: span(each.at_least, each.at_most, "share_whole")),
        (column("unknown_share", "share_whole"), lambda each: each.unknown),
    )
    notes = (in_both("cooperation.pairs_parties"), _time_factor(found.time_factor))
    title = in_both("cooperation.coverage")
    return Section("coverage", title, weighted(found.covered()), table, notes=notes)


def _situation(key: str | None) -> Said:
    return in_both("cooperation.all_situations") if key is None else group(key)


def _whose(key: str | None) -> Said:
    return in_both("cooperation.party_all") if key is None else party(key)


def weighted(covered: Coverage) -> Said:
    """For what part of the clients all is agreed that is needed, and between which limits."""
    if covered.weighted.value is None:
        return phrase("cooperation.weighted_none", reason=Reasons((covered.weighted,)))
    share = Measured(covered.weighted, "share_whole")
    if not covered.unknown_pairs or covered.at_least is None or covered.at_most is None:
        return phrase("cooperation.weighted", share=share)
    return phrase(
        "cooperation.weighted_range",
        share=share,
        low=Measured(covered.at_least, "share_whole"),
        high=Measured(covered.at_most, "share_whole"),
    )


def _time_factor(weight: float | None) -> Said:
    known = load_dependence().time_factor
    if weight is None:
        return phrase("cooperation.time_factor_off", section=known.section)
    named = tuple(each.name for each in load_dependence().pairs if each.key in known.pairs)
    said = phrase(
        "cooperation.time_factor_on",
        weight=Measured(weight, "weight"),
        pairs=Listed(named),
        section=known.section,
    )
    return (known.why, said)


def gaps(found: Coordination, order: str = "klanten") -> Section:
    """What is needed and certainly not fully agreed, one row a pair, sorted by `order`."""
    title, said = in_both("cooperation.gaps"), _gaps_said(found)
    if not found.gaps:
        return Section("gaps", title, said)
    table = table_of(
        sorted(found.gaps, key=SORTS[order]),
        (column("pair"), lambda gap: pair(gap.key, gap.situation).name),
        (column("situation"), lambda gap: group(gap.situation)),
        (column("status"), lambda gap: status(gap.status)),
        (column("needs"), lambda gap: kinds(gap.required)),
        (column("lacking"), lambda gap: kinds(gap.lacking)),
        (column("clients", "number"), lambda gap: _counted(gap.clients)),
        (column("handover"), _handovers),
        (column("parties"), lambda gap: parted(seen_by(gap))),
    )
    return Section("gaps", title, said, table)


def _gaps_said(found: Coordination) -> Said:
    """How many gaps there are, and the one that most clients meet."""
    if not found.gaps:
        judged = found.covered().known
        key = f"cooperation.gaps_{'none' if judged else 'unknown'}"
        return phrase(key, known=count_of(judged))
    first = found.gaps[0]
    return phrase(
        "cooperation.gaps_said",
        count=count_of(len(found.gaps)),
        pair=pair(first.key, first.situation).name,
        situation=group(first.situation),
        lacks=kinds(first.lacking),
        clients=clients(first.clients),
    )


def status(key: str) -> Said:
    """'✓ geregeld': a sign beside the word, so that nothing is told by colour alone."""
    return in_both(f"cooperation.status_{key}")


def clients(figure: Figure) -> Said:
    """'431 klanten', or why the number is not known."""
    if figure.value is None:
        return Reasons((figure,))
    one = "_one" if figure.value == 1 else ""
    return phrase(f"cooperation.clients{one}", count=_counted(figure))


def _counted(figure: Figure) -> Measured:
    """Who counts for a part of one, by the time factor, makes a number with a decimal."""
    whole = figure.value is None or float(figure.value).is_integer()
    return Measured(figure, "number" if whole else "weight")


def _handovers(gap: PairVerdict) -> Said:
    return parted(
        phrase(
            "cooperation.handover_days",
            handover=handover_name(each.key),
            days=Measured(each.median, "days", "worded"),
            n=count_of(each.median.n),
        )
        for each in gap.handovers
        if each.median.value is not None
    )


def handover_name(key: str) -> Said:
    """'Intake → diagnose'."""
    first, last = (vocabularies().tasks[code].name for code in key.split(">"))
    return phrase(
        "cooperation.handover", first=first.each(lambda t: t[0].upper() + t[1:]), last=last
    )


def seen_by(verdict: PairVerdict) -> tuple[Said, ...]:
    """How each party sees a pair."""
    return tuple(said_by(each.party, status(each.status)) for each in verdict.seen)


def situation_said(found: Coordination, key: str) -> tuple[Said, Said]:
    """How many pairs of one situation have which status, and for what part of the clients."""
    mine = [each.status for each in found.pairs if each.situation == key]
    parts = tuple(
        phrase(f"cooperation.some_{name}", count=count_of(mine.count(name)))
        for name in STATUSES
        if name in mine
    )
    said = phrase(
        "cooperation.situation_said",
        situation=group(key),
        total=count_of(len(mine)),
        parts=Listed(parts),
    )
    return said, weighted(found.covered(key))


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """One cell of a matrix.

    spoken: the cell to who hears it. word: what stands in it first, with the
    way to the waiting at its handover. lines: what is told below it. verdict:
    None where the cell is the other half of an unordered pair.
    """

    spoken: Said
    word: Said
    lines: tuple[Said, ...]
    handover: str
    verdict: PairVerdict | None


def cell(found: Coordination, situation: Situation, row: str, column: str) -> MatrixCell | None:
    """The cell of a row and column, both tasks; None where they are the same task.

    Of an unordered pair the verdict stands above the diagonal, the other half below it.
    """
    relation = situation.cells.get((row, column))
    if relation is None:
        return None
    ends = {(row, column)} if situation.ordered else {(row, column), (column, row)}
    mine = load_dependence().of(situation.key)
    asked = next(each for each in mine if (each.first.key, each.second.key) in ends)
    verdict = next(e for e in found.pairs if (e.key, e.situation) == (asked.key, situation.key))
    handover = handover_of(row, column, relation)
    waits = tuple(
        phrase("cooperation.median", days=Measured(each.median, "days", "worded"))
        for each in verdict.handovers
        if each.key == handover and each.median.value is not None
    )
    if asked.first.key != row:
        return _mirrored(situation, row, column, handover, waits)
    return _judged(asked, relation, verdict, handover, waits)


def handover_of(row: str, column: str, relation: Relation) -> str:
    """The handover a cell is about, in the direction of the dependence.

    What follows depends on what comes first; else it goes from row to column.
    """
    ends = (column, row) if relation.key == "volgend" else (row, column)
    return ">".join(load_dependence().tasks[key].step for key in ends)


def _judged(
    asked: TaskPair,
    relation: Relation,
    verdict: PairVerdict,
    handover: str,
    waits: Iterable[Said],
) -> MatrixCell:
    word = status(verdict.status)
    needs = phrase("cooperation.needs", relation=relation.name, kinds=kinds(verdict.required))
    people = clients(verdict.clients)
    lines: list[Said] = [needs]
    if verdict.lacking:
        lines.append(phrase("cooperation.lacks", kinds=kinds(verdict.lacking)))
    if asked.asymmetric and asked.back is not None:
        lines.append(phrase("cooperation.asymmetric", relation=asked.back.name))
    if verdict.disagree:
        lines += seen_by(verdict)
    spoken = phrase("cooperation.spoken", pair=asked.name, word=word, needs=needs, clients=people)
    return MatrixCell(spoken, word, (*lines, *waits, people), handover, verdict)


def _mirrored(
    situation: Situation, row: str, column: str, handover: str, waits: Iterable[Said]
) -> MatrixCell:
    """The same pair, seen from the other task."""
    here, there = situation.cells[row, column], situation.cells[column, row]
    tasks = load_dependence().tasks
    spoken = phrase(
        "cooperation.spoken_mirrored",
        row=tasks[row].name,
        column=tasks[column].name,
        relation=here.name,
    )
    other = (
        (phrase("cooperation.asymmetric", relation=there.name),)
        if here.strength != there.strength
        else ()
    )
    return MatrixCell(spoken, here.name, (*other, *waits), handover, None)
