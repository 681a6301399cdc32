"""One indicator of one place over the quarters: rows to draw, rows to read, and the finding."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping

import numpy as np
import pandas as pd

from dashboard import formats
from dashboard.presenters.cards import change_text, range_line, value_text
from dashboard.presenters.figures import BROKEN, Change, FigureRow, Figures, change
from dashboard.words import say
from ketenkpi.harmless import harmless_frame
from ketenkpi.indicators import beside_name, load_indicators
from ketenkpi.wording import Language

Provisional = Callable[[str, int], bool]
YEAR = 4


def points(
    seen: Figures,
    indicator: str,
    place: str,
    name: str,
    quarter: int,
    peers: Iterable[str],
    provisional: Provisional,
    language: Language,
) -> pd.DataFrame:
    """The rows of `charts.trend`: the subject, the figure beside it, the peers."""
    rows: list[dict[str, object]] = []
    for when in seen.quarters:
        figure = seen.get(indicator, place, when)
        rows.append(_subject(figure, when, name, when == quarter, provisional, language))
        if figure is not None and not math.isnan(figure.beside):
            rows.append(_row(when, "beside", name, figure.beside))
    for peer in peers:
        for when, figure in seen.series(indicator, peer):
            rows.append(_row(when, "peer", peer, figure.value))
    frame = pd.DataFrame(rows).astype({"value": "float64", "low": "float64", "high": "float64"})
    return _with_band(frame)


def _with_band(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows with where the band of the interval ends: bottom, top, open and run.

    One limit that is missing lies beyond the follow-up: the band then goes on to the
    end of what is drawn, and `open` says on which side (above, below, '' for neither).
    run: rows with the same number stand beside each other, and only those form one
    band; without it a quarter without a figure pulled its neighbours' band to zero.
    NaN where there is no band.
    """
    low, high = frame["low"], frame["high"]
    banded = (frame["role"] == "subject") & frame["state"].isin(["final", "provisional"])
    banded &= low.notna() | high.notna()
    drawn = frame[["value", "low", "high"]].to_numpy()
    least, most = (np.nanmin(drawn), np.nanmax(drawn)) if banded.any() else (np.nan, np.nan)
    ends = np.where(high.isna(), "above", np.where(low.isna(), "below", ""))
    # The rows of the subject come quarter by quarter, with others between them.
    subject = frame["role"] == "subject"
    run = (~banded[subject]).cumsum().reindex(frame.index)
    return frame.assign(
        bottom=low.fillna(least).where(banded),
        top=high.fillna(most).where(banded),
        open=np.where(banded, ends, ""),
        run=run.where(banded).astype("float64"),
    )


def _row(when: int, role: str, name: str, value: float) -> dict[str, object]:
    return {
        "kwartaal": formats.quarter(when),
        "role": role,
        "name": name,
        "value": value,
        "low": math.nan,
        "high": math.nan,
        "state": "shown",
        "chosen": False,
        "text": name,
    }


def _subject(
    figure: FigureRow | None,
    when: int,
    name: str,
    chosen: bool,
    provisional: Provisional,
    language: Language,
) -> dict[str, object]:
    said = f"{name}, {formats.quarter(when)}: {value_text(figure, language)}"
    row = _row(when, "subject", name, figure.value if figure else math.nan)
    row |= {"chosen": chosen, "text": f"{said}. {range_line(figure, language)}"}
    if figure is None or not (figure.known or figure.at_least or figure.between):
        return row | {"state": "missing"}
    state = "at_least" if figure.at_least else "between" if figure.between else "final"
    if figure.known and provisional(figure.indicator, when):
        state = "provisional"
    return row | {"state": state, "low": figure.low, "high": figure.high}


def finding(
    seen: Figures, indicator: str, place: str, name: str, quarter: int, language: Language
) -> str:
    """What stands out, in one or two sentences, computed from the figures."""
    figure = seen.get(indicator, place, quarter)
    when = formats.quarter_in_words(quarter, language)
    if figure is None or not (figure.known or figure.at_least or figure.between):
        reason = range_line(figure, language)
        return say("page.finding_none", language, place=name, quarter=when, reason=reason)
    first = say(
        "page.finding_value" if figure.known else "page.finding_at_least",
        language,
        place=name,
        quarter=when,
        value=value_text(figure, language),
        range=range_line(figure, language),
    )
    moved = _moves(seen, indicator, place, quarter)
    return " ".join([first, *(change_text(m, figure, language, "said") for m in moved)])


