"""A text that is passed over as a short code is one in which no check finds a person."""

from __future__ import annotations

import random

import polars as pl
import pytest

from ketenkpi.contracts.personal import bsn, marks, person_names
from ketenkpi.contracts.personal.plain_codes import is_plain_code, is_plain_id, others

SIGNS = "00000123456789abcdefABCDEFnlNLdeDEmevrMw----___///  ..,@()+"
TEXTS = 40_000


def _texts(seed: int) -> pl.Series:
    """Short texts, half of them only of the signs codes are made of."""
    draw = random.Random(seed)
    signs = (SIGNS, SIGNS.split(" ")[0])
    return pl.Series(
        "".join(draw.choices(signs[number % 2], k=draw.randint(1, 20))) for number in range(TEXTS)
    )


@pytest.mark.parametrize("seed", range(3))
def test_no_check_finds_a_person_in_a_short_code(seed: int) -> None:
    texts = _texts(seed).to_frame("text")
    codes = texts.filter(is_plain_code(pl.col("text")))["text"]
    assert len(codes) > TEXTS / 5
    # One that may be a BSN, passing or not, could be evidence in a column of others.
    assert not bsn.has_candidates(codes)
    assert not marks.has_email(codes)
    assert not marks.has_telephone(codes)
    assert not marks.has_iban(codes)
    assert not person_names.has_names(codes, pseudonyms=True)


@pytest.mark.parametrize("seed", range(3))
def test_an_id_is_a_short_code_with_a_digit(seed: int) -> None:
    texts = _texts(seed).to_frame("text")
    ids = texts.filter(is_plain_id(pl.col("text")))["text"]
    assert len(ids) > TEXTS / 10
    assert others(ids).is_empty()
    assert ids.str.contains("[0-9]").all()


@pytest.mark.parametrize(
    "text",
    ["t000000123", "t00009999f", "WP001", "ww_wwb", "2009-031", "k00088e02", "0363", "-"],
)
def test_ids_and_words_are_short_codes(text: str) -> None:
    assert others(pl.Series([text])).is_empty()


@pytest.mark.parametrize(
    "text",
    [
        *("111222333", "k111222333", "012345672", "1112-22-333", "0612345678", "010-1234567"),
        *("J.Jansen", "Jan Jansen", "jan@voorbeeld.nl", "NL91ABNA0417164300", "jan(at)x.nl"),
        *("MT84MALTABCDEFG", "27-10-2009", "\u0661" * 9, "t00012345678", "abcdefghijklmno"),
    ],
)
def test_what_may_be_of_a_person_is_none(text: str) -> None:
    assert list(others(pl.Series([text, None]))) == [text]


def test_a_missing_text_is_neither() -> None:
    assert others(pl.Series([None], dtype=pl.String)).is_empty()
