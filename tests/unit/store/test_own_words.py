"""An installation's own words: read in its files, in its figures, and of no other installation."""

from __future__ import annotations

from pathlib import Path

import pytest

from ketenkpi.errors import DefinitionError
from ketenkpi.settings import Settings
from ketenkpi.store import Store, open_store
from tests.unit.store.files import ALL, deliver, spells

WORDS = """vocabulary: regelingen
entries:
  proeftuin:
    name: {nl: Proeftuin, en: Pilot}
    meaning: {nl: Proeftuin basisbaan, en: Pilot of basic jobs}
    caseload_of: gemeente
    certainty: source
    source: Raadsbesluit
author: Gemeente Voorbeeldstad
source: Raadsbesluit
reviewed_on: 2026-11-28
"""
FILE = spells("1;A;proeftuin;k1;05-01-2009;;", "2;A;WW;k2;10-02-2009;;")


def own(store: Store, text: str = WORDS) -> None:
    store.own_vocabularies.mkdir(parents=True, exist_ok=True)
    (store.own_vocabularies / "eigen.yaml").write_text(text, encoding="utf-8")


def test_an_own_scheme_is_read_and_counted(local: Store) -> None:
    assert deliver(local, FILE).findings.blocked
    own(local)
    assert not deliver(local, FILE).findings.blocked
    found = local.figures(["instroom"], ["regeling"], ALL)
    assert dict(zip(found["regeling"], found["value"], strict=True)) == {"WW": 1, "proeftuin": 1}


def test_another_installation_does_not_know_it(local: Store, tmp_path: Path) -> None:
    own(local)
    url = f"sqlite:///{(tmp_path / 'other.db').as_posix()}"
    other = open_store(Settings.load(home=tmp_path / "other", database_url=url))
    assert deliver(other, FILE).findings.blocked
    other.close()


def test_a_faulty_file_of_words_is_refused_with_its_line(local: Store) -> None:
    own(local, WORDS.replace("caseload_of", "caselood_of"))
    with pytest.raises(DefinitionError) as fault:
        deliver(local, FILE)
    assert (fault.value.params["file"], fault.value.params["line"]) == ("eigen.yaml", 6)
