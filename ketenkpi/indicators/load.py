"""Which indicators there are: those of `config/indicators/`, and those an installation adds.

An own indicator is a file of the same form in `<home>/indicators/`. It is there
for every figure, table and page at once, without code. Older versions of a
definition stand in the folder `versions` beside it, as `<key>.v<number>.yaml`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

from ketenkpi.asked import nearest
from ketenkpi.config_file import FolderState, read_definition, state_of
from ketenkpi.errors import UsageError
from ketenkpi.indicators.definition import Indicator, read_indicator
from ketenkpi.settings import CONFIG, Settings
from ketenkpi.shown import ByKey

FOLDER = CONFIG / "indicators"
VERSION = re.compile(r"(?P<key>\w+)\.v(?P<number>[1-9]\d*)")
# Path, time of the last change and size of every file: what the caches go by.


def load_indicators(folder: Path = FOLDER, own: Path | None = None) -> Mapping[str, Indicator]:
    """All indicators by key, sorted, those of `folder` first and then those of `own`.

    own: the folder of an installation's own indicators; None is that of the
    home this process was started with. A changed file is noticed at the next
    call. Raises DefinitionError with file, line and reason for any fault, also
    in an own file: figures of an installation are made of all its definitions
    or not at all.
    """
    return _loaded(folder, state_of(own or own_folder()))


def shipped_indicators(folder: Path = FOLDER) -> Mapping[str, Indicator]:
    """Only the indicators of `folder`, without those an installation adds."""
    return _loaded(folder, ())


def named(key: str, known: Mapping[str, Indicator]) -> Indicator:
    """The indicator of this key; raises UsageError with the nearest ones when there is none."""
    if key not in known:
        raise UsageError("indicators.unknown_indicator", key=key, near=nearest(key, known))
    return known[key]


def load_versions(
    key: str, folder: Path = FOLDER, own: Path | None = None
) -> Mapping[int, Indicator]:
    """Every version of an indicator by number, the one in force last.

    Raises UsageError for an unknown key and DefinitionError for a faulty file.
    """
    where = own or own_folder()
    known = load_indicators(folder, where)
    newest = named(key, known)
    older = [one for each in (folder, where) for one in _older(each, known) if one.key == key]
    by_number = {indicator.version: indicator for indicator in older}
    by_number[newest.version] = newest
    return ByKey(dict(sorted(by_number.items())))


def versioned(
    versions: Mapping[str, int], folder: Path = FOLDER, own: Path | None = None
) -> Mapping[str, Indicator]:
    """All indicators, those in `versions` as they were defined then.

    Raises UsageError for an unknown indicator or version.
    """
    chosen = dict(load_indicators(folder, own))
    for key, number in versions.items():
        known = load_versions(key, folder, own)
        if number not in known:
            listed = ", ".join(str(version) for version in known)
            raise UsageError("indicators.unknown_version", key=key, version=number, known=listed)
        chosen[key] = known[number]
    return ByKey(chosen)


def own_folder() -> Path:
    """Where own indicators of this process stand: `indicators` below its home."""
    return _home(os.environ.get("KETENKPI_HOME")) / "indicators"


def definitions_state(own: Path | None = None) -> FolderState:
    """Changes whenever an own definition does; belongs in every key under which figures are kept.

    The definitions of the library itself change with the library only.
    """
    where = own or own_folder()
    return state_of(where) + state_of(where / "versions")


@cache
def _home(named: str | None) -> Path:
    return Settings.load(Path(named) if named else None).home


@lru_cache(maxsize=16)
def _loaded(folder: Path, own: FolderState) -> Mapping[str, Indicator]:
    by_key: dict[str, Indicator] = {}
    files = [*sorted(folder.glob("*.yaml")), *(Path(path) for path, _, _ in own)]
    for file in files:
        found = read_indicator(file)
        if found.key in by_key:
            raise read_definition(file).fail(f"there is an indicator '{found.key}' already", "key")
        by_key[found.key] = found
    for file in files:
        for other in by_key[file.stem].counter_indicator:
            if other not in by_key:
                reason = f"counter_indicator '{other}' does not exist"
                raise read_definition(file).fail(reason, "counter_indicator")
        for other in by_key[file.stem].shown_with:
            if other not in by_key:
                reason = f"shown_with '{other}' does not exist"
                raise read_definition(file).fail(reason, "shown_with")
        for field in ("estimated_by", "as_cohort"):
            other = getattr(by_key[file.stem], field)
            if other is not None and other not in by_key:
                raise read_definition(file).fail(f"{field} '{other}' does not exist", field)
    cohorts = [one.as_cohort for one in by_key.values() if one.as_cohort is not None]
    for file in files:
        if cohorts.count(str(by_key[file.stem].as_cohort)) > 1:
            reason = "another indicator has the same as_cohort"
            raise read_definition(file).fail(reason, "as_cohort")
    return ByKey(by_key)


def _older(folder: Path, known: Mapping[str, Indicator]) -> tuple[Indicator, ...]:
    return tuple(_read_older(Path(path), known) for path, _, _ in state_of(folder / "versions"))


def _read_older(file: Path, known: Mapping[str, Indicator]) -> Indicator:
    named = VERSION.fullmatch(file.stem)
    if named is None or named["key"] not in known:
        wanted = "<key of an indicator>.v<number>.yaml"
        raise read_definition(file).fail(f"an older version is called {wanted}")
    found, newest = read_indicator(file, file.stem), known[named["key"]]
    if (found.key, found.version) != (newest.key, int(named["number"])):
        raise read_definition(file).fail("'key' and 'version' must be those in the name", "version")
    if found.version >= newest.version:
        reason = f"version {newest.version} of '{newest.key}' is in force, so this is no older one"
        raise read_definition(file).fail(reason, "version")
    return found
