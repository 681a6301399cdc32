"""Every page of an installation in which somebody delivered one kind of file, and nothing else."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from dashboard.pages import MADE_OF, path
from ketenkpi.contracts import load_contracts
from ketenkpi.example import ExampleFile, write_example
from ketenkpi.overview import Delivered
from ketenkpi.scope import Scope
from ketenkpi.store import Store
from tests.dashboard.conftest import MAIN
from tests.dashboard.said import said
from tests.dashboard.working import WorkedPage
from tests.example_store import deliver, empty, newest
from tests.house.test_pages import all_pages
from tests.tables.table import Row, Rows

# The fewest spells that the example is made of.
SMALLEST = 8_000
PLACES = 2
# Parts of a whole that is checked when they are delivered; each comes with its others.
WHOLES = ("verdeling",)


def half_empty(size: int) -> Rows:
    """A row for each contract, delivered alone: `size` pages of it, drawn with a seed."""
    with tempfile.TemporaryDirectory(prefix="half-empty-") as name:
        folder = Path(name)
        kinds = {
            file.contract: file for file in newest(write_example(folder, spells=SMALLEST).files)
        }
        return [_row(folder / key, kinds[key], _pages(key, size)) for key in sorted(kinds)]


def _pages(contract: str, size: int) -> list[str]:
    every = all_pages()
    return random.Random(contract).sample(every, min(size, len(every)))


def _row(home: Path, file: ExampleFile, pages: Sequence[str]) -> Row:
    store = alone(home, file)
    found = dict(opened(store, pages))
    silent = {page: unnamed(store, page, words) for page, (words, fault) in found.items()}
    faults = [f"{page}: {fault}" for page, (_, fault) in found.items() if fault]
    faults += [
        f"{page} does not name {', '.join(names)}" for page, names in silent.items() if names
    ]
    store.close()
    return {
        "contract": file.contract,
        "pages": len(found),
        "own faults": sum(bool(fault) for _, fault in found.values()),
        "silent": sum(map(bool, silent.values())),
        "first fault": next(iter(faults), ""),
    }


def alone(home: Path, file: ExampleFile) -> Store:
    """A store with the rows of this file of its first two places."""
    store = empty(home)
    few = home.with_suffix(".csv")
    few.write_bytes(_of_few(file.path.read_bytes()) if file.contract not in WHOLES
                    else file.path.read_bytes())  # fmt: skip
    deliver(store, file, few)
    return store


def _of_few(content: bytes) -> bytes:
    """The lines of the first places; all of a file that names none."""
    head, *lines = content.split(b"\n")
    if b"werkplein" not in head.split(b";"):
        return content
    at = head.split(b";").index(b"werkplein")
    names = [line.split(b";")[at] if line.strip() else b"" for line in lines]
    kept = list(dict.fromkeys(filter(None, names)))[:PLACES]
    return b"\n".join(
        [head, *(line for line, name in zip(lines, names, strict=True) if name in kept)]
    )


def opened(store: Store, pages: Sequence[str]) -> Iterator[tuple[str, tuple[str, str]]]:
    """Each page by name: its words, and what went wrong in it ('' where nothing did)."""
    with pytest.MonkeyPatch.context() as patch:
        # A page is left for another; the first one is cheap where nothing was delivered.
        patch.setenv("KETENKPI_HOME", str(store.settings.home / "nothing"))
        app = WorkedPage(MAIN, store)
        app.run()
        patch.setenv("KETENKPI_HOME", str(store.settings.home))
        patch.setenv("KETENKPI_DATABASE_URL", store.settings.database_url)
        for page in pages:
            app.query_params.clear()
            app.switch_page(path(page)).run()
            fault = app.exception[0].message if app.exception else ""
            yield page, (said(app), fault)


def unnamed(store: Store, page: str, words: str) -> list[str]:
    """The files that this page is made of, that nobody delivered, and that it does not name."""
    known = load_contracts()
    lacking = Delivered.of(store.deliveries(Scope.everything())).files_lacking(
        MADE_OF.get(page, ())
    )
    names = [" of ".join(known[key].name.nl for key in files) for files in lacking]
    return [name for name in names if name not in words]
