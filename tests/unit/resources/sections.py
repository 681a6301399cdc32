"""Every section that answers about resources can have, of a small store."""

from __future__ import annotations

from decimal import Decimal

from ketenkpi.answer import Section
from ketenkpi.resources import Scenario, answers, load_assumptions
from ketenkpi.scope import Scope
from ketenkpi.store import Store

MOVE = "fte 0,5 A/uwv/diagnose > B/uwv/diagnose"


def every_section(store: Store) -> list[Section]:
    """Those of each concept, an amount divided and moves worked out."""
    scope, assumed = Scope.everything(), load_assumptions()
    found = store.resources(scope, rate=40)
    divided = store.allocation(scope, key="behoefte", unit="euro", amount=Decimal(100))
    tried = store.what_if(scope, Scenario.parse(MOVE))
    return [
        *(answers.section(found, key, "A en B") for key in answers.KEYS),
        answers.allocation(divided, assumed),
        answers.what_if(tried, assumed),
    ]
