"""Proposals as a list: what is proposed in a line, what it rests on behind it."""

from __future__ import annotations

from collections.abc import Iterable

from dashboard.components import written
from ketenkpi.answer import Bullet, Section
from ketenkpi.surfaces import in_html


def as_html(stages: Iterable[Bullet]) -> str:
    """The proposals of each part of the agenda, below its name; '' without any."""
    return "".join(
        f'<h3 class="kk-step">{in_html(stage.of)}</h3>{"".join(map(_proposal, stage.below))}'
        for stage in stages
    )


def _proposal(proposal: Bullet) -> str:
    lines = "".join(f"<p>{in_html(line)}</p>" for line in proposal.lines)
    return written.folded(lines, in_html(proposal.of))


def of_place(section: Section) -> str:
    """Those of one place behind its name, with how many they are."""
    count = sum(len(stage.below) for stage in section.items)
    notes = "".join(f'<p class="kk-note">{in_html(each)}</p>' for each in section.notes)
    inside = f'<p class="kk-said">{in_html(section.finding)}</p>{as_html(section.items)}{notes}'
    return written.folded(inside, f"{in_html(section.title)} ({count})")
