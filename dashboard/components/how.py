"""What stands behind the one '?' of a block, at the right end of the line that heads it.

Method, limits, source, what is kept as a file and the lines that make it elsewhere: nobody
reads them to see what is shown, everybody must be able to. `<details>` needs no run of the
page, opens with the keyboard, and takes the whole width below its line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import reads, session
from dashboard.words import say
from ketenkpi.answer import Linked, Said, Section
from ketenkpi.charts import Drawing
from ketenkpi.surfaces import in_html, in_words

KEPT_AS = ("svg", "png")


@dataclass(frozen=True, slots=True)
class HowMade:
    """How a block was made. title: of the block, which tells one '?' from another.

    notes: method, limits and what to mind. pictures: those below the line, in their order,
    that can be kept. lines: of Python, that make the picture elsewhere; '' for none.
    """

    title: str
    notes: tuple[Said, ...] = ()
    pictures: tuple[Drawing, ...] = ()
    lines: str = ""


def how_of(section: Section, pictures: tuple[Drawing, ...] = (), lines: str = "") -> HowMade:
    """How a section was made, of its own words; `pictures` are its own as they are drawn."""
    told = (*(each.note for each in section.pictures if pictures), *section.notes)
    return HowMade(in_words(section.title), told, pictures, lines)


def headed(html: str, how: HowMade, where: DeltaGenerator | None = None) -> None:
    """The line that heads a block, with its '?' at the right end."""
    (where or st).html(as_html(html, how))


def as_html(html: str, how: HowMade) -> str:
    """That line, for a page that writes several things in one piece."""
    notes = "".join(f"<p>{text}</p>" for text in map(in_html, how.notes) if text)
    source = escape(reads.source_of(session.basis()), quote=True)
    inside = notes + _kept(how.pictures, source) + _recipe(how.lines) + _source(source)
    # Without a line of its own the '?' stands at the end of the heading above it.
    kind = "kk-line" if html else "kk-line kk-bare"
    return f'<div class="{kind}">{html}{folded(how.title, inside)}</div>'


def folded(title: str, inside: str) -> str:
    """The '?' itself, named after what it explains; nothing where nothing stands behind it."""
    if not inside:
        return ""
    name = escape(say("page.how", title=title), quote=True)
    return (
        f'<details class="kk-how"><summary aria-label="{name}" title="{name}">?</summary>'
        f"<div>{inside}</div></details>"
    )


def _kept(pictures: Sequence[Drawing], source: str) -> str:
    """The links that keep each picture below as a file, with what must go with it.

    `static/page.js` writes the file in the browser, from what is drawn there.
    """
    found = []
    for at, picture in enumerate(pictures):
        said = escape(picture.alt_text, quote=True)
        links = " ".join(
            f'<a href="#" class="kk-save" role="button" data-kind="{kind}" data-at="{at}"'
            f' data-said="{said}" data-source="{source}"'
            f' aria-label="{say("page.save_as", kind=kind.upper())}">{kind.upper()}</a>'
            for kind in KEPT_AS
        )
        number = f" {at + 1}" if len(pictures) > 1 else ""
        found.append(f"<p>{say('page.save', number=number)} {links}</p>")
    return "".join(found)


def _recipe(lines: str) -> str:
    if not lines:
        return ""
    code = f'<pre tabindex="0"><code>{escape(lines)}</code></pre>'
    return f"<p>{say('page.recipe')}</p>{code}"


def _source(source: str) -> str:
    """From which version and data, and the way to the files and their checks."""
    files = in_html(Linked(say("page.to_files"), "gegevens", {"deel": "geleverd"}))
    return f"<p>{source} {files}</p>"
