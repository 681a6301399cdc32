"""Which place a name means: one spelling of it is kept, whatever a file writes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ketenkpi.catalogue import Snapshot
from ketenkpi.catalogue.statements import NEW
from ketenkpi.contracts.questions import Answers
from ketenkpi.register import OWN_LIST, Register, key

ASKED = "werkplein:"


@dataclass(frozen=True)
class Places:
    """The places an installation knows, and how one source writes them.

    held: places of which something was delivered or that are on the own list,
    by their plain spelling; stated: names a source explained, by their plain
    spelling. These go before the register, so that a place keeps the name
    under which its rows are kept.
    """

    register: Register
    held: Mapping[str, str] = field(default_factory=dict)
    stated: Mapping[str, str] = field(default_factory=dict)
    # What was answered for all names that are known nowhere.
    otherwise: str | None = None
    # Of `held` those of which there are rows.
    filled: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, snapshot: Snapshot, register: Register, partner: str, answers: Answers) -> Places:
        """What is known in one state of the catalogue, and what was answered."""
        filled = {
            key(d.werkplein): d.werkplein
            for d in snapshot.deliveries
            if not d.shared and d.contract != "werkpleinen"
        }
        # A list that comes later may give a place with rows a code of its own: the
        # code then means that place, or its rows would be divided over two.
        held = {
            key(row.code): filled.get(key(row.name), row.code)
            for row in register.rows
            if row.source == OWN_LIST
        } | filled
        told = {key(name): value for name, value in snapshot.stated.places_of(partner).items()}
        told |= {
            key(name.removeprefix(ASKED)): value
            for name, value in answers.given.items()
            if name.startswith(ASKED)
        }
        return cls(register, held, told, answers.given.get("werkplein"), filled)

    def resolve(self, name: str) -> str:
        """The place that is meant; a name that is known nowhere stays as it is."""
        return self.find(name) or name

    def kept(self, name: str) -> str:
        """As a list of Werkpleinen names it, unless rows are kept under another spelling."""
        return self.filled.get(key(name), name)

    def find(self, name: str) -> str | None:
        """The place that is meant, None when nobody knows the name."""
        spelled = key(name)
        stated = self.stated.get(spelled)
        if stated is not None and stated != NEW:
            return self.held.get(key(stated)) or self._registered(stated) or self._new(stated)
        if spelled in self.held:
            return self.held[spelled]
        if stated == NEW:
            return name
        found = self._registered(name)
        return name if found is None and self.otherwise == NEW else found

    def _new(self, name: str) -> str | None:
        """A place that was said to be new; a typing error in an answer is none."""
        return name if self.stated.get(key(name)) == NEW else None

    def _registered(self, name: str) -> str | None:
        found = self.register.key_of(name)
        if found is not None:
            # Kept from before under another spelling: then that one goes on.
            return self.held.get(key(found), found)
        gemeente = self.register.gemeente_code(name) if name[:2].upper() == "GM" else None
        return gemeente[0] if gemeente else None

    def unknown(self, names: Iterable[str]) -> tuple[str, ...]:
        """The names of which nobody knows what place they are, in order."""
        return tuple(sorted({name for name in names if self.find(name) is None}))

    def nearest(self, name: str) -> tuple[str, ...]:
        """The places that look most like it, those of this installation first."""
        from difflib import get_close_matches

        near = get_close_matches(key(name), self.held, n=3, cutoff=0.6)
        mine = [self.held[one] for one in near]
        return tuple(dict.fromkeys([*mine, *self.register.nearest(name)]))[:4]
