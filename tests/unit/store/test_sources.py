"""Who delivers, which rows that replaces, and how far a number reaches: asked once and kept."""

from __future__ import annotations

from datetime import date

import pytest

from ketenkpi.errors import UsageError
from ketenkpi.store import Store
from ketenkpi.vocabulary import Period, Quarter
from tests.unit.store.files import ALL, Q1, Q2, Q3, deliver, flow, spells

pytestmark = pytest.mark.slow

WW, WWB = "1;Breda;WW;k1;05-01-2009;;", "2;Breda;WWB;k2;06-01-2009;;"


def _cases(store: Store) -> list[tuple[str, str]]:
    rows = store.table("trajecten", ALL)
    return sorted(zip(rows["traject_id"], rows["regeling"], strict=True))


# --- which rows a partner's own delivery replaces ------------------------------------


@pytest.mark.parametrize(
    ("answer", "left"),
    [
        ("geen", [("1", "WW"), ("1", "WW"), ("2", "WWB")]),
        ("zelfde", [("1", "WW"), ("2", "WWB")]),
        ("eigen", [("1", "WW"), ("2", "WWB")]),
        ("alle", [("1", "WW")]),
    ],
)
def test_the_first_own_delivery_asks_what_it_replaces(
    store: Store, answer: str, left: list[tuple[str, str]]
) -> None:
    deliver(store, spells(WW, WWB), organisation="samen")
    asked = deliver(store, spells(WW), organisation="uwv")
    assert (asked.status, [q.name for q in asked.questions]) == ("asks", ["neemt_over:trajecten"])
    told = {"neemt_over:trajecten": answer}
    stored = deliver(store, spells(WW), organisation="uwv", answers=told, replace=True)
    assert stored.status == "stored"
    assert _cases(store) == left
    # It is asked once: the next quarter of this partner asks nothing.
    later = spells("1;Breda;WW;k1;05-01-2009;20-04-2009;werk")
    assert deliver(store, later, organisation="uwv", quarter=Q2).status == "stored"


def test_everything_replaced_is_shown_before_it_is_done(local: Store) -> None:
    deliver(local, spells(WW, WWB), organisation="samen")
    told = {"neemt_over:trajecten": "alle"}
    shown = deliver(local, spells(WW), organisation="uwv", answers=told)
    assert shown.status == "needs_replace"
    assert [slot.partner for slot in shown.replaces] == ["samen"]
    assert [(r.added, r.removed, r.changed) for r in shown.changes.rows] == [(1, 2, 0)]
    assert len(_cases(local)) == 2


def test_an_answer_that_is_none_is_refused(local: Store) -> None:
    deliver(local, spells(WW, WWB), organisation="samen")
    with pytest.raises(UsageError, match="zelfde"):
        deliver(local, spells(WW), organisation="uwv", answers={"neemt_over": "misschien"})


def test_all_together_after_partners_delivered_replaces_what_is_shown(local: Store) -> None:
    deliver(local, spells(WW), organisation="uwv")
    deliver(local, spells(WWB), organisation="Breda")
    shown = deliver(local, spells(WW, WWB), organisation="samen")
    assert shown.status == "needs_replace"
    assert sorted(slot.partner for slot in shown.replaces) == ["GM0758", "uwv"]


# --- who delivers ----------------------------------------------------------------------


def test_partners_stand_side_by_side(store: Store) -> None:
    for partner, row in (("uwv", WW), ("Breda", WWB), ("GM0777", "2;Breda;WWB;k9;07-01-2009;;")):
        assert deliver(store, spells(row), organisation=partner).status == "stored"
    assert flow(store) == {("Breda", "2009K1"): 3}
    slots = store.catalogue.snapshot().deliveries
    assert sorted(slot.partner for slot in slots) == ["GM0758", "GM0777", "uwv"]


def test_nobody_said_who_is_asked_once_partners_deliver_apart(local: Store) -> None:
    deliver(local, spells(WW), organisation="uwv")
    asked = deliver(local, spells(WWB), organisation=None)
    assert [(q.name, q.answers) for q in asked.questions] == [("partner", ("uwv", "samen"))]
    stored = deliver(local, spells(WWB), organisation=None, answers={"partner": "Breda"})
    assert stored.status == "stored"
    unnamed = deliver(local, spells(WWB), organisation="gemeente", quarter=Q2)
    assert [(q.name, q.answers) for q in unnamed.questions] == [("partner", ("GM0758", "gemeente"))]


def test_the_role_of_an_own_name_is_asked_and_kept(local: Store) -> None:
    asked = deliver(local, spells(WWB), organisation="Sociale Dienst Baronie")
    code = "sociale-dienst-baron"
    assert [q.name for q in asked.questions] == [f"rol:{code}"]
    told = {f"rol:{code}": "gemeente"}
    assert deliver(local, spells(WWB), organisation=code, answers=told).status == "stored"
    later = spells("2;Breda;WWB;k2;06-01-2009;20-04-2009;werk")
    again = deliver(local, later, organisation="Sociale Dienst Baronie", quarter=Q2)
    assert again.status == "stored"


