"""Of the example nothing is called sure but what was planted in it, in any of its quarters."""

from __future__ import annotations

import pandas as pd
import pytest

from ketenkpi.comparison import with_breaks
from ketenkpi.example import FIRST, LAST, TRUTHS, write_example
from ketenkpi.scope import Scope
from ketenkpi.store import Store
from ketenkpi.vocabulary import Quarter
from tests.example_store import deliver, empty

pytestmark = pytest.mark.slow

ALL = Scope.everything()
QUARTERS = [Quarter.from_index(index) for index in range(FIRST.index, LAST.index + 1)]
SEEN = [quarter for quarter in QUARTERS if quarter >= Quarter(2009, 4)]
MARKS = ("klanttevredenheid", "tevreden", "laagste_cijfers", "een_geheel", "respons")
TO_WORK = (
    *("uitstroom_werk", "aandeel_werk", "werk_binnen", "werk_cohort", "kosten_per_uitstroom_werk"),
    *("uitstroom", "stand", "personen", "nog_in_uitkering"),
)
HANDOVER = "overdracht:diagnose>aanbodversterking"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The whole example, as `ketenkpi demo` loads it."""
    home = tmp_path_factory.mktemp("signals")
    made = empty(home)
    for file in write_example(home / "files").files:
        deliver(made, file)
    return made


@pytest.fixture(scope="module")
def sure(store: Store) -> pd.DataFrame:
    """Every sure signal of every quarter."""
    found = [store.signals(quarter, ALL) for quarter in QUARTERS]
    return pd.concat([each[each["sure"]] for each in found], ignore_index=True)


def planted(row: dict[str, object]) -> str | None:
    """Which truth a signal is of, by where, what and since when; None: of none."""
    place, key, split = str(row["werkplein"]), str(row["indicator"]), str(row["split"])
    if place == TRUTHS.slow_werkplein and (
        split in (HANDOVER, "overdracht_tussen") or key == "wachttijd_tussen"
    ):
        return "slow_handover"
    if place == TRUTHS.content_werkplein and key.startswith(MARKS):
        return "content_clients"
    switch = TRUTHS.phase_switches.get(place)
    if switch is not None and row["kwartaal"] >= switch.index and key.startswith(TO_WORK):
        return "phase_effect"
    return None


def test_only_what_was_planted_is_sure(sure: pd.DataFrame) -> None:
    others = [row for row in sure.to_dict("records") if planted(row) is None]
    told = ["werkplein", "indicator", "split", "kwartaal", "view", "p_adjusted"]
    assert not others, pd.DataFrame(others)[told].to_string()


def test_never_late_registration_nor_merger_nor_closure(sure: pd.DataFrame) -> None:
    names = {TRUTHS.late_werkplein, TRUTHS.merged_werkplein, TRUTHS.merged_into}
    assert not set(sure["werkplein"]) & names


def test_the_slow_handover_is_sure_in_every_quarter_and_content_clients_in_most(
    sure: pd.DataFrame,
) -> None:
    truth = [planted(row) for row in sure.to_dict("records")]
    slow = sure[[each == "slow_handover" for each in truth]]
    assert {quarter.index for quarter in SEEN} <= set(slow["kwartaal"])
    assert set(slow["verdict"]) == {"concern"}
    content = sure[[each == "content_clients" for each in truth]]
    assert len(set(content["kwartaal"])) >= 3
    assert set(content["verdict"]) == {"improvement"}


def test_the_one_that_took_over_is_counted_with_the_one_that_closed(store: Store) -> None:
    on = Quarter.of(TRUTHS.merged_on)
    found = store.signals(on, ALL, ["instroom", "stand"])
    heir = found[(found["werkplein"] == TRUTHS.merged_into) & (found["view"] == "past")]
    assert set(heir["with"]) == {TRUTHS.merged_werkplein}
    assert (heir["compared"] > heir["value"]).any()
    assert TRUTHS.merged_werkplein not in set(found["werkplein"])


def test_no_change_is_told_of_a_closure_a_merger_or_late_registration(store: Store) -> None:
    figures = store.figures(["uitstroom", "klanttevredenheid"], ("werkplein", "kwartaal"), ALL)
    found = with_breaks(store.source, figures, "werkplein", ALL)
    after = found["kwartaal"] >= Quarter.of(TRUTHS.merged_on).index
    gone = found["werkplein"] == TRUTHS.merged_werkplein
    heir = found["werkplein"] == TRUTHS.merged_into
    assert found.loc[gone & after, "closed"].all()
    assert not found.loc[~gone | ~after, "closed"].any()
    assert set(found.loc[heir & after, "area_since"]) == {Quarter.of(TRUTHS.merged_on).index}
    assert not found.loc[heir & ~after, "area_since"].any()
    newest = (found["werkplein"] == TRUTHS.late_werkplein) & (found["kwartaal"] == LAST.index)
    # Late is what leaves, and not what clients say.
    assert found.loc[newest].set_index("indicator")["held_back"].to_dict() == {
        "uitstroom": True,
        "klanttevredenheid": False,
    }
    # The merger lies within one region, so of all together the area never changed.
    whole = with_breaks(store.source, store.figures(["uitstroom"], ("kwartaal",), ALL), None, ALL)
    assert not whole["area_since"].any()
