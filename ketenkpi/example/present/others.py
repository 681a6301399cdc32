"""Everything beside the cases: surveys, complaints, vacancies, resources, agreements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

import numpy as np

from ketenkpi.example.csv_files import day_text, euros, stream
from ketenkpi.example.present.cases import pick
from ketenkpi.example.present.plan import Deliverer, RegionPlan, Site
from ketenkpi.example.present.rows import Table, columns_of, text
from ketenkpi.research_model import load_dependence, load_scan
from ketenkpi.vocabulary import Quarter

# Mean mark of each klantprincipe, the same everywhere but at one partner.
PRINCIPLES = {
    "bereikbaarheid": 6.7,
    "tijdigheid": 6.4,
    "persoonlijke_aandacht": 6.8,
    "houvast": 6.3,
    "evenwichtige_behandeling": 6.9,
    "een_geheel": 5.9,
    "algemeen": 6.6,
}
# Respondents a quarter at a site of weight 1.
RESPONDENTS = {"werkzoekende": 18, "werkgever": 7}
COMPLAINTS, VACANCIES = 3.5, 14
THEMES = {"behandelingsduur": 0.4, "bejegening": 0.15, "dienstverlening": 0.3, "informatie": 0.15}
CHANNELS = {"digitaal": 0.6, "balie": 0.1, "telefoon": 0.3}
OUTCOMES = {
    "vervuld_eigen": 0.4,
    "vervuld_partner": 0.15,
    "vervuld_anders": 0.3,
    "ingetrokken": 0.15,
}
SECTORS = ("zorg", "techniek", "logistiek", "horeca", "onderwijs")
FTE_COST = 24_500.0
BUDGETS = {"re_integratie": 52_000.0, "huisvesting": 9_000.0, "ict": 6_500.0, "overig": 2_500.0}
RIPENESS = {"0": 0.15, "1": 0.4, "2": 0.58, "3a": 0.75, "3b": 0.85}


def werkpleinen(plan: RegionPlan) -> Table:
    """The own list of sites, each with the gemeenten it serves."""
    start = day_text(date(plan.first.year, 1, 1))
    return columns_of(
        "werkpleinen",
        (
            {
                "werkplein": site.name,
                "naam": site.name,
                "soort": "werkcentrum",
                "locatietype": "werkcentrum",
                "arbeidsmarktregio": site.region,
                "gemeenten": ", ".join(plan.partners[code].organisation for code in site.share),
                "beroepsbevolking": site.labour_force,
                "geldig_vanaf": start,
            }
            for site in plan.sites
        ),
    )


def tevredenheid(plan: RegionPlan, partner: Deliverer, last: Quarter, seed: int) -> Table:
    """A year of survey answers about one partner at its sites."""
    rng = stream(seed, f"present_answers {partner.code} {last.year}")
    rows: list[dict[str, object]] = []
    for quarter in plan.quarters_of(last):
        for site in plan.sites_of(partner):
            for group, usual in RESPONDENTS.items():
                rows += _answers(rng, plan, partner, site, quarter, group, usual)
    return columns_of("tevredenheid", rows)


def _answers(
    rng: np.random.Generator,
    plan: RegionPlan,
    partner: Deliverer,
    site: Site,
    quarter: Quarter,
    group: str,
    usual: int,
) -> Iterator[dict[str, object]]:
    size = 4 + int(rng.poisson(usual * site.weight))
    truth = plan.truths["content"]
    shift = truth["points"] if partner.code == truth["partner"] else 0.0
    for _ in range(size):
        person = rng.normal(shift, 1.0)
        name = f"r{rng.integers(16**7):07x}"
        for principle, mean in PRINCIPLES.items():
            if rng.random() < 0.05:
                continue
            yield {
                "werkplein": site.name,
                "kwartaal": quarter,
                "klantgroep": group,
                "klantprincipe": principle,
                "score": int(np.clip(np.rint(mean + person + rng.normal(0, 1.1)), 1, 10)),
                "prioriteit": int(np.clip(np.rint(rng.normal(7.4, 1.3)), 1, 10)),
                "respondent": name,
                "aangeschreven": round(size / partner.response),
            }


def klachten(plan: RegionPlan, partner: Deliverer, seed: int) -> Table:
    """All complaints about one partner, by day."""
    rng = stream(seed, f"present_complaints {partner.code}")
    found: list[tuple[date, str, str, str]] = []
    for quarter in plan.quarters:
        for site in plan.sites_of(partner):
            for _ in range(rng.poisson(COMPLAINTS * site.weight)):
                theme = pick(rng, THEMES)
                channel = pick(rng, CHANNELS)
                found.append((_day(rng, quarter), site.name, theme, channel))
    return columns_of(
        "klachten",
        (
            {"werkplein": name, "datum": day_text(day), "thema": theme, "kanaal": channel}
            for day, name, theme, channel in sorted(found)
        ),
    )


def _day(rng: np.random.Generator, quarter: Quarter) -> date:
    days = (quarter.last_day - quarter.first_day).days + 1
    return quarter.first_day + timedelta(int(rng.integers(days)))


def vacatures(plan: RegionPlan, partner: Deliverer, last: Quarter, seed: int) -> Table:
    """All vacancies a partner has up to the end of a year; a later file knows more of them."""
    rng = stream(seed, f"present_vacancies {partner.code}")
    usual = next(key for key, mix in plan.schemes.items() if mix.role == partner.role)
    number, rows, until = 0, [], last.last_day
    for quarter in plan.quarters:
        for site in plan.sites_of(partner):
            for _ in range(rng.poisson(VACANCIES * site.weight * plan.part(site, partner) / 2)):
                number += 1
                opened = _day(rng, quarter)
                closed = opened + timedelta(int(rng.exponential(60)) + 3)
                outcome = pick(rng, OUTCOMES)
                sector = SECTORS[int(rng.integers(len(SECTORS)))]
                filled = closed <= until and outcome == "vervuld_eigen"
                row = {
                    "vacature_id": f"{number:04d}",
                    "werkplein": site.name,
                    "geregistreerd": day_text(opened),
                    "gesloten": text(closed, until),
                    "uitkomst": outcome if closed <= until else "",
                    "geworven_door": partner.role,
                    "geschikt_wwb": pick(rng, {"ja": 0.5, "nee": 0.5}),
                    "vervuld_uit": usual if filled else "",
                    "sector": sector,
                }
                rows += [row] if opened <= until else []
    return columns_of("vacatures", rows)


def middelen(plan: RegionPlan, partner: Deliverer, last: Quarter, seed: int) -> Table:
    """A year of money and people of one partner."""
    rng = stream(seed, f"present_resources {partner.code} {last.year}")
    rows: list[dict[str, object]] = []
    for quarter in plan.quarters_of(last):
        for site in plan.sites_of(partner):
            size = site.weight * plan.part(site, partner)
            head = {"werkplein": site.name, "kwartaal": quarter, "organisatie": partner.role}
            for step in plan.steps:
                fte = max(0.2, round(size * rng.uniform(0.8, 1.6), 1))
                people = f"{fte:.1f}".replace(".", ",")
                more = {"taak": step.task, "fte": people, "gezamenlijk": "nee"}
                rows.append(head | {"soort": "personeel"} | more | _money(rng, fte * FTE_COST))
            for kind, amount in BUDGETS.items():
                joint = "ja" if site.phase.startswith("3") and kind == "huisvesting" else "nee"
                row = head | {"soort": kind, "gezamenlijk": joint}
                rows.append(row | _money(rng, size * amount))
    return columns_of("middelen", rows)


def _money(rng: np.random.Generator, mean: float) -> dict[str, object]:
    budget = round(mean * rng.normal(1, 0.04), -2)
    spent = budget * float(np.clip(rng.normal(0.97, 0.07), 0.5, 1.3))
    return {"begroot": euros(budget), "besteed": euros(spent)}


def samenwerking(plan: RegionPlan, quarter: Quarter, seed: int) -> Table:
    """The scan of all sites over one quarter, by both roles."""
    rng = stream(seed, f"present_scan {quarter}")
    rows: list[dict[str, object]] = []
    for site in plan.sites:
        for role in sorted({partner.role for partner in plan.partners.values()}):
            head = {"werkplein": site.name, "kwartaal": quarter, "invuller": role}
            rows += [head | row for row in _scan(rng, RIPENESS[site.phase])]
    return columns_of("samenwerking", rows)


def _scan(rng: np.random.Generator, ripeness: float) -> Iterator[dict[str, object]]:
    for item in load_scan().items.values():
        columns, top = item.scale.columns, item.scale.top
        marks: dict[str, object] = {name: _mark(rng, ripeness, top) for name in columns}
        yield {"onderdeel": item.key, **marks}
    for pair in load_dependence().pairs:
        agreed = {name: _mark(rng, ripeness * 0.8, 2) for name in ("product", "proces")}
        yield {"onderdeel": pair.key, "situatie": pair.situation, **agreed}


def _mark(rng: np.random.Generator, share: float, top: int) -> int:
    return int(np.clip(np.rint((share + rng.normal(0, 0.12)) * top), 0, top))


def fasen(plan: RegionPlan) -> Table:
    """The phase of every site for two groups, agreed by both roles."""
    start = plan.first.first_day
    agreed = day_text(start - timedelta(days=20))
    return columns_of(
        "fasen",
        (
            {
                "werkplein": site.name,
                "doelgroep": group,
                "fase": site.phase,
                "vanaf": day_text(start),
                "bewijs": "Verzonnen besluit van de stuurgroep.",
                "akkoord_uwv": agreed,
                "akkoord_gemeente": agreed,
            }
            for site in plan.sites
            for group in ("jongere", "grote_afstand")
        ),
    )


def doelen(plan: RegionPlan) -> Table:
    """Goals of each region for the last year, and an aim of each site."""
    year = {"vanaf": day_text(date(plan.last.year, 1, 1))}
    year |= {"tot": day_text(date(plan.last.year, 12, 31)), "soort": "streefwaarde"}
    decided = {"vastgesteld": day_text(date(plan.last.year - 1, 12, 10))}
    regions = sorted({site.region for site in plan.sites})
    rows: list[dict[str, object]] = [
        {
            "arbeidsmarktregio": region,
            "indicator": "aandeel_werk",
            "waarde": "50",
            **year,
            **decided,
        }
        for region in regions
    ]
    rows += [
        {"werkplein": site.name, "indicator": "uitstroom_werk", "waarde": "40", **year, **decided}
        for site in plan.sites
    ]
    return columns_of("doelen", rows)


def context(plan: RegionPlan) -> Table:
    """An invented outside series, so that nobody takes it for one of CBS."""
    return columns_of(
        "context",
        (
            {
                "reeks": "verzonnen_vacatures_x1000",
                "gebied": "NL01",
                "periode": f"{quarter.year}KW0{quarter.number}",
                "waarde": f"{410 - 3 * place},5",
                "status": "voorlopig",
            }
            for place, quarter in enumerate(plan.quarters)
        ),
    )


def verdeling(plan: RegionPlan) -> Table:
    """Per region one key for the last quarter, by labour force."""
    return columns_of("verdeling", _shares(plan))


def _shares(plan: RegionPlan) -> Iterable[dict[str, object]]:
    for region in sorted({site.region for site in plan.sites}):
        sites = [site for site in plan.sites if site.region == region]
        force = np.array([site.labour_force for site in sites], dtype=float)
        shares = np.round(100 * force / force.sum(), 1)
        shares[0] += 100 - shares.sum()
        for site, share in zip(sites, shares, strict=True):
            yield {
                "arbeidsmarktregio": region,
                "kwartaal": plan.last,
                "sleutel": "bestuursafspraak",
                "werkplein": site.name,
                "aandeel": f"{share:.1f}".replace(".", ","),
                "toelichting": "Verzonnen afspraak, naar beroepsbevolking.",
            }
