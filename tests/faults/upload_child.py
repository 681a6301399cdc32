"""An upload in a process of its own: one that is killed at a named point, or waits for a sign.

    python -m tests.faults.upload_child HOME URL FILE killed:Catalogue._advance:1
    python -m tests.faults.upload_child HOME URL FILE waits:PATH

Nothing in the library knows of this: the method after which the process is to
die is wrapped from outside. SIGKILL cannot be caught, so no `finally` runs.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ketenkpi.catalogue import Blobs, Catalogue
from ketenkpi.scope import Scope
from ketenkpi.settings import Settings
from ketenkpi.store import open_store
from ketenkpi.store.upload import UploadTask
from ketenkpi.vocabulary import Quarter

CLASSES = {"Blobs": Blobs, "Catalogue": Catalogue, "UploadTask": UploadTask}


def call_after(place: str, times: int, then: Callable[[], None]) -> None:
    """Call `then` as soon as the method `place` has returned for the `times`-th time."""
    owner, method = place.split(".")
    original: Callable[..., Any] = getattr(CLASSES[owner], method)
    calls = 0

    def counted(*arguments: Any, **named: Any) -> Any:
        nonlocal calls
        result = original(*arguments, **named)
        calls += 1
        if calls == times:
            then()
        return result

    setattr(CLASSES[owner], method, counted)


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def main() -> None:
    home, url, file, how = sys.argv[1:]
    kind, _, detail = how.partition(":")
    store = open_store(Settings.load(home=Path(home), database_url=url))
    if kind == "killed":
        place, times = detail.split(":")
        call_after(place, int(times), _die)
    else:
        Path(f"{detail}.{os.getpid()}").touch()
        while not Path(detail).exists():
            time.sleep(0.005)
    result = store.upload(
        Path(file),
        "klachten",
        by="kind",
        organisation="uwv",
        answers={"werkplein": "nieuw"},
        quarter=Quarter(2009, 1),
        replace=kind == "killed",
        scope=Scope.everything(),
    )
    print(result.status)


if __name__ == "__main__":
    main()
