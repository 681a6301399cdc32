"""Money and people of both partners (chapter 5 and section 7.5 of the paper).

assumptions  what nobody measured: hours per fte and case, weights of need, the seed's 10
ledger       the rows of `middelen` within a question, and who should have delivered
figure       a value with how it was made, or the reason why there is none
money        budget and spend, gemeente against UWV, what is spent together
staff        fte and cases in hand by partner and task
effort       what each puts in beside what is done and reached
double       hours of entering the same data twice
allocation   an amount divided over Werkpleinen by a key, exactly
scenario, what_if    moves of fte or budget, and what changes
asked        the questions: Werkpleinen and quarters of a source
result       the answer

Nothing here reads files: a source (`ketenkpi.source`) brings rows and counts.
"""

from ketenkpi.figure import Figure, counted, lacking
from ketenkpi.resources.allocation import (
    KEYS,
    UNITS,
    AllocatedPart,
    Allocation,
    allocate,
    need,
    own_key,
    read_amount,
    written,
)
from ketenkpi.resources.asked import allocation_keys, allocation_of, resources_of, what_if_of
from ketenkpi.resources.assumptions import Assumptions, ResourceConcept, load_assumptions
from ketenkpi.resources.double import DoubleRegistration, double_registration
from ketenkpi.resources.effort import Effort, effort
from ketenkpi.resources.ledger import (
    GEMEENTE,
    NOT_DIVIDED,
    PARTNERS,
    UWV,
    Ledger,
    LedgerLine,
    Pair,
    line_of,
)
from ketenkpi.resources.money import (
    JOINT_KINDS,
    JointShare,
    PartnerRatio,
    Spending,
    joint,
    ratios,
    spending,
)
from ketenkpi.resources.result import Resources
from ketenkpi.resources.scenario import Cell, Scenario, ScenarioMove
from ketenkpi.resources.staff import Caseload, Cases, caseloads
from ketenkpi.resources.sums import (
    CLIENTS_UNKNOWN,
    OUTFLOW_UNKNOWN,
    ROWS_NEEDED,
    STEPS_UNKNOWN,
    summed,
)
from ketenkpi.resources.what_if import Changed, WhatIf, added, what_if

__all__ = [
    "CLIENTS_UNKNOWN",
    "GEMEENTE",
    "JOINT_KINDS",
    "KEYS",
    "NOT_DIVIDED",
    "OUTFLOW_UNKNOWN",
    "PARTNERS",
    "ROWS_NEEDED",
    "STEPS_UNKNOWN",
    "UNITS",
    "UWV",
    "AllocatedPart",
    "Allocation",
    "Assumptions",
    "Caseload",
    "Cases",
    "Cell",
    "Changed",
    "DoubleRegistration",
    "Effort",
    "Figure",
    "JointShare",
    "Ledger",
    "LedgerLine",
    "Pair",
    "PartnerRatio",
    "ResourceConcept",
    "Resources",
    "Scenario",
    "ScenarioMove",
    "Spending",
    "WhatIf",
    "added",
    "allocate",
    "allocation_keys",
    "allocation_of",
    "caseloads",
    "counted",
    "double_registration",
    "effort",
    "joint",
    "lacking",
    "line_of",
    "load_assumptions",
    "need",
    "own_key",
    "ratios",
    "read_amount",
    "resources_of",
    "spending",
    "summed",
    "what_if",
    "what_if_of",
    "written",
]
