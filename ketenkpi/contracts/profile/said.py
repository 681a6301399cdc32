"""What was answered about a proposed profile, by kind and checked against the contract."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from ketenkpi.contracts.contract import Contract, ContractColumn
from ketenkpi.contracts.intake import Wanted
from ketenkpi.contracts.profile.cell_read import accepts
from ketenkpi.contracts.profile.proposal import ASKED_HERE, EMPTY
from ketenkpi.contracts.questions import READING_KEYS
from ketenkpi.errors import UsageError

YES_NO = ("ja", "nee")


@dataclass(frozen=True)
class ProfileSaid:
    """What was answered, by kind; checked against the contract."""

    columns: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[tuple[str, str], str] = field(default_factory=dict)
    reading: Mapping[str, str] = field(default_factory=dict)
    header_line: int | None = None
    case: str | None = None

    @classmethod
    def of(cls, contract: Contract, answers: Mapping[str, str]) -> ProfileSaid:
        """The answers by kind; raises UsageError for what is never asked or cannot be."""
        columns, constants, reading = {}, {}, {}
        codes: dict[tuple[str, str], str] = {}
        line = case = None
        for name, answer in answers.items():
            key, _, subject = name.partition(":")
            match key:
                case "kolom" if subject:
                    columns[_column(contract, subject).name] = answer
                case "vast":
                    constants[_column(contract, subject).name] = answer
                    _require_accepted(contract, subject, answer)
                case "waarde":
                    column, _, text = subject.partition(":")
                    codes[(_column(contract, column).name, text)] = answer
                    if answer != EMPTY:
                        _require_accepted(contract, column, answer)
                case "kopregel":
                    line = _line(answer)
                case "per_zaak":
                    case = _yes_no(answer)
                case _ if key in READING_KEYS or key == "lijst":
                    reading[name] = answer
                case _:
                    known = ", ".join((*ASKED_HERE, *READING_KEYS))
                    raise UsageError("profiles.no_such_answer", value=name, known=known)
        return cls(columns, constants, codes, reading, line, case)

    def wanted(self, wanted: Wanted) -> Wanted:
        """How the file is to be read, with what was answered about that."""
        sheet = self.reading.get("blad") or wanted.sheet
        return replace(wanted, sheet=sheet, header_line=self.header_line or wanted.header_line)


def _column(contract: Contract, name: str) -> ContractColumn:
    if name not in contract.names:
        known = ", ".join(contract.names)
        raise UsageError("profiles.no_such_column", name=name, known=known)
    return contract.column(name)


def _require_accepted(contract: Contract, name: str, text: str) -> None:
    column = _column(contract, name)
    if not accepts(column, text):
        known = ", ".join(column.values) or column.kind.describe("nl")
        raise UsageError("profiles.answer_refused", column=name, value=text, known=known)


def _yes_no(answer: str) -> str:
    if answer not in YES_NO:
        raise UsageError("profiles.no_yes_no", value=answer)
    return answer


def _line(answer: str) -> int:
    if not (answer.isascii() and answer.isdecimal() and int(answer) > 0):
        raise UsageError("profiles.no_line", value=answer)
    return int(answer)
