"""Peer groups: who is in them, why, and what they refuse."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from math import dist

import numpy as np
import pandas as pd
import pytest

from ketenkpi.comparison import (
    PeerGroup,
    labour_force,
    neighbour_variables,
    neighbours,
    own_peers,
    region_peers,
    size_peers,
    stock,
)
from ketenkpi.errors import UsageError, UserError
from ketenkpi.register import load_register
from ketenkpi.scope import Scope
from ketenkpi.vocabulary import Quarter, Text
from tests.unit.comparison.network import ALL, K1, outflow, plain
from tests.unit.surfaces.told import told

NAME = Text("Groep", "Group")


def test_a_group_is_checked_when_built() -> None:
    group = PeerGroup(NAME, ("A", "B"), "own", NAME)
    for broken in ({"members": ("B", "A")}, {"members": ("A", "A")}, {"members": ("", "A")}):
        with pytest.raises(ValueError, match="members"):
            replace(group, **broken)
    with pytest.raises(ValueError, match="own peer"):
        replace(group, subject="A")
    with pytest.raises(ValueError, match="no such kind"):
        replace(group, kind="friends")


def test_nobody_is_their_own_peer() -> None:
    names = [f"W{i}" for i in range(9)]
    sizes = {name: 1000.0 * i for i, name in enumerate(names)}
    table = pd.DataFrame({"beroepsbevolking": sizes.values()}, index=names)
    for name in names:
        assert name not in size_peers(name, sizes).members
        assert name not in neighbours(name, table).members
        assert name not in own_peers("Alle", names, names).around(name).members


def test_size_classes_have_about_equally_many() -> None:
    sizes = dict(zip("abcdefghi", (5, 1, 9, 2, 8, 3, 7, 4, 6), strict=True))
    assert size_peers("b", sizes, groups=3).members == ("d", "f")
    assert size_peers("c", sizes, groups=3).members == ("e", "g")
    why = size_peers("b", sizes, groups=3).why
    assert "klasse 1 van 3" in why.nl
    assert "class 1 of 3" in why.en


def test_a_size_that_is_not_known_is_said() -> None:
    sizes = {"a": np.nan, "b": 1.0, "c": 2.0, "d": 3.0}
    with pytest.raises(UserError) as fault:
        size_peers("a", sizes)
    assert fault.value.key == "comparison.peers_size_unknown"
    assert "a" not in {name for each in "bcd" for name in size_peers(each, sizes, groups=2).members}
    with pytest.raises(UserError):
        size_peers("b", {"b": 1.0, "c": 2.0}, groups=3)


def test_region_peers_come_from_the_register() -> None:
    register, on = load_register(), Quarter(2012, 1)
    names = [row.name for row in register.valid_on(on)]
    subject = names[0]
    group = region_peers(subject, names, register, on)
    region = register.region_of(register.find(subject, on).code, on)
    expected = [
        row.name
        for row in register.valid_on(on)
        if row.name != subject and register.region_of(row.code, on).code == region.code
    ]
    assert list(group.members) == sorted(expected)
    assert region.name in group.why.nl
    with pytest.raises(UserError) as fault:
        region_peers("Nergenshuizen", names, register, on)
    assert fault.value.key == "comparison.peers_region_unknown"


def test_neighbours_are_nearest_on_standardised_values() -> None:
    rng = np.random.default_rng(11)
    names = [f"W{i:02}" for i in range(20)]
    table = pd.DataFrame(
        {
            "beroepsbevolking": rng.lognormal(11, 0.5, 20),
            "aandeel_ww": rng.uniform(0.3, 0.8, 20),
            # Equal everywhere, so it tells nothing.
            "werkloosheid_regio": 5.0,
        },
        index=names,
    )
    found = neighbours("W03", table, count=4).members
    # The same in plain loops.
    columns = [table["beroepsbevolking"].tolist(), table["aandeel_ww"].tolist()]
    scaled = [[(v - np.mean(c)) / np.std(c) for v in c] for c in columns]
    points = dict(zip(names, zip(*scaled, strict=True), strict=True))
    others = sorted((dist(points["W03"], points[n]), n) for n in names if n != "W03")
    assert list(found) == sorted(name for _, name in others[:4])


def test_neighbours_do_not_depend_on_units_or_order() -> None:
    rng = np.random.default_rng(3)
    names = [f"W{i:02}" for i in range(12)]
    table = pd.DataFrame(
        rng.normal(size=(12, 2)) + 9, index=names, columns=["beroepsbevolking", "aandeel_ww"]
    )
    found = neighbours("W00", table, count=3)
    shuffled = table.sample(frac=1, random_state=1)[["aandeel_ww", "beroepsbevolking"]]
    assert neighbours("W00", shuffled, count=3).members == found.members
    assert neighbours("W00", table * [1000, 0.01], count=3).members == found.members


def test_a_variable_that_a_location_influences_is_refused_with_the_reason() -> None:
    table = pd.DataFrame({"fte": [1.0, 2.0], "beroepsbevolking": [1.0, 2.0]}, index=["a", "b"])
    with pytest.raises(UsageError) as fault:
        neighbours("a", table)
    assert fault.value.key == "comparison.variable_influenced"
    assert "verdelen hun personeel zelf" in fault.value.message("nl")
    with pytest.raises(UsageError) as fault:
        neighbours("a", table.rename(columns={"fte": "sterrenbeeld"}))
    assert fault.value.key == "comparison.variable_unknown"


def test_a_missing_value_makes_no_neighbour() -> None:
    table = pd.DataFrame({"aandeel_ww": [0.5, np.nan, 0.4]}, index=["a", "b", "c"])
    assert neighbours("a", table).members == ("c",)
    with pytest.raises(UserError) as fault:
        neighbours("b", table)
    assert fault.value.key == "comparison.peers_variables_missing"


def test_an_own_group_is_checked() -> None:
    known = ["A", "B", "C"]
    group = own_peers(" Vrienden ", ["C", "A"], known, why="Wij leren van elkaar.")
    assert (group.name.nl, group.members, group.subject) == ("Vrienden", ("A", "C"), None)
    assert group.why.nl == "Wij leren van elkaar."
    for members, name, key in (
        (["A"], " ", "unnamed"),
        (["A", "X"], "G", "unknown"),
        (["A", "A"], "G", "double"),
    ):
        with pytest.raises(UserError) as fault:
            own_peers(name, members, known)
        assert fault.value.key == f"comparison.peers_own_{key}"


def test_a_small_group_says_so() -> None:
    names = tuple("ABCDEF")
    few = PeerGroup(NAME, names[:4], "own", NAME)
    assert few.small
    assert ": 4. Bij minder" in told(few.statements()[0])
    assert ": 4. With fewer" in told(few.statements()[0], "en")
    assert PeerGroup(NAME, names[:5], "own", NAME).statements() == ()


def test_surroundings_by_hand() -> None:
    counts = outflow(
        (name, law, "overig", n, 0)
        for (name, n), law in product({"A": 3, "B": 1}.items(), ("WW", "WWB"))
    )
    counts = counts + plain({"C": (2, 1)})
    register = load_register()
    outside = {"werkloosheid_regio": {"A": 4.0, "B": 6.0}}
    table = neighbour_variables(counts, register, scope=ALL, outside=outside)
    assert table["aandeel_ww"].to_dict() == {"A": 0.5, "B": 0.5, "C": 1.0}
    assert table["werkloosheid_regio"].isna().tolist() == [False, False, True]
    # Invented names have no labour force in the register, and no client has an age.
    assert set(table.columns) == {"aandeel_ww", "werkloosheid_regio"}
    assert np.isnan(list(labour_force(["A"], register).values())).all()
    only = neighbour_variables(counts, register, scope=Scope.of(["A"]))
    assert list(only.index) == ["A"]
    assert stock(counts, K1, scope=ALL) == {"A": 0.0, "B": 0.0, "C": 0.0}
