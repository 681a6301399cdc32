"""From a wrong file to a figure: checked, mended, delivered, replaced; and nothing too early."""

from __future__ import annotations

from collections import Counter
from io import BytesIO
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from xlsxwriter import Workbook

from dashboard.presenters.uploads import beside
from ketenkpi.contracts import Finding, Findings, Total, load_contracts
from ketenkpi.contracts.profile import load_profiles
from ketenkpi.scope import Scope
from ketenkpi.store import Store
from tests.dashboard.conftest import Opened
from tests.dashboard.said import columns_told, said
from tests.dashboard.small import HEAD, LAST, NOORD, csv, spells
from tests.unit.store.test_personal import numbers
from tests.unit.surfaces.same import Cells

pytestmark = pytest.mark.slow

PAGE = "gegevens"
WEST = "West"
NEW = "Dit is een nieuwe plaats"


def _rows() -> list[str]:
    return spells(WEST, 60, seed=9)


def _chosen(opened: Opened, content: bytes, name: str = "trajecten_west.csv") -> AppTest:
    app = opened(PAGE)
    app.file_uploader[0].upload(name, content).run()
    assert not app.exception
    return app


def _press(app: AppTest, label: str) -> AppTest:
    next(button for button in app.button if button.label == label).click().run()
    assert not app.exception, app.exception[0].stack_trace
    return app


def _field(app: AppTest, label: str) -> Any:
    return next(field for field in app.text_input if field.label == label)


def _choice(app: AppTest) -> Any:
    return next(box for box in app.selectbox if box.label == "Wie levert dit?")


def _offer(app: AppTest, period: str = str(LAST), by: str = "Anna", who: str = "uwv") -> AppTest:
    """Fill in the form and send it, whatever comes of it."""
    _field(app, "Uw naam").set_value(by)
    _field(app, "Periode").set_value(period)
    _choice(app).set_value(who)
    app.form_submit_button[0].click().run()
    assert not app.exception, app.exception[0].stack_trace
    return app


def _deliver(app: AppTest, period: str = str(LAST), by: str = "Anna", who: str = "uwv") -> AppTest:
    """Send it, and answer that a place nobody knows is a new one."""
    _offer(app, period, by, who)
    if any(button.label == NEW for button in app.button):
        _press(app, NEW)
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
    assert "Gelezen rijen: 60 = 0 op te slaan + 60 niet op te slaan" in said(app)
    assert not app.form_submit_button
    assert store.version == before


def test_the_way_the_file_was_read_is_shown(opened: Opened) -> None:
    app = _chosen(opened, csv(_rows()))
    how = "kop op regel 1, 60 rijen, kolommen gescheiden door ';', UTF-8"
    assert f"Gelezen als Trajecten: {how}" in said(app)
    assert "Gelezen rijen: 60 = 60 op te slaan + 0 niet op te slaan" in said(app)


def _said_of(app: AppTest, label: str, value: object) -> None:
    boxes = [*app.selectbox, *app.text_input, *app.number_input]
    next(box for box in boxes if box.label == label).set_value(value).run()
    assert not app.exception, app.exception[0].stack_trace


def test_how_a_text_is_read_can_be_overruled(opened: Opened, store: Store) -> None:
    rows = [row.replace("-", "/") for row in _rows()]
    app = _chosen(opened, csv([HEAD, *rows], "traject_id;overzicht"))
    assert "kop op regel 2" in said(app)
    assert "dag voor maand" not in said(app)
    _said_of(app, "Datums", "mdj")
    assert "maand voor dag (" in said(app)
    _said_of(app, "Scheidingsteken", ";")
    _said_of(app, "Regel met de kolomnamen", 1)
    assert "kop op regel 1" in said(app)


def test_another_sheet_can_be_read(opened: Opened, store: Store) -> None:
    content = BytesIO()
    with Workbook(content, {"in_memory": True}) as book:
        for name in ("Een", "Twee"):
            sheet = book.add_worksheet(name)
            for line, row in enumerate(csv(_rows()).decode().splitlines()):
                sheet.write_row(line, 0, row.split(";"))
    app = _chosen(opened, content.getvalue(), "trajecten_west.xlsx")
    assert "Welk blad" in said(app)
    _said_of(app, "Blad van de werkmap", "twee")
    assert "Gelezen als Trajecten: blad 'Twee', kop op regel 1, 60 rijen" in said(app)
    _deliver(app)
    assert "Rijen die nu meetellen: 60" in app.success[-1].value


def test_checking_stores_nothing_and_delivering_does(opened: Opened, store: Store) -> None:
    before = store.version
    app = _chosen(opened, csv(_rows()))
    assert store.version == before
    _deliver(app)
    assert "Rijen die nu meetellen: 60" in app.success[-1].value
    assert store.version == before + 1
    frame = store.figures(["instroom"], ("werkplein",), Scope.everything(), {"werkplein": [WEST]})
    assert frame["value"].sum() == 60


