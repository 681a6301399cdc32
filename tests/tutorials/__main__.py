"""Write what tutorials print now into their pages: `python -m tests.tutorials [NAME ...]`.

What is shown in part (with `…`) stays as it is, and is told when it no longer holds.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.postgres import Server
from tests.tutorials.reader import Reader, example, services
from tests.tutorials.told import ANYTHING, DOCS, NAMES, holds, page, retold, steps


def main() -> None:
    with TemporaryDirectory() as made, Server.running() as server:
        filled = example(Path(made))
        for name in sys.argv[1:] or NAMES:
            with TemporaryDirectory() as folder:
                _write(name, Reader(Path(folder), filled, services(server, name)))


def _write(name: str, reader: Reader) -> None:
    told, printed = page(name), {}
    for step in steps(told):
        came = reader.types(step)
        if step.shown is None or holds(step.shown, came):
            continue
        if ANYTHING in step.shown:
            print(f"{name}: of {step.typed!r} comes:\n{came}")
        else:
            printed[step.at] = came
    (DOCS / f"{name}.md").write_text(retold(told, printed), encoding="utf-8")


if __name__ == "__main__":
    main()
