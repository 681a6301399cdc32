"""What an upload asks, on the screen and as data: each with its answers and how to give one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ketenkpi.cli.screen import Screen
from ketenkpi.wording import say

if TYPE_CHECKING:
    from ketenkpi.contracts import Findings
    from ketenkpi.store import Question


# How columns are written, which is often the same of all that one program wrote.
OF_COLUMNS = ("dagvolgorde", "decimaalteken", "streepje")


def told(findings: Findings) -> Findings:
    """The findings without the questions among them, which are shown by themselves."""
    from ketenkpi.contracts import Findings

    return Findings(
        tuple(total for total in findings.totals if total.level != "vraag"),
        tuple(finding for finding in findings.listed if finding.level != "vraag"),
    )


def show_questions(
    questions: Sequence[Question],
    answered: Mapping[str, str],
    screen: Screen,
    told: str = "asks_all",
) -> None:
    """Print every question: the sentence, why it is asked, the answers, and the option.

    told: the sentence of `cli` that says what to do with them all.
    """
    for question in questions:
        finding = question.finding()
        level = say("contracts.level_vraag", screen.language).upper()
        screen.show(f"\n{level}: {question.sentence(screen.language)}")
        given = answered.get(question.name, answered.get(question.key))
        if given is not None:
            screen.show(f"  {screen.say('answer_unfit', answer=given)}")
        for line in (question.why(screen.language), *_answers(question, screen)):
            screen.show(f"  {line}")
        if question.open or not question.answers:
            screen.show(f"  {screen.say('remedy', text=finding.remedy(screen.language))}")
    screen.tell(told, count=len(questions))
    keys: list[str] = [question.key for question in questions]
    if keys.count("werkplein") > 1:
        screen.tell("asks_all_new")
    for key in OF_COLUMNS:
        if keys.count(key) > 1:
            (first, *_) = (question.answers[0] for question in questions if question.key == key)
            screen.tell("asks_all_alike", name=key, answer=first)


def _answers(question: Question, screen: Screen) -> list[str]:
    return [
        f'--antwoord "{question.name}={answer}"  {question.label(answer, screen.language)}'
        for answer in question.answers
    ]


def questions_data(questions: Sequence[Question], screen: Screen) -> list[dict[str, Any]]:
    """The questions for `--json`: the same file with `answer` filled in answers them."""
    return [
        {
            "name": question.name,
            "key": question.key,
            "subject": question.subject,
            "sentence": question.sentence(screen.language),
            "answers": list(question.answers),
            "open": question.open,
            "cases": list(question.cases),
            "answer": None,
        }
        for question in questions
    ]
