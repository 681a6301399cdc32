"""What the definition of a concept holds, as a section that every surface draws."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from ketenkpi.answer import Bullet, Linked, Listed, Measured, Said, Section, count_of, phrase
from ketenkpi.concepts.known import CHAIN, OWN, kind_of, named, names
from ketenkpi.indicators import load_indicators
from ketenkpi.research_model import (
    in_paper,
    load_dependence,
    load_integration,
    load_phases,
    load_scan,
)
from ketenkpi.resources import load_assumptions
from ketenkpi.vocabulary import Text, in_both

# A field and the lines that stand under it; one without any is left out.
Fields = Iterator[tuple[str, tuple[Said, ...]]]


def definition(code: str) -> Section:
    """Everything the definition holds, an item a field; KeyError for a code there is not."""
    name, kind = names()[code], kind_of(code)
    told = (("kind", (_kind(kind),)), *FIELDS[kind](code.removeprefix(f"{kind}.")))
    items = tuple(
        Bullet(in_both(f"concepts.field_{field}"), tuple(filter(None, lines)))
        for field, lines in told
        if any(lines)
    )
    return Section(code, name, None, items=items)


def listed_name(code: str) -> Text:
    """The name with its kind, to choose from a list."""
    return in_both("concepts.listed", name=names()[code], kind=_kind(kind_of(code)))


def _kind(kind: str) -> Text:
    return in_both(f"concepts.kind_{kind}")


def _own(key: str) -> Fields:
    yield "meaning", (in_both(f"concepts.meaning_{key}"),)
    source = load_dependence().source
    if key == "arentsen":
        yield "parts", _links("relatie", load_dependence().relations)
    if key == "tijdfactor":
        factor = load_dependence().time_factor
        yield "why", (factor.why,)
        yield "weight", (Measured(factor.weight, "weight"),)
    if key == "integratie":
        model = load_integration()
        source = model.source
        yield "parts", _links("niveau", model.levels)
        yield "criteria", _links("onderdeel", model.criteria)
        yield "strategies", _links("strategie", [each.key for each in model.strategies])
    if key == "overeenstemming":
        source = "Cohen (1968), Psychological Bulletin 70, 213-220"
    yield from _where(OWN[key], source)


def _of_chain(key: str) -> Fields:
    yield "meaning", (in_both(f"concepts.meaning_{key}"),)
    yield from _where(CHAIN[key], in_both("concepts.source_chain"))


def _group(key: str) -> Fields:
    group = load_scan().groups[key]
    yield "scale", _scale(group.scale.name, group.scale.steps)
    yield "items", _links("onderdeel", [item.key for item in load_scan().of(key)])
    yield from _where(group.section, load_scan().source)


def _level(key: str) -> Fields:
    yield "meaning", (in_both("concepts.meaning_level"),)
    yield "items", _links("onderdeel", [item.key for item in load_scan().of_level(key)])
    yield from _where("2.3 en 2.5, tabel 4", load_scan().source)


def _item(key: str) -> Fields:
    item = load_scan().items[key]
    yield "question", (item.question,)
    yield "scale", _scale(item.scale.name, item.scale.steps)
    if item.low is not None and item.high is not None:
        yield "ends", (phrase("concepts.ends", low=item.low, high=item.high),)
    if item.direction is not None:
        yield "direction", (in_both(f"concepts.direction_{item.direction}"),)
    yield "group", _links("groep", [item.group.key])
    yield "level", _links("niveau", filter(None, [item.level]))
    phases = load_phases().phases.values()
    using = [each.key for each in phases if key in (*each.needs, *each.without)]
    yield "used_in", _links("fase", using)
    yield from _where(item.section, load_scan().source)


def _relation(key: str) -> Fields:
    relation = load_dependence().relations[key]
    yield "meaning", (relation.meaning.each(lambda text: text[0].upper() + text[1:]),)
    yield "requires", _links("begrip", sorted(relation.requires, reverse=True))
    yield "rule", _links("begrip", ["arentsen"])
    yield from _where("2.4", load_dependence().source)


def _situation(key: str) -> Fields:
    situation = load_dependence().situations[key]
    yield "expected", (situation.expected,)
    yield "found", (situation.found,)
    yield "notes", tuple(situation.notes)
    yield from _where(situation.section, load_dependence().source)


def _phase(key: str) -> Fields:
    known = load_phases()
    phase, signs = known.phases[key], known.signs.items()
    yield "meaning", (phase.meaning,)
    yield "needs", _links("onderdeel", phase.needs)
    yield "without", _links("onderdeel", phase.without)
    yield "after", _links("fase", phase.after)
    yield "signs", _links("teken", [name for name, sign in signs if key in sign.present_in])
    yield "no_signs", _links("teken", [name for name, sign in signs if key in sign.absent_in])
    yield from _where(phase.section, known.source)


def _sign(key: str) -> Fields:
    sign = load_phases().signs[key]
    limits = {end: Measured(getattr(sign, end), "share_whole") for end in ("low", "high")}
    yield "meaning", (phrase("concepts.meaning_sign", **limits),)
    yield "indicator", _indicators([sign.indicator])
    yield "present_in", _links("fase", sign.present_in)
    yield "absent_in", _links("fase", sign.absent_in)
    yield "source", (load_phases().source,)


def _strategy(key: str) -> Fields:
    starts = {each.key: each.start for each in load_integration().strategies}
    end = min((each for each in starts.values() if each > starts[key]), default=100)
    ends = {"start": count_of(starts[key]), "end": count_of(end)}
    yield "meaning", (phrase("concepts.meaning_strategy", **ends),)
    yield "part_of", _links("begrip", ["integratie"])
    yield from _where("2.1", load_integration().source)


def _resource(key: str) -> Fields:
    concept = load_assumptions().concepts[key]
    yield "meaning", (concept.meaning,)
    yield "found", (concept.found,)
    yield "indicator", _indicators(concept.indicators)
    yield from _where(concept.section, load_assumptions().source)


FIELDS: Mapping[str, Callable[[str], Fields]] = {
    "begrip": _own,
    "keten": _of_chain,
    "groep": _group,
    "niveau": _level,
    "onderdeel": _item,
    "relatie": _relation,
    "situatie": _situation,
    "fase": _phase,
    "teken": _sign,
    "strategie": _strategy,
    "middelen": _resource,
}


def _where(section: str, source: Said) -> Fields:
    """Where the paper has it, and whose definition this is."""
    if section:
        yield "section", (phrase("concepts.section", section=in_paper(section)),)
    yield "source", (source,)


def _scale(name: Text, steps: Iterable[Text]) -> tuple[Said, ...]:
    told = (
        phrase("concepts.step", step=str(number), words=words) for number, words in enumerate(steps)
    )
    return (name, *told)


def _links(kind: str, keys: Iterable[str]) -> tuple[Said, ...]:
    return _together(named(f"{kind}.{key}") for key in keys)


def _indicators(keys: Iterable[str]) -> tuple[Said, ...]:
    known = load_indicators()
    return _together(Linked(known[key].name, "definities", {"indicator": key}) for key in keys)


def _together(links: Iterable[Linked]) -> tuple[Said, ...]:
    found = tuple(links)
    return (Listed(found),) if found else ()
