"""A small sample of every long table; `python3 start.py tables` runs them in full."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pytest

from tests.tables import tried, written
from tests.tables.registry import TABLES
from tests.tables.table import Row, Rows, Table, markdown, none, total

pytestmark = pytest.mark.slow


@cache
def sample(name: str) -> Rows:
    return TABLES[name].run(TABLES[name].sample)


@pytest.mark.parametrize("name", TABLES)
def test_what_a_table_proves_is_so_of_its_sample(name: str) -> None:
    assert TABLES[name].holds(sample(name)), markdown(sample(name))


@pytest.mark.parametrize("name", ["csv", "workbooks", "json"])
def test_files_end_in_each_way_there_is(name: str) -> None:
    (*_, whole) = sample(name)
    assert whole["files"] == TABLES[name].sample
    assert total([whole], "read") > 0
    assert total([whole], "refused") > 0


def test_an_own_fault_is_counted_and_told() -> None:
    # A contract that does not exist is a fault of who reads, never of a file.
    file = tried.File(7, "nothing", b"a;b\n", "bestaat_niet")
    (row, _) = rows = tried.table([file])
    assert row["own faults"] == 1
    assert str(row["first own fault"]).startswith("7: UsageError")
    assert not none("own faults")(rows)


ROWS: list[Row] = [{"what": "a|b", "files": 1_000, "share": 0.12345}]
SOME = Table("some", "It is so.", lambda size: ROWS, 1_000, 10, lambda rows: True)


def test_markdown_of_rows() -> None:
    head, _, line = markdown(ROWS).splitlines()
    assert head == "| what | files | share |"
    assert line == "| a\\|b | 1,000 | 0.1235 |"
    with pytest.raises(ValueError, match="same columns"):
        markdown([*ROWS, {"what": "c"}])


def test_a_table_is_written_in_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "tables.md"
    page.write_text("# Title\n\nWords.\n", encoding="utf-8")
    monkeypatch.setattr(written, "PAGE", page)
    for name in ("json", "csv"):
        table = Table(name, "It is so.", SOME.run, 1_000, 10, SOME.holds)
        for commit in ("commit abc + changes", "commit def"):
            written.write(table, ROWS, date(2026, 11, 29), commit, 61.4)
    text = page.read_text(encoding="utf-8")
    assert text.startswith("# Title\n\nWords.\n\n<!-- table: csv -->\n")
    assert list(written.sections(text)) == ["csv", "json"]
    assert "abc" not in text
    assert "tables json`: 2026-11-29, commit def, size 1,000, 61 s." in text


def test_the_page_has_every_table_as_it_is_now() -> None:
    sections = written.sections(written.PAGE.read_text(encoding="utf-8"))
    assert list(sections) == list(TABLES)
    for name, table in TABLES.items():
        assert table.proves in sections[name], name
        assert f"size {table.size:,}," in sections[name], name
