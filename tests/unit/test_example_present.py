"""The invented region of today: same seed same bytes, readable, and the truths are in it."""

from __future__ import annotations

import csv
import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import groupby, pairwise
from pathlib import Path
from statistics import fmean

import pytest

from ketenkpi.contracts import load_contracts, read
from ketenkpi.example.present import PresentFile, PresentSet, load_plan, write_present
from ketenkpi.settings import Settings
from ketenkpi.vocabularies import vocabularies
from ketenkpi.vocabulary import Period

pytestmark = pytest.mark.slow

PLANTED = Path(__file__).parents[2] / "data" / "example" / "planted_2025.yaml"
PLAN = load_plan()
Row = dict[str, str]


@pytest.fixture(scope="module")
def present(tmp_path_factory: pytest.TempPathFactory) -> PresentSet:
    return write_present(tmp_path_factory.mktemp("present"))


def rows(file: PresentFile) -> list[Row]:
    with file.path.open(encoding="utf-8-sig", newline="") as text:
        return list(csv.DictReader(text, delimiter=";"))


def of(present: PresentSet, contract: str, organisation: str | None = None) -> list[PresentFile]:
    return [
        file
        for file in present.files
        if file.contract == contract and organisation in (None, file.organisation)
    ]


def day(text: str) -> date:
    return datetime.strptime(text, "%d-%m-%Y").date()


def last_known(present: PresentSet) -> Iterator[tuple[str, Row]]:
    """Each case as last delivered, with who delivered it."""
    found: dict[tuple[str, str, str], Row] = {}
    files = of(present, "trajecten")
    for file in sorted(files, key=lambda one: (one.period.last_day, one.corrects)):
        for row in rows(file):
            found[file.organisation, row["werkplein"], row["traject_id"]] = row
    return ((key[0], row) for key, row in found.items())


def digests(folder: Path) -> dict[str, str]:
    return {f.name: hashlib.sha256(f.read_bytes()).hexdigest() for f in sorted(folder.iterdir())}


def test_same_seed_gives_the_same_bytes_and_another_seed_others(tmp_path: Path) -> None:
    one, again, other = (
        digests(write_present(tmp_path / str(place), seed=seed, size=0.1).folder)
        for place, seed in enumerate((1, 1, 2))
    )
    assert one == again
    assert one.keys() == other.keys()
    assert one["trajecten_uwv_2025K1.csv"] != other["trajecten_uwv_2025K1.csv"]


def test_planted_yaml_in_the_repository_is_the_one_written(present: PresentSet) -> None:
    assert present.planted.read_bytes() == PLANTED.read_bytes()


def test_every_contract_has_a_file_that_is_read_whole(present: PresentSet, tmp_path: Path) -> None:
    assert {file.contract for file in present.files} == set(load_contracts())
    settings = Settings.load(home=tmp_path)
    for file in present.files:
        found = read(file.path, file.contract, out=tmp_path / "typed.parquet", settings=settings)
        assert found.rows_stored == len(rows(file)) > 0, (file.path.name, found.findings.listed[:3])
        assert not found.findings.totals, (file.path.name, found.findings.totals)


def test_who_delivers_what_and_when(present: PresentSet) -> None:
    codes = {partner.organisation for partner in PLAN.partners.values()}
    assert {file.organisation for file in present.files} == codes | {"samen"}
    for contract in ("trajecten", "stappen", "middelen", "tevredenheid", "klachten", "vacatures"):
        assert {file.organisation for file in of(present, contract)} == codes
    for partner in PLAN.partners.values():
        files = [f for f in of(present, "trajecten", partner.organisation) if not f.corrects]
        quarters = {file.period.quarter for file in files}
        assert quarters == set(PLAN.quarters)
        months = {file.period for file in files if file.period.month}
        assert len(months) == (6 if partner.months else 0)
        ends = [file.period.last_day for file in files]
        assert (ends == sorted(ends)) == (partner.late is None)
    assert len({file.path for file in present.files}) == len(present.files)


def test_nothing_is_known_after_the_end_of_a_period(present: PresentSet) -> None:
    happened = ("melding", "aanvraag", "besluit", "instroom", "eerste_betaling", "uitstroom")
    for file in of(present, "trajecten"):
        for row in rows(file):
            assert all(day(row[name]) <= file.observed_until for name in happened if row[name])
            order = [day(row[name]) for name in ("melding", "aanvraag", "besluit") if row[name]]
            assert order == sorted(order)


def test_a_case_that_runs_is_in_every_file_until_it_ends(present: PresentSet) -> None:
    for organisation in {file.organisation for file in of(present, "trajecten")}:
        files = [f for f in of(present, "trajecten", organisation) if not f.corrects]
        known: dict[Period, list[Row]] = {}
        for file in files:
            known.setdefault(file.period, []).extend(rows(file))
        for one, later in pairwise(sorted(known, key=lambda period: period.last_day)):
            running = {
                (row["werkplein"], row["traject_id"])
                for row in known[one]
                if row["instroom"] and not row["uitstroom"]
            }
            assert running <= {(row["werkplein"], row["traject_id"]) for row in known[later]}


def test_partners_use_the_same_numbers_for_other_people(present: PresentSet) -> None:
    born: dict[tuple[str, str], set[str]] = {}
    here = "Werkcentrum Schijnmeer Haven"
    users: dict[str, set[str]] = {}
    for organisation, row in last_known(present):
        if row["werkplein"] == here:
            users.setdefault(row["traject_id"], set()).add(organisation)
        if row["client"]:
            born.setdefault((organisation, row["client"]), set()).add(row["geboortejaar"])
    assert any(len(organisations) == 3 for organisations in users.values())
    own = {who for who in PLAN.partners if who not in ("uwv", "nepkust")}
    mine = [years for (who, _), years in born.items() if who.casefold() in own]
    assert mine
    assert all(len(years) == 1 for years in mine)


