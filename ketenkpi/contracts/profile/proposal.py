"""What `propose` finds: which column of a file is which of a contract, why, and what is open.

Frozen and without language; a reason or a question becomes a sentence only when
it is shown. The command line and a page draw the same proposal.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from ketenkpi.contracts.contract import find_contract
from ketenkpi.contracts.findings import Findings
from ketenkpi.contracts.intake import ANYHOW, Wanted
from ketenkpi.contracts.profile.mapping import ContractMapping
from ketenkpi.contracts.questions import Question
from ketenkpi.wording import Language, say

Certainty = Literal["sure", "likely", "open"]
CERTAINTIES: tuple[Certainty, ...] = get_args(Certainty)
# What can be answered here, beside the questions that reading itself asks:
# kolom:<column>=<column of the file>, vast:<column>=<text for every row>,
# waarde:<column>:<text in the file>=<value of the contract>, lijst=<list in a JSON file>,
# kopregel=<row of the header>, per_zaak=ja when all rows of one case become one.
ASKED_HERE = ("kolom", "vast", "waarde", "lijst", "kopregel", "per_zaak")
# Answers that are no name of a column or value.
NOT_THERE, PER_DELIVERY, ROW_NUMBER, EMPTY = "niet", "opgeven", "volgnummer", "leeg"


@dataclass(frozen=True, slots=True)
class ProfileReason:
    """Why something is thought: `profiles.why_<key>` with `params`."""

    key: str
    params: Mapping[str, object] = field(default_factory=dict)

    def say(self, language: Language) -> str:
        """The reason in words."""
        return say(f"profiles.why_{self.key}", language, **self.params)


@dataclass(frozen=True, slots=True)
class CodeMatch:
    """What a text of the file means in a column: `code` None while open, '' when it means empty.

    `rows`: in how many rows it stands.
    """

    text: str
    code: str | None
    reason: ProfileReason
    certainty: Certainty
    rows: int

    def __post_init__(self) -> None:
        if (self.code is None) != (self.certainty == "open"):
            raise ValueError("a code is open exactly when nothing says what it means")


@dataclass(frozen=True, slots=True)
class ColumnMatch:
    """How one column of the contract is filled; `source` None when no column of the file does it.

    `codes` are the texts of the file in a column with a fixed list of values.
    """

    column: str
    source: str | None
    reason: ProfileReason
    certainty: Certainty
    tidy: str | None = None
    codes: tuple[CodeMatch, ...] = ()


@dataclass(frozen=True, slots=True)
class Open:
    """One thing that only who knows the file can answer; `answers` are the likely ones, best first.

    name: what an answer is given under. required: without it no profile can be written.
    question: the one that reading itself asks about the file.
    """

    name: str
    reason: ProfileReason
    answers: tuple[str, ...]
    required: bool
    question: Question | None = None

    def say(self, language: Language) -> str:
        """The question, as reading asks it where it is one of those."""
        return self.question.sentence(language) if self.question else self.reason.say(language)


@dataclass(frozen=True)
class ProfileProposal:
    """How a file could fill a contract. `findings` that stop it leave nothing else to see.

    mapping: as far as it is known; None when a required column is still open.
    unused: columns of the file that nothing reads. shown: the first rows as they
    would be read, by column; a text that would be refused has `(text, False)`.
    answers: those to the questions of reading, which go into the profile.
    """

    contract: str
    format: str
    wanted: Wanted = ANYHOW
    records: str = ""
    header: tuple[str, ...] = ()
    rows: int = 0
    matches: tuple[ColumnMatch, ...] = ()
    mapping: ContractMapping | None = None
    open: tuple[Open, ...] = ()
    unused: tuple[str, ...] = ()
    no_persons: tuple[str, ...] = ()
    shown: tuple[Mapping[str, tuple[str, bool]], ...] = ()
    answers: Mapping[str, str] = field(default_factory=dict)
    findings: Findings = field(default_factory=Findings)

    @property
    def complete(self) -> bool:
        """Whether a profile can be written."""
        return not self.findings.blocked and not any(one.required for one in self.open)

    @property
    def missing(self) -> tuple[str, ...]:
        """The columns of the contract that the file does not fill."""
        filled = self.mapping.columns if self.mapping else {}
        wide = self.mapping.unpivot.filled if self.mapping and self.mapping.unpivot else ()
        return tuple(n for n in find_contract(self.contract).names if n not in (*filled, *wide))
