"""The planted truths of the example come back out of the product's own figures.

`test_planted_truths.py` finds them in the files with plain code; here the
files go through reading, store, counts and indicators, as a user's would.
"""

from __future__ import annotations

from math import exp, log, sqrt
from pathlib import Path

import pandas as pd
import pytest

from ketenkpi.chain import Parties, difference
from ketenkpi.comparison import verdicts_of
from ketenkpi.example import TRUTHS, ExampleSet, practice, write_example
from ketenkpi.example.places import REGISTER
from ketenkpi.example.resources import JOINT_PROCUREMENT, RE_INTEGRATIE
from ketenkpi.example.truths import LAST
from ketenkpi.scope import Scope
from ketenkpi.stats import wilson
from ketenkpi.store import Store
from ketenkpi.vocabulary import Quarter
from tests.example_store import deliver, empty

pytestmark = pytest.mark.slow
ALL = Scope.everything()
LATE = TRUTHS.late_werkplein
CONTRACTS = (
    *("trajecten", "stappen", "stand_stroom", "tevredenheid", "werkpleinen", "doelen"),
    *("fasen", "middelen", "samenwerking"),
)


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> ExampleSet:
    return write_example(tmp_path_factory.mktemp("example"))


@pytest.fixture(scope="module")
def history(
    example: ExampleSet, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Store, pd.DataFrame]:
    """The store with all deliveries, and the outflow it showed before the last quarter came."""
    home: Path = tmp_path_factory.mktemp("home")
    store = empty(home)
    files = [file for file in example.files if file.contract in CONTRACTS]
    last = [f for f in files if f.contract == "trajecten" and f.path.name.startswith(late_name())]
    last = [f for f in last if f.quarter == Quarter(2010, 4)]
    assert len(last) == 1
    for file in files:
        if file not in last:
            deliver(store, file)
    before = store.figures(["uitstroom"], ("werkplein", "kwartaal"), ALL)
    deliver(store, last[0])
    return store, before


def late_name() -> str:
    return f"trajecten_{LATE.lower()}"


@pytest.fixture(scope="module")
def store(history: tuple[Store, pd.DataFrame]) -> Store:
    return history[0]


def value(frame: pd.DataFrame, **keys: object) -> float:
    for name, wanted in keys.items():
        frame = frame[frame[name] == wanted]
    return float(frame["value"].item())