def test_one_system_numbers_the_cases_of_a_shared_region(present: PresentSet) -> None:
    sites = {site.name for site in PLAN.sites if site.region == PLAN.shared_numbering}
    used = Counter(row["traject_id"] for _, row in last_known(present) if row["werkplein"] in sites)
    assert set(used.values()) == {1}
    both: dict[str, set[str]] = {}
    for file in of(present, "stappen"):
        for row in rows(file):
            if row["werkplein"] in sites:
                both.setdefault(row["traject_id"], set()).add(file.organisation)
    assert sum(len(organisations) == 2 for organisations in both.values()) > 50


def test_its_words_are_those_of_today() -> None:
    words = vocabularies()
    for mix in PLAN.schemes.values():
        assert mix.key in words.schemes.entries
        assert set(mix.reasons) <= set(words.reasons.entries)
    for shares in PLAN.groups.values():
        assert set(shares) - {""} <= set(words.groups.entries)
    for step in PLAN.steps:
        assert step.task in words.tasks.entries
        doers = {doer for shares in step.doers.values() for doer in shares}
        assert doers <= set(words.partners.entries)


def test_inflow_of_one_scheme_rises_as_planted(present: PresentSet) -> None:
    truth = PLAN.truths["inflow"]
    counted = Counter(
        (row["regeling"] == truth["scheme"], day(row["instroom"]).year)
        for _, row in last_known(present)
        if row["instroom"]
    )
    year, against = truth["year"], truth["against"]
    assert counted[True, year] / counted[True, against] == pytest.approx(truth["ratio"], abs=0.12)
    assert counted[False, year] / counted[False, against] == pytest.approx(1, abs=0.12)


def test_more_newcomers_at_the_gemeenten(present: PresentSet) -> None:
    truth = PLAN.truths["newcomers"]
    who = {p.organisation for p in PLAN.partners.values() if p.role == truth["role"]}
    odds: dict[int, float] = {}
    for year in (truth["year"] - 1, truth["year"]):
        groups = [
            row["doelgroep"] == truth["group"]
            for organisation, row in last_known(present)
            if organisation in who and row["instroom"] and day(row["instroom"]).year == year
        ]
        odds[year] = sum(groups) / (len(groups) - sum(groups))
    # Some 80 and 150 status holders: the ratio has a standard error of a seventh of itself.
    ratio = odds[truth["year"]] / odds[truth["year"] - 1]
    assert truth["ratio"] * 0.75 < ratio < truth["ratio"] / 0.75


def waits(present: PresentSet) -> dict[bool, list[int]]:
    """Days between steps of other organisations, in the shared region: (at the site) -> days."""
    truth = PLAN.truths["handover"]
    steps: dict[tuple[str, ...], Row] = {}
    for file in sorted(of(present, "stappen"), key=lambda one: one.period.last_day):
        for row in rows(file):
            steps[row["werkplein"], row["traject_id"], row["taak"]] = row
    sites = {site.name for site in PLAN.sites if site.region == PLAN.shared_numbering}
    beside = {step.task for step in PLAN.steps if step.beside}
    chain: Sequence[Row] = [
        row for row in steps.values() if row["werkplein"] in sites and row["taak"] not in beside
    ]
    found: dict[bool, list[int]] = {True: [], False: []}
    by_case = sorted(chain, key=lambda row: (row["traject_id"], day(row["begin"])))
    for _, group in groupby(by_case, key=lambda row: row["traject_id"]):
        for before, after in pairwise(group):
            if before["organisatie"] != after["organisatie"] and before["einde"]:
                days = (day(after["begin"]) - day(before["einde"])).days
                found[after["werkplein"] == truth["site"]].append(days)
    return found


def test_the_slow_handover_is_found_back(present: PresentSet) -> None:
    found = waits(present)
    extra = fmean(found[True]) - fmean(found[False])
    assert extra == pytest.approx(PLAN.truths["handover"]["extra_days"], abs=1.5)
    assert fmean(found[False]) == pytest.approx(PLAN.wait["between"], abs=1)


def test_the_correction_changes_only_reasons(present: PresentSet) -> None:
    better = next(file for file in present.files if file.corrects)
    month = next(
        file
        for file in of(present, better.contract, better.organisation)
        if file.period == better.period and not file.corrects
    )
    truth = PLAN.truths["correction"]
    changed = [(a, b) for a, b in zip(rows(month), rows(better), strict=True) if a != b]
    assert changed
    for before, after in changed:
        assert before["reden_uitstroom"] == truth["from"]
        assert before | {"reden_uitstroom": truth["to"]} == after


def test_clients_of_one_gemeente_are_more_content(present: PresentSet) -> None:
    truth = PLAN.truths["content"]
    marks: dict[bool, list[float]] = {True: [], False: []}
    for file in of(present, "tevredenheid"):
        mine = file.organisation == PLAN.partners[truth["partner"]].organisation
        for _, answers in groupby(rows(file), key=lambda row: row["respondent"]):
            marks[mine].append(fmean(float(row["score"]) for row in answers))
    assert fmean(marks[True]) - fmean(marks[False]) == pytest.approx(truth["points"], abs=0.15)


def test_stocks_balance_and_carry_over(present: PresentSet) -> None:
    closing: dict[tuple[str, str], int] = {}
    for file in sorted(of(present, "stand_stroom"), key=lambda one: one.period.last_day):
        for row in rows(file):
            begin, end = int(row["beginstand"]), int(row["eindstand"])
            assert begin + int(row["instroom"]) - int(row["uitstroom"]) == end
            key = (row["werkplein"], row["regeling"])
            assert closing.get(key, begin) == begin
            closing[key] = end
