"""Numbers that lost the zeros before them are asked about, and never become other cases unasked."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from ketenkpi.errors import UsageError
from ketenkpi.store import Store, UploadResult
from ketenkpi.wording import LANGUAGES
from tests.unit.store.files import ALL, Q1, Q2, deliver, flow, spells

pytestmark = pytest.mark.slow

BEFORE = spells("0001;Breda;WW;007;05-01-2009;;", "0002;Breda;WW;008;06-01-2009;;")
AFTER = spells("1;Breda;WW;7;05-01-2009;10-05-2009;werk", "2;Breda;WW;8;06-01-2009;;")


def put(store: Store, file: bytes, answers: Mapping[str, str] | None = None) -> UploadResult:
    return deliver(store, file, quarter=Q2, replace=True, answers=dict(answers or {}))


def numbers(store: Store) -> list[str]:
    return sorted(row["traject_id"] for row in store.source.table("trajecten", ALL).to_pylist())


@pytest.fixture
def delivered(local: Store) -> Store:
    assert deliver(local, BEFORE).status == "stored"
    return local


def test_lost_zeros_are_asked_about_per_column(delivered: Store) -> None:
    result = put(delivered, AFTER)
    assert result.status == "asks"
    asked = [question.name for question in result.questions]
    assert asked == ["voorloopnullen:traject_id", "voorloopnullen:client"]
    assert all("0001" in result.questions[0].sentence(language) for language in LANGUAGES)
    assert flow(delivered) == {("Breda", "2009K1"): 2}


def test_the_same_numbers_get_their_zeros_back(delivered: Store) -> None:
    result = put(delivered, AFTER, {"voorloopnullen": "zelfde"})
    assert result.status == "stored"
    assert numbers(delivered) == ["0001", "0002"]
    assert flow(delivered) == {("Breda", "2009K1"): 2}
    assert "nullen_teruggezet" in {total.rule for total in result.findings.totals}


def test_a_new_number_is_written_as_wide_as_the_others(delivered: Store) -> None:
    new = AFTER + b"3;Breda;WW;9;06-04-2009;;\n"
    put(delivered, new, {"voorloopnullen": "zelfde"})
    assert numbers(delivered) == ["0001", "0002", "0003"]


def test_other_numbers_stay_as_they_are(delivered: Store) -> None:
    assert put(delivered, AFTER, {"voorloopnullen": "ander"}).status == "stored"
    assert numbers(delivered) == ["0001", "0002", "1", "2"]


def test_the_answer_is_kept_for_the_next_file_of_the_source(delivered: Store) -> None:
    put(delivered, AFTER, {"voorloopnullen": "zelfde"})
    again = AFTER.replace(b"10-05-2009", b"11-05-2009")
    assert put(delivered, again).status == "stored"
    assert numbers(delivered) == ["0001", "0002"]


def test_another_answer_is_refused(delivered: Store) -> None:
    with pytest.raises(UsageError):
        put(delivered, AFTER, {"voorloopnullen": "misschien"})


@pytest.mark.parametrize(
    "rows",
    [
        # Zeros of its own: it did not lose any.
        ("1;Breda;WW;A;05-01-2009;;", "0003;Breda;WW;B;05-01-2009;;"),
        # No number that was there before.
        ("3;Breda;WW;A;05-01-2009;;",),
        # Letters are no digits that Excel reads as a number.
        ("T1;Breda;WW;A;05-01-2009;;",),
    ],
)
def test_other_differences_raise_no_question(delivered: Store, rows: tuple[str, ...]) -> None:
    assert put(delivered, spells(*rows)).status == "stored"


def test_a_number_that_was_written_both_ways_is_two_cases(local: Store) -> None:
    both = spells("0001;Breda;WW;A;05-01-2009;;", "1;Breda;WW;B;06-01-2009;;")
    assert deliver(local, both).status == "stored"
    assert put(local, spells("1;Breda;WW;B;06-01-2009;;")).status == "stored"


def test_another_partner_writes_numbers_as_it_likes(delivered: Store) -> None:
    result = deliver(delivered, AFTER, quarter=Q2, organisation="gemeente")
    assert result.status == "stored"


def test_steps_find_their_spell_when_both_lost_zeros(delivered: Store) -> None:
    steps = b"traject_id;taak;organisatie;begin;einde\n1;intake;uwv;05-01-2009;\n"
    asked = deliver(delivered, steps, "stappen", quarter=Q1)
    assert [question.name for question in asked.questions] == ["voorloopnullen:traject_id"]
    told = {"voorloopnullen": "zelfde"}
    assert deliver(delivered, steps, "stappen", quarter=Q1, answers=told).status == "stored"
