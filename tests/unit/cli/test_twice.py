"""An option that is given twice adds or is refused, in every command; nothing is dropped."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from ketenkpi.cli import COMMANDS, main
from ketenkpi.cli.arguments import Parser, by_name
from ketenkpi.errors import UsageError
from tests.unit.cli.files import spells, write

# Two values for the options that are no plain text.
TWO = {
    **dict.fromkeys(("waargenomen_vanaf", "waargenomen_tot", "dag"), ("2009-01-05", "2009-01-06")),
    **dict.fromkeys(("poort", "brug", "kopregel", "uurtarief", "verdeel", "doorhalen"), ("3", "4")),
    **dict.fromkeys(("vast", "antwoord", "uitleg"), ("zaak=dit", "reden=dat")),
    **dict.fromkeys(("kwartaal", "basis"), ("2009K1", "2009K2")),
    "maand": ("2009-01", "2009-02"),
    "scheidingsteken": ("komma", "tab"),
}


def _parser(command: str) -> Parser:
    """The options of a command, where none of its arguments is needed."""
    parser = Parser(language="nl", prog=f"ketenkpi {command}")
    COMMANDS[command].add_options(parser)
    for each in parser._actions:
        each.required = False
        if not each.option_strings:
            each.nargs = "?"
    return parser


def _with_value(command: str) -> list[argparse.Action]:
    return [each for each in _parser(command)._actions if each.option_strings and each.nargs != 0]


def _two(option: argparse.Action) -> tuple[str, str]:
    if option.choices is not None:
        first, second, *_ = option.choices
        return str(first), str(second)
    return TWO.get(option.dest, ("Een", "Twee"))


@pytest.mark.parametrize("command", COMMANDS)
def test_no_option_drops_what_was_said_first(command: str) -> None:
    for option in _with_value(command):
        name, (first, second) = option.option_strings[0], _two(option)
        alone = [
            vars(_parser(command).parse_args([name, text]))[option.dest] for text in (first, second)
        ]
        if isinstance(alone[0], tuple | list):
            both = _parser(command).parse_args([name, first, name, second])
            assert list(vars(both)[option.dest]) == [*alone[0], *alone[1]], name
        else:
            with pytest.raises(UsageError, match=name):
                _parser(command).parse_args([name, first, name, second])


def test_options_that_add_and_options_of_one_value_both_occur() -> None:
    kinds = {type(_parser("kpi").parse_args([]).__dict__[each.dest]) for each in _with_value("kpi")}
    assert kinds == {tuple, type(None)}


def test_given_once_it_takes_the_place_of_the_default() -> None:
    assert _parser("kpi").parse_args([]).per == ("werkplein", "kwartaal")
    twice = _parser("kpi").parse_args(["--per", "regio", "--per", "kwartaal,regio"])
    assert twice.per == ("regio", "kwartaal")


def test_two_values_of_one_name_are_refused() -> None:
    assert by_name([("a", "1"), ("b", "2"), ("a", "1")]) == {"a": "1", "b": "2"}
    with pytest.raises(UsageError, match="'a' staan er twee waarden: '1' en '2'"):
        by_name([("a", "1"), ("a", "2")])


@pytest.mark.parametrize(
    "wrong",
    [
        ["--antwoord", "werkplein:X=Ede", "--antwoord", "werkplein:X=Almere"],
        ["--vast", "werkplein=Ede", "--werkplein", "Almere"],
        ["--antwoorden", "antwoorden.txt"],
        ["--werkplein", "Ede", "--werkplein", "Almere"],
    ],
)
@pytest.mark.parametrize("command", ["check", "upload"])
def test_two_answers_to_one_question_are_refused(
    command: str, wrong: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write(tmp_path / "trajecten.csv", spells(3))
    (tmp_path / "antwoorden.txt").write_text("werkplein:X=Ede\nwerkplein:X=Almere\n")
    assert main([command, str(file), *wrong]) == 2
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize(
    "wrong",
    [
        ["upload", "--kring", "overal", "--antwoord", "kring=partner", "x.csv"],
        ["explain", "--uitleg", "1=omdat het zo is", "--uitleg", "1=om wat anders"],
        ["kpi", "--indicator", "instroom", "--definitie", "instroom@1,instroom@2"],
        ["kpi", "--json", "--csv"],
        ["export", "--csv", "--uit", "cijfers.csv"],
        ["export", "--csv", "--rijen", "trajecten", "--onbeveiligd"],
    ],
)
def test_what_contradicts_itself_is_refused(
    wrong: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(wrong) == 2
    assert capsys.readouterr().err.count("\n") == 1
