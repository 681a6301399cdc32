"""What may be of a person on its way into the store: refused whole, covered, or declared."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
import xlsxwriter

from ketenkpi.contracts.personal.bsn import passes_eleven_test
from ketenkpi.contracts.personal.hashes import KEPT
from ketenkpi.store import Store, UploadResult
from ketenkpi.wording import LANGUAGES
from tests.unit.store.files import ALL, Q1, Q2, deliver

pytestmark = pytest.mark.slow

MAY = {"geen_bsn:client": "ja"}


def numbers(passing: int, others: int, seed: int = 1) -> list[str]:
    """Different numbers of nine digits, of which so many pass the eleven-test, mixed."""
    dice = random.Random(seed)
    found: dict[bool, set[str]] = {True: set(), False: set()}
    while len(found[True]) < passing or len(found[False]) < others:
        text = f"{dice.randrange(10**8, 10**9)}"
        found[passes_eleven_test(text)].add(text)
    mixed = sorted(found[True])[:passing] + sorted(found[False])[:others]
    dice.shuffle(mixed)
    return mixed


def rows(clients: Sequence[str], name: str = "client", month: int = 1) -> bytes:
    lines = (
        f"t{month}-{place};Breda;WW;{client};{1 + place % 28:02d}-{month:02d}-2009"
        for place, client in enumerate(clients)
    )
    return "\n".join((f"traject_id;werkplein;regeling;{name};instroom", *lines, "")).encode()


def rules(result: UploadResult) -> list[str]:
    return [total.rule for total in result.findings.totals if total.stage != "historie"]


def stored(store: Store) -> int:
    return len(store.catalogue.snapshot().deliveries)


# --- a false alarm -----------------------------------------------------------

OWN = numbers(19, 23)


def test_own_numbers_that_pass_too_often_are_refused_with_a_way_on(local: Store) -> None:
    refused = deliver(local, rows(OWN))
    assert (refused.status, rules(refused)) == ("refused", ["bsn"])
    (question,) = refused.questions
    assert question.name == "geen_bsn:client"
    for language in LANGUAGES:
        assert "19" in question.sentence(language)
        assert question.name in refused.findings.listed[0].remedy(language)
    assert stored(local) == 0


def test_a_declaration_is_kept_with_who_when_which_column_and_which_file(local: Store) -> None:
    result = deliver(local, rows(OWN), answers=MAY)
    assert (result.status, rules(result)) == ("stored", ["geen_bsn_verklaard"])
    assert result.upload_id is not None
    (finding,) = local.catalogue.findings(result.upload_id).listed
    assert (finding.rule, finding.column, finding.params["passing"]) == (
        "geen_bsn_verklaard",
        "client",
        19,
    )
    (kept,) = local.catalogue.stated().of_kind("lezing")
    assert (kept.value, kept.stated_by, kept.subject) == ("ja:19", "anna", "/geen_bsn:client")
    assert kept.stated_at is not None
    (audited,) = (one for one in local.catalogue.audit(ALL) if one.action == "geen_bsn")
    assert (audited.actor, audited.werkplein, audited.contract) == ("anna", "Breda", "trajecten")
    assert audited.detail["upload"] == result.upload_id
    assert audited.detail["column"] == "client"
    assert (audited.detail["passing"], audited.detail["numbers"]) == (19, 42)


def test_what_was_declared_holds_for_the_next_file_and_is_audited_again(local: Store) -> None:
    deliver(local, rows(OWN), answers=MAY)
    again = deliver(local, rows(numbers(24, 28, seed=2), month=4), quarter=Q2, by="bert")
    assert (again.status, rules(again)) == ("stored", ["geen_bsn_verklaard"])
    audited = [one.actor for one in local.catalogue.audit(ALL) if one.action == "geen_bsn"]
    assert audited == ["anna", "bert"]
    # Who declared it stays the one who did.
    (kept,) = local.catalogue.stated().of_kind("lezing")
    assert kept.stated_by == "anna"


def test_more_than_twice_as_many_are_asked_about_again(local: Store) -> None:
    deliver(local, rows(OWN), answers=MAY)
    more = rows(numbers(39, 50, seed=3), month=4)
    assert rules(deliver(local, more, quarter=Q2)) == ["bsn"]
    assert deliver(local, more, quarter=Q2, answers=MAY).status == "stored"


def test_the_declaration_of_one_source_is_not_that_of_another(local: Store) -> None:
    deliver(local, rows(OWN), answers=MAY)
    assert rules(deliver(local, rows(OWN, month=2), organisation="gemeente:Breda")) == ["bsn"]


@pytest.mark.parametrize(
    "answers",
    [{"geen_bsn": "ja"}, {"geen_bsn:traject_id": "ja"}, {"geen_bsn:client": "nee"},
     {"geen_bsn:client": "ja:9"}, {"geen_bsn:client": "ja:veel"}],
)  # fmt: skip
def test_a_declaration_is_of_one_column_and_says_yes(local: Store, answers: dict[str, str]) -> None:
    assert rules(deliver(local, rows(OWN), answers=answers)) == ["bsn"]


@pytest.mark.parametrize("clients", [numbers(20, 0), numbers(25, 25), numbers(40, 3)])
def test_at_least_half_of_twenty_cannot_be_declared(local: Store, clients: list[str]) -> None:
    refused = deliver(local, rows(clients), answers=MAY)
    assert (refused.status, rules(refused), refused.questions) == ("refused", ["bsn"], ())


def test_a_remembered_declaration_never_covers_bsns(local: Store) -> None:
    deliver(local, rows(OWN), answers=MAY)
    assert rules(deliver(local, rows(numbers(30, 0), month=4), quarter=Q2)) == ["bsn"]
    beside = [*OWN[:20], f"bsn {numbers(1, 0, seed=8)[0]}"]
    assert rules(deliver(local, rows(beside, month=4), quarter=Q2)) == ["bsn"]


def test_a_column_is_declared_under_its_name_in_the_file_too(local: Store) -> None:
    # Cases and accents of the header do not matter, and the name of the contract will do.
    file = rows(OWN, name="CLIENT")
    assert deliver(local, file, answers={"geen_bsn:Client": "ja"}).status == "stored"
    ignored = rows([f"k{place};{number}" for place, number in enumerate(OWN)], "client;volgcode", 4)
    assert rules(deliver(local, ignored, quarter=Q2)) == ["bsn", "kolommen_extra"]
    said = deliver(local, ignored, quarter=Q2, answers={"geen_bsn:volgcode": "ja"})
    assert (said.status, "geen_bsn_verklaard" in rules(said)) == ("stored", True)


def test_an_answer_that_was_not_needed_is_not_kept(local: Store) -> None:
    assert deliver(local, rows(["k-1", "k-2"]), answers=MAY).status == "stored"
    assert list(local.catalogue.stated().of_kind("lezing")) == []


def test_the_same_file_with_the_same_declaration_is_unchanged(local: Store) -> None:
    deliver(local, rows(OWN), answers=MAY)
    assert deliver(local, rows(OWN), answers=MAY).status == "unchanged"
    assert deliver(local, rows(OWN)).status == "unchanged"


def test_another_fault_beside_it_comes_first(local: Store) -> None:
    clients = [*OWN, "piet@voorbeeld.nl"]
    refused = deliver(local, rows(clients), answers={})
    assert set(rules(refused)) == {"bsn", "emailadres"}
    assert refused.questions == ()


# --- digests -----------------------------------------------------------------


def test_digests_of_bsns_are_refused_before_anything_is_stored(local: Store) -> None:
    # A number that begins with a zero, so that the first tenth of all is enough.
    found = next(f"0{n}" for n in range(12345678, 12345800) if passes_eleven_test(f"0{n}"))
    digest = hashlib.md5(found.encode(), usedforsecurity=False).hexdigest()
    refused = deliver(local, rows([digest, "k-2", "k-3"]))
    assert (refused.status, rules(refused)) == ("refused", ["bsn_gehasht"])
    assert stored(local) == 0
    assert refused.findings.listed[0].column == "client"
    kept = (local.settings.home / KEPT).read_text(encoding="utf-8")
    assert digest not in kept
    checked = local.check(rows([digest, "k-2", "k-3"]), "trajecten")
    assert [total.rule for total in checked.findings.totals] == ["bsn_gehasht"]
    assert (checked.rows_read, checked.rows_stored) == (3, 0)


# --- every kind, on the way in -----------------------------------------------

REAL = numbers(12, 0, seed=5)
REMARK = "samenwerking"


def _written(form: str) -> list[str]:
    return [form.format(number) for number in REAL]


KINDS = {
    "zero-padded": (rows(_written("000{}")), "bsn"),
    "prefix": (rows(_written("NL{}")), "bsn"),
    "suffix": (rows(_written("{}-B")), "bsn"),
    "with points": (rows([f"{n[:4]}.{n[4:6]}.{n[6:]}" for n in REAL]), "bsn"),
    "a few among codes": (rows([*(f"k-{n:05x}" for n in range(400)), *REAL[:3]]), "bsn"),
    "in a column that is ignored": (rows([f"k{n[:2]};{n}" for n in REAL], "client;extra"), "bsn"),
    "a telephone": (rows(["k-1", "k-2", "06 - 1234 5678"]), "telefoonnummer"),
    "an account": (rows(["k-1", "NL91 ABNA 0417 1643 00"]), "rekeningnummer"),
    "an address": (rows(["k-1", "p.jansen@voorbeeld.nl"]), "emailadres"),
    "a name": (rows(["k-1", "J.P. van den Berg"]), "persoonsnaam"),
    "a header": (rows(["k-1;1"], "client;bsn_nr"), "persoonsgegeven_kolom"),
}
HIDDEN = (*REAL, "1234 5678", "0417 1643", "jansen@", "den Berg")


@pytest.mark.parametrize(("file", "rule"), KINDS.values(), ids=KINDS)
def test_every_kind_is_refused_and_covered(
    local: Store, tmp_path: Path, file: bytes, rule: str
) -> None:
    refused = deliver(local, file)
    assert refused.status == "refused"
    assert rule in rules(refused)
    assert stored(local) == 0
    said = list(_said(refused, tmp_path))
    assert not [(secret, text) for secret in HIDDEN for text in said if secret in text]
    assert not list(local.settings.home.rglob("*.parquet"))


def _said(result: UploadResult, folder: Path) -> Iterator[str]:
    """Everything a result says, in every form."""
    for language in LANGUAGES:
        yield str(result.findings.as_json(language))
        yield result.findings.as_frame(language).to_csv()
        book = folder / f"report-{language}.xlsx"
        result.findings.to_xlsx(book, language)
        yield _texts(book)
    for reading in result.readings:
        yield str(reading)


def _texts(book: Path) -> str:
    import zipfile

    with zipfile.ZipFile(book) as parts:
        return "".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())


def test_all_that_is_of_persons_is_told_at_once(local: Store) -> None:
    clients = [*REAL, "06-12345678", "NL91ABNA0417164300", "a@voorbeeld.nl", "mevrouw De Wit"]
    file = rows([f"{client};x" for client in clients], "client;geboortedatum")
    assert set(rules(deliver(local, file))) == {
        *("bsn", "telefoonnummer", "rekeningnummer", "emailadres", "persoonsnaam"),
        *("persoonsgegeven_kolom", "kolommen_extra"),
    }


def test_a_remark_with_a_bsn_is_refused(local: Store) -> None:
    header = "werkplein;kwartaal;invuller;onderdeel;score;toelichting"
    line = f"Breda;2009K1;uwv;AI1;2;besproken met {REAL[0][:3]}.{REAL[0][3:6]}.{REAL[0][6:]}"
    refused = deliver(local, f"{header}\n{line}\n".encode(), REMARK)
    assert "bsn" in rules(refused)
    assert REAL[0][3:] not in str(refused)


@pytest.mark.parametrize("name", [f"client {REAL[0]}.csv", "lijst J.P. Jansen.csv"])
def test_a_file_name_is_looked_at_and_not_repeated(local: Store, name: str) -> None:
    refused = local.upload(
        rows(["k-1"]),
        "trajecten",
        by="anna",
        organisation="uwv",
        quarter=Q1,
        filename=name,
        scope=ALL,
    )
    assert (refused.status, rules(refused)) == ("refused", ["persoonsgegeven_bestandsnaam"])
    assert name.removesuffix(".csv")[-6:] not in str(refused)


def test_what_is_of_persons_in_a_file_with_such_a_name_is_told_with_it(local: Store) -> None:
    refused = local.upload(
        rows(["k-1", "a@voorbeeld.nl"]), "trajecten", by="anna", organisation="uwv", quarter=Q1,
        filename="lijst J.P. Jansen.csv", scope=ALL)  # fmt: skip
    assert rules(refused) == ["persoonsgegeven_bestandsnaam", "emailadres"]


@pytest.mark.parametrize("others", [("Blad1",), ("Blad1", "ww J.P. Jansen")])
def test_sheets_called_after_persons_are_refused(
    local: Store, tmp_path: Path, others: tuple[str, ...]
) -> None:
    # Both fit equally, which is asked of other workbooks: here it would name her.
    book = tmp_path / "trajecten.xlsx"
    with xlsxwriter.Workbook(book) as written:
        for name in (f"bsn {REAL[0]}", *others):
            sheet = written.add_worksheet(name)
            for place, line in enumerate(rows(["k-1", "k-2"]).decode().splitlines()):
                sheet.write_row(place, 0, line.split(";"))
    refused = deliver(local, book.read_bytes())
    assert (refused.status, rules(refused)) == ("refused", ["persoonsgegeven_blad"])
    assert refused.questions == ()
    assert REAL[0] not in str(refused)
    assert "Jansen" not in str(refused)
