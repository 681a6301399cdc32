"""A tutorial as it is told: what a reader types, and what the page says comes of it.

In a block `console` a line after `$` is typed: a command of ours, `export NAME=VALUE`, or one of
the system. The lines below it are what is printed. A block `python` is a cell of a notebook;
what it prints and the value of its last line stand in the block `text` below it, if any. In what
is printed `…` stands for anything: a line of its own for any lines, within a line for any words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from tests.house.tree import ROOT

DOCS = ROOT / "docs"
NAMES = sorted(
    path.relative_to(DOCS).with_suffix("").as_posix()
    for folder in ("tutorials", "howto")
    for path in (DOCS / folder).glob("*.md")
)
BLOCK = re.compile(
    r"^```console\n(?P<console>.*?)^```$"
    r"|^```python\n(?P<python>.*?)^```$(?:\n+```text\n(?P<text>.*?)^```$)?",
    re.MULTILINE | re.DOTALL,
)
TYPED = re.compile(r"^\$ (?P<typed>.*\n)(?P<shown>(?:(?!\$ ).*\n)*)", re.MULTILINE)
ANYTHING = "…"


@dataclass(frozen=True)
class Step:
    """One thing that is typed. shown: what the page says is printed, None when it does not say;
    at: where that begins in the page."""

    kind: Literal["command", "python"]
    typed: str
    shown: str | None
    at: int


def page(name: str) -> str:
    return (DOCS / f"{name}.md").read_text(encoding="utf-8")


def steps(told: str) -> Iterator[Step]:
    """Everything that is typed, from top to bottom."""
    for block in BLOCK.finditer(told):
        if block["console"] is None:
            yield Step("python", block["python"], block["text"], block.start("text"))
            continue
        for line in TYPED.finditer(block["console"]):
            at = block.start("console") + line.start("shown")
            yield Step("command", line["typed"].strip(), line["shown"], at)


def holds(shown: str, printed: str) -> bool:
    """Whether what is printed is what the page shows of it."""
    lines = shown.strip("\n").split("\n")
    parts = [r"(?:.*\n)*?" if each == ANYTHING else f"{_line(each)}\n" for each in lines]
    return re.fullmatch("".join(parts), _plain(printed)) is not None


def _line(shown: str) -> str:
    return r"[^\n]*".join(re.escape(part) for part in shown.rstrip().split(ANYTHING))


def _plain(printed: str) -> str:
    """Without spaces at the ends of lines, and without empty lines around it."""
    return "\n".join(line.rstrip() for line in printed.strip("\n").split("\n")) + "\n"


def retold(told: str, printed: dict[int, str]) -> str:
    """The page with what is printed now, by where it stands."""
    for step in sorted(steps(told), key=lambda each: -each.at):
        if step.shown is not None and step.at in printed:
            end = step.at + len(step.shown)
            told = told[: step.at] + _plain(printed[step.at]) + told[end:]
    return told
