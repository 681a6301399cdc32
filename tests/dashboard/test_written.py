"""HTML is written once for the very same answer, in the language of who reads."""

from __future__ import annotations

import pytest

from dashboard.components import written
from ketenkpi.answer import Bullet, Column, Table, table_of
from ketenkpi.surfaces import items_as_html, reading, table_as_html
from ketenkpi.vocabulary import Text


def _table(value: float = 1.5) -> Table:
    return table_of(
        [value],
        (Column("name", Text("naam", "name")), lambda row: "A"),
        (Column("value", Text("waarde", "value"), "days"), lambda row: row),
    )


@pytest.mark.parametrize("reader", ["nl", "en"])
def test_it_is_what_the_surface_writes(reader: str) -> None:
    shown, listed = _table(), (Bullet(Text("een", "one")),)
    with reading(reader):
        for _ in range(2):
            assert written.table(shown, "x") == table_as_html(shown, "x")
            assert written.items(listed) == items_as_html(listed)
        assert written.items(()) == ""


def test_the_same_table_is_written_once_and_an_equal_one_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: list[Table] = []

    def counting(table: Table, label: str) -> str:
        made.append(table)
        return label

    monkeypatch.setattr(written, "table_as_html", counting)
    shown = _table()
    with reading("nl"):
        for label in ("een", "een", "twee"):
            assert written.table(shown, label) == label
        assert len(made) == 2
        assert written.table(_table(), "een") == "een"
        assert len(made) == 3
    with reading("en"):
        written.table(shown, "een")
    assert len(made) == 4
