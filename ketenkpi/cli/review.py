"""`ketenkpi review`: which definitions wait for people to look at them."""

from __future__ import annotations

import argparse
from datetime import date
from typing import TYPE_CHECKING, Any

from ketenkpi.cli.arguments import Parser
from ketenkpi.cli.screen import Screen

if TYPE_CHECKING:
    from ketenkpi.indicators.review import Review


def add_options(parser: Parser) -> None:
    parser.flag("--json", "json")


def run(options: argparse.Namespace, screen: Screen) -> int:
    """Print what is due; exit code 1 where a day that was set has passed."""
    from ketenkpi.indicators import answers, load_indicators, reviews

    found = reviews(load_indicators().values(), date.today())
    screen.sections([answers.reviews_due(found)])
    versions = {each.indicator.key: each.indicator.version for each in found}
    screen.data({"reviews": [_data(each) for each in found]}, versions)
    return int(any("passed" in each.due for each in found))


def _data(review: Review) -> dict[str, Any]:
    found = review.indicator
    return {
        "indicator": found.key,
        "author": found.author,
        "checked_by": found.checked_by,
        "reviewed_on": found.reviewed_on.isoformat(),
        "next_review": found.next_review and found.next_review.isoformat(),
        "due": list(review.due),
    }
