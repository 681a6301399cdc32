"""The registered phase below a chart over quarters: whose, which, and nothing without one."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest

from ketenkpi.answer import Picture
from ketenkpi.charts import ChartStyle, phases
from ketenkpi.cooperation import timeline
from ketenkpi.cooperation.answers import NO_BANDS, phase_bands
from ketenkpi.scope import Scope
from ketenkpi.store import Store
from ketenkpi.surfaces import reading
from ketenkpi.vocabulary import Quarter
from ketenkpi.wording import LANGUAGES, Language
from tests.dashboard.conftest import Opened
from tests.dashboard.said import said
from tests.dashboard.small import LAST, NOORD, csv
from tests.unit.cooperation.said import told

QUARTERS = [Quarter(2009, number).index for number in (1, 2, 3, 4)]
HEAD = "werkplein;doelgroep;fase;vanaf;tot;bewijs"


def row(group: str, phase: str, first: date, last: date | None, place: str = "A") -> dict[str, Any]:
    known = {"werkplein": place, "doelgroep": group, "fase": phase, "vanaf": first, "tot": last}
    return known | {"bewijs": None}


ROWS = [
    row("korte_afstand", "1", date(2009, 1, 1), date(2009, 6, 29)),
    row("korte_afstand", "2", date(2009, 6, 30), None),
    row("jongere", "1", date(2009, 1, 1), date(2009, 6, 29)),
    row("jongere", "2", date(2009, 6, 30), None),
    row("grote_afstand", "0", date(2009, 1, 1), date(2009, 3, 31)),
    row("grote_afstand", "1", date(2009, 10, 1), None),
    row("samenloop", "3b", date(2009, 1, 1), None, place="B"),
]
REGISTER = timeline(ROWS, date(2009, 12, 31))


def bands(place: str, quarters: list[int]) -> Picture:
    return phase_bands(REGISTER, place, quarters)


def rows_of(picture: Picture) -> pd.DataFrame:
    with reading("nl"):
        return phases.bands_of(picture)


def test_a_quarter_has_the_phase_of_its_last_day_and_equal_courses_share_a_band() -> None:
    found = bands("A", QUARTERS)
    shown = rows_of(found)[["row", "first", "last", "phase"]].to_numpy().tolist()
    assert shown == [
        # Phase 2 began on the last day of the second quarter.
        [0, "2009K1", "2009K1", "1"],
        [0, "2009K2", "2009K4", "2"],
        # Nothing is registered for the second and third quarter: a gap, no phase 0.
        [1, "2009K1", "2009K1", "0"],
        [1, "2009K4", "2009K4", "1"],
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_below_it_stands_whose_phase_it_is_and_what_the_codes_mean(language: Language) -> None:
    below = told(bands("A", QUARTERS).note, language)
    words = {
        "nl": ("Balk 1: korte afstand en jongeren", "Balk 2: grote afstand", "2 = Duo's"),
        "en": ("Band 1: short distance and young people", "Band 2: long distance", "2 = Duos"),
    }
    assert all(each in below for each in words[language])
    # Of a phase that is not drawn nothing is explained.
    assert "3a =" not in below


def test_nothing_where_nothing_is_registered() -> None:
    assert bands("C", QUARTERS).note is None
    assert bands("A", [Quarter(2008, 4).index]).rows == ()
    none = rows_of(NO_BANDS)
    assert len(none) == 0
    assert phases.parameters(none) == {"lanes": 0}


def test_a_phase_is_told_by_its_code_and_not_by_its_shade_alone() -> None:
    assert phases.parameters(rows_of(bands("A", QUARTERS))) == {"lanes": 2}
    layers = phases.layer(ChartStyle("dark")).to_dict()["layer"]
    codes = [part for part in layers if part["mark"]["type"] == "text"]
    assert [code["encoding"]["text"]["field"] for code in codes] == ["phase"]


@pytest.mark.slow
def test_under_the_course_and_the_limits_of_a_werkplein(opened: Opened, store: Store) -> None:
    rows = [f"{NOORD};jongere;1;01-01-2009;30-06-2009;", f"{NOORD};jongere;2;01-07-2009;;"]
    result = store.upload(
        csv(rows, HEAD),
        "fasen",
        by="test",
        organisation="samen",
        quarter=LAST,
        filename="f.csv",
        scope=Scope.everything(),
    )
    assert result.status == "stored", result.findings
    words = "de fase van samenwerking die Voorbeeldstad *Noord* heeft geregistreerd voor jongeren"
    one = opened(plek=NOORD, kwartaal=str(LAST))
    assert words in said(one)
    # No band for what is no single Werkplein.
    assert "heeft geregistreerd" not in said(opened(plek="alle", kwartaal=str(LAST)))
