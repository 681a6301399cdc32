"""`docs/methods.md` and a page an indicator below it: `python -m ketenkpi.methods`.

Made from the definitions and docstrings. Nothing is written by hand there, so a
formula on paper cannot differ from the one in force. A house test fails when a
page lags behind or belongs to nothing any more.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from ketenkpi import comparison, stats
from ketenkpi.answer import Bullet, Linked, Listed, Said
from ketenkpi.contracts import load_contracts
from ketenkpi.contracts.dictionary import DictionaryEntry, entries
from ketenkpi.indicators import (
    Horizon,
    Indicator,
    Norm,
    load_horizons,
    load_indicators,
    load_norms,
    load_steps,
    own_folder,
    shipped_indicators,
)
from ketenkpi.indicators.answers import definition
from ketenkpi.indicators.worked import Worked, load_worked
from ketenkpi.settings import CONFIG
from ketenkpi.surfaces import in_words, reading
from ketenkpi.vocabulary import Text
from ketenkpi.wording import say

DOCS = CONFIG.parent / "docs"
INDEX, PAGES = "methods.md", "methods"
# What holds for many indicators, and its title; below `PAGES` in a folder of its own, for a
# page beside those of the indicators would take the name of an indicator to come.
GENERAL: Mapping[str, str] = {
    "norms": "Norms, and why terms have so many days",
    "estimators": "Estimators: each interval with its formula and source",
    "signals": "Signals: what in a quarter deserves a conversation",
    "dictionary": "Data dictionary: what may stand in each column of an upload",
}
ESTIMATORS: Mapping[str, Callable[..., object]] = {
    "Share: mid-p": stats.mid_p,
    "Share: Wilson": stats.wilson,
    "Share: Clopper-Pearson": stats.clopper_pearson,
    "Number and rate: exact Poisson": stats.poisson_exact,
    "Number and rate: Byar": stats.byar,
    "Rate: directly standardised": stats.dsr,
    "Rate: indirectly standardised": stats.isr,
    "Share: indirectly standardised": stats.isr_binomial,
    "Mean: on a scale, skewed": stats.mean_skewed,
    "Mean: of waiting times": stats.mean_gamma,
    "Mean: Student's t": stats.mean_t,
    "Mean: bootstrap": stats.bca_mean,
    "Mean: of everybody, by strata": stats.stratified_mean,
    "Time: Kaplan-Meier": stats.kaplan_meier,
    "Time: the share that lasts longer": stats.Survival.survival,
    "Time: quantiles": stats.Survival.quantile,
    "Time: the mean within a horizon": stats.Survival.rmst,
    "Time: do groups differ": stats.logrank,
    "Time: one of several ends": stats.cumulative_incidence,
    "Time: the share that ended in one way": stats.Incidence.at,
    "Time: who goes on within a term": stats.going_on,
    "Time: the share that goes on": stats.GoingOn.share,
    "Time: how soon those who go on": stats.GoingOn.quantile,
    "Ratio over workers: Student's t": stats.ratio_t,
    "Comparing: funnel": stats.funnel,
    "Comparing: funnel of means, days and costs": stats.estimate_funnel,
    "Comparing: funnel as peers draw it": stats.peer_funnel,
    "Comparing: ranks": stats.rank_sets,
    "Comparing: two courses": stats.drift,
    "Comparing: groups of equal size": stats.quantile_groups,
    "Comparing: expected with these clients": stats.expected_logistic,
    "Comparing: many at once": stats.benjamini_hochberg,
    "Over the quarters: single values": stats.xmr,
    "Over the quarters: shares": stats.p_chart,
    "Over the quarters: shares of many cases": stats.laney_p,
    "Over the quarters: rates": stats.u_chart,
    "Over the quarters: rates of many events": stats.laney_u,
    "Over the quarters: numbers": stats.c_chart,
    "Over the quarters: the four rules": stats.signals,
    "Over the quarters: variation": stats.variation,
    "Over the quarters: assurance": stats.assurance,
    "Over the quarters: a known change": stats.interrupted_series,
}
OPENING = """\
How every figure is made. This page and those it points at are generated from `config/`, the
contracts and the docstrings by `python -m ketenkpi.methods`; do not edit them. Every text
stands in Dutch in the same definition; sources are named in the language they are written in.

