"""How the norms fit each other: rules per step and addressee, two terms, what nobody measures."""

from __future__ import annotations

from collections.abc import Callable

from ketenkpi.answer import (
    Cell,
    Column,
    Listed,
    Marked,
    Measured,
    Said,
    Section,
    count_of,
    phrase,
    table_of,
)
from ketenkpi.programme.answers.norms import addressee_named, rule_said, term_said, validity_said
from ketenkpi.programme.coherence import Coherence
from ketenkpi.programme.norm_matrix import Rule
from ketenkpi.vocabulary import in_both


def coherence(found: Coherence) -> tuple[Section, ...]:
    """The rules by step and addressee, then duties with two terms, then what nobody measures.

    Norms that places recorded for themselves stand last, where any differs from the register.
    """
    sections = (_matrix(found), _two_terms(found), _unmeasured(found))
    return (*sections, _own_norms(found)) if found.own_norms else sections


def _matrix(found: Coherence) -> Section:
    table = table_of(
        found.steps,
        (_column("step"), lambda step: found.matrix.steps[step]),
        *(_duties(found, each) for each in found.matrix.addressees),
    )
    said = phrase(
        "programme.coherence_said",
        two_terms=count_of(len(found.two_terms)),
        unmeasured=count_of(len(found.unmeasured)),
    )
    told = (said, _without_duty(found))
    notes = (in_both("programme.coherence_note"),)
    return Section("coherence", in_both("programme.coherence"), told, table, notes=notes)


def _duties(found: Coherence, addressee: str) -> tuple[Column, Callable[[str], Cell]]:
    def cell(step: str) -> Cell:
        number = found.duties(step, addressee)
        return count_of(number) if number else Marked("neutral", in_both("programme.no_duty"))

    return Column(
        addressee, phrase("programme.norm_for", addressee=addressee_named(addressee))
    ), cell


def _without_duty(found: Coherence) -> Said:
    if not found.without_duty:
        return None
    named = Listed(tuple(addressee_named(each) for each in found.without_duty))
    return phrase("programme.coherence_without_duty", addressees=named)


def _two_terms(found: Coherence) -> Section:
    title = in_both("programme.two_terms")
    if not found.two_terms:
        return Section("two_terms", title, in_both("programme.two_terms_none"))
    table = table_of(
        [(one, rule) for one in found.two_terms for rule in one.rules],
        (_column("duty"), lambda pair: pair[0].duty),
        (_column("rule"), lambda pair: rule_said(pair[1])),
        (_column("term"), lambda pair: term_said(pair[1])),
        (_column("validity"), lambda pair: validity_said(pair[1])),
    )
    return Section("two_terms", title, in_both("programme.two_terms_said"), table)


def _unmeasured(found: Coherence) -> Section:
    title = in_both("programme.unmeasured")
    if not found.unmeasured:
        return Section("unmeasured", title, in_both("programme.unmeasured_none"))
    table = table_of(
        found.unmeasured,
        (_column("rule"), rule_said),
        (_column("addressee"), _bound),
        (_column("gap_why"), lambda rule: rule.norm.gap),
    )
    return Section("unmeasured", title, None, table)


def _bound(rule: Rule) -> Said:
    return Listed(tuple(addressee_named(each) for each in rule.norm.addressees))


def _own_norms(found: Coherence) -> Section:
    table = table_of(
        found.own_norms,
        (_column("place"), lambda one: one.place),
        (_column("figure"), lambda one: one.indicator.name),
        (_column("own"), lambda one: Measured(one.own, "share_whole")),
        (_column("national"), lambda one: Measured(one.national, "share_whole")),
    )
    said = in_both("programme.own_norms_said")
    return Section("own_norms", in_both("programme.own_norms"), said, table)


def _column(key: str) -> Column:
    return Column(key, in_both(f"programme.norm_{key}"))
