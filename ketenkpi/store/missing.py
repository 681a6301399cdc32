"""Who delivered a period and who is still missing, of partners that deliver apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ketenkpi.catalogue import DeliveryRecord, Stated
from ketenkpi.partner import TOGETHER
from ketenkpi.store.rows import role_of
from ketenkpi.store.series import SERIES
from ketenkpi.store.silence import Reach, absent, alike, reach_of


@dataclass(frozen=True, slots=True)
class Missing:
    """Of one contract, Werkplein and quarter (an index): who delivered, and who did not.

    By their codes. `missing` are partners that delivered before and, once anybody
    delivers apart, the partners of the chain of whom nobody did ('uwv',
    'gemeente'). `partly` are those of `missing` that delivered some months of it.
    """

    contract: str
    werkplein: str
    quarter: int
    delivered: tuple[str, ...]
    missing: tuple[str, ...]
    partly: tuple[str, ...] = ()


def still_missing(deliveries: Sequence[DeliveryRecord], stated: Stated) -> tuple[Missing, ...]:
    """Where somebody is missing, between the first and the last quarter of these deliveries.

    Only of contracts that each partner delivers their own of, where totals of
    clients will do for their case files, and only from the quarter in which a
    Werkplein began to deliver: before it nothing was expected.
    """
    if not deliveries:
        return ()
    last = max(delivery.quarter for delivery in deliveries)
    mine = [d for d in deliveries if SERIES[d.contract].by_partner]
    own, together = (
        reach_of(
            (name(d.contract), d.werkplein, d.partner, d.first_quarter, d.quarter, d.month)
            for d in mine
        )
        for name in (lambda contract: contract, lambda contract: alike(contract)[0])
    )
    found = (
        _missing(contract, place, quarter, partners, together[alike(contract)[0], place], stated)
        for (contract, place), partners in sorted(own.items())
        for quarter in range(min(min(one.begun) for one in partners.values()), last + 1)
    )
    return tuple(one for one in found if one.missing)


def _missing(
    contract: str,
    place: str,
    quarter: int,
    own: Mapping[str, Reach],
    partners: Mapping[str, Reach],
    stated: Stated,
) -> Missing:
    there = tuple(code for code, mine in sorted(own.items()) if quarter in mine.quarters)
    begun = {code for code, mine in partners.items() if min(mine.begun) <= quarter}
    lacking = set(absent(partners, quarter))
    whole = TOGETHER in partners and quarter in partners[TOGETHER].quarters
    if begun - {TOGETHER} and not whole:
        # Who delivered for all together has given way to the partners themselves.
        lacking -= {TOGETHER}
        lacking |= _roles_without(begun - {TOGETHER}, stated)
    partly = (code for code in sorted(lacking & set(partners)) if quarter in partners[code].begun)
    return Missing(contract, place, quarter, there, tuple(sorted(lacking)), tuple(partly))


def _roles_without(codes: Iterable[str], stated: Stated) -> set[str]:
    """The partners of the chain that none of these is."""
    from ketenkpi.vocabularies import chain_partners, vocabularies

    spelled = vocabularies().named("partnerrollen").spellings
    roles = [role_of(code, stated) for code in codes]
    if None in roles:
        # A partner of whom nobody said the role may be either of them.
        return set()
    return set(chain_partners()) - {spelled.get(str(role), str(role)) for role in roles}
