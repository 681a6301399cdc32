"""What may be of a person: found in any shape, and nothing else taken for it."""

from __future__ import annotations

import random

import polars as pl
import pytest

from ketenkpi.contracts import privacy
from ketenkpi.contracts.contract import find_contract
from ketenkpi.contracts.personal import bsn, marks, person_names
from ketenkpi.contracts.personal.headings import is_personal
from ketenkpi.contracts.personal.masking import COVER, mask
from ketenkpi.contracts.questions import Answers

TRAJECTEN = find_contract("trajecten")
# Invented numbers that pass the eleven-test.
BSN = "123456782"
OTHERS = ("111222333", "999999990", "100000009")


def column(*texts: str) -> pl.Series:
    return pl.Series(texts, dtype=pl.String)


def passing(count: int, seed: int = 1) -> list[str]:
    """So many different numbers that pass the eleven-test."""
    dice = random.Random(seed)
    found: set[str] = set()
    while len(found) < count:
        text = f"{dice.randrange(10**8, 10**9)}"
        if bsn.passes_eleven_test(text):
            found.add(text)
    return sorted(found)


def own(count: int, seed: int = 2) -> list[str]:
    dice = random.Random(seed)
    return [f"{dice.randrange(10**8, 10**9)}" for _ in range(count)]


WRITTEN = (
    *("123456782", "BSN123456782", "123.456.782", "1234.56.782", "NL-123456782", "000123456782"),
    *("0123456782", "123 456 782", "12.34.56.78.2", "123456782 ", "(123456782)", "k123456782x"),
    *("123,456,782", "123-456-782", "12345678-2", "bsn: 123456782", "\uff11\uff12\uff13456782"),
    *("\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668\u0662", "1234\u200b56782"),
    *("123456782/111222333", "2009-123456782", "W1_123456782"),
)


@pytest.mark.parametrize("text", WRITTEN)
def test_a_bsn_is_found_however_it_is_written(text: str) -> None:
    # Ten of them, all written like that.
    texts = [text.replace(BSN, other) for other in passing(10)] if BSN in text else [text]
    assert bsn.has_bsn(column(*texts))
    shown = bsn.plain_digits(mask(text))
    assert COVER in shown
    assert "782" not in shown


@pytest.mark.parametrize(
    "remark",
    [
        "klant 123456782 belde",
        "belde over 123.456.782, komt terug",
        "bsn 123456782",
        "zie burgerservicenummer 012345672",
        "dossier 2009-17, klant 123456782",
    ],
)
def test_a_bsn_in_a_remark_is_found_among_many(remark: str) -> None:
    remarks = [f"Gesprek {number} met Werkplein Breda gevoerd" for number in range(9_997)]
    assert bsn.has_bsn(column(*remarks, remark))
    assert not bsn.has_bsn(column(*remarks))


@pytest.mark.parametrize(
    "text",
    [
        *("20090312", "12032009", "200903121", "12-03-2009", "2009-03-12", "12.03.2009 10:30"),
        *("2009-00782", "Z2009031200017", "4811 DH", "1.234.567,82", "€ 123.456.782", "0612345678"),
        *("000000123", "123.45678", "382.696835239", "0141 0163", "0005 0007 0010", "1259463600"),
        *("d41d8cd98f00b204e9800998ecf8427e", "550e8400-e29b-41d4-a716-123456782abc"),
        *("NL91ABNA0417164300", "uitgegeven 123.456.782 euro", "order 12345672 besteld"),
    ],
)
def test_what_is_no_bsn_does_not_alarm(text: str) -> None:
    assert not bsn.has_bsn(column(text))


def test_a_column_of_random_numbers_is_none_and_a_mixture_is_one() -> None:
    random_numbers = own(1_000)
    assert not bsn.has_bsn(column(*random_numbers))
    # A tenth of the column BSNs: 18 % pass where 9 % would by chance.
    assert bsn.has_bsn(column(*random_numbers, *passing(110)))
    # One client on a thousand rows proves no more than on one row.
    repeated = [OTHERS[0]] * 1_000
    assert bsn.evidence(column(*repeated, *own(20))).numbers == 21


