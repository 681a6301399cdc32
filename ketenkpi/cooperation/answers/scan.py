"""The answers to the scan: how much is filled in, how far the partners agree, item by item."""

from __future__ import annotations

from collections.abc import Sequence

from ketenkpi.answer import (
    Column,
    Listed,
    Measured,
    Reasons,
    Said,
    Section,
    Table,
    count_of,
    phrase,
    table_of,
)
from ketenkpi.cooperation.agreement import Agreement, Disagreement, agreements, disagreements
from ketenkpi.cooperation.answers.names import (
    column,
    given,
    group,
    item,
    notes,
    part,
    parted,
    party,
    said_by,
    short,
    who,
)
from ketenkpi.cooperation.scan import GEMEENTE, UWV, ScanAnswers, questions_of
from ketenkpi.research_model import load_scan
from ketenkpi.vocabulary import Quarter, in_both

# More differences than these do not fit one table to read.
SHOWN = 12


def last_scans(answers: ScanAnswers) -> Said:
    """Which scan of each party this is."""
    if not answers.answering:
        return in_both("cooperation.no_scan")
    parts = (
        phrase("cooperation.scan_of", party=party(each), quarter=_quarter(answers, each))
        if each in answers.filled
        else phrase("cooperation.scan_none", party=party(each))
        for each in answers.parties
    )
    return phrase("cooperation.scans", scans=parted(parts))


def _quarter(answers: ScanAnswers, key: str) -> Quarter:
    return Quarter.from_index(answers.filled[key].quarter)


def completeness(answers: ScanAnswers) -> Section:
    """Per group and party what was answered, what is not known, and what was left open."""
    table = table_of(
        answers.completeness(),
        (column("question_group"), lambda each: group(each.group)),
        (column("party"), lambda each: party(each.party)),
        (column("asked", "number"), lambda each: each.asked),
        (column("answered", "number"), lambda each: each.answered),
        (column("not_known", "number"), lambda each: each.not_known),
        (column("not_applicable", "number"), lambda each: each.not_applicable),
        (column("open", "number"), lambda each: each.open),
    )
    said = tuple(_complete(answers, each) for each in answers.parties)
    return Section("completeness", in_both("cooperation.completeness"), said, table)


def _complete(answers: ScanAnswers, key: str) -> Said:
    if key not in answers.filled:
        return phrase("cooperation.complete_none", party=who(key))
    mine = [each for each in answers.completeness() if each.party == key]
    age = answers.filled[key].age
    return phrase(
        f"cooperation.complete{'_earlier' if age else ''}",
        party=who(key, first=True),
        answered=count_of(sum(each.answered for each in mine)),
        asked=count_of(sum(each.asked - each.not_applicable for each in mine)),
        quarter=_quarter(answers, key),
        age=count_of(age),
    )


def agreement(answers: ScanAnswers) -> Section:
    """How often both partners say the same, and whether that may be chance."""
    title = in_both("cooperation.agreement")
    if len(answers.answering) < 2:
        parties = Listed(tuple(map(who, answers.answering)))
        key = "one" if answers.answering else "nobody"
        return Section("agreement", title, phrase(f"cooperation.agreement_{key}", parties=parties))
    found = agreements(answers)
    table = table_of(
        found,
        (column("questions"), _questions),
        (column("both", "number"), lambda each: each.both),
        (column("one", "number"), lambda each: each.one),
        (column("equal", "share_whole"), lambda each: each.equal),
        (column("distance", "score"), lambda each: each.distance),
        (column("kappa", "score"), lambda each: each.kappa),
    )
    said = tuple(_agreed(each) for each in found if each.group is None)
    return Section("agreement", title, said, table)


def _questions(found: Agreement) -> Said:
    if found.group is not None:
        return group(found.group)
    return phrase("cooperation.all_of_scale", scale=in_both(f"cooperation.scale_{found.scale}"))


