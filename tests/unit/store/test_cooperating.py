"""Cooperation through the store: the right rows and clients, each in its situation; the scope."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from ketenkpi.cooperation import questions_of
from ketenkpi.cooperation.asked import clients_by_group
from ketenkpi.cooperation.coordination import CLIENTS_UNKNOWN, pair_clients
from ketenkpi.errors import OutOfScope, UsageError, UserError
from ketenkpi.research_model import load_dependence
from ketenkpi.scope import Scope
from ketenkpi.settings import Settings
from ketenkpi.store import Cooperation, Store, open_store
from tests.unit.store.cooperation_files import filled
from tests.unit.store.files import ALL, Q1, Q2

pytestmark = pytest.mark.slow
WITHIN, CONCURRENT = "binnen_uitkering", "samenloop"


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Filled once; nothing here writes."""
    home = tmp_path_factory.mktemp("cooperation")
    opened = open_store(Settings.load(home, f"sqlite:///{(home / 'catalogue.db').as_posix()}"))
    filled(opened)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def found(known: Store) -> Cooperation:
    return known.cooperation("A", None, ALL)


def test_the_last_quarter_and_the_scan_that_holds_in_it(found: Cooperation) -> None:
    assert (found.werkplein, found.quarter) == ("A", Q2)
    assert found.scans == (Q1.index,)
    assert found.answers.filled["uwv"].age == 1
    assert found.scan_before is None
    earlier = replace(found, scans=(Q1.index - 4, Q1.index - 2, Q1.index, Q2.index))
    assert earlier.scan_before == Q1.index - 2
    (trust,) = questions_of("vertrouwen")
    assert found.answers.of("uwv", trust).mark == 3
    assert found.answers.of("gemeente", trust).reason == "cooperation.reason_weet_niet"


def test_clients_of_each_situation(found: Cooperation) -> None:
    clients = {(each.situation, each.key): each.clients.value for each in found.coordination.pairs}
    assert clients[WITHIN, "intake_diagnose"] == 20
    assert clients[CONCURRENT, "wwb_intake_ww_intake"] == 4
    assert clients["overgang_ww_wwb", "wwb_intake_ww_intake"] == 0
    within = found.coordination.covered(WITHIN)
    # Gemeente misses product and sees process in part; both is required.
    assert (within.met, within.known, within.unknown_pairs) == (1, 2, 8)
    assert (within.share.value, within.weighted.value) == (0.5, 0.5)
    whole = found.coordination.covered()
    assert whole.at_least == pytest.approx(20 / (10 * 20 + 25 * 4))
    assert whole.at_most == pytest.approx(1 - 20 / (10 * 20 + 25 * 4))
    assert [(gap.key, gap.lacking) for gap in found.coordination.gaps] == [
        ("diagnose_vacatures", ("product", "proces"))
    ]


def test_the_time_factor(known: Store) -> None:
    less = known.cooperation("A", Q2, ALL, time_factor=True).coordination
    clients = {each.key: each.clients.value for each in less.pairs if each.situation == WITHIN}
    assert clients["diagnose_aanbodversterking"] == 12 + 8 * 0.5
    assert clients["intake_diagnose"] == 20


def test_the_handover_of_exactly_that_cell_is_the_indicator(
    known: Store, found: Cooperation
) -> None:
    cell = next(each for each in found.coordination.pairs if each.key == "intake_diagnose")
    there, back = cell.handovers
    assert there.key == "intake>diagnose"
    # From 1 to 12 days: half of them within 6.
    assert (there.median.value, there.median.n) == (6, 12)
    where: dict[str, Sequence[object]] = {"werkplein": ["A"], "kwartaal": [Q2.index]}
    rows = known.figures(["overdracht_mediaan"], ("split",), ALL, where).set_index("split")
    row = rows.loc["overdracht:intake>diagnose"]
    assert (there.median.low, there.median.high) == (row["low"], row["high"])
    assert back.median.value is None
    concurrent = next(
        each for each in found.coordination.pairs
        if (each.situation, each.key) == (CONCURRENT, "wwb_intake_ww_diagnose")
    )  # fmt: skip
    assert concurrent.handovers[0].median.reason == "cooperation.reason_no_handover"


