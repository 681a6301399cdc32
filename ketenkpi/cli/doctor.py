"""`ketenkpi doctor`: is this installation in order, and if not, what to do."""

from __future__ import annotations

import argparse
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ketenkpi.cli.arguments import Parser
from ketenkpi.cli.extras import EXTRAS, lacking
from ketenkpi.cli.faults import log_file
from ketenkpi.cli.move_home import move_home
from ketenkpi.cli.progress import progress
from ketenkpi.cli.screen import Screen
from ketenkpi.errors import DefinitionError, UserError
from ketenkpi.settings import Settings, find_home, user_home

OLDEST = (3, 11)
LIBRARY = (
    *("pandas", "numpy", "pyarrow", "polars", "duckdb", "narwhals", "scipy", "sqlalchemy"),
    *("alembic", "yaml", "xlsxwriter", "platformdirs", "shtab"),
)
# An upload needs room for its staging file and its Parquet file; the largest
# file that is read is 2 GiB.
ROOM_BYTES = 4 * 1024**3
GIB = 1024**3
MIB = 1024**2


@dataclass(frozen=True, slots=True)
class Inspected:
    """One thing that was looked at; `remedy` is empty when it is in order.

    information: something to know, and no fault.
    """

    name: str
    found: str
    remedy: str = ""
    information: bool = False

    @property
    def in_order(self) -> bool:
        return self.information or not self.remedy

    @property
    def mark(self) -> str:
        return ("--" if self.information else "!!") if self.remedy else "ok"


def add_options(parser: Parser) -> None:
    parser.flag("--verhuis", "move_home")
    parser.flag("--json", "json")


def run(options: argparse.Namespace, screen: Screen) -> int:
    """Print every check with what was found; 1 when anything needs mending."""
    if options.verhuis:
        old, new = move_home(find_home())
        screen.tell("moved_home", old=old, new=new)
    checks = [check for look in CHECKS for check in look(Settings.load(), screen)]
    for check in checks:
        screen.show(f"{check.mark}  {screen.say(f'doctor_{check.name}')}: {check.found}")
        if check.remedy:
            screen.show(f"    {check.remedy}")
    faults = sum(not check.in_order for check in checks)
    screen.tell("doctor_faults" if faults else "doctor_fine", count=faults)
    screen.data(
        {
            "in_order": not faults,
            "checks": [
                {"check": c.name, "found": c.found, "in_order": c.in_order, "remedy": c.remedy}
                for c in checks
            ],
        }
    )
    return 1 if faults else 0


def _python(settings: Settings, screen: Screen) -> Iterator[Inspected]:
    version = ".".join(map(str, sys.version_info[:3]))
    fine = sys.version_info >= OLDEST
    yield Inspected("python", version, "" if fine else screen.say("doctor_python_remedy"))


def _packages(settings: Settings, screen: Screen) -> Iterator[Inspected]:
    absent = lacking(LIBRARY)
    if absent:
        found, remedy = screen.say("doctor_lacking", names=absent), "doctor_packages_remedy"
        yield Inspected("packages", found, screen.say(remedy))
    else:
        yield Inspected("packages", screen.say("doctor_complete"))


def _extras(settings: Settings, screen: Screen) -> Iterator[Inspected]:
    for extra, packages in EXTRAS.items():
        absent, name = lacking(packages), f"extra_{extra}"
        if absent:
            without = screen.say(f"doctor_without_{extra}")
            found = screen.say("doctor_not_installed", names=absent, without=without)
            remedy = screen.say("doctor_install_extra", extra=extra)
            yield Inspected(name, found, remedy, information=True)
        else:
            yield Inspected(name, screen.say("doctor_complete"))


def _home(settings: Settings, screen: Screen) -> Iterator[Inspected]:
    home = find_home()
    why = screen.say(f"doctor_home_{home.reason}")
    where = screen.say("doctor_home_why", home=settings.home, why=why)
    try:
        settings.home.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=settings.home):
            pass
    except OSError as fault:
        remedy = screen.say("doctor_home_remedy", reason=fault.strerror or type(fault).__name__)
        yield Inspected("home", where, remedy)
        return
    if home.reason == "earlier":
        yield Inspected("home", where, screen.say("doctor_move", new=user_home()), information=True)
    else:
        yield Inspected("home", where)
    for left in home.left:
        found = screen.say("doctor_left_found", old=left)
        remedy = screen.say("doctor_left_remedy", old=left, home=settings.home)
        yield Inspected("home_left", found, remedy, information=True)
    free = shutil.disk_usage(settings.home).free
    room = f"{screen.number(free / GIB, 'number_tenths')} GiB"
    short = screen.say("doctor_room_remedy", needed=ROOM_BYTES // GIB)
    yield Inspected("room", room, "" if free >= ROOM_BYTES else short)


def _definitions(settings: Settings, screen: Screen) -> Iterator[Inspected]:
    try:
        # Some definitions are read while these are imported.
        from ketenkpi.contracts import load_contracts
        from ketenkpi.contracts.profile import load_profiles
        from ketenkpi.indicators import load_indicators

        loaded = screen.say(
            "doctor_loaded",
            contracts=len(load_contracts()),
            profiles=len(load_profiles()),
            indicators=len(load_indicators()),
        )
    except DefinitionError as fault:
        message = fault.message(screen.language)
        yield Inspected("definitions", message, screen.say("doctor_definitions_remedy"))
        return
    yield Inspected("definitions", loaded)


def _catalogue(settings: Settings, screen: Screen) -> Iterator[Inspected]:
    where = re.sub("//[^@/]*@", "//", settings.database_url)
    try:
        from ketenkpi.store import open_store

        store = open_store(settings)
        yield Inspected("database", screen.say("doctor_version", url=where, version=store.version))
    except UserError as fault:
        yield Inspected("database", where, fault.message(screen.language))
    folder = settings.home / "staging"
    left = len(list(folder.iterdir())) if folder.is_dir() else 0
    key = "doctor_leftovers_found" if left else "doctor_leftovers_none"
    yield Inspected("leftovers", screen.say(key, count=left, folder=folder))


def _stored(settings: Settings, screen: Screen) -> Iterator[Inspected]:
    try:
        from ketenkpi.store import open_store

        store = open_store(settings)
    except UserError:
        # Said already, by the check of the catalogue.
        return
    begun = time.monotonic()
    with progress(screen.stage) as report:
        found = store.inspection(lambda share: report("inspect", share))
    size = f"{screen.number(found.size / MIB, 'number_tenths')} MiB"
    taken = screen.number(time.monotonic() - begun, "number_tenths")
    read = screen.say("doctor_read", files=found.files, size=size, seconds=taken)
    for damage in found.damages:
        yield Inspected("rows", damage.message(screen.language), damage.remedy(screen.language))
    if not found.counts_whole:
        yield Inspected("counts", screen.say("doctor_counts_broken"), screen.say("doctor_recount"))
    if not found.damages and found.counts_whole:
        yield Inspected("rows", read)


def _log(settings: Settings, screen: Screen) -> Iterator[Inspected]:
    log = log_file()
    yield Inspected(
        "log", screen.say("doctor_faults_kept" if log.is_file() else "doctor_no_faults", file=log)
    )


CHECKS: tuple[Callable[[Settings, Screen], Iterator[Inspected]], ...] = (
    _python,
    _packages,
    _extras,
    _home,
    _definitions,
    _catalogue,
    _stored,
    _log,
)
