"""How a file is to be read, where its uploader knows better than what is found out."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from dashboard.words import say
from ketenkpi.contracts import Wanted

ANYHOW = Wanted()
# Every workbook is a zip; a text has no sheet and a workbook no separator.
ZIP = b"PK"
SEPARATORS = {";": "semicolon", ",": "comma", "\t": "tab", "|": "bar"}
ENCODINGS = ("utf-8", "windows-1252", "iso-8859-15", "utf-16", "cp850", "mac-roman")
# How a whole column is written: the question that it answers, with its answers.
COLUMNS = {"dagvolgorde": ("dmj", "mdj"), "decimaalteken": ("komma", "punt")}


@dataclass(frozen=True)
class How:
    """What is said about reading a file; nothing where it is all found out."""

    wanted: Wanted = ANYHOW
    answers: tuple[tuple[str, str], ...] = ()


NOTHING_SAID = How()


def draw(content: bytes, file_id: str) -> How:
    """The choices, closed until somebody wants them; another file begins anew."""
    with st.expander(say("gegevens.otherwise")):
        st.markdown(say("gegevens.otherwise_intro"))
        left, right = st.columns(2)
        line = left.number_input(
            say("gegevens.header_line"),
            min_value=1,
            max_value=1_000_000,
            value=None,
            step=1,
            placeholder=say("gegevens.found_out"),
            key=f"kopregel_{file_id}",
        )
        with right:
            wanted = (_of_workbook if content.startswith(ZIP) else _of_text)(file_id)
        answers = {name: _column(name, file_id) for name in COLUMNS}
    given = tuple((name, answer) for name, answer in answers.items() if answer)
    return How(Wanted(header_line=int(line) if line else None).over(wanted), given)


def _of_workbook(file_id: str) -> Wanted:
    label = say("gegevens.sheet")
    found_out = say("gegevens.found_out")
    sheet = st.text_input(label, placeholder=found_out, key=f"blad_{file_id}")
    return Wanted(sheet=sheet.strip() or None)


def _of_text(file_id: str) -> Wanted:
    named = {sign: say(f"gegevens.separator_{name}") for sign, name in SEPARATORS.items()}
    separator = st.selectbox(
        say("gegevens.separator"),
        list(SEPARATORS),
        index=None,
        format_func=named.__getitem__,
        placeholder=say("gegevens.found_out"),
        key=f"scheidingsteken_{file_id}",
    )
    encoding = st.selectbox(
        say("gegevens.encoding"),
        ENCODINGS,
        index=None,
        placeholder=say("gegevens.found_out"),
        key=f"codering_{file_id}",
    )
    return Wanted(separator=separator, encoding=encoding)


def _column(name: str, file_id: str) -> str | None:
    named = {one: say(f"gegevens.{name}_{one}") for one in COLUMNS[name]}
    answer: str | None = st.selectbox(
        say(f"gegevens.{name}"),
        COLUMNS[name],
        index=None,
        format_func=named.__getitem__,
        placeholder=say("gegevens.found_out"),
        key=f"{name}_{file_id}",
    )
    return answer