def test_a_profile_says_who_delivers_when_nobody_did(local: Store) -> None:
    head, row = "startdatum;einddatum;geboortejaar", "2013-02-01;2013-05-01;1970"
    options = {"profile": "vng_bijstand", "by": "anna"}
    new = {"werkplein:Nissewaard": "nieuw"}
    file = f"{head}\n{row}\n".encode()
    assert (
        local.upload(file, **options, organisation=None, answers=new, scope=ALL).status == "stored"
    )
    # The same gemeente by its name: its rows came before under no name.
    asked = local.upload(file, **options, organisation="Breda", scope=ALL)
    assert [q.name for q in asked.questions] == ["neemt_over:trajecten"]
    slots = local.catalogue.snapshot().deliveries
    assert [slot.partner for slot in slots] == ["gemeente"]


def test_a_later_list_with_a_code_of_its_own_divides_no_place(local: Store) -> None:
    deliver(local, spells(WW))
    head = "werkplein;naam;arbeidsmarktregio"
    for _ in range(2):
        deliver(local, f"{head}\nWP-1;Breda;Middenland\n".encode(), "werkpleinen", replace=True)
    deliver(local, spells(WW.replace("Breda", "WP-1"), "9;WP-1;WW;;05-05-2009;;"), quarter=Q2)
    assert flow(local) == {("Breda", "2009K1"): 1, ("Breda", "2009K2"): 1}
    assert local.regions(ALL)["Breda"] == "Middenland"


# --- cases that moved -------------------------------------------------------------------


def test_cases_follow_where_the_register_says_that_places_merged(local: Store) -> None:
    register = local.register()
    assert register.merged_into("Etten-Leur", "Breda")
    deliver(local, spells("1;Etten-Leur;WW;k1;05-01-2009;;", "7;Etten-Leur;WW;k7;05-01-2009;;"))
    told = deliver(
        local, spells("1;Breda;WW;k1;05-01-2009;;", "8;Breda;WW;k8;05-05-2009;;"), quarter=Q2
    )
    assert told.status == "stored"
    assert [(t.rule, t.count) for t in told.findings.totals] == [("verhuisd", 1)]
    assert flow(local) == {
        ("Breda", "2009K1"): 1,
        ("Breda", "2009K2"): 1,
        ("Etten-Leur", "2009K1"): 1,
    }


def test_a_source_whose_numbers_hold_everywhere_is_asked_about_moves(local: Store) -> None:
    deliver(local, spells(WW))
    file = spells("1;Tilburg;WW;k1;05-01-2009;;")
    asked = deliver(local, file, quarter=Q2, answers={"zaaknummers": "overal"})
    (question,) = asked.questions
    assert (question.name, question.cases) == ("verhuisd:Breda", ("1",))
    both = {"zaaknummers": "overal", "verhuisd:Breda": "nee"}
    assert deliver(local, file, quarter=Q2, answers=both).status == "stored"
    assert flow(local) == {("Breda", "2009K1"): 1, ("Tilburg", "2009K1"): 1}


# --- how far a number reaches -----------------------------------------------------------

LEFT = "1;Breda;WW;k1;05-01-2008;20-01-2009;werk"
BACK = "1;Breda;WWB;k1;05-03-2009;;"


def _returned(store: Store) -> int:
    """Who left and came back, seen as one person."""
    counts = store.counts(ALL)
    ended = counts.table("terugkeer").to_pylist()
    return sum(row["events"] for row in ended)


@pytest.mark.parametrize(("circle", "seen"), [(None, 0), ("partner", 0), ("werkplein", 1)])
def test_a_client_is_one_person_within_the_circle_that_is_stated(
    local: Store, circle: str | None, seen: int
) -> None:
    told = {} if circle is None else {"kring": circle}
    deliver(local, spells(LEFT), organisation="uwv", answers=told)
    deliver(local, spells(BACK), organisation="Breda", answers=told)
    assert _returned(local) == seen


def test_another_circle_is_asked_about_when_figures_exist(local: Store) -> None:
    deliver(local, spells(LEFT), organisation="uwv")
    file = spells(LEFT, "9;Breda;WW;k9;05-04-2009;;")
    shown = deliver(local, file, organisation="uwv", quarter=Q2, answers={"kring": "overal"})
    assert shown.status == "needs_replace"
    stored = deliver(
        local, file, organisation="uwv", quarter=Q2, answers={"kring": "overal"}, replace=True
    )
    assert stored.status == "stored"
    assert local.catalogue.stated().circle("kring", "Breda", "uwv") == "overal"


# --- months and quarters ------------------------------------------------------------------

SCORES = "werkplein;kwartaal;klantgroep;klantprincipe;score"


