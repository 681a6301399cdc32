"""The tallies of `trajecten` in DuckDB SQL as fast as we can write it by hand: the yardstick.

Against plain SQL (`tests/engines/oracle_sql.py`) the library looks three times as good
as it is. Here a row carries the number of its cell instead of three names, texts are
codes, a client is a 64-bit hash, the dates are turned into days and quarters once, and
each window is a number in a table of cells. Names come back at the end by a dictionary,
as the library does it. `tests/engines/test_tuned_sql.py` holds it to the same tallies.
It knows nothing of the library, and is written for rows of which the whole past is known.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from tests.engines.oracle_sql import DATES, SEEN, TIMED

NAMES = ("werkplein", "regeling", "doelgroep")
WINDOWS = (182, 365)
HISTOGRAM = "0::BIGINT entered, count({end}) events, count(*) - count({end}) censored"


def tally(path: Path) -> dict[str, pa.Table]:
    """All tallies of `trajecten` but `personen`, as Arrow tables with texts as codes."""
    config: dict[str, str | bool | int | float | list[str]] = {
        "threads": 2,
        "preserve_insertion_order": False,
    }
    with duckdb.connect(config=config) as connection:
        _load(connection, path)
        names = connection.sql(f"SELECT {', '.join(NAMES)} FROM cells ORDER BY cell")
        cells = names.to_arrow_table()
        made = {
            name: _named(connection.sql(query).to_arrow_table(), cells)
            for name, query in _queries().items()
        }
        durations = [
            _of_kind(_named(connection.sql(query).to_arrow_table(), cells), kind)
            for kind, query in _durations()
        ]
    made["duur"] = pa.concat_tables(durations).unify_dictionaries()
    return made


def _load(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Tables `cells` (number, names, window) and `t` (days, quarters, codes), `inn` and `uit`."""
    source = f"read_parquet('{path}')"
    last = ", ".join(f"max({date}) AS m_{date}" for date in SEEN)
    until = "greatest(" + ", ".join(f"max(m_{date})" for date in SEEN) + ")"
    connection.execute(
        f"CREATE TEMP TABLE found AS SELECT {', '.join(NAMES)}, {last}, min(instroom) AS fi,"
        f" min(uitstroom) AS fu FROM {source} GROUP BY ALL"
    )
    connection.execute(
        f"CREATE TEMP TABLE w AS SELECT werkplein, {_day(until)} AS until,"
        f" {_day('least(min(fi), min(fu))')} AS look_back FROM found GROUP BY 1"
    )
    connection.execute(
        f"CREATE TEMP TABLE cells AS SELECT {', '.join(NAMES)}, until, look_back,"
        f" (row_number() OVER (ORDER BY {', '.join(NAMES)}) - 1)::USMALLINT AS cell"
        " FROM found JOIN w USING (werkplein)"
    )
    for code, column in (("kan", "kanaal"), ("red", "reden_uitstroom")):
        values = f"SELECT DISTINCT {column} FROM {source} WHERE {column} IS NOT NULL"
        connection.execute(f"CREATE TYPE {code} AS ENUM ({values})")
    days = ", ".join(f"{_day(date)} AS d_{date}" for date in DATES)
    quarters = ", ".join(f"{_quarter(date)} AS q_{date}" for date in DATES)
    connection.execute(
        "CREATE TEMP TABLE t AS SELECT cell, until, look_back, hash(client) AS cl,"
        " client IS NOT NULL AS known, traject_id, kanaal::kan AS kanaal,"
        " reden_uitstroom::red AS reden, geboortejaar::SMALLINT AS geb, regeling,"
        f" hash(werkplein) AS place, {days}, {quarters}"
        f" FROM {source} JOIN cells USING ({', '.join(NAMES)})"
    )
    usable = "q_uitstroom IS NOT NULL AND q_instroom IS NOT NULL"
    connection.execute(
        "CREATE TEMP TABLE inn AS SELECT cell, q_instroom AS kwartaal, kanaal, count(*) AS n"
        " FROM t WHERE q_instroom IS NOT NULL GROUP BY ALL"
    )
    connection.execute(
        "CREATE TEMP TABLE uit AS SELECT cell, q_uitstroom AS kwartaal, reden, count(*) AS n"
        f" FROM t WHERE {usable} GROUP BY ALL"
    )


def _day(date: str) -> str:
    return f"({date} - DATE '1970-01-01')::INT"


def _quarter(date: str) -> str:
    return f"(year({date}) * 4 + quarter({date}) - 1)::SMALLINT"