def test_without_a_name_nothing_is_stored(opened: Opened, store: Store) -> None:
    before = store.version
    app = _offer(_chosen(opened, csv(_rows())), by=" ")
    assert _plain(app.error) == "Vul uw naam in."
    assert store.version == before


def test_a_quarter_that_is_none_is_refused_with_what_is_expected(
    opened: Opened, store: Store
) -> None:
    before = store.version
    app = _offer(_chosen(opened, csv(_rows())), period="vorig jaar")
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
    assert "rijen erbij 0, weg 10, anders 0" in said(app)
    tables = [Cells(each.value).rows for each in app.html if "<table>" in each.value]
    assert {"Was", "Wordt"} <= set(tables[-1][0])
    assert store.version == after
    app.button(key="vervangen").click().run()
    assert not app.exception
    assert "Rijen die nu meetellen: 50" in said(app)
    assert store.version == after + 1


def test_good_rows_alone_on_request(opened: Opened, store: Store) -> None:
    rows = _rows()
    rows[2] = rows[2].replace("WW", "Bijstant", 1)
    app = _chosen(opened, csv(rows))
    app.checkbox(key="skip_faulty").check().run()
    assert "Gelezen rijen: 60 = 59 op te slaan + 1 niet op te slaan" in said(app)
    _deliver(app)
    assert "Rijen die nu meetellen: 59; die niet meetellen: 1" in app.success[-1].value


def test_personal_data_is_refused(opened: Opened, store: Store) -> None:
    rows = [f"{row};111222333" for row in _rows()]
    content = csv(rows).replace(b"reden_uitstroom", b"reden_uitstroom;bsn", 1)
    before = store.version
    app = _chosen(opened, content)
    assert not app.form_submit_button
    assert app.error
    assert store.version == before


def test_own_numbers_that_seem_to_be_bsns_are_declared_by_a_button(
    opened: Opened, store: Store
) -> None:
    rows = [f"{row};{number}" for row, number in zip(_rows(), numbers(22, 38), strict=True)]
    content = csv(rows).replace(b"reden_uitstroom", b"reden_uitstroom;dossier", 1)
    app = _offer(_chosen(opened, content))
    assert "niet worden opgeslagen" in app.error[-1].value
    app = _press(app, "Ja, hier staat geen BSN")
    if any(button.label == NEW for button in app.button):
        _press(app, NEW)
    assert "Rijen die nu meetellen: 60" in app.success[-1].value
    audit = store.audit(Scope.everything())
    assert list(audit[audit["action"] == "geen_bsn"]["actor"]) == ["Anna"]


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
    assert columns_told(app) == names
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


def test_an_unknown_place_is_asked_about_and_the_answer_is_remembered(
    opened: Opened, store: Store
) -> None:
    misspelt = spells("Bredda", 40, seed=5)
    before = store.version
    app = _offer(_chosen(opened, csv(misspelt)))
    assert "Welke plaats is 'Bredda'?" in said(app).replace("\\", "")
    assert store.version == before
    assert not app.success[1:], "nothing is said to be stored"
    _press(app, "Breda")
    assert "Rijen die nu meetellen: 40" in app.success[-1].value
    assert "geleverd door UWV" in app.success[-1].value
    assert "Breda" in set(store.deliveries(Scope.everything())["werkplein"])
    again = _offer(_chosen(opened, csv(misspelt[:30])))
    assert "komt in de plaats van eerdere leveringen: Trajecten van Breda" in _plain(again.warning)


def _plain(boxes: Any) -> str:
    return " ".join(box.value for box in boxes).replace("\\", "")


def test_two_questions_are_both_answered_before_the_store_is_asked_again(
    opened: Opened, store: Store
) -> None:
    rows = [*spells("Bredda", 30, seed=5), *spells("Tilburgh", 30, seed=6)]
    before = store.version
    app = _offer(_chosen(opened, csv(rows)))
    _press(app, "Tilburg")
    assert "Uw antwoord: Tilburg." in said(app)
    assert store.version == before
    _press(app, "Breda")
    assert "Rijen die nu meetellen: 60" in app.success[-1].value
    places = set(store.deliveries(Scope.everything())["werkplein"])
    assert {"Breda", "Tilburg"} <= places
    assert not {"Bredda", "Tilburgh"} & places


