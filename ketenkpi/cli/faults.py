"""Our own faults: one sentence on the screen, everything else in a log."""

from __future__ import annotations

import tempfile
import traceback
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from ketenkpi.settings import Settings

LOG = "fouten.log"


def log_file() -> Path:
    """Where the tracebacks of this installation are kept."""
    return Settings.load().home / LOG


def keep(arguments: Sequence[str]) -> Path:
    """Add the exception that is being handled to the log; returns the log.

    Where that cannot be written, a file in the folder for temporary files
    takes its place: the fault may be that very folder.
    """
    try:
        return _add(log_file(), arguments)
    except OSError:
        return _add(Path(tempfile.gettempdir()) / f"ketenkpi-{LOG}", arguments)


def note(text: str) -> None:
    """Add what nobody would see otherwise to the log."""
    _write(log_file(), text)


def _add(file: Path, arguments: Sequence[str]) -> Path:
    return _write(file, f"ketenkpi {' '.join(arguments)}\n{traceback.format_exc()}")


def _write(file: Path, text: str) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    moment = datetime.now().astimezone().isoformat(timespec="seconds")
    with file.open("a", encoding="utf-8") as log:
        log.write(f"{moment} {text}\n")
    return file
