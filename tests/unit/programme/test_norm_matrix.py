"""The matrix holds every rule of the file once, and says of each gap why nobody measures it."""

from __future__ import annotations

import pytest

from ketenkpi.config_file import read_definition
from ketenkpi.errors import DefinitionError
from ketenkpi.indicators import load_horizons, load_indicators, load_norms
from ketenkpi.programme import answers
from ketenkpi.programme.norm_matrix import norm_matrix
from ketenkpi.settings import CONFIG
from ketenkpi.surfaces import in_words, reading, table_as_html
from ketenkpi.surfaces.drawn import drawn
from ketenkpi.vocabulary import Quarter

FILE = read_definition(CONFIG / "norms.yaml")
KNOWN = load_indicators()
NOW = Quarter(2010, 4)
MATRIX = norm_matrix(NOW, KNOWN)


def test_the_matrix_is_complete_against_the_file() -> None:
    shown = [rule.norm.key for step in MATRIX.steps for rule in MATRIX.of_step(step)]
    assert sorted(shown) == sorted(FILE["norms"])
    assert len(shown) == len(set(shown))
    for rule in MATRIX.rules:
        written = FILE["norms"][rule.norm.key]
        assert rule.norm.days == written["days"]
        assert set(rule.norm.addressees) == set(written["addressees"])
        assert (rule.indicator.key if rule.indicator else None) == written["indicator"]


def test_counts_by_addressee_are_those_of_a_plain_loop_over_the_file() -> None:
    for addressee in MATRIX.addressees:
        plain = {"measured": 0, "gap": 0, "silent": 0}
        for norm in FILE["norms"].values():
            if addressee not in norm["addressees"]:
                continue
            begins, ends = norm["valid_from"], norm["valid_to"]
            silent = (
                not norm["entered_into_force"]
                or norm["certainty"] == "to_check"
                or (begins is not None and begins > NOW.last_day)
                or (ends is not None and ends < NOW.first_day)
            )
            plain["silent" if silent else "measured" if norm["indicator"] else "gap"] += 1
        assert {cell: MATRIX.count(addressee, cell) for cell in plain} == plain
        assert sum(plain.values()) > 0
        # Of what binds an employer and a physician nobody read the text.
        assert (plain["measured"] + plain["gap"] > 0) == (addressee in ("citizen", "institution"))


def test_every_gap_says_why() -> None:
    assert MATRIX.gaps
    assert all(rule.norm.gap is not None for rule in MATRIX.gaps)


def test_a_rule_that_never_entered_into_force_is_no_gap_in_any_quarter() -> None:
    drafted = [rule for rule in MATRIX.rules if not rule.norm.entered_into_force]
    assert {rule.norm.article.split(",")[0] for rule in drafted} == {"2.3", "2.4"}
    assert {rule.validity for rule in drafted} == {"never"}
    assert {rule.cell for rule in drafted} == {"silent"}


def test_a_rule_is_silent_outside_the_years_in_which_it_held() -> None:
    by_key = {rule.norm.key: rule.validity for rule in MATRIX.rules}
    assert by_key["eerste_betaling_ww_opgave"] == "not_yet"
    assert by_key["poortwachter_plan"] == "to_check"
    assert by_key["locaties_werk_en_inkomen"] == "in_force"
    assert by_key["zoektermijn_27"] == "begin_unknown"
    later = {r.norm.key: r.validity for r in norm_matrix(Quarter(2013, 1), KNOWN).rules}
    assert later["locaties_werk_en_inkomen"] == "ended"


def test_an_indicator_that_measures_a_norm_stands_at_that_norm() -> None:
    for indicator in KNOWN.values():
        if indicator.norm is not None:
            assert load_norms()[indicator.norm.key].indicator == indicator.key


def test_a_norm_that_names_no_indicator_is_refused() -> None:
    without = {key: each for key, each in KNOWN.items() if key != "besluit_op_tijd"}
    with pytest.raises(DefinitionError, match="besluit_op_tijd"):
        norm_matrix(NOW, without)


