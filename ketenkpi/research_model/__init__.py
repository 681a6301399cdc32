"""The research model of the paper as data: what is asked, what depends on what, the phases.

scan         the items of the samenwerkingsscan, their scales and questions
dependence   the matrices of tables 1-3, Arentsen's rule and the pairs of tasks
phases       the phases of cooperation, with the signs that show each
integration  weights of levels and criteria, and the strategies on the line between

Everything stands in `config/cooperation/`; nothing here knows an answer or a
figure. What is computed with it is in `ketenkpi.cooperation`.
"""

from ketenkpi.research_model.dependence import (
    Dependence,
    Relation,
    Situation,
    TaskPair,
    TimeFactor,
    WorkTask,
    load_dependence,
)
from ketenkpi.research_model.integration import Integration, MeasuredBy, Strategy, load_integration
from ketenkpi.research_model.phases import Phase, PhaseModel, Sign, load_phases
from ketenkpi.research_model.scan import (
    Item,
    ItemGroup,
    Scale,
    ScanModel,
    in_paper,
    item_names,
    load_scan,
)

__all__ = [
    "Dependence",
    "Integration",
    "Item",
    "ItemGroup",
    "MeasuredBy",
    "Phase",
    "PhaseModel",
    "Relation",
    "Scale",
    "ScanModel",
    "Sign",
    "Situation",
    "Strategy",
    "TaskPair",
    "TimeFactor",
    "WorkTask",
    "in_paper",
    "item_names",
    "load_dependence",
    "load_integration",
    "load_phases",
    "load_scan",
]
