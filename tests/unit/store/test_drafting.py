"""A scan filled in bit by bit: kept at once, per partner, submitted whole or not at all."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from ketenkpi.errors import OutOfScope, UsageError
from ketenkpi.scope import Scope
from ketenkpi.settings import Settings
from ketenkpi.store import Slot, Store, open_store
from tests.unit.store.files import ALL, Q1, Q2, deliver

pytestmark = pytest.mark.slow

HEADER = "werkplein;kwartaal;invuller;onderdeel;situatie;product;proces;score;status;toelichting"


def file(*rows: str) -> bytes:
    return "\n".join((HEADER, *rows, "")).encode()


def save(store: Store, filler: str, item: str, by: str = "anna", **options: Any) -> Any:
    """Keep an answer of Werkplein A over the first quarter; columns and options together."""
    names = ("situation", "seen", "quarter", "scope")
    asked = {name: options.pop(name) for name in names if name in options}
    quarter, scope = asked.pop("quarter", Q1), asked.pop("scope", ALL)
    return store.save_answer("A", quarter, filler, item, options, by=by, scope=scope, **asked)


def submit(store: Store, filler: str = "uwv", **options: Any) -> Any:
    options = {"by": "anna", "scope": ALL} | options
    return store.submit_draft("A", options.pop("quarter", Q1), filler, **options)


def counted(store: Store) -> set[tuple[Any, ...]]:
    """What counts: quarter, filler, item, and the marks that are there."""
    rows = store.table("samenwerking", ALL).to_dict("records")
    marks = [
        [int(row[name]) for name in ("product", "proces", "score") if row[name] == row[name]]
        for row in rows
    ]
    head = [(row["kwartaal"] - Q1.index, row["invuller"], row["onderdeel"]) for row in rows]
    return {(*place, *mark) for place, mark in zip(head, marks, strict=True)}


def pending(store: Store, filler: str = "uwv") -> dict[Any, Any]:
    return {key: dict(a.answer) for key, a in store.draft("A", Q1, filler, ALL).pending.items()}


def test_answers_outlive_the_session_and_are_the_fillers_own(settings: Settings) -> None:
    first = open_store(settings)
    save(first, "uwv", "vertrouwen", score=3, toelichting="MT besluit; elke maand")
    save(first, "uwv", "wwb_intake_ww_intake", situation="samenloop", product=1, proces=0)
    save(first, "gemeente", "vertrouwen", "bert", score=1)
    first.close()
    second = open_store(settings)
    assert pending(second) == {
        ("vertrouwen", ""): {"score": 3, "toelichting": "MT besluit; elke maand"},
        ("wwb_intake_ww_intake", "samenloop"): {"product": 1, "proces": 0},
    }
    assert pending(second, "gemeente") == {("vertrouwen", ""): {"score": 1}}
    assert second.draft("A", Q2, "uwv", ALL).answers == {}
    # Nothing counts yet, and nobody's cache is out of date.
    assert (counted(second), second.version) == (set(), 0)
    second.close()


def test_submitting_makes_it_count_and_leaves_the_partner_alone(store: Store) -> None:
    save(store, "uwv", "vertrouwen", score=3)
    save(store, "uwv", "intake", product=2, proces=1)
    save(store, "gemeente", "vertrouwen", "bert", score=1)
    done = submit(store)
    assert (done.result.status, done.result.rows_stored) == ("stored", 2)
    assert counted(store) == {(0, "uwv", "intake", 2, 1), (0, "uwv", "vertrouwen", 3)}
    assert pending(store) == {}
    assert pending(store, "gemeente") == {("vertrouwen", ""): {"score": 1}}
    # The second partner submits after the first: both count.
    assert submit(store, "gemeente", by="bert").result.status == "stored"
    assert (0, "gemeente", "vertrouwen", 1) in counted(store)
    assert len(counted(store)) == 3
    grid = store.deliveries(ALL)
    assert grid["status"].tolist() == ["ingediend"]
    done = store.audit(ALL)
    assert done["action"].tolist() == ["scan_antwoord"] * 3 + ["ingediend"] * 2


def test_changing_a_submitted_scan_asks_first_and_keeps_what_was_not_changed(
    store: Store,
) -> None:
    save(store, "uwv", "vertrouwen", score=3)
    save(store, "uwv", "kennis", score=2)
    submit(store)
    save(store, "uwv", "kennis", score=4)
    asked = submit(store)
    assert asked.result.status == "needs_replace"
    assert [(c.added, c.removed, c.changed) for c in asked.result.changes.rows] == [(0, 0, 1)]
    assert pending(store) == {("kennis", ""): {"score": 4}}
    assert submit(store, replace=True).result.status == "stored"
    assert counted(store) == {(0, "uwv", "kennis", 4), (0, "uwv", "vertrouwen", 3)}


def test_an_answer_taken_back_is_the_submitted_one_again(local: Store) -> None:
    save(local, "uwv", "vertrouwen", score=3)
    submit(local)
    kept = save(local, "uwv", "vertrouwen", score=0).answer
    save(local, "uwv", "vertrouwen", seen=kept.changed_at)
    filled = local.draft("A", Q1, "uwv", ALL)
    assert (filled.answers[("vertrouwen", "")], filled.pending) == ({"score": 3}, {})
    with pytest.raises(UsageError):
        submit(local, replace=True)


def test_a_scan_that_came_in_a_later_file_is_changed_there(local: Store) -> None:
    """One file may hold many quarters: the scan must not lose from it, nor the rest be lost."""
    rows = [f"A;2009K{n};{who};vertrouwen;;;;{n};;" for n in (1, 2) for who in ("uwv", "gemeente")]
    deliver(local, file(*rows, "B;2009K1;uwv;vertrouwen;;;;4;;"), "samenwerking", quarter=Q2)
    save(local, "uwv", "vertrouwen", score=0)
    save(local, "uwv", "kennis", score=4)
    asked = submit(local)
    assert asked.result.status == "needs_replace"
    assert [(c.added, c.removed, c.changed) for c in asked.result.changes.rows] == [(1, 0, 1)]
    submit(local, replace=True)
    before = {(0, "gemeente", 1), (1, "uwv", 2), (1, "gemeente", 2)}
    assert counted(local) == {
        *((quarter, who, "vertrouwen", score) for quarter, who, score in before),
        (0, "uwv", "vertrouwen", 0),
        (0, "uwv", "kennis", 4),
        (0, "uwv", "vertrouwen", 4),
    }
    assert len(local.table("samenwerking", ALL)) == 6


@pytest.mark.parametrize(
    ("item", "answer", "rule"),
    [
        ("vertrouwen", {"score": 5}, "buiten_bereik"),
        ("vertrouwen", {"product": 1}, "schaal_van_onderdeel"),
        ("vertrouwen", {"score": 1, "status": "nvt"}, "blijft_leeg"),
        ("intake_diagnose", {"product": 1}, "situatie_van_onderdeel"),
        ("onzin", {"score": 1}, "onbekende_code"),
        ("vertrouwen", {"score": 1, "toelichting": "vraag j.jansen@voorbeeld.nl"}, "emailadres"),
        ("vertrouwen", {"score": 1, "toelichting": "123456782"}, "bsn"),
    ],
)
def test_what_an_upload_refuses_is_not_kept(
    local: Store, item: str, answer: dict[str, Any], rule: str
) -> None:
    refused = save(local, "uwv", item, **answer)
    assert refused.answer is None
    assert [finding.rule for finding in refused.findings.listed] == [rule]
    assert pending(local) == {}


def test_an_explanation_may_come_first_but_not_alone(local: Store) -> None:
    save(local, "uwv", "vertrouwen", score=3)
    assert save(local, "uwv", "kennis", toelichting="nog uitzoeken").answer is not None
    refused = submit(local)
    assert refused.result.status == "refused"
    (found,) = refused.result.findings.listed
    assert (found.rule, refused.lines[found.line]) == ("minstens_een", ("kennis", ""))
    assert (counted(local), len(pending(local)), local.version) == (set(), 2, 0)
    save(local, "uwv", "kennis", status="weet_niet", toelichting="nog uitzoeken")
    assert submit(local).result.status == "stored"
    assert counted(local) == {(0, "uwv", "vertrouwen", 3), (0, "uwv", "kennis")}


def test_two_people_at_one_scan_hear_of_each_other(local: Store) -> None:
    first = save(local, "uwv", "vertrouwen", "anna", score=3)
    assert first.overwritten is None
    second = save(local, "uwv", "vertrouwen", "carla", score=1)
    assert (second.overwritten.changed_by, second.overwritten.answer) == ("anna", {"score": 3})
    assert pending(local)["vertrouwen", ""] == {"score": 1}


def test_the_scope_is_asked_every_time(local: Store) -> None:
    save(local, "uwv", "vertrouwen", score=3)
    for scope in (Scope.of(["B"], "rows"), Scope.of(["A"], "figures")):
        with pytest.raises(OutOfScope):
            local.draft("A", Q1, "uwv", scope)
        with pytest.raises(OutOfScope):
            save(local, "uwv", "vertrouwen", score=0, scope=scope)
        with pytest.raises(OutOfScope):
            submit(local, scope=scope)
        with pytest.raises(OutOfScope):
            local.discard_draft("A", Q1, "uwv", by="anna", scope=scope)
    with pytest.raises(UsageError, match="gemeente"):
        local.draft("A", Q1, "provincie", ALL)
    assert pending(local) == {("vertrouwen", ""): {"score": 3}}


def test_discarding_throws_away_only_what_was_not_submitted(local: Store) -> None:
    save(local, "uwv", "vertrouwen", score=3)
    submit(local)
    save(local, "uwv", "vertrouwen", score=0)
    save(local, "uwv", "kennis", score=1)
    assert local.discard_draft("A", Q1, "uwv", by="anna", scope=ALL) == 2
    assert local.draft("A", Q1, "uwv", ALL).answers == {("vertrouwen", ""): {"score": 3}}
    with pytest.raises(UsageError):
        local.discard_draft("A", Q1, "uwv", by="anna", scope=ALL)


def test_a_definitive_scan_is_revised_with_a_reason(local: Store) -> None:
    save(local, "uwv", "intake", product=2, proces=1)
    submit(local)
    slot = Slot("samenwerking", "A", Q1.index, "uwv")
    for party in ("uwv", "gemeente"):
        local.approve(slot, party, by=party, scope=ALL)
    local.finalise(slot, by="carla", scope=ALL)
    save(local, "uwv", "intake", product=0, proces=1)
    asked = submit(local, replace=True)
    assert (asked.result.status, asked.result.needs_reason) == ("needs_replace", True)
    assert counted(local) == {(0, "uwv", "intake", 2, 1)}
    done = submit(local, replace=True, revision_reason="verkeerd begrepen")
    assert done.result.status == "stored"
    assert counted(local) == {(0, "uwv", "intake", 0, 1)}


def test_many_at_once_leave_one_answer_and_every_other_writer_is_told(store: Store) -> None:
    def write(score: int) -> Any:
        return save(store, "uwv", "vertrouwen", f"schrijver {score}", score=score)

    with ThreadPoolExecutor(5) as pool:
        saved = list(pool.map(write, range(5)))
    (last,) = store.draft("A", Q1, "uwv", ALL).pending.values()
    assert last.answer in [{"score": score} for score in range(5)]
    assert last.changed_by == f"schrijver {last.answer['score']}"
    # Only the first found nothing there.
    assert sum(each.overwritten is None for each in saved) == 1
    gone = {each.overwritten.changed_by for each in saved if each.overwritten}
    assert gone == {f"schrijver {n}" for n in range(5)} - {last.changed_by}
