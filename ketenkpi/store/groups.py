"""With whom a Werkplein is compared: peer groups, also those of the installation itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from ketenkpi.catalogue import Choices, DeliveryRecord, GroupRecord, RebaseRecord, require_reason
from ketenkpi.comparison import (
    PeerGroup,
    all_peers,
    labour_force,
    neighbour_variables,
    neighbours,
    own_peers,
    region_peers,
    size_peers,
    stock,
)
from ketenkpi.counts import Counts
from ketenkpi.counts.sources import SOURCES
from ketenkpi.errors import UsageError, UserError
from ketenkpi.indicators import Needed, named
from ketenkpi.scope import Scope
from ketenkpi.store.installation import Installation
from ketenkpi.vocabulary import AnyQuarter, Quarter, as_quarter

ALL, REGION, SIZE, NEIGHBOURS = KINDS = ("alle", "regio", "grootte", "buren")
# Cohorts tell the ages, inflow the schemes, and the stock the size.
MADE_OF = ("instroom", "cohort", "stand", "stand_stroom")


class Groups:
    """Who is compared with whom, and from when on: what somebody here decided."""

    def __init__(self, installation: Installation) -> None:
        self._installation = installation

    @property
    def _choices(self) -> Choices:
        return Choices(self._installation.catalogue.engine)

    def places(self, scope: Scope) -> tuple[str, ...]:
        """Every Werkplein in scope of which anything was delivered, by name."""
        return tuple(sorted({delivery.werkplein for delivery in self._counted(scope)}))

    def _counted(self, scope: Scope) -> list[DeliveryRecord]:
        every = self._installation.catalogue.deliveries(scope)
        return [each for each in every if not each.shared and each.contract in SOURCES]

    def peer_group(self, kind: str, subject: str, scope: Scope) -> PeerGroup:
        """Those to compare `subject` with, as far as `scope` sees them.

        kind: 'alle'; 'regio' (of the register); 'grootte' (labour force by the
        register, else running benefits at the end of the last quarter known);
        'buren' (most alike in what nobody influences); or the name of a saved
        group. Raises OutOfScope for a subject outside the scope, UsageError for
        an unknown group, UserError where the group of the subject is not known.
        """
        scope.require(subject)
        names = self.places(scope)
        if kind == ALL:
            return all_peers(subject, names)
        if kind == REGION:
            return region_peers(subject, names, self._installation.register())
        if kind == SIZE:
            return size_peers(subject, self._sizes(subject, names, scope))
        if kind == NEIGHBOURS:
            counts = self._counts_of(MADE_OF, scope)
            return neighbours(
                subject, neighbour_variables(counts, self._installation.register(), scope=scope)
            )
        return self._saved(kind, scope).around(subject)

    def _sizes(self, subject: str, names: Sequence[str], scope: Scope) -> dict[str, float]:
        force = labour_force(names, self._installation.register())
        if not np.isnan(force.get(subject, np.nan)):
            return force
        last = max((delivery.quarter for delivery in self._counted(scope)), default=0)
        return stock(self._counts_of(MADE_OF, scope), Quarter.from_index(last), scope=scope)

    def _counts_of(self, tallies: Sequence[str], scope: Scope) -> Counts:
        return self._installation.counts_in(
            self._installation.catalogue.snapshot(), scope, Needed(tuple(tallies), {})
        )

    def _saved(self, name: str, scope: Scope) -> PeerGroup:
        for group in self.saved_groups(scope):
            if group.name == name:
                return own_peers(name, group.members, group.members)
        known = ", ".join([*KINDS, *(group.name for group in self.saved_groups(scope))])
        raise UsageError("store.no_peer_group", name=name, known=known)

    def saved_groups(self, scope: Scope) -> tuple[GroupRecord, ...]:
        """The groups somebody put together here, all of whose members are in scope, by name."""
        return self._choices.groups(scope)

    def save_group(self, name: str, members: Sequence[str], *, by: str, scope: Scope) -> None:
        """Keep a group under a name; one of the same name is replaced.

        Raises OutOfScope for a member outside the scope, UserError for a group
        without a name, with a member twice or one nothing was delivered of, and
        UsageError for a name that means something else already.
        """
        for member in members:
            scope.require(member)
        group = own_peers(name, members, self.places(scope))
        if len(group.members) < 2:
            raise UserError("store.group_of_one", name=group.name.nl)
        if group.name.nl.lower() in KINDS:
            raise UsageError("store.group_reserved", name=group.name.nl)
        self._choices.save_group(group.name.nl, group.members, by, scope)

    def remove_group(self, name: str, *, by: str, scope: Scope) -> None:
        """Forget a group; raises UsageError when there is none of this name in scope."""
        self._choices.remove_group(name, by, scope)

    def rebase(
        self, werkplein: str, key: str, quarter: AnyQuarter, reason: str, *, by: str, scope: Scope
    ) -> None:
        """From `quarter` on this Werkplein has new limits on the control chart of `key`.

        Raises ReasonNeeded without a reason, UsageError for an unknown
        indicator or when its limits begin anew in that quarter already.
        """
        scope.require(werkplein)
        named(key, self._installation.indicators)
        first = as_quarter(quarter)
        why = require_reason(reason, "comparison.control_rebase_reason", quarter=first)
        today = date.today()
        self._choices.rebase(RebaseRecord(werkplein, key, first.index, why, by, today))

    def rebases(self, scope: Scope) -> tuple[RebaseRecord, ...]:
        """The new limits decided for these Werkpleinen, oldest decision first."""
        return self._choices.rebases(scope)
