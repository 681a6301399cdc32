"""Every section that answers by comparing can have, of small invented Werkpleinen."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from ketenkpi.answer import Section
from ketenkpi.comparison import answers, compare, own_peers
from tests.unit.comparison.network import ALL, outflow

KINDS = [
    (place, scheme, group, work + at, 30 - work + at)
    for at, place in enumerate("ABCDEFGH")
    for scheme, work in (("WW", 14), ("WWB", 9))
    for group in ("korte_afstand", "grote_afstand")
] + [("Klein", "WW", "korte_afstand", 1, 1)]


def every_section(home: Path) -> list[Section]:
    """Those of a plain comparison, of one with a model, and of what is not compared."""
    del home
    counts = outflow(KINDS)
    names = [*"ABCDEFGH", "Klein"]
    group = own_peers("de anderen", names, names).around("A")
    asked = [
        compare(counts, "aandeel_werk", scope=ALL, peers=group),
        compare(counts, "werk_cohort_365", scope=ALL, peers=group, adjust="logistic"),
    ]
    # A workbook wants a name of its own for each.
    return [
        replace(each, title=(f"{number}.", each.title))
        for number, made in enumerate(asked)
        for each in answers.compared(made, group, made.indicator.name, "2009K1")
    ]
