"""`ketenkpi compare`: one indicator of the Werkpleinen side by side, and what can be said of it."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ketenkpi.cli.arguments import Parser, names, quarters
from ketenkpi.cli.extras import require
from ketenkpi.cli.screen import Screen
from ketenkpi.cli.selection import pinned
from ketenkpi.errors import UsageError
from ketenkpi.surfaces.json_text import DataRows
from ketenkpi.vocabulary import Quarter

if TYPE_CHECKING:
    import pandas as pd

    from ketenkpi.comparison import Comparison, ModelCard, PeerGroup
    from ketenkpi.comparison.compare import Adjust
    from ketenkpi.indicators import Indicator
    from ketenkpi.scope import Scope
    from ketenkpi.store import Store

ADJUST: Mapping[str, Adjust] = {"indirect": "indirect", "logistisch": "logistic"}
PER = ("werkplein", "regio")


def add_options(parser: Parser) -> None:
    parser.option("key", "compare_key", metavar="INDICATOR")
    parser.option("--werkplein", "compare_werkplein", metavar="X")
    parser.option("--met", "compare_with", metavar="alle|regio|grootte|buren|NAAM")
    parser.option("--per", "compare_per", choices=PER, default="werkplein")
    parser.listed("--kwartaal", "quarters", quarters, metavar="A,B|A..B")
    parser.listed("--regeling", "filter_regeling", names)
    parser.listed("--doelgroep", "filter_doelgroep", names)
    parser.option("--onderdeel", "part", metavar="X")
    parser.option("--correctie", "adjust", choices=tuple(ADJUST))
    parser.listed("--zonder", "without", names)
    parser.json_or_csv()


def run(options: argparse.Namespace, screen: Screen) -> int:
    """Print what was found, the comparison by name, and the model behind it."""
    from ketenkpi.comparison import answers
    from ketenkpi.indicators import figures_section, part_name
    from ketenkpi.scope import Scope
    from ketenkpi.store import open_store

    if options.correctie == "logistisch":
        require("modellen")
    store, scope = open_store(), Scope.everything()
    peers = _peers(store, options, scope)
    quarters = [Quarter.from_index(index) for index in options.kwartaal]
    where = pinned(store, options)
    found = store.compare(
        options.key,
        by=options.per,
        quarters=quarters or None,
        where=where,
        peers=peers,
        scope=scope,
        adjust=ADJUST.get(options.correctie),
        without=options.zonder,
    )
    name = part_name(found.indicator, options.onderdeel)
    sections = list(answers.compared(found, peers, name, answers.span(quarters)))
    data, versions = _data(found, peers), {found.indicator.key: found.indicator.version}
    estimates = _estimates(store, found, where, quarters, scope)
    if estimates is not None:
        indicator, rows = estimates
        sections.append(figures_section(indicator, rows, (found.by,)))
        data["estimates"] = DataRows(rows)
        versions |= {indicator.key: indicator.version}
    screen.sections(sections)
    screen.data(data, versions)
    return 0


def _estimates(
    store: Store,
    found: Comparison,
    where: Mapping[str, Sequence[object]],
    quarters: Sequence[Quarter],
    scope: Scope,
) -> tuple[Indicator, pd.DataFrame] | None:
    """Of regions: the figure estimated for everybody, beside that of who answered."""
    key = found.indicator.estimated_by
    if key is None or found.by != "regio":
        return None
    asked = {**where, "kwartaal": quarters} if quarters else where
    rows = store.figures([key], ("regio",), scope, asked)
    return store.indicators[key], rows[rows["indicator"] == key].reset_index(drop=True)


def _peers(store: Store, options: argparse.Namespace, scope: Scope) -> PeerGroup | None:
    if options.werkplein is None:
        if options.met is not None:
            raise UsageError("cli.compare_whose")
        return None
    if options.per != "werkplein":
        raise UsageError("cli.compare_region_of_one")
    if options.werkplein not in store.places(scope):
        known = ", ".join(store.places(scope))
        raise UsageError("cli.no_werkplein", value=options.werkplein, known=known)
    return store.peer_group(options.met or "alle", options.werkplein, scope)


def _data(found: Comparison, peers: PeerGroup | None) -> dict[str, Any]:
    from ketenkpi.surfaces import exact, in_words

    funnel = found.funnel
    said = [{"key": each.key, "text": in_words(each)} for each in found.findings]
    card = found.card
    return {
        "indicator": found.indicator.key,
        "scale": found.scale,
        "peers": exact(peers),
        "rows": DataRows(found.frame),
        "funnel": funnel and {name: exact(getattr(funnel, name)) for name in FUNNEL},
        "strata": list(found.strata),
        "difference": exact(found.difference),
        "findings": said,
        "card": None if card is None else _card_data(card),
    }


FUNNEL = ("target", "phi", "tau2", "units")


def _card_data(card: ModelCard) -> dict[str, Any]:
    from ketenkpi.surfaces import exact, in_words

    plain = {name: exact(getattr(card, name)) for name in card.__slots__ if name != "limits"}
    return plain | {"limits": [in_words(each) for each in card.limits]}
