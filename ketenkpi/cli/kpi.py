"""`ketenkpi kpi`: the figures, as tables or as exact numbers."""

from __future__ import annotations

import argparse
import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ketenkpi.cli.arguments import Parser, names, quarters
from ketenkpi.cli.numbers import MISSING, number, percentage
from ketenkpi.cli.progress import progress
from ketenkpi.cli.screen import Screen
from ketenkpi.cli.table import table
from ketenkpi.errors import UsageError, UserError
from ketenkpi.vocabulary import Quarter
from ketenkpi.wording import Language, say

if TYPE_CHECKING:
    import pandas as pd

    from ketenkpi.indicators import Indicator
    from ketenkpi.store import Store

DIMENSIONS = ("werkplein", "regio", "kwartaal", "regeling", "doelgroep", "split")
FILTERS = ("werkplein", "kwartaal", "regeling", "doelgroep")
# Columns that are shown only where they hold something.
EXTRA = ("beside", "undelivered", "incomplete")
# Stands where a quarter would, in the row over all quarters; above any index.
ALL_QUARTERS = 10**6
# Decimals per unit of an indicator; a share is shown as a percentage.
DECIMALS: Mapping[str, int] = {
    "number": 0, "share": 1, "per_year": 3, "days": 0, "mark": 1, "euro": 0, "per_fte": 1,
    "per_1000": 1, "ratio": 1, "euro_each": 0, "points": 1, "level": 2, "score": 2,
}  # fmt: skip


def add_options(parser: Parser) -> None:
    parser.option("--indicator", "indicator", type=names, default=(), metavar="A,B")
    for name in FILTERS:
        read = quarters if name == "kwartaal" else names
        parser.option(f"--{name}", f"filter_{name}", type=read, default=(), metavar="A,B")
    parser.option("--per", "per", type=names, default=("werkplein", "kwartaal"), metavar="A,B")
    parser.flag("--json", "json")


def run(options: argparse.Namespace, screen: Screen) -> int:
    """Print one table per indicator; nothing to show is refused with what to do."""
    from ketenkpi.indicators import load_indicators
    from ketenkpi.scope import Scope
    from ketenkpi.store import open_store

    known = load_indicators()
    per = _checked(options.per, DIMENSIONS, "cli.no_dimension")
    where = _filters(options)
    keys = _checked(options.indicator, known, "cli.no_indicator") or _addable(known, per, where)
    store = open_store()
    with progress(screen.stage) as report:
        report("figures", 0.3)
        figures = store.figures(keys, per, Scope.everything(), where)
        report("figures", 0.7)
        totals = _totals(store, keys, per, where)
    if figures.empty:
        raise UserError("cli.no_figures")
    shown = figures if totals is None else _with_totals(figures, totals, per)
    blocks = (
        _block(known[str(key)], rows, per, screen.language)
        for key, rows in shown.groupby("indicator", sort=False)
    )
    screen.show("\n\n".join(blocks))
    left_out = [] if options.indicator else [key for key in known if key not in keys]
    if left_out:
        screen.tell("left_out", names=", ".join(left_out))
    exact = {"figures": _exact_rows(figures)}
    screen.data(exact if totals is None else exact | {"totals": _exact_rows(totals)})
    return 0


def _totals(
    store: Store, keys: Sequence[str], per: Sequence[str], where: Mapping[str, Sequence[Any]]
) -> pd.DataFrame | None:
    """The same figures over all quarters together, of the indicators that may be added so.

    None when quarters are not asked for, or only one is.
    """
    from ketenkpi.indicators import load_indicators
    from ketenkpi.scope import Scope

    if "kwartaal" not in per or len(where.get("kwartaal", ())) == 1:
        return None
    known = load_indicators()
    added = [key for key in keys if "kwartaal" in known[key].additive_over]
    if not added:
        return None
    rest = [name for name in per if name != "kwartaal"]
    return store.figures(added, rest, Scope.everything(), where)


