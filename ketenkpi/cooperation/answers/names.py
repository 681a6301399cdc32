"""What partners, marks, items and groups are called in answers about cooperation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce

from ketenkpi.answer import Column, Form, Linked, Listed, Measured, Picture, Said, count_of, phrase
from ketenkpi.cooperation.scan import Answer, ScanAnswers
from ketenkpi.research_model import TaskPair, in_paper, item_names, load_dependence, load_scan
from ketenkpi.vocabulary import Quarter, Text, in_both

# Of a missing answer the word that stands where there is little room.
SHORT = {
    "cooperation.reason_no_scan": "no_scan",
    "cooperation.reason_not_answered": "not_answered",
    "cooperation.reason_nvt": "nvt",
    "cooperation.reason_weet_niet": "weet_niet",
}


def party(key: str) -> Text:
    """A party in a table or a legend: 'UWV', 'gemeente', 'samen'."""
    return in_both(f"cooperation.name_{key}")


def who(key: str, *, first: bool = False) -> Text:
    """A party within a sentence, or as its first words: 'de gemeente'."""
    text = in_both(f"cooperation.party_{key}")
    return text.each(lambda name: name[0].upper() + name[1:]) if first else text


def column(key: str, unit: str | None = None, form: Form = "value") -> Column:
    """A column by its key, with the head that goes with it."""
    return Column(key, in_both(f"cooperation.head_{key}"), unit, form)


def defined(kind: str, key: str, name: Said) -> Linked:
    """A concept of the research model, with the way to its definition."""
    return Linked(name, "definities", {"begrip": f"{kind}.{key}"})


def item(key: str) -> Linked:
    """An item of the scan."""
    return defined("onderdeel", key, load_scan().items[key].name)


def group(key: str) -> Text:
    """A group of items, or the situation of pairs of tasks."""
    groups = load_scan().groups
    return groups[key].name if key in groups else load_dependence().situations[key].name


def target_group(key: str) -> Text:
    """A target group in two or three words."""
    return in_both(f"cooperation.group_{key}")


def pair(key: str, situation: str) -> TaskPair:
    """A pair of tasks in one situation."""
    return next(each for each in load_dependence().of(situation) if each.key == key)


def part(key: str, situation: str | None) -> Said:
    """An item, or a pair of tasks with its situation."""
    if situation is None:
        return item(key)
    return phrase("cooperation.pair_in", pair=item_names()[key], situation=group(situation))


def kinds(keys: Iterable[str]) -> Listed:
    """'product en proces'."""
    return Listed(tuple(in_both(f"cooperation.kind_{key}") for key in keys))


def given(answer: Answer) -> Said:
    """'2, volledige afspraken', or the reason why there is no answer."""
    if answer.mark is None:
        return in_both(str(answer.reason))
    scales = {each.scale.key: each.scale for each in load_scan().groups.values()}
    words = scales[answer.question.scale].steps[answer.mark]
    return phrase("cooperation.mark_words", mark=str(answer.mark), words=words)


def short(answer: Answer) -> Said:
    """The mark, or in one or two words why there is none."""
    if answer.mark is not None:
        return str(answer.mark)
    return in_both(f"cooperation.short_{SHORT[str(answer.reason)]}")


def notes(answers: ScanAnswers, key: str, situation: str | None = None) -> Said:
    """What the parties wrote beside an item or pair, each with who wrote it."""
    written = {who: answers.filled[who].notes.get((key, situation)) for who in answers.answering}
    return tuple(said_by(name, note) for name, note in written.items() if note)


def said_by(key: str, said: Said) -> Said:
    """What one party says: 'gemeente: niet geregeld'."""
    return phrase("cooperation.said_by", party=party(key), said=said)


def parted(said: Iterable[Said]) -> Said:
    """Things one after the other that are no sentences: 'A; B'."""
    listed = tuple(said)
    return reduce(_and_then, listed) if listed else None


def _and_then(before: Said, after: Said) -> Said:
    return phrase("cooperation.parted", before=before, after=after)


def span(low: float | None, high: float | None, unit: str) -> Said:
    """'28 tot 53'; nothing where an end is not known."""
    if low is None or high is None:
        return None
    return phrase("surfaces.interval", low=Measured(low, unit), high=Measured(high, unit))


def source(key: str) -> Said:
    """Where the paper has a group of the scan, with the way to its definition."""
    found = load_scan().groups[key]
    said = phrase("cooperation.source", section=in_paper(found.section))
    return (said, defined("groep", key, found.name))


def course_picture(name: Said, points: Sequence[tuple[int, str, float]], unit: str) -> Picture:
    """What each party said scan by scan, with the first and the last of each in words.

    points: the quarter (index) a scan is about, the party, and its value.
    """
    ends: dict[str, list[float]] = {}
    for _, key, value in points:
        ends.setdefault(key, []).append(value)
    went = (
        phrase(
            "cooperation.went",
            party=who(key, first=True),
            first=count_of(values[0]),
            last=count_of(values[-1]),
        )
        for key, values in ends.items()
    )
    told = (phrase("cooperation.course_of", what=name), *went)
    rows: tuple[Mapping[str, Said | float], ...] = tuple(
        {"kwartaal": Quarter.from_index(quarter), "party": party(key), "value": value}
        for quarter, key, value in points
    )
    return Picture("scans", unit, rows, told, told)