def test_registered_derived_and_shown_by_the_steps(found: Cooperation) -> None:
    phase = found.phase
    registered = {each.doelgroep: (each.phase, each.approval) for each in phase.registered}
    assert registered == {"korte_afstand": ("3b", "approved"), "grote_afstand": ("0", "none")}
    assert [(each.party, each.possible) for each in phase.derived] == [
        ("uwv", ("3b",)),
        ("gemeente", ("3b",)),
    ]
    assert phase.shared == ("korte_afstand",)
    kinds = [each.kind for each in phase.findings]
    assert kinds.count("approval") == 1
    assert "register_scan" not in kinds


def test_the_timeline_of_all_werkpleinen(known: Store) -> None:
    register = known.phases(ALL)
    assert register.until == Q2.last_day
    (moved,) = register.transitions
    assert (moved.werkplein, moved.day) == ("A", date(2009, 1, 1))
    assert (moved.before, moved.after) == ("1", "3b")
    only = known.phases(Scope.of(["B"]))
    assert {each.werkplein for each in only.periods} == {"B"}
    assert [each.lacking for each in only.periods] == [("gemeente",)]


def test_a_werkplein_without_a_scan_is_unknown_and_not_zero(known: Store) -> None:
    other = known.cooperation("B", Q2, ALL)
    assert other.answers.answering == ()
    assert (other.degrees, other.position.low, other.phase.possible) == ((), None, ())
    assert other.coordination.covered(WITHIN).weighted.value is None


def test_only_what_the_scope_holds(known: Store) -> None:
    with pytest.raises(OutOfScope):
        known.cooperation("A", Q2, Scope.of(["B"]))
    with pytest.raises(UsageError, match="Kies uit: A, B"):
        known.cooperation("C", None, ALL)


def test_nothing_delivered(local: Store) -> None:
    with pytest.raises(UserError, match="nog niets geleverd"):
        local.phases(ALL)


def test_who_sees_figures_only_sees_no_small_number_of_clients(known: Store) -> None:
    found = known.cooperation("A", Q2, Scope.of(["A"]))
    # Four clients concurrent: too few to show, so what is weighed by them is hidden as well.
    concurrent = found.coordination.covered(CONCURRENT)
    assert (concurrent.weighted.value, concurrent.at_least) == (None, None)
    assert concurrent.weighted.reason == found.coordination.clients["samenloop"].reason
    assert found.coordination.covered().weighted.value is None
    # What the partners said themselves holds no clients.
    assert found.coordination.covered(WITHIN).share.value == 0.5
    assert found.answers.answering == ("uwv", "gemeente")


def _clients(*rows: tuple[str, float]) -> dict[str, float | None]:
    """Clients in each situation when so many came in per target group."""
    frame = pd.DataFrame(
        [
            {"doelgroep": group, "value": value, "low": None, "high": None, "n": value,
             "method": "indicators.method_poisson_exact", "reason": None}
            for group, value in rows
        ]
    )  # fmt: skip
    known = clients_by_group(frame)
    first = {pair.situation: pair for pair in load_dependence().pairs}
    found = {key: pair_clients(pair, known, None) for key, pair in first.items()}
    assert {each.reason for each in found.values()} <= {None, CLIENTS_UNKNOWN}
    return {key: each.value for key, each in found.items()}


def test_clients_of_whom_the_group_is_not_known_are_in_no_situation() -> None:
    some = _clients(("jongere", 4), ("onbekend", 6), ("samenloop", 1))
    assert some == {WITHIN: 4, CONCURRENT: 1, "overgang_ww_wwb": 0}
    # Where it is not known of anybody, nothing is known; not that there was nobody.
    nobody = dict.fromkeys((WITHIN, CONCURRENT, "overgang_ww_wwb"))
    assert _clients(("onbekend", 6)) == nobody
    assert _clients(("alle", 0)) == dict.fromkeys(nobody, 0)
