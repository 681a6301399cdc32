"""`ketenkpi compare`: one indicator of the Werkpleinen side by side, and what can be said of it."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ketenkpi.cli.arguments import Parser, names, quarters
from ketenkpi.cli.numbers import MISSING, day, number
from ketenkpi.cli.present import exact_rows, in_words, interval, shown, title
from ketenkpi.cli.present import heads as heads_of
from ketenkpi.cli.screen import Screen
from ketenkpi.cli.selection import pinned
from ketenkpi.errors import UsageError
from ketenkpi.surfaces.lines import lined_up
from ketenkpi.surfaces.plain_values import exact
from ketenkpi.vocabulary import Quarter
from ketenkpi.wording import Language

if TYPE_CHECKING:
    import pandas as pd

    from ketenkpi.comparison import Comparison, ModelCard, PeerGroup
    from ketenkpi.comparison.compare import Adjust
    from ketenkpi.store import Store

ADJUST: Mapping[str, Adjust] = {"indirect": "indirect", "logistisch": "logistic"}
PER = ("werkplein", "regio")
COLUMNS = ("value", "interval", "n", "expected", "position", "places", "why")
RATIO_COLUMNS = ("value", "n", "expected", "ratio", "interval", "position", "why")


def add_options(parser: Parser) -> None:
    parser.option("key", "compare_key", metavar="INDICATOR")
    parser.option("--werkplein", "compare_werkplein", metavar="X")
    parser.option("--met", "compare_with", metavar="alle|regio|grootte|buren|NAAM")
    parser.option("--per", "compare_per", choices=PER, default="werkplein")
    parser.option("--kwartaal", "quarters", type=quarters, default=(), metavar="A,B|A..B")
    parser.option("--regeling", "filter_regeling", type=names, default=(), metavar="A,B")
    parser.option("--doelgroep", "filter_doelgroep", type=names, default=(), metavar="A,B")
    parser.option("--onderdeel", "part", metavar="X")
    parser.option("--correctie", "adjust", choices=tuple(ADJUST))
    parser.option("--zonder", "without", type=names, default=(), metavar="A,B")
    parser.flag("--json", "json")


def run(options: argparse.Namespace, screen: Screen) -> int:
    """Print the comparison by name, its findings as sentences and its model card."""
    from ketenkpi.scope import Scope
    from ketenkpi.store import open_store

    store, scope = open_store(), Scope.everything()
    peers = _peers(store, options, scope)
    found = store.compare(
        options.key,
        by=options.per,
        quarters=[Quarter.from_index(index) for index in options.kwartaal] or None,
        where=pinned(store, options),
        peers=peers,
        scope=scope,
        adjust=ADJUST.get(options.correctie),
        without=options.zonder,
    )
    screen.show(title(found.indicator, screen.language))
    if peers is not None:
        screen.show(f"{peers.name.in_(screen.language)}: {peers.why.in_(screen.language)}")
    screen.show(f"\n{_table(found, screen)}\n")
    estimates = _estimates(store, found, options, scope)
    if estimates is not None:
        screen.show(f"{estimate_block(store, estimates, screen.language)}\n")
    for statement in found.findings:
        screen.show(f"- {statement.message(screen.language)}")
    if found.card is not None:
        _show_card(found.card, screen)
    data = _data(found, peers, screen)
    screen.data(data if estimates is None else data | {"estimates": exact_rows(estimates)})
    return 0


def _estimates(
    store: Store, found: Comparison, options: argparse.Namespace, scope: Any
) -> pd.DataFrame | None:
    """Of regions: the figure estimated for everybody, beside that of who answered."""
    key = found.indicator.estimated_by
    if key is None or found.by != "regio":
        return None
    where = pinned(store, options)
    if options.kwartaal:
        where["kwartaal"] = [Quarter.from_index(index) for index in options.kwartaal]
    rows = store.figures([key], ("regio",), scope, where)
    return rows[rows["indicator"] == key].reset_index(drop=True)


def estimate_block(store: Store, rows: pd.DataFrame, language: Language) -> str:
    """A table of estimates per region, as `kpi` shows them."""
    from ketenkpi.cli.kpi import block

    return block(store.indicators[str(rows["indicator"].iloc[0])], rows, ("regio",), language)


def _peers(store: Store, options: argparse.Namespace, scope: Any) -> PeerGroup | None:
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


def _table(found: Comparison, screen: Screen) -> str:
    columns = RATIO_COLUMNS if found.scale == "ratio" else COLUMNS
    lines = [_line(row, found, columns, screen) for row in found.frame.to_dict("records")]
    right = [place for place, name in enumerate(columns, start=1) if name in ("value", "n")]
    return lined_up(heads_of([found.by, *columns], screen.language), lines, right)


def _line(
    row: Mapping[Any, Any], found: Comparison, columns: tuple[str, ...], screen: Screen
) -> list[str]:
    language, unit = screen.language, found.indicator.unit
    value = shown(row["value"], unit, language)
    of_ratio = found.scale == "ratio"
    limits = interval(row, "level" if of_ratio else unit, language, "ratio_" if of_ratio else "")
    position = row["position"]
    texts = {
        "value": value,
        "interval": "" if value == MISSING else limits,
        "n": number(row["n"], 0, language),
        "expected": shown(row["expected"], unit, language),
        "ratio": number(row["ratio"], 2, language),
        "position": screen.say(f"position_{position}") if isinstance(position, str) else "",
        "places": _places(row),
        "why": in_words(row["reason"], language) or _provisional(row, of_ratio, screen),
    }
    return [str(row[found.by]), *(texts[name] for name in columns)]


def _provisional(row: Mapping[Any, Any], of_ratio: bool, screen: Screen) -> str:
    """That the interval was widened; that of a ratio is made of the counts and was not."""
    return screen.say("widened") if row["provisional"] and not of_ratio else ""


def _places(row: Mapping[Any, Any]) -> str:
    """The place as an interval, never as one number without the other end."""
    low, high = row["rank_low"], row["rank_high"]
    return "" if exact(low) is None else f"{low} - {high}"


def _show_card(card: ModelCard, screen: Screen) -> None:
    language = screen.language
    used, left_out = (
        ", ".join(each.name.in_(language) for each in group) or MISSING
        for group in (card.used, card.left_out)
    )
    screen.tell(
        "card",
        purpose=card.purpose.in_(language),
        indicator=card.indicator,
        version=card.version,
        made_on=day(card.made_on),
        first=card.quarters[0],
        last=card.quarters[1],
        n=number(card.n, 0, language),
        events=number(card.events, 0, language),
        used=used,
        left_out=left_out,
        discrimination=number(card.discrimination, 2, language),
        per_term=number(card.events_per_term, 0, language),
    )
    terms = [[t.term, number(t.value, 3, language), number(t.se, 3, language)]
             for t in card.coefficients]  # fmt: skip
    screen.show(lined_up(heads_of(("term", "log_odds", "se"), language), terms, (1, 2)))
    for limit in card.limits:
        screen.show(f"- {limit.message(language)}")


def _data(found: Comparison, peers: PeerGroup | None, screen: Screen) -> dict[str, Any]:
    funnel = found.funnel
    said = [{"key": s.key, "text": s.message(screen.language)} for s in found.findings]
    card = found.card
    return {
        "indicator": found.indicator.key,
        "version": found.indicator.version,
        "scale": found.scale,
        "peers": exact(peers),
        "rows": exact_rows(found.frame),
        "funnel": funnel and {name: exact(getattr(funnel, name)) for name in FUNNEL},
        "strata": list(found.strata),
        "difference": exact(found.difference),
        "findings": said,
        "card": None if card is None else _card_data(card, screen),
    }


FUNNEL = ("target", "phi", "tau2", "units")


def _card_data(card: ModelCard, screen: Screen) -> dict[str, Any]:
    plain = {name: exact(getattr(card, name)) for name in card.__slots__ if name != "limits"}
    return plain | {"limits": [each.message(screen.language) for each in card.limits]}
