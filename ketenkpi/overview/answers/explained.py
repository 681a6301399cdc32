"""'Explain this number': from what it was made, how, by whose definition."""

from __future__ import annotations

from ketenkpi.answer import Column, Measured, Said, Table, count_of, phrase, without_stop
from ketenkpi.indicators import Indicator, load_indicators
from ketenkpi.overview.answers.words import beside_of, certain_said, note_of, value_said
from ketenkpi.overview.placed import PlacedFigure
from ketenkpi.vocabulary import in_both

Rows = list[tuple[str, Said]]


def explained(
    placed: PlacedFigure | None, whole: PlacedFigure | None, indicator: str, version: int
) -> Table:
    """Label and text of everything behind one figure; `whole` is that over all quarters.

    version: of the state of all figures, so that two people can see that they look at the same.
    """
    definition = load_indicators()[indicator]
    rows: Rows = [("value", value_said(placed)), ("range", certain_said(placed))]
    if placed is not None:
        rows += _made_of(placed, definition)
        rows.append(("beside", beside_of(placed, "said")))
        if placed.undelivered:
            rows.append(("undelivered", count_of(placed.undelivered)))
    rows.append(("whole", _whole(whole)))
    rows.append(("note", note_of(placed) or note_of(whole)))
    rows += [
        ("formula", definition.formula),
        ("direction", in_both(f"indicators.direction_{definition.direction}")),
        ("perverse", definition.perverse_effect),
        (
            "version",
            phrase("overview.version_line", definition=str(definition.version), run=str(version)),
        ),
    ]
    columns = tuple(Column(key, in_both(f"overview.column_{key}")) for key in ("what", "how"))
    told = [(in_both(f"overview.explain_{key}"), said) for key, said in rows if said is not None]
    return Table(columns, tuple(told))


def _whole(whole: PlacedFigure | None) -> Said:
    """The figure over all quarters in one line; None for one that may not be added over them."""
    if whole is None:
        return None
    fill = {"value": value_said(whole), "certain": without_stop(certain_said(whole))}
    beside = beside_of(whole, "short")
    if beside is None:
        return phrase("overview.whole", **fill)
    return phrase("overview.whole_and_beside", beside=beside, **fill)


def _made_of(placed: PlacedFigure, definition: Indicator) -> Rows:
    figure, rows = placed.figure, list[tuple[str, Said]]()
    for name in ("numerator", "denominator"):
        value = getattr(figure, name)
        if value is not None:
            unit = "number" if float(value).is_integer() else "number_tenths"
            rows.append((name, Measured(value, unit)))
    if figure.n and not placed.between:
        counted = in_both(f"indicators.counted_{definition.unit_of_count}")
        rows.append(("n", phrase("overview.observations", n=count_of(figure.n), of=counted)))
    if figure.method:
        rows.append(("method", in_both(figure.method)))
    return rows
