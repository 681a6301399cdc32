"""The life of a delivery: which status it may get after which, and who decides.

    concept         a file that was not read yet, or that holds faults
    gecontroleerd   read and free of faults; nothing is stored
    ingediend       stored: its rows count from here on
    akkoord_uwv, akkoord_gemeente    one of the two partners agreed
    voorlopig       both agreed
    definitief      fixed; changes only by a revision with a reason
    vervangen       another delivery took its place; its rows stay retrievable
    ingetrokken     taken back; its rows stay retrievable

The first two are of a file, not of a row in the catalogue: a check stores
nothing.
"""

from __future__ import annotations

from typing import Literal, get_args

from ketenkpi.errors import UserError

Status = Literal[
    "concept",
    "gecontroleerd",
    "ingediend",
    "akkoord_uwv",
    "akkoord_gemeente",
    "voorlopig",
    "definitief",
    "vervangen",
    "ingetrokken",
]
STATUSES: tuple[Status, ...] = get_args(Status)
Party = Literal["uwv", "gemeente"]
PARTIES: tuple[Party, ...] = get_args(Party)


class TransitionRefused(UserError):
    """A delivery cannot get this status from the one it has."""


class ReasonNeeded(UserError):
    """What is definitive, or is taken back, needs a reason with the change."""


def approved(status: Status, party: Party) -> Status:
    """The status after `party` agreed; raises TransitionRefused when it already had."""
    alone: Status = "akkoord_uwv" if party == "uwv" else "akkoord_gemeente"
    if status == "ingediend":
        return alone
    if status in ("akkoord_uwv", "akkoord_gemeente") and status != alone:
        return "voorlopig"
    raise TransitionRefused("catalogue.approve_refused", party=party, status=status)


def finalised(status: Status) -> Status:
    """The status after being made definitive; raises TransitionRefused unless voorlopig."""
    if status != "voorlopig":
        raise TransitionRefused("catalogue.finalise_refused", status=status)
    return "definitief"


def require_reason(reason: str | None, key: str, **params: object) -> str:
    """The reason without outer spaces; raises ReasonNeeded with sentence `key` when empty."""
    if not reason or not reason.strip():
        raise ReasonNeeded(key, **params)
    return reason.strip()
