"""The scan on the page: kept at once, apart per partner, submitted whole, or thrown away."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import ButtonGroup

from ketenkpi.scope import Scope
from ketenkpi.store import Store
from ketenkpi.vocabulary import Quarter
from tests.dashboard.conftest import Opened
from tests.dashboard.said import said
from tests.dashboard.small import LAST, NOORD

pytestmark = pytest.mark.slow

PAGE = "samenwerking"
ALL = Scope.everything()


def _form(opened: Opened, by: str = "Anna", **address: str) -> AppTest:
    address = {"plek": NOORD, "kwartaal": str(LAST), "deel": "invullen"} | address
    app = opened(PAGE, **address)
    if by:
        app.text_input(key="scan_door").set_value(by).run()
    assert not app.exception
    return app


def _key(item: str, name: str, filler: str = "uwv", situation: str = "") -> str:
    return "|".join(("scan", NOORD, str(LAST), filler, item, situation, name))


def _field(app: AppTest, item: str, name: str, **which: str) -> ButtonGroup[int]:
    return next(g for g in app.button_group if g.key == _key(item, name, **which))


def _answer(app: AppTest, item: str, name: str, value: int | None, **which: str) -> None:
    _field(app, item, name, **which).set_value(value).run()
    assert not app.exception


def _pending(store: Store, filler: str = "uwv") -> dict[str, dict[str, object]]:
    filled = store.draft(NOORD, LAST, filler, ALL)
    return {item: dict(each.answer) for (item, _), each in filled.pending.items()}


def _counted(store: Store) -> set[tuple[str, str]]:
    rows = store.table("samenwerking", ALL)
    return set(zip(rows["invuller"], rows["onderdeel"], strict=True))


def test_every_change_is_kept_and_found_again_elsewhere(opened: Opened, store: Store) -> None:
    app = _form(opened)
    _answer(app, "intake", "product", 2)
    assert _pending(store) == {"intake": {"product": 2}}
    _answer(app, "intake", "proces", 1)
    app.text_area(key=_key("intake", "toelichting")).set_value("besluit van het MT; 2x").run()
    kept = {"product": 2, "proces": 1, "toelichting": "besluit van het MT; 2x"}
    assert _pending(store) == {"intake": kept}
    assert "1 van de 117 vragen zijn beantwoord" in said(app)

    other = _form(opened, by="")
    assert _field(other, "intake", "product").value == 2
    assert other.text_area(key=_key("intake", "toelichting")).value == kept["toelichting"]
    assert "bewaard op" in said(other)
    assert "door Anna" in said(other)
    # Who does not say who they are changes nothing.
    assert all(group.disabled for group in other.button_group)


def test_the_partner_starts_with_an_empty_form(opened: Opened, store: Store) -> None:
    app = _form(opened, vragen="toonkamer")
    _answer(app, "een_aanspreekpunt", "score", 4)
    app.selectbox(key="invuller").set_value("gemeente").run()
    assert _field(app, "een_aanspreekpunt", "score", filler="gemeente").value is None
    assert "Er is nog niets ingevuld" in said(app)
    _answer(app, "een_aanspreekpunt", "score", 0, filler="gemeente")
    assert _pending(store) == {"een_aanspreekpunt": {"score": 4}}
    assert _pending(store, "gemeente") == {"een_aanspreekpunt": {"score": 0}}


def test_an_answer_and_a_reason_for_none_exclude_each_other(opened: Opened, store: Store) -> None:
    app = _form(opened)
    _answer(app, "intake", "product", 2)
    _answer(app, "intake", "status", 1)
    assert _pending(store) == {"intake": {"status": "weet_niet"}}
    assert _field(app, "intake", "product").value is None
    _answer(app, "intake", "proces", 0)
    assert _pending(store) == {"intake": {"proces": 0}}
    assert _field(app, "intake", "status").value is None
    _answer(app, "intake", "proces", None)
    assert _pending(store) == {}


def test_pairs_of_tasks_are_asked_per_situation(opened: Opened, store: Store) -> None:
    app = _form(opened, vragen="samenloop.diagnose")
    pair = "wwb_diagnose_ww_intake"
    _answer(app, pair, "product", 1, situation="samenloop")
    (key,) = store.draft(NOORD, LAST, "uwv", ALL).pending
    assert key == (pair, "samenloop")
    app.selectbox(key="vragen").set_value("overgang_ww_wwb.diagnose").run()
    assert _field(app, pair, "product", situation="overgang_ww_wwb").value is None


def test_the_next_part_follows(opened: Opened) -> None:
    app = _form(opened)
    assert "tabel 4" in app.header[0].value
    app.button(key="scan_volgende").click().run()
    assert app.selectbox(key="vragen").value == "toonkamer"
    assert app.query_params["vragen"] == "toonkamer"


def test_an_address_of_mail_is_refused_and_can_be_mended(opened: Opened, store: Store) -> None:
    app = _form(opened)
    _answer(app, "intake", "product", 2)
    note = app.text_area(key=_key("intake", "toelichting"))
    note.set_value("vraag j.jansen@voorbeeld.nl").run()
    assert "Niet bewaard" in app.error[0].value
    assert _pending(store) == {"intake": {"product": 2}}
    # What was typed still stands there, to be mended.
    note = app.text_area(key=_key("intake", "toelichting"))
    assert note.value == "vraag j.jansen@voorbeeld.nl"
    note.set_value("vraag het MT").run()
    assert not app.error
    assert _pending(store)["intake"]["toelichting"] == "vraag het MT"


def test_somebody_else_at_the_same_scan_is_told(opened: Opened, store: Store) -> None:
    app = _form(opened)
    place = (NOORD, LAST, "uwv", "intake")
    store.save_answer(*place, {"product": 0, "proces": 0}, by="Bert", scope=ALL)
    _answer(app, "intake", "product", 2)
    assert "Bert had dit op" in app.warning[0].value
    assert "0 geen afspraken" in app.warning[0].value
    assert _pending(store) == {"intake": {"product": 2}}
    # And what they change later stands in the fields at the next look.
    store.save_answer(*place, {"product": 1}, by="Bert", scope=ALL)
    app.run()
    assert _field(app, "intake", "product").value == 1


def test_submitting_makes_it_count_and_a_change_asks_first(opened: Opened, store: Store) -> None:
    app = _form(opened)
    _answer(app, "intake", "product", 2)
    _answer(app, "intake", "proces", 1)
    app.button(key="scan_indienen").click().run()
    assert "De scan van UWV over Voorbeeldstad" in app.success[0].value
    assert _counted(store) == {("uwv", "intake")}
    assert _pending(store) == {}
    assert _field(app, "intake", "product").value == 2

    _answer(app, "intake", "product", 0)
    _answer(app, "diagnose", "status", 0)
    app.button(key="scan_indienen").click().run()
    assert "Dit vervangt wat er al ligt" in app.warning[0].value
    assert "2009K4" in app.warning[0].value
    assert _counted(store) == {("uwv", "intake")}
    app.button(key="scan_vervangen").click().run()
    assert _counted(store) == {("uwv", "intake"), ("uwv", "diagnose")}
    assert _pending(store) == {}
    assert set(store.table("samenwerking", ALL)["product"].dropna()) == {0}


def test_what_cannot_be_submitted_is_named_and_nothing_is_stored(
    opened: Opened, store: Store
) -> None:
    before = store.version
    app = _form(opened)
    _answer(app, "intake", "product", 2)
    app.text_area(key=_key("diagnose", "toelichting")).set_value("nog uitzoeken").run()
    app.button(key="scan_indienen").click().run()
    assert "Niet ingediend" in app.error[0].value
    assert "Diagnose" in app.error[0].value
    assert (store.version, len(_pending(store))) == (before, 2)


def test_throwing_away_asks_and_keeps_the_rest(opened: Opened, store: Store) -> None:
    app = _form(opened)
    _answer(app, "intake", "product", 2)
    store.save_answer(NOORD, LAST, "gemeente", "intake", {"product": 1}, by="Bert", scope=ALL)
    store.save_answer(NOORD, Quarter(2009, 3), "uwv", "intake", {"product": 1}, by="B", scope=ALL)
    assert "aantal wijzigingen: 1" in said(app)
    app.button(key="scan_weggooien").click().run()
    assert _pending(store) == {}
    assert _field(app, "intake", "product").value is None
    assert "weggegooid" in app.success[0].value
    assert _pending(store, "gemeente") == {"intake": {"product": 1}}
    assert store.draft(NOORD, Quarter(2009, 3), "uwv", ALL).pending


def test_a_scan_may_be_the_first_thing_about_a_new_quarter(opened: Opened, store: Store) -> None:
    new = Quarter.from_index(LAST.index + 1)
    app = _form(opened)
    app.selectbox(key="kwartaal").set_value(str(new)).run()
    key = _key("intake", "product").replace(str(LAST), str(new))
    next(group for group in app.button_group if group.key == key).set_value(2).run()
    app.button(key="scan_indienen").click().run()
    assert store.table("samenwerking", ALL)["kwartaal"].tolist() == [new.index]


def test_every_question_leads_to_its_meaning(opened: Opened) -> None:
    text = " ".join(block.proto.body for block in _form(opened, by="").get("html"))
    assert "begrip=onderdeel.intake" in text
    text = " ".join(
        block.proto.body for block in _form(opened, by="", vragen="samenloop.intake").get("html")
    )
    assert "begrip=situatie.samenloop" in text


def test_the_form_in_english(opened: Opened) -> None:
    app = _form(opened, taal="en", vragen="criteria")
    assert "None" not in said(app)
    assert _field(app, "autonomie", "score").options[0] == "0 limited threat to autonomy"
    assert "Nothing is filled in yet" in said(app)
