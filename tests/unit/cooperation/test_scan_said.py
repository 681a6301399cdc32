"""What is said of the answers to the scan, and of agreements between tasks."""

from __future__ import annotations

import pytest

from ketenkpi.cooperation import Figure, ScanAnswers, answers_of, questions
from ketenkpi.cooperation.answers import pairs, scan
from ketenkpi.research_model import load_dependence, load_scan
from ketenkpi.wording import LANGUAGES, Language
from tests.unit.cooperation.apart import APART, WITHIN, given_by, judged
from tests.unit.cooperation.said import cells, told
from tests.unit.cooperation.scan_rows import QUARTER, STAD, agreed, pair, scores


def test_the_time_factor_makes_far_clients_count_for_less_in_two_pairs_only() -> None:
    known = load_dependence().time_factor
    before, after = judged(APART), judged(APART, time_factor=True)
    moved = {
        one.key: (one.clients.value, other.clients.value)
        for one, other in zip(before.pairs, after.pairs, strict=True)
        if one.clients.value != other.clients.value
    }
    assert set(moved) == set(known.pairs)
    assert set(moved.values()) == {(200.0, 160.0 + 40.0 * known.weight)}
    off, on = (" ".join(map(told, pairs.coverage(each).notes)) for each in (before, after))
    assert "Iedere klant telt voor één." in off
    assert "telt daarom voor 0,5 mee bij" in on


def test_who_counts_for_a_part_makes_a_number_with_a_decimal() -> None:
    figure = Figure(180.5, n=1, method="indicators.method_full_count")
    assert told(pairs.clients(figure)) == "180,5 klanten"
    assert told(pairs.clients(Figure(1.0, n=1, method=figure.method))) == "1 klant"


def test_coverage_is_told_of_each_situation_and_party() -> None:
    section = pairs.coverage(judged(APART))
    wholes = 1 + len(load_dependence().situations)
    assert cells(section, "Volgens") == ["beide (de laagste)", "UWV", "gemeente"] * wholes
    # Of the two pairs that both know one is arranged by both, and both by UWV.
    assert cells(section, "Geregeld")[:3] == ["1", "2", "1"]
    assert cells(section, "Bekend")[:3] == ["2", "2", "2"]
    assert cells(section, "Naar klanten")[:3] == ["50%", "100%", "50%"]


def test_gaps_are_what_certainly_lacks_in_the_order_asked() -> None:
    section = pairs.gaps(judged(APART))
    assert cells(section, "Paar van taken") == ["Intake en Diagnose"]
    assert cells(section, "Ontbreekt") == ["proces"]
    waits = cells(section, "Mediaan van de overdracht")
    assert waits == ["Intake → diagnose: 6 dagen (n = 9)"]
    assert cells(section, "Volgens wie") == ["UWV: ✓ geregeld; gemeente: ✕ niet geregeld"]
    said = told(section.finding)
    assert said.startswith("Paren waarbij iets ontbreekt: 1.")
    assert "Intake en Diagnose (Binnen één uitkering): 200 klanten" in said


@pytest.mark.parametrize("order", pairs.SORTS)
def test_gaps_can_be_sorted(order: str) -> None:
    rows = [pair("uwv", each.key, each.situation, 0, 0) for each in load_dependence().pairs]
    found = judged(given_by(rows))
    section = pairs.gaps(found, order)
    assert len(cells(section, "Oordeel")) == len(load_dependence().pairs)
    if order == "klanten":
        clients = cells(section, "Klanten")
        assert (clients[0], clients[-1]) == ("200", "4")
    if order == "dagen":
        assert cells(section, "Paar van taken")[0] == "Intake en Diagnose"
    if order == "situatie":
        names = [each.name.nl for each in load_dependence().situations.values()]
        shown = cells(section, "Situatie")
        assert shown == sorted(shown, key=names.index)


def test_what_is_not_arranged_at_all_comes_before_what_is_in_part() -> None:
    first, *_, last = load_dependence().of(WITHIN)
    rows = [pair("uwv", first.key, WITHIN, 1, 1), pair("uwv", last.key, WITHIN, 0, 0)]
    section = pairs.gaps(judged(given_by(rows)), "ernst")
    assert cells(section, "Oordeel") == ["✕ niet geregeld", "◐ deels geregeld"]
    assert cells(section, "Paar van taken") == [last.name.nl, first.name.nl]


def test_where_nothing_lacks_that_is_told_only_of_what_is_known() -> None:
    nothing = pairs.gaps(judged(given_by()))
    assert told(nothing.finding).startswith("Of er iets ontbreekt is niet bekend")
    assert nothing.table is None
    first, *_ = load_dependence().of(WITHIN)
    good = pairs.gaps(judged(given_by([pair("uwv", first.key, WITHIN, 2, 2)])))
    assert told(good.finding).startswith("Paren waarvan het bekend is: 1. Bij elk daarvan")


