"""The samenwerkingsscan as a form: what is asked, the words to answer with, how far it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from dashboard.words import WORDS, say
from ketenkpi.answer import count_of, in_full
from ketenkpi.contracts import Findings, find_contract
from ketenkpi.research_model import Item, Scale, TaskPair, load_dependence, load_scan
from ketenkpi.store import AnswerRecord, FilledScan, Scan, SubmittedScan
from ketenkpi.surfaces import in_words, language
from ketenkpi.vocabulary import Quarter, Text
from ketenkpi.wording import Language

CONTRACT = "samenwerking"
# What stands in the way of keeping an answer.
STOPS = ("blokkade", "fout")
STATUS, NOTE = "status", "toelichting"
FILLERS = tuple(find_contract(CONTRACT).column("invuller").values)
STATUSES = tuple(find_contract(CONTRACT).column(STATUS).values)
Key = tuple[str, str]


def said(key: str, **params: object) -> str:
    """A sentence of the form in the language of who fills in."""
    return say(f"scan.{key}", **params)


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of the form; `situation` is '' for all clients. low and high are the two ends
    of a criterion of Mulford and Rogers, for which the words of the scale say nothing."""

    item: str
    situation: str
    group: str
    name: Text
    question: Text
    section: str
    scale: Scale
    low: Text | None = None
    high: Text | None = None

    @property
    def key(self) -> Key:
        return (self.item, self.situation)

    @property
    def concept(self) -> str:
        """The code of its definition; a pair of tasks is defined by its situation."""
        kind = "situatie" if self.situation else "onderdeel"
        return f"{kind}.{self.situation or self.item}"

    def steps(self) -> list[str]:
        """The marks from 0 up, each with its words; a criterion has words at its ends only."""
        words = [step.in_(language()) for step in self.scale.steps]
        if self.low is not None and self.high is not None:
            words = ["" for _ in words]
            words[0], words[-1] = self.low.in_(language()), self.high.in_(language())
        return [_step(mark, text) for mark, text in enumerate(words)]


def _step(mark: int, words: str) -> str:
    return said("step", mark=mark, words=words) if words else str(mark)


@cache
def entries() -> tuple[Entry, ...]:
    """Everything that is asked: the items of the scan, then the pairs of tasks per situation."""
    items = [_of_item(item) for item in load_scan().items.values()]
    return (*items, *(_of_pair(pair) for pair in load_dependence().pairs))


def _of_item(item: Item) -> Entry:
    return Entry(
        item.key, "", item.group.key, item.name, item.question, item.section, item.scale,
        item.low, item.high,
    )  # fmt: skip


def _of_pair(pair: TaskPair) -> Entry:
    question = Text(_pair_question(pair, "nl"), _pair_question(pair, "en"))
    section = load_dependence().situations[pair.situation].section
    scale = load_scan().groups["tabel_4"].scale
    return Entry(pair.key, pair.situation, _part(pair), pair.name, question, section, scale)


def _pair_question(pair: TaskPair, tongue: Language) -> str:
    names = {"first": pair.first.name, "second": pair.second.name}
    words = {key: _inside(name.in_(tongue)) for key, name in names.items()}
    return WORDS.say(f"scan.pair_{pair.situation}", tongue, **words)


def _part(pair: TaskPair) -> str:
    """The part of the form a pair stands in: 25 pairs at once are too many to oversee."""
    ordered = load_dependence().situations[pair.situation].ordered
    return f"{pair.situation}.{pair.first.key}" if ordered else pair.situation


def _inside(name: str) -> str:
    """A name of a task as it stands in a sentence."""
    return name[0].lower() + name[1:]


def groups() -> dict[str, str]:
    """The name of each part of the form, in order: the groups of items, then pairs of tasks."""
    items = {key: group.name.in_(language()) for key, group in load_scan().groups.items()}
    pairs = {_part(pair): _pairs_text(pair) for pair in load_dependence().pairs}
    return items | pairs


def _pairs_text(pair: TaskPair) -> str:
    situation = load_dependence().situations[pair.situation]
    ordered = "_of_task" if situation.ordered else ""
    words = {"situation": _inside(situation.name.in_(language()))}
    task = _inside(pair.first.name.in_(language()))
    return said(f"pairs{ordered}", **words, task=task)


