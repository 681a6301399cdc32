"""Explanations after a delivery: what still needs one, giving one, and reading them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ketenkpi.catalogue import Change, DeliveryRecord, Overtaken, Snapshot, staging
from ketenkpi.errors import UserError
from ketenkpi.scope import Scope
from ketenkpi.store import explained
from ketenkpi.store.damage import require_rows
from ketenkpi.store.explained import Explanation, OddValue
from ketenkpi.store.installation import Installation
from ketenkpi.store.rows import working

# As `upload.ATTEMPTS`; an explanation costs no count, so each try is a read.
TRIES = 20


class Explaining:
    """Why values are right: what needs an explanation, giving one, reading them."""

    def __init__(self, installation: Installation) -> None:
        self._installation = installation

    def to_explain(self, scope: Scope) -> tuple[OddValue, ...]:
        """The values that count now and still need an explanation, oldest delivery first.

        As far as their findings are listed. Raises OutOfScope unless the scope
        holds rows.
        """
        scope.require_rows()
        snapshot = self._installation.catalogue.snapshot()
        return explained.unexplained(self._explained_of(snapshot, scope), snapshot.stated)

    def unlisted_to_explain(self, scope: Scope) -> int:
        """How many values beyond those listed an explanation is asked of, in current deliveries.

        A file of which so many values are odd has a cause that is to be mended in the
        file; they count, and cannot be explained one by one.
        """
        scope.require_rows()
        uploads = self._explained_within(self._installation.catalogue.snapshot().deliveries, scope)
        every = (self._installation.catalogue.findings(number) for number in uploads)
        return sum(
            found.count("uitleg") - sum(each.level == "uitleg" for each in found.listed)
            for found in every
        )

    def explanations(self, scope: Scope) -> tuple[Explanation, ...]:
        """What was explained of the Werkpleinen in scope and holds, by whom and when.

        An explanation of a value that was delivered otherwise since stays to be read.
        Who may not see rows does not see values, nor numbers of cases.
        """
        found = self._installation.catalogue.stated().of_kind(explained.KIND)
        mine = (explained.explanation(one) for one in found if scope.allows(one.werkplein))
        if scope.detail != "rows":
            mine = (explained.without_rows(one) for one in mine)
        return tuple(sorted(mine, key=lambda one: (one.contract, one.werkplein, one.row)))

    def explain(
        self, explanations: Mapping[str, str], *, by: str, scope: Scope
    ) -> tuple[Explanation, ...]:
        """Keep why values are right; gives what was kept.

        explanations: by `Point.name`, or its number in `to_explain`, from 1. Raises
        UserError for one that is too short or names a person, UsageError for one
        that explains nothing that is asked, OutOfScope unless the scope holds rows.
        """
        scope.require_rows()
        for _ in range(TRIES):
            snapshot = self._installation.catalogue.snapshot()
            asked = self._explained_of(snapshot, scope)
            waiting = explained.unexplained(asked, snapshot.stated)
            said = explained.told(asked, waiting, explanations, by)
            try:
                change = Change(by, snapshot.counts_blob, statements=said)
                self._installation.catalogue.commit(change, snapshot.version)
            except Overtaken:
                continue
            return tuple(explained.explanation(one) for one in said)
        raise UserError("store.busy")

    def _explained_of(self, snapshot: Snapshot, scope: Scope) -> tuple[OddValue, ...]:
        """All values of current deliveries that an explanation is asked of."""
        return tuple(self._points(self._explained_within(snapshot.deliveries, scope)))

    def _explained_within(
        self, deliveries: Iterable[DeliveryRecord], scope: Scope
    ) -> Mapping[int, list[DeliveryRecord]]:
        """The deliveries in scope by the number of their upload."""
        found: dict[int, list[DeliveryRecord]] = {}
        for each in deliveries:
            if each.shared or scope.allows(each.werkplein):
                found.setdefault(each.upload.id, []).append(each)
        return found

    def _points(self, uploads: Mapping[int, list[DeliveryRecord]]) -> Iterator[OddValue]:
        with staging(self._installation.settings.home) as folder, working(folder) as connection:
            for number in sorted(uploads):
                mine = uploads[number]
                findings = self._installation.catalogue.findings(number)
                if not findings.count("uitleg"):
                    continue
                require_rows(mine, self._installation.catalogue.rows)
                upload, places = mine[0].upload, {each.werkplein for each in mine}
                path = self._installation.catalogue.rows.path(upload.rows_blob)
                found = explained.points(
                    connection, upload.contract, path, mine[0].partner, findings
                )
                yield from (point for point in found if point.werkplein in places)
