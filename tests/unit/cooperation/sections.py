"""Every section that answers about cooperation can have, of a small store."""

from __future__ import annotations

from pathlib import Path

from ketenkpi.answer import Section
from ketenkpi.cooperation import answers
from ketenkpi.scope import Scope
from ketenkpi.settings import Settings
from ketenkpi.store import open_store
from tests.unit.store.cooperation_files import filled


def every_section(home: Path) -> list[Section]:
    """All about the Werkplein with a scan; beside it the register, one item, and who has none."""
    store, scope = open_store(Settings.load(home)), Scope.everything()
    filled(store)
    found = store.cooperation("A", None, scope, time_factor=True)
    register = store.phases(scope)
    groups = answers.groups_in(register)
    made = [
        *answers.sections(found),
        answers.register(register, groups, ("A", "B"), found.quarter),
        answers.side_by_side([("A", found.answers)]),
        answers.one_item(found.answers, "vertrouwen"),
    ]
    store.close()
    return made
