"""Werkpleinen, gemeenten and arbeidsmarktregio's, with the days on which each holds.

Werkpleinen closed and merged all through the years the figures cover: 121
in 2011, 44 in 2015. The register says which location had which area on which
day, so that figures of a vanished Werkplein can be grouped with the one that
took over. It comes from four decrees of UWV (`data/reference/README.md`) and
may be overlaid with a user's own list. Werkpleinen after 2015 and Werkcentra
are in no list we found: they come with that own list, contract `werkpleinen`.
Gemeenten, their mergers and their regions are known from 2008 to 2026.
"""

from ketenkpi.register.known import require_places
from ketenkpi.register.model import (
    Area,
    CbsRegion,
    Certainty,
    Comparable,
    Decree,
    Gemeente,
    GemeenteRegion,
    LocationType,
    MapTile,
    Moment,
    Region,
    RegionCertainty,
    RegisterError,
    Werkplein,
)
from ketenkpi.register.names import key
from ketenkpi.register.own_list import OWN_LIST
from ketenkpi.register.register import Register, load_register, region_key

__all__ = [
    "OWN_LIST",
    "Area",
    "CbsRegion",
    "Certainty",
    "Comparable",
    "Decree",
    "Gemeente",
    "GemeenteRegion",
    "LocationType",
    "MapTile",
    "Moment",
    "Region",
    "RegionCertainty",
    "Register",
    "RegisterError",
    "Werkplein",
    "key",
    "load_register",
    "region_key",
    "require_places",
]
