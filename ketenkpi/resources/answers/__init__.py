"""What is known about resources, as sections that every surface draws.

names    what partners, kinds, tasks and places are called
money    budget and spend, gemeente against UWV, spent together, cost per outflow
people   caseload and capacity, effort beside result, double registration
plans    an amount divided, and moves worked out
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketenkpi.resources.answers.money import cost, joint, ratio, spending
from ketenkpi.resources.answers.names import named, short
from ketenkpi.resources.answers.people import caseload, double, effort
from ketenkpi.resources.answers.plans import allocation, key_name, move_said, what_if

if TYPE_CHECKING:
    from ketenkpi.answer import Said, Section
    from ketenkpi.resources.result import Resources

# The sections in the order they are read.
KEYS = ("spending", "ratio", "joint", "caseload", "effort", "cost", "double")

__all__ = ["KEYS", "allocation", "key_name", "move_said", "named", "section", "short", "what_if"]


def section(found: Resources, key: str, where: Said) -> Section:
    """One section by the key of its concept. where: of which place and quarters it is."""
    if key == "spending":
        return spending(found, where)
    made = {
        "ratio": ratio,
        "joint": joint,
        "caseload": caseload,
        "effort": effort,
        "cost": cost,
        "double": double,
    }
    return made[key](found)
