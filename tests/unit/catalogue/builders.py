"""Small catalogues for tests: a new upload with made-up content, and a catalogue to put it in."""

from __future__ import annotations

from datetime import date
from typing import Any

from ketenkpi.catalogue import Blobs, Catalogue, Change, NewDelivery, NewUpload, connect, migrate
from ketenkpi.contracts import Findings
from ketenkpi.settings import Settings

QUARTER = 8036


def catalogue_of(settings: Settings) -> Catalogue:
    engine = connect(settings.database_url)
    migrate(engine)
    home = settings.home
    return Catalogue(engine, Blobs(home / "rows"), Blobs(home / "counts"))


def blob(folder: Blobs, content: str) -> str:
    """A placed file with this content; returns its name."""
    staged = folder.folder.parent / "staged"
    staged.parent.mkdir(parents=True, exist_ok=True)
    staged.write_text(content)
    return folder.place(staged)


def new_upload(catalogue: Catalogue, content: str = "rows", **changes: Any) -> NewUpload:
    """An upload of `trajecten` with one row for Werkplein A, changed as asked."""
    places = changes.pop("places", ("A",))
    values: dict[str, Any] = {
        "contract": "trajecten",
        "profile": None,
        "constants": {},
        "filename": "trajecten.csv",
        "source_sha256": "0" * 64,
        "rows_blob": blob(catalogue.rows, content),
        "quarter": QUARTER,
        "observed_from": None,
        "observed_until": date(2009, 3, 31),
        "rows_read": len(places),
        "rows_stored": len(places),
        "rows_rejected": 0,
        "delivered_by": "anna",
        "organisation": "uwv",
        "deliveries": tuple(NewDelivery(place, False, QUARTER, 1) for place in places),
        "findings": Findings(),
    }
    return NewUpload(**values | changes)


def change(catalogue: Catalogue, *uploads: NewUpload, **changes: Any) -> Change:
    values: dict[str, Any] = {"actor": "anna", "counts_blob": blob(catalogue.counts, "counts")}
    return Change(uploads=uploads, **values | changes)
