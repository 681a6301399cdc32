"""What does not apply, from a file into the store, its figures, and a file again."""

from __future__ import annotations

import polars as pl
import pytest

from ketenkpi.contracts import NVT, CellStates
from ketenkpi.cooperation.scan import NOT_ANSWERED, NOT_APPLICABLE, questions_of
from ketenkpi.errors import OutOfScope
from ketenkpi.resources import sums as resources
from ketenkpi.scope import Scope
from ketenkpi.store import Store
from tests.unit.store.files import ALL, Q1, deliver, spells

pytestmark = pytest.mark.slow

SPELLS = (
    "1;A;WW;c1;05-01-2009;n.v.t.;n.v.t.",
    "2;A;WW;n.v.t.;05-01-2009;20-02-2009;werk",
    "3;A;WW;c3;05-01-2009;21-02-2009;n.v.t.",
    "4;A;WW;;05-01-2009;;",
)


def test_rows_that_count_keep_it_and_are_a_file_again(local: Store) -> None:
    deliver(local, spells(*SPELLS))
    rows = pl.from_pandas(local.table("trajecten", ALL).sort_values("traject_id"))
    assert rows[NVT].to_list() == ["uitstroom,reden_uitstroom", "client", None, None]
    counted = {one.column: one for one in local.states("trajecten", ALL)}
    assert counted["client"] == CellStates("client", 2, 0, 1, 1)
    assert counted["uitstroom"] == CellStates("uitstroom", 2, 0, 1, 1)
    # The reason of an end that has a day applies: it is not known.
    assert counted["reden_uitstroom"] == CellStates("reden_uitstroom", 1, 0, 2, 1)
    again = local.export_rows("trajecten", ALL, by="anna")
    assert again.count(b"n.v.t.") == 3
    assert local.check(again, "trajecten").states == tuple(counted.values())
    (taken,) = (row for row in local.audit(ALL).to_dict("records") if row["action"] == "export")
    assert taken["detail"]["contract"] == "trajecten"
    with pytest.raises(OutOfScope):
        local.export_rows("trajecten", Scope.everything("figures"), by="bob")


def test_figures_are_those_of_empty_cells(local: Store) -> None:
    deliver(local, spells(*SPELLS))
    said = local.counts(ALL)
    changed = deliver(local, spells(*(row.replace("n.v.t.", "") for row in SPELLS)), replace=True)
    # The rows are others; no figure moves.
    assert [(one.changed, one.added) for one in changed.changes.rows] == [(2, 0)]
    assert changed.changes.figures == ()
    assert said.tables.keys() == local.counts(ALL).tables.keys()


def test_a_target_that_does_not_apply(local: Store) -> None:
    text = "werkplein;indicator;vanaf;tot;waarde;soort\nA;uitstroom_werk;01-01-2009;;n.v.t.;norm\n"
    deliver(local, spells(*SPELLS))
    deliver(local, text.encode(), "doelen")
    (target,) = local.targets(ALL).to_dict("records")
    assert target["status"] == "nvt"
    assert target["waarde"] != target["waarde"]


def test_an_answer_of_the_scan_that_does_not_apply(local: Store) -> None:
    text = "werkplein;kwartaal;invuller;onderdeel;product;proces;score;toelichting\n"
    text += (
        "A;2009K1;uwv;intake;2;n.v.t.;;\nA;2009K1;uwv;duos;;;n.v.t.;\nA;2009K1;uwv;diagnose;1;;;\n"
    )
    deliver(local, text.encode(), "samenwerking")
    known = local.cooperation("A", Q1, ALL).answers
    product, proces = questions_of("intake")
    assert known.of("uwv", product).mark == 2
    assert known.of("uwv", proces).reason == NOT_APPLICABLE
    assert known.of("uwv", questions_of("duos")[0]).reason == NOT_APPLICABLE
    assert known.of("uwv", questions_of("diagnose")[1]).reason == NOT_ANSWERED
    # Filled in on the screen, what was not touched says the same.
    local.save_answer(
        "A", Q1, "uwv", "diagnose", {"product": "1", "proces": "1"}, by="anna", scope=ALL
    )
    local.submit_draft("A", Q1, "uwv", by="anna", replace=True, scope=ALL)
    again = local.cooperation("A", Q1, ALL).answers
    assert again.of("uwv", proces).reason == NOT_APPLICABLE
    assert again.of("uwv", questions_of("diagnose")[1]).mark == 1


def test_money_that_does_not_apply_is_not_left_open(local: Store) -> None:
    text = "werkplein;kwartaal;organisatie;soort;begroot;besteed;fte\n"
    text += "A;2009K1;uwv;ict;100;n.v.t.;\nA;2009K1;uwv;overig;100;;n.v.t.\n"
    deliver(local, text.encode(), "middelen")
    found = local.resources(scope=ALL, quarters=(Q1,)).spending
    by_kind = {(one.partner, one.kind): one.spent.reason for one in found}
    assert by_kind["uwv", "ict"] == resources.NOT_APPLICABLE
    assert by_kind["uwv", "overig"] == resources.EMPTY
    assert by_kind["gemeente", "ict"] == resources.NOT_DELIVERED


def test_an_approval_that_is_not_needed_does_not_lack(local: Store) -> None:
    text = "werkplein;doelgroep;fase;vanaf;tot;akkoord_uwv;akkoord_gemeente\n"
    text += (
        "A;jongere;1;01-01-2009;n.v.t.;02-01-2009;n.v.t.\nA;grote_afstand;1;01-01-2009;;;n.v.t.\n"
    )
    deliver(local, text.encode(), "fasen")
    periods = {one.doelgroep: one for one in local.phases(ALL).periods}
    assert periods["jongere"].lacking == ()
    assert periods["jongere"].last is None
    assert periods["grote_afstand"].lacking == ("uwv",)
