"""What lies behind the figures: deliveries, rows, and who did what."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ketenkpi.catalogue import DeliveryRecord
from ketenkpi.comparison.targets import TargetRegister
from ketenkpi.contracts import CellStates, Findings, find_contract
from ketenkpi.contracts.not_applicable import states
from ketenkpi.scope import Scope
from ketenkpi.store import overview
from ketenkpi.store.damage import Inspection, inspect, require_rows
from ketenkpi.store.installation import Installation
from ketenkpi.store.missing import Missing, still_missing
from ketenkpi.store.reading import frame, upload_table
from ketenkpi.store.recorded import recorded_targets, targets_frame

if TYPE_CHECKING:
    import pandas as pd


class Deliveries:
    """What is delivered, as it is and by whom."""

    def __init__(self, installation: Installation) -> None:
        self._installation = installation

    def deliveries(self, scope: Scope) -> pd.DataFrame:
        """Who delivered what: a grid in which a missing delivery is a row of its own."""
        return overview.grid(
            self._installation.catalogue.deliveries(scope), self._installation.catalogue.stated()
        )

    def missing(self, scope: Scope) -> tuple[Missing, ...]:
        """Per contract, Werkplein and quarter the partners that have not delivered yet."""
        return still_missing(
            self._installation.catalogue.deliveries(scope), self._installation.catalogue.stated()
        )

    def uploads(self, scope: Scope) -> pd.DataFrame:
        """Every upload with its deliveries in scope, also replaced and withdrawn, newest first."""
        every = self._installation.catalogue.deliveries(scope, ended=True)
        return overview.uploads(every, self._installation.catalogue.withdrawals())

    def findings(self, upload_id: int, scope: Scope) -> Findings:
        """What was noticed about an upload. It quotes rows, so the scope must hold rows and all
        Werkpleinen of the upload."""
        scope.require_rows()
        for delivery in self._delivered_in(upload_id):
            if not delivery.shared:
                scope.require(delivery.werkplein)
        return self._installation.catalogue.findings(upload_id)

    def _delivered_in(self, upload_id: int) -> list[DeliveryRecord]:
        self._installation.catalogue.upload(upload_id)
        every = self._installation.catalogue.deliveries(Scope.everything(), ended=True)
        return [delivery for delivery in every if delivery.upload.id == upload_id]

    def rows(self, upload_id: int, scope: Scope) -> pd.DataFrame:
        """The typed rows of any accepted upload, replaced ones too, of the Werkpleinen in scope.

        In the contract's columns, `_nvt`, which names the columns that do not apply in a
        row, and `_line`, the line in the spreadsheet.
        Raises OutOfScope unless the scope holds rows, Damaged when they cannot be read.
        """
        scope.require_rows()
        upload = self._installation.catalogue.upload(upload_id)
        require_rows(self._delivered_in(upload_id), self._installation.catalogue.rows)
        path = self._installation.catalogue.rows.path(upload.rows_blob)
        return frame(upload_table(upload.contract, path, scope))

    def table(self, contract: str, scope: Scope) -> pd.DataFrame:
        """The rows of a contract that count now, of the Werkpleinen in scope, with `_nvt`.

        Rows about people (trajecten, stappen, stand_stroom, tevredenheid,
        klachten, vacatures) ask for a scope that holds rows. Raises UsageError for an
        unknown contract.
        """
        return frame(self._installation.rows_now(contract, scope))

    def states(self, contract: str, scope: Scope) -> tuple[CellStates, ...]:
        """Per column how many cells of the rows that count now are filled, missing, or do
        not apply; of the Werkpleinen in scope, which must hold rows as for `table`."""
        import polars as pl

        rows = pl.DataFrame(self._installation.rows_now(contract, scope))
        return states(find_contract(contract), rows.lazy())

    def inspection(self, progress: Callable[[float], None] = lambda share: None) -> Inspection:
        """Whether every file of rows, and the counts, still are what was stored; reads them all."""
        return inspect(self._installation.catalogue, progress)

    def audit(self, scope: Scope) -> pd.DataFrame:
        """Who did what to the data of these Werkpleinen, oldest first."""
        return overview.audit(self._installation.catalogue.audit(scope))

    def targets(self, scope: Scope) -> pd.DataFrame:
        """Every target ever recorded in scope, and of regions; see `store.recorded`."""
        return targets_frame(self.recorded_targets(scope))

    def recorded_targets(self, scope: Scope) -> TargetRegister:
        """The same targets, as verdicts are given on them."""
        catalogue = self._installation.catalogue
        every = catalogue.deliveries(scope, ended=True)
        return recorded_targets(every, catalogue.withdrawals(), catalogue.rows, scope)
