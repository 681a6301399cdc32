"""A card as HTML: a value, the line of its course, what changed more than chance explains.

How certain it is, and changes that may be chance, stand behind its '?'.

Streamlit's own `st.metric` shows a value with one change, in green or red by its sign:
it has no place for an interval, for a second change, or for a change that may be chance.
"""

from __future__ import annotations

from html import escape as safe

from dashboard.components.how import folded
from ketenkpi.answer import Said
from ketenkpi.charts import minis
from ketenkpi.overview.answers import Card
from ketenkpi.surfaces import in_words

# A change that may be chance.
NEUTRAL = "neutral"


def as_html(card: Card, target: str) -> str:
    """target: whether it was reached, '' where there is none."""
    name, value = safe(in_words(card.tile.name)), safe(in_words(card.value))
    if not card.shown:
        value = f'<span class="kk-missing">{value}</span>'
    behind = (
        *(card.certain if card.shown else ()),
        *(said for kind, said in card.changes if kind == NEUTRAL),
        *card.beside,
    )
    told = "".join(_line("range", each) for each in behind)
    lines = (
        f'<div class="kk-line"><h3>{name}</h3>{folded(in_words(card.tile.name), told)}</div>',
        f'<p class="kk-value">{value}</p>{_line("range", card.provisional)}',
        _line("beside", card.own_quarter),
        "" if card.shown else _line("range", card.certain),
        _sparkline(card),
        *(_line(f"change kk-{kind}", said) for kind, said in card.changes if kind != NEUTRAL),
        _line("target", target),
    )
    return f'<div class="kk-card">{"".join(lines)}</div>'


def _line(kind: str, said: Said) -> str:
    text = safe(in_words(said))
    return f'<p class="kk-{kind}">{text}</p>' if text else ""


def _sparkline(card: Card) -> str:
    # Decoration: the sentence and the chart below hold the same, so it has an
    # empty alt and screen readers pass it by.
    source = minis.spark(dict(card.course), card.quarters, card.quarter)
    if not source:
        return f'<p class="kk-spark" style="height:{minis.SPARK.height}px"></p>'
    return f'<img class="kk-spark" alt="" src="{source}">'
