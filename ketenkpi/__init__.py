"""ketenkpi: chain performance indicators per Werkplein, from uploaded quarterly files.

The stages in the order the data goes, each importing only earlier ones:

    contracts    bytes -> typed rows, or findings that say what to mend
    catalogue    rows -> immutable Parquet and one catalogue row; life cycle, audit
    counts       rows -> additive tallies, on any dataframe engine
    stats        estimators on arrays; know nothing of Werkpleinen
    indicators   tallies -> estimates with interval, n and method, or a reason
    store        all of it together on one installation's data
    cli          the `ketenkpi` command
"""