def test_a_few_in_a_column_of_another_shape_are_found() -> None:
    codes = [f"k-{number:06x}" for number in range(10_000)]
    assert bsn.has_bsn(column(*codes, *passing(3)))
    assert not bsn.has_bsn(column(*codes))


def test_eight_hexadecimal_digits_are_no_number_that_lost_its_zero() -> None:
    assert not bsn.has_bsn(column("12345672", "7f3a9112", "0b3a91f2", "a12f45bc", "99ab12ff"))
    assert bsn.has_bsn(column("12345672", "11122201"))


@pytest.mark.parametrize("form", ["{:010x}", "{:012x}", "{:016X}", "k-{:010x}"])
def test_ids_of_hexadecimal_digits_hold_no_numbers_and_do_not_hide_them(form: str) -> None:
    # Nine digits in a row come by chance: one in twenty of twelve hexadecimal ones.
    dice = random.Random(6)
    digits = int(form.strip("k-{:}xX"))
    for _ in range(40):
        ids = [form.format(dice.getrandbits(4 * digits)) for _ in range(200)]
        assert not bsn.has_bsn(column(*ids))
    assert bsn.has_bsn(column(*ids, *passing(3)))


@pytest.mark.parametrize("form", ["1{}", "2009{}", "W01{}", "A{}B", "{}5", "2009K1{}07"])
def test_digits_that_all_have_do_not_hide_a_bsn(form: str) -> None:
    assert bsn.has_bsn(column(*(form.format(number) for number in passing(8))))
    assert not bsn.has_bsn(column(*(form.format(number) for number in own(300))))


@pytest.mark.parametrize("form", ["{}.0", "{},00", " {}.0 "])
def test_a_bsn_kept_as_a_number_with_decimals_is_one(form: str) -> None:
    texts = [form.format(number) for number in passing(10)]
    assert bsn.has_bsn(column(*texts))
    assert "782" not in mask(form.format(BSN))
    assert not bsn.has_bsn(column("382.696835239", "1234567,50", "123456782,25"))


@pytest.mark.parametrize(
    ("remark", "rule"),
    [
        ("bel 06\u20131234\u00a05678", "telefoonnummer"),
        ("rekening NL91\u00a0ABNA\u00a00417\u00a01643\u00a000", "rekeningnummer"),
        ("jan.jansen(at)gemeente(dot)nl", "emailadres"),
        ("cliënt: Fatima El Idrissi", "persoonsnaam"),
        ("Dhr. J.A. O'Brien belde", "persoonsnaam"),
        ("mw Ö. Yılmaz", "persoonsnaam"),
        ("gesprek met fam. Jansen", "persoonsnaam"),
        ("mevrouw Al-Hassan", "persoonsnaam"),
    ],
)
def test_other_signs_and_names_from_elsewhere(remark: str, rule: str) -> None:
    remarks = [*(f"Overleg {number} met familie in Breda" for number in range(50)), remark]
    frame = pl.DataFrame({"opmerking": remarks})
    assert rule in _rules(frame)
    assert COVER in mask(remark)
    assert _rules(frame.head(50)) == []


def test_nearly_all_passing_cannot_be_explained_away() -> None:
    assert bsn.evidence(column(*passing(20))).certain
    assert bsn.evidence(column(*passing(95), *own(5))).certain
    assert not bsn.evidence(column(*passing(3))).certain
    assert bsn.evidence(column("bsn 123456782")).certain


def _rules(frame: pl.DataFrame, answers: Answers | None = None) -> list[str]:
    found = privacy.check_sample(frame, TRAJECTEN, answers or Answers())
    return [finding.rule for finding in found]


def test_own_numbers_that_pass_by_chance_may_be_declared() -> None:
    frame = pl.DataFrame({"client": passing(3)})
    refused = privacy.check_sample(frame, TRAJECTEN)
    assert [finding.rule for finding in refused] == ["bsn"]
    (question,) = privacy.questions(refused)
    assert question.name == "geen_bsn:client"
    assert question.params["passing"] == 3
    assert "3 van de 3" in question.sentence("nl")
    assert question.label("ja", "nl") == "Ja, hier staat geen BSN"
    assert _rules(frame, Answers({"geen_bsn:client": "ja"})) == ["geen_bsn_verklaard"]
    assert _rules(frame, Answers({"geen_bsn:anders": "ja"})) == ["bsn"]


