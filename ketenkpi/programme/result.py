"""Goals and agenda of one quarter, as one answer."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from ketenkpi.programme.agenda import AgendaModel, LeftOut, Proposal
from ketenkpi.programme.goals import GoalRegister
from ketenkpi.register import region_key
from ketenkpi.shown import shown
from ketenkpi.vocabulary import Quarter


@shown
@dataclass(frozen=True)
class Programme:
    """Goals and agenda of the Werkpleinen in scope in one quarter.

    left_out: how many proposals of a kind a place does not show. phase_of: the
    furthest phase that holds for any target group of a Werkplein; None where no
    phase is registered. region_of: the region of each, where known.
    """

    quarter: Quarter
    goals: GoalRegister
    agenda: tuple[Proposal, ...]
    left_out: tuple[LeftOut, ...]
    model: AgendaModel
    phase_of: Mapping[str, str | None]
    region_of: Mapping[str, str]

    @property
    def places(self) -> tuple[str, ...]:
        """The Werkpleinen by name, then the regions that anything is proposed for."""
        regions = {each.place: None for each in self.agenda if each.place not in self.phase_of}
        return (*sorted(self.phase_of, key=str.casefold), *regions)

    def of_place(self, place: str) -> tuple[Proposal, ...]:
        """The proposals for one Werkplein or region; none is a possible answer."""
        return tuple(each for each in self.agenda if each.place == place)

    def narrowed(self, werkpleinen: Collection[str]) -> Programme:
        """What it holds of these Werkpleinen, with the goals of their regions.

        Unlike a narrower scope this keeps what follows from the others: whether
        a figure stands out, and the figure of a region.
        """
        own = [judged for judged in self.goals.goals if judged.goal.place in werkpleinen]
        regions = {self.region_of[each] for each in werkpleinen if each in self.region_of}
        regional = [
            judged
            for judged in self.goals.goals
            if judged.goal.regional and region_key(judged.goal.place) in map(region_key, regions)
        ]
        kept = sorted([*own, *regional], key=lambda judged: judged.number)
        return replace(
            self,
            goals=replace(self.goals, goals=tuple(kept)),
            agenda=tuple(each for each in self.agenda if each.place in werkpleinen),
            left_out=tuple(each for each in self.left_out if each.place in werkpleinen),
            phase_of={each: self.phase_of[each] for each in self.phase_of if each in werkpleinen},
        )
