"""Who delivers: UWV, one gemeente or sociale dienst, or several of them together.

A partner has a code of its own, by which its deliveries are kept apart from
those of the others at the same Werkplein, and a role, which says whose clients
it has. Several gemeenten deliver for one Werkplein and all play one role.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from ketenkpi.errors import UserError

# Delivered for all partners together. What was delivered before partners were
# told apart is this, and so is what one back office delivers for all of them.
TOGETHER = "samen"
# A gemeente that nobody named, as long as there is one only.
UNNAMED = "gemeente"
# Contracts that belong to the place and not to one partner of it.
NOBODY = ""
LONGEST = 20
_NO_CODE = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Partner:
    """An organisation that delivers.

    code: at most 20 letters, digits and hyphens; 'GM0758' for a gemeente by its
    CBS code. role: a key of the partner roles, None when nobody said. name: as
    a reader knows it.
    """

    code: str
    role: str | None
    name: str

    def __post_init__(self) -> None:
        if not self.code or len(self.code) > LONGEST:
            raise UserError("partner.invalid", value=self.name)

    @property
    def together(self) -> bool:
        """Whether this stands for all partners of a place."""
        return self.code == TOGETHER


def code_said(partner: Partner | None) -> str:
    """The code a delivery is kept under; of whom nobody said, it is for all partners together."""
    return TOGETHER if partner is None else partner.code


def is_gemeente(code: str) -> bool:
    """Whether it is the CBS code of a gemeente, as the register knows it."""
    return code.startswith("GM") and code[2:].isdigit()


def may_hold(partner: str) -> tuple[str, ...]:
    """The codes under which rows of this partner may have come before it delivered by its own."""
    return (TOGETHER, UNNAMED) if is_gemeente(partner) else (TOGETHER,)


def code_of(name: str) -> str:
    """The code of an organisation without an official one: its name in plain letters."""
    letters = unicodedata.normalize("NFKD", name)
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return _NO_CODE.sub("-", bare.casefold()).strip("-")[:LONGEST]
