"""The programme of a quarter, as sections that every surface draws.

agenda   what is proposed for the agenda of each place
"""

from ketenkpi.programme.answers.agenda import agenda, what, why

__all__ = ["agenda", "what", "why"]
