"""One file that fills two contracts is stored for both, or for neither."""

from __future__ import annotations

from ketenkpi.store import Store
from tests.unit.store.files import ALL, flow

# Invented, in the columns of the profile for the permit log.
LOG = """\
case:channel,case:concept:name,case:enddate,case:enddate_planned,case:startdate,concept:name,org:resource,time:timestamp
Desk,case-2,2011-03-08 16:00:00.0+01:00,2011-03-08 10:00:00.0+01:00,2011-01-10 10:30:00.0+01:00,Confirmation of receipt,Res1,2011-01-11 09:00:00.0+01:00
Desk,case-2,2011-03-08 16:00:00.0+01:00,2011-03-08 10:00:00.0+01:00,2011-01-10 10:30:00.0+01:00,T06 Determine necessity of stop advice,Res2,2011-02-01 09:00:00.0+01:00
"""  # noqa: E501
WERKPLEIN = "Onbekende gemeente (WABO)"


def _upload(store: Store, text: str, **options: object) -> object:
    return store.upload(
        text.encode(),
        profile="wabo_log",
        by="anna",
        organisation="gemeente",
        answers={f"werkplein:{WERKPLEIN}": "nieuw"},
        **options,
        scope=ALL,
    )


def test_both_become_visible_together(store: Store) -> None:
    result = _upload(store, LOG)
    assert result.status == "stored", result.findings
    assert len(result.upload_ids) == 2
    assert store.version == 1
    assert list(store.deliveries(ALL)["contract"]) == ["stappen", "trajecten"]
    assert flow(store, "meldingen") == {(WERKPLEIN, "2011K1"): 1}
    assert len(store.table("stappen", ALL)) == 2
    assert _upload(store, LOG).status == "unchanged"


def test_a_fault_for_one_contract_stores_neither(store: Store) -> None:
    result = _upload(store, LOG.replace("T06 Determine necessity of stop advice", "Lunch"))
    assert result.status == "refused"
    assert store.version == 0
    assert store.deliveries(ALL).empty
