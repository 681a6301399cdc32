"""The tables of `data/reference/`: complete, in agreement with each other and with the decrees."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest

from ketenkpi.contracts import find_contract
from ketenkpi.register import key, load_register
from ketenkpi.register.tables import Row, rows
from ketenkpi.settings import REFERENCE

TABLES = {file.stem: rows(file) for file in sorted(REFERENCE.glob("*.csv"))}
WERKPLEINEN, AREAS = TABLES["werkpleinen"], TABLES["werkgebieden"]
SOURCES = [row["bron"] for row in TABLES["bronnen"]]
NEXT = dict(pairwise(SOURCES))
IN_2015 = {row["gemeente"] for row in TABLES["regio_gemeenten"]}
GEMEENTEN, ENDS = TABLES["gemeenten"], TABLES["herindelingen"]
REGION_YEARS = TABLES["regio_per_gemeente"]
START = {row["bron"]: date.fromisoformat(row["geldig_vanaf"]) for row in TABLES["bronnen"]}
LIST = load_register().tables.gemeenten


def _by(table: list[Row], column: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in table:
        found.setdefault(row[column], []).append(row)
    return found


def test_counts_of_the_decrees() -> None:
    # 2015 has 44: the table in the text has one row of dashes that is no Werkplein.
    assert Counter(row["bron"] for row in WERKPLEINEN) == dict(
        zip(SOURCES, (121, 108, 77, 44), strict=True)
    )
    assert Counter(row["bron"] for row in TABLES["arbeidsmarktregios"]) == dict(
        zip(SOURCES, (30, 30, 35, 35), strict=True)
    )
    # 396 as printed; "Meppel Oldebroek" misses a comma.
    assert len(IN_2015) == 397


def test_readme_tells_the_size_of_each_table() -> None:
    readme = (REFERENCE / "README.md").read_text(encoding="utf-8")
    for name, table in TABLES.items():
        assert f"`{name}.csv`" in readme
        line = next(line for line in readme.splitlines() if line.startswith(f"- `{name}.csv`"))
        assert f"{len(table):,}" in line


def test_every_row_names_sources_that_are_listed() -> None:
    """Titles, licences and days of reading stand once, with the source."""
    known = set(SOURCES) | {row["bron"] for row in TABLES["lijsten"]}
    assert len(known) == len(SOURCES) + len(TABLES["lijsten"])
    for name, table in TABLES.items():
        for row in table:
            named = row["bron"].split(" ")
            assert set(named) <= known, (name, row)
            assert len(set(named)) == len(named), (name, row)
    for row in TABLES["lijsten"]:
        assert row["titel"]
        assert date.fromisoformat(row["gezien_op"]) <= date(2026, 11, 28)
        assert row["licentie"] or not row["herkomst"], row["bron"]


def test_every_source_is_used() -> None:
    used = {
        source
        for name, table in TABLES.items()
        if name != "lijsten"
        for row in table
        for source in row["bron"].split(" ")
    }
    assert {row["bron"] for row in TABLES["lijsten"]} <= used


def test_cells_have_no_stray_spaces_and_one_kind_of_apostrophe() -> None:
    cells = {cell for table in TABLES.values() for row in table for cell in row.values()}
    assert {cell for cell in cells if cell != " ".join(cell.split()) or "’" in cell} == set()


def test_no_row_stands_twice() -> None:
    for name, table in TABLES.items():
        assert len({tuple(row.values()) for row in table}) == len(table), name


def test_every_row_holds_as_long_as_its_decree() -> None:
    periods = {row["bron"]: (row["geldig_vanaf"], row["geldig_tot"]) for row in TABLES["bronnen"]}
    dated = ("werkpleinen", "werkgebieden", "arbeidsmarktregios", "regio_gemeenten")
    for name in dated:
        for row in TABLES[name]:
            assert (row["geldig_vanaf"], row["geldig_tot"]) == periods[row["bron"]]


def test_decrees_follow_each_other_without_a_day_between() -> None:
    for earlier, later in pairwise(TABLES["bronnen"]):
        last = date.fromisoformat(earlier["geldig_tot"])
        assert last + timedelta(days=1) == date.fromisoformat(later["geldig_vanaf"])
        assert earlier["zeker_tot"] <= earlier["geldig_tot"]


def test_no_werkplein_overlaps_and_only_veenendaal_has_a_gap() -> None:
    gaps = set()
    for code, periods in _by(WERKPLEINEN, "code").items():
        held = [SOURCES.index(row["bron"]) for row in periods]
        assert held == sorted(set(held)), code
        if held != list(range(held[0], held[-1] + 1)):
            gaps.add(code)
    assert gaps == {"veenendaal"}


def test_every_werkplein_has_an_area_and_every_area_a_werkplein() -> None:
    named = {(row["code"], row["bron"]) for row in WERKPLEINEN}
    assert {(row["werkplein"], row["bron"]) for row in AREAS} == named


def test_a_werkplein_serves_the_gemeente_it_is_seated_in() -> None:
    served = {(row["werkplein"], row["bron"], row["gemeente"]) for row in AREAS}
    outside = {
        (row["naam"], row["gemeente_van_vestiging"])
        for row in WERKPLEINEN
        if (row["code"], row["bron"], row["gemeente_van_vestiging"]) not in served
    }
    assert outside == set()


def test_every_region_exists_in_the_division_of_its_decree() -> None:
    regions = {(row["code"], row["bron"]) for row in TABLES["arbeidsmarktregios"]}
    assert {(row["arbeidsmarktregio"], row["bron"]) for row in WERKPLEINEN} <= regions
    without = {
        region
        for region in regions
        if region not in {(row["arbeidsmarktregio"], row["bron"]) for row in WERKPLEINEN}
    }
    assert without == {("gorinchem", "besluit-2013"), ("gorinchem", "besluit-2015")}


def test_a_gemeente_of_2015_lies_in_one_region_and_has_a_werkplein() -> None:
    assert set(Counter(row["gemeente"] for row in TABLES["regio_gemeenten"]).values()) == {1}
    assert {row["gemeente"] for row in AREAS if row["bron"] == "besluit-2015"} == IN_2015
    numbers = [row["nummer"] for row in TABLES["arbeidsmarktregios"] if row["nummer"]]
    assert sorted(map(int, numbers)) == list(range(1, 36))


def test_werkplein_and_gemeente_agree_on_the_region_in_2015() -> None:
    region = {row["gemeente"]: row["arbeidsmarktregio"] for row in TABLES["regio_gemeenten"]}
    own = {row["code"]: row["arbeidsmarktregio"] for row in WERKPLEINEN if not row["geldig_tot"]}
    mixed = {
        row["werkplein"]
        for row in AREAS
        if row["bron"] == "besluit-2015" and region[row["gemeente"]] != own[row["werkplein"]]
    }
    assert mixed == {"dordrecht"}


def test_whole_gemeenten_have_one_werkplein_and_split_ones_several() -> None:
    odd = set()
    for source, table in _by(AREAS, "bron").items():
        for name, served in _by(table, "gemeente").items():
            whole = [row for row in served if not row["postcodes"]]
            if (len(served) > 1) == bool(whole):
                odd.add((source, name))
    assert odd == {
        ("besluit-2011", "Hellendoorn"),
        ("besluit-2011", "Rijssen-Holten"),
        ("besluit-2012", "Eijsden-Margraten"),
        # From 2015 one Werkplein has all postcodes of Utrecht.
        ("besluit-2015", "Utrecht"),
    }


def test_every_gemeente_of_a_decree_is_in_the_list() -> None:
    """By any spelling; where a decree names one that had ended, its successor may be named too."""
    for row in AREAS:
        assert LIST.by_name(row["gemeente"]) is not None, row["gemeente"]


def test_every_gemeente_a_later_decree_no_longer_names_went_to_one_it_names() -> None:
    for source, later in NEXT.items():
        now, then = (
            {LIST.by_name(row["gemeente"]) for row in AREAS if row["bron"] == each}
            for each in (source, later)
        )
        heirs = {LIST.went_to(code, START[later]) for code in now - then if code}
        assert heirs <= then, (source, heirs - then)


# Gemeenten, 2008-2026.


# CBS published the counts of 2017-2022; the others follow from Tabel 33.
ON_1_JANUARY = (
    dict(
        zip(
            range(2008, 2022),
            (443, 441, 431, 418, 415, 408, 403, 393, 390, 388, 380, 355, 355, 352),
            strict=True,
        )
    )
    | {2022: 345}
    | dict.fromkeys(range(2023, 2027), 342)
)


@pytest.mark.parametrize(("year", "count"), list(ON_1_JANUARY.items()))
def test_as_many_gemeenten_on_1_january_as_published(year: int, count: int) -> None:
    day = f"{year}-01-01"
    held = [
        row
        for row in GEMEENTEN
        if row["geldig_vanaf"] <= day and (not row["geldig_tot"] or row["geldig_tot"] >= day)
    ]
    assert len(held) == count
    assert len(LIST.on(date(year, 1, 1))) == count


def test_gemeenten_and_ends_tell_the_same() -> None:
    """Each end once, on the day after the last; each successor exists on that day."""
    rows = {row["code"]: row for row in GEMEENTEN}
    assert len(rows) == len(GEMEENTEN)
    assert len({key(row["naam"]) for row in GEMEENTEN}) == len(GEMEENTEN)
    assert {row["oude_code"] for row in ENDS} == {c for c, r in rows.items() if r["geldig_tot"]}
    for end in ENDS:
        old, new = rows[end["oude_code"]], rows[end["nieuwe_code"]]
        last = date.fromisoformat(end["datum"]) - timedelta(days=1)
        assert (old["geldig_tot"], old["opvolger"]) == (last.isoformat(), new["code"])
        assert (old["naam"], new["naam"]) == (end["oude_naam"], end["nieuwe_naam"])
        for part in end["delen_naar"].split(" "):
            assert rows[part]["geldig_vanaf"] <= end["datum"]
            assert not rows[part]["geldig_tot"] or rows[part]["geldig_tot"] >= end["datum"]


def test_138_ends_five_splits_and_three_not_on_1_january() -> None:
    assert Counter(row["soort"] for row in ENDS) == {
        "samenvoeging": 103,
        "opgegaan": 26,
        "splitsing": 5,
        "naam": 4,
    }
    splits = {row["oude_naam"]: row["datum"][:4] for row in ENDS if row["soort"] == "splitsing"}
    assert splits == {
        "Boarnsterhim": "2014",
        "Maasdonk": "2015",
        "Littenseradiel": "2018",
        "Winsum": "2019",
        "Haaren": "2021",
    }
    odd = {row["oude_naam"]: row["datum"] for row in ENDS if not row["datum"].endswith("-01-01")}
    assert odd == {
        "Rozenburg": "2010-03-18",
        "De Friese Meren": "2015-07-01",
        "Weesp": "2022-03-24",
    }


def test_mergers_add_up() -> None:
    """From each year to the next: those that ended less, those that began more."""
    for year in range(2008, 2026):
        now, later = date(year, 1, 1), date(year + 1, 1, 1)
        held = {row.code for row in LIST.on(now)}
        over = {LIST.went_to(code, later) for code in held}
        assert over == {row.code for row in LIST.on(later)}
        parts = [part for row in LIST.on(later) for part in LIST.made_of(row.code, now)]
        assert held - set(parts) <= {
            end["oude_code"] for end in ENDS if now.isoformat() < end["datum"] <= later.isoformat()
        }


# Regions by year.


@pytest.mark.parametrize("year", range(2008, 2027))
def test_every_gemeente_lies_in_one_region_each_year(year: int) -> None:
    """30 regions until 2012 and 35 since; until 2012 postcodes divided four gemeenten over two."""
    day = date(year, 1, 1)
    rows: dict[str, list[Row]] = {}
    for row in REGION_YEARS:
        if int(row["van_jaar"]) <= year <= int(row["tot_jaar"] or 9999):
            rows.setdefault(row["code"], []).append(row)
    for gemeente in LIST.on(day):
        assert len(rows[gemeente.code]) == 1, gemeente.name
    regions = {row["arbeidsmarktregio"] for each in rows.values() for row in each}
    assert len(regions) == (30 if year <= 2012 else 35)
    divided = {each[0]["naam"] for each in rows.values() if each[0]["zekerheid"] == "postcode"}
    four = {"Alphen-Chaam", "Borger-Odoorn", "Bronckhorst", "Echt-Susteren"}
    assert divided == (four if year <= 2012 else set())


def test_region_rows_fit_the_lives_of_gemeenten_and_regions() -> None:
    names = {row["code"]: row["naam"] for row in GEMEENTEN}
    regions = {row["code"] for row in TABLES["arbeidsmarktregios"]}
    for row in REGION_YEARS:
        assert row["naam"] == names[row["code"]]
        assert {row["arbeidsmarktregio"], *row["ook"].split()} <= regions
        assert bool(row["ook"]) == (
            row["zekerheid"] in ("postcode", "jaar_onbekend", "twee_regios")
        ) or (row["zekerheid"] == "afgeleid")
        assert bool(row["opmerking"]) or not row["zekerheid"]


def test_regions_of_2011_and_2012_are_those_of_the_werkpleinen() -> None:
    """A second time, from bijlage 1: every whole gemeente lies where its Werkplein does."""
    own = {(row["code"], row["bron"]): row for row in WERKPLEINEN}
    for source in ("besluit-2011", "besluit-2012"):
        year = int(source[-4:])
        for area in (row for row in AREAS if row["bron"] == source):
            code = LIST.went_to(LIST.by_name(area["gemeente"]) or "", START[source])
            row = LIST.region_in(code or "", year)
            assert row is not None
            place = own[area["werkplein"], source]
            assert place["arbeidsmarktregio"] in (row.region, *row.also), area


def test_regions_of_2015_are_those_of_the_decree() -> None:
    """Names the decree took over from 2014 stand for the gemeente they had become."""
    for listed in TABLES["regio_gemeenten"]:
        code = LIST.went_to(LIST.by_name(listed["gemeente"]) or "", START["besluit-2015"])
        row = LIST.region_in(code or "", 2015)
        assert row is not None
        assert row.region == listed["arbeidsmarktregio"], listed


def test_cbs_codes_follow_each_other_and_36_to_38_replace_three() -> None:
    rows = TABLES["regio_cbs"]
    regions = {row["code"] for row in TABLES["arbeidsmarktregios"] if row["indeling"] == "2015"}
    assert {row["arbeidsmarktregio"] for row in rows} == regions
    changed = {}
    for region, periods in _by(rows, "arbeidsmarktregio").items():
        held = sorted(periods, key=lambda row: row["van_jaar"])
        assert (held[0]["van_jaar"], held[-1]["tot_jaar"]) == ("2014", "")
        for earlier, later in pairwise(held):
            assert int(earlier["tot_jaar"]) + 1 == int(later["van_jaar"])
        codes = [row["cbs_code"] for row in held]
        if len(set(codes)) > 1:
            changed[region] = codes
    assert changed == {
        "ijsselvechtstreek": ["AM04", "AM36"],
        "zuid-kennemerland": ["AM16", "AM37"],
        "food-valley": ["AM31", "AM38"],
    }


def test_location_types_are_those_of_the_contract() -> None:
    soort = find_contract("werkpleinen").column("soort")
    kinds = {kind.key: kind for kind in load_register().location_types}
    assert {code: (kind.label("nl"), kind.label("en")) for code, kind in kinds.items()} == {
        code: (text.nl, text.en) for code, text in soort.values.items()
    }
    assert {kind.successor for kind in kinds.values()} - {None} <= set(kinds)
    assert {row["locatietype"] for row in TABLES["bronnen"]} <= set(kinds)


# Werkpleinen.


def test_every_vanished_werkplein_has_a_successor_in_the_next_decree() -> None:
    codes = {source: {row["code"] for row in t} for source, t in _by(WERKPLEINEN, "bron").items()}
    for row in WERKPLEINEN:
        later = NEXT.get(row["bron"])
        vanishes = later is not None and row["code"] not in codes[later]
        assert bool(row["opgegaan_in"]) == vanishes, row["code"]
        assert (row["afgeleid"] == "ja") == vanishes
        assert not vanishes or row["opgegaan_in"] in codes[later or ""]


# The rule of the README, a second time and plainly: postcodes as sets of
# four-digit numbers, where the tables were made with six positions.


def _numbers(postcodes: str) -> set[int]:
    found: set[int] = set()
    for part in postcodes.split(", "):
        first, _, last = part.partition("-")
        found |= set(range(int(first[:4]), int((last or first)[:4]) + 1))
    return found


def _shared(area: Row, other: Row) -> float:
    if not (area["postcodes"] and other["postcodes"]):
        return 1
    mine, theirs = _numbers(area["postcodes"]), _numbers(other["postcodes"])
    return len(mine & theirs) / len(mine)


def _heirs(code: str, source: str, later: str) -> Counter[str]:
    votes: Counter[str] = Counter()
    for area in AREAS:
        if (area["werkplein"], area["bron"]) != (code, source):
            continue
        there = [row for row in AREAS if row["bron"] == later]
        own = LIST.by_name(area["gemeente"]) or ""
        names = {own, LIST.went_to(own, START[later])}
        found = [row for row in there if LIST.by_name(row["gemeente"]) in names]
        shares = {row["werkplein"]: _shared(area, row) for row in found}
        votes[max(shares, key=shares.__getitem__)] += 1
    return votes


@pytest.mark.parametrize("source", list(NEXT))
def test_the_successor_has_most_gemeenten_of_the_area(source: str) -> None:
    merged = [row for row in WERKPLEINEN if row["bron"] == source and row["opgegaan_in"]]
    assert merged
    for row in merged:
        votes = _heirs(row["code"], source, NEXT[source])
        successor, count = votes.most_common()[0]
        assert row["opgegaan_in"] == successor
        assert row["opgegaan_deel"] == f"{count} van {votes.total()}"


def test_following_the_chain_ends_where_the_area_is() -> None:
    register = load_register()
    starts = {row["bron"]: date.fromisoformat(row["geldig_vanaf"]) for row in TABLES["bronnen"]}
    other = set()
    for row in WERKPLEINEN:
        if not row["opgegaan_in"]:
            continue
        for later in SOURCES[SOURCES.index(row["bron"]) + 1 :]:
            reached = register.successor(row["code"], starts[later])
            assert reached is not None
            assert reached.source == later
            if reached.code not in (
                row["code"],
                _heirs(row["code"], row["bron"], later).most_common()[0][0],
            ):
                other.add((row["code"], later))
    assert other == {("amsterdam-noord", "besluit-2013"), ("amsterdam-noord", "besluit-2015")}


def test_every_spelling_leads_to_a_name_of_the_tables() -> None:
    known = {
        "gemeente": {row["gemeente"] for row in AREAS} | {row["naam"] for row in GEMEENTEN},
        "werkplein": {row["naam"] for row in WERKPLEINEN},
        "arbeidsmarktregio": {row["naam"] for row in TABLES["arbeidsmarktregios"]},
    }
    assert [r for r in TABLES["schrijfwijzen"] if r["naam"] not in known[r["soort"]]] == []


def test_a_name_means_one_thing() -> None:
    for table, column in ((WERKPLEINEN, "code"), (TABLES["arbeidsmarktregios"], "code")):
        meanings: dict[str, set[str]] = {}
        for row in table:
            for name in (row["naam"], row["code"]):
                meanings.setdefault(key(name), set()).add(row[column])
        assert {name: codes for name, codes in meanings.items() if len(codes) > 1} == {}
    gemeenten = {row["gemeente"] for row in AREAS}
    assert len({key(name) for name in gemeenten}) == len(gemeenten)


def test_every_region_of_now_has_a_tile_of_its_own() -> None:
    tiles = TABLES["tegels"]
    still = {row["code"] for row in TABLES["arbeidsmarktregios"] if not row["geldig_tot"]}
    assert sorted(row["arbeidsmarktregio"] for row in tiles) == sorted(still)
    assert len({(row["rij"], row["kolom"]) for row in tiles}) == len(tiles) == 35


def test_tiles_lie_as_the_country_does() -> None:
    register = load_register()
    at = {
        name: register.map_tile(name) for name in ("Groningen", "Zeeland", "Zuid-Limburg", "Twente")
    }
    row = {name: tile.row for name, tile in at.items() if tile}
    column = {name: tile.column for name, tile in at.items() if tile}
    assert row["Groningen"] < row["Twente"] < row["Zeeland"] < row["Zuid-Limburg"]
    assert column["Zeeland"] < column["Groningen"] <= column["Twente"]
    # Any name of any year leads there; of a region that was divided since nobody knows which part.
    assert register.map_tile("Oost-Utrecht") == register.map_tile("Amersfoort") is not None
    assert register.map_tile("Noord-Kennemerland") is None
    assert register.map_tile("Voorbeeldregio Middenland") is None