def test_another_answer_may_be_typed_and_one_that_is_no_place_is_refused(
    opened: Opened, store: Store
) -> None:
    before = store.version
    app = _offer(_chosen(opened, csv(_rows())))
    _field(app, "Een andere bekende plaats").set_value("Utrect")
    _press(app, "Gebruik dit antwoord")
    assert "Uw antwoord 'Utrect' past hier niet" in _plain(app.warning)
    assert store.version == before
    _field(app, "Een andere bekende plaats").set_value("tilburg")
    _press(app, "Gebruik dit antwoord")
    assert "Rijen die nu meetellen: 60" in app.success[-1].value


def test_who_delivers_is_chosen_and_never_filled_in(opened: Opened, store: Store) -> None:
    before = store.version
    app = _chosen(opened, csv(spells("Breda", 40, seed=5)))
    choice = _choice(app)
    assert choice.value is None
    assert choice.options[0] == "UWV"
    assert "Gemeente Breda" in choice.options
    assert choice.options[-1] == "Alle partners samen"
    _field(app, "Uw naam").set_value("Anna")
    app.form_submit_button[0].click().run()
    assert _plain(app.error) == "Kies wie levert."
    assert store.version == before


def test_two_partners_of_one_place_stand_beside_each_other(opened: Opened, store: Store) -> None:
    _deliver(_chosen(opened, csv(spells("Breda", 40, seed=5))))
    app = _deliver(_chosen(opened, csv(spells("Breda", 30, seed=6))), who="GM0758")
    assert "geleverd door gemeente Breda" in app.success[-1].value
    uploads = store.uploads(Scope.everything())
    mine = uploads[uploads["current"] & uploads["organisation"].isin(["uwv", "GM0758"])]
    assert sorted(mine["rows"]) == [30, 40]


def test_an_own_organisation_that_delivered_before_can_be_chosen(
    opened: Opened, store: Store
) -> None:
    rows, role = csv(spells("Breda", 40, seed=5)), {"rol": "sociale_dienst"}
    by_isd = store.upload(
        rows,
        "trajecten",
        by="Anna",
        organisation="ISD Midden",
        quarter=LAST,
        answers=role,
        scope=Scope.everything(),
    )
    assert by_isd.status == "stored", by_isd.questions
    app = _chosen(opened, csv(spells("Breda", 30, seed=5)))
    assert "Isd-midden" in _choice(app).options
    _offer(app, who="isd-midden")
    assert "geleverd door isd-midden" in _plain(app.warning)


def test_the_period_is_proposed_from_the_rows_and_shown(opened: Opened, store: Store) -> None:
    app = _chosen(opened, csv(spells("Breda", 40, seed=5)))
    assert _field(app, "Periode").value == "2009K4"
    assert "De rijen lopen tot in 2009K4" in app.caption[0].value
    stray = [*spells("Breda", 200, seed=5), "X;Breda;WW;2012-02-01;2012-02-01;;"]
    app = _chosen(opened, csv(stray), "trajecten_dwaal.csv")
    assert _field(app, "Periode").value == "2009K4"
    assert "nog enkele rijen, tot in 2012K1. Aantal: 1." in app.caption[0].value


def test_a_month_is_a_period(opened: Opened) -> None:
    rows = [f"M{n};Breda;WW;2009-07-{n + 1:02d};2009-07-{n + 1:02d};;" for n in range(20)]
    app = _deliver(_chosen(opened, csv(rows)), period="2009-07")
    assert "Opgeslagen voor 2009-07" in app.success[-1].value


def test_what_an_earlier_period_knew_is_shown_before_it_changes(
    opened: Opened, store: Store
) -> None:
    rows = [f"E{n};Breda;WW;2009-01-{n + 1:02d};2009-01-{n + 1:02d};;" for n in range(20)]
    _deliver(_chosen(opened, csv(rows)), period="2009K1")
    before = store.version
    later = [*rows[1:], "E99;Breda;WW;2009-05-01;2009-05-01;;"]
    changed = [row.replace("2009-01-02", "2009-01-05") for row in later]
    app = _offer(_chosen(opened, csv(changed), "trajecten_k2.csv"), period="2009K2")
    warned = _plain(app.warning)
    assert "tot en met 31 maart 2009: rijen erbij 0, anders 1" in warned
    assert "E1" in warned
    assert store.version == before
    _press(app, "Akkoord en opslaan")
    assert "Opgeslagen voor 2009K2" in app.success[-1].value


def test_what_is_noticed_on_storing_is_shown_and_nothing_twice(opened: Opened) -> None:
    rows = [f"E{n};Breda;WW;2009-01-{n + 1:02d};2009-01-{n + 1:02d};;" for n in range(20)]
    _deliver(_chosen(opened, csv(rows)), period="2009K1")
    # Case E0 was open at the end of the first quarter and is in the second no more.
    later = [*rows[1:], "E99;Breda;WW;2009-05-01;2009-05-01;;"]
    app = _offer(_chosen(opened, csv(later), "trajecten_k2.csv"), period="2009K2")
    if any(button.label == "Akkoord en opslaan" for button in app.button):
        _press(app, "Akkoord en opslaan")
    assert "Opgeslagen voor 2009K2" in app.success[-1].value
    assert [head.value for head in app.subheader].count("Opgemerkt naast eerdere leveringen (1)")
    listed = " ".join(str(cell) for table in app.table for cell in table.value.to_numpy().ravel())
    assert listed.replace("\\", "").count("Traject 'E0'") == 1


