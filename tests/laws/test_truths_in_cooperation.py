"""What was planted in the cooperation of the example is found back, and nothing else."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from ketenkpi.cooperation import PARTNERS, Timeline, answers_of, derive
from ketenkpi.cooperation.profile import ONE_PARTNER
from ketenkpi.cooperation.scan import NOT_ANSWERED, NOT_KNOWN
from ketenkpi.example import TRUTHS, ExampleSet, write_example
from ketenkpi.research_model import load_phases, load_scan
from ketenkpi.scope import Scope
from ketenkpi.store import Cooperation, Store
from ketenkpi.vocabulary import Quarter
from tests.example_store import deliver, empty, newest

pytestmark = pytest.mark.slow

ALL = Scope.everything()
CONTRACTS = ("werkpleinen", "trajecten", "stappen", "samenwerking", "fasen")
WITHIN = "binnen_uitkering"
ORDER = list(load_phases().phases)


@dataclass(frozen=True)
class Network:
    """The example as the store knows it; found: each Werkplein in its last quarter."""

    example: ExampleSet
    store: Store
    register: Timeline
    found: Mapping[str, Cooperation]


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Network]:
    example = write_example(tmp_path_factory.mktemp("example"))
    store = empty(tmp_path_factory.mktemp("home"))
    for file in newest(example.files):
        if file.contract in CONTRACTS:
            deliver(store, file)
    register = store.phases(ALL)
    places = sorted({each.werkplein for each in register.periods})
    found = {place: store.cooperation(place, None, ALL) for place in places}
    yield Network(example, store, register, found)
    store.close()


def _last(place: str) -> Quarter:
    """The last quarter of a Werkplein; one closes a year early."""
    closed = place == TRUTHS.merged_werkplein
    return Quarter.of(TRUTHS.merged_on) + -1 if closed else Quarter(2010, 4)


def _furthest(register: Timeline, place: str, quarter: Quarter) -> str:
    return max((each.phase for each in register.at(place, quarter)), key=ORDER.index)


def test_the_last_quarter_is_the_last_in_which_the_werkplein_was_open(network: Network) -> None:
    assert {place: found.quarter for place, found in network.found.items()} == {
        place: _last(place) for place in network.found
    }


def test_the_switches_are_in_the_register(network: Network) -> None:
    moved = {
        (each.werkplein, each.doelgroep): Quarter.of(each.day)
        for each in network.register.transitions
        if each.after == "3a"
    }
    assert moved == {
        (place, group): quarter
        for place, quarter in TRUTHS.phase_switches.items()
        for group in TRUTHS.phase_groups
    }
    assert network.register.breaks == ()


def test_every_scan_gives_the_phase_that_was_registered(network: Network) -> None:
    """All scans of both partners at all Werkpleinen, not only the last ones."""
    rows = network.store.source.table("samenwerking", ALL).to_pylist()
    scans = {(row["werkplein"], row["kwartaal"]) for row in rows}
    assert len(scans) > 5 * len(network.found)
    for place, index in scans:
        registered = _furthest(network.register, place, Quarter.from_index(index))
        derived = derive(answers_of(rows, place, index))
        assert [each.party for each in derived] == list(PARTNERS)
        assert {each.possible for each in derived} == {(registered,)}, (place, index)


def test_one_register_and_scan_are_contradicted_by_the_steps(network: Network) -> None:
    kinds = {
        place: [each.kind for each in found.phase.findings if each.kind != "approval"]
        for place, found in network.found.items()
    }
    unmixed = kinds.pop(TRUTHS.unmixed_werkplein)
    assert unmixed == ["register_steps", "scan_steps"]
    assert {place for place, found in kinds.items() if found} == set()
    (checked,) = (
        each
        for each in network.found[TRUTHS.unmixed_werkplein].phase.checks
        if each.verdict == "contradicted" and each.basis == "registered"
    )
    assert (checked.phases, checked.seen.sign) == (("3b",), "caseload_mix")
    assert set(checked.seen.doelgroepen) == set(TRUTHS.phase_groups)
    # The other one in phase 3b does mix them.
    others = [
        place
        for place, found in network.found.items()
        if found.phase.possible == ("3b",) and place != TRUTHS.unmixed_werkplein
    ]
    assert len(others) == 1
    verdicts = {each.seen.sign: each.verdict for each in network.found[others[0]].phase.checks}
    assert verdicts["caseload_mix"] == "confirmed"


def test_the_planted_gap_comes_first_at_its_werkplein(network: Network) -> None:
    (first, *_) = network.found[TRUTHS.gap_werkplein].coordination.gaps
    assert (first.key, first.situation) == (TRUTHS.gap_pair, WITHIN)
    assert (first.status, first.lacking) == ("under", ("proces",))
    assert [each.proces.mark for each in first.seen] == [0, 0]
    far = {"3a", "3b"}
    without = [
        place
        for place, found in network.found.items()
        if far.issuperset(found.phase.possible)
        for pair in found.coordination.pairs
        if (pair.key, pair.situation, pair.status) == (TRUTHS.gap_pair, WITHIN, "under")
    ]
    assert without == [TRUTHS.gap_werkplein]


def test_the_partners_who_see_the_opposite(network: Network) -> None:
    opposite = {
        place: {
            (each.question.part, each.question.column)
            for each in found.disagreements
            if each.question.group == "tabel_4" and each.steps == each.question.top
        }
        for place, found in network.found.items()
    }
    planted = {(item, kind) for item in TRUTHS.disagreeing_items for kind in ("product", "proces")}
    assert opposite.pop(TRUTHS.disagreeing_werkplein) == planted
    assert set(map(frozenset, opposite.values())) == {frozenset()}
    kappa = {
        place: each.kappa.value
        for place, found in network.found.items()
        for each in found.agreements
        if each.group == "tabel_4" and each.kappa.value is not None
    }
    assert min(kappa, key=lambda place: kappa[place]) == TRUTHS.disagreeing_werkplein
    # No better than chance, and nowhere else is that so.
    assert [place for place, value in kappa.items() if value <= 0] == [TRUTHS.disagreeing_werkplein]


def test_what_was_left_open_stays_unknown(network: Network) -> None:
    found = network.found[TRUTHS.silent_werkplein]
    reasons = {
        question.part: answer.reason
        for question, answer in found.answers.filled["gemeente"].marks.items()
        if answer.reason
    }
    assert reasons.pop(TRUTHS.unknown_item) == NOT_KNOWN
    assert set(reasons.values()) <= {NOT_ANSWERED}
    complete = {(each.group, each.party): each for each in found.completeness}
    silent = complete[TRUTHS.silent_group, "gemeente"]
    asked = len(load_scan().of(TRUTHS.silent_group))
    assert (silent.asked, silent.answered, silent.open) == (asked, 0, asked)
    assert {each.gap.reason for each in found.conditions} == {ONE_PARTNER}
    (money,) = (
        part
        for degree in found.degrees
        if (degree.by, degree.party) == ("levels", "gemeente")
        for part in degree.parts
        if part.key == "bronnen"
    )
    assert (money.answered, money.asked) == (2, 4)
    everywhere = {
        (place, each.group, each.party)
        for place, other in network.found.items()
        for each in other.completeness
        if each.answered < each.asked
    }
    assert everywhere == {
        (TRUTHS.silent_werkplein, TRUTHS.silent_group, "gemeente"),
        (TRUTHS.silent_werkplein, "tabel_4", "gemeente"),
    }


def _lines(example: ExampleSet, contract: str) -> Iterator[dict[str, str]]:
    """The rows of the last file of a contract, as they were written."""
    files = [each for each in example.files if each.contract == contract]
    # Schijnhaven delivers its last spells apart.
    (last,) = (each for each in files if each.quarter == Quarter(2010, 4) and _whole(each.path))
    # The scan is written as an older Excel does, the spells as a newer one.
    encoding = "cp1252" if contract == "samenwerking" else "utf-8-sig"
    with last.path.open(encoding=encoding, newline="") as opened:
        yield from csv.DictReader(opened, delimiter=";")


def _whole(path: Path) -> bool:
    return "schijnhaven" not in path.name


def test_clients_and_coverage_once_more_from_the_files(network: Network) -> None:
    """One Werkplein: the inflow of 2010 per group and the pairs that are met, row by row."""
    place = TRUTHS.gap_werkplein
    marks = defaultdict(list)
    for row in _lines(network.example, "samenwerking"):
        if (row["werkplein"], row["kwartaal"]) == (place, "2010K4"):
            for kind in ("product", "proces"):
                marks[row["situatie"], row["onderdeel"], kind].append(row[kind])
    came = Counter(
        row["doelgroep"]
        for row in _lines(network.example, "trajecten")
        if row["werkplein"] == place and row["instroom"].endswith("-2010")
    )
    within = sum(came[group] for group in ("korte_afstand", "jongere", "grote_afstand", "overig"))
    number = {WITHIN: within, **{each: came[each] for each in ("samenloop", "overgang_ww_wwb")}}
    found = network.found[place].coordination
    met = 0
    for pair in found.pairs:
        required = [marks[pair.situation, pair.key, kind] for kind in pair.required]
        assert all(len(both) == 2 for both in required)
        assert pair.clients.value == number[pair.situation]
        if all(mark == "2" for both in required for mark in both):
            met += number[pair.situation]
    every = 10 * within + 25 * number["samenloop"] + 25 * number["overgang_ww_wwb"]
    whole = found.covered()
    assert whole.weighted.value == pytest.approx(met / every)
    assert (whole.unknown_pairs, whole.unknown.value) == (0, 0)
