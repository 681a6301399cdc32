"""What the first page needs, made ready before the first visitor comes.

Without it the first visitor waited 2 to 3 seconds for the imports and as long
again for the figures.
"""

from __future__ import annotations

from threading import Thread


def warm_up() -> None:
    """Load the chart library and the definitions; begin on the figures beside it.

    The definitions come with the figures: a faulty one of the installation
    itself must not keep the server from starting, or no page could say so.
    """
    import altair  # noqa: F401 - loaded by Streamlit at the first chart otherwise
    import pandas  # noqa: F401

    from ketenkpi.contracts import load_contracts

    load_contracts()
    # The address answers meanwhile; who comes too early waits for this same work.
    Thread(target=_first_page, name="warm-up", daemon=True).start()


def _first_page() -> None:
    from dashboard import reads, session
    from dashboard.views.overzicht import fetched
    from ketenkpi.overview import EVERY_CASE, KEYS
    from ketenkpi.surfaces import reading

    # After an update of the program what pages wait for is made again, by a worker.
    session.jobs().make_ready()
    basis = session.basis()
    quarters = reads.delivered(basis).quarters
    if quarters:
        quarter = reads.opening(basis)
        asked = (basis, "alle", quarter, EVERY_CASE)
        fetched.discussed(basis, "alle", quarter)
        with reading("nl"):
            fetched.cards_drawn(*asked)
            fetched.names(basis, quarter)
            fetched.trend(*asked, KEYS[0], "light")
