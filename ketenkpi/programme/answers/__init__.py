"""The programme of a quarter, as sections that every surface draws.

goals    the goal register from region to Werkplein, and what may be asked of a goal
agenda   what is proposed for the agenda of each place
norms    the norm register, with the rules that nobody measures
coherence
         where the norms do not fit each other
theory   the policy theory with its figures per phase
"""

from ketenkpi.programme.answers.agenda import agenda, what, why
from ketenkpi.programme.answers.coherence import coherence
from ketenkpi.programme.answers.goals import goals
from ketenkpi.programme.answers.norms import norms
from ketenkpi.programme.answers.theory import in_phase, meaning, named, reading, theory

__all__ = [
    "agenda",
    "coherence",
    "goals",
    "in_phase",
    "meaning",
    "named",
    "norms",
    "reading",
    "theory",
    "what",
    "why",
]
