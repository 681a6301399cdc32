"""The flow of clients laid out as bands between four columns of the chain; pure geometry.

A column holds the organisations that do its tasks, the last one where clients
end. Heights are numbers of clients in pixels. A band that skips a column goes
below its boxes, so that it crosses none. Moves within a column, and back, are
not drawn but counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import pandas as pd

from ketenkpi.chain import Flow
from ketenkpi.vocabularies import chain_doers, chain_partners, vocabularies

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "intake": ("intake",),
    "diagnose": ("diagnose",),
    "ondersteuning": ("aanbodversterking", "arbeidsbemiddeling"),
    "uitkomst": ("plaatsing",),
}
STAGE = {task: at for at, tasks in enumerate(COLUMNS.values()) for task in tasks}
LAST = len(COLUMNS) - 1
OUTCOMES = ("plaatsing", "werk", "anders", "onbekend", "geen_uitkering")
# Where bands pass a column they do not stop at: after all boxes.
PASSING = "langs"
HEIGHT, TOP = 420, 50
# Two names of two lines below each other need this much, and two boxes this much air.
PITCH, AIR = 31, 7
# As many points as a curve of a hundred pixels needs to look smooth.
POINTS = 15
INSIDE, BETWEEN, LEAVING = "binnen", "tussen", "einde"

Spot = tuple[int, str]


def organisations() -> tuple[str, ...]:
    """Who takes steps, from top to bottom: the two partners with what is joint in between."""
    known = vocabularies().partners.entries
    first, second = chain_partners()
    joint = [key for key in chain_doers() if key not in (first, second)]
    inside = (first, *joint, second)
    return (*inside, *(key for key in known if key not in inside))


def _rank(code: str) -> int:
    order = (*organisations(), *OUTCOMES)
    return order.index(code) if code in order else len(order)


@dataclass(frozen=True, slots=True)
class Band:
    """Clients going from one box to another; handover: the tasks, '' for leaving.

    ends: the boxes that the whole band joins, where this is a piece of it.
    """

    source: Spot
    target: Spot
    kind: str
    handover: str
    n: int
    ends: tuple[Spot, Spot] = ((0, ""), (0, ""))


@dataclass(frozen=True)
class FlowDrawn:
    """What is drawn, as rows of one frame, and the moves that are not: within a column, back."""

    rows: pd.DataFrame
    within: int
    back: int
    height: int


@dataclass
class _Box:
    arrived: int = 0
    left: int = 0
    top: float = 0.0

    @property
    def n(self) -> int:
        return max(self.arrived, self.left)


def drawn(flow: Flow) -> FlowDrawn:
    """The picture of a flow; its rows are described in `charts.flow`."""
    bands, within, back = _bands(flow)
    boxes = _boxes(flow, bands)
    pieces = _pieces(bands)
    for piece in pieces:
        if piece.target[1] == PASSING:
            boxes.setdefault(piece.target, _Box()).arrived += piece.n
    scale = _scale(boxes)
    height = _placed(boxes, scale)
    starts, ends = (_edges(pieces, boxes, scale, leaving=side) for side in (True, False))
    rows = [
        row
        for number, (piece, start, end) in enumerate(zip(pieces, starts, ends, strict=True))
        for row in _curve(piece, number, start, end, piece.n * scale)
    ]
    rows += [_box_row(spot, box, scale) for spot, box in boxes.items() if spot[1] != PASSING]
    rows += [
        {"role": "head", "x": at, "middle": 0.0, "name": name} for at, name in enumerate(COLUMNS)
    ]
    return FlowDrawn(pd.DataFrame(rows), within, back, height)


def _bands(flow: Flow) -> tuple[list[Band], int, int]:
    sums: dict[tuple[Spot, Spot, str, str], int] = {}
    within = back = 0
    for link in flow.links:
        parties = link.parties
        source, target = (
            _spot(parties.task, parties.organisation),
            _spot(parties.next_task, parties.next_organisation),
        )
        if target[0] == source[0]:
            within += link.n
        elif target[0] < source[0]:
            back += link.n
        else:
            kind = BETWEEN if parties.crosses else INSIDE
            key = (source, target, kind, f"{parties.task}>{parties.next_task}")
            sums[key] = sums.get(key, 0) + link.n
    for end in flow.exits:
        source = _spot(end.task, end.organisation)
        # Placement is an outcome itself.
        if source[0] < LAST:
            key = (source, (LAST, end.reason), LEAVING, "")
            sums[key] = sums.get(key, 0) + end.n
    return [Band(*key, n) for key, n in sums.items()], within, back


def _spot(task: str, organisation: str) -> Spot:
    # A task that an installation added helps clients on their way.
    at = STAGE.get(task, STAGE["arbeidsbemiddeling"])
    return (at, "plaatsing" if at == LAST else organisation)


def _boxes(flow: Flow, bands: Iterable[Band]) -> dict[Spot, _Box]:
    """Every box with the clients that came to it and left it, drawn or not."""
    boxes: dict[Spot, _Box] = {}

    def box(spot: Spot) -> _Box:
        return boxes.setdefault(spot, _Box())

    for entry in flow.entries:
        box(_spot(entry.task, entry.organisation)).arrived += entry.n
    for link in flow.links:
        parties = link.parties
        source = _spot(parties.task, parties.organisation)
        target = _spot(parties.next_task, parties.next_organisation)
        if source != target:
            box(source).left += link.n
            box(target).arrived += link.n
    for band in bands:
        if band.kind == LEAVING:
            box(band.source).left += band.n
            box(band.target).arrived += band.n
    return boxes


def _pieces(bands: Iterable[Band]) -> list[Band]:
    """Bands from one column to the next; a longer one is cut, and passes those in between."""
    pieces = []
    for band in bands:
        spots = [
            band.source,
            *((at, PASSING) for at in range(band.source[0] + 1, band.target[0])),
            band.target,
        ]
        pieces += [
            replace(band, source=one, target=other, ends=(band.source, band.target))
            for one, other in pairwise(spots)
        ]
    return pieces


def _place(spot: Spot) -> tuple[int, int]:
    return (spot[0], _rank(spot[1]))


def _scale(boxes: Mapping[Spot, _Box]) -> float:
    """Pixels per client: the fullest column fills the height, air included."""
    columns = range(LAST + 1)
    full = max((sum(b.n for s, b in boxes.items() if s[0] == at) for at in columns), default=0)
    most = max((sum(s[0] == at for s in boxes) for at in columns), default=0)
    return (HEIGHT - PITCH * most) / full if full else 0.0


def _placed(boxes: dict[Spot, _Box], scale: float) -> int:
    """Give every box its top; the height that all of them need."""
    lowest = 0.0
    for at in range(LAST + 1):
        y = float(TOP)
        middle = -1e9
        for spot in sorted((s for s in boxes if s[0] == at), key=_place):
            tall = boxes[spot].n * scale
            y = max(y, middle + PITCH - tall / 2)
            boxes[spot].top, middle = y, y + tall / 2
            y += tall + AIR
        lowest = max(lowest, y)
    return int(lowest) + AIR


def _edges(
    pieces: Sequence[Band], boxes: Mapping[Spot, _Box], scale: float, *, leaving: bool
) -> list[float]:
    """Where each piece leaves its box, or reaches it: below each other, without crossing there.

    Pieces that pass a column keep their order, so that each goes on where it came in.
    """

    def order(number: int) -> tuple[object, ...]:
        piece = pieces[number]
        here, other = (piece.source, piece.target) if leaving else (piece.target, piece.source)
        beside = (0, 0) if here[1] == PASSING else _place(other)
        return (beside, *map(_place, piece.ends), piece.kind, piece.handover)

    used = {spot: box.top for spot, box in boxes.items()}
    edges = [0.0] * len(pieces)
    for number in sorted(range(len(pieces)), key=order):
        piece = pieces[number]
        spot = piece.source if leaving else piece.target
        edges[number] = used[spot]
        used[spot] += piece.n * scale
    return edges


def _curve(
    piece: Band, number: int, start: float, end: float, thick: float
) -> list[dict[str, object]]:
    """A band as points along its length, from the right of one box to the left of the next."""
    rows: list[dict[str, object]] = []
    for step in range(POINTS):
        along = step / (POINTS - 1)
        smooth = along * along * (3 - 2 * along)
        y = start + (end - start) * smooth
        rows.append(
            {
                "role": "band",
                "band": number,
                "kind": piece.kind,
                "handover": piece.handover,
                "source": piece.ends[0][1],
                "target": piece.ends[1][1],
                "x": piece.source[0] + along,
                "y0": y,
                "y1": y + thick,
                "n": piece.n,
            }
        )
    return rows


def _box_row(spot: Spot, box: _Box, scale: float) -> dict[str, object]:
    tall = max(box.n * scale, 1.5)
    return {
        "role": "box",
        "x": spot[0],
        "y0": box.top,
        "y1": box.top + tall,
        "middle": box.top + tall / 2,
        "name": spot[1],
        "n": box.arrived,
    }
