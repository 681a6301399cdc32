"""The lines below a picture are run as they stand, and must draw the very same rows."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from dashboard import reads
from dashboard.basis import Basis
from dashboard.components.pickers import Choice
from dashboard.views.fase_en_resultaat import fetched as phased
from dashboard.views.instroom_uitstroom import fetched as leavers
from dashboard.views.keten import fetched as chained
from dashboard.views.keten.fetched import ChainAsked
from dashboard.views.klanttevredenheid import fetched as satisfied
from dashboard.views.middelen import fetched as resourced
from dashboard.views.middelen.fetched import ResourcesAsked
from dashboard.views.overzicht import fetched, fetched_control, fetched_crisis
from dashboard.views.samenwerking import fetched as cooperating
from dashboard.views.vergelijken import fetched as compared
from dashboard.views.vergelijken.fetched import ComparisonAsked
from dashboard.views.werkgevers import fetched as employers
from ketenkpi.chain import answers as chain_answers
from ketenkpi.charts import Drawing, drawing, flow_drawing, flow_laid, flow_rows, recipes
from ketenkpi.cooperation import answers as cooperation_answers
from ketenkpi.cooperation.answers import phase_bands
from ketenkpi.overview import EVERY_CASE, CountedCases
from ketenkpi.programme import BoxMeasure
from ketenkpi.programme import answers as programme_answers
from ketenkpi.research_model import load_scan
from ketenkpi.scope import Scope
from ketenkpi.settings import Settings
from ketenkpi.store import Store, open_store
from ketenkpi.surfaces import reading
from ketenkpi.vocabulary import Quarter
from tests.dashboard.chain_files import installed as with_steps
from tests.dashboard.conftest import Opened
from tests.dashboard.customer_files import WHEN, deliver_customers
from tests.dashboard.programme_files import LAST as PROGRAMME_LAST
from tests.dashboard.programme_files import installed as with_phases
from tests.dashboard.small import FIRST, LAST, NOORD, ZUID, csv
from tests.unit.store.resources_files import filled

pytestmark = pytest.mark.slow

QUARTERS = list(range(FIRST.index, LAST.index + 1))


@pytest.fixture
def basis(store: Store) -> Basis:
    return Basis(store, Scope.everything(), store.version)


def _run(lines: str) -> Any:
    """What the last line gives, as a notebook shows it."""
    assert len(lines.splitlines()) <= 5
    *before, last = ast.parse(lines).body
    assert isinstance(last, ast.Expr)
    names: dict[str, Any] = {}
    exec(compile(ast.Module(before, []), "recipe", "exec"), names)
    return eval(compile(ast.Expression(last.value), "recipe", "eval"), names)


def _same(lines: str, drawn: Drawing) -> None:
    made = _run(lines)
    pd.testing.assert_frame_equal(made.data, drawn.rows)
    told = {each["name"]: each["value"] for each in made.to_dict().get("params", ())}
    assert told == drawn.told


@pytest.mark.parametrize("code", ["alle", NOORD])
@pytest.mark.parametrize("scheme", [None, "ww"])
def test_a_course(basis: Basis, code: str, scheme: str | None) -> None:
    found = fetched.course(basis, code, LAST.index, CountedCases(scheme), "aandeel_werk")
    (picture,) = found.section.pictures
    below = phase_bands(basis.store.phases(basis.scope), NOORD, found.quarters)
    with reading("nl"):
        drawn = drawing(picture, "light", below if code == NOORD else None)
    place = ("werkplein", code) if code == NOORD else None
    _same(
        recipes.trend(
            "aandeel_werk", place, QUARTERS, found.quarter, where=CountedCases(scheme).where
        ),
        drawn,
    )


def test_a_part_of_a_figure(basis: Basis) -> None:
    found = fetched.course(basis, ZUID, LAST.index, EVERY_CASE, "aandeel_reden:werk")
    with reading("nl"):
        drawn = drawing(found.section.pictures[0], "light")
    place = ("werkplein", ZUID)
    _same(recipes.trend("aandeel_reden", place, QUARTERS, found.quarter, part="werk"), drawn)


def test_limits_of_chance(basis: Basis) -> None:
    found = fetched_control.control(basis, NOORD, EVERY_CASE, "aandeel_werk")
    assert found is not None
    with reading("nl"):
        _same(found.recipe, drawing(found.section.pictures[0], "light"))


@pytest.mark.parametrize("adjust", ["geen", "groepen"])
def test_a_comparison_three_ways(basis: Basis, adjust: str) -> None:
    asked = ComparisonAsked(
        NOORD, "aandeel_werk", None, tuple(QUARTERS), EVERY_CASE, "alle", adjust
    )
    pictures = [each for one in compared.sections(basis, asked) for each in one.pictures]
    assert {"spread", "funnel"} <= {each.kind for each in pictures}
    for picture in pictures:
        with reading("nl"):
            _same(compared.recipe(basis, asked, picture.kind), drawing(picture, "light"))


@pytest.mark.parametrize("subject", ["ww", "werkloosheid"])
def test_a_place_beside_the_country(basis: Basis, subject: str) -> None:
    found = fetched_crisis.course(basis, NOORD, subject)
    with reading("nl"):
        drawn = drawing(found.pictures[0], "light")
    _same(recipes.context(subject, "werkplein", NOORD), drawn)


def test_money_and_people(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KETENKPI_HOME", str(tmp_path / "home"))
    store = open_store(Settings.load(tmp_path / "home"))
    filled(store)
    basis = Basis(store, Scope.everything(), store.version)
    asked = ResourcesAsked("alle", resourced.quarters(basis), "")
    drawn = 0
    for key in ("spending", "ratio", "joint", "caseload", "cost"):
        for picture in resourced.section(basis, asked, key).pictures[:1]:
            with reading("nl"):
                _same(resourced.recipe(basis, asked, key), drawing(picture, "light"))
            drawn += 1
    assert drawn >= 3
    store.close()


def test_the_chain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KETENKPI_HOME", str(tmp_path / "home"))
    store = with_steps(tmp_path / "home")
    basis = Basis(store, Scope.everything(), store.version)
    asked = ChainAsked("alle", chained.quarters(basis), None, None)
    drawn = 0
    for section in chained.sections(basis, asked):
        for picture in section.pictures[:1]:
            with reading("nl"):
                _same(chained.recipe(basis, asked, section.key), drawing(picture, "light"))
            drawn += 1
    assert drawn
    store.close()


def test_the_flow_and_one_handover(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KETENKPI_HOME", str(tmp_path / "home"))
    store = with_steps(tmp_path / "home")
    basis = Basis(store, Scope.everything(), store.version)
    places = reads.places(basis)
    code = next(code for code, one in places.items() if one.kind == "werkplein")
    asked = ChainAsked(code, chained.quarters(basis), None, None)
    found = chained.chain(basis, asked)
    key = found.handovers[0].key
    with reading("nl"):
        laid = flow_laid(found.flow)
        finding = chained.sections(basis, asked)[0].finding
        for chosen in ((), (key,)):
            drawn = flow_drawing(flow_rows(laid), laid, finding, chosen)
            _same(chained.flow_recipe(basis, asked, chosen), drawn)
        points = chained.course(basis, asked, key)
        below = reads.phases_below(basis, places[code], [point.quarter for point in points])
        (picture,) = chain_answers.course(points, key).pictures
        _same(chained.course_recipe(basis, asked, key), drawing(picture, "light", below))
    store.close()


def test_how_partners_work_together(basis: Basis) -> None:
    store, quarter = basis.store, LAST.index
    items = [item.key for part in ("criteria", "factoren") for item in load_scan().of(part)]
    head = "werkplein;kwartaal;invuller;onderdeel;score"
    for when, marks in ((FIRST, {"uwv": 3, "gemeente": 2}), (LAST, {"uwv": 4, "gemeente": 2})):
        rows = [f"{NOORD};{when};{who};{key};{m}" for who, m in marks.items() for key in items]
        _deliver(store, "samenwerking", when, head, rows)
    phases = [f"{NOORD};jongere;1;01-01-2009;30-06-2009;plan;01-12-2008;01-12-2008"]
    head = "werkplein;doelgroep;fase;vanaf;tot;bewijs;akkoord_uwv;akkoord_gemeente"
    _deliver(store, "fasen", LAST, head, phases)
    basis = Basis(store, basis.scope, store.version)
    found = cooperating.known(basis, NOORD, quarter)
    before = found.scan_before
    earlier = None if before is None else cooperating.answers(basis, NOORD, before)
    register = cooperating.register(basis, NOORD, quarter, ("jongere",))
    parts = (
        (cooperation_answers.views_of(found), cooperating.recipe(NOORD, quarter)),
        (
            cooperation_answers.integration_of(found, earlier),
            cooperating.integration_recipe(NOORD, quarter, before),
        ),
        ([register], cooperating.register_recipe(("jongere",), NOORD, quarter)),
    )
    drawn = set()
    for sections, lines in parts:
        for section in sections:
            for number, picture in enumerate(section.pictures):
                with reading("nl"):
                    _same(lines(section.key, number), drawing(picture, "light"))
                drawn.add(picture.kind)
    assert {"strategies", "marks", "swimlanes"} <= drawn


def test_clients_employers_and_vacancies(basis: Basis) -> None:
    deliver_customers(basis.store)
    basis = Basis(basis.store, basis.scope, basis.store.version)
    for code, quarter in ((NOORD, WHEN.index), ("alle", WHEN.index)):
        choice = Choice(code, quarter, EVERY_CASE)
        shown = satisfied.satisfaction(basis, code, quarter)
        parts = [(shown.marks, None), (shown.themes, None)]
        parts += [(section, str(group)) for group, section in shown.priority.items()]
        drawn = 0
        for section, group in parts:
            for picture in section.pictures:
                lines = satisfied.recipe(basis, choice, section.key, group)
                with reading("nl"):
                    _same(lines, drawing(picture, "light"))
                drawn += 1
        vacant = employers.vacancies(basis, code, LAST.index)
        for section in (vacant.path, vacant.acquired):
            lines = employers.recipe(basis, Choice(code, LAST.index, EVERY_CASE), section.key)
            for picture in section.pictures:
                with reading("nl"):
                    _same(lines, drawing(picture, "light"))
                drawn += 1
        assert drawn >= 3


def test_how_soon_target_groups_leave(basis: Basis) -> None:
    choice = Choice(NOORD, LAST.index, EVERY_CASE)
    shown = leavers.leaving(basis, NOORD, LAST.index, None)
    for section in (shown.stays, shown.to_work):
        (picture,) = section.pictures
        with reading("nl"):
            _same(leavers.recipe(basis, choice, section.key), drawing(picture, "light"))


def test_phase_and_result(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KETENKPI_HOME", str(tmp_path / "home"))
    store = with_phases(tmp_path / "home")
    basis = Basis(store, Scope.everything(), store.version)
    measure = BoxMeasure("aandeel_werk", None, "higher")
    found = phased.result(basis, measure, PROGRAMME_LAST.index)
    own = store.source.places(basis.scope)[0]
    drawn = 0
    for section in programme_answers.by_phase(found, own)[1:]:
        for picture in section.pictures:
            with reading("nl"):
                lines = phased.recipe(measure, PROGRAMME_LAST.index, own, section.key)
                _same(lines, drawing(picture, "light"))
            drawn += 1
    assert drawn
    store.close()


def _deliver(store: Store, contract: str, quarter: Quarter, head: str, rows: list[str]) -> None:
    result = store.upload(
        csv(rows, head),
        contract,
        by="test",
        organisation="samen",
        quarter=quarter,
        filename=f"{contract}.csv",
        scope=Scope.everything(),
    )
    assert result.status == "stored", result.findings.listed


def test_the_page_shows_them_folded(opened: Opened) -> None:
    shown = [each.value for each in opened(plek=NOORD, kwartaal=str(LAST)).html]
    folded = [each.split("<details", 1)[1] for each in shown if "kk-how" in each]
    assert any("kk.charts.trend(" in each for each in folded)
