"""Every section of crisis or us, on a small real store with an invented regional series."""

from __future__ import annotations

from pathlib import Path

from ketenkpi.answer import Section
from ketenkpi.context import load_context_rules
from ketenkpi.context.answers import section
from tests.unit.context.outside import ALL, ALMERE, filled


def every_section(home: Path) -> list[Section]:
    """That of each subject of one Werkplein, and of its region."""
    store = filled(home)
    made = [
        section(store.context(ALL, key, werkplein=ALMERE)) for key in load_context_rules().subjects
    ]
    store.close()
    return made
