"""From a wrong file to a figure: checked, mended, delivered, replaced; and nothing too early."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from ketenkpi.contracts import load_contracts
from ketenkpi.scope import Scope
from ketenkpi.store import Store
from tests.dashboard.conftest import Opened
from tests.dashboard.said import said
from tests.dashboard.small import LAST, NOORD, csv, spells

pytestmark = pytest.mark.slow

PAGE = "views/gegevens.py"
WEST = "West"


def _rows() -> list[str]:
    return spells(WEST, 60, seed=9)


def _chosen(opened: Opened, content: bytes, name: str = "trajecten_west.csv") -> AppTest:
    app = opened(PAGE)
    app.file_uploader[0].upload(name, content).run()
    assert not app.exception
    return app


def _deliver(app: AppTest, **fields: str) -> AppTest:
    for key, value in {"door": "Anna", "voor_kwartaal": str(LAST), **fields}.items():
        app.text_input(key=key).set_value(value)
    app.form_submit_button[0].click().run()
    assert not app.exception
    return app


def test_a_fault_is_shown_with_line_column_value_and_remedy(opened: Opened, store: Store) -> None:
    rows = _rows()
    rows[2] = rows[2].replace(";2009-", ";2009-13-", 1)
    before = store.version
    app = _chosen(opened, csv(rows))
    table = app.table[0].value
    # The header is line 1, so the third row of data is line 4.
    assert list(table.index) == ["4"]
    assert table["Kolom"].item() == "melding"
    assert table["Waarde"].item().replace("\\", "").startswith("2009-13-")
    assert all(table[column].item() for column in ("Wat er wordt verwacht", "Wat u kunt doen"))
    assert "60 rijen gelezen = 0 op te slaan + 60 niet op te slaan" in said(app)
    assert not app.form_submit_button
    assert store.version == before


def test_the_way_the_file_was_read_is_shown(opened: Opened) -> None:
    app = _chosen(opened, csv(_rows()))
    assert "Gelezen als Trajecten: UTF-8, gescheiden door puntkomma" in said(app)
    assert "60 rijen gelezen = 60 op te slaan + 0 niet op te slaan" in said(app)


def test_checking_stores_nothing_and_delivering_does(opened: Opened, store: Store) -> None:
    before = store.version
    app = _chosen(opened, csv(_rows()))
    assert store.version == before
    _deliver(app)
    assert "60 rijen tellen nu mee" in app.success[-1].value
    assert store.version == before + 1
    frame = store.figures(["instroom"], ("werkplein",), Scope.everything(), {"werkplein": [WEST]})
    assert frame["value"].sum() == 60


def test_without_a_name_nothing_is_stored(opened: Opened, store: Store) -> None:
    before = store.version
    app = _deliver(_chosen(opened, csv(_rows())), door=" ")
    assert app.error[0].value == "Vul uw naam in."
    assert store.version == before


def test_a_quarter_that_is_none_is_refused_with_what_is_expected(
    opened: Opened, store: Store
) -> None:
    before = store.version
    app = _deliver(_chosen(opened, csv(_rows())), voor_kwartaal="vorig jaar")
    assert "vorig jaar" in app.error[0].value
    assert store.version == before


def test_the_same_file_twice_changes_nothing(opened: Opened, store: Store) -> None:
    _deliver(_chosen(opened, csv(_rows())))
    after = store.version
    app = _deliver(_chosen(opened, csv(_rows())))
    assert "telt al mee" in app.info[0].value
    assert store.version == after


def test_a_replacement_is_shown_first_and_waits_for_a_yes(opened: Opened, store: Store) -> None:
    _deliver(_chosen(opened, csv(_rows())))
    after = store.version
    app = _deliver(_chosen(opened, csv(_rows()[:50])))
    assert "Er is nog niets opgeslagen" in app.warning[0].value
    assert "West" in app.warning[0].value
    assert "0 rijen erbij, 10 weg, 0 anders" in said(app)
    changes = app.dataframe[-1].value
    assert {"Was", "Wordt"} <= set(changes.columns)
    assert store.version == after
    app.button(key="vervangen").click().run()
    assert not app.exception
    assert "50 rijen tellen nu mee" in said(app)
    assert store.version == after + 1


def test_good_rows_alone_on_request(opened: Opened, store: Store) -> None:
    rows = _rows()
    rows[2] = rows[2].replace("WW", "Wajong", 1)
    app = _chosen(opened, csv(rows))
    app.checkbox(key="skip_faulty").check().run()
    assert "60 rijen gelezen = 59 op te slaan + 1 niet op te slaan" in said(app)
    _deliver(app)
    assert "59 rijen tellen nu mee, 1 niet" in app.success[-1].value


def test_personal_data_is_refused(opened: Opened, store: Store) -> None:
    rows = [f"{row};111222333" for row in _rows()]
    content = csv(rows).replace(b"reden_uitstroom", b"reden_uitstroom;bsn", 1)
    before = store.version
    app = _chosen(opened, content)
    assert not app.form_submit_button
    assert app.error
    assert store.version == before


def test_a_file_of_unknown_kind_waits_for_a_choice(opened: Opened) -> None:
    app = _chosen(opened, b"a;b\r\n1;2\r\n", "export.csv")
    assert not app.error
    assert not app.success
    kind = next(box for box in app.selectbox if box.label == "Wat staat erin?")
    kind.set_value("trajecten").run()
    assert app.error, "chosen, and then refused for its columns"


def test_a_file_is_recognised_by_its_columns(opened: Opened) -> None:
    app = _chosen(opened, csv(_rows()), "export.csv")
    kind = next(box for box in app.selectbox if box.label == "Wat staat erin?")
    assert kind.value == "trajecten"
    assert app.success


@pytest.mark.parametrize("contract", sorted(load_contracts()))
def test_every_kind_of_file_has_its_template_and_dictionary(opened: Opened, contract: str) -> None:
    app = opened(PAGE)
    app.session_state["deel"] = "Sjablonen"
    app.run()
    app.selectbox(key="contract").set_value(contract).run()
    assert not app.exception
    names = [column.name for column in load_contracts()[contract].columns]
    assert list(app.table[0].value.index) == names
    assert len(app.get("download_button")) == 2


def test_who_delivered_what_shows_a_gap_as_a_gap(opened: Opened) -> None:
    app = opened(PAGE)
    app.session_state["deel"] = "Wie leverde wat"
    app.run()
    app.selectbox(key="kwartaal").set_value("2009K4").run()
    grid = app.table[0].value
    assert list(grid["Trajecten"]) == ["ingediend", "–"]
    assert "leverden niet" in said(app)
    assert NOORD in app.dataframe[0].value["Plaats"].to_list()
