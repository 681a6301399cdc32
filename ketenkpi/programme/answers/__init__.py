"""The programme of a quarter, as sections that every surface draws.

goals    the goal register from region to Werkplein, and what may be asked of a goal
agenda   what is proposed for the agenda of each place
norms    the norm register, with the rules that nobody measures
coherence
         where the norms do not fit each other
theory   the policy theory with its figures per phase
by_phase one result by phase, each Werkplein a dot
"""

from ketenkpi.programme.answers.agenda import agenda, what, why
from ketenkpi.programme.answers.by_phase import by_phase, group_named
from ketenkpi.programme.answers.coherence import coherence
from ketenkpi.programme.answers.goals import goal_named, goals, standing, target_of
from ketenkpi.programme.answers.norms import norms
from ketenkpi.programme.answers.theory import (
    expected,
    found_in,
    in_phase,
    named,
    reading,
    theory,
    verdict,
)

__all__ = [
    "agenda",
    "by_phase",
    "coherence",
    "expected",
    "found_in",
    "goal_named",
    "goals",
    "group_named",
    "in_phase",
    "named",
    "norms",
    "reading",
    "standing",
    "target_of",
    "theory",
    "verdict",
    "what",
    "why",
]
