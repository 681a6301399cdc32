"""Two partners who see an agreement differently, with the clients and waits around it."""

from __future__ import annotations

from ketenkpi.cooperation import Coordination, Figure, ScanAnswers, answers_of, coordination
from tests.unit.cooperation.scan_rows import QUARTER, STAD, Row, agreed, pair, scores

WITHIN = "binnen_uitkering"
CLIENTS = {
    "korte_afstand": 100.0, "jongere": 50.0, "grote_afstand": 40.0, "overig": 10.0,
    "samenloop": 8.0, "overgang_ww_wwb": 4.0,
}  # fmt: skip


def given_by(*rows: list[Row]) -> ScanAnswers:
    return answers_of([row for each in rows for row in each], STAD, QUARTER)


def judged(answers: ScanAnswers, time_factor: bool = False) -> Coordination:
    clients = {
        key: Figure(n, n=1, method="indicators.method_full_count") for key, n in CLIENTS.items()
    }
    days = {(WITHIN, "intake>diagnose"): Figure(6.0, n=9, method="indicators.method_full_count")}
    return coordination(answers, clients, days, time_factor=time_factor)


# UWV sees an agreement on the process of intake and diagnosis, the gemeente sees none.
APART = given_by(
    [
        pair("uwv", "intake_diagnose", WITHIN, 0, 2),
        pair("gemeente", "intake_diagnose", WITHIN, 0, 0),
    ],
    [pair("uwv", "diagnose_vacatures", WITHIN, 2, 2)],
    [pair("gemeente", "diagnose_vacatures", WITHIN, 2, 2)],
    agreed("uwv", {"intake": (2, 1), "diagnose": (1, 1)}),
    agreed("gemeente", {"intake": (0, 1), "diagnose": (1, 1)}),
    scores("uwv", {"vertrouwen": 3}),
)
