"""What is installed only by who needs it: the extras of the package, by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib.util import find_spec

from ketenkpi.errors import UserError

# The modules of each extra of pyproject.toml.
EXTRAS: Mapping[str, tuple[str, ...]] = {
    "dashboard": ("streamlit", "starlette", "altair", "statsmodels"),
    "grafieken": ("altair",),
    "modellen": ("statsmodels",),
    "postgres": ("psycopg",),
}


def require(extra: str) -> None:
    """Raise UserError, with how to install it, when that extra is not installed."""
    absent = lacking(EXTRAS[extra])
    if absent:
        raise UserError("cli.no_extra", extra=extra, names=absent)


def lacking(modules: Iterable[str]) -> str:
    """Those that are not installed, with commas; empty when all are."""
    return ", ".join(name for name in modules if find_spec(name) is None)
