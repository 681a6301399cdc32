"""What nobody knows is refused with the nearest names; what is known and absent has no rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd
import pytest

import ketenkpi as kk
from ketenkpi.asked import nearest, several
from ketenkpi.counts import Counts
from ketenkpi.errors import UsageError, UserError
from ketenkpi.store import Store
from tests.dashboard.small import NOORD, ZUID, installed

ALL = kk.Scope.everything()
BY = ("werkplein", "kwartaal")
# Of the register, and nothing was delivered of it.
ABSENT = "Amersfoort"
MISSPELLED = "Voorbeeldstad Nord"


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = installed(tmp_path_factory.mktemp("unknown") / "home")
    yield store
    store.close()


@pytest.fixture(scope="module")
def counts(filled: Store) -> Counts:
    return filled.counts(ALL)


UNKNOWN: list[tuple[Mapping[str, Sequence[object]], str]] = [
    ({"werkplein": [MISSPELLED]}, "Noord"),
    ({"werkplein": [NOORD, 3]}, "'3'"),
    ({"regeling": ["WWW"]}, "WW"),
    ({"doelgroep": ["korte_afstanden"]}, "korte_afstand"),
    ({"kwartaal": ["2010K5"]}, "2010K5"),
    ({"kwartaal": [20104]}, "20104"),
    ({"kwartaal": [None]}, "None"),
    ({"provincie": ["Utrecht"]}, "werkplein"),
]


@pytest.mark.parametrize(("where", "near"), UNKNOWN, ids=lambda each: str(each)[:30])
def test_an_unknown_value_is_refused_wherever_figures_are_asked(
    filled: Store, counts: Counts, where: Mapping[str, Sequence[object]], near: str
) -> None:
    def of_counts() -> object:
        return kk.indicators(counts, keys=["instroom"], by=BY, where=where)

    def of_store() -> object:
        return filled.figures(["instroom"], BY, ALL, where)

    def compared() -> object:
        return filled.compare("aandeel_werk", scope=ALL, where=where)

    for ask in (of_counts, of_store, compared):
        with pytest.raises(UserError) as refused:
            ask()
        for language in ("nl", "en"):
            assert near in refused.value.message(language)


def test_an_unknown_region_is_refused_with_the_nearest(filled: Store, counts: Counts) -> None:
    where = {"regio": ["Groot Amsterdm"]}
    regions = {NOORD: "Groot Amsterdam"}
    with pytest.raises(UsageError, match="Groot Amsterdam"):
        kk.indicators(counts, keys=["instroom"], by=["regio"], where=where, regio_of=regions)
    with pytest.raises(UsageError, match="regio"):
        filled.figures(["instroom"], ["regio"], ALL, where)


def test_an_unknown_indicator_is_refused_with_the_nearest(filled: Store, counts: Counts) -> None:
    asks: list[Any] = [
        lambda: kk.indicators(counts, keys=["instrom"]),
        lambda: filled.figures(["instrom"], BY, ALL),
        lambda: filled.compare("instrom", scope=ALL),
        lambda: filled.control("instrom", scope=ALL),
        lambda: filled.revisions("instrom", ALL),
        lambda: filled.signals(kk.Quarter(2009, 4), ALL, ["instrom"]),
        lambda: filled.targets_table(["instrom"], ALL),
        lambda: filled.regional_targets(["instrom"], ALL, [kk.Quarter(2009, 4)]),
        lambda: filled.figures(["instroom"], BY, ALL, versions={"instrom": 1}),
    ]
    for ask in asks:
        with pytest.raises(UsageError) as refused:
            ask()
        assert refused.value.key == "indicators.unknown_indicator"
        assert "instroom" in str(refused.value)
        assert len(str(refused.value)) < 200


def test_a_scope_of_an_unknown_werkplein_is_refused(filled: Store, counts: Counts) -> None:
    scope = kk.Scope.of([NOORD, MISSPELLED], "rows")
    asks: list[Any] = [
        lambda: counts.select(scope),
        lambda: filled.counts(scope),
        lambda: filled.figures(["instroom"], BY, scope),
        lambda: filled.compare("instroom", scope=scope),
    ]
    for ask in asks:
        with pytest.raises(UsageError, match="Noord"):
            ask()


def test_a_werkplein_of_the_register_has_an_answer_without_rows(
    filled: Store, counts: Counts
) -> None:
    scope = kk.Scope.of([ABSENT], "rows")
    where = {"werkplein": [ABSENT]}
    assert kk.indicators(counts, keys=["instroom"], by=BY, where=where).empty
    assert kk.indicators(counts.select(scope), keys=["instroom"], by=BY).empty
    assert filled.figures(["instroom"], BY, ALL, where).empty
    assert filled.figures(["instroom"], BY, scope).empty


def test_a_werkplein_that_somebody_was_given_may_have_nothing_yet(filled: Store) -> None:
    places = frozenset({"Nieuwstad aan Zee"})
    filled.users.put("bea", name="Bea", role="analist", werkpleinen=places, by="anna")
    scope = filled.users.get("bea").scope
    assert filled.figures(["instroom"], BY, scope).empty
    both = kk.Scope.of([NOORD, *places], "rows")
    assert set(filled.compare("instroom", scope=both).frame["werkplein"]) == {NOORD}


def test_a_place_outside_the_scope_has_no_rows_and_is_never_the_nearest(
    filled: Store, counts: Counts
) -> None:
    own = kk.Scope.of([NOORD], "rows")
    mine = counts.select(own)

    def of_store(name: str) -> pd.DataFrame:
        return filled.figures(["instroom"], BY, own, {"werkplein": [name]})

    def of_counts(name: str) -> pd.DataFrame:
        return kk.indicators(mine, keys=["instroom"], by=BY, where={"werkplein": [name]})

    for ask in (of_store, of_counts):
        assert ask(ZUID).empty
        with pytest.raises(UsageError) as refused:
            ask(f"{ZUID}n")
        assert ZUID not in str(refused.value.params["near"])
    assert mine.roll_up("instroom", BY, where={"werkplein": [ZUID]}).empty


def test_another_name_of_a_place_is_told_the_one_that_rows_are_kept_under() -> None:
    from ketenkpi.register import load_register, require_places

    called = load_register().key_of("Apeldoorn")
    assert called is not None
    assert called != "Apeldoorn"
    with pytest.raises(UsageError, match=called):
        require_places(["Apeldoorn"], [called], [called])
    require_places(["Apeldoorn"], ["Breda"], ["Breda"])
    require_places(["Apeldoorn"], [called], [])


@pytest.mark.parametrize("quarter", [kk.Quarter(2009, 2), "2009K2", "2009-Q2", 8037])
def test_a_quarter_is_named_as_one_likes(filled: Store, counts: Counts, quarter: object) -> None:
    where = {"kwartaal": [quarter]}
    plain = {"kwartaal": [kk.Quarter(2009, 2).index]}
    for ask in (
        lambda chosen: kk.indicators(counts, keys=["instroom"], by=BY, where=chosen),
        lambda chosen: filled.figures(["instroom"], BY, ALL, chosen),
        lambda chosen: filled.figures(["instroom"], BY, kk.Scope.everything("figures"), chosen),
        lambda chosen: counts.roll_up("instroom", BY, where=chosen),
    ):
        found = ask(where)
        assert len(found) == 2
        assert found.equals(ask(plain))


def test_a_quarter_without_rows_has_an_answer_without_rows(counts: Counts) -> None:
    where = {"kwartaal": ["2030K1"]}
    assert kk.indicators(counts, keys=["instroom"], by=BY, where=where).empty
    assert counts.roll_up("instroom", BY, where=where).empty


def test_rolling_up_refuses_what_nobody_knows(counts: Counts) -> None:
    for where in ({"werkplein": [MISSPELLED]}, {"werkplein": [3]}, {"kwartaal": ["nooit"]}):
        with pytest.raises(UserError):
            counts.roll_up("instroom", BY, where=where)


def test_one_text_is_not_several(filled: Store, counts: Counts) -> None:
    asks: list[Any] = [
        lambda: kk.indicators(counts, keys="instroom"),
        lambda: kk.indicators(counts, by="kwartaal"),
        lambda: kk.indicators(counts, where={"kwartaal": "2009K1"}),
        lambda: filled.figures("instroom", BY, ALL),
        lambda: filled.figures(["instroom"], "kwartaal", ALL),
        lambda: counts.roll_up("instroom", by="kwartaal"),
        lambda: counts.roll_up("instroom", where={"werkplein": NOORD}),
        lambda: kk.Scope.of(NOORD),
    ]
    for ask in asks:
        with pytest.raises(UsageError) as refused:
            ask()
        assert refused.value.key == "asked.one_text"


def test_the_nearest_names_come_first_and_some_always_come() -> None:
    assert nearest("instrom", ["uitstroom", "klachten", "instroom"]).startswith("instroom")
    assert nearest("INSTROOM", ["instroom", "klachten"]) == "instroom"
    assert nearest("xyz", ["a", "b", "c", "d"]) == "a, b, c"
    assert nearest("xyz", []) == "-"


def test_several_are_kept_in_their_order() -> None:
    assert several(["b", "a", "b"], "keys") == ("b", "a", "b")
    assert several(iter(["b"]), "keys") == ("b",)
