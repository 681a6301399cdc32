"""Two Werkpleinen with clients, steps and money, small enough to count by hand."""

from __future__ import annotations

from ketenkpi.store import Store
from ketenkpi.vocabulary import Quarter
from tests.unit.store.files import Q1, Q2, deliver

SPELL_HEAD = "traject_id;werkplein;regeling;doelgroep;instroom;uitstroom;reden_uitstroom"
STEP_HEAD = "traject_id;werkplein;taak;organisatie;begin;einde"
MONEY_HEAD = "werkplein;kwartaal;organisatie;soort;taak;begroot;besteed;fte;gezamenlijk"
PLACES = b"werkplein;naam;arbeidsmarktregio\nA;Plein A;Middenland\nB;Plein B;Middenland\n"
# At A 30 on WW and 20 on WWB, at B 10 and 10; all began before the second quarter.
NUMBERS = {("A", "WW"): 30, ("A", "WWB"): 20, ("B", "WW"): 10, ("B", "WWB"): 10}


def spells() -> bytes:
    """Of each group two in three go on; of A half of the WW go to work in the second quarter."""
    rows = []
    for (place, law), number in NUMBERS.items():
        for n in range(number):
            out = place == "A" and law == "WW" and n % 2 == 0
            group = "grote_afstand" if law == "WWB" else "korte_afstand"
            end = "2009-05-04;werk" if out else ";"
            rows.append(f"{place}{law}{n};{place};{law};{group};2009-01-{1 + n % 28:02d};{end}")
    return "\n".join((SPELL_HEAD, *rows, "")).encode()


def steps() -> bytes:
    """At A 12 diagnoses of UWV begun in the first quarter and still running, 8 begun in the
    second, 4 of a duo; at B one of UWV and two of the gemeente in the second."""
    rows = [f"AWW{n};A;diagnose;uwv;2009-03-02;" for n in range(12)]
    rows += [f"AWW{12 + n};A;diagnose;uwv;2009-04-06;2009-04-20" for n in range(8)]
    rows += [f"AWWB{n};A;diagnose;duo;2009-05-06;" for n in range(4)]
    rows += ["BWW0;B;intake;uwv;2009-02-02;2009-02-03", "BWW1;B;diagnose;uwv;2009-04-06;"]
    rows += [f"BWWB{n};B;diagnose;gemeente;2009-04-06;" for n in range(2)]
    return "\n".join((STEP_HEAD, *rows, "")).encode()


MONEY = (
    "A;2009K2;uwv;personeel;diagnose;1000;900;2,5;nee",
    "A;2009K2;uwv;re_integratie;;100;80;;nee",
    "A;2009K2;gemeente;personeel;diagnose;800;850;1;nee",
    "A;2009K2;gemeente;re_integratie;;1100;1200;;ja",
    "B;2009K2;uwv;personeel;diagnose;300;310;1;",
    "B;2009K2;uwv;re_integratie;;50;40;;nee",
    "B;2009K2;gemeente;personeel;diagnose;200;190;0,5;",
    "B;2009K2;gemeente;re_integratie;;400;;;nee",
)


KEY_HEAD = "arbeidsmarktregio;kwartaal;sleutel;werkplein;aandeel"
KEYS = (
    "Middenland;2009K2;bestuur;A;75", "Middenland;2009K2;bestuur;B;25",
    "Middenland;2009K2;half;A;100",
    "Elders;2009K2;anders;A;50", "Elders;2009K2;anders;B;50",
)  # fmt: skip


def keys() -> bytes:
    return "\n".join((KEY_HEAD, *KEYS, "")).encode()


def money(*rows: str) -> bytes:
    return "\n".join((MONEY_HEAD, *rows, "")).encode()


def filled(store: Store, until: Quarter = Q2) -> None:
    """Deliver all of it, followed up to the end of the second quarter."""
    seen = {"quarter": until, "observed_from": Q1.first_day}
    for contract, file in (
        ("werkpleinen", PLACES), ("trajecten", spells()), ("stappen", steps()),
        ("middelen", money(*MONEY)), ("verdeling", keys()),
    ):  # fmt: skip
        options = seen if contract in ("trajecten", "stappen") else {"quarter": until}
        result = deliver(store, file, contract, **options)
        assert result.status == "stored", result.findings
