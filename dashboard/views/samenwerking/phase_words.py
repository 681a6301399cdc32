"""The phase by the register, by the scan and by the steps, and the register of everybody."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from html import escape
from itertools import groupby

import pandas as pd

from dashboard import formats
from dashboard.presenters import concepts
from dashboard.presenters.phase_band import group_name
from dashboard.views.samenwerking import names as names
from dashboard.words import say
from ketenkpi.contracts import find_contract
from ketenkpi.cooperation import (
    Check,
    Derived,
    Figure,
    PhasePeriod,
    PhasePicture,
    PhaseReason,
    Timeline,
    range_text,
)
from ketenkpi.research_model import load_phases, load_scan
from ketenkpi.vocabulary import Quarter
from ketenkpi.wording import Language
from ketenkpi.wording import say as library_say

LANES = ("place", "first", "last", "phase", "lacking", "text")
# A symbol beside the word, so that nothing is told by colour alone.
STATES = {"holds": "✓", "fails": "✕", "undecided": "?"}
VERDICTS = {"confirmed": "✓", "contradicted": "✕", "cannot_tell": "?", "says_nothing": "–"}


@dataclass(frozen=True)
class Picture:
    """What the three sources say of one Werkplein, and what does not agree."""

    said: tuple[str, ...]
    findings: tuple[str, ...]
    reasons: str
    checks: pd.DataFrame


def groups(register: Timeline) -> tuple[str, ...]:
    """The target groups of which any phase is registered, as the contract orders them."""
    there = {period.doelgroep for period in register.periods}
    return tuple(g for g in find_contract("fasen").column("doelgroep").values if g in there)


def picture(found: PhasePicture, quarter: Quarter, language: Language) -> Picture:
    """Register, scan and steps beside each other."""
    return Picture(
        (
            _registered(found, quarter, language),
            _derived(found, language),
            _steps(found, language),
        ),
        tuple(each.said.message(language) for each in found.findings),
        _reasons(found.derived, language),
        _checks(found.checks, language),
    )


def _registered(found: PhasePicture, quarter: Quarter, language: Language) -> str:
    if not found.registered:
        return say("samenwerking.registered_none", language, quarter=str(quarter))
    parts = [
        say(
            "samenwerking.registered_part",
            language,
            phase=range_text([phase]).in_(language),
            groups=names.joined([group_name(each.doelgroep, language) for each in of], language),
            since=formats.day(min(each.first for each in of), language),
        )
        for phase, of in _by_phase(found.registered)
    ]
    return say("samenwerking.registered", language, parts="; ".join(parts))


def _by_phase(periods: Iterable[PhasePeriod]) -> list[tuple[str, list[PhasePeriod]]]:
    order = list(load_phases().phases)
    ranked = sorted(periods, key=lambda each: -order.index(each.phase))
    return [(phase, list(of)) for phase, of in groupby(ranked, key=lambda each: each.phase)]


def _derived(found: PhasePicture, language: Language) -> str:
    if not found.derived:
        return say("samenwerking.derived_none", language)
    by_range: dict[tuple[str, ...], list[str]] = {}
    for each in found.derived:
        by_range.setdefault(each.possible, []).append(names.spoken(each.party, language))
    parts = [
        say(
            "samenwerking.derived_part",
            language,
            parties=names.joined(parties, language),
            phase=range_text(possible).in_(language),
        )
        for possible, parties in by_range.items()
    ]
    return say("samenwerking.derived", language, parts="; ".join(parts))


def _steps(found: PhasePicture, language: Language) -> str:
    verdicts = [check.verdict for check in found.checks]
    if not verdicts:
        return say("samenwerking.steps_none", language)
    counts = {key: verdicts.count(key) for key in VERDICTS}
    return say("samenwerking.steps", language, **counts)


def _reasons(derived: Sequence[Derived], language: Language) -> str:
    """Why each phase holds or not, by party: a table with the signs spelled out, as HTML."""
    if not derived:
        return ""
    head = "".join(
        f'<th scope="col">{escape(names.party(each.party, language))}</th>' for each in derived
    )
    body = ""
    for phase in load_phases().phases.values():
        name = concepts.named(f"fase.{phase.key}", language)
        cells = "".join(
            f"<td>{_reason(next(r for r in each.reasons if r.phase == phase.key), language)}</td>"
            for each in derived
        )
        body += f'<tr><th scope="row">{name}</th>{cells}</tr>'
    label = escape(say("samenwerking.reasons", language))
    first = escape(say("samenwerking.head_phase", language))
    return (
        f'<div class="kk-grid kk-words" tabindex="0" role="region" aria-label="{label}"><table>'
        f'<thead><tr><th scope="col">{first}</th>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _reason(reason: PhaseReason, language: Language) -> str:
    word = escape(f"{STATES[reason.state]} {say(f'samenwerking.state_{reason.state}', language)}")
    signs = ("met", reason.met), ("against", reason.against), ("open", reason.open)
    lines = "".join(
        f"<small>{escape(say(f'samenwerking.sign_{kind}', language))} {_items(items, language)}"
        "</small>"
        for kind, items in signs
        if items
    )
    return f"<strong>{word}</strong>{lines}"


def _items(items: Iterable[str], language: Language) -> str:
    return ", ".join(escape(load_scan().items[item].name.in_(language)) for item in items)


def _checks(checks: Sequence[Check], language: Language) -> pd.DataFrame:
    signs = load_phases().signs
    index = say("samenwerking.head_sign", language)
    heads = [say(f"samenwerking.head_{name}", language) for name in CHECK_COLUMNS]
    rows = [
        (
            signs[check.seen.sign].name.in_(language),
            _basis(check, language),
            names.joined([group_name(g, language) for g in check.seen.doelgroepen], language)
            or say("samenwerking.all_groups", language),
            _expected(check, language),
            _share(check.seen.figure, language),
            f"{VERDICTS[check.verdict]} {say(f'samenwerking.verdict_{check.verdict}', language)}",
        )
        for check in checks
    ]
    return pd.DataFrame(rows, columns=[index, *heads]).set_index(index)


CHECK_COLUMNS = ("basis", "groups", "expected", "seen", "verdict")


def _basis(check: Check, language: Language) -> str:
    phases = range_text(check.phases).in_(language)
    return say(f"samenwerking.basis_{check.basis}", language, phases=phases)


def _expected(check: Check, language: Language) -> str:
    if check.expected is None:
        return say("samenwerking.expected_nothing", language)
    limit = check.seen.high if check.expected == "present" else check.seen.low
    share = formats.percentage(limit, 0, language)
    return say(f"samenwerking.expected_{check.expected}", language, share=share)


def _share(figure: Figure, language: Language) -> str:
    if figure.value is None:
        return library_say(figure.reason or "", language)
    text = formats.percentage(figure.value, 0, language)
    if figure.low is None or figure.high is None:
        return text
    low, high = (formats.percentage(end, 0, language) for end in (figure.low, figure.high))
    return say("samenwerking.with_interval", language, value=text, low=low, high=high)


def lanes(
    register: Timeline, group: str, places: Sequence[str], language: Language
) -> pd.DataFrame:
    """The rows of `charts.swimlanes` for one target group: every place, registered or not."""
    rows: list[tuple[object, ...]] = []
    for place in places:
        mine = register.of(place, group)
        rows += [_lane(period, register, language) for period in mine]
        if not mine:
            rows.append((place, None, None, "", False, ""))
    return pd.DataFrame(rows, columns=list(LANES))


def _lane(period: PhasePeriod, register: Timeline, language: Language) -> tuple[object, ...]:
    after = (period.last or max(register.until, period.first)) + timedelta(days=1)
    text = say(
        "samenwerking.lane",
        language,
        place=period.werkplein,
        phase=range_text([period.phase]).in_(language),
        first=formats.day(period.first, language),
        last=_last(period, language),
        approval=_approval(period, language),
    )
    ends = (period.first.isoformat(), after.isoformat())
    return (period.werkplein, *ends, period.phase, bool(period.lacking), text)


def _last(period: PhasePeriod, language: Language) -> str:
    if period.last is None:
        return say("samenwerking.still_runs", language)
    return formats.day(period.last, language)


def _approval(period: PhasePeriod, language: Language) -> str:
    if not period.lacking:
        key = "approved_where_asked" if period.not_asked else "approved"
        return say(f"samenwerking.{key}", language)
    who = names.joined([names.spoken(each, language) for each in period.lacking], language)
    return say("samenwerking.approval_lacks", language, who=who)


def lanes_said(
    register: Timeline, group: str, places: Sequence[str], quarter: Quarter, language: Language
) -> str:
    """How many places are in which phase at the end of the quarter, and how many moved."""
    holding = {
        place: [each.phase for each in register.at(place, quarter) if each.doelgroep == group]
        for place in places
    }
    now = [phases[0] for phases in holding.values() if phases]
    parts = [
        say("samenwerking.in_phase", language, count=now.count(key), phase=key)
        for key in load_phases().phases
        if key in now
    ]
    nothing = len(places) - len(now)
    if nothing:
        parts.append(say("samenwerking.in_no_phase", language, count=nothing))
    moved = [
        each
        for each in register.transitions
        if each.doelgroep == group and each.werkplein in places and each.day <= quarter.last_day
    ]
    return say(
        "samenwerking.lanes_said",
        language,
        group=group_name(group, language),
        quarter=str(quarter),
        total=len(places),
        parts=", ".join(parts),
        moves=len(moved),
    )


def periods_table(
    register: Timeline, group: str, places: Sequence[str], language: Language
) -> pd.DataFrame:
    """Every registered period of one target group, with who approved it and its evidence."""
    index = say("samenwerking.head_place", language)
    heads = [say(f"samenwerking.head_{name}", language) for name in PERIOD_COLUMNS]
    rows = [
        (
            period.werkplein,
            range_text([period.phase]).in_(language),
            formats.day(period.first, language),
            _last(period, language),
            formats.shown(period.days(register.until), "days", language),
            *(_approved_on(period, partner, language) for partner in ("uwv", "gemeente")),
            period.evidence or say("samenwerking.no_evidence", language),
        )
        for place in places
        for period in register.of(place, group)
    ]
    return pd.DataFrame(rows, columns=[index, *heads]).set_index(index)


PERIOD_COLUMNS = (
    *("phase", "first", "last", "duration", "approved_uwv", "approved_gemeente", "evidence"),
)


def _approved_on(period: PhasePeriod, partner: str, language: Language) -> str:
    if partner in period.not_asked:
        return say("samenwerking.short_nvt", language)
    day = period.approvals[partner]
    return formats.day(day, language) if day else say("samenwerking.not_approved", language)
