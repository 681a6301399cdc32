"""Each word of the profile vocabulary, compared with plain Python; faulty profiles are refused."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from ketenkpi.contracts.profile import ProfileFault, load_profiles
from ketenkpi.contracts.profile.formats import Field, FixedWidth
from ketenkpi.contracts.profile.json_records import JsonRecords
from ketenkpi.contracts.profile.mapping import (
    ContractMapping,
    FromColumn,
    Joined,
    Keep,
    RowId,
    Take,
)
from ketenkpi.errors import DefinitionError
from ketenkpi.settings import CONFIG


def filled(filling: Any, *empty: str, **columns: list[str | None]) -> list[str | None]:
    frame = pl.LazyFrame(columns).with_row_index("_row").select("_row", x=filling.text(empty))
    return frame.collect(engine="streaming").sort("_row")["x"].to_list()


def test_a_time_stamp_is_cut_to_its_day_and_other_texts_stay() -> None:
    texts = ["2011-10-11 13:42:22.688000+02:00", "2011-10-11T00:00:00Z", "2011-10-11", "gisteren"]
    days = ["2011-10-11", "2011-10-11", "2011-10-11", "gisteren"]
    assert filled(FromColumn("t", tidy="timestamp"), t=texts) == days


def test_a_whole_number_loses_its_zero_decimals_and_nothing_else() -> None:
    texts = ["14.0", "1982,00", "14.5", "-3.0", "10", "v1.0", None]
    assert filled(FromColumn("t", tidy="whole_number"), t=texts) == [
        "14", "1982", "14.5", "-3", "10", "v1.0", None,
    ]  # fmt: skip


def test_codes_are_looked_up_after_empties_and_unknown_ones_stay_raw() -> None:
    filling = FromColumn("t", codes={"1": "ja", "2": "nee"}, empty=("9",), prefix="=")
    assert filled(filling, "-", t=["1", "2", "9", "-", "3", None]) == [
        "=ja", "=nee", None, None, "=3", None,
    ]  # fmt: skip


def test_a_running_number_is_the_place_in_the_file() -> None:
    assert filled(RowId("N"), t=["a", "b"]) == ["N000001", "N000002"]


def test_joined_columns_that_come_back_stay_alike() -> None:
    a = ["x", "x", "y", "x", None]
    b = ["1", "1", "1", "2", "1"]
    assert filled(Joined(("a", "b")), a=a, b=b) == ["x-1", "x-1", "y-1", "x-2", None]


EVENTS = 400


def _log(seed: int) -> list[dict[str, str | None]]:
    chance = random.Random(seed)
    return [
        {
            "case": f"c{chance.randint(1, 60)}",
            "day": chance.choice([None, f"2009-01-{chance.randint(10, 28)}"]),
            "kind": chance.choice("abc"),
        }
        for _ in range(EVENTS)
    ]


CHOOSE: dict[Take, Callable[[list[str | None]], str | None]] = {
    "first": lambda days: days[0],
    "last": lambda days: days[-1],
    "min": lambda days: min((d for d in days if d), default=None),
    "max": lambda days: max((d for d in days if d), default=None),
}


@pytest.mark.parametrize("take", CHOOSE)
def test_events_become_cases_as_plain_loops_make_them(take: Take) -> None:
    log = _log(seed=4)
    cases: dict[str, list[int]] = {}
    for number, event in enumerate(log):
        if event["kind"] in ("a", "b"):
            cases.setdefault(str(event["case"]), []).append(number)
    wanted = [
        {
            "_row": rows[0],
            "id": case,
            "day": CHOOSE[take]([log[r]["day"] for r in rows]),
            "no": None,
        }
        for case, rows in cases.items()
    ]
    mapping = ContractMapping(
        {"id": FromColumn("case"), "day": FromColumn("day", take=take)},
        Keep("kind", ("a", "b")),
        ("case",),
    )
    frame = pl.LazyFrame(log).with_row_index("_row")
    got = mapping.rows(frame, ("id", "day", "no"), ()).collect(engine="streaming")
    assert got.to_dicts() == wanted
    assert mapping.sources == ("case", "day", "kind")


LAYOUT = FixedWidth((Field("a", 2), Field("b", 3), Field("c", 1)), private=())


def _csv(layout: Any, content: bytes, names: tuple[str, ...], folder: Path) -> str:
    source, out = folder / "source", folder / "out.csv"
    source.write_bytes(content)
    layout.write_csv(source, out, names)
    return out.read_text(encoding="utf-8")


def test_fields_are_cut_at_their_places_and_quoted_where_needed(tmp_path: Path) -> None:
    content = b'12ab 3\r\n  ;"xZ\r\n\r\n'
    assert _csv(LAYOUT, content, ("c", "b"), tmp_path) == 'c;b\n3;ab\nZ;";""x"\n'


FIXED_FAULTS = {
    "too short": (b"12abc3\n12ab3\n", "profiel_regellengte", 2),
    "too long": (b"12abc34\n", "profiel_regellengte", 1),
    "blank line inside": (b"12abc3\n\n12abc3\n", "profiel_lege_regel", 2),
    "letter with an accent": (b"12ab\xe93\n", "profiel_teken", 1),
}


@pytest.mark.parametrize("fault", FIXED_FAULTS)
def test_a_record_of_another_form_is_refused_with_its_line(fault: str, tmp_path: Path) -> None:
    content, rule, line = FIXED_FAULTS[fault]
    with pytest.raises(ProfileFault) as caught:
        _csv(LAYOUT, content, ("b",), tmp_path)
    _assert_told(caught.value, rule, line)


def _assert_told(fault: ProfileFault, rule: str, line: int | None) -> None:
    finding = fault.finding
    assert (finding.level, finding.rule, finding.line) == ("blokkade", rule, line)
    for language in ("nl", "en"):
        assert finding.message(language)
        assert finding.expected(language)
        assert finding.remedy(language)


def test_json_numbers_keep_their_digits_and_get_a_comma(tmp_path: Path) -> None:
    records = '{"r": [{"k": 12.345, "x": 1}, {"k": 1e-7}, {"k": null}, {"k": true}, {"k": "a;b"}]}'
    text = _csv(JsonRecords("r"), records.encode(), ("k",), tmp_path)
    assert text == 'k\n12,345\n0,0000001\n""\nja\n"a;b"\n'


JSON_FAULTS: dict[str, tuple[bytes, str, int | None]] = {
    "no JSON": (b'{"r": [\n}', "profiel_geen_json", 2),
    "no text": (b'{"r": "\xff"}', "profiel_geen_json", None),
    "no list": (b'{"r": {}}', "profiel_geen_lijst", None),
    "a list on top": (b"[]", "profiel_geen_lijst", None),
    "no record": (b'{"r": [1]}', "profiel_geen_record", None),
    "a key is missing": (b'{"r": [{"k": 1}, {"m": 1}]}', "profiel_sleutel", None),
}


@pytest.mark.parametrize("fault", JSON_FAULTS)
def test_json_of_another_form_is_refused(fault: str, tmp_path: Path) -> None:
    content, rule, line = JSON_FAULTS[fault]
    with pytest.raises(ProfileFault) as caught:
        _csv(JsonRecords("r"), content, ("k",), tmp_path)
    _assert_told(caught.value, rule, line)


FAULTY = {
    "private field mapped": (
        "bus",
        "{column: geboortejaar}",
        "{column: burgerservicenummer}",
        "'burgerservicenummer' is private",
    ),
    "field that is not there": ("bus", "{column: einddatum,", "{column: eind,", "no field 'eind'"),
    "code the contract refuses": ("bus", '"02": IOAW', '"02": AOW', "refuses 'AOW'"),
    "constant the contract refuses": (
        "vng_bijstand",
        "{constant: PW}",
        "{constant: bijstandje}",
        "refuses 'bijstandje'",
    ),
    "column the contract lacks": ("vng_bijstand", "uitstroom:", "einde:", "no column 'einde'"),
    "required column not filled": (
        "vng_bijstand",
        "      regeling: {constant: PW}\n",
        "",
        "'regeling' is not filled",
    ),
    "two ways at once": (
        "vng_bijstand",
        "{row_id: VNG-}",
        "{row_id: V, constant: V}",
        "exactly one",
    ),
    "unknown way to tidy": ("vng_bijstand", "tidy: whole_number", "tidy: hele", "whole_number"),
    "unknown contract": ("vng_bijstand", "  trajecten:", "  trajekten:", "no contract 'trajekten'"),
    "unknown key": ("vng_bijstand", "format: csv", "format: csv\nskip: 3", "unknown key 'skip'"),
    "unknown format": ("vng_bijstand", "format: csv", "format: pdf", "json_records"),
    "another name": ("vng_bijstand", "profile: vng_bijstand", "profile: vng", "file's name"),
}


@pytest.mark.parametrize("fault", FAULTY)
def test_a_faulty_profile_is_refused(fault: str, tmp_path: Path) -> None:
    profile, old, new, told = FAULTY[fault]
    text = (CONFIG / "profiles" / f"{profile}.yaml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / f"{profile}.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DefinitionError) as caught:
        load_profiles(tmp_path)
    assert told in caught.value.message("en")


def test_a_new_profile_needs_no_python(tmp_path: Path) -> None:
    text = (CONFIG / "profiles" / "cbs_statline.yaml").read_text(encoding="utf-8")
    new = text.replace("profile: cbs_statline", "profile: eigen").replace("NL01", "GM0599")
    (tmp_path / "eigen.yaml").write_text(new, encoding="utf-8")
    profile = load_profiles(tmp_path)["eigen"]
    source = tmp_path / "in.json"
    record = {"Measure": "90210", "Perioden": "2009MM03", "Value": 1.5, "ValueAttribute": "None"}
    source.write_text(json.dumps({"value": [record]}))
    out = profile.to_csv(source, tmp_path / "out.csv")
    frame = pl.scan_csv(out, separator=";", infer_schema=False, row_index_name="_row")
    (row,) = profile.map(frame, "context", {"status": "voorlopig"}).collect().to_dicts()
    assert row == {
        "_row": 0, "reeks": "bijstand_tot_aow_x1000", "gebied": "GM0599", "periode": "2009MM03",
        "waarde": "1,5", "status": "voorlopig",
    }  # fmt: skip
