"""Principles, conditions, channels and factors of the scan, as the partners see them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from ketenkpi.answer import (
    Cell,
    Column,
    Linked,
    Measured,
    Picture,
    Reasons,
    Said,
    Section,
    count_of,
    phrase,
    table_of,
)
from ketenkpi.cooperation.answers.names import (
    column,
    course_picture,
    given,
    item,
    notes,
    party,
    short,
    source,
    who,
)
from ketenkpi.cooperation.scan import Answer, ScanAnswers, questions_of
from ketenkpi.indicators import load_indicators
from ketenkpi.research_model import Item, load_scan
from ketenkpi.vocabulary import Quarter, in_both

if TYPE_CHECKING:
    from ketenkpi.cooperation.profile import Balance, Channels, Condition, Principle
    from ketenkpi.figure import Figure

# "Mostly" on a scale of 0 to 4.
HIGH = 3
Columns = tuple[tuple[Column, Callable[[Item], Cell]], ...]


def principles(answers: ScanAnswers, found: Sequence[Principle]) -> Section:
    """The principles of the showroom model: what each party says beside what is counted."""
    by_item = {each.item: each for each in found}
    more: Columns = (
        (column("counted_by"), lambda each: _indicator(by_item[each.key])),
        (column("counted", "number"), lambda each: _counted_figure(by_item[each.key])),
        (column("n", "number"), lambda each: by_item[each.key].measured.n),
    )
    said = _seen(answers, "toonkamer")
    picture = _marks(answers, "toonkamer", said)
    return _section(answers, "toonkamer", said, more, picture)


def _indicator(found: Principle) -> Said:
    if found.indicator is None:
        return None
    name = load_indicators()[found.indicator].name
    return Linked(name, "definities", {"indicator": found.indicator})


def _counted_figure(found: Principle) -> Measured:
    unit = load_indicators()[found.indicator].unit if found.indicator else "number"
    return Measured(found.measured, unit)


def conditions(answers: ScanAnswers, found: Sequence[Condition]) -> Section:
    """Powell's conditions: what each party says, and how far they lie apart."""
    by_item = {each.item: each for each in found}
    more: Columns = ((column("gap", "score", "signed"), lambda each: by_item[each.key].gap),)
    said = (*_seen(answers, "powell"), *map(_gap, found))
    return _section(answers, "powell", said, more, _marks(answers, "powell", said))


def _gap(found: Condition) -> Said:
    name = load_scan().items[found.item].name
    if found.gap.value is None:
        return phrase("cooperation.gap_none", item=name, reason=Reasons((found.gap,)))
    steps = round(found.gap.value * _top("powell"))
    if steps == 0:
        return phrase("cooperation.gap_zero", item=name)
    first = "uwv" if steps > 0 else "gemeente"
    one = "one" if abs(steps) == 1 else "more"
    size = Measured(steps, "number", "size")
    return phrase(f"cooperation.gap_{first}_{one}", item=name, steps=size)


def conditions_course(found: Sequence[Condition]) -> Section:
    """What each party said of each condition, scan by scan."""
    top, items = _top("powell"), load_scan().items
    pictures = tuple(
        course_picture(
            items[each.item].name,
            [(said.quarter, said.party, said.value * top) for said in each.course],
            "mark",
        )
        for each in found
        if each.course
    )
    title = in_both("cooperation.conditions_course")
    if not pictures:
        none = in_both("cooperation.conditions_course_none")
        return Section("conditions_course", title, none)
    table = table_of(
        [(each.item, said) for each in found for said in each.course],
        (column("item"), lambda row: item(row[0])),
        (column("quarter"), lambda row: Quarter.from_index(row[1].quarter)),
        (column("party"), lambda row: party(row[1].party)),
        (column("mark", "number"), lambda row: row[1].value * top),
    )
    said = tuple(each.alt for each in pictures)
    return Section("conditions_course", title, said, table, pictures)


def channels(answers: ScanAnswers, found: Iterable[Channels]) -> Section:
    """How many of the four channels are joint, by each party."""
    said = tuple(map(_joint, found))
    return _section(answers, "kanalen", said, (), _marks(answers, "kanalen", said))


def _joint(found: Channels) -> Said:
    of: dict[str, Said] = {
        "party": who(found.party, first=True),
        "asked": count_of(len(load_scan().of("kanalen"))),
    }
    if found.joint.value is not None:
        return phrase("cooperation.channels_said", value=Measured(found.joint, "score"), **of)
    ends = {"low": found.at_least, "high": found.at_most}
    told = {name: Measured(end, "score") for name, end in ends.items()}
    return phrase("cooperation.channels_open", **told, **of)


