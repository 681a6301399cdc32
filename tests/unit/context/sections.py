"""Every section of crisis or us, on a small real store with an invented regional series."""

from __future__ import annotations

from pathlib import Path

from ketenkpi.answer import Section
from ketenkpi.context import load_context_rules
from ketenkpi.context.answers import section
from tests.unit.context.outside import ALL, ALMERE, bring, filled, series


def every_section(home: Path) -> list[Section]:
    """That of each subject of one Werkplein; of its region the people of one quarter are known."""
    store = filled(home)
    bring(store, series([("beroepsbevolking_x1000", "AM11", "2015KW01", "200")]))
    made = [
        section(store.context(ALL, key, werkplein=ALMERE)) for key in load_context_rules().subjects
    ]
    store.close()
    return made
