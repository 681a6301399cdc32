"""What to discuss, from tests of a quarter that are put together by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from ketenkpi.answer import Said
from ketenkpi.catalogue import Status
from ketenkpi.indicators import load_indicators
from ketenkpi.overview import Delivered
from ketenkpi.overview.answers import Discussed, discussed_among, discussed_at
from ketenkpi.surfaces import in_words, reading, table_as_records
from ketenkpi.surfaces.text import items_as_lines, sections_as_text
from ketenkpi.vocabulary import Quarter
from ketenkpi.wording import LANGUAGES, Language

QUARTER = Quarter(2010, 4)
KNOWN = load_indicators()
NOBODY = Delivered({}, (), (), False)


def judged(*rows: tuple[str, str | float, str, str, float, float, float, str]) -> pd.DataFrame:
    columns = ["indicator", "split", "werkplein", "view", "value", "expected", "p_adjusted"]
    frame = pd.DataFrame(rows, columns=[*columns, "verdict"])
    sure = frame["p_adjusted"] < 0.05
    basis = np.where(frame["view"] == "others", "others", "own")
    away = frame["value"] - frame["expected"]
    unit = [KNOWN[key].unit for key in frame["indicator"]]
    tested = {"basis": basis, "compared": frame["value"], "unit": unit, "away": away}
    frame = frame.assign(sure=sure, quarters=11, day=np.nan, **tested)
    return frame.assign(**{"with": ""}).astype({"split": "str"})


WORK = ("uitstroom_werk", np.nan, "Noord", "past", 83.0, 141.2, 0.004, "concern")
TIME = ("doorlooptijd", "stap:intake", "Noord", "others", 5.0, 7.1, 0.02, "improvement")
CHANCE = ("stand", np.nan, "Noord", "past", 10.0, 11.0, 0.6, "concern")


def told(said: Said, language: Language = "nl") -> str:
    with reading(language):
        return in_words(said)


def noord(found: pd.DataFrame, delivered: Delivered = NOBODY) -> Discussed:
    return discussed_at(found, "Noord", QUARTER, delivered)


def test_a_signal_says_value_expected_view_and_verdict_in_words() -> None:
    discussed = noord(judged(WORK, CHANCE))
    (signal,) = discussed.signals
    assert signal.tile.code == "uitstroom_werk"
    assert told(signal.value) == "83"
    assert told(signal.verdict) == "◆ lager, slechter"
    assert told(signal.view).startswith("Anders dan het eigen verleden. Op grond van 11 eerdere")
    assert told(signal.view).endswith("was 141 te verwachten; het werd 83.")
    assert told(discussed.section.finding) == (
        "Noord, het vierde kwartaal van 2010: één signaal bij 2 beoordeelde cijfers."
    )
    assert "in 2 vergelijkingen van alle Werkpleinen" in told(discussed.section.notes)


def test_the_table_holds_what_the_cards_tell_and_the_chance() -> None:
    discussed = noord(judged(WORK, TIME))
    assert discussed.section.table is not None
    with reading("nl"):
        text = sections_as_text([discussed.section])
        first, second = table_as_records(discussed.section.table)
    assert (first["value"], first["compared"], first["expected"]) == (83.0, 83.0, 141.2)
    assert first["chance"] == 0.004
    assert second["judged"] == "■ lager, beter"
    assert "5 dagen" in text
    assert "0,004" in text


def test_better_is_not_the_same_as_higher() -> None:
    (signal,) = noord(judged(TIME)).signals
    assert told(signal.verdict) == "■ lager, beter"
    assert signal.tile.code == "doorlooptijd:stap:intake"


def test_a_duration_is_told_by_the_share_that_took_longer() -> None:
    found = judged(TIME).assign(compared=0.31, expected=0.46, unit="share", day=6.0, quarters=4)
    view = told(noord(found).signals[0].view)
    assert view.startswith("Vergeleken is welk deel langer duurde dan 6 dagen. ")
    assert "over de laatste 4 kwartalen samen: 31,0%, tegen 46,0% bij de anderen" in view
    assert "geen verandering van dit kwartaal" in view
    once = told(noord(found.assign(quarters=1)).signals[0].view)
    assert "Anders dan de andere Werkpleinen in dit kwartaal: 31,0%" in once


@pytest.mark.parametrize(
    ("basis", "said"),
    [("season", "hetzelfde kwartaal in 11 eerdere jaren"), ("previous", "dan het kwartaal ervoor")],
)
def test_the_season_and_the_quarter_before_are_named(basis: str, said: str) -> None:
    assert said in told(noord(judged(WORK).assign(basis=basis)).signals[0].view)


def test_who_is_counted_with_a_werkplein_is_named() -> None:
    found = judged(WORK).assign(**{"with": "Zuid"})
    assert "Geteld samen met Zuid" in told(noord(found).signals[0].view)


def test_a_provisional_figure_names_the_data_as_a_possible_cause() -> None:
    status: dict[tuple[str, str, int], Status] = {
        (contract, "Noord", QUARTER.index): "ingediend"
        for contract in KNOWN["uitstroom_werk"].contracts
    }
    for delivered, there in ((NOBODY, False), (Delivered(status, (), (), False), True)):
        (signal,) = noord(judged(WORK), delivered).signals
        assert ("niet definitief" in told(signal.cause)) == there


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_signal_it_says_what_chance_alone_would_give(language: Language) -> None:
    rows = [(*CHANCE[:3], view, *CHANCE[4:]) for view in ("past", "others")] * 20
    discussed = noord(judged(*rows))
    assert discussed.signals == ()
    assert discussed.section.table is None
    # 40 comparisons, of which 5 % is 2.
    said = told(discussed.section.finding, language)
    assert {"nl": "40 vergelijkingen", "en": "40 comparisons"}[language] in said
    assert {"nl": "al tot 2 laten", "en": "up to 2 of"}[language] in said
    assert {"nl": "geen signaal", "en": "no signal"}[language] in said


def test_nothing_judged_is_not_the_same_as_no_signal() -> None:
    discussed = discussed_at(judged(WORK), "Zuid", QUARTER, NOBODY)
    assert "geen enkel cijfer is te beoordelen" in told(discussed.section.finding)
    assert discussed.section.notes == ()
    several = discussed_among(judged(WORK), ["Zuid", "Oost"], QUARTER, "alle Werkpleinen")
    assert told(several.section.finding).startswith("alle Werkpleinen, het vierde kwartaal")
    assert "geen enkel cijfer is te beoordelen" in told(several.section.finding)


def test_more_than_five_are_counted_and_five_are_shown() -> None:
    keys = ["uitstroom_werk", "aandeel_werk", "vervuld", "respons", "een_geheel", "vacatures"]
    discussed = noord(judged(*((key, *WORK[1:]) for key in keys)))
    assert len(discussed.signals) == 5
    said = told(discussed.section.finding)
    assert "6 signalen" in said
    assert "de 5 duidelijkste" in said


def test_all_together_gives_a_count_per_werkplein_by_name() -> None:
    keys = ("vervuld", "respons", "een_geheel")
    zuid = [(key, np.nan, "Zuid", *WORK[3:]) for key in ("uitstroom_werk", *keys)]
    found = judged(WORK, *zuid)
    section = discussed_among(found, ("Noord", "Oost", "Zuid"), QUARTER, "alle").section
    assert told(section.finding) == (
        "In het vierde kwartaal van 2010 zijn er 5 signalen bij 2 van de 3 Werkpleinen."
    )
    with reading("nl"):
        lines = items_as_lines(section.items)
    assert lines[:3] == ["- Noord (1 signaal)", f"  {KNOWN['uitstroom_werk'].name.nl}",
                         "- Zuid (4 signalen)"]  # fmt: skip
    assert lines[-1] == "  en nog 1"


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ((WORK,), "is er één signaal, bij één van de 2 Werkpleinen."),
        ((WORK, TIME), "zijn er 2 signalen, alle bij één van de 2 Werkpleinen."),
        ((CHANCE,), "alle, het vierde kwartaal van 2010: geen signaal. Er zijn 1 cijfers"),
    ],
)
def test_one_signal_or_one_werkplein_is_said_so(rows: tuple[object, ...], said: str) -> None:
    found = judged(*rows)  # type: ignore[arg-type]
    assert said in told(discussed_among(found, ("Noord", "Oost"), QUARTER, "alle").section.finding)
