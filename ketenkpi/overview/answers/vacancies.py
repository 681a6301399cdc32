"""Vacancies: how far they came, and by who acquired them, filled by whom and fit for whom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ketenkpi.answer import (
    Cell,
    Column,
    Measured,
    Picture,
    Said,
    Section,
    Table,
    count_of,
    from_to,
    phrase,
    table_of,
)
from ketenkpi.indicators import load_indicators, split_name
from ketenkpi.overview.answers.words import certain_said, value_said
from ketenkpi.overview.rug import middle_of
from ketenkpi.overview.vacancies import CROSSED, ByAcquirer, Vacancies
from ketenkpi.vocabulary import Quarter, Text, in_both


def vacancies_headline(found: Vacancies) -> Said:
    """What became of the vacancies of a year, and how often a partner's candidate filled one."""
    path = found.path
    if not path.registered or path.filled is None:
        return in_both("overview.no_vacancies")
    ends = (found.quarters[0], found.quarters[-1])
    first = phrase(
        "overview.vacancies_became",
        filled=count_of(path.filled),
        registered=count_of(path.registered),
        period=from_to(*map(Quarter.from_index, ends)),
        open=count_of(path.still_open),
    )
    return (first, *map(_crossed_said, found.crossed))


def _crossed_said(part: ByAcquirer) -> Said:
    name = acquirer_name(part.acquirer)
    if part.figure.value is None:
        return phrase("overview.crossed_unknown", acquirer=name)
    share = Measured(part.figure.value, "share")
    return phrase("overview.crossed_said", acquirer=name, share=share, n=count_of(part.figure.n))


def acquirer_name(acquirer: str) -> Text:
    """Who acquired a vacancy, as a reader names it."""
    return split_name(load_indicators()[CROSSED], acquirer)


def path_section(found: Vacancies) -> Section:
    """The vacancies registered in a year: how many closed, were filled, are open still."""
    path = found.path
    steps: dict[str, float | None] = {
        "registered": path.registered,
        "closed": path.closed,
        "filled": path.filled,
        "open": path.still_open,
    }
    known = [(key, value) for key, value in steps.items() if value is not None]
    title = in_both("overview.vacancies_path")
    if not known:
        return Section("path", title, in_both("overview.no_vacancies"))
    table = table_of(
        known,
        (_column("step"), lambda step: in_both(f"overview.vacancies_{step[0]}")),
        (_column("count", "number"), lambda step: step[1]),
    )
    rows = tuple(_bar(key, value) for key, value in known)
    picture = Picture("bars", "number", rows, vacancies_headline(found))
    return Section("path", title, None, table, (picture,))


def _bar(step: str, value: float) -> Mapping[str, Said | float]:
    name = in_both(f"overview.vacancies_{step}")
    text = phrase("overview.theme_said", theme=name, count=count_of(value))
    colour = "context" if step == "open" else "subject"
    return {"label": name, "side": "", "colour": colour, "value": value, "note": "", "text": text}


def acquired_section(found: Vacancies) -> Section:
    """By who acquired: filled with a candidate of the partner, and fit for bijstand."""
    title = in_both("overview.acquired")
    shares = (("crossed", found.crossed), ("fit", found.fit))
    if not any(part.figure.value is not None for _, parts in shares for part in parts):
        return Section("acquired", title, in_both("overview.acquired_unknown"))
    rows = tuple(_share_rows(shares))
    alt = phrase("overview.acquired_alt", finding=vacancies_headline(found))
    picture = Picture("groups", "share", rows, alt)
    notes = (in_both("overview.acquired_note"),)
    return Section("acquired", title, None, _shares_table(shares), (picture,), notes)


Shares = Sequence[tuple[str, tuple[ByAcquirer, ...]]]


def _share_rows(shares: Shares) -> Iterator[Mapping[str, Said | float]]:
    for key, parts in shares:
        for part in parts:
            figure = part.figure
            value = figure.value
            yield {
                "label": acquirer_name(part.acquirer),
                "group": in_both(f"overview.acquired_{key}"),
                "value": value,
                "low": None if value is None else figure.low,
                "high": None if value is None else figure.high,
                "middle": middle_of(part.others),
                "number": "" if value is None else Measured(value, "share"),
                "text": (value_said(part.placed), certain_said(part.placed)),
            }


def _shares_table(shares: Shares) -> Table:
    pairs = [(key, part) for key, parts in shares for part in parts]
    return table_of(
        pairs,
        (_column("what"), lambda pair: in_both(f"overview.acquired_{pair[0]}")),
        (_column("acquirer"), lambda pair: acquirer_name(pair[1].acquirer)),
        (_column("share", "share"), lambda pair: pair[1].figure),
        (_column("n", "number"), lambda pair: _observed(pair[1])),
        (_column("elsewhere", "share"), lambda pair: _or_blank(middle_of(pair[1].others))),
    )


def _observed(part: ByAcquirer) -> Cell:
    return part.figure.n or ""


def _or_blank(value: float | None) -> Cell:
    return "" if value is None else value


def _column(key: str, unit: str | None = None) -> Column:
    return Column(key, in_both(f"overview.vacancies_column_{key}"), unit)
