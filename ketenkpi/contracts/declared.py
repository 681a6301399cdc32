"""What was declared of the columns of one file, under all names that each of them has.

A column is looked at twice: as the file calls it, before anything is written, and
as the contract does, over every value. Whoever declared one was right about both.
"""

from __future__ import annotations

from collections.abc import Mapping

from ketenkpi.contracts import privacy
from ketenkpi.contracts.questions import Answers
from ketenkpi.contracts.source import TextSource


def declared(source: TextSource, answers: Answers) -> Answers:
    """The answers, with what was declared of a column under each of its names."""
    return privacy.declarations(answers, called(source))


def called(source: TextSource) -> Mapping[str, tuple[str, ...]]:
    """By the name of a text column in the contract the columns of the file that fill it."""
    names = privacy.text_columns(source.contract)
    if source.profile is not None:
        # A contract that the profile does not fill is refused where its rows are made.
        mapping = source.profile.mappings.get(source.contract.key)
        filled = mapping.columns if mapping else {}
        found = {name: filled[name].sources for name in names if name in filled}
    else:
        header = source.dialect.header
        found = {name: (header[source.places[name]],) for name in names if name in source.places}
    return {name: columns for name, columns in found.items() if columns}
