"""Random typed rows for every counted contract, nasty on purpose, and their Arrow tables."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pyarrow as pa
from hypothesis import strategies as st

from ketenkpi.counts import TALLIES, Counts

Row = dict[str, Any]
EPOCH = date(1970, 1, 1)
TEXT, DAY, INT, REAL, FLAG = pa.string(), pa.date32(), pa.int64(), pa.float64(), pa.bool_()
SEEN = [("_gezien_vanaf", pa.int32()), ("_gezien_tot", pa.int32())]
CIRCLES = [("_kring", TEXT), ("_zaak", TEXT), ("_partner", TEXT)]
SCHEMAS = {
    "trajecten": [
        ("traject_id", TEXT),
        ("werkplein", TEXT),
        ("regeling", TEXT),
        ("client", TEXT),
        ("doelgroep", TEXT),
        ("kanaal", TEXT),
        ("melding", DAY),
        ("aanvraag", DAY),
        ("besluit", DAY),
        ("instroom", DAY),
        ("eerste_betaling", DAY),
        ("ontvangst_inkomstenopgave", DAY),
        ("betaalbaar", DAY),
        ("termijn", DAY),
        ("uitstroom", DAY),
        ("reden_uitstroom", TEXT),
        ("geboortejaar", INT),
    ],
    "stappen": [
        ("traject_id", TEXT),
        ("werkplein", TEXT),
        ("taak", TEXT),
        ("organisatie", TEXT),
        ("begin", DAY),
        ("einde", DAY),
        ("overdracht", TEXT),
        ("medewerker", TEXT),
    ],
    "vacatures": [
        ("vacature_id", TEXT),
        ("werkplein", TEXT),
        ("geregistreerd", DAY),
        ("gesloten", DAY),
        ("uitkomst", TEXT),
        ("geworven_door", TEXT),
        ("geschikt_wwb", FLAG),
        ("vervuld_uit", TEXT),
        ("sector", TEXT),
    ],
    "tevredenheid": [
        ("werkplein", TEXT),
        ("kwartaal", pa.int32()),
        ("klantgroep", TEXT),
        ("klantprincipe", TEXT),
        ("score", REAL),
        ("prioriteit", REAL),
        ("respondent", TEXT),
        ("aangeschreven", INT),
    ],
    "klachten": [("werkplein", TEXT), ("datum", DAY), ("thema", TEXT), ("kanaal", TEXT)],
    "middelen": [
        ("werkplein", TEXT),
        ("kwartaal", pa.int32()),
        ("organisatie", TEXT),
        ("soort", TEXT),
        ("taak", TEXT),
        ("doelgroep", TEXT),
        ("begroot", REAL),
        ("besteed", REAL),
        ("fte", REAL),
        ("gezamenlijk", FLAG),
    ],
    "samenwerking": [
        ("werkplein", TEXT),
        ("kwartaal", pa.int32()),
        ("invuller", TEXT),
        ("onderdeel", TEXT),
        ("situatie", TEXT),
        ("product", INT),
        ("proces", INT),
        ("score", INT),
        ("toelichting", TEXT),
    ],
    "werkpleinen": [
        ("werkplein", TEXT),
        ("beroepsbevolking", INT),
        ("geldig_vanaf", DAY),
        ("geldig_tot", DAY),
    ],
    "fasen": [
        ("werkplein", TEXT),
        ("doelgroep", TEXT),
        ("fase", TEXT),
        ("vanaf", DAY),
        ("tot", DAY),
        ("bewijs", TEXT),
    ],
    "stand_stroom": [
        ("werkplein", TEXT),
        ("kwartaal", pa.int32()),
        ("regeling", TEXT),
        ("doelgroep", TEXT),
        ("beginstand", INT),
        ("instroom", INT),
        ("uitstroom", INT),
        ("uitstroom_werk", INT),
        ("herinstroom", INT),
        ("eindstand", INT),
        ("betalingen", INT),
        ("betalingen_binnen_10_dagen", INT),
    ],
}

# Few days, so that ties, same-day spells and dates in the wrong order are
# common: quarter ends with their neighbours, a leap day, and two far off.
DAYS = [
    date(2008, 12, 31),
    date(2009, 1, 1),
    date(2009, 1, 2),
    date(2009, 2, 15),
    date(2009, 3, 31),
    date(2009, 4, 1),
    date(2009, 8, 9),
    date(2009, 9, 30),
    date(2010, 1, 1),
    date(2010, 12, 31),
    date(2004, 2, 29),
    date(1995, 6, 15),
]
day = st.sampled_from(DAYS)
maybe_day = st.none() | day
place = st.sampled_from(["Aland", "Beveld"])
quarter_index = st.integers(8036, 8038)


def one_of(*values: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from(values)


def amount(top: int) -> st.SearchStrategy[float | None]:
    """Missing, zero or halves, which add exactly in binary."""
    return st.none() | st.integers(0, 2 * top).map(lambda halves: halves / 2)


@st.composite
def spell(draw: st.DrawFn) -> Row:
    row = {name: draw(maybe_day) for name, kind in SCHEMAS["trajecten"] if kind == DAY}
    if row["melding"] is None and row["instroom"] is None:
        row["instroom"] = draw(day)
    reason = draw(one_of("werk", "overig", "onbekend")) if row["uitstroom"] else None
    return {
        "traject_id": draw(one_of(*(f"T{i}" for i in range(12)))),
        "werkplein": draw(place),
        "regeling": draw(one_of("WW", "WWB")),
        "client": draw(one_of(None, "k1", "k2", "k3")),
        "doelgroep": draw(one_of("jongere", "onbekend")),
        "kanaal": draw(one_of("balie", "onbekend")),
        "reden_uitstroom": reason,
        "geboortejaar": draw(one_of(None, 1945, 1954, 1955, 1964, 1965, 1982, 1983, 1990)),
        **row,
    }


@st.composite
def spells(draw: st.DrawFn) -> list[Row]:
    """Rows with unique (Werkplein, traject_id), as the store hands them over."""
    rows = draw(st.lists(spell(), min_size=1, max_size=16))
    return list({(row["werkplein"], row["traject_id"]): row for row in rows}.values())


step = st.fixed_dictionaries(
    {
        "traject_id": one_of("T1", "T2", "nergens"),
        "werkplein": place,
        "taak": one_of("intake", "diagnose", "plaatsing"),
        "organisatie": one_of("uwv", "gemeente", "extern"),
        "begin": day,
        "einde": maybe_day,
        "overdracht": one_of(None, "geen", "warm"),
        "medewerker": one_of(None, "m1", "m2"),
    }
)
vacancy = st.fixed_dictionaries(
    {
        "vacature_id": st.just("V"),
        "werkplein": place,
        "geregistreerd": day,
        "gesloten": maybe_day,
        "uitkomst": one_of(None, "vervuld_eigen", "ingetrokken"),
        "geworven_door": one_of(None, "uwv", "samen"),
        "geschikt_wwb": one_of(None, True, False),
        "vervuld_uit": one_of(None, "WW", "WWB"),
        "sector": st.none(),
    }
)
answer = st.fixed_dictionaries(
    {
        "werkplein": place,
        "kwartaal": quarter_index,
        "klantgroep": one_of("werkzoekende", "werkgever"),
        "klantprincipe": one_of("algemeen", "houvast", "tijdigheid"),
        "score": st.integers(2, 20).map(lambda halves: halves / 2),
        "prioriteit": amount(10),
        "respondent": st.none(),
        "aangeschreven": one_of(None, 40, 60),
    }
)
complaint = st.fixed_dictionaries(
    {"werkplein": place, "datum": day, "thema": one_of("bejegening", "duur"), "kanaal": st.none()}
)
resource = st.fixed_dictionaries(
    {
        "werkplein": place,
        "kwartaal": quarter_index,
        "organisatie": one_of("uwv", "gemeente"),
        "soort": one_of("personeel", "ict"),
        "taak": one_of(None, "intake"),
        "doelgroep": one_of("jongere", "onbekend"),
        "begroot": amount(1000),
        "besteed": amount(1000),
        "fte": amount(20),
        "gezamenlijk": one_of(None, True, False),
    }
)
level = one_of(None, 0, 1, 2)
scan_answer = st.fixed_dictionaries(
    {
        "werkplein": place,
        "kwartaal": quarter_index,
        "invuller": one_of("uwv", "gemeente", "samen"),
        "onderdeel": one_of("intake", "financien", "autonomie"),
        "situatie": one_of(None, "samenloop"),
        "product": level,
        "proces": level,
        "score": level,
        "toelichting": st.none(),
    }
)


@st.composite
def phase(draw: st.DrawFn) -> Row:
    begin, end = draw(day), draw(maybe_day)
    return {
        "werkplein": draw(place),
        "doelgroep": draw(one_of("jongere", "korte_afstand")),
        "fase": draw(one_of("1", "2", "3a")),
        "vanaf": min(begin, end or begin),
        "tot": end and max(begin, end),
        "bewijs": None,
    }


@st.composite
def area(draw: st.DrawFn) -> Row:
    begin, end = draw(maybe_day), draw(maybe_day)
    return {
        "werkplein": draw(place),
        "beroepsbevolking": draw(one_of(None, 40_000, 50_000)),
        "geldig_vanaf": min(begin, end) if begin and end else begin,
        "geldig_tot": max(begin, end) if begin and end else end,
    }


# Unique as the contract has it.
areas = st.lists(area(), max_size=6, unique_by=lambda row: (row["werkplein"], row["geldig_vanaf"]))
number = st.integers(0, 500)
stock_flow = st.fixed_dictionaries(
    {
        "werkplein": place,
        "kwartaal": quarter_index,
        "regeling": one_of("WW", "WWB"),
        "doelgroep": one_of("jongere", "onbekend"),
        "beginstand": number,
        "instroom": number,
        "uitstroom": number,
        "uitstroom_werk": st.none() | number,
        "herinstroom": st.none() | number,
        "eindstand": number,
        "betalingen": st.none() | number,
        "betalingen_binnen_10_dagen": st.none() | number,
        "_partner": one_of(None, "uwv", "GM0758"),
    }
)


@st.composite
def chain(draw: st.DrawFn) -> dict[str, list[Row]]:
    """Spells with steps; some steps name no Werkplein, where their spell leaves no doubt."""
    rows = draw(spells())
    places: dict[str, set[str]] = {}
    for row in rows:
        places.setdefault(row["traject_id"], set()).add(row["werkplein"])
    steps = draw(st.lists(step, max_size=12))
    for one in steps:
        if len(places.get(one["traject_id"], ())) == 1 and draw(st.booleans()):
            one["werkplein"] = None
    return {"trajecten": rows, "stappen": steps}


# How far the partners of a place share what they number: everywhere, at the place, not at all.
SHARED = {
    "everywhere": lambda place, partner: "",
    "place": lambda place, partner: place,
    "nobody": lambda place, partner: f"{place}/{partner}",
}


@st.composite
def partners(draw: st.DrawFn) -> dict[str, list[Row]]:
    """Spells and steps of two partners at two places, whose numbers are shared or equal by chance.

    Per place both partners deliver; what they share differs by place, for
    clients and for cases apart. Some rows do not say it.
    """
    clients = {name: draw(one_of(*SHARED)) for name in ("Aland", "Beveld")}
    cases = {name: draw(one_of(*SHARED)) for name in ("Aland", "Beveld")}

    def said(row: Row, kinds: dict[str, str]) -> str | None:
        place = row["werkplein"]
        return draw(one_of(SHARED[kinds[place]](place, row["_partner"]), None))

    rows, steps = (
        draw(st.lists(spell(), min_size=1, max_size=16)),
        draw(st.lists(step, max_size=12)),
    )
    for row in (*rows, *steps):
        row["_partner"] = draw(one_of("uwv", "gemeente"))
        row["_zaak"] = said(row, cases)
    for row in rows:
        row["_kring"] = said(row, clients)
    known = {(r["werkplein"], r["_partner"], r["_zaak"] or "", r["traject_id"]): r for r in rows}
    places: dict[tuple[str, str], set[str]] = {}
    for row in known.values():
        places.setdefault((row["traject_id"], row["_zaak"] or ""), set()).add(row["werkplein"])
    for one in steps:
        case = (one["traject_id"], one["_zaak"] or "")
        if len(places.get(case, ())) == 1 and draw(st.booleans()):
            one["werkplein"] = None
    return {"trajecten": list(known.values()), "stappen": steps}


OTHERS = {
    "vacatures": st.lists(vacancy, max_size=12),
    "tevredenheid": st.lists(answer, max_size=14),
    "klachten": st.lists(complaint, max_size=8),
    "middelen": st.lists(resource, max_size=12),
    "stand_stroom": st.lists(stock_flow, max_size=8),
    "samenwerking": st.lists(scan_answer, max_size=10),
    "fasen": st.lists(phase(), max_size=6),
}
others = st.fixed_dictionaries(OTHERS)


def arrow(contract: str, rows: list[Row]) -> pa.Table:
    """The rows as a typed Arrow table; `_gezien_*` dates become day numbers."""
    seen = [field for field in (*SEEN, *CIRCLES) if any(field[0] in row for row in rows)]
    columns: dict[str, pa.Array] = {}
    for name, kind in [*SCHEMAS[contract], *seen]:
        values = [row.get(name) for row in rows]
        if name in ("_gezien_vanaf", "_gezien_tot"):
            values = [None if value is None else (value - EPOCH).days for value in values]
        columns[name] = pa.array(values, kind)
    return pa.table(columns)


def arrow_tables(tables: Mapping[str, list[Row]]) -> dict[str, pa.Table]:
    return {contract: arrow(contract, rows) for contract, rows in tables.items()}


def plain(counts: Counts) -> dict[str, dict[tuple[Any, ...], tuple[Any, ...]]]:
    """Counts in the shape of `count_plain`; fails when a key stands in a tally twice."""
    result = {}
    for name in counts.tallies:
        width = len(TALLIES[name].dims)
        lists = counts.table(name).to_pydict().values()
        rows = list(zip(*lists, strict=True))
        result[name] = {row[:width]: row[width:] for row in rows}
        assert len(result[name]) == len(rows), f"{name} holds a key twice"
    return result
