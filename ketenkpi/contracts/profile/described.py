"""Profiles in words, for the manual and for the page where one is chosen."""

from __future__ import annotations

from collections.abc import Iterator

from ketenkpi.contracts.profile.definition import Profile, load_profiles
from ketenkpi.contracts.profile.mapping import ContractMapping
from ketenkpi.wording import Language, say


def describe(language: Language) -> str:
    """All profiles as Markdown: what each reads, how each column is filled, what is missing."""
    return "\n".join(line for p in load_profiles().values() for line in _profile(p, language))


def _profile(profile: Profile, language: Language) -> Iterator[str]:
    yield f"### {profile.name.in_(language)} (`{profile.key}`)\n"
    yield f"{profile.note.in_(language)}\n"
    yield say(f"profiles.format_{profile.format}", language) + "\n"
    for contract, mapping in profile.mappings.items():
        yield from _mapping(contract, mapping, language)
    if profile.not_computable:
        yield say("profiles.not_computable", language) + "\n"
        for key, reason in profile.not_computable:
            yield f"- `{key}`: {reason.in_(language)}"
        yield ""
    yield say(
        "profiles.provenance",
        language,
        author=profile.author,
        source=profile.source,
        reviewed_on=f"{profile.reviewed_on:%d-%m-%Y}",
    )
    yield ""


def _mapping(contract: str, mapping: ContractMapping, language: Language) -> Iterator[str]:
    column, origin = (say(f"profiles.{key}", language) for key in ("column", "origin"))
    yield f"| `{contract}` {column} | {origin} |"
    yield "| --- | --- |"
    for name, filling in mapping.columns.items():
        yield f"| `{name}` | {filling.describe(language)} |"
    if wide := mapping.unpivot:
        yield from (f"| `{name}` | {wide.describe(name, language)} |" for name in wide.filled)
    yield ""
    if mapping.one_per:
        columns = ", ".join(mapping.one_per)
        yield say("profiles.one_per", language, columns=columns) + "\n"
    if mapping.month:
        yield say("profiles.month_of", language, year=mapping.month.year,
                  month=mapping.month.month) + "\n"  # fmt: skip
    if mapping.keep:
        values = ", ".join(mapping.keep.values)
        yield say("profiles.keep", language, column=mapping.keep.column, values=values) + "\n"
