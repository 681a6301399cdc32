"""Wrong use: exit code 2, one sentence in the reader's language, nothing else."""

from __future__ import annotations

from datetime import date

import pytest

from ketenkpi.cli import COMMANDS, main
from ketenkpi.cli.arguments import day, language_of, names, quarter
from ketenkpi.errors import UsageError
from ketenkpi.vocabulary import Quarter


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "ketenkpi mist nog: OPDRACHT"),
        (["chekc", "a.csv"], "kan geen 'chekc' zijn. Kies uit: "),
        (["check"], "ketenkpi check mist nog: bestand"),
        (["check", "a.csv", "--foo"], "kent '--foo' niet"),
        (["kpi", "--kwartaal"], "Na --kwartaal hoort een waarde"),
        (["kpi", "--kwartaal", "2009K5"], "'2009K5' is geen kwartaal"),
        (["check", "a.csv", "--taal", "fr"], "--taal kan geen 'fr' zijn. Kies uit: "),
        (["serve", "--poort", "tien"], "ketenkpi serve"),
    ],
)
def test_wrong_use(arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert sentence in said.err
    assert said.err.count("\n") == 1


def test_wrong_use_in_english(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "a.csv", "--foo", "--taal", "en"]) == 2
    assert "does not know '--foo'" in capsys.readouterr().err


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_is_in_one_language(
    command: str, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = [command] if command else []
    with pytest.raises(SystemExit) as ended:
        main([*asked, f"--taal={language}", "--help"])
    assert ended.value.code == 0
    help_text = capsys.readouterr().out
    foreign = {"nl": ("usage:", "show ", "options"), "en": ("gebruik:", "tonen", "opties")}
    assert help_text.startswith({"nl": "gebruik:", "en": "usage:"}[language])
    assert not [word for word in foreign[language] if word in help_text]


def test_language_is_dutch_unless_english_is_asked_for() -> None:
    assert language_of([]) == "nl"
    assert language_of(["kpi", "--taal", "en"]) == "en"
    assert language_of(["--taal=en", "kpi"]) == "en"
    assert language_of(["--taal", "english"]) == "nl"


def test_values_of_options() -> None:
    assert quarter("1e kwartaal 2009") == Quarter(2009, 1)
    assert day("31-03-2009") == day("2009-03-31") == date(2009, 3, 31)
    assert names(" Almere, ,Ede ") == ("Almere", "Ede")
    with pytest.raises(UsageError, match="geen dag"):
        day("31-02-2009")
    with pytest.raises(UsageError, match="geen kwartaal"):
        quarter("voorjaar")
