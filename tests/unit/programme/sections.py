"""Every section of a programme, put together by hand: goals, agenda, norms, policy theory."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from ketenkpi.answer import Section
from ketenkpi.programme import answers, coherence_of
from ketenkpi.programme.norm_matrix import norm_matrix
from ketenkpi.vocabulary import Quarter
from tests.unit.programme import test_goals as goals
from tests.unit.programme import test_per_phase as phases
from tests.unit.programme.test_agenda import programme, proposal
from tests.unit.programme.test_norm_matrix import KNOWN, MATRIX


def every_section(_: Path) -> list[Section]:
    """Of two places and a region; in the theory a figure with limits, one without, one open."""
    proposals = (proposal("signaal"), proposal("geen_doelen", place="Dal"))
    register = goals.register(
        goals.regional(),
        goals.row(afgeleid_van="Jongeren aan het werk", vastgesteld=None),
        goals.row(werkplein="Z", indicator=None),
    )
    lines = [
        phases.line(*(phases.figure(phase, *ends) for phase, ends in zip("12", each, strict=True)))
        for each in (
            ((40.0, 35.0, 45.0), (30.0, 28.0, 33.0)),
            ((40.0, 35.0, None), (None,)),
            ((40.0,), (1330.5, 1200.0, 1500.0)),
        )
    ]
    found = phases.theory_with(*lines)
    # A region with another norm than the national one.
    agreed = {"soort": "norm", "indicator": "betalingen_ww_op_tijd", "tot": None, "waarde": 85.0}
    other = goals.goals(goals.regional(**agreed))
    return [
        answers.goals(register, KNOWN),
        *answers.agenda(programme({"A": "1", "Dal": None}, *proposals)),
        *answers.norms(MATRIX),
        *answers.coherence(coherence_of(norm_matrix(Quarter(2018, 1), KNOWN), other)),
        *answers.theory(replace(found, lines=dict.fromkeys(found.lines, tuple(lines)))),
    ]
