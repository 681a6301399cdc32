"""What several pages read, computed a second time from all figures there are."""

from __future__ import annotations

import pytest

from dashboard import reads
from dashboard.basis import Basis
from ketenkpi.indicators import load_indicators
from ketenkpi.scope import Scope
from ketenkpi.store import Store
from tests.dashboard.small import FIRST, LAST

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("last", [LAST.index, FIRST.index])
def test_the_parts_that_can_be_chosen_are_those_of_the_figures_of_single_places(
    store: Store, last: int
) -> None:
    basis = Basis(store, Scope.everything(), store.version)
    every, known = reads.everything(basis, last), load_indicators()
    plain = {
        (key, part)
        for key, part in zip(every["indicator"], every["split"], strict=True)
        if known[key].always_split and isinstance(part, str) and part != "alle"
    }
    found = reads.parts_of(basis, last)
    assert {(key, part) for key, parts in found.items() for part in parts} == plain != set()
