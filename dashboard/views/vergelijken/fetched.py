"""What the page Vergelijken reads, kept by `cached`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from dashboard import charts, formats
from dashboard.basis import Basis
from dashboard.cached import cached
from dashboard.presenters import parts
from dashboard.presenters.cards import estimate_text
from dashboard.presenters.explain import as_html
from dashboard.presenters.figures import UNSPLIT, figure_of
from dashboard.theme import Mode
from dashboard.views.vergelijken import model_card, tables, words
from dashboard.views.vergelijken.model_card import Section
from dashboard.views.vergelijken.words import Seen
from dashboard.words import say
from ketenkpi.comparison import Comparison, PeerGroup, strata_of
from ketenkpi.errors import UsageError
from ketenkpi.indicators import Indicator, known_only, load_indicators
from ketenkpi.vocabularies import scheme_key_on
from ketenkpi.vocabulary import Quarter
from ketenkpi.wording import Language

# What the address says, and what the library calls it.
ADJUST: Mapping[str, Literal["indirect", "logistic"] | None] = {
    "geen": None,
    "groepen": "indirect",
    "model": "logistic",
}
GROUPS = ("alle", "regio", "grootte", "buren")
PICTURES = ("spread", "funnel", "order")


@dataclass(frozen=True)
class Asked:
    """Everything that was chosen; `part` and `scheme` None are none and all."""

    subject: str
    indicator: str
    part: str | None
    quarters: tuple[int, ...]
    scheme: str | None
    group: str
    adjust: str


@dataclass(frozen=True)
class Known:
    """Of one figure: its parts (none when it has no fixed ones) and the quarters that have it."""

    parts: tuple[str, ...]
    quarters: tuple[int, ...]


@cached
def known(basis: Basis, key: str) -> Known:
    """The parts and quarters of a figure, over all places together."""
    indicator = load_indicators(own=basis.store.own_indicators)[key]
    found = known_only(basis.store.figures([key], ("kwartaal",), basis.scope))
    found = found[found["indicator"] == key]
    split = sorted(set(found["split"].dropna()) - {UNSPLIT}) if indicator.always_split else []
    having = found.loc[found["value"].notna(), "kwartaal"]
    return Known(tuple(map(str, split)), tuple(sorted({int(quarter) for quarter in having})))


def nothing_of(basis: Basis, asked: Asked) -> bool:
    """Whether there is nothing of this figure: it has parts always, and none were delivered."""
    indicator = load_indicators(own=basis.store.own_indicators)[asked.indicator]
    return indicator.always_split and asked.part is None


@cached
def peers(basis: Basis, subject: str, group: str) -> PeerGroup:
    """With whom; raises UserError where the group of the subject is not known."""
    return basis.store.peer_group(group, subject, basis.scope)


@cached
def compared(basis: Basis, asked: Asked) -> Comparison:
    """The comparison that was asked for."""
    indicator = load_indicators(own=basis.store.own_indicators)[asked.indicator]
    where: dict[str, list[object]] = {"regeling": [asked.scheme]} if asked.scheme else {}
    if asked.part is not None:
        # A window is a number of days; every other part is a word.
        days = indicator.split == parts.WINDOW
        where[str(indicator.split)] = [int(asked.part) if days else asked.part]
    return basis.store.compare(
        asked.indicator,
        quarters=[Quarter.from_index(index) for index in asked.quarters],
        where=where,
        peers=peers(basis, asked.subject, asked.group),
        scope=basis.scope,
        adjust=ADJUST[asked.adjust],
    )


def adjustable(indicator: Indicator) -> bool:
    """Whether it is counted by anything that is known of clients before their intake."""
    try:
        return bool(strata_of(indicator))
    except UsageError:
        return False


@dataclass(frozen=True)
class Picture:
    """A chart, the sentence above it and the lines below it; `chart` None says why in `finding`."""

    finding: str
    chart: charts.Chart | None
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Model:
    """The model card, drawn."""

    facts: str
    sections: tuple[Section, ...]
    limits: tuple[str, ...]


@dataclass(frozen=True)
class Shown:
    """The whole page below its pickers; no pictures of numbers that are not compared."""

    name: str
    answer: tuple[str, ...]
    cards: tuple[str, ...]
    peers: str
    pictures: Mapping[str, Picture]
    table: pd.DataFrame
    mind: tuple[str, ...]
    model: Model | None


@cached
def shown(basis: Basis, asked: Asked, language: Language, mode: Mode) -> Shown:
    """Everything the page says and draws for one choice."""
    made = compared(basis, asked)
    seen = Seen(made, asked.subject, language)
    group = peers(basis, asked.subject, asked.group)
    name = parts.full_name(made.indicator, asked.part, language)
    drawn = _Drawn(seen, name, asked, mode, _estimated(basis, asked, language))
    model = _model(made, language)
    top = (*words.answer(seen), *words.findings(seen, top=True))
    return Shown(
        name=drawn.name,
        answer=top,
        cards=tuple(words.cards(seen, group)),
        peers=words.peers_text(group, language),
        pictures=drawn.all(top) if seen.compared else {},
        table=tables.table(seen),
        mind=_mind(seen, model),
        model=model,
    )


def _estimated(basis: Basis, asked: Asked, language: Language) -> str:
    """What all invited clients of all places would say; '' for figures that are not estimated."""
    known = load_indicators(own=basis.store.own_indicators)
    key = known[asked.indicator].estimated_by
    if key is None or asked.adjust != "geen":
        return ""
    quarters = [Quarter.from_index(index) for index in asked.quarters]
    where: dict[str, Sequence[object]] = {
        "kwartaal": quarters,
        str(known[key].split): [asked.part],
    }
    found = basis.store.figures([key], (), basis.scope, where)
    rows = found[found["indicator"] == key].to_dict("records")
    return " ".join(estimate_text(figure_of(row), language) for row in rows)


def _mind(seen: Seen, model: Model | None) -> tuple[str, ...]:
    """What to know beside the answer; what the model card says already is not said twice."""
    found = words.findings(seen, top=False)
    if seen.compared and not adjustable(seen.made.indicator):
        found.append(say("vergelijken.adjust_impossible", seen.language))
    return tuple(text for text in found if model is None or text not in model.limits)


def _model(made: Comparison, language: Language) -> Model | None:
    card = made.card
    if card is None:
        return None
    return Model(
        as_html(model_card.facts(card, language)),
        tuple(model_card.sections(card, language)),
        tuple(model_card.limits(card, language)),
    )


@dataclass(frozen=True)
class _Drawn:
    """The three pictures of one comparison."""

    seen: Seen
    name: str
    asked: Asked
    mode: Mode
    estimated: str

    def _alt(self, which: str, count: int, finding: str) -> str:
        named = {
            "indicator": self.name,
            "period": parts.when(self.asked.quarters, self.seen.language),
            "count": count,
            "finding": finding,
        }
        return say(f"vergelijken.alt_{which}", self.seen.language, **named)

    def _say(self, key: str, **named: object) -> str:
        return say(f"vergelijken.{key}", self.seen.language, **named)

    def all(self, top: tuple[str, ...]) -> Mapping[str, Picture]:
        """The pictures by tab; without a single figure each says so."""
        if self.seen.made.frame["value"].isna().all():
            none = Picture(self._say("nothing_to_draw"), None, ())
            return dict.fromkeys(PICTURES, none)
        return {"spread": self.spread(top), "funnel": self.funnel(), "order": self.order()}

    def _together(self) -> str:
        """The figure of all together, that others are drawn around; '' when there is none."""
        funnel, seen = self.seen.made.funnel, self.seen
        if funnel is None or seen.adjusted or funnel.target != funnel.target:
            return ""
        return formats.shown(funnel.target, seen.unit, seen.language)

    def spread(self, top: tuple[str, ...]) -> Picture:
        seen = self.seen
        rows = tables.spread_rows(seen)
        chart = charts.spread(
            rows,
            unit=seen.unit,
            alt=self._alt("spread", len(rows), " ".join(top)),
            mode=self.mode,
            language=seen.language,
        )
        notes = [self._say("spread_note", place=seen.subject)]
        if seen.adjusted:
            notes.append(self._say("spread_expected"))
        if self._together():
            notes.append(self._say("spread_together", value=self._together()))
        if self.estimated:
            notes.append(self.estimated)
        return Picture("", chart, (" ".join(notes),))

    def funnel(self) -> Picture:
        seen, placed = self.seen, self.seen.made.funnel
        assert placed is not None, "what is drawn was compared"
        rows = tables.funnel_rows(seen)
        finding = " ".join(tables.funnel_findings(seen))
        if rows.empty:
            return Picture(finding, None, ())
        chart = charts.funnel(
            rows,
            placed.curve,
            unit=seen.drawn_unit,
            target=placed.target,
            alt=self._alt("funnel", len(rows), finding),
            mode=self.mode,
            language=seen.language,
        )
        lines = self._say("funnel_no_curve" if placed.curve.empty else "funnel_limits")
        together = self._together()
        middle = self._say("funnel_target", value=together) if together else ""
        middle = self._say("funnel_one") if seen.adjusted else middle
        return Picture(finding, chart, (self._say("funnel_note"), f"{lines} {middle}"))

    def order(self) -> Picture:
        seen = self.seen
        finding = tables.order_finding(seen)
        rows = tables.order_rows(seen)
        if rows["low"].isna().all():
            return Picture(finding, None, ())
        chart = charts.ranks(
            rows,
            alt=self._alt("order", len(rows), finding),
            mode=self.mode,
            language=seen.language,
        )
        return Picture(finding, chart, (self._say("order_note"),))


def _scheme_of(asked: Asked) -> str:
    """The key of the scheme by its name in the last quarter asked; 'alle' for all of them."""
    if asked.scheme is None:
        return "alle"
    return scheme_key_on(asked.scheme, max(asked.quarters)) if asked.quarters else asked.scheme


def export(basis: Basis, asked: Asked, language: Language) -> bytes:
    """The exact numbers of one comparison as CSV, with what was asked in every row."""
    group = peers(basis, asked.subject, asked.group)
    described = {
        "indicator": asked.indicator,
        "onderdeel": asked.part or "",
        "periode": parts.code(asked.quarters),
        "regeling": _scheme_of(asked),
        "vergeleken_met": group.name.in_(language),
        "correctie": asked.adjust,
    }
    seen = Seen(compared(basis, asked), asked.subject, language)
    return tables.export(seen, described, basis.version)
