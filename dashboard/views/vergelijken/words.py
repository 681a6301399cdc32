"""One Werkplein beside others: the answer in sentences, and the figures behind it as cards."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from dashboard import formats
from dashboard.presenters.figures import number
from dashboard.words import say
from ketenkpi.comparison import Comparison, Difference, DifferenceSide, PeerGroup, Statement
from ketenkpi.wording import Language
from ketenkpi.wording import say as library_say

Row = Mapping[str, object]
# Observed over expected, as a unit of its own: two decimals and no unit word.
TIMES = "times"
MONEY = ("euro", "euro_each")
# Findings that stand at the top, beside the answer itself; the others below the pictures.
AT_TOP = ("outliers", "nobody_else", "no_model", "size_dependent", "full_count", "peers_few")
DIFFERENCE = "difference_"


@dataclass(frozen=True)
class Seen:
    """A comparison with the Werkplein it is made for, read by the functions below."""

    made: Comparison
    subject: str
    language: Language

    @property
    def unit(self) -> str:
        """Of the figure itself."""
        return self.made.indicator.unit

    @property
    def drawn_unit(self) -> str:
        """Of what the funnel draws."""
        return TIMES if self.adjusted else self.unit

    @property
    def adjusted(self) -> bool:
        return self.made.scale == "ratio"

    @property
    def rows(self) -> list[Row]:
        """The rows, by name."""
        ordered = sorted(self.made.frame.to_dict("records"), key=_by_name)
        return [{str(name): value for name, value in row.items()} for row in ordered]

    @property
    def own(self) -> Row | None:
        """The row of the subject; None when no file speaks of it."""
        return next((row for row in self.rows if row["werkplein"] == self.subject), None)

    @property
    def compared(self) -> bool:
        """Whether anything stands beside anything: numbers that depend on size do not."""
        return self.made.funnel is not None


def _by_name(row: Mapping[object, object]) -> str:
    return str(row["werkplein"]).casefold()


def number_of(row: Row | None, name: str) -> float:
    """A number of a row; NaN for one that is missing."""
    return number(None if row is None else row[name])


def text_of(row: Row, name: str) -> str:
    """A text of a row; '' for one that is missing."""
    value = row[name]
    return value if isinstance(value, str) else ""


# --- the answer ----------------------------------------------------------------


def answer(seen: Seen) -> list[str]:
    """Whether the subject really differs, most important first; 'cannot tell' when that is so."""
    language, gap = seen.language, seen.made.difference
    if not seen.compared:
        return []
    if math.isnan(number_of(seen.own, "value")):
        return [_no_figure(seen)]
    said = [_beside_expected(seen)] if seen.adjusted else []
    if gap is not None:
        sentence = gap.statement().message(language)
        key = "vergelijken.unadjusted"
        said.append(say(key, language, sentence=sentence) if seen.adjusted else sentence)
    at = 1 if seen.adjusted else len(said)
    return [each for each in (*said[:at], _usual(seen), *said[at:]) if each]


def _no_figure(seen: Seen) -> str:
    key = text_of(seen.own, "reason") if seen.own else ""
    reason = library_say(key or "indicators.reason_not_delivered", seen.language)
    return say("vergelijken.no_figure", seen.language, place=seen.subject, reason=reason)


def _beside_expected(seen: Seen) -> str:
    low, high = (number_of(seen.own, f"ratio_{end}") for end in ("low", "high"))
    if math.isnan(number_of(seen.own, "ratio")):
        return ""
    word = "higher" if low > 1 else "lower" if high < 1 else "cannot_tell"
    return say(f"vergelijken.adjusted_{word}", seen.language, place=seen.subject)


def _usual(seen: Seen) -> str:
    """Where the subject lies once the usual differences between Werkpleinen count too."""
    position = text_of(seen.own, "position") if seen.own else ""
    if not position:
        return ""
    word = position.rpartition("_")[2]
    if word == "inside" and not _surely_different(seen):
        return ""
    return say(f"vergelijken.usual_{word}", seen.language, place=seen.subject)


def _surely_different(seen: Seen) -> bool:
    if seen.adjusted:
        low, high = (number_of(seen.own, f"ratio_{end}") for end in ("low", "high"))
        return low > 1 or high < 1
    gap = seen.made.difference
    return gap is not None and gap.verdict != "cannot_tell"


def findings(seen: Seen, *, top: bool) -> list[str]:
    """The other findings: those for the top of the page, or those to know with it."""
    return [
        statement.message(seen.language)
        for statement in seen.made.findings
        if not _named(statement).startswith(DIFFERENCE)
        and _named(statement).startswith(AT_TOP) == top
        # The answer has said so of the subject already.
        and statement.params.get("places") != seen.subject
    ]


def _named(statement: Statement) -> str:
    return statement.key.partition(".")[2]


# --- the cards -----------------------------------------------------------------


def cards(seen: Seen, peers: PeerGroup) -> list[str]:
    """The figure of the subject, what was expected, that of the group, and the difference."""
    gap = seen.made.difference
    if not seen.compared or gap is None:
        return []
    language = seen.language
    group = say("vergelijken.card_group", language, group=peers.name.in_(language))
    difference = "vergelijken.card_difference" + ("_unadjusted" if seen.adjusted else "")
    return [
        _card(seen.subject, *_figure(gap.own, seen)),
        *_expected_card(seen),
        _card(group[0].upper() + group[1:], *_figure(gap.other, seen)),
        _card(say(difference, language), *_gap(gap, seen)),
    ]


def _card(title: str, value: str, certain: str) -> str:
    return (
        f'<div class="kk-card"><h3>{escape(title)}</h3><p class="kk-value">{escape(value)}</p>'
        f'<p class="kk-range">{escape(certain)}</p></div>'
    )


def _figure(figure: DifferenceSide, seen: Seen) -> tuple[str, str]:
    if math.isnan(figure.value):
        reason = figure.reason or "indicators.reason_nothing_observed"
        return say("page.no_figure", seen.language), library_say(reason, seen.language)
    n = formats.number(figure.n, 0, seen.language)
    ends = formats.interval(figure.low, figure.high, seen.unit, seen.language)
    certain = say("page.interval_and_n", seen.language, interval=ends, n=n)
    return formats.shown(figure.value, seen.unit, seen.language), certain


def _expected_card(seen: Seen) -> list[str]:
    expected = number_of(seen.own, "expected")
    if not seen.adjusted or math.isnan(expected):
        return []
    title = say("vergelijken.card_expected", seen.language)
    ratio = say("vergelijken.card_ratio", seen.language, **ratio_words(seen.own, seen.language))
    return [_card(title, formats.shown(expected, seen.unit, seen.language), ratio)]


def ratio_words(row: Row | None, language: Language) -> dict[str, str]:
    names = {"ratio": "ratio", "low": "ratio_low", "high": "ratio_high"}
    return {key: _times(number_of(row, name), language) for key, name in names.items()}


def _times(value: float, language: Language) -> str:
    return "?" if math.isnan(value) else formats.bare(value, TIMES, language)


def _gap(gap: Difference, seen: Seen) -> tuple[str, str]:
    language = seen.language
    if math.isnan(gap.value):
        return say("vergelijken.no_gap", language), ""
    if math.isnan(gap.low) and math.isnan(gap.high):
        return _apart(gap.value, seen), say("vergelijken.gap_no_range", language)
    if math.isnan(gap.low) or math.isnan(gap.high):
        return _apart(gap.value, seen), _gap_open(gap.low, gap.high, seen)
    return _apart(gap.value, seen), _gap_range(gap.low, gap.high, seen)


def _gap_open(low: float, high: float, seen: Seen) -> str:
    """One limit of a difference, where the other lies beyond the follow-up."""
    form = "gap_open_above" if math.isnan(high) else "gap_open_below"
    end = _apart(low if math.isnan(high) else high, seen)
    return say(f"vergelijken.{form}", seen.language, end=end)


def _gap_range(low: float, high: float, seen: Seen) -> str:
    if low * high <= 0:
        ends = {"low": _apart(low, seen), "high": _apart(high, seen)}
        return say("vergelijken.gap_range", seen.language, **ends)
    small, large = sorted((low, high), key=abs)
    size = formats.difference(small, seen.unit, seen.language)
    # '2 tot 23 dagen lager': the word for the unit stands once.
    bare = size if seen.unit in MONEY else size.split(" ")[0]
    words = {"small": bare, "large": _apart(large, seen)}
    return say("vergelijken.gap_one_side", seen.language, **words)


def _apart(value: float, seen: Seen) -> str:
    """'2,1 procentpunt lager'."""
    if not formats.is_visible(value, seen.unit):
        return say("vergelijken.gap_equal", seen.language)
    size = formats.difference(value, seen.unit, seen.language)
    return say(f"vergelijken.gap_{'higher' if value > 0 else 'lower'}", seen.language, size=size)


def peers_text(peers: PeerGroup, language: Language) -> str:
    """Why these peers, and who they are."""
    count = len(peers.members)
    key = {0: "vergelijken.peers_none", 1: "vergelijken.peers_one"}.get(
        count, "vergelijken.peers_names"
    )
    names = ", ".join(sorted(peers.members, key=str.casefold))
    return f"{peers.why.in_(language)} {say(key, language, count=count, names=names)}"
