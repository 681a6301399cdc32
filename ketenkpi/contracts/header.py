"""Stage *kop*: which column of the file is which column of the contract."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ketenkpi.contracts.dialect import name_key
from ketenkpi.contracts.findings import Collector, Finding
from ketenkpi.contracts.near import in_brackets, is_scale, is_unit, pairs, without_unit
from ketenkpi.contracts.questions import NOT_ANSWERED, Answers, Question
from ketenkpi.contracts.row_rules import Level

NOT = "niet"
# Enough to see what kind of columns they are; a file may have thousands.
EXTRA_NAMED = 20


@dataclass(frozen=True)
class Matched:
    """The place in the file of each column that is there, and what must be answered first."""

    places: Mapping[str, int]
    questions: tuple[Question, ...] = ()


def match(
    header: Sequence[str],
    wanted: Iterable[str],
    required: Iterable[str],
    found: Collector,
    *,
    line: int,
    report_extra: bool,
    answers: Answers = NOT_ANSWERED,
) -> Matched:
    """Where each wanted column stands in the file.

    Order, case, accents, spaces, dashes and quotation marks of names do not
    matter, and a unit in brackets is left out where nothing else has the name. A
    column that is missing beside one with nearly its name is asked about,
    required or not; `answers` hold the name in the file, or 'niet'. Blocking
    findings: a required column is missing, a name stands twice. Extra columns are
    one advice (`report_extra`) and are ignored.
    """
    matching = _Matching(header, tuple(dict.fromkeys((*wanted, *required))), answers)
    for name in matching.twice:
        found.add(_finding("kolom_dubbel", "blokkade", line, name))
    matching.by_name()
    for name, unit in matching.by_unit().items():
        found.add(_finding("kolom_eenheid", "advies", line, name, like=unit))
    scaled = matching.scaled()
    for name, like in scaled.items():
        found.add(_finding("kolom_schaal", "blokkade", line, name, like=like))
    questions = tuple(one for one in matching.by_answer() if one.subject not in scaled)
    asked = {question.subject for question in questions} | scaled.keys()
    seen = ", ".join(name for name in header if name)
    for name in required:
        if name not in matching.places and name not in asked:
            found.add(_finding("kolom_ontbreekt", "blokkade", line, name, seen=seen))
    extra = matching.extra({answer for one in questions for answer in one.answers})
    if report_extra and extra:
        more = [] if len(extra) <= EXTRA_NAMED else ["…"]
        params = {"count": len(extra), "names": ", ".join([*extra[:EXTRA_NAMED], *more])}
        found.add(Finding("kop", "advies", "kolommen_extra", line=line, params=params))
    return Matched(matching.places, questions)


@dataclass
class _Matching:
    """How far the names have come: `places` is filled in step by step."""

    header: Sequence[str]
    wanted: tuple[str, ...]
    answers: Answers
    places: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.keys = [name_key(name) for name in self.header]

    @property
    def twice(self) -> list[str]:
        """The names that stand more than once."""
        times = Counter(key for key in self.keys if key)
        return [self.header[self.keys.index(key)] for key, number in times.items() if number > 1]

    def by_name(self) -> None:
        for name in self.wanted:
            if name_key(name) in self.keys:
                self.places[name] = self.keys.index(name_key(name))

    def by_unit(self) -> dict[str, str]:
        """Columns that have the name but for a unit in brackets, and nothing else has it."""
        found = {}
        for name, place in self._bracketed().items():
            if is_unit(in_brackets(self.header[place])):
                self.places[name] = place
                found[name] = self.header[place]
        return found

    def scaled(self) -> dict[str, str]:
        """Columns that have the name, but figures in thousands or another multiple."""
        bracketed = {name: self.header[place] for name, place in self._bracketed().items()}
        return {name: like for name, like in bracketed.items() if is_scale(in_brackets(like))}

    def _bracketed(self) -> dict[str, int]:
        """Where columns stand that have a missing name but for something in brackets."""
        bare = [name_key(without_unit(name)) for name in self.header]
        keys = {name: name_key(name) for name in self._missing()}
        free = self._free()
        return {
            name: bare.index(key)
            for name, key in keys.items()
            if bare.count(key) == 1 and bare.index(key) in free
        }

    def by_answer(self) -> tuple[Question, ...]:
        """Columns that were answered; a question for each other one with a name nearly its own."""
        for name in self._missing():
            place = self._answered(name)
            if place is not None:
                self.places[name] = place
        undecided = [n for n in self._missing() if self.answers.to("kolom", n) != NOT]
        bracketed = {name: self.header[place] for name, place in self._bracketed().items()}
        left = [self.header[place] for place in self._free()]
        near = pairs(undecided, [name for name in left if name not in bracketed.values()])
        near |= bracketed
        return tuple(
            Question("kolom", name, (near[name], NOT), params={"like": near[name]})
            for name in undecided
            if name in near
        )

    def extra(self, asked: Collection[str]) -> list[str]:
        """The names of columns that are not read; one without a name by its number.

        Nameless columns behind the last name are trailing separators.
        """
        last = max((place for place, key in enumerate(self.keys) if key), default=-1)
        return [
            self.header[place] if self.keys[place] else f"#{place + 1}"
            for place in self._free(named=False)
            if place <= last and (not self.keys[place] or self.header[place] not in asked)
        ]

    def _missing(self) -> list[str]:
        return [name for name in self.wanted if name not in self.places]

    def _free(self, *, named: bool = True) -> list[int]:
        used = set(self.places.values())
        return [p for p, key in enumerate(self.keys) if p not in used and (key or not named)]

    def _answered(self, name: str) -> int | None:
        given = self.answers.to("kolom", name)
        for place in self._free() if given is not None else ():
            if self.keys[place] == name_key(given or ""):
                return place
        return None


def _finding(rule: str, level: Level, line: int, column: str, **params: object) -> Finding:
    return Finding("kop", level, rule, line=line, column=column, params=params)
