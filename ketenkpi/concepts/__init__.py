"""Every concept of the research model and of the pages: what it means, its scale, its source.

known    every concept by its code, as an address names it: `onderdeel.intake`, `fase.3a`
answers  what the definition of one holds

A concept without a dot in its code is one of money and people.
"""

from ketenkpi.concepts.known import CHAIN, OWN, kind_of, named, names

__all__ = ["CHAIN", "OWN", "kind_of", "named", "names"]
