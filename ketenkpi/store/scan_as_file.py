"""The whole scan of one partner as a file to fill in, with what was answered already."""

from __future__ import annotations

import csv
import io

from ketenkpi.contracts import find_contract
from ketenkpi.contracts.not_applicable import as_written
from ketenkpi.harmless import harmless
from ketenkpi.research_model import Scale, load_dependence, load_scan
from ketenkpi.store.drafting import CONTRACT, FilledScan
from ketenkpi.vocabulary import Quarter
from ketenkpi.wording import Language, say

# Beside the columns of the contract, for who fills in; an upload leaves them alone.
QUESTION, ALLOWED = EXTRA = ("vraag", "mogelijke_antwoorden")


def scan_file(filled: FilledScan, language: Language) -> bytes:
    """A row for every item and pair of tasks, answered or not, with its question beside it.

    In the columns of contract `samenwerking`, as CSV that Dutch Excel opens by
    itself (UTF-8 with a byte order mark, `;`, CRLF). A row that stays without an
    answer must be taken out before uploading, or left out with the faulty rows.
    """
    columns = find_contract(CONTRACT).names
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, [*columns, *EXTRA], delimiter=";", restval="")
    writer.writeheader()
    scan = filled.scan
    place = {
        "werkplein": scan.werkplein,
        "kwartaal": str(Quarter.from_index(scan.quarter)),
        "invuller": scan.filler,
    }
    for item, situation, question, scale in _questions(language):
        answer = as_written(filled.answers.get((item, situation), {}))
        row = {"onderdeel": item, "situatie": situation, **answer}
        beside = {QUESTION: question, ALLOWED: _allowed(scale, language)}
        cells = {**place, **row, **beside}
        writer.writerow({key: harmless(str(value)) for key, value in cells.items()})
    return text.getvalue().encode("utf-8-sig")


def _questions(language: Language) -> list[tuple[str, str, str, Scale]]:
    """Item, situation ('' for all clients), the question in words, and its scale."""
    scan, model = load_scan(), load_dependence()
    found = [
        (item.key, "", item.question.in_(language), item.scale) for item in scan.items.values()
    ]
    agreed = scan.groups["tabel_4"].scale
    for pair in model.pairs:
        where = model.situations[pair.situation].name.in_(language)
        question = say("store.scan_pair", language, pair=pair.name.in_(language), situation=where)
        found.append((pair.key, pair.situation, question, agreed))
    return found


def _allowed(scale: Scale, language: Language) -> str:
    """'product, proces: 0 = geen afspraken, 1 = ...; or status nvt or weet_niet'."""
    steps = ", ".join(f"{mark} = {words.in_(language)}" for mark, words in enumerate(scale.steps))
    instead = ", ".join(find_contract(CONTRACT).column("status").values)
    columns = ", ".join(scale.columns)
    return say("store.scan_allowed", language, columns=columns, steps=steps, instead=instead)
