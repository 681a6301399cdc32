"""Every concept of the research model: what it means, its scale, where the paper has it.

A concept is named in an address by its kind and its key, such as
`onderdeel.intake` or `fase.3a`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from urllib.parse import urlencode

from dashboard import formats
from dashboard.presenters import links
from dashboard.words import say
from ketenkpi.indicators import load_indicators
from ketenkpi.research_model import (
    Item,
    ItemGroup,
    Phase,
    Relation,
    Scale,
    Sign,
    Situation,
    Strategy,
    load_dependence,
    load_integration,
    load_phases,
    load_scan,
)
from ketenkpi.resources import ResourceConcept as ResourceConcept
from ketenkpi.resources import load_assumptions
from ketenkpi.vocabulary import Text
from ketenkpi.wording import Language

# Term (the end of a wording key) and what stands beside it, as HTML.
Rows = Iterator[tuple[str, str]]
# Concepts of the paper that are a rule or a way of weighing, not one of the lists.
OWN: Mapping[str, str] = {
    "product": "2.4",
    "proces": "2.4",
    "arentsen": "2.4",
    "tijdfactor": "7.7",
    "integratie": "2.1 en 2.3",
    "overeenstemming": "",
}
# What the page Keten counts, with where the paper names it.
CHAIN: Mapping[str, str] = {
    "doorstroom": "1 en 2.2",
    "wachten": "1",
    "wachtdagen": "1",
    "langer": "1",
    "herhaling": "1, 3.1 en 3.2",
    "betrokken": "1",
    "open": "1",
}


@dataclass(frozen=True)
class Concept:
    """One concept; `rows` gives what its definition holds in a language."""

    code: str
    name: Text
    rows: Callable[[Language], Rows]

    @property
    def kind(self) -> str:
        """What sort of concept it is; one without a dot is about money and people."""
        kind, dot, _ = self.code.partition(".")
        return kind if dot else "middelen"


@cache
def concepts() -> Mapping[str, Concept]:
    """Every concept by its code, in the order of the paper within its kind."""
    return {concept.code: concept for concept in _every()}


def code(kind: str, key: str) -> str:
    """How an address names the concept."""
    return f"{kind}.{key}"


def link(code: str, text: str) -> str:
    """`text` as a link to the definition of a concept, as HTML; KeyError for one there is not."""
    query = escape(urlencode({"begrip": concepts()[code].code}))
    return f'<a href="./definities?{query}" target="_self">{escape(text)}</a>'


def named(code: str, language: Language) -> str:
    """The name of a concept as a link to its definition."""
    return link(code, concepts()[code].name.in_(language))


def listed_name(code: str, language: Language) -> str:
    """The name with its kind, to choose from a list."""
    concept = concepts()[code]
    kind = say(f"begrippen.kind_{concept.kind}", language)
    return say("begrippen.listed", language, name=concept.name.in_(language), kind=kind)


def concept_html(code: str, language: Language) -> str:
    """Everything the definition of a concept holds, as a description list."""
    concept = concepts()[code]
    kind = ("kind", escape(say(f"begrippen.kind_{concept.kind}", language)))
    pairs = "".join(
        f"<dt>{escape(say(f'begrippen.field_{term}', language))}</dt><dd>{text}</dd>"
        for term, text in (kind, *concept.rows(language))
        if text
    )
    return f'<dl class="kk-explain">{pairs}</dl>'


def _every() -> Iterator[Concept]:
    scan, dependence = load_scan(), load_dependence()
    for key in OWN:
        yield Concept(code("begrip", key), _own_name(key), _own(key))
    for key in CHAIN:
        yield Concept(code("keten", key), _own_name(key), _of_chain(key))
    for group in scan.groups.values():
        yield Concept(code("groep", group.key), group.name, _group(group))
    for key, name in scan.levels.items():
        yield Concept(code("niveau", key), name, _level(key))
    for item in scan.items.values():
        yield Concept(code("onderdeel", item.key), item.name, _item(item))
    for relation in dependence.relations.values():
        yield Concept(code("relatie", relation.key), relation.name, _relation(relation))
    for situation in dependence.situations.values():
        yield Concept(code("situatie", situation.key), situation.name, _situation(situation))
    for phase in load_phases().phases.values():
        yield Concept(code("fase", phase.key), _phase_name(phase), _phase(phase))
    for sign in load_phases().signs.values():
        yield Concept(code("teken", sign.key), sign.name, _sign(sign))
    for strategy in load_integration().strategies:
        yield Concept(code("strategie", strategy.key), strategy.name, _strategy(strategy))
    for key, concept in load_assumptions().concepts.items():
        yield Concept(key, concept.name, _resource(concept))


def _own_name(key: str) -> Text:
    return Text(*(say(f"begrippen.name_{key}", language) for language in ("nl", "en")))


def _own(key: str) -> Callable[[Language], Rows]:
    def rows(language: Language) -> Rows:
        yield "meaning", escape(say(f"begrippen.meaning_{key}", language))
        if key == "arentsen":
            yield "parts", _links("relatie", load_dependence().relations, language)
        if key == "tijdfactor":
            factor = load_dependence().time_factor
            yield "why", escape(factor.why.in_(language))
            yield "weight", formats.number(factor.weight, 1, language)
        if key == "integratie":
            levels, criteria = load_integration().levels, load_integration().criteria
            yield "parts", _links("niveau", levels, language)
            yield "criteria", _links("onderdeel", criteria, language)
            yield (
                "strategies",
                _links("strategie", [each.key for each in load_integration().strategies], language),
            )
        yield "section", _section(OWN[key], language) if OWN[key] else ""
        yield "source", escape(_source(key))

    return rows


def _of_chain(key: str) -> Callable[[Language], Rows]:
    def rows(language: Language) -> Rows:
        yield "meaning", escape(say(f"begrippen.meaning_{key}", language))
        yield "section", _section(CHAIN[key], language)
        yield "source", escape(say("begrippen.source_chain", language))

    return rows


def _source(key: str) -> str:
    if key == "overeenstemming":
        return "Cohen (1968), Psychological Bulletin 70, 213-220"
    return load_integration().source if key == "integratie" else load_dependence().source


def _group(group: ItemGroup) -> Callable[[Language], Rows]:
    def rows(language: Language) -> Rows:
        yield "scale", _scale(group.scale, language)
        items = [item.key for item in load_scan().of(group.key)]
        yield "items", _links("onderdeel", items, language)
        yield "section", _section(group.section, language)
        yield "source", escape(load_scan().source)

    return rows


def _level(key: str) -> Callable[[Language], Rows]:
    def rows(language: Language) -> Rows:
        yield "meaning", escape(say("begrippen.meaning_level", language))
        items = [item.key for item in load_scan().of_level(key)]
        yield "items", _links("onderdeel", items, language)
        yield "section", _section("2.3 en 2.5, tabel 4", language)
        yield "source", escape(load_scan().source)

    return rows


def _item(item: Item) -> Callable[[Language], Rows]:
    def rows(language: Language) -> Rows:
        yield "question", escape(item.question.in_(language))
        yield "scale", _scale(item.scale, language)
        if item.low is not None and item.high is not None:
            ends = {"low": item.low.in_(language), "high": item.high.in_(language)}
            yield "ends", escape(say("begrippen.ends", language, **ends))
        if item.direction is not None:
            yield "direction", escape(say(f"begrippen.direction_{item.direction}", language))
        yield "group", named(code("groep", item.group.key), language)
        if item.level is not None:
            yield "level", named(code("niveau", item.level), language)
        phases = load_phases().phases.values()
        using = [each.key for each in phases if item.key in (*each.needs, *each.without)]
        yield "used_in", _links("fase", using, language)
        yield "section", _section(item.section, language)
        yield "source", escape(load_scan().source)

    return rows


def _relation(relation: Relation) -> Callable[[Language], Rows]:
    def rows(language: Language) -> Rows:
        meaning = relation.meaning.in_(language)
        yield "meaning", escape(meaning[0].upper() + meaning[1:])
        yield "requires", _links("begrip", sorted(relation.requires, reverse=True), language)
        yield "rule", named(code("begrip", "arentsen"), language)
        yield "section", _section("2.4", language)
        yield "source", escape(load_dependence().source)

    return rows


def _situation(situation: Situation) -> Callable[[Language], Rows]:
    def rows(language: Language) -> Rows:
        yield "expected", escape(situation.expected.in_(language))
        yield "found", escape(situation.found.in_(language))
        yield "notes", "<br>".join(escape(note.in_(language)) for note in situation.notes)
        yield "section", _section(situation.section, language)
        yield "source", escape(load_dependence().source)

    return rows


def _phase_name(phase: Phase) -> Text:
    return Text(
        *(
            say("fase.code", language, phase=phase.key, name=phase.name.in_(language))
            for language in ("nl", "en")
        )
    )


def _phase(phase: Phase) -> Callable[[Language], Rows]:
    def rows(language: Language) -> Rows:
        yield "meaning", escape(phase.meaning.in_(language))
        yield "needs", _links("onderdeel", phase.needs, language)
        yield "without", _links("onderdeel", phase.without, language)
        yield "after", _links("fase", phase.after, language)
        signs = load_phases().signs
        present = [key for key, sign in signs.items() if phase.key in sign.present_in]
        absent = [key for key, sign in signs.items() if phase.key in sign.absent_in]
        yield "signs", _links("teken", present, language)
        yield "no_signs", _links("teken", absent, language)
        yield "section", _section(phase.section, language)
        yield "source", escape(load_phases().source)

    return rows


def _sign(sign: Sign) -> Callable[[Language], Rows]:
    def rows(language: Language) -> Rows:
        limits = {
            name: formats.percentage(getattr(sign, name), 0, language) for name in ("low", "high")
        }
        yield "meaning", escape(say("begrippen.meaning_sign", language, **limits))
        name = load_indicators()[sign.indicator].name.in_(language)
        yield "indicator", links.to_definition(sign.indicator, name)
        yield "present_in", _links("fase", sign.present_in, language)
        yield "absent_in", _links("fase", sign.absent_in, language)
        yield "source", escape(load_phases().source)

    return rows


def _strategy(strategy: Strategy) -> Callable[[Language], Rows]:
    def rows(language: Language) -> Rows:
        strategies = load_integration().strategies
        starts = [each.start for each in strategies if each.start > strategy.start]
        ends = {
            "start": formats.number(strategy.start, 0, language),
            "end": formats.number(min(starts, default=100), 0, language),
        }
        yield "meaning", escape(say("begrippen.meaning_strategy", language, **ends))
        yield "part_of", named(code("begrip", "integratie"), language)
        yield "section", _section("2.1", language)
        yield "source", escape(load_integration().source)

    return rows


def _resource(concept: ResourceConcept) -> Callable[[Language], Rows]:
    def rows(language: Language) -> Rows:
        yield "meaning", escape(concept.meaning.in_(language))
        yield "found", escape(concept.found.in_(language))
        known = load_indicators()
        yield (
            "indicator",
            ", ".join(
                links.to_definition(key, known[key].name.in_(language))
                for key in concept.indicators
            ),
        )
        yield "section", _section(concept.section, language)
        yield "source", escape(load_assumptions().source)

    return rows


def _scale(scale: Scale, language: Language) -> str:
    steps = (
        say("begrippen.step", language, step=number, words=words.in_(language))
        for number, words in enumerate(scale.steps)
    )
    name = escape(scale.name.in_(language))
    return "<br>".join([name, *map(escape, steps)])


def _section(section: str, language: Language) -> str:
    return escape(say("begrippen.section", language, section=_english(section, language)))


def _english(section: str, language: Language) -> str:
    if language == "nl":
        return section
    return section.replace("tabel", "table").replace(" en ", " and ")


def _links(kind: str, keys: Iterable[str] | Sequence[str], language: Language) -> str:
    return ", ".join(named(code(kind, key), language) for key in keys)
