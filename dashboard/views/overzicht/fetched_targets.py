"""Norms and targets beside what was realised, kept by `cached`."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from dashboard import reads
from dashboard.basis import Basis
from dashboard.cached import cached
from dashboard.views.overzicht import fetched
from ketenkpi.answer import Section
from ketenkpi.comparison import answers
from ketenkpi.indicators import load_indicators
from ketenkpi.register import region_key
from ketenkpi.vocabulary import Quarter


@cached
def beside_targets(basis: Basis, code: str, quarter: int) -> Section:
    """The targets of one place."""
    place = reads.places(basis)[code]
    inside = reads.werkpleinen(basis, place)
    rows = fetched.judged(basis, quarter)
    rows = rows[rows["werkplein"].isin(inside)]
    several = place.kind != "werkplein"
    if several:
        rows = pd.concat([_of_regions(basis, inside, quarter), rows], ignore_index=True)
    if rows["target"].isna().all():
        return answers.no_targets()
    regions = basis.store.regions(basis.scope)
    here = {*inside, *(regions[name] for name in inside if name in regions)}
    findings = [each for each in basis.store.target_findings(basis.scope) if each.place in here]
    return answers.targets(rows, load_indicators(), findings, where=place.said, several=several)


def _of_regions(basis: Basis, werkpleinen: Collection[str], quarter: int) -> pd.DataFrame:
    """The targets of the regions of these Werkpleinen, each against its whole region."""
    recorded = basis.store.targets(basis.scope)
    known = load_indicators()
    keys = sorted(key for key in set(recorded["indicator"]) if key in known)
    rows = basis.store.regional_targets(keys, basis.scope, [Quarter.from_index(quarter)])
    regions = basis.store.regions(basis.scope)
    here = {region_key(regions[name]) for name in werkpleinen if name in regions}
    # Without any row a list of nothing would choose columns.
    rows = rows[rows["werkplein"].map(lambda name: region_key(name) in here).astype("bool")]
    return rows.assign(whole_region=True)
