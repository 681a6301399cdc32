"""What readers who may see figures, but no rows, get to see; acts on counts, in one place.

rules      the schema of config/disclosure.yaml
base       the finest numbers, read from the figures themselves
relations  what every reader knows: how these numbers hang together
keys       numbers by which the same cell and sum are found again in any release
lattice    every sum of them that is published
primary    which numbers are small
worlds     other worlds of one block of cells
beside     blocks searched side by side, in processes
secondary  what else must go so that none can be worked out
history    what was public before
pattern    all of this together: what is shown, and why not
protect    figures as asked, with the rest left out
rounding   the other mode: rounded counts
audit      the attack by linear programme
"""

from ketenkpi.disclosure.audit import Range, audit, ranges
from ketenkpi.disclosure.history import Release
from ketenkpi.disclosure.pattern import Pattern, pattern
from ketenkpi.disclosure.protect import Decided, Protection
from ketenkpi.disclosure.rounding import rounded
from ketenkpi.disclosure.rules import Rules, load_rules

__all__ = [
    "Decided",
    "Pattern",
    "Protection",
    "Range",
    "Release",
    "Rules",
    "audit",
    "load_rules",
    "pattern",
    "ranges",
    "rounded",
]
