"""`ketenkpi annotate`: notes are written, listed and struck."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ketenkpi.cli import main
from ketenkpi.scope import Scope
from ketenkpi.store import open_store

pytestmark = pytest.mark.slow

Capture = pytest.CaptureFixture[str]
ALL = Scope.everything()


def run(capsys: Capture, *arguments: str) -> tuple[int, str]:
    capsys.readouterr()
    code = main(["annotate", *arguments])
    said = capsys.readouterr()
    return code, said.out + said.err


def listed(capsys: Capture) -> list[dict[str, Any]]:
    code, said = run(capsys, "--json")
    assert code == 0
    return list(json.loads(said)["notes"])


def test_a_note_is_written_listed_and_struck(capsys: Capture) -> None:
    assert "nog geen notities" in run(capsys)[1]
    where = ("--werkplein", "Delft", "--dag", "2009-11-02", "--door", "anna")
    assert run(capsys, "Verhuisd.", *where) == (0, "Notitie 1 is bewaard.\n")
    assert "[1] 2 november 2009: Verhuisd. Geschreven door anna" in run(capsys)[1]
    code, said = run(capsys, "--doorhalen", "1", "--reden", "Was later.", "--door", "bert")
    assert (code, said) == (0, "Notitie 1 is doorgehaald; zij blijft te lezen.\n")
    assert "Doorgehaald door bert" in run(capsys)[1]
    (note,) = listed(capsys)
    told = {key: note[key] for key in ("id", "werkplein", "quarter", "day", "note", "by")}
    assert told == {
        "id": 1,
        "werkplein": "Delft",
        "quarter": "2009K4",
        "day": "2009-11-02",
        "note": "Verhuisd.",
        "by": "anna",
    }
    assert (note["struck"]["reason"], note["struck"]["by"]) == ("Was later.", "bert")


def test_without_a_place_it_is_about_all(capsys: Capture) -> None:
    assert run(capsys, "Nieuw systeem.", "--kwartaal", "2009K4", "--door", "anna")[0] == 0
    (kept,) = open_store().annotations(ALL)
    assert (kept.werkplein, kept.day) == ("", None)
    assert listed(capsys)[0]["werkplein"] is None


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("Verhuisd.",), 2, "Bij welk kwartaal"),
        (("Verhuisd.", "--doorhalen", "1"), 2, "óf een notitie, óf --doorhalen"),
        (("--doorhalen", "7", "--reden", "Was later."), 2, "geen notitie met nummer 7"),
        (("--doorhalen", "7"), 1, "vraagt een reden"),
        (("Verhuisd.", "--werkplein", "Delf", "--kwartaal", "2009K4"), 2, "Delft"),
        (("Verhuisd.", "--dag", "2009-01-01", "--kwartaal", "2009K4"), 2, "niet in 2009K4"),
        (("Bel 06 12345678", "--kwartaal", "2009K4"), 1, "telefoonnummer"),
    ],
)
def test_what_is_refused_says_what_to_do_and_stores_nothing(
    capsys: Capture, arguments: tuple[str, ...], code: int, said: str
) -> None:
    found, told = run(capsys, *arguments, "--door", "anna")
    assert found == code
    assert said in told
    assert open_store().annotations(ALL, struck=True) == ()
