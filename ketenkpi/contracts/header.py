"""Stage *kop*: which column of the file is which column of the contract."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable, Sequence

from ketenkpi.contracts.dialect import name_key
from ketenkpi.contracts.findings import Collector, Finding
from ketenkpi.contracts.row_rules import Level


def match(
    header: Sequence[str],
    wanted: Iterable[str],
    required: Iterable[str],
    found: Collector,
    *,
    line: int,
    report_extra: bool,
) -> dict[str, int]:
    """Place in the file of each wanted column that is there.

    Order, case, accents, spaces and dashes of names do not matter. Blocking
    findings: a required column is missing, a name stands twice. Extra columns
    are an advice (`report_extra`) and are ignored.
    """
    keys = [name_key(name) for name in header]
    for key, times in Counter(key for key in keys if key).items():
        if times > 1:
            found.add(_finding("kolom_dubbel", "blokkade", line, header[keys.index(key)]))
    places = {key: place for place, key in enumerate(keys)}
    mapping = {name: places[name_key(name)] for name in wanted if name_key(name) in places}
    for name in required:
        if name not in mapping:
            near = difflib.get_close_matches(name_key(name), keys, n=1, cutoff=0.75)
            rule = "kolom_ontbreekt_lijkt" if near else "kolom_ontbreekt"
            like = header[keys.index(near[0])] if near else ""
            seen = ", ".join(name for name in header if name)
            found.add(_finding(rule, "blokkade", line, name, like=like, seen=seen))
    if report_extra:
        for place, name in enumerate(header):
            if place not in mapping.values():
                found.add(_finding("kolom_extra", "advies", line, name or f"#{place + 1}"))
    return mapping


def _finding(rule: str, level: Level, line: int, column: str, **params: object) -> Finding:
    return Finding("kop", level, rule, line=line, column=column, params=params)