## Rules for all figures

- Counts are made at the lowest level (Werkplein, quarter, regeling, doelgroep), then added,
  and divided last. A share, mean or median is never averaged.
- A figure has a value with an interval, or a reason why there is none. Missing, zero and
  not delivered are three different answers: zero means that files came and held no case.
- Intervals are 95 % unless another level is asked. They speak of chance, not of late or
  wrong registration.
- A number of events has an exact Poisson interval although all events were counted. It says
  which numbers the same Werkplein, working the same way, could have seen in that quarter.
- A stock and a sum of money are full counts, and so is what is divided of them (benefits per
  fte, vacancies per benefit). They have no interval, because nothing was sampled and a
  stock is not made of independent events; an interval of zero width would claim a
  certainty that late processing does not give. The scores of the cooperation scan are full
  counts too: partners answered for themselves, and no sample was drawn of them.
- A time is computed with the cases that still run (Kaplan-Meier). Beside it stands the
  figure of closed cases only, which is easier to compute and too short.
- Below the minimum number of observations there is no figure. The minimum stands with each
  indicator and is set in its definition.
- A total says how many Werkplein-quarters were not delivered (`undelivered`) and of how many
  the quarter was not over on the last day seen (`incomplete`).
- An aggregate delivery (`stand_stroom`) gives inflow, outflow and stock where there are no
  case files. Where there are both, the case files count; where partners deliver apart, that
  holds for each partner, and totals of one come on top of the case files of another. The
  number of people and the tension indicator, which need the cases of everybody, then have
  no value.

