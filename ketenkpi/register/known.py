"""A Werkplein that somebody names: one that nobody knows is refused, with the nearest names."""

from __future__ import annotations

from collections.abc import Iterable

from ketenkpi.asked import nearest
from ketenkpi.errors import UsageError
from ketenkpi.register.register import Register, load_register


def require_places(
    names: Iterable[object],
    held: Iterable[str],
    shown: Iterable[str],
    register: Register | None = None,
) -> None:
    """Raise UsageError for a Werkplein that is neither among `held` nor in the register.

    held: the keys under which anything is kept; shown: those of them that may be told. One
    of the register of which nothing is kept has an answer without rows; another name of one
    that is would have it too, so it is refused with the name it is kept under. register:
    that of the decrees when None.
    """
    kept, told = frozenset(held), frozenset(shown)
    for name in names:
        if name not in kept:
            _require_registered(str(name), told, register or load_register())


def _require_registered(name: str, shown: frozenset[str], register: Register) -> None:
    called = register.key_of(name)
    if called in shown:
        raise UsageError("register.kept_as", name=name, kept=called)
    if called is None:
        near = nearest(name, [*sorted(shown), *register.nearest(name)])
        raise UsageError("register.unknown_place", name=name, near=near)
