"""What only the uploader can answer: each question with its answers as buttons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import streamlit as st

from dashboard.components.plain import plain
from dashboard.words import say
from ketenkpi.store import Question
from ketenkpi.surfaces import language as reader

# Wide enough for the name of a place or organisation; on a telephone the button
# then comes below it.
TYPED_WIDTH = 320


@dataclass
class Said:
    """What was answered about one file so far, and which of it the store was told."""

    given: dict[str, str] = field(default_factory=dict)
    sent: set[str] = field(default_factory=set)

    def answer(self, answers: Mapping[str, str]) -> None:
        """Take these answers; an earlier one to the same question is forgotten."""
        self.given |= answers
        self.sent -= answers.keys()

    def forget(self, *names: str) -> None:
        """Take back what was answered to these questions."""
        for name in names:
            self.given.pop(name, None)

    def waits(self, questions: Sequence[Question]) -> int:
        """How many of these questions have no new answer."""
        return sum(q.name not in self.given or q.name in self.sent for q in questions)


def draw(questions: Sequence[Question], said: Said, key: str) -> Mapping[str, str]:
    """Draw every question; gives the answers that were pressed on this run.

    key: what they are about, so that buttons of two files are not the same.
    """
    st.subheader(say("gegevens.questions"))
    st.markdown(say("gegevens.questions_intro"))
    given: dict[str, str] = {}
    for question in questions:
        with st.container(border=True):
            answer = _one(question, said, f"{key}_{question.name}")
        if answer:
            given[question.name] = answer
    if sum(question.key == "werkplein" for question in questions) > 1:
        label = say("gegevens.all_new")
        if st.button(label, key=f"{key}_alles_nieuw"):
            given |= {q.name: "nieuw" for q in questions if q.key == "werkplein"}
    return given


def _one(question: Question, said: Said, key: str) -> str | None:
    """One question with its buttons; the answer that was pressed, None when none was."""
    language = reader()
    st.markdown(f"**{plain(question.sentence(language))}**")
    st.markdown(plain(question.why(language)))
    given = said.given.get(question.name)
    if given is not None and question.name in said.sent:
        st.warning(say("gegevens.answer_unfit", answer=plain(given)))
    elif given is not None:
        label = plain(question.label(given, language))
        st.markdown(say("gegevens.answer_given", answer=label))
    pressed = None
    with st.container(horizontal=True):
        for answer in question.answers:
            label = plain(question.label(answer, language))
            if st.button(label, key=f"{key}_{answer}"):
                pressed = answer
    other = _other(question, key) if question.open else None
    return pressed or other


def _other(question: Question, key: str) -> str | None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        label = say(f"gegevens.other_{question.key}")
        typed = st.text_input(label, key=f"{key}_anders", width=TYPED_WIDTH)
        pressed = st.button(say("gegevens.use_answer"), key=f"{key}_gebruik")
    return typed.strip() if pressed and typed.strip() else None
