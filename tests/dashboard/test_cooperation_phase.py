"""The page about the phase of a Werkplein: register, findings and timeline."""

from __future__ import annotations

import pytest

from ketenkpi.scope import Scope
from ketenkpi.store import Store
from ketenkpi.wording import LANGUAGES, Language
from tests.dashboard.conftest import Opened
from tests.dashboard.said import said
from tests.dashboard.small import LAST, NOORD, ZUID, csv

HEAD = "werkplein;doelgroep;fase;vanaf;tot;bewijs;akkoord_uwv;akkoord_gemeente"


@pytest.mark.slow
@pytest.mark.parametrize("taal", LANGUAGES)
def test_the_page_shows_register_findings_and_timeline(
    opened: Opened, store: Store, taal: Language
) -> None:
    rows = [
        f"{NOORD};jongere;1;01-01-2009;30-06-2009;plan;01-12-2008;01-12-2008",
        f"{NOORD};jongere;2;01-07-2009;;;;",
        f"{ZUID};jongere;0;01-01-2009;;;01-12-2008;",
    ]
    result = store.upload(
        csv(rows, HEAD),
        "fasen",
        by="test",
        organisation="samen",
        quarter=LAST,
        filename="f.csv",
        scope=Scope.everything(),
    )
    assert result.status == "stored", result.findings.listed
    app = opened("samenwerking", deel="fase", plek=NOORD, kwartaal=str(LAST), taal=taal)
    words = said(app)
    told = {
        "nl": ("fase 2 (Duo's) voor jongeren", "ontbreekt het akkoord van beide partners"),
        "en": ("phase 2 (Duos) for young people", "the approval of both partners is lacking"),
    }[taal]
    assert all(each in words for each in told)
    counted = {
        "nl": "2 Werkpleinen: 1 in fase 0 en 1 in fase 2",
        "en": "2 Werkpleinen: 1 in phase 0 and",
    }
    assert counted[taal] in words
