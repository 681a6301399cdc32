"""A card as HTML: a value, how certain it is, the line of its course, what changed.

Streamlit's own `st.metric` shows a value with one change, in green or red by its sign:
it has no place for an interval, for a second change, or for a change that may be chance.
"""

from __future__ import annotations

import base64
from html import escape as safe

from ketenkpi.answer import Said
from ketenkpi.charts import BLUE, GREY
from ketenkpi.overview.answers import Card
from ketenkpi.surfaces import in_words

WIDTH, HEIGHT, MARGIN = 220, 36, 4


def as_html(card: Card, target: str) -> str:
    """target: whether it was reached, '' where there is none."""
    value = safe(in_words(card.value))
    if not card.shown:
        value = f'<span class="kk-missing">{value}</span>'
    certain = " · ".join(filter(None, map(in_words, card.certain)))
    lines = (
        f"<h3>{safe(in_words(card.tile.name))}</h3>",
        f'<p class="kk-value">{value}</p>',
        _line("beside", card.own_quarter),
        f'<p class="kk-range">{safe(certain)}</p>',
        _sparkline(card),
        *(_line(f"change kk-{kind}", said) for kind, said in card.changes),
        _line("target", target),
        *(_line("beside", said) for said in card.beside),
    )
    return f'<div class="kk-card">{"".join(lines)}</div>'


def _line(kind: str, said: Said) -> str:
    text = safe(in_words(said))
    return f'<p class="kk-{kind}">{text}</p>' if text else ""


def _sparkline(card: Card) -> str:
    # Decoration: the sentence and the chart below hold the same, so it has an
    # empty alt and screen readers pass it by. An inline <svg> is taken out by
    # Streamlit's sanitiser; an image is not.
    known = dict(card.course)
    if len(known) < 2:
        return f'<p class="kk-spark" style="height:{HEIGHT}px"></p>'
    low, high = min(known.values()), max(known.values())
    first, last = card.quarters[0], card.quarters[-1]

    def at(q: int) -> str:
        x = MARGIN + (WIDTH - 2 * MARGIN) * (q - first) / (last - first)
        share = (known[q] - low) / (high - low) if high > low else 0.5
        return f"{x:.1f},{HEIGHT - MARGIN - (HEIGHT - 2 * MARGIN) * share:.1f}"

    lines = "".join(
        f'<polyline points="{" ".join(at(q) for q in run)}" fill="none" stroke="{GREY}" '
        'stroke-width="1.5"/>'
        for run in _runs(sorted(known))
    )
    dot = ""
    if card.quarter in known:
        x, y = at(card.quarter).split(",")
        dot = f'<circle cx="{x}" cy="{y}" r="3.5" fill="{BLUE}"/>'
    size = f'width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}"'
    svg = f'<svg xmlns="{_SVG}" {size}>{lines}{dot}</svg>'
    source = base64.b64encode(svg.encode()).decode()
    return f'<img class="kk-spark" alt="" src="data:image/svg+xml;base64,{source}">'


_SVG = "http:" + "//www.w3.org/2000/svg"  # the name of the format; nothing is fetched


def _runs(quarters: list[int]) -> list[list[int]]:
    """Quarters in unbroken runs, so that a line never bridges a gap."""
    runs: list[list[int]] = []
    for quarter in quarters:
        if runs and runs[-1][-1] == quarter - 1:
            runs[-1].append(quarter)
        else:
            runs.append([quarter])
    return runs
