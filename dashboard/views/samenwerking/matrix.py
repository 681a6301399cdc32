"""The matrix of one situation: what each pair of tasks needs, what there is, for how many."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape as safe
from urllib.parse import urlencode

from dashboard.words import say
from ketenkpi.cooperation import Coordination, answers
from ketenkpi.research_model import Situation, WorkTask, load_dependence
from ketenkpi.surfaces import in_words, language

CLASSES = {"met": "kk-good", "over": "kk-good", "partly": "kk-neutral", "under": "kk-bad"}


def as_html(found: Coordination, situation: Situation, address: Mapping[str, str]) -> str:
    """A table of tasks by tasks. address: what a link to the page Keten keeps."""
    return _Matrix(found, situation, address).html()


@dataclass(frozen=True)
class _Matrix:
    found: Coordination
    situation: Situation
    address: Mapping[str, str]

    def html(self) -> str:
        model = load_dependence()
        tasks, row, column = list(model.tasks.values()), model.row.name, model.column.name
        sides = {"row": row.in_(language()), "column": column.in_(language())}
        corner = say(
            f"samenwerking.corner_{'ordered' if self.situation.ordered else 'one'}",
            **sides,
        )
        head = "".join(
            f'<th scope="col">{self._task(task, sides["column"])}</th>' for task in tasks
        )
        body = "".join(
            f'<tr><th scope="row">{self._task(task, sides["row"])}</th>'
            + "".join(self._cell(task.key, other.key) for other in tasks)
            + "</tr>"
            for task in tasks
        )
        name = safe(self.situation.name.in_(language()))
        return (
            f'<div class="kk-grid kk-matrix" tabindex="0" role="region" aria-label="{name}">'
            f'<table><thead><tr><th scope="col">{safe(corner)}</th>{head}</tr></thead>'
            f"<tbody>{body}</tbody></table></div>"
        )

    def _task(self, task: WorkTask, side: str) -> str:
        name = task.name.in_(language())
        return safe(f"{name} {side}" if self.situation.ordered else name)

    def _cell(self, row: str, column: str) -> str:
        cell = answers.cell(self.found, self.situation, row, column)
        if cell is None:
            return f'<td class="kk-none">{safe(say("samenwerking.same"))}</td>'
        group = {"doelgroep": self.situation.key} if self.situation.ordered else {}
        query = safe(urlencode({**self.address, **group, "overdracht": cell.handover}))
        label = safe(say("samenwerking.to_chain", cell=in_words(cell.spoken)))
        word = f"<strong>{safe(in_words(cell.word))}</strong>"
        link = f'<a href="./keten?{query}" target="_self" aria-label="{label}">{word}</a>'
        lines = "".join(f"<small>{safe(in_words(line))}</small>" for line in cell.lines)
        if cell.verdict is None:
            return f"<td>{link}{lines}</td>"
        kind = CLASSES.get(cell.verdict.status, "")
        return f'<td class="{kind}">{link}{lines}{self._weight(cell.verdict.clients.value)}</td>'

    def _weight(self, clients: float | None) -> str:
        """A bar as long as the part of the most clients that any pair has."""
        most = max((pair.clients.value or 0 for pair in self.found.pairs), default=0)
        if not most or clients is None:
            return ""
        return f'<span class="kk-weight" style="width:{round(100 * clients / most)}%"></span>'
