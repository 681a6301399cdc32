"""The picture of `docs/architecture.md`, drawn by `python -m tests.house.picture`.

`test_imports` holds the order of imports; here it is drawn. An arrow goes from a
stage to one that imports it, and is left out where the way by another stage says
the same: of some eighty arrows twenty-five are left.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from pathlib import Path

from tests.house.test_imports import COMMONS, DASHBOARD, LIBRARY, STAGES
from tests.house.tree import ROOT, imported, syntax

PAGE = ROOT / "docs" / "architecture.md"
BEGIN, END = "<!-- {} -->\n", "<!-- end of {} -->\n"
RENEW = "renew docs/architecture.md with: python -m tests.house.picture"


def picture() -> str:
    """The stages as a Mermaid flowchart, in the order of the data."""
    needed = _needed()
    arrows = [
        f"    {before} --> {stage}"
        for stage, others in needed.items()
        for before in sorted(_nearest(others, needed), key=STAGES.index)
    ]
    return "\n".join(["```mermaid", "flowchart TD", *arrows, "```"]) + "\n"


def _needed() -> Mapping[str, set[str]]:
    """Which stages each stage imports, and the dashboard as the last of all."""
    found: dict[str, set[str]] = {stage: set() for stage in (*STAGES, "dashboard")}
    for file in LIBRARY:
        if (stage := Path(file.parts[1]).stem) in STAGES:
            found[stage] |= _stages(file) - {stage}
    for file in DASHBOARD:
        found["dashboard"] |= _stages(file)
    return found


def _stages(file: Path) -> set[str]:
    names = (name.split(".") for name in imported(file))
    return {name[1] for name in names if name[0] == "ketenkpi" and name[-1] != name[0]} & {*STAGES}


def _nearest(others: Iterable[str], needed: Mapping[str, set[str]]) -> set[str]:
    """Those of `others` that are not behind another one of them."""
    return set(others) - {far for each in others for far in _behind(each, needed)}


def _behind(stage: str, needed: Mapping[str, set[str]]) -> set[str]:
    # Imports run one way, so this ends.
    return needed[stage].union(*(_behind(each, needed) for each in needed[stage]))


def folders(parts: Iterable[str]) -> str:
    """A line a folder or module: its name and the first sentence of its docstring."""
    return "\n".join(f"- `{part}`: {_first_sentence(part)}" for part in parts) + "\n"


def _first_sentence(part: str) -> str:
    package, module = Path("ketenkpi", part, "__init__.py"), Path("ketenkpi", f"{part}.py")
    said = ast.get_docstring(syntax(package if (ROOT / package).exists() else module)) or ""
    return said.split("\n\n")[0].replace("\n", " ")


def renewed(page: str) -> str:
    """The page with what is drawn and listed in it as it is now."""
    made = {"picture": picture(), "stages": folders(STAGES), "commons": folders(COMMONS)}
    for name, text in made.items():
        before, rest = page.split(BEGIN.format(name))
        page = (
            before + BEGIN.format(name) + text + END.format(name) + rest.split(END.format(name))[1]
        )
    return page


if __name__ == "__main__":
    PAGE.write_text(renewed(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
