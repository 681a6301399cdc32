"""A small drawing of every kind, with gaps, put together by hand."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from ketenkpi.charts import Drawing, drawing_of
from ketenkpi.surfaces import reading

NAN = math.nan
QUARTERS = ("2008K4", "2009K1", "2009K2", "2009K3")


def _course() -> pd.DataFrame:
    values = ((100, 90, 110), (NAN, NAN, NAN), (NAN, 91, NAN), (0, 0, 5))
    states = ("final", "missing", "at_least", "provisional")
    subject = [
        {"kwartaal": at, "role": "subject", "name": "A", "state": state, "text": f"A {at}"}
        | dict(zip(("value", "low", "high"), three, strict=True))
        | {"chosen": at == QUARTERS[-1]}
        for at, three, state in zip(QUARTERS, values, states, strict=True)
    ]
    peers = [
        {"kwartaal": at, "role": "peer", "name": "B", "state": "shown", "text": "B"}
        | {"value": 60.0, "low": NAN, "high": NAN, "chosen": False}
        for at in QUARTERS
    ]
    marks = [
        {"kwartaal": "2009K1", "role": role, "name": name, "state": "shown", "text": text}
        | {"value": NAN, "low": NAN, "high": NAN, "chosen": False}
        for role, name, text in (("event", "WIJ", "De WIJ gaat in."), ("note", "[1]", "Verhuisd."))
    ]
    return pd.DataFrame(subject + peers + marks)


def _control() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "kwartaal": ["2009K1", "2009K2", "2009K3"],
            "value": [0.3, NAN, 0.5],
            "centre": [0.35, 0.35, 0.35],
            "low": [0.2, 0.2, 0.2],
            "high": [0.45, 0.45, 0.45],
            "target": [0.4, 0.4, NAN],
            "phase": [0, 0, 0],
            "variation": ["common", "none", "concern"],
            "text": ["a", "b", "c"],
        }
    )


def places() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "place": ["B", "A", "C"],
            "role": ["other", "subject", "other"],
            "value": [0.3, 0.4, NAN],
            "low": [0.2, 0.3, NAN],
            "high": [0.4, 0.5, NAN],
            "adjusted": [0.31, 0.38, NAN],
            "adjusted_low": [0.25, 0.3, NAN],
            "adjusted_high": [0.4, 0.45, NAN],
            "note": ["", "", "te weinig waarnemingen"],
            "text": ["B", "A", "C"],
        }
    )


def _funnel() -> pd.DataFrame:
    n, position = [100.0, 50.0, NAN], ["inside", "above_998", "unknown"]
    points = places().assign(kind="point", n=n, position=position)
    limits = {"low_95": 0.2, "high_95": 0.5, "low_998": 0.1, "high_998": 0.6}
    curve = pd.DataFrame([{"kind": "limit", "n": at, **limits} for at in (40.0, 80.0, 120.0)])
    middle = pd.DataFrame([{"kind": "middle", "value": 0.35}])
    return pd.concat([points, curve, middle], ignore_index=True)


def bars() -> pd.DataFrame:
    rows: list[dict[str, Any]] = [
        {"label": "a → b", "side": "x", "colour": "signal", "value": 3.0, "low": 2.0, "high": 4.0},
        {"label": "a → b", "side": "y", "colour": "context", "value": NAN, "low": NAN, "high": NAN},
    ]
    return pd.DataFrame(rows).assign(note=["", "te weinig"], text="zin")


def _flow() -> pd.DataFrame:
    band = {"role": "band", "band": 1, "kind": "tussen", "handover": "a>b", "text": "b: 3"}
    box = {"role": "box", "x": 0.0, "y0": 0.0, "y1": 9.0, "middle": 4.0, "text": "UWV"}
    edge = [{**band, "x": x, "y0": 0.0, "y1": 5.0} for x in (0.0, 1.0)]
    return pd.DataFrame([*edge, box, {"role": "head", "x": 0.0, "middle": 0.0, "text": "Intake"}])


def _lanes() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "place": ["Dorp", "Stad"],
            "first": [None, "2009-01-01"],
            "last": [None, "2009-04-01"],
            "phase": [None, "2"],
            "lacking": [False, True],
            "text": ["niets", "fase 2"],
            "subject": "Stad",
            "chosen": "2009-03-31",
        }
    )


def _parties() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "label": ["Overleg", "Overleg", "Formaliteit van regels"],
            "low": ["nooit", "nooit", "los"],
            "high": ["altijd", "altijd", "vast"],
            "party": ["UWV", "gemeente", "UWV"],
            "value": [3.0, NAN, 1.0],
            "before": [2.0, NAN, NAN],
            "helps": [True, True, False],
            "note": ["", "leeg", ""],
            "text": "zin",
        }
    )


def _strategies() -> pd.DataFrame:
    ends = ((0, 33), (33, 67), (67, 100))
    bands = [{"name": str(a), "start": float(a), "end": float(b)} for a, b in ends]
    party = {"party": "UWV", "value": 40.0, "low": 30.0, "high": 50.0, "text": "zin"}
    return pd.DataFrame([party, *bands])


def _partners() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "name": ["ICT", "ICT"],
            "partner": ["UWV", "Gemeente"],
            "place": [0, 1],
            "value": [3.0, 4.0],
            "low": NAN,
            "high": NAN,
            "beside": [2.0, NAN],
            "mark": [10.0, NAN],
            "before": [1.0, 2.0],
            "after": [2.0, 1.0],
            "part": ["samen", "apart"],
            "colour": ["#0072B2", "#7A7F87"],
            "order": [2, 3],
            "share": [0.4, 0.6],
            "label": "",
            "text": "zin",
        }
    )


def _curves() -> pd.DataFrame:
    days, n = (0, 91, 182, 365), (120, 80, 40, NAN)
    half = {"group": "jongeren", "day": 300, "median": 0.5, "text": "mediaan 300 dagen"}
    curves = pd.DataFrame(
        [
            {"group": group, "day": day, "value": share, "low": share - 0.05, "high": share}
            | {"at_risk": left, "text": f"{group}, {day} dagen"}
            for group, speed in (("jongeren", 0.002), ("grote afstand", 0.001))
            for day, left in zip(days, n, strict=True)
            for share in (math.exp(-speed * day),)
        ]
    )
    return pd.concat([curves, pd.DataFrame([half])], ignore_index=True)


def _parts_in_order() -> pd.DataFrame:
    rows = [
        {"label": "besluit", "role": "part", "value": 20, "nine": 50, "term": 56},
        {"label": "intake → diagnose", "role": "wait", "value": 6, "low": 5, "high": 8, "nine": 9},
    ]
    return pd.DataFrame(rows).assign(number="6", text="zin")


def _cells() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "place": ["Almere", "Almere", "Bergen"],
            "column": ["uitstroom", "snelheid", "uitstroom"],
            "label": ["49,1%", "", "52,0%"],
            "verdict": ["concern", "", "improvement"],
            "text": "zin",
        }
    )


def _goals() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "name": ["Binnen 10 dagen", "Naar werk"],
            "start": [0.6, NAN],
            "value": [0.7, 0.5],
            "low": [0.65, NAN],
            "high": [0.75, NAN],
            "target": [0.9, NAN],
            "text": "zin",
        }
    )


def _in_phases() -> pd.DataFrame:
    empty = {"name": "", "value": NAN, "low": NAN, "high": NAN, "text": ""}
    rows = [empty | {"phase": phase, "role": "scale", "low": 0.2, "high": 0.9} for phase in "12"]
    rows.append(empty | {"phase": "1", "role": "middle", "value": 0.45, "text": "zin"})
    for name, role, value in (("A", "subject", 0.5), ("B", "other", 0.4)):
        rows.append({"phase": "1", "role": role, "name": name, "value": value, "text": "zin"})
        rows[-1] |= {"low": value - 0.1, "high": value + 0.1}
    return pd.DataFrame(rows)


def _event() -> pd.DataFrame:
    at = list(range(-3, 4))
    value = [0.0, 0.3, -0.2, 0.1, 0.9, 1.2, NAN]
    rows = pd.DataFrame({"since": at, "value": value, "unseen": 0.8, "none": 0.0, "text": "zin"})
    return rows.assign(low=rows["value"] - 0.5, high=rows["value"] + 0.5)


def quadrant() -> Drawing:
    """Two figures against each other, with a word in each corner."""
    rows = pd.DataFrame({"name": ["bereikbaarheid", "houvast"], "x": [6.9, 7.4], "y": [8.0, 7.2]})
    for axis in "xy":
        rows = rows.assign(**{f"{axis}_low": rows[axis] - 0.2, f"{axis}_high": rows[axis] + 0.2})
    rows = rows.assign(role=["subject", "other"], text="zin")
    told: dict[str, Any] = {"across": "ervaring", "up": "belang", "middle_x": 7.1, "middle_y": 7.6}
    told["corners"] = ["eerst", "goed zo", "later", "genoeg"]
    return Drawing("quadrant", "mark", rows, "Zin.", told)


def _groups() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "label": ["houvast", "houvast", "tijdigheid", "tijdigheid"],
            "group": ["werkzoekenden", "werkgevers"] * 2,
            "value": [6.3, 6.6, 6.1, NAN],
            "low": [5.9, 5.8, NAN, NAN],
            "high": [6.8, 7.3, NAN, NAN],
            "middle": [6.2, NAN, 6.4, 6.0],
            "number": ["6,3", "6,6", "6,1", ""],
            "text": "zin",
        }
    )


def _rug() -> pd.DataFrame:
    rows = [
        {"role": "name", "x": 0.0, "y": 0.5, "text": "Instroom"},
        {"role": "value", "x": 0.5, "y": 0.5, "text": "12"},
        *({"role": "course", "x": x, "y": 0.4, "run": 0, "text": "zin"} for x in (0.5, 0.7)),
        {"role": "now", "x": 0.7, "y": 0.4, "text": "zin"},
        {"role": "other", "x": 0.8, "y": 0.5, "text": "zin"},
        {"role": "range", "x": 0.85, "x2": 0.9, "y": 0.5, "text": ""},
        {"role": "own", "x": 0.87, "y": 0.5, "text": "zin"},
    ]
    return pd.DataFrame(rows).assign(at=0)


def every_drawing() -> list[Drawing]:
    """One of every kind there is."""
    scans = pd.DataFrame({"kwartaal": QUARTERS[:2], "party": "UWV", "value": [1.0, 2.0]})
    found = {
        ("course", "days"): _course(),
        ("control", "share"): _control(),
        ("spread", "share"): places(),
        ("order", "number"): places().assign(low=[1, 1, NAN], high=[2, 2, NAN]),
        ("funnel", "share"): _funnel(),
        ("bars", "days"): bars(),
        ("swimlanes", "number"): _lanes(),
        ("marks", "mark"): _parties(),
        ("scans", "mark"): scans.assign(text="zin"),
        ("balance", "mark"): _parties(),
        ("strategies", "number"): _strategies(),
        ("by_partner", "euro"): _partners(),
        ("beside_mark", "times"): _partners(),
        ("parts", "share"): _partners(),
        ("moved", "number"): _partners(),
        ("survival", "share"): _curves(),
        ("matrix", "number"): _cells(),
        ("bullet", "share"): _goals(),
        ("tiles", "number"): _cells().assign(short="A", row=[0, 0, 1], column=[0, 1, 0]),
        ("dots", "share"): places().rename(columns={"place": "label"}).assign(name="A"),
        ("by_phase", "share"): _in_phases(),
        ("groups", "mark"): _groups(),
        ("in_order", "days"): _parts_in_order(),
        ("event_study", "points"): _event(),
        ("rug", "number"): _rug(),
        ("spark", "days"): _course()[:4].assign(at=range(4)),
        ("strip", "share"): places(),
    }
    with reading("nl"):
        made = [drawing_of(kind, unit, rows, "Zin.") for (kind, unit), rows in found.items()]
    return [*made, flow(("a>b",)), quadrant()]


def flow(chosen: tuple[str, ...]) -> Drawing:
    """Clients through the chain, with these handovers chosen."""
    return Drawing("flow", "number", _flow(), "Zin.", {"chosen": list(chosen), "tall": 100}, 100)
