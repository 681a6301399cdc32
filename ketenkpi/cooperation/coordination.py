"""Required against observed coordination, for every pair of tasks (section 2.4, tables 1-3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from ketenkpi.cooperation.figure import NOTHING_KNOWN
from ketenkpi.cooperation.scan import KINDS, NOT_APPLICABLE, Answer, ScanAnswers, questions_of
from ketenkpi.figure import Figure, counted, lacking
from ketenkpi.research_model import TaskPair, load_dependence

MET, OVER, PARTLY, UNDER = "met", "over", "partly", "under"
UNKNOWN, DOES_NOT_APPLY = "unknown", "not_applicable"
STATUSES = (UNDER, PARTLY, MET, OVER, UNKNOWN, DOES_NOT_APPLY)
_LOWEST_FIRST = (UNDER, PARTLY, MET, OVER)
SATISFIED = frozenset({MET, OVER})
JUDGED = frozenset(_LOWEST_FIRST)

WITHIN, CONCURRENT, MOVING = "binnen_uitkering", "samenloop", "overgang_ww_wwb"
# The target groups of `trajecten` that are in each situation. Who is of an
# unknown group is in none: guessing would move the weights.
GROUPS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        WITHIN: ("korte_afstand", "jongere", "grote_afstand", "overig"),
        CONCURRENT: ("samenloop",),
        MOVING: ("overgang_ww_wwb",),
    }
)
CLIENTS_UNKNOWN = "cooperation.reason_clients_unknown"
NO_CLIENTS = "cooperation.reason_no_clients"
NO_HANDOVER = "cooperation.reason_no_handover"


@dataclass(frozen=True, slots=True)
class SituationWait:
    """The days between the end of one task and the begin of the next, in one situation.

    key: 'intake>diagnose', as the page of the chain names it. doelgroepen: whose
    handovers it is about. median: days.
    """

    key: str
    doelgroepen: tuple[str, ...]
    median: Figure


@dataclass(frozen=True, slots=True)
class SeenByParty:
    """A pair as one party sees it.

    lacking: what is required and not fully there, as far as answered; beyond:
    what is fully there though not required.
    """

    party: str
    product: Answer
    proces: Answer
    status: str
    lacking: tuple[str, ...]
    beyond: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PairVerdict:
    """One pair of tasks in one situation.

    status takes the lower of what the parties see, and is unknown when one of
    those that filled in a scan left it open. lacking: what any party misses;
    disagree: they gave different answers. clients: who it concerns.
    """

    key: str
    situation: str
    relation: str
    required: tuple[str, ...]
    asymmetric: bool
    seen: tuple[SeenByParty, ...]
    status: str
    lacking: tuple[str, ...]
    beyond: tuple[str, ...]
    disagree: bool
    clients: Figure
    handovers: tuple[SituationWait, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far what is required is there, over a situation (None: all three).

    party None: by the verdict. share: met pairs of known pairs. weighted: the
    same with each pair counted for its clients; at_least, at_most: had all
    unknown pairs failed, or been met. unknown: the part of the clients whose
    pair is unknown. Pairs that do not apply are left out of all.
    """

    situation: str | None
    party: str | None
    met: int
    known: int
    unknown_pairs: int
    not_applicable: int
    share: Figure
    weighted: Figure
    at_least: float | None
    at_most: float | None
    unknown: Figure


@dataclass(frozen=True)
class Coordination:
    """All pairs of one Werkplein and quarter.

    time_factor: what a client far from work counts for in the pairs of section
    7.7; None when switched off. clients: by target group, over the year up to
    the quarter.
    """

    pairs: tuple[PairVerdict, ...]
    coverage: tuple[Coverage, ...]
    time_factor: float | None
    clients: Mapping[str, Figure]

    @property
    def gaps(self) -> tuple[PairVerdict, ...]:
        """Pairs in which something required is certainly not fully there: most clients first."""
        absent = [each for each in self.pairs if each.lacking]
        return tuple(sorted(absent, key=_by_clients))

    def covered(self, situation: str | None = None, party: str | None = None) -> Coverage:
        """The coverage of one situation by one party; KeyError when that party has no scan."""
        found = {(each.situation, each.party): each for each in self.coverage}
        return found[situation, party]


def coordination(
    answers: ScanAnswers,
    clients: Mapping[str, Figure],
    handovers: Mapping[tuple[str, str], Figure],
    *,
    time_factor: bool = False,
) -> Coordination:
    """Every pair judged, and how far what is required is there.

    clients: by target group. handovers: the median days by (situation, key);
    those that are not there have that as their reason.
    """
    model = load_dependence()
    factor = model.time_factor.weight if time_factor else None
    pairs = tuple(
        _verdict(pair, answers, pair_clients(pair, clients, factor), handovers)
        for pair in model.pairs
    )
    where = (None, *model.situations)
    coverage = tuple(
        _coverage(pairs, situation, party)
        for situation in where
        for party in (None, *answers.answering)
    )
    return Coordination(pairs, coverage, factor, MappingProxyType(dict(clients)))


def pair_clients(pair: TaskPair, clients: Mapping[str, Figure], factor: float | None) -> Figure:
    """The clients a pair concerns: those in its situation, each for 1 or for `factor`.

    One unknown group makes the sum unknown.
    """
    far = load_dependence().time_factor
    total = 0.0
    for group in GROUPS[pair.situation]:
        number = clients.get(group, lacking(CLIENTS_UNKNOWN))
        if number.value is None:
            return lacking(str(number.reason))
        less = factor is not None and group in far.doelgroepen and pair.key in far.pairs
        total += number.value * (factor if less and factor is not None else 1)
    return counted(total, len(GROUPS[pair.situation]))


