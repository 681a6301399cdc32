"""The data dictionary says everything a contract knows, in both languages."""

from __future__ import annotations

import pytest

from ketenkpi.contracts import find_contract, load_contracts
from ketenkpi.contracts.dictionary import dictionary, dictionary_markdown, entries, rule_entries
from ketenkpi.wording import Language


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_column_has_an_entry_in_order(language: Language) -> None:
    found = [(entry.contract, entry.column) for entry in dictionary(language)]
    assert found == [(c.key, name) for c in load_contracts().values() for name in c.names]


def test_what_an_empty_cell_means() -> None:
    empty = {entry.column: entry.empty for entry in entries(find_contract("trajecten"), "nl")}
    assert empty["traject_id"] == "Mag niet leeg zijn."
    assert empty["doelgroep"] == "Mag leeg zijn; telt dan als onbekend."
    assert empty["reden_uitstroom"] == (
        "Mag leeg zijn; telt dan als onbekend als 'uitstroom' is ingevuld."
    )
    assert empty["melding"] == "Mag leeg zijn; blijft dan leeg."


def test_an_entry_holds_codes_other_spellings_and_bounds() -> None:
    found = {entry.column: entry for entry in entries(find_contract("trajecten"), "en")}
    assert ("WWB", "Social assistance (WWB), until 31-12-2014") in found["regeling"].values
    assert ("bijstand", "PW") in found["regeling"].also
    assert found["geboortejaar"].allowed == "whole number, from 1900 to 2020"
    assert found["client"].required is False


def test_rules_and_the_key_are_described() -> None:
    rules = {rule.rule: rule.level for rule in rule_entries(find_contract("vacatures"), "nl")}
    assert rules["'gesloten' ligt niet voor 'geregistreerd'."] == "Uitleg gevraagd"
    assert rules["Elke vacature_id komt maar één keer voor."] == "Fout"
    assert rule_entries(find_contract("tevredenheid"), "nl") == ()


@pytest.mark.parametrize("language", ["nl", "en"])
def test_markdown_tables_have_equal_rows(language: Language) -> None:
    text = dictionary_markdown(language)
    width = 0
    for line in text.splitlines():
        cells = line.replace("\\|", "").count("|") if line.startswith("|") else 0
        assert not (width and cells) or cells == width, line
        width = cells
    for contract in load_contracts().values():
        assert f"(`{contract.key}`)" in text
        assert contract.source in text
