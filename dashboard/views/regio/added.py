"""What the Werkpleinen of a region add up to: below each other their bars are the whole."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape as safe
from itertools import accumulate

from dashboard.components.mini import image
from dashboard.words import say
from ketenkpi.answer import Measured
from ketenkpi.charts import minis
from ketenkpi.charts.minis import MiniSize
from ketenkpi.overview import PartsOfWhole
from ketenkpi.overview.answers import cell_said
from ketenkpi.surfaces import in_words

BAR = MiniSize(120, 18, margin=2)


def as_html(found: Sequence[PartsOfWhole], region: str) -> str:
    """A column for each count, a row for each Werkplein, the region last."""
    heads = "".join(f'<th scope="col">{safe(in_words(each.tile.name))}</th>' for each in found)
    begun = [_befores(each) for each in found]
    body = "".join(
        f'<tr><th scope="row">{safe(place)}</th>'
        + "".join(_part(each, place, before) for each, before in zip(found, begun, strict=True))
        + "</tr>"
        for place in found[0].parts
    )
    total = "".join(_whole(each) for each in found)
    return (
        f'<div class="kk-board kk-added"><table><thead><tr><th scope="col">'
        f"{safe(say('page.werkplein'))}</th>{heads}</tr></thead><tbody>{body}"
        f'<tr class="kk-total"><th scope="row">{safe(region)}</th>{total}</tr></tbody></table>'
        "</div>"
    )


def _befores(each: PartsOfWhole) -> dict[str, float]:
    """Where the bar of each part begins: at the sum of those above it."""
    known = each.known
    return dict(zip(known, accumulate(known.values(), initial=0.0), strict=False))


def _part(each: PartsOfWhole, place: str, before: dict[str, float]) -> str:
    if place not in before:
        return f'<td class="kk-none">{safe(in_words(cell_said(each.parts[place])))}</td>'
    value = each.known[place]
    return _cell(minis.part(before[place], value, sum(each.known.values()), size=BAR), value)


def _whole(each: PartsOfWhole) -> str:
    value = None if each.whole is None else each.whole.figure.value
    if value is None:
        return f'<td class="kk-none">{safe(in_words(cell_said(each.whole)))}</td>'
    return _cell(minis.part(0, value, value, size=BAR), value)


def _cell(source: str, value: float) -> str:
    # The number beside it says the same, so screen readers pass the bar by.
    bar = image(source, "", BAR)
    return f"<td><div><b>{safe(in_words(Measured(value, 'number')))}</b>{bar}</div></td>"
