"""A file and a contract -> how the one could fill the other, with what is open.

The library call behind `ketenkpi profile`; a page draws the same proposal.
Nothing is stored and nothing is guessed in silence: what is taken over has a
reason, and what only who knows the file can say is asked.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl

from ketenkpi.contracts.cell import UNDECIDED, Absent, Doubt, Fault, Manner
from ketenkpi.contracts.contract import Contract, ContractColumn, find_contract
from ketenkpi.contracts.days import DateKind
from ketenkpi.contracts.dialect import name_key
from ketenkpi.contracts.findings import Collector, shorten
from ketenkpi.contracts.intake import ANYHOW, Blocked, Wanted
from ketenkpi.contracts.kinds import ChoiceKind, NumberKind, PlaceKind, TextKind
from ketenkpi.contracts.profile.cell_read import doubts, manner_of, read_cell
from ketenkpi.contracts.profile.codes_matched import CodeMatcher
from ketenkpi.contracts.profile.columns_matched import MOST, Lead, Matcher, tidied
from ketenkpi.contracts.profile.definition import load_profiles
from ketenkpi.contracts.profile.mapping import (
    ROW,
    Constant,
    ContractMapping,
    Filling,
    FromColumn,
    Given,
    RowId,
    Unpivot,
)
from ketenkpi.contracts.profile.proposal import (
    EMPTY,
    NOT_THERE,
    PER_DELIVERY,
    ROW_NUMBER,
    CodeMatch,
    ColumnMatch,
    Open,
    ProfileProposal,
    ProfileReason,
)
from ketenkpi.contracts.profile.said import YES_NO, ProfileSaid
from ketenkpi.contracts.profile.seen import Seen, Unclear, look
from ketenkpi.contracts.profile.synonyms import synonyms_of
from ketenkpi.contracts.questions import WORDS, Answers, Question
from ketenkpi.contracts.row_rules import AtLeastOne, EmptyExactlyWhen
from ketenkpi.errors import UsageError
from ketenkpi.settings import Settings

SHOWN = 10
# Two names of columns mean the same one with equal right: then it is asked.
AS_GOOD = 0.9
LONGEST_SERIES = 64
HERE = Manner(day_order="dmj")


def propose(
    source: Path,
    contract: str,
    *,
    answers: Mapping[str, str] | None = None,
    wanted: Wanted = ANYHOW,
    settings: Settings | None = None,
) -> ProfileProposal:
    """How a CSV, workbook or JSON file could fill a contract.

    answers: by the name of what is open, such as kolom:instroom=Startdatum,
    waarde:reden_uitstroom:03=werk, vast:regeling=PW, or a question of reading.
    A file that cannot be read, or that holds persons, has `findings` that say so
    and nothing else. Raises UsageError for an unknown contract, an answer to
    what is never asked, or one that cannot be.
    """
    settings = settings or Settings.load()
    asked = find_contract(contract)
    given = ProfileSaid.of(asked, answers or {})
    found = Collector(settings.limits.findings_listed_per_rule)
    empty = ProfileProposal(asked.key, "csv", given.wanted(wanted))
    with tempfile.TemporaryDirectory(prefix="ketenkpi-profile-") as folder:
        try:
            seen = look(
                source,
                asked,
                _known(asked, given),
                wanted=given.wanted(wanted),
                answers=Answers(given.reading),
                settings=settings,
                staging=Path(folder),
                found=found,
            )
        except Blocked as stop:
            found.add(stop.finding)
            seen = None
        except Unclear as unclear:
            return replace(empty, open=(_about_the_file(unclear.question),))
        if seen is None:
            return replace(empty, findings=found.findings())
        proposal = _Maker(asked, seen, given).proposal()
        return replace(proposal, wanted=given.wanted(wanted), findings=found.findings())


def _known(contract: Contract, given: ProfileSaid) -> frozenset[str]:
    """The names by which the row of the header is found."""
    former = [
        source
        for profile in load_profiles().values()
        if contract.key in profile.mappings
        for source in profile.mappings[contract.key].sources
    ]
    return frozenset((*synonyms_of(contract), *former, *given.columns.values()))


def _about_the_file(question: Question | tuple[str, tuple[str, ...]]) -> Open:
    if isinstance(question, Question):
        return Open(question.name, ProfileReason("read"), question.answers, True, question)
    name, answers = question
    return Open(name, ProfileReason(f"ask_{name}"), answers, True)


class _Maker:
    """One proposal in the making."""

    def __init__(self, contract: Contract, seen: Seen, given: ProfileSaid) -> None:
        self.contract = contract
        self.seen = seen
        self.given = given
        self.matcher = Matcher(contract, seen)
        self.fillings: dict[str, Filling] = {}
        self.matches: dict[str, ColumnMatch] = {}
        self.open: dict[str, Open] = {}
        self.manners: dict[str, Manner] = {}

    def proposal(self) -> ProfileProposal:
        self._answered()
        self._matched()
        wide = self._wide()
        self._asked(wide)
        for column in self.contract.columns:
            if column.name in self.matches:
                self._fill(column, self.matches[column.name])
        mapping = ContractMapping(self.fillings, None, self._per_case(), None, wide)
        used = set(mapping.sources)
        return ProfileProposal(
            contract=self.contract.key,
            format=self.seen.format,
            records=self.seen.records,
            header=self.seen.header,
            rows=self.seen.rows,
            matches=tuple(self.matches[n] for n in self.contract.names if n in self.matches),
            mapping=mapping,
            open=tuple(sorted(self.open.values(), key=lambda one: not one.required)),
            unused=tuple(name for name in self.seen.header if name not in used),
            no_persons=self.seen.no_persons,
            shown=tuple(self._shown(mapping)),
            answers={k: v for k, v in self.given.reading.items() if k not in ("blad", "lijst")},
        )

    def _answered(self) -> None:
        """What was said goes before all that is found."""
        for name, text in self.given.constants.items():
            self.fillings[name] = Constant(text)
            self.matches[name] = ColumnMatch(
                name, None, ProfileReason("constant", {"text": text}), "sure"
            )
        for name, answer in self.given.columns.items():
            match answer:
                case value if value == NOT_THERE:
                    self.matches[name] = ColumnMatch(name, None, ProfileReason("not_there"), "sure")
                case value if value == PER_DELIVERY:
                    self.fillings[name] = Given()
                    self.matches[name] = ColumnMatch(
                        name, None, ProfileReason("per_delivery"), "sure"
                    )
                case value if value == ROW_NUMBER:
                    self.fillings[name] = RowId("R")
                    self.matches[name] = ColumnMatch(
                        name, None, ProfileReason("row_number"), "sure"
                    )
                case _:
                    source = self._source(answer)
                    self.matches[name] = self.matcher.match(
                        name, source, ProfileReason("answered"), "sure"
                    )

    def _source(self, answer: str) -> str:
        for name in self.seen.header:
            if answer == name or name_key(answer) == name_key(name):
                return name
        known = ", ".join(self.seen.header)
        raise UsageError("profiles.no_such_source", name=answer, known=known)

    def _matched(self) -> None:
        """The best lead for each column; two that are as good are asked about."""
        taken = {match.source for match in self.matches.values() if match.source}
        leads = sorted(
            self.matcher.leads(),
            key=lambda one: (-one.score, not self._looks_like(one.column, one.source)),
        )
        for lead in leads:
            if lead.column in self.matches or lead.column in self._asked_columns:
                continue
            if lead.source in taken:
                continue
            rivals = self._rivals(lead, [r for r in leads if r.source not in taken])
            if rivals or lead.certainty == "open":
                self._ask(lead.column, lead.reason if not rivals else None, [lead, *rivals])
                continue
            taken.add(lead.source)
            match = self.matcher.match(lead.column, lead.source, lead.reason, lead.certainty)
            self.matches[lead.column] = match

    @property
    def _asked_columns(self) -> set[str]:
        return {name.partition(":")[2] for name in self.open if name.startswith("kolom:")}

    def _rivals(self, lead: Lead, leads: list[Lead]) -> list[Lead]:
        """Other columns of the file that are this one with the same right.

        A column with the very name needs none; a code that looks like the example
        goes before a name that does not.
        """
        if lead.score == 1.0 or lead.certainty == "open":
            return []
        same = [
            one
            for one in leads
            if one.column == lead.column
            and one.source != lead.source
            and (one.score >= AS_GOOD) == (lead.score >= AS_GOOD)
            and one.certainty == lead.certainty
        ]
        looks = [one for one in (lead, *same) if self._looks_like(lead.column, one.source)]
        return [] if looks == [lead] else same

    def _ask(self, name: str, reason: ProfileReason | None, leads: list[Lead]) -> None:
        column = self.contract.column(name)
        sources = tuple(dict.fromkeys(lead.source for lead in leads))
        if isinstance(column.kind, DateKind):
            sources = tuple(self._by_order(column, list(sources)))
        params = {"column": name, "meaning": "", "sources": ", ".join(sources)}
        asked = ProfileReason("ask_which" if reason is None else "ask_differ", params)
        answers = (*sources, *(() if column.required else (NOT_THERE,)))
        self.open[f"kolom:{name}"] = Open(f"kolom:{name}", asked, answers, True)

    def _wide(self) -> Unpivot | None:
        """Every column of figures as a series, for a contract that holds series.

        Such a contract is known by its rule that a figure is empty exactly when a
        status says so, and by the name of the series that every row needs.
        """
        rule = next((r for r in self.contract.rules if isinstance(r, EmptyExactlyWhen)), None)
        if rule is None or not self.contract.column(rule.when).required:
            return None
        if rule.when in self.matches or rule.empty in self.matches:
            return None
        taken = {match.source for match in self.matches.values()}
        taken |= {answer for one in self.open.values() for answer in one.answers}
        number = next(c.name for c in self.contract.columns if isinstance(c.kind, NumberKind))
        series = {
            source: name_key(source)[:LONGEST_SERIES]
            for source in self.seen.header
            if source not in taken
            and self.seen.texts(source)
            and self.matcher.fit(number, source) >= MOST
        }
        if not series or len(set(series.values())) < len(series):
            return None
        self.open.pop(f"kolom:{rule.when}", None)
        self.open.pop(f"kolom:{rule.empty}", None)
        absent = None if rule.status in self.matches else (rule.status, rule.values[0])
        return Unpivot(series, rule.when, rule.empty, absent)

    def _asked(self, wide: Unpivot | None) -> None:
        """What the contract cannot do without and nothing fills."""
        filled = {*self.matches, *(wide.filled if wide else ())}
        for column in self.contract.columns:
            missing = column.name not in filled or self._is_left_out(column.name)
            if column.required and missing:
                self._ask_needed(column, required=True)
        for rule in self.contract.rules:
            if isinstance(rule, AtLeastOne) and not self._any_filled(rule.columns):
                for name in rule.columns:
                    self._ask_needed(self.contract.column(name), required=True)
        for column in self.contract.columns:
            # An end that is not read would leave everything running for ever.
            is_end = isinstance(column.kind, DateKind) and column.kind.open_end
            if is_end and column.name not in filled and self._free_days():
                self._ask_needed(column, required=True)

    def _is_left_out(self, name: str) -> bool:
        match = self.matches.get(name)
        return match is not None and match.source is None and match.reason.key == "not_there"

    def _any_filled(self, names: tuple[str, ...]) -> bool:
        return any(name in self.matches and not self._is_left_out(name) for name in names)

    def _free_days(self) -> list[str]:
        taken = {match.source for match in self.matches.values()}
        return self.matcher.dates(name for name in self.seen.header if name not in taken)

    def _ask_needed(self, column: ContractColumn, *, required: bool) -> None:
        name = f"kolom:{column.name}"
        if name in self.open:
            return
        candidates = self._candidates(column)
        answers = [*candidates]
        match column.kind:
            case TextKind(described="code") if column.name in self.contract.unique[:1]:
                answers.append(ROW_NUMBER)
            case DateKind():
                answers += [] if column.required else [NOT_THERE]
            case _:
                answers.append(PER_DELIVERY)
        params = {"column": column.name, "meaning": "", "sources": ", ".join(candidates)}
        key = "ask_needed" if candidates else "ask_nothing"
        self.open[name] = Open(name, ProfileReason(key, params), tuple(answers), required)

    def _candidates(self, column: ContractColumn) -> list[str]:
        """Columns of the file that nothing reads yet and whose texts would do, best first."""
        taken = {match.source for match in self.matches.values()}
        free = [name for name in self.seen.header if name not in taken and self.seen.texts(name)]
        match column.kind:
            case DateKind():
                return self._by_order(column, self.matcher.dates(free))
            # A place is a text too, so it comes first.
            case PlaceKind():
                return [n for n in free if self.matcher.places(n) > 0]
            case TextKind():
                unique = column.name in self.contract.unique
                return [n for n in free if not unique or self._tells_rows_apart(n)]
            case ChoiceKind():
                few = [n for n in free if self.seen.codes(n) is not None]
                return [n for n in few if self.matcher.fit(column.name, n) > 0]
            case _:
                return [n for n in free if self.matcher.fit(column.name, n) >= MOST]

    def _tells_rows_apart(self, source: str) -> bool:
        column = self.seen.sample[source].str.strip_chars()
        return column.null_count() == 0 and column.n_unique() == len(column)

    def _by_order(self, column: ContractColumn, sources: list[str]) -> list[str]:
        """Columns of days, those first that keep the order the contract expects."""
        return sorted(sources, key=lambda source: -self._in_order(column.name, source))

    def _in_order(self, name: str, source: str) -> float:
        """The share of rows in which a column would stand in the expected order with the others."""
        shares = []
        for rule in self.contract.rules:
            first, then = getattr(rule, "first", None), getattr(rule, "then", None)
            if name not in (first, then) or not (first and then):
                continue
            other = self.matches.get(then if name == first else first)
            known = [other.source] if other and other.source else self._free_days()
            for each in known:
                pair = (source, each) if name == first else (each, source)
                shares += [self._ordered(name, *pair)] if each != source else []
        return sum(shares) / len(shares) if shares else 0.5

    def _ordered(self, name: str, earlier: str, later: str) -> float:
        column = self.contract.column(name)
        pairs = self.seen.sample.select(earlier, later).drop_nulls().head(300).rows()
        # Where the order of day and month is in doubt, one order for both will do here.
        days = [(read_cell(column, a, HERE), read_cell(column, b, HERE)) for a, b in pairs]
        both = [(a, b) for a, b in days if isinstance(a, date) and isinstance(b, date)]
        return sum(a <= b for a, b in both) / len(both) if both else 0.5

    def _per_case(self) -> tuple[str, ...]:
        """The columns whose rows become one row per case; asked when the key stands there twice."""
        fillings = [self.fillings.get(name) for name in self.contract.unique]
        keys = [one.column for one in fillings if isinstance(one, FromColumn)]
        if not keys or len(keys) < len(fillings):
            return ()
        key = self.seen.frame.select(keys).drop_nulls()
        rows, cases = key.select(pl.len(), pl.struct(keys).n_unique()).collect().row(0)
        if rows == cases:
            return ()
        answer = self.given.case
        if answer is None:
            params = {"column": ", ".join(keys), "rows": rows, "cases": cases}
            self.open["per_zaak"] = Open(
                "per_zaak", ProfileReason("ask_per_case", params), YES_NO, True
            )
        return tuple(keys) if answer == "ja" else ()

    def _looks_like(self, name: str, source: str) -> bool:
        """Whether texts have digits, as the example of a code does."""
        kind, texts = self.contract.column(name).kind, self.seen.texts(source)
        if not isinstance(kind, TextKind) or not any(letter.isdigit() for letter in kind.example):
            return False
        digits = sum(any(letter.isdigit() for letter in text) for text in texts)
        return bool(texts) and digits >= MOST * len(texts)

    def _fill(self, column: ContractColumn, match: ColumnMatch) -> None:
        if match.source is None:
            return
        self._decide(column, match)
        codes = self._codes(column, match.source)
        self.matches[column.name] = replace(match, codes=codes)
        self.fillings[column.name] = FromColumn(
            match.source,
            tidy=match.tidy,
            codes={c.text: c.code for c in codes if c.code and c.code != c.text},
            empty=tuple(c.text for c in codes if c.code == ""),
        )

    def _decide(self, column: ContractColumn, match: ColumnMatch) -> None:
        """How the column is written, and what its own texts leave in doubt."""
        assert match.source is not None, "only a column of the file is written somehow"
        texts = [tidied(text, match.tidy) for text in self.seen.texts(match.source)]
        manner = manner_of(column, texts, Answers(self.given.reading))
        self.manners[column.name] = manner
        for about, text in doubts(column, texts, manner).items():
            name = f"{about}:{column.name}"
            params = {"source": match.source, "text": shorten(text)}
            self.open[name] = Open(name, ProfileReason(f"ask_{about}", params), WORDS[about], True)

    def _codes(self, column: ContractColumn, source: str) -> tuple[CodeMatch, ...]:
        if not isinstance(column.kind, ChoiceKind):
            return ()
        texts = self.seen.codes(source)
        if texts is None:
            params = {"column": column.name, "source": source}
            name = f"kolom:{column.name}"
            self.open[name] = Open(name, ProfileReason("ask_too_many", params), (NOT_THERE,), True)
            return ()
        matcher = CodeMatcher(self.contract.key, column, source)
        matched = tuple(self._said(column.name, code) for code in matcher.matches(texts))
        for code in matched:
            if code.certainty == "open":
                name = f"waarde:{column.name}:{code.text}"
                asked = {"column": column.name, "text": shorten(code.text), "rows": code.rows}
                answers = (*matcher.offered(code.text), *(() if column.required else (EMPTY,)))
                self.open[name] = Open(name, ProfileReason("ask_code", asked), answers, True)
        return matched

    def _said(self, column: str, code: CodeMatch) -> CodeMatch:
        answer = self.given.codes.get((column, code.text))
        if answer is None:
            return code
        meant = "" if answer == EMPTY else answer
        return CodeMatch(code.text, meant, ProfileReason("answered"), "sure", code.rows)

    def _shown(self, mapping: ContractMapping) -> Iterator[Mapping[str, tuple[str, bool]]]:
        """The first rows as they would be read; a text that would be refused as it stands."""
        frame = self.seen.frame.head(SHOWN)
        rows = mapping.rows(frame, self.contract.names, ()).head(SHOWN).collect()
        wide = mapping.unpivot.filled if mapping.unpivot else ()
        names = [n for n in self.contract.names if n in mapping.columns or n in wide]
        for row in rows.drop(ROW).select(pl.col(names)).iter_rows(named=True):
            yield {name: self._cell(name, row[name]) for name in names}

    def _cell(self, name: str, text: str | None) -> tuple[str, bool]:
        column = self.contract.column(name)
        value = read_cell(column, text, self.manners.get(name, UNDECIDED))
        if isinstance(value, Fault | Doubt):
            return shorten(text), False
        if value is None or isinstance(value, Absent):
            return "", True
        return shorten(column.kind.write(value)), True
