"""Budget and spend by partner and kind, the ratio between the partners, and the joint share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from ketenkpi.figure import Figure, lacking
from ketenkpi.resources import ledger
from ketenkpi.resources.assumptions import SeedRatio
from ketenkpi.resources.ledger import GEMEENTE, PARTNERS, REINTEGRATION, UWV, Ledger, Measure, Pair
from ketenkpi.resources.sums import (
    CLIENTS_UNKNOWN,
    EMPTY,
    NO_LINE,
    NOT_DELIVERED,
    ONE_PARTNER,
    divided,
    summed,
)

# Mean number of running benefits of a partner's own schemes, per pair.
Clients = Mapping[str, Mapping[Pair, float]]
Against = Literal["lower", "about", "higher", "unknown"]
# What the paper says of joint procurement, housing, IT and channels (5.1-5.3).
JOINT_KINDS = (REINTEGRATION, "huisvesting", "ict", "kanalen")


@dataclass(frozen=True, slots=True)
class Spending:
    """One partner and kind (None: all kinds). difference: spent minus budget, over the
    lines that have both; below zero is underspend. undelivered: pairs without any line
    of this partner."""

    partner: str
    kind: str | None
    budget: Figure
    spent: Figure
    difference: Figure
    undelivered: int


def spending(book: Ledger, kinds: tuple[str, ...]) -> tuple[Spending, ...]:
    """Every partner and kind, each partner's total last."""
    return tuple(_spending(book, partner, kind) for partner in PARTNERS for kind in (*kinds, None))


def _spending(book: Ledger, partner: str, kind: str | None) -> Spending:
    lines = book.of(partner, kind)
    missing = len(book.undelivered(partner))
    if not lines:
        reason = NO_LINE if book.delivered(partner) else NOT_DELIVERED
        none = lacking(reason)
        return Spending(partner, kind, none, none, none, missing)
    both = [
        line.spent - line.budget
        for line in lines
        if line.spent is not None and line.budget is not None
    ]
    budget, spent = (ledger.total(lines, measure) for measure in (ledger.budget, ledger.spent))
    return Spending(
        partner,
        kind,
        budget,
        spent,
        summed(both, none=budget.reason or spent.reason or EMPTY),
        missing,
    )


@dataclass(frozen=True, slots=True)
class PartnerRatio:
    """Euros of the gemeente for each euro of UWV.

    measure: budget or spent. kind: None for all kinds. per_client: each
    divided by the mean number of benefits of the partner's own schemes first.
    beside_seed: whether this is what the paper's "about ten times" is about.
    pairs: Werkplein-quarters used; left_out: those that lack a partner or the
    clients.
    """

    measure: str
    kind: str | None
    per_client: bool
    beside_seed: bool
    gemeente: Figure
    uwv: Figure
    ratio: Figure
    against: Against
    pairs: int
    left_out: int

    @property
    def key(self) -> str:
        """Which comparison it is, as the sentences name it."""
        return f"ratio_{self.measure}_{self.kind or 'all'}" + ("_client" if self.per_client else "")


def ratios(book: Ledger, clients: Clients, seed: SeedRatio) -> tuple[PartnerRatio, ...]:
    """Gemeente against UWV: the work budget first, as the paper has it, then the rest.

    Only pairs of which both partners filled in the amount count, and for a
    ratio per client also the clients of both must be known.
    """
    asked = (("budget", REINTEGRATION), ("spent", REINTEGRATION), ("spent", None))
    return tuple(
        _ratio(book, clients if per_client else None, measure, kind, seed)
        for measure, kind in asked
        for per_client in (False, True)
    )


MEASURES: Mapping[str, Measure] = {"budget": ledger.budget, "spent": ledger.spent}


def _ratio(
    book: Ledger, clients: Clients | None, measure: str, kind: str | None, seed: SeedRatio
) -> PartnerRatio:
    amount = MEASURES[measure]
    usable = book.filled_by_both(amount, kind) & book.expected
    reason = ONE_PARTNER
    if usable and clients is not None:
        usable &= clients[UWV].keys() & clients[GEMEENTE].keys()
        reason = CLIENTS_UNKNOWN
    kept = book.within(usable)
    euros = {partner: _euros(kept, partner, amount, kind, reason) for partner in PARTNERS}
    if clients is not None:
        euros = {
            partner: divided(euros[partner], _clients(clients[partner], usable), len(usable))
            for partner in PARTNERS
        }
    ratio = divided(euros[GEMEENTE], euros[UWV], len(usable))
    beside = measure == "budget" and kind == REINTEGRATION and clients is None
    return PartnerRatio(
        measure,
        kind,
        clients is not None,
        beside,
        euros[GEMEENTE],
        euros[UWV],
        ratio,
        _against(ratio, seed) if beside else "unknown",
        len(usable),
        len(book.expected) - len(usable),
    )


def _euros(kept: Ledger, partner: str, amount: Measure, kind: str | None, reason: str) -> Figure:
    if not kept.expected:
        return lacking(reason)
    return summed(map(amount, kept.of(partner, kind)))


def _clients(of: Mapping[Pair, float], pairs: frozenset[Pair]) -> Figure:
    return summed([of[pair] for pair in sorted(pairs)]) if pairs else lacking(CLIENTS_UNKNOWN)


def _against(ratio: Figure, seed: SeedRatio) -> Against:
    if ratio.value is None:
        return "unknown"
    if ratio.value < seed.value / seed.tolerance:
        return "lower"
    return "higher" if ratio.value > seed.value * seed.tolerance else "about"


@dataclass(frozen=True, slots=True)
class JointShare:
    """Which part of the euros of a kind is spent together.

    share: of all euros, those without an answer below the line too. known:
    among euros with an answer. places: Werkpleinen with any euro spent
    together, out of `asked` of which it is known.
    """

    kind: str
    share: Figure
    known: Figure
    places: int
    asked: int


def joint(book: Ledger) -> tuple[JointShare, ...]:
    """The joint share of procurement, housing, IT and channels."""
    return tuple(_joint(book, kind) for kind in JOINT_KINDS)


def _joint(book: Ledger, kind: str) -> JointShare:
    usable = book.filled_by_both(ledger.spent, kind) & book.expected
    lines = [
        line for line in book.within(usable).lines if line.kind == kind and line.spent is not None
    ]
    answered = [line for line in lines if line.joint is not None]
    together = [line for line in answered if line.joint]
    whole = summed(map(ledger.spent, lines)) if lines else lacking(_why_none(book, kind))
    of_known = summed(map(ledger.spent, answered))
    part = summed([0.0, *(line.spent for line in together)])
    return JointShare(
        kind,
        # Of nothing answered, nothing is known to be joint: that is no share of 0.
        divided(part, whole, len(usable)) if answered or not lines else lacking(EMPTY),
        divided(part, of_known, len(usable)),
        len({line.werkplein for line in together if line.spent}),
        len({line.werkplein for line in answered}),
    )


def _why_none(book: Ledger, kind: str) -> str:
    if any(line.kind == kind for line in book.lines):
        return ONE_PARTNER
    return NO_LINE if book.lines else NOT_DELIVERED
