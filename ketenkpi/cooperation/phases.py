"""The phase that follows from the answers, per party, with the reasons spelled out (7.3).

Where an answer lacks or is undecided the phase is a range: every phase that
some answer would give. Nothing is filled in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from ketenkpi.cooperation.scan import Answer, ScanAnswers, questions_of
from ketenkpi.research_model import Phase, PhaseModel, load_phases

HOLDS, FAILS, UNDECIDED, UNKNOWN = STATES = ("holds", "fails", "undecided", "unknown")
LATER_WITHOUT_EARLIER, PARTNERS_DIFFER = "later_without_earlier", "partners_differ"


@dataclass(frozen=True, slots=True)
class SignAnswer:
    """What one party says about one sign of a phase.

    state: 'holds' or 'fails' by the thresholds of the model, 'undecided'
    between them, 'unknown' without an answer. answers: those it was read from.
    """

    item: str
    state: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class PhaseReason:
    """Why a phase holds, fails or is open: the signs it needs, by what they say.

    met: as the phase needs them; against: the other way; open: undecided or
    unknown. A sign that must not hold is met when it fails.
    """

    phase: str
    state: str
    met: tuple[str, ...]
    against: tuple[str, ...]
    open: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Answers that do not go together.

    kind 'later_without_earlier': one party's `later` sign holds while `earlier`
    fails. 'partners_differ': `later` holds by the first party and fails by the
    other; there is no `earlier`.
    """

    kind: str
    parties: tuple[str, ...]
    later: str
    earlier: str | None = None


@dataclass(frozen=True, slots=True)
class Derived:
    """The phase by one party's answers: one of `possible`, in the order of the phases."""

    party: str
    signs: tuple[SignAnswer, ...]
    possible: tuple[str, ...]
    reasons: tuple[PhaseReason, ...]
    contradictions: tuple[Contradiction, ...]

    @property
    def at_least(self) -> str:
        return self.possible[0]

    @property
    def at_most(self) -> str:
        return self.possible[-1]


def derive(answers: ScanAnswers, model: PhaseModel | None = None) -> tuple[Derived, ...]:
    """The phase by the answers of each party that filled in a scan."""
    chosen = model or load_phases()
    return tuple(_derived(answers, party, chosen) for party in answers.answering)


def differences(derived: Sequence[Derived]) -> tuple[Contradiction, ...]:
    """The signs that hold by one party and fail by another."""
    found = []
    for one, other in product(derived, derived):
        says = {sign.item: sign.state for sign in other.signs}
        found += [
            Contradiction(PARTNERS_DIFFER, (one.party, other.party), sign.item)
            for sign in one.signs
            if sign.state == HOLDS and says[sign.item] == FAILS
        ]
    return tuple(found)


def phases_of(derived: Iterable[Derived], model: PhaseModel | None = None) -> tuple[str, ...]:
    """Every phase that is possible by some party, in their order; none without a scan."""
    possible = {phase for each in derived for phase in each.possible}
    return tuple(phase for phase in (model or load_phases()).phases if phase in possible)


def items_of(model: PhaseModel) -> tuple[str, ...]:
    """The signs of all phases, in the order in which they are first named."""
    named = [item for phase in model.phases.values() for item in (*phase.needs, *phase.without)]
    return tuple(dict.fromkeys(named))


def _derived(answers: ScanAnswers, party: str, model: PhaseModel) -> Derived:
    signs = tuple(_sign(answers, party, item, model) for item in items_of(model))
    states = {sign.item: sign.state for sign in signs}
    return Derived(
        party,
        signs,
        _possible(states, model),
        tuple(_reason(phase, states, model) for phase in model.phases.values()),
        _contradictions(party, states, model),
    )


def _sign(answers: ScanAnswers, party: str, item: str, model: PhaseModel) -> SignAnswer:
    given = tuple(answers.of(party, question) for question in questions_of(item))
    values = [answer.value for answer in given if answer.value is not None]
    # The lower mark counts: a half agreement is no agreement.
    if values and min(values) <= model.fails:
        state = FAILS
    elif len(values) < len(given):
        state = UNKNOWN
    else:
        state = HOLDS if min(values) >= model.holds else UNDECIDED
    return SignAnswer(item, state, given)


def _possible(states: Mapping[str, str], model: PhaseModel) -> tuple[str, ...]:
    """The phases that come out when each open sign is taken both ways."""
    ways = [
        (state == HOLDS,) if state in (HOLDS, FAILS) else (True, False) for state in states.values()
    ]
    found = {_furthest(dict(zip(states, way, strict=True)), model) for way in product(*ways)}
    return tuple(phase for phase in model.phases if phase in found)


def _furthest(holds: Mapping[str, bool], model: PhaseModel) -> str:
    """The last phase of which everything is as it needs; the first one needs nothing."""
    fits = [
        phase.key
        for phase in model.phases.values()
        if all(holds[item] for item in _needed(phase, model))
        and not any(holds[item] for item in phase.without)
    ]
    return fits[-1]


def _needed(phase: Phase, model: PhaseModel) -> tuple[str, ...]:
    earlier = [item for key in phase.after for item in _needed(model.phases[key], model)]
    return tuple(dict.fromkeys((*earlier, *phase.needs)))


def _reason(phase: Phase, states: Mapping[str, str], model: PhaseModel) -> PhaseReason:
    wanted = dict.fromkeys(_needed(phase, model), HOLDS) | dict.fromkeys(phase.without, FAILS)
    met = tuple(item for item, state in wanted.items() if states[item] == state)
    open_ = tuple(item for item in wanted if states[item] in (UNDECIDED, UNKNOWN))
    against = tuple(item for item in wanted if item not in met and item not in open_)
    state = FAILS if against else UNDECIDED if open_ else HOLDS
    return PhaseReason(phase.key, state, met, against, open_)


def _contradictions(
    party: str, states: Mapping[str, str], model: PhaseModel
) -> tuple[Contradiction, ...]:
    """Signs that hold while one that comes before them fails.

    Before a sign of a phase come the signs of the phases it follows, and those
    of its own that an earlier phase has too.
    """
    found: dict[Contradiction, None] = {}
    seen: set[str] = set()
    for phase in model.phases.values():
        needed = _needed(phase, model)
        own = [item for item in phase.needs if item not in seen]
        for later, earlier in product(own, needed):
            if earlier in own or states[later] != HOLDS or states[earlier] != FAILS:
                continue
            found[Contradiction(LATER_WITHOUT_EARLIER, (party,), later, earlier)] = None
        seen.update(phase.needs)
    return tuple(found)
