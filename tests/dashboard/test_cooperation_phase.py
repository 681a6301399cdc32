"""The phase by register, scan and steps; the register of everybody as lanes."""

from __future__ import annotations

import html
from datetime import date
from typing import Any

import pytest

from dashboard.charts.swimlanes import swimlanes
from dashboard.views.samenwerking import phase_words
from ketenkpi.cooperation import Figure, PhasePicture, Timeline, answers_of, phase_picture, timeline
from ketenkpi.research_model import Sign
from ketenkpi.scope import Scope
from ketenkpi.store import Store
from ketenkpi.vocabulary import Quarter
from ketenkpi.wording import LANGUAGES, Language
from tests.dashboard.conftest import Opened
from tests.dashboard.said import TAG, said
from tests.dashboard.small import LAST, NOORD, ZUID, csv
from tests.unit.cooperation.scan_rows import QUARTER, STAD, Row, scores

WHEN = Quarter.from_index(QUARTER)
YES = ("concept_werkzoekenden", "termijnen_overdracht", "integraal_team")
NO = ("duos", "gemengde_caseload", "een_leidinggevende", "gezamenlijk_budget")


def period(group: str, phase: str, first: date, last: date | None, **more: Any) -> Row:
    given: Row = {
        "werkplein": STAD, "doelgroep": group, "fase": phase, "vanaf": first, "tot": last,
        "bewijs": "besluit", "akkoord_uwv": first, "akkoord_gemeente": first,
    }  # fmt: skip
    return given | more


REGISTER = timeline(
    [
        period("jongere", "1", date(2008, 1, 1), date(2008, 12, 31)),
        period("jongere", "2", date(2009, 1, 1), None, akkoord_gemeente=None, bewijs=None),
        period("grote_afstand", "0", date(2008, 1, 1), None),
        period("jongere", "3b", date(2009, 2, 1), date(2009, 3, 30), werkplein="Dorp"),
    ],
    date(2009, 3, 31),
)


def _picture(share: float) -> PhasePicture:
    """A scan that says 3a, by UWV certainly; a register that says 2; steps with this share."""
    rows = scores("uwv", dict.fromkeys(YES, 4) | dict.fromkeys(NO, 0))
    rows += scores("gemeente", dict.fromkeys(YES, 4) | dict.fromkeys(NO, 0) | {"duos": None})

    def ask(sign: Sign, groups: tuple[str, ...]) -> Figure:
        return Figure(share, share - 0.02, share + 0.02, n=200, method="indicators.method_mid_p")

    answers = answers_of(rows, STAD, QUARTER)
    return phase_picture(answers, REGISTER.at(STAD, WHEN), ask)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_three_sources_stand_beside_each_other(language: Language) -> None:
    found = phase_words.picture(_picture(0.4), WHEN, language)
    register, scan, steps = found.said
    words = {
        "nl": ("fase 2 (Duo's) voor jongeren", "3a", "volgens UWV en de gemeente", "bevestigd"),
        "en": ("phase 2 (Duos) for young people", "3a", "according to UWV and", "confirmed"),
    }[language]
    assert words[0] in register
    assert words[1] in scan
    assert words[2] in scan
    assert words[3] in steps


def test_why_a_phase_does_not_fit_is_spelled_out() -> None:
    words = html.unescape(TAG.sub(" ", phase_words.picture(_picture(0.4), WHEN, "nl").reasons))
    assert "✕ klopt niet" in words
    assert "niet zoals nodig: Gemengde caseload" in words
    # What the gemeente left empty is open, and no 'no'.
    assert "open: Duo's van UWV en gemeente" in words


def test_what_does_not_agree_is_a_finding() -> None:
    said_ = " ".join(phase_words.picture(_picture(0.02), WHEN, "nl").findings)
    assert "ontbreekt het akkoord van de gemeente" in said_
    assert "De antwoorden in de scan wijzen op fase 3a" in said_
    assert "In de stappen is dat niet te zien" in said_
    verdicts = phase_words.picture(_picture(0.02), WHEN, "nl").checks["Uitkomst"].tolist()
    assert "✕ tegengesproken" in verdicts


