"""Every section that answers about the chain can have, of a small store."""

from __future__ import annotations

from pathlib import Path

from ketenkpi.answer import Section
from ketenkpi.chain import answers, days_in_order, wait_curves
from ketenkpi.scope import Scope
from tests.dashboard.chain_files import installed

KEY = "intake>diagnose"


def every_section(home: Path) -> list[Section]:
    """Those of the chain, one handover and its course."""
    store, scope = installed(home), Scope.everything()
    found, course = store.chain(scope), store.handover_course(KEY, scope)
    parts = days_in_order(store.source, found, scope)
    curves = wait_curves(store.source, found, scope)
    store.close()
    drawn = answers.waiting_drawn(found, curves)
    every = answers.sections(found, answers.place(None, None))
    return [
        *(drawn if each.key == drawn.key else each for each in every),
        answers.in_order(parts),
        answers.handover(found, KEY),
        answers.course(course, KEY),
    ]
