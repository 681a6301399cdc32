"""The chain as it runs: where clients go, how long they wait, who they meet, what is open.

selection   which cases a question is about
estimate    a figure with its interval, n and method, or the reason why there is none
moves       moves between two steps, as sums that add
flow        links between tasks and organisations, entries and exits
waiting     inside one organisation against at its boundary; every handover; its course
in_order    days of each part of the chain, in its order, with the term of a rule
still_waiting  who still waits day by day, inside and between organisations
slower      handovers that take longer at one Werkplein than elsewhere
repeats     intakes and diagnoses done again; organisations and workers a client met
open_cases  where open cases are now
apart       where partners number cases each for itself, so that moves between them are unknown
chain       all of it for one selection
asked       the question: which Werkpleinen, quarters and cases of a source

Everything is made of tallies, so it adds over Werkpleinen and quarters first.
"""

from ketenkpi.chain.apart import Apart
from ketenkpi.chain.asked import chain_of, handover_course
from ketenkpi.chain.chain import NEEDED, Chain, chain
from ketenkpi.chain.estimate import MINIMUM, difference, share
from ketenkpi.chain.flow import Exit, Flow, FlowEntry, Link
from ketenkpi.chain.in_order import PartOfChain, days_in_order
from ketenkpi.chain.moves import Parties
from ketenkpi.chain.open_cases import OpenAt, OpenCases
from ketenkpi.chain.repeats import NUMBERS, Involved, Repeat
from ketenkpi.chain.selection import Selection
from ketenkpi.chain.slower import Slower, Sought
from ketenkpi.chain.still_waiting import StillWaiting, WaitCurve, wait_curves
from ketenkpi.chain.waiting import Compared, Handover, Point, course_of, term_of
from ketenkpi.figure import Figure, counted

__all__ = [
    "MINIMUM",
    "NEEDED",
    "NUMBERS",
    "Apart",
    "Chain",
    "Compared",
    "Exit",
    "Figure",
    "Flow",
    "FlowEntry",
    "Handover",
    "Involved",
    "Link",
    "OpenAt",
    "OpenCases",
    "PartOfChain",
    "Parties",
    "Point",
    "Repeat",
    "Selection",
    "Slower",
    "Sought",
    "StillWaiting",
    "WaitCurve",
    "chain",
    "chain_of",
    "counted",
    "course_of",
    "days_in_order",
    "difference",
    "handover_course",
    "share",
    "term_of",
    "wait_curves",
]
