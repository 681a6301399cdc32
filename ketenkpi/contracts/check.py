"""Checking a file or a frame and keeping nothing: for who has no installation to store in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from tempfile import gettempdir
from typing import Any

from ketenkpi.contracts.contract import find_contract
from ketenkpi.contracts.course import Places
from ketenkpi.contracts.frame import frame_of, read_frame
from ketenkpi.contracts.intake import ANYHOW, Wanted
from ketenkpi.contracts.not_applicable import scan, states
from ketenkpi.contracts.read import Reading, read
from ketenkpi.register import load_register
from ketenkpi.scratch import scratch, sweep
from ketenkpi.settings import Settings


def check(
    source: Any,
    contract: str,
    *,
    profile: str | None = None,
    constants: Mapping[str, str] | None = None,
    settings: Settings | None = None,
    places: Places | None = None,
    today: date | None = None,
    wanted: Wanted = ANYHOW,
    answers: Mapping[str, str] | None = None,
) -> Reading:
    """What is wrong with a file or a frame by itself: its `findings`, and how many rows are right.

    `source` is a path (or its text), the bytes, or a frame of pandas, polars
    (eager or lazy), DuckDB, Arrow or whatever else Narwhals knows. A frame
    obeys the rules of the file of its rows: the first row is line 2, as below
    a header; text is read as in a file, and typed cells (days, numbers, yes or
    no) are taken for what they are. NaN is missing in pandas and a number that
    is none elsewhere. A moment is the day on its own clock, and only at midnight.

    As `read`, but the typed rows are thrown away and `parquet` is None, `states` tell
    what is filled, missing and not applicable, and
    without `places` a place is looked up in the register. `wanted` overrules what
    is found out about a file, `answers` say what is meant where it has two
    readings, by the name of the question. Of a frame `dialect` is None and `sha256`
    that of the rows as text. Raises UsageError for an unknown contract or profile
    or what is neither file nor frame, FileNotFoundError when there is no such file.
    """
    is_frame = not isinstance(source, Path | str | bytes)
    reads: Callable[..., Reading] = read_frame if is_frame else partial(read, wanted=wanted)
    if is_frame:
        rows: Any = frame_of(source)
    else:
        rows = Path(source) if isinstance(source, str) else source
    sweep(Path(gettempdir()), "ketenkpi-check")
    with scratch(Path(gettempdir()), "ketenkpi-check") as folder:
        reading = reads(
            rows,
            find_contract(contract),
            out=Path(folder) / "rows.parquet",
            settings=settings or Settings.load(),
            profile=profile,
            constants=constants,
            places=places or _places(contract),
            today=today,
            nothing=True,
            answers=answers,
        )
        return replace(with_states(reading), parquet=None)


def with_states(reading: Reading) -> Reading:
    """The same with the states of its cells; of rows that may not be stored none are known."""
    if reading.parquet is None:
        return reading
    counted = states(find_contract(reading.contract), scan(reading.parquet))
    return replace(reading, states=counted)


def _places(contract: str) -> Places | None:
    """The key of a place by the register, else the name as it stands.

    A list of Werkpleinen says itself what its places are called.
    """
    if contract == "werkpleinen":
        return None
    register = load_register()
    return lambda name: register.key_of(name) or name
