"""The phase by register, scan and steps; the register of everybody as lanes."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ketenkpi.answer import Section
from ketenkpi.cooperation import Figure, PhasePicture, Timeline, answers_of, phase_picture, timeline
from ketenkpi.cooperation.answers import phase
from ketenkpi.cooperation.steps import NO_SPREAD
from ketenkpi.research_model import Sign
from ketenkpi.stats import mid_p
from ketenkpi.vocabulary import Quarter
from ketenkpi.wording import LANGUAGES, Language
from tests.unit.cooperation.said import cells, told
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


def _register(*places: str) -> Section:
    return phase.register(REGISTER, ["jongere"], places, WHEN, STAD)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_three_sources_stand_beside_each_other(language: Language) -> None:
    finding = phase.three_sources(_picture(0.4), WHEN).finding
    assert isinstance(finding, tuple)
    register, scan, steps = (told(each, language) for each in finding)
    words = {
        "nl": ("fase 2 (Duo's) voor jongeren", "3a", "volgens UWV en de gemeente", "bevestigd"),
        "en": ("phase 2 (Duos) for young people", "3a", "according to UWV and", "confirmed"),
    }[language]
    assert words[0] in register
    assert words[1] in scan
    assert words[2] in scan
    assert words[3] in steps


def test_why_a_phase_does_not_fit_is_spelled_out() -> None:
    section = phase.reasons(_picture(0.4))
    assert "✕ klopt niet" in cells(section, "Klopt die?")
    assert "Gemengde caseload" in cells(section, "Niet zoals nodig")
    # What the gemeente left empty is open, and no 'no'.
    assert "Duo's van UWV en gemeente" in cells(section, "Open")
    signs = phase.signs(_picture(0.4))
    duos = [at for at, item in enumerate(cells(signs, "Onderdeel")) if item.startswith("Duo's")]
    assert [cells(signs, "Is het zo?")[at] for at in duos] == ["✕ nee", "? onbekend"]
    assert [cells(signs, "Score")[at] for at in duos] == ["0", "leeg"]


def test_what_does_not_agree_is_a_finding() -> None:
    section = phase.findings(_picture(0.02))
    said = " ".join(told(each.of) for each in section.items)
    assert "ontbreekt het akkoord van de gemeente" in said
    assert "De antwoorden in de scan wijzen op fase 3a" in said
    assert "In de stappen is dat niet te zien" in said
    assert told(section.finding) == f"Punten om na te gaan: {len(section.items)}."
    checks = phase.checks(_picture(0.02))
    assert "✕ tegengesproken" in cells(checks, "Oordeel")
    assert set(cells(checks, "In de stappen")) == {"2% (0% tot 4%)"}


def test_a_lane_per_werkplein_also_where_nothing_is_registered() -> None:
    rows = _register("Dorp", STAD, "Verweg").pictures[0].rows
    assert [row["place"] for row in rows] == ["Dorp", STAD, STAD, "Verweg"]
    # A period that runs ends the day after the last one known, so that bars meet.
    assert [row["first"] for row in rows] == ["2009-02-01", "2008-01-01", "2009-01-01", None]
    assert [row["last"] for row in rows] == ["2009-03-31", "2009-01-01", "2009-04-01", None]
    assert [row["lacking"] for row in rows] == [False, False, True, False]
    assert "Geen akkoord van de gemeente" in told(rows[2]["text"])


def test_how_many_are_in_which_phase_and_how_many_moved() -> None:
    said = told(_register("Dorp", STAD, "Verweg").finding)
    # Dorp's period ended a day before the quarter did.
    assert "3 Werkpleinen: 1 in fase 2 en 2 zonder registratie" in said
    assert said.endswith("Geregistreerde overgangen naar een andere fase tot dan: 1.")
    alone = told(_register(STAD).finding)
    assert alone.startswith("Voor jongeren, aan het eind van 2009K1: fase 2 (Duo's).")
    assert "fase niet geregistreerd" in told(_register("Verweg").finding)


def test_the_table_says_who_approved_and_on_what_ground() -> None:
    section = _register(STAD)
    assert cells(section, "Dagen") == ["366", "90"]
    assert cells(section, "Tot en met") == ["31-12-2008", "nu"]
    assert cells(section, "Akkoord gemeente") == ["01-01-2008", "nog niet"]
    assert cells(section, "Bewijs") == ["besluit", "niet vermeld"]


def test_days_with_two_phases_or_none_are_told_of_the_places_shown() -> None:
    broken = timeline(
        [
            period("jongere", "1", date(2008, 1, 1), date(2008, 6, 30)),
            period("jongere", "2", date(2008, 7, 11), date(2008, 12, 31)),
            period("jongere", "3a", date(2008, 12, 1), None, _nvt="akkoord_uwv"),
        ],
        date(2009, 3, 31),
    )
    section = phase.register(broken, ["jongere"], [STAD], WHEN, STAD)
    order, until, *notes = map(told, section.notes)
    assert order == "De volgorde is op naam en zegt niets over wie het beter doet."
    assert until == "Dagen in de fase zijn geteld tot en met 31 maart 2009."
    assert notes == [
        "Stad, jongeren: van 1 juli 2008 tot en met 10 juli 2008 is er geen fase.",
        "Stad, jongeren: van 1 december 2008 tot en met 31 december 2008 zijn er twee fasen.",
    ]
    assert len(phase.register(broken, ["jongere"], ["Dorp"], WHEN, STAD).notes) == 2
    # Of whom an approval does not apply it is not missed.
    assert cells(section, "Akkoord UWV") == ["01-01-2008", "11-07-2008", "n.v.t."]
    assert told(section.pictures[0].rows[-1]["text"]).endswith(
        "Akkoord van elke partner van wie dat nodig is."
    )


def test_what_is_expected_is_told_with_the_limit_it_is_judged_by() -> None:
    section = phase.checks(_picture(0.4))
    teams = [
        (basis, expected)
        for sign, basis, expected in zip(
            *(cells(section, head) for head in ("Teken", "Fase volgens", "Verwacht")), strict=True
        )
        if sign == "Stappen door duo's of een integraal team"
    ]
    # Present from 30 % on, absent below 10 %.
    assert ("register: 2 (Duo's)", "minstens 30%") in teams
    assert ("register: 0 (Geen afspraken)", "onder 10%") in teams
    expected = cells(section, "Verwacht")
    said = [verdict.split()[0] for verdict in cells(section, "Oordeel")]
    assert [each == "niets" for each in expected] == [sign == "–" for sign in said]


def test_a_figure_without_spread_has_the_limits_it_is_judged_by() -> None:
    apart = Figure(0.0, n=40, method=NO_SPREAD)
    answers = answers_of(scores("uwv", dict.fromkeys(YES, 4)), STAD, QUARTER)
    picture = phase_picture(answers, REGISTER.at(STAD, WHEN), lambda sign, groups: apart)
    seen = cells(phase.checks(picture), "In de stappen")
    assert set(seen) == {f"0% (0% tot {100 * (1 - mid_p(40, 40).low):.0f}%)"}


def test_the_furthest_registered_phase_comes_first() -> None:
    first = told(phase.three_sources(_picture(0.4), WHEN).finding)
    assert first.index("fase 2 (Duo's) voor jongeren") < first.index("fase 0 (Geen afspraken)")


def test_nobody_registered_anything() -> None:
    empty = Timeline((), date(2009, 3, 31))
    assert phase.groups_in(empty) == ()
    nothing = phase.register(empty, (), [STAD], WHEN)
    assert (told(nothing.finding), nothing.table) == ("Er is nog geen fase geregistreerd.", None)
    picture = phase_picture(answers_of([], STAD, QUARTER), (), lambda sign, groups: Figure())
    said = told(phase.three_sources(picture, WHEN).finding)
    assert "niets voor 2009K1" in said
    assert "onbekend, want er is geen scan" in said
    assert phase.findings(picture).items == ()
