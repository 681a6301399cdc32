"""Partners, marks and figures of the cooperation model as a reader names them."""

from __future__ import annotations

from collections.abc import Iterable

from dashboard import formats
from dashboard.words import say
from ketenkpi.cooperation import Answer, Figure
from ketenkpi.research_model import load_scan
from ketenkpi.wording import Language
from ketenkpi.wording import say as library_say

# Of a missing answer the mark that stands in a table; the reason stands in words elsewhere.
SHORT = {
    "cooperation.reason_no_scan": "no_scan",
    "cooperation.reason_not_answered": "not_answered",
    "cooperation.reason_nvt": "nvt",
    "cooperation.reason_weet_niet": "weet_niet",
}


def party(key: str, language: Language) -> str:
    """'UWV', 'gemeente' or 'samen'."""
    return say(f"samenwerking.party_{key}", language)


def spoken(key: str, language: Language) -> str:
    """The same in a sentence: 'de gemeente'."""
    return library_say(f"cooperation.party_{key}", language)


def kind(key: str, language: Language) -> str:
    """'product' or 'proces'."""
    return say(f"samenwerking.kind_{key}", language)


def joined(words: Iterable[str], language: Language) -> str:
    """'A, B en C'; '' of nothing."""
    *first, last = [*words] or [""]
    return say("page.and", language, first=", ".join(first), last=last) if first else last


def kinds(keys: Iterable[str], language: Language) -> str:
    """'product en proces'."""
    return joined((kind(key, language) for key in keys), language)


def short(answer: Answer, language: Language) -> str:
    """The mark, or in one or two words why there is none."""
    if answer.mark is not None:
        return str(answer.mark)
    return say(f"samenwerking.short_{SHORT[answer.reason or '']}", language)


def in_words(answer: Answer, language: Language) -> str:
    """'2, volledige afspraken', or the reason why there is no answer."""
    if answer.mark is None:
        return library_say(answer.reason or "", language)
    question = answer.question
    scale = next(
        group.scale for group in load_scan().groups.values() if group.scale.key == question.scale
    )
    words = scale.steps[answer.mark].in_(language)
    return say("samenwerking.mark_words", language, mark=answer.mark, words=words)


def number(figure: Figure, decimals: int, language: Language) -> str:
    """The value with its interval if it has one, or the reason why there is none."""
    if figure.value is None:
        return library_say(figure.reason or "", language)
    text = formats.number(figure.value, decimals, language)
    if figure.low is None or figure.high is None:
        return text
    low, high = (formats.number(end, decimals, language) for end in (figure.low, figure.high))
    return say("samenwerking.with_interval", language, value=text, low=low, high=high)


def share(figure: Figure, language: Language) -> str:
    """A share as a percentage, or the reason why there is none."""
    if figure.value is None:
        return library_say(figure.reason or "", language)
    return formats.percentage(figure.value, 0, language)
