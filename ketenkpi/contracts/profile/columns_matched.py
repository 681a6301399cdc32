"""Which column of a file is which of a contract: by name, by former profiles, by what stands in it.

A name that means a column (its own, a synonym, a former profile) is believed
unless the values contradict it. Values alone decide only where they can: words
of one vocabulary, places of the register, quarters. A day is a day in every
column of days, so there they only tell who may be asked about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ketenkpi.contracts.contract import Contract, ContractColumn
from ketenkpi.contracts.days import DateKind, QuarterKind
from ketenkpi.contracts.dialect import name_key
from ketenkpi.contracts.kinds import ChoiceKind, NumberKind, PlaceKind, TextKind, YesNoKind
from ketenkpi.contracts.names import is_unknown
from ketenkpi.contracts.near import in_brackets, is_scale, likeness
from ketenkpi.contracts.profile.cell_read import accepts
from ketenkpi.contracts.profile.definition import load_profiles
from ketenkpi.contracts.profile.mapping import FromColumn
from ketenkpi.contracts.profile.proposal import Certainty, ColumnMatch, ProfileReason
from ketenkpi.contracts.profile.seen import Seen
from ketenkpi.contracts.profile.synonyms import synonyms_of
from ketenkpi.register import load_register

# Shares of the distinct texts of a column. MOST: so many fit that it is what its name
# says; HALF: so few that its name is not believed; WORDS: enough words of one
# vocabulary to know a column by them, its own odd words being the rest.
MOST, HALF, WORDS = 0.9, 0.5, 0.6
# Of a name that only looks alike: above what makes a question (`near.ALIKE`), since
# here it is taken over and shown, not asked.
ALIKE = 0.84
# Distinct texts looked at to see whether a column fits.
LOOKED_AT = 300
STAMP = re.compile(r"\d{4}-\d{2}-\d{2}[ T]\d{1,2}:\d{2}.*")
WHOLE = re.compile(r"-?\d+[.,]0+")
# The one column in which gemeenten are written by their code, and may be named in a file.
AREA = "gebied"


@dataclass(frozen=True, slots=True)
class Lead:
    """A column of the file that may be one of the contract; the highest score goes first."""

    column: str
    source: str
    score: float
    reason: ProfileReason
    certainty: Certainty


@dataclass(frozen=True)
class Matcher:
    """All that is known to match the columns of one file with one contract."""

    contract: Contract
    seen: Seen

    def leads(self) -> list[Lead]:
        """Every lead, the best first; in the order of the contract where they are equal."""
        named = [
            lead
            for column in self.contract.columns
            for source in self.seen.header
            if (lead := self._by_name(column, source))
        ]
        # A name tells more than values: who is named is no candidate by values.
        taken = {lead.source for lead in named if lead.certainty != "open"}
        valued = [
            lead
            for column in self.contract.columns
            for source in self.seen.header
            if source not in taken and (lead := self._by_values(column, source))
        ]
        return sorted([*named, *valued], key=lambda lead: -lead.score)

    def match(
        self, column: str, source: str, reason: ProfileReason, certainty: Certainty
    ) -> ColumnMatch:
        """The match itself, with what tidies the texts; its codes are still to be found."""
        return ColumnMatch(column, source, reason, certainty, self._tidy(column, source))

    def dates(self, among: Iterable[str]) -> list[str]:
        """The columns among these that hold days."""
        return [source for source in among if self._all_days(source)]

    def fit(self, name: str, source: str, tidy: str | None = None) -> float:
        """Which share of the texts of a column of the file this column accepts; 1 when empty."""
        texts = self.seen.texts(source)[:LOOKED_AT]
        column = self.contract.column(name)
        accepted = sum(accepts(column, tidied(text, tidy)) for text in texts)
        return accepted / len(texts) if texts else 1.0

    def places(self, source: str) -> float:
        """Which share of the texts of a column of the file are places of the register."""
        texts = [text for text in self.seen.texts(source)[:LOOKED_AT] if not is_unknown(text)]
        return sum(_is_place(text) for text in texts) / len(texts) if texts else 0.0

    @cached_property
    def _known(self) -> Mapping[str, str]:
        return synonyms_of(self.contract)

    @cached_property
    def _former(self) -> Mapping[str, tuple[str, str]]:
        """Column of the contract and profile, by the key of a column that a profile reads."""
        found: dict[str, tuple[str, str]] = {}
        for profile in load_profiles().values():
            mapping = profile.mappings.get(self.contract.key) if profile.named_by_file else None
            for name, filling in (mapping.columns if mapping else {}).items():
                if isinstance(filling, FromColumn):
                    found[name_key(filling.column)] = (name, profile.key)
        return found

    def _by_name(self, column: ContractColumn, source: str) -> Lead | None:
        key = name_key(source)
        if key == name_key(column.name):
            return self._believed(column, source, 1.0, ProfileReason("name"), "sure")
        former, profile = self._former.get(key, ("", ""))
        if former == column.name:
            reason = ProfileReason("former", {"profile": profile})
            return self._believed(column, source, 0.97, reason, "sure")
        if self._known.get(key) == column.name:
            return self._believed(column, source, 0.95, ProfileReason("synonym"), "sure")
        # Figures in thousands are not those of the column, however much it is called so.
        if key in self._known or not key or is_scale(in_brackets(source)):
            return None
        alike = self._alike(column, key)
        if alike:
            reason = ProfileReason("alike", {"name": column.name})
            return self._believed(column, source, 0.6 + alike / 5, reason, "likely")
        return None

    def _alike(self, column: ContractColumn, key: str) -> float:
        """How much a name looks like one of this column, where it looks like no other one more."""
        best = {"": 0.0}
        for known, name in self._known.items():
            ratio = likeness(key, known)
            inside = _words(known) < _words(key) and len(known) > 3
            score = max(ratio if ratio >= ALIKE else 0.0, 0.6 + len(known) / 100 if inside else 0.0)
            best[name] = max(best.get(name, 0.0), score)
        top = max(best.values())
        return top if top and best.get(column.name) == top else 0.0

    def _believed(
        self,
        column: ContractColumn,
        source: str,
        score: float,
        reason: ProfileReason,
        certainty: Certainty,
    ) -> Lead:
        """A lead by name; open when most of the values contradict it."""
        kind, fit = column.kind, 1.0
        if isinstance(kind, DateKind | NumberKind | QuarterKind | YesNoKind):
            fit = self.fit(column.name, source, self._tidy(column.name, source))
        if fit < HALF:
            params = {"text": "", "share": round(100 * (1 - fit))}
            return Lead(
                column.name, source, score - 0.5, ProfileReason("values_differ", params), "open"
            )
        return Lead(column.name, source, score, reason, certainty)

    def _by_values(self, column: ContractColumn, source: str) -> Lead | None:
        texts = [text for text in self.seen.texts(source)[:LOOKED_AT] if not is_unknown(text)]
        if not texts:
            return None
        match column.kind:
            case ChoiceKind():
                # A word such as 'overig' stands in every list.
                telling = [text for text in texts if len(text) > 1 and not text.isdigit()]
                known = sum(accepts(column, text) for text in telling)
                share = known / len(texts)
                if share < WORDS or (known < 2 and len(texts) > 1) or self._shared(column, telling):
                    return None
                reason = ProfileReason("words", {"known": known, "count": len(texts)})
                return Lead(column.name, source, 0.4 + share / 10, reason, "likely")
            case PlaceKind():
                if self.places(source) < MOST:
                    return None
                return Lead(column.name, source, 0.45, ProfileReason("places"), "likely")
            case QuarterKind():
                if any(not accepts(column, text) for text in texts):
                    return None
                return Lead(column.name, source, 0.45, ProfileReason("quarters"), "likely")
            case _:
                return None

    def _shared(self, column: ContractColumn, texts: Sequence[str]) -> bool:
        """Whether another list of this contract knows these words as well."""
        own = sum(accepts(column, text) for text in texts)
        return any(
            sum(accepts(other, text) for text in texts) >= own
            for other in self.contract.columns
            if other.name != column.name and isinstance(other.kind, ChoiceKind)
        )

    def _all_days(self, source: str) -> bool:
        column = next((c for c in self.contract.columns if isinstance(c.kind, DateKind)), None)
        if column is None or not self.seen.texts(source):
            return False
        # Eight digits may be a number; only a column of days alone is one.
        return self.fit(column.name, source, self._tidy(column.name, source)) >= MOST

    def _tidy(self, name: str, source: str) -> str | None:
        """What makes the texts of a column fit better, None when nothing is needed."""
        column, texts = self.contract.column(name), self.seen.texts(source)[:LOOKED_AT]
        match column.kind:
            case DateKind() if self._needs(column, texts, "timestamp"):
                return "timestamp"
            case NumberKind(whole=True) if self._needs(column, texts, "whole_number"):
                return "whole_number"
            case TextKind() if name == AREA and self._of_gemeenten(texts):
                return "gemeente_code"
            case _:
                return None

    def _needs(self, column: ContractColumn, texts: Sequence[str], tidy: str) -> bool:
        """Whether texts that are refused are taken once they are tidied."""
        refused = [text for text in texts if not accepts(column, text)]
        mended = sum(accepts(column, tidied(text, tidy)) for text in refused)
        return bool(refused) and mended >= HALF * len(refused)

    def _of_gemeenten(self, texts: Sequence[str]) -> bool:
        names = [text for text in texts if not any(letter.isdigit() for letter in text)]
        known = sum(_is_place(text.removesuffix(" (gemeente)")) for text in names)
        return bool(names) and known >= HALF * len(texts)


def tidied(text: str, tidy: str | None) -> str:
    """One text as the profile's way to tidy makes it, for looking at it."""
    if tidy == "timestamp" and STAMP.fullmatch(text):
        return text[:10]
    if tidy == "whole_number" and WHOLE.fullmatch(text):
        return re.split("[.,]", text)[0]
    return text


def _words(key: str) -> frozenset[str]:
    return frozenset(key.split("_"))


def _is_place(text: str) -> bool:
    register = load_register()
    if text.isdigit():
        return False
    return register.key_of(text) is not None or register.gemeente_code(text) is not None
