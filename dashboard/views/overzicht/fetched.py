"""The overview: its headline and cards, the course of one figure, and what there is to discuss."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard import charts, formats, reads
from dashboard.basis import Basis
from dashboard.cached import cached
from dashboard.presenters import explain, parts, signals
from dashboard.presenters.cards import Card, card, name_of
from dashboard.presenters.figures import KEYS, TILES, UNSPLIT, Figures, Tile, figures
from dashboard.theme import Mode
from dashboard.views.overzicht import headline, targets_words, trend
from dashboard.words import say
from ketenkpi.indicators import Indicator, beside_name, drawn, load_indicators
from ketenkpi.vocabulary import Quarter
from ketenkpi.wording import Language

# Stands where a quarter would, in the figures over all quarters together.
TOGETHER = 0
# Numbers of a place mostly tell how large it is: no line beside another's.
SIZE_DEPENDENT = frozenset({"number", "euro"})


@cached
def all_figures(basis: Basis, column: str | None, scheme: str | None, last: int) -> Figures:
    """The figures of every place of one kind, in the three years up to the quarter `last`."""
    return _figures(basis, TILES, column, scheme, last)


@cached
def figures_of(
    basis: Basis, code: str, column: str | None, scheme: str | None, last: int
) -> Figures:
    """The same of the figure that `code` names; those of the overview are there already."""
    tile = Tile.of(code)
    if tile in TILES:
        return all_figures(basis, column, scheme, last)
    return _figures(basis, (tile,), column, scheme, last)


def _figures(
    basis: Basis, tiles: Sequence[Tile], column: str | None, scheme: str | None, last: int
) -> Figures:
    quarters = [q for q in reads.delivered(basis).quarters if last - reads.QUARTERS < q <= last]
    where: dict[str, list[Any]] = {"kwartaal": quarters}
    if scheme:
        where["regeling"] = [scheme]
    by = ("kwartaal",) if column is None else (column, "kwartaal")
    keys = [tile.indicator for tile in tiles]
    found = basis.store.figures(keys, by, basis.scope, where)
    return figures(drawn(basis.store.with_breaks(found, column, basis.scope)), column, tiles)


@cached
def all_together(basis: Basis, column: str | None, scheme: str | None) -> Figures:
    """The figures over all quarters together, at `TOGETHER`, of indicators that add over them."""
    return _together(basis, TILES, column, scheme)


@cached
def together_of(basis: Basis, code: str, column: str | None, scheme: str | None) -> Figures:
    """The same of the figure that `code` names."""
    tile = Tile.of(code)
    if tile in TILES:
        return all_together(basis, column, scheme)
    return _together(basis, (tile,), column, scheme)


def _together(
    basis: Basis, tiles: Sequence[Tile], column: str | None, scheme: str | None
) -> Figures:
    known = load_indicators()
    keys = [t.indicator for t in tiles if "kwartaal" in known[t.indicator].additive_over]
    if not keys:
        return Figures({}, (), ())
    where = {"regeling": [scheme]} if scheme else {}
    by = () if column is None else (column,)
    found = basis.store.figures(keys, by, basis.scope, where)
    # What may not be shown alone brings along what does not add over quarters.
    return figures(found.assign(kwartaal=TOGETHER), column, tiles)


@cached
def judged(basis: Basis, quarter: int) -> pd.DataFrame:
    """What stands for every Werkplein in a quarter, of indicators with a target; not to be changed.

    An indicator of which nobody ever recorded a target, and that has no norm,
    is left out: a row of n.v.t. for each Werkplein would hide the others.
    """
    known = load_indicators()
    recorded = set(basis.store.targets(basis.scope)["indicator"])
    normed = {key for key, one in known.items() if one.norm and one.norm.share is not None}
    keys = sorted(key for key in recorded | normed if key in known)
    return basis.store.targets_table(keys, basis.scope, [Quarter.from_index(quarter)])


@dataclass(frozen=True)
class Quarterly:
    """The top of the overview: what stands out of how many compared figures, and the cards."""

    headline: str
    compared: int
    cards: tuple[Card, ...]
    absent: str


@cached
def quarterly(
    basis: Basis, code: str, quarter: int, scheme: str | None, language: Language
) -> Quarterly:
    """The headline and cards of one place and quarter."""
    place = reads.places(basis)[code]
    seen = all_figures(basis, place.column, scheme, reads.last_shown(basis, quarter))
    state = reads.delivered(basis)
    inside = reads.werkpleinen(basis, place)
    cards = tuple(
        card(
            tile,
            seen,
            place.name,
            quarter,
            language,
            state.status_text(tile.indicator, inside, quarter, language),
            _target_line(basis, tile, place, quarter, scheme, language),
        )
        for tile in TILES
    )
    known = [seen.get(key, place.name, quarter) for key in KEYS]
    without = sum(figure is None or not figure.known for figure in known)
    name = place.label(language)
    absent = state.absent_text(inside, quarter, language) if place.kind != "werkplein" else ""
    lacking = state.lacking_text(inside, quarter, language)
    top = headline.headline(cards, without, name, quarter, language)
    return Quarterly(top, headline.compared_of(cards), cards, f"{absent} {lacking}".strip())


def _target_line(
    basis: Basis,
    tile: Tile,
    place: reads.Place,
    quarter: int,
    scheme: str | None,
    language: Language,
) -> str:
    # A target is that of one Werkplein, over all schemes.
    if place.kind != "werkplein" or scheme or tile.split:
        return ""
    rows = judged(basis, quarter)
    return targets_words.card_line(rows, tile.indicator, place.name, language)


@dataclass(frozen=True)
class Course:
    """One indicator over the quarters: finding, chart, tables, explanation."""

    name: str
    finding: str
    legend: str
    chart: charts.Chart
    table: pd.DataFrame
    places: pd.DataFrame
    explanation: str


def askable(basis: Basis, code: str, figure_code: str) -> bool:
    """Whether the figure can be asked of this place: people do not add over Werkpleinen."""
    indicator = Tile.of(figure_code).indicator
    one = reads.places(basis)[code].kind == "werkplein"
    return one or "werkplein" in load_indicators()[indicator].additive_over


@cached
def course(
    basis: Basis,
    code: str,
    quarter: int,
    scheme: str | None,
    figure_code: str,
    language: Language,
    mode: Mode,
) -> Course:
    """Everything below the cards for the figure that `figure_code` names."""
    place, tile = reads.places(basis)[code], Tile.of(figure_code)
    indicator, until = tile.indicator, reads.last_shown(basis, quarter)
    seen = figures_of(basis, figure_code, place.column, scheme, until)
    # All together have no peers; their table shows what they are made of.
    single = seen
    if place.kind == "all":
        single = figures_of(basis, figure_code, "werkplein", scheme, until)
    whole = together_of(basis, figure_code, place.column, scheme).get(
        indicator, place.name, TOGETHER
    )
    state = reads.delivered(basis)
    inside = reads.werkpleinen(basis, place)
    # A figure that is known later opens on the quarter that it is known of, and names it.
    quarter = seen.known_by(indicator, place.name, quarter)
    figure = seen.get(indicator, place.name, quarter)
    definition = load_indicators()[indicator]
    unit = definition.unit
    comparable = unit not in SIZE_DEPENDENT
    peers = [
        other
        for other in seen.places
        if comparable and other != place.name and seen.speaks_of(indicator, other)
    ]
    label = place.label(language)
    said = " ".join(
        (
            trend.finding(seen, indicator, place.name, label, quarter, language),
            trend.against_peers(seen, indicator, place.name, quarter, peers, language),
        )
    ).strip()
    data = trend.points(
        seen, indicator, place.name, label, quarter, peers,
        lambda key, when: state.is_provisional(key, inside, when), language,
    )  # fmt: skip
    below = reads.phases_below(basis, place, seen.quarters, language)
    first, last = (formats.quarter(q) for q in (seen.quarters[0], seen.quarters[-1]))
    name = name_of(tile, language)
    alt = say("chart.alt_trend", language, indicator=name, first=first, last=last, finding=said)
    return Course(
        name=name,
        finding=said,
        legend=" ".join(
            [_legend(data, label, definition, len(peers), comparable, language), below.said]
        ).strip(),
        chart=charts.trend(
            data, unit=unit, subject=label, bands=below.rows, alt=alt, mode=mode, language=language
        ),
        table=trend.table(
            seen, indicator, place.name,
            lambda key, when: state.status_text(key, inside, when, language), whole, language,
        ),
        places=trend.peers_table(single, indicator, single.places, quarter, language),
        explanation=explain.as_html(
            explain.explanation(figure, whole, indicator, language, basis.version)
        ),
    )  # fmt: skip


def export(basis: Basis, code: str, quarter: int, scheme: str | None, figure_code: str) -> bytes:
    """The exact numbers behind one course, peers included, as CSV."""
    place = reads.places(basis)[code]
    last = reads.last_shown(basis, quarter)
    seen = figures_of(basis, figure_code, place.column, scheme, last)
    return trend.export(seen, Tile.of(figure_code).indicator, seen.places, basis.version)


def _legend(
    data: pd.DataFrame,
    label: str,
    indicator: Indicator,
    peers: int,
    comparable: bool,
    language: Language,
) -> str:
    """Which marks the chart really holds; one that is not there is not explained."""
    shown = {
        "peers": peers > 0,
        "size": not comparable,
        "beside": (data["role"] == "beside").any(),
        **{state: (data["state"] == state).any() for state in ("provisional", "missing")},
        **{state: (data["state"] == state).any() for state in ("at_least", "between")},
    }
    has_interval = data["low"].notna() & (data["state"] != "between")
    named = "chart.legend_subject" if has_interval.any() else "chart.legend_counted"
    first = say(named, language, place=label)
    beside = beside_name(indicator, language).lower() if shown["beside"] else ""
    rest = [
        say(f"chart.legend_{k}", language, count=peers, beside=beside)
        for k, is_in in shown.items()
        if is_in
    ]
    return " ".join([first, *rest])


@cached
def discussed(basis: Basis, code: str, quarter: int, language: Language) -> signals.Discussed:
    """What there is to discuss about a place and quarter."""
    place, known = reads.places(basis)[code], load_indicators()
    tests = reads.signalled(basis, quarter)
    inside = reads.werkpleinen(basis, place)
    if place.kind != "werkplein":
        name = place.label(language)
        return signals.of_places(tests, inside, quarter, known, name, language)
    state = reads.delivered(basis)
    provisional = {key for key in known if state.is_provisional(key, inside, quarter)}
    return signals.of_place(tests, place.name, quarter, known, provisional, language)


@cached
def choices(basis: Basis, quarter: int, language: Language) -> dict[str, str]:
    """Every figure whose course can be seen: those of the cards, then all others by subject."""
    known = load_indicators()
    every = reads.everything(basis, reads.last_shown(basis, quarter))
    seen = every[["indicator", "split"]].drop_duplicates()
    split_of = seen.groupby("indicator")["split"].agg(
        lambda s: [x for x in s if isinstance(x, str)]
    )
    tiles = list(TILES)
    for key in parts.listed(known, language):
        there = [part for part in split_of.get(key, []) if part != UNSPLIT]
        if known[key].always_split:
            tiles += [Tile(key, part) for part in parts.in_order(there, known[key], language)]
        else:
            tiles.append(Tile(key))
    return {tile.code: name_of(tile, language) for tile in dict.fromkeys(tiles)}
