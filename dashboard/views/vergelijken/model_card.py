"""A model of case mix in plain words: what it is for, what it knows, and how good it is."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard import formats
from dashboard.presenters.explain import Rows
from dashboard.words import say
from ketenkpi.comparison import Coefficient, ModelCard, Variable, load_rules
from ketenkpi.contracts import load_contracts
from ketenkpi.vocabularies import scheme_on
from ketenkpi.wording import Language

CONSTANT = "constant"
# Half the width of a 95 % interval, in standard errors.
NORMAL_95 = 1.959964
# Source: Peduzzi et al. (1996), J Clin Epidemiol 49:1373.
ENOUGH_EVENTS = 10
AGES: Mapping[str, str] = {
    "tot_27": "age_tot_27", "27_44": "age_27_44", "45_54": "age_45_54", "55_plus": "age_55_plus",
    "onbekend": "age_onbekend",
}  # fmt: skip


@dataclass(frozen=True)
class Section:
    """A heading, a line below it, and a table."""

    title: str
    note: str
    table: pd.DataFrame


def facts(card: ModelCard, language: Language) -> Rows:
    """Purpose, data, and how well the model tells apart, as label and text."""
    first, last = card.quarters
    data = say(
        "vergelijken.model_data_text",
        language,
        n=formats.number(card.n, 0, language),
        events=formats.number(card.events, 0, language),
        first=first,
        last=last,
        made=formats.day(card.made_on, language),
        version=card.version,
    )
    tells = formats.number(card.discrimination, 2, language)
    enough = formats.number(card.events_per_term, 0, language)
    texts = {
        "purpose": card.purpose.in_(language),
        "data": data,
        "tells": say("vergelijken.model_tells_text", language, value=tells),
        "enough": say("vergelijken.model_enough_text", language, value=enough, least=ENOUGH_EVENTS),
    }
    return [(say(f"vergelijken.model_{name}", language), text) for name, text in texts.items()]


def sections(card: ModelCard, language: Language) -> list[Section]:
    """The tables: what is allowed for, what is not, whether it is right, and the estimates."""
    made: Mapping[str, Callable[[ModelCard, Language], pd.DataFrame]] = {
        "used": lambda card, language: _variables(card.used, language),
        "left_out": lambda card, language: _variables(card.left_out, language),
        "fit": _fit,
        "terms": _terms,
    }
    return [
        Section(
            say(f"vergelijken.model_{name}", language),
            say(f"vergelijken.model_{name}_note", language),
            table(card, language),
        )
        for name, table in made.items()
    ]


def limits(card: ModelCard, language: Language) -> list[str]:
    """What the model cannot do, in sentences."""
    return [statement.message(language) for statement in card.limits]


def _variables(variables: Sequence[Variable], language: Language) -> pd.DataFrame:
    rows = [(_capital(each.name.in_(language)), each.why.in_(language)) for each in variables]
    return _framed(rows, ("property", "why"), language)


def _fit(card: ModelCard, language: Language) -> pd.DataFrame:
    rows = [
        (
            str(at),
            formats.number(tenth.trials, 0, language),
            _part(tenth.observed, tenth.trials, language),
            _part(tenth.expected, tenth.trials, language),
        )
        for at, tenth in enumerate(card.calibration, start=1)
    ]
    return _framed(rows, ("group", "cases", "happened", "expected"), language)


def _part(count: float, trials: float, language: Language) -> str:
    return formats.percentage(count / trials, 1, language) if trials else ""


def _terms(card: ModelCard, language: Language) -> pd.DataFrame:
    beside = dict(card.references)
    rows = []
    for each in card.coefficients:
        if each.term == CONSTANT:
            continue
        name, _, value = each.term.partition("=")
        property_name = _capital(load_rules().pre_intake[name].name.in_(language))
        shown = f"{property_name}: {_value(name, value, card, language)}"
        rows.append((shown, _value(name, beside[name], card, language), _odds(each, language)))
    return _framed(rows, ("group", "beside", "odds"), language)


def _value(name: str, value: str, card: ModelCard, language: Language) -> str:
    if name == "regeling":
        # The model is about all its quarters together: the name in the last of them.
        found = scheme_on(value, card.quarters[1].last_day)
        return value if found is None else found.meaning.in_(language)
    if name == "leeftijd" and value in AGES:
        return say(f"vergelijken.{AGES[value]}", language)
    for column in load_contracts()["trajecten"].columns:
        if column.name == name and value in column.values:
            return column.values[value].in_(language)
    return value


def _odds(each: Coefficient, language: Language) -> str:
    ends = (each.value, each.value - NORMAL_95 * each.se, each.value + NORMAL_95 * each.se)
    ratio, low, high = (formats.number(math.exp(end), 2, language) for end in ends)
    return say("vergelijken.ratio_range", language, ratio=ratio, low=low, high=high)


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _framed(
    rows: Sequence[tuple[str, ...]], names: Sequence[str], language: Language
) -> pd.DataFrame:
    columns = [say(f"vergelijken.model_{name}", language) for name in names]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.set_index(columns[0])
