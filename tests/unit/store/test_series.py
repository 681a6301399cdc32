"""What a later delivery takes over from an earlier one: nothing twice, nothing lost."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ketenkpi.contracts import load_contracts
from ketenkpi.scope import Scope
from ketenkpi.store import Store
from ketenkpi.store.reading import current_table
from ketenkpi.store.rows import RowsPart, current_rows, parts_of, write_rows
from ketenkpi.store.series import SERIES
from tests.unit.store.files import ALL, Q1, Q2, Q3, deliver, flow, spells

pytestmark = pytest.mark.slow


def test_every_contract_has_its_series() -> None:
    assert set(SERIES) == set(load_contracts())


def _current(store: Store, contract: str = "trajecten") -> list[tuple[object, ...]]:
    now = store.catalogue.snapshot()
    parts = parts_of(now.deliveries, store.catalogue.rows, now.stated)
    out = store.settings.home / "out.parquet"
    with duckdb.connect() as connection:
        write_rows(connection, current_rows(contract, parts), out)
        query = (
            "SELECT traject_id, werkplein, uitstroom, DATE '1970-01-01' + _gezien_vanaf,"
            f" DATE '1970-01-01' + _gezien_tot FROM '{out}' ORDER BY ALL"
        )
        return [
            tuple(v.date() if hasattr(v, "date") else v for v in row)
            for row in connection.execute(query).fetchall()
        ]


def test_a_later_row_supersedes_and_an_absent_one_keeps_its_own_horizon(local: Store) -> None:
    deliver(local, spells("1;A;WW;;05-01-2009;;", "2;A;WW;;05-01-2009;20-03-2009;werk"))
    deliver(local, spells("1;A;WW;;05-01-2009;10-04-2009;werk"), quarter=Q2)
    assert _current(local) == [
        ("1", "A", date(2009, 4, 10), None, date(2009, 6, 30)),
        ("2", "A", date(2009, 3, 20), None, date(2009, 3, 31)),
    ]


def test_an_older_quarter_that_comes_late_does_not_win(local: Store) -> None:
    deliver(local, spells("1;A;WW;;05-01-2009;10-04-2009;werk"), quarter=Q2)
    deliver(local, spells("1;A;WW;;05-01-2009;;", "2;A;WW;;07-01-2009;15-02-2009;"), quarter=Q1)
    assert [(row[0], row[2]) for row in _current(local)] == [
        ("1", date(2009, 4, 10)),
        ("2", date(2009, 2, 15)),
    ]


def test_a_case_is_followed_from_the_first_delivery_that_held_it(local: Store) -> None:
    # Were it followed only from the last delivery's begin, those who left early
    # would be at risk for longer than those who stayed, and leave too soon.
    file = ("1;A;WW;;05-05-2008;;", "2;A;WW;;05-05-2008;20-02-2009;werk")
    deliver(local, spells(*file), observed_from=date(2009, 1, 1))
    later = ("1;A;WW;;05-05-2008;;", "3;A;WW;;05-05-2008;;")
    # Case 3 began before, so the first delivery could have held it: that is asked about.
    deliver(local, spells(*later), quarter=Q2, observed_from=date(2009, 4, 1), replace=True)
    assert [(row[0], row[3]) for row in _current(local)] == [
        ("1", date(2009, 1, 1)),
        ("2", date(2009, 1, 1)),
        ("3", date(2009, 4, 1)),
    ]


def test_a_known_past_stays_known(local: Store) -> None:
    deliver(local, spells("1;A;WW;;05-05-2008;;"))
    deliver(local, spells("1;A;WW;;05-05-2008;;"), quarter=Q2, observed_from=date(2009, 4, 1))
    assert [row[3] for row in _current(local)] == [None]


def test_one_number_at_two_werkpleinen_is_two_people(local: Store) -> None:
    deliver(local, spells("1;A;WW;k1;05-01-2009;;"))
    deliver(local, spells("1;B;WW;k9;05-01-2009;;"))
    assert flow(local) == {("A", "2009K1"): 1, ("B", "2009K1"): 1}


def test_the_same_numbers_at_another_werkplein_are_other_cases(local: Store) -> None:
    deliver(local, spells("1;A;WW;k1;05-01-2009;;", "2;A;WW;;05-01-2009;;"))
    told = deliver(local, spells("1;B;WW;k1;05-01-2009;;", "2;B;WW;;05-01-2009;;"), quarter=Q2)
    assert [(t.level, t.rule, t.count) for t in told.findings.totals] == [
        ("advies", "zelfde_nummers", 1)
    ]
    assert [row[:2] for row in _current(local)] == [("1", "A"), ("1", "B"), ("2", "A"), ("2", "B")]


def test_cases_that_somebody_says_moved_count_once(local: Store) -> None:
    deliver(local, spells("1;A;WW;k1;05-01-2009;;", "2;A;WW;;05-01-2009;;"))
    file = spells("1;B;WW;k1;05-01-2009;;", "2;B;WW;;05-01-2009;;")
    deliver(local, file, quarter=Q2, answers={"verhuisd:A": "ja"})
    # Number 2 has no pseudonym, so that it moved cannot be known.
    assert [row[:2] for row in _current(local)] == [("1", "B"), ("2", "A"), ("2", "B")]
    # It was said once, and holds for the next file.
    third = spells("1;B;WW;k1;05-01-2009;;", "2;B;WW;;05-01-2009;;", "3;B;WW;k3;05-08-2009;;")
    assert deliver(local, third, quarter=Q3).status == "stored"
    assert ("1", "A") not in [row[:2] for row in _current(local)]


def test_complaints_that_are_delivered_again_count_once(local: Store) -> None:
    head, one, late = "werkplein;datum;thema", "A;05-01-2009;wachttijd", "A;30-03-2009;bejegening"
    deliver(local, f"{head}\n{one}\n{one}\n".encode(), "klachten")
    new = "A;07-04-2009;wachttijd"
    file = f"{head}\n{one}\n{one}\n{late}\n{new}\n".encode()
    asked = deliver(local, file, "klachten", quarter=Q2)
    # One complaint of the quarter before is new, and that quarter was read already.
    assert [(c.added, c.removed, c.changed) for c in asked.changes.earlier] == [(1, 0, 0)]
    deliver(local, file, "klachten", quarter=Q2, replace=True)
    assert flow(local, "klachten") == {("A", "2009K1"): 3, ("A", "2009K2"): 1}


def test_complaints_of_only_the_new_quarter_add(local: Store) -> None:
    head = "werkplein;datum;thema"
    deliver(local, f"{head}\nA;05-01-2009;wachttijd\n".encode(), "klachten")
    deliver(local, f"{head}\nA;07-04-2009;wachttijd\n".encode(), "klachten", quarter=Q2)
    assert flow(local, "klachten") == {("A", "2009K1"): 1, ("A", "2009K2"): 1}


def test_a_survey_round_comes_as_a_whole(local: Store) -> None:
    head = "werkplein;kwartaal;klantgroep;klantprincipe;score"
    seeker, employer = "A;2009K1;werkzoekende;tijdigheid", "A;2009K1;werkgever;tijdigheid"
    deliver(local, f"{head}\n{seeker};6\n{seeker};7\n{employer};8\n".encode(), "tevredenheid")
    again = f"{head}\n{seeker};5\n".encode()
    assert deliver(local, again, "tevredenheid", quarter=Q2).status == "refused"
    deliver(local, again, "tevredenheid", replace=True)
    assert flow(local, "klant") == {("A", "2009K1"): 1}


def test_a_step_that_is_delivered_again_gets_its_end(local: Store) -> None:
    deliver(local, spells("1;A;WW;;05-01-2009;;"))
    head = "traject_id;taak;organisatie;begin;einde"
    deliver(local, f"{head}\n1;intake;uwv;12-01-2009;\n".encode(), "stappen")
    later = f"{head}\n1;intake;uwv;12-01-2009;10-04-2009\n1;diagnose;uwv;12-04-2009;\n"
    deliver(local, later.encode(), "stappen", quarter=Q2)
    rows = local.table("stappen", ALL)
    assert list(rows["taak"]) == ["diagnose", "intake"]
    assert list(rows["einde"]) == [None, date(2009, 4, 10)]
    assert set(rows["werkplein"]) == {"A"}


def test_a_step_without_a_spell_is_refused_or_left_out(local: Store) -> None:
    deliver(local, spells("1;A;WW;;05-01-2009;;"))
    head = "traject_id;taak;organisatie;begin;einde"
    file = f"{head}\n1;intake;uwv;12-01-2009;\n9;intake;uwv;12-01-2009;\n".encode()
    refused = deliver(local, file, "stappen")
    assert refused.status == "refused"
    assert [(f.rule, f.line, f.value) for f in refused.findings.listed] == [
        ("stap_zonder_traject", 3, "9")
    ]
    stored = deliver(local, file, "stappen", skip_faulty_rows=True)
    assert (stored.status, stored.rows_stored, stored.rows_rejected) == ("stored", 1, 1)


def test_phases_of_a_target_group_come_as_a_whole(local: Store) -> None:
    head = "werkplein;doelgroep;fase;vanaf;tot"
    first = ("A;jongere;1;01-01-2008;", "A;overig;0;01-01-2008;")
    deliver(local, "\n".join((head, *first)).encode(), "fasen")
    # Beside the old row, which ran on, the new one would overlap.
    later = ("A;jongere;1;01-01-2008;31-03-2009", "A;jongere;2;01-04-2009;")
    deliver(local, "\n".join((head, *later)).encode(), "fasen", quarter=Q2)
    rows = local.table("fasen", ALL).sort_values(["doelgroep", "vanaf"])
    assert [(r.doelgroep, r.fase, r.vanaf, r.tot) for r in rows.itertuples()] == [
        ("jongere", "1", date(2008, 1, 1), date(2009, 3, 31)),
        ("jongere", "2", date(2009, 4, 1), None),
        ("overig", "0", date(2008, 1, 1), None),
    ]


def test_shares_of_a_key_come_as_a_whole(local: Store) -> None:
    head = "arbeidsmarktregio;kwartaal;sleutel;werkplein;aandeel"
    first = ("R;2009K1;s;A;40", "R;2009K1;s;B;60", "R;2009K1;t;A;50", "R;2009K1;t;B;50")
    deliver(local, "\n".join((head, *first)).encode(), "verdeling")
    deliver(local, f"{head}\nR;2009K1;s;A;100\n".encode(), "verdeling", quarter=Q2)
    rows = local.table("verdeling", ALL).sort_values(["sleutel", "werkplein"])
    assert [(r.sleutel, r.werkplein, r.aandeel) for r in rows.itertuples()] == [
        ("s", "A", 100),
        ("t", "A", 50),
        ("t", "B", 50),
    ]


def test_goals_in_words_of_one_place_and_day_come_as_a_whole(local: Store) -> None:
    head = "werkplein;indicator;doel;vanaf;waarde"
    first = ("A;;x;01-01-2009;", "A;;y;01-01-2009;", "A;instroom;;01-01-2009;5")
    deliver(local, "\n".join((head, *first)).encode(), "doelen")
    deliver(local, f"{head}\nA;;z;01-01-2009;\n".encode(), "doelen", quarter=Q2)
    rows = local.table("doelen", ALL)
    assert sorted(zip(rows["indicator"].fillna(""), rows["doel"].fillna(""), strict=True)) == [
        ("", "z"),
        ("instroom", ""),
    ]


def test_targets_of_a_region_are_for_everybody(local: Store) -> None:
    from ketenkpi.scope import Scope

    head = "werkplein;arbeidsmarktregio;indicator;vanaf;waarde"
    places = (("A;", 5), (";Midden", 6), ("B;", 7))
    rows = [f"{place};instroom;01-01-2009;{value}" for place, value in places]
    deliver(local, "\n".join((head, *rows)).encode(), "doelen")
    seen = local.table("doelen", Scope.of(["B"]))
    assert sorted(seen["waarde"]) == [6, 7]
    grid = local.deliveries(Scope.of(["B"]))
    assert sorted(grid["werkplein"]) == ["B", "Midden"]


@pytest.mark.parametrize("quarters", [(Q1, Q2, Q3), (Q3, Q1, Q2)])
def test_the_order_of_arrival_does_not_matter(local: Store, quarters: tuple[object, ...]) -> None:
    files = {
        Q1: spells("1;A;WW;;05-01-2009;;", "2;A;WW;;05-02-2009;;"),
        Q2: spells("1;A;WW;;05-01-2009;;", "2;A;WW;;05-02-2009;09-05-2009;werk"),
        Q3: spells("1;A;WW;;05-01-2009;08-08-2009;werk"),
    }
    for quarter in quarters:
        deliver(local, files[quarter], quarter=quarter)
    assert [(row[0], row[2]) for row in _current(local)] == [
        ("1", date(2009, 8, 8)),
        ("2", date(2009, 5, 9)),
    ]


def test_a_column_that_a_contract_did_not_have_yet_is_empty(tmp_path: Path) -> None:
    file = tmp_path / "old.parquet"
    rows = {"werkplein": ["A"], "doelgroep": ["jongere"], "fase": ["1"], "_line": [2]}
    days = {"vanaf": [date(2009, 1, 1)], "tot": [None], "bewijs": [None]}
    pq.write_table(pa.table(rows | days), file)
    part = RowsPart("fasen", file, None, 2009 * 4, 1, None, date(2009, 12, 31))
    table = current_table("fasen", [part], tmp_path, Scope.everything())
    assert table.num_rows == 1
    assert table["akkoord_uwv"].to_pylist() == [None]
    assert table["vanaf"].to_pylist() == [date(2009, 1, 1)]
