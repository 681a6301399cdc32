"""What deserves a conversation: the sure signals of a quarter, in words."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import pandas as pd

from dashboard import formats
from dashboard.presenters import parts
from dashboard.words import say
from ketenkpi.comparison import most_telling
from ketenkpi.indicators import Indicator
from ketenkpi.overview import Tile
from ketenkpi.wording import Language

# As the control chart draws them: a shape beside every colour, and a word beside every shape.
SYMBOLS: Mapping[str, str] = {"improvement": "▲", "concern": "▼", "change": "◆"}
CLASSES: Mapping[str, str] = {"improvement": "good", "concern": "bad", "change": "neutral"}
AT_MOST = 5
CHANCE = 0.05
NAMED = 3


@dataclass(frozen=True)
class Signal:
    """One signal: the code of its course, its name, and the HTML to draw."""

    code: str
    name: str
    html: str


@dataclass(frozen=True)
class PlaceSignals:
    """How many signals a Werkplein has, and about which figures."""

    place: str
    label: str
    names: str


@dataclass(frozen=True)
class Discussed:
    """What there is to discuss: a sentence, and either signals or the Werkpleinen that have any.

    judged: whether any figure was tested at all.
    """

    said: str
    signals: tuple[Signal, ...] = ()
    places: tuple[PlaceSignals, ...] = ()
    judged: bool = True


def of_place(
    found: pd.DataFrame,
    werkplein: str,
    quarter: int,
    known: Mapping[str, Indicator],
    provisional: Collection[str],
    language: Language,
) -> Discussed:
    """The signals of one Werkplein; `provisional`: indicators whose delivery is not final."""
    mine = found[found["werkplein"] == werkplein]
    where = {"place": werkplein, "quarter": formats.quarter_in_words(quarter, language)}
    if mine.empty:
        return Discussed(say("signalen.not_judged", language, **where), judged=False)
    figures = len(mine.drop_duplicates(["indicator", "split"]))
    counts = {"figures": formats.number(figures, 0, language)}
    every = most_telling(found, werkplein, len(mine))
    if every.empty:
        counts["tests"] = formats.number(len(mine), 0, language)
        counts["chance"] = formats.number(len(mine) * CHANCE, 0, language)
        return Discussed(say("signalen.none", language, **where, **counts))
    told = every.head(AT_MOST).to_dict("records")
    signals = tuple(
        signal(row, known[row["indicator"]], row["indicator"] in provisional, language)
        for row in told
    )
    key = "found_one" if len(every) == 1 else "found" if len(every) == len(told) else "found_more"
    said = {"found_one": {}, "found": {"count": len(every)}}.get(
        key, {"count": len(every), "shown": len(told)}
    )
    return Discussed(say(f"signalen.{key}", language, **where, **counts, **said), signals)


def signal(
    row: Mapping[Hashable, Any], indicator: Indicator, provisional: bool, language: Language
) -> Signal:
    """One row of `comparison.signals` as a small card."""
    tile = tile_of(row["indicator"], row["split"])
    name = tile.name.in_(language)
    lines = [
        f"<h3>{escape(name)}</h3>",
        f'<p class="kk-value">{escape(formats.shown(row["value"], indicator.unit, language))}</p>',
        _verdict_html(row["verdict"], row["away"] > 0, language),
        f'<p class="kk-change kk-neutral">{escape(_view(row, language))}</p>',
    ]
    if provisional:
        cause = say("signalen.cause_provisional", language)
        lines.append(f'<p class="kk-beside">{escape(cause)}</p>')
    return Signal(tile.code, name, f'<div class="kk-card">{"".join(lines)}</div>')


def tile_of(indicator: object, split: object) -> Tile:
    """The figure of a row; a missing split is none."""
    return Tile(str(indicator), split if isinstance(split, str) else None)


def verdict_text(verdict: str, higher: bool, language: Language) -> str:
    """'▼ lager, slechter'; 'hoger' alone where neither direction is better."""
    side = say(f"signalen.{'higher' if higher else 'lower'}", language)
    word = say(f"signalen.verdict_{verdict}", language)
    return f"{SYMBOLS[verdict]} {side}, {word}"


def _verdict_html(verdict: str, higher: bool, language: Language) -> str:
    text = escape(verdict_text(verdict, higher, language))
    return f'<p class="kk-change kk-{CLASSES[verdict]}">{text}</p>'


def _view(row: Mapping[Hashable, Any], language: Language) -> str:
    """What it was compared with, and what was to be expected."""
    basis, quarters = row["basis"], row["quarters"]
    key = "others_once" if basis == "others" and quarters == 1 else basis
    values = {
        name: formats.shown(row[name], row["unit"], language) for name in ("compared", "expected")
    }
    if key in ("others", "own", "season"):
        values["quarters"] = formats.number(quarters, 0, language)
    told = [say(f"signalen.view_{key}", language, **values)]
    if row["day"] == row["day"]:
        days = formats.number(row["day"], 0, language)
        told.insert(0, say("signalen.longer_than", language, days=days))
    if row["with"]:
        told.append(say("signalen.counted_with", language, places=row["with"]))
    return " ".join(told)


def of_places(
    found: pd.DataFrame,
    places: Sequence[str],
    quarter: int,
    known: Mapping[str, Indicator],
    name: str,
    language: Language,
) -> Discussed:
    """Per Werkplein how many signals and about what, by name; `name` is that of all together."""
    here = found[found["werkplein"].isin(places)]
    where = {"place": name, "quarter": formats.quarter_in_words(quarter, language)}
    if here.empty:
        return Discussed(say("signalen.not_judged", language, **where), judged=False)
    told = [_place_signals(found, place, known, language) for place in places]
    having = tuple(each for each, _ in told if each)
    count = sum(number for _, number in told)
    if not having:
        figures = len(here.drop_duplicates(["indicator", "split", "werkplein"]))
        return Discussed(
            say(
                "signalen.none",
                language,
                **where,
                figures=formats.number(figures, 0, language),
                tests=formats.number(len(here), 0, language),
                chance=formats.number(len(here) * CHANCE, 0, language),
            )
        )
    counted = {"quarter": _capital(where["quarter"]), "all": len(places)}
    if count == 1:
        return Discussed(say("signalen.of_places_one", language, **counted), places=having)
    counted |= {"count": count}
    if len(having) == 1:
        return Discussed(say("signalen.of_places_here", language, **counted), places=having)
    counted |= {"places": len(having)}
    return Discussed(say("signalen.of_places", language, **counted), places=having)


def _place_signals(
    found: pd.DataFrame, place: str, known: Mapping[str, Indicator], language: Language
) -> tuple[PlaceSignals | None, int]:
    mine = most_telling(found, place, len(found))
    if mine.empty:
        return None, 0
    names = [
        parts.full_name(known[key], split if isinstance(split, str) else None, language)
        for key, split in zip(mine["indicator"], mine["split"], strict=True)
    ]
    shown = "; ".join(names[:NAMED])
    if len(names) > NAMED:
        shown += "; " + say("signalen.and_more", language, count=len(names) - NAMED)
    key = "place_count_one" if len(names) == 1 else "place_count"
    extra = {} if len(names) == 1 else {"count": len(names)}
    label = say(f"signalen.{key}", language, place=place, **extra)
    return PlaceSignals(place, label, shown), len(names)


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]
