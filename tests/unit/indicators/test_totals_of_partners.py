"""Totals of one partner beside case files of another: both count, held to plain loops."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from ketenkpi.counts import Counts, count
from ketenkpi.indicators import indicators
from ketenkpi.store.residuals import residuals
from ketenkpi.store.rows import RowsPart
from ketenkpi.store.silence import lacking, totals_beside_cases
from ketenkpi.vocabulary import Quarter
from tests.engines.uploads import arrow_tables

YEAR = tuple(Quarter(2009, number) for number in (1, 2, 3, 4))
PARTNERS = ("uwv", "GM0758", "GM0855")
KEYS = ("instroom", "uitstroom", "uitstroom_werk", "gemiddelde_stand")
Truth = dict[tuple[str, int], float]


@dataclass
class Delivered:
    """The rows of one Werkplein, and the deliveries they came in."""

    spells: list[dict[str, Any]] = field(default_factory=list)
    totals: list[dict[str, Any]] = field(default_factory=list)
    parts: list[RowsPart] = field(default_factory=list)

    def deliver(self, contract: str, partner: str, *quarters: Quarter) -> None:
        for quarter in quarters:
            at = quarter.index
            self.parts.append(
                RowsPart(
                    contract,
                    Path("nergens"),
                    None,
                    at,
                    len(self.parts),
                    None,
                    quarter.last_day,
                    partner=partner,
                    covers=frozenset({("A", at, at)}),
                )
            )

    def spell(self, partner: str, begun: date, ended: date | None, reason: str) -> None:
        row = {"traject_id": f"T{len(self.spells)}", "werkplein": "A", "regeling": "WWB"}
        row |= {"client": f"k{len(self.spells)}"}
        row |= {"_partner": partner, "reden_uitstroom": reason if ended else None}
        self.spells.append({**row, "instroom": begun, "uitstroom": ended})

    def total(self, partner: str, quarter: Quarter, *numbers: int) -> None:
        names = ("beginstand", "instroom", "uitstroom", "uitstroom_werk", "eindstand")
        row = {"werkplein": "A", "kwartaal": quarter.index, "regeling": "WWB"}
        row |= {"_partner": partner, "doelgroep": "jongere"}
        self.totals.append({**row, **dict(zip(names, numbers, strict=True))})

    def counts(self) -> Counts:
        rows = {"trajecten": self.spells, "stand_stroom": self.totals}
        found = count(arrow_tables(rows), observed_until=YEAR[-1].last_day)
        return found.with_told(
            nothing=[], lacking=lacking(self.parts), beside=totals_beside_cases(self.parts)
        )


def figures(delivered: Delivered, *keys: str) -> pd.DataFrame:
    found = indicators(delivered.counts(), keys=keys or KEYS, by=("kwartaal", "werkplein"))
    return found.set_index(["indicator", "kwartaal"])


def any_day(random_: random.Random, quarter: Quarter) -> date:
    days = (quarter.last_day - quarter.first_day).days
    return quarter.first_day + timedelta(days=random_.randint(0, days))


def some_cases(random_: random.Random, made: Delivered, partner: str, truth: Truth | None) -> None:
    for number in range(random_.randint(3, 9)):
        begins = YEAR[0] if number == 0 else random_.choice(YEAR)
        ends = random_.choice([None, *(q for q in YEAR if q.index > begins.index)])
        reason = random_.choice(["werk", "overig"])
        ended = any_day(random_, ends) if ends else None
        made.spell(partner, any_day(random_, begins), ended, reason)
        if truth is None:
            continue
        truth["instroom", begins.index] += 1
        if ends:
            truth["uitstroom", ends.index] += 1
            truth["uitstroom_werk", ends.index] += reason == "werk"
        for q in YEAR:
            truth["eind", q.index] += begins.index <= q.index and not (
                ends and ends.index <= q.index
            )


def some_totals(random_: random.Random, made: Delivered, partner: str, truth: Truth | None) -> None:
    begin = random_.randint(5, 20)
    if truth is not None:
        truth["eind", YEAR[0].index - 1] += begin
    for quarter in YEAR:
        inflow, outflow = random_.randint(0, 9), random_.randint(1, 5)
        work = random_.randint(1, outflow)
        made.total(partner, quarter, begin, inflow, outflow, work, begin + inflow - outflow)
        begin += inflow - outflow
        if truth is not None:
            truth["instroom", quarter.index] += inflow
            truth["uitstroom", quarter.index] += outflow
            truth["uitstroom_werk", quarter.index] += work
            truth["eind", quarter.index] += begin


@pytest.mark.parametrize("seed", range(12))
def test_of_each_partner_the_case_files_or_else_the_totals(seed: int) -> None:
    random_ = random.Random(seed)
    made = Delivered()
    names = ("instroom", "uitstroom", "uitstroom_werk", "eind")
    quarters = range(YEAR[0].index - 1, YEAR[-1].index + 1)
    truth: Truth = {(name, quarter): 0 for name in names for quarter in quarters}
    for partner in PARTNERS:
        has = random_.choice(("cases", "totals", "both"))
        if has != "totals":
            some_cases(random_, made, partner, truth)
            made.deliver("trajecten", partner, *YEAR)
        if has != "cases":
            some_totals(random_, made, partner, truth if has == "totals" else None)
            made.deliver("stand_stroom", partner, *YEAR)
    found = figures(made)["value"]
    for quarter in YEAR:
        at = quarter.index
        for key in names[:3]:
            assert found[key, at] == truth[key, at], (key, quarter)
        # Of who has case files alone nothing is known from before the first quarter.
        if quarter != YEAR[0]:
            both = truth["eind", at - 1] + truth["eind", at]
            assert found["gemiddelde_stand", at] == both / 2, quarter


def test_what_only_case_files_tell_of_everybody_is_not_told_beside_totals() -> None:
    made = Delivered()
    made.spell("uwv", date(2009, 2, 1), None, "")
    made.deliver("trajecten", "uwv", *YEAR)
    assert figures(made, "personen")["value"]["personen", YEAR[1].index] == 1
    made.total("GM0758", YEAR[1], 7, 3, 1, 0, 9)
    made.deliver("stand_stroom", "GM0758", YEAR[1])
    row = figures(made, "personen").loc[("personen", YEAR[1].index)]
    assert row["reason"] == "indicators.reason_not_delivered"
    # And they are no check on each other: they are about other clients.
    assert residuals(made.counts())["instroom_verschil"].isna().all()


def test_who_goes_over_to_totals_is_not_in_the_stock_twice() -> None:
    made = Delivered()
    for partner in ("uwv", "GM0758"):
        made.spell(partner, date(2009, 2, 1), None, "")
    made.deliver("trajecten", "uwv", *YEAR)
    made.deliver("trajecten", "GM0758", *YEAR[:2])
    for quarter in YEAR[2:]:
        made.total("GM0758", quarter, 1, 2, 2, 0, 1)
    made.deliver("stand_stroom", "GM0758", *YEAR[2:])
    found = figures(made)
    assert found["value"]["gemiddelde_stand", YEAR[1].index] == 2
    assert found["value"]["instroom", YEAR[2].index] == 2
    # Its last case still stands among the case files: how many run is not known.
    reason = found["reason"]["gemiddelde_stand", YEAR[2].index]
    assert reason == "indicators.reason_follow_up_incomplete"


def test_the_begin_of_totals_is_the_end_of_the_case_files_before_them() -> None:
    made = Delivered()
    made.spell("uwv", date(2009, 2, 1), None, "")
    made.total("uwv", YEAR[2], 1, 2, 2, 0, 1)
    counts = count(
        arrow_tables({"trajecten": made.spells, "stand_stroom": made.totals}),
        observed_until=YEAR[1].last_day,
    )
    found = indicators(counts, keys=["gemiddelde_stand"], by=("kwartaal", "werkplein"))
    value = found.set_index("kwartaal")["value"]
    assert value[YEAR[2].index] == 1


def test_what_was_delivered_for_all_together_gives_way_to_case_files() -> None:
    made = Delivered()
    made.spell("uwv", date(2009, 2, 1), None, "")
    made.deliver("trajecten", "uwv", *YEAR)
    made.total("samen", YEAR[0], 0, 8, 0, 0, 8)
    made.deliver("stand_stroom", "samen", YEAR[0])
    assert figures(made)["value"]["instroom", YEAR[0].index] == 1
    assert totals_beside_cases(made.parts) == {("trajecten/uwv", "A", YEAR[0].index)}