def test_the_crisis_shows_in_the_inflow(store: Store) -> None:
    found = store.figures(["instroom"], ("kwartaal",), ALL, where={"regeling": ["WW"]})
    years = found.groupby(found["kwartaal"] // 4)["value"].sum()
    ratio, spread = years[2009] / years[2008], 1.96 * sqrt(1 / years[2009] + 1 / years[2008])
    assert exp(log(ratio) - spread) < TRUTHS.crisis_ww < exp(log(ratio) + spread)


def test_late_registration_shows_as_a_revision(history: tuple[Store, pd.DataFrame]) -> None:
    store, before = history
    quarter = Quarter(2010, 3).index
    after = store.figures(["uitstroom"], ("werkplein", "kwartaal"), ALL)
    first, last = (value(frame, werkplein=LATE, kwartaal=quarter) for frame in (before, after))
    share = wilson(last - first, last)
    assert share.low < TRUTHS.late_share < share.high


def test_late_registration_shows_in_the_revision_triangle(store: Store) -> None:
    found = store.revisions("uitstroom", ALL).triangle
    quarter = found[(found["werkplein"] == LATE) & (found["kwartaal"] == Quarter(2010, 3).index)]
    assert quarter["age"].tolist() == [0, 1]
    first, last = quarter["value"]
    share = wilson(last - first, last)
    assert share.low < TRUTHS.late_share < share.high
    # Everybody but these delivered once, so nothing of theirs can have moved.
    others = ~found["werkplein"].isin([LATE, *TRUTHS.delivering_again])
    assert (found.loc[others, "to_now"] == 0).all()
    assert (found.loc[~others & (found["age"] == 3), "to_now"] == 0).all()


def test_verdicts_on_the_targets_of_the_example(store: Store) -> None:
    assert store.target_findings(ALL) == ()
    found = verdicts_of(store.source, ["eerste_betaling_ww_op_tijd", "aandeel_werk"], ALL)
    norm = found[found["indicator"] == "eerste_betaling_ww_op_tijd"]
    # The national norm judges no quarter before its source; a Werkplein's own does.
    assert set(norm["verdict"]) >= {"gehaald", "niet_te_zeggen", "nb"}
    aims = found[found["target"].notna() & (found["indicator"] == "aandeel_werk")]
    assert set(aims["level"]) == {"regio", "werkplein"}
    own = aims[aims["level"] == "werkplein"]
    assert set(own["target"]) == {0.575}
    assert set(own["kwartaal"]) == {Quarter(2010, number).index for number in (1, 2, 3, 4)}


def test_a_closed_location_has_no_inflow_and_its_successor_takes_it_over(store: Store) -> None:
    closed, into = TRUTHS.merged_werkplein, TRUTHS.merged_into
    found = store.figures(["instroom"], ("werkplein", "kwartaal"), ALL)
    later = found[(found["werkplein"] == closed) & (found["kwartaal"] >= Quarter(2010, 1).index)]
    assert later["value"].tolist() == [0, 0, 0, 0], "zero, for its running cases are delivered"
    successor = store.register().successor(closed, TRUTHS.merged_on)
    assert successor is not None
    assert successor.code == into


def test_the_best_served_clients_are_where_they_were_planted(store: Store) -> None:
    found = store.figures(["klanttevredenheid"], ("werkplein",), ALL)
    overall = found[found["split"] == "algemeen"].set_index("werkplein")
    planted = overall.loc[TRUTHS.content_werkplein]
    rest = overall.drop(index=TRUTHS.content_werkplein)
    assert planted["low"] > rest["high"].median()
    extra = planted["value"] - rest["value"].mean()
    width = (planted["high"] - planted["low"]) / 2
    assert abs(extra - TRUTHS.content_points) < 1.5 * width


@pytest.mark.parametrize("key", ["klanttevredenheid_werkgevers", "een_geheel"])
def test_they_are_more_content_on_all_of_it(store: Store, key: str) -> None:
    found = store.figures([key], ("werkplein",), ALL)
    marks = found[found["split"].isin(["algemeen"]) | found["split"].isna()].set_index("werkplein")
    planted, rest = marks.loc[TRUTHS.content_werkplein], marks.drop(TRUTHS.content_werkplein)
    width = (planted["high"] - planted["low"]) / 2
    assert abs(planted["value"] - rest["value"].mean() - TRUTHS.content_points) < 1.5 * width


def test_what_clients_expect_is_met_better_there(store: Store) -> None:
    # Priorities are alike everywhere, so the gap closes by what the marks gain.
    found = store.figures(["tevreden_ervaring_prioriteit"], ("werkplein",), ALL)
    gaps = found[found["split"] == "tijdigheid"].set_index("werkplein")
    planted, rest = gaps.loc[TRUTHS.content_werkplein], gaps.drop(TRUTHS.content_werkplein)
    assert planted["high"] < rest["low"].median()
    width = (planted["high"] - planted["low"]) / 2
    assert abs(rest["value"].mean() - planted["value"] - TRUTHS.content_points) < 1.5 * width


def test_the_moves_to_a_team_show_in_phases_and_in_steps(store: Store) -> None:
    groups = {"doelgroep": list(TRUTHS.phase_groups)}
    phases = store.figures(["fase"], ("werkplein", "kwartaal"), ALL, where=groups)
    steps = store.figures(["duo_of_team"], ("werkplein", "kwartaal"), ALL, where=groups)
    for place, switch in TRUTHS.phase_switches.items():
        mine = phases[(phases["werkplein"] == place) & (phases["value"] > 0)]
        teams = mine[mine["split"].isin(["3a", "3b"])]
        assert teams["kwartaal"].min() == switch.index
        share = steps[steps["werkplein"] == place].set_index("kwartaal")["value"]
        assert share.loc[switch.index :].min() > 0.5 > share.loc[: switch.index - 3].max()
    never = phases[~phases["werkplein"].isin(list(TRUTHS.phase_switches))]
    assert not ((never["value"] > 0) & never["split"].isin(["3a", "3b"])).any()


def test_mixing_caseloads_shows_where_they_are_mixed(store: Store) -> None:
    place = next(p for p in REGISTER.places if p.phases[-1][0] == "3b")
    mixed = place.phases[-1][1].index
    found = store.figures(["caseload_mix"], ("werkplein", "kwartaal"), ALL)
    mine = found[found["werkplein"] == place.name].set_index("kwartaal")
    assert mine.loc[mixed:, "low"].min() > mine.loc[: mixed - 1, "value"].mean()


def test_the_budgets_of_the_partners_are_as_unequal_as_made(store: Store) -> None:
    reintegration = {"soort": ["re_integratie"]}
    ratio = store.figures(["uitgaven_verhouding"], (), ALL, where=reintegration)
    made = RE_INTEGRATIE["gemeente"] / RE_INTEGRATIE["uwv"]
    assert value(ratio) == pytest.approx(made, rel=0.05)
    joint = store.figures(["aandeel_gezamenlijk"], ("werkplein",), ALL, where=reintegration)
    shares = joint.dropna(subset=["value"]).set_index("werkplein")["value"]
    assert shares[shares > 0].to_dict() == {JOINT_PROCUREMENT: 1.0}


def test_a_later_phase_scores_higher_on_the_scan(store: Store) -> None:
    found = store.figures(["samenwerking_score"], ("werkplein", "kwartaal"), ALL)
    quarter = LAST.index
    scores = found[(found["kwartaal"] == quarter) & (found["split"] == "uwv")].dropna(
        subset=["value"]
    )
    teams = scores["werkplein"].isin(list(TRUTHS.phase_switches))
    assert scores[teams]["value"].min() > scores[~teams]["value"].max()


def test_the_slow_handover_is_the_slowest(store: Store) -> None:
    soort = "overdracht:diagnose>aanbodversterking"
    found = store.figures(["overdracht_p90"], ("werkplein",), ALL, where={"soort": [soort]})
    waits = found.dropna(subset=["value"]).set_index("werkplein")
    slow = waits.loc[TRUTHS.slow_werkplein]
    assert slow["low"] > waits.drop(index=TRUTHS.slow_werkplein)["high"].max()


def test_the_chain_finds_the_slow_handover_and_no_other(store: Store) -> None:
    found = store.chain(ALL).slower
    (slow,) = found.found
    assert slow.werkplein == TRUTHS.slow_werkplein
    parties = slow.parties
    assert (parties.task, parties.next_task) == ("diagnose", "aanbodversterking")
    assert {parties.organisation, parties.next_organisation} == {"uwv", "gemeente"}
    assert slow.longer.low < TRUTHS.slow_days < slow.longer.high
    assert found.tested > 500


def test_crossing_to_another_organisation_costs_days_everywhere(store: Store) -> None:
    links = {link.parties: link.wait for link in store.chain(ALL).flow.links}
    crossing = links[Parties("intake", "uwv", "diagnose", "gemeente")]
    inside = links[Parties("intake", "uwv", "diagnose", "uwv")]
    extra = difference(crossing, inside)
    assert extra.low < TRUTHS.boundary_days < extra.high


def test_the_practice_file_is_refused_and_its_twin_is_good(
    store: Store, example: ExampleSet
) -> None:
    faulty, mended = (store.check(file.path, "trajecten") for file in example.practice)
    assert {(f.line, f.column, f.rule) for f in faulty.findings.listed} == {
        (fault["line"], fault["column"], fault["kind"])
        for fault in practice.listed()
        if fault["kind"] != "buiten_kwartaal"
    }
    assert not mended.findings.blocked
