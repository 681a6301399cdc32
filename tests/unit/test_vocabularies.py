"""The vocabularies: what they say of schemes by date, and what an installation may add."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ketenkpi.errors import DefinitionError
from ketenkpi.vocabularies import (
    caseload_of,
    chain_doers,
    chain_partners,
    load_vocabularies,
    scheme_breaks,
    scheme_key_on,
    scheme_on,
    stored_scheme,
    tasks_in_order,
    teams,
    vocabularies,
)
from ketenkpi.vocabulary import Quarter

OWN = """vocabulary: {vocabulary}
entries:
  {entry}
author: Regio Voorbeeld
source: Eigen besluit
reviewed_on: 2026-11-28
"""
REST = "certainty: source, source: Eigen besluit"


def own(folder: Path, vocabulary: str, entry: str, name: str = "eigen.yaml") -> Path:
    text = OWN.format(vocabulary=vocabulary, entry=entry)
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def words(name: str) -> str:
    return f"name: {{nl: {name}, en: {name}}}, meaning: {{nl: {name}, en: {name}}}, {REST}"


@pytest.mark.parametrize(
    ("stored", "day", "key", "name"),
    [
        ("WWB", date(2003, 6, 1), "WWB", "WWB"),
        ("WWB", date(2014, 12, 31), "WWB", "WWB"),
        ("WWB", date(2015, 1, 1), "PW", "Participatiewet"),
        ("WWB", date(2026, 1, 1), "PW", "Participatiewet"),
        ("WW", date(2026, 1, 1), "WW", "WW"),
    ],
)
def test_a_series_has_the_name_of_the_day(stored: str, day: date, key: str, name: str) -> None:
    found = scheme_on(stored, day)
    assert found is not None
    assert (found.key, found.name.nl) == (key, name)
    assert scheme_key_on(stored, Quarter.of(day)) == key


def test_what_is_no_scheme_has_no_name() -> None:
    assert scheme_on("alle", date(2020, 1, 1)) is None
    assert scheme_key_on("alle", 8080) == "alle"


def test_whose_caseload_a_scheme_is_stands_in_the_vocabulary() -> None:
    first, second = (set(caseload_of(partner)) for partner in chain_partners())
    assert {"WW", "WIA", "ZW", "Wajong_2015", "IOW"} <= first
    assert {"WWB", "IOAW", "IOAZ", "Bbz", "nug"} <= second
    assert not first & second
    assert caseload_of("svb") == ("Anw", "AIO")
    # Nobody's, for they say nothing about whose client somebody is.
    assert not {"geen", "TW"} & (first | second)


def test_doers_outside_the_chain_are_no_chain() -> None:
    assert chain_doers() == ("uwv", "gemeente", "duo", "integraal_team")
    assert teams() == ("integraal_team",)


def test_tasks_have_a_lane_and_an_order() -> None:
    work = [task.key for task in tasks_in_order("werk")]
    assert work == ["intake", "diagnose", "aanbodversterking", "arbeidsbemiddeling", "plaatsing"]
    income = tasks_in_order("inkomen")
    assert {"claimbeoordeling", "handhaving"} <= {task.key for task in income}
    assert all(task.optional for task in income)
    assert [task.key for task in tasks_in_order()][:5] == work


@pytest.mark.parametrize(
    ("code", "year", "key"),
    [
        ("03", 2012, "leeftijd_27_65"),
        ("03", 2013, "aow"),
        ("34", 2013, "handhaving"),
        ("34", 2012, None),
        ("35", 2012, None),
        ("14", 2014, "ww"),
        ("15", 2014, "wia"),
        ("53", 2010, "wetstechnisch"),
        ("53", 2013, None),
    ],
)
def test_a_code_of_bus_means_what_it_meant_then(code: str, year: int, key: str | None) -> None:
    found = vocabularies().reasons.meaning_of("bus", code, date(year, 6, 1))
    assert (found.key if found else None) == key


def test_only_work_is_to_work_and_every_reason_has_a_group() -> None:
    reasons = vocabularies().reasons.entries.values()
    assert {each.stored_as for each in reasons if each.to_work} == {"werk"}
    assert all(each.group for each in reasons)


def test_the_break_of_tozo_is_marked_in_the_series_of_bbz() -> None:
    assert scheme_breaks("Bbz", date(2020, 4, 1), date(2020, 6, 30)) == ("Bbz",)
    assert scheme_breaks("Bbz", date(2019, 1, 1), date(2019, 12, 31)) == ()


@pytest.mark.parametrize("name", ["WWB", "pw", "Participatiewet", "43", " bijstand "])
def test_a_scheme_is_found_by_any_name(name: str) -> None:
    assert stored_scheme(name) == "WWB"


def test_a_name_that_is_no_scheme_stays(tmp_path: Path) -> None:
    assert stored_scheme("alle") == "alle"


def test_an_installation_adds_its_own(tmp_path: Path) -> None:
    entry = f"proeftuin: {{{words('Proeftuin')}, caseload_of: gemeente, also: [proef]}}"
    found = load_vocabularies(own=own(tmp_path, "regelingen", entry))
    assert found.schemes["proeftuin"].name.nl == "Proeftuin"
    assert found.schemes.stored[-1] == "proeftuin"
    assert "proeftuin" not in load_vocabularies().schemes.entries


def test_an_own_name_goes_on_with_a_series(tmp_path: Path) -> None:
    entry = f"PB: {{{words('Wet in balans')}, continues: PW, from: 2030-01-01}}"
    schemes = load_vocabularies(own=own(tmp_path, "regelingen", entry)).schemes
    assert schemes["PB"].stored_as == "WWB"
    assert schemes["PW"].last == date(2029, 12, 31)


@pytest.mark.parametrize(
    ("vocabulary", "entry", "said"),
    [
        ("regelingen", f"WW: {{{words('WW')}}}", "there is an entry 'WW' already"),
        ("regelingen", f"x: {{{words('x')}, also: [bijstand]}}", "to write 'PW' already"),
        ("regelingen", f"x: {{{words('x')}, caseload_of: niemand}}", "'caseload_of' is 'niemand'"),
        ("regelingen", f"x: {{{words('x')}, kleur: rood}}", "unknown key 'kleur'"),
        ("regelingen", f"x: {{{words('x')}, continues: WWB, from: 2020-01-01}}", "goes on under"),
        ("regelingen", f"x: {{{words('x')}, continues: WW}}", "the day after 'WW' ended"),
        ("regelingen", f"x: {{{words('x')}, part_of: y}}", "names 'y', which does not exist"),
        ("regelingen", f"x: {{{words('x')}, income_code: '33'}}", "no date decides"),
        ("regelingen", f"x: {{{words('x')}, from: 2020}}", "'from' must be a day"),
        ("redenen", f"x: {{{words('x')}, group: werk, to_work: true}}", "'counts_as: werk'"),
        ("redenen", f"x: {{{words('x')}, group: werk, counts_as: y}}", "'counts_as' is 'y'"),
        ("taken", f"x: {{{words('x')}, lane: werk, order: 3}}", "have one order"),
        ("taken", f"x: {{{words('x')}, lane: zorg, order: 30}}", "'lane' is 'zorg'"),
        ("partnerrollen", f"x: {{{words('x')}, kind: chain}}", "the partners of the chain are"),
        ("kleuren", f"x: {{{words('x')}}}", "'vocabulary' is 'kleuren'"),
    ],
)
def test_an_own_word_that_breaks_a_rule_is_refused(
    vocabulary: str, entry: str, said: str, tmp_path: Path
) -> None:
    with pytest.raises(DefinitionError) as fault:
        load_vocabularies(own=own(tmp_path, vocabulary, entry))
    assert said in str(fault.value)


def test_a_finer_reason_to_work_of_ones_own_counts_as_work(tmp_path: Path) -> None:
    entry = f"zzp: {{{words('zzp')}, group: werk, to_work: true, counts_as: werk}}"
    assert load_vocabularies(own=own(tmp_path, "redenen", entry)).reasons["zzp"].stored_as == "werk"


def test_every_word_has_a_source() -> None:
    for vocabulary in vocabularies().all:
        assert vocabulary.author
        assert all(each.source for each in vocabulary.entries.values())
