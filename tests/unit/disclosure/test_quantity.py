"""Which counts hold which others, by the definitions alone."""

from __future__ import annotations

from ketenkpi.disclosure.quantity import WIDER, Quantity
from ketenkpi.indicators import load_indicators


def _denominator(key: str) -> Quantity:
    part = load_indicators()[key].denominator
    assert part is not None
    return Quantity.of(part)


def test_what_a_team_has_is_part_of_what_all_workers_have() -> None:
    team, everybody = _denominator("caseload_mix_team"), _denominator("caseload_mix")
    assert {team.tally: everybody.tally} == WIDER
    assert team.is_part_of(everybody)
    assert not everybody.is_part_of(team)
    assert not team.is_part_of(team)


def test_other_tallies_hold_nothing_of_each_other() -> None:
    assert not _denominator("duo_of_team").is_part_of(_denominator("caseload_mix"))
