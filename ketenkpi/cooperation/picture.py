"""The phase of one Werkplein by register, by scan and by steps, and what does not agree."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from ketenkpi.answer import Measured, Phrase, Said, count_of, phrase
from ketenkpi.cooperation.phases import (
    LATER_WITHOUT_EARLIER,
    Contradiction,
    Derived,
    derive,
    differences,
    phases_of,
)
from ketenkpi.cooperation.register import PhasePeriod
from ketenkpi.cooperation.scan import PARTNERS, ScanAnswers
from ketenkpi.cooperation.steps import (
    CONTRADICTED,
    DERIVED,
    PRESENT,
    REGISTERED,
    Check,
    check,
    step_sign,
)
from ketenkpi.figure import Figure
from ketenkpi.research_model import Sign, load_phases, load_scan
from ketenkpi.vocabulary import Text, in_both, joined

# Asks a figure of the steps: the sign, and the target groups it is about.
Ask = Callable[[Sign, tuple[str, ...]], Figure]


@dataclass(frozen=True)
class PhaseFinding:
    """Something that does not agree. kind: 'approval', 'register_scan', 'answers', 'partners',
    'register_steps' or 'scan_steps'. doelgroepen: whom it is about, none for all."""

    kind: str
    doelgroepen: tuple[str, ...]
    said: Phrase


@dataclass(frozen=True)
class PhasePicture:
    """One Werkplein at the end of one quarter.

    possible: the phases by the scan, of all parties together; none without a
    scan. shared: the target groups with the furthest registered phase, which
    is what the scan is about.
    """

    registered: tuple[PhasePeriod, ...]
    derived: tuple[Derived, ...]
    differences: tuple[Contradiction, ...]
    possible: tuple[str, ...]
    shared: tuple[str, ...]
    checks: tuple[Check, ...]
    findings: tuple[PhaseFinding, ...]


def phase_picture(
    answers: ScanAnswers, registered: Sequence[PhasePeriod], ask: Ask
) -> PhasePicture:
    """All three beside each other. registered: the periods that hold at the end of the quarter."""
    derived = derive(answers)
    apart, possible = differences(derived), phases_of(derived)
    shared = _shared(registered)
    checks = (*_registered_checks(registered, ask), *_derived_checks(possible, shared, ask))
    findings = (
        *_approvals(registered),
        *_beside_scan(registered, shared, possible),
        *(_contradicting(each) for one in derived for each in one.contradictions),
        *(_contradicting(each) for each in apart),
        *(_against_steps(each) for each in checks if each.verdict == CONTRADICTED),
    )
    return PhasePicture(tuple(registered), derived, apart, possible, shared, checks, findings)


def _furthest(registered: Iterable[PhasePeriod]) -> str | None:
    order = list(load_phases().phases)
    return max((each.phase for each in registered), key=order.index, default=None)


def _shared(registered: Sequence[PhasePeriod]) -> tuple[str, ...]:
    return _groups_in(registered, _furthest(registered))


def _groups_in(registered: Iterable[PhasePeriod], phase: str | None) -> tuple[str, ...]:
    return tuple(sorted(each.doelgroep for each in registered if each.phase == phase))


def _registered_checks(registered: Sequence[PhasePeriod], ask: Ask) -> Iterable[Check]:
    for phase in dict.fromkeys(each.phase for each in registered):
        groups = _groups_in(registered, phase)
        for sign in load_phases().signs.values():
            yield check(REGISTERED, [phase], sign, step_sign(sign, groups, ask(sign, groups)))


def _derived_checks(possible: Sequence[str], shared: tuple[str, ...], ask: Ask) -> Iterable[Check]:
    if possible:
        for sign in load_phases().signs.values():
            yield check(DERIVED, possible, sign, step_sign(sign, shared, ask(sign, shared)))


def _approvals(registered: Sequence[PhasePeriod]) -> Iterable[PhaseFinding]:
    for phase, lacking in dict.fromkeys((each.phase, each.lacking) for each in registered):
        if not lacking:
            continue
        groups = [
            each.doelgroep for each in registered if (each.phase, each.lacking) == (phase, lacking)
        ]
        told: dict[str, Said] = {"phase": phase_text(phase), "groups": _group_names(groups)}
        if lacking == PARTNERS:
            said = phrase("cooperation.approval_none", **told)
        else:
            said = phrase("cooperation.approval_one", **told, partner=_party(lacking[0]))
        yield PhaseFinding("approval", tuple(groups), said)


def _beside_scan(
    registered: Sequence[PhasePeriod], shared: tuple[str, ...], possible: Sequence[str]
) -> Iterable[PhaseFinding]:
    furthest = _furthest(registered)
    if not possible or furthest in possible:
        return
    derived = range_text(possible)
    if furthest is None:
        said = phrase("cooperation.not_registered", derived=derived)
    else:
        said = phrase(
            "cooperation.register_scan",
            registered=phase_text(furthest),
            groups=_group_names(shared),
            derived=derived,
        )
    yield PhaseFinding("register_scan", shared, said)


def _contradicting(found: Contradiction) -> PhaseFinding:
    items = load_scan().items
    parties = [_party(key) for key in found.parties]
    later = items[found.later].name
    if found.kind == LATER_WITHOUT_EARLIER:
        assert found.earlier is not None
        said = phrase(
            "cooperation.later_without_earlier",
            party=parties[0],
            later=later,
            earlier=items[found.earlier].name,
        )
        return PhaseFinding("answers", (), said)
    yes, no = parties
    said = phrase("cooperation.partners_differ", sign=later, yes=yes, no=no)
    return PhaseFinding("partners", (), said)


def _against_steps(found: Check) -> PhaseFinding:
    seen, value = found.seen, found.seen.figure.value
    assert value is not None
    assert seen.interval is not None
    low, high = seen.interval
    judged = Figure(value, low, high, method=seen.figure.method)
    told: dict[str, Said] = {
        "phase": range_text(found.phases),
        "sign": load_phases().signs[seen.sign].name,
        "share": Measured(value, "share_whole"),
        "interval": Measured(judged, "share_whole", "limits"),
        "n": count_of(seen.figure.n),
    }
    ending = "absent" if found.expected == PRESENT else "present"
    if found.basis == REGISTERED:
        told["groups"] = _group_names(seen.doelgroepen)
        said = phrase(f"cooperation.register_steps_{ending}", **told)
        return PhaseFinding("register_steps", seen.doelgroepen, said)
    said = phrase(f"cooperation.scan_steps_{ending}", **told)
    return PhaseFinding("scan_steps", seen.doelgroepen, said)


def phase_text(phase: str) -> Text:
    """A phase by its number and name."""
    name = load_phases().phases[phase].name
    return Text(f"{phase} ({name.nl})", f"{phase} ({name.en})")


def range_text(phases: Sequence[str]) -> Text:
    """One phase by number and name, or the first and last of several by number."""
    if len(phases) == 1:
        return phase_text(phases[0])
    return Text(f"{phases[0]} tot en met {phases[-1]}", f"{phases[0]} up to {phases[-1]}")


def _party(key: str) -> Text:
    return in_both(f"cooperation.party_{key}")


def _group_names(groups: Sequence[str]) -> Text:
    return joined(in_both(f"cooperation.group_{group}") for group in groups)
