"""Files that are gone, or no longer what they were: found by their hash, told with the remedy.

Every file of rows or counts is named by the SHA-256 of its content, so a
flipped byte is seen too. DuckDB and Arrow would not see it: they count what
they can still read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ketenkpi.catalogue import Blobs, Catalogue, DeliveryRecord, Snapshot, UploadRecord
from ketenkpi.contracts import find_contract
from ketenkpi.counts.pieces import files_of
from ketenkpi.errors import UserError
from ketenkpi.scope import Scope
from ketenkpi.shown import shown
from ketenkpi.store.counting import touched_by
from ketenkpi.wording import Language, say

NAMED = 5


@dataclass(frozen=True, slots=True)
class Damage:
    """The rows of one upload that cannot be counted.

    `gone`: the file is not there at all. `current`: any of it still counts;
    else only earlier states and the history of figures need it.
    """

    upload: UploadRecord
    werkpleinen: tuple[str, ...]
    gone: bool
    current: bool

    def message(self, language: Language) -> str:
        """Which upload, of where, for when and from whom."""
        upload = self.upload
        places = ", ".join(self.werkpleinen[:NAMED])
        rest = len(self.werkpleinen) - NAMED
        if rest > 0:
            places = say("store.places_and_more", language, names=places, count=rest)
        return say(
            "store.rows_gone" if self.gone else "store.rows_damaged",
            language,
            id=upload.id,
            file=upload.filename,
            contract=find_contract(upload.contract).name.in_(language),
            places=places,
            period=upload.period,
            by=upload.delivered_by,
        )

    def remedy(self, language: Language) -> str:
        """Deliver the same file again, else take the upload back; a backup for what is past."""
        key = "store.rows_remedy" if self.current else "store.past_rows_remedy"
        return say(key, language, id=self.upload.id)


class Damaged(UserError):
    """Rows that are needed are gone or damaged; `damages` say which, at least one."""

    def __init__(self, damages: tuple[Damage, ...]) -> None:
        self.damages = damages
        super().__init__("store.damaged", count=len(damages))

    def message(self, language: Language) -> str:
        """Every upload with its remedy, below one another."""
        lines = [super().message(language)]
        for damage in self.damages:
            lines += [damage.message(language), damage.remedy(language)]
        return "\n".join(lines)


class CountsDamaged(UserError):
    """The file of counts is gone or damaged: everything can be counted again from the rows."""


@shown
@dataclass(frozen=True, slots=True)
class Inspection:
    """What reading every file of rows and the counts found.

    files, size: how many were read, and their bytes together; counts_whole:
    False when the counts that hold are gone or damaged.
    """

    files: int
    size: int
    damages: tuple[Damage, ...]
    counts_whole: bool


def inspect(catalogue: Catalogue, progress: Callable[[float], None]) -> Inspection:
    """Read every byte that the catalogue names, of what is past too; one file after another."""
    snapshot, rows = catalogue.snapshot(), catalogue.rows
    every = catalogue.deliveries(Scope.everything(), ended=True)
    blobs = {delivery.upload.rows_blob for delivery in every}
    paths = [rows.path(blob) for blob in blobs]
    counts = counts_files(snapshot, catalogue.counts)
    paths += [catalogue.counts.path(name) for name in counts]
    there = [path.stat().st_size for path in paths if path.is_file()]
    return Inspection(
        files=len(there),
        size=sum(there),
        damages=damages(every, rows, progress),
        counts_whole=all(map(catalogue.counts.is_whole, counts)),
    )


def damages(
    deliveries: Iterable[DeliveryRecord],
    rows: Blobs,
    progress: Callable[[float], None] = lambda share: None,
) -> tuple[Damage, ...]:
    """The uploads of these deliveries whose rows are gone or damaged, oldest first.

    Reads every byte of every file, one after another.
    """
    uploads = _by_upload(deliveries)
    found = []
    for done, mine in enumerate(uploads):
        progress(done / len(uploads))
        if not rows.is_whole(mine[0].upload.rows_blob):
            found.append(_damage(mine, rows))
    return tuple(found)


def require_rows(deliveries: Iterable[DeliveryRecord], rows: Blobs) -> None:
    """Raise Damaged unless the rows of all these deliveries are what was placed.

    A file is read once per process and state: hashing takes 0.03 s for 50 MB,
    far less than counting it, but a page asks for the same rows many times.
    """
    found = tuple(
        _damage(mine, rows)
        for mine in _by_upload(deliveries)
        if not _known_whole(rows, mine[0].upload.rows_blob)
    )
    if found:
        raise Damaged(found)


def is_whole(snapshot: Snapshot, counts: Blobs) -> bool:
    """Whether the counts that hold are what was placed; so too while nothing is delivered."""
    if snapshot.counts_blob is None:
        return True
    return list_is_whole(snapshot.counts_blob, counts)


def list_is_whole(name: str, counts: Blobs) -> bool:
    """Whether a list of counts, and every file that it names, is what was placed."""
    return _known_whole(counts, name) and all(
        _known_whole(counts, file) for file in files_of(counts.path(name))
    )


def counts_files(snapshot: Snapshot, counts: Blobs) -> tuple[str, ...]:
    """The files of the counts that hold: their list, and what it names as far as it can be read."""
    name = snapshot.counts_blob
    if name is None:
        return ()
    return (name, *(files_of(counts.path(name)) if _known_whole(counts, name) else ()))


def require_counts(snapshot: Snapshot, counts: Blobs) -> None:
    """Raise CountsDamaged unless the counts that hold are what was placed."""
    if not is_whole(snapshot, counts):
        raise CountsDamaged("store.counts_damaged", version=snapshot.version)


def require_readable(catalogue: Catalogue, contracts: Iterable[str]) -> None:
    """Raise unless all that an upload of these contracts is put beside can be read."""
    snapshot = catalogue.snapshot()
    require_counts(snapshot, catalogue.counts)
    asked = frozenset(contracts)
    needed = asked | touched_by(asked)
    require_rows((d for d in snapshot.deliveries if d.contract in needed), catalogue.rows)


def _damage(mine: Sequence[DeliveryRecord], rows: Blobs) -> Damage:
    upload = mine[0].upload
    return Damage(
        upload,
        tuple(sorted({delivery.werkplein for delivery in mine})),
        gone=not rows.path(upload.rows_blob).is_file(),
        current=any(delivery.current for delivery in mine),
    )


def _by_upload(deliveries: Iterable[DeliveryRecord]) -> list[list[DeliveryRecord]]:
    found: dict[int, list[DeliveryRecord]] = {}
    for delivery in deliveries:
        found.setdefault(delivery.upload.id, []).append(delivery)
    return [found[key] for key in sorted(found)]


def _known_whole(blobs: Blobs, name: str) -> bool:
    path = blobs.path(name)
    if not path.is_file():
        return False
    found = path.stat()
    return _whole(path, name, (found.st_mtime_ns, found.st_size))


# A hundred bytes an entry; an installation of ten years has some thousands of files.
@lru_cache(maxsize=10_000)
def _whole(path: Path, name: str, state: tuple[int, int]) -> bool:
    return Blobs(path.parent).is_whole(name)
