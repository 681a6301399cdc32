"""`withdraw`, `recount`, and `doctor` and `upload` where a stored file is gone or damaged."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from ketenkpi.catalogue import Jobs
from ketenkpi.cli import main
from ketenkpi.jobs.kinds import KINDS
from ketenkpi.scope import Scope
from ketenkpi.store import open_store
from tests.unit.cli.files import spells, write

pytestmark = pytest.mark.slow

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def delivered(tmp_path: Path) -> Path:
    """A file that was delivered under number 1."""
    file = write(tmp_path / "trajecten.csv", spells(60))
    assert main(["upload", str(file), "--kwartaal", "2009K1", "--door", "anna"]) == 0
    return file


def run(capsys: Capture, *arguments: str) -> tuple[int, str]:
    capsys.readouterr()
    code = main(list(arguments))
    said = capsys.readouterr()
    return code, said.out + said.err


def as_data(capsys: Capture, *arguments: str) -> tuple[int, dict[str, Any]]:
    code, said = run(capsys, *arguments, "--json")
    return code, json.loads(said)


def rows_file(home: Path) -> Path:
    (file,) = (home / "rows").glob("*.parquet")
    return file


def counts_file(home: Path) -> Path:
    store = open_store()
    return store.catalogue.counts.path(store.catalogue.snapshot().counts_blob or "")


def waiting() -> list[str]:
    """The kinds of the jobs that wait, each taken and ended as a worker does."""
    queue, worker, found = Jobs(open_store().catalogue.engine), Jobs.new_worker(), []
    while job := queue.take(worker, KINDS):
        queue.end(job.id, worker, "done")
        found.append(job.kind)
    return found


@pytest.mark.usefixtures("delivered")
def test_what_pages_would_wait_for_is_left_to_a_worker(capsys: Capture) -> None:
    assert waiting() == ["ready"]
    assert run(capsys, "withdraw", "1", "--ja", "--reden", "dubbel", "--door", "anna")[0] == 0
    assert waiting() == ["ready"]


@pytest.mark.usefixtures("delivered")
def test_without_yes_or_reason_it_is_only_shown(capsys: Capture) -> None:
    for options in ((), ("--ja",), ("--reden", "dubbel"), ("--ja", "--reden", " ")):
        code, said = run(capsys, "withdraw", "1", *options)
        assert code == 1
        assert "trajecten.csv van anna" in said
        assert "weg 60" in said
        assert "herhaal dan de opdracht met --ja en --reden" in said
    assert open_store().version == 1


@pytest.mark.usefixtures("delivered")
def test_with_yes_and_a_reason_it_is_taken_back(capsys: Capture) -> None:
    code, data = as_data(capsys, "withdraw", "1")
    assert (code, data["status"], data["version"]) == (1, "shown", None)
    assert data["rows"] == [{"contract": "trajecten", "added": 0, "removed": 60, "changed": 0}]
    assert data["figures"]
    code, data = as_data(capsys, "withdraw", "1", "--ja", "--reden", "van vorig jaar")
    assert (code, data["status"], data["version"]) == (0, "withdrawn", 2)
    code, said = run(capsys, "withdraw", "1", "--ja", "--reden", "nog eens")
    assert code == 1
    assert "al ingetrokken" in said
    assert "van vorig jaar" in said
    assert run(capsys, "withdraw", "7")[0] == 2


@pytest.mark.usefixtures("delivered")
@pytest.mark.parametrize(
    ("typed", "code"), [(["ja", "dubbel"], 0), (["nee"], 1), (["ja", ""], 1), ([""], 1)]
)
def test_at_a_terminal_it_is_asked(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch, typed: list[str], code: int
) -> None:
    keyboard, terminal = os.openpty()
    os.write(keyboard, "".join(f"{line}\n" for line in typed).encode())
    with open(terminal, encoding="utf-8") as stdin:
        monkeypatch.setattr(sys, "stdin", stdin)
        found, said = run(capsys, "withdraw", "1")
    os.close(keyboard)
    assert found == code, said
    assert "Intrekken? Typ ja:" in said
    assert ("Ingetrokken: levering 1" in said) == (code == 0)
    current = open_store().uploads(Scope.everything())["current"]
    assert list(current) == [code == 1]


def test_damaged_rows_are_told_and_healed(delivered: Path, home: Path, capsys: Capture) -> None:
    code, said = run(capsys, "doctor")
    assert code == 0
    there = len([*(home / "rows").iterdir(), *(home / "counts").iterdir()])
    assert there > 2
    assert f"gelezen bestanden: {there}" in said
    content = bytearray(rows_file(home).read_bytes())
    content[len(content) // 2] ^= 1
    rows_file(home).write_bytes(content)
    for command in (["doctor"], ["recount"]):
        code, said = run(capsys, *command)
        assert code == 1
        for part in (
            "levering 1",
            "Almere",
            "2009K1",
            "trajecten.csv",
            "anna",
            "hetzelfde bestand",
        ):
            assert part in said
        assert "Traceback" not in said
    # Figures are made of the counts, which are whole.
    assert run(capsys, "kpi", "--indicator", "instroom")[0] == 0
    code, said = run(capsys, "upload", str(delivered), "--kwartaal", "2009K1")
    assert code == 0
    assert "Hersteld: de rijen van levering 1" in said
    code, data = as_data(capsys, "doctor")
    assert (code, data["in_order"]) == (0, True)
    code, data = as_data(capsys, "upload", str(delivered), "--kwartaal", "2009K1")
    assert (code, data["status"]) == (0, "unchanged")


def test_damaged_counts_are_told_and_made_again(delivered: Path, capsys: Capture) -> None:
    counts_file(delivered.parent).unlink()
    for command in (["kpi", "--indicator", "instroom"], ["doctor"]):
        code, said = run(capsys, *command)
        assert code == 1
        assert "ketenkpi recount" in said
    code, data = as_data(capsys, "recount")
    assert (code, data["uploads"], data["version"]) == (0, 1, 2)
    assert run(capsys, "kpi", "--indicator", "instroom")[0] == 0
    assert run(capsys, "doctor")[0] == 0


def test_rows_that_no_longer_count_ask_for_a_backup(
    delivered: Path, home: Path, capsys: Capture
) -> None:
    assert main(["withdraw", "1", "--ja", "--reden", "dubbel"]) == 0
    rows_file(home).unlink()
    code, said = run(capsys, "doctor")
    assert code == 1
    assert "reservekopie" in said
    assert "hetzelfde bestand" not in said