def factors(answers: ScanAnswers, found: Iterable[Balance]) -> Section:
    """What helps against what hinders, by each party, in marks of the scale."""
    more: Columns = ((column("direction"), lambda each: in_both(f"cooperation.{each.direction}")),)
    said = tuple(map(_balance, found))
    rows = tuple(
        {
            "label": each.name,
            "party": party(answer.party),
            "value": answer.mark,
            "helps": each.direction == "helps",
            "note": short(answer) if answer.mark is None else "",
            "text": _text(each, answer),
        }
        for each, answer in _all_given(answers, "factoren")
    )
    return _section(answers, "factoren", said, more, Picture("balance", "mark", rows, said))


def _balance(found: Balance) -> Said:
    named, value = who(found.party, first=True), found.balance.value
    if value is None:
        return phrase("cooperation.balance_none", party=named, reason=Reasons((found.balance,)))
    key = "even" if value == 0 else "helps" if value > 0 else "hinders"
    return phrase(
        f"cooperation.balance_{key}",
        party=named,
        helps=_mean(found.helps),
        n_helps=count_of(found.helps.n),
        hinders=_mean(found.hinders),
        n_hinders=count_of(found.hinders.n),
        size=Measured(value * _top("factoren"), "mark", "size"),
    )


def _mean(figure: Figure) -> Measured:
    assert figure.value is not None, "a balance is made of both"
    return Measured(figure.value * _top("factoren"), "mark")


def _top(group: str) -> int:
    return load_scan().groups[group].scale.top


def _items(group: str) -> list[Item]:
    """The items of a group; of the factors first what helps."""
    return sorted(load_scan().of(group), key=lambda each: each.direction == "hinders")


def _given(answers: ScanAnswers, key: str, each: Item) -> Answer:
    """What one party says of an item on one scale."""
    (question,) = questions_of(each.key)
    return answers.of(key, question)


def _in_words(answers: ScanAnswers, key: str, each: Item) -> Said:
    return given(_given(answers, key, each))


def _all_given(answers: ScanAnswers, group: str) -> list[tuple[Item, Answer]]:
    return [(e, _given(answers, key, e)) for e in _items(group) for key in answers.parties]


def _text(each: Item, answer: Answer) -> Said:
    name, said = party(answer.party), given(answer)
    return phrase("cooperation.point", part=each.name, party=name, said=said)


def _marks(answers: ScanAnswers, group: str, said: Said) -> Picture:
    rows = tuple(
        {
            "label": each.name,
            "low": "",
            "high": "",
            "party": party(answer.party),
            "value": answer.mark,
            "before": None,
            "text": _text(each, answer),
        }
        for each, answer in _all_given(answers, group)
    )
    return Picture("marks", "mark", rows, said)


def _seen(answers: ScanAnswers, group: str) -> tuple[Said, ...]:
    """Per party how many items it finds mostly so, of those it answered."""
    return tuple(_found_so(answers, key, group) for key in answers.answering)


def _found_so(answers: ScanAnswers, key: str, group: str) -> Said:
    marks = [_given(answers, key, e).mark for e in load_scan().of(group)]
    known = [mark for mark in marks if mark is not None]
    if not known:
        return phrase("cooperation.none_known", party=who(key, first=True))
    counts = {"asked": len(marks), "known": len(known), "high": sum(m >= HIGH for m in known)}
    return phrase(
        f"cooperation.seen{'' if len(known) == len(marks) else '_open'}",
        party=who(key, first=True),
        what=in_both(f"cooperation.what_{group}"),
        **{name: count_of(count) for name, count in counts.items()},
    )


def _section(
    answers: ScanAnswers, group: str, said: tuple[Said, ...], more: Columns, picture: Picture
) -> Section:
    """A group of items on one scale: the answers in words, and the explanations."""
    table = table_of(
        _items(group),
        (column("item"), lambda each: item(each.key)),
        *((Column(key, party(key)), partial(_in_words, answers, key)) for key in answers.parties),
        *more,
        (column("notes"), lambda each: notes(answers, each.key)),
    )
    title = in_both(f"cooperation.{group}")
    told = (in_both(f"cooperation.note_{group}"), source(group))
    return Section(group, title, said, table, (picture,), told)
