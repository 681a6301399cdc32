"""Drafts of a scan: kept at once, apart per partner, the last writer wins. On both databases."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from ketenkpi.catalogue import Catalogue, Draft, Drafts, Scan
from ketenkpi.catalogue.drafts import remove_submitted
from ketenkpi.errors import UsageError
from ketenkpi.scope import Scope
from ketenkpi.settings import Settings
from tests.unit.catalogue.builders import QUARTER, catalogue_of, change, new_upload

ALL = Scope.everything()
UWV = Scan("A", QUARTER, "uwv")
GEMEENTE = Scan("A", QUARTER, "gemeente")


@pytest.fixture
def catalogue(settings: Settings) -> Iterator[Catalogue]:
    made = catalogue_of(settings)
    yield made
    made.engine.dispose()


@pytest.fixture
def drafts(catalogue: Catalogue) -> Drafts:
    return Drafts(catalogue.engine)


def scores(drafts: Drafts, scan: Scan) -> dict[str, object]:
    return {item: each.answer for (item, _), each in drafts.get(scan).answers.items()}


def test_an_answer_outlives_the_connection(settings: Settings) -> None:
    first = catalogue_of(settings)
    Drafts(first.engine).save(UWV, "vertrouwen", "", {"score": 3}, "anna", seen=None)
    first.engine.dispose()
    second = catalogue_of(settings)
    (found,) = Drafts(second.engine).get(UWV).answers.values()
    assert (found.item, found.answer, found.changed_by) == ("vertrouwen", {"score": 3}, "anna")
    second.engine.dispose()


def test_each_partner_quarter_and_werkplein_has_a_draft_of_its_own(drafts: Drafts) -> None:
    places = (UWV, GEMEENTE, Scan("A", QUARTER + 1, "uwv"), Scan("B", QUARTER, "uwv"))
    for number, scan in enumerate(places):
        drafts.save(scan, "vertrouwen", "", {"score": number}, "anna", seen=None)
    for number, scan in enumerate(places):
        assert scores(drafts, scan) == {"vertrouwen": {"score": number}}
    assert drafts.discard(GEMEENTE, "bert") == 1
    assert [bool(scores(drafts, scan)) for scan in places] == [True, False, True, True]


def test_one_pair_has_an_answer_per_situation(drafts: Drafts) -> None:
    pair = "wwb_intake_ww_intake"
    drafts.save(UWV, pair, "samenloop", {"product": 1}, "anna", seen=None)
    drafts.save(UWV, pair, "overgang_ww_wwb", {"product": 2}, "anna", seen=None)
    found = drafts.get(UWV).answers
    assert found[pair, "samenloop"].answer == {"product": 1}
    assert found[pair, "overgang_ww_wwb"].answer == {"product": 2}


def test_the_last_writer_wins_and_hears_whose_answer_went(drafts: Drafts) -> None:
    mine, over = drafts.save(UWV, "vertrouwen", "", {"score": 3}, "anna", seen=None)
    assert over is None
    # Who had the answer before them changes it knowingly.
    mine, over = drafts.save(UWV, "vertrouwen", "", {"score": 2}, "anna", seen=mine.changed_at)
    assert over is None
    _, over = drafts.save(UWV, "vertrouwen", "", {"score": 0}, "bert", seen=None)
    assert over == mine
    assert scores(drafts, UWV) == {"vertrouwen": {"score": 0}}


def test_an_answer_taken_away_is_seen_by_who_still_had_it(drafts: Drafts) -> None:
    kept, _ = drafts.save(UWV, "vertrouwen", "", {"score": 3}, "anna", seen=None)
    drafts.save(UWV, "vertrouwen", "", {}, "bert", seen=kept.changed_at)
    _, over = drafts.save(UWV, "vertrouwen", "", {"score": 4}, "anna", seen=kept.changed_at)
    assert over is not None
    assert (over.answer, over.changed_by) == ({}, "bert")


def test_a_draft_changes_no_figure_and_is_in_the_audit(
    catalogue: Catalogue, drafts: Drafts
) -> None:
    before = catalogue.version
    drafts.save(UWV, "vertrouwen", "", {"score": 3}, "anna", seen=None)
    drafts.discard(UWV, "bert")
    assert catalogue.version == before
    done = catalogue.audit(ALL)
    assert [(each.actor, each.action) for each in done] == [
        ("anna", "scan_antwoord"),
        ("bert", "scan_weg"),
    ]
    # What was answered is not in it: a partner reads the audit too.
    assert done[0].detail == {"partner": "uwv", "item": "vertrouwen"}
    with pytest.raises(UsageError, match="uwv"):
        drafts.discard(UWV, "bert")


def test_a_submitted_draft_goes_with_the_upload_and_what_changed_since_stays(
    catalogue: Catalogue, drafts: Drafts
) -> None:
    drafts.save(UWV, "vertrouwen", "", {"score": 3}, "anna", seen=None)
    drafts.save(UWV, "kennis", "", {"score": 1}, "anna", seen=None)
    drafts.save(GEMEENTE, "kennis", "", {"score": 0}, "bert", seen=None)
    read = drafts.get(UWV)
    drafts.save(UWV, "kennis", "", {"score": 2}, "carla", seen=None)
    catalogue.commit(change(catalogue, new_upload(catalogue), submits=read), seen=0)
    assert scores(drafts, UWV) == {"kennis": {"score": 2}}
    assert scores(drafts, GEMEENTE) == {"kennis": {"score": 0}}


def test_a_commit_that_stops_at_its_very_end_leaves_draft_and_figures(
    catalogue: Catalogue, drafts: Drafts, monkeypatch: pytest.MonkeyPatch
) -> None:
    drafts.save(UWV, "vertrouwen", "", {"score": 3}, "anna", seen=None)
    read = drafts.get(UWV)

    def removed_and_stopped(session: Session, draft: Draft) -> None:
        remove_submitted(session, draft)
        raise OSError("the power went out")

    monkeypatch.setattr("ketenkpi.catalogue.catalogue.remove_submitted", removed_and_stopped)
    with pytest.raises(OSError, match="power"):
        catalogue.commit(change(catalogue, new_upload(catalogue), submits=read), seen=0)
    assert scores(drafts, UWV) == {"vertrouwen": {"score": 3}}
    assert (catalogue.version, catalogue.snapshot().deliveries) == (0, ())