def test_coverage_with_open_pairs_has_a_range() -> None:
    said = told(pairs.coverage(judged(APART)).finding)
    assert said.startswith("Geteld naar klanten is 50% van wat nodig en bekend is geregeld.")
    # Of 10 * 200 + 25 * 8 + 25 * 4 clients 200 are in the one pair that is arranged and 200 in
    # the one that is not; all others are open.
    assert "minstens 9% en hoogstens 91%" in said


@pytest.mark.parametrize(
    ("gemeente", "told_of_chance"),
    [
        ((0, 0, 1, 1, 2, 2, 0, 1), "Zij zijn het vaker eens dan door toeval"),
        ((0, 0, 1, 1, 2, 2, 0, 0), "Eens boven toeval: 1,00."),
        ((2, 0, 0, 1, 0, 2, 1, 2), "Dat kan toeval zijn"),
        ((0, 0, 0), "Te weinig: minder dan vijf vragen zijn door beide partners beantwoord."),
    ],
)
def test_agreement_is_claimed_only_where_chance_does_not_explain_it(
    gemeente: tuple[int, ...], told_of_chance: str
) -> None:
    items = [item.key for item in load_scan().of("tabel_4")]
    uwv = (0, 0, 1, 1, 2, 2, 0, 0)
    marks = {
        who: {key: (mark, None) for key, mark in zip(items, of, strict=False)}
        for who, of in (("uwv", uwv), ("gemeente", gemeente))
    }
    section = scan.agreement(given_by(*(agreed(who, of) for who, of in marks.items())))
    assert isinstance(section.finding, tuple)
    first = told(section.finding[0])
    assert first.startswith("Over afspraken over product en proces geven zij op ")
    assert told_of_chance in first
    assert ("vaker eens" in first) == ("vaker eens" in told_of_chance)


def _row_of(item: str, given: ScanAnswers, language: Language = "nl") -> str:
    shown = cells(scan.side_by_side([("A", given)]), "A", language)
    return shown[list(load_scan().items).index(item)]


def test_both_answers_stand_where_they_differ_and_one_where_they_do_not() -> None:
    assert _row_of("intake", APART) == "UWV: 2 / 1; gemeente: 0 / 1"
    assert _row_of("diagnose", APART) == "1 / 1"
    # One of them left it empty, both left it empty: neither is a zero.
    assert _row_of("vertrouwen", APART) == "UWV: 3; gemeente: leeg"
    assert _row_of("kennis", APART) == "leeg"
    told_ = told(scan.side_by_side([("A", APART)]).finding)
    assert told_.startswith("Scans in de tabel: 1. In 2 van de ")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_scan_of_a_partner_is_told_and_no_agreement_is_claimed(language: Language) -> None:
    alone = given_by(scores("uwv", {"vertrouwen": 3}))
    words = {
        "nl": ("Van de gemeente is er geen scan", "er is alleen een scan van UWV"),
        "en": ("Of the gemeente there is no scan", "there is only a scan of UWV"),
    }
    complete, agreement = words[language]
    assert complete in told(scan.completeness(alone).finding, language)
    assert agreement in told(scan.agreement(alone).finding, language)
    assert scan.agreement(alone).table is None
    assert "geen scan" in _row_of("vertrouwen", alone) or language == "en"


def test_an_older_scan_says_how_long_ago_it_was() -> None:
    given = answers_of(scores("uwv", {"vertrouwen": 3}), STAD, QUARTER + 2)
    assert "in de scan van 2009K1 (kwartalen geleden: 2)." in told(scan.completeness(given).finding)


def test_what_does_not_apply_is_not_asked_for() -> None:
    given = given_by(
        scores("uwv", {"vertrouwen": 3}), scores("uwv", {"kennis": None}, status="nvt")
    )
    asked = len(questions())
    said = told(scan.completeness(given).finding)
    assert said.startswith(f"UWV beantwoordde 1 van de {asked - 1} vragen die hier gelden")


def test_the_largest_difference_comes_first_in_words() -> None:
    section = scan.differences(APART)
    assert "2 vragen" in told(section.finding)
    assert cells(section, "UWV") == ["2, volledige afspraken", "2, volledige afspraken"]
    assert cells(section, "Gemeente") == ["0, geen afspraken", "0, geen afspraken"]


def test_one_item_has_the_answer_of_each_in_words() -> None:
    section = scan.one_item(APART, "vertrouwen")
    assert cells(section, "Antwoord") == ["3, grotendeels", "Niet beantwoord. Leeg is geen nul."]
    assert cells(section, "Scan van") == ["2009K1", "2009K1"]
