"""What the definitions of indicators say, and which wait for people, as sections."""

from ketenkpi.indicators.answers.defined import definition, listed_name
from ketenkpi.indicators.answers.review import reviews_due

__all__ = ["definition", "listed_name", "reviews_due"]
