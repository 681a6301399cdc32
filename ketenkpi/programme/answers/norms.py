"""The norm register as tables of rules by addressee, a table for each step of the chain."""

from __future__ import annotations

from collections.abc import Callable

from ketenkpi.answer import (
    Cell,
    Column,
    Linked,
    Marked,
    Measured,
    Said,
    Section,
    count_of,
    in_full,
    phrase,
    table_of,
)
from ketenkpi.indicators import AgreedShare
from ketenkpi.programme.norm_matrix import CELLS, NormMatrix, Rule
from ketenkpi.vocabulary import Text, in_both

# The two whom the paper's closing passage names; others have a column where a rule binds them.
TWO_SIDES = ("citizen", "institution")


def norms(matrix: NormMatrix) -> tuple[Section, ...]:
    """How many rules are measured and by nobody, then the rules of each step that has any."""
    counts = (
        phrase(
            "programme.norms_said",
            addressee=addressee_named(each),
            **{cell: count_of(matrix.count(each, cell)) for cell in CELLS},
        )
        for each in matrix.addressees
    )
    note = in_both("programme.norms_note")
    whole = Section("norms", in_both("programme.norms"), tuple(counts), notes=(note,))
    return (whole, *(_step(matrix, step) for step in matrix.steps if matrix.of_step(step)))


def _step(matrix: NormMatrix, step: str) -> Section:
    rules = matrix.of_step(step)
    bound = [each for each in matrix.addressees if any(rule.binds(each) for rule in rules)]
    table = table_of(
        rules,
        (_column("rule"), rule_said),
        *(_for(each) for each in matrix.addressees if each in bound or each in TWO_SIDES),
        (_column("term"), term_said),
        (_column("validity"), validity_said),
        (_column("source"), _source),
    )
    return Section(step, matrix.steps[step], None, table)


def _column(key: str) -> Column:
    return Column(key, in_both(f"programme.norm_{key}"))


def _for(addressee: str) -> tuple[Column, Callable[[Rule], Cell]]:
    head = phrase("programme.norm_for", addressee=addressee_named(addressee))
    return Column(addressee, head), lambda rule: _bound(rule, addressee)


def addressee_named(addressee: str) -> Text:
    """Whom a rule binds: 'de burger'."""
    return in_both(f"indicators.addressee_{addressee}")


def rule_said(rule: Rule) -> Said:
    """The rule in words, and where it stands."""
    norm = rule.norm
    return (norm.name, phrase("programme.norm_law", rule=norm.rule, article=norm.article))


def _bound(rule: Rule, addressee: str) -> Said:
    """What measures it, that nobody does, or that there is nothing to measure."""
    if not rule.binds(addressee):
        return in_both("programme.norm_not_for")
    if rule.cell == "gap":
        return Marked("bad", in_both("programme.norm_gap"))
    validity = in_both(f"indicators.validity_{rule.validity}")
    if rule.indicator is None:
        return Marked("neutral", validity)
    name = Linked(rule.indicator.name, "definities", {"indicator": rule.indicator.key})
    if rule.cell == "silent" or rule.validity == "begin_unknown":
        # Measured, but nobody knows whether it held: no mark that says it is in order.
        return Marked("neutral", phrase("programme.norm_open", validity=validity, name=name))
    return Marked("good", phrase("programme.norm_measured", name=name))


def term_said(rule: Rule) -> Said:
    """Its days, and which part of cases must meet it in which years."""
    days = rule.norm.days
    term: Said = in_both("programme.norm_no_term")
    if days is not None:
        term = phrase("programme.norm_days", days=Measured(days, "days", "worded"))
    return (term, *map(_share, rule.norm.shares))


def _share(agreed: AgreedShare) -> Said:
    return phrase(
        "programme.norm_share",
        share=Measured(agreed.share, "share_whole"),
        first=in_full(agreed.first),
        last=in_full(agreed.last),
    )


def validity_said(rule: Rule) -> Said:
    """From when until when it holds, or why it does not."""
    norm = rule.norm
    if rule.validity in ("never", "to_check"):
        return in_both(f"indicators.validity_{rule.validity}")
    if norm.valid_from is not None:
        since = phrase("programme.norm_since", day=in_full(norm.valid_from))
    else:
        assert norm.text_of is not None, "a rule without a begin has the day of its text"
        since = phrase("programme.norm_text_of", day=in_full(norm.text_of))
    if norm.valid_to is None:
        return since
    return (since, phrase("programme.norm_until", day=in_full(norm.valid_to)))


def _source(rule: Rule) -> Said:
    norm = rule.norm
    return (norm.gap, norm.note, phrase("programme.norm_from", source=norm.source))