def test_a_lane_per_werkplein_also_where_nothing_is_registered() -> None:
    rows = phase_words.lanes(REGISTER, "jongere", ["Dorp", STAD, "Verweg"], "nl")
    assert rows["place"].tolist() == ["Dorp", STAD, STAD, "Verweg"]
    # A period that runs ends the day after the last one known, so that bars meet.
    assert rows["first"].fillna("").tolist() == ["2009-02-01", "2008-01-01", "2009-01-01", ""]
    assert rows["last"].fillna("").tolist() == ["2009-03-31", "2009-01-01", "2009-04-01", ""]
    assert rows["lacking"].tolist() == [False, False, True, False]
    assert "Geen akkoord van de gemeente" in rows["text"].tolist()[2]


def test_how_many_are_in_which_phase_and_how_many_moved() -> None:
    told = phase_words.lanes_said(REGISTER, "jongere", ["Dorp", STAD, "Verweg"], WHEN, "nl")
    # Dorp's period ended a day before the quarter did.
    assert "3 Werkpleinen: 1 in fase 2, 2 zonder registratie" in told
    assert told.endswith("Geregistreerde overgangen naar een andere fase tot dan: 1.")


def test_the_table_says_who_approved_and_on_what_ground() -> None:
    table = phase_words.periods_table(REGISTER, "jongere", [STAD], "nl")
    assert table["Duur"].tolist() == ["366 dagen", "90 dagen"]
    assert table["Tot en met"].tolist() == ["31 december 2008", "nu"]
    assert table["Akkoord gemeente"].tolist() == ["1 januari 2008", "nog niet"]
    assert table["Bewijs"].tolist() == ["besluit", "niet vermeld"]


def test_lanes_stand_in_the_order_given_and_a_phase_has_its_code() -> None:
    rows = phase_words.lanes(REGISTER, "jongere", ["Dorp", STAD], "nl")
    chart = swimlanes(rows, subject=STAD, chosen="2009-03-31", alt="x", mode="dark", language="nl")
    y = chart.spec["encoding"]["y"]
    assert y["scale"]["domain"] == ["Dorp", STAD]
    assert any(
        layer["mark"]["type"] == "text" and layer["encoding"]["text"]["field"] == "phase"
        for layer in chart.spec["layer"]
    )


def test_nobody_registered_anything() -> None:
    empty = Timeline((), date(2009, 3, 31))
    assert phase_words.groups(empty) == ()
    picture = phase_picture(answers_of([], STAD, QUARTER), (), lambda sign, groups: Figure())
    found = phase_words.picture(picture, WHEN, "nl")
    assert "niets voor 2009K1" in found.said[0]
    assert "onbekend, want er is geen scan" in found.said[1]
    assert found.reasons == ""


HEAD = "werkplein;doelgroep;fase;vanaf;tot;bewijs;akkoord_uwv;akkoord_gemeente"


@pytest.mark.slow
@pytest.mark.parametrize("taal", LANGUAGES)
def test_the_page_shows_register_findings_and_timeline(
    opened: Opened, store: Store, taal: Language
) -> None:
    rows = [
        f"{NOORD};jongere;1;01-01-2009;30-06-2009;plan;01-12-2008;01-12-2008",
        f"{NOORD};jongere;2;01-07-2009;;;;",
        f"{ZUID};jongere;0;01-01-2009;;;01-12-2008;",
    ]
    result = store.upload(
        csv(rows, HEAD),
        "fasen",
        by="test",
        organisation="samen",
        quarter=LAST,
        filename="f.csv",
        scope=Scope.everything(),
    )
    assert result.status == "stored", result.findings.listed
    app = opened("samenwerking", deel="fase", plek=NOORD, kwartaal=str(LAST), taal=taal)
    words = said(app)
    told = {
        "nl": ("fase 2 (Duo's) voor jongeren", "ontbreekt het akkoord van beide partners"),
        "en": ("phase 2 (Duos) for young people", "the approval of both partners is lacking"),
    }[taal]
    assert all(each in words for each in told)
    counted = {"nl": "2 Werkpleinen: 1 in fase 0, 1 in fase 2", "en": "2 Werkpleinen: 1 in phase 0"}
    assert counted[taal] in words
