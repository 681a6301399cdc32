"""Of faults that are put into numeric code one by one, how many make a test fail.

Each fault is written in a copy of the project in a temporary folder, never here, and
the test files that reach its module are run there until one fails. What failed is run
once more in the copy without a fault: a test that fails there too caught nothing.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from tests.house.tree import MADE_HERE, NOT_OURS, ROOT
from tests.tables.code_faults import (
    EQUIVALENT,
    Fault,
    chosen,
    every,
    is_equivalent,
    numeric,
    planted,
)
from tests.tables.reached import reaching
from tests.tables.table import Row, Rows

# The test files of one fault, nearest first, and how long they may take: what nobody
# near the code notices does not count as caught. The first notices most and takes a few
# seconds; what the others import takes longer than their tests.
FIRST, NEAREST, SECONDS = 1, 5, 240
# All that failed together, without a fault.
TOGETHER = 1_800
# Of sixty at least 55.
CAUGHT, OF = 55, 60
TIME_OUT, NONE = "time-out", "no fault:"
_FAILED = re.compile(r"^(?:FAILED|ERROR) (tests/\S+?\.py(?:::.+?)?)(?: - .*)?$", re.MULTILINE)


@dataclass(frozen=True)
class Copy:
    """A copy of the project in which faults can stand, one at a time."""

    root: Path
    written: Iterator[int]

    def put(self, file: Path, text: str) -> None:
        """Write a file of the copy; what Python compiled of it before is out of date."""
        path = self.root / file
        path.write_text(text, encoding="utf-8")
        # Compiled files are known by seconds and size, and two faults may agree in both.
        second = 1_000_000_000 + next(self.written)
        os.utime(path, (second, second))

    def failed(self, tests: Sequence[str], *options: str, seconds: int = SECONDS) -> list[str]:
        """The tests that fail; [TIME_OUT] when they do not end."""
        # Without plugins that take a second to import; Hypothesis is derandomized by its tests.
        without = ("-p", "no:cacheprovider", "-p", "no:hypothesispytest", "-p", "no:xdist")
        command = [sys.executable, "-m", "pytest", "-q", *without, *options, *tests]
        environment = os.environ | {"PYTHONPATH": str(self.root), "NO_COLOR": "1"}
        try:
            done = subprocess.run(
                command,
                cwd=self.root,
                env=environment,
                capture_output=True,
                encoding="utf-8",
                timeout=seconds,
            )
        except subprocess.TimeoutExpired:
            return [TIME_OUT]
        found = _FAILED.findall(done.stdout)
        if bool(found) != bool(done.returncode):
            raise RuntimeError(f"pytest ended with {done.returncode}:\n{done.stdout[-2000:]}")
        return found


@contextmanager
def copied() -> Iterator[Copy]:
    """A copy of the project as it is now, taken away afterwards."""
    with tempfile.TemporaryDirectory(prefix="faults-") as folder:
        root = Path(folder).resolve() / "project"
        shutil.copytree(ROOT, root, ignore=shutil.ignore_patterns(*NOT_OURS, *MADE_HERE))
        yield Copy(root, count())


def table(size: int) -> Rows:
    """A row per fault: where it stands, what it is, and the test that fails by it."""
    faults = chosen(size)
    with copied() as copy:
        by = [_caught_by(copy, fault) for fault in faults]
        always = _failing_anyway(copy, {*by} - {"", TIME_OUT})
    by = ["" if test in always else test for test in by]
    told = (_row(*each) for each in zip(faults, by, strict=True))
    return [*told, *_equivalent()]


def holds(rows: Rows) -> bool:
    """At least 55 of 60 are caught, and both planted ones."""
    tried = [row for row in rows if not str(row["caught by"]).startswith(NONE)]
    caught = [(row["file"], row["code"]) for row in tried if row["caught by"] not in ("", TIME_OUT)]
    missed = {(fault.file.as_posix(), fault.code) for fault in planted()} - {*caught}
    return len(caught) * OF >= CAUGHT * len(tried) > 0 and not missed


def _equivalent() -> Iterator[Row]:
    for file in numeric():
        for fault in every(file):
            if is_equivalent(fault):
                yield _row(fault, f"{NONE} {EQUIVALENT[fault.code, fault.after]}")


def _caught_by(copy: Copy, fault: Fault) -> str:
    tests = [file.as_posix() for file in reaching(fault.file)[:NEAREST]]
    before = (copy.root / fault.file).read_text(encoding="utf-8")
    copy.put(fault.file, fault.written())
    for some in (tests[:FIRST], tests[FIRST:]):
        failed = copy.failed(some, "-x") if some else []
        if failed:
            break
    copy.put(fault.file, before)
    return failed[0] if failed else ""


def _failing_anyway(copy: Copy, tests: set[str]) -> set[str]:
    """Which of these fail where no fault stands."""
    failed = copy.failed(sorted(tests), seconds=TOGETHER) if tests else []
    if TIME_OUT in failed:
        raise RuntimeError(f"the tests did not end within {TOGETHER} seconds without a fault")
    return {*failed}


def _row(fault: Fault, test: str) -> Row:
    return {
        "kind": fault.kind,
        "file": fault.file.as_posix(),
        "line": fault.line,
        "code": fault.code,
        "fault": fault.faulty,
        "caught by": test,
    }
