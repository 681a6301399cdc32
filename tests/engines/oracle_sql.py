"""The tallies of `trajecten` in hand-written DuckDB SQL: oracle and yardstick.

Written as one would by hand: the dates are turned into days once, in a
temporary table, and each tally is one statement with the names of Werkplein,
regeling and doelgroep in its GROUP BY. A client is one person at one Werkplein.
It knows nothing of the library.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa

KEYS = "werkplein, regeling, doelgroep"
DATES = ("melding", "aanvraag", "besluit", "instroom", "eerste_betaling", "termijn", "uitstroom")
SEEN = tuple(name for name in DATES if name != "termijn")
TIMED = (
    ("uitkering", "instroom", "uitstroom"),
    ("melding_aanvraag", "melding", "aanvraag"),
    ("melding_besluit", "melding", "besluit"),
    ("aanvraag_besluit", "aanvraag", "besluit"),
    ("melding_instroom", "melding", "instroom"),
    ("aanvraag_eerste_betaling", "aanvraag", "eerste_betaling"),
    ("instroom_eerste_betaling", "instroom", "eerste_betaling"),
)


def connect() -> duckdb.DuckDBPyConnection:
    """Two threads, as the library uses on two cores."""
    return duckdb.connect(config={"threads": 2, "preserve_insertion_order": False})


def load(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """The temporary tables `t` (days and quarters) and `w` (window of a Werkplein)."""
    days = ", ".join(f"({name} - DATE '1970-01-01')::INT AS d_{name}" for name in DATES)
    quarters = ", ".join(
        f"(year({name}) * 4 + quarter({name}) - 1)::INT AS q_{name}" for name in DATES
    )
    last = ", ".join(f"max(d_{name})" for name in SEEN)
    connection.execute(
        f"CREATE TEMP TABLE t AS SELECT {KEYS}, traject_id, client, kanaal, "
        "reden_uitstroom, geboortejaar, "
        f"{days}, {quarters} FROM read_parquet('{path.as_posix()}')"
    )
    connection.execute(
        f"CREATE TEMP TABLE w AS SELECT werkplein, greatest({last}) AS until, "
        "least(min(d_instroom), min(d_uitstroom)) AS look_back FROM t GROUP BY werkplein"
    )


def statements(return_windows: tuple[int, ...] = (182, 365)) -> dict[str, str]:
    """One statement per tally, over `t` and `w`."""
    usable = "q_uitstroom IS NOT NULL AND q_instroom IS NOT NULL"
    return {
        "instroom": "SELECT werkplein, q_instroom AS kwartaal, regeling, doelgroep, kanaal, "
        "count(*) AS n FROM t WHERE q_instroom IS NOT NULL GROUP BY ALL",
        "uitstroom": "SELECT werkplein, q_uitstroom AS kwartaal, regeling, doelgroep, "
        f"reden_uitstroom AS reden, count(*) AS n FROM t WHERE {usable} GROUP BY ALL",
        "stand": _stock(usable),
        "stand_kort": _short_stock(),
        "herinstroom": _returns(return_windows),
        "meldingen": "SELECT werkplein, q_melding AS kwartaal, regeling, doelgroep, count(*) AS n "
        "FROM t WHERE q_melding IS NOT NULL GROUP BY ALL",
        "duur": _durations(),
        "duur_ongeldig": _invalid(),
        "cohort": _cohorts(),
        "afloop": _endings(),
        "terugkeer": _comebacks(),
        "besluit": _decisions(),
        "herhaling": _repeats(),
    }


def _stock(usable: str) -> str:
    net = (
        f"SELECT {KEYS}, q_instroom AS kwartaal, count(*) AS n FROM t "
        "WHERE q_instroom IS NOT NULL GROUP BY ALL UNION ALL "
        f"SELECT {KEYS}, q_uitstroom, -count(*) FROM t WHERE {usable} GROUP BY ALL"
    )
    # The quarter of the day after `until`, minus one, is the last complete one.
    after = "DATE '1970-01-01' + until + 1"
    return f"""
        WITH net AS (SELECT {KEYS}, kwartaal, sum(n) AS n FROM ({net}) GROUP BY ALL),
        span AS (
            SELECT {KEYS}, unnest(range(min(kwartaal),
                any_value(year({after}) * 4 + quarter({after}) - 1)))::INT AS kwartaal
            FROM net JOIN w USING (werkplein) GROUP BY {KEYS})
        SELECT werkplein, kwartaal, regeling, doelgroep,
            (sum(coalesce(n, 0)) OVER (PARTITION BY {KEYS} ORDER BY kwartaal))::BIGINT AS n
        FROM span LEFT JOIN net USING ({KEYS}, kwartaal)"""


def _short_stock() -> str:
    after = "DATE '1970-01-01' + until + 1"
    return f"""
        WITH sound AS (
            SELECT {KEYS}, q_instroom, d_instroom, d_uitstroom, until FROM t JOIN w
            USING (werkplein) WHERE d_instroom IS NOT NULL
            AND NOT coalesce(d_uitstroom < d_instroom, false)),
        span AS (
            SELECT {KEYS}, unnest(range(min(q_instroom),
                any_value(year({after}) * 4 + quarter({after}) - 1)))::INT AS kwartaal
            FROM sound GROUP BY {KEYS}),
        ends AS (
            SELECT *, make_date((kwartaal + 1) // 4, (kwartaal + 1) % 4 * 3 + 1, 1)
                - DATE '1970-01-01' - 1 AS last FROM span)
        SELECT werkplein, kwartaal, regeling, doelgroep, count(*) FILTER (
            WHERE d_instroom <= last AND d_instroom > last - 183
            AND NOT coalesce(d_uitstroom <= last, false)) AS n
        FROM ends JOIN sound USING ({KEYS}) GROUP BY ALL"""


# The middle day of a quarter, in years of 365.25 days.
_MIDDLE = "({0} - 7880 + 0.5) * 365.25 / 4"


def _returns(return_windows: tuple[int, ...]) -> str:
    sums = ", ".join(
        f"count(*) FILTER (WHERE whole >= {d} AND gap BETWEEN 0 AND {d}) AS n_{d}, "
        f"count(*) FILTER (WHERE whole >= {d}) AS at_risk_{d}"
        for d in return_windows
    )
    rows = " UNION ALL ".join(
        f"SELECT werkplein, kwartaal, regeling, doelgroep, {d}::INT AS venster, n_{d} AS n, "
        f"at_risk_{d} AS at_risk FROM wide"
        for d in return_windows
    )
    return f"""
        WITH spells AS (
            SELECT {KEYS}, q_instroom AS kwartaal, d_instroom, d_instroom - max(d_uitstroom) OVER (
                PARTITION BY werkplein, client, regeling ORDER BY d_instroom, traject_id
                ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS gap
            FROM t WHERE d_instroom IS NOT NULL AND client IS NOT NULL),
        wide AS MATERIALIZED (
            SELECT {KEYS}, kwartaal, {sums}
            FROM (SELECT *, least(d_instroom, {_MIDDLE.format("kwartaal")}) - look_back AS whole
                FROM spells JOIN w USING (werkplein))
            GROUP BY {KEYS}, kwartaal)
        {rows}"""


def _histogram(soort: str, start: str, end: str, cohort: tuple[str, str], where: str) -> str:
    day, quarter = cohort
    return (
        f"SELECT werkplein, {quarter} AS kwartaal, regeling, doelgroep, '{soort}' AS soort, "
        f"coalesce({end}, until) - {start} AS days, 0::BIGINT AS entered, "
        f"count({end}) AS events, count(*) - count({end}) AS censored "
        f"FROM t JOIN w USING (werkplein) WHERE {start} IS NOT NULL AND {day} IS NOT NULL {where} "
        "GROUP BY ALL"
    )


def _durations() -> str:
    parts = [
        _histogram(
            soort,
            f"d_{start}",
            f"d_{end}",
            (f"d_{start}", f"q_{start}"),
            f"AND (d_{end} IS NULL OR d_{end} >= d_{start})",
        )
        for soort, start, end in TIMED
    ]
    firsts = ("aanvraag", "melding", "instroom")
    day = "coalesce(" + ", ".join(f"d_{name}" for name in firsts) + ")"
    quarter = "coalesce(" + ", ".join(f"q_{name}" for name in firsts) + ")"
    parts.append(_histogram("termijn", "d_termijn", "d_besluit", (day, quarter), ""))
    return " UNION ALL ".join(parts)


def _invalid() -> str:
    parts = [
        f"SELECT werkplein, q_{start} AS kwartaal, regeling, doelgroep, '{soort}' AS soort, "
        f"count(*) AS n FROM t WHERE d_{end} < d_{start} GROUP BY ALL"
        for soort, start, end in TIMED
    ]
    parts.append(
        "SELECT werkplein, q_uitstroom AS kwartaal, regeling, doelgroep, "
        "'uitstroom_zonder_instroom' AS soort, count(*) AS n FROM t "
        "WHERE q_uitstroom IS NOT NULL AND q_instroom IS NULL GROUP BY ALL"
    )
    return " UNION ALL ".join(parts)


def _cohorts() -> str:
    counted = ", ".join(
        f"count(*) FILTER (WHERE seen >= {d}) AS n_{d}, "
        f"count(*) FILTER (WHERE seen >= {d} AND lasted <= {d}) AS uitstroom_{d}, "
        f"count(*) FILTER (WHERE seen >= {d} AND lasted <= {d} AND reden_uitstroom = 'werk') "
        f"AS werk_{d}"
        for d in (182, 365)
    )
    rows = " UNION ALL ".join(
        f"SELECT werkplein, kwartaal, regeling, doelgroep, kanaal, leeftijd, {d}::INT AS venster, "
        f"n_{d} AS n, uitstroom_{d} AS uitstroom, werk_{d} AS werk FROM wide WHERE n_{d} > 0"
        for d in (182, 365)
    )
    return f"""
        WITH wide AS MATERIALIZED (
            SELECT {KEYS}, q_instroom AS kwartaal, kanaal, CASE
                WHEN geboortejaar IS NULL THEN 'onbekend'
                WHEN q_instroom // 4 - geboortejaar < 27 THEN 'tot_27'
                WHEN q_instroom // 4 - geboortejaar < 45 THEN '27_44'
                WHEN q_instroom // 4 - geboortejaar < 55 THEN '45_54'
                ELSE '55_plus' END AS leeftijd, {counted}
            FROM (SELECT *, until - d_instroom AS seen, d_uitstroom - d_instroom AS lasted
                  FROM t JOIN w USING (werkplein)
                  WHERE d_instroom IS NOT NULL AND NOT coalesce(d_uitstroom < d_instroom, false))
            GROUP BY ALL)
        {rows}"""


def _endings() -> str:
    return (
        "SELECT werkplein, q_instroom AS kwartaal, regeling, doelgroep, "
        "CASE WHEN d_uitstroom IS NULL THEN 'loopt' ELSE reden_uitstroom END AS reden, "
        "coalesce(d_uitstroom, until) - d_instroom AS days, 0::BIGINT AS entered, "
        "count(d_uitstroom) AS events, count(*) - count(d_uitstroom) AS censored "
        "FROM t JOIN w USING (werkplein) WHERE d_instroom IS NOT NULL "
        "AND (d_uitstroom IS NULL OR d_uitstroom >= d_instroom) GROUP BY ALL"
    )


def _comebacks() -> str:
    known = "client IS NOT NULL AND d_instroom IS NOT NULL"
    return f"""
        WITH ended AS (SELECT * FROM t JOIN w USING (werkplein)
                       WHERE {known} AND d_uitstroom >= d_instroom),
        begun AS (SELECT werkplein, client, d_instroom AS day FROM t
                  WHERE {known} AND d_uitstroom IS DISTINCT FROM d_instroom),
        found AS (SELECT ended.*, CASE WHEN begun.day <= until THEN begun.day END AS back
                  FROM ended ASOF LEFT JOIN begun
                  ON ended.werkplein = begun.werkplein AND ended.client = begun.client
                  AND begun.day >= ended.d_uitstroom)
        SELECT werkplein, q_uitstroom AS kwartaal, regeling, doelgroep, reden_uitstroom AS reden,
            coalesce(back, until) - d_uitstroom AS days, 0::BIGINT AS entered,
            count(back) AS events, count(*) - count(back) AS censored
        FROM found GROUP BY ALL"""


def _decisions() -> str:
    return (
        "SELECT werkplein, q_besluit AS kwartaal, regeling, doelgroep, count(*) AS n, "
        "count(*) FILTER (WHERE NOT coalesce(d_instroom <= d_besluit + 91, false)) "
        "AS zonder_instroom FROM t JOIN w USING (werkplein) WHERE d_besluit + 91 <= until "
        "GROUP BY ALL"
    )


def _repeats() -> str:
    whole = f"least(d_melding, {_MIDDLE.format('q_melding')}) - 182 >= look_back"
    return f"""
        SELECT werkplein, q_melding AS kwartaal, regeling, doelgroep,
            count(*) FILTER (WHERE {whole} AND d_melding - before <= 182
                AND (begun IS NULL OR begun > d_melding)) AS n,
            count(*) FILTER (WHERE {whole}) AS at_risk
        FROM (SELECT *, lag(d_melding) OVER mine AS before, lag(d_instroom) OVER mine AS begun
              FROM t WHERE d_melding IS NOT NULL AND client IS NOT NULL
              WINDOW mine AS (PARTITION BY werkplein, client ORDER BY d_melding, traject_id))
        JOIN w USING (werkplein) GROUP BY ALL"""


def tally(path: Path, return_windows: tuple[int, ...] = (182, 365)) -> dict[str, pa.Table]:
    """Every tally of a Parquet file of `trajecten`, as Arrow tables."""
    with connect() as connection:
        load(connection, path)
        return {
            name: connection.sql(text).to_arrow_table()
            for name, text in statements(return_windows).items()
        }
