"""Everything the first page needs, loaded before the first visitor comes."""

from __future__ import annotations


def warm_up() -> None:
    """Import the chart library and the definitions, and open the store once."""
    import altair  # noqa: F401 - loaded by Streamlit at the first chart otherwise
    import pandas  # noqa: F401

    from dashboard import reads, session  # noqa: F401
    from ketenkpi.contracts import load_contracts
    from ketenkpi.indicators import load_indicators

    load_contracts()
    load_indicators()
