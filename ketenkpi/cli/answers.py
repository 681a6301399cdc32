"""Answers to questions, as options or in a file: NAAM=WAARDE."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from ketenkpi.cli.arguments import Pair, Parser, by_name
from ketenkpi.errors import UsageError

CIRCLES = ("partner", "werkplein", "overal")
# What may be answered without being asked: how far a number of this source goes.
UNASKED = ("kring", "zaaknummers")


def add_answer_options(parser: Parser) -> None:
    """The options that answer what is asked of a file."""
    parser.pairs("--antwoord", "answer", answer, "NAAM=WAARDE")
    parser.option("--antwoorden", "answers", type=Path, metavar="BESTAND")


def add_circle_options(parser: Parser) -> None:
    """The options that say how far a number of a source goes, which only who stores says."""
    parser.option("--kring", "circle", choices=CIRCLES)
    parser.option("--zaaknummers", "case_numbers", choices=CIRCLES)


def answer(text: str) -> Pair:
    """An option NAAM=WAARDE."""
    name, found, value = text.partition("=")
    if not (name.strip() and found and value.strip()):
        raise UsageError("cli.no_answer", value=text)
    return name.strip(), value.strip()


def answers_of(options: argparse.Namespace) -> Mapping[str, str]:
    """All that was answered; what was typed goes before what stands in the file.

    Raises UsageError for two answers to one question, or to something that is never asked.
    """
    given = dict(read_answers(options.antwoorden)) if options.antwoorden else {}
    circles = {name: getattr(options, name, None) for name in UNASKED}
    typed = [(name, value) for name, value in circles.items() if value]
    given |= by_name([*typed, *options.antwoord])
    _require_known(given)
    return given


def _require_known(names: Iterable[str]) -> None:
    from ketenkpi.contracts.questions import QUESTION_KEYS

    known = (*QUESTION_KEYS, *UNASKED)
    for name in names:
        if name.partition(":")[0] not in known:
            raise UsageError("cli.no_such_question", value=name, known=", ".join(known))


def read_answers(file: Path) -> Mapping[str, str]:
    """A file of answers: lines NAAM=WAARDE, or the questions of `--json` with `answer` filled in.

    Empty lines and lines that begin with # are comments; a question without an
    answer is not answered. Raises UsageError for what is neither.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise UsageError("cli.no_answers_file", file=file) from None
    if text.lstrip().startswith(("{", "[")):
        return _of_json(text, file)
    return by_name(_of_lines(text, file))


def _of_lines(text: str, file: Path) -> Iterable[Pair]:
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        try:
            yield answer(line)
        except UsageError:
            raise UsageError("cli.no_answer_line", file=file, line=number, value=line) from None


def _of_json(text: str, file: Path) -> Mapping[str, str]:
    try:
        found = json.loads(text)
        questions = found["questions"] if isinstance(found, dict) else found
        return {one["name"]: str(one["answer"]).strip() for one in questions if _answered(one)}
    except (ValueError, KeyError, TypeError, AttributeError):
        raise UsageError("cli.no_answers_json", file=file) from None


def _answered(question: Mapping[str, Any]) -> bool:
    value = question.get("answer")
    return value is not None and bool(str(value).strip())
