"""A page that fails says so, in the language of who reads, after the page itself was left."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

pytestmark = pytest.mark.slow


def _own() -> None:
    from dashboard.app import explain

    assert explain(KeyError("een fout van ons"))


def _of_the_user() -> None:
    from dashboard.app import explain
    from ketenkpi.errors import UsageError

    assert explain(UsageError("catalogue.unknown_upload", id=7))


@pytest.mark.parametrize(
    ("script", "language", "said"),
    [
        (_own, "nl", "Er ging iets mis in ketenkpi zelf"),
        (_own, "en", "Something went wrong in ketenkpi itself"),
        (_of_the_user, "nl", "Er is geen levering met nummer 7"),
        (_of_the_user, "en", "There is no upload with number 7"),
    ],
)
def test_what_went_wrong_is_said(script: object, language: str, said: str) -> None:
    page = AppTest.from_function(script, default_timeout=60)
    page.query_params["taal"] = language
    page.run()
    assert not page.exception, page.exception[0].stack_trace
    assert page.error[0].value.startswith(said)