def test_what_nearly_all_passes_may_not_be_declared() -> None:
    frame = pl.DataFrame({"client": passing(30)})
    refused = privacy.check_sample(frame, TRAJECTEN, Answers({"geen_bsn:client": "ja"}))
    assert [finding.rule for finding in refused] == ["bsn"]
    assert privacy.questions(refused) == ()


def test_all_faults_of_a_file_come_at_once() -> None:
    frame = pl.DataFrame(
        {
            "client": [BSN, "jan@voorbeeld.nl", "06-12345678"],
            "opmerking": ["mevrouw Jansen", "NL91ABNA0417164300", "bsn 123456782"],
        }
    )
    found = {(finding.column, finding.rule) for finding in privacy.check_sample(frame, TRAJECTEN)}
    assert found == {
        *(("client", rule) for rule in ("bsn", "emailadres", "telefoonnummer")),
        *(("opmerking", rule) for rule in ("bsn", "rekeningnummer", "persoonsnaam")),
    }


@pytest.mark.parametrize(
    "text",
    [
        *("06-12345678", "0612345678", "06 12 34 56 78", "+31 6 12345678", "0031612345678"),
        *("+31 (0)6 1234 5678", "(020) 123 45 67", "020-1234567", "0172-123456", "tel. 0612345678"),
    ],
)
def test_telephone_numbers(text: str) -> None:
    assert marks.has_telephone(column(text))
    assert COVER in mask(text)


@pytest.mark.parametrize(
    "text",
    [
        *("06-12-2009 10:00", "2009-06-12", "0900-1234", "12-06-2009", "0123456789", "14 076"),
        *("1.234.567", "2009K1", "0758", "4811 DH", "5 tot 10 uur 30"),
    ],
)
def test_no_telephone_numbers(text: str) -> None:
    assert not marks.has_telephone(column(text))
    assert mask(text) == text


def test_own_numbers_of_ten_digits_are_no_telephone_numbers() -> None:
    dice = random.Random(3)
    assert not marks.has_telephone(column(*(f"{dice.randrange(10**10):010}" for _ in range(2_000))))


@pytest.mark.parametrize(
    "text",
    [
        *("NL91ABNA0417164300", "nl91 abna 0417 1643 00 t.n.v.", "BE68 5390 0754 7034"),
        *("NL91ABNA0417164300EUR", "be68539007547034", "EE38 2200 2210 2014 5685"),
    ],
)
def test_bank_accounts(text: str) -> None:
    assert marks.has_iban(column(text))
    assert COVER in mask(text)
    assert not marks.has_iban(column(text.replace("9", "8", 1).replace("6", "5", 1)))


@pytest.mark.parametrize(
    "text",
    [
        # The check digits of all of these are right.
        *("ee38e428-bb97-1eae-c8ab-165d64133273", "ee38e428bb971eaec8ab", "be68539007547034a1b2c3"),
        "be685390-0754-7034-a1b2-c3d4e5f60718",
    ],
)
def test_pseudonyms_of_hexadecimal_digits_are_no_bank_accounts(text: str) -> None:
    assert not marks.has_iban(column(text))


@pytest.mark.parametrize(
    "text", ["a@b.nl", "jan@bücher.example", "mail jan.jansen@voorbeeld.xn--p1ai", "jan (at) b.nl"]
)
def test_email_addresses(text: str) -> None:
    assert marks.has_email(column(text))
    assert COVER in mask(text)


@pytest.mark.parametrize(
    "text",
    [
        *("J.P. Jansen", "J. de Vries", "Gesprek met J. Jansen gehad", "mevrouw Jansen belde"),
        *("mw. P. van Dijk-Jansen", "de heer Van den Berg", "klant Jan de Wit belde"),
        *("Piet van der Meer kwam", "dhr. Yılmaz".replace("ı", "i"), "Overleg door K. Bakker"),
    ],
)
def test_names_in_a_remark(text: str) -> None:
    assert person_names.has_names(column("niets", text, "Werkplein Breda"), pseudonyms=False)
    assert COVER in mask(text)


