"""A text as it may be shown: what may be of a person is covered.

Every finding passes through here when it is made, so that no list, report,
JSON or log can hold more. Two signs stay, by which who has the file beside it
recognises the cell; the line is there too.
"""

from __future__ import annotations

import re

from ketenkpi.contracts.personal import bsn, marks, person_names

COVER = "•"
SHOWN = 2
_RUN = re.compile(r"\d+(?:[\W_]{1,3}\d+)*")
_DIGITS = re.compile(bsn.NEARBY)
_AT = re.compile(marks.AT)
_ACCOUNT = re.compile(rf"(?i)\b(?:{'|'.join(marks.LENGTHS)})[0-9]{{2}}")
_NAME = re.compile(person_names.WORTH)
_DAY = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{4}|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}", re.ASCII)


def mask(text: str) -> str:
    """The text with numbers that may be a BSN, e-mail, telephone, IBAN and names covered."""
    if _DAY.fullmatch(text):
        return text
    suspects: list[str] = []
    if _AT.search(text):
        suspects += marks.emails(text)
    if _NAME.search(text):
        suspects += person_names.names(text)
        suspects += [text.strip()] if person_names.is_name(text) else []
    numbers = _DIGITS.search(text)
    if numbers:
        suspects += marks.telephones(text)
        suspects += marks.ibans(text) if _ACCOUNT.search(text) else []
    for suspect in sorted(suspects, key=len, reverse=True):
        text = text.replace(suspect, covered(suspect))
    return _without_bsn(text) if numbers else text


def _without_bsn(text: str) -> str:
    alone, marked = bsn.is_alone(text), bsn.is_marked(text)
    return _RUN.sub(lambda run: _number(run.group(), alone=alone, marked=marked), text)


def covered(suspect: str) -> str:
    """The first two signs, and a dot for each other one."""
    return suspect[:SHOWN] + COVER * (len(suspect) - SHOWN)


def _number(run: str, *, alone: bool, marked: bool) -> str:
    plain = bsn.plain_digits(run)
    if bsn.is_decimal(plain):
        return run
    if bsn.is_bsn_shaped(plain, alone=alone, marked=marked):
        return covered(run)
    if plain.isdigit():
        return run
    return re.sub(r"\d+", lambda part: _number(part.group(), alone=alone, marked=marked), run)
