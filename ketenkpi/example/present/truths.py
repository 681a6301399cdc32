"""What is planted in the region of today, as `planted_2025.yaml` tells it."""

from __future__ import annotations

from typing import Any

import yaml

from ketenkpi.example.present.plan import RegionPlan
from ketenkpi.wording import say


def planted_yaml(plan: RegionPlan) -> str:
    """The text of the file: each truth with its parameters and the way to recover it."""
    document: dict[str, Any] = {"invented": True, "period": [str(plan.first), str(plan.last)]}
    for key, parameters in plan.truths.items():
        document[key] = {
            "what": {lang: say(f"present.{key}_what", lang) for lang in ("nl", "en")},
            "parameters": dict(parameters),
            "recover": {lang: say(f"present.{key}_recover", lang) for lang in ("nl", "en")},
        }
    for code, partner in plan.partners.items():
        if partner.late is not None:
            document["late"] = {
                "what": {lang: say("present.late_what", lang) for lang in ("nl", "en")},
                "parameters": {"partner": code, "quarter": str(partner.late)},
                "recover": {lang: say("present.late_recover", lang) for lang in ("nl", "en")},
            }
    return yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=100)
