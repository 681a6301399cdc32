"""The programme of a small real store: goals, agenda, norms and figures per phase."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pytest

from ketenkpi.errors import UsageError, UserError
from ketenkpi.programme import GoalRegister, TheoryFigures, goal_register
from ketenkpi.programme.cooperation_at import together_at
from ketenkpi.scope import Scope
from ketenkpi.store import Store
from ketenkpi.vocabulary import Quarter
from tests.unit.store.files import ALL, Q1, Q2, deliver

pytestmark = pytest.mark.slow

PLACES = b"werkplein;naam;arbeidsmarktregio\nA;Plein A;Middenland\nB;Plein B;Middenland\n"
GOALS = "werkplein;arbeidsmarktregio;indicator;doel;vanaf;tot;waarde;soort;afgeleid_van;vastgesteld"
SPELLS = "traject_id;werkplein;regeling;doelgroep;client;instroom;uitstroom;reden_uitstroom"
PHASES = "werkplein;doelgroep;fase;vanaf;tot;bewijs"
KEY, PLAN = "aandeel_werk", "Actieplan 2009"


def spells(place: str, to_work: int, otherwise: int, group: str = "jongere") -> list[str]:
    """Benefits that end in the first quarter, so many of them to work."""
    reasons = ["werk"] * to_work + ["overig"] * otherwise
    return [
        f"{place}{group}{n};{place};WWB;{group};c{place}{n};05-01-2009;{1 + n % 28:02d}-02-2009;{r}"
        for n, r in enumerate(reasons)
    ]


def file(head: str, *rows: str) -> bytes:
    return "\n".join((head, *rows, "")).encode()


def filled(store: Store) -> None:
    deliver(store, PLACES, "werkpleinen")
    deliver(store, file(SPELLS, *spells("A", 80, 20), *spells("B", 30, 70)))


def goals(store: Store, *rows: str, **options: Any) -> None:
    assert deliver(store, file(GOALS, *rows), "doelen", **options).status == "stored"


def answers(register: GoalRegister, check: str) -> dict[str, str]:
    return {judged.goal.place: judged.answer(check) for judged in register.goals}


FIRST = "01-01-2009;31-03-2009"


def test_goals_from_region_to_werkplein_are_judged_by_their_own_figures(local: Store) -> None:
    filled(local)
    goals(
        local,
        f";Middenland;{KEY};Meer uitstroom naar werk;{FIRST};70;streefwaarde;{PLAN};15-12-2008",
        f"A;;{KEY};;{FIRST};60;streefwaarde;meer uitstroom naar WERK;01-01-2009",
        f"B;;;Prettig samenwerken;{FIRST};;;{PLAN};02-01-2009",
    )
    found = local.programme(ALL, Q1).goals
    # A has 80 of 100 to work, B 30 of 100, so the region 110 of 200: 55 %.
    assert answers(found, "on_track") == {"Middenland": "no", "A": "yes", "B": "unknown"}
    assert answers(found, "measurable") == {"Middenland": "yes", "A": "yes", "B": "no"}
    assert answers(found, "derived") == {"Middenland": "nvt", "A": "yes", "B": "yes"}
    assert answers(found, "in_advance") == {"Middenland": "yes", "A": "yes", "B": "no"}
    region, a, b = found.goals
    assert region.verdict is not None
    assert region.verdict["value"] == pytest.approx(110 / 200)
    assert (a.parent, b.parent, b.plan) == (region.number, None, PLAN)


def test_a_later_change_of_a_goal_does_not_alter_the_verdict(local: Store) -> None:
    filled(local)
    goals(local, f"A;;{KEY};;{FIRST};60;streefwaarde;;")
    goals(local, f"A;;{KEY};;{FIRST};95;streefwaarde;;", replace=True)
    (judged,) = goal_register(local.source, ALL, Q1).goals
    assert judged.goal.value == 95
    assert judged.answer("on_track") == "yes"
    assert judged.verdict is not None
    assert (judged.verdict["target"], judged.verdict["now"]) == (0.60, 0.95)


def test_who_does_not_see_the_whole_region_does_not_see_its_figure(local: Store) -> None:
    filled(local)
    goals(local, f";Middenland;{KEY};;{FIRST};50;streefwaarde;;")
    (own,) = goal_register(local.source, Scope.of(["A"], "rows"), Q1).goals
    assert own.checks["on_track"].reason == "programme.region_out_of_scope"
    assert own.verdict is not None
    assert own.verdict["value"] != own.verdict["value"]
    (whole,) = goal_register(local.source, Scope.of(["A", "B"], "rows"), Q1).goals
    assert whole.answer("on_track") == "unknown"
    assert whole.checks["on_track"].reason == "comparison.target_in_interval"


def test_goals_of_other_regions_are_not_shown_to_who_is_elsewhere(local: Store) -> None:
    filled(local)
    goals(local, f";Noordkust;{KEY};;{FIRST};50;streefwaarde;;", f"B;;{KEY};;{FIRST};50;;;")
    assert goal_register(local.source, Scope.of(["A"], "rows"), Q1).goals == ()
    assert len(goal_register(local.source, ALL, Q1).goals) == 2


def test_the_agenda_names_what_is_open_and_nothing_else(local: Store) -> None:
    filled(local)
    goals(local, f"A;;{KEY};;{FIRST};95;streefwaarde;;")
    found = local.programme(ALL, Q1)
    assert [(each.place, each.kind.key) for each in found.agenda] == [
        ("A", "doel_niet_afgeleid"),
        ("A", "scan_ontbreekt"),
        ("A", "akkoord_ontbreekt"),
        ("A", "akkoord_ontbreekt"),
        ("A", "doel_niet_gehaald"),
        ("B", "geen_doelen"),
        ("B", "scan_ontbreekt"),
        ("B", "akkoord_ontbreekt"),
        ("B", "akkoord_ontbreekt"),
    ]
    (missed,) = (each for each in found.agenda if each.kind.key == "doel_niet_gehaald")
    assert missed.subject == {"werkplein": "A", "kwartaal": "2009K1", "indicator": KEY}
    late = local.programme(ALL, Q2)
    assert "levering_ontbreekt" not in {each.kind.key for each in late.agenda}
    # B delivers the second quarter, so that of A is missing.
    extra = file(SPELLS, "B9;B;WWB;jongere;z;05-04-2009;;")
    deliver(local, extra, quarter=Q2)
    late = local.programme(ALL, Q2)
    assert [e.place for e in late.agenda if e.kind.key == "levering_ontbreekt"] == ["A"]


def test_narrowing_keeps_what_follows_from_the_others(local: Store) -> None:
    filled(local)
    goals(local, f";Middenland;{KEY};;{FIRST};70;;;", f"B;;{KEY};;{FIRST};50;;;")
    found = local.programme(ALL, Q1).narrowed(["A"])
    assert [judged.goal.place for judged in found.goals.goals] == ["Middenland"]
    assert found.goals.goals[0].answer("on_track") == "no"
    assert {each.place for each in found.agenda} == {"A"}


def phases(store: Store, *rows: str) -> None:
    assert deliver(store, file(PHASES, *rows), "fasen").status == "stored"


def line(found: TheoryFigures, indicator: str) -> dict[str, tuple[float | None, int]]:
    (only,) = (each for each in found.lines["uitstroom"] if each.indicator.key == indicator)
    return {figure.phase: (figure.value, figure.delivered) for figure in only.figures}


def test_figures_per_phase_are_those_of_a_plain_loop_over_the_counts(local: Store) -> None:
    """Sum the tallies of the Werkpleinen in a phase, divide last; never the mean of shares."""
    places = {"A": (80, 20), "B": (30, 70), "C": (5, 35), "D": (20, 20), "E": (9, 1)}
    phase_of = {"A": "1", "B": "1", "C": "1", "D": "3a", "E": "3a"}
    rows = [row for place, counts in places.items() for row in spells(place, *counts)]
    others = [row for place in places for row in spells(place, 0, 15, "overig")]
    deliver(local, file(SPELLS, *rows, *others))
    phases(local, *(f"{w};jongere;{f};01-01-2008;;mt" for w, f in phase_of.items()),
           "A;overig;3b;01-01-2008;;mt")  # fmt: skip
    found = local.theory(ALL, Q1, "jongere")

    work: dict[str, int] = defaultdict(int)
    known: dict[str, int] = defaultdict(int)
    counts = local.counts(ALL)
    tally = counts.roll_up("uitstroom", by=["werkplein", "kwartaal", "doelgroep", "reden"])
    for row in tally.itertuples():
        if row.kwartaal == Q1.index and row.doelgroep == "jongere":
            known[phase_of[row.werkplein]] += int(row.n)
            work[phase_of[row.werkplein]] += int(row.n) if row.reden == "werk" else 0
    assert known == {"1": 240, "3a": 50}
    assert line(found, KEY) == {
        phase: (pytest.approx(work[phase] / known[phase]), n) for phase, n in (("1", 3), ("3a", 2))
    }
    assert dict(found.phases) == {"1": ("A", "B", "C"), "3a": ("D", "E")}
    assert found.unknown == ()
    # Two Werkpleinen in phase 3a are too few to say anything of it.
    share = next(each for each in found.lines["uitstroom"] if each.indicator.key == KEY)
    assert share.narrowed
    assert share.reading.reason == "programme.theory_too_few_places"


def test_the_phase_is_that_of_the_asked_group_and_the_unknown_are_named(local: Store) -> None:
    filled(local)
    phases(local, "A;jongere;2;01-01-2008;;mt")
    assert dict(local.theory(ALL, Q1, "jongere").phases) == {"2": ("A",)}
    assert local.theory(ALL, Q1, "jongere").unknown == ("B",)
    assert local.theory(ALL, Q1, "overig").unknown == ("A", "B")
    with pytest.raises(UsageError, match="allen"):
        local.theory(ALL, Q1, "allen")


def test_norms_stand_as_of_the_last_delivered_quarter(local: Store) -> None:
    with pytest.raises(UserError):
        local.norm_register(ALL)
    filled(local)
    assert local.norm_register(ALL).quarter == Q1
    assert local.norm_register(ALL, Quarter(2013, 1)).quarter == Quarter(2013, 1)


SCAN = "werkplein;kwartaal;invuller;onderdeel;situatie;product;proces;score"


def test_cooperation_at_all_werkpleinen_is_that_of_each_alone(local: Store) -> None:
    filled(local)
    phases(local, "A;jongere;3a;01-01-2008;;mt", "A;overig;0;01-01-2008;;mt",
           "B;jongere;1;01-01-2008;;mt")  # fmt: skip
    rows = [
        f"{place};2009K1;{party};{part};{situation};{product};{proces};{score}"
        for place, low in (("A", 1), ("B", 0))
        for party, more in (("uwv", 1), ("gemeente", 0))
        for part, situation, product, proces, score in (
            ("intake", "", low, low + more, ""),
            ("kennis", "", "", "", low + 3 * more),
            ("duos", "", "", "", low),
            ("intake_diagnose", "binnen_uitkering", low, low, ""),
            ("wwb_intake_ww_intake", "overgang_ww_wwb", low, low, ""),
        )
    ]
    assert deliver(local, file(SCAN, *rows), "samenwerking").status == "stored"
    scan = local.table("samenwerking", ALL).to_dict("records")
    plain = [{k: None if v != v else v for k, v in row.items()} for row in scan]

    def ask(key: str, by: Any, where: Any) -> Any:
        return local.figures([key], by, ALL, where)

    found = together_at(["B", "A"], Q1, plain, local.phases(ALL), local.indicators, ask)
    assert [each.werkplein for each in found] == ["A", "B"]
    for each in found:
        alone = local.cooperation(each.werkplein, Q1, ALL)
        assert each.answers == alone.answers
        assert each.disagreements == alone.disagreements
        assert each.phase == alone.phase
        mine, theirs = each.coordination.gaps, alone.coordination.gaps
        assert [(g.key, g.lacking, g.clients) for g in mine] == [
            (g.key, g.lacking, g.clients) for g in theirs
        ]
        assert mine


def test_a_goal_about_people_is_not_judged_for_their_number_has_no_better_side(
    local: Store,
) -> None:
    filled(local)
    goals(
        local,
        f";Middenland;personen;;{FIRST};70;streefwaarde;;15-12-2008",
        f";Middenland;{KEY};;{FIRST};70;streefwaarde;;15-12-2008",
        f"A;;personen;;{FIRST};70;streefwaarde;;15-12-2008",
    )
    found = goal_register(local.source, ALL, Q1)
    checks = {
        (each.goal.place, each.goal.indicator): each.checks["on_track"] for each in found.goals
    }
    people = checks["Middenland", "personen"]
    assert (people.answer, people.reason) == ("nvt", "comparison.target_neutral")
    assert checks["Middenland", KEY].reason != "programme.region_not_added"
    assert checks["A", "personen"].reason != "programme.region_not_added"
