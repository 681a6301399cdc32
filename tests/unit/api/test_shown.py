"""What an analyst sees who types the name of an object: a few lines, and nobody's number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import ketenkpi as kk
from ketenkpi.register import load_register
from ketenkpi.shown import MOST_PARTS, ByKey, as_html, as_text, shown
from ketenkpi.store import Store
from ketenkpi.vocabulary import Text
from tests.dashboard.small import NOORD, ZUID, csv, installed, spells

ALL = kk.Scope.everything()


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = installed(tmp_path_factory.mktemp("shown") / "home")
    yield store
    store.close()


@pytest.fixture(scope="module")
def results(filled: Store) -> Mapping[str, Any]:
    """What the questions of a small store are answered with."""
    again = csv(spells(NOORD, 160, 1)[:150])
    quarter = kk.Quarter(2009, 4)
    told: dict[str, Any] = {"by": "anna", "organisation": "samen", "scope": ALL}
    return {
        "store": filled,
        "counts": filled.counts(ALL),
        "comparison": filled.compare("instroom", scope=ALL),
        "upload": filled.upload(again, "trajecten", quarter=quarter, filename="a.csv", **told),
        "reading": filled.check(again, "trajecten"),
        "findings": filled.check(again, "trajecten").findings,
        "look": filled.look(again, ["trajecten"]),
        "withdrawal": filled.withdrawal(1, scope=ALL),
        "revisions": filled.revisions("uitstroom", ALL),
        "export": filled.export(ALL, by="anna"),
        "states": filled.states("trajecten", ALL)[0],
        "cooperation": filled.cooperation(NOORD, quarter, ALL),
        "phases": filled.phases(ALL),
        "programme": filled.programme(ALL, quarter),
        "theory": filled.theory(ALL, quarter),
        "norms": filled.norm_register(ALL, quarter),
        "peers": filled.peer_group("alle", NOORD, ALL),
        "inspection": filled.inspection(),
        "draft": filled.draft(NOORD, quarter, "uwv", ALL),
        "register": load_register(),
        "indicators": kk.load_indicators(),
        "indicator": kk.load_indicators()["instroom"],
        "contracts": kk.load_contracts(),
        "contract": kk.load_contracts()["trajecten"],
        "settings": filled.settings,
        "scope": ALL,
        "quarter": quarter,
    }


class _Read(HTMLParser):
    """The text of a table, and which marks it is made with."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.marks: list[str] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.marks.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def test_each_result_shows_itself_in_twenty_lines(results: Mapping[str, Any]) -> None:
    for name, result in results.items():
        lines = repr(result).splitlines()
        assert len(lines) <= 20, name
        assert max(map(len, lines)) <= 120, name


def test_a_notebook_gets_the_same_parts_in_a_table(results: Mapping[str, Any]) -> None:
    plain = {"scope", "quarter"}
    for name in set(results) - plain:
        read = _Read(results[name]._repr_html_())
        parts = [line.strip().split("=")[0] for line in repr(results[name]).splitlines()[1:-1]]
        for part in parts:
            assert part in read.text or part.startswith("..."), (name, part)
        assert set(read.marks) <= {"table", "caption", "code", "tr", "th", "td", "small"}, name


def test_names_of_users_are_texts_in_the_table(results: Mapping[str, Any]) -> None:
    assert ZUID in _Read(results["counts"]._repr_html_()).text
    assert ZUID not in results["counts"]._repr_html_()


def test_counts_show_no_number_of_people(filled: Store) -> None:
    # Twice as many people at the same places in the same quarters are shown alike.
    counts = filled.counts(ALL)
    twice = counts + counts
    assert twice.roll_up("instroom")["n"][0] == 2 * counts.roll_up("instroom")["n"][0]
    assert repr(twice) == repr(counts)
    assert "2009K1, 2009K4" in repr(counts)


def test_counts_of_a_scope_show_nothing_of_others(filled: Store) -> None:
    own = filled.counts(kk.Scope.of([NOORD], "rows"))
    assert NOORD in repr(own)
    assert ZUID not in repr(own)


def test_a_store_shows_nothing_that_depends_on_a_scope(filled: Store) -> None:
    assert NOORD not in repr(filled)
    assert str(filled.settings.home) in repr(filled)


def test_settings_do_not_show_a_password(tmp_path: Path) -> None:
    url = "postgresql+psycopg://keten:geheim@localhost/keten"
    settings = kk.Settings.load(tmp_path, url)
    assert "geheim" not in repr(settings) + settings._repr_html_()  # type: ignore[attr-defined]


@shown
@dataclass(frozen=True)
class Answer:
    """One that holds a bit of everything."""

    table: pd.DataFrame
    texts: tuple[str, ...]
    long: str
    label: Text
    nouns: Mapping[str, Text]
    nothing: None = None


ANSWER = Answer(
    pd.DataFrame({"n": range(3), "m": range(3)}),
    ("a", "b"),
    "x" * 500,
    Text("Instroom", "Inflow"),
    {"a": Text("a", "a"), "b": Text("b", "b")},
)


def test_what_is_long_is_told_by_how_much_there_is() -> None:
    assert repr(ANSWER) == "\n".join(
        [
            "Answer(",
            "    table=<3 rows, 2 columns>",
            "    texts=<a, b>",
            "    long='" + "x" * 68 + "...",
            "    label='Inflow'",
            "    nouns=<2 times Text>",
            "    nothing=None",
            ")",
        ]
    )


def test_the_table_is_dutch_with_english_behind_it() -> None:
    read = _Read(ANSWER._repr_html_())  # type: ignore[attr-defined]
    assert "3 rijen, 2 kolommen (3 rows, 2 columns)" in read.text
    assert "Instroom (Inflow)" in read.text


def test_many_parts_are_cut_off_and_counted() -> None:
    parts = {f"part{number}": number for number in range(50)}
    assert len(as_text("Many", parts).splitlines()) == 20
    assert f"... ({50 - MOST_PARTS + 1})" in as_text("Many", parts)
    assert f"en nog {50 - MOST_PARTS + 1}" in as_html("Many", parts)
    assert len(as_text("Few", dict(list(parts.items())[:MOST_PARTS])).splitlines()) == 20


def test_nouns_by_key_are_a_mapping_that_cannot_be_written_to() -> None:
    nouns = ByKey({"a": 1, "b": 2})
    assert dict(nouns) == {"a": 1, "b": 2}
    assert nouns == {"a": 1, "b": 2}
    with pytest.raises(TypeError):
        nouns["c"] = 3  # type: ignore[index]
    with pytest.raises(KeyError):
        nouns["c"]
