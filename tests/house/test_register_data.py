"""The tables of `data/reference/`: complete, in agreement with each other and with the decrees."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest

from ketenkpi.register import key, load_register
from ketenkpi.register.tables import Row, rows
from ketenkpi.settings import REFERENCE

TABLES = {file.stem: rows(file) for file in sorted(REFERENCE.glob("*.csv"))}
WERKPLEINEN, AREAS = TABLES["werkpleinen"], TABLES["werkgebieden"]
SOURCES = [row["bron"] for row in TABLES["bronnen"]]
NEXT = dict(pairwise(SOURCES))
IN_2015 = {row["gemeente"] for row in TABLES["regio_gemeenten"]}


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


def test_every_vanished_gemeente_has_a_place_to_go() -> None:
    changes = TABLES["gemeente_wijzigingen"]
    named = {source: {row["gemeente"] for row in t} for source, t in _by(AREAS, "bron").items()}
    for source, later in NEXT.items():
        gone = {row["gemeente"] for row in changes if row["bron"] == source}
        assert named[source] - named[later] == gone
        assert {row["opgegaan_in"] for row in changes if row["bron"] == source} <= named[later]


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
    now = {row["gemeente"]: row["opgegaan_in"] for row in TABLES["gemeente_wijzigingen"]}
    votes: Counter[str] = Counter()
    for area in AREAS:
        if (area["werkplein"], area["bron"]) != (code, source):
            continue
        there = [row for row in AREAS if row["bron"] == later]
        names = {area["gemeente"], now.get(area["gemeente"])}
        shares = {r["werkplein"]: _shared(area, r) for r in there if r["gemeente"] in names}
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
        "gemeente": {row["gemeente"] for row in AREAS},
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
