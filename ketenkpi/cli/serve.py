"""`ketenkpi serve`: the dashboard and its workers, on this computer only."""

from __future__ import annotations

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import ketenkpi
from ketenkpi.cli.arguments import Parser
from ketenkpi.cli.extras import require
from ketenkpi.cli.faults import note
from ketenkpi.cli.screen import Screen
from ketenkpi.errors import UsageError, UserError
from ketenkpi.settings import Settings

# Only this computer: the dashboard has no sign-in of its own.
ADDRESS = "127.0.0.1"
FIRST_PORT, PORTS = 8501, 50
WORKER = [sys.executable, "-m", "ketenkpi", "worker"]
# Who has a file checked need not wait for what somebody else delivers.
CHECKER = [*WORKER, "--controles"]
PATIENCE_SECONDS = 90
# Workers of which one dies are started again; one that dies this often would go on doing so.
MOST_STARTS = 10
LOOK_SECONDS = 0.5


def add_options(parser: Parser) -> None:
    parser.option("--poort", "port", type=int, metavar="8501")
    parser.flag("--geen-browser", "no_browser")


def run(options: argparse.Namespace, screen: Screen) -> int:
    """Start the dashboard and its workers, say where it is, and stay until Ctrl-C."""
    app = _app()
    port = _free_port(options.poort)
    environment = _environment(app, Settings.load())
    signal.signal(signal.SIGTERM, _stop)
    with _started(_command(app, port), environment) as server:
        _wait_until_ready(server, port)
        address = f"http://{ADDRESS}:{port}"
        screen.tell("serving", address=address)
        screen.data({"address": address})
        if not options.geen_browser and _somebody_watches():
            webbrowser.open(address)
        return _stay(server, environment)


def _stay(server: subprocess.Popen[bytes], environment: dict[str, str]) -> int:
    """Until the server ends, with workers beside it; gives its exit code."""
    for _ in range(MOST_STARTS):
        with _started(WORKER, environment) as worker, _started(CHECKER, environment) as checker:
            while (code := _ended(worker, checker)) is None:
                if server.poll() is not None:
                    return server.wait()
                time.sleep(LOOK_SECONDS)
        note(f"ketenkpi worker ended with exit code {code}")
    # Pages now say themselves that nobody does what is asked.
    return server.wait()


def _ended(*processes: subprocess.Popen[bytes]) -> int | None:
    """The exit code of the first of them that ended, None while all run."""
    return next((each.returncode for each in processes if each.poll() is not None), None)


@contextmanager
def _started(command: list[str], environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """A process of ours, told to end when this does, and waited for."""
    process = subprocess.Popen(
        command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


def _stop(signum: int, frame: object) -> None:
    raise KeyboardInterrupt


def _app() -> Path:
    require("dashboard")
    package = Path(ketenkpi.__file__).resolve().parent
    # Beside the package in a checkout, inside it in an installed wheel.
    places = (package.parent / "dashboard", package / "_dashboard" / "dashboard")
    found = [place / "app.py" for place in places if (place / "app.py").is_file()]
    if not found:
        raise UserError("cli.no_dashboard")
    return found[0]


def _free_port(asked: int | None) -> int:
    for port in [asked] if asked else range(FIRST_PORT, FIRST_PORT + PORTS):
        with socket.socket() as probe:
            # Not SO_REUSEADDR: on Windows that would share a port in use.
            if probe.connect_ex((ADDRESS, port)) != 0:
                return port
    raise UsageError("cli.port_taken", port=asked or FIRST_PORT)


def _command(app: Path, port: int) -> list[str]:
    # `dashboard/.streamlit/config.toml` says the rest. The address stands here
    # as well: Streamlit's own default is every address of this computer.
    return [
        *(sys.executable, "-m", "streamlit", "run", str(app)),
        *("--server.address", ADDRESS, "--server.port", str(port), "--server.headless", "true"),
    ]


def _environment(app: Path, settings: Settings) -> dict[str, str]:
    """Ours, with the folder of `dashboard` on the path and the same home, whatever it was from."""
    path = [str(app.parents[1]), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(path),
        "KETENKPI_HOME": str(settings.home),
        "KETENKPI_DATABASE_URL": settings.database_url,
    }


def _wait_until_ready(server: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not _is_ready(port):
        if server.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"the dashboard did not start (exit code {server.poll()})")
        time.sleep(0.1)


def _is_ready(port: int) -> bool:
    # An unknown path also answers 200, with a page; only the body tells.
    try:
        with urllib.request.urlopen(f"http://{ADDRESS}:{port}/_stcore/health", timeout=2) as answer:
            return bool(answer.read() == b"ok")
    except (urllib.error.URLError, OSError):
        return False


def _somebody_watches() -> bool:
    # Without a desktop, `webbrowser` would open a text browser over this terminal.
    desktop = os.name == "nt" or sys.platform == "darwin"
    shown = desktop or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    return shown and sys.stdout.isatty()
