"""What the chain says, in sentences that are computed from it."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard import formats
from dashboard.presenters import chain_names as names
from dashboard.views.keten.layout import Drawn
from dashboard.words import say
from ketenkpi.chain import (
    MINIMUM,
    Chain,
    Compared,
    Figure,
    Handover,
    Involved,
    Point,
    Repeat,
    Slower,
    difference,
    term_of,
)
from ketenkpi.wording import Language
from ketenkpi.wording import say as library_say

WAITING = "wacht"


def flow(found: Chain, place: str, period: str, language: Language) -> str:
    """How often another organisation took over, and how."""
    crossing, n = found.flow.crossing, names.count(found.flow.moves, language)
    if crossing.value is None:
        return say("keten.flow_few", language, place=place, period=period, n=n)
    alone = _alone(found)
    if alone is not None:
        who = names.organisation(alone, language)
        return say("keten.flow_alone", language, place=place, period=period, n=n, organisation=who)
    share = _share(crossing, language)
    first = say("keten.flow_said", language, place=place, period=period, n=n, **share)
    if found.flow.warm.value is None:
        return f"{first} {say('keten.flow_warm_unknown', language)}"
    return f"{first} {say('keten.flow_warm', language, **_share(found.flow.warm, language))}"


def _alone(found: Chain) -> str | None:
    """The organisation that took every step, None when there are more."""
    seen = {entry.organisation for entry in found.flow.entries}
    for link in found.flow.links:
        seen |= {link.parties.organisation, link.parties.next_organisation}
    return seen.pop() if len(seen) == 1 else None


def flow_notes(found: Chain, drawn: Drawn, chosen: bool, language: Language) -> str:
    """What the bands mean, and what is not drawn."""
    overlap = sum(link.overlap for link in found.flow.links)
    said = [say("keten.flow_legend", language)]
    if chosen:
        said.append(say("keten.flow_legend_chosen", language))
    if drawn.within or drawn.back:
        within, back = (names.count(n, language) for n in (drawn.within, drawn.back))
        said.append(say("keten.flow_left_out", language, within=within, back=back))
    if overlap:
        said.append(say("keten.flow_overlap", language, n=names.count(overlap, language)))
    if not found.ended_known:
        said.append(say("keten.flow_ends_unknown", language))
    return " ".join(said)


def handover(found: Handover, language: Language) -> tuple[str, ...]:
    """One handover explained: the wait, inside against between, how it was done."""
    return tuple(
        filter(
            None,
            (
                _went(found, language),
                _median(found, language),
                _sides(found, language),
                verdict(found.mean, 1, language),
                _warm(found, language),
            ),
        )
    )


def _went(found: Handover, language: Language) -> str:
    if found.share.value is None:
        reason = library_say(found.share.reason or "", language)
        return say("keten.handover_no_median", language, reason=reason)
    return say(
        "keten.handover_went",
        language,
        task=names.task(found.task, language),
        next_task=names.task(found.next_task, language),
        n=names.count(found.share.n, language),
        weeks=weeks(found.term, language),
        **_share(found.share, language),
    )


def _median(found: Handover, language: Language) -> str:
    if found.median.value is None or found.p90.value is None:
        return ""
    return say(
        "keten.handover_median",
        language,
        value=names.value(found.median, "days", 0, language),
        interval=names.limits(found.median, "days", 0, language),
        nine=names.value(found.p90, "days", 0, language),
    )


def weeks(days: int, language: Language) -> str:
    """A term in weeks, as it stands in a sentence: '8', or '7,5'."""
    return formats.number(days / 7, 0 if days % 7 == 0 else 1, language)


def _sides(found: Handover, language: Language) -> str:
    inside, between = found.mean.inside, found.mean.between
    known = (inside.value is not None, between.value is not None)
    if known == (False, False):
        return ""
    key = {(True, True): "sides", (True, False): "inside_only", (False, True): "between_only"}
    texts = {
        name: names.value(side, "days", 1, language) if side.value is not None else ""
        for name, side in (("inside", inside), ("between", between))
    }
    numbers = {
        "inside_n": names.count(found.n - found.between, language),
        "between_n": names.count(found.between, language),
    }
    return say(f"keten.handover_{key[known]}", language, **texts, **numbers)


def verdict(found: Compared, decimals: int, language: Language) -> str:
    """Whether it takes longer between organisations; '' where the two cannot be compared."""
    longer = found.difference
    if longer.value is None:
        return ""
    return say(
        f"keten.verdict_{found.verdict}",
        language,
        size=names.days(abs(longer.value), decimals, language),
        interval=_size_limits(found, decimals, language),
    )


def _size_limits(found: Compared, decimals: int, language: Language) -> str:
    """The limits of the difference; of a shorter wait those of how much shorter."""
    low, high = found.difference.low, found.difference.high
    assert low is not None
    assert high is not None
    if found.verdict == "shorter":
        low, high = -high, -low
    texts = (formats.number(end, decimals, language) for end in (low, high))
    return say("keten.interval", language, **dict(zip(("low", "high"), texts, strict=True)))


def _warm(found: Handover, language: Language) -> str:
    if found.warm.value is None:
        return ""
    return say("keten.handover_warm", language, **_share(found.warm, language))


def _share(found: Figure, language: Language) -> dict[str, str]:
    return {
        "share": names.value(found, "share", 1, language),
        "interval": names.limits(found, "share", 1, language),
    }


def course(points: Sequence[Point], key: str, language: Language) -> str:
    """What the last quarter with a figure says, and whether the first may differ by chance."""
    known = [point for point in points if point.median.value is not None]
    if len(known) < 2:
        return say("keten.course_few", language)
    first, last = known[0], known[-1]
    task, next_task = (names.task(code, language) for code in key.split(">"))
    said = say(
        "keten.course_said",
        language,
        first=formats.quarter_in_words(first.quarter, language),
        last=formats.quarter_in_words(last.quarter, language),
        task=task,
        next_task=next_task,
        weeks=weeks(term_of(key), language),
        then=names.value(first.median, "days", 0, language),
        now=names.value(last.median, "days", 0, language),
        nine=names.value(last.p90, "days", 0, language),
        **_share(last.share, language),
    )
    moved = difference(last.median, first.median)
    if moved.low is None or moved.high is None:
        return said
    changed = "keten.course_same" if moved.low <= 0 <= moved.high else "keten.course_changed"
    return f"{said} {say(changed, language, interval=names.limits(moved, 'days', 0, language))}"


def waiting(found: Chain, language: Language) -> str:
    """Whether clients wait longer between organisations than inside them, as far as is seen."""
    said = _waiting(found, language)
    if not found.apart:
        return said
    places = ", ".join(each.werkplein for each in found.apart)
    return f"{said} {say('keten.waiting_apart', language, places=places)}"


def _waiting(found: Chain, language: Language) -> str:
    inside, between = found.waiting.inside, found.waiting.between
    if inside.value is None or between.value is None:
        said = [say("keten.waiting_none", language)]
        for name, side in (("between", between), ("inside", inside)):
            if side.value is None:
                reason = library_say(side.reason or "", language)
                n = names.count(side.n, language)
                said.append(say(f"keten.waiting_none_{name}", language, n=n, reason=reason))
        return " ".join(said)
    first = say(
        "keten.waiting_said",
        language,
        weeks=weeks(term_of(""), language),
        between=names.value(between, "days", 0, language),
        inside=names.value(inside, "days", 0, language),
    )
    return f"{first} {verdict(found.waiting, 0, language)}".strip()


def apart(found: Chain, language: Language) -> tuple[str, ...]:
    """Per Werkplein in which quarters moves between partners cannot be seen."""
    return tuple(
        say(
            "keten.apart",
            language,
            place=each.werkplein,
            quarters=", ".join(_span(*span, language) for span in each.spans),
        )
        for each in found.apart
    )


def _span(first: int, last: int, language: Language) -> str:
    if first == last:
        return formats.quarter(first)
    ends = {"first": formats.quarter(first), "last": formats.quarter(last)}
    return say("keten.apart_span", language, **ends)


def cost(found: Chain, language: Language) -> str:
    """Which handover costs clients the most days, over all and between organisations."""
    most = [each for each in found.handovers if each.days.value]
    if not most:
        return say("keten.cost_none", language)
    first = most[0]
    said = say(
        "keten.cost_said",
        language,
        **_tasks(first, language),
        days=formats.number(first.days.value or 0, 0, language),
        n=names.count(first.days.n, language),
        share=formats.percentage(first.share_of_days or 0, 0, language),
    )
    crossing = max(most, key=lambda each: each.days_between.value or 0)
    if not crossing.days_between.value:
        return said
    return f"{said} " + say(
        "keten.cost_between",
        language,
        **_tasks(crossing, language),
        days=formats.number(crossing.days_between.value, 0, language),
        n=names.count(crossing.days_between.n, language),
    )


def _tasks(found: Handover, language: Language) -> dict[str, str]:
    return {
        "task": names.task(found.task, language),
        "next_task": names.task(found.next_task, language),
    }


def slower(found: Chain, language: Language) -> tuple[str, tuple[str, ...]]:
    """Whether any handover takes longer here than elsewhere, and which."""
    sought = found.slower
    if not sought.tested:
        return say("keten.slower_cannot", language, minimum=MINIMUM), ()
    numbers = {"tested": names.count(sought.tested, language), "found": len(sought.found)}
    key = "keten.slower_some" if sought.found else "keten.slower_none"
    return say(key, language, **numbers), tuple(_slower(each, language) for each in sought.found)


def _slower(each: Slower, language: Language) -> str:
    start, end = names.ends(each.parties, language)
    values = (each.here, each.elsewhere, each.longer)
    here, elsewhere, longer = (formats.number(v.value or 0, 1, language) for v in values)
    return say(
        "keten.slower_at",
        language,
        werkplein=each.werkplein,
        from_=start,
        to=end,
        here=here,
        elsewhere=elsewhere,
        longer=longer,
        n=names.count(each.here.n, language),
        interval=names.limits(each.longer, "days", 1, language),
    )


def repeat(found: Repeat, language: Language) -> str:
    """How many had an intake or diagnosis again, and how many elsewhere."""
    task, n = names.task(found.task, language), names.count(found.spells, language)
    if found.share_again.value is None:
        reason = library_say(found.share_again.reason or "", language)
        return say("keten.repeats_few", language, task=task, n=n, reason=reason)
    if not found.again:
        assert found.share_again.high is not None, "the limits of a share always exist"
        high = formats.percentage(found.share_again.high, 2, language)
        return say("keten.repeats_none", language, task=task, n=n, high=high)
    return say(
        "keten.repeats_said",
        language,
        task=task,
        n=n,
        **_share(found.share_again, language),
        elsewhere=names.value(found.share_elsewhere, "share", 1, language),
        elsewhere_interval=names.limits(found.share_elsewhere, "share", 1, language),
    )


def involved(found: Involved, language: Language) -> str:
    """How many met more than one organisation, or more than one worker."""
    if found.share_more.value is None:
        reason = library_say(found.share_more.reason or "", language)
        return say(f"keten.involved_none_{found.unit}", language, reason=reason)
    said = say(f"keten.involved_said_{found.unit}", language, **_share(found.share_more, language))
    if not found.unknown:
        return said
    n = names.count(found.unknown, language)
    return f"{said} {say('keten.involved_unknown', language, n=n)}"


def open_cases(found: Chain, place: str, language: Language) -> str:
    """How many cases are open, and how many of these have no next step yet."""
    cases = found.open
    if not found.ended_known:
        return say("keten.open_unknown", language)
    if not cases.n:
        return say("keten.open_none", language, place=place)
    waiting_ = [at for at in cases.at if at.state == WAITING]
    said = say(
        "keten.open_said",
        language,
        place=place,
        moment=formats.quarter(max(cases.moments.values())),
        n=names.count(cases.n, language),
        waiting=names.count(cases.waiting, language),
        long=names.count(sum(at.long for at in waiting_), language),
        limit=cases.long_days,
    )
    if not waiting_:
        return said
    most = max(waiting_, key=lambda at: at.n)
    return f"{said} " + say(
        "keten.open_most",
        language,
        task=names.task(most.task, language),
        organisation=names.organisation(most.organisation, language),
        n=names.count(most.n, language),
        days=names.value(most.median, "days", 0, language),
    )


def open_notes(found: Chain, language: Language) -> str:
    """What holds for the open cases, and which Werkpleinen are known up to an earlier quarter."""
    cases, said = found.open, [say("keten.open_legend", language)]
    newest = max(cases.moments.values(), default=0)
    earlier = [
        say("keten.open_moment", language, name=name, quarter=formats.quarter(quarter))
        for name, quarter in sorted(cases.moments.items())
        if quarter < newest
    ]
    if earlier:
        said.append(say("keten.open_moments", language, names=", ".join(earlier)))
    if cases.older:
        said.append(say("keten.open_older", language, n=names.count(cases.older, language)))
    return " ".join([*said, say("keten.open_note", language)])