def test_months_add_and_their_quarter_takes_their_place(store: Store) -> None:
    file = f"{SCORES}\nBreda;2009K1;werkzoekende;tijdigheid;6\n".encode()
    for month in (1, 2, 3):
        period = Period.of_month(2009, month)
        assert deliver(store, file, "tevredenheid", quarter=None, period=period).status == "stored"
    assert flow(store, "klant") == {("Breda", "2009K1"): 3}
    shown = deliver(store, file, "tevredenheid")
    assert (shown.status, len(shown.replaces)) == ("needs_replace", 3)
    version = store.version
    deliver(store, file, "tevredenheid", replace=True)
    assert flow(store, "klant") == {("Breda", "2009K1"): 1}
    then = store.as_of(version, ALL).roll_up("klant", by=["werkplein"])
    assert int(then["n"].sum()) == 3


def test_what_ended_in_a_month_has_not_vanished_from_its_quarter(local: Store) -> None:
    deliver(local, spells(WW, "2;Breda;WW;k2;06-01-2009;;"))
    april = spells(WW, "2;Breda;WW;k2;06-01-2009;11-04-2009;werk")
    deliver(local, april, quarter=None, period=Period.of_month(2009, 4))
    whole = spells(WW, "3;Breda;WW;k3;06-05-2009;;")
    told = deliver(local, whole, quarter=Q2)
    assert (told.status, told.findings.totals) == ("stored", ())


# --- which period -----------------------------------------------------------------------------


def test_a_file_of_another_quarter_is_stopped(local: Store) -> None:
    head = "werkplein;kwartaal;regeling;beginstand;instroom;uitstroom;eindstand"
    file = f"{head}\nBreda;2009K1;WW;10;5;3;12\n".encode()
    refused = deliver(local, file, "stand_stroom", quarter=Q3)
    assert [(t.level, t.rule) for t in refused.findings.totals] == [("fout", "periode_anders")]
    assert "2009K1" in refused.findings.listed[0].message("nl")
    assert local.version == 0
    assert deliver(local, file, "stand_stroom", quarter=Q1).status == "stored"


def test_a_stray_date_makes_no_period(local: Store) -> None:
    rows = [f"{n};Breda;WW;;{n % 28 + 1:02d}-0{n % 3 + 1}-2009;;" for n in range(1, 200)]
    stray = "999;Breda;WW;;01-12-2009;;"
    asked = deliver(local, spells(*rows, stray), quarter=None)
    assert [(q.name, q.answers) for q in asked.questions] == [("periode", ("2009K1", "2009K4"))]
    stored = deliver(local, spells(*rows, stray), quarter=None, answers={"periode": "2009K1"})
    assert (stored.status, str(stored.period)) == ("stored", "2009K1")
    assert stored.observed_until == date(2009, 3, 31)


def test_a_year_of_nothing_after_plenty_is_another_period(local: Store) -> None:
    days = [f"{n % 28 + 1:02d}-{n % 12 + 1:02d}-2009" for n in range(1, 200)]
    rows = [f"{n};Breda;WW;;{day};{day};werk" for n, day in enumerate(days)]
    refused = deliver(local, spells(*rows), quarter=Quarter(2010, 1))
    assert [t.rule for t in refused.findings.totals if t.level == "fout"] == ["periode_anders"]
    assert local.version == 0


def test_a_quarter_in_which_nothing_happened_must_be_meant(local: Store) -> None:
    few = spells("1;Breda;WW;;05-01-2009;;")
    options = {"by": "anna", "organisation": "uwv", "quarter": Quarter(2010, 1)}
    asked = local.upload(few, "trajecten", **options, scope=ALL)
    assert [(q.name, q.answers) for q in asked.questions] == [("periode", ("2009K1", "2010K1"))]
    assert "2009K1" in asked.questions[0].sentence("nl")
    meant = local.upload(few, "trajecten", **options, answers={"periode": "2010K1"}, scope=ALL)
    assert (meant.status, str(meant.period)) == ("stored", "2010K1")


def test_a_month_is_no_other_month_of_its_quarter(local: Store) -> None:
    rows = [f"{n};Breda;WW;;{n % 28 + 1:02d}-02-2009;;" for n in range(1, 30)]
    wrong = deliver(local, spells(*rows), quarter=None, period=Period.of_month(2009, 1))
    assert [t.rule for t in wrong.findings.totals if t.level == "fout"] == ["periode_anders"]
    right = deliver(local, spells(*rows), quarter=None, period=Period.of_month(2009, 2))
    assert right.status == "stored"


def test_an_end_of_this_quarter_asks_nothing_and_another_begin_does(local: Store) -> None:
    deliver(local, spells(WW, WWB))
    ordinary = spells("1;Breda;WW;k1;05-01-2009;20-04-2009;werk", WWB, "3;Breda;WW;k3;05-05-2009;;")
    assert deliver(local, ordinary, quarter=Q2).status == "stored"
    changed = spells("1;Breda;WW;k1;04-01-2009;20-04-2009;werk", "4;Breda;WW;k4;08-01-2009;;")
    asked = deliver(local, changed, quarter=Q3)
    assert asked.status == "needs_replace"
    (earlier,) = asked.changes.earlier
    assert (earlier.added, earlier.removed, earlier.changed) == (1, 0, 1)
    assert (earlier.until, earlier.examples) == (date(2009, 6, 30), ("1", "4"))
