"""Everything one installation holds, behind one object; the command line and the dashboard use
nothing else."""

from __future__ import annotations

from functools import partial

from ketenkpi.catalogue import PRIVATE_FOLDER, tidy_staging
from ketenkpi.chain import chain_of, handover_course
from ketenkpi.errors import UserError
from ketenkpi.settings import Settings
from ketenkpi.store.behind import Behind
from ketenkpi.store.cooperating import Cooperating
from ketenkpi.store.drafting import Drafting
from ketenkpi.store.exporting import Exporting
from ketenkpi.store.looking import Looking
from ketenkpi.store.programming import Programming
from ketenkpi.store.resourcing import Resourcing
from ketenkpi.store.source import StoredSource
from ketenkpi.store.taking_back import TakingBack


class Store(Looking, TakingBack, Drafting, Exporting, Resourcing, Programming, Cooperating, Behind):
    """The deliveries, figures, users and history of one installation.

    Every reading method takes a `Scope` and gives nothing outside it. Every
    writing one takes who does it (`by`), which the audit keeps.
    """

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self.source = source = StoredSource(self)
        self.chain = partial(chain_of, source)
        self.handover_course = partial(handover_course, source)


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
