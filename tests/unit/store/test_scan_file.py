"""The scan as a file: every question once, what was answered already, and back in again."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from ketenkpi.cooperation import questions
from ketenkpi.research_model import load_scan
from ketenkpi.store import Store, scan_file
from ketenkpi.vocabulary import Quarter
from tests.unit.store.files import ALL, Q1, deliver

pytestmark = pytest.mark.slow

NOTE = "=besluit van het MT; 2x besproken"


def _save(store: Store, item: str, situation: str = "", **answer: Any) -> None:
    store.save_answer("A", Q1, "uwv", item, answer, situation=situation, by="anna", scope=ALL)


def _rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def test_every_question_is_in_it_once_with_the_answers_there_are(local: Store) -> None:
    _save(local, "intake", product=2, proces=1, toelichting=NOTE)
    _save(local, "kennis", status="weet_niet")
    _save(local, "intake_diagnose", "binnen_uitkering", product=0, proces=0)
    rows = _rows(scan_file(local.draft("A", Q1, "uwv", ALL), "nl"))
    keys = [(row["onderdeel"], row["situatie"]) for row in rows]
    asked = dict.fromkeys((each.part, each.situation or "") for each in questions())
    assert keys == list(asked)
    assert {(row["werkplein"], row["kwartaal"], row["invuller"]) for row in rows} == {
        ("A", "2009K1", "uwv")
    }
    by_key = dict(zip(keys, rows, strict=True))
    intake = by_key["intake", ""]
    assert (intake["product"], intake["proces"], intake["score"]) == ("2", "1", "")
    # A spreadsheet must not take it for a formula.
    assert intake["toelichting"] == "'" + NOTE
    assert intake["vraag"] == load_scan().items["intake"].question.nl
    assert "2 = volledige afspraken" in intake["mogelijke_antwoorden"]
    assert by_key["kennis", ""]["status"] == "weet_niet"
    assert by_key["intake_diagnose", "binnen_uitkering"]["proces"] == "0"
    # What nobody answered is empty, and never 0.
    assert by_key["vertrouwen", ""]["score"] == ""


def test_the_file_can_be_delivered_and_only_what_is_answered_counts(local: Store) -> None:
    _save(local, "intake", product=2, proces=1)
    _save(local, "kennis", status="nvt")
    content = scan_file(local.draft("A", Q1, "uwv", ALL), "en")
    refused = local.check(content, "samenwerking")
    assert refused.findings.blocked
    result = deliver(local, content, "samenwerking", skip_faulty_rows=True)
    assert result.status == "stored"
    kept = local.table("samenwerking", ALL)
    assert sorted(kept["onderdeel"]) == ["intake", "kennis"]
    assert result.rows_read == len({(q.part, q.situation) for q in questions()})


def test_another_scan_is_another_file(local: Store) -> None:
    _save(local, "intake", product=2, proces=1)
    other = _rows(scan_file(local.draft("A", Quarter(2009, 2), "gemeente", ALL), "nl"))
    assert {row["product"] for row in other} == {""}
