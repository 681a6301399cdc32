"""Which partner delivers: what the uploader says, and what must be asked."""

from __future__ import annotations

from collections.abc import Iterable

from ketenkpi.catalogue import DeliveryRecord, Stated
from ketenkpi.contracts.questions import Answers, Question
from ketenkpi.partner import TOGETHER, UNNAMED, Partner, code_of, is_gemeente
from ketenkpi.register import Register
from ketenkpi.store.rows import role_of

# Words that say that nobody said.
UNSAID = ("", "onbekend")
# Roles that stand as buttons when somebody delivers whom no register knows.
ROLES = ("gemeente", "sociale_dienst", "uwv")


def partner_called(
    organisation: str | None, register: Register, stated: Stated, answers: Answers
) -> Partner | None:
    """The partner an organisation is, None when nobody said which. Its role may be unknown."""
    said = (organisation or "").strip()
    plain = said.casefold()
    if plain in UNSAID:
        return None
    if plain == TOGETHER:
        return Partner(TOGETHER, None, said)
    if plain in ("uwv", UNNAMED):
        return Partner(plain, plain, said)
    found = register.gemeente_code(said.removeprefix("gemeente ").removeprefix("Gemeente "))
    if found is not None:
        return Partner(found[0], UNNAMED, found[1])
    code = code_of(said)
    return Partner(code, role_of(code, stated) or answers.to("rol", code), said)


def apart(
    deliveries: Iterable[DeliveryRecord], contracts: Iterable[str], places: Iterable[str]
) -> tuple[str, ...]:
    """The partners that deliver for themselves at these places."""
    asked, here = frozenset(contracts), frozenset(places)
    found = {d.partner for d in deliveries if d.contract in asked and d.werkplein in here}
    return tuple(sorted(found - {TOGETHER, ""}))


def which_partner(partner: Partner | None, delivering: tuple[str, ...]) -> Question | None:
    """Whether it must be asked who delivers, given who delivers here for themselves.

    As long as nobody does, a file of which nobody says whose it is, is one for
    all of them. And one gemeente needs no name until there are several.
    """
    if partner is None and delivering:
        return Question("partner", answers=(*delivering, TOGETHER), open=True)
    named = [code for code in delivering if is_gemeente(code)]
    if partner is not None and partner.code == UNNAMED and named:
        return Question("partner", answers=(*named, UNNAMED), open=True)
    if partner is not None and partner.role is None and not partner.together:
        return Question("rol", partner.code, answers=ROLES, params={"partner": partner.name})
    return None
