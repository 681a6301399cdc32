"""Observations of any CBS table, by the measures that an installation filled in; all invented.

The file has the form that the open data of CBS describes. None of the tables it is meant for
was at hand, so their real exports are not proved here.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from ketenkpi.contracts import Finding, Reading, Recognised, recognise
from ketenkpi.contracts.kinds import SHAPES
from ketenkpi.contracts.profile import load_profiles
from ketenkpi.errors import DefinitionError
from ketenkpi.vocabularies import use_home
from tests.unit.contracts.by_profile import Go, reader_in, rows

HEAD = '"Id";"Measure";"ValueAttribute";"Value";"StringValue";"RegioS";"Perioden"'
# The measures are invented; codes of CBS have spaces up to their full width.
OBSERVATIONS = f"""{HEAD}
0;"V000001 ";"None";1250.0;"";"AM11  ";"2015MM03"
1;"V000001 ";"None";1262.5;"";"NL01  ";"2015KW04"
2;"V000001 ";"Impossible";;"";"PV28  ";"2015JJ00"
3;"90001   ";"None";.;"";"GM0599";"2015MM03"
"""
OWN = """profile: onze_tabel
version: 1
name: {nl: Onze tabel, en: Our table}
note: {nl: Verzonnen., en: Invented.}
continues: cbs_waarnemingen
codes:
  reeks: {V000001: ww, "90001": werklozen_x1000}
author: test
source: verzonnen
reviewed_on: 2026-11-30
"""
# All areas that 85554NED has.
AREAS = (
    "NL01",
    *(f"PV{number}" for number in (*range(20, 32), 99)),
    *(f"AM{number:02}" for number in (*range(1, 39), 99)),
)


@pytest.fixture
def go(tmp_path: Path) -> Go:
    use_home(tmp_path)
    write(tmp_path, OWN)
    return reader_in(tmp_path)


def write(home: Path, text: str) -> None:
    (home / "profiles").mkdir(exist_ok=True)
    (home / "profiles" / "onze_tabel.yaml").write_text(text, encoding="utf-8")


def faults(result: Reading) -> list[Finding]:
    """What stops the file; a point for a number is told as advice besides."""
    return [each for each in result.findings.listed if each.level != "advies"]


def read_own(go: Go, text: str = OBSERVATIONS) -> Reading:
    return go(text, "context", "onze_tabel")


def test_each_observation_is_a_number_of_the_series_that_was_filled_in(go: Go) -> None:
    found = rows(read_own(go))
    names = ("reeks", "gebied", "periode", "waarde", "status")
    assert [tuple(row[name] for name in names) for row in found] == [
        ("ww", "AM11", "2015MM03", 1250.0, None),
        ("ww", "NL01", "2015KW04", 1262.5, None),
        # Empty, or a point, is missing and not nought.
        ("ww", "PV28", "2015JJ00", None, "ontbreekt"),
        ("werklozen_x1000", "GM0599", "2015MM03", None, "ontbreekt"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "column", "value", "rule", "told"),
    [
        ('"V000001 ";"None";1250', '"V000009 ";"None";1250', "reeks", "V000009", "geen_reeks",
         "continues cbs_waarnemingen"),
        ('"AM11  "', '"Flevoland"', "gebied", "Flevoland", "geen_gebied", "Look the code up"),
        ("2015MM03", "2015SJ00", "periode", "2015SJ00", "geen_periode", "remove those rows"),
        ("2015MM03", "2015MM13", "periode", "2015MM13", "geen_periode", "Write the period"),
        ("1250.0", "veel", "waarde", "veel", "getal_ongeldig", ""),
    ],
)  # fmt: skip
def test_what_is_not_mapped_is_told_with_line_column_value_and_what_to_do(
    old: str, new: str, column: str, value: str, rule: str, told: str, go: Go
) -> None:
    assert old in OBSERVATIONS
    result = read_own(go, OBSERVATIONS.replace(old, new, 1))
    (finding,) = faults(result)
    assert (finding.line, finding.column, finding.value, finding.rule) == (2, column, value, rule)
    assert told in finding.remedy("en")
    assert result.parquet is None


def test_without_measures_filled_in_every_row_is_told(go: Go) -> None:
    result = go(OBSERVATIONS, "context", "cbs_waarnemingen")
    assert [finding.line for finding in faults(result)] == [2, 3, 4, 5]
    assert {finding.rule for finding in faults(result)} == {"geen_reeks"}


def test_an_observation_that_stands_there_twice_is_told(go: Go) -> None:
    # A table with one more dimension, such as age, has several of one measure and area.
    result = read_own(go, OBSERVATIONS + OBSERVATIONS.splitlines()[1].replace("0;", "4;", 1))
    assert {finding.rule for finding in faults(result)} == {"dubbel"}


@pytest.mark.parametrize("area", AREAS)
def test_every_area_of_85554ned_can_be_read(area: str) -> None:
    assert SHAPES["cbs_area"].pattern.fullmatch(area)


def test_a_column_that_lacks_is_told(go: Go) -> None:
    result = read_own(go, OBSERVATIONS.replace("RegioS", "Regio"))
    assert result.parquet is None
    assert "RegioS" in " ".join(f.message("nl") for f in result.findings.listed)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("continues: cbs_waarnemingen", "continues: cbs", "'continues' is 'cbs'"),
        ("  reeks: {", "  jaar: {", "reads no column 'jaar'"),
        ("  reeks: {", "  status: {", "reads no column 'status'"),
        ("V000001: ww", "V000001: WW", "refuses 'WW'"),
        ("profile: onze_tabel", "profile: anders", "must equal"),
        ("author: test", "format: csv\nauthor: test", "unknown key 'format'"),
    ],
)
def test_a_faulty_continuation_is_refused(old: str, new: str, told: str, tmp_path: Path) -> None:
    use_home(tmp_path)
    assert old in OWN
    write(tmp_path, OWN.replace(old, new, 1))
    with pytest.raises(DefinitionError) as caught:
        load_profiles()
    assert told in caught.value.message("en")


def test_a_file_is_of_the_profile_that_continues_unless_two_do(go: Go, tmp_path: Path) -> None:
    assert recognise(OBSERVATIONS.encode(), "a.csv") == Recognised(profile="onze_tabel")
    other = OWN.replace("onze_tabel", "andere_tabel", 1)
    (tmp_path / "profiles" / "andere_tabel.yaml").write_text(other, encoding="utf-8")
    assert recognise(OBSERVATIONS.encode(), "a.csv") is None


def test_what_is_continued_stays_as_it_was(go: Go, tmp_path: Path) -> None:
    own, base = load_profiles()["onze_tabel"], load_profiles()["cbs_waarnemingen"]
    assert (own.format, own.source_columns) == (base.format, base.source_columns)
    # A change of the file is noticed at the next reading.
    write(tmp_path, OWN.replace("V000001: ww", "V000001: bijstand"))
    assert rows(read_own(go))[0]["reeks"] == "bijstand"
