"""Principles, conditions, channels and factors of the scan: sentences, pictures and tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from html import escape

import pandas as pd

from dashboard import formats
from dashboard.presenters import concepts, links
from dashboard.views.samenwerking import names as names
from dashboard.words import say
from ketenkpi.cooperation import (
    Answer,
    Answers,
    Balance,
    Channels,
    Condition,
    Figure,
    Principle,
    questions_of,
)
from ketenkpi.indicators import load_indicators
from ketenkpi.research_model import Item, load_scan
from ketenkpi.wording import Language
from ketenkpi.wording import say as library_say

# "Mostly" on a scale of 0 to 4.
HIGH = 3
NO_NUMBER = float("nan")
Said = list[str]


def top(group: str) -> int:
    """The highest mark of a group of items on one scale."""
    return load_scan().groups[group].scale.top


def given(answers: Answers, item: Item) -> list[Answer]:
    """What each party says of an item on one scale."""
    (question,) = questions_of(item.key)
    return [answers.of(party, question) for party in answers.parties]


def mark_rows(answers: Answers, group: str, language: Language) -> pd.DataFrame:
    """The rows of `charts.marks` for a group of items on one scale."""
    rows = [
        {
            "label": item.name.in_(language),
            "low": "",
            "high": "",
            "party": names.party(answer.party, language),
            "value": NO_NUMBER if answer.mark is None else float(answer.mark),
            "before": NO_NUMBER,
            "text": say(
                "voorwaarden.text",
                language,
                item=item.name.in_(language),
                party=names.party(answer.party, language),
                said=names.in_words(answer, language),
            ),
        }
        for item in load_scan().of(group)
        for answer in given(answers, item)
    ]
    return pd.DataFrame(rows)


def factor_rows(answers: Answers, language: Language) -> pd.DataFrame:
    """The rows of `charts.balance`: first what helps, then what hinders."""
    rows = [
        {
            "label": item.name.in_(language),
            "party": names.party(answer.party, language),
            "value": NO_NUMBER if answer.mark is None else float(answer.mark),
            "helps": item.direction == "helps",
            "note": names.short(answer, language) if answer.mark is None else "",
            "text": say(
                "voorwaarden.text",
                language,
                item=item.name.in_(language),
                party=names.party(answer.party, language),
                said=names.in_words(answer, language),
            ),
        }
        for item in _factors()
        for answer in given(answers, item)
    ]
    return pd.DataFrame(rows)


def _factors() -> list[Item]:
    items = load_scan().of("factoren")
    return [item for way in ("helps", "hinders") for item in items if item.direction == way]


def group_said(answers: Answers, group: str, language: Language) -> Said:
    """Per party how many items it finds mostly so, of those it answered."""
    return [_counted(answers, party, group, language) for party in answers.answering]


def _counted(answers: Answers, party: str, group: str, language: Language) -> str:
    said = [answers.of(party, questions_of(item.key)[0]) for item in load_scan().of(group)]
    known = [answer.mark for answer in said if answer.mark is not None]
    counts = {"asked": len(said), "known": len(known), "high": sum(m >= HIGH for m in known)}
    if not known:
        return say("voorwaarden.none_known", language, party=_begin(names.party(party, language)))
    key = "counted" if len(known) == len(said) else "counted_open"
    what = say(f"voorwaarden.what_{group}", language)
    who = _begin(names.party(party, language))
    return say(f"voorwaarden.{key}", language, party=who, what=what, **counts)


def _begin(text: str) -> str:
    return text[0].upper() + text[1:]


def conditions_said(found: Iterable[Condition], language: Language) -> Said:
    """Where the partners see a condition differently, and by how much of the scale."""
    return [_gap(each, language) for each in found]


def _gap(found: Condition, language: Language) -> str:
    item = load_scan().items[found.item].name.in_(language)
    if found.gap.value is None:
        reason = library_say(found.gap.reason or "", language)
        return say("voorwaarden.gap_none", language, item=item, reason=reason)
    steps = round(found.gap.value * top("powell"))
    if steps == 0:
        return say("voorwaarden.gap_zero", language, item=item)
    key = "gap_uwv" if steps > 0 else "gap_gemeente"
    words = "one" if abs(steps) == 1 else "more"
    return say(f"voorwaarden.{key}_{words}", language, item=item, steps=abs(steps))


def channels_said(found: Iterable[Channels], language: Language) -> Said:
    """How many of the four channels are joint, by each party."""
    return [_channels(each, language) for each in found]


def _channels(found: Channels, language: Language) -> str:
    of = {
        "party": _begin(names.party(found.party, language)),
        "asked": len(load_scan().of("kanalen")),
    }
    if found.joint.value is not None:
        value = formats.number(found.joint.value, 2, language)
        return say("voorwaarden.channels", language, value=value, **of)
    ends = {"low": found.at_least, "high": found.at_most}
    shown = {name: formats.number(end, 2, language) for name, end in ends.items()}
    return say("voorwaarden.channels_open", language, **shown, **of)


def balances_said(found: Iterable[Balance], language: Language) -> Said:
    """What helps against what hinders, by each party, in marks of the scale."""
    return [_balance(each, language) for each in found]


def _balance(found: Balance, language: Language) -> str:
    party = _begin(names.party(found.party, language))
    if found.balance.value is None:
        reason = library_say(found.balance.reason or "", language)
        return say("voorwaarden.balance_none", language, party=party, reason=reason)
    helps, hinders = (_mean(each, language) for each in (found.helps, found.hinders))
    key = "balance_helps" if found.balance.value > 0 else "balance_hinders"
    counts = {"n_helps": found.helps.n, "n_hinders": found.hinders.n}
    if found.balance.value == 0:
        key = "balance_even"
    return say(f"voorwaarden.{key}", language, party=party, helps=helps, hinders=hinders, **counts)


def _mean(figure: Figure, language: Language) -> str:
    assert figure.value is not None, "a balance is made of both"
    return formats.number(figure.value * top("factoren"), 1, language)


def principles_html(found: Sequence[Principle], answers: Answers, language: Language) -> str:
    """The principles: what each party says, beside what is counted where that can be."""
    measured = {each.item: each for each in found}

    def beside(item: Item) -> str:
        return _measured(measured[item.key], language)

    head = [say("voorwaarden.head_measured", language)]
    return items_html(answers, "toonkamer", language, head, [beside])


def _measured(found: Principle, language: Language) -> str:
    if found.indicator is None:
        return escape(library_say(found.measured.reason or "", language))
    indicator = load_indicators()[found.indicator]
    name = links.to_definition(found.indicator, indicator.name.in_(language))
    figure = found.measured
    if figure.value is None:
        return f"{name}: {escape(library_say(figure.reason or '', language))}"
    value = formats.shown(figure.value, indicator.unit, language)
    low, high = (NO_NUMBER if end is None else end for end in (figure.low, figure.high))
    ends = formats.interval(low, high, indicator.unit, language)
    counted = say("voorwaarden.measured", language, value=value, ends=ends, n=figure.n)
    return f"{name}: {escape(counted)}"


def factors_html(answers: Answers, language: Language) -> str:
    """The factors: whether each helps or hinders, and what each party says."""

    def direction(item: Item) -> str:
        return escape(say(f"voorwaarden.{item.direction}", language))

    head = [say("voorwaarden.head_direction", language)]
    return items_html(answers, "factoren", language, head, [direction])


def items_html(
    answers: Answers,
    group: str,
    language: Language,
    more: Sequence[str] = (),
    cells: Sequence[Callable[[Item], str]] = (),
) -> str:
    """A group of items on one scale as a table: the answers in words, and the explanations.

    more, cells: headings of columns between these, and what stands in them as HTML.
    """
    items = _factors() if group == "factoren" else load_scan().of(group)
    noted = any(_notes(answers, item, language) for item in items)
    titles = [say("voorwaarden.head_item", language)]
    titles += [names.party(party, language) for party in answers.parties]
    titles += [*more, *([say("voorwaarden.head_note", language)] if noted else [])]
    head = "".join(f'<th scope="col">{escape(title)}</th>' for title in titles)
    label = escape(load_scan().groups[group].name.in_(language))
    rows = ""
    for item in items:
        texts = [cell(item) for cell in cells]
        texts += [_notes(answers, item, language)] if noted else []
        rows += _row(item, answers, texts, language)
    return (
        f'<div class="kk-grid kk-words" tabindex="0" role="region" aria-label="{label}">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _row(item: Item, answers: Answers, cells: Sequence[str], language: Language) -> str:
    first = concepts.named(concepts.code("onderdeel", item.key), language)
    said = [escape(names.in_words(answer, language)) for answer in given(answers, item)]
    texts = "".join(f"<td>{text}</td>" for text in (*said, *cells))
    return f'<tr><th scope="row">{first}</th>{texts}</tr>'


def _notes(answers: Answers, item: Item, language: Language) -> str:
    notes = {
        party: answers.filled[party].notes.get((item.key, None), "") for party in answers.answering
    }
    return "<br>".join(
        escape(say("voorwaarden.note_of", language, party=names.party(party, language), note=note))
        for party, note in notes.items()
        if note
    )


def course_rows(found: Condition, language: Language) -> pd.DataFrame:
    """What each party said of a condition scan by scan, as rows of `charts.courses`."""
    return pd.DataFrame(
        [
            {
                "kwartaal": formats.quarter(each.quarter),
                "party": names.party(each.party, language),
                "value": each.value * top("powell"),
            }
            for each in found.course
        ],
        columns=["kwartaal", "party", "value"],
    )


def course_said(found: Condition, language: Language) -> str:
    """The first and the last mark of each party."""
    rows = course_rows(found, language)
    parts = []
    for party in dict.fromkeys(rows["party"]):
        marks = [
            formats.number(value, 0, language) for value in rows[rows["party"] == party]["value"]
        ]
        ends = {"first": marks[0], "last": marks[-1]}
        parts.append(say("voorwaarden.course_said", language, party=_begin(party), **ends))
    return " ".join(parts)


def scan_said(answers: Answers, language: Language) -> str:
    """Which scan of each party this is."""
    if not answers.answering:
        return say("voorwaarden.no_scan", language)
    parts = []
    for party in answers.parties:
        who = names.party(party, language)
        if party not in answers.filled:
            parts.append(say("voorwaarden.scan_none", language, party=who))
            continue
        filled = answers.filled[party]
        quarter = formats.quarter(filled.quarter)
        parts.append(say("voorwaarden.scan_of", language, party=who, quarter=quarter))
    return say("voorwaarden.scans", language, scans="; ".join(parts))
