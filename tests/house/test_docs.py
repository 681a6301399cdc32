"""The README names every command and no other, and the glossary every Dutch word of the code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ketenkpi.cli import COMMANDS, main
from ketenkpi.contracts import load_contracts, read, template
from ketenkpi.settings import Settings
from tests.house.tree import ROOT, files, syntax

README = (ROOT / "README.md").read_text(encoding="utf-8")
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
# Column names and choices of the contracts that are English words as well.
ALSO_ENGLISH = {
    *("client", "sector", "status", "product", "score", "context", "indicator", "begin"),
    *("diagnose", "intake", "norm", "dossier", "extern", "warm", "team", "personeel", "ict", "fte"),
    *("en", "van", "in", "uit", "tot", "op", "of", "id", "tel", "top", "is", "as", "per"),
}


def _named_in_readme() -> set[str]:
    return set(re.findall(r"^\s*(?:python3? -m )?ketenkpi ([a-z]+)", README, flags=re.MULTILINE))


def test_readme_and_command_line_name_the_same_commands() -> None:
    assert _named_in_readme() == set(COMMANDS)


@pytest.mark.parametrize("command", sorted(_named_in_readme()))
def test_a_command_of_the_readme_explains_itself(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    assert ended.value.code == 0
    assert f"ketenkpi {command}" in capsys.readouterr().out


def test_files_the_readme_points_at_exist() -> None:
    targets = re.findall(r"\]\((?!https?:|#)([^)#]+)", README)
    assert [target for target in targets if not (ROOT / target).exists()] == []


def test_the_python_of_the_readme_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KETENKPI_HOME", str(tmp_path / "home"))
    Path("trajecten.csv").write_bytes(template(load_contracts()["trajecten"]))
    read(
        Path("trajecten.csv"), "trajecten", out=Path("trajecten.parquet"), settings=Settings.load()
    )
    [code] = re.findall(r"```python\n(.*?)```", README, flags=re.DOTALL)
    names: dict[str, Any] = {}
    exec(code, names)
    assert not names["checked"].findings.blocked
    assert set(names["kpis"]["indicator"]) == {"uitstroom_werk"}


def _dutch_words() -> set[str]:
    words: set[str] = set()
    for contract in load_contracts().values():
        names = [contract.key, *(column.name for column in contract.columns)]
        for name in names:
            words.update(part.lower() for part in name.split("_"))
    return words - ALSO_ENGLISH


def _identifiers() -> Iterator[str]:
    for file in files(".py", below="ketenkpi"):
        for node in ast.walk(syntax(file)):
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                yield node.name
            elif isinstance(node, ast.Name):
                yield node.id
            elif isinstance(node, ast.arg):
                yield node.arg


def test_the_glossary_has_every_dutch_word_that_is_an_identifier() -> None:
    parts = {part.lower() for name in _identifiers() for part in name.split("_")}
    explained = set(re.findall(r"\*\*(\w+)\*\*", GLOSSARY))
    assert (parts & _dutch_words()) - {word.lower() for word in explained} == set()
