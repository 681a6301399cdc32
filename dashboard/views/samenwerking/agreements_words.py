"""Required against observed coordination: the three matrices, what they say, and the gaps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from urllib.parse import urlencode

import pandas as pd

from dashboard import formats
from dashboard.presenters import concepts
from dashboard.views.samenwerking import names as names
from dashboard.words import say
from ketenkpi.chain.answers import handover_name
from ketenkpi.cooperation import Coordination, Coverage, Figure, PairVerdict
from ketenkpi.research_model import Relation, Situation, TaskPair, WorkTask, load_dependence
from ketenkpi.wording import Language
from ketenkpi.wording import say as library_say

# A symbol beside the word, so that no cell is told by its colour alone.
SYMBOLS = {
    "under": "✕", "partly": "◐", "met": "✓", "over": "✚", "unknown": "?", "not_applicable": "–",
}  # fmt: skip
CLASSES = {"met": "kk-good", "over": "kk-good", "partly": "kk-neutral", "under": "kk-bad"}
# The first one stands when nothing was chosen.
SORTS = ("klanten", "ernst", "dagen", "situatie", "paar")
Address = Mapping[str, str]


@dataclass(frozen=True)
class Matrix:
    """One situation: what stands out, its table, and the notes under it."""

    said: tuple[str, ...]
    html: str
    notes: tuple[str, ...]


def matrix(found: Coordination, situation: str, address: Address, language: Language) -> Matrix:
    """The matrix of one situation. address: what a link to the page Keten keeps."""
    known = load_dependence().situations[situation]
    notes = (known.expected, known.found, *known.notes)
    return Matrix(
        (_counted(found, known, language), weighted(found.covered(situation), language)),
        _Table(found, known, address, language).html(),
        tuple(note.in_(language) for note in notes),
    )


def status(key: str, language: Language) -> str:
    """'✓ geregeld'."""
    return f"{SYMBOLS[key]} {say(f'samenwerking.status_{key}', language)}"


def _counted(found: Coordination, situation: Situation, language: Language) -> str:
    """How many pairs of a situation have which status."""
    mine = [pair.status for pair in found.pairs if pair.situation == situation.key]
    parts = [
        say(f"samenwerking.some_{key}", language, count=mine.count(key))
        for key in SYMBOLS
        if key in mine
    ]
    return say(
        "samenwerking.matrix_said",
        language,
        situation=situation.name.in_(language),
        total=len(mine),
        parts=", ".join(parts),
    )


def weighted(coverage: Coverage, language: Language) -> str:
    """For what part of the clients all is agreed that is needed, and between which limits."""
    if coverage.weighted.value is None:
        reason = library_say(coverage.weighted.reason or "", language)
        return say("samenwerking.weighted_none", language, reason=reason)
    share = formats.percentage(coverage.weighted.value, 0, language)
    if not coverage.unknown_pairs or coverage.at_least is None or coverage.at_most is None:
        return say("samenwerking.weighted", language, share=share)
    ends = (coverage.at_least, coverage.at_most)
    low, high = (formats.percentage(end, 0, language) for end in ends)
    return say("samenwerking.weighted_range", language, share=share, low=low, high=high)


def handover(row: WorkTask, column: WorkTask, relation: Relation) -> str:
    """The handover a cell is about, in the direction of the dependence.

    What follows depends on what comes first; else it goes from row to column.
    """
    ends = (column, row) if relation.key == "volgend" else (row, column)
    return ">".join(task.step for task in ends)


def clients(figure: Figure, language: Language) -> str:
    """'431 klanten', or why the number is not known."""
    if figure.value is None:
        return library_say(figure.reason or "", language)
    whole = float(figure.value).is_integer()
    text = formats.number(figure.value, 0 if whole else 1, language)
    one = "_one" if text == "1" else ""
    return say(f"samenwerking.clients{one}", language, count=text)


def days(figure: Figure, language: Language) -> str:
    """'mediaan 6 dagen'; '' where there is none."""
    if figure.value is None:
        return ""
    return say("samenwerking.median", language, days=formats.shown(figure.value, "days", language))


@dataclass(frozen=True)
class _Table:
    """The table of one situation. Of an unordered pair the verdict stands above the diagonal."""

    found: Coordination
    situation: Situation
    address: Address
    language: Language

    def html(self) -> str:
        tasks = list(load_dependence().tasks.values())
        ordered = self.situation.ordered
        sides = load_dependence().row.name, load_dependence().column.name
        row_side, column_side = (side.in_(self.language) for side in sides)
        corner = (
            say("samenwerking.corner_ordered", self.language, row=row_side, column=column_side)
            if ordered
            else say("samenwerking.corner_one", self.language)
        )
        head = "".join(f'<th scope="col">{self._task(task, column_side)}</th>' for task in tasks)
        body = "".join(
            f'<tr><th scope="row">{self._task(row, row_side)}</th>'
            + "".join(self._cell(row, column) for column in tasks)
            + "</tr>"
            for row in tasks
        )
        name = escape(self.situation.name.in_(self.language))
        return (
            f'<div class="kk-grid kk-matrix" tabindex="0" role="region" aria-label="{name}">'
            f'<table><thead><tr><th scope="col">{escape(corner)}</th>{head}</tr></thead>'
            f"<tbody>{body}</tbody></table></div>"
        )

    def _task(self, task: WorkTask, side: str) -> str:
        name = task.name.in_(self.language)
        return escape(f"{name} {side}" if self.situation.ordered else name)

    def _cell(self, row: WorkTask, column: WorkTask) -> str:
        relation = self.situation.cells.get((row.key, column.key))
        if relation is None:
            return f'<td class="kk-none">{escape(say("samenwerking.same", self.language))}</td>'
        pair = self._pair(row, column)
        verdict = next(
            each
            for each in self.found.pairs
            if (each.key, each.situation) == (pair.key, pair.situation)
        )
        key = handover(row, column, relation)
        if pair.first != row:
            return f"<td>{self._mirrored(row, column, relation, verdict, key)}</td>"
        classes = CLASSES.get(verdict.status, "")
        return f'<td class="{classes}">{self._judged(pair, relation, verdict, key)}</td>'

    def _pair(self, row: WorkTask, column: WorkTask) -> TaskPair:
        mine = [p for p in load_dependence().pairs if p.situation == self.situation.key]
        ends = {(row, column)} if self.situation.ordered else {(row, column), (column, row)}
        return next(pair for pair in mine if (pair.first, pair.second) in ends)

    def _judged(self, pair: TaskPair, relation: Relation, verdict: PairVerdict, key: str) -> str:
        language = self.language
        word = status(verdict.status, language)
        needs = say(
            "samenwerking.needs",
            language,
            relation=relation.name.in_(language),
            kinds=names.kinds(verdict.required, language),
        )
        people = clients(verdict.clients, language)
        spoken = ". ".join([pair.name.in_(language), word, needs, people])
        lines = [needs]
        if verdict.lacking:
            absent = names.kinds(verdict.lacking, language)
            lines.append(say("samenwerking.lacks", language, kinds=absent))
        if pair.asymmetric and pair.back is not None:
            lines.append(_back(pair.back, language))
        if verdict.disagree:
            lines += [
                say(
                    "samenwerking.seen_by",
                    language,
                    party=names.party(seen.party, language),
                    status=status(seen.status, language),
                )
                for seen in verdict.seen
            ]
        lines += filter(None, [days(self._median(verdict, key), language)])
        small = "".join(f"<small>{escape(line)}</small>" for line in lines)
        link = self._link(key, f"<strong>{escape(word)}</strong>", spoken)
        return f"{link}{small}{self._weight(verdict)}<small>{escape(people)}</small>"

    def _mirrored(
        self, row: WorkTask, column: WorkTask, relation: Relation, verdict: PairVerdict, key: str
    ) -> str:
        """The cell below the diagonal: the same pair, seen from the other task."""
        language = self.language
        name = relation.name.in_(language)
        spoken = f"{row.name.in_(language)}, {column.name.in_(language)}. {name}"
        there = self.situation.cells[column.key, row.key]
        lines = [_back(there, language)] if verdict.asymmetric else []
        lines += filter(None, [days(self._median(verdict, key), language)])
        small = "".join(f"<small>{escape(line)}</small>" for line in lines)
        return self._link(key, escape(name), spoken) + small

    def _median(self, verdict: PairVerdict, key: str) -> Figure:
        return next(each.median for each in verdict.handovers if each.key == key)

    def _weight(self, verdict: PairVerdict) -> str:
        """A bar as long as the part of the most clients that any pair has."""
        most = max((pair.clients.value or 0 for pair in self.found.pairs), default=0)
        if not most or verdict.clients.value is None:
            return ""
        width = formats.number(100 * verdict.clients.value / most, 0, "en")
        return f'<span class="kk-weight" style="width:{width}%"></span>'

    def _link(self, key: str, inside: str, spoken: str) -> str:
        group = {"doelgroep": self.situation.key} if self.situation.ordered else {}
        query = escape(urlencode({**self.address, **group, "overdracht": key}))
        label = escape(say("samenwerking.to_chain", self.language, cell=spoken))
        return f'<a href="./keten?{query}" target="_self" aria-label="{label}">{inside}</a>'


def _back(relation: Relation, language: Language) -> str:
    """That the other direction is another relation, and which."""
    return say("samenwerking.asymmetric", language, relation=relation.name.in_(language))


def gaps(found: Coordination, order: str, language: Language) -> pd.DataFrame:
    """What is required and certainly not fully agreed, one row a pair, sorted as asked."""
    known = {(pair.key, pair.situation): pair for pair in load_dependence().pairs}
    situations = load_dependence().situations
    severity = list(SYMBOLS)
    rows = []
    for gap in found.gaps:
        pair = known[gap.key, gap.situation]
        medians = [each.median.value for each in gap.handovers if each.median.value is not None]
        sort = {
            "klanten": -(gap.clients.value or 0),
            "ernst": severity.index(gap.status),
            "dagen": -max(medians, default=0),
            "situatie": list(situations).index(gap.situation),
            "paar": pair.name.in_(language).casefold(),
        }
        rows.append((sort[order], _gap(gap, pair, language)))
    rows.sort(key=lambda row: row[0])
    index = say("samenwerking.head_pair", language)
    heads = [say(f"samenwerking.head_{name}", language) for name in GAP_COLUMNS]
    frame = pd.DataFrame([row for _, row in rows], columns=[index, *heads])
    return frame.set_index(index)


GAP_COLUMNS = ("situation", "status", "needs", "lacks", "clients", "days", "parties")


def _gap(gap: PairVerdict, pair: TaskPair, language: Language) -> tuple[str, ...]:
    situation = load_dependence().situations[gap.situation]
    seen = (
        say(
            "samenwerking.seen_by",
            language,
            party=names.party(each.party, language),
            status=status(each.status, language),
        )
        for each in gap.seen
    )
    return (
        pair.name.in_(language),
        situation.name.in_(language),
        status(gap.status, language),
        names.kinds(gap.required, language),
        names.kinds(gap.lacking, language),
        clients(gap.clients, language),
        "; ".join(_handovers(gap, language)),
        "; ".join(seen),
    )


def _handovers(gap: PairVerdict, language: Language) -> list[str]:
    return [
        say(
            "samenwerking.handover_days",
            language,
            handover=handover_name(each.key).in_(language),
            days=formats.shown(each.median.value, "days", language),
        )
        for each in gap.handovers
        if each.median.value is not None
    ]


def gaps_said(found: Coordination, language: Language) -> str:
    """How many gaps there are, and the one that most clients meet."""
    if not found.gaps:
        judged = found.covered().known
        return say(f"samenwerking.gaps_{'none' if judged else 'unknown'}", language, known=judged)
    first = found.gaps[0]
    known = {(pair.key, pair.situation): pair for pair in load_dependence().pairs}
    return say(
        "samenwerking.gaps_said",
        language,
        count=len(found.gaps),
        pair=known[first.key, first.situation].name.in_(language),
        situation=load_dependence().situations[first.situation].name.in_(language),
        lacks=names.kinds(first.lacking, language),
        clients=clients(first.clients, language),
    )


def explained(language: Language) -> str:
    """Where the words of the table are defined, as HTML."""
    codes = ["begrip.product", "begrip.proces", "begrip.arentsen", "begrip.tijdfactor"]
    codes += [f"relatie.{key}" for key in load_dependence().relations]
    codes += [f"situatie.{key}" for key in load_dependence().situations]
    links = ", ".join(concepts.named(code, language) for code in codes)
    return f'<p class="kk-note">{escape(say("samenwerking.defined", language))} {links}.</p>'
