"""Norms and targets beside what was realised, kept by `cached`."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from dashboard import reads
from dashboard.basis import Basis
from dashboard.cached import cached
from dashboard.views.overzicht import fetched
from dashboard.views.overzicht import targets_words as presenter
from dashboard.words import say
from ketenkpi.indicators import load_indicators
from ketenkpi.register import region_key
from ketenkpi.vocabulary import Quarter
from ketenkpi.wording import Language


@cached
def beside_targets(
    basis: Basis, code: str, quarter: int, language: Language
) -> presenter.Targets | None:
    """The table of one place; None where no indicator has a target at all."""
    place = reads.places(basis)[code]
    inside = reads.werkpleinen(basis, place)
    rows = fetched.judged(basis, quarter)
    rows = rows[rows["werkplein"].isin(inside)]
    if place.kind != "werkplein":
        rows = pd.concat([_of_regions(basis, inside, quarter, language), rows], ignore_index=True)
    if rows["target"].isna().all():
        return None
    regions = basis.store.regions(basis.scope)
    here = {*inside, *(regions[name] for name in inside if name in regions)}
    every = basis.store.target_findings(basis.scope)
    findings = [each.message(language) for each in every if each.place in here]
    several = place.kind != "werkplein"
    return presenter.Targets(
        presenter.said(rows, place.label(language), quarter, language),
        presenter.table(rows, load_indicators(), several, language),
        tuple(findings),
    )


def _of_regions(
    basis: Basis, werkpleinen: Collection[str], quarter: int, language: Language
) -> pd.DataFrame:
    """The targets of the regions of these Werkpleinen, each against its whole region."""
    recorded = basis.store.targets(basis.scope)
    known = load_indicators()
    keys = sorted(key for key in set(recorded["indicator"]) if key in known)
    rows = basis.store.regional_targets(keys, basis.scope, [Quarter.from_index(quarter)])
    regions = basis.store.regions(basis.scope)
    here = {region_key(regions[name]) for name in werkpleinen if name in regions}
    # Without any row a list of nothing would choose columns.
    rows = rows[rows["werkplein"].map(lambda name: region_key(name) in here).astype("bool")]
    named = [say("doelen.region", language, name=name) for name in rows["werkplein"]]
    return rows.assign(werkplein=named)