def handover_keys(pair: TaskPair) -> tuple[str, ...]:
    """The handovers between the two tasks of a pair, both ways; one for a task and itself."""
    first, second = pair.first.step, pair.second.step
    return tuple(dict.fromkeys((f"{first}>{second}", f"{second}>{first}")))


def judged(
    required: frozenset[str], given: Mapping[str, Answer]
) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """What one party's marks say of what is required: status, lacking, beyond.

    A mark of 2 is there, 1 in part, 0 not. One required mark without an answer
    makes the status unknown, also beside a 0: else what is half answered could
    be known only as a failure.
    """
    needed = [given[kind] for kind in KINDS if kind in required]
    absent = tuple(kind for kind in KINDS if kind in required and _short(given[kind]))
    beyond = tuple(kind for kind in KINDS if kind not in required and _full(given[kind]))
    return _status(needed, bool(beyond)), absent, beyond


def _full(answer: Answer) -> bool:
    return answer.mark == answer.question.top


def _short(answer: Answer) -> bool:
    return answer.mark is not None and not _full(answer)


def _status(needed: Sequence[Answer], beyond: bool) -> str:
    if all(answer.reason == NOT_APPLICABLE for answer in needed):
        return DOES_NOT_APPLY
    marks = [answer.mark for answer in needed]
    if None in marks:
        return UNKNOWN
    if 0 in marks:
        return UNDER
    if any(map(_short, needed)):
        return PARTLY
    return OVER if beyond else MET


def _verdict(
    pair: TaskPair,
    answers: ScanAnswers,
    clients: Figure,
    handovers: Mapping[tuple[str, str], Figure],
) -> PairVerdict:
    seen = tuple(_seen(pair, answers, party) for party in answers.answering)
    nothing = lacking(NO_HANDOVER)
    return PairVerdict(
        pair.key,
        pair.situation,
        pair.relation.key,
        tuple(kind for kind in KINDS if kind in pair.required),
        pair.asymmetric,
        seen,
        _lower([each.status for each in seen]),
        tuple(kind for kind in KINDS if any(kind in each.lacking for each in seen)),
        tuple(kind for kind in KINDS if seen and all(kind in each.beyond for each in seen)),
        _differ(seen),
        clients,
        tuple(
            SituationWait(
                key, GROUPS[pair.situation], handovers.get((pair.situation, key), nothing)
            )
            for key in handover_keys(pair)
        ),
    )


def _seen(pair: TaskPair, answers: ScanAnswers, party: str) -> SeenByParty:
    product, proces = (
        answers.of(party, question) for question in questions_of(pair.key, pair.situation)
    )
    status, absent, beyond = judged(pair.required, {"product": product, "proces": proces})
    return SeenByParty(party, product, proces, status, absent, beyond)


def _lower(statuses: Sequence[str]) -> str:
    if statuses and set(statuses) == {DOES_NOT_APPLY}:
        return DOES_NOT_APPLY
    if not statuses or not JUDGED.issuperset(statuses):
        return UNKNOWN
    return min(statuses, key=_LOWEST_FIRST.index)


def _differ(seen: Iterable[SeenByParty]) -> bool:
    """Whether two parties gave different answers; not knowing is not an answer."""
    return any(
        len({answer.mark for answer in given if answer.mark is not None or _outside(answer)}) > 1
        for given in zip(*((each.product, each.proces) for each in seen), strict=True)
    )


def _outside(answer: Answer) -> bool:
    return answer.reason == NOT_APPLICABLE


def _coverage(pairs: Sequence[PairVerdict], situation: str | None, party: str | None) -> Coverage:
    mine = [
        (each, _status_by(each, party)) for each in pairs if situation in (None, each.situation)
    ]
    known = [each for each, status in mine if status in JUDGED]
    met = [each for each, status in mine if status in SATISFIED]
    unknown = [each for each, status in mine if status == UNKNOWN]
    share = counted(len(met) / len(known), len(known)) if known else lacking(NOTHING_KNOWN)
    return Coverage(
        situation,
        party,
        len(met),
        len(known),
        len(unknown),
        len(mine) - len(known) - len(unknown),
        share,
        *_weighted(met, known, unknown),
    )


def _status_by(verdict: PairVerdict, party: str | None) -> str:
    if party is None:
        return verdict.status
    return next(each.status for each in verdict.seen if each.party == party)


def _weighted(
    met: Sequence[PairVerdict], known: Sequence[PairVerdict], unknown: Sequence[PairVerdict]
) -> tuple[Figure, float | None, float | None, Figure]:
    """weighted, at_least, at_most and unknown of a coverage."""
    hidden = [each.clients for each in (*known, *unknown) if each.clients.value is None]
    if hidden:
        return lacking(str(hidden[0].reason)), None, None, lacking(str(hidden[0].reason))
    good, judged_, open_ = (_clients(pairs) for pairs in (met, known, unknown))
    whole = judged_ + open_
    if not whole:
        return lacking(NO_CLIENTS), None, None, lacking(NO_CLIENTS)
    weighted = counted(good / judged_, len(known)) if judged_ else lacking(NOTHING_KNOWN)
    return weighted, good / whole, (good + open_) / whole, counted(open_ / whole, len(unknown))


def _clients(pairs: Iterable[PairVerdict]) -> float:
    return sum(each.clients.value or 0 for each in pairs)


def _by_clients(verdict: PairVerdict) -> tuple[float, int, str, str]:
    severity = (*_LOWEST_FIRST, UNKNOWN, DOES_NOT_APPLY).index(verdict.status)
    number = verdict.clients.value
    return (-1 if number is None else -number, severity, verdict.situation, verdict.key)
