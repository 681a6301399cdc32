"""The norm register as a table of rules by addressee, with the gaps in words."""

from __future__ import annotations

from html import escape

from dashboard import formats
from dashboard.presenters.links import to_definition
from dashboard.words import say
from ketenkpi.programme import CELLS, NormMatrix, Rule
from ketenkpi.wording import Language
from ketenkpi.wording import say as library_say


def said(matrix: NormMatrix, language: Language) -> str:
    """How many rules are measured, measured by nobody, or not in force, per addressee."""
    return " ".join(
        say(
            "programma.norms_said",
            language,
            addressee=library_say(f"indicators.addressee_{addressee}", language),
            **{cell: matrix.count(addressee, cell) for cell in CELLS},
        )
        for addressee in matrix.addressees
    )


def html(matrix: NormMatrix, language: Language) -> str:
    """The matrix: a row per rule under the step of the chain, a column per addressee."""
    names = [library_say(f"indicators.addressee_{each}", language) for each in matrix.addressees]
    heads = [
        say("programma.norm_rule", language),
        *(say("programma.norm_for", language, addressee=name) for name in names),
        *(say(f"programma.norm_{name}", language) for name in ("term", "validity", "source")),
    ]
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in heads)
    body = "".join(_step(matrix, step, len(heads), language) for step in matrix.steps)
    label = escape(say("programma.norms", language))
    return (
        f'<div class="kk-grid kk-words kk-norms" tabindex="0" role="region" aria-label="{label}">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _step(matrix: NormMatrix, step: str, columns: int, language: Language) -> str:
    name = escape(matrix.steps[step].in_(language))
    head = f'<th scope="colgroup" colspan="{columns}"><span>{name}</span></th>'
    rows = "".join(_row(rule, matrix, language) for rule in matrix.of_step(step))
    return f'<tr class="kk-area">{head}</tr>{rows}'


def _row(rule: Rule, matrix: NormMatrix, language: Language) -> str:
    norm = rule.norm
    law = say("programma.norm_law", language, rule=norm.rule, article=norm.article)
    name = f"{escape(norm.name.in_(language))}<small>{escape(law)}</small>"
    cells = "".join(_cell(rule, addressee, language) for addressee in matrix.addressees)
    rest = (_term(rule, language), _validity(rule, language), _source(rule, language))
    told = "".join(f"<td>{escape(text)}</td>" for text in rest)
    return f'<tr><th scope="row">{name}</th>{cells}{told}</tr>'


def _cell(rule: Rule, addressee: str, language: Language) -> str:
    if not rule.binds(addressee):
        return f'<td class="kk-none">{escape(say("programma.norm_not_for", language))}</td>'
    if rule.cell == "gap":
        word = escape(say("programma.norm_gap", language))
        return f'<td class="kk-bad"><strong>{word}</strong></td>'
    measured = "" if rule.indicator is None else _link(rule, language)
    if rule.cell == "silent":
        word = escape(library_say(f"indicators.validity_{rule.validity}", language))
        return f'<td class="kk-none">{word}{f"<br>{measured}" if measured else ""}</td>'
    if rule.validity == "begin_unknown":
        # Measured, but nobody knows whether it held: no colour that says it is in order.
        word = escape(library_say("indicators.validity_begin_unknown", language))
        return f'<td class="kk-none">{measured}<br>{word}</td>'
    return f'<td class="kk-good">{measured}</td>'


def _link(rule: Rule, language: Language) -> str:
    assert rule.indicator is not None, "only a measured rule has a link"
    return to_definition(rule.indicator.key, rule.indicator.name.in_(language))


def _term(rule: Rule, language: Language) -> str:
    days, share = rule.norm.days, rule.norm.share
    told = [
        say("programma.norm_no_term", language)
        if days is None
        else say("programma.norm_days", language, days=days)
    ]
    if share is not None:
        least = formats.percentage(share, 0, language)
        told.append(say("programma.norm_share", language, share=least))
    return " ".join(told)


def _validity(rule: Rule, language: Language) -> str:
    norm = rule.norm
    if not norm.entered_into_force:
        return library_say("indicators.validity_never", language)
    if norm.valid_from is not None:
        since = say("programma.norm_since", language, day=formats.day(norm.valid_from, language))
    else:
        assert norm.text_of is not None, "a rule without a begin has the day of its text"
        day = formats.day(norm.text_of, language)
        since = say("programma.norm_text_of", language, day=day)
    if norm.valid_to is None:
        return since
    until = say("programma.norm_until", language, day=formats.day(norm.valid_to, language))
    return f"{since} {until}"


def _source(rule: Rule, language: Language) -> str:
    source = say("programma.norm_from", language, source=rule.norm.source)
    # Of a rule that does not hold nobody asks why it is not measured.
    gap = rule.norm.gap if rule.cell == "gap" else None
    told = [text.in_(language) for text in (gap, rule.norm.note) if text is not None]
    return " ".join((*told, source))
