"""Tables and lists of an answer as HTML: numbers right, words left, links where there are any.

Streamlit's `st.dataframe` draws on a canvas: no screen reader, printer or search of the
browser finds a cell in it. Its `st.table` has no head that stays, no column to the right,
and takes a name from a file for Markdown. So a page shows these.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape as safe
from urllib.parse import urlencode

from ketenkpi.answer import Bullet, Linked, Listed, Mark, Marked, Phrase, Said, Table
from ketenkpi.surfaces.drawn import Kind, drawn
from ketenkpi.surfaces.written import MARKS, in_words, listed, unfilled
from ketenkpi.wording import filled

# How the cells below a head are laid out; a reason is long, so its cells wrap.
CLASSES: dict[Kind, str] = {"words": ' class="kk-text"', "number": "", "why": ' class="kk-why"'}
HEADS: dict[Kind, str] = CLASSES | {"why": CLASSES["words"]}

# The colours of marks; the others have none.
COLOURS: Mapping[Mark, str] = {
    "good": "good",
    "improvement": "good",
    "bad": "bad",
    "concern": "bad",
}
# The first page stands at the root, every other one below its name.
FIRST_PAGE = "overzicht"


def in_html(said: Said) -> str:
    """What is said, in the reader's language, with its links and marks."""
    match said:
        case tuple():
            return " ".join(filter(None, map(in_html, said)))
        case Phrase():
            fill = {name: in_html(each) for name, each in said.fill.items()}
            return filled(safe(unfilled(said)), fill)
        case Listed():
            return listed([in_html(each) for each in said.of])
        case Linked():
            return f'<a href="{safe(address(said))}" target="_self">{in_html(said.of)}</a>'
        case Marked():
            return (
                f'<span class="kk-{colour(said.mark)}">{MARKS[said.mark]} {in_html(said.of)}</span>'
            )
        case _:
            return safe(in_words(said))


def colour(mark: Mark) -> str:
    """The name of the colour that goes with a mark."""
    return COLOURS.get(mark, "neutral")


def address(linked: Linked) -> str:
    """Where a link leads: the page, with what it opens on."""
    path = "" if linked.page == FIRST_PAGE else linked.page
    return f"./{path}?{urlencode(linked.query)}"


def items_as_html(items: Iterable[Bullet]) -> str:
    """Entries as a list, those below one as a list within it; '' without any."""
    listed = "".join(map(_bullet, items))
    return f'<ul class="kk-items">{listed}</ul>' if listed else ""


def _bullet(bullet: Bullet) -> str:
    lines = "".join(f"<p>{in_html(line)}</p>" for line in bullet.lines if line)
    below = lines + items_as_html(bullet.below)
    said = in_html(bullet.of)
    return f"<li><strong>{said}</strong>{below}</li>" if below else f"<li>{said}</li>"


def table_as_html(table: Table, label: str) -> str:
    """`label` names the table to who cannot see it."""
    shown = drawn(table, in_html)
    first, *heads = zip(shown.heads, shown.kinds, strict=True)
    head = f'<th scope="col">{first[0]}</th>' + "".join(
        f'<th scope="col"{HEADS[kind]}>{text}</th>' for text, kind in heads
    )
    body = "".join(_row(row, shown.kinds) for row in shown.rows)
    return (
        f'<div class="kk-grid kk-numbers" tabindex="0" role="region" aria-label="{safe(label)}">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
        + (f'<p class="kk-note">{safe(shown.note)}</p>' if shown.note else "")
    )


def _row(row: tuple[str, ...], kinds: tuple[Kind, ...]) -> str:
    cells = "".join(
        f"<td{CLASSES[kind]}>{text}</td>" for text, kind in zip(row[1:], kinds[1:], strict=True)
    )
    return f'<tr><th scope="row">{row[0]}</th>{cells}</tr>'
