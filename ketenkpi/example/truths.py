"""What is planted in the example set. Everything not named here is a null effect.

`data/example/planted.yaml` is this page written out, with for each truth the
way to find it back; a test holds them equal.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

import yaml

from ketenkpi.vocabulary import Quarter
from ketenkpi.wording import say

FIRST, LAST = Quarter(2008, 1), Quarter(2010, 4)


def _switches() -> Mapping[str, Quarter]:
    # Eight of the thirteen Werkpleinen with case files switch, in five
    # different quarters, so that "before" and "after" mean other calendar
    # quarters at each; the other five never switch and serve as comparison.
    return MappingProxyType(
        {
            "Voorbeeldstad Noord": Quarter(2009, 1),
            "Verzonnen Veen": Quarter(2009, 1),
            "Voorbeeldstad Zuid": Quarter(2009, 2),
            "Verzinsele": Quarter(2009, 2),
            "Fictendam": Quarter(2009, 3),
            "Proefstede": Quarter(2009, 3),
            "Bedachtenberg": Quarter(2009, 4),
            "Modelmonde": Quarter(2010, 1),
        }
    )


@dataclass(frozen=True)
class Truths:
    """The planted parameters; ratios without unit, days, or points on the 1-10 scale."""

    # 1. Phase 3a multiplies the daily hazard of leaving to work, from the
    # first day of the quarter of the switch, for spells already running too.
    phase_hazard_ratio: float = 1.25
    phase_groups: tuple[str, ...] = ("korte_afstand", "jongere")
    phase_switches: Mapping[str, Quarter] = field(default_factory=_switches)
    # 2. One Werkplein hands over slowly from diagnose to aanbodversterking
    # when the one is with UWV and the other with the gemeente.
    slow_werkplein: str = "Nergenshuizen"
    slow_days: int = 21
    # Not a difference between Werkpleinen: crossing from one organisation to
    # the other costs these days everywhere, in every handover.
    boundary_days: int = 6
    # 3. One Werkplein registers this share of outflows one quarter late.
    late_werkplein: str = "Schijnhaven"
    late_share: float = 0.40
    # 3b. These deliver all they know after every quarter, as the late one does. Of
    # every hundred of their ends four are registered one quarter late, one two and
    # one three quarters: what any register looks like.
    delivering_again: tuple[str, ...] = (
        *("Denkbeeldrecht", "Fictendam", "Proefstede", "Verzinsele"),
    )
    usual_delays: tuple[float, ...] = (0.04, 0.01, 0.01)
    # 4. One Werkplein closes and goes on in another.
    merged_werkplein: str = "Oefenoord"
    merged_into: str = "Fabelwaard"
    merged_on: date = date(2010, 1, 1)
    # 6. One Werkplein's clients and employers are truly more content. The
    # shift is in the score before it is rounded and cut off at 10, which
    # costs about 0.04 of it.
    content_werkplein: str = "Modelmonde"
    content_points: float = 0.8
    # 7. Inflow in 2009 against 2008, the same everywhere. National stocks
    # grew by 58 % (WW) and 8.5 % (bijstand) in that year (CBS 37789ksz).
    crisis_year: int = 2009
    crisis_ww: float = 1.50
    crisis_bijstand: float = 1.12
    # 2010 against 2008.
    after_ww: float = 1.25
    after_bijstand: float = 1.10
    # 8. In a late phase, and yet without agreements on the process of a pair of
    # tasks that needs them.
    gap_werkplein: str = "Bedachtenberg"
    gap_pair: str = "diagnose_aanbodversterking"
    # 9. Registered and filled in as mixed caseloads; the steps show separate ones.
    unmixed_werkplein: str = "Verzonnen Veen"
    # 10. UWV sees full agreements on these items, the gemeente none.
    disagreeing_werkplein: str = "Proefstede"
    disagreeing_items: tuple[str, ...] = (
        *("financien", "personeel", "vastleggen", "wijzigen", "toegankelijk_maken"),
    )
    # 11. The gemeente leaves the questions of Powell open, and does not know
    # how it is with money.
    silent_werkplein: str = "Denkbeeldrecht"
    silent_group: str = "powell"
    unknown_item: str = "financien"


TRUTHS = Truths()


def _truth(key: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "what": {"nl": say(f"example.{key}_what", "nl"), "en": say(f"example.{key}_what", "en")},
        "parameters": dict(parameters),
        "recover": {
            "nl": say(f"example.{key}_recover", "nl"),
            "en": say(f"example.{key}_recover", "en"),
        },
    }


def planted_yaml(faults: list[dict[str, Any]], truths: Truths = TRUTHS) -> str:
    """The text of `planted.yaml`: each truth with its parameters and the way to recover it."""
    t = truths
    document: dict[str, Any] = {
        "invented": True,
        "period": [str(FIRST), str(LAST)],
        "phase_effect": _truth(
            "phase",
            {
                "hazard_ratio": t.phase_hazard_ratio,
                "doelgroepen": list(t.phase_groups),
                "switch": {name: str(quarter) for name, quarter in t.phase_switches.items()},
            },
        ),
        "slow_handover": _truth(
            "slow",
            {
                "werkplein": t.slow_werkplein,
                "extra_days": t.slow_days,
                "boundary_days_everywhere": t.boundary_days,
            },
        ),
        "late_registration": _truth("late", {"werkplein": t.late_werkplein, "share": t.late_share}),
        "usual_delay": _truth(
            "delay",
            {
                "werkpleinen": [t.late_werkplein, *t.delivering_again],
                "deliveries": [str(FIRST + ahead) for ahead in range(LAST - FIRST + 1)],
                "usual_werkpleinen": list(t.delivering_again),
                "share_by_quarters_late": dict(enumerate(t.usual_delays, start=1)),
            },
        ),
        "merger": _truth(
            "merger",
            {"werkplein": t.merged_werkplein, "into": t.merged_into, "on": t.merged_on},
        ),
        "faulty_file": _truth("faulty", {"faults": faults}),
        "content_clients": _truth(
            "content", {"werkplein": t.content_werkplein, "points": t.content_points}
        ),
        "coordination_gap": _truth(
            "gap", {"werkplein": t.gap_werkplein, "pair": t.gap_pair, "lacking": "proces"}
        ),
        "phase_contradiction": _truth(
            "unmixed", {"werkplein": t.unmixed_werkplein, "registered": "3b"}
        ),
        "partners_disagree": _truth(
            "disagree",
            {"werkplein": t.disagreeing_werkplein, "items": list(t.disagreeing_items)},
        ),
        "scan_gap": _truth(
            "silent",
            {
                "werkplein": t.silent_werkplein,
                "invuller": "gemeente",
                "group": t.silent_group,
                "unknown_item": t.unknown_item,
            },
        ),
        "crisis": _truth(
            "crisis",
            {
                "year": t.crisis_year,
                "ww_against_2008": t.crisis_ww,
                "bijstand_against_2008": t.crisis_bijstand,
                "ww_2010_against_2008": t.after_ww,
                "bijstand_2010_against_2008": t.after_bijstand,
            },
        ),
    }
    return yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=100)
