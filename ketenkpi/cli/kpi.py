"""`ketenkpi kpi`: the figures, as tables or as exact numbers; beside targets, time and chance."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ketenkpi.asked import LOOKS
from ketenkpi.cli import course, figures_moved, made_of, noticed, targets
from ketenkpi.cli.arguments import Parser, names, quarters
from ketenkpi.cli.progress import progress
from ketenkpi.cli.screen import Screen
from ketenkpi.cli.selection import FILTERS, checked, filters, versions_of_figures
from ketenkpi.errors import UsageError, UserError
from ketenkpi.surfaces.json_text import DataRows
from ketenkpi.wording import LANGUAGES, say

if TYPE_CHECKING:
    import pandas as pd

    from ketenkpi.indicators import Indicator
    from ketenkpi.store import Store

DIMENSIONS = ("werkplein", "regio", "kwartaal", "regeling", "doelgroep", "split")
# Other looks at the same figures; one at a time.
VIEWS = {
    "norm": targets.run,
    "verloop": course.run,
    "signalen": noticed.run,
    "revisies": figures_moved.show_revisions,
    "brug": figures_moved.show_bridge,
    "opbouw": made_of.run,
}


def add_options(parser: Parser) -> None:
    parser.listed("--indicator", "indicator", names)
    for name in FILTERS:
        parser.listed(f"--{name}", f"filter_{name}", quarters if name == "kwartaal" else names)
    parser.option("--onderdeel", "part", metavar="X")
    parser.listed("--per", "per", names, default=("werkplein", "kwartaal"))
    parser.listed("--definitie", "definition", names, metavar="X@2,Y@1")
    parser.flag("--norm", "view_norm")
    parser.flag("--verloop", "view_verloop")
    parser.flag("--signalen", "view_signalen")
    parser.flag("--revisies", "view_revisies")
    parser.option("--brug", "view_brug", type=int, metavar="VERSIE")
    parser.flag("--opbouw", "view_opbouw")
    parser.option("--kijk", "look", choices=LOOKS)
    parser.json_or_csv()


def run(options: argparse.Namespace, screen: Screen) -> int:
    """Print one table per indicator, or one of the other looks at them."""
    from ketenkpi.store import open_store

    store = open_store()
    checked(options.indicator, store.indicators, "cli.no_indicator")
    asked = [name for name in VIEWS if getattr(options, name) not in (None, False)]
    if len(asked) > 1:
        raise UsageError("cli.one_view", names=", ".join(f"--{name}" for name in asked))
    if options.kijk:
        options.indicator = _looking(store, options)
    if asked:
        return VIEWS[asked[0]](store, options, screen)
    return _show_figures(store, options, screen)


def _looking(store: Store, options: argparse.Namespace) -> Sequence[str]:
    """The indicators asked, else all that can be, looking the way that is asked for."""
    from ketenkpi.indicators import askable, seen_as

    keys = options.indicator or askable(store.indicators, options.per, filters(options))
    return seen_as(keys, options.kijk, store.indicators)


def _show_figures(store: Store, options: argparse.Namespace, screen: Screen) -> int:
    """The figures themselves; nothing to show is refused with what to do."""
    from ketenkpi.indicators import askable, figures_section, versioned
    from ketenkpi.scope import Scope

    versions = figures_moved.versions_of(options)
    known = versioned(versions, own=store.own_indicators)
    per = checked(options.per, DIMENSIONS, "cli.no_dimension")
    where = filters(options)
    keys = list(options.indicator) or [*versions] or askable(known, per, where)
    with progress(screen.stage) as report:
        report("figures", 0.3)
        figures = store.figures(keys, per, Scope.everything(), where, versions=versions)
        report("figures", 0.7)
        totals = _totals(store, [known[key] for key in keys], per, where, versions)
    if figures.empty:
        raise UserError("cli.no_figures")
    shown_rows = figures if totals is None else _with_totals(figures, totals, per)
    screen.sections(
        figures_section(known[str(key)], rows, per)
        for key, rows in shown_rows.groupby("indicator", sort=False)
    )
    all_asked = not options.indicator and not versions
    # What is about several Werkpleinen is no matter of adding.
    left_out = [key for key in known if key not in keys and not known[key].over_places]
    left_out = left_out if all_asked else []
    if left_out:
        screen.tell("left_out", names=", ".join(left_out))
    data = {"figures": DataRows(figures), "notes": notes_data(figures)}
    screen.data(
        data if totals is None else data | {"totals": DataRows(totals)},
        versions_of_figures(known, figures),
    )
    return 0


def _totals(
    store: Store,
    asked: Sequence[Indicator],
    per: Sequence[str],
    where: Mapping[str, Sequence[Any]],
    versions: Mapping[str, int],
) -> pd.DataFrame | None:
    """The same figures over all quarters together, of the indicators that may be added so.

    None when quarters are not asked for, or only one is.
    """
    from ketenkpi.scope import Scope

    if "kwartaal" not in per or len(where.get("kwartaal", ())) == 1:
        return None
    added = [each.key for each in asked if "kwartaal" in each.additive_over]
    if not added:
        return None
    rest = [name for name in per if name != "kwartaal"]
    return store.figures(added, rest, Scope.everything(), where, versions=versions)


def _with_totals(figures: pd.DataFrame, totals: pd.DataFrame, per: Sequence[str]) -> pd.DataFrame:
    """The rows per quarter, then below each group the one over all quarters."""
    import pandas as pd

    from ketenkpi.indicators import ALL_QUARTERS

    last = totals.assign(kwartaal=ALL_QUARTERS)
    place = {key: at for at, key in enumerate(figures["indicator"].unique())}
    both = pd.concat([figures, last], ignore_index=True)
    groups = [*(name for name in per if name not in ("kwartaal", "split")), "split", "kwartaal"]
    ordered = both.assign(_place=both["indicator"].map(place)).sort_values(
        ["_place", *groups], kind="stable", ignore_index=True
    )
    return ordered.drop(columns="_place")


def notes_data(figures: pd.DataFrame) -> list[dict[str, Any]]:
    """The notes beside any of these figures, as key and text in both languages."""
    keys = sorted(figures["note"].dropna().unique())
    return [{"key": key, "text": {name: say(key, name) for name in LANGUAGES}} for key in keys]
