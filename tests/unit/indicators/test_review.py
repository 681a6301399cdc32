"""Which definitions wait for people: the page and the command say what nobody looked at."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from ketenkpi.cli import main
from ketenkpi.indicators import Indicator, Review, answers, load_indicators, reviews
from ketenkpi.indicators.definition import read_indicator
from ketenkpi.settings import CONFIG
from ketenkpi.surfaces import in_words, reading, table_as_records

TODAY = date(2026, 11, 30)


def _one(key: str, by: str | None, day: date | None) -> Indicator:
    known = load_indicators()["instroom"]
    return replace(known, key=key, checked_by=by, next_review=day)


def test_what_is_due_and_in_which_order() -> None:
    known = [
        _one("later", "Methodoloog", TODAY + timedelta(1)),
        _one("sooner", "Methodoloog", TODAY),
        _one("longer", "Methodoloog", TODAY - timedelta(30)),
        _one("nobody", None, TODAY + timedelta(90)),
        _one("author", load_indicators()["instroom"].author, None),
    ]
    found = [(each.indicator.key, each.due) for each in reviews(known, TODAY)]
    assert found == [
        ("longer", ("passed",)),
        ("sooner", ("passed",)),
        ("nobody", ("unchecked",)),
        ("author", ("unchecked", "no_day")),
        ("later", ()),
    ]


def test_the_answer_counts_names_and_says_why() -> None:
    found = reviews([_one("a", None, TODAY), _one("b", "Methodoloog", date.max)], TODAY)
    section = answers.reviews_due(found)
    assert section.table is not None
    with reading("nl"):
        said = in_words(section.finding)
        (row,) = table_as_records(section.table)
    assert said.startswith("Na te kijken: 1 van de 2 definities. ")
    assert said.endswith("Afgesproken dag voorbij: 1.")
    assert row["next"] == "30-11-2026"
    assert row["why"] == "de dag is voorbij en niet door een ander nagekeken"


def test_with_nothing_due_that_is_said() -> None:
    section = answers.reviews_due([Review(load_indicators()["instroom"], ())])
    with reading("nl"):
        assert in_words(section.finding).startswith("Alle 1 definities zijn nagekeken")
    assert section.table is not None
    assert section.table.rows == ()


def test_a_day_of_review_is_read_and_a_word_is_refused(tmp_path: Path) -> None:
    text = (CONFIG / "indicators" / "instroom.yaml").read_text(encoding="utf-8")
    file = tmp_path / "instroom.yaml"
    text = "".join(line for line in text.splitlines(True) if not line.startswith("next_review"))
    file.write_text(text + "next_review: 2027-11-01\n", encoding="utf-8")
    assert read_indicator(file).next_review == date(2027, 11, 1)
    file.write_text(text + "next_review: ooit\n", encoding="utf-8")
    with pytest.raises(Exception, match="'next_review' must be a date"):
        read_indicator(file)


def test_the_command_names_each_and_fails_once_a_day_has_passed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KETENKPI_HOME", str(tmp_path))
    assert main(["review", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["reviews"]
    assert {each["indicator"] for each in found} == set(load_indicators())
    assert all(each["due"] == ["unchecked", "no_day"] for each in found)
    (tmp_path / "indicators").mkdir()
    own = (CONFIG / "indicators" / "instroom.yaml").read_text(encoding="utf-8")
    own = own.replace("key: instroom\n", "key: eigen\n").replace("next_review:\n", "")
    (tmp_path / "indicators" / "eigen.yaml").write_text(
        own + "next_review: 2020-01-01\n", encoding="utf-8"
    )
    assert main(["review"]) == 1
    assert "de dag is voorbij" in capsys.readouterr().out
