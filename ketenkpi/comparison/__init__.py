"""Estimates beside something: other Werkpleinen, a target, an earlier quarter or vintage.

compare        the entrance: one indicator over all Werkpleinen, and what can be said of it
peers          with whom a Werkplein is compared, and why with them
surroundings   how large a Werkplein is and whom it serves: what peer groups are made of
expected       what was to be expected with these clients, by strata or by a model
model_card     what there is to know about such a model
figures        the figures that are compared, of one value of what they are split by
cells          the cases behind an indicator, in cells of equal clients
funnel         who lies outside the limits that chance and the usual differences allow
ranks          places as intervals, never without
difference     one Werkplein against its peers together, or against one other
scaled         figures on a scale on which chance is about normal
said           the findings of a comparison
rules          the schema of config/comparison.yaml: what may be adjusted for, what never
targets        which target stands for a Werkplein and quarter, and what is wrong with targets
verdicts       reached, not reached, cannot tell, not applicable or not known
control        a Werkplein over the quarters against its own limits of chance
signals        what in a quarter deserves a conversation, after so many figures at once
revisions      how much published figures move later, and provisional figures widened by it
revisions_over the same of figures over several quarters, or of Werkpleinen chosen together
standing       the targets that stand, and figures judged by them
delivery_ages  how many deliveries came after that of a figure, and what may still change
testable       figures that may not be tested, and who took over from whom
breaks         quarters of a place that do not stand beside its other ones
asked          the questions, of a source (`comparison.source`)
targets_asked  the same about targets
answers        what is found, as sections that every surface draws
"""

from ketenkpi.comparison.asked import compare_of, control_of, signals_of, with_breaks
from ketenkpi.comparison.cells import cells, of_cohort, strata_of
from ketenkpi.comparison.compare import Comparison, compare
from ketenkpi.comparison.control import Rebase, control_chart, control_said
from ketenkpi.comparison.difference import Difference, DifferenceSide, difference_to, pairwise
from ketenkpi.comparison.expected import Standardised, indirect, logistic
from ketenkpi.comparison.funnel import OUTLIERS, PlacedFunnel, place_ratios, place_values
from ketenkpi.comparison.model_card import Coefficient, ModelCard, Tenth
from ketenkpi.comparison.peers import (
    PeerGroup,
    all_peers,
    neighbours,
    own_peers,
    region_peers,
    size_peers,
)
from ketenkpi.comparison.ranks import rank_intervals
from ketenkpi.comparison.revisions import Revisions, is_relative, widened
from ketenkpi.comparison.revisions_over import may_change_said
from ketenkpi.comparison.rules import ComparisonRules, Variable, load_rules
from ketenkpi.comparison.scaled import not_compared
from ketenkpi.comparison.signals import most_telling, signals, telling_by_place
from ketenkpi.comparison.surroundings import labour_force, neighbour_variables, stock
from ketenkpi.comparison.target_period import SUM
from ketenkpi.comparison.target_rows import ONE_QUARTER
from ketenkpi.comparison.target_said import kind_said, period_said, with_side
from ketenkpi.comparison.targets import NONE as NO_TARGET
from ketenkpi.comparison.targets_asked import target_findings_of, targets_table_of, verdicts_of

__all__ = [
    "NO_TARGET",
    "ONE_QUARTER",
    "OUTLIERS",
    "SUM",
    "Coefficient",
    "Comparison",
    "ComparisonRules",
    "Difference",
    "DifferenceSide",
    "ModelCard",
    "PeerGroup",
    "PlacedFunnel",
    "Rebase",
    "Revisions",
    "Standardised",
    "Tenth",
    "Variable",
    "all_peers",
    "cells",
    "compare",
    "compare_of",
    "control_chart",
    "control_of",
    "control_said",
    "difference_to",
    "indirect",
    "is_relative",
    "kind_said",
    "labour_force",
    "load_rules",
    "logistic",
    "may_change_said",
    "most_telling",
    "neighbour_variables",
    "neighbours",
    "not_compared",
    "of_cohort",
    "own_peers",
    "pairwise",
    "period_said",
    "place_ratios",
    "place_values",
    "rank_intervals",
    "region_peers",
    "signals",
    "signals_of",
    "size_peers",
    "stock",
    "strata_of",
    "target_findings_of",
    "targets_table_of",
    "telling_by_place",
    "verdicts_of",
    "widened",
    "with_breaks",
    "with_side",
]
