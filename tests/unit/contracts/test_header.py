"""Which column of a file is which column of a contract, and what is asked about it."""

from __future__ import annotations

import pytest

from ketenkpi.contracts import load_contracts
from ketenkpi.contracts.findings import Collector, Finding
from ketenkpi.contracts.header import Matched, match
from ketenkpi.contracts.near import pairs, without_unit
from ketenkpi.contracts.questions import NOT_ANSWERED, Answers
from ketenkpi.wording import LANGUAGES

STAND = load_contracts()["stand_stroom"]
NAMES = STAND.names
REQUIRED = tuple(column.name for column in STAND.columns if column.required)


def matched(*header: str, answers: Answers = NOT_ANSWERED) -> tuple[Matched, list[Finding]]:
    found = Collector(None)
    result = match(header, NAMES, REQUIRED, found, line=3, report_extra=True, answers=answers)
    listed = list(found.findings().listed)
    for finding in listed:
        for language in LANGUAGES:
            assert finding.message(language)
            assert finding.expected(language)
            assert finding.remedy(language)
    return result, listed


def spelt(**other: str) -> list[str]:
    """The names of the contract, some spelt otherwise; '' leaves one out."""
    return [other.get(name, name) for name in NAMES if other.get(name, name)]


@pytest.mark.parametrize(
    "name",
    [
        *("Uitstroom Werk", "UITSTROOM-WERK", "uitstroom\nwerk", "  'uitstroom_werk' "),
        *("uitstro\u00f3m_werk", "\ufeffuitstroom_werk\u200b", "uitstroom\u2011werk"),
        *("uitstroom\u00a0werk", "\uff35\uff29\uff34stroom werk", "\u201cuitstroom werk\u201d"),
    ],
)
def test_how_a_name_is_spelt_does_not_matter(name: str) -> None:
    result, found = matched(*spelt(uitstroom_werk=name))
    assert result.places["uitstroom_werk"] == NAMES.index("uitstroom_werk")
    assert (found, result.questions) == ([], ())


@pytest.mark.parametrize("column", ["uitstroom_werk", "werkplein", "kwartaal"])
def test_a_name_that_is_nearly_one_is_asked_about_required_or_not(column: str) -> None:
    typed = column.replace("e", "ee", 1) if "e" in column else column + "en"
    header = spelt(**{column: typed})
    result, found = matched(*header)
    (question,) = result.questions
    assert (question.name, question.answers) == (f"kolom:{column}", (typed, "niet"))
    assert f"'{typed}'" in question.sentence("nl")
    assert question.label("niet", "nl")
    assert question.why("en")
    assert question.finding().remedy("nl")
    assert (found, column in result.places) == ([], False)

    result, found = matched(*header, answers=Answers({f"kolom:{column}": typed.upper()}))
    assert (result.places[column], result.questions, found) == (header.index(typed), (), [])

    result, found = matched(*header, answers=Answers({f"kolom:{column}": "niet"}))
    assert (column in result.places, result.questions) == (False, ())
    rules = [(one.rule, one.column) for one in found if one.level == "blokkade"]
    assert rules == ([("kolom_ontbreekt", column)] if column in REQUIRED else [])
    assert [one.params["names"] for one in found if one.rule == "kolommen_extra"] == [typed]


def test_an_answer_may_name_any_other_column_of_the_file() -> None:
    header = spelt(uitstroom_werk="naar betaald werk")
    result, found = matched(*header, answers=Answers({"kolom:uitstroom_werk": "naar betaald werk"}))
    assert result.places["uitstroom_werk"] == NAMES.index("uitstroom_werk")
    assert found == []


@pytest.mark.parametrize("given", ["is er niet", "werkplein"])
def test_an_answer_that_names_no_free_column_leaves_the_question(given: str) -> None:
    header = spelt(uitstroom_werk="uitstrom_werk")
    result, _ = matched(*header, answers=Answers({"kolom:uitstroom_werk": given}))
    assert [question.name for question in result.questions] == ["kolom:uitstroom_werk"]


def test_a_suggestion_is_never_a_column_that_is_used_or_suggested_already() -> None:
    # 'uitstroom' is near 'instroom', but it is a column of its own.
    result, found = matched(*spelt(instroom="", herinstroom=""))
    assert result.questions == ()
    assert [(one.rule, one.column) for one in found] == [("kolom_ontbreekt", "instroom")]
    result, _ = matched(*spelt(instroom="instroomm", herinstroom=""))
    assert [question.name for question in result.questions] == ["kolom:instroom"]
    result, _ = matched(*spelt(beginstand="begin_stant", eindstand="eind_stant"))
    assert {q.subject: q.answers[0] for q in result.questions} == {
        "beginstand": "begin_stant",
        "eindstand": "eind_stant",
    }


def test_a_unit_in_brackets_is_left_out_and_that_is_said() -> None:
    result, found = matched(*spelt(instroom="Instroom (aantal)", beginstand="beginstand [n]"))
    assert result.places["instroom"] == NAMES.index("instroom")
    assert [(one.rule, one.column) for one in found] == [
        ("kolom_eenheid", "beginstand"),
        ("kolom_eenheid", "instroom"),
    ]
    assert without_unit("a (b) (c)") == "a (b)"
    assert without_unit("(a)") == "(a)"


def test_a_unit_decides_nothing_between_two_columns_or_beside_the_name_itself() -> None:
    result, found = matched(*spelt(), "instroom (vorig jaar)")
    assert [one.rule for one in found] == ["kolommen_extra"]
    result, _ = matched(*spelt(instroom="instroom (m)"), "instroom (v)")
    assert "instroom" not in result.places
    assert [question.name for question in result.questions] == ["kolom:instroom"]


def test_extra_columns_are_one_advice_with_their_number_and_names() -> None:
    _, found = matched("kleur", *spelt(), "", "maat", "", "")
    (advice,) = found
    assert (advice.rule, advice.level, advice.line) == ("kolommen_extra", "advies", 3)
    assert advice.params == {"count": 3, "names": f"kleur, #{len(NAMES) + 2}, maat"}
    # Nameless columns behind the last name are trailing separators.
    assert matched(*spelt(), "", "")[1] == []


def test_a_name_that_stands_twice_stops_the_file() -> None:
    _, found = matched(*spelt(), "Werkplein")
    assert (found[0].rule, found[0].level) == ("kolom_dubbel", "blokkade")


def test_pairs_take_the_likest_first() -> None:
    assert pairs(["instroom", "herinstroom"], ["herinstrom"]) == {"herinstroom": "herinstrom"}
    assert pairs(["a"], []) == {}


def test_no_column_of_a_contract_is_nearly_another_of_it() -> None:
    """A file without one optional column is not asked about a column it does have."""
    for contract in load_contracts().values():
        for left_out in contract.names:
            header = [name for name in contract.names if name != left_out]
            found = Collector(None)
            result = match(header, contract.names, (), found, line=1, report_extra=True)
            assert (result.questions, found.findings().listed) == ((), ())