def _agreed(found: Agreement) -> Said:
    scale = in_both(f"cooperation.scale_{found.scale}")
    if found.equal.value is None:
        return phrase("cooperation.agreement_none", scale=scale, reason=Reasons((found.equal,)))
    same = count_of(found.equal.value * found.both)
    both = count_of(found.both)
    first = phrase("cooperation.agreement_equal", scale=scale, same=same, both=both)
    if found.kappa.value is None:
        return (first, Reasons((found.kappa,)))
    low = found.kappa.low
    key = "bare" if low is None else "more" if low > 0 else "chance"
    return (
        first,
        phrase(f"cooperation.kappa_{key}", kappa=Measured(found.kappa, "score", "value")),
    )


def differences(answers: ScanAnswers) -> Section:
    """How many questions the partners answer differently, and the largest differences in words."""
    found = disagreements(answers)
    title = in_both("cooperation.differences")
    if not found:
        return Section("differences", title, in_both("cooperation.differences_none"))
    shown = found[:SHOWN]
    table = table_of(
        shown,
        (column("item"), lambda each: part(each.question.part, each.question.situation)),
        (column("about"), _about),
        (column("uwv"), lambda each: given(answers.of(UWV, each.question))),
        (column("gemeente"), lambda each: given(answers.of(GEMEENTE, each.question))),
        (
            column("notes"),
            lambda each: notes(answers, each.question.part, each.question.situation),
        ),
    )
    counts = {"count": len(found), "shown": len(shown)}
    told = {name: count_of(number) for name, number in counts.items()}
    return Section("differences", title, phrase("cooperation.differences_said", **told), table)


def _about(each: Disagreement) -> Said:
    asked = each.question.column
    return None if asked == "score" else in_both(f"cooperation.kind_{asked}")


def side_by_side(columns: Sequence[tuple[str, ScanAnswers]]) -> Section:
    """Every item beside each other, of several Werkpleinen or of several quarters by name.

    A cell is one answer where the parties say the same, else that of each.
    """
    items = load_scan().items
    apart = [
        not _alike([_marks(answers, each, key) for each in answers.answering])
        for _, answers in columns
        for key in items
    ]
    counts = {"columns": len(columns), "cells": len(apart), "apart": sum(apart)}
    told = {name: count_of(number) for name, number in counts.items()}
    heads = (Column(name, name) for name, _ in columns)
    rows = ((item(key), *(_cell(answers, key) for _, answers in columns)) for key in items)
    return Section(
        "side_by_side",
        in_both("cooperation.side_by_side"),
        phrase("cooperation.side_by_side_said", **told),
        Table((column("item"), *heads), tuple(rows)) if columns else None,
        notes=(in_both("cooperation.side_by_side_note"),),
    )


def _cell(answers: ScanAnswers, key: str) -> Said:
    said = {each: _marks(answers, each, key) for each in answers.parties}
    first, *others = said.values()
    if _alike([first, *others]):
        return first
    return parted(said_by(each, marks) for each, marks in said.items())


def _alike(said: Sequence[Said]) -> bool:
    return all(each == said[0] for each in said)


def _marks(answers: ScanAnswers, key: str, asked: str) -> Said:
    """'2 / 1' of product and process, '3' of one scale, or why there is no answer."""
    given_ = [answers.of(key, question) for question in questions_of(asked)]
    said = [short(answer) for answer in given_]
    if len(said) == 1 or (_alike(said) and given_[0].mark is None):
        return said[0]
    product, proces = said
    return phrase("cooperation.two_marks", product=product, proces=proces)


def one_item(answers: ScanAnswers, key: str) -> Section:
    """One item: what each party answers in words, with the explanation and its quarter."""
    found = load_scan().items[key]
    table = table_of(
        answers.parties,
        (column("who"), party),
        *(
            (
                column(f"answer_{question.column}"),
                lambda each, question=question: given(answers.of(each, question)),
            )
            for question in questions_of(key)
        ),
        (column("notes"), lambda each: _note(answers, each, key)),
        (column("scan_of"), lambda e: _quarter(answers, e) if e in answers.filled else None),
    )
    return Section("one_item", found.name, found.question, table)


def _note(answers: ScanAnswers, key: str, asked: str) -> Said:
    return answers.filled[key].notes.get((asked, None)) if key in answers.filled else None
