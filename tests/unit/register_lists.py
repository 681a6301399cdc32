"""A user's own list of Werkpleinen, as the tests of the register overlay it."""

from __future__ import annotations

from typing import Any

from ketenkpi.register import Register, load_register


def listed(werkplein: str, **values: Any) -> dict[str, Any]:
    """A row of contract `werkpleinen` with only what it must have, and `values`."""
    return {
        "werkplein": werkplein,
        "naam": f"Werkplein {werkplein}",
        "arbeidsmarktregio": "Twente",
        "gemeenten": None,
        "beroepsbevolking": None,
        "geldig_vanaf": None,
        "geldig_tot": None,
        "opgegaan_in": None,
    } | values


def overlaid(*rows: dict[str, Any]) -> Register:
    """The register with these rows over it."""
    return load_register().with_locations(rows)
