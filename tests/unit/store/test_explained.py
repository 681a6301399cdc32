"""What is asked of an odd value is explained once, and asked again when the value is another."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from ketenkpi.errors import OutOfScope, UsageError, UserError
from ketenkpi.scope import Scope
from ketenkpi.store import Store, UploadResult, answers
from ketenkpi.surfaces import reading
from ketenkpi.surfaces.drawn import drawn
from ketenkpi.vocabulary import Quarter
from tests.unit.store.files import ALL, deliver

pytestmark = pytest.mark.slow

HEADER = "werkplein;kwartaal;regeling;beginstand;instroom;uitstroom;eindstand"
Q1, Q2 = Quarter(2009, 1), Quarter(2009, 2)
ODD = "Breda;2009K1;WW;500;10;10;520"
WHY = "Overname van twintig dossiers"


def put(store: Store, *rows: str, why: Mapping[str, str] | None = None) -> UploadResult:
    file = "\n".join((HEADER, *rows, "")).encode()
    result = deliver(
        store, file, "stand_stroom", quarter=None, replace=True, explanations=dict(why or {})
    )
    assert result.status in ("stored", "unchanged")
    return result


def test_an_odd_value_counts_and_waits_for_an_explanation(local: Store) -> None:
    result = put(local, ODD)
    (point,) = result.unexplained
    assert point.name == "balans:eindstand:Breda / 2009K1 / WW / onbekend"
    assert [each.name for each in local.to_explain(ALL)] == [point.name]
    assert local.explanations(ALL) == ()


@pytest.mark.parametrize(
    "name",
    [
        "balans",
        "balans:eindstand",
        "balans:eindstand:2009K1",
        "balans::breda / 2009k1",
        "1",
        "balans:eindstand:Breda / 2009K1 / WW / onbekend",
    ],
)
def test_an_explanation_is_given_by_name_by_part_of_it_or_by_number(
    local: Store, name: str
) -> None:
    assert put(local, ODD, why={name: WHY}).unexplained == ()
    (kept,) = local.explanations(ALL)
    assert (kept.text, kept.by, kept.werkplein) == (WHY, "anna", "Breda")
    table = answers.explained([kept]).table
    assert table is not None
    with reading("nl"):
        (row,) = drawn(table).rows
    assert kept.on is not None
    assert row[0] == "Breda"
    assert row[-2:] == (WHY, f"Uitgelegd door anna op {kept.on:%d-%m-%Y}")


def test_nothing_is_asked_again_while_the_value_is_the_same(local: Store) -> None:
    put(local, ODD, why={"1": WHY})
    assert put(local, ODD, "Breda;2009K2;WW;520;10;10;520").unexplained == ()


def test_another_value_is_asked_again_and_the_former_explanation_stays(local: Store) -> None:
    put(local, ODD, why={"1": WHY})
    assert len(put(local, "Breda;2009K1;WW;501;10;10;520").unexplained) == 1
    assert [kept.text for kept in local.explanations(ALL)] == [WHY]


def test_the_value_of_another_partner_is_asked_by_itself(local: Store) -> None:
    put(local, ODD, why={"1": WHY})
    file = "\n".join((HEADER, ODD.replace("WW", "IOAW"), "")).encode()
    other = deliver(local, file, "stand_stroom", quarter=None, organisation="gemeente")
    assert len(other.unexplained) == 1


def test_an_explanation_may_come_later(local: Store) -> None:
    put(local, ODD)
    version = local.version
    (kept,) = local.explain({"1": WHY}, by="bert", scope=ALL)
    assert (kept.text, kept.by) == (WHY, "bert")
    assert local.to_explain(ALL) == ()
    assert local.version == version + 1


def test_an_explanation_with_a_file_that_is_there_already_is_kept(local: Store) -> None:
    put(local, ODD)
    assert put(local, ODD, why={"balans": WHY}).status == "unchanged"
    assert [kept.text for kept in local.explanations(ALL)] == [WHY]


def test_better_words_take_the_place_of_the_former(local: Store) -> None:
    put(local, ODD, why={"balans": WHY})
    local.explain({"balans": "Twintig dossiers van Tilburg"}, by="bert", scope=ALL)
    assert [kept.by for kept in local.explanations(ALL)] == ["bert"]


@pytest.mark.parametrize("words", ["klopt", "  klopt   wel  ", ""])
def test_fewer_than_ten_characters_explain_nothing(local: Store, words: str) -> None:
    with pytest.raises(UserError) as fault:
        put(local, ODD, why={"1": words})
    assert fault.value.key == "store.explanation_short"
    assert local.to_explain(ALL) == ()


def test_an_explanation_names_no_person(local: Store) -> None:
    with pytest.raises(UserError) as fault:
        put(local, ODD, why={"1": "Dossier van jan@voorbeeld.nl telde dubbel"})
    assert fault.value.key == "store.explanation_person"


def test_an_explanation_of_what_is_not_asked_is_refused(local: Store) -> None:
    with pytest.raises(UsageError):
        put(local, ODD, why={"balans:eindstand:2010K1": WHY})
    put(local, ODD)
    with pytest.raises(UsageError):
        local.explain({"2": WHY}, by="bert", scope=ALL)


def test_nobody_sees_or_explains_what_is_outside_their_scope(local: Store) -> None:
    put(local, ODD, why=None)
    other = Scope(frozenset({"Tilburg"}), "rows")
    assert local.to_explain(other) == ()
    with pytest.raises(UsageError):
        local.explain({"1": WHY}, by="bert", scope=other)
    local.explain({"1": WHY}, by="bert", scope=ALL)
    assert local.explanations(other) == ()
    with pytest.raises(OutOfScope):
        local.to_explain(Scope(None, "figures"))


def test_what_a_later_delivery_replaced_is_asked_no_more(local: Store) -> None:
    put(local, ODD)
    put(local, "Breda;2009K1;WW;500;10;10;500")
    assert local.to_explain(ALL) == ()


def test_cases_that_vanished_are_explained_by_their_number(local: Store) -> None:
    header = "traject_id;werkplein;regeling;instroom"
    first = f"{header}\nT1;Breda;WW;05-01-2009\nT2;Breda;WW;06-01-2009\n".encode()
    second = f"{header}\nT1;Breda;WW;05-01-2009\nT3;Breda;WW;06-04-2009\n".encode()
    assert deliver(local, first, quarter=Q1).status == "stored"
    why = {"verdwenen:traject_id:T2": "Dubbel geregistreerd, is verwijderd"}
    result = deliver(local, second, quarter=Q2, explanations=why)
    assert (result.status, result.unexplained) == ("stored", ())
    (kept,) = local.explanations(ALL)
    assert "T2" in kept.row


def test_long_keys_fit_and_stay_apart(local: Store) -> None:
    places = [f"{'Plein ' * 9}{number}" for number in (1, 2)]
    put(local, *(ODD.replace("Breda", place) for place in places), why={"1": WHY})
    assert len(local.to_explain(ALL)) == 1


def test_who_sees_figures_only_reads_the_words_and_no_values(local: Store) -> None:
    put(local, ODD, why={"1": WHY})
    (kept,) = local.explanations(Scope.everything("figures"))
    assert (kept.text, kept.row, kept.value) == (WHY, "Breda / 2009K1 / WW / onbekend", "")


def test_values_beyond_those_listed_are_told_by_their_number(local: Store) -> None:
    limit = local.settings.limits.findings_listed_per_rule
    rows = [f"P{number};2009K1;WW;500;10;10;520" for number in range(limit + 7)]
    result = deliver(local, "\n".join((HEADER, *rows, "")).encode(), "stand_stroom", quarter=None)
    assert len(result.unexplained) == limit
    assert local.unlisted_to_explain(ALL) == 7
    local.explain({"balans": WHY}, by="anna", scope=ALL)
    assert local.to_explain(ALL) == ()
    assert local.unlisted_to_explain(ALL) == 7
