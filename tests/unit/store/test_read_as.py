"""The same bytes read in another way are another delivery, and each is mended as it was read."""

from __future__ import annotations

import io

import pytest
import xlsxwriter

from ketenkpi.contracts.intake import ANYHOW, Wanted
from ketenkpi.store import Store, UploadResult
from ketenkpi.store.read_as import again, from_sheet, same_way
from tests.unit.store.files import ALL, deliver, flow

pytestmark = pytest.mark.slow

HEAD = "traject_id;werkplein;regeling;client;instroom;uitstroom;reden_uitstroom"


def workbook(**sheets: str) -> bytes:
    """A sheet of one spell for each Werkplein named."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        for number, (name, place) in enumerate(sheets.items()):
            sheet = book.add_worksheet(name)
            for line, text in enumerate((HEAD, f"{number};{place};WW;k{number};05-01-2009;;")):
                sheet.write_row(line, 0, text.split(";"))
    return content.getvalue()


TWO = workbook(Een="A", Ander="B")


def sheet(store: Store, name: str, content: bytes = TWO) -> UploadResult:
    return deliver(store, content, wanted=Wanted(sheet=name))


def test_another_sheet_of_the_same_workbook_is_another_delivery(store: Store) -> None:
    first, other = sheet(store, "Een"), sheet(store, "Ander")
    assert (first.status, other.status) == ("stored", "stored")
    assert flow(store) == {("A", "2009K1"): 1, ("B", "2009K1"): 1}
    for name, upload in (("Een", first), ("ander ", other)):
        again_ = sheet(store, name)
        assert (again_.status, again_.upload_ids) == ("unchanged", upload.upload_ids)
    # Without a sheet it was never read, so it is asked which one is meant.
    assert [q.name for q in deliver(store, TWO).questions] == ["blad"]


def test_a_sheet_that_was_answered_is_as_good_as_one_that_was_wanted(store: Store) -> None:
    first = deliver(store, TWO, answers={"blad": "Een"})
    other = deliver(store, TWO, answers={"blad": "Ander"})
    assert (first.status, other.status) == ("stored", "stored")
    for answers, upload in (({"blad": "Een"}, first), ({"blad": "Ander"}, other)):
        once_more = deliver(store, TWO, answers=answers)
        assert (once_more.status, once_more.upload_ids) == ("unchanged", upload.upload_ids)
    assert sheet(store, "Een").upload_ids == first.upload_ids
    # It is of this workbook: the next one holds the sheet of this quarter too.
    assert [q.name for q in deliver(store, TWO).questions] == ["blad"]
    assert [q.name for q in deliver(store, workbook(Een="A", Drie="C")).questions] == ["blad"]


def test_a_sheet_that_was_found_may_be_named_afterwards(store: Store) -> None:
    one = workbook(Blad="A")
    first = deliver(store, one)
    assert sheet(store, "Blad", one).status == "unchanged"
    assert deliver(store, one, answers={"blad": "Blad"}).upload_ids == first.upload_ids


def test_each_sheet_is_mended_as_it_was_read(local: Store) -> None:
    sheet(local, "Een")
    sheet(local, "Ander")
    rows = sorted((local.settings.home / "rows").iterdir())
    kept = {path: path.read_bytes() for path in rows}
    assert len(kept) == 2
    for path in kept:
        path.unlink()
    mended = sheet(local, "Een")
    assert mended.status == "healed"
    assert len(mended.healed) == 2
    assert {path: path.read_bytes() for path in rows} == kept
    assert len(local.uploads(ALL)) == 2


def test_what_is_not_known_of_an_old_upload_was_found_out() -> None:
    assert same_way({}, ANYHOW)
    assert not same_way({}, Wanted(sheet="Een"))
    assert not from_sheet({}, "Een")
    assert again({}, Wanted(sheet="Een")) == Wanted(sheet="Een")


def test_what_was_said_then_must_be_said_again_and_no_other() -> None:
    kept = {
        "sheet": "",
        "header_line": 3,
        "separator": ";",
        "encoding": "cp850",
        "asked": {"encoding": "cp850"},
    }
    assert not same_way(kept, ANYHOW)
    assert same_way(kept, Wanted(encoding="CP850"))
    assert same_way(kept, Wanted(encoding="cp850", header_line=3, separator=";"))
    assert not same_way(kept, Wanted(encoding="cp850", header_line=2))
    assert not same_way(kept, Wanted(encoding="cp850", separator="\t"))
    assert again(kept, Wanted(header_line=9)) == Wanted(encoding="cp850")


def test_a_sheet_with_the_name_of_a_person_is_not_kept_as_it_is() -> None:
    kept = {"sheet": "ja••••••••••••@breda.nl", "asked": {}}
    wanted = Wanted(sheet="jan@breda.nl")
    assert again(kept, wanted) == wanted
