"""`ketenkpi profile`: match a file that exists with a contract, ask what is open, write it down."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ketenkpi.cli.answers import answer
from ketenkpi.cli.arguments import Parser, by_name
from ketenkpi.cli.delivered import add_reading_options, delivered, versions_of_contracts, wanted_of
from ketenkpi.cli.report import show_findings
from ketenkpi.cli.screen import Screen
from ketenkpi.person import who
from ketenkpi.settings import Settings
from ketenkpi.surfaces.lines import lined_up
from ketenkpi.vocabularies import use_home
from ketenkpi.vocabulary import Text
from ketenkpi.wording import LANGUAGES, say

if TYPE_CHECKING:
    from ketenkpi.contracts.profile.proposal import ColumnMatch, Open, ProfileProposal


def add_options(parser: Parser) -> None:
    parser.option("bestand", "profile_file", type=Path)
    parser.option("--contract", "profile_contract", metavar="C", required=True)
    parser.option("--sleutel", "key", metavar="NAAM")
    parser.pairs("--antwoord", "profile_answer", answer, "NAAM=WAARDE")
    add_reading_options(parser)
    parser.option("--door", "by", default=None, metavar="NAAM")
    parser.flag("--json", "json")


def run(options: argparse.Namespace, screen: Screen) -> int:
    """Show how the file would be read; write the profile when nothing is open, else 1."""
    from ketenkpi.contracts.profile.propose import propose
    from ketenkpi.contracts.profile.written import key_for, write_profile

    settings = Settings.load()
    # No store is opened, and own profiles and words are those of this installation.
    use_home(settings.home)
    with delivered(options.bestand, settings) as file:
        proposal = propose(
            file,
            options.contract,
            answers=by_name(options.antwoord),
            wanted=wanted_of(options),
            settings=settings,
        )
    show_proposal(file.name, proposal, screen)
    written = None
    if proposal.complete:
        key = options.sleutel or key_for(file.name)
        kind = _kind(proposal)
        by = who(options.door, at_terminal=True)
        written = write_profile(proposal, key, by=by, kind=kind).key
        screen.tell("profile_written", name=written, file=file.name)
    versions = versions_of_contracts([proposal.contract])
    screen.data(_data(file.name, proposal, written, screen), versions)
    return 0 if written else 1


def _kind(proposal: ProfileProposal) -> Text:
    """What file a profile was made for, in both languages, without anything of a row."""
    said = [
        say(f"cli.profile_kind_{proposal.format}", language, columns=len(proposal.header))
        for language in LANGUAGES
    ]
    return Text(*said)


def show_proposal(name: str, proposal: ProfileProposal, screen: Screen) -> None:
    """Print the matches with their reasons, ten rows as they would be read, and what is open."""
    if proposal.findings.totals:
        show_findings(proposal.findings, screen)
    if proposal.findings.blocked:
        screen.tell("profile_refused", file=name)
        return
    if proposal.matches:
        screen.tell("profile_of", file=name, rows=screen.number(proposal.rows))
        _show_matches(proposal, screen)
        _show_rows(proposal, screen)
    for one in proposal.open:
        _show_open(one, screen)
    if not proposal.complete:
        screen.tell("profile_open", count=len(proposal.open))


def _show_matches(proposal: ProfileProposal, screen: Screen) -> None:
    heads = [screen.say(f"profile_{head}") for head in ("column", "source", "why", "certainty")]
    screen.show(lined_up(heads, [_match(match, screen) for match in proposal.matches]))
    mapping = proposal.mapping
    wide = mapping.unpivot if mapping else None
    if wide is not None:
        for name in wide.filled:
            screen.show(f"{name}: {wide.describe(name, screen.language)}")
    for match in proposal.matches:
        for code in match.codes:
            if code.code is not None and code.code != code.text:
                meant = code.code or screen.say("profile_empty")
                reason = code.reason.say(screen.language)
                screen.show(f"{match.column}: {_shorten(code.text)} → {meant} ({reason})")
    if proposal.unused:
        screen.tell("profile_unused", columns=", ".join(proposal.unused))


def _match(match: ColumnMatch, screen: Screen) -> list[str]:
    certainty = screen.say(f"profile_{match.certainty}")
    return [match.column, match.source or "-", match.reason.say(screen.language), certainty]


def _show_rows(proposal: ProfileProposal, screen: Screen) -> None:
    if not proposal.shown:
        return
    names = list(proposal.shown[0])
    rows = [
        [text if fine else screen.say("profile_unread", text=text) for text, fine in row.values()]
        for row in proposal.shown
    ]
    screen.tell("profile_rows", count=len(rows))
    screen.show(lined_up(names, rows))


def _show_open(one: Open, screen: Screen) -> None:
    screen.show(f"\n{screen.say('profile_question')}: {one.say(screen.language)}")
    for found in one.answers:
        screen.show(f'  --antwoord "{one.name}={found}"{_meaning(found, screen)}')
    if one.name.startswith("kolom:"):
        screen.show(f"  {screen.say('profile_or_constant', name=one.name.partition(':')[2])}")


def _meaning(found: str, screen: Screen) -> str:
    words = {"niet", "opgeven", "volgnummer", "leeg"}
    return f"  {screen.say(f'profile_answer_{found}')}" if found in words else ""


def _shorten(text: str) -> str:
    from ketenkpi.contracts.findings import shorten

    return shorten(text)


def _data(
    name: str, proposal: ProfileProposal, written: str | None, screen: Screen
) -> dict[str, Any]:
    language = screen.language
    return {
        "file": name,
        "contract": proposal.contract,
        "complete": proposal.complete,
        "profile": written,
        "rows": proposal.rows,
        "matches": [_match_data(match, screen) for match in proposal.matches],
        "unused": list(proposal.unused),
        "missing": list(proposal.missing),
        "open": [
            {
                "name": one.name,
                "question": one.say(language),
                "answers": list(one.answers),
                "required": one.required,
                "answer": None,
            }
            for one in proposal.open
        ],
        "shown": [_shown_data(row) for row in proposal.shown],
        **proposal.findings.as_json(language),
    }


def _match_data(match: ColumnMatch, screen: Screen) -> dict[str, Any]:
    return {
        "column": match.column,
        "source": match.source,
        "reason": match.reason.say(screen.language),
        "certainty": match.certainty,
        "tidy": match.tidy,
        "codes": [
            {
                "text": code.text,
                "code": code.code,
                "reason": code.reason.say(screen.language),
                "certainty": code.certainty,
                "rows": code.rows,
            }
            for code in match.codes
        ],
    }


def _shown_data(row: Mapping[str, tuple[str, bool]]) -> dict[str, Any]:
    return {name: {"text": text, "read": fine} for name, (text, fine) in row.items()}
