"""Places beside each other in one table: the lane of their phases and the six result areas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape as safe
from urllib.parse import urlencode

from dashboard import reads
from dashboard.basis import Basis
from dashboard.cached import cached
from dashboard.components import rug
from dashboard.components.lanes import lane
from dashboard.components.pickers import PLACE, Choice
from dashboard.words import say
from ketenkpi.charts.minis import MiniSize
from ketenkpi.cooperation.answers import target_group
from ketenkpi.overview import EVERY_CASE, CountedCases, answers, load_first_screen, placed_by_tile
from ketenkpi.overview.answers import BoardCell, board_tiles, signs_of
from ketenkpi.surfaces import MARKS, colour, in_words
from ketenkpi.vocabulary import Quarter

STRIP, LANE = MiniSize(46, 18, margin=4), MiniSize(104, 18, margin=1)
# The target group whose lane is drawn while all are chosen: it is registered nearly everywhere.
USUAL = "korte_afstand"


@dataclass(frozen=True)
class BoardRows:
    """The cells of every Werkplein by name, and the quarters of a course."""

    cells: Mapping[str, tuple[BoardCell, ...]]
    quarters: tuple[int, ...]


@cached
def rows(basis: Basis, quarter: int, cases: CountedCases) -> BoardRows:
    """All Werkpleinen on the figures of the result areas; signals are those over all cases."""
    columns = load_first_screen().areas
    signs = signs_of(reads.signalled(basis, quarter)) if cases == EVERY_CASE else {}
    quarters = reads.course_quarters(basis, quarter)
    tiles = board_tiles(columns, signs)
    seen = placed_by_tile(
        basis.store.source, tiles, "werkplein", scope=basis.scope, quarters=quarters, cases=cases
    )
    places = reads.delivered(basis).werkpleinen
    return BoardRows(answers.board(seen, columns, signs, places, quarter), quarters)


def as_html(basis: Basis, choice: Choice, regions: Mapping[str, Sequence[str]]) -> str:
    """The table; regions: their Werkpleinen in the order drawn, '' without a region."""
    found = rows(basis, choice.quarter, choice.cases)
    columns = load_first_screen().areas
    group = _group(basis, choice.cases)
    older = _older(found, choice.quarter)
    heads = "".join(
        f'<th scope="col">{safe(in_words(each.name))}{_small(at)}</th>'
        for each, at in zip(columns, older, strict=True)
    )
    phase = safe(say("werkpleinen.phase"))
    of = f" <small>{safe(in_words(target_group(group)))}</small>" if group else ""
    body = "".join(
        _region(name, choice, len(columns) + 2)
        + "".join(_row(basis, choice, found, place, group, older) for place in places)
        for name, places in regions.items()
    )
    return (
        f'<div class="kk-board"><table><thead><tr><th scope="col">{safe(say("page.werkplein"))}'
        f'</th><th scope="col">{phase}{of}</th>{heads}</tr></thead><tbody>{body}</tbody></table>'
        "</div>"
    )


def _older(found: BoardRows, quarter: int) -> list[str]:
    """Of each column the earlier quarter that all its figures are of; '' where they are not."""
    columns = zip(*found.cells.values(), strict=True)
    of = [{each.row.at for each in column if rug.short(each.row)} for column in columns]
    return [str(Quarter.from_index(*at)) if len(at) == 1 and at != {quarter} else "" for at in of]


def _small(text: str) -> str:
    return f" <small>{safe(text)}</small>" if text else ""


def _group(basis: Basis, cases: CountedCases) -> str | None:
    """The target group whose phases are drawn; None where none is registered."""
    there = dict.fromkeys(each.doelgroep for each in reads.registered(basis).periods)
    wanted = [each for each in (cases.group, USUAL) if each in there]
    return next(iter([*wanted, *there]), None)


def _region(name: str, choice: Choice, columns: int) -> str:
    if not name:
        return ""
    link = _link(f"regio?{_address(choice, f'regio:{name}')}", name)
    return f'<tr class="kk-area"><th scope="colgroup" colspan="{columns}">{link}</th></tr>'


def _row(
    basis: Basis,
    choice: Choice,
    found: BoardRows,
    place: str,
    group: str | None,
    older: Sequence[str],
) -> str:
    """older: of each column the earlier quarter that its head names."""
    periods = reads.registered(basis).of(place, group) if group else ()
    last = Quarter.from_index(choice.quarter).last_day
    now = next((each.phase for each in periods if each.holds_on(last)), "")
    drawn = lane(periods, choice.quarter, place, LANE)
    own = ' class="kk-own"' if place == choice.place else ""
    cells = "".join(
        _cell(cell, choice.quarter, found, named=bool(at))
        for cell, at in zip(found.cells[place], older, strict=True)
    )
    link = _link(f"./?{_address(choice, place)}", place)
    phase = f'<td class="kk-lane">{drawn}<span class="kk-phone">{safe(now)}</span></td>'
    return f'<tr{own}><th scope="row">{link}</th>{phase}{cells}</tr>'


def _cell(cell: BoardCell, quarter: int, found: BoardRows, *, named: bool) -> str:
    """named: the head of the column names the earlier quarter that its figures are of."""
    row, told = cell.row, [in_words(cell.row.tile.name)]
    if older := rug.older(row, quarter):
        told.append(older)
    value = rug.short(row)
    if not value:
        return f'<td class="kk-none" title="{_title(told, rug.value(row))}">{_none()}</td>'
    picture = (
        rug.spark(row, found.quarters, STRIP)
        if cell.moved
        else rug.strip(row, cell.verdict, STRIP, limits=False)
    )
    name = f"<small>{safe(in_words(row.tile.name))}</small>" if cell.moved else ""
    name += "" if named else _small(older)
    return (
        f'<td title="{_title(told, rug.elsewhere(row))}"><div><b>{safe(value)}</b>'
        f"{_mark(cell)}{picture}</div>{name}</td>"
    )


def _mark(cell: BoardCell) -> str:
    """The sign of a verdict with its word for who cannot see it, and how many more there are."""
    if cell.verdict is None:
        return '<i aria-hidden="true"></i>'
    word = safe(say(f"werkpleinen.{cell.verdict}"))
    more = f"+{cell.more}" if cell.more else ""
    return (
        f'<i class="kk-{colour(cell.verdict)}" role="img" aria-label="{word}" title="{word}">'
        f"{MARKS[cell.verdict]}{more}</i>"
    )


def _title(told: Sequence[str], last: str) -> str:
    return safe(". ".join(filter(None, [" ".join(told), last])), quote=True)


def _none() -> str:
    return safe(say("werkpleinen.none"))


def _link(address: str, text: str) -> str:
    return f'<a class="kk-go" href="{safe(address)}">{safe(text)}</a>'


def _address(choice: Choice, place: str) -> str:
    return urlencode(choice.address | {PLACE: place})