def test_terms_and_horizons_have_a_source() -> None:
    assert all(norm.source for norm in load_norms().values())
    assert all(horizon.source for horizon in load_horizons().values())
    assert load_norms()["zoektermijn_27"].days == 28


def test_each_rule_has_a_cell_per_addressee_and_a_reason_in_each_gap() -> None:
    whole, *steps = answers.norms(MATRIX)
    with reading("nl"):
        tables = [drawn(step.table) for step in steps if step.table]
        counted = in_words(whole.finding)
    rows = [row for table in tables for row in table.rows]
    assert len(rows) == len(MATRIX.rules)
    assert all(all(row) for row in rows)
    heads = {
        "citizen": "Voor de burger",
        "institution": "Voor de instelling",
        "employer": "Voor de werkgever",
        "physician": "Voor de bedrijfsarts",
    }
    for addressee in MATRIX.addressees:
        shown = [table for table in tables if heads[addressee] in table.heads]
        cells = [row[t.heads.index(heads[addressee])] for t in shown for row in t.rows]
        assert cells.count("✗ door niemand gemeten") == MATRIX.count(addressee, "gap")
        bound = sum(rule.binds(addressee) for rule in MATRIX.rules)
        assert len(cells) - cells.count("n.v.t.") == bound
        assert f"Gemeten: {MATRIX.count(addressee, 'measured')}." in counted
    in_gap = {row[0]: row[-1] for row in rows}
    for rule in MATRIX.gaps:
        norm = rule.norm
        assert norm.gap is not None
        told = in_gap[f"{norm.name.nl} ({norm.rule}, {norm.article})"]
        assert told == f"{norm.gap.nl} {norm.note.nl} Bron: {norm.source}."


def test_the_two_sides_have_a_column_everywhere_and_others_where_a_rule_binds_them() -> None:
    _, *steps = answers.norms(MATRIX)
    keys = {step.key: [c.key for c in step.table.columns] for step in steps if step.table}
    assert all(columns[1:3] == ["citizen", "institution"] for columns in keys.values())
    assert {step for step, columns in keys.items() if "employer" in columns} == {"voorkomen"}


def test_a_rule_that_is_measured_leads_to_what_measures_it_and_is_not_said_to_hold_in_doubt() -> (
    None
):
    _, *steps = answers.norms(MATRIX)
    with reading("nl"):
        page = "".join(table_as_html(step.table, "x") for step in steps if step.table)
    for rule in MATRIX.rules:
        if rule.indicator is not None:
            assert f'href="./definities?indicator={rule.indicator.key}"' in page
    sure = [r for r in MATRIX.rules if r.cell == "measured" and r.validity == "in_force"]
    assert page.count('<span class="kk-good">✓ gemeten door') == sum(
        len(rule.norm.addressees) for rule in sure
    )


def test_terms_and_days_of_a_rule_stand_in_words() -> None:
    _, *steps = answers.norms(MATRIX)
    with reading("nl"):
        rows = [row for step in steps if step.table for row in drawn(step.table).rows]
    told = {row[0]: row[-3:-1] for row in rows}
    agreed = "Eerste WW-betaling binnen 4 weken"
    agreed += " (Prestatieafspraak van het ministerie met UWV, tijdigheid WW)"
    assert told[agreed] == (
        "28 dagen. Ten minste 85% van de gevallen, van 1 januari 2012 tot en met 30 juni 2015.",
        "Begin niet gevonden; tekst van 1 januari 2012. Tot en met 30 juni 2015.",
    )
    unread = "Wie langdurig ziek is, vraagt op tijd een WIA-uitkering aan (WIA, niet nagelezen)"
    assert told[unread] == ("Geen termijn in dagen.", "te controleren")
    drafted = "Gegevens worden maar één keer gevraagd (Besluit SUWI, 2.3, eerste lid, onder f)"
    assert told[drafted] == ("Geen termijn in dagen.", "nooit in werking getreden")
