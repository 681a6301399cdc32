"""The scan: what the partners answer, where they differ, how far they agree, what is open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import urlencode

import pandas as pd

from dashboard import formats
from dashboard.presenters import concepts
from dashboard.views.samenwerking import names as names
from dashboard.words import say
from ketenkpi.cooperation import (
    Agreement,
    Answers,
    Completeness,
    Disagreement,
    agreements,
    disagreements,
    questions_of,
)
from ketenkpi.research_model import Item, load_dependence, load_scan
from ketenkpi.wording import Language
from ketenkpi.wording import say as library_say

# Shades of a cell, from nothing to the whole scale.
SHADES = 5
DIFFERENCES = 12


@dataclass(frozen=True)
class Column:
    """One column of the heat table: its name, what a click on it chooses, its answers."""

    name: str
    chosen: Mapping[str, str]
    answers: Answers


def heat(columns: Sequence[Column], address: Mapping[str, str], language: Language) -> str:
    """The items of the scan by column, as a table; address: what its links keep."""
    scan = load_scan()
    span = len(columns) + 1
    head = "".join(
        f'<th scope="col">{_here(column.name, {**address, **column.chosen})}</th>'
        for column in columns
    )
    body = ""
    for group in scan.groups.values():
        name = concepts.named(f"groep.{group.key}", language)
        body += (
            f'<tr class="kk-area"><th scope="colgroup" colspan="{span}">'
            f"<span>{name}</span></th></tr>"
        )
        body += "".join(_row(item, columns, address, language) for item in scan.of(group.key))
    label = escape(say("samenwerking.heat", language))
    corner = escape(say("samenwerking.head_item", language))
    return (
        f'<div class="kk-grid kk-heat" tabindex="0" role="region" aria-label="{label}">'
        f'<table><thead><tr><th scope="col">{corner}</th>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def heat_said(columns: Sequence[Column], language: Language) -> str:
    """Of how many columns there are answers, and in how many cells the partners differ."""
    items = load_scan().items
    apart = sum(
        len({_marks(column.answers, party, item, language) for party in column.answers.answering})
        > 1
        for column in columns
        for item in items.values()
    )
    return say(
        "samenwerking.heat_said",
        language,
        columns=len(columns),
        cells=formats.number(len(columns) * len(items), 0, language),
        apart=formats.number(apart, 0, language),
    )


def _row(
    item: Item, columns: Sequence[Column], address: Mapping[str, str], language: Language
) -> str:
    drill = _here(say("samenwerking.drill", language), {**address, "onderdeel": item.key})
    first = f"{concepts.named(f'onderdeel.{item.key}', language)}<small>{drill}</small>"
    cells = "".join(_cell(column.answers, item, language) for column in columns)
    return f'<tr><th scope="row">{first}</th>{cells}</tr>'


def _cell(answers: Answers, item: Item, language: Language) -> str:
    """What each party says: one line where they say the same, else a line for each."""
    said = {party: _marks(answers, party, item, language) for party in answers.parties}
    lowest = [answers.span(question).low for question in questions_of(item.key)]
    known = [value for value in lowest if value is not None]
    shade = f"kk-shade-{round(min(known) * (SHADES - 1))}" if known else "kk-none"
    if len(set(said.values())) == 1:
        return f'<td class="{shade}">{escape(next(iter(said.values())))}</td>'
    lines = "".join(
        f"<small>{escape(names.party(party, language))} {escape(marks)}</small>"
        for party, marks in said.items()
    )
    return f'<td class="{shade} kk-differs">{lines}</td>'


def _marks(answers: Answers, party: str, item: Item, language: Language) -> str:
    """'2 / 1' of product and process, '3' of one scale, or why there is no answer."""
    found = [
        names.short(answers.of(party, question), language) for question in questions_of(item.key)
    ]
    return found[0] if len(set(found)) == 1 and not found[0].isdigit() else " / ".join(found)


def _here(text: str, chosen: Mapping[str, str]) -> str:
    return f'<a href="./samenwerking?{escape(urlencode(chosen))}" target="_self">{escape(text)}</a>'


def part_name(part: str, situation: str | None, language: Language) -> str:
    """An item, or a pair of tasks with its situation."""
    if situation is None:
        return load_scan().items[part].name.in_(language)
    model = load_dependence()
    pair = next(p for p in model.pairs if (p.key, p.situation) == (part, situation))
    where = model.situations[situation].name.in_(language)
    return say("samenwerking.pair_in", language, pair=pair.name.in_(language), situation=where)


def group_name(key: str, language: Language) -> str:
    """A group of items, or the situation of pairs."""
    groups = load_scan().groups
    name = groups[key].name if key in groups else load_dependence().situations[key].name
    return name.in_(language)


def agreement_said(answers: Answers, language: Language) -> tuple[str, ...]:
    """One sentence per scale: how often both say the same, and whether that may be chance."""
    if len(answers.answering) < len(answers.parties) or len(answers.parties) == 1:
        parties = names.joined(
            (names.spoken(each, language) for each in answers.answering), language
        )
        key = "agreement_one" if parties else "agreement_nobody"
        return (say(f"samenwerking.{key}", language, parties=parties),)
    return tuple(_agreed(each, language) for each in agreements(answers) if each.group is None)


def _agreed(found: Agreement, language: Language) -> str:
    scale = say(f"samenwerking.scale_{found.scale}", language)
    if found.equal.value is None:
        reason = library_say(found.equal.reason or "", language)
        return say("samenwerking.agreement_none", language, scale=scale, reason=reason)
    same = formats.number(found.equal.value * found.both, 0, language)
    first = say("samenwerking.agreement_equal", language, scale=scale, same=same, both=found.both)
    if found.kappa.value is None:
        return f"{first} {library_say(found.kappa.reason or '', language)}"
    return f"{first} {_chance(found, language)}"


def _chance(found: Agreement, language: Language) -> str:
    text = names.number(found.kappa, 2, language)
    low = found.kappa.low
    if low is None:
        return say("samenwerking.kappa_bare", language, kappa=text)
    return say(f"samenwerking.kappa_{'more' if low > 0 else 'chance'}", language, kappa=text)


def agreement_table(answers: Answers, language: Language) -> pd.DataFrame:
    """Each scale and group: how many both answered, how often the same, kappa or why not."""
    index = say("samenwerking.head_questions", language)
    rows = [
        {
            index: _whose(found, language),
            say("samenwerking.head_both", language): str(found.both),
            say("samenwerking.head_one", language): str(found.one),
            say("samenwerking.head_equal", language): names.share(found.equal, language),
            say("samenwerking.head_distance", language): names.number(found.distance, 2, language),
            say("samenwerking.head_kappa", language): names.number(found.kappa, 2, language),
        }
        for found in agreements(answers)
    ]
    return pd.DataFrame(rows).set_index(index)


def _whose(found: Agreement, language: Language) -> str:
    if found.group is None:
        scale = say(f"samenwerking.scale_{found.scale}", language)
        return say("samenwerking.all_of_scale", language, scale=scale)
    return group_name(found.group, language)


def differences(answers: Answers, language: Language) -> tuple[str, pd.DataFrame]:
    """How many questions they answer differently, and the largest differences in words."""
    found = disagreements(answers)
    index = say("samenwerking.head_item", language)
    rows = [_difference(answers, each, language) for each in found[:DIFFERENCES]]
    heads = [index, *(say(f"samenwerking.head_{name}", language) for name in DIFFERENCE_COLUMNS)]
    table = pd.DataFrame(rows, columns=heads).set_index(index)
    shown = min(len(found), DIFFERENCES)
    key = "differences" if found else "differences_none"
    return say(f"samenwerking.{key}", language, count=len(found), shown=shown), table


DIFFERENCE_COLUMNS = ("about", "uwv", "gemeente", "notes")


def _difference(answers: Answers, each: Disagreement, language: Language) -> tuple[str, ...]:
    question = each.question
    marks = [names.in_words(answers.of(party, question), language) for party in answers.parties]
    about = "" if question.column == "score" else names.kind(question.column, language)
    notes = [
        say("samenwerking.note_of", language, party=names.party(party, language), note=note)
        for party in answers.answering
        if (note := answers.filled[party].notes.get((question.part, question.situation)))
    ]
    name = part_name(question.part, question.situation, language)
    return (name, about, *marks, " ".join(notes))


def completeness_said(answers: Answers, language: Language) -> str:
    """How much of the scan each party answered, over all groups together."""
    parts = []
    for party in answers.parties:
        mine = [each for each in answers.completeness() if each.party == party]
        name = names.spoken(party, language)
        if party not in answers.filled:
            parts.append(say("samenwerking.complete_none", language, party=name))
            continue
        applies = sum(each.asked - each.not_applicable for each in mine)
        filled = answers.filled[party]
        parts.append(
            say(
                "samenwerking.complete",
                language,
                party=name[0].upper() + name[1:],
                answered=sum(each.answered for each in mine),
                asked=applies,
                quarter=formats.quarter(filled.quarter),
            )
        )
    return " ".join(parts)


def completeness_table(answers: Answers, language: Language) -> pd.DataFrame:
    """Per group what each party answered, does not know, and left open."""
    index = say("samenwerking.head_group", language)
    rows: dict[str, dict[str, str]] = {}
    for each in answers.completeness():
        cells = rows.setdefault(each.group, {index: group_name(each.group, language)})
        cells[names.party(each.party, language)] = _complete(each, language)
    return pd.DataFrame(list(rows.values())).set_index(index)


def _complete(each: Completeness, language: Language) -> str:
    counts = {
        "answered": each.answered,
        "not_known": each.not_known,
        "not_applicable": each.not_applicable,
        "open": each.open,
    }
    parts = [
        say(f"samenwerking.count_{name}", language, count=count)
        for name, count in counts.items()
        if count or name == "answered"
    ]
    asked = say("samenwerking.of_asked", language, asked=each.asked)
    return f"{', '.join(parts)} {asked}"


def drilled(answers: Answers, item: str, language: Language) -> pd.DataFrame:
    """One item: what each party answers in words, with the explanation and its quarter."""
    index = say("samenwerking.head_party", language)
    rows = []
    for party in answers.parties:
        filled = answers.filled.get(party)
        row = {index: names.party(party, language)}
        for question in questions_of(item):
            head = (
                say("samenwerking.head_answer", language)
                if question.column == "score"
                else names.kind(question.column, language).capitalize()
            )
            row[head] = names.in_words(answers.of(party, question), language)
        note = filled.notes.get((item, None), "") if filled else ""
        row[say("samenwerking.head_notes", language)] = note
        row[say("samenwerking.head_scan_of", language)] = (
            formats.quarter(filled.quarter) if filled else ""
        )
        rows.append(row)
    return pd.DataFrame(rows).set_index(index)
