"""Everything about the chain for one selection of cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from ketenkpi.chain.apart import Apart, apart_of
from ketenkpi.chain.flow import Flow, flow_of
from ketenkpi.chain.moves import long_enough, moves_of
from ketenkpi.chain.open_cases import OpenCases, open_cases_of
from ketenkpi.chain.repeats import Involved, Repeat, involved_of, repeats_of
from ketenkpi.chain.selection import Selection
from ketenkpi.chain.slower import Sought, slower_of
from ketenkpi.chain.waiting import Compared, Handover, handovers_of, waiting_of
from ketenkpi.counts import Counts
from ketenkpi.shown import shown
from ketenkpi.vocabulary import Quarter

if TYPE_CHECKING:
    from ketenkpi.chain.waiting import Ask

# The tallies it is made of.
NEEDED = (
    *("stroom", "vervolg", "keten_begin", "keten_einde"),
    *("herhaalde_stap", "betrokken", "open_zaken", "zaakkringen"),
)


@shown
@dataclass(frozen=True)
class Chain:
    """The flow of clients and what it costs them in days.

    handovers: that with the most days of waiting first. slower: of the chosen
    Werkpleinen against all that were counted. ended_known: whether of any
    spell it is known that it ended or runs; else `flow.exits` and `open` are
    empty because nobody knows. apart: where partners number their cases each
    for itself, so that moves from one to another are not seen. may_change: the
    quarters that later deliveries may still change; of the share and the days
    of each handover that is in the interval where it was measured, of all else not.
    """

    chosen: Selection
    flow: Flow
    waiting: Compared
    handovers: tuple[Handover, ...]
    slower: Sought
    repeats: tuple[Repeat, ...]
    involved: tuple[Involved, ...]
    open: OpenCases
    ended_known: bool
    apart: tuple[Apart, ...] = ()
    may_change: tuple[Quarter, ...] = ()

    def handover(self, key: str) -> Handover | None:
        """The handover that an address names so, None when it did not happen here."""
        return {each.key: each for each in self.handovers}.get(key)

    def as_data(self) -> dict[str, Any]:
        """The same as plain values: objects, lists, texts and numbers; quarters as 2009K1."""
        data = asdict(self)
        data["chosen"]["quarters"] = [_text(quarter) for quarter in self.chosen.quarters]
        data["may_change"] = [str(quarter) for quarter in self.may_change]
        moments = {name: _text(quarter) for name, quarter in self.open.moments.items()}
        data["open"]["moments"] = moments
        for each, said in zip(self.apart, data["apart"], strict=True):
            said["quarters"] = [_text(quarter) for quarter in each.quarters]
        for handover, found in zip(self.handovers, data["handovers"], strict=True):
            found["mean"]["verdict"] = handover.mean.verdict
        data["waiting"]["verdict"] = self.waiting.verdict
        return data


def chain(
    counts: Counts,
    chosen: Selection,
    ask: Ask | None = None,
    may_change: Sequence[Quarter] = (),
) -> Chain:
    """The chain within a selection.

    counts: of `NEEDED`, and of more Werkpleinen than the chosen ones when these
    are to be compared with others. ask: what gives the indicators of handovers, instead of
    `counts`: a store gives here what it has widened. Raises UsageError when no steps were counted.
    """
    every = moves_of(counts, chosen, "werkplein")
    old = long_enough(counts, every)
    mine, followed = (
        tuple(m for m in moves if not chosen.werkpleinen or m.werkplein in chosen.werkpleinen)
        for moves in (every, old)
    )
    open_cases = open_cases_of(counts, chosen)
    flow = flow_of(counts, mine, chosen)
    return Chain(
        chosen,
        flow,
        waiting_of(counts, chosen, ask),
        handovers_of(counts, mine, followed, chosen, ask),
        slower_of(old, chosen.werkpleinen),
        repeats_of(counts, chosen),
        involved_of(counts, chosen),
        open_cases,
        bool(flow.exits or open_cases.n or open_cases.older),
        apart_of(counts, chosen),
        tuple(may_change),
    )


def _text(quarter: int) -> str:
    return str(Quarter.from_index(quarter))
