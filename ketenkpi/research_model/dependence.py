"""Dependence between tasks (tables 1-3) and the coordination that it asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import combinations, product
from pathlib import Path
from types import MappingProxyType

from ketenkpi.config_file import PROVENANCE, Node, read_definition
from ketenkpi.settings import CONFIG
from ketenkpi.vocabulary import Text

FOLDER = CONFIG / "cooperation"
KINDS = ("product", "proces")


@dataclass(frozen=True, slots=True)
class WorkTask:
    """A task of the chain of work; `step` is the value of column `taak` where it is seen."""

    key: str
    name: Text
    step: str


@dataclass(frozen=True, slots=True)
class Relation:
    """What one task is to another, and the coordination needed at least (Arentsen)."""

    key: str
    name: Text
    meaning: Text
    strength: int
    requires: frozenset[str]


@dataclass(frozen=True, slots=True)
class TaskPair:
    """Two tasks in one situation.

    Within one benefit a pair is unordered, and `back` is the cell the other way
    round; else `first` is a task of the side of the rows, `second` of that of
    the columns, and `back` is None. required is that of the stronger cell;
    asymmetric says that the two are not each other's mirror image.
    """

    key: str
    situation: str
    first: WorkTask
    second: WorkTask
    there: Relation
    back: Relation | None
    name: Text

    @property
    def relation(self) -> Relation:
        """The stronger of its cells."""
        cells = [self.there] if self.back is None else [self.there, self.back]
        return max(cells, key=lambda cell: cell.strength)

    @property
    def required(self) -> frozenset[str]:
        return self.relation.requires

    @property
    def asymmetric(self) -> bool:
        return self.back is not None and self.back.strength != self.there.strength


@dataclass(frozen=True, slots=True)
class Situation:
    """One of the three matrices. cells: by (row task, column task); the diagonal of
    table 1 is not there."""

    key: str
    name: Text
    section: str
    ordered: bool
    cells: Mapping[tuple[str, str], Relation]
    expected: Text
    found: Text
    notes: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class MatrixSide:
    """The benefit that the rows or the columns of an ordered matrix are about."""

    code: str
    name: Text


@dataclass(frozen=True, slots=True)
class TimeFactor:
    """Clients of these groups count for `weight` in these pairs, when switched on (7.7)."""

    doelgroepen: tuple[str, ...]
    pairs: tuple[str, ...]
    weight: float
    section: str
    why: Text


@dataclass(frozen=True)
class Dependence:
    """Tasks, relations, matrices, and every pair that an agreement can be about.

    row, column: the sides of an ordered matrix.
    """

    row: MatrixSide
    column: MatrixSide
    tasks: Mapping[str, WorkTask]
    relations: Mapping[str, Relation]
    situations: Mapping[str, Situation]
    pairs: tuple[TaskPair, ...]
    time_factor: TimeFactor
    author: str
    source: str
    reviewed_on: date

    def of(self, situation: str) -> tuple[TaskPair, ...]:
        """The pairs of one situation."""
        return tuple(pair for pair in self.pairs if pair.situation == situation)


@cache
def load_dependence(folder: Path = FOLDER) -> Dependence:
    """The matrices of `config/cooperation/dependence.yaml`; raises DefinitionError on any fault."""
    node = read_definition(folder / "dependence.yaml")
    node.only([*PROVENANCE, "sides", "tasks", "relations", "situations", "time_factor"])
    sides = node["sides"].only(["row", "column"])
    row, column = (_side(sides[name]) for name in ("row", "column"))
    tasks = {key: _task(key, each) for key, each in node["tasks"].items()}
    relations = {key: _relation(key, each) for key, each in node["relations"].items()}
    situations = {
        key: _situation(key, each, tasks, relations) for key, each in node["situations"].items()
    }
    pairs = tuple(pair for each in situations.values() for pair in _pairs(each, tasks, row, column))
    return node.built(
        Dependence,
        row=row,
        column=column,
        tasks=MappingProxyType(tasks),
        relations=MappingProxyType(relations),
        situations=MappingProxyType(situations),
        pairs=pairs,
        time_factor=_time_factor(node["time_factor"], {pair.key for pair in pairs}),
    )


def _side(node: Node) -> MatrixSide:
    return node.only(["code", "name"]).built(MatrixSide)


def _task(key: str, node: Node) -> WorkTask:
    return node.only(["step", "name"]).built(WorkTask, key=key)


def _relation(key: str, node: Node) -> Relation:
    node.only(["strength", "requires", "name", "meaning"])
    unknown = set(node["requires"]) - set(KINDS)
    if unknown or not node["requires"]:
        raise node.fail(f"'requires' must hold some of {', '.join(KINDS)}", "requires")
    return node.built(Relation, key=key, requires=frozenset(node["requires"]))


def _situation(
    key: str, node: Node, tasks: Mapping[str, WorkTask], relations: Mapping[str, Relation]
) -> Situation:
    node.only(["name", "section", "pairs", "rows", "expected", "found", "notes"])
    ordered = node.one_of("pairs", ("ordered", "unordered")) == "ordered"
    rows = node["rows"].only(tasks)
    cells = {}
    for first in tasks:
        row = rows[first].only([task for task in tasks if ordered or task != first])
        for second in row:
            cells[first, second] = relations[row.one_of(second, relations)]
    for note in node["notes"]:
        note.only(["nl", "en"])
    notes = tuple(Text(note["nl"], note["en"]) for note in node["notes"])
    return node.built(
        Situation, key=key, ordered=ordered, cells=MappingProxyType(cells), notes=notes
    )


def _pairs(
    situation: Situation, tasks: Mapping[str, WorkTask], rows: MatrixSide, columns: MatrixSide
) -> list[TaskPair]:
    cells = situation.cells
    if situation.ordered:
        return [
            TaskPair(
                f"{rows.code}_{row}_{columns.code}_{column}",
                situation.key,
                tasks[row],
                tasks[column],
                cells[row, column],
                None,
                Text(
                    f"{tasks[row].name.nl} {rows.name.nl} en "
                    f"{tasks[column].name.nl} {columns.name.nl}",
                    f"{tasks[row].name.en} {rows.name.en} and "
                    f"{tasks[column].name.en} {columns.name.en}",
                ),
            )
            for row, column in product(tasks, tasks)
        ]
    return [
        TaskPair(
            f"{row}_{column}",
            situation.key,
            tasks[row],
            tasks[column],
            cells[row, column],
            cells[column, row],
            Text(
                f"{tasks[row].name.nl} en {tasks[column].name.nl}",
                f"{tasks[row].name.en} and {tasks[column].name.en}",
            ),
        )
        for row, column in combinations(tasks, 2)
    ]


def _time_factor(node: Node, pairs: set[str]) -> TimeFactor:
    node.only(["doelgroepen", "pairs", "weight", "section", "why"])
    unknown = set(node["pairs"]) - pairs
    if unknown:
        raise node.fail(f"'pairs' holds what is no pair: {', '.join(sorted(unknown))}", "pairs")
    if not 0 <= node["weight"] <= 1:
        raise node.fail("'weight' must lie between 0 and 1", "weight")
    return node.built(TimeFactor)
