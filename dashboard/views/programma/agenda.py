"""Proposals for the agenda of a Werkplein-MT, each with a link to the figure behind it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from urllib.parse import urlencode

from dashboard import formats
from dashboard.presenters.figures import Tile
from dashboard.words import say
from ketenkpi.programme import AgendaModel, LeftOut, Proposal
from ketenkpi.research_model import load_phases
from ketenkpi.wording import Language

# Where the page of a proposal stands; the overview is the first page, at the root.
ADDRESS: Mapping[str, str] = {"overzicht": "./"}


def said(
    proposals: Iterable[Proposal],
    place: str,
    phase: str | None,
    regional: bool,
    model: AgendaModel,
    language: Language,
) -> str:
    """How many proposals there are for one place, and how many fit its phase; or none."""
    every = list(proposals)
    if not every:
        return say("programma.agenda_none", language, place=place)
    if regional:
        return say("programma.agenda_region", language, place=place, count=len(every))
    stage = model.stage_of(phase)
    if phase is None or stage is None:
        return say("programma.agenda_no_phase", language, place=place, count=len(every))
    fitting = sum(proposal.kind.stage == stage for proposal in every)
    return say(
        "programma.agenda_said",
        language,
        place=place,
        count=len(every),
        fitting=fitting,
        phase=load_phases().phases[phase].name.in_(language),
        stage=model.stages[stage].name.in_(language),
    )


def said_of_all(proposals: Iterable[Proposal], places: int, language: Language) -> str:
    """How many proposals there are for how many of the places."""
    every = list(proposals)
    count, among = len(every), len({proposal.place for proposal in every})
    return say("programma.agenda_all", language, count=count, among=among, places=places)


def html(proposals: Iterable[Proposal], model: AgendaModel, language: Language) -> str:
    """The proposals in their order, under the agenda each belongs to."""
    by_stage: dict[str, list[str]] = {}
    for proposal in proposals:
        by_stage.setdefault(proposal.kind.stage, []).append(_item(proposal, language))
    return "".join(
        f'<h3 class="kk-region">{escape(model.stages[stage].name.in_(language))}</h3>'
        f'<ol class="kk-agenda">{"".join(items)}</ol>'
        for stage, items in by_stage.items()
    )


def left_out(found: Iterable[LeftOut], language: Language) -> str:
    """How many proposals of each subject are not shown; '' when all are."""
    told = [
        say("programma.left_out", language, name=each.kind.name.in_(language), count=each.count)
        for each in found
    ]
    return f'<p class="kk-note">{escape(" ".join(told))}</p>' if told else ""


def _item(proposal: Proposal, language: Language) -> str:
    what = escape(proposal.what(language, formats.shown))
    why = escape(proposal.why(language, formats.shown))
    link = escape(link_of(proposal))
    see = escape(say(f"programma.see_{proposal.kind.page}", language))
    section = escape(say("programma.section", language, section=proposal.kind.section))
    return (
        f"<li><strong>{what}</strong><p>{why}</p>"
        f'<p class="kk-note"><a href="{link}" target="_self">{see}</a> · {section}</p></li>'
    )


def link_of(proposal: Proposal) -> str:
    """The address of the page with the figure, for this place, quarter and indicator."""
    subject = proposal.subject
    query = {"plek": subject["werkplein"], "kwartaal": subject["kwartaal"]}
    if "indicator" in subject:
        query["indicator"] = Tile(subject["indicator"], subject.get("onderdeel")).code
    if proposal.kind.part is not None:
        query["deel"] = proposal.kind.part
    if "situatie" in subject:
        query["situatie"] = subject["situatie"]
    path = ADDRESS.get(proposal.kind.page, f"./{proposal.kind.page}")
    return f"{path}?{urlencode(query)}"
