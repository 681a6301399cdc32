"""No text of a user runs as a formula in the spreadsheet that opens it."""

from __future__ import annotations

import pandas as pd
import pytest

from ketenkpi.harmless import harmless, harmless_frame

FORMULAS = (
    *("=1+1", "+1+1", "-1+1", "@SUM(A1)", "|calc", "%0A=1", "=cmd|' /C calc'!A0", "-2+3+cmd|x"),
    *(" =1+1", "  \t=1+1", "\t=1", "\r=1", "\n=1", "\u00a0=1+1", "\u3000=1", "\x00=1", "\x1f=1"),
    *(
        "\u200b=1+1",
        "\ufeff=1",
        "\uff1d1+1",
        "\uff0b1+A1",
        "\uff0dA1",
        "\uff20A",
        "\u2212A1",
        "﹦1",
    ),
    *("\ttekst", "\rtekst"),
)
TEXTS = (
    *("", " ", "Breda", "-", "+", "k-7f3a91", "a=b", "5", "-5", "+5", "-0,5", "-1.234,5"),
    *(" -5", "-5 %", "1e-5", "-1E+5", "'=1+1", '"=1"', "'s-Hertogenbosch", "(=1)", "é=1"),
)


@pytest.mark.parametrize("text", FORMULAS)
def test_what_may_be_a_formula_gets_a_mark(text: str) -> None:
    assert harmless(text) == f"'{text}"
    assert harmless(harmless(text)) == harmless(text)


@pytest.mark.parametrize("text", TEXTS)
def test_other_texts_and_numbers_stay(text: str) -> None:
    assert harmless(text) == text


def test_a_frame_keeps_its_numbers() -> None:
    frame = pd.DataFrame({"=a": [" =1", None, "b"], "n": [-1, 2, 3], "x": [0.5, None, -1.0]})
    marked = harmless_frame(frame)
    assert list(marked.columns) == ["'=a", "n", "x"]
    assert marked["'=a"].tolist()[::2] == ["' =1", "b"]
    assert marked["'=a"].isna().tolist() == [False, True, False]
    assert marked["n"].tolist() == [-1, 2, 3]
    assert marked["x"].dtype == "float64"
