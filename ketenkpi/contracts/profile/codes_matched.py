"""What each text of a column with a fixed list of values means: by name, meaning, former profile.

A text that the contract reads itself needs nothing. One that a former profile
translated under the same name of the column is translated likewise. One that
looks like a name or meaning is taken over and shown. All others are asked:
reason 03 is one thing in one system and another in the next.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ketenkpi.contracts.contract import ContractColumn
from ketenkpi.contracts.dialect import name_key
from ketenkpi.contracts.kind import plain
from ketenkpi.contracts.kinds import ChoiceKind
from ketenkpi.contracts.names import is_unknown
from ketenkpi.contracts.near import likeness
from ketenkpi.contracts.profile.cell_read import accepts
from ketenkpi.contracts.profile.definition import load_profiles
from ketenkpi.contracts.profile.mapping import FromColumn
from ketenkpi.contracts.profile.proposal import CodeMatch, ProfileReason

# A text so much like a name or meaning that it is a spelling of it.
ALIKE = 0.85
# Candidates offered with a question.
OFFERED = 5
# Words that turn a meaning round: 'geen werk' is not 'werk'.
TURNING = frozenset({"geen", "niet", "zonder", "no", "not", "without"})


@dataclass(frozen=True)
class CodeMatcher:
    """What the texts of one column of a file mean in one column of a contract."""

    contract: str
    column: ContractColumn
    source: str

    def matches(self, texts: Mapping[str, int]) -> tuple[CodeMatch, ...]:
        """Each text with its meaning, or open; `texts` are with the rows they stand in."""
        former = dict(self._former())
        return tuple(self._match(text, rows, former) for text, rows in texts.items())

    def offered(self, text: str) -> tuple[str, ...]:
        """The values of the contract most like a text, best first; all of them when few."""
        codes = list(self.column.values)
        ranked = sorted(codes, key=lambda code: -max(_ratio(text, one) for one in self._said(code)))
        meant = [code for code, _ in self._official(text)]
        return tuple(dict.fromkeys([*meant, *ranked]))[: max(OFFERED, len(meant))]

    def _match(self, text: str, rows: int, former: Mapping[str, tuple[str, str]]) -> CodeMatch:
        if accepts(self.column, text):
            return CodeMatch(text, text, ProfileReason("code_read"), "sure", rows)
        if text in former:
            code, profile = former[text]
            return CodeMatch(
                text, code, ProfileReason("former", {"profile": profile}), "sure", rows
            )
        like = self._like(text)
        if like is not None:
            reason = ProfileReason("code_alike", {"name": like[1]})
            return CodeMatch(text, like[0], reason, "likely", rows)
        if is_unknown(text) and not self.column.required:
            return CodeMatch(text, "", ProfileReason("code_unknown"), "likely", rows)
        return CodeMatch(text, None, ProfileReason("code_open"), "open", rows)

    def _former(self) -> Iterator[tuple[str, tuple[str, str]]]:
        """Meaning and profile by text, of profiles that read a column of this name into ours."""
        for profile in load_profiles().values():
            mapping = profile.mappings.get(self.contract) if profile.named_by_file else None
            filling = mapping.columns.get(self.column.name) if mapping else None
            if isinstance(filling, FromColumn) and name_key(filling.column) == name_key(
                self.source
            ):
                yield from ((text, (code, profile.key)) for text, code in filling.codes.items())
                yield from ((text, ("", profile.key)) for text in filling.empty)

    def _official(self, text: str) -> Iterator[tuple[str, str]]:
        """What a text means in profiles that read another column: a hint, no more."""
        for profile in load_profiles().values():
            mapping = profile.mappings.get(self.contract)
            filling = mapping.columns.get(self.column.name) if mapping else None
            if isinstance(filling, FromColumn) and text in filling.codes:
                yield filling.codes[text], profile.key

    def _like(self, text: str) -> tuple[str, str] | None:
        """The one value of which a text is nearly a name or meaning, and that name."""
        if text.isdigit():
            return None
        scored = sorted(
            (
                (_closeness(text, said), code, said)
                for code in self.column.values
                for said in self._said(code)
            ),
            reverse=True,
        )
        best = [one for one in scored if one[0] > 0]
        if not best or any(o[0] == best[0][0] and o[1] != best[0][1] for o in best):
            return None
        return best[0][1], best[0][2]

    def _said(self, code: str) -> tuple[str, ...]:
        """A value, its meaning in both languages, and other ways to write it."""
        kind = self.column.kind
        assert isinstance(kind, ChoiceKind), "only such columns have codes"
        meaning = kind.values[code]
        also = [text for text, meant in kind.also.items() if meant == code]
        return tuple(dict.fromkeys([code, meaning.in_("nl"), meaning.in_("en"), *also]))


def _closeness(text: str, said: str) -> float:
    """0 unless a text is nearly this name, or holds all its words and turns none round."""
    one, other = name_key(text), name_key(said)
    mine, theirs = set(one.split("_")), set(other.split("_"))
    if (mine ^ theirs) & TURNING or other.isdigit():
        return 0.0
    ratio = likeness(one, other)
    if ratio >= ALIKE:
        return ratio
    # 'Werk in loondienst (CAO)' holds all words of 'Werk in loondienst'; one word
    # says too little unless it is long enough to be a word of its own.
    if theirs < mine and (len(theirs) > 1 or len(other) >= 6):
        return 0.5 + len(other) / 1000
    return 0.0


def _ratio(text: str, said: str) -> float:
    return difflib.SequenceMatcher(None, plain(text), plain(said), autojunk=False).ratio()
