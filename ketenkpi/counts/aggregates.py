"""Tallies of contracts that are counted or added as they come, without durations."""

from __future__ import annotations

from collections.abc import Iterator

import narwhals as nw

from ketenkpi.counts.engines import Engine, Frame
from ketenkpi.counts.parts import CountedPart, filled, yes_no
from ketenkpi.counts.sources import PARTNER

PLACE = ("werkplein", "kwartaal")
TOP_BOX = 8
GENERAL = "algemeen"


def stock_flow_parts(rows: Frame) -> Iterator[CountedPart]:
    """`stand_stroom` as delivered, by the partner who did; '' where rows name none."""
    columns = (
        *("beginstand", "instroom", "uitstroom", "uitstroom_werk", "herinstroom", "eindstand"),
        *("betalingen", "betalingen_binnen_10_dagen"),
    )
    named = rows.with_columns(
        nw.col("doelgroep").fill_null("onbekend"), nw.col(PARTNER).fill_null("").alias("partner")
    )
    keys = (*PLACE, "regeling", "doelgroep", "partner")
    yield CountedPart("stand_stroom", _added(named, keys, columns))


def resource_parts(rows: Frame) -> Iterator[CountedPart]:
    """`middelen`: euros and fte per partner and kind."""
    named = rows.with_columns(
        nw.col("doelgroep").fill_null("onbekend"),
        nw.col("taak").fill_null("onbekend"),
        yes_no("gezamenlijk").alias("gezamenlijk"),
    )
    keys = (*PLACE, "doelgroep", "organisatie", "soort", "taak", "gezamenlijk")
    yield CountedPart("middelen", _added(named, keys, ("begroot", "besteed", "fte")))


def _added(rows: Frame, keys: tuple[str, ...], columns: tuple[str, ...]) -> Frame:
    # The sum of nothing is missing, not zero: engines disagree here, so the
    # filled values are counted beside the sum.
    sums = [nw.col(name).sum() for name in columns]
    filled_in = [nw.col(name).count().alias(f"{name}_n") for name in columns]
    grouped = rows.group_by(*keys).agg(*sums, *filled_in)
    kept = [nw.when(nw.col(f"{name}_n") > 0).then(nw.col(name)).alias(name) for name in columns]
    return grouped.select(*keys, *kept)


def scan_parts(rows: Frame) -> Iterator[CountedPart]:
    """`samenwerking`: answers and points by item; an item for all clients has situatie 'alle'."""
    keys = (*PLACE, "onderdeel", "invuller", "situatie")
    scales = ("product", "proces", "score")
    grouped = (
        rows.with_columns(nw.col("situatie").fill_null("alle"))
        .group_by(*keys)
        .agg(
            nw.len().alias("n"),
            *(nw.col(name).count().alias(f"{name}_n") for name in scales),
            *(nw.col(name).sum().alias(f"{name}_sum") for name in scales),
        )
        # The sum of nothing is missing in one engine and zero in another.
        .with_columns(*(nw.col(f"{name}_sum").fill_null(0) for name in scales))
    )
    both = [
        (nw.col(f"product_{end}") + nw.col(f"proces_{end}")).alias(f"afspraken_{end}")
        for end in ("n", "sum")
    ]
    yield CountedPart("scan", grouped.with_columns(*both))


def complaint_parts(rows: Frame) -> Iterator[CountedPart]:
    """`klachten` by theme."""
    keys = [nw.col("werkplein"), nw.col("q_datum").alias("kwartaal"), nw.col("thema")]
    yield CountedPart("klachten", rows.group_by(*keys).agg(nw.len().alias("n")))


def satisfaction_parts(engine: Engine, rows: Frame) -> Iterator[CountedPart]:
    """`tevredenheid`: marks by principle, marks by value, and response."""
    by = (*PLACE, "klantgroep", "klantprincipe")
    scored = rows.filter(filled("score"))
    marked = scored.with_columns(
        (nw.col("score") * nw.col("score")).alias("square"),
        (nw.col("prioriteit") - nw.col("score")).alias("gap"),
        (nw.col("score") >= TOP_BOX).cast(nw.Int32).alias("is_top"),
    )
    marked = marked.with_columns((nw.col("gap") * nw.col("gap")).alias("gap_sq"))
    yield CountedPart(
        "klant",
        marked.group_by(*by).agg(
            nw.len().alias("n"),
            nw.col("score").sum().alias("sum"),
            nw.col("square").sum().alias("sum_sq"),
            nw.col("is_top").sum().alias("top"),
            nw.col("prioriteit").count().alias("prio_n"),
            nw.col("prioriteit").sum().alias("prio_sum"),
            nw.col("gap").sum().alias("gap_sum"),
            nw.col("gap_sq").sum().alias("gap_sq"),
        ),
    )
    yield CountedPart("score_hist", scored.group_by(*by, "score").agg(nw.len().alias("n")))
    yield CountedPart("respons", _response(engine, rows))


def _response(engine: Engine, rows: Frame) -> Frame:
    """Who answered, of who was invited, where the number invited is known.

    One respondent gives several rows, one per principle. Those who answered are
    the rows of principle 'algemeen' or, where nobody was asked that, the rows of
    the principle with most answers. The number invited stands on every row of
    a Werkplein, quarter and klantgroep.
    """
    by = (*PLACE, "klantgroep")
    principles = engine.keep(
        rows.group_by(*by, "klantprincipe").agg(
            nw.len().alias("answers"), nw.col("aangeschreven").max().alias("invited")
        )
    )
    general = nw.when(nw.col("klantprincipe") == GENERAL).then(nw.col("answers")).otherwise(0)
    return (
        principles.with_columns(general.alias("general"))
        .group_by(*by)
        .agg(nw.col("general").max(), nw.col("answers").max(), nw.col("invited").max())
        .filter(filled("invited"))
        .with_columns(
            nw.when(nw.col("general") > 0)
            .then(nw.col("general"))
            .otherwise(nw.col("answers"))
            .alias("n")
        )
        .select(*by, "n", "invited")
    )