def _moves(seen: Figures, indicator: str, place: str, quarter: int) -> list[Change]:
    now = seen.get(indicator, place, quarter)
    earlier = (quarter - 1, quarter - YEAR)
    found = (change(now, seen.get(indicator, place, q), q) for q in earlier)
    return [moved for moved in found if moved]


def against_peers(
    seen: Figures, indicator: str, place: str, quarter: int, peers: Iterable[str], lang: Language
) -> str:
    """How many peers lie lower and higher by more than chance explains; '' without peers.

    Counted one by one, and never a rank: with many peers some fall outside by
    chance alone, and a place in a list would hide that.
    """
    now = seen.get(indicator, place, quarter)
    moved = [change(now, seen.get(indicator, peer, quarter), quarter) for peer in peers]
    known = [m for m in moved if m and m.chance not in BROKEN]
    if not known or now is None or now.exact:
        return ""
    counts = {
        "lower": sum(m.chance == "beyond" and m.rose for m in known),
        "higher": sum(m.chance == "beyond" and not m.rose for m in known),
    }
    same = len(known) - sum(counts.values())
    return say("page.finding_peers", lang, count=len(known), same=same, **counts)


def table(
    seen: Figures,
    indicator: str,
    place: str,
    status: Callable[[str, int], str],
    whole: FigureRow | None,
    language: Language,
) -> pd.DataFrame:
    """The same figures as text, newest quarter first, below `whole`: all quarters together."""
    definition, rows = load_indicators()[indicator], []
    beside = beside_name(definition, language)
    if whole is not None:
        rows.append(_texts(say("page.all_quarters", language), whole, "", beside, language))
    for when in reversed(seen.quarters):
        figure, told = seen.get(indicator, place, when), status(indicator, when)
        rows.append(_texts(formats.quarter(when), figure, told, beside, language))
    frame = pd.DataFrame(rows)
    return frame if frame[beside].ne("").any() else frame.drop(columns=beside)


def _texts(
    when: str, figure: FigureRow | None, status: str, beside: str, language: Language
) -> dict[str, str]:
    return {
        say("page.column_quarter", language): when,
        say("page.column_value", language): value_text(figure, language),
        say("page.column_interval", language): _interval(figure, language),
        say("page.column_n", language): _count(figure, language),
        beside: _beside(figure, language),
        say("page.column_status", language): status,
    }


def _interval(figure: FigureRow | None, language: Language) -> str:
    if figure is None or figure.reason or figure.exact:
        return range_line(figure, language)
    return formats.interval(figure.low, figure.high, figure.unit, language)


def _count(figure: FigureRow | None, language: Language) -> str:
    return "" if figure is None or figure.n is None else formats.number(figure.n, 0, language)


def _beside(figure: FigureRow | None, language: Language) -> str:
    if figure is None or math.isnan(figure.beside):
        return ""
    return formats.shown(figure.beside, figure.unit, language)


def peers_table(
    seen: Figures, indicator: str, places: Iterable[str], quarter: int, language: Language
) -> pd.DataFrame:
    """Every place in the chosen quarter, by name: an order by value would be a rank."""
    rows = []
    for place in sorted(places, key=str.casefold):
        figure = seen.get(indicator, place, quarter)
        rows.append(
            {
                say("page.column_place", language): place,
                say("page.column_value", language): value_text(figure, language),
                say("page.column_interval", language): _interval(figure, language),
                say("page.column_n", language): _count(figure, language),
            }
        )
    return pd.DataFrame(rows)


EXPORTED: Mapping[str, str] = {
    "value": "waarde", "low": "ondergrens", "high": "bovengrens", "n": "n", "numerator": "teller",
    "denominator": "noemer", "beside": "ter_vergelijking", "method": "methode", "reason": "reden",
    "note": "kanttekening",
}  # fmt: skip


def export(seen: Figures, indicator: str, places: Iterable[str], version: int) -> bytes:
    """The exact numbers of one indicator as a CSV that Dutch Excel opens as it should.

    Missing stays empty, with its reason beside it; the version of the figures
    is in every row, because files are separated from where they came from.
    """
    rows = [
        {
            "indicator": indicator,
            "plaats": place,
            "kwartaal": formats.quarter(when),
            **{dutch: getattr(figure, name) for name, dutch in EXPORTED.items()},
            "versie": version,
        }
        for place in places
        for when, figure in seen.series(indicator, place)
    ]
    frame = harmless_frame(pd.DataFrame(rows))
    text = frame.to_csv(index=False, sep=";", decimal=",", lineterminator="\r\n")
    return b"\xef\xbb\xbf" + text.encode()
