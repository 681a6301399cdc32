"""Werkpleinen, gemeenten and arbeidsmarktregio's, with the days on which each holds.

Werkpleinen closed and merged all through the years the figures cover: 121
in 2011, 44 in 2015. The register says which location had which area on which
day, so that figures of a vanished Werkplein can be grouped with the one that
took over. It comes from four decrees of UWV (`data/reference/README.md`) and
may be overlaid with a user's own list.
"""

from ketenkpi.register.model import (
    Area,
    Certainty,
    Gemeente,
    Moment,
    Region,
    RegisterError,
    Source,
    Werkplein,
)
from ketenkpi.register.names import key
from ketenkpi.register.register import Register, load_register

__all__ = [
    "Area",
    "Certainty",
    "Gemeente",
    "Moment",
    "Region",
    "Register",
    "RegisterError",
    "Source",
    "Werkplein",
    "key",
    "load_register",
]
