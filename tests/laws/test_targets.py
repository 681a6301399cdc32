"""Whatever is recorded later, a verdict that was given stays what it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from ketenkpi.comparison.targets import Recording, Standing, Target, TargetRegister
from ketenkpi.indicators import load_indicators
from ketenkpi.vocabulary import Quarter

BEGIN = date(2008, 1, 1)
QUARTERS = [Quarter(2008, 1) + i for i in range(10)]
SHARE = load_indicators()["aandeel_werk"]


@st.composite
def histories(draw: st.DrawFn) -> tuple[Target, ...]:
    """Targets of a Werkplein and its region, recorded by up to six uploads, some replaced."""
    days = sorted(draw(st.lists(st.integers(0, 1000), min_size=1, max_size=6)))
    uploads = [Recording(n + 1, BEGIN + timedelta(days=day)) for n, day in enumerate(days)]
    found: list[Target] = []
    for number, recorded in enumerate(uploads):
        later = [*uploads[number + 1 :], None]
        regional = draw(st.booleans())
        start = BEGIN + timedelta(days=draw(st.integers(-200, 400)))
        length = draw(st.none() | st.integers(0, 900))
        found.append(
            Target(
                place="R" if regional else "A",
                regional=regional,
                indicator=SHARE.key,
                soort="norm",
                first=start,
                last=None if length is None else start + timedelta(days=length),
                value=draw(st.sampled_from([0.0, 35.0, 50.0, 101.0])),
                status="bekend",
                derived_from=None,
                recorded=recorded,
                quarter=draw(st.integers(8032, 8034)),
                replaced=draw(st.sampled_from(later)),
            )
        )
    return tuple(found)


def _known_at(targets: tuple[Target, ...], upload: int) -> TargetRegister:
    """The register as it was when `upload` had come: later replacements not yet known."""
    known = [target for target in targets if target.recorded.upload_id <= upload]
    return TargetRegister(tuple(_before_replacing(target, upload) for target in known))


def _before_replacing(target: Target, upload: int) -> Target:
    by_now = target.replaced is not None and target.replaced.upload_id <= upload
    return target if by_now else replace(target, replaced=None)


def _stands(register: TargetRegister, quarter: Quarter) -> Standing | None:
    return register.standing(SHARE, "A", "R", quarter, "norm")


@settings(max_examples=300, deadline=None)
@given(histories())
def test_a_later_recording_never_changes_the_target_of_a_quarter_that_is_over(
    targets: tuple[Target, ...],
) -> None:
    for now in targets:
        before = _known_at(targets, now.recorded.upload_id)
        for quarter in QUARTERS:
            was = _stands(before, quarter)
            over = quarter.last_day < now.recorded.on
            if over and was is not None and was.value is not None:
                later = _stands(TargetRegister(targets), quarter)
                assert later is not None
                assert (later.value, later.level, later.recorded) == (
                    was.value,
                    was.level,
                    was.recorded,
                )


@settings(max_examples=300, deadline=None)
@given(histories())
def test_a_target_recorded_in_time_is_the_last_recorded_by_then(
    targets: tuple[Target, ...],
) -> None:
    """Computed plainly: throw away what came after the quarter, then take what is left."""
    for quarter in QUARTERS:
        known = [t.recorded.upload_id for t in targets if t.recorded.on <= quarter.last_day]
        at_the_end = _known_at(targets, max(known, default=0))
        plain = [t for group in at_the_end.now() for t in group if t.covers(quarter)]
        own = [t for t in plain if not t.regional] or plain
        found = _stands(TargetRegister(targets), quarter)
        if len(own) == 1 and own[0].value is not None and own[0].value <= 100:
            assert found is not None
            assert (found.value, found.afterwards) == (own[0].value / 100, False)
