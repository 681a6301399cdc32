"""Everything one installation holds, behind one object; the command line and the dashboard use
nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MethodType
from typing import Concatenate, ParamSpec, TypeVar

from ketenkpi import chain, comparison, context, cooperation, programme, resources
from ketenkpi.catalogue import PRIVATE_FOLDER, tidy_staging
from ketenkpi.errors import UserError
from ketenkpi.indicators import Indicator
from ketenkpi.settings import Settings
from ketenkpi.shown import as_html, as_text
from ketenkpi.store.delivered import Deliveries
from ketenkpi.store.delivering import Delivering
from ketenkpi.store.drafting import Drafting
from ketenkpi.store.explaining import Explaining
from ketenkpi.store.exporting import Exporting
from ketenkpi.store.figures import Figures
from ketenkpi.store.groups import Groups
from ketenkpi.store.installation import Installation
from ketenkpi.store.known_then import KnownThen
from ketenkpi.store.looking import Looking
from ketenkpi.store.noting import Noting
from ketenkpi.store.source import StoredSource
from ketenkpi.store.taking_back import TakingBack
from ketenkpi.store.widening import Widening

Asked = ParamSpec("Asked")
Answered = TypeVar("Answered")


class Store:
    """The deliveries, figures, users and history of one installation.

    Made of parts, each handed what it needs; under the names below they do what commands,
    pages and analysts ask. Every reading one takes a `Scope` and gives nothing outside
    it. Every writing one takes who does it (`by`), which the audit keeps. What the
    subjects answer is worked out in their own packages, from `source` alone.
    """

    def __init__(self, settings: Settings) -> None:
        self.installation = installation = Installation(settings)
        self.settings, self.catalogue = settings, installation.catalogue
        self.users = installation.users
        self.register, self.regions = installation.register, installation.regions
        self.close, self.tidy = installation.close, installation.tidy
        self._files(installation)
        delivered = self._deliveries(installation)
        self.source = source = self._figures(installation, delivered)
        self._subjects(source)

    def __repr__(self) -> str:
        return as_text("Store", self._told)

    def _repr_html_(self) -> str:
        return as_html("Store", self._told)

    @property
    def _told(self) -> Mapping[str, object]:
        """Where it is; what it holds depends on who asks, so nothing of that."""
        return {"home": self.settings.home, "version": self.version}

    def _files(self, installation: Installation) -> None:
        """What changes what counts: files in, agreed with, explained, taken back."""
        looking, explaining = Looking(installation), Explaining(installation)
        delivering = Delivering(installation, explaining)
        taking_back, drafting = (
            TakingBack(installation, delivering),
            Drafting(installation, delivering),
        )
        self.look = looking.look
        self.possible_partners = looking.possible_partners
        self.stated_circles = looking.stated_circles
        self.check = delivering.check
        self.upload = delivering.upload
        self.nothing_to_report = delivering.nothing_to_report
        self.approve = delivering.approve
        self.finalise = delivering.finalise
        self.withdraw = delivering.withdraw
        self.recount = delivering.recount
        self.withdrawal = taking_back.withdrawal
        self.withdraw_upload = taking_back.withdraw_upload
        self.to_explain = explaining.to_explain
        self.unlisted_to_explain = explaining.unlisted_to_explain
        self.explanations = explaining.explanations
        self.explain = explaining.explain
        self.draft = drafting.draft
        self.save_answer = drafting.save_answer
        self.discard_draft = drafting.discard_draft
        self.submit_draft = drafting.submit_draft

    def _deliveries(self, installation: Installation) -> Deliveries:
        """What is delivered, as it is and by whom."""
        delivered = Deliveries(installation)
        self.deliveries = delivered.deliveries
        self.missing = delivered.missing
        self.uploads = delivered.uploads
        self.findings = delivered.findings
        self.rows = delivered.rows
        self.table = delivered.table
        self.states = delivered.states
        self.targets = delivered.targets
        self.inspection = delivered.inspection
        self.audit = delivered.audit
        noting = Noting(installation)
        self.annotate = noting.annotate
        self.annotations = noting.annotations
        self.strike_annotation = noting.strike_annotation
        return delivered

    def _figures(self, installation: Installation, delivered: Deliveries) -> StoredSource:
        """Counts, estimates, who is compared with whom, and what was known earlier."""
        widening, groups = Widening(installation), Groups(installation)
        figures = Figures(installation, widening)
        known_then, exporting = KnownThen(installation, figures), Exporting(installation, figures)
        self.counts = figures.counts
        self.figures = figures.figures
        self.suppressed = figures.suppressed
        self.count_ahead = widening.count_ahead
        self.places = groups.places
        self.peer_group = groups.peer_group
        self.saved_groups = groups.saved_groups
        self.save_group = groups.save_group
        self.remove_group = groups.remove_group
        self.rebase = groups.rebase
        self.rebases = groups.rebases
        self.as_of = known_then.as_of
        self.revisions = known_then.revisions
        self.residuals = known_then.residuals
        self.bridge = known_then.bridge
        self.export = exporting.export
        self.export_rows = exporting.export_rows
        return StoredSource(installation, delivered, widening, figures, groups)

    def _subjects(self, source: StoredSource) -> None:
        """The questions of the subjects, asked of this store."""
        self.compare = _asked_of(comparison.compare_of, source)
        self.control = _asked_of(comparison.control_of, source)
        self.signals = _asked_of(comparison.signals_of, source)
        self.target_findings = _asked_of(comparison.target_findings_of, source)
        self.targets_table = _asked_of(comparison.targets_table_of, source)
        self.context = _asked_of(context.context_of, source)
        self.cooperation = _asked_of(cooperation.cooperation_of, source)
        self.phases = _asked_of(cooperation.phases, source)
        self.chain = _asked_of(chain.chain_of, source)
        self.handover_course = _asked_of(chain.handover_course, source)
        self.resources = _asked_of(resources.resources_of, source)
        self.allocation = _asked_of(resources.allocation_of, source)
        self.allocation_keys = _asked_of(resources.allocation_keys, source)
        self.what_if = _asked_of(resources.what_if_of, source)
        self.programme = _asked_of(programme.programme_of, source)
        self.regional_targets = _asked_of(programme.regional_targets, source)
        self.norm_register = _asked_of(programme.norm_register, source)
        self.theory = _asked_of(programme.theory_of, source)
        self.result_by_phase = _asked_of(programme.result_by_phase, source)
        self.newest_complete = _asked_of(programme.newest_complete, source)
        self.made_ahead = _asked_of(programme.made_ahead, source)

    @property
    def version(self) -> int:
        """Changes whenever anything a reader can see changes; part of every cache key."""
        return self.installation.version

    @property
    def indicators(self) -> Mapping[str, Indicator]:
        """Every indicator of this installation by key, own ones too."""
        return self.installation.indicators

    @property
    def own_indicators(self) -> Path:
        """The folder in which this installation may put indicators of its own."""
        return self.installation.own_indicators

    @property
    def own_vocabularies(self) -> Path:
        """The folder in which this installation may put words of its own."""
        return self.installation.own_vocabularies


def _asked_of(
    question: Callable[Concatenate[StoredSource, Asked], Answered], source: StoredSource
) -> Callable[Asked, Answered]:
    # As a method of what is asked it keeps its name, its help and the rest of its parameters.
    return MethodType(question, source)


def open_store(settings: Settings | None = None) -> Store:
    """The store of this installation: its folders and tables are made or upgraded first.

    What a killed process left of somebody's file is removed.
    Raises UserError when its folder cannot be made, or its database not used.
    """
    chosen = settings or Settings.load()
    try:
        chosen.home.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    except OSError as fault:
        reason = fault.strerror or type(fault).__name__
        raise UserError("store.no_home", home=chosen.home, reason=reason) from fault
    tidy_staging(chosen.home)
    return Store(chosen)
