"""The programme of a quarter, as sections that every surface draws.

agenda   what is proposed for the agenda of each place
norms    the norm register, with the rules that nobody measures
"""

from ketenkpi.programme.answers.agenda import agenda, what, why
from ketenkpi.programme.answers.norms import norms

__all__ = ["agenda", "norms", "what", "why"]
