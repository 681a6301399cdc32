"""Frames written in pieces: the bytes of a plain writer, and never all of them at once."""

from __future__ import annotations

import csv
import io
import json
import math
import os
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest

from ketenkpi.cli.screen import Screen
from ketenkpi.harmless import harmless
from ketenkpi.surfaces import DataRows, as_csv, as_json, csv_text, json_text
from ketenkpi.vocabulary import Quarter

TEXTS = (
    *("Almere", "'s-Hertogenbosch", "", " ", "é €", '"tussen haakjes"', "a;b", "a,b", "a\\b"),
    *("regel\neen", "regel\r\ntwee", "\ttab", "=1+1", "-5", "\x00\x1f\x7f", "\u2028\ud7ff", "{}"),
    *("😀", "null", "nan"),
)
# Where Python and others differ in how a number is written.
NUMBERS = (
    *(0.0, -0.0, 1.0, -1.0, 0.1, 1 / 3, 2 / 3, 100.0, 1e15, 1e16, 1e17, -1e22, 1e23, 2.0**53),
    *(1e-3, 1e-4, 9.999e-5, 1e-5, -1e-7, 5e-324, 2.2250738585072014e-308, 1.7976931348623157e308),
    *(123456789012345680.0, 0.30000000000000004, 676.85, 9007199254740993.0, 4.35, 1e-10),
)
SIZES = (1, 7, 50, 1000)


def _frame(seed: int, rows: int) -> pd.DataFrame:
    """Columns of every type that frames of the library have, with cells missing in each."""
    rng = np.random.default_rng(seed)
    gone = rng.random(rows) < 0.2
    texts = pd.Series(rng.choice(TEXTS, rows)).mask(gone)
    numbers = np.where(gone, np.nan, rng.choice(NUMBERS, rows))
    whole = pd.Series(rng.integers(-(10**12), 10**12, rows), dtype="Int64")
    return pd.DataFrame(
        {
            "kwartaal": rng.integers(7960, 8399, rows),
            "tekst": texts.astype("str"),
            "soort": texts.astype("category"),
            "=leeg": pd.Series([None] * rows, dtype="str"),
            "getal": numbers,
            "fijn": rng.standard_normal(rows) * 10.0 ** rng.integers(-12, 12, rows),
            "geheel": whole.mask(gone),
            "klein": rng.integers(-9, 9, rows).astype("int32"),
            "deel": pd.Series(numbers).astype("Float64"),
            "waar": rng.random(rows) < 0.5,
        }
    )


