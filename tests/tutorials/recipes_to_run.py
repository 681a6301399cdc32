"""One recipe of each kind, on the example: the lines that stand below pictures of the pages."""

from __future__ import annotations

from collections.abc import Mapping

from ketenkpi.charts import recipes
from ketenkpi.vocabulary import Quarter

PLACE, TEAM, REGION = "Nergenshuizen", "Fictendam", "Voorbeeldregio Noordkust"
QUARTERS = [Quarter(2010, number).index for number in (1, 2, 3, 4)]
LAST = QUARTERS[-1]
HERE: Mapping[str, object] = {"werkplein": PLACE}


def _compared(kind: str) -> str:
    return recipes.comparison(kind, "aandeel_werk", PLACE, "alle", QUARTERS, {}, None)


RECIPES: Mapping[str, str] = {
    "trend": recipes.trend("aandeel_werk", ("werkplein", PLACE), QUARTERS, LAST),
    "trend of all": recipes.trend("aandeel_werk", None, QUARTERS, LAST),
    "trend of a part": recipes.trend("aandeel_reden", None, QUARTERS, LAST, part="werk"),
    "control": recipes.control("aandeel_werk", PLACE, {}),
    **{f"comparison {kind}": _compared(kind) for kind in ("spread", "funnel", "order")},
    "context": recipes.context("ww", "werkplein", PLACE),
    **{
        f"resources {key}": recipes.resources(key, {"regio": REGION}, QUARTERS)
        for key in ("spending", "ratio", "joint", "caseload", "cost")
    },
    **{
        f"chain {key}": recipes.chain(key, HERE, QUARTERS)
        for key in ("cost", "organisaties", "medewerkers", "open")
    },
    "leaving": recipes.leaving("stays", ("werkplein", PLACE), QUARTERS, LAST, None),
    "in_order": recipes.in_order(HERE, QUARTERS),
    "waiting": recipes.waiting(HERE, QUARTERS),
    "flow": recipes.flow(HERE, QUARTERS, []),
    "handover": recipes.handover("diagnose>aanbodversterking", HERE, QUARTERS),
    **{
        f"cooperation {key}": recipes.cooperation(key, TEAM, LAST)
        for key in ("position", "criteria", "levels", "factoren", "degree_course")
    },
    "integration": recipes.integration("levels", TEAM, LAST, None),
    "by_phase": recipes.by_phase("aandeel_werk", None, "higher", LAST, TEAM, "jongere"),
    "satisfaction": recipes.satisfaction("marks", ("werkplein", PLACE), QUARTERS, LAST, [PLACE]),
    "vacancies": recipes.vacancies("path", ("werkplein", PLACE), QUARTERS, LAST),
    "phases": recipes.phases(["jongere"], TEAM, LAST),
}
