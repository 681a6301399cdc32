"""The degree of integration: every part with its weight, the totals, and how far weights matter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

import pandas as pd

from dashboard import formats
from dashboard.presenters import concepts
from dashboard.views.samenwerking import names as names
from dashboard.words import say
from ketenkpi.cooperation import (
    CRITERIA,
    LEVELS,
    Answers,
    Degree,
    DegreePoint,
    PartScore,
    Position,
)
from ketenkpi.research_model import load_integration, load_scan
from ketenkpi.wording import Language
from ketenkpi.wording import say as library_say

WHOLE = 100
NO_NUMBER = float("nan")
# The kind of concept that a part is.
KINDS: Mapping[str, str] = {LEVELS: "niveau", CRITERIA: "onderdeel"}


def _begin(text: str) -> str:
    return text[0].upper() + text[1:]


def _hundred(value: float, language: Language) -> str:
    """A value from 0 to 100 as it is shown."""
    return formats.number(value, 0, language)


def of(found: Sequence[Degree], by: str) -> list[Degree]:
    """The degrees by levels or by criteria, one a party."""
    return [degree for degree in found if degree.by == by]


def degree_said(found: Degree, language: Language) -> str:
    """The total of one party with what it was made of and how far weights move it."""
    party = _begin(names.party(found.party, language))
    if found.total.value is None or found.lowest is None or found.highest is None:
        reason = library_say(found.total.reason or "", language)
        return say("integratie.none", language, party=party, reason=reason)
    words = {
        "party": party,
        "total": _hundred(found.total.value, language),
        "low": _hundred(found.lowest, language),
        "high": _hundred(found.highest, language),
    }
    said = say(f"integratie.total_{found.by}", language, **words)
    opened = sum(part.asked - part.answered for part in found.parts)
    if not opened:
        return said
    ends = {"low": found.at_least, "high": found.at_most}
    shown = {name: _hundred(end, language) for name, end in ends.items()}
    return f"{said} {say('integratie.open', language, count=opened, **shown)}"


def position_said(werkplein: str, found: Position, language: Language) -> str:
    """Where the Werkplein stands on the line, and whether one strategy is left."""
    if found.low is None or found.high is None:
        return say("integratie.position_none", language, werkplein=werkplein)
    named = {
        strategy.key: strategy.name.in_(language) for strategy in load_integration().strategies
    }
    low, high = _hundred(found.low, language), _hundred(found.high, language)
    key = "position_one" if low == high else "position_between"
    where = say(f"integratie.{key}", language, werkplein=werkplein, low=low, high=high)
    if found.strategy is not None:
        name = named[found.strategy]
        return f"{where} {say('integratie.strategy', language, strategy=name)}"
    listed = "; ".join(named[key] for key in found.strategies)
    return f"{where} {say('integratie.strategies', language, strategies=listed)}"


def part_rows(
    found: Sequence[Degree], before: Sequence[Degree], by: str, language: Language
) -> pd.DataFrame:
    """The rows of `charts.marks` for the parts, from 0 to 100; before: of the scan before."""
    earlier = {(each.party, part.key): part for each in of(before, by) for part in each.parts}
    rows = [
        {
            "label": name_of(by, key, language),
            **_ends(by, key, language),
            "party": names.party(degree.party, language),
            "value": _score(part),
            "before": _score(earlier.get((degree.party, key))),
            "text": _part_text(degree, part, language),
        }
        for key in _keys(by)
        for degree in of(found, by)
        for part in degree.parts
        if part.key == key
    ]
    return pd.DataFrame(rows)


def _keys(by: str) -> tuple[str, ...]:
    model = load_integration()
    return tuple(model.levels if by == LEVELS else model.criteria)


def name_of(by: str, key: str, language: Language) -> str:
    """A level of table 4, or a criterion."""
    name = load_scan().levels[key] if by == LEVELS else load_scan().items[key].name
    return name.in_(language)


def _ends(by: str, key: str, language: Language) -> dict[str, str]:
    """What 0 and 100 mean at a criterion."""
    item = load_scan().items[key] if by == CRITERIA else None
    if item is None or item.low is None or item.high is None:
        return {"low": "", "high": ""}
    return {"low": item.low.in_(language), "high": item.high.in_(language)}


def _score(part: PartScore | None) -> float:
    return NO_NUMBER if part is None or part.score.value is None else WHOLE * part.score.value


def _part_text(degree: Degree, part: PartScore, language: Language) -> str:
    words = {
        "part": name_of(degree.by, part.key, language),
        "party": names.party(degree.party, language),
    }
    return say("integratie.part_text", language, **words, score=_shown(part, language))


def _shown(part: PartScore, language: Language) -> str:
    """'38 (6 van 8 beantwoord; met de rest 28 tot 53)', or why there is none."""
    if part.score.value is None:
        return library_say(part.score.reason or "", language)
    value = _hundred(WHOLE * part.score.value, language)
    counts = {"answered": part.answered, "asked": part.asked}
    if part.answered == part.asked:
        return say("integratie.score", language, value=value, **counts)
    ends = {"low": part.at_least, "high": part.at_most}
    shown = {name: _hundred(WHOLE * end, language) for name, end in ends.items()}
    return say("integratie.score_open", language, value=value, **counts, **shown)


def parts_html(found: Sequence[Degree], by: str, language: Language) -> str:
    """Every part with its weight and its score by each party, and the total below."""
    mine = of(found, by)
    parties = [names.party(degree.party, language) for degree in mine]
    titles = [say(f"integratie.head_{key}", language) for key in (by, "weight")]
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in (*titles, *parties))
    rows = "".join(_row(key, mine, by, language) for key in _keys(by))
    total = [escape(_total(degree, language)) for degree in mine]
    label = escape(say(f"integratie.table_{by}", language))
    last = escape(say("integratie.head_total", language))
    return (
        f'<div class="kk-grid kk-words" tabindex="0" role="region" aria-label="{label}">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}"
        f'<tr><th scope="row">{last}</th><td></td>'
        + "".join(f"<td>{text}</td>" for text in total)
        + "</tr></tbody></table></div>"
    )


def _row(key: str, mine: Sequence[Degree], by: str, language: Language) -> str:
    name = concepts.named(concepts.code(KINDS[by], key), language)
    parts = [part for degree in mine for part in degree.parts if part.key == key]
    weight = formats.number(parts[0].weight, 1, language)
    cells = [weight, *(_shown(part, language) for part in parts)]
    return (
        f'<tr><th scope="row">{name}</th>'
        + "".join(f"<td>{escape(c)}</td>" for c in cells)
        + ("</tr>")
    )


def _total(found: Degree, language: Language) -> str:
    if found.total.value is None or found.lowest is None or found.highest is None:
        return library_say(found.total.reason or "", language)
    words = {"total": found.total.value, "low": found.lowest, "high": found.highest}
    shown = {name: _hundred(value, language) for name, value in words.items()}
    return say("integratie.cell_total", language, **shown)


def line_rows(found: Sequence[Degree], language: Language) -> pd.DataFrame:
    """The rows of `charts.strategies`: the total of each party by criteria."""
    return pd.DataFrame(
        [
            {
                "party": names.party(degree.party, language),
                "value": degree.total.value,
                "low": degree.lowest,
                "high": degree.highest,
                "text": degree_said(degree, language),
            }
            for degree in of(found, CRITERIA)
            if degree.total.value is not None
        ]
    )


def bands(language: Language) -> pd.DataFrame:
    """The strategies on the line; a name without what it aims at, so that it fits."""
    order = load_integration().strategies
    ends = [*(strategy.start for strategy in order[1:]), float(WHOLE)]
    return pd.DataFrame(
        [
            {
                "name": strategy.name.in_(language).partition(" (")[0],
                "start": strategy.start,
                "end": end,
            }
            for strategy, end in zip(order, ends, strict=True)
        ]
    )


def course_rows(points: Sequence[DegreePoint], by: str, language: Language) -> pd.DataFrame:
    """The totals scan by scan, as rows of `charts.course`."""
    rows = [
        {
            "kwartaal": formats.quarter(point.quarter),
            "party": names.party(point.party, language),
            "value": point.total,
        }
        for point in points
        if point.by == by
    ]
    return pd.DataFrame(rows, columns=["kwartaal", "party", "value"])


def course_said(rows: pd.DataFrame, language: Language) -> str:
    """The first and the last total of each party."""
    parts = []
    for party in dict.fromkeys(rows["party"]):
        totals = [_hundred(value, language) for value in rows[rows["party"] == party]["value"]]
        ends = {"first": totals[0], "last": totals[-1]}
        parts.append(say("integratie.course_said", language, party=_begin(party), **ends))
    return " ".join(parts)


def scan_before(answers: Answers, scans: Sequence[int]) -> int | None:
    """The quarter of the scan before the one that is shown; None when it is the first."""
    shown = [filled.quarter for filled in answers.filled.values()]
    earlier = [quarter for quarter in scans if shown and quarter < max(shown)]
    return max(earlier, default=None)
