"""Proposals for the agenda of a Werkplein-MT, with the figure each rests on and where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import groupby

from ketenkpi.answer import Bullet, Linked, Measured, Phrase, Said, Section, count_of, phrase
from ketenkpi.programme.agenda import Amount, Proposal, ProposalLimits
from ketenkpi.programme.result import Programme
from ketenkpi.research_model import load_phases
from ketenkpi.vocabulary import Quarter, Text, in_both


def agenda(found: Programme) -> tuple[Section, ...]:
    """How much is proposed for how many places, then each place; of one place only that."""
    title = in_both("programme.agenda")
    notes: tuple[Said, ...] = (in_both("programme.agenda_note"), found.model.order)
    places = [_of_place(found, place) for place in found.places]
    if len(places) == 1:
        (only,) = places
        return (replace(only, key="agenda", title=title, notes=(*notes, *only.notes)),)
    said = phrase(
        "programme.agenda_all",
        count=count_of(len(found.agenda)),
        among=count_of(len({proposal.place for proposal in found.agenda})),
        places=count_of(len(places)),
    )
    return (Section("agenda", title, said, notes=notes), *places)


def _of_place(found: Programme, place: str) -> Section:
    items = tuple(
        Bullet(found.model.stages[stage].name, below=tuple(map(_bullet, proposals)))
        for stage, proposals in groupby(found.of_place(place), lambda each: each.kind.stage)
    )
    left_out = tuple(
        phrase("programme.left_out", name=each.kind.name, count=count_of(each.count))
        for each in found.left_out
        if each.place == place
    )
    return Section(place, place, _said(found, place), items=items, notes=left_out)


def _said(found: Programme, place: str) -> Phrase:
    """How many proposals there are, and how many fit the phase of the place; or none."""
    every, phase = found.of_place(place), found.phase_of.get(place)
    told: dict[str, Said] = {"place": place, "count": count_of(len(every))}
    if not every:
        return phrase("programme.agenda_none", place=place)
    if place not in found.phase_of:
        return phrase("programme.agenda_region", **told)
    stage = found.model.stage_of(phase)
    if phase is None or stage is None:
        return phrase("programme.agenda_no_phase", **told)
    fitting = sum(proposal.kind.stage == stage for proposal in every)
    return phrase(
        "programme.agenda_said",
        **told,
        fitting=count_of(fitting),
        phase=load_phases().phases[phase].name,
        stage=found.model.stages[stage].name,
    )


def _bullet(proposal: Proposal) -> Bullet:
    page = proposal.kind.page
    see = Linked(in_both(f"programme.see_{page}"), page, _query(proposal))
    section = phrase("programme.section", section=proposal.kind.section)
    return Bullet(what(proposal), (why(proposal), (see, "·", section)))


def what(proposal: Proposal) -> Phrase:
    """What is proposed."""
    return phrase(proposal.kind.what, **_said_of_all(proposal.params))


def why(proposal: Proposal) -> Phrase:
    """The figure that it rests on."""
    return phrase(proposal.kind.why, **_said_of_all(proposal.params))


def _said_of_all(params: Mapping[str, object]) -> dict[str, Said]:
    return {name: _said_of(value) for name, value in params.items()}


def _said_of(value: object) -> Said:
    match value:
        case Amount():
            return Measured(value.value, value.unit, "worded")
        case ProposalLimits():
            return _limits(value)
        case int():
            return count_of(value)
        case Phrase() | Text() | Quarter() | str():
            return value
    raise TypeError(f"nothing to say of {value!r}")


def _limits(found: ProposalLimits) -> Phrase:
    ends = {"low": found.low, "high": found.high}
    known: dict[str, Said] = {
        end: Measured(value, found.unit) for end, value in ends.items() if value is not None
    }
    return phrase(f"programme.interval_{'_'.join(known) or 'none'}", **known)


def _query(proposal: Proposal) -> dict[str, str]:
    """What the page with the figure opens on: this place, quarter and indicator."""
    subject, part = proposal.subject, proposal.kind.part
    query = {"plek": subject["werkplein"], "kwartaal": subject["kwartaal"]}
    if "indicator" in subject:
        query["indicator"] = ":".join(
            subject[name] for name in ("indicator", "onderdeel") if name in subject
        )
    if part is not None:
        query["deel"] = part
    if "situatie" in subject:
        query["situatie"] = subject["situatie"]
    return query
