"""What steps, handovers, ends and places are called in answers about the chain."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ketenkpi.answer import Column, Form, Said, from_to, phrase
from ketenkpi.vocabularies import vocabularies
from ketenkpi.vocabulary import Quarter, Text, in_both

if TYPE_CHECKING:
    from ketenkpi.chain.moves import Parties


def place(werkplein: str | None, regio: str | None) -> Said:
    """Of which place an answer is, as its question named it."""
    if werkplein is not None:
        return werkplein
    return in_both("chain.everywhere") if regio is None else phrase("chain.region", name=regio)


def span(quarters: Sequence[int]) -> Said:
    """An unbroken run of quarters (indices) within a sentence."""
    return from_to(Quarter.from_index(quarters[0]), Quarter.from_index(quarters[-1]))


def task(code: str) -> Text:
    """'diagnose'."""
    return vocabularies().tasks[code].name


def tasks(key: str) -> dict[str, Said]:
    """Both tasks of a handover ('intake>diagnose'), as sentences ask for them."""
    first, last = (task(code) for code in key.split(">"))
    return {"task": first, "next_task": last}


def organisation(code: str) -> Text:
    """'gemeente'."""
    return vocabularies().partners[code].name


def step(code: str, who: str) -> Text:
    """'diagnose (gemeente)'."""
    what, by = task(code), organisation(who)
    return Text(f"{what.nl} ({by.nl})", f"{what.en} ({by.en})")


def begun(parties: Parties) -> Text:
    """The step that a move comes from."""
    return step(parties.task, parties.organisation)


def followed(parties: Parties) -> Text:
    """The step that a move goes to."""
    return step(parties.next_task, parties.next_organisation)


def handover_name(key: str) -> Text:
    """'Intake → diagnose'."""
    first, last = (task(code) for code in key.split(">"))
    return Text(_arrow(first.nl, last.nl), _arrow(first.en, last.en))


def _arrow(first: str, last: str) -> str:
    return f"{first[0].upper()}{first[1:]} → {last}"


def outcome(reason: str) -> Text:
    """How a spell ended."""
    return in_both(f"chain.outcome_{reason}")


def column(key: str, unit: str | None = None, form: Form = "value") -> Column:
    """A column by its key, with the head that goes with it."""
    return Column(key, in_both(f"chain.head_{key}"), unit, form)
