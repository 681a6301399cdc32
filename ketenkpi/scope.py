"""Who may see what: the one object every read takes.

A `Scope` names the Werkpleinen a reader may see. It is part of every query
and of every cache key, so one Werkplein can never be served another's rows
from a cache. Nothing in `dashboard/` can make one wider.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ketenkpi.asked import Several, several
from ketenkpi.errors import OutOfScope

Detail = Literal["figures", "rows"]


@dataclass(frozen=True, slots=True)
class Scope:
    """`werkpleinen` None means all; `detail` is 'figures' (counts only) or 'rows' too."""

    werkpleinen: frozenset[str] | None
    detail: Detail = "figures"

    @classmethod
    def everything(cls, detail: Detail = "rows") -> Scope:
        """All Werkpleinen: an analyst on their own files, or the administrator."""
        return cls(None, detail)

    @classmethod
    def of(cls, werkpleinen: Several[str], detail: Detail = "figures") -> Scope:
        """Only these Werkpleinen; raises UsageError for one text."""
        return cls(frozenset(several(werkpleinen, "werkpleinen")), detail)

    def allows(self, werkplein: str) -> bool:
        """Whether this reader may see figures of `werkplein`."""
        return self.werkpleinen is None or werkplein in self.werkpleinen

    def narrowed(self, werkpleinen: Several[str]) -> Scope:
        """This scope cut down to `werkpleinen`; what was not allowed stays out."""
        asked = frozenset(several(werkpleinen, "werkpleinen"))
        return Scope(asked if self.werkpleinen is None else asked & self.werkpleinen, self.detail)

    def require(self, werkplein: str) -> None:
        """Raise OutOfScope unless `werkplein` is allowed."""
        if not self.allows(werkplein):
            raise OutOfScope("scope.not_allowed", werkplein=werkplein)

    def require_all(self) -> None:
        """Raise OutOfScope unless every Werkplein is allowed."""
        if self.werkpleinen is not None:
            raise OutOfScope("scope.not_all")

    def require_rows(self) -> None:
        """Raise OutOfScope unless rows (not only figures) may be read."""
        if self.detail != "rows":
            raise OutOfScope("scope.no_rows")

    @property
    def key(self) -> str:
        """A stable text for cache keys."""
        names = "*" if self.werkpleinen is None else ",".join(sorted(self.werkpleinen))
        return f"{self.detail}:{names}"