The indicators stand under the six result areas of article 2.2 of the Besluit SUWI.
"""


def pages(indicators: Mapping[str, Indicator] | None = None) -> Mapping[str, str]:
    """Every page by its path below `docs/`; of the indicators of the library when None."""
    known = indicators or shipped_indicators()
    worked = load_worked()
    general = {"norms": _norms, "estimators": _estimators}
    general |= {"signals": _signals, "dictionary": _dictionary}
    return {
        INDEX: _page("# Methods", OPENING, *_index(known)),
        **{
            f"{PAGES}/{key}.md": _page(*_indicator(each, worked.get(key)))
            for key, each in known.items()
        },
        **{f"{PAGES}/general/{name}.md": _page(*made()) for name, made in general.items()},
    }


def _page(*parts: str) -> str:
    return "\n\n".join(part.strip("\n") for part in parts) + "\n"


def _index(known: Mapping[str, Indicator]) -> Iterator[str]:
    yield "## What holds for many indicators"
    yield "\n".join(f"- [{title}]({PAGES}/general/{name}.md)" for name, title in GENERAL.items())
    for area in sorted({indicator.result_area for indicator in known.values()}):
        yield f"## Result area {area}: {say(f'indicators.area_{area}', 'en')}"
        yield "\n".join(_line(each) for each in known.values() if each.result_area == area)


def _line(each: Indicator) -> str:
    name = f"{each.name.nl} / {each.name.en}"
    return f"- [{name}]({PAGES}/{each.key}.md) `{each.key}`: {each.question.en}"


def _indicator(indicator: Indicator, worked: Worked | None) -> Iterator[str]:
    with reading("en"):
        told = [_field(each) for each in definition(indicator).items]
    yield f"# {indicator.name.nl} / {indicator.name.en}"
    yield f"`{indicator.key}`, version {indicator.version}."
    yield "\n".join(told)
    if worked is not None:
        yield (
            "## Worked example\n\nDone by hand, in Dutch; a test computes it from the same rows. "
            "Empty cells are missing."
        )
        yield worked.text
    yield f"[All indicators](../{INDEX})"


def _field(item: Bullet) -> str:
    return f"- **{in_words(item.of)}.** {' '.join(map(_linked, item.lines))}"


def _linked(said: Said) -> str:
    """What is said, other indicators with a way to their pages."""
    match said:
        case Listed():
            return ", ".join(map(_linked, said.of))
        case Linked():
            return f"[{in_words(said.of)}]({said.query['indicator']}.md)"
        case _:
            return in_words(said)


def _norms() -> Iterator[str]:
    yield (
        "# Norms\n\nA norm measures cases that start in a quarter in which it was in force. "
        "The rules stand by step of the chain, whichever law they come from."
    )
    steps = load_steps()
    for norm in load_norms().values():
        yield _norm(norm, steps[norm.step])
    rows = [f"| {h.days} | {h.name.nl} / {h.name.en} | {h.source} |" for h in _horizons()]
    yield "\n".join(["## Horizons\n", "| days | | why so many |", "|---|---|---|", *rows])


def _horizons() -> list[Horizon]:
    return sorted(load_horizons().values(), key=lambda horizon: horizon.days)


def _norm(norm: Norm, step: Text) -> str:
    term = f"At most {norm.days} days" if norm.days is not None else "No term in days"
    binds = " and ".join(say(f"indicators.addressee_{each}", "en") for each in norm.addressees)
    measured = (
        f"Measured by [{norm.indicator}](../{norm.indicator}.md)."
        if norm.gap is None
        else norm.gap.en
    )
    return (
        f"## {norm.name.nl} / {norm.name.en}\n\n"
        f"`{norm.key}`, {step.en}: {norm.rule}, {norm.article}. {term}, for {_shares(norm)}; "
        f"it binds {binds}. {_validity(norm)}\n\n"
        f"{measured} {norm.note.en}\n\n**Source.** {norm.source}."
    )


def _shares(norm: Norm) -> str:
    found = (f"at least {each.share:.0%} of cases from {each.first} to {each.last}"
             for each in norm.shares)  # fmt: skip
    return ", ".join(found) or "every case"


def _validity(norm: Norm) -> str:
    if norm.certainty == "to_check":
        return "To be checked: nobody read its text, so it is not shown as law."
    if not norm.entered_into_force:
        return "It never entered into force."
    since = norm.valid_from or f"a day that was not found (text of {norm.text_of})"
    return f"In force from {since} until {norm.valid_to or 'no end found'}."


def _estimators() -> Iterator[str]:
    yield (
        "# Estimators\n\nThe docstrings of `ketenkpi.stats`. "
        "Each is tested against the figures of R or another peer."
    )
    for title, function in ESTIMATORS.items():
        yield f"## {title}\n\n{inspect.getdoc(function)}"


def _signals() -> Iterator[str]:
    module = inspect.getmodule(comparison.signals)
    yield f"# Signals\n\n{inspect.getdoc(module)}"
    yield f"## The table of tests\n\n{inspect.getdoc(comparison.signals)}"


def _dictionary() -> Iterator[str]:
    yield (
        "# Data dictionary\n\nWhat may stand in each column of an upload, from `config/contracts/`."
    )
    for contract in load_contracts().values():
        head = ["| column | required | what may stand there | meaning |", "|---|---|---|---|"]
        body = [_row(entry) for entry in entries(contract)]
        yield "\n".join([f"## {contract.name.nl} / {contract.name.en}\n", *head, *body])


def _row(entry: DictionaryEntry) -> str:
    required = "yes" if entry.required else "no"
    cells = (f"`{entry.column}`", required, entry.allowed.en, entry.meaning.en)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def write(folder: Path = DOCS, indicators: Mapping[str, Indicator] | None = None) -> None:
    """Write every page below `folder`, and take away those of indicators that are gone."""
    made = pages(indicators)
    for name, text in made.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    for name in present(folder) - set(made):
        (folder / name).unlink()


def present(folder: Path = DOCS) -> set[str]:
    """The pages that stand below `folder`, by their paths as in `pages`."""
    found = [folder / INDEX, *(folder / PAGES).rglob("*.md")]
    return {file.relative_to(folder).as_posix() for file in found if file.exists()}


if __name__ == "__main__":
    write()
    if load_indicators() != shipped_indicators():
        # Of an installation with indicators of its own, beside those.
        write(own_folder().parent, load_indicators())
