"""Definitions of indicators and norms: what is refused, and what all of them must hold."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from ketenkpi.counts import TALLIES
from ketenkpi.errors import DefinitionError
from ketenkpi.indicators import Norm, load_horizons, load_indicators, load_norms
from ketenkpi.settings import CONFIG
from ketenkpi.vocabulary import Quarter, Text
from ketenkpi.wording import LANGUAGES, say

SHARE = CONFIG / "indicators" / "aandeel_werk.yaml"


def changed(folder: Path, **changes: object) -> Path:
    """A folder with one definition: that of aandeel_werk with some keys changed, or gone (...)."""
    definition = yaml.safe_load(SHARE.read_text(encoding="utf-8"))
    definition |= {"counter_indicator": [], **changes}
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
        "key": "k", "step": "besluit", "name": word, "rule": "r", "article": "a",
        "addressees": ("citizen",), "days": 7, "share": None, "text_of": date(2009, 1, 1),
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
        "voorschot_bijstand": 28,
    }
    assert norms["eerste_betaling_ww"].share == 0.85
    assert norms["eerste_betaling_ww"].in_force(Quarter(2014, 4))
    assert not norms["eerste_betaling_ww"].in_force(Quarter(2015, 1))
