"""Columns of text, and what a narrow terminal makes of them."""

from __future__ import annotations

import pytest

from ketenkpi.surfaces.lines import GAP, lined_up

HEADS = ("Norm", "Bron van de norm", "Aantal gevallen")
ROWS = (
    ("Besluit binnen acht weken", "Algemene wet bestuursrecht, artikel 4:13", "1.204"),
    ("Kort", "Participatiewet", "7"),
)


def test_where_there_is_room_nothing_is_broken() -> None:
    wide = lined_up(HEADS, ROWS, right=(2,))
    assert lined_up(HEADS, ROWS, right=(2,), within=200) == wide
    assert len(wide.splitlines()) == 4


@pytest.mark.parametrize("within", [45, 60, 80])
def test_words_go_on_below_each_other_and_numbers_stay_whole(within: int) -> None:
    text = lined_up(HEADS, ROWS, right=(2,), within=within)
    lines = text.splitlines()
    assert max(map(len, lines)) <= within
    assert any(line.endswith("1.204") for line in lines)
    # Nothing is lost: read column by column it holds the same words.
    rule = next(line for line in lines if set(line) == {"-", " "})
    ends, begin = [], 0
    for part in rule.split(GAP):
        ends.append((begin, begin + len(part)))
        begin += len(part) + len(GAP)
    for place, (first, last) in enumerate(ends):
        said = " ".join(line[first:last].strip() for line in lines if line != rule).split()
        assert said == " ".join([HEADS[place], *(row[place] for row in ROWS)]).split()


def test_a_word_stays_whole_unless_it_is_very_long() -> None:
    text = lined_up(("a", "b"), [("beroepsbevolking " * 9, "x" * 60)], within=10)
    assert "beroepsbevolking" in text
    assert max(map(len, text.splitlines())) == len("beroepsbevolking") + len(GAP) + 24
