"""Names of what can be compared: figures by subject, their parts, and spans of quarters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from dashboard.words import say
from ketenkpi.comparison import not_compared
from ketenkpi.indicators import Indicator, load_indicators
from ketenkpi.overview import CountedCases, Tile
from ketenkpi.vocabularies import scheme_on, vocabularies
from ketenkpi.vocabulary import Quarter
from ketenkpi.wording import Language

YEAR = 4
WINDOW = "venster"


def scheme_name(stored: str, quarter: int, language: Language) -> str:
    """What a scheme is called at the end of a quarter: 'Participatiewet'."""
    found = scheme_on(stored, Quarter.from_index(quarter).last_day)
    return stored if found is None else found.name.in_(language)


def group_name(key: str, language: Language) -> str:
    """A target group, explained; a code that no vocabulary has stays as it is."""
    known = vocabularies().groups.entries
    return known[key].explained.in_(language) if key in known else key


def area(indicator: Indicator) -> str:
    """The subject a figure is listed under."""
    key = "none" if not_compared(indicator) else indicator.result_area
    return say(f"vergelijken.area_{key}")


def listed(known: Mapping[str, Indicator], language: Language) -> list[str]:
    """Every figure by subject and name; those that depend on size at the end."""

    def place(key: str) -> tuple[bool, str, str]:
        indicator = known[key]
        name = indicator.name.in_(language).casefold()
        return (not_compared(indicator) is not None, indicator.result_area, name)

    return sorted(known, key=place)


def listed_name(indicator: Indicator, language: Language) -> str:
    """'Uitstroom: Herinstroom'."""
    return f"{area(indicator)}: {indicator.name.in_(language)}"


def in_subject(tiles: Mapping[str, Tile], language: Language) -> list[str]:
    """Codes of figures by subject and name."""
    known = load_indicators()

    def place(code: str) -> tuple[str, str]:
        tile = tiles[code]
        return known[tile.indicator].result_area, tile.name.in_(language).casefold()

    return sorted(tiles, key=place)


def subject_and_name(tile: Tile, language: Language) -> str:
    """'Uitstroom: Herinstroom, binnen een half jaar'."""
    key = load_indicators()[tile.indicator].result_area
    return f"{say(f'vergelijken.area_{key}')}: {tile.name.in_(language)}"


def where(indicator: Indicator, part: str | None, cases: CountedCases) -> dict[str, list[object]]:
    """Which cases are asked, with those of one part of a figure; all without."""
    chosen: dict[str, list[object]] = {**cases.where}
    if part is not None and indicator.split is not None:
        # A window is a number of days; every other part is a word.
        chosen[indicator.split] = [int(part) if indicator.split == WINDOW else part]
    return chosen


def spans(quarters: Sequence[int], asked: str | None) -> list[str]:
    """The spans that can be chosen, as the address writes them: years, all, single quarters.

    The newest four quarters first. A span that a link asks for stays possible
    after a newer quarter arrived, when all its quarters were delivered.
    """
    newest = [tuple(quarters[max(0, at - YEAR) : at]) for at in range(len(quarters), 0, -YEAR)]
    single = [(quarter,) for quarter in reversed(quarters)]
    found = [*newest, tuple(quarters), *single]
    wanted = span(asked) if asked else ()
    if wanted and set(wanted) <= set(quarters):
        found.append(wanted)
    return list(dict.fromkeys(code(each) for each in found))


def usual_span(quarters: Sequence[int], known: Iterable[int]) -> str:
    """The newest four quarters that all have a figure; the newest four when none have."""
    having = set(known)
    runs = [tuple(quarters[at - YEAR : at]) for at in range(len(quarters), YEAR - 1, -1)]
    full = [run for run in runs if having.issuperset(run)]
    return code(full[0] if full else tuple(quarters[-YEAR:]))


def code(quarters: Sequence[int]) -> str:
    """'2010K1-2010K4', or '2010K4' for a single quarter."""
    ends = dict.fromkeys(
        str(Quarter.from_index(quarter)) for quarter in (quarters[0], quarters[-1])
    )
    return "-".join(ends)


def span(text: str) -> tuple[int, ...]:
    """The quarters of '2010K1-2010K4'; none for a text that is not such a span."""
    ends = text.split("-")
    if len(ends) > 2 or not all(_is_quarter(end) for end in ends):
        return ()
    first, last = Quarter.parse(ends[0]).index, Quarter.parse(ends[-1]).index
    return tuple(range(first, last + 1))


def _is_quarter(text: str) -> bool:
    year, _, number = text.partition("K")
    return year.isdecimal() and "1990" <= year <= "2099" and number in set("1234")


def span_name(text: str, every: Sequence[int]) -> str:
    """A span as a picker shows it."""
    quarters = span(text)
    if len(quarters) < 2:
        return text
    whole = quarters == tuple(every) and len(every) > YEAR
    key = "vergelijken.together_all" if whole else "vergelijken.together"
    first, last = (str(Quarter.from_index(q)) for q in (quarters[0], quarters[-1]))
    return say(key, first=first, last=last)
