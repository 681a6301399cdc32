"""A PostgreSQL server for the tests: an own cluster in a temporary folder on loopback."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

SECONDS_TO_START = 60


@dataclass(frozen=True)
class Server:
    """A running server; `new_database` gives a URL as the catalogue wants it."""

    port: int

    def new_database(self, name: str) -> str:
        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"')
        return f"postgresql+psycopg://tester@127.0.0.1:{self.port}/{name}"

    def _address(self, database: str) -> str:
        return f"postgresql://tester@127.0.0.1:{self.port}/{database}"

    @classmethod
    @contextmanager
    def running(cls) -> Iterator[Server]:
        binaries = _binaries()
        # Not below pytest's own folder, which only its owner may enter.
        folder = Path(tempfile.mkdtemp(prefix="ketenkpi-pg-"))
        process = None
        try:
            process, server = _start(binaries, folder)
            yield server
        finally:
            if process is not None:
                process.send_signal(signal.SIGINT)
                process.wait(timeout=SECONDS_TO_START)
            shutil.rmtree(folder)


def _binaries() -> Path:
    found = shutil.which("initdb")
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found and not debian:
        pytest.fail(
            "These tests need the PostgreSQL server (initdb and postgres), also in "
            "/usr/lib/postgresql. `python3 start.py test` installs it on Debian; "
            "elsewhere put it on PATH."
        )
    # A link on PATH may lie apart from `postgres`, so follow it to its folder.
    return Path(found).resolve().parent if found else debian[-1].parent


def _start(binaries: Path, folder: Path) -> tuple[subprocess.Popen[bytes], Server]:
    options = _as_ordinary_user(folder)
    data, port, log = folder / "data", _free_port(), folder / "log"
    made = subprocess.run(
        [binaries / "initdb", "-D", data, "-U", "tester", "-A", "trust", "-E", "UTF8",
         "--locale=C", "--no-sync"],
        capture_output=True, text=True, **options,
    )  # fmt: skip
    assert made.returncode == 0, f"initdb failed:\n{made.stdout}{made.stderr}"
    # fsync off: what these tests kill is our own process, never the server.
    command = [binaries / "postgres", "-D", data, "-p", str(port), "-k", folder,
               "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off"]  # fmt: skip
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output, **options)
    server = Server(port)
    _wait(server, process, log)
    return process, server


def _as_ordinary_user(folder: Path) -> dict[str, Any]:
    """PostgreSQL refuses to run as root: then somebody else owns the folder and the server."""
    options: dict[str, Any] = {"cwd": folder}
    if os.geteuid() != 0:
        return options
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    user = names.get("postgres") or names["nobody"]
    os.chown(folder, user.pw_uid, user.pw_gid)
    return options | {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(server: Server, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until:
        assert process.poll() is None, f"PostgreSQL stopped at once:\n{log.read_text()}"
        try:
            psycopg.connect(server._address("postgres"), connect_timeout=2).close()
            return
        except psycopg.OperationalError:
            time.sleep(0.05)
    process.kill()
    process.wait()
    pytest.fail(f"PostgreSQL did not answer within {SECONDS_TO_START} s:\n{log.read_text()}")
