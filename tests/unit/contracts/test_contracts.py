"""The twelve contracts are those of the design, and faulty definitions are refused."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from ketenkpi.contracts import find_contract, load_contracts
from ketenkpi.contracts.kind import plain
from ketenkpi.contracts.kinds import TextKind
from ketenkpi.contracts.row_rules import EmptyExactlyWhen
from ketenkpi.errors import DefinitionError, UsageError

# Column names in order; required ones in capitals. Written out a second time,
# because a column that changes its name breaks every file people deliver.
COLUMNS = {
    "werkpleinen": "WERKPLEIN NAAM ARBEIDSMARKTREGIO gemeenten beroepsbevolking geldig_vanaf "
    "geldig_tot opgegaan_in soort hoort_bij",
    "trajecten": "TRAJECT_ID WERKPLEIN REGELING client doelgroep kanaal melding aanvraag besluit "
    "instroom eerste_betaling ontvangst_inkomstenopgave betaalbaar termijn uitstroom "
    "reden_uitstroom geboortejaar einde_recht opschorting beroepsgroep",
    "stappen": "TRAJECT_ID werkplein TAAK ORGANISATIE BEGIN einde overdracht medewerker",
    "stand_stroom": "WERKPLEIN KWARTAAL REGELING doelgroep BEGINSTAND INSTROOM UITSTROOM "
    "uitstroom_werk herinstroom EINDSTAND betalingen betalingen_binnen_10_dagen",
    "tevredenheid": "WERKPLEIN KWARTAAL KLANTGROEP KLANTPRINCIPE SCORE prioriteit respondent "
    "aangeschreven",
    "klachten": "WERKPLEIN DATUM THEMA kanaal",
    "vacatures": "VACATURE_ID WERKPLEIN GEREGISTREERD gesloten uitkomst geworven_door "
    "geschikt_wwb vervuld_uit sector",
    "middelen": "WERKPLEIN KWARTAAL ORGANISATIE SOORT taak doelgroep begroot besteed fte "
    "gezamenlijk uren_dubbel",
    "samenwerking": "WERKPLEIN KWARTAAL INVULLER ONDERDEEL situatie product proces score "
    "status toelichting",
    "fasen": "WERKPLEIN DOELGROEP FASE VANAF tot bewijs akkoord_uwv akkoord_gemeente",
    # A goal without an indicator cannot be measured, and is registered all the same.
    "doelen": "werkplein arbeidsmarktregio indicator doel VANAF tot waarde soort richting "
    "afgeleid_van status vastgesteld",
    "verdeling": "ARBEIDSMARKTREGIO KWARTAAL SLEUTEL WERKPLEIN AANDEEL toelichting",
    # `waarde` may be empty, but only with the status 'ontbreekt'.
    "context": "REEKS GEBIED PERIODE waarde status",
}
SAME_VALUES = {"doelgroep": "onbekend", "regeling": "geen", "taak": None, "kanaal": None}


def test_all_contracts_have_the_columns_of_the_design() -> None:
    found = {
        key: " ".join(c.name.upper() if c.required else c.name for c in contract.columns)
        for key, contract in load_contracts().items()
    }
    assert found == COLUMNS


@pytest.mark.parametrize(("name", "may_lack"), SAME_VALUES.items())
def test_one_dimension_has_one_list_of_codes(name: str, may_lack: str | None) -> None:
    lists = {
        frozenset(contract.column(name).values) - {may_lack}
        for contract in load_contracts().values()
        if name in contract.names
    }
    assert len(lists) == 1


def test_every_counting_dimension_that_may_be_empty_counts_as_unknown() -> None:
    for contract in load_contracts().values():
        for column in contract.columns:
            if column.name in ("doelgroep", "kanaal", "organisatie") and not column.required:
                assert column.if_empty == "onbekend", f"{contract.key}.{column.name}"


def test_other_spellings_are_never_codes_and_persons_are_pseudonyms() -> None:
    for contract in load_contracts().values():
        for column in contract.columns:
            also = getattr(column.kind, "also", {})
            assert not {plain(s) for s in also} & {plain(code) for code in column.values}
            if column.name in ("client", "respondent", "medewerker"):
                assert isinstance(column.kind, TextKind)
                assert column.kind.described == "pseudonym"


def test_an_unknown_contract_names_the_ones_there_are() -> None:
    with pytest.raises(UsageError) as caught:
        find_contract("trajekten")
    assert "trajecten" in caught.value.message("nl")


def test_a_figure_is_empty_exactly_when_its_status_says_so() -> None:
    rule = EmptyExactlyWhen("waarde", "status", ("ontbreekt",), "reeks", "fout")
    rows = [
        {"waarde": 1.0, "status": "definitief"},
        {"waarde": 1.0, "status": None},
        {"waarde": None, "status": "ontbreekt"},
        {"waarde": None, "status": "definitief"},
        {"waarde": None, "status": None},
        {"waarde": 1.0, "status": "ontbreekt"},
    ]
    rows = [row | {"reeks": "ww"} for row in rows]
    rows.append({"waarde": None, "status": None, "reeks": None})
    schema = {"waarde": pl.Float64, "status": pl.String, "reeks": pl.String}
    broken = pl.DataFrame(rows, schema=schema).select(rule.broken()).to_series().to_list()
    assert broken == [False, False, False, True, True, True, False]
    assert [rule.breaks(row) for row in rows] == broken


FAULTY = {
    "unknown key": ("unique: []", "unique: []\nextra: 1", "unknown key 'extra'"),
    "key that is no column": ("unique: []", "unique: [datums]", "datums"),
    "rule over no column": (
        "rules: []",
        "rules: [{rule: order, level: fout, first: datum, then: einde}]",
        "einde",
    ),
    "unknown rule": ("rules: []", "rules: [{rule: formule, level: fout}]", "formule"),
    "unknown kind": ("kind: date", "kind: datetime", "datetime"),
    "empty value that is no code": ("if_empty: onbekend", "if_empty: weet_niet", "weet_niet"),
    "missing English": ("en: Complaints", "fr: Plaintes", "needs nl and en"),
    "no source": ("source:", "bron:", "bron"),
}


@pytest.mark.parametrize("fault", FAULTY)
def test_a_faulty_contract_is_refused_with_its_line(fault: str, tmp_path: Path) -> None:
    from ketenkpi.settings import CONFIG

    old, new, told = FAULTY[fault]
    text = (CONFIG / "contracts" / "klachten.yaml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "klachten.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DefinitionError) as caught:
        load_contracts(tmp_path)
    assert told in caught.value.message("en")
    assert "klachten.yaml" in caught.value.message("en")
