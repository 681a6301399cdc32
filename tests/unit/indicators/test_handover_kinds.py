"""For how long each kind of handover is followed."""

from __future__ import annotations

from types import MappingProxyType

import numpy as np
import pandas as pd

from ketenkpi.indicators.handover_kinds import Terms

TERMS = Terms(
    30, MappingProxyType({"diagnose>plaatsing": 90, ">advies": 60, ">plaatsing": 45}), frozenset()
)
DAYS = {
    "overdracht_binnen": 30,
    "overdracht:intake>advies": 60,
    "overdracht:diagnose>plaatsing": 90,
    "overdracht:intake>plaatsing": 45,
    "overdracht:intake>begeleiding": 30,
}


def test_the_days_of_a_kind_are_those_of_its_pair_else_of_where_it_leads() -> None:
    assert {kind: TERMS.of(kind) for kind in DAYS} == DAYS


def test_many_kinds_have_the_days_of_each() -> None:
    kinds = np.random.default_rng(3).choice(list(DAYS), 500)
    expected = [DAYS[kind] for kind in kinds]
    for column in (kinds.astype(object), pd.Series(kinds), pd.Series(kinds).astype("category")):
        assert TERMS.of_each(column).tolist() == expected
    assert TERMS.of_each(kinds[:0]).tolist() == []
