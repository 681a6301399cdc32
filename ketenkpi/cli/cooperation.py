"""`ketenkpi cooperation`: the scan, coordination, phases and integration of a Werkplein."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from ketenkpi.cli.arguments import Parser, quarter
from ketenkpi.cli.numbers import MISSING, day, number, percentage
from ketenkpi.cli.screen import Screen
from ketenkpi.surfaces.lines import lined_up
from ketenkpi.surfaces.plain_values import exact
from ketenkpi.vocabulary import Quarter, Text
from ketenkpi.wording import Language, say

if TYPE_CHECKING:
    from ketenkpi.cooperation import Answers, Figure, PairVerdict, Timeline
    from ketenkpi.store import Cooperation

# Fewer than all, so that the table of gaps can be read; the JSON holds every pair.
SHOWN = 12
HEADS = {
    "completeness": ("group", "party", "answered", "asked", "nvt", "weet_niet", "open"),
    "agreement": ("scale", "both", "equal", "distance", "kappa", "interval", "why"),
    "disagreements": ("part", "mark", "uwv", "gemeente"),
    "coverage": (
        *("situation", "party", "met", "known", "unknown"),
        *("share", "weighted", "between", "unknown_share", "why"),
    ),
    "gaps": ("situation", "pair", "lacking", "status", "clients", "handover"),
    "register": ("werkplein", "group", "phase", "first", "last", "days", "approval"),
    "derived": ("party", "sign", "state", "marks"),
    "checks": ("basis", "phase", "sign", "value", "interval", "n", "verdict"),
    "degrees": ("by", "party", "part", "weight", "score", "answered", "asked"),
    "totals": ("by", "party", "total", "sensitivity", "between", "strategy"),
    "factors": ("party", "helps", "hinders", "balance", "channels", "why"),
    "principles": ("part", "party_answers", "measured", "interval", "n", "why"),
    "conditions": ("part", "party_answers", "gap", "why"),
}


def add_options(parser: Parser) -> None:
    parser.option("--werkplein", "cooperation_werkplein", metavar="X")
    parser.option("--kwartaal", "cooperation_quarter", type=quarter, metavar="K")
    parser.flag("--tijdfactor", "cooperation_time_factor")
    parser.flag("--json", "json")


def run(options: argparse.Namespace, screen: Screen) -> int:
    """Print the register of phases, and all about one Werkplein when it is named."""
    from ketenkpi.cooperation import Timeline
    from ketenkpi.scope import Scope
    from ketenkpi.store import open_store

    store, scope = open_store(), Scope.everything()
    found = None
    if options.werkplein:
        found = store.cooperation(
            options.werkplein, options.kwartaal, scope, time_factor=options.tijdfactor
        )
        _show(found, screen)
    register = store.phases(scope)
    if options.werkplein:
        register = Timeline(register.of(options.werkplein), register.until)
    _show_register(register, screen)
    screen.data({"cooperation": found and _data(found), "phases": _register_data(register)})
    return 0


def _show(found: Cooperation, screen: Screen) -> None:
    language = screen.language
    screen.show(
        say("cooperation.title", language, werkplein=found.werkplein, quarter=found.quarter)
    )
    for party in found.answers.parties:
        screen.show(_scan_text(found.answers, party, language))
    _section("completeness", _completeness_rows(found, language), screen, range(2, 7))
    _section("agreement", _agreement_rows(found, language), screen, (1, 2, 3, 4))
    _section("disagreements", _disagreement_rows(found, language), screen, (2, 3))
    _section("coverage", _coverage_rows(found, language), screen, range(2, 9))
    screen.show(_time_factor_text(found, language))
    gaps = found.coordination.gaps
    _section("gaps", [_gap_row(gap, language) for gap in gaps[:SHOWN]], screen, (4,))
    if len(gaps) > SHOWN:
        screen.show(say("cooperation.more_gaps", language, count=len(gaps) - SHOWN))
    _section("derived", _derived_rows(found, language), screen)
    for derived in found.phase.derived:
        screen.show(_possible_text(derived.party, derived.possible, language))
    _section("checks", _check_rows(found, language), screen, (3, 5))
    _show_findings(found, screen)
    _section("degrees", _degree_rows(found, language), screen, (3, 4, 5, 6))
    _section("totals", _total_rows(found, language), screen, (2,))
    screen.show(_position_text(found, language))
    _section("factors", _factor_rows(found, language), screen, (1, 2, 3, 4))
    _section("principles", _principle_rows(found, language), screen, (2, 4))
    _section("conditions", _condition_rows(found, language), screen, (2,))


def _section(
    name: str, rows: Iterable[Sequence[str]], screen: Screen, right: Sequence[int] = ()
) -> None:
    language, lines = screen.language, list(rows)
    screen.show("\n" + say(f"cooperation.table_{name}", language))
    heads = [say(f"cooperation.head_{head}", language) for head in HEADS[name]]
    screen.show(
        lined_up(heads, lines, right) if lines else say("cooperation.table_empty", language)
    )


def _party(key: str, language: Language) -> str:
    return say(f"cooperation.party_{key}", language)


def _whose(party: str | None, language: Language) -> str:
    return say("cooperation.party_all", language) if party is None else _party(party, language)


def _group(key: str, language: Language) -> str:
    """The name of a group of items, or of a situation of pairs."""
    from ketenkpi.research_model import load_dependence, load_scan

    groups: dict[str, Text] = {name: each.name for name, each in load_scan().groups.items()}
    situations = {name: each.name for name, each in load_dependence().situations.items()}
    return (groups | situations)[key].in_(language)


def _part(key: str, language: Language) -> str:
    from ketenkpi.research_model import item_names

    return item_names()[key].in_(language)


def _kind(key: str, language: Language) -> str:
    return say(f"cooperation.kind_{key}", language)


def _why(figure: Figure, language: Language) -> str:
    return say(figure.reason, language) if figure.reason else ""


def _between(low: float | None, high: float | None, language: Language, decimals: int) -> str:
    if low is None or high is None:
        return MISSING
    return f"{number(low, decimals, language)} - {number(high, decimals, language)}"


def _shares(low: float | None, high: float | None, language: Language) -> str:
    if low is None or high is None:
        return MISSING
    return f"{percentage(low, 0, language)} - {percentage(high, 0, language)}"


def _scan_text(answers: Answers, party: str, language: Language) -> str:
    name = _party(party, language)
    filled = answers.filled.get(party)
    if filled is None:
        return say("cooperation.scan_none", language, party=name)
    about = Quarter.from_index(filled.quarter)
    return say("cooperation.scan_of", language, party=name, quarter=about, age=filled.age)


def _completeness_rows(found: Cooperation, language: Language) -> Iterable[list[str]]:
    for each in found.completeness:
        counts = (
            *(each.answered, each.asked),
            *(each.not_applicable, each.not_known, each.open),
        )
        yield [_group(each.group, language), _party(each.party, language), *map(str, counts)]


def _agreement_rows(found: Cooperation, language: Language) -> Iterable[list[str]]:
    for each in found.agreements:
        whole = each.group is None
        yield [
            say(f"cooperation.scale_{each.scale}", language)
            if whole
            else _group(str(each.group), language),
            str(each.both),
            percentage(each.equal.value, 0, language),
            number(each.distance.value, 2, language),
            number(each.kappa.value, 2, language),
            _between(each.kappa.low, each.kappa.high, language, 2),
            _why(each.kappa, language),
        ]


def _disagreement_rows(found: Cooperation, language: Language) -> Iterable[list[str]]:
    for each in found.disagreements[:SHOWN]:
        asked = each.question
        place = f" [{_group(asked.group, language)}]" if asked.situation else ""
        name = _part(asked.part, language) + place
        yield [name, _kind(asked.column, language), str(each.uwv), str(each.gemeente)]


def _coverage_rows(found: Cooperation, language: Language) -> Iterable[list[str]]:
    for each in found.coordination.coverage:
        situation = say("cooperation.all_situations", language)
        if each.situation is not None:
            situation = _group(each.situation, language)
        yield [
            situation,
            _whose(each.party, language),
            *map(str, (each.met, each.known, each.unknown_pairs)),
            percentage(each.share.value, 0, language),
            percentage(each.weighted.value, 0, language),
            _shares(each.at_least, each.at_most, language),
            percentage(each.unknown.value, 0, language),
            _why(each.weighted, language),
        ]


def _time_factor_text(found: Cooperation, language: Language) -> str:
    factor = found.coordination.time_factor
    if factor is None:
        return say("cooperation.time_factor_off", language)
    return say("cooperation.time_factor_on", language, weight=number(factor, 2, language))


def _gap_row(gap: PairVerdict, language: Language) -> list[str]:
    known = [each for each in gap.handovers if each.median.value is not None]
    handovers = "; ".join(
        say(
            "cooperation.handover_days",
            language,
            handover=each.key,
            days=number(each.median.value, 0, language),
            n=each.median.n,
        )
        for each in known
    )
    return [
        _group(gap.situation, language),
        _part(gap.key, language),
        ", ".join(_kind(kind, language) for kind in gap.lacking),
        say(f"cooperation.status_{gap.status}", language),
        number(gap.clients.value, 0, language),
        handovers or MISSING,
    ]


def _show_register(register: Timeline, screen: Screen) -> None:
    language = screen.language
    _section("register", _register_rows(register, language), screen, (5,))
    screen.show(say("cooperation.days_until", language, day=day(register.until)))
    for each in register.breaks:
        place = {"werkplein": each.werkplein, "group": _target_group(each.doelgroep, language)}
        last = MISSING if each.last is None else day(each.last)
        key = f"cooperation.break_{each.kind}"
        screen.show("- " + say(key, language, **place, first=day(each.first), last=last))


def _target_group(key: str, language: Language) -> str:
    return say(f"cooperation.group_{key}", language)


def _register_rows(register: Timeline, language: Language) -> Iterable[list[str]]:
    from ketenkpi.cooperation import phase_text

    for each in register.periods:
        yield [
            each.werkplein,
            _target_group(each.doelgroep, language),
            phase_text(each.phase).in_(language),
            day(each.first),
            MISSING if each.last is None else day(each.last),
            number(each.days(register.until), 0, language),
            say(f"cooperation.approval_is_{each.approval}", language),
        ]


def _register_data(register: Timeline) -> dict[str, Any]:
    """The register as JSON takes it, with what follows from its periods."""
    periods = [
        {**exact(each), "approval": each.approval, "days": each.days(register.until)}
        for each in register.periods
    ]
    return {
        "until": exact(register.until),
        "periods": periods,
        "transitions": exact(register.transitions),
        "breaks": exact(register.breaks),
    }


def _derived_rows(found: Cooperation, language: Language) -> Iterable[list[str]]:
    for derived in found.phase.derived:
        for sign in derived.signs:
            marks = [MISSING if a.mark is None else str(a.mark) for a in sign.answers]
            yield [
                _party(derived.party, language),
                _part(sign.item, language),
                say(f"cooperation.state_{sign.state}", language),
                ", ".join(marks),
            ]


def _possible_text(party: str, possible: Sequence[str], language: Language) -> str:
    from ketenkpi.cooperation import range_text

    name, phases = _party(party, language), range_text(possible).in_(language)
    return say("cooperation.possible", language, party=name, phases=phases)


def _check_rows(found: Cooperation, language: Language) -> Iterable[list[str]]:
    from ketenkpi.research_model import load_phases

    for each in found.phase.checks:
        figure = each.seen.figure
        yield [
            say(f"cooperation.basis_{each.basis}", language),
            ", ".join(each.phases),
            load_phases().signs[each.seen.sign].name.in_(language),
            percentage(figure.value, 0, language),
            MISSING if each.seen.interval is None else _shares(*each.seen.interval, language),
            str(figure.n),
            say(f"cooperation.verdict_{each.verdict}", language),
        ]


def _show_findings(found: Cooperation, screen: Screen) -> None:
    screen.show("\n" + say("cooperation.table_findings", screen.language))
    for each in found.phase.findings:
        screen.show(f"- {each.said.message(screen.language)}")
    if not found.phase.findings:
        screen.show(say("cooperation.no_findings", screen.language))


def _degree_rows(found: Cooperation, language: Language) -> Iterable[list[str]]:
    from ketenkpi.cooperation import LEVELS
    from ketenkpi.research_model import load_scan

    levels = load_scan().levels
    for degree in found.degrees:
        for part in degree.parts:
            name = levels[part.key].in_(language) if degree.by == LEVELS else None
            yield [
                say(f"cooperation.by_{degree.by}", language),
                _party(degree.party, language),
                name or _part(part.key, language),
                number(part.weight, 1, language),
                percentage(part.score.value, 0, language),
                str(part.answered),
                str(part.asked),
            ]


def _total_rows(found: Cooperation, language: Language) -> Iterable[list[str]]:
    for each in found.degrees:
        yield [
            say(f"cooperation.by_{each.by}", language),
            _party(each.party, language),
            number(each.total.value, 0, language),
            _between(each.lowest, each.highest, language, 0),
            _between(each.at_least, each.at_most, language, 0),
            _strategies(each.strategies, language) or MISSING,
        ]


def _strategies(keys: Sequence[str], language: Language) -> str:
    from ketenkpi.research_model import load_integration

    names = {each.key: each.name for each in load_integration().strategies}
    return " / ".join(names[key].in_(language) for key in keys)


def _position_text(found: Cooperation, language: Language) -> str:
    place = found.position
    if place.low is None or place.high is None:
        return say("cooperation.position_unknown", language)
    ends = {
        "low": number(place.low, 0, language),
        "high": number(place.high, 0, language),
        "strategies": _strategies(place.strategies, language),
    }
    return say(
        f"cooperation.position_{'open' if place.strategy is None else 'at'}", language, **ends
    )


def _factor_rows(found: Cooperation, language: Language) -> Iterable[list[str]]:
    for balance, joint in zip(found.balances, found.channels, strict=True):
        yield [
            _party(balance.party, language),
            percentage(balance.helps.value, 0, language),
            percentage(balance.hinders.value, 0, language),
            number(balance.balance.value, 2, language),
            number(joint.joint.value, 1, language),
            _why(joint.joint, language) or _why(balance.balance, language),
        ]


def _principle_rows(found: Cooperation, language: Language) -> Iterable[list[str]]:
    for each in found.principles:
        figure = each.measured
        yield [
            _part(each.item, language),
            _marks([(a.party, a.mark) for a in each.answers], language),
            number(figure.value, 2, language),
            _between(figure.low, figure.high, language, 2),
            str(figure.n),
            _why(figure, language),
        ]


def _condition_rows(found: Cooperation, language: Language) -> Iterable[list[str]]:
    for each in found.conditions:
        yield [
            _part(each.item, language),
            _marks([(a.party, a.mark) for a in each.answers], language),
            number(each.gap.value, 2, language),
            _why(each.gap, language),
        ]


def _marks(given: Iterable[tuple[str, int | None]], language: Language) -> str:
    return ", ".join(
        f"{_party(party, language)} {MISSING if mark is None else mark}" for party, mark in given
    )


def _data(found: Cooperation) -> dict[str, Any]:
    """Everything as JSON takes it: answers as a list, findings with their sentence."""
    data: dict[str, Any] = {
        name: exact(getattr(found, name))
        for name in found.__dataclass_fields__
        if name not in ("answers", "phase", "scans")
    }
    data["scans"] = [str(Quarter.from_index(index)) for index in found.scans]
    data["answers"] = _answers_data(found.answers)
    data["spans"] = _spans_data(found.answers)
    phase = {
        name: exact(getattr(found.phase, name))
        for name in found.phase.__dataclass_fields__
        if name != "findings"
    }
    findings = [
        {
            "kind": each.kind,
            "doelgroepen": list(each.doelgroepen),
            "nl": each.said.message("nl"),
            "en": each.said.message("en"),
        }
        for each in found.phase.findings
    ]
    return {**data, "phase": {**phase, "findings": findings}}


def _answers_data(answers: Answers) -> list[dict[str, Any]]:
    from ketenkpi.cooperation import questions

    return [
        {"filled": str(Quarter.from_index(answers.filled[party].quarter)), **_plain(answer)}
        for party in answers.answering
        for answer in (answers.of(party, question) for question in questions())
    ]


def _spans_data(answers: Answers) -> list[dict[str, Any]]:
    """The parties together: only from the lowest to the highest, never a mean."""
    from ketenkpi.cooperation import questions

    return [
        {"question": exact(question), **exact(answers.span(question))} for question in questions()
    ]


def _plain(answer: Any) -> dict[str, Any]:
    data: dict[str, Any] = exact(answer)
    return {**data, "value": answer.value}