def _with_totals(figures: pd.DataFrame, totals: pd.DataFrame, per: Sequence[str]) -> pd.DataFrame:
    """The rows per quarter, then below each group the one over all quarters."""
    import pandas as pd

    # After every real quarter; shown as a word.
    last = totals.assign(kwartaal=ALL_QUARTERS)
    rank = {key: place for place, key in enumerate(figures["indicator"].unique())}
    both = pd.concat([figures, last], ignore_index=True)
    groups = [*(name for name in per if name not in ("kwartaal", "split")), "split", "kwartaal"]
    ordered = both.assign(_rank=both["indicator"].map(rank)).sort_values(
        ["_rank", *groups], kind="stable", ignore_index=True
    )
    return ordered.drop(columns="_rank")


def _checked(asked: Sequence[str], known: Sequence[str] | Mapping[str, Any], key: str) -> list[str]:
    for name in asked:
        if name not in known:
            raise UsageError(key, value=name, known=", ".join(known))
    return list(asked)


def _filters(options: argparse.Namespace) -> dict[str, list[Any]]:
    chosen: dict[str, list[Any]] = {name: list(getattr(options, name)) for name in FILTERS}
    return {name: values for name, values in chosen.items() if values}


def _addable(
    known: Mapping[str, Indicator], per: Sequence[str], where: Mapping[str, Sequence[Any]]
) -> list[str]:
    """The indicators that may be added over everything that is not asked for.

    Who names an indicator is refused by the library, with the reason; who asks
    for all of them gets those that can be shown.
    """
    added = {name for name in FILTERS if name not in per and len(where.get(name, ())) != 1}
    return [key for key, indicator in known.items() if added <= indicator.additive_over]


def _block(indicator: Indicator, rows: pd.DataFrame, per: Sequence[str], language: Language) -> str:
    """The title and table of one indicator; columns that hold nothing are left out."""
    groups = [*per, *(["split"] if "split" not in per and rows["split"].notna().any() else [])]
    extra = [name for name in EXTRA if (rows[name].fillna(0) != 0).any()]
    names = [*groups, "value", "interval", "n", *extra, "how"]
    heads = [say(f"cli.head_{name}", language) for name in names]
    lines = [_line(row, groups, extra, indicator.unit, language) for row in rows.to_dict("records")]
    right = range(len(groups), len(names) - 1)
    title = f"{indicator.name.in_(language)} ({say(f'indicators.unit_{indicator.unit}', language)})"
    return f"{title}\n{table(heads, lines, right)}"


def _line(
    row: Mapping[Any, Any],
    groups: Sequence[str],
    extra: Sequence[str],
    unit: str,
    language: Language,
) -> list[str]:
    value = _shown(row["value"], unit, language)
    missing = value == MISSING
    texts = {
        "value": value,
        "interval": "" if missing else _interval(row, unit, language),
        "n": number(row["n"], 0, language),
        "beside": _shown(row["beside"], unit, language),
        "undelivered": number(row["undelivered"], 0, language),
        "incomplete": number(row["incomplete"], 0, language),
        "how": say(row["reason"] if missing else row["method"], language),
    }
    names = ("value", "interval", "n", *extra, "how")
    shown = [_group(row[name], name, language) for name in groups]
    return [*shown, *(texts[name] for name in names)]


def _interval(row: Mapping[Any, Any], unit: str, language: Language) -> str:
    """Both limits; for a duration the upper one may lie beyond the follow-up."""
    low, high = (_shown(row[end], unit, language) for end in ("low", "high"))
    if low == MISSING:
        return ""
    return say("cli.at_least", language, low=low) if high == MISSING else f"{low} - {high}"


def _group(value: Any, name: str, language: Language) -> str:
    if name != "kwartaal":
        return str(value)
    if value == ALL_QUARTERS:
        return say("cli.all_quarters", language)
    return str(Quarter.from_index(int(value)))


def _shown(value: float | None, unit: str, language: Language) -> str:
    write = percentage if unit == "share" else number
    return write(value, DECIMALS[unit], language)


def _exact_rows(figures: pd.DataFrame) -> list[dict[str, Any]]:
    return [_exact(row) for row in figures.to_dict("records")]


def _exact(row: Mapping[Any, Any]) -> dict[str, Any]:
    """A row as JSON takes it: quarters as 2009K1, missing as null, numbers as they are."""
    plain = {name: _plain(value) for name, value in row.items()}
    if "kwartaal" in plain:
        plain["kwartaal"] = str(Quarter.from_index(plain["kwartaal"]))
    return plain


def _plain(value: Any) -> Any:
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return None
    return value.item() if hasattr(value, "item") else value
