"""A comparison as rows: to draw, to read in a table, and to download."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from dashboard import formats
from dashboard.views.vergelijken.words import Row, Seen, number_of, ratio_words, text_of
from dashboard.words import say
from ketenkpi.harmless import harmless_frame
from ketenkpi.wording import Language
from ketenkpi.wording import say as library_say


def _role(row: Row, seen: Seen) -> str:
    return "subject" if row["werkplein"] == seen.subject else "other"


def spread_rows(seen: Seen) -> pd.DataFrame:
    """The rows of `charts.spread`; what was expected only when it was adjusted for."""
    none = say("page.no_figure", seen.language)
    rows = [
        {
            "place": row["werkplein"],
            "role": _role(row, seen),
            **{name: number_of(row, name) for name in ("value", "low", "high")},
            "expected": number_of(row, "expected") if seen.adjusted else math.nan,
            "note": none if math.isnan(number_of(row, "value")) else "",
            "text": _read(row, seen),
        }
        for row in seen.rows
    ]
    names = ("value", "low", "high", "expected")
    return pd.DataFrame(rows).astype(dict.fromkeys(names, "float64"))


def _read(row: Row, seen: Seen) -> str:
    language = seen.language
    value, certain = _value(row, seen), _certain(row, seen)
    text = say(
        "vergelijken.read_text", language, place=row["werkplein"], value=value, range=certain
    )
    expected = number_of(row, "expected")
    if not seen.adjusted or math.isnan(expected):
        return text
    shown = formats.shown(expected, seen.unit, language)
    return say("vergelijken.read_expected", language, text=text, expected=shown)


def _value(row: Row, seen: Seen) -> str:
    value = number_of(row, "value")
    if math.isnan(value):
        return say("page.no_figure", seen.language)
    return formats.shown(value, seen.unit, seen.language)


def _certain(row: Row, seen: Seen) -> str:
    """Interval and n, or the reason there is no figure."""
    if math.isnan(number_of(row, "value")):
        return library_say(text_of(row, "reason"), seen.language)
    n = number_of(row, "n")
    shown = "?" if math.isnan(n) else formats.number(n, 0, seen.language)
    ends = formats.interval(number_of(row, "low"), number_of(row, "high"), seen.unit, seen.language)
    named = "page.interval_provisional" if row["provisional"] else "page.interval_and_n"
    return say(named, seen.language, interval=ends, n=shown)


def funnel_rows(seen: Seen) -> pd.DataFrame:
    """The rows of `charts.funnel`: who has a point and a size."""
    rows = [
        {
            "place": row["werkplein"],
            "role": _role(row, seen),
            "n": number_of(row, "size"),
            "value": number_of(row, "point"),
            "position": text_of(row, "position"),
            "text": f"{_read_point(row, seen)} {_lies(row, seen.language)}",
        }
        for row in seen.rows
        if not math.isnan(number_of(row, "point"))
    ]
    columns = ("place", "role", "n", "value", "position", "text")
    return pd.DataFrame(rows, columns=list(columns)).astype({"n": "float64", "value": "float64"})


def _read_point(row: Row, seen: Seen) -> str:
    if not seen.adjusted:
        return _read(row, seen)
    words = ratio_words(row, seen.language)
    return say("vergelijken.read_ratio", seen.language, place=row["werkplein"], **words)


def _lies(row: Row, language: Language) -> str:
    position = text_of(row, "position")
    return say(f"vergelijken.lies_{position}", language) if position else ""


def order_rows(seen: Seen) -> pd.DataFrame:
    """The rows of `charts.ranks`: between which places each stands."""
    rows = []
    for row in seen.rows:
        low, high = number_of(row, "rank_low"), number_of(row, "rank_high")
        ends = _ends(low, high, seen.language)
        text = say("vergelijken.read_order", seen.language, place=row["werkplein"], **ends)
        none = math.isnan(low)
        rows.append({
            "place": row["werkplein"], "role": _role(row, seen), "low": low, "high": high,
            "note": say("page.no_figure", seen.language) if none else "",
            "text": "" if none else text,
        })  # fmt: skip
    return pd.DataFrame(rows).astype({"low": "float64", "high": "float64"})


def _ends(low: float, high: float, language: Language) -> dict[str, str]:
    ends = {"low": low, "high": high}
    return {k: "" if math.isnan(v) else formats.number(v, 0, language) for k, v in ends.items()}


def order_finding(seen: Seen) -> str:
    """Where the subject stands in the order, as far as that can be known."""
    language = seen.language
    if seen.adjusted:
        return say("vergelijken.order_adjusted", language)
    ranked = [row for row in seen.rows if not math.isnan(number_of(row, "rank_low"))]
    if len(ranked) < 2:
        return say("vergelijken.order_none", language)
    first = "lower" if seen.made.indicator.direction == "lower" else "higher"
    said = [say(f"vergelijken.order_{first}", language)]
    if _all_overlap(ranked):
        said.insert(0, say("vergelijken.order_cannot_tell", language, count=len(ranked)))
    low, high = number_of(seen.own, "rank_low"), number_of(seen.own, "rank_high")
    if not math.isnan(low):
        ends = _ends(low, high, language)
        words = {"place": seen.subject, "count": len(ranked), **ends}
        said.insert(-1, say("vergelijken.order_subject", language, **words))
    return " ".join(said)


def _all_overlap(ranked: Sequence[Row]) -> bool:
    latest = max(number_of(row, "rank_low") for row in ranked)
    return latest <= min(number_of(row, "rank_high") for row in ranked)


# --- the table and the file ----------------------------------------------------


def table(seen: Seen) -> pd.DataFrame:
    """Every column as text, by name; a column that holds nothing is left out.

    Without rows when there is neither a figure nor a comparison to speak of.
    """
    if not seen.compared and seen.made.frame["value"].isna().all():
        return pd.DataFrame()
    rows = [dict(_texts(row, seen)) for row in seen.rows]
    frame = pd.DataFrame(rows)
    filled = [name for name in frame if frame[name].ne("").any()]
    return frame[filled]


def _texts(row: Row, seen: Seen) -> Iterator[tuple[str, str]]:
    expected = "expected" if seen.adjusted else "together"
    unit, language = seen.unit, seen.language
    texts = {
        "place": str(row["werkplein"]),
        "value": _value(row, seen),
        "interval": _range(row, "low", "high", unit, language),
        "n": _shown(row, "n", "number", language),
        expected: _shown(row, "expected", unit, language),
        "ratio": _ratio_text(row, seen) if seen.adjusted else "",
        "lies": _lies(row, language),
        "limits_95": _range(row, "low_95", "high_95", seen.drawn_unit, language),
        "limits_998": _range(row, "low_998", "high_998", seen.drawn_unit, language),
        "order": _order_text(row, language),
        "p": _p(row, language),
        "reason": _reason(row, language),
    }
    for name, text in texts.items():
        yield say(f"vergelijken.column_{name}", language), text


def _shown(row: Row, name: str, unit: str, language: Language) -> str:
    value = number_of(row, name)
    return "" if math.isnan(value) else formats.bare(value, unit, language)


def _range(row: Row, low: str, high: str, unit: str, language: Language) -> str:
    return formats.interval(number_of(row, low), number_of(row, high), unit, language)


def _ratio_text(row: Row, seen: Seen) -> str:
    if math.isnan(number_of(row, "ratio")):
        return ""
    return say("vergelijken.ratio_range", seen.language, **ratio_words(row, seen.language))


def _order_text(row: Row, language: Language) -> str:
    low, high = number_of(row, "rank_low"), number_of(row, "rank_high")
    if math.isnan(low):
        return ""
    return say("vergelijken.order_range", language, **_ends(low, high, language))


def _p(row: Row, language: Language) -> str:
    p = number_of(row, "p_adjusted")
    if math.isnan(p):
        return ""
    return say("vergelijken.p_tiny", language) if p < 0.001 else formats.number(p, 3, language)


def _reason(row: Row, language: Language) -> str:
    key = text_of(row, "reason")
    return library_say(key, language) if key else ""


EXPORTED: Mapping[str, str] = {
    "value": "waarde", "low": "ondergrens", "high": "bovengrens", "n": "n",
    "expected": "verwacht", "ratio": "werkelijk_gedeeld_door_verwacht",
    "ratio_low": "ratio_ondergrens", "ratio_high": "ratio_bovengrens",
    "point": "punt_in_trechter", "size": "omvang_in_trechter",
    "low_95": "trechter_onder_95", "high_95": "trechter_boven_95",
    "low_998": "trechter_onder_998", "high_998": "trechter_boven_998",
    "z": "z", "p_adjusted": "p_na_correctie", "position": "ligging",
    "rank_low": "plaats_van", "rank_high": "plaats_tot_en_met", "reason": "reden",
}  # fmt: skip


def export(seen: Seen, asked: Mapping[str, object], version: int) -> bytes:
    """The exact numbers as a CSV that Dutch Excel opens as it should, by name.

    What was asked and the version stand in every row: a file is separated from
    where it came from. Missing stays empty, with its reason beside it.
    """
    rows = [
        {
            **asked,
            "werkplein": row["werkplein"],
            **{dutch: row[name] for name, dutch in EXPORTED.items()},
            "versie": version,
        }
        for row in seen.rows
    ]
    frame = pd.DataFrame(rows)
    frame["reden"] = [_reason(row, seen.language) for row in seen.rows]
    frame = harmless_frame(frame)
    text = frame.to_csv(index=False, sep=";", decimal=",", lineterminator="\r\n")
    return b"\xef\xbb\xbf" + text.encode()


def funnel_findings(seen: Seen) -> list[str]:
    """What the funnel itself shows: who lies outside."""
    return [
        statement.message(seen.language)
        for statement in seen.made.findings
        if statement.key.partition(".")[2].startswith(("outliers", "nobody_else"))
    ]
