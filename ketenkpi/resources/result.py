"""What is known about the resources of some Werkpleinen over some quarters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ketenkpi.figure import Figure
from ketenkpi.resources.assumptions import Assumptions
from ketenkpi.resources.double import DoubleRegistration
from ketenkpi.resources.effort import Effort
from ketenkpi.resources.ledger import Pair
from ketenkpi.resources.money import JointShare, PartnerRatio, Spending
from ketenkpi.resources.staff import Caseload
from ketenkpi.shown import shown
from ketenkpi.vocabulary import Quarter


@shown
@dataclass(frozen=True)
class Resources:
    """Everything about the resources of some Werkpleinen over some quarters.

    caseloads are those of the last quarter, all else is of all quarters
    together. cost: euros of staff and reintegration per outflow to work;
    cost_beside: the same when every outflow with an unknown reason were to
    work too; cost_by_place: that of each Werkplein. may_change: the quarters that
    later deliveries may still change, which is in the interval of the cost at
    most. undelivered: per partner the Werkplein-quarters without any row.
    """

    werkpleinen: tuple[str, ...]
    quarters: tuple[Quarter, ...]
    spending: tuple[Spending, ...]
    ratios: tuple[PartnerRatio, ...]
    joint: tuple[JointShare, ...]
    caseloads: tuple[Caseload, ...]
    cost: Figure
    cost_beside: float | None
    cost_by_place: Mapping[str, Figure]
    effort: tuple[Effort, ...]
    double: tuple[DoubleRegistration, ...]
    undelivered: Mapping[str, tuple[Pair, ...]]
    assumptions: Assumptions
    may_change: tuple[Quarter, ...] = ()
