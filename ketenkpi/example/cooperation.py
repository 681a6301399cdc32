"""The cooperation scan, the phases and the targets.

The items are those of the research model, in its order.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import numpy as np

from ketenkpi.example.csv_files import day_text, stream
from ketenkpi.example.places import COAST, MIDLAND, REGISTER, SOUTH, ExamplePlace
from ketenkpi.example.truths import FIRST, LAST, TRUTHS
from ketenkpi.research_model import Item, load_dependence, load_scan
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
    "status",
    "toelichting",
)
PHASE_COLUMNS = (
    *("werkplein", "doelgroep", "fase", "vanaf", "tot", "bewijs"),
    *("akkoord_uwv", "akkoord_gemeente"),
)
TARGET_COLUMNS = (
    *("werkplein", "arbeidsmarktregio", "indicator", "doel", "vanaf", "tot", "waarde", "soort"),
    *("afgeleid_van", "vastgesteld"),
)
KEY_COLUMNS = ("arbeidsmarktregio", "kwartaal", "sleutel", "werkplein", "aandeel", "toelichting")

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


# In which phases each sign holds. What belongs to no phase seen in the paper
# (one manager, one budget) holds nowhere.
SIGNS = {
    "concept_werkzoekenden": ("1", "2", "3a", "3b"),
    "termijnen_overdracht": ("1", "2", "3a", "3b"),
    "duos": ("2",),
    "integraal_team": ("3a", "3b"),
    "gemengde_caseload": ("3b",),
    "een_leidinggevende": (),
    "gezamenlijk_budget": (),
}
# Joint first reception nearly everywhere, telephone and website apart (5.3).
CHANNELS = {"balie": 0.7, "telefoon": 0.05, "website": 0.1, "locatie": 0.6}
# How far agreements on product and process go in each situation: rare about
# samenloop and overgang (7.1), for overgang some about the process (3.4).
REACH = {
    "binnen_uitkering": (1.0, 1.0),
    "samenloop": (0.25, 0.25),
    "overgang_ww_wwb": (0.25, 0.45),
}


def scan(seed: int) -> list[tuple[object, ...]]:
    """Rows of contract `samenwerking`: both partners, each second and fourth quarter."""
    rng, signs = stream(seed, "scan"), stream(seed, "scan_signs")
    rows: list[tuple[object, ...]] = []
    for quarter in (FIRST + i for i in range(1, LAST - FIRST + 1, 2)):
        for place in REGISTER.open_in(quarter):
            for partner in PARTNERS:
                rows += _answers(rng, signs, place, quarter, partner)
    return rows


def _answers(
    rng: np.random.Generator,
    signs: np.random.Generator,
    place: ExamplePlace,
    quarter: Quarter,
    partner: str,
) -> Iterator[tuple[object, ...]]:
    head, phase = (place.name, quarter, partner), place.phase(quarter)
    for item in load_scan().items.values():
        if _silent(place, partner) and item.group.key == TRUTHS.silent_group:
            continue
        note = NOTES[phase] if item.key == "intake" else ""
        if _silent(place, partner) and item.key == TRUTHS.unknown_item:
            yield (*head, item.key, "", "", "", "", "weet_niet", note)
        elif item.scale.columns == ("score",):
            yield (*head, item.key, "", "", "", _score(rng, signs, phase, partner, item), "", note)
        else:
            marks = _agreed(rng, place, phase, partner, item.key)
            yield (*head, item.key, "", *marks, "", "", note)
    for pair in load_dependence().pairs:
        agreed = _agreed(rng, place, phase, partner, pair.key, pair.situation)
        yield (*head, pair.key, pair.situation, *agreed, "", "", "")


def _silent(place: ExamplePlace, partner: str) -> bool:
    return place.name == TRUTHS.silent_werkplein and partner == "gemeente"


def _agreed(
    rng: np.random.Generator,
    place: ExamplePlace,
    phase: str,
    partner: str,
    key: str,
    situation: str = "binnen_uitkering",
) -> tuple[int, int]:
    """Marks for agreements on product and process."""
    product, process = (_level(rng, phase, partner, key, 2, reach) for reach in REACH[situation])
    if place.name == TRUTHS.disagreeing_werkplein and key in TRUTHS.disagreeing_items:
        return (2, 2) if partner == "uwv" else (0, 0)
    if place.name == TRUTHS.gap_werkplein and key == TRUTHS.gap_pair:
        return product, 0
    return product, process


def _score(
    rng: np.random.Generator, signs: np.random.Generator, phase: str, partner: str, item: Item
) -> int:
    """A mark from 0 to 4."""
    mark = _level(rng, phase, partner, item.key, 4)
    if item.key in SIGNS:
        # 3 or 4 where it holds, 0 or 1 where it does not: no doubt about a phase.
        return int(signs.integers(0, 2)) + (3 if phase in SIGNS[item.key] else 0)
    if item.key in CHANNELS:
        return int(np.clip(np.rint(4 * (CHANNELS[item.key] + signs.normal(0, 0.08))), 0, 4))
    if item.direction == "hinders":
        return 4 - mark
    return mark


def _level(
    rng: np.random.Generator, phase: str, partner: str, item: str, top: int, reach: float = 1.0
) -> int:
    """A mark from 0 to `top` that rises with the phase; partners see it a little differently."""
    easy = next((v for name, v in {**EASY, **HARD}.items() if item.startswith(name)), 0.0)
    share = RIPENESS[phase] + easy + PARTNERS[partner] + rng.normal(0, 0.10)
    return int(np.clip(np.rint(share * reach * top), 0, top))


# Where an approval still lacks: nobody signed, or one of the two.
UNSIGNED = {"Papierbeek": ("akkoord_gemeente",), "Sprookjeslo": ("akkoord_uwv", "akkoord_gemeente")}


def phases() -> list[tuple[object, ...]]:
    """Rows of contract `fasen`: the shared groups by their timeline, long distance apart."""
    rows: list[tuple[object, ...]] = []
    for place in REGISTER.places:
        ends = [since.first_day - timedelta(days=1) for _, since in place.phases[1:]]
        until = [*(day_text(day) for day in ends), _last_day(place)]
        for doelgroep in TRUTHS.phase_groups:
            rows += [
                (
                    *(place.name, doelgroep, code, day_text(since.first_day), end),
                    *(EVIDENCE[code], *_approvals(place, since)),
                )
                for (code, since), end in zip(place.phases, until, strict=True)
            ]
        first, apart = day_text(FIRST.first_day), _approvals(place, FIRST)
        row = (place.name, "grote_afstand", "0", first, _last_day(place), EVIDENCE["0"], *apart)
        rows.append(row)
    return rows


def _approvals(place: ExamplePlace, since: Quarter) -> tuple[str, str]:
    """The days on which UWV and gemeente agreed; empty where an approval lacks."""
    lacking = UNSIGNED.get(place.name, ())
    days = {"akkoord_uwv": 12, "akkoord_gemeente": 8}
    uwv, gemeente = (
        "" if name in lacking else day_text(since.first_day - timedelta(days=before))
        for name, before in days.items()
    )
    return uwv, gemeente


def _last_day(place: ExamplePlace) -> str:
    gone = place.name == TRUTHS.merged_werkplein
    return day_text(TRUTHS.merged_on - timedelta(days=1)) if gone else ""


PLAN = "Regionaal actieplan jeugdwerkloosheid 2009 (voorbeeld)"
YOUTH = "Meer jongeren aan het werk"
EMPLOYERS = "Werkgevers hebben één aanspreekpunt"
# Regional goals: indicator, text, value and plan; those in words cannot be measured.
REGIONAL = {
    MIDLAND: ("aandeel_werk", YOUTH, "55", PLAN),
    COAST: ("aandeel_werk", YOUTH, "55", PLAN),
    SOUTH: ("", EMPLOYERS, "", ""),
}
# Aims of Werkpleinen for 2010: indicator, text, value, what they follow from, the day they
# were set. Two were written when the year had begun or was over (6.3).
AIMS = (
    ("Voorbeeldstad Noord", "aandeel_werk", "", "57,5", PLAN, "14-12-2009"),
    ("Fictendam", "aandeel_werk", "", "57,5", YOUTH, "30-11-2009"),
    ("Bedachtenberg", "aandeel_werk", "", "57,5", YOUTH, "11-01-2010"),
    ("Modelmonde", "aandeel_werk", "", "57,5", "", "14-12-2009"),
    ("Proefstede", "aandeel_werk", "", "57,5", "", "17-01-2011"),
    ("Modelmonde", "", "Eén accountmanager per werkgever", "", EMPLOYERS, "15-12-2009"),
    ("Nergenshuizen", "", "De klant merkt dat wij samenwerken", "", "", ""),
    ("Voorbeeldstad Zuid", "", "Minder dubbele registratie op de werkvloer", "", "", ""),
)


def targets() -> list[tuple[object, ...]]:
    """Rows of contract `doelen`: a norm everywhere, some aims, few of them regional (6.1, 6.2)."""
    rows: list[tuple[object, ...]] = []
    for place in REGISTER.places:
        norm = ("01-01-2008", _last_day(place), "85", "norm", "", "15-12-2007")
        rows.append((place.name, "", "eerste_betaling_ww_op_tijd", "", *norm))
    for region, (indicator, text, value, plan) in REGIONAL.items():
        period = ("01-10-2009", "31-12-2010", value, "streefwaarde", plan, "21-09-2009")
        rows.append(("", region, indicator, text, *period))
    for name, indicator, text, value, source, day in AIMS:
        year = ("01-01-2010", "31-12-2010", value, "streefwaarde", source, day)
        rows.append((name, "", indicator, text, *year))
    return rows


def keys() -> list[tuple[object, ...]]:
    """Rows of contract `verdeling`: per region one key, by agreement, for the last quarter."""
    rows: list[tuple[object, ...]] = []
    for region in sorted({place.region for place in REGISTER.places}):
        places = [place for place in REGISTER.open_in(LAST) if place.region == region]
        weight = np.sqrt([REGISTER.weight_in(place, LAST) for place in places])
        shares = np.round(100 * weight / weight.sum(), 1)
        shares[0] += 100 - shares.sum()
        for place, share in zip(places, shares, strict=True):
            text = f"{share:.1f}".replace(".", ",")
            rows.append((region, LAST, "bestuursafspraak", place.name, text, KEY_NOTE))
    return rows


KEY_NOTE = "Verzonnen afspraak: kleine Werkpleinen krijgen iets meer dan naar omvang."
