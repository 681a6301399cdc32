"""A proposal written as a profile of this installation.

Only names of columns, constants that were given and codes of fixed lists go into
the file: never a text of a row that could be about a person.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from ketenkpi.contracts.dialect import name_key
from ketenkpi.contracts.profile.definition import Profile, load_profiles, own_profiles, read_profile
from ketenkpi.contracts.profile.mapping import Constant, Filling, FromColumn, Given, RowId
from ketenkpi.contracts.profile.proposal import ProfileProposal
from ketenkpi.errors import UsageError
from ketenkpi.vocabulary import Text

KEY = re.compile(r"[a-z][a-z0-9_]{1,39}")


def key_for(name: str) -> str:
    """A key for a profile made of the name of a file: 'Levering 2024.csv' -> 'levering_2024'."""
    key = re.sub(r"[^a-z0-9]+", "_", name_key(Path(name).stem)).strip("_")[:40]
    return key if KEY.fullmatch(key) else f"profiel_{key}"[:40].rstrip("_")


def write_profile(
    proposal: ProfileProposal,
    key: str,
    folder: Path | None = None,
    *,
    by: str,
    kind: Text,
    today: date | None = None,
) -> Profile:
    """Write a complete proposal as `<key>.yaml` in the folder of own profiles, and read it back.

    by: who made it; kind: what file it was made for, without anything of a row.
    Raises UsageError for a key that cannot be or that is taken, and ValueError
    for a proposal with something required still open.
    """
    if not proposal.complete or proposal.mapping is None:
        raise ValueError("a profile needs everything required to be answered")
    if not KEY.fullmatch(key):
        raise UsageError("profiles.no_key", name=key)
    where = folder or own_profiles()
    file = where / f"{key}.yaml"
    if key in load_profiles() or file.exists():
        raise UsageError("profiles.key_taken", name=key)
    text = profile_text(proposal, key, by=by, kind=kind, today=today or date.today())
    where.mkdir(parents=True, exist_ok=True)
    # Read strictly before it counts: nothing that could not be read is left behind.
    with tempfile.TemporaryDirectory(prefix=".profile-", dir=where) as aside:
        made = Path(aside) / file.name
        made.write_text(text, encoding="utf-8")
        profile = read_profile(made)
        made.replace(file)
    return profile


def profile_text(proposal: ProfileProposal, key: str, *, by: str, kind: Text, today: date) -> str:
    """The YAML of a proposal."""
    return yaml.safe_dump(
        _definition(proposal, key, by, kind, today), allow_unicode=True, sort_keys=False, width=100
    )


def _definition(
    proposal: ProfileProposal, key: str, by: str, kind: Text, today: date
) -> Mapping[str, Any]:
    found: dict[str, Any] = {
        "profile": key,
        "version": 1,
        "name": {"nl": f"Eigen profiel {key}", "en": f"Own profile {key}"},
        "note": {
            "nl": f"Gemaakt met 'ketenkpi profile' van: {kind.in_('nl')}.",
            "en": f"Made with 'ketenkpi profile' of: {kind.in_('en')}.",
        },
        "format": proposal.format,
    }
    if proposal.format == "json_records":
        found["records"] = proposal.records
    else:
        found |= _read(proposal)
    if proposal.no_persons:
        found["no_persons"] = list(proposal.no_persons)
    if proposal.answers:
        found["answers"] = dict(proposal.answers)
    found["contracts"] = {proposal.contract: _mapping(proposal)}
    found["not_computable"] = []
    return found | {"author": by, "source": kind.in_("nl"), "reviewed_on": today}


def _read(proposal: ProfileProposal) -> dict[str, Any]:
    wanted = proposal.wanted
    said = {
        "sheet": wanted.sheet,
        "header_line": wanted.header_line,
        "separator": wanted.separator,
        "encoding": wanted.encoding,
    }
    given = {name: value for name, value in said.items() if value is not None}
    return {"read": given} if given else {}


def _mapping(proposal: ProfileProposal) -> dict[str, Any]:
    mapping = proposal.mapping
    assert mapping is not None, "a complete proposal has one"
    found: dict[str, Any] = {}
    if mapping.unpivot:
        wide = mapping.unpivot
        found["unpivot"] = {
            "columns": dict(wide.series),
            "name": wide.name,
            "value": wide.value,
        }
        if wide.absent:
            found["unpivot"]["absent"] = dict(zip(("column", "value"), wide.absent, strict=True))
    if mapping.one_per:
        found["one_per"] = list(mapping.one_per)
    found["columns"] = {name: _filling(one) for name, one in mapping.columns.items()}
    return found


def _filling(filling: Filling) -> dict[str, Any]:
    match filling:
        case FromColumn():
            found: dict[str, Any] = {"column": filling.column}
            if filling.tidy:
                found["tidy"] = filling.tidy
            if filling.codes:
                found["codes"] = dict(filling.codes)
            if filling.empty:
                found["empty"] = list(filling.empty)
            return found
        case Constant():
            return {"constant": filling.value}
        case RowId():
            return {"row_id": filling.prefix}
        case Given():
            return {"given": "per_delivery"}
        case _:
            raise TypeError(f"a proposal never has {type(filling).__name__}")
