"""A definition file becomes frozen dataclasses, field by field as their types say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from ketenkpi.config_file import read_definition
from ketenkpi.errors import DefinitionError
from ketenkpi.vocabulary import Text

WRITTEN = """\
name: {nl: Naam, en: Name}
section: 6.3
weight: 1
days: 28
since: 2009-01-01
of: [a, b]
note:
"""


@dataclass(frozen=True, slots=True)
class Rule:
    key: str
    name: Text
    section: str
    weight: float
    days: int | None
    since: date | None
    of: tuple[str, ...]
    note: Text | None
    part: str | None


def test_fields_are_read_as_their_types_say(tmp_path: Path) -> None:
    file = tmp_path / "rule.yaml"
    file.write_text(WRITTEN, encoding="utf-8")
    found = read_definition(file).built(Rule, key="r")
    # Absent and empty are None where the field may be.
    since, name = date(2009, 1, 1), Text("Naam", "Name")
    assert found == Rule("r", name, "6.3", 1.0, 28, since, ("a", "b"), None, None)
    assert type(found.weight) is float
    assert read_definition(file).built(Rule, key="r", part="x", note=name).part == "x"


def test_a_text_in_one_language_is_refused_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "rule.yaml"
    file.write_text(WRITTEN.replace(", en: Name", ""), encoding="utf-8")
    with pytest.raises(DefinitionError, match=r"rule\.yaml, regel 1: 'name' needs nl and en"):
        read_definition(file).built(Rule, key="r")
    with pytest.raises(TypeError, match="nothing"):
        read_definition(file).built(Rule, nothing=1, name=Text("a", "b"), key="r")
