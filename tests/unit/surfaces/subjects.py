"""Per subject all of its sections, on files that are made for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from ketenkpi.answer import Section
from ketenkpi.settings import Settings
from ketenkpi.store import open_store
from tests.unit.chain import sections as chain
from tests.unit.comparison import sections as comparison
from tests.unit.context import sections as context
from tests.unit.cooperation import sections as cooperation
from tests.unit.overview import sections as overview
from tests.unit.programme import sections as programme
from tests.unit.resources.sections import every_section
from tests.unit.store.resources_files import filled


def _resources(home: Path) -> list[Section]:
    store = open_store(Settings.load(home))
    filled(store)
    made = every_section(store)
    store.close()
    return made


# A subject joins with one line: a function of an empty folder that gives its sections.
SUBJECTS: Mapping[str, Callable[[Path], list[Section]]] = {
    "resources": _resources,
    "chain": chain.every_section,
    "comparison": comparison.every_section,
    "context": context.every_section,
    "overview": overview.every_section,
    "programme": programme.every_section,
    "cooperation": cooperation.every_section,
}
