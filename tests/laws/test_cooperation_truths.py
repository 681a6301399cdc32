"""The planted phases, gaps and disagreements of the example come back out of `store.cooperation`.

Only where they were planted: a finding elsewhere would be as wrong as one missed.
"""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from ketenkpi.cooperation import questions_of
from ketenkpi.example import TRUTHS, write_example
from ketenkpi.example.places import REGISTER
from ketenkpi.example.truths import LAST
from ketenkpi.scope import Scope
from ketenkpi.store import Cooperation, Store
from ketenkpi.vocabulary import Quarter
from tests.example_store import deliver, empty

pytestmark = pytest.mark.slow
ALL = Scope.everything()
CONTRACTS = ("trajecten", "stappen", "fasen", "samenwerking")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    opened = empty(tmp_path_factory.mktemp("home"))
    for file in write_example(tmp_path_factory.mktemp("example")).files:
        if file.contract in CONTRACTS:
            deliver(opened, file)
    return opened


@pytest.fixture(scope="module")
def found(store: Store) -> Mapping[str, Cooperation]:
    """Every Werkplein that is open in the last quarter."""
    return {
        place.name: store.cooperation(place.name, LAST, ALL) for place in REGISTER.open_in(LAST)
    }


def test_the_gap_in_one_pair_of_tasks(found: Mapping[str, Cooperation]) -> None:
    def missing(each: Cooperation) -> tuple[str, tuple[str, ...]]:
        (pair,) = (
            pair for pair in each.coordination.pairs
            if (pair.key, pair.situation) == (TRUTHS.gap_pair, "binnen_uitkering")
        )  # fmt: skip
        return pair.status, tuple(kind for seen in pair.seen for kind in seen.lacking)

    mine = found[TRUTHS.gap_werkplein]
    assert missing(mine)[0] == "under"
    assert set(missing(mine)[1]) == {"proces"}
    assert mine.coordination.gaps[0].key == TRUTHS.gap_pair
    # Elsewhere in an integrated team, by both: at most in part.
    teams = [name for name in TRUTHS.phase_switches if name != TRUTHS.gap_werkplein]
    assert "under" not in {missing(found[name])[0] for name in teams}


def test_the_registered_phase_that_the_steps_contradict(found: Mapping[str, Cooperation]) -> None:
    against = {
        name: {(finding.kind, finding.doelgroepen) for finding in each.phase.findings}
        for name, each in found.items()
        if any(finding.kind.endswith("_steps") for finding in each.phase.findings)
    }
    groups = tuple(sorted(TRUTHS.phase_groups))
    assert against == {
        TRUTHS.unmixed_werkplein: {("register_steps", groups), ("scan_steps", groups)}
    }
    wrong = {
        (check.basis, check.phases, check.seen.sign)
        for check in found[TRUTHS.unmixed_werkplein].phase.checks
        if check.verdict == "contradicted"
    }
    assert wrong == {("registered", ("3b",), "caseload_mix"), ("derived", ("3b",), "caseload_mix")}
    mixed = [
        check.verdict
        for name, each in found.items()
        for check in each.phase.checks
        if check.phases == ("3b",) and check.seen.sign == "caseload_mix"
        if name != TRUTHS.unmixed_werkplein
    ]
    assert set(mixed) == {"confirmed"}


def test_the_phase_by_the_scan_is_the_planted_one(found: Mapping[str, Cooperation]) -> None:
    for name, each in found.items():
        place = next(place for place in REGISTER.places if place.name == name)
        assert [derived.possible for derived in each.phase.derived] == [(place.phase(LAST),)] * 2
        assert each.phase.differences == ()
        assert [derived.contradictions for derived in each.phase.derived] == [(), ()]


def test_the_partners_who_see_it_differently(found: Mapping[str, Cooperation]) -> None:
    planted = {
        (item, column) for item in TRUTHS.disagreeing_items for column in ("product", "proces")
    }

    def opposite(each: Cooperation) -> set[tuple[str, str]]:
        return {
            (apart.question.part, apart.question.column)
            for apart in each.disagreements
            if apart.steps == apart.question.top and apart.question.group == "tabel_4"
        }

    assert opposite(found[TRUTHS.disagreeing_werkplein]) == planted
    # Those come first in the list, and nowhere else are partners that far apart.
    first = found[TRUTHS.disagreeing_werkplein].disagreements[: len(planted)]
    assert {(apart.question.part, apart.question.column) for apart in first} == planted
    others = [each for name, each in found.items() if name != TRUTHS.disagreeing_werkplein]
    assert [opposite(each) for each in others] == [set()] * len(others)
    kappa = {
        name: next(a.kappa for a in each.agreements if a.group == "tabel_4").value
        for name, each in found.items()
    }
    assert min(kappa, key=lambda name: kappa[name] or 0) == TRUTHS.disagreeing_werkplein


def test_what_one_partner_left_open_stays_unknown(found: Mapping[str, Cooperation]) -> None:
    mine = found[TRUTHS.silent_werkplein]
    complete = {(each.group, each.party): each for each in mine.completeness}
    silent = complete[TRUTHS.silent_group, "gemeente"]
    assert (silent.answered, silent.open) == (0, silent.asked)
    assert complete[TRUTHS.silent_group, "uwv"].answered == silent.asked
    reasons = {mine.answers.of("gemeente", q).reason for q in questions_of(TRUTHS.unknown_item)}
    assert reasons == {"cooperation.reason_weet_niet"}
    assert all(each.gap.value is None for each in mine.conditions)
    resources = next(
        part
        for degree in mine.degrees
        if (degree.by, degree.party) == ("levels", "gemeente")
        for part in degree.parts
        if part.key == "bronnen"
    )
    assert (resources.answered, resources.asked) == (2, 4)
    assert resources.at_least < (resources.score.value or 0) < resources.at_most
    others = [each for name, each in found.items() if name != TRUTHS.silent_werkplein]
    assert all(part.open == 0 for each in others for part in each.completeness)


def test_the_timeline_has_every_planted_switch(store: Store) -> None:
    moves = {
        (move.werkplein, move.doelgroep, Quarter.of(move.day))
        for move in store.phases(ALL).transitions
        if move.after == "3a"
    }
    assert moves == {
        (name, group, quarter)
        for name, quarter in TRUTHS.phase_switches.items()
        for group in TRUTHS.phase_groups
    }
