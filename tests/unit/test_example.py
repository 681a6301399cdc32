"""The example set: same seed same bytes, columns of the contracts, consistent with itself."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from ketenkpi.contracts import Reading, load_contracts, read
from ketenkpi.example import LAST, TRUTHS, ExampleFile, ExampleSet, write_example
from ketenkpi.example.practice import COPIED_LINE, FAULTS, listed
from ketenkpi.example.truths import planted_yaml
from ketenkpi.settings import Settings
from ketenkpi.vocabulary import Quarter
from ketenkpi.wording import LANGUAGES, LIBRARY

pytestmark = pytest.mark.slow

PLANTED = Path(__file__).parents[2] / "data" / "example" / "planted.yaml"
SMALL = 8_000
Row = dict[str, str]


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> ExampleSet:
    return write_example(tmp_path_factory.mktemp("example"), spells=SMALL)


def text_of(file: Path) -> str:
    raw = file.read_bytes()
    if file.name.startswith("samenwerking"):
        return raw.decode("cp1252")
    return raw.decode("utf-8-sig")


def rows(file: Path) -> list[Row]:
    return list(csv.DictReader(io.StringIO(text_of(file)), delimiter=";"))


def one(example: ExampleSet, contract: str) -> list[Row]:
    return rows(next(file.path for file in example.files if file.contract == contract))


def day(text: str) -> date | None:
    return datetime.strptime(text, "%d-%m-%Y").date() if text else None


def all_files(example: ExampleSet) -> Iterator[ExampleFile]:
    yield from example.files
    yield from example.practice


def digests(folder: Path) -> dict[str, str]:
    return {f.name: hashlib.sha256(f.read_bytes()).hexdigest() for f in sorted(folder.iterdir())}


def test_same_seed_gives_the_same_bytes(example: ExampleSet, tmp_path: Path) -> None:
    again = write_example(tmp_path / "again", spells=SMALL)
    assert digests(again.folder) == digests(example.folder)


def test_another_seed_gives_other_clients(example: ExampleSet, tmp_path: Path) -> None:
    other = write_example(tmp_path / "other", seed=2011, spells=SMALL)
    same = set(digests(other.folder).items()) & set(digests(example.folder).items())
    # What does not hang on chance stays: register, national series, phases, targets, truths.
    assert {name.split("_")[0].removesuffix(".csv") for name, _ in same} == {
        "werkpleinen",
        "context",
        "fasen",
        "doelen",
        "planted.yaml",
        "verdeling",
    }


def test_too_small_a_set_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="at least 8000"):
        write_example(tmp_path, spells=500)


def test_every_contract_has_a_file_with_exactly_its_columns(example: ExampleSet) -> None:
    contracts = load_contracts()
    assert {file.contract for file in example.files} == set(contracts)
    for file in all_files(example):
        header = text_of(file.path).split("\r\n", 1)[0].split(";")
        names = [name for name in contracts[file.contract].names if name in header]
        assert header == names, file.path.name
        # `status` of a target is only there when a target is not known; the side of a
        # target, kinds of location and what questions of today need came later.
        absent = {"status", "richting", "soort", "hoort_bij"}
        absent |= {"einde_recht", "opschorting", "beroepsgroep"}
        absent |= {"ontvangst_inkomstenopgave", "betaalbaar"}
        absent |= {"betalingen", "betalingen_binnen_10_dagen"}
        assert set(contracts[file.contract].names) - set(header) <= absent, file.path.name


def reading(file: ExampleFile, folder: Path) -> Reading:
    settings = Settings.load(home=folder)
    return read(file.path, file.contract, out=folder / "typed.parquet", settings=settings)


def test_every_file_is_stored_whole_without_a_finding(example: ExampleSet, tmp_path: Path) -> None:
    for file in (*example.files, example.practice[1]):
        found = reading(file, tmp_path)
        assert not found.findings.totals, (file.path.name, found.findings.totals)
        assert found.rows_stored == text_of(file.path).count("\r\n") - 1


def test_the_practice_file_is_refused_with_every_planted_fault(
    example: ExampleSet, tmp_path: Path
) -> None:
    found = reading(example.practice[0], tmp_path)
    assert found.parquet is None
    seen = {(f.line, f.column, f.rule, f.level) for f in found.findings.listed}
    # A day outside the delivered quarter shows only to who knows the quarter.
    planted = [fault for fault in listed() if fault["kind"] != "buiten_kwartaal"]
    assert seen == {(f["line"], f["column"], f["kind"], f["level"]) for f in planted}


def test_dutch_excel_style(example: ExampleSet) -> None:
    for file in all_files(example):
        raw = file.path.read_bytes()
        assert raw.count(b"\n") == raw.count(b"\r\n") > 1
        assert b";" in raw.split(b"\r\n", 1)[0]
    bom = {f.contract for f in example.files if f.path.read_bytes().startswith(b"\xef\xbb\xbf")}
    assert {"werkpleinen", "trajecten", "stappen", "tevredenheid"} == bom
    scan = next(f.path for f in example.files if f.contract == "samenwerking").read_bytes()
    with pytest.raises(UnicodeDecodeError):
        scan.decode("utf-8")
    assert "Eén gezamenlijk concept" in scan.decode("cp1252")
    assert any("," in row["besteed"] for row in one(example, "middelen"))


def test_fifteen_werkpleinen_in_four_regions_of_which_one_closes(example: ExampleSet) -> None:
    register = one(example, "werkpleinen")
    assert len({row["werkplein"] for row in register}) == 15
    regions = {row["arbeidsmarktregio"] for row in register}
    assert len(regions) == 4
    assert all(name.startswith("Voorbeeldregio ") for name in regions)
    closed = [row for row in register if row["opgegaan_in"]]
    assert [(r["werkplein"], r["geldig_tot"], r["opgegaan_in"]) for r in closed] == [
        ("Oefenoord", "31-12-2009", "Fabelwaard")
    ]


def test_upload_order_and_what_each_delivery_covers(example: ExampleSet) -> None:
    assert example.uploads[0][0] == "werkpleinen"
    late = [f for f in example.files if "schijnhaven" in f.path.name]
    every = [f for f in example.files if f.path.name.startswith("trajecten_kwartaal")]
    assert [f.quarter for f in every] == [Quarter(2008, 1) + ahead for ahead in range(11)]
    assert [(f.quarter, f.observed_until) for f in late] == [
        (Quarter(2010, 3), date(2010, 9, 30)),
        (Quarter(2010, 4), date(2010, 12, 31)),
    ]
    for file in example.files:
        assert file.observed_from == date(2008, 1, 1)
        assert file.observed_until == file.quarter.last_day
    assert not {f.path for f in example.files} & {f.path for f in example.practice}


def spells(example: ExampleSet) -> list[Row]:
    files = [f for f in example.files if f.contract == "trajecten" and f.quarter == LAST]
    return [row for file in files for row in rows(file.path)]


def test_nothing_is_known_after_the_last_observed_day(example: ExampleSet) -> None:
    for file in all_files(example):
        if file.contract != "trajecten" or "fouten" in file.path.name:
            continue
        for row in rows(file.path):
            for name in (
                "melding",
                "aanvraag",
                "besluit",
                "instroom",
                "eerste_betaling",
                "uitstroom",
            ):
                seen = day(row[name])
                assert seen is None or seen <= file.observed_until


def test_the_stock_at_the_start_holds_only_survivors(example: ExampleSet) -> None:
    before = [r for r in spells(example) if (day(r["instroom"]) or date(2011, 1, 1)).year < 2008]
    assert len(before) > SMALL / 10
    assert all((day(r["uitstroom"]) or date(2011, 1, 1)) >= date(2008, 1, 1) for r in before)


def test_dates_of_a_spell_are_in_order(example: ExampleSet) -> None:
    for row in spells(example):
        for chain in (
            ("melding", "aanvraag", "besluit"),
            ("melding", "instroom", "eerste_betaling", "uitstroom"),
        ):
            known = [d for d in (day(row[name]) for name in chain) if d]
            assert known == sorted(known), row
        assert not row["reden_uitstroom"] or row["uitstroom"]


def test_pseudonyms_are_no_numbers_and_carry_one_year_of_birth(example: ExampleSet) -> None:
    born: dict[str, set[str]] = {}
    for row in spells(example):
        assert row["client"].startswith("k-")
        assert not row["client"].isdigit()
        born.setdefault(row["client"], set()).add(row["geboortejaar"])
    assert all(len(years) == 1 for years in born.values())
    assert len(born) < len(spells(example)), "some clients must return"


def test_stock_flow_identity_holds_and_carries_over(example: ExampleSet) -> None:
    closing: dict[tuple[str, ...], int] = {}
    for row in one(example, "stand_stroom"):
        n = {k: int(row[k]) for k in ("beginstand", "instroom", "uitstroom", "eindstand")}
        assert n["beginstand"] + n["instroom"] - n["uitstroom"] == n["eindstand"]
        key = (row["werkplein"], row["regeling"], row["doelgroep"])
        assert closing.get(key, n["beginstand"]) == n["beginstand"]
        closing[key] = n["eindstand"]


def test_only_the_two_without_case_files_deliver_stand_stroom(example: ExampleSet) -> None:
    aggregated = {row["werkplein"] for row in one(example, "stand_stroom")}
    assert aggregated == {"Sprookjeslo", "Papierbeek"}
    assert not aggregated & {row["werkplein"] for row in spells(example)}
    assert len({row["werkplein"] for row in spells(example)}) == 13


def test_steps_belong_to_a_spell_and_follow_each_other(example: ExampleSet) -> None:
    known = {row["traject_id"]: row for row in spells(example)}
    steps = one(example, "stappen")
    chains: dict[str, list[Row]] = {}
    for step in steps:
        assert step["werkplein"] == known[step["traject_id"]]["werkplein"]
        chains.setdefault(step["traject_id"], []).append(step)
    for chain in chains.values():
        for one_step, next_step in pairwise(chain):
            end = day(one_step["einde"])
            assert end is not None, "a step is over when the next one begins"
            assert end <= (day(next_step["begin"]) or end)
    inflow = [r for r in known.values() if (day(r["instroom"]) or date(2007, 1, 1)).year >= 2008]
    assert 2.2 < len(steps) / len(inflow) < 3.2


def test_planted_yaml_in_the_repository_is_the_one_written(example: ExampleSet) -> None:
    assert example.planted.read_bytes() == PLANTED.read_bytes()
    assert planted_yaml(listed()).encode() == PLANTED.read_bytes()


def test_every_wording_is_used() -> None:
    document = PLANTED.read_text(encoding="utf-8")
    texts = {text for truth in yaml.safe_load(document).values() for text in _texts(truth)}
    keys = [key for key in LIBRARY.keys() if key.startswith("example.")]  # noqa: SIM118
    assert {LIBRARY.raw(key, language) for key in keys for language in LANGUAGES} == texts


def _texts(truth: object) -> list[str]:
    if not isinstance(truth, dict):
        return []
    return [text for part in ("what", "recover") for text in truth[part].values()]


def test_the_practice_file_differs_from_its_mended_twin_only_at_the_listed_lines(
    example: ExampleSet,
) -> None:
    spoiled, mended = (text_of(file.path).split("\r\n") for file in example.practice)
    assert len(spoiled) == len(mended)
    differing = [i for i, (a, b) in enumerate(zip(spoiled, mended, strict=True), start=1) if a != b]
    assert differing == [fault.line for fault in FAULTS]
    copied = next(fault.line for fault in FAULTS if fault.kind == "dubbel")
    assert spoiled[copied - 1].split(";")[0] == spoiled[COPIED_LINE - 1].split(";")[0]


def test_truths_are_about_werkpleinen_that_exist(example: ExampleSet) -> None:
    names = {row["werkplein"] for row in one(example, "werkpleinen")}
    assert set(TRUTHS.phase_switches) < names
    for name in (TRUTHS.slow_werkplein, TRUTHS.late_werkplein, TRUTHS.merged_werkplein):
        assert name in names
        assert name not in TRUTHS.phase_switches
