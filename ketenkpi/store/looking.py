"""What a file says by itself and beside this installation, before anything is asked of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ketenkpi.catalogue import Statement, staging
from ketenkpi.contracts import Reading, read
from ketenkpi.contracts.intake import ANYHOW, Wanted
from ketenkpi.partner import NOBODY, TOGETHER
from ketenkpi.register import load_register
from ketenkpi.scope import Scope
from ketenkpi.shown import shown
from ketenkpi.store.installation import Installation
from ketenkpi.store.periods import dated, proposed
from ketenkpi.store.plan import without_file
from ketenkpi.store.prepare import places_in
from ketenkpi.store.rows import CASES, working
from ketenkpi.store.series import SERIES
from ketenkpi.store.stating import CIRCLE_KINDS
from ketenkpi.vocabulary import Period, Quarter


@shown
@dataclass(frozen=True)
class Look:
    """A file that was checked; nothing of it is stored.

    period: what its rows seem to be for, None where they do not tell; stray rows
    are dated after it, up to and including `last`. places: as this installation
    calls them, and a name it does not know as it is written.
    """

    readings: tuple[Reading, ...]
    period: Period | None = None
    stray: int = 0
    last: Quarter | None = None
    places: tuple[str, ...] = ()

    @property
    def by_partner(self) -> bool:
        """Whether it must be known who delivers: partners deliver such files apart."""
        return any(SERIES[reading.contract].by_partner for reading in self.readings)

    @property
    def numbered(self) -> bool:
        """Whether its rows are of cases or clients with a number."""
        return any(reading.contract in CASES for reading in self.readings)


class Looking:
    """A file before it is delivered."""

    def __init__(self, installation: Installation) -> None:
        self._installation = installation

    def look(
        self,
        file: Path | bytes,
        contracts: Sequence[str],
        *,
        profile: str | None = None,
        constants: Mapping[str, str] | None = None,
        skip_faulty_rows: bool = False,
        wanted: Wanted = ANYHOW,
        answers: Mapping[str, str] | None = None,
    ) -> Look:
        """Check a file by each contract it fills, and what its rows say of place and period.

        The `parquet` of the readings is None. Raises UsageError for an unknown
        contract or profile.
        """
        register = self._installation.register()
        with staging(self._installation.settings.home) as folder, working(folder) as connection:
            readings = tuple(
                read(
                    file,
                    contract,
                    out=folder / f"{contract}.parquet",
                    settings=self._installation.settings,
                    profile=profile,
                    constants=constants,
                    skip_faulty_rows=skip_faulty_rows,
                    wanted=wanted,
                    answers=answers,
                )
                for contract in contracts
            )
            found = dated(connection, readings)
            names = {name for reading in readings for name in places_in(connection, reading)}
        return Look(
            tuple(without_file(reading) for reading in readings),
            proposed(found),
            found.stray,
            Quarter.from_index(max(found.by_quarter)) if found.by_quarter else None,
            tuple(sorted({register.key_of(name) or name for name in names})),
        )

    def possible_partners(self, places: Sequence[str], scope: Scope) -> tuple[str, ...]:
        """Codes of who may deliver for these places: first who did, then the gemeenten they serve.

        A gemeente without a name stands for one where no list of gemeenten is known.
        """
        here = frozenset(places)
        before = {
            delivery.partner
            for delivery in self._installation.catalogue.deliveries(scope)
            if delivery.werkplein in here
        }
        register = load_register()
        served = {code for place in places for code in register.gemeenten_of(place)}
        known = sorted((before | served) - {NOBODY, TOGETHER, "uwv", "gemeente"})
        unnamed = [] if served and "gemeente" not in before else ["gemeente"]
        return ("uwv", *known, *unnamed, TOGETHER)

    def stated_circles(self, places: Sequence[str], scope: Scope) -> tuple[Statement, ...]:
        """What was stated of these places about how far a pseudonym or case number goes."""
        stated = self._installation.catalogue.stated()
        found = [one for kind in CIRCLE_KINDS for one in stated.of_kind(kind)]
        return tuple(
            one
            for one in sorted(found, key=lambda one: one.about)
            if one.werkplein in places and scope.allows(one.werkplein)
        )