def of_group(group: str) -> tuple[Entry, ...]:
    """What one part of the form asks."""
    return tuple(entry for entry in entries() if entry.group == group)


def is_answered(entry: Entry, answer: Mapping[str, Any]) -> bool:
    """Whether every mark is given, or there is said why not."""
    return STATUS in answer or all(column in answer for column in entry.scale.columns)


@dataclass(frozen=True, slots=True)
class Progress:
    """How many items are answered of those asked."""

    done: int
    asked: int

    def text(self) -> str:
        return said("progress", done=self.done, asked=self.asked)


def progress(filled: FilledScan, asked: Sequence[Entry]) -> Progress:
    """How far these items are, what counts already and what is a draft together."""
    done = sum(is_answered(entry, filled.answers.get(entry.key, {})) for entry in asked)
    return Progress(done, len(asked))


def state_text(filled: FilledScan) -> str:
    """How far the whole scan is, and how much of it still has to be submitted."""
    total = progress(filled, entries())
    pending = len(filled.pending)
    if not filled.pending:
        key = "state_all_submitted" if filled.submitted else "state_empty"
    else:
        key = "state_pending_one" if pending == 1 else "state_pending"
    return said(key, done=total.done, asked=total.asked, count=pending)


def state_of(filled: FilledScan, key: Key) -> str:
    """Whether one answer counts, is kept as a draft (since when, by whom), or is not there."""
    changed = filled.pending.get(key)
    if changed is not None:
        moment = moment_text(changed.changed_at)
        return said("kept", when=moment, by=changed.changed_by)
    return said("submitted" if key in filled.submitted else "open")


def moment_text(moment: datetime) -> str:
    """A day and time as the clock of this installation shows them."""
    local = moment.astimezone()
    return said("moment", day=in_words(in_full(local.date())), time=f"{local:%H:%M}")


def overwritten_text(entry: Entry, old: AnswerRecord) -> str:
    """Whose answer went, with what it said."""
    when = moment_text(old.changed_at)
    answer = answer_text(entry, old.answer)
    return said("overwritten", by=old.changed_by, when=when, said=answer)


def answer_text(entry: Entry, answer: Mapping[str, Any]) -> str:
    """An answer on one line."""
    parts = [_mark(entry, column, answer) for column in entry.scale.columns]
    if STATUS in answer:
        parts.append(status_text(answer[STATUS]))
    if NOTE in answer:
        parts.append(answer[NOTE])
    return "; ".join(part for part in parts if part) or said("nothing")


def _mark(entry: Entry, column: str, answer: Mapping[str, Any]) -> str:
    if column not in answer:
        return ""
    step = entry.steps()[answer[column]]
    return said("mark", column=column_text(column), step=step)


def column_text(column: str) -> str:
    """What a mark is about: the product, the process, or the item itself."""
    return said(f"column_{column}")


def status_text(status: str) -> str:
    """Why there is no answer."""
    return said(f"status_{status}")


def filler_text(filler: str) -> str:
    """Who fills in."""
    return find_contract(CONTRACT).column("invuller").values[filler].in_(language())


def refused_text(findings: Findings) -> str:
    """Why an answer was not kept."""
    stops = [finding for finding in findings.listed if finding.level in STOPS]
    return " ".join(
        said(
            "refused",
            message=finding.message(language()),
            remedy=finding.remedy(language()),
        )
        for finding in stops
    )


def done_text(scan: Scan, submitted: SubmittedScan) -> str:
    """What counts now."""
    return said(
        "done",
        filler=filler_text(scan.filler),
        werkplein=scan.werkplein,
        quarter=Quarter.from_index(scan.quarter),
        rows=in_words(count_of(len(submitted.lines))),
    )


def findings_lines(submitted: SubmittedScan) -> list[str]:
    """What has to be mended before the scan can be submitted, by the names of the form."""
    by_key = {entry.key: entry for entry in entries()}
    names = groups()
    lines = []
    for finding in submitted.result.findings.listed:
        texts = {"message": finding.message(language()), "remedy": finding.remedy(language())}
        key = submitted.lines.get(finding.line) if finding.line else None
        if key is None:
            lines.append(said("finding", **texts))
            continue
        entry = by_key[key]
        where = {"item": entry.name.in_(language()), "group": names[entry.group]}
        lines.append(said("finding_at", **where, **texts))
    return lines
