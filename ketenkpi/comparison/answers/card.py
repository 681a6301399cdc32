"""A model of case mix in plain words: what it is for, what it knows, and how good it is."""

from __future__ import annotations

from math import exp
from typing import TYPE_CHECKING

from ketenkpi.answer import Measured, Said, Section, Table, count_of, in_full, phrase, table_of
from ketenkpi.comparison.answers.seen import OF_RATIO, TIMES, column
from ketenkpi.comparison.rules import load_rules
from ketenkpi.contracts import load_contracts
from ketenkpi.figure import Figure
from ketenkpi.indicators import load_indicators
from ketenkpi.vocabularies import scheme_on
from ketenkpi.vocabulary import Text, in_both

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ketenkpi.comparison.model_card import Coefficient, ModelCard, Tenth
    from ketenkpi.comparison.rules import Variable

CONSTANT = "constant"
# Half the width of a 95 % interval, in standard errors.
NORMAL_95 = 1.959964
# Source: Peduzzi et al. (1996), J Clin Epidemiol 49:1373.
ENOUGH_EVENTS = 10
AGES = ("tot_27", "27_44", "45_54", "55_plus", "onbekend")


def model(card: ModelCard) -> tuple[Section, ...]:
    """What the model is, then what it allows for, what not, whether it is right, its estimates."""
    return (
        Section("model", in_both("comparison.model"), _facts(card), notes=card.limits),
        _part("used", _variables(card.used)),
        _part("left_out", _variables(card.left_out)),
        _part("fit", _fit(card)),
        _part("terms", _terms(card)),
    )


def _part(key: str, table: Table) -> Section:
    title, note = (in_both(f"comparison.model_{key}{end}") for end in ("", "_note"))
    return Section(f"model_{key}", title, note, table)


def _facts(card: ModelCard) -> Said:
    """Purpose, data, and how well the model tells apart."""
    first, last = card.quarters
    data = phrase(
        "comparison.model_data",
        n=count_of(card.n),
        events=count_of(card.events),
        first=first,
        last=last,
        made=in_full(card.made_on),
        indicator=load_indicators()[card.indicator].name,
        version=count_of(card.version),
    )
    tells = phrase("comparison.model_tells", value=Measured(card.discrimination, TIMES))
    enough = phrase(
        "comparison.model_enough",
        value=count_of(card.events_per_term),
        least=count_of(ENOUGH_EVENTS),
    )
    return (card.purpose, data, tells, enough)


def _variables(variables: Sequence[Variable]) -> Table:
    return table_of(
        variables,
        (column("property"), lambda each: _capital(each.name)),
        (column("because"), lambda each: each.why),
    )


def _fit(card: ModelCard) -> Table:
    return table_of(
        enumerate(card.calibration, start=1),
        (column("tenth"), lambda tenth: str(tenth[0])),
        (column("cases", "number"), lambda tenth: tenth[1].trials),
        (column("happened", "share"), lambda tenth: _share(tenth[1], tenth[1].observed)),
        (column("foreseen", "share"), lambda tenth: _share(tenth[1], tenth[1].expected)),
    )


def _share(tenth: Tenth, count: float) -> float | None:
    return count / tenth.trials if tenth.trials else None


def _terms(card: ModelCard) -> Table:
    return table_of(
        card.coefficients,
        (column("term"), lambda each: _term(each, card)),
        (column("beside"), lambda each: _beside(each, card)),
        (column("odds", TIMES), _odds),
        (column("log_odds", "log_odds"), lambda each: each.value),
        (column("se", "log_odds"), lambda each: each.se),
    )


def _term(each: Coefficient, card: ModelCard) -> Said:
    name, _, value = each.term.partition("=")
    if name == CONSTANT:
        return in_both("comparison.constant")
    named = _capital(load_rules().pre_intake[name].name)
    return phrase("comparison.term", property=named, value=_value(name, value, card))


def _beside(each: Coefficient, card: ModelCard) -> Said:
    name = each.term.partition("=")[0]
    references = dict(card.references)
    return _value(name, references[name], card) if name in references else None


def _value(name: str, value: str, card: ModelCard) -> Said:
    if name == "regeling":
        # The model is about all its quarters together: the name in the last of them.
        found = scheme_on(value, card.quarters[1].last_day)
        return value if found is None else found.meaning
    if name == "leeftijd" and value in AGES:
        return in_both(f"comparison.age_{value}")
    for known in load_contracts()["trajecten"].columns:
        if known.name == name and value in known.values:
            return known.values[value]
    return value


def _odds(each: Coefficient) -> Figure | None:
    """How often it happens against the group beside it; of the constant there is no such group."""
    if each.term == CONSTANT:
        return None
    low, high = (exp(each.value + side * NORMAL_95 * each.se) for side in (-1, 1))
    return Figure(exp(each.value), low, high, method=OF_RATIO)


def _capital(name: Text) -> Text:
    return name.each(lambda text: text[0].upper() + text[1:])