NO_NAMES = (
    *("Gesprek met Werkplein Breda", "Bergen op Zoom", "Alphen aan den Rijn", "Hoek van Holland"),
    *("U.W.V. Breda", "B.V. Jansen", "fase A. Intake", "cijfer B. Daarna verder", "Den Haag"),
    *("klant Den Haag", "klant Werkplein Breda", "'s-Hertogenbosch", "St. Anthonis", "n.v.t."),
    *("Sociale Dienst Drechtsteden", "Overleg met gemeente Capelle aan den IJssel", "k-7f3a91"),
    *("Noord-Kennemerland, West-Friesland", "Gemeente Súdwest-Fryslân", "W.W. Uitkering"),
)


@pytest.mark.parametrize("text", NO_NAMES)
def test_places_and_organisations_are_no_persons(text: str) -> None:
    assert not person_names.has_names(column(text), pseudonyms=False)
    assert mask(text) == text


def test_a_numbered_list_is_no_list_of_persons() -> None:
    assert not person_names.has_names(
        column("A. Intake", "B. Diagnose", "C. Plaatsing"), pseudonyms=False
    )
    assert person_names.has_names(column("A. Jansen", "B. Smit", "B. Visser"), pseudonyms=False)


def test_names_instead_of_pseudonyms() -> None:
    codes = [f"k-{number:06x}" for number in range(500)]
    full = ("Jan Jansen", "Piet de Boer", "Fatima el Idrissi")
    assert person_names.has_names(column(*codes, *full), pseudonyms=True)
    assert person_names.has_names(column(*codes, "Vries, J. de"), pseudonyms=True)
    assert not person_names.has_names(column(*codes, "Klant Onbekend"), pseudonyms=True)


@pytest.mark.parametrize(
    "name",
    [
        *("bsn", "bsn_nr", "bsn client", "client_bsn", "BSN-nummer", "sofinummer2", "ClientBSN"),
        *("BSNNummer", "klantbsn", "Achternaam", "voornamen", "naam klant", "NaamClient"),
        *("E-mail adres", "emailadres", "telefoonnummer 1", "Telefoon2", "adres", "geboortedatum"),
        *("mobiel", "IBAN", "tel_nr", "ｂｓｎ", "Burgerservicenr.", "date_of_birth", "huisnr"),
    ],
)
def test_columns_that_only_persons_have(name: str) -> None:
    assert is_personal(name)
    (finding,) = privacy.check_header([name], TRAJECTEN, 1)
    assert finding.rule == "persoonsgegeven_kolom"


@pytest.mark.parametrize(
    "name",
    [
        *("naam_werkplein", "voornaamste_reden", "aantal_telefoon", "adres_werkplein", "libanon"),
        *("geboortejaar", "mobiliteit", "werkplein", "client", "medewerker", "organisatie"),
        *("gemeentenaam", "kanaal", "heeft_bsn", "titel", "", "#", "reden_uitstroom"),
    ],
)
def test_columns_of_something_else(name: str) -> None:
    assert privacy.check_header([name], TRAJECTEN, 1) == []


def test_the_names_of_a_contract_are_free() -> None:
    assert privacy.check_header(["naam"], find_contract("werkpleinen"), 1) == []


@pytest.mark.parametrize(
    "name",
    [
        *("trajecten_123456782.csv", "jan.jansen@voorbeeld.nl.xlsx", "dossier 06-12345678.csv"),
        *("mevrouw_Jansen.csv", "bsn123456782.csv", "J.P. Jansen.csv"),
    ],
)
def test_a_file_name_that_tells_who(name: str) -> None:
    (finding,) = privacy.check_filename(name)
    assert finding.level == "blokkade"
    assert name not in finding.message("nl")


@pytest.mark.parametrize(
    "name",
    [
        *("trajecten_2009K1.csv", "trajecten_20090331.csv", "export_20090331_120000.csv"),
        *("stand_stroom_Werkplein_Breda.xlsx", "UWV_WERKbedrijf_Capelle_aan_den_IJssel.csv"),
        *("1259463600.csv", "trajecten_2008K1-2010K4.csv", "levering 31-03-2009 (2).csv"),
    ],
)
def test_a_file_name_that_does_not(name: str) -> None:
    assert privacy.check_filename(name) == []
