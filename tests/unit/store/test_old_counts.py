"""A store whose counts an older program made: figures and uploads go on, counted again."""

from __future__ import annotations

import json

import pyarrow.parquet as pq
from sqlalchemy import text

from ketenkpi.counts.pieces import META, is_current
from ketenkpi.scope import Scope
from ketenkpi.store import Store, open_store
from tests.unit.store.files import deliver, flow, spells

ALL = Scope.everything()


def make_old(store: Store) -> None:
    """The counts file as an older version of the program would have left it."""
    name = store.catalogue.snapshot().counts_blob
    assert name is not None
    path = store.catalogue.counts.path(name)
    table = pq.read_table(path)
    meta = json.loads(table.schema.metadata[META])
    table = table.replace_schema_metadata({META: json.dumps({**meta, "version": 1}).encode()})
    staged = store.settings.home / "old.parquet"
    pq.write_table(table, staged)
    old = store.catalogue.counts.place(staged)
    with store.catalogue.engine.begin() as connection:
        connection.execute(text("UPDATE run SET counts_blob = :old"), {"old": old})
    assert not is_current(store.catalogue.counts.path(old))


FIRST = ("T1;Oost;WW;a;2009-01-05;;", "T2;Oost;WW;b;2009-02-02;;")


def test_figures_and_uploads_go_on(local: Store) -> None:
    assert deliver(local, spells(*FIRST)).status == "stored"
    before = local.figures(["instroom", "beginstand"], scope=ALL, by=("werkplein", "kwartaal"))
    make_old(local)
    assert local.figures(
        ["instroom", "beginstand"], scope=ALL, by=("werkplein", "kwartaal")
    ).equals(before)
    more = spells("T3;West;WW;c;2009-02-09;;")
    assert deliver(local, more).status == "stored"
    assert flow(local) == {("Oost", "2009K1"): 2, ("West", "2009K1"): 1}
    name = local.catalogue.snapshot().counts_blob
    assert name is not None
    assert is_current(local.catalogue.counts.path(name))


def test_figures_of_an_older_program_are_kept_once_they_are_made_again(local: Store) -> None:
    deliver(local, spells(*FIRST))
    make_old(local)
    kept = local.settings.home / "vintages" / "now"
    assert not kept.exists()
    by = ("werkplein", "kwartaal")
    made = local.figures(["instroom"], by, ALL)
    (file,) = kept.glob("instroom-werkplein-kwartaal-*.parquet")
    when = file.stat().st_ino
    again = open_store(local.settings)
    assert again.figures(["instroom"], by, ALL).equals(made)
    again.recount(by="test")
    assert again.figures(["instroom"], by, ALL).equals(made)
    again.close()
    # What they are made of is the same, so they were not made again.
    assert [each.stat().st_ino for each in kept.glob("instroom-werkplein-*")] == [when]


def test_a_figure_brings_its_company_through_the_store(local: Store) -> None:
    deliver(local, spells(*FIRST))
    found = local.figures(["preventiequote"], scope=ALL, by=("werkplein", "kwartaal"))
    assert set(found["indicator"]) == {"preventiequote", "herhaalde_melding", "afgewezen"}
