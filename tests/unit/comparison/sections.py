"""Every section that answers by comparing can have, of small invented Werkpleinen."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd

from ketenkpi.answer import Section
from ketenkpi.comparison import answers, compare, own_peers
from ketenkpi.indicators import Bridge, load_indicators
from tests.unit.comparison.control_rows import chart
from tests.unit.comparison.network import ALL, outflow
from tests.unit.comparison.revised_rows import revisions
from tests.unit.comparison.target_rows import COUNT, NAN
from tests.unit.comparison.target_rows import rows as target_rows

BRIDGE = Bridge({"werkplein": "Noord", "split": None}, "share", (0.5, 0.52, 0.52, 0.49))
KINDS = [
    (place, scheme, group, work + at, 30 - work + at)
    for at, place in enumerate("ABCDEFGH")
    for scheme, work in (("WW", 14), ("WWB", 9))
    for group in ("korte_afstand", "grote_afstand")
] + [("Klein", "WW", "korte_afstand", 1, 1)]


def every_section(home: Path) -> list[Section]:
    """Those of a plain comparison, of one with a model, of targets and of a course."""
    del home
    counts = outflow(KINDS)
    names = [*"ABCDEFGH", "Klein"]
    group = own_peers("de anderen", names, names).around("A")
    asked = [
        compare(counts, "aandeel_werk", scope=ALL, peers=group),
        compare(counts, "werk_cohort_365", scope=ALL, peers=group, adjust="logistic"),
    ]
    targets = target_rows(
        {},
        {**COUNT, "value": 50.0, "due": 60.0, "pace": "season"},
        {"target": NAN, "verdict": "nvt", "reason": "comparison.target_none", "soort": None},
        {"value": NAN, "verdict": "nb", "reason": "indicators.reason_not_delivered", "gap": NAN},
    )
    # A workbook wants a name of its own for each.
    compared = [
        replace(each, title=(f"{number}.", each.title))
        for number, made in enumerate(asked)
        for each in answers.compared(made, group, made.indicator.name, "2009K1")
    ]
    return [
        *compared,
        answers.targets(targets, load_indicators(), where="Noord"),
        answers.control(chart([10.0, NAN, 11.0] * 5), "days", indicator="Duur"),
        answers.sizes(revisions(), "Zo veel"),
        answers.revised(revisions(), None, "Noord", pd.DataFrame()),
        answers.bridged(load_indicators()["aandeel_werk"], [BRIDGE], ["werkplein"]),
    ]
