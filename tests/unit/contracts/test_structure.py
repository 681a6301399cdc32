"""The shape of a text, in bulk as a slow reading of its bytes one by one finds it."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ketenkpi.contracts import row_shapes
from ketenkpi.contracts.contract import find_contract
from ketenkpi.contracts.dialect import Dialect
from ketenkpi.contracts.findings import Collector, Finding
from ketenkpi.contracts.intake import Blocked, Intake
from ketenkpi.contracts.questions import Answers, Question
from ketenkpi.contracts.row_shapes import Offence, Rows
from ketenkpi.contracts.source import TextSource
from ketenkpi.contracts.structure import Structure, examine
from ketenkpi.settings import Settings
from ketenkpi.wording import LANGUAGES

LONGEST = 1 << 20


@dataclass
class Slow:
    """The rows of a text, found byte by byte."""

    rows: list[tuple[int, int, bool]] = field(default_factory=list)
    offence: Offence | None = None


def slowly(data: bytes) -> Slow:
    """Cells, line breaks inside cells and blankness of each row, or the first offence."""
    slow = Slow()
    if data and not data.endswith(b"\n"):
        data += b"\n"
    inside, cells, breaks, begin, lines, begun = False, 1, 0, 0, 1, 1
    for place, byte in enumerate(data):
        before = data[place - 1] if place else 10
        after = data[place + 1] if place + 1 < len(data) else None
        if byte == ord("\r") and after != 10 and not inside:
            slow.offence = Offence("losse_regelterugloop", len(slow.rows), lines)
            return slow
        if byte == ord('"'):
            inside = not inside
            if inside and before not in b';\n"':
                slow.offence = Offence("aanhalingsteken_in_cel", len(slow.rows), begun)
                return slow
            if not inside and after not in (10, 13, ord(";"), ord('"')):
                slow.offence = Offence("aanhalingsteken_open", len(slow.rows), begun)
                return slow
        elif byte == ord(";"):
            cells += not inside
        elif byte == 10 and inside:
            breaks, lines = breaks + 1, lines + 1
        elif byte == 10:
            slow.rows.append((cells, breaks, not data[begin:place].strip(b"\r")))
            cells, breaks, begin, lines = 1, 0, place + 1, lines + 1
            begun = lines
    if begin < len(data):
        slow.offence = Offence("aanhalingsteken_open", len(slow.rows), begun)
    return slow


def in_bulk(path: Path) -> Slow:
    walk = Rows(path, ";", skip_lines=0, end=None, longest=LONGEST)
    slow = Slow()
    for block in walk:
        breaks = [0] * block.cells.size
        for row in block.breaks:
            breaks[row] += 1
        blank = (block.ends == block.begins).tolist()
        slow.rows += zip(block.cells.tolist(), breaks, blank, strict=True)
    slow.offence = walk.offence
    return slow


@pytest.mark.parametrize("chunk", [64, 128, 1 << 19])
@settings(max_examples=400, derandomize=True, deadline=None)
@given(st.lists(st.sampled_from(b'";\n\ra '), max_size=220).map(bytes))
@example(b'"a""b";1\n"c\n";""\n')
@example(b'"a"\r"b"\n')
@example(b'1;2\n;"' + b"x" * 300)
@example(b"\r\n\r\n")
def test_any_bytes_have_the_shape_a_slow_reading_finds(
    chunk: int, tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / f"bytes-{chunk}.csv"
    path.write_bytes(data)
    usual, row_shapes.CHUNK = row_shapes.CHUNK, chunk
    try:
        found = in_bulk(path)
    finally:
        row_shapes.CHUNK = usual
    wanted = slowly(data)
    assert found.offence == wanted.offence
    if wanted.offence is None:
        assert found.rows == wanted.rows
    else:
        assert found.rows == wanted.rows[: len(found.rows)]


@dataclass
class Examined:
    shape: Structure | None
    found: list[Finding]

    @property
    def rules(self) -> list[tuple[str, int | None]]:
        return [(finding.rule, finding.line) for finding in self.found]


@pytest.fixture
def examined(tmp_path: Path):
    def of(
        text: str, header: str = "a;b;c", *, header_line: int = 1, foot: str = "", **how: object
    ) -> Examined:
        path = tmp_path / "file.csv"
        path.write_bytes((header + "\n" + text + foot).encode())
        dialect = Dialect(
            "utf-8",
            ";",
            "LF",
            tuple(header.split(";")),
            header_line,
            1,
            foot=tuple(foot.split("\n")) if foot else (),
            end=len(f"{header}\n{text}".encode()) if foot else None,
        )
        found = Collector(None)
        shape = examine(path, dialect, found, limits=Settings.load().limits, **how)
        for finding in found.findings().listed:
            for language in LANGUAGES:
                assert finding.message(language)
                assert finding.expected(language)
                assert finding.remedy(language)
        return Examined(shape, list(found.findings().listed))

    return of


def test_blank_rows_are_rows_wherever_they_stand(examined) -> None:
    result = examined("\n\n1;2;3\n  \t\n1;2;3\n\r\n")
    assert result.found == []
    assert result.shape.rows == 6
    assert result.shape.blank_rows.tolist() == [0, 1, 3, 5]
    alone = examined("\nx\n\n", "a")
    assert (alone.shape.rows, alone.shape.blank_rows.tolist()) == (3, [0, 2])


@pytest.mark.parametrize("end", [";", ";;;", "; ;", ';"";" "', ";\t"])
def test_separators_behind_the_last_column_are_said_once(examined, end: str) -> None:
    result = examined(f"1;2;3\n1;2;3{end}\n1;2;3{end}\r\n")
    assert result.rules == [("scheiding_aan_eind", 3)]
    assert result.found[0].params["count"] == 2
    assert result.shape.rows == 3


@pytest.mark.parametrize("end", [";x", ";;x", ';"x"', ';"; ;"', ';"'])
def test_text_behind_the_last_column_stops_the_file(examined, end: str) -> None:
    result = examined(f"1;2;3\n1;2;3{end}\n")
    assert result.shape is None
    assert result.rules[0][0] in ("regel_te_lang", "aanhalingsteken_open")
    assert result.rules[0][1] == 3


def test_a_header_may_end_in_separators_and_its_rows_too(examined) -> None:
    result = examined("1;2;;\n1;2\n1;2;\n", "a;b;;")
    assert result.shape is not None
    assert result.rules == [("scheiding_aan_eind", 2)]
    assert examined("1\n1;2;;\n", "a;b;;").rules == [("regel_te_kort", 2)]


def test_rows_written_sixteen_at_a_time_are_filled_up(examined) -> None:
    # The header is line 1: lines 17 to 32 are a group of sixteen, 33 to 35 the last.
    full, short, shorter = "1;2;3\n" * 15, "1;2\n" * 16, "1\n" * 3
    result = examined(full + short + shorter)
    assert result.rules == [("regels_aangevuld", 17)]
    assert result.found[0].params["count"] == 19
    assert (result.shape.rows, result.shape.short_rows) == (34, 19)
    assert result.shape.questions == ()
    # With a title above the header the groups begin elsewhere.
    moved = examined("1;2;3\n" * 14 + short + shorter, header_line=2)
    assert moved.rules == [("regels_aangevuld", 17)]


@pytest.mark.parametrize(
    "rows",
    ["1;2;3\n" * 14 + "1;2\n" * 17, "1;2;3\n" * 15 + "1;2\n" * 15 + "1\n", "1;2\n" * 40],
)
def test_other_short_rows_are_asked_about(examined, rows: str) -> None:
    result = examined(rows, required_cells=1)
    assert result.found == []
    (question,) = result.shape.questions
    assert isinstance(question, Question)
    assert question.key == "korte_regels"
    for language in LANGUAGES:
        assert question.sentence(language)
        assert question.why(language)
        assert [question.label(answer, language) for answer in question.answers]
    yes = examined(rows, required_cells=1, answers=Answers({"korte_regels": "ja"}))
    assert [rule for rule, _ in yes.rules] == ["regels_aangevuld"]
    assert yes.shape.questions == ()
    no = examined(rows, required_cells=1, answers=Answers({"korte_regels": "nee"}))
    assert no.shape is None
    assert {rule for rule, _ in no.rules} == {"regel_te_kort"}


def test_rows_that_lack_required_columns_stop_the_file(examined) -> None:
    result = examined("1;2;3\n1\n1;2;3\n", required_cells=2)
    assert (result.shape, result.rules) == (None, [("regel_te_kort", 3)])
    assert examined("1;2;3\n1;2\n").rules == [("regel_te_kort", 3)]


def test_a_file_that_stops_halfway_a_row_was_cut(examined) -> None:
    assert examined("1;2;3\n1;2", required_cells=1).rules == [("bestand_afgekapt", 3)]
    assert examined("1;2;3\n1;2;3", required_cells=1).rules == []


def test_rows_behind_the_data_are_no_rows(examined) -> None:
    result = examined("1;2;3\n\n", foot='Bron: "UWV";;;;x\n\nPeildatum\n\n')
    assert result.rules == [("voetregel", 4), ("voetregel", 6)]
    assert (result.shape.rows, result.shape.blank_rows.tolist()) == (2, [1])


def test_limits_hold(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text("a;b\n1;2\n3;4\n" + "x" * 50 + ";1\n", encoding="utf-8")
    dialect = Dialect("utf-8", ";", "LF", ("a", "b"), 1, 1)
    usual = Settings.load().limits
    for field_, value, rule in (
        ("rows", 2, "te_veel_rijen"),
        ("columns", 1, "te_veel_kolommen"),
    ):
        with pytest.raises(Blocked) as stop:
            examine(path, dialect, Collector(None), limits=replace(usual, **{field_: value}))
        assert stop.value.finding.rule == rule
    found = Collector(None)
    assert examine(path, dialect, found, limits=replace(usual, row_bytes=40)) is None
    assert [(f.rule, f.line) for f in found.findings().listed] == [("rij_te_veel_tekst", 4)]


def test_ten_thousand_wrong_rows_are_counted_and_a_thousand_listed(examined) -> None:
    result = examined("1;2;3;4\n" * 10_000)
    assert len(result.found) == 1000


def test_line_numbers_of_text_follow_breaks_in_cells(tmp_path: Path) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow("abc")
    rows = [[f"x{n}", "een;twee" * (n % 3), 'zeg "ja"\r\nen nee' * (n % 2)] for n in range(40_000)]
    writer.writerows(rows)
    path = tmp_path / "file.csv"
    path.write_bytes(out.getvalue().encode())
    shape = examine(path, Dialect("utf-8", ";", "CRLF", tuple("abc"), 1, 1), Collector(None))
    assert shape is not None
    assert (shape.rows, shape.width) == (40_000, 3)
    assert [shape.text_shift(row) for row in (0, 1, 2, 39_999)] == [0, 0, 1, 19_999]


CELLS = st.sampled_from(["", "a", "b;c", 'zeg "ja"', "een\ntwee", " ", "é"])


@settings(max_examples=150, derandomize=True, deadline=None)
@given(
    st.lists(st.lists(CELLS, min_size=0, max_size=3), min_size=1, max_size=40),
    st.integers(0, 3),
    st.sampled_from(["\n", "\r\n"]),
)
def test_polars_reads_the_rows_that_were_proven(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], surplus: int, end: str
) -> None:
    # Short rows, blank ones, rows with empty cells behind the last column: each
    # may be the first one, by which polars would tell the number of columns.
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator=end)
    writer.writerow("abc")
    for number, row in enumerate(rows):
        # One empty cell alone would be written as a pair of marks.
        beyond = [""] * (surplus if number % 2 and len(row) == 3 else 0)
        writer.writerow(row + beyond)
    path = tmp_path_factory.getbasetemp() / "rows.csv"
    path.write_bytes(out.getvalue().encode())
    dialect = Dialect("utf-8", ";", "LF", tuple("abc"), 1, 1)
    yes = Answers({"korte_regels": "ja"})
    shape = examine(path, dialect, Collector(None), required_cells=1, answers=yes)
    assert shape is not None
    source = TextSource(
        Intake(path, "utf-8"),
        dialect,
        shape,
        {},
        find_contract("klachten"),
        None,
        {},
        path.parent,
    )
    read = source.scan().drop("_row").collect(engine="streaming").rows()
    wanted = [tuple((row + [""] * 3)[:3]) for row in rows]
    assert [tuple(cell or "" for cell in row) for row in read] == wanted