def test_the_circle_of_numbers_is_stated_once_and_shown_after(opened: Opened) -> None:
    app = _chosen(opened, csv(spells("Breda", 40, seed=5)))
    app.selectbox(key="kring").set_value("werkplein")
    _deliver(app)
    app = _chosen(opened, csv(spells("Breda", 30, seed=5)), "trajecten_weer.csv")
    told = said(app).replace("\\", "")
    assert "klantnummers van UWV in Breda: bij alle partners op deze plaats" in told


def test_only_what_was_not_shown_before_is_left() -> None:
    def found(*rules: str) -> Findings:
        one = [Finding("rij", "advies", rule, line=n, column="a") for n, rule in enumerate(rules)]
        counts = Counter(rules)
        totals = [Total("rij", "advies", rule, "a", count) for rule, count in counts.items()]
        return Findings(tuple(totals), tuple(one))

    left = beside(found("x", "x", "y"), found("x", "x"))
    assert [(total.rule, total.count) for total in left.totals] == [("y", 1)]
    assert [finding.rule for finding in left.listed] == ["y"]
    question = Findings((Total("bestanden", "vraag", "vraag_partner", None, 1),), ())
    assert not beside(question, Findings()).totals


def test_a_first_own_delivery_asks_which_rows_of_all_together_it_replaces(
    opened: Opened, store: Store
) -> None:
    _deliver(_chosen(opened, csv(spells("Breda", 40, seed=5))), who="samen")
    before = store.version
    app = _offer(_chosen(opened, csv(spells("Breda", 20, seed=5))), who="GM0758")
    told = said(app).replace("\\", "")
    assert "Tot nu toe kwam 'Trajecten' van Breda voor alle partners samen." in told
    assert "eerste eigen levering van 'gemeente Breda'" in told
    assert store.version == before
    _press(app, "De rijen met hetzelfde nummer")
    if any(button.label in ("Vervangen", "Akkoord en opslaan") for button in app.button):
        app.button(key="vervangen").click().run()
    assert "Rijen die nu meetellen: 20" in _plain(app.success)
    assert store.stated_circles(("Breda",), Scope.everything()) == ()


STOCK = "werkplein;kwartaal;regeling;beginstand;instroom;uitstroom;eindstand"


def test_questions_are_told_as_sentences_before_they_are_asked(opened: Opened) -> None:
    rows = [f"{WEST};2009K1;WW;1,000;10;5;1,005"]
    app = _chosen(opened, "\n".join([STOCK, *rows]).encode(), "stand_stroom.csv")
    assert "Over dit bestand zijn nog vragen" in said(app)
    assert "Welk teken staat in de kolom 'beginstand' voor de decimalen?" in said(app)
    assert "--antwoord" not in said(app)
    assert not app.table
    assert app.form_submit_button


def test_faults_come_before_questions(opened: Opened) -> None:
    rows = [f"{WEST};2009K1;WW;1,000;10;5;1,005", f"{WEST};2009K1;WWX;10;1;1;10"]
    app = _chosen(opened, "\n".join([STOCK, *rows]).encode(), "stand_stroom.csv")
    assert "als de fouten hieronder hersteld zijn" in said(app)
    assert list(app.table[0].value["Kolom"]) == ["regeling"]
    # Leaving rows out would not help as long as a column is in doubt.
    assert not app.checkbox
    assert not app.form_submit_button


def test_a_file_that_is_none_of_any_kind_says_what_it_is(opened: Opened) -> None:
    app = _chosen(opened, b"%PDF-1.4\n", "cijfers.pdf")
    shown = app.error[0].value.replace("\\", "")
    assert "Dit is een document (PDF) en geen tabel met gegevens." in shown


def test_what_no_file_of_a_source_names_is_asked_first(opened: Opened) -> None:
    profile = load_profiles()["cbs_gebieden"]
    table = ";".join(profile.source_columns) + "\n" + "Breda;" + "1;" * 9
    app = _chosen(opened, table.encode(), "gebieden.csv")
    assert not app.error
    assert "noemen het volgende niet: periode" in app.info[0].value
    _field(app, "periode voor alle rijen").set_value("2019JJ00").run()
    assert not app.info
    assert "Gelezen als Context" in said(app)
