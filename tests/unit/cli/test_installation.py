"""`demo`, `serve`, `doctor`, and what happens when the fault is ours."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any, cast

import pytest

from ketenkpi.cli import doctor, main
from ketenkpi.cli.extras import EXTRAS
from ketenkpi.scope import Scope
from ketenkpi.settings import Settings
from ketenkpi.store import open_store
from tests.house.tree import ROOT
from tests.unit.cli.files import spells, write


@pytest.mark.slow
def test_demo_fills_an_empty_installation_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo", "--json"]) == 0
    loaded = json.loads(capsys.readouterr().out)
    uploads = open_store().uploads(Scope.everything())
    assert loaded["files"] == len(uploads)
    assert set(uploads["delivered_by"]) == {"voorbeeld"}
    version = open_store().version
    assert main(["demo", "--als-leeg"]) == 0
    assert main(["demo"]) == 1
    assert "al geladen" in capsys.readouterr().err
    assert open_store().version == version


def test_demo_never_joins_data_of_ones_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write(tmp_path / "trajecten.csv", spells(60))
    assert main(["upload", str(file), "--kwartaal", "2009K1"]) == 0
    assert main(["demo"]) == 1
    assert "eigen gegevens" in capsys.readouterr().err
    assert main(["demo", "--als-leeg"]) == 0
    assert len(open_store().uploads(Scope.everything())) == 1


def test_doctor_of_a_sound_installation(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["in_order"]
    assert {check["check"] for check in data["checks"]} >= {"python", "home", "database"}


def test_a_library_without_extras_is_in_order(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in EXTRAS:
        monkeypatch.setitem(cast(dict[str, Any], EXTRAS), name, ("bestaat_niet",))
    assert main(["doctor"]) == 0
    said = capsys.readouterr().out
    assert "Alles is in orde" in said
    lines = [line for line in said.splitlines() if line.startswith("--")]
    assert len(lines) == len(EXTRAS)
    assert lines[0].endswith("niet geïnstalleerd (bestaat_niet): geen dashboard in de browser")
    assert main(["doctor", "--json"]) == 0
    checks = json.loads(capsys.readouterr().out)["checks"]
    assert [c["in_order"] for c in checks if c["check"] == "extra_postgres"] == [True]


@pytest.mark.parametrize(
    ("asked", "extra"),
    [(["serve"], "dashboard"), (["compare", "instroom", "--correctie", "logistisch"], "modellen")],
)
def test_what_needs_an_extra_says_so(
    asked: list[str],
    extra: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setitem(cast(dict[str, Any], EXTRAS), extra, ("bestaat_niet",))
    assert main(asked) == 1
    said = capsys.readouterr().err
    assert f"[{extra}]" in said
    assert "bestaat_niet" in said


def test_a_library_that_is_not_whole_is_not_in_order(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(doctor, "LIBRARY", (*doctor.LIBRARY, "bestaat_niet"))
    assert main(["doctor"]) == 1
    assert "er ontbreekt: bestaat_niet" in capsys.readouterr().out


def test_doctor_sees_a_folder_that_cannot_be_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "een_bestand").write_text("")
    monkeypatch.setenv("KETENKPI_HOME", str(tmp_path / "een_bestand"))
    assert main(["doctor"]) == 1
    assert "KETENKPI_HOME" in capsys.readouterr().out
    assert main(["kpi"]) == 1
    assert "Kies met KETENKPI_HOME een andere map" in capsys.readouterr().err


def test_doctor_sees_a_database_that_does_not_answer(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KETENKPI_DATABASE_URL", "postgresql+psycopg://jan:geheim@127.0.0.1:1/x")
    assert main(["doctor"]) == 1
    said = capsys.readouterr().out
    assert "niet bereikbaar" in said
    assert "Aantal punten om te herstellen: 1" in said
    assert "geheim" not in said


def test_doctor_sees_a_broken_definition(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    # A copy of the whole package, so that its definitions can be broken for real.
    for part in ("ketenkpi", "config"):
        shutil.copytree(ROOT / part, tmp_path / part)
    (tmp_path / "data").mkdir()
    shutil.copytree(ROOT / "data" / "reference", tmp_path / "data" / "reference")
    with (tmp_path / "config" / "contracts" / "fasen.yaml").open("a") as file:
        file.write("verzonnen_sleutel: ja\n")
    done = subprocess.run(
        [sys.executable, "-m", "ketenkpi", "doctor"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "fasen.yaml" in done.stdout
    assert "verzonnen_sleutel" in done.stdout


def test_a_fault_of_ours_is_one_sentence_and_a_log(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # A catalogue that is no database at all: nothing a user did wrong.
    home.mkdir()
    (home / "catalogue.db").write_bytes(b"geen database" * 100)
    assert main(["kpi", "--indicator", "instroom"]) == 3
    said = capsys.readouterr()
    assert said.err.count("\n") == 1
    assert str(home / "fouten.log") in said.err
    log = (home / "fouten.log").read_text()
    assert "ketenkpi kpi --indicator instroom" in log
    assert "Traceback" in log


def test_the_log_is_where_doctor_says(home: Path) -> None:
    assert doctor.log_file() == home / "fouten.log"
    assert Settings.load().home == home


@pytest.mark.slow
def test_serve_is_ready_when_it_says_so_and_ends_when_told() -> None:
    command = [sys.executable, "-m", "ketenkpi", "serve", "--geen-browser"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as server:
        try:
            assert server.stdout is not None
            said = server.stdout.readline()
            address = said[said.index("http://127.0.0.1:") :].split()[0]
            assert _health(address) == b"ok"
        finally:
            server.terminate()
        assert server.wait(timeout=30) == 130
    with pytest.raises(OSError, match="refused"):
        _health(address)


def _health(address: str) -> bytes:
    with urllib.request.urlopen(f"{address}/_stcore/health", timeout=10) as answer:
        return bytes(answer.read())


def test_a_taken_port_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert main(["serve", "--poort", str(taken.getsockname()[1])]) == 2
    assert "is bezet" in capsys.readouterr().err
