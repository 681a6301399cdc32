"""Counted step by step, each time only what a change touches, is counted all at once.

Four Werkpleinen and two partners deliver spells, steps, complaints, vacancies and answers
of clients, by month and by quarter, in any order: again with a correction, with nothing
to report, with numbers that mean the same everywhere or nowhere else. Files are taken
back, and cases move from one Werkplein to another. After every step the files of the
counts are those of a count of everything: their names, which are the hashes of their
content, are the same. What an upload is said to change of the rows is looked for among
those that may differ only: all others are the same before and after.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest

from ketenkpi.catalogue import staging
from ketenkpi.contracts import NVT
from ketenkpi.counts.pieces import Manifest, read_list
from ketenkpi.scope import Scope
from ketenkpi.settings import Settings
from ketenkpi.store import Store, open_store
from ketenkpi.store.changes import may_differ, row_columns
from ketenkpi.store.counting import Workshop, recounted
from ketenkpi.store.rows import (
    CASES,
    RowsPart,
    current_rows,
    current_rows_at,
    names,
    parts_of,
    working,
)
from ketenkpi.vocabulary import Period, Quarter

pytestmark = pytest.mark.slow

ALL = Scope.everything()
PLACES = ("Almelo", "Breda", "Culemborg", "Deventer")
PARTNERS = ("uwv", "GM0758")
SCHEMES = {"uwv": ("WW",), "GM0758": ("WWB", "IOAW")}
YEAR = 2009
STEPS = 16
QUARTERS = tuple(Quarter(YEAR, number) for number in (1, 2, 3))
GROUPS = ("jongere", "grote_afstand", "")
REASONS = ("werk", "verhuizing")
TASKS = ("intake", "diagnose", "arbeidsbemiddeling")
DOERS = ("uwv", "gemeente", "duo")
HANDOVERS = ("geen", "warm")
THEMES = ("wachttijd", "bejegening")
PRINCIPLES = ("bereikbaarheid", "algemeen")


@dataclass(frozen=True)
class World:
    """What may come next, drawn with a seed; `wide`: numbers mean the same everywhere."""

    rng: random.Random
    wide: bool

    def steps(self, number: int) -> Iterator[tuple[str, bytes, dict[str, object]]]:
        """So many files: a contract, its bytes, and what is said of it."""
        for _ in range(number):
            place, partner = self.rng.choice(PLACES), self.rng.choice(PARTNERS)
            quarter = self.rng.choice(QUARTERS)
            months = [Period.of_month(YEAR, quarter.number * 3 - back) for back in range(3)]
            period = Period(quarter) if self.rng.random() < 0.7 else self.rng.choice(months)
            contract = self.rng.choices(
                ("trajecten", "stappen", "klachten", "vacatures", "tevredenheid"), (6, 4, 1, 2, 1)
            )[0]
            rows = list(getattr(self, contract)(place, partner, period))
            head = ";".join(COLUMNS[contract])
            yield (
                contract,
                "\n".join((head, *rows, "")).encode(),
                {
                    "organisation": partner,
                    "period": period,
                },
            )

    def day(self, period: Period) -> date:
        return period.first_day + timedelta(days=self.rng.randrange(28))

    def trajecten(self, place: str, partner: str, period: Period) -> Iterator[str]:
        for number in self.numbers(14):
            begin = self.day(period) - timedelta(days=self.rng.choice((0, 0, 40, 200)))
            end = begin + timedelta(days=self.rng.randrange(90))
            ended = end <= period.last_day and self.rng.random() < 0.6
            yield ";".join(
                (
                    *(number, place, self.rng.choice(SCHEMES[partner]), self.client(number)),
                    *(self.rng.choice(GROUPS), f"{begin - timedelta(days=5):%d-%m-%Y}"),
                    f"{begin:%d-%m-%Y}",
                    *((f"{end:%d-%m-%Y}", self.rng.choice(REASONS)) if ended else ("", "")),
                )
            )

    def stappen(self, place: str, partner: str, period: Period) -> Iterator[str]:
        seen = set()
        for number in self.numbers(12):
            for task in self.rng.sample(TASKS, 2):
                begin, doer = self.day(period), self.rng.choice(DOERS)
                last = min(begin + timedelta(days=self.rng.randrange(20)), period.last_day)
                end = f"{last:%d-%m-%Y}"
                if (number, task, doer, begin) in seen:
                    continue
                seen.add((number, task, doer, begin))
                yield ";".join(
                    (
                        *(number, place, task, doer, f"{begin:%d-%m-%Y}"),
                        end if self.rng.random() < 0.7 else "",
                        *(self.rng.choice(HANDOVERS), f"m{self.rng.randrange(3)}"),
                    )
                )

    def klachten(self, place: str, partner: str, period: Period) -> Iterator[str]:
        for _ in range(self.rng.randrange(4)):
            yield f"{place};{self.day(period):%d-%m-%Y};{self.rng.choice(THEMES)}"

    def vacatures(self, place: str, partner: str, period: Period) -> Iterator[str]:
        for number in self.numbers(6):
            begin = self.day(period)
            end = begin + timedelta(days=self.rng.randrange(30))
            closed = f"{end:%d-%m-%Y};vervuld_eigen" if end <= period.last_day else ";"
            yield f"v{number};{place};{begin:%d-%m-%Y};{closed};uwv"

    def tevredenheid(self, place: str, partner: str, period: Period) -> Iterator[str]:
        for _ in range(self.rng.randrange(1, 6)):
            principle, mark = self.rng.choice(PRINCIPLES), self.rng.randrange(1, 11)
            yield f"{place};{period.quarter};werkzoekende;{principle};{mark}"

    def numbers(self, most: int) -> Sequence[str]:
        """Numbers of cases: of everybody the same ones, so that they mean the same or clash."""
        return [str(each) for each in self.rng.sample(range(1, 20), self.rng.randrange(1, most))]

    def client(self, number: str) -> str:
        """Nobody; the client that goes with a number of a case wherever it is; or any other."""
        drawn = self.rng.random()
        if drawn < 0.1:
            return ""
        return f"c{number}" if drawn < 0.5 else f"c{self.rng.randrange(12)}"

    def answers(self, contract: str) -> dict[str, str]:
        circle = "overal" if self.wide else "partner"
        said = {"werkplein": "nieuw", "rol:GM0758": "gemeente"}
        said |= {"zaaknummers": circle} if contract in ("trajecten", "stappen") else {}
        said |= {"kring": circle} if contract == "trajecten" else {}
        if self.wide and contract == "trajecten":
            said |= {f"verhuisd:{one}": self.rng.choice(("ja", "ja", "nee")) for one in PLACES}
        return said


COLUMNS = {
    "trajecten": (
        *("traject_id", "werkplein", "regeling", "client", "doelgroep", "melding", "instroom"),
        *("uitstroom", "reden_uitstroom"),
    ),
    "stappen": (
        *("traject_id", "werkplein", "taak", "organisatie", "begin", "einde", "overdracht"),
        "medewerker",
    ),
    "klachten": ("werkplein", "datum", "thema"),
    "vacatures": (
        *("vacature_id", "werkplein", "geregistreerd", "gesloten", "uitkomst", "geworven_door"),
    ),
    "tevredenheid": ("werkplein", "kwartaal", "klantgroep", "klantprincipe", "score"),
}


def _deliver(
    store: Store, world: World, contract: str, file: bytes, said: dict[str, object]
) -> str:
    period = said["period"]
    answers = world.answers(contract) | {"periode": str(period), f"leeg:{contract}": "ontbreekt"}
    for _ in range(4):
        result = store.upload(
            file,
            contract,
            by="anna",
            filename=f"{contract}.csv",
            replace=True,
            answers=answers,
            scope=ALL,
            **said,  # type: ignore[arg-type]
        )
        if result.status != "asks":
            break
        answers |= {one.name: one.answers[0] for one in result.questions if one.answers}
    return result.status


def _parts(store: Store) -> tuple[RowsPart, ...]:
    snapshot = store.catalogue.snapshot()
    return parts_of(snapshot.deliveries, store.catalogue.rows, snapshot.stated)


def _differ_where_they_may(
    store: Store, before: Sequence[RowsPart], after: Sequence[RowsPart]
) -> int:
    """How many rows of cases are looked at for what differs; all others are the same in both."""
    looked_at = 0
    places = {place for part in (*before, *after) for place, _, _ in part.covers}
    with staging(store.settings.home) as folder, working(folder) as connection:
        for contract in sorted(CASES):
            wanted = may_differ(connection, contract, before, after)
            columns = names((*row_columns(contract), NVT))

            def rows(
                parts: Sequence[RowsPart], where: str, columns: str = columns, key: str = contract
            ) -> Sequence[tuple[object, ...]]:
                query = f"SELECT {columns} FROM ({current_rows(key, parts)}) WHERE {where}"
                return connection.execute(f"{query} ORDER BY ALL").fetchall()

            assert rows(before, f"NOT ({wanted})") == rows(after, f"NOT ({wanted})")
            for parts in (before, after):
                query = current_rows_at(contract, parts, places, wanted)
                found = connection.execute(f"SELECT {columns} FROM ({query}) ORDER BY ALL")
                assert found.fetchall() == rows(parts, wanted)
            looked_at += len(rows(after, wanted)) if wanted != "true" else 0
    return looked_at


def _at_once(store: Store) -> Manifest:
    """All that counts now, counted from nothing."""
    parts = _parts(store)
    with staging(store.settings.home) as folder, working(folder) as connection:
        shop = Workshop(connection, folder, store.settings.return_windows_days)
        return read_list(recounted(shop, None, parts).path)


def _now(store: Store) -> Manifest | None:
    name = store.catalogue.snapshot().counts_blob
    return read_list(store.catalogue.counts.path(name)) if name else None


@pytest.mark.parametrize("wide", [False, True], ids=["apart", "everywhere"])
@pytest.mark.parametrize("seed", [3, 6])
def test_counted_step_by_step_is_counted_at_once(tmp_path: Path, seed: int, wide: bool) -> None:
    home = tmp_path / "home"
    home.mkdir()
    store = open_store(Settings.load(home=home, database_url=f"sqlite:///{home}/c.db"))
    world = World(random.Random(seed), wide)
    stored = taken = looked_at = 0
    for contract, file, said in world.steps(STEPS):
        before = _parts(store)
        status = _deliver(store, world, contract, file, said)
        assert status in ("stored", "unchanged"), (contract, status, file.decode())
        stored += status == "stored"
        looked_at += _differ_where_they_may(store, before, _parts(store))
        current = sorted({d.upload.id for d in store.catalogue.snapshot().deliveries})
        if len(current) > 1 and world.rng.random() < 0.2:
            chosen = world.rng.choice(current)
            store.withdraw_upload(chosen, by="anna", reason="verkeerd", scope=ALL)
            taken += 1
        assert _now(store) == _at_once(store), (seed, contract, said)
    assert stored > STEPS / 2
    assert taken
    assert looked_at
    assert wide == any(store.catalogue.stated().moves())
    store.close()
