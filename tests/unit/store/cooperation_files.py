"""Two Werkpleinen with a scan, phases, clients and steps, small enough to count by hand."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from ketenkpi.store import Store
from tests.unit.store.files import Q1, Q2, deliver

SPELL_HEAD = "traject_id;werkplein;regeling;doelgroep;instroom;uitstroom;reden_uitstroom"
STEP_HEAD = "traject_id;werkplein;taak;organisatie;begin;einde;overdracht;medewerker"
SCAN_HEAD = "werkplein;kwartaal;invuller;onderdeel;situatie;product;proces;score;status"
PHASE_HEAD = "werkplein;doelgroep;fase;vanaf;tot;bewijs;akkoord_uwv;akkoord_gemeente"
# A: 12 at short distance, 8 far off, 4 concurrent; B: 12 at short distance.
GROUPS = {
    "A": {"korte_afstand": 12, "grote_afstand": 8, "samenloop": 4},
    "B": {"korte_afstand": 12},
}
BEGUN = date(2009, 4, 6)


def _file(head: str, rows: Iterable[str]) -> bytes:
    return "\n".join((head, *rows, "")).encode()


def spells() -> bytes:
    """All came in during the second quarter and stay; every second one is on WWB."""
    rows = []
    for place, groups in GROUPS.items():
        for group, number in groups.items():
            for n in range(number):
                law = "WWB" if n % 2 else "WW"
                rows.append(f"{place}{group}{n};{place};{law};{group};2009-04-01;;")
    return _file(SPELL_HEAD, rows)


def steps() -> bytes:
    """At A an intake of the team for each at short distance, and n + 1 days later a diagnosis.

    Each of four members serves one law only. At B nobody works together.
    """
    rows = []
    for n in range(12):
        first = f"{BEGUN};{BEGUN}"
        then = BEGUN + timedelta(days=n + 1)
        # Odd numbers are on WWB, so members 0 and 2 serve WW only, 1 and 3 WWB only.
        rows.append(f"Akorte_afstand{n};A;intake;integraal_team;{first};;m{n % 4}")
        rows.append(f"Akorte_afstand{n};A;diagnose;integraal_team;{then};{then};warm;m{n % 4}")
        rows.append(f"Bkorte_afstand{n};B;intake;uwv;{first};;u{n % 4}")
    return _file(STEP_HEAD, rows)


SIGNS_3B = {
    "concept_werkzoekenden": 4,
    "termijnen_overdracht": 3,
    "duos": 0,
    "integraal_team": 4,
    "gemengde_caseload": 3,
    "een_leidinggevende": 0,
    "gezamenlijk_budget": 1,
}


def scan(place: str = "A", quarter: str = "2009K1") -> bytes:
    """UWV and gemeente say phase 3b; they know one pair, gemeente does not know about trust."""
    rows = []
    for partner in ("uwv", "gemeente"):
        head = f"{place};{quarter};{partner}"
        rows += [f"{head};{item};;;;{mark};" for item, mark in SIGNS_3B.items()]
        rows.append(f"{head};intake_diagnose;binnen_uitkering;0;2;;")
        rows.append(f"{head};vertrouwen;;;;{'3;' if partner == 'uwv' else ';weet_niet'}")
    rows.append(f"{place};{quarter};gemeente;diagnose_vacatures;binnen_uitkering;0;1;;")
    rows.append(f"{place};{quarter};uwv;diagnose_vacatures;binnen_uitkering;2;2;;")
    return _file(SCAN_HEAD, rows)


def phases() -> bytes:
    rows = [
        "A;korte_afstand;1;2008-01-01;2008-12-31;Besluit.;2007-12-01;2007-12-02",
        "A;korte_afstand;3b;2009-01-01;;Besluit.;2008-12-01;2008-12-02",
        "A;grote_afstand;0;2008-01-01;;;;",
        "B;korte_afstand;1;2008-01-01;;Besluit.;2007-12-01;",
    ]
    return _file(PHASE_HEAD, rows)


def filled(store: Store) -> None:
    """Deliver all of it, followed up to the end of the second quarter."""
    seen = {"quarter": Q2, "observed_from": Q1.first_day}
    for contract, file, options in (
        ("trajecten", spells(), seen),
        ("stappen", steps(), seen),
        ("samenwerking", scan(), {"quarter": Q1}),
        ("fasen", phases(), {"quarter": Q2}),
    ):
        result = deliver(store, file, contract, **options)
        assert result.status == "stored", (contract, result.findings)
