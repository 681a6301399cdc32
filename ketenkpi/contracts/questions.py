"""What only the uploader can answer, with the answers there are. Nothing is stored before.

A question is made once; a page draws its answers as buttons and the command
line names the option that gives them. It is a finding of its own level too, so
that lists and reports hold it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from ketenkpi.contracts.contract import find_contract
from ketenkpi.contracts.findings import Finding, Findings, Total
from ketenkpi.contracts.partner_names import partner_name
from ketenkpi.wording import Language, say

# How a file is to be read; its answers are kept for the next file of this source.
ReadingKey = Literal[
    "blad",
    "kolom",
    "dagvolgorde",
    "decimaalteken",
    "streepje",
    "totaalrijen",
    "korte_regels",
    "geen_bsn",
]
# Which source a file is of, and what it means for what is stored.
StoringKey = Literal[
    "werkplein",
    "partner",
    "rol",
    "periode",
    "verhuisd",
    "neemt_over",
    "plaats",
    "leeg",
    "voorloopnullen",
]
QuestionKey = ReadingKey | StoringKey
READING_KEYS: tuple[str, ...] = get_args(ReadingKey)
QUESTION_KEYS: tuple[str, ...] = (*READING_KEYS, *get_args(StoringKey))
# Numbers of cases that stand with a question: enough to recognise them.
CASES_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to be answered: `answers` are the ones with a button, in their order.

    variant: which sentence of its key it takes, '' for the usual one. subject:
    what it is about (a name as written, a place), '' when it is about the file.
    open: another answer than these may be given too. params fill the sentence;
    cases are the numbers it is about, the first few.
    """

    key: QuestionKey
    subject: str = ""
    answers: tuple[str, ...] = ()
    open: bool = False
    params: Mapping[str, object] = field(default_factory=dict)
    cases: tuple[str, ...] = ()
    variant: str = ""

    @property
    def _rule(self) -> str:
        return f"vraag_{self.key}_{self.variant}" if self.variant else f"vraag_{self.key}"

    @property
    def name(self) -> str:
        """What an answer to it is given under: 'werkplein:Apeldorn', or 'partner'."""
        return f"{self.key}:{self.subject}" if self.subject else self.key

    def sentence(self, language: Language) -> str:
        """The question itself."""
        return say(f"contracts.{self._rule}", language, **self._named(language))

    def why(self, language: Language) -> str:
        """What depends on it."""
        return say(f"contracts.{self._rule}_expected", language, **self._named(language))

    def label(self, answer: str, language: Language) -> str:
        """An answer in words; one that is a name is its own label."""
        if answer in WORDS.get(self.key, ()):
            return say(f"store.answer_{self.key}_{answer}", language)
        if self.key == "kolom":
            return say("store.answer_kolom_ja", language, answer=answer)
        return partner_name(answer, language) if self.key == "partner" else answer

    def finding(self) -> Finding:
        """The question as a finding of level 'vraag'."""
        return Finding(
            "bestanden",
            "vraag",
            self._rule,
            column="werkplein" if self.key in ("werkplein", "verhuisd") else None,
            value=self.subject,
            params=self._filled(),
        )

    def _named(self, language: Language) -> dict[str, object]:
        """What fills the sentences, with names for codes."""
        filled = self._filled()
        if "contract" in self.params:
            filled["contract"] = find_contract(str(self.params["contract"])).name.in_(language)
        if self.key == "neemt_over":
            filled["partner"] = partner_name(str(self.params["partner"]), language)
        return filled

    def _filled(self) -> dict[str, object]:
        given = self.answers[0] if self.answers else "..."
        return {
            "value": self.subject,
            "name": self.name,
            "answers": ", ".join(self.answers) or "...",
            "example": f'--antwoord "{self.name}={given}"',
            "cases": ", ".join(self.cases),
            **self.params,
        }


# The answers that are words of ours; every other answer is a name or a code.
WORDS: Mapping[str, tuple[str, ...]] = {
    "werkplein": ("nieuw",),
    "partner": ("samen", "uwv", "gemeente"),
    "rol": ("gemeente", "sociale_dienst", "uwv"),
    "verhuisd": ("ja", "nee"),
    "neemt_over": ("zelfde", "eigen", "alle", "geen"),
    "leeg": ("nul", "ontbreekt"),
    "kolom": ("niet",),
    "dagvolgorde": ("dmj", "mdj"),
    "decimaalteken": ("komma", "punt"),
    "streepje": ("nul", "ontbreekt"),
    "totaalrijen": ("totaal", "eigen"),
    "korte_regels": ("ja", "nee"),
    "voorloopnullen": ("zelfde", "ander"),
    "geen_bsn": ("ja",),
}


def asked(questions: Iterable[Question]) -> Findings:
    """The questions as findings, each its own total."""
    found = tuple(question.finding() for question in questions)
    rules: dict[tuple[str, str | None], int] = {}
    for one in found:
        rules[one.rule, one.column] = rules.get((one.rule, one.column), 0) + 1
    totals = tuple(
        Total("bestanden", "vraag", rule, column, count) for (rule, column), count in rules.items()
    )
    return Findings(totals, found)


@dataclass(frozen=True, slots=True)
class Answers:
    """What the uploader answered: by the name of a question, or by its key for all of a kind."""

    given: Mapping[str, str] = field(default_factory=dict)

    def to(self, key: QuestionKey, subject: str = "") -> str | None:
        """The answer to one question, None when it was not given."""
        exact = self.given.get(f"{key}:{subject}" if subject else key)
        return exact if exact is not None else self.given.get(key)


NOT_ANSWERED = Answers()
