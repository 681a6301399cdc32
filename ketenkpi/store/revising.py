"""The revisions of all figures of a state at once, as every figure of the store is widened by.

What is measured looks back three years: long enough for two years of quarters that
were followed for a year, and the way of registering of then is not that of now.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import nan
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from ketenkpi.catalogue import DeliveryRecord
from ketenkpi.comparison.delivery_ages import ages
from ketenkpi.comparison.revisions import (
    LEAST,
    LEAST_OWN,
    SETTLED_AFTER,
    TRIANGLE,
    WIDENED_OWN,
    WIDENED_TOGETHER,
    own_sizes,
    published,
    revision_sizes,
    triangle_of,
    widen,
)
from ketenkpi.counts import Counts
from ketenkpi.digest import sha256_of_all
from ketenkpi.indicators import Indicator, indicators, needed
from ketenkpi.scope import Scope
from ketenkpi.store.vintages import (
    PastCounts,
    VintageState,
    counted_with,
    read_kept,
    valid,
    vintage_states,
)
from ketenkpi.vocabulary import Quarter

if TYPE_CHECKING:
    import pandas as pd

    from ketenkpi.indicators import Needed

Needs: TypeAlias = tuple[frozenset[str], ...]
# Vintages that are looked back at: eight quarters followed by four later deliveries.
VINTAGES = LEAST_OWN + SETTLED_AFTER
# Stands where a Werkplein would, in figures of all of them together.
TOGETHER = "*"


@dataclass(frozen=True)
class RevisionSizes:
    """The sizes of `comparison.revisions` of several indicators, each with its column indicator.

    sizes: `revision_sizes`; own: `own_sizes`; ages: see `Revisions`.
    """

    sizes: pd.DataFrame
    own: pd.DataFrame
    ages: pd.DataFrame


def widened(
    figures: pd.DataFrame, measured: Sequence[RevisionSizes], known: Mapping[str, Indicator]
) -> pd.DataFrame:
    """The figures by werkplein and kwartaal, widened; see `comparison.revisions.widen`."""
    import pandas as pd

    sizes, own, ages = (
        pd.concat([getattr(one, name) for one in measured], ignore_index=True)
        for name in ("sizes", "own", "ages")
    )
    return widen(figures, sizes, own, ages, known)


@dataclass(frozen=True)
class Over:
    """Whether figures are of single Werkpleinen, or of them together, or by their regions."""

    together: bool
    regions: Mapping[str, str] | None = None

    @property
    def by(self) -> tuple[str, ...]:
        if not self.together:
            return ("werkplein", "kwartaal")
        return ("kwartaal",) if self.regions is None else ("regio", "kwartaal")


APART = Over(False)


@dataclass(frozen=True)
class Measuring:
    """What revisions are measured in: every delivery ever made, and the counts of now and then."""

    deliveries: Sequence[DeliveryRecord]
    past: PastCounts
    now: Callable[[Needed], Counts]
    state: str

    def made_of(self, needs: Needs) -> tuple[object, ...]:
        """What the sizes of these contracts follow from: how far every delivery is, and the rows
        of those that count."""
        contracts = frozenset[str]().union(*needs)
        mine = [each for each in self.deliveries if each.contract in counted_with(contracts)]
        current = self.past.recipe_of([each for each in mine if each.current], contracts)
        return (current, *((each.id, each.status, each.current) for each in mine))

    def together(
        self, needs: Needs, known: Mapping[str, Indicator], regions: Mapping[str, str] | None
    ) -> RevisionSizes:
        """The same of the Werkpleinen of each region together, or of all (regions None).

        The name of the region, or `TOGETHER`, stands where the Werkplein does. Then and
        now are taken over the Werkpleinen that delivered in that vintage, so the change
        is that of those who deliver again; eight followed quarters are asked.
        """
        import pandas as pd

        delivered = delivered_places(self.deliveries, needs)
        last = max(delivered, default=0)
        sizes, own, triangles = [], [], []
        if _followed(delivered, last) >= LEAST_OWN:
            triangles = list(self._triangles_together(needs, known, regions, delivered))
        triangle = pd.concat(triangles, ignore_index=True) if triangles else _no_triangle()
        for key, indicator in known.items():
            mine = triangle[triangle["indicator"] == key]
            sizes.append(revision_sizes(mine.iloc[:0], indicator).assign(indicator=key))
            # Of those who never delivered again nobody knows: no change stays possible.
            found = own_sizes(mine, indicator)
            ends = {"own_low": found["own_low"].clip(upper=0.0)}
            ends |= {"own_high": found["own_high"].clip(lower=0.0)}
            own.append(found.assign(**ends, indicator=key))
        ages = self._ages_together(needs, regions)
        per_key = [ages.assign(indicator=key) for key in known]
        return RevisionSizes(
            *(pd.concat(each, ignore_index=True) for each in (sizes, own, per_key))
        )

    def _triangles_together(
        self,
        needs: Needs,
        known: Mapping[str, Indicator],
        regions: Mapping[str, str] | None,
        delivered: Mapping[int, frozenset[str]],
    ) -> Iterator[pd.DataFrame]:
        last, now = max(delivered), self.now(_needs(known))
        window = range(last - VINTAGES - SETTLED_AFTER, last + 1)
        settled: dict[frozenset[str], pd.DataFrame] = {}
        for state in vintage_states(self.deliveries, needs, range(last - VINTAGES, last + 1)):
            places = state.published
            if places and places not in settled:
                settled[places] = _asked(now, known, window, places, Over(True, regions))
            if places and state.quarter < last:
                told = self._published(state, needs, known, Over(True, regions))
                yield triangle_of([told], settled[places])
            elif places:
                names = frozenset(settled[places]["werkplein"])
                newest = published(settled[places], Quarter.from_index(last), names)
                yield triangle_of([newest], settled[places])

    def count_ahead(self, needs: Needs) -> int:
        """Count the past states that `measured` looks back at; how many had to be counted."""
        contracts = frozenset[str]().union(*needs)
        states = [state for state in self._looked_at(needs) if state.published]
        return sum(self.past.count_ahead(state.deliveries, contracts) for state in states)

    def _looked_at(self, needs: Needs) -> Sequence[VintageState]:
        """The past states that say how figures changed; none while too few were followed."""
        delivered = delivered_places(self.deliveries, needs)
        last = max(delivered, default=0)
        if _followed(delivered, last) < LEAST:
            return ()
        return vintage_states(self.deliveries, needs, range(last - VINTAGES, last))

    def _ages_together(self, needs: Needs, regions: Mapping[str, str] | None) -> pd.DataFrame:
        """Of each region, or of all, the age by its newest delivery; definitive when all are."""
        rows = self._ages(needs)
        rows["werkplein"] = TOGETHER if regions is None else rows["werkplein"].map(dict(regions))
        known = rows[rows["werkplein"].notna()]
        found = known.groupby(["werkplein", "kwartaal"], as_index=False, sort=True)
        return found.agg({"age": "max", "definitive": "all"})

    def measured(self, needs: Needs, known: Mapping[str, Indicator]) -> RevisionSizes:
        """The revisions of these indicators, all of them made of these contracts."""
        import pandas as pd

        triangle = self._triangle(needs, known)
        sizes, own = [], []
        for key, indicator in known.items():
            mine = triangle[triangle["indicator"] == key]
            sizes.append(revision_sizes(mine, indicator).assign(indicator=key))
            own.append(own_sizes(mine, indicator).assign(indicator=key))
        ages = self._ages(needs)
        per_key = [ages.assign(indicator=key) for key in known]
        return RevisionSizes(
            *(pd.concat(each, ignore_index=True) for each in (sizes, own, per_key))
        )

    def _ages(self, needs: Needs) -> pd.DataFrame:
        contracts = frozenset[str]().union(*needs)
        current = [d for d in self.deliveries if d.current and d.contract in contracts]
        return ages(current)

    def _triangle(self, needs: Needs, known: Mapping[str, Indicator]) -> pd.DataFrame:
        """The triangle of the quarters that are followed long enough; empty when too few are."""
        delivered = delivered_places(self.deliveries, needs)
        last = max(delivered, default=0)
        states = self._looked_at(needs)
        if not states:
            return _no_triangle()
        parts = [self._published(state, needs, known, APART) for state in states if state.published]
        # What is known now stands in for the newest vintage, whose changes are yet to come.
        since, places = last - VINTAGES - SETTLED_AFTER, frozenset[str]().union(*delivered.values())
        now = _asked(self.now(_needs(known)), known, range(since, last + 1), places, APART)
        newest = published(now, Quarter.from_index(last), delivered[last])
        return triangle_of([*parts, newest], now)

    def _published(
        self, state: VintageState, needs: Needs, known: Mapping[str, Indicator], over: Over
    ) -> pd.DataFrame:
        """The figures that were published first, or that were to be settled by then."""
        import pandas as pd

        quarters = range(state.quarter - SETTLED_AFTER, state.quarter + 1)
        contracts = frozenset[str]().union(*needs)
        name = self._name(state, contracts, known, over)
        file = self.past.folder / "figures" / f"{name}.parquet"
        held = read_kept(file, pd.read_parquet)
        if held is not None:
            return held
        everything = Scope.everything()
        counts = self.past.counts(state.deliveries, contracts, everything, _needs(known))
        found = _asked(counts, known, quarters, state.published, over)
        named = frozenset(found["werkplein"]) if over.together else state.published
        told = published(found, Quarter.from_index(state.quarter), named)
        self.past.keep(file, lambda out: told.to_parquet(out, index=False))
        return told

    def _name(
        self,
        state: VintageState,
        contracts: frozenset[str],
        known: Mapping[str, Indicator],
        over: Over,
    ) -> str:
        """Of what the figures of a vintage are made: its rows, the definitions and the program."""
        versions = sorted((key, each.version) for key, each in known.items())
        made_of = (
            self.past.recipe_of(state.deliveries, contracts),
            sorted(state.published),
            (over.together, sorted((over.regions or {}).items())),
            versions,
            self.state,
            estimating_program(),
        )
        return hashlib.sha256(repr(made_of).encode()).hexdigest()


def widened_together(
    figures: pd.DataFrame, measured: Sequence[RevisionSizes], known: Mapping[str, Indicator]
) -> pd.DataFrame:
    """The same of figures by kwartaal of regions (column regio), or of all Werkpleinen."""
    place = figures.get("regio", TOGETHER)
    found = widened(figures.assign(werkplein=place), measured, known)
    told = found["revision"].replace(WIDENED_OWN, WIDENED_TOGETHER)
    return found.assign(revision=told).drop(columns="werkplein")


def unwidened(figures: pd.DataFrame) -> pd.DataFrame:
    """Figures over quarters or places together, in the columns of those that are widened."""
    numbers = dict.fromkeys(("revision_low", "revision_high", "settled_low", "settled_high"), nan)
    told = figures.assign(**numbers, revision=None, provisional=False)
    return told.astype({"revision": "str"})


def _needs(known: Mapping[str, Indicator]) -> Needed:
    return needed(list(known.values()), {})


def _no_triangle() -> pd.DataFrame:
    import pandas as pd

    none = pd.DataFrame(columns=[*TRIANGLE])
    return none.astype({"age": "int64", "value": "float64", "to_now": "float64"})


def _asked(
    counts: Counts,
    known: Mapping[str, Indicator],
    quarters: Sequence[int],
    places: frozenset[str],
    over: Over,
) -> pd.DataFrame:
    """The figures of these Werkpleinen; what they are taken together in stands as `werkplein`."""
    where: dict[str, Sequence[object]] = {"kwartaal": quarters, "werkplein": sorted(places)}
    by, regions = over.by, over.regions
    found = indicators(
        counts, keys=list(known), definitions=known, by=by, where=where, regio_of=regions
    )
    found = found[found["indicator"].isin(list(known))]
    return found.assign(werkplein=found.get("regio", TOGETHER)) if over.together else found


def delivered_places(
    deliveries: Sequence[DeliveryRecord], needs: Needs
) -> dict[int, frozenset[str]]:
    """Per quarter the Werkpleinen that delivered all that is needed for it, ever."""
    having: dict[int, list[set[str]]] = {}
    for delivery in valid(deliveries):
        for place, any_of in enumerate(needs):
            if delivery.contract in any_of:
                sets = having.setdefault(delivery.quarter, [set() for _ in needs])
                sets[place].add(delivery.werkplein)
    return {quarter: frozenset(set.intersection(*sets)) for quarter, sets in having.items()}


def _followed(delivered: Mapping[int, frozenset[str]], last: int) -> int:
    """How many first deliveries were followed by one that settles their quarter."""
    newest: dict[str, int] = {}
    for quarter, places in delivered.items():
        for place in places:
            newest[place] = max(newest.get(place, 0), quarter)
    return sum(
        newest[place] - quarter >= SETTLED_AFTER
        for quarter, places in delivered.items()
        if quarter >= last - VINTAGES
        for place in places
    )


@cache
def estimating_program() -> str:
    """The hash of the code that estimates: other code may make other figures of the same rows."""
    import ketenkpi

    package = Path(ketenkpi.__file__).parent
    folders = ("indicators", "stats")
    sources = [source for name in folders for source in sorted((package / name).glob("*.py"))]
    return sha256_of_all(sources)
