"""Dividing an amount of a region over its Werkpleinen by a key, so that it adds up exactly."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from ketenkpi.errors import UsageError, UserError
from ketenkpi.figure import Figure, counted, lacking
from ketenkpi.resources.assumptions import OTHERS
from ketenkpi.shown import shown

# The smallest part that is handed out: a cent, or a hundredth of a full-time job.
STEP = Decimal("0.01")
UNITS = ("fte", "euro")
CASELOAD, INFLOW, NEED = KEYS = ("caseload", "instroom", "behoefte")
WHOLE = Decimal(100)
# Three shares of 33.33 are meant to be everything; contract `verdeling` takes them too.
ROUNDING = Decimal("0.05")
AMOUNT = re.compile(r"[0-9]{1,12}([.,][0-9]{1,2})?")


@dataclass(frozen=True, slots=True)
class AllocatedPart:
    """What one Werkplein gets. weight: what the key counts there. difference: amount
    minus present; without a present amount there is none."""

    werkplein: str
    weight: float
    share: Figure
    amount: Decimal
    present: Figure
    difference: Figure


@shown
@dataclass(frozen=True)
class Allocation:
    """An amount in fte or euro, divided by a key; the parts add up to it exactly."""

    key: str
    unit: str
    amount: Decimal
    parts: tuple[AllocatedPart, ...]

    def __post_init__(self) -> None:
        handed_out = sum((part.amount for part in self.parts), Decimal(0))
        if handed_out != self.amount:
            raise ValueError(f"{handed_out} handed out of {self.amount}")


def allocate(
    key: str,
    unit: str,
    amount: Decimal,
    weights: Mapping[str, float | None],
    present: Mapping[str, Figure],
) -> Allocation:
    """Divide `amount` in proportion to `weights`.

    weights: per Werkplein, None where it is not known. present: what each has
    now. Raises UserError for an amount of zero or less or finer than a
    hundredth, for a Werkplein of which the weight is not known (it would get
    nothing), and when all weights are zero.
    """
    if amount <= 0 or amount % STEP:
        raise UserError("resources.amount_invalid", amount=written(amount))
    unknown = sorted(name for name, weight in weights.items() if weight is None)
    if unknown or not weights:
        raise UserError("resources.weight_unknown", key=key, names=", ".join(unknown))
    known = {name: Fraction(str(weight)) for name, weight in weights.items()}
    whole = sum(known.values())
    if not whole:
        raise UserError("resources.weights_zero", key=key)
    amounts = divide(amount, known)
    parts = tuple(
        _part(name, float(weight), float(weight / whole), amounts[name], present[name], len(known))
        for name, weight in sorted(known.items())
    )
    return Allocation(key, unit, amount, parts)


def _part(
    name: str, weight: float, share: float, amount: Decimal, present: Figure, n: int
) -> AllocatedPart:
    if present.value is None:
        difference = lacking(str(present.reason))
    else:
        difference = counted(float(amount) - present.value, n)
    return AllocatedPart(name, weight, counted(share, n), amount, present, difference)


def divide(amount: Decimal, weights: Mapping[str, Fraction]) -> dict[str, Decimal]:
    """Whole steps in proportion to the weights, by the method of the largest remainder.

    Everybody gets the whole steps below their exact part; the steps left over
    go one by one to who misses most, of equals to the first by name. Source:
    Hamilton's method, as in Balinski and Young (1982), Fair Representation.
    """
    steps = Fraction(amount / STEP)
    whole = sum(weights.values())
    exact = {name: steps * weight / whole for name, weight in weights.items()}
    given = {name: int(part) for name, part in exact.items()}
    left = int(steps) - sum(given.values())
    for name in sorted(exact, key=lambda each: (given[each] - exact[each], each))[:left]:
        given[name] += 1
    return {name: number * STEP for name, number in given.items()}


def read_amount(text: str) -> Decimal:
    """An amount as somebody types it: digits, and a comma or point before two decimals at most.

    No marks between thousands: 1.500 would be read as one and a half. Raises
    UsageError for anything else, zero and less too.
    """
    stripped = text.strip()
    if not AMOUNT.fullmatch(stripped) or not Decimal(stripped.replace(",", ".")):
        raise UsageError("resources.amount_invalid", amount=stripped)
    return Decimal(stripped.replace(",", "."))


def written(amount: Decimal) -> str:
    """An amount as it stands in a link: no marks between thousands, a comma, no zeros behind."""
    return f"{amount.normalize():f}".replace(".", ",")


def need(by_group: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Clients weighted by how much help their target group needs; one without weight as others."""
    return sum(
        weights[group if group in weights else OTHERS] * number
        for group, number in by_group.items()
    )


def own_key(
    name: str, rows: Iterable[tuple[str, float]], werkpleinen: Iterable[str]
) -> dict[str, float]:
    """The weights of an uploaded key: a share in per cent for each Werkplein.

    Raises UserError when a Werkplein of the region is lacking or named twice,
    when one is named that is not of the region, or when the shares do not
    together make 100 per cent but for their rounding.
    """
    pairs = list(rows)
    shares = dict(pairs)
    asked = set(werkpleinen)
    lacking_ = sorted(asked - shares.keys())
    if lacking_:
        raise UserError("resources.key_lacks", key=name, names=", ".join(lacking_))
    strange = sorted(shares.keys() - asked)
    if strange or len(pairs) > len(shares):
        twice = sorted({each for each, _ in pairs if [n for n, _ in pairs].count(each) > 1})
        raise UserError("resources.key_strange", key=name, names=", ".join(strange or twice))
    total = sum((Decimal(str(share)) for share in shares.values()), Decimal(0))
    if abs(total - WHOLE) > ROUNDING:
        raise UserError(
            "resources.key_total", key=name, total=f"{total.normalize():f}".replace(".", ",")
        )
    return shares
