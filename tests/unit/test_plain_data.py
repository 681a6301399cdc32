"""A noun goes to another process as plain data and comes back the same, or loudly does not."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Literal, NamedTuple

import pytest

from ketenkpi.contracts import Finding, load_contracts, template
from ketenkpi.contracts.intake import Wanted
from ketenkpi.jobs import (
    ToLook,
    ToMakeReady,
    ToReportNothing,
    ToSeeWithdrawal,
    ToUpload,
    ToWithdraw,
)
from ketenkpi.plain_data import as_plain, from_plain
from ketenkpi.scope import Scope
from ketenkpi.settings import Settings
from ketenkpi.store import Look, Store, UploadResult, Withdrawal, open_store
from ketenkpi.vocabulary import Period, Quarter
from ketenkpi.wording import LANGUAGES
from tests.dashboard.small import LAST, csv, spells

ALL = Scope.everything()


class Pair(NamedTuple):
    first: int
    second: int


@dataclass(frozen=True)
class Inner:
    name: str
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Outer:
    inner: Inner
    many: tuple[Inner, ...] = ()
    pairs: tuple[Pair, ...] = ()
    two: tuple[int, int] = (0, 0)
    named: Mapping[str, Inner] = field(default_factory=dict)
    said: Mapping[str, object] = field(default_factory=dict)
    any: Mapping[str, Any] = field(default_factory=dict)
    places: frozenset[str] = frozenset()
    kind: Literal["a", "b"] = "a"
    maybe: Inner | None = None
    at: datetime | None = None
    file: Path | None = None
    number: float | None = None


def _there_and_back(noun: Any) -> Any:
    written = json.dumps(as_plain(noun), allow_nan=False)
    return from_plain(type(noun), json.loads(written))


def test_every_kind_of_field_comes_back() -> None:
    moment = datetime(2026, 11, 30, 12, 30, 15, 123456, tzinfo=UTC)
    noun = Outer(
        Inner("é\udc80", date(2009, 1, 31)),
        (Inner("a"), Inner("b", date.max)),
        (Pair(1, 2), Pair(3, 4)),
        (5, 6),
        {"x": Inner("x")},
        {"text": "t", "count": 3, "part": 0.1, "is": True, "none": None},
        {"a": [1, {"b": None}]},
        frozenset({"B", "A"}),
        "b",
        Inner("maybe"),
        moment,
        Path("a/b"),
        1 / 3,
    )
    assert _there_and_back(noun) == noun
    assert _there_and_back(Outer(Inner("only"))) == Outer(Inner("only"))


def test_what_fills_a_sentence_comes_back_as_its_text() -> None:
    noun = Outer(Inner("a"), said={"quarter": Quarter(2009, 1), "day": date(2009, 1, 2)})
    assert _there_and_back(noun).said == {"quarter": "2009K1", "day": "2009-01-02"}


@pytest.mark.parametrize("data", [{"name": "a"}, {"name": "a", "on": None, "colour": "red"}])
def test_a_field_too_many_or_too_few_is_refused(data: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match="not the fields of Inner"):
        from_plain(Inner, data)


def test_a_type_without_a_form_is_refused_before_anything_is_lost() -> None:
    @dataclass(frozen=True)
    class Open:
        connection: Iterator[int]

    @dataclass(frozen=True)
    class Either:
        one: Inner | Pair

    for noun in (Open(iter([1])), Either(Inner("a"))):
        with pytest.raises(TypeError, match="plain data"):
            as_plain(noun)


def test_what_is_checked_when_built_is_checked_when_it_comes_back() -> None:
    data = as_plain(Period(Quarter(2009, 1), 2))
    assert from_plain(Period, data) == Period(Quarter(2009, 1), 2)
    with pytest.raises(Exception, match="2009"):
        from_plain(Period, {**data, "month": 7})


@pytest.mark.parametrize(
    "asked",
    [
        ToLook(("trajecten",), "cbs", {"periode": "2009"}, True, Wanted("Blad 1", 3), {"a": "b"}),
        ToUpload(
            "trajecten", None, "f.csv", "uwv", Period.of_month(2009, 7), date(2009, 1, 1), None,
            {"werkplein": "A"}, True, "reden", True, Wanted(separator=";"), {"rol": "uwv"},
        ),
        ToReportNothing("klachten", "A", Period(LAST), "uwv", True, "reden", {"rol": "uwv"}),
        ToSeeWithdrawal(3),
        ToWithdraw(3, "fout bestand"),
        ToMakeReady(),
    ],
    ids=lambda asked: type(asked).__name__,
)  # fmt: skip
def test_what_is_asked_comes_back(asked: Any) -> None:
    assert _there_and_back(asked) == asked


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(Settings.load(tmp_path / "home", f"sqlite:///{tmp_path / 'c.db'}"))
    yield opened
    opened.close()


def _delivered(store: Store, content: bytes, **said: Any) -> UploadResult:
    asked: dict[str, Any] = {"by": "anna", "organisation": "uwv", "quarter": LAST} | said
    result = store.upload(content, "trajecten", scope=ALL, **asked)
    back: UploadResult = _there_and_back(result)
    _same(back, result)
    return result


def _same(back: Any, noun: Any) -> None:
    """Equal, but for what fills sentences: those say the same in both languages."""
    assert json.dumps(as_plain(back)) == json.dumps(as_plain(noun))
    before, after = (_findings(each) for each in (noun, back))
    for language in LANGUAGES:
        assert [f.message(language) for f in after] == [f.message(language) for f in before]
        assert [f.remedy(language) for f in after] == [f.remedy(language) for f in before]


def _findings(noun: Any) -> list[Finding]:
    if isinstance(noun, UploadResult):
        return list(noun.findings.listed)
    return [finding for reading in noun.readings for finding in reading.findings.listed]


def test_what_came_of_an_upload_comes_back_whatever_came(store: Store) -> None:
    rows = spells("Breda", 60, seed=5)
    faulty = [rows[0].replace(";2009-", ";2009-13-", 1), *rows[1:]]
    asks = _delivered(store, csv(spells("Bredda", 40, seed=5)))
    assert [asks.status, asks.questions[0].key] == ["asks", "werkplein"]
    assert _there_and_back(asks).questions == asks.questions
    found = [
        _delivered(store, csv(faulty)),
        _delivered(store, csv(rows)),
        _delivered(store, csv(rows)),
        _delivered(store, csv(rows[:50])),
    ]
    assert [each.status for each in found] == ["refused", "stored", "unchanged", "needs_replace"]
    replacing = found[-1]
    assert replacing.changes.figures
    back = _there_and_back(replacing)
    assert (back.changes, back.replaces) == (replacing.changes, replacing.replaces)
    withdrawal = store.withdrawal(1, scope=ALL)
    assert _there_and_back(withdrawal) == withdrawal
    assert isinstance(withdrawal, Withdrawal)


@pytest.mark.parametrize("contract", sorted(load_contracts()))
def test_what_was_seen_in_a_file_comes_back_for_every_contract(store: Store, contract: str) -> None:
    look = store.look(template(load_contracts()[contract]), (contract,))
    back = _there_and_back(look)
    assert isinstance(back, Look)
    _same(back, look)