def _queries() -> dict[str, str]:
    return {
        "instroom": "FROM inn",
        "uitstroom": "FROM uit",
        "meldingen": "SELECT cell, q_melding AS kwartaal, count(*) AS n FROM t"
        " WHERE q_melding IS NOT NULL GROUP BY ALL",
        "stand": _stock(
            "SELECT cell, kwartaal, n FROM inn UNION ALL SELECT cell, kwartaal, -n FROM uit"
        ),
        "stand_kort": _stock(_short()),
        "herinstroom": _returns(),
        "duur_ongeldig": _unusable(),
        "cohort": _cohorts(),
        "afloop": _ends(),
        "terugkeer": _returning(),
        "besluit": "SELECT cell, q_besluit AS kwartaal, count(*) AS n, count(*) FILTER"
        " (NOT coalesce(d_instroom <= d_besluit + 91, false)) AS zonder_instroom"
        " FROM t WHERE d_besluit + 91 <= until GROUP BY ALL",
        "herhaling": _repeats(),
    }


def _stock(changes: str) -> str:
    """The running sum of changes, with a row for every quarter up to the last complete one."""
    end = _quarter("(DATE '1970-01-01' + until + 1)")
    return (
        f"WITH net AS (SELECT cell, kwartaal, sum(n) AS n FROM ({changes}) GROUP BY ALL),"
        " span AS (SELECT cell, unnest(range(a, b))::SMALLINT AS kwartaal FROM"
        f" (SELECT cell, min(kwartaal) AS a, any_value({end}) AS b FROM net"
        " JOIN cells USING (cell) GROUP BY cell))"
        " SELECT cell, kwartaal, (sum(coalesce(n, 0)) OVER"
        " (PARTITION BY cell ORDER BY kwartaal))::BIGINT AS n"
        " FROM span LEFT JOIN net USING (cell, kwartaal)"
    )


def _short() -> str:
    """In with the quarter of the inflow, out with that of the end or of the 183rd day."""
    grown = _quarter("(DATE '1970-01-01' + d_instroom + 183)")
    sound = (
        f"SELECT cell, q_instroom, least(q_uitstroom, {grown}) AS q_left FROM t"
        " WHERE d_instroom IS NOT NULL AND NOT coalesce(d_uitstroom < d_instroom, false)"
    )
    return (
        f"SELECT cell, q_instroom AS kwartaal, count(*) AS n FROM ({sound}) GROUP BY ALL"
        f" UNION ALL SELECT cell, q_left, -count(*) FROM ({sound}) GROUP BY ALL"
    )


def _whole(day: str, quarter: str, window: int) -> str:
    """That the window before a day was looked back over, and before most of its quarter."""
    middle = f"(2 * ({quarter}::INT - 7880) + 1) * 1461 >= 32 * (look_back + {window})"
    return f"{day} - {window} >= look_back AND {middle}"


def _returns() -> str:
    found = ", ".join(
        f"count(*) FILTER ({whole} AND gap BETWEEN 0 AND {days}) AS n{days},"
        f" count(*) FILTER ({whole}) AS r{days}"
        for days in WINDOWS
        for whole in (_whole("d_instroom", "q_instroom", days),)
    )
    before = (
        "SELECT cell, q_instroom, d_instroom, look_back, d_instroom - max(d_uitstroom) OVER"
        " (PARTITION BY place, cl, regeling ORDER BY d_instroom, traject_id, cell"
        " ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS gap"
        " FROM t WHERE d_instroom IS NOT NULL AND known"
    )
    wide = f"SELECT cell, q_instroom AS kwartaal, {found} FROM ({before}) GROUP BY ALL"
    return f"WITH wide AS MATERIALIZED ({wide}) " + " UNION ALL ".join(
        f"SELECT cell, kwartaal, {days}::INT AS venster, n{days} AS n, r{days} AS at_risk FROM wide"
        for days in WINDOWS
    )


def _durations() -> Iterator[tuple[str, str]]:
    for kind, start, end in TIMED:
        measures = HISTOGRAM.format(end=f"d_{end}")
        yield (
            kind,
            (
                f"SELECT cell, q_{start} AS kwartaal, coalesce(d_{end}, until) - d_{start} AS days,"
                f" {measures} FROM t WHERE d_{start} IS NOT NULL"
                f" AND (d_{end} IS NULL OR d_{end} >= d_{start}) GROUP BY ALL"
            ),
        )
    yield (
        "termijn",
        (
            "SELECT cell, coalesce(q_aanvraag, q_melding, q_instroom) AS kwartaal,"
            f" coalesce(d_besluit, until) - d_termijn AS days, {HISTOGRAM.format(end='d_besluit')}"
            " FROM t WHERE d_termijn IS NOT NULL"
            " AND coalesce(d_aanvraag, d_melding, d_instroom) IS NOT NULL GROUP BY ALL"
        ),
    )


def _unusable() -> str:
    kinds = [
        f"SELECT cell, q_{start} AS kwartaal, '{kind}' AS soort, count(*) AS n FROM t"
        f" WHERE d_{end} < d_{start} GROUP BY ALL"
        for kind, start, end in TIMED
    ]
    no_begin = (
        "SELECT cell, q_uitstroom AS kwartaal, 'uitstroom_zonder_instroom' AS soort, count(*) AS n"
        " FROM t WHERE q_uitstroom IS NOT NULL AND q_instroom IS NULL GROUP BY ALL"
    )
    return " UNION ALL ".join([*kinds, no_begin])


