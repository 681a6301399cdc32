"""One file, tried as a user would: read, everything said of it, its questions answered.

Every way out but a reading is a fault of our own: also a sentence that cannot
be made, and a question that is asked again after its answer.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from ketenkpi.contracts import Reading, how_read, read
from ketenkpi.settings import Settings
from ketenkpi.wording import LANGUAGES
from tests.tables.table import Row, Rows

Outcome = Literal["read", "asked", "refused", "own fault"]
# Answers may raise new questions; more rounds than this nobody has the patience for.
ROUNDS = 5


@dataclass(frozen=True)
class File:
    """What is tried: a name for its seed, of which kind it is, and how it is read."""

    seed: int
    what: str
    content: bytes
    contract: str
    profile: str | None = None
    skip: bool = False
    constants: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Tried:
    """What came of a file at once, and after all its questions were answered."""

    first: Outcome
    last: Outcome
    seconds: float
    rows: int = 0
    fault: str = ""


class AsksAgain(Exception):
    """A question that was answered is asked again."""


def outcome(file: File, folder: Path, settings: Settings) -> Tried:
    """Try one file; `folder` takes its staging file."""
    began = time.perf_counter()
    first: Outcome | None = None
    answers: dict[str, str] = {}
    try:
        for _ in range(ROUNDS):
            reading = _read(file, folder, settings, answers)
            say_all(reading)
            came = _outcome(reading)
            first = first or came
            given = _answers(reading, file.seed)
            if came != "asked" or not given:
                break
            if answers.keys() & given.keys():
                raise AsksAgain(", ".join(sorted(answers.keys() & given.keys())))
            answers |= given
    except Exception as fault:
        return Tried("own fault", "own fault", time.perf_counter() - began, 0, _told(file, fault))
    return Tried(first or came, came, time.perf_counter() - began, reading.rows_read)


def _told(file: File, fault: Exception) -> str:
    last = str(fault).strip().splitlines()[-1:] or [""]
    return f"{file.seed}: {type(fault).__name__}: {last[0]}"[:160]


def _read(file: File, folder: Path, settings: Settings, answers: Mapping[str, str]) -> Reading:
    out = folder / "rows.parquet"
    out.unlink(missing_ok=True)
    return read(
        file.content,
        file.contract,
        out=out,
        settings=settings,
        profile=file.profile,
        constants=file.constants,
        skip_faulty_rows=file.skip,
        answers=answers,
    )


def _outcome(reading: Reading) -> Outcome:
    if reading.parquet is not None:
        return "read"
    return "asked" if reading.questions and not reading.findings.blocked else "refused"


def _answers(reading: Reading, seed: int) -> dict[str, str]:
    """An answer to each question that names its answers; by the seed another one of them."""
    return {q.name: q.answers[seed % len(q.answers)] for q in reading.questions if q.answers}


def say_all(reading: Reading) -> None:
    """Everything that can be said of a reading, in both languages."""
    for language in LANGUAGES:
        how_read(reading, language)
        reading.findings.as_json(language)
        reading.findings.as_frame(language)
        reading.findings.totals_frame(language)
        for question in reading.questions:
            question.sentence(language)
            question.why(language)
            for answer in question.answers:
                question.label(answer, language)


def table(files: Iterable[File]) -> Rows:
    """A row for each kind of file and one for all: how many were read, asked about, refused."""
    settings = Settings.load()
    tried: dict[str, list[Tried]] = {}
    with tempfile.TemporaryDirectory(prefix="tables-") as name:
        for file in files:
            came = outcome(file, Path(name), settings)
            tried.setdefault(file.what, []).append(came)
    rows = [_row(what, tried[what]) for what in sorted(tried)]
    return [*rows, _row("all", [one for some in tried.values() for one in some])]


def _row(what: str, tried: list[Tried]) -> Row:
    first = [one.first for one in tried]
    asked = [one for one in tried if one.first == "asked"]
    return {
        "changed": what,
        "files": len(tried),
        "read": first.count("read"),
        "asked": len(asked),
        "of these read once answered": sum(one.last == "read" for one in asked),
        "refused": first.count("refused"),
        "own faults": first.count("own fault"),
        "slowest (s)": round(max(one.seconds for one in tried), 1),
        "first own fault": next((one.fault for one in tried if one.fault), ""),
    }
