"""The samenwerkingsscan filled in on the page: every change is kept at once, as a draft."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape as safe
from typing import Any

import streamlit as st

from dashboard.basis import Basis
from dashboard.components.chosen import choose, pick
from dashboard.components.plain import plain
from dashboard.views.samenwerking import form_words, submit
from dashboard.views.samenwerking.form_words import NOTE, STATUS, STATUSES, Entry, said
from ketenkpi.answer import Linked
from ketenkpi.research_model import in_paper
from ketenkpi.store import FilledScan, SavedAnswer, Scan, scan_file
from ketenkpi.surfaces import in_html, language, reading
from ketenkpi.vocabulary import Quarter
from ketenkpi.wording import Language

FILLER, PART, BY = "invuller", "vragen", "scan_door"
KEPT_NAME = "scan_naam"


@dataclass(frozen=True)
class Form:
    """One partner's scan of a Werkplein and quarter, being filled in by somebody."""

    basis: Basis
    werkplein: str
    quarter: Quarter
    filler: str
    by: str
    language: Language

    def key(self, entry: Entry, name: str) -> str:
        """The name under which this session keeps one field, of this scan only."""
        return "|".join(("scan", self.werkplein, str(self.quarter), self.filler, *entry.key, name))

    def read(self) -> FilledScan:
        """What counts already and what was changed since, as it is now."""
        return self.basis.store.draft(self.werkplein, self.quarter, self.filler, self.basis.scope)

    def save(self, entry: Entry, answer: dict[str, Any]) -> SavedAnswer:
        """Keep one answer."""
        return self.basis.store.save_answer(
            self.werkplein,
            self.quarter,
            self.filler,
            entry.item,
            answer,
            situation=entry.situation,
            seen=st.session_state[self.key(entry, "seen")],
            by=self.by,
            scope=self.basis.scope,
        )


def draw(basis: Basis, werkplein: str, quarter: int) -> None:
    """Who fills in, the questions part by part, and submitting."""
    st.markdown(said("intro"))
    st.html(f'<p class="kk-note">{said("apart")}</p>')
    left, right = st.columns(2)
    # Streamlit asks for a name also where nobody reads, so they are written before.
    fillers = {key: form_words.filler_text(key) for key in form_words.FILLERS}
    filler = pick(left, said("filler"), list(fillers), FILLER, fillers.__getitem__)
    by = right.text_input(
        said("by"),
        value=st.session_state.get(KEPT_NAME, ""),
        help=said("by_help"),
        key=BY,
    ).strip()
    # Streamlit forgets a field that is not drawn; who comes back is still the same person.
    st.session_state[KEPT_NAME] = by
    if not by:
        st.info(said("name_first"))
    form = Form(basis, werkplein, Quarter.from_index(quarter), filler, by, language())
    submit.show_done(Scan(werkplein, quarter, filler))
    _questions(form)


@st.fragment
def _questions(form: Form) -> None:
    """A part of the page of its own, so that an answer does not run the rest again."""
    # It runs again without the page around it, so it says itself who reads.
    with reading(form.language):
        _asked(form)


def _asked(form: Form) -> None:
    filled = form.read()
    state = form_words.state_text(filled)
    st.html(f'<p class="kk-finding" role="status">{safe(state)}</p>')
    names = form_words.groups()
    texts = {key: _part_text(name, filled, key) for key, name in names.items()}
    part = pick(st.container(), said("part"), list(texts), PART, texts.__getitem__)
    st.header(plain(names[part]))
    for entry in form_words.of_group(part):
        with st.container(border=True):
            _entry(form, filled, entry)
    _next(list(names), part)
    submit.draw(form.basis, filled, form.by)
    _as_file(form)


def _as_file(form: Form) -> None:
    """The same scan for who would rather fill in a file."""
    st.download_button(
        said("as_file"),
        data=lambda: scan_file(form.read(), form.language),
        file_name=f"samenwerking_{form.werkplein}_{form.quarter}_{form.filler}.csv",
        mime="text/csv",
        key="scan_bestand",
        on_click="ignore",
    )
    st.html(f'<p class="kk-note">{safe(said("as_file_note"))}</p>')


