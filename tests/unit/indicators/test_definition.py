"""Definitions of indicators and norms: what is refused, and what all of them must hold."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from ketenkpi.counts import TALLIES
from ketenkpi.errors import DefinitionError
from ketenkpi.indicators import AgreedShare, Norm, load_horizons, load_indicators, load_norms
from ketenkpi.settings import CONFIG
from ketenkpi.vocabulary import Quarter, Text
from ketenkpi.wording import LANGUAGES, say

SHARE = CONFIG / "indicators" / "aandeel_werk.yaml"


def changed(folder: Path, **changes: object) -> Path:
    """A folder with one definition: that of aandeel_werk with some keys changed, or gone (...)."""
    definition = yaml.safe_load(SHARE.read_text(encoding="utf-8"))
    definition |= {"counter_indicator": [], "as_cohort": ..., **changes}
    kept = {key: value for key, value in definition.items() if value is not ...}
    (folder / "aandeel_werk.yaml").write_text(yaml.safe_dump(kept), encoding="utf-8")
    return folder


def test_the_unchanged_definition_loads(tmp_path: Path) -> None:
    assert list(load_indicators(changed(tmp_path))) == ["aandeel_werk"]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"key": "ander"}, "must be the name of the file"),
        ({"colour": "green"}, "unknown key 'colour'"),
        ({"why": ...}, "missing key: why"),
        ({"why": {"nl": "Alleen Nederlands"}}, "'why' needs nl and en"),
        ({"kind": "average"}, "'kind' is 'average'"),
        ({"denominator": ...}, "kind 'proportion' takes denominator"),
        ({"quantile": 0.5}, "kind 'proportion' takes denominator"),
        ({"interval": "t"}, "'interval' is 't'; allowed: mid_p"),
        ({"numerator": {"tally": "rijen", "measure": "n"}}, "'tally' is 'rijen'"),
        ({"numerator": {"tally": "uitstroom", "measure": "som"}}, "'measure' is 'som'"),
        (
            {"numerator": {"tally": "uitstroom", "measure": "n", "only": {"kleur": ["rood"]}}},
            "'kleur' is no dimension",
        ),
        ({"numerator": {"tally": "uitstroom", "measure": "n", "sql": "1"}}, "unknown key 'sql'"),
        ({"numerator": "uitstroom / instroom"}, "must be a mapping"),
        ({"split": "venster"}, "'split' is 'venster'; allowed: reden"),
        ({"dimensions": ["wijk"]}, "'wijk' is not allowed"),
        ({"minimum": -1}, "'minimum' must be a whole number"),
        ({"minimum": 2.5}, "'minimum' must be a whole number"),
        ({"source": " "}, "'source' must be filled"),
        ({"reviewed_on": "gisteren"}, "'reviewed_on' must be a date"),
        ({"counter_indicator": ["geluk"]}, "'geluk' does not exist"),
    ],
)
def test_refusals(tmp_path: Path, changes: dict[str, object], reason: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        load_indicators(changed(tmp_path, **changes))
    assert reason in refused.value.message("en")


def test_a_stock_may_not_claim_to_add_over_quarters(tmp_path: Path) -> None:
    stock = yaml.safe_load((CONFIG / "indicators" / "stand.yaml").read_text(encoding="utf-8"))
    stock |= {"counter_indicator": [], "additive_over": ["werkplein", "kwartaal"]}
    (tmp_path / "stand.yaml").write_text(yaml.safe_dump(stock), encoding="utf-8")
    with pytest.raises(DefinitionError, match="'kwartaal' is not allowed"):
        load_indicators(tmp_path)


def test_what_every_definition_holds() -> None:
    for indicator in load_indicators().values():
        parts = [indicator.numerator, indicator.denominator, indicator.unknown]
        for part in filter(None, parts):
            tally = TALLIES[part.tally]
            assert set(part.only) | set(part.without) <= {*tally.dims, *tally.shown_by}
        assert {"werkplein", "kwartaal"} <= set(indicator.dimensions)
        # What is not shown by a dimension is added over it, so it must add.
        assert {"regeling", "doelgroep"} - set(indicator.dimensions) <= indicator.additive_over
        assert indicator.key not in indicator.counter_indicator
        for language in LANGUAGES:
            assert say(f"units.{indicator.unit}", language)
            for word in ("method", "direction", "status", "counted", "area"):
                attribute = {
                    "method": "interval",
                    "counted": "unit_of_count",
                    "area": "result_area",
                }
                value = getattr(indicator, attribute.get(word, word))
                assert say(f"indicators.{word}_{value}", language)


def test_measures_of_time_need_no_norm_but_shares_do() -> None:
    own = load_indicators()["binnen_termijn"]
    assert (own.norm, own.norm_days) == (None, 0)
    legal = load_indicators()["besluit_op_tijd"]
    assert legal.norm is not None
    assert legal.norm_days == 56


def test_who_looks_ahead_looks_to_a_horizon_with_a_source() -> None:
    horizons = load_horizons()
    assert all(horizon.source for horizon in horizons.values())
    for indicator in load_indicators().values():
        assert indicator.days is None or indicator.days in horizons, indicator.key
        # A cohort is counted by the same window that it must have been followed for.
        window = indicator.numerator.only.get("venster")
        assert indicator.kind != "cohort_share" or window in (None, (indicator.days,))


def norm(valid_from: date | None, valid_to: date | None, **other: object) -> Norm:
    word = Text("woord", "word")
    fields = {
        "key": "k", "step": "besluit", "duty": None, "name": word, "rule": "r", "article": "a",
        "certainty": "sourced", "addressees": ("citizen",), "days": 7, "shares": (),
        "text_of": date(2009, 1, 1),
        "entered_into_force": True, "indicator": "i", "gap": None, "note": word, "source": "s",
    }  # fmt: skip
    return Norm(**(fields | {"valid_from": valid_from, "valid_to": valid_to} | other))


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "first", "last"),
    [
        (None, None, True, True),
        (date(2009, 3, 31), None, True, True),
        (date(2009, 4, 1), None, False, True),
        (None, date(2009, 6, 30), True, False),
        (None, date(2009, 7, 1), True, True),
    ],
)
def test_a_norm_holds_in_quarters_it_touches(valid_from, valid_to, first, last) -> None:
    asked = norm(valid_from, valid_to)
    assert asked.in_force(Quarter(2009, 1)) is first
    assert asked.in_force(Quarter(2009, 3)) is last


def test_a_rule_that_was_never_in_force_and_one_without_a_begin_are_told_apart() -> None:
    before, after = Quarter(2008, 4), Quarter(2009, 1)
    unknown = norm(None, None)
    assert [unknown.validity(each) for each in (before, after)] == ["begin_unknown", "in_force"]
    drafted = norm(date(2008, 1, 1), None, entered_into_force=False)
    assert drafted.validity(after) == "never"
    assert not drafted.in_force(after)
    assert norm(date(2009, 7, 1), None).validity(after) == "not_yet"
    assert norm(None, date(2008, 12, 31)).validity(after) == "ended"


def test_norms_of_the_register() -> None:
    norms = load_norms()
    measured_by_norm = {
        each.norm.key: each.norm_days for each in load_indicators().values() if each.norm
    }
    assert measured_by_norm == {
        "besluit_bijstand": 56,
        "eerste_betaling_ww": 28,
        "eerste_betaling_ww_opgave": 10,
        "betaling_ww_opgave": 10,
        "voorschot_bijstand": 28,
    }
    old = norms["eerste_betaling_ww"]
    assert [old.share_in(Quarter(year, 2)) for year in (2011, 2012, 2015)] == [None, 0.85, 0.85]
    assert old.in_force(Quarter(2015, 2))
    assert not old.in_force(Quarter(2015, 3))


def test_a_share_holds_only_in_the_years_in_which_it_was_found() -> None:
    every = load_norms()["betaling_ww_opgave"]
    found = {year: every.share_in(Quarter(year, 1)) for year in range(2016, 2027)}
    assert found == {
        **dict.fromkeys((2016, *range(2021, 2025), 2026)),
        **dict.fromkeys(range(2017, 2021), 0.9),
        2025: 0.95,
    }


HELD = AgreedShare(0.9, date(2009, 1, 1), date(2009, 6, 30))


def test_a_share_covers_whole_quarters_only() -> None:
    assert HELD.covers(Quarter(2009, 2))
    assert not HELD.covers(Quarter(2009, 3))
    assert not AgreedShare(0.9, date(2009, 1, 2), date(2009, 6, 30)).covers(Quarter(2009, 1))


@pytest.mark.parametrize("share", [0.0, 1.01, -0.2])
def test_an_impossible_share_is_refused(share: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        AgreedShare(share, date(2009, 1, 1), date(2009, 6, 30))


def test_shares_in_the_wrong_order_or_at_the_same_time_are_refused() -> None:
    with pytest.raises(ValueError, match="ends before it begins"):
        AgreedShare(0.9, date(2009, 1, 2), date(2009, 1, 1))
    with pytest.raises(ValueError, match="overlap"):
        norm(None, None, shares=(HELD, HELD))


UNREAD = {"certainty": "to_check", "days": None, "text_of": None, "indicator": None}


@pytest.mark.parametrize(
    "claim",
    [
        {"days": 42},
        {"shares": (HELD,)},
        {"valid_from": date(2002, 4, 1)},
        {"valid_to": date(2003, 12, 31)},
        {"text_of": date(2015, 1, 1)},
        {"indicator": "i"},
    ],
)
def test_a_rule_that_nobody_read_claims_nothing(claim: dict[str, object]) -> None:
    unread = {"valid_from": None, "valid_to": None, **UNREAD}
    assert norm(**unread).validity(Quarter(2009, 1)) == "to_check"
    assert not norm(**unread).in_force(Quarter(2009, 1))
    with pytest.raises(ValueError, match="to be checked"):
        norm(**(unread | claim))


def test_the_register_shows_no_term_of_what_was_not_read() -> None:
    norms = load_norms()
    unread = {key for key, each in norms.items() if each.certainty == "to_check"}
    assert unread == {
        *("poortwachter_analyse", "poortwachter_plan", "poortwachter_melding", "pemba"),
        *("loondoorbetaling", "loondoorbetaling_wulbz", "wia_aanvraag", "terugwerkende_kracht"),
    }
    for key in unread:
        told = [norms[key].name.nl, norms[key].name.en]
        assert not any(letter.isdigit() for text in told for letter in text), key


# Which days and which parts of them a rule has from when until when, as transcribed by hand
# from the list of norms by year that the makers were given; None: not found.
BY_DATE = {
    "eerste_betaling_ww": (28, None, date(2015, 6, 30)),
    "eerste_betaling_ww_opgave": (10, date(2015, 7, 1), date(2016, 12, 31)),
    "betaling_ww_opgave": (10, date(2017, 1, 1), None),
    "eerste_betaling_zw": (28, None, None),
    "eerste_betaling_wia": (28, None, None),
    "eerste_betaling_wajong_oud": (126, None, None),
    "eerste_betaling_wajong": (28, None, None),
    "besluit_bijstand": (56, date(1994, 1, 1), None),
    "voorschot_bijstand": (28, date(2004, 1, 1), None),
    "zoektermijn_27": (28, None, date(2025, 12, 31)),
    "zoektermijn_27_kan": (None, date(2026, 1, 1), None),
    "direct_aanvragen_27": (None, date(2026, 1, 1), None),
    "gegevens_opnieuw": (None, date(2026, 1, 1), None),
    "besluit_bbz": (91, None, None),
    "levering_bus": (28, None, None),
}


@pytest.mark.parametrize("key", BY_DATE)
def test_a_norm_has_the_term_and_the_dates_of_its_source(key: str) -> None:
    each = load_norms()[key]
    assert (each.days, each.valid_from, each.valid_to) == BY_DATE[key]


def test_of_the_first_payments_of_ww_one_rule_holds_at_a_time() -> None:
    norms = load_norms()
    rules = ("eerste_betaling_ww", "eerste_betaling_ww_opgave", "betaling_ww_opgave")
    for index in range(Quarter(2012, 1).index, Quarter(2026, 4).index + 1):
        holding = [key for key in rules if norms[key].in_force(Quarter.from_index(index))]
        assert len(holding) == 1, (Quarter.from_index(index), holding)
