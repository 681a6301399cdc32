"""Worked examples: what a file may hold, and that a wrong figure in it does not pass."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ketenkpi.errors import DefinitionError
from ketenkpi.indicators.worked import WrittenFigure, load_worked, read_worked
from ketenkpi.vocabulary import Quarter

PAGE = """\
# instroom
Per: kwartaal
Waar: regeling = WW, IOAW
Gezien tot: 2009-06-30

## Rijen: trajecten
| traject_id | werkplein | regeling | instroom   | reden_uitstroom |
|------------|-----------|----------|------------|-----------------|
| T1         | Oost      | WW       | 2009-01-12 |                 |

## Uitkomst
| kwartaal | teller | waarde | onder | noemer | reden |
|----------|--------|--------|-------|--------|-------|
| 2009K1   | 1      | 1      | 0,025 |        |       |

## Rekenen
Eén rij.
"""


def page(folder: Path, *changes: tuple[str, str]) -> Path:
    text = PAGE
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    file = folder / "instroom.md"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_page_is_read(tmp_path: Path) -> None:
    page(tmp_path)
    (worked,) = load_worked(tmp_path).values()
    assert (worked.key, worked.by) == ("instroom", ("kwartaal",))
    assert (worked.observed_from, worked.observed_until) == (None, date(2009, 6, 30))
    assert worked.where == {"regeling": ("WW", "IOAW")}
    (row,) = worked.inputs["trajecten"].to_dicts()
    assert (row["instroom"], row["doelgroep"]) == (date(2009, 1, 12), "onbekend")
    assert row["reden_uitstroom"] is None
    (outcome,) = worked.outcomes
    assert outcome.place == {"kwartaal": Quarter(2009, 1).index}
    assert outcome.figures["low"] == WrittenFigure(0.025, 3)
    assert outcome.figures["denominator"] == WrittenFigure(None, 0)
    assert outcome.reason == ""
    assert worked.computed("pandas").set_index("kwartaal").loc[8036, "value"] == 1


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("# instroom", "# uitstroom", 1, "the first line must be '# instroom'"),
        ("Per: kwartaal\n", "", 1, "missing line: Per"),
        ("Per: kwartaal", "Per: wijk", 2, "'wijk' is no dimension"),
        ("Waar: regeling = WW, IOAW", "Waar: regeling", 3, "write 'Waar:"),
        ("Waar: regeling", "Waar: kleur", 3, "write 'Waar:"),
        ("Gezien tot: 2009-06-30", "Gezien tot: 30 juni", 4, "is no day"),
        ("Gezien tot: 2009-06-30", "Per: kwartaal", 4, "twice"),
        ("Gezien tot", "Tot", 4, "unknown line"),
        ("## Rijen: trajecten", "## Rijen: reizen", 6, "unknown section"),
        ("## Uitkomst", "## Uitkomsten", 11, "unknown section"),
        ("| instroom   |", "| aankomst   |", 9, "'aankomst' is no column"),
        ("| instroom   |", "| werkplein   |", 7, "two columns"),
        ("2009-01-12", "2009-02-30", 9, "in column 'instroom'"),
        ("| T1         |", "|            |", 9, "in column 'traject_id'"),
        ("| Oost      ", "", 9, "4 cells below 5 columns"),
        ("| T1  ", "T1  ", 9, "begins and ends with '|'"),
        ("|----------|--------|--------|", "| a |--------|--------|", 12, "a row of dashes"),
        ("| noemer |", "| onder |", 12, "two columns"),
        ("| noemer |", "| breedte |", 12, "unknown column 'breedte'"),
        ("| kwartaal | teller |", "| split | teller |", 12, "missing column: kwartaal"),
        ("2009K1", "voorjaar", 14, "is no value of kwartaal"),
        ("0,025", "0.025", 14, "is no number"),
        ("Eén rij.\n", "", 16, "'Rekenen' is empty"),
    ],
)
def test_what_is_not_known_is_refused_with_its_line(
    tmp_path: Path, old: str, new: str, line: int, reason: str
) -> None:
    with pytest.raises(DefinitionError) as refused:
        read_worked(page(tmp_path, (old, new)))
    assert (refused.value.params["file"], refused.value.params["line"]) == ("instroom.md", line)
    assert reason in refused.value.message("en")


@pytest.mark.parametrize(
    ("written", "computed", "agrees"),
    [
        (WrittenFigure(0.67, 2), 2 / 3, True),
        (WrittenFigure(0.66, 2), 2 / 3, False),
        (WrittenFigure(3.0, 0), 3.0, True),
        (WrittenFigure(3.0, 0), 4.0, False),
        (WrittenFigure(0.13, 2), 0.125, True),
        (WrittenFigure(None, 0), float("nan"), True),
        (WrittenFigure(None, 0), 0.0, False),
        (WrittenFigure(0.0, 0), float("nan"), False),
    ],
)
def test_a_figure_agrees_to_half_its_last_digit(
    written: WrittenFigure, computed: float, agrees: bool
) -> None:
    assert written.agrees(computed) is agrees