def _part_text(name: str, filled: FilledScan, part: str) -> str:
    done = form_words.progress(filled, form_words.of_group(part)).text()
    return said("part_option", name=name, progress=done)


def _next(parts: Sequence[str], part: str) -> None:
    place = parts.index(part) + 1
    if place < len(parts):
        st.button(
            said("next_part"),
            key="scan_volgende",
            on_click=_turn_to,
            args=(parts[place],),
        )


def _turn_to(part: str) -> None:
    choose(PART, part)
    st.query_params[PART] = part


def _entry(form: Form, filled: FilledScan, entry: Entry) -> None:
    _bring_in(form, filled, entry)
    st.subheader(plain(entry.name.in_(language())))
    source = safe(said("source", section=in_paper(entry.section).in_(language())))
    query = {"begrip": entry.concept}
    link = in_html(Linked(said("meaning"), "definities", query))
    st.html(f'<p>{safe(entry.question.in_(language()))}</p><p class="kk-note">{source}. {link}</p>')
    left, right = st.columns([3, 2], gap="medium")
    with left:
        for column in entry.scale.columns:
            _choice(form, entry, column, entry.steps())
        _choice(form, entry, STATUS, [form_words.status_text(each) for each in STATUSES])
    right.text_area(
        said("note"),
        key=form.key(entry, NOTE),
        height=68,
        max_chars=2000,
        disabled=not form.by,
        on_change=_changed,
        args=(form, entry, NOTE),
    )
    kind, text = st.session_state.get(form.key(entry, "said"), ("", ""))
    if kind:
        {"error": st.error, "warning": st.warning}[kind](plain(text))
    st.html(f'<p class="kk-note">{safe(form_words.state_of(filled, entry.key))}</p>')


def _choice(form: Form, entry: Entry, name: str, options: Sequence[str]) -> None:
    label = said("status")
    if name != STATUS:
        label = form_words.column_text(name)
    st.segmented_control(
        label,
        range(len(options)),
        format_func=options.__getitem__,
        key=form.key(entry, name),
        disabled=not form.by,
        on_change=_changed,
        args=(form, entry, name),
    )


def _bring_in(form: Form, filled: FilledScan, entry: Entry) -> None:
    """Fill the fields from what is kept: when they are new, and when somebody else changed it."""
    record = filled.draft.answers.get(entry.key)
    stamp = record.changed_at if record else None
    fields = {name: form.key(entry, name) for name in (*entry.scale.columns, STATUS, NOTE)}
    fresh = any(field not in st.session_state for field in fields.values())
    if fresh:
        st.session_state.pop(form.key(entry, "said"), None)
    elif st.session_state.get(form.key(entry, "seen")) == stamp:
        return
    answer = filled.answers.get(entry.key, {})
    for name, field in fields.items():
        st.session_state[field] = answer.get(name, "" if name == NOTE else None)
    if STATUS in answer:
        st.session_state[fields[STATUS]] = STATUSES.index(answer[STATUS])
    st.session_state[form.key(entry, "seen")] = stamp


def _changed(form: Form, entry: Entry, name: str) -> None:
    """Keep what now stands in the fields of one item; what came of it is said below them."""
    fields = {each: form.key(entry, each) for each in (*entry.scale.columns, STATUS, NOTE)}
    if st.session_state[fields[name]] is not None and name != NOTE:
        # An answer and a reason for none exclude each other: the last one chosen holds.
        for other in entry.scale.columns if name == STATUS else (STATUS,):
            st.session_state[fields[other]] = None
    answer = {each: st.session_state[field] for each, field in fields.items()}
    if answer[STATUS] is not None:
        answer[STATUS] = STATUSES[answer[STATUS]]
    answer[NOTE] = answer[NOTE].strip()
    saved = form.save(entry, answer)
    with reading(form.language):
        st.session_state[form.key(entry, "said")] = _said(form, entry, saved)
    if saved.answer is not None:
        st.session_state[form.key(entry, "seen")] = saved.answer.changed_at


def _said(form: Form, entry: Entry, saved: SavedAnswer) -> tuple[str, str]:
    if saved.answer is None:
        return "error", form_words.refused_text(saved.findings)
    if saved.overwritten is not None:
        return "warning", form_words.overwritten_text(entry, saved.overwritten)
    return "", ""
