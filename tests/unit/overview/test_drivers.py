"""What a headline is made of: arithmetic that holds in every figure, and shares that add up."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from ketenkpi.cli import main
from ketenkpi.errors import DefinitionError
from ketenkpi.example import write_example
from ketenkpi.indicators import Decomposition, DrivenBy, load_drivers, load_indicators
from ketenkpi.indicators.drivers import FILE
from ketenkpi.overview import answers, driver_tree
from ketenkpi.overview.drivers import shares_of
from ketenkpi.scope import Scope
from ketenkpi.store import Store
from ketenkpi.surfaces import in_words, reading, table_as_records
from ketenkpi.vocabulary import Quarter, Text
from tests.example_store import deliver, empty, newest

pytestmark = pytest.mark.slow

ALL = Scope.everything()
NAME = Text("a", "a")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store with what the invented region delivered last."""
    example = write_example(tmp_path_factory.mktemp("example"))
    opened = empty(tmp_path_factory.mktemp("home"))
    for file in newest(example.files):
        deliver(opened, file)
    yield opened
    opened.close()


def _made(*roles: str, scale: float = 1) -> Decomposition:
    return Decomposition(
        "x", tuple(DrivenBy(r, NAME, "number", own="numerator") for r in roles), scale
    )


def test_every_line_holds_in_every_werkplein_and_quarter(filled: Store) -> None:
    known = load_drivers()
    keys = sorted({*known, *(each for made in known.values() for each in made.indicators)})
    figures = filled.figures(keys, ("werkplein", "kwartaal"), ALL)
    at = {(r.indicator, r.werkplein, r.kwartaal): r for r in figures.itertuples()}
    told = dict.fromkeys(known, 0)
    for key, made in known.items():
        for (indicator, *where), row in at.items():
            if indicator != key or math.isnan(row.value):
                continue
            values = [
                (
                    each.role,
                    at[each.indicator, *where].value if each.indicator else getattr(row, each.own),
                )
                for each in made.of
            ]
            if any(math.isnan(value) for _, value in values):
                continue
            assert row.value == pytest.approx(_worked(values) * made.scale, rel=1e-12), (key, where)
            told[key] += 1
    assert min(told.values()) > 50, told


def _worked(values: list[tuple[str, float]]) -> float:
    """The sum or product, written out."""
    if values[0][0] == "plus":
        return sum(value if role == "plus" else -value for role, value in values)
    result = 1.0
    for role, value in values:
        result = result * value if role == "times" else result / value
    return result


def test_shares_add_up_to_the_change_and_turn_round_with_time() -> None:
    rng = random.Random(14)
    for _ in range(300):
        product = rng.random() < 0.5
        roles = ("times", "times", "over") if product else ("plus", "plus", "minus")
        pairs = [(rng.uniform(0.1, 900), rng.uniform(0.1, 900)) for _ in roles]
        now = _worked([(r, a) for r, (a, _) in zip(roles, pairs, strict=True)]) * 1000
        then = _worked([(r, b) for r, (_, b) in zip(roles, pairs, strict=True)]) * 1000
        if not product:
            now, then = now / 1000, then / 1000
        made = _made(*roles, scale=1000 if product else 1)
        shares = shares_of(made, now, then, list(pairs))
        back = shares_of(made, then, now, [(b, a) for a, b in pairs])
        assert sum(shares) == pytest.approx(now - then, rel=1e-9, abs=1e-9)
        assert [-each for each in back] == pytest.approx(shares)


def test_what_is_lacking_or_zero_in_a_product_leaves_no_shares() -> None:
    assert shares_of(_made("times", "over"), 0.0, 2.0, [(0.0, 4.0), (2.0, 2.0)]) == [None, None]
    assert shares_of(_made("times", "over"), 1.0, None, [(2.0, 4.0), (2.0, 2.0)]) == [None, None]
    assert shares_of(_made("plus", "minus"), 0.0, 2.0, [(0.0, 4.0), (0.0, 2.0)]) == [-4.0, 2.0]
    # One that did not move has no share, and a figure that did not move has none to give.
    assert shares_of(_made("times", "over"), 2.0, 2.0, [(4.0, 4.0), (2.0, 2.0)]) == [0.0, 0.0]


def test_the_answer_says_the_sum_and_what_came_with_each_part(filled: Store) -> None:
    quarter = Quarter.parse("2010K4").index
    place = sorted(filled.deliveries(ALL)["werkplein"].unique())[0]
    tree = driver_tree(filled.source, "caseload_per_fte", "werkplein", place, ALL, quarter)
    assert tree is not None
    assert tree.change is not None
    first = [each.share for each in tree.drivers if each.level == 1]
    assert sum(first) == pytest.approx(tree.change)
    section = answers.drivers_section(tree, place)
    with reading("nl"):
        assert in_words(section.finding).startswith(
            "Uitkeringen per fte = Stand (lopende uitkeringen) ÷ Fte. In 2010K4: "
        )
        assert section.table is not None
        parts = [row["part"] for row in table_as_records(section.table)]
    assert parts == [
        "Stand (lopende uitkeringen)",
        *("↳ Beginstand", "↳ + Instroom", "↳ − Uitstroom", "÷ Fte"),
    ]


def test_of_a_figure_that_is_no_arithmetic_nothing_is_said(filled: Store) -> None:
    assert driver_tree(filled.source, "uitkeringsduur", None, "", ALL, 8043) is None


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("minus: [uitstroom]", "over: [uitstroom]", "a sum or a product, not both"),
        ("[uitstroom, aandeel_werk]", "[uitstroom, aandeel_werken]", "is no indicator"),
        ("[uitstroom, aandeel_werk]", "[uitstroom, uitstroom_werk]", "is made of itself"),
        ("own: denominator", "own: teller", "allowed: numerator, denominator"),
    ],
)
def test_a_faulty_line_is_refused(old: str, new: str, reason: str, tmp_path: Path) -> None:
    text = FILE.read_text(encoding="utf-8")
    assert old in text
    file = tmp_path / "drivers.yaml"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DefinitionError, match=reason):
        load_drivers(file)


def test_the_command_gives_the_tree_or_says_which_there_are(
    filled: Store, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KETENKPI_HOME", str(filled.settings.home))
    assert main(["kpi", "--opbouw", "--indicator", "stand", "--kwartaal", "2010K4"]) == 0
    assert "= Beginstand + Instroom − Uitstroom" in capsys.readouterr().out
    assert main(["kpi", "--opbouw", "--indicator", "doorlooptijd"]) == 2
    assert "is niet uit andere cijfers op te bouwen" in capsys.readouterr().err
    assert set(load_drivers()) <= set(load_indicators())