def _cohorts() -> str:
    counted = ", ".join(
        f"count(*) FILTER (seen >= {days}) AS n{days},"
        f" count(*) FILTER (seen >= {days} AND lasted <= {days}) AS u{days},"
        f" count(*) FILTER (seen >= {days} AND lasted <= {days} AND reden = 'werk') AS w{days}"
        for days in WINDOWS
    )
    age = "q_instroom // 4 - geb"
    named = (
        f"CASE WHEN geb IS NULL THEN 'onbekend' WHEN {age} < 27 THEN 'tot_27'"
        f" WHEN {age} < 45 THEN '27_44' WHEN {age} < 55 THEN '45_54' ELSE '55_plus' END"
    )
    rows = (
        "SELECT *, until - d_instroom AS seen, d_uitstroom - d_instroom AS lasted FROM t"
        " WHERE d_instroom IS NOT NULL AND NOT coalesce(d_uitstroom < d_instroom, false)"
    )
    wide = (
        f"SELECT cell, q_instroom AS kwartaal, kanaal, {named} AS leeftijd, {counted}"
        f" FROM ({rows}) GROUP BY ALL"
    )
    return f"WITH wide AS MATERIALIZED ({wide}) " + " UNION ALL ".join(
        f"SELECT cell, kwartaal, kanaal, leeftijd, {days}::INT AS venster, n{days} AS n,"
        f" u{days} AS uitstroom, w{days} AS werk FROM wide WHERE n{days} > 0"
        for days in WINDOWS
    )


def _ends() -> str:
    return (
        "SELECT cell, q_instroom AS kwartaal, CASE WHEN d_uitstroom IS NULL THEN 'loopt'"
        " ELSE coalesce(reden::VARCHAR, 'onbekend') END AS reden,"
        " coalesce(d_uitstroom, until) - d_instroom AS days,"
        f" {HISTOGRAM.format(end='d_uitstroom')} FROM t WHERE d_instroom IS NOT NULL"
        " AND (d_uitstroom IS NULL OR d_uitstroom >= d_instroom) GROUP BY ALL"
    )


def _returning() -> str:
    ended = (
        "SELECT cell, place, cl, until, d_uitstroom, q_uitstroom, reden FROM t"
        " WHERE known AND d_instroom IS NOT NULL AND d_uitstroom >= d_instroom"
    )
    begun = (
        "SELECT place, cl, d_instroom AS day FROM t WHERE known AND d_instroom IS NOT NULL"
        " AND d_uitstroom IS DISTINCT FROM d_instroom"
    )
    found = (
        f"SELECT e.*, CASE WHEN b.day <= until THEN b.day END AS back FROM ({ended}) AS e"
        f" ASOF LEFT JOIN ({begun}) AS b ON e.place = b.place AND e.cl = b.cl"
        " AND b.day >= e.d_uitstroom"
    )
    return (
        "SELECT cell, q_uitstroom AS kwartaal, coalesce(reden::VARCHAR, 'onbekend') AS reden,"
        f" coalesce(back, until) - d_uitstroom AS days, {HISTOGRAM.format(end='back')}"
        f" FROM ({found}) GROUP BY ALL"
    )


def _repeats() -> str:
    whole = _whole("d_melding", "q_melding", WINDOWS[0])
    return (
        "SELECT cell, q_melding AS kwartaal,"
        f" count(*) FILTER ({whole} AND d_melding - before <= {WINDOWS[0]}"
        " AND (begun IS NULL OR begun > d_melding)) AS n,"
        f" count(*) FILTER ({whole}) AS at_risk FROM"
        " (SELECT cell, q_melding, d_melding, look_back, lag(d_melding) OVER mine AS before,"
        " lag(d_instroom) OVER mine AS begun FROM t WHERE d_melding IS NOT NULL AND known"
        " WINDOW mine AS (PARTITION BY place, cl ORDER BY d_melding, traject_id, cell))"
        " GROUP BY ALL"
    )


def _named(table: pa.Table, cells: pa.Table) -> pa.Table:
    """Names in place of cell numbers, as codes."""
    cell = table["cell"].combine_chunks().cast(pa.int32())
    columns = {}
    for name in NAMES:
        coded = pc.dictionary_encode(cells[name].combine_chunks())
        codes = coded.indices.take(cell)
        columns[name] = pa.DictionaryArray.from_arrays(codes, coded.dictionary)
    return pa.table(columns | {name: table[name] for name in table.column_names if name != "cell"})


def _of_kind(table: pa.Table, kind: str) -> pa.Table:
    codes = pa.repeat(pa.scalar(0, pa.int32()), table.num_rows)
    return table.append_column("soort", pa.DictionaryArray.from_arrays(codes, pa.array([kind])))