def _rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Each cell by itself: what is missing is None."""
    return [
        {
            str(name): None if pd.isna(value) else getattr(value, "item", lambda v=value: v)()
            for name, value in zip(frame.columns, row, strict=True)
        }
        for row in frame.astype("object").itertuples(index=False, name=None)
    ]


def _plain_json(found: dict[str, Any]) -> str:
    return json.dumps(found, ensure_ascii=False, indent=1, allow_nan=False)


def _plain_csv(frame: pd.DataFrame, decimal: str) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator=os.linesep)
    writer.writerow(map(harmless, frame.columns))
    for row in _rows(frame):
        writer.writerow(_plain_cell(value, decimal) for value in row.values())
    return text.getvalue()


def _plain_cell(value: Any, decimal: str) -> str:
    if isinstance(value, float):
        return repr(value).replace(".", decimal)
    return "" if value is None else harmless(str(value))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("rows", [0, 1, 150])
def test_json_in_pieces_is_json_at_once(rows: int, size: int) -> None:
    frame = _frame(rows, rows)
    plain = _rows(frame)
    for row in plain:
        row["kwartaal"] = str(Quarter.from_index(row["kwartaal"]))
    beside = {"naam": "é", "lijst": [1, {"a": [2.5, None]}], "leeg": [], "niets": None}
    expected = _plain_json({**beside, "rijen": plain, "weer": plain, "na": True})
    told = {**beside, "rijen": DataRows(frame), "weer": DataRows(frame), "na": True}
    assert "".join(as_json(told, size)) == expected


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("decimal", [",", "."])
@pytest.mark.parametrize("rows", [0, 1, 150])
def test_csv_in_pieces_is_csv_at_once(rows: int, decimal: str, size: int) -> None:
    frame = _frame(1000 + rows, rows)
    assert "".join(as_csv(frame, decimal, size)) == _plain_csv(frame, decimal)


def test_each_number_has_the_digits_of_python() -> None:
    rng = np.random.default_rng(20)
    # Every exponent a number can have, and what is no number.
    bits = rng.integers(0, 2**64, 20_000, dtype=np.uint64).view(np.float64)
    near = np.nextafter(np.array(NUMBERS), 1.0)
    frame = pd.DataFrame({"x": np.concatenate([NUMBERS, near, bits, [math.inf, -math.inf]])})
    finite = [{"x": value if math.isfinite(value) else None} for value in frame["x"].tolist()]
    assert sum(row["x"] is None for row in finite) >= 2
    assert "".join(as_json({"x": DataRows(frame)}, 777)) == _plain_json({"x": finite})


def test_what_a_frame_seldom_holds() -> None:
    frame = pd.DataFrame(
        {
            "dag": [date(2009, 3, 31), None],
            "open": [(Quarter(2009, 1), 2), ()],
            "namen": [{"a": "b\n"}, float("nan")],
            "vintage": [8036, 8037],
        }
    )
    told = [
        {"dag": "2009-03-31", "open": ["2009K1", 2], "namen": {"a": "b\n"}, "vintage": "2009K1"},
        {"dag": None, "open": [], "namen": None, "vintage": "2009K2"},
    ]
    rows = DataRows(frame, ("kwartaal", "vintage"))
    assert "".join(as_json({"r": rows}, 1)) == _plain_json({"r": told})


def test_what_is_no_number_outside_a_frame_is_refused() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        list(as_json({"x": math.nan}))


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The rows of each piece that a writer has taken so far."""
    found: list[int] = []

    def counted(pieces: Callable[..., Iterator[pd.DataFrame]]) -> Callable[..., Any]:
        def one_by_one(frame: pd.DataFrame, rows: int) -> Iterator[pd.DataFrame]:
            for piece in pieces(frame, rows):
                found.append(len(piece))
                yield piece

        return one_by_one

    for module in (json_text, csv_text):
        monkeypatch.setattr(module, "pieces", counted(module.pieces))
    return found


@pytest.mark.parametrize(
    "written",
    [lambda frame: as_json({"rijen": DataRows(frame)}, 7), lambda frame: as_csv(frame, ",", 7)],
    ids=["json", "csv"],
)
def test_pieces_are_handed_over_before_the_rest_is_made(
    written: Callable[[pd.DataFrame], Iterator[str]], taken: list[int]
) -> None:
    frame = _frame(5, 70).drop(columns="fijn")
    longest = max(len(line) for line in written(frame.iloc[:7]))
    taken.clear()
    seen: list[int] = []
    for text in written(frame):
        # No text holds more rows than a piece has.
        assert len(text) < 2 * longest
        seen.append(len(taken))
    assert taken == [7] * 10
    assert sorted(set(seen)) == [0, *range(1, 11)]
    assert max(seen[at + 1] - seen[at] for at in range(len(seen) - 1)) == 1


def test_the_screen_writes_piece_by_piece(
    monkeypatch: pytest.MonkeyPatch, taken: list[int]
) -> None:
    at_each: list[int] = []
    text: list[str] = []

    class Sink(io.StringIO):
        def write(self, written: str) -> int:
            at_each.append(len(taken))
            text.append(written)
            return len(written)

    monkeypatch.setattr("sys.stdout", Sink())
    frame = pd.DataFrame({"x": np.arange(json_text.ROWS * 3)})
    Screen("nl", "json").data({"rijen": DataRows(frame)})
    assert taken == [json_text.ROWS] * 3
    assert {1, 2, 3} <= set(at_each)
    assert json.loads("".join(text))["rijen"] == frame.to_dict("records")
