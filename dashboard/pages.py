"""Where each page is: `views/<page>/page.py`, at the address `/<page>`."""

from __future__ import annotations


def path(page: str) -> str:
    """The file of a page, as Streamlit asks for it in a link."""
    return f"views/{page}/page.py"
