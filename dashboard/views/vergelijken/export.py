"""One comparison as a file: the exact numbers, for Dutch Excel."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from dashboard.basis import Basis
from dashboard.presenters import parts
from dashboard.views.vergelijken import fetched
from dashboard.views.vergelijken.fetched import ComparisonAsked
from ketenkpi.answer import phrase
from ketenkpi.comparison import Comparison
from ketenkpi.harmless import harmless_frame
from ketenkpi.surfaces import in_words, reading
from ketenkpi.vocabularies import scheme_key_on
from ketenkpi.wording import Language

EXPORTED: Mapping[str, str] = {
    "value": "waarde", "low": "ondergrens", "high": "bovengrens", "n": "n",
    "expected": "verwacht", "ratio": "werkelijk_gedeeld_door_verwacht",
    "ratio_low": "ratio_ondergrens", "ratio_high": "ratio_bovengrens",
    "point": "punt_in_trechter", "size": "omvang_in_trechter",
    "low_95": "trechter_onder_95", "high_95": "trechter_boven_95",
    "low_998": "trechter_onder_998", "high_998": "trechter_boven_998",
    "z": "z", "p_adjusted": "p_na_correctie", "position": "ligging",
    "rank_low": "plaats_van", "rank_high": "plaats_tot_en_met", "reason": "reden",
}  # fmt: skip


def export(basis: Basis, asked: ComparisonAsked, language: Language) -> bytes:
    """The exact numbers of one comparison as CSV, with what was asked in every row.

    Made when it is fetched, which is no run of a page: the reader's language comes along.
    """
    group = fetched.peers(basis, asked.subject, asked.group)
    described = {
        "indicator": asked.indicator,
        "onderdeel": asked.part or "",
        "periode": parts.code(asked.quarters),
        "regeling": _scheme_of(asked),
        "doelgroep": asked.cases.group or "alle",
        "vergeleken_met": group.name.in_(language),
        "correctie": asked.adjust,
    }
    with reading(language):
        return as_csv(fetched.compared(basis, asked), described, basis.version)


def _scheme_of(asked: ComparisonAsked) -> str:
    """The key of the scheme by its name in the last quarter asked; 'alle' for all of them."""
    if asked.cases.scheme is None:
        return "alle"
    return (
        scheme_key_on(asked.cases.scheme, max(asked.quarters))
        if asked.quarters
        else asked.cases.scheme
    )


def as_csv(made: Comparison, asked: Mapping[str, object], version: int) -> bytes:
    """The exact numbers as a CSV that Dutch Excel opens as it should, by name.

    What was asked and the version stand in every row: a file is separated from
    where it came from. Missing stays empty, with its reason beside it.
    """
    rows = made.frame.sort_values("werkplein", key=lambda names: names.str.casefold())
    told = rows[["werkplein", *EXPORTED]].rename(columns=EXPORTED).astype({"reden": object})
    reasons = [in_words(phrase(key)) if isinstance(key, str) else "" for key in told["reden"]]
    before = pd.DataFrame([asked] * len(told), index=told.index)
    frame = pd.concat([before, told.assign(reden=reasons, versie=version)], axis="columns")
    text = harmless_frame(frame).to_csv(index=False, sep=";", decimal=",", lineterminator="\r\n")
    return b"\xef\xbb\xbf" + text.encode()
