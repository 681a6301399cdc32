"""What a partner and a place of delivery are called, for a reader."""

from __future__ import annotations

from collections.abc import Iterable

from ketenkpi.partner import NOBODY
from ketenkpi.register import load_register
from ketenkpi.wording import Language, say

# Codes that are a word of ours; a gemeente has a name, and an own code is one.
WORDS = ("samen", "uwv", "gemeente")


def partner_name(code: str, language: Language) -> str:
    """'UWV', 'gemeente Breda', 'alle partners samen'; an own code as it is, '' for nobody."""
    if code == NOBODY:
        return ""
    if code in WORDS:
        return say(f"partner.{code}", language)
    found = load_register().gemeente_code(code) if code.startswith("GM") else None
    return say("partner.one_gemeente", language, name=found[1]) if found else code


def partner_names(codes: Iterable[str], language: Language) -> str:
    """The partners that delivered a file; without any it is of the place as a whole."""
    names = [partner_name(code, language) for code in codes]
    return ", ".join(names) or say("partner.nobody", language)
