"""Where a figure of the store is widened by what it may still change, or marked: one place.

Whoever asks for figures gets limits that hold later deliveries in already; pages, tables
and files only draw them. What is measured and when is told in `comparison.revisions`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from ketenkpi.catalogue import Snapshot
from ketenkpi.comparison.delivery_ages import ages
from ketenkpi.comparison.revisions import SETTLED_AFTER
from ketenkpi.comparison.revisions_over import marked, noted, still_moving, widen_over
from ketenkpi.indicators import needs_of
from ketenkpi.scope import Scope
from ketenkpi.source import Where
from ketenkpi.store.installation import Installation
from ketenkpi.store.revising import (
    Measuring,
    Needs,
    RevisionSizes,
    unwidened,
    widened,
    widened_together,
)
from ketenkpi.vocabulary import Quarter, quarter_index

if TYPE_CHECKING:
    import pandas as pd

    from ketenkpi.indicators import Indicator

Progress: TypeAlias = Callable[[str, float], None]
Key: TypeAlias = tuple[Needs, tuple[str, ...]]
# What figures can be of, the smallest first.
PLACES = ("werkplein", "regio")


@dataclass(frozen=True)
class Asking:
    """What figures were asked: of which definitions, state and regions, and by what.

    again: the same figures of other groups and another choice.
    """

    known: Mapping[str, Indicator]
    versions: Mapping[str, int]
    snapshot: Snapshot
    by: tuple[str, ...]
    where: Where
    scope: Scope
    regions: Mapping[str, str]
    again: Callable[[Sequence[str], tuple[str, ...], Where], pd.DataFrame]

    @property
    def single(self) -> str | None:
        """The one Werkplein the figures are about though they are not by Werkplein."""
        chosen = self.where.get("werkplein", ())
        if len(chosen) == 1:
            return str(chosen[0])
        held = self.scope.werkpleinen or ()
        return next(iter(held)) if len(held) == 1 else None

    @property
    def of_some(self) -> bool:
        """Whether some of the Werkpleinen are taken together, of which nothing is measured."""
        chosen = "werkplein" in self.where or "regio" in self.where
        return chosen or self.scope.werkpleinen is not None


def _silent(stage: str, share: float) -> None:
    """Nobody is watching."""


class Widening:
    """What figures may still change, measured once per state."""

    def __init__(self, installation: Installation) -> None:
        self._installation = installation
        self._kept_sizes: dict[Key, tuple[tuple[object, ...], RevisionSizes]] = {}

    def widened_now(self, figures: pd.DataFrame, asking: Asking) -> pd.DataFrame:
        """The figures with provisional ones widened, or marked where nothing is measured.

        Of one quarter by the revisions of that figure; over quarters by what each of
        them may still move it; of Werkpleinen that were chosen together marked.
        """
        one = asking.where.get("kwartaal", ())
        if figures.empty:
            return unwidened(figures)
        if "kwartaal" not in asking.by and len(one) == 1:
            dated = replace(asking, by=(*asking.by, "kwartaal"))
            found = self.widened_now(figures.assign(kwartaal=quarter_index(one[0])), dated)
            return found.drop(columns="kwartaal")
        if "werkplein" not in asking.by and asking.of_some:
            if asking.single is None or "regio" in asking.by:
                return self._marked(figures, asking)
            placed = replace(asking, by=("werkplein", *asking.by))
            found = self.widened_now(figures.assign(werkplein=asking.single), placed)
            return found.drop(columns="werkplein")
        if "kwartaal" not in asking.by:
            return self._widened_over(figures, asking)
        here = {key: asking.known[key] for key in figures["indicator"].unique()}
        measured = self._revisions_of(here, _places(asking.by), asking)
        return (widened if "werkplein" in asking.by else widened_together)(figures, measured, here)

    def _widened_over(self, figures: pd.DataFrame, asking: Asking) -> pd.DataFrame:
        """Figures over quarters, by those of them that are not settled."""
        here = {key: asking.known[key] for key in figures["indicator"].unique()}
        open_ = self._open_quarters(here, _places(asking.by), asking)
        if not open_:
            return unwidened(figures)
        by = (*asking.by, "kwartaal")
        parts = asking.again(list(here), by, {**asking.where, "kwartaal": open_})
        return noted(widen_over(figures, parts, asking.by, here))

    def _marked(self, figures: pd.DataFrame, asking: Asking) -> pd.DataFrame:
        """Figures of some Werkpleinen together, those marked of which one may still change."""
        import pandas as pd

        here = {key: asking.known[key] for key in figures["indicator"].unique()}
        measured = self._revisions_of(here, ("werkplein",), asking)
        rows = pd.concat([still_moving(one.sizes, one.own, one.ages) for one in measured])
        rows = rows.assign(regio=rows["werkplein"].map(dict(asking.regions)))
        chosen = {name: asking.where[name] for name in PLACES if name in asking.where}
        for name, values in chosen.items():
            rows = rows[rows[name].isin([str(value) for value in values])]
        held = [name for name in rows["werkplein"].unique() if asking.scope.allows(name)]
        rows = rows[rows["werkplein"].isin(held)]
        if "kwartaal" in asking.where:
            rows = rows[
                rows["kwartaal"].isin([quarter_index(one) for one in asking.where["kwartaal"]])
            ]
        groups = [name for name in ("regio", "kwartaal") if name in asking.by]
        return marked(unwidened(figures), rows, groups)

    def still_open(
        self,
        contracts: Collection[str],
        scope: Scope,
        werkpleinen: Collection[str] = (),
        quarters: Collection[int] = (),
    ) -> tuple[Quarter, ...]:
        """The quarters that later deliveries may still change, of those asked (indices; none: all).

        Those of which any of these Werkpleinen (all in scope when none are named) has
        fewer than four later deliveries of these contracts, and that are not definitive.
        """
        mine = [
            d for d in self._installation.catalogue.deliveries(scope) if d.contract in contracts
        ]
        rows = ages([d for d in mine if not werkpleinen or d.werkplein in werkpleinen])
        young = rows[(rows["age"] < SETTLED_AFTER) & ~rows["definitive"]]
        found = {int(index) for index in young["kwartaal"]}
        here = found & set(quarters) if quarters else found
        return tuple(Quarter.from_index(index) for index in sorted(here))

    def count_ahead(self, progress: Progress = _silent) -> int:
        """Count the past states that figures are widened by, so that reading need not wait.

        Each state is counted once and kept; a new delivery makes one or none of them new.
        progress: as for `upload`. Gives how many states had to be counted.
        """
        from ketenkpi.indicators import askable

        known = self._installation.indicators
        measuring = self._measuring(self._installation.catalogue.snapshot(), "")
        asked = askable(known, ("werkplein", "kwartaal"), {})
        wanted = sorted({needs_of(known[key]) for key in asked}, key=repr)
        found = 0
        for at, needs in enumerate(wanted):
            progress("revisions", at / len(wanted))
            found += measuring.count_ahead(needs)
        return found

    def _measuring(self, snapshot: Snapshot, state: str) -> Measuring:
        everything = Scope.everything()
        return Measuring(
            self._installation.catalogue.deliveries(everything, ended=True),
            self._installation.past,
            lambda read: self._installation.counts_in(snapshot, everything, read),
            state,
        )

    def _open_quarters(
        self, here: Mapping[str, Indicator], places: tuple[str, ...], asking: Asking
    ) -> list[int]:
        """The quarters asked that later deliveries may still change somewhere."""
        ages = [each.ages for each in self._revisions_of(here, places, asking)]
        young = (rows[(rows["age"] < SETTLED_AFTER) & ~rows["definitive"]] for rows in ages)
        found = {int(index) for rows in young for index in rows["kwartaal"]}
        chosen = asking.where.get("kwartaal")
        return sorted(found if chosen is None else found & {quarter_index(each) for each in chosen})

    def _revisions_of(
        self, here: Mapping[str, Indicator], places: tuple[str, ...], asking: Asking
    ) -> list[RevisionSizes]:
        from ketenkpi.indicators import definitions_state

        wanted = {needs_of(each) for each in here.values()}
        own = definitions_state(self._installation.own_indicators)
        measuring = self._measuring(asking.snapshot, repr(own))
        return [self._sizes_of(needs, places, asking, measuring) for needs in wanted]

    def _sizes_of(
        self, needs: Needs, places: tuple[str, ...], asking: Asking, measuring: Measuring
    ) -> RevisionSizes:
        """The revisions of all indicators made of these contracts; the last are kept.

        They stay while nobody delivers of these contracts: 2.5 s of a hundred Werkpleinen.
        """
        from ketenkpi.indicators import askable

        regions = asking.regions if places and "werkplein" not in places else None
        at = (
            measuring.state,
            tuple(sorted(asking.versions.items())),
            tuple(sorted((regions or {}).items())),
            measuring.made_of(needs),
            self._installation.network(asking.snapshot),
        )
        # Read once: another session may put its own in this place meanwhile.
        kept = self._kept_sizes.get((needs, places))
        if kept is None or kept[0] != at:
            asked = askable(asking.known, (*places, "kwartaal"), {})
            group = {key: asking.known[key] for key in asked}
            group = {key: each for key, each in group.items() if needs_of(each) == needs}
            if "werkplein" in places:
                found = measuring.measured(needs, group)
            else:
                found = measuring.together(needs, group, regions)
            kept = self._kept_sizes[needs, places] = (at, found)
        return kept[1]


def _places(by: Sequence[str]) -> tuple[str, ...]:
    """What revisions are measured of: single Werkpleinen, regions, or all together."""
    return tuple(name for name in PLACES if name in by)[:1]
