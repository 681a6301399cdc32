"""Which answers hold, and that what nobody answered is never a zero."""

from __future__ import annotations

import pytest

from ketenkpi.cooperation import JOINT, Answer, ScanAnswers, answers_of, questions, questions_of
from ketenkpi.cooperation.scan import (
    NO_SCAN,
    NOT_ANSWERED,
    NOT_APPLICABLE,
    NOT_KNOWN,
)
from ketenkpi.research_model import load_scan
from tests.unit.cooperation.scan_rows import QUARTER, STAD, Row, agreed, pair, row, scores

(DUOS,) = questions_of("duos")
PRODUCT, PROCES = questions_of("intake")


def _of(rows: list[Row], quarter: int = QUARTER) -> ScanAnswers:
    return answers_of(rows, STAD, quarter)


def test_every_mark_of_the_scan_is_asked_once() -> None:
    asked = questions()
    assert len(set(asked)) == len(asked)
    # 15 items of table 4 and 60 pairs on product and process, the other items on one scale.
    others = [item for item in load_scan().items.values() if item.group.key != "tabel_4"]
    assert len(asked) == 15 * 2 + len(others) + 60 * 2


def test_an_answer_is_in_parts_of_its_scale() -> None:
    found = _of([*agreed("uwv", {"intake": (2, 1)}), *scores("uwv", {"duos": 3})])
    assert found.of("uwv", PRODUCT).value == 1
    assert found.of("uwv", PROCES).value == 0.5
    assert found.of("uwv", DUOS).value == 0.75


def test_zero_is_an_answer_and_empty_is_none() -> None:
    found = _of(agreed("uwv", {"intake": (0, None)}))
    assert found.of("uwv", PRODUCT).value == 0
    assert found.of("uwv", PROCES).value is None
    assert found.of("uwv", PROCES).reason == NOT_ANSWERED


@pytest.mark.parametrize(
    ("status", "reason"),
    [(None, NOT_ANSWERED), ("nvt", NOT_APPLICABLE), ("weet_niet", NOT_KNOWN)],
)
def test_why_there_is_no_answer(status: str | None, reason: str) -> None:
    assert _of([row("uwv", "duos", status=status)]).of("uwv", DUOS).reason == reason


def test_rows_of_before_the_column_status() -> None:
    assert "status" not in row("uwv", "duos")
    assert _of([row("uwv", "duos")]).of("uwv", DUOS).reason == NOT_ANSWERED


def test_an_item_without_a_row_and_a_partner_without_a_scan() -> None:
    found = _of(scores("uwv", {"duos": 3}))
    assert found.of("uwv", PRODUCT).reason == NOT_ANSWERED
    assert found.of("gemeente", DUOS).reason == NO_SCAN
    assert found.parties == ("uwv", "gemeente")
    assert found.answering == ("uwv",)


def test_other_places_and_later_quarters_are_left_alone() -> None:
    rows = scores("uwv", {"duos": 4}, kwartaal=QUARTER + 1)
    rows += scores("uwv", {"duos": 3}, werkplein="Dorp")
    assert _of(rows).answering == ()


def test_the_last_scan_holds_with_its_age_and_as_a_whole() -> None:
    early = scores("uwv", {"duos": 4, "integraal_team": 4}, kwartaal=QUARTER - 4)
    later = scores("uwv", {"duos": 1}, kwartaal=QUARTER - 2)
    found = _of([*early, *later])
    assert (found.filled["uwv"].quarter, found.filled["uwv"].age) == (QUARTER - 2, 2)
    assert found.of("uwv", DUOS).mark == 1
    (team,) = questions_of("integraal_team")
    assert found.of("uwv", team).reason == NOT_ANSWERED


def test_the_range_keeps_both_partners_visible() -> None:
    found = _of([*scores("uwv", {"duos": 3}), *scores("gemeente", {"duos": 1})])
    span = found.span(DUOS)
    assert (span.low, span.high, span.unanswered) == (0.25, 0.75, ())
    nobody = found.span(PRODUCT)
    assert (nobody.low, nobody.high, nobody.unanswered) == (None, None, ("uwv", "gemeente"))


@pytest.mark.parametrize(
    ("uwv", "gemeente", "joint", "parties"),
    [
        (None, None, 0, (JOINT,)),
        (-2, -2, 0, (JOINT,)),
        (0, 0, -2, ("uwv", "gemeente")),
        (0, -4, -2, ("uwv", JOINT)),
        (0, None, -2, ("uwv", JOINT)),
        (0, 0, 0, ("uwv", "gemeente", JOINT)),
        (-4, None, 0, (JOINT,)),
    ],
)
def test_answering_together_replaces_what_was_answered_apart_before(
    uwv: int | None, gemeente: int | None, joint: int, parties: tuple[str, ...]
) -> None:
    when = {"uwv": uwv, "gemeente": gemeente, JOINT: joint}
    rows = [
        row(party, "duos", score=2, kwartaal=QUARTER + ago)
        for party, ago in when.items()
        if ago is not None
    ]
    assert _of(rows).parties == parties


def test_completeness_counts_every_reason_apart() -> None:
    rows = [
        *scores("uwv", {"balie": 0, "telefoon": None}),
        row("uwv", "website", status="nvt"),
        row("uwv", "locatie", status="weet_niet"),
    ]
    found = {(each.group, each.party): each for each in _of(rows).completeness()}
    uwv = found["kanalen", "uwv"]
    assert (uwv.asked, uwv.answered, uwv.not_applicable, uwv.not_known, uwv.open) == (4, 1, 1, 1, 1)
    assert uwv.share == 1 / 3
    assert found["kanalen", "gemeente"].open == 4
    assert found["samenloop", "uwv"].asked == 50


def test_a_pair_is_answered_per_situation() -> None:
    key = "wwb_intake_ww_diagnose"
    found = _of([pair("uwv", key, "samenloop", 2, None, toelichting="Samen besproken.")])
    product, _ = questions_of(key, "samenloop")
    elsewhere, _ = questions_of(key, "overgang_ww_wwb")
    assert found.of("uwv", product).mark == 2
    assert found.of("uwv", elsewhere).reason == NOT_ANSWERED
    assert found.filled["uwv"].notes == {(key, "samenloop"): "Samen besproken."}


def test_an_answer_is_a_mark_on_the_scale_or_a_reason() -> None:
    with pytest.raises(ValueError, match="a mark or a reason"):
        Answer("uwv", DUOS)
    with pytest.raises(ValueError, match="between 0 and 4"):
        Answer("uwv", DUOS, 5)
