"""The register rows of the invented Werkpleinen, and the one real series of the set."""

from __future__ import annotations

from datetime import timedelta

from ketenkpi.example.csv_files import day_text
from ketenkpi.example.places import REGISTER
from ketenkpi.example.truths import TRUTHS

PLACE_COLUMNS = (
    "werkplein",
    "naam",
    "arbeidsmarktregio",
    "gemeenten",
    "beroepsbevolking",
    "geldig_vanaf",
    "geldig_tot",
    "opgegaan_in",
)
CONTEXT_COLUMNS = ("reeks", "gebied", "periode", "waarde", "status")

# Benefits running in the Netherlands at the end of the month, x 1,000. Source:
# CBS StatLine 37789ksz, measures D007076_2 (WW, not seasonally adjusted) and
# 90210 (bijstand up to AOW age), CC BY 4.0.
MONTHS = tuple(f"{year}MM{month:02}" for year in (2008, 2009, 2010) for month in (3, 6, 9, 12))
WW = (185.6, 169.2, 161.4, 170.8, 197.8, 220.2, 241.6, 269.9, 281.8, 261.4, 254.2, 263.7)
BIJSTAND = (270.9, 268.3, 262.2, 258.8, 263.1, 270.1, 274.9, 280.8, 292.1, 300.2, 301.7, 307.0)


def series() -> list[tuple[object, ...]]:
    """Rows of contract `context`: national stocks, the real ones."""
    return [
        (name, "NL01", month, f"{value:.1f}".replace(".", ","), "definitief")
        for name, values in (("ww_x1000", WW), ("bijstand_tot_aow_x1000", BIJSTAND))
        for month, value in zip(MONTHS, values, strict=True)
    ]


def places() -> list[tuple[object, ...]]:
    """Rows of contract `werkpleinen`; the receiver of the merger has a row before and after."""
    rows: list[tuple[object, ...]] = []
    last = day_text(TRUTHS.merged_on - timedelta(days=1))
    merged = REGISTER.named(TRUTHS.merged_werkplein)
    for place in REGISTER.places:
        head = (place.name, f"Werkplein {place.name}", place.region)
        own = (*head, ", ".join(place.gemeenten), place.labour_force, "")
        if place == merged:
            rows.append((*own, last, TRUTHS.merged_into))
        elif place.name == TRUTHS.merged_into:
            both = ", ".join(place.gemeenten + merged.gemeenten)
            size = place.labour_force + merged.labour_force
            rows.append((*own, last, ""))
            rows.append((*head, both, size, day_text(TRUTHS.merged_on), "", ""))
        else:
            rows.append((*own, "", ""))
    return rows
