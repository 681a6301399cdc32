"""The data dictionary says everything a contract knows, in both languages."""

from __future__ import annotations

import pytest

from ketenkpi.contracts import entries, find_contract, load_contracts, rule_entries
from ketenkpi.contracts.answers import dictionary
from ketenkpi.surfaces import reading, sections_as_text
from ketenkpi.wording import LANGUAGES, Language


def test_every_column_has_an_entry_in_order() -> None:
    for contract in load_contracts().values():
        found = [(entry.contract, entry.column) for entry in entries(contract)]
        assert found == [(contract.key, name) for name in contract.names]


def test_what_an_empty_cell_means() -> None:
    empty = {entry.column: entry.empty.nl for entry in entries(find_contract("trajecten"))}
    assert empty["traject_id"] == "Mag niet leeg zijn."
    assert empty["doelgroep"] == "Mag leeg zijn; telt dan als onbekend."
    assert empty["reden_uitstroom"] == (
        "Mag leeg zijn; telt dan als onbekend als 'uitstroom' is ingevuld."
    )
    assert empty["melding"] == "Mag leeg zijn; blijft dan leeg."


def test_an_entry_holds_codes_other_spellings_and_bounds() -> None:
    found = {entry.column: entry for entry in entries(find_contract("trajecten"))}
    assert dict(found["regeling"].values)["WWB"].en == "Social assistance (WWB), until 31-12-2014"
    assert ("bijstand", "PW") in found["regeling"].also
    assert found["geboortejaar"].allowed.en == "whole number, from 1900 to 2020"
    assert found["client"].required is False


def test_rules_and_the_key_are_described() -> None:
    rules = {rule.rule.nl: rule.level.nl for rule in rule_entries(find_contract("vacatures"))}
    assert rules["'gesloten' ligt niet voor 'geregistreerd'."] == "Uitleg gevraagd"
    assert rules["Elke vacature_id komt maar één keer voor."] == "Fout"
    assert rule_entries(find_contract("tevredenheid")) == ()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("contract", load_contracts())
def test_a_dictionary_is_told_whole(contract: str, language: Language) -> None:
    known = find_contract(contract)
    with reading(language):
        told = sections_as_text(dictionary(known))
    for column in known.columns:
        assert f"\n- {column.name} (" in told
        assert column.meaning.in_(language) in told
        for code, text in column.values.items():
            assert f"  - {code}: {text.in_(language)}" in told
    assert contract in told
    assert known.source in told
