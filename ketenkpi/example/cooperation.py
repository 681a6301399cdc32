"""The cooperation scan, the phases and the targets.

The codes in `TABLE_4`, `TOONKAMER`, `MULFORD_ROGERS` and `TASK_PAIRS` are the
values of column `onderdeel`.
"""

from __future__ import annotations

from datetime import timedelta

import numpy as np

from ketenkpi.example.csv_files import day_text, stream
from ketenkpi.example.places import REGISTER, Place
from ketenkpi.example.truths import FIRST, LAST, TRUTHS
from ketenkpi.vocabulary import Quarter

SCAN_COLUMNS = (
    "werkplein",
    "kwartaal",
    "invuller",
    "onderdeel",
    "situatie",
    "product",
    "proces",
    "score",
    "toelichting",
)
PHASE_COLUMNS = ("werkplein", "doelgroep", "fase", "vanaf", "tot", "bewijs")
TARGET_COLUMNS = (
    "werkplein",
    "arbeidsmarktregio",
    "indicator",
    "vanaf",
    "tot",
    "waarde",
    "soort",
    "afgeleid_van",
)

# Seed paper, table 4: fifteen items on five levels. Arbeidsbemiddeling stands
# there twice, so both carry whom they serve.
TABLE_4 = (
    "intake",
    "diagnose",
    "aanbodversterking",
    "arbeidsbemiddeling_werkzoekenden",
    "vacatureregistratie",
    "arbeidsbemiddeling_werkgevers",
    "financien",
    "personeel",
    "vastleggen",
    "wijzigen",
    "toegankelijk_maken",
    "strategieontwikkeling",
    "doelstellingen",
    "doelgroepen",
    "dienstverleningsconcept",
)
# Section 2.1: the five principles of the toonkamermodel.
TOONKAMER = (
    "een_aanspreekpunt",
    "gezamenlijke_diagnose",
    "concept_werkzoekenden",
    "concept_werkgevers",
    "integrale_dienstverlening",
)
# Section 2.1: the five criteria of Mulford and Rogers (1982).
MULFORD_ROGERS = (
    "formaliteit_regels",
    "doelen_en_activiteiten",
    "verstrengeling",
    "personele_middelen",
    "autonomie",
)
# Table 1: the ten unordered pairs of tasks within one benefit, each scored
# for agreements on product and process.
TASK_PAIRS = (
    "intake_diagnose",
    "intake_aanbodversterking",
    "intake_arbeidsbemiddeling",
    "intake_vacatures",
    "diagnose_aanbodversterking",
    "diagnose_arbeidsbemiddeling",
    "diagnose_vacatures",
    "aanbodversterking_arbeidsbemiddeling",
    "aanbodversterking_vacatures",
    "arbeidsbemiddeling_vacatures",
)
# The head of the process is agreed on first, money and systems last (3.1, 5.1, 5.2).
EASY = {"intake": 0.35, "diagnose": 0.25, "doelgroepen": 0.15, "dienstverleningsconcept": 0.15}
HARD = {"financien": -0.55, "wijzigen": -0.35, "toegankelijk_maken": -0.30, "vastleggen": -0.25}
RIPENESS = {"0": 0.10, "1": 0.40, "2": 0.58, "3a": 0.74, "3b": 0.80}
PARTNERS = {"uwv": 0.03, "gemeente": -0.03}
NOTES = {
    "0": "Nog geen afspraken; het hangt af van wie er die dag is.",
    "1": "Eén gezamenlijk concept; overdracht en termijnen zijn afgesproken.",
    "2": "Intake en diagnose doen we in duo's; na een pilot geëvalueerd.",
    "3a": "Integraal team voor korte afstand en jongeren; caseloads zijn gescheiden.",
    "3b": "Integraal team; de cliënten zijn over beide organisaties verdeeld.",
}
EVIDENCE = {
    "0": "Geen schriftelijke afspraken.",
    "1": "Ketenjaarplan met afspraken over doorlooptijd en overdracht.",
    "2": "Besluit van het MT: intake en diagnose in duo's.",
    "3a": "Besluit van het MT: start integraal team, caseloads gescheiden.",
    "3b": "Besluit van het MT: caseloads gemengd; coördinatie bij één teamleider.",
}


