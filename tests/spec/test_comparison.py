"""What a fair comparison is: small networks in, what may be said out.

Each test is a paragraph. All Werkpleinen are invented.
"""

from __future__ import annotations

from ketenkpi.comparison import compare, difference_to, own_peers, size_peers
from ketenkpi.scope import Scope
from tests.unit.comparison.network import ALL, outflow, plain
from tests.unit.surfaces.told import told

# Ten Werkpleinen of which about half the outflow goes to work, as chance has it.
ALIKE = {
    "Aarde": (200, 95),
    "Beek": (200, 103),
    "Cel": (200, 99),
    "Dam": (200, 106),
    "Eik": (200, 91),
    "Fort": (200, 101),
    "Grot": (200, 97),
    "Heg": (200, 109),
    "Inham": (200, 100),
    "Kade": (200, 94),
}


def said(found, key: str) -> str:
    (statement,) = [each for each in found.findings if each.key == f"comparison.{key}"]
    return told(statement)


def test_chance_alone_makes_no_outlier() -> None:
    # Heg has 54.5 % and Eik 45.5 %: nine points apart, and still chance.
    found = compare(plain(ALIKE), "aandeel_werk", scope=ALL)
    assert said(found, "outliers_none").startswith("Geen van de 10 plaatsen wijkt zo sterk af")
    assert set(found.frame["position"]) == {"inside"}


def test_no_place_in_the_order_is_certain_when_all_are_alike() -> None:
    found = compare(plain(ALIKE), "aandeel_werk", scope=ALL)
    assert (found.frame["rank_low"] == 1).all()
    assert (found.frame["rank_high"] == 10).all()
    assert "staat vast bij 0 van de 10;" in said(found, "places_unsure")


def test_who_really_differs_is_found_and_named() -> None:
    found = compare(plain({**ALIKE, "Lei": (200, 156)}), "aandeel_werk", scope=ALL)
    assert said(found, "outliers_above").endswith("verklaren: Lei.")
    lei = found.frame.set_index("werkplein").loc["Lei"]
    assert (lei["rank_low"], lei["rank_high"]) == (1, 1)


def test_a_small_werkplein_may_lie_further_off() -> None:
    # 70 % of 20 is within what chance allows; 70 % of 200 is not.
    found = compare(plain({**ALIKE, "Lei": (20, 14), "Mol": (200, 140)}), "aandeel_werk", scope=ALL)
    rows = found.frame.set_index("werkplein")
    assert rows.loc["Lei", "value"] == rows.loc["Mol", "value"] == 0.7
    assert rows.loc["Lei", "position"] == "inside"
    assert rows.loc["Mol", "position"] == "above_998"


def test_when_all_differ_nobody_is_an_outlier() -> None:
    # Each place another share: that is the usual difference, and the limits leave room for it.
    shares = {f"W{i:02}": (400, 80 + 20 * i) for i in range(12)}
    found = compare(plain(shares), "aandeel_werk", scope=ALL)
    assert said(found, "wider").endswith("De grenzen zijn daarom ruimer.")
    assert not found.funnel.outliers.any()


def test_fewer_than_ten_places_say_that_the_limits_are_unsure() -> None:
    nine = {name: ALIKE[name] for name in list(ALIKE)[:9]}
    assert "Met 9 plaatsen" in said(compare(plain(nine), "aandeel_werk", scope=ALL), "weak_spread")


def test_other_clients_are_no_other_performance() -> None:
    # Zee has mostly clients far from work; with each kind it does as well as everybody.
    kinds = [
        (name, "WWB", kind, n * share // 10, n - n * share // 10)
        for name in [*ALIKE, "Zee"]
        for kind, share, n in (
            ("korte_afstand", 8, 20 if name == "Zee" else 180),
            ("grote_afstand", 2, 180 if name == "Zee" else 20),
        )
    ]
    counts = outflow(kinds)
    raw = compare(counts, "aandeel_werk", scope=ALL).frame.set_index("werkplein")
    assert raw.loc["Zee", "value"] == 0.26
    assert raw.loc["Aarde", "value"] == 0.74
    fair = compare(counts, "aandeel_werk", scope=ALL, adjust="indirect")
    zee = fair.frame.set_index("werkplein").loc["Zee"]
    assert round(zee["expected"], 10) == 0.26
    assert round(zee["ratio"], 10) == 1
    assert zee["position"] == "inside"
    assert said(fair, "only_recorded").startswith(
        "Er is alleen gecorrigeerd voor wat is vastgelegd"
    )


def test_two_ratios_are_not_set_in_order() -> None:
    fair = compare(plain(ALIKE), "aandeel_werk", scope=ALL, adjust="indirect")
    assert fair.frame["rank_low"].isna().all()
    assert "niet met elkaar te vergelijken" in said(fair, "reference_only")


def test_against_peers_the_answer_may_be_cannot_tell() -> None:
    counts = plain({**ALIKE, "Lei": (200, 140)})
    group = own_peers("Buren", ["Aarde", "Beek", "Cel", "Dam", "Eik"], list(ALIKE))
    lei = difference_to(counts, "aandeel_werk", group.around("Lei"), scope=ALL)
    grot = difference_to(counts, "aandeel_werk", group.around("Grot"), scope=ALL)
    assert (lei.verdict, grot.verdict) == ("higher", "cannot_tell")
    assert lei.low > 0
    assert grot.low < 0 < grot.high


def test_peers_of_about_the_same_size() -> None:
    sizes = {"Aarde": 10.0, "Beek": 90.0, "Cel": 12.0, "Dam": 95.0, "Eik": 11.0, "Fort": 99.0}
    group = size_peers("Aarde", sizes, groups=2)
    assert group.members == ("Cel", "Eik")
    assert ": 2. Bij minder" in told(group.statements()[0])


def test_a_number_is_not_compared_because_it_depends_on_size() -> None:
    found = compare(plain(ALIKE), "uitstroom", scope=ALL)
    assert said(found, "size_dependent").startswith(
        "Niet vergeleken: dit getal hangt vooral af van"
    )


def test_who_may_see_one_werkplein_sees_one_row() -> None:
    found = compare(plain(ALIKE), "aandeel_werk", scope=Scope.of(["Dam"]))
    assert found.frame["werkplein"].tolist() == ["Dam"]
    assert said(found, "nobody_else").startswith("Niet vergeleken: er is geen ander Werkplein")
