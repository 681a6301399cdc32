"""Mutated files all the way into one store: questions answered, replacements confirmed.

Here a file meets what was delivered before it: places, partners, periods, the
history of its amounts. What is stored is counted at once.
"""

from __future__ import annotations

import tempfile
import time
from collections import Counter
from pathlib import Path

from ketenkpi.contracts.questions import Question
from ketenkpi.errors import UserError
from ketenkpi.scope import Scope
from ketenkpi.settings import Settings
from ketenkpi.store import Store, UploadResult, open_store
from ketenkpi.vocabulary import Quarter
from ketenkpi.wording import LANGUAGES
from tests.fuzz.texts import text_file
from tests.tables.table import Row, Rows
from tests.tables.tried import say_all

# An upload asks about its reading, its places, its partner and its history in turn.
ROUNDS = 8
PARTNERS = ("uwv", "uwv", "samen", None)


def uploads(size: int) -> Rows:
    """A row for each contract and one for all: what came of uploading mutated CSV files."""
    came: dict[str, Counter[str]] = {}
    faults: dict[str, str] = {}
    slowest: dict[str, float] = {}
    with tempfile.TemporaryDirectory(prefix="uploads-") as name:
        settings = Settings.load(home=Path(name), database_url=f"sqlite:///{name}/catalogue.db")
        store = open_store(settings)
        for seed in range(size):
            contract, began = text_file(seed).contract, time.perf_counter()
            status, told = _tried(store, seed)
            if told:
                faults.setdefault(contract, told)
            came.setdefault(contract, Counter())[status] += 1
            took = time.perf_counter() - began
            slowest[contract] = max(took, slowest.get(contract, 0.0))
        # Whatever was stored, every figure of it can be asked for; this raises where not.
        store.figures(scope=Scope.everything("rows"), keys=None, by=("werkplein", "kwartaal"))
    rows = [_row(key, came[key], faults.get(key, ""), slowest[key]) for key in sorted(came)]
    whole = sum(came.values(), Counter[str]())
    return [*rows, _row("all", whole, next(iter(faults.values()), ""), max(slowest.values()))]


def _tried(store: Store, seed: int) -> tuple[str, str]:
    """The status in the end, and what an own fault says."""
    try:
        return _uploaded(store, seed), ""
    except UserError:
        return "refused", ""
    except Exception as fault:
        return "own fault", f"{seed}: {type(fault).__name__}: {fault}".splitlines()[0][:160]


def _row(contract: str, came: Counter[str], fault: str, slowest: float) -> Row:
    return {
        "contract": contract,
        "files": sum(came.values()),
        "stored": came["stored"] + came["unchanged"] + came["healed"],
        "still asking": came["asks"] + came["needs_replace"],
        "refused": came["refused"],
        "own faults": came["own fault"],
        "slowest (s)": round(slowest, 1),
        "first own fault": fault,
    }


def _uploaded(store: Store, seed: int) -> str:
    """The status in the end, everything said of every try on the way."""
    answers: dict[str, str] = {}
    result = _try(store, seed, answers)
    for _ in range(ROUNDS):
        given = {q.name: _answer(q, seed) for q in result.questions}
        if result.status not in ("asks", "needs_replace") or answers.items() >= given.items():
            break
        answers |= given
        result = _try(store, seed, answers)
    return result.status


def _answer(question: Question, seed: int) -> str:
    return question.answers[seed % len(question.answers)] if question.answers else "nieuw"


def _try(store: Store, seed: int, answers: dict[str, str]) -> UploadResult:
    file = text_file(seed)
    result = store.upload(
        file.content,
        file.contract,
        by="tabel",
        organisation=PARTNERS[seed % len(PARTNERS)],
        # The rows of these do not say for which quarter they are.
        quarter=Quarter(2009, 1) if file.contract == "context" else None,
        filename="levering.csv",
        replace=bool(seed % 3),
        revision_reason="een verbeterde levering",
        skip_faulty_rows=seed % 2 == 0,
        answers=answers,
        scope=Scope.everything("rows"),
    )
    for reading in result.readings:
        say_all(reading)
    for language in LANGUAGES:
        result.findings.as_json(language)
        for question in result.questions:
            question.sentence(language)
            question.why(language)
    return result