def scan(seed: int) -> list[tuple[object, ...]]:
    """Rows of contract `samenwerking`: both partners, each second and fourth quarter."""
    rng = stream(seed, "scan")
    rows: list[tuple[object, ...]] = []
    for quarter in (FIRST + i for i in range(1, LAST - FIRST + 1, 2)):
        for place in REGISTER.open_in(quarter):
            for partner in PARTNERS:
                rows += _answers(rng, place, quarter, partner)
    return rows


def _answers(
    rng: np.random.Generator, place: Place, quarter: Quarter, partner: str
) -> list[tuple[object, ...]]:
    head, phase = (place.name, quarter, partner), place.phase(quarter)
    rows: list[tuple[object, ...]] = []
    for item in TABLE_4:
        note = NOTES[phase] if item == "intake" else ""
        pair = (_level(rng, phase, partner, item, 2) for _ in range(2))
        rows.append((*head, item, "", *pair, "", note))
    for item in (*TOONKAMER, *MULFORD_ROGERS):
        rows.append((*head, item, "", "", "", _level(rng, phase, partner, item, 4), ""))
    for item in TASK_PAIRS:
        pair = (_level(rng, phase, partner, item, 2) for _ in range(2))
        rows.append((*head, item, "binnen_uitkering", *pair, "", ""))
    return rows


def _level(rng: np.random.Generator, phase: str, partner: str, item: str, top: int) -> int:
    """A mark from 0 to `top` that rises with the phase; partners see it a little differently."""
    easy = next((v for name, v in {**EASY, **HARD}.items() if item.startswith(name)), 0.0)
    share = RIPENESS[phase] + easy + PARTNERS[partner] + rng.normal(0, 0.10)
    return int(np.clip(np.rint(share * top), 0, top))


def phases() -> list[tuple[object, ...]]:
    """Rows of contract `fasen`: the shared groups by their timeline, long distance apart."""
    rows: list[tuple[object, ...]] = []
    for place in REGISTER.places:
        ends = [since.first_day - timedelta(days=1) for _, since in place.phases[1:]]
        last = _last_day(place)
        for doelgroep in TRUTHS.phase_groups:
            until = [*(day_text(day) for day in ends), last]
            rows += [
                (place.name, doelgroep, code, day_text(since.first_day), end, EVIDENCE[code])
                for (code, since), end in zip(place.phases, until, strict=True)
            ]
        first = day_text(FIRST.first_day)
        rows.append((place.name, "grote_afstand", "0", first, last, EVIDENCE["0"]))
    return rows


def _last_day(place: Place) -> str:
    gone = place.name == TRUTHS.merged_werkplein
    return day_text(TRUTHS.merged_on - timedelta(days=1)) if gone else ""


def targets() -> list[tuple[object, ...]]:
    """Rows of contract `doelen`: a norm everywhere, some aims, few of them regional (6.1, 6.2)."""
    rows: list[tuple[object, ...]] = []
    for place in REGISTER.places:
        norm = ("eerste_betaling_ww_op_tijd", "01-01-2008", _last_day(place), "85", "norm", "")
        rows.append((place.name, "", *norm))
    plan = "Regionaal actieplan jeugdwerkloosheid 2009 (voorbeeld)"
    for region in sorted({p.region for p in REGISTER.places})[:2]:
        aim = ("", region, "aandeel_werk", "01-10-2009", "31-12-2010", "55", "streefwaarde", "")
        rows.append(aim)
    for name in ("Voorbeeldstad Noord", "Modelmonde", "Proefstede"):
        own = ("aandeel_werk", "01-01-2010", "31-12-2010", "57,5", "streefwaarde")
        rows.append((name, "", *own, plan if name == "Voorbeeldstad Noord" else ""))
    return rows
