"""What holds for every chart: valid, without rows, readable, in the reader's language."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import altair as alt
import pytest

from ketenkpi.charts import KINDS, ChartStyle, Drawing, Mode
from ketenkpi.charts.theme import BLUE, GREY, INK, MUTED, PAPER, VERMILION
from tests.unit.charts.samples import every_drawing

pytestmark = pytest.mark.slow

MODES: tuple[Mode, ...] = ("light", "dark")
EVERY = every_drawing()
each_kind = pytest.mark.parametrize("drawing", EVERY, ids=[each.kind for each in EVERY])


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _within(part: Any) -> Iterator[dict[str, Any]]:
    """Every object in a specification, itself included."""
    if isinstance(part, dict):
        yield part
        part = list(part.values())
    if isinstance(part, list):
        for each in part:
            yield from _within(each)


def test_there_is_a_sample_of_every_kind() -> None:
    assert {each.kind for each in EVERY} == set(KINDS)


def test_another_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="taart"):
        Drawing("taart", "number", EVERY[0].rows, "")


@pytest.mark.parametrize("mode", MODES)
def test_text_and_marks_are_readable_on_their_page(mode: Mode) -> None:
    # WCAG 2.1: 4.5 for text (1.4.3), 3 for what a chart needs to be understood (1.4.11).
    assert _contrast(INK[mode], PAPER[mode]) >= 4.5
    assert _contrast(MUTED[mode], PAPER[mode]) >= 4.5
    for colour in (BLUE, VERMILION, GREY):
        assert _contrast(colour, PAPER[mode]) >= 3


@each_kind
@pytest.mark.parametrize("mode", MODES)
def test_every_text_in_a_chart_is_ink_or_muted(drawing: Drawing, mode: Mode) -> None:
    spec = drawing.spec(ChartStyle(mode, "nl"))
    texts = [each["mark"] for each in _within(spec) if _is_text(each.get("mark"))]
    assert spec["config"]["text"]["color"] == INK[mode]
    assert {each.get("color", INK[mode]) for each in texts} <= {INK[mode], MUTED[mode]}
    named = {each["labelColor"] for each in _within(spec) if "labelColor" in each}
    assert named <= {INK[mode], MUTED[mode]}


# A shade that holds a word of its own, or whose ends another mark draws.
TOLD_OTHERWISE = {("course", "area"), ("course", "rule"), ("control", "rule")}


@each_kind
@pytest.mark.parametrize("mode", MODES)
def test_every_mark_can_be_seen_or_has_an_edge_that_can(drawing: Drawing, mode: Mode) -> None:
    marks = [each for each in _within(drawing.spec(ChartStyle(mode))) if _is_mark(each)]
    assert marks
    for each in marks:
        mark, encoding = each["mark"], each.get("encoding", {})
        through = "opacity" in encoding or "fillOpacity" in encoding
        least = min([mark.get(name, 1) for name in ("opacity", "fillOpacity")])
        colours = _colours([mark.get("color"), encoding.get("color", {})])
        faint = through or any(
            _contrast(_over(colour, PAPER[mode], least), PAPER[mode]) < 3 for colour in colours
        )
        if not faint or (drawing.kind, mark["type"]) in TOLD_OTHERWISE:
            continue
        edges = _colours([mark.get("stroke"), encoding.get("stroke", {})])
        assert edges, f"{drawing.kind}: {mark}"
        assert all(_contrast(edge, PAPER[mode]) >= 3 for edge in edges)


def test_what_is_told_otherwise_is_told() -> None:
    drawn = {each.kind: each.spec(ChartStyle()) for each in EVERY}
    for kind, _ in TOLD_OTHERWISE:
        texts = [each for each in _within(drawn[kind]) if _is_text(each.get("mark"))]
        assert any(_field_of(each) == "phase" for each in texts)
    rules = [e for e in _within(drawn["course"]) if _is_mark(e) and e["mark"]["type"] == "rule"]
    assert any(each["mark"].get("color") == BLUE for each in rules)


def _field_of(text: dict[str, Any]) -> object:
    return text.get("encoding", {}).get("text", {}).get("field")


def _is_mark(part: dict[str, Any]) -> bool:
    mark = part.get("mark")
    return isinstance(mark, dict) and mark.get("type", "text") != "text"


def _colours(part: Any) -> set[str]:
    """Every colour named in a part of a specification, in values, conditions and ranges."""
    if isinstance(part, str):
        return {part} if re.fullmatch("#[0-9A-Fa-f]{6}", part) else set()
    inside = part.values() if isinstance(part, dict) else part if isinstance(part, list) else []
    return {colour for each in inside for colour in _colours(each)}


def _over(colour: str, paper: str, opacity: float) -> str:
    """What a colour that lets light through looks like on the page."""
    parts = [
        round(int(colour[at : at + 2], 16) * opacity + int(paper[at : at + 2], 16) * (1 - opacity))
        for at in (1, 3, 5)
    ]
    return "#" + "".join(f"{part:02x}" for part in parts)


def _is_text(mark: Any) -> bool:
    return isinstance(mark, dict) and mark.get("type") == "text"


@each_kind
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_specification_is_plain_valid_and_without_rows(
    drawing: Drawing, mode: Mode, language: Any
) -> None:
    spec = drawing.spec(ChartStyle(mode, language))
    assert json.loads(json.dumps(spec)) == spec
    assert "data" not in spec
    assert "datasets" not in spec
    # The rows stand with the whole, so that every layer gets those that are handed over.
    assert all(set(each["data"]) == {"sequence"} for each in _within(spec) if "data" in each)
    # Altair checks what it makes; this also what was told beside it.
    alt.Chart.from_dict({**spec, "data": {"name": "rows"}}, validate=True)
    assert ("locale" in spec["config"]) == (language == "nl")


@each_kind
def test_the_chart_of_a_notebook_is_the_specification_with_its_rows(drawing: Drawing) -> None:
    made = drawing.chart(ChartStyle()).to_dict()
    assert "rows" not in {each["name"] for each in _within(made) if set(each) == {"name"}}
    spec = drawing.spec(ChartStyle())
    assert len(made["datasets"][made["data"]["name"]]) == len(drawing.rows)
    assert made["description"] == drawing.alt_text
    assert {name: made[name] for name in spec} == spec


@each_kind
def test_only_columns_and_parameters_that_are_there_are_named(drawing: Drawing) -> None:
    spec = drawing.spec(ChartStyle())
    made = {name for each in _within(spec) for name in _made_by(each)}
    known = {*map(str, drawing.rows.columns), *made}
    fields = {each["field"] for each in _within(spec) if isinstance(each.get("field"), str)}
    assert fields <= known
    filters = [each["filter"] for each in _within(spec) if "filter" in each]
    assert {name for each in filters for name in re.findall(r"datum\.(\w+)", each)} <= known
    told = {*drawing.told, "height", "width", "datum", "length", "slice", "lines"}
    expressions = [each["expr"] for each in _within(spec) if "expr" in each]
    words = {word for each in expressions for word in re.findall(r"(?<![\w.'])[a-z]\w*", each)}
    assert words <= told, words - told


def _made_by(part: dict[str, Any]) -> Iterator[str]:
    """The columns that a transform makes."""
    for each in (*part.get("aggregate", ()), *part.get("joinaggregate", ())):
        if isinstance(each, dict):
            yield each["as"]
    if "calculate" in part:
        yield part["as"]


@each_kind
def test_asked_again_it_is_not_made_again(drawing: Drawing) -> None:
    first, second = drawing.spec(ChartStyle()), drawing.spec(ChartStyle())
    assert first["layer"] is second["layer"]
