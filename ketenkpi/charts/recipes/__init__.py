"""The few lines with which somebody else makes the very picture of a page in a notebook.

Each is text that runs as it is: it opens the installation, asks the same figures and draws
them by the function of the same name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from ketenkpi.vocabulary import Quarter

NO_CASES: Mapping[str, Sequence[object]] = MappingProxyType({})
HEAD = "import ketenkpi as kk\nstore, everything = kk.open_store(), kk.Scope.everything()"


def trend(
    indicator: str,
    place: tuple[str, str] | None,
    quarters: Sequence[int],
    quarter: int,
    *,
    part: str | None = None,
    where: Mapping[str, Sequence[object]] = NO_CASES,
    noted: bool = False,
) -> str:
    """The course of one figure. place: the column (werkplein, regio) and the name of the place,
    None for all together. quarter: the one that stands out. Quarters are indices. noted:
    whether notes of people stand beside it."""
    cells = {"kwartaal": _quarters(quarters)} | dict(where)
    by = ["kwartaal"] if place is None else [place[0], "kwartaal"]
    beside = {"part": part, "quarter": _quarter(quarter)}
    told = [*([] if place is None else [repr(place[1])]), f"indicator={indicator!r}"]
    told += [f"{name}={value!r}" for name, value in beside.items() if value is not None]
    told += ["deliveries=store.deliveries(everything)"]
    if place is not None and place[0] == "werkplein":
        told += ["phases=store.phases(everything)"]
    if place is not None and place[0] == "regio":
        told += ["regions=store.regions(everything)"]
    told += ["notes=store.annotations(everything)"] if noted else []
    return (
        f"{HEAD}\nfigures = store.figures([{indicator!r}], {by!r}, everything, {cells!r})\n"
        f"kk.charts.trend(figures, {', '.join(told)})"
    )


def control(indicator: str, place: str, where: Mapping[str, Sequence[object]]) -> str:
    """One figure of one Werkplein against its own limits of chance."""
    chosen = f", where={dict(where)!r}" if where else ""
    return (
        f"{HEAD}\nchart = store.control({indicator!r}, scope=everything, "
        f"werkpleinen=[{place!r}]{chosen})\n"
        f"kk.charts.control(chart, indicator={indicator!r}, phases=store.phases(everything))"
    )


def comparison(
    kind: str,
    indicator: str,
    subject: str,
    group: str,
    quarters: Sequence[int],
    where: Mapping[str, Sequence[object]],
    adjust: str | None,
) -> str:
    """A comparison as `kind` (spread, funnel or order) draws it."""
    asked = [f"quarters={_quarters(quarters)!r}"]
    asked += [f"where={dict(where)!r}"] if where else []
    asked += [f"adjust={adjust!r}"] if adjust else []
    name = {"order": "ranks"}.get(kind, kind)
    return (
        f"{HEAD}\ngroup = store.peer_group({group!r}, {subject!r}, everything)\n"
        f"made = store.compare({indicator!r}, {', '.join(asked)}, peers=group, scope=everything)\n"
        f"kk.charts.{name}(made, group)"
    )


def context(subject: str, column: str, place: str) -> str:
    """A place beside its region and the country. column: werkplein or regio."""
    return (
        f"{HEAD}\nfrom ketenkpi.context.answers import section\n"
        f"found = store.context(everything, {subject!r}, {column}={place!r})\n"
        f"kk.charts.of_picture(section(found).pictures[0])"
    )


def resources(key: str, where: Mapping[str, object], quarters: Sequence[int]) -> str:
    """The picture of one section about money and people, by the key of its concept."""
    asked = [f"{name}={value!r}" for name, value in where.items() if value is not None]
    asked += [f"quarters={_quarters(quarters)!r}"]
    return (
        f"{HEAD}\nfrom ketenkpi.resources import answers\n"
        f"found = store.resources(everything, {', '.join(asked)})\n"
        f'kk.charts.of_picture(answers.section(found, {key!r}, "").pictures[0])'
    )


def chain(key: str, where: Mapping[str, object], quarters: Sequence[int]) -> str:
    """The picture of one section about the chain, by its key."""
    return (
        f"{HEAD}\nfrom ketenkpi.chain import answers\n"
        f"found = store.chain(everything, {_within(where, quarters)})\n"
        f"kk.charts.of_section(answers.sections(found, None), {key!r})"
    )


def in_order(where: Mapping[str, object], quarters: Sequence[int]) -> str:
    """The days of each part of the chain on one axis."""
    return (
        f"{HEAD}\nfrom ketenkpi.chain import answers, days_in_order\n"
        f"found = store.chain(everything, {_within(where, quarters)})\n"
        "kk.charts.of_section([answers.in_order("
        "days_in_order(store.source, found, everything))], 'in_order')"
    )


def waiting(where: Mapping[str, object], quarters: Sequence[int]) -> str:
    """Who still waits day by day, inside and between organisations."""
    return (
        f"{HEAD}\nfrom ketenkpi.chain import answers, wait_curves\n"
        f"found = store.chain(everything, {_within(where, quarters)})\n"
        "kk.charts.of_section([answers.waiting_drawn(found, "
        "wait_curves(store.source, found, everything))], 'waiting')"
    )


def flow(where: Mapping[str, object], quarters: Sequence[int], chosen: Sequence[str]) -> str:
    """The flow of clients through the chain. chosen: the handovers in blue."""
    blue = f", chosen={list(chosen)!r}" if chosen else ""
    return (
        f"{HEAD}\nfound = store.chain(everything, {_within(where, quarters)})\n"
        f"kk.charts.flow(found{blue})"
    )


def handover(key: str, where: Mapping[str, object], quarters: Sequence[int]) -> str:
    """One handover quarter by quarter. where: as of a chain, of which one Werkplein has phases."""
    place = where.get("werkplein")
    below = f", phases=store.phases(everything), werkplein={place!r}" if place else ""
    return (
        f"{HEAD}\npoints = store.handover_course({key!r}, everything, "
        f"{_within(where, quarters)})\n"
        f"kk.charts.handover(points, {key!r}{below})"
    )


def cooperation(key: str, werkplein: str, quarter: int, number: int = 0) -> str:
    """A picture of how the partners of a Werkplein work together, by the key of its part."""
    return (
        f"{HEAD}\nfrom ketenkpi.cooperation import answers\n"
        f"found = store.cooperation({werkplein!r}, {_quarter(quarter)!r}, everything)\n"
        f"kk.charts.of_section(answers.sections(found), {_picture(key, number)})"
    )


def integration(key: str, werkplein: str, quarter: int, before: int | None, number: int = 0) -> str:
    """A picture of how far they are integrated. before: the quarter of the scan before."""
    asked = [f"store.cooperation({werkplein!r}, {_quarter(quarter)!r}, everything)"]
    if before is not None:
        asked += [f"store.cooperation({werkplein!r}, {_quarter(before)!r}, everything).answers"]
    return (
        f"{HEAD}\nfrom ketenkpi.cooperation import answers\n"
        f"told = answers.integration_of({', '.join(asked)})\n"
        f"kk.charts.of_section(told, {_picture(key, number)})"
    )


def phases(groups: Sequence[str], werkplein: str, quarter: int) -> str:
    """The registered phases of every Werkplein."""
    return (
        f"{HEAD}\nfrom ketenkpi.cooperation import answers\n"
        f"told = answers.register(store.phases(everything), {list(groups)!r}, "
        f"store.source.places(everything), kk.Quarter.parse({_quarter(quarter)!r}), "
        f"{werkplein!r})\nkk.charts.of_section([told], 'register')"
    )


def by_phase(
    indicator: str, part: str | None, expected: str, quarter: int, own: str | None, group: str
) -> str:
    """One result of each Werkplein by its phase, of one target group."""
    return (
        f"{HEAD}\nfrom ketenkpi.programme import BoxMeasure, answers\n"
        f"found = store.result_by_phase(everything, BoxMeasure({indicator!r}, {part!r}, "
        f"{expected!r}), kk.Quarter.parse({_quarter(quarter)!r}))\n"
        f"kk.charts.of_section(answers.by_phase(found, {own!r}), {group!r})"
    )


def satisfaction(
    key: str,
    place: tuple[str | None, str],
    quarters: Sequence[int],
    quarter: int,
    werkpleinen: Sequence[str],
    group: str | None = None,
) -> str:
    """What clients say, by the key of its section. group: of whom, where it is of one group."""
    told = "answers.priority_section(next(each for each in found.groups if each.group == "
    of = f"{told}{group!r}))" if group else f"answers.{key}_section(found)"
    return (
        f"{HEAD}\nfrom ketenkpi.overview import answers, satisfaction_of\n"
        f"found = satisfaction_of(store.source, {place[0]!r}, {place[1]!r}, everything, "
        f"quarters={list(quarters)!r}, quarter={quarter!r}, werkpleinen={list(werkpleinen)!r})\n"
        f"kk.charts.of_section([{of}], {key!r})"
    )


def vacancies(
    key: str, place: tuple[str | None, str], quarters: Sequence[int], quarter: int
) -> str:
    """The way of vacancies, by the key of its section."""
    return (
        f"{HEAD}\nfrom ketenkpi.overview import answers, vacancies_of\n"
        f"found = vacancies_of(store.source, {place[0]!r}, {place[1]!r}, everything, "
        f"quarters={list(quarters)!r}, quarter={quarter!r})\n"
        f"kk.charts.of_section([answers.{key}_section(found)], {key!r})"
    )


def leaving(
    key: str,
    place: tuple[str | None, str],
    quarters: Sequence[int],
    quarter: int,
    scheme: str | None,
) -> str:
    """How soon target groups leave, by the key of its section."""
    narrowed = f", scheme={scheme!r}" if scheme else ""
    return (
        f"{HEAD}\nfrom ketenkpi.overview import answers, leaving_of\n"
        f"found = leaving_of(store.source, {place[0]!r}, {place[1]!r}, everything, "
        f"quarters={list(quarters)!r}, quarter={quarter!r}{narrowed})\n"
        f"kk.charts.of_section([answers.{key}_section(found)], {key!r})"
    )


def _picture(key: str, number: int) -> str:
    return f"{key!r}, {number}" if number else repr(key)


def _quarter(quarter: int) -> str:
    return str(Quarter.from_index(quarter))


def _within(where: Mapping[str, object], quarters: Sequence[int]) -> str:
    asked = [f"{name}={value!r}" for name, value in where.items() if value]
    return ", ".join([*asked, f"quarters={_quarters(quarters)!r}"])


def _quarters(quarters: Sequence[int]) -> list[str]:
    return [_quarter(each) for each in quarters]
