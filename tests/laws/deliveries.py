"""Random deliveries of four Werkpleinen and two partners, for the laws that hold after each.

They deliver spells, steps, complaints, vacancies and answers of clients, by month and by
quarter, in any order: again with a correction, with nothing to report, with numbers that
mean the same everywhere or nowhere else; and cases move from one Werkplein to another.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ketenkpi.scope import Scope
from ketenkpi.store import Store
from ketenkpi.vocabulary import Period, Quarter

ALL = Scope.everything()
PLACES = ("Almelo", "Breda", "Culemborg", "Deventer")
PARTNERS = ("uwv", "GM0758")
SCHEMES = {"uwv": ("WW",), "GM0758": ("WWB", "IOAW")}
YEAR = 2009
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


def deliver(store: Store, world: World, contract: str, file: bytes, said: dict[str, object]) -> str:
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
