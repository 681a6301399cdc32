"""Cases that are seen at two Werkpleinen: moved, or two people with one number?

Two offices that number their cases from 1 use the same numbers for all of them,
so the same number is no proof, and neither is the same pseudonym. It is believed
where the register says that one Werkplein went up in the other, or where
somebody says so who saw the cases.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ketenkpi.catalogue import Stated, Statement
from ketenkpi.catalogue.statements import YES
from ketenkpi.contracts import Finding, Findings, Total
from ketenkpi.contracts.questions import CASES_SHOWN, Question
from ketenkpi.counts.sources import PARTNER
from ketenkpi.register import Register
from ketenkpi.store.brought import Brought
from ketenkpi.store.result import Request
from ketenkpi.store.rows import RowsPart, current_rows, text, with_stated
from ketenkpi.store.stating import yes_or_no

if TYPE_CHECKING:
    import duckdb

CONTRACT = "trajecten"


@dataclass(frozen=True, slots=True)
class Pair:
    """Cases with one number and one pseudonym at two places: how many, and the first few."""

    before: str
    after: str
    count: int
    cases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Moved:
    """What is known of them, what is asked, and the other places whose rows go on here."""

    statements: tuple[Statement, ...] = ()
    questions: tuple[Question, ...] = ()
    noticed: Findings = Findings()  # noqa: RUF009 - frozen
    elsewhere: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Moving:
    """Looks for such cases between a new file and what counts at other places."""

    connection: duckdb.DuckDBPyConnection
    register: Register
    request: Request
    partner: str
    limit: int

    def look(self, pieces: Sequence[Brought], kept: Sequence[RowsPart], stated: Stated) -> Moved:
        """What to make of the cases that the new rows share with other places."""
        new = next((piece for piece in pieces if piece.part.contract == CONTRACT), None)
        others = [part for part in kept if part.contract == CONTRACT]
        if new is None or not others:
            return Moved()
        statements: list[Statement] = []
        questions: list[Question] = []
        told: list[tuple[str, Pair]] = []
        elsewhere: set[str] = set()
        for pair in self._pairs(new, others, stated):
            answer = self._answer(pair, stated)
            if answer is None and self._everywhere(pair, stated):
                questions.append(_question(pair))
            elif answer is None:
                told.append(("zelfde_nummers", pair))
            elif answer[0] == YES:
                elsewhere.add(pair.before)
                told.append(("verhuisd", pair))
            if answer is not None and answer[1]:
                statements.append(self._statement(pair, answer[0], answer[1]))
        noticed = _noticed(told, self.limit)
        return Moved(tuple(statements), tuple(questions), noticed, frozenset(elsewhere))

    def _answer(self, pair: Pair, stated: Stated) -> tuple[str, str] | None:
        """Whether they moved, and who says so now ('' when it was stated before)."""
        given = self.request.answers.to("verhuisd", pair.before)
        if given is not None:
            return yes_or_no(given), self.request.by
        before = stated.value("verhuisd", werkplein=pair.after, subject=pair.before)
        if before is not None:
            return before, ""
        if self.register.merged_into(pair.before, pair.after):
            return YES, "register"
        return None

    def _everywhere(self, pair: Pair, stated: Stated) -> bool:
        """Whether a number of this source was said to mean one thing at every place."""
        kinds = ("kring", "zaaknummers")
        return any(stated.circle(kind, pair.after, self.partner) == "overal" for kind in kinds)

    def _statement(self, pair: Pair, answer: str, by: str) -> Statement:
        return Statement(
            "verhuisd", answer, werkplein=pair.after, subject=pair.before, stated_by=by
        )

    def _pairs(self, new: Brought, others: Sequence[RowsPart], stated: Stated) -> Iterable[Pair]:
        mine = with_stated(new.part, new.places, stated)
        after = current_rows(CONTRACT, [mine])
        # Only of the numbers that are in the file: putting a million rows in order takes 1 s.
        numbers = f"SELECT traject_id FROM read_parquet({text(str(mine.path))})"
        before = current_rows(CONTRACT, others, f"traject_id IN ({numbers})")
        rows = self.connection.execute(
            f"SELECT b.werkplein, a.werkplein, count(*), min(a.traject_id, {CASES_SHOWN})"
            f" FROM ({after}) a JOIN ({before}) b USING (traject_id, client)"
            f" WHERE a.werkplein <> b.werkplein AND b.{PARTNER} = {text(self.partner)}"
            " GROUP BY ALL ORDER BY ALL"
        ).fetchall()
        return [Pair(b, a, count, tuple(map(str, first))) for b, a, count, first in rows]


def _question(pair: Pair) -> Question:
    return Question(
        "verhuisd",
        pair.before,
        (YES, "nee"),
        params={"from": pair.before, "to": pair.after, "count": pair.count},
        cases=pair.cases,
    )


def _noticed(told: Sequence[tuple[str, Pair]], limit: int) -> Findings:
    found = [
        Finding(
            "bestanden",
            "advies",
            rule,
            column="traject_id",
            value=pair.before,
            params={
                "from": pair.before,
                "to": pair.after,
                "count": pair.count,
                "cases": ", ".join(pair.cases),
            },
        )
        for rule, pair in told
    ]
    totals: dict[str, int] = {}
    for rule, _ in told:
        totals[rule] = totals.get(rule, 0) + 1
    return Findings(
        tuple(Total("bestanden", "advies", rule, "traject_id", n) for rule, n in totals.items()),
        tuple(found[:limit]),
    )
