"""A table of an answer as HTML: it scrolls inside itself, numbers right, words left."""

from __future__ import annotations

from html import escape as safe

from ketenkpi.answer import Table
from ketenkpi.surfaces.drawn import Kind, drawn

# How the cells below a head are laid out; a reason is long, so its cells wrap.
CLASSES: dict[Kind, str] = {"words": ' class="kk-text"', "number": "", "why": ' class="kk-why"'}
HEADS: dict[Kind, str] = CLASSES | {"why": CLASSES["words"]}


def table_as_html(table: Table, label: str) -> str:
    """`label` names the table to who cannot see it."""
    shown = drawn(table)
    first, *heads = zip(shown.heads, shown.kinds, strict=True)
    head = f'<th scope="col">{safe(first[0])}</th>' + "".join(
        f'<th scope="col"{HEADS[kind]}>{safe(text)}</th>' for text, kind in heads
    )
    body = "".join(_row(row, shown.kinds) for row in shown.rows)
    return (
        f'<div class="kk-grid kk-numbers" tabindex="0" role="region" aria-label="{safe(label)}">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
        + (f'<p class="kk-note">{safe(shown.note)}</p>' if shown.note else "")
    )


def _row(row: tuple[str, ...], kinds: tuple[Kind, ...]) -> str:
    cells = "".join(
        f"<td{CLASSES[kind]}>{safe(text)}</td>"
        for text, kind in zip(row[1:], kinds[1:], strict=True)
    )
    return f'<tr><th scope="row">{safe(row[0])}</th>{cells}</tr>'
