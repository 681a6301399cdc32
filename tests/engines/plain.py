"""Every tally once more, in plain loops over dictionaries: the truth the engines are held to.

Written to be obvious, not fast. It shares nothing with `ketenkpi.counts`: rows
are dictionaries with dates, a tally is a dictionary from dimensions to numbers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from tests.engines import plain_chain, plain_cohorts, plain_cooperation, plain_stocks

Row = dict[str, Any]
Table = dict[tuple[Any, ...], tuple[Any, ...]]
EPOCH = date(1970, 1, 1)
SPELL_DATES = (
    *("melding", "aanvraag", "besluit", "instroom", "eerste_betaling", "uitstroom"),
    *("ontvangst_inkomstenopgave", "betaalbaar"),
)
TIMED = (
    ("uitkering", "instroom", "uitstroom"),
    ("melding_aanvraag", "melding", "aanvraag"),
    ("melding_besluit", "melding", "besluit"),
    ("aanvraag_besluit", "aanvraag", "besluit"),
    ("melding_instroom", "melding", "instroom"),
    ("aanvraag_eerste_betaling", "aanvraag", "eerste_betaling"),
    ("instroom_eerste_betaling", "instroom", "eerste_betaling"),
)


def quarter(day: date) -> int:
    return day.year * 4 + (day.month - 1) // 3


def quarter_end(index: int) -> date:
    year, number = divmod(index + 1, 4)
    return date(year, number * 3 + 1, 1) - timedelta(days=1)


class Adder:
    """Adds tuples of numbers per key."""

    def __init__(self) -> None:
        self.table: Table = {}

    def add(self, key: tuple[Any, ...], *numbers: Any) -> None:
        old = self.table.get(key, (0,) * len(numbers))
        self.table[key] = tuple(a + b for a, b in zip(old, numbers, strict=True))


class Windows:
    """From when and up to when each Werkplein was observed."""

    def __init__(
        self,
        tables: Mapping[str, list[Row]],
        dates: Mapping[str, tuple[str, ...]],
        since: Any,
        until: Any,
    ) -> None:
        days: dict[str, list[date]] = defaultdict(list)
        flows: dict[str, list[date]] = defaultdict(list)
        self.places: set[str] = set()
        for contract, names in dates.items():
            for row in tables.get(contract, []):
                self.places.add(row["werkplein"])
                days[row["werkplein"]] += [row[n] for n in names if row[n]]
                flows[row["werkplein"]] += [row[n] for n in ("instroom", "uitstroom") if row.get(n)]
        self.until: dict[str, date | None] = {}
        self.since: dict[str, date | None] = {}
        self.look_back: dict[str, date | None] = {}
        rows = [row for contract in dates for row in tables.get(contract, [])]
        for place in self.places:
            given_until = until.get(place) if isinstance(until, dict) else until
            given_since = since.get(place) if isinstance(since, dict) else since
            last = [
                r["_gezien_tot"] for r in rows if r["werkplein"] == place and r.get("_gezien_tot")
            ]
            first = [
                r["_gezien_vanaf"]
                for r in rows
                if r["werkplein"] == place and r.get("_gezien_vanaf")
            ]
            self.until[place] = max(last) if last else given_until or max(days[place], default=None)
            # A row without a begin, among rows that have one, has its whole past known.
            self.since[place] = None if first else given_since
            self.look_back[place] = self.since[place] or min(flows[place], default=None)

    def of(self, row: Row) -> tuple[date | None, date | None, date | None]:
        place = row["werkplein"]
        return (
            row.get("_gezien_vanaf") or self.since[place],
            row.get("_gezien_vanaf") or self.look_back[place],
            row.get("_gezien_tot") or self.until[place],
        )


def seen(row: Row, names: tuple[str, ...], windows: Windows) -> Row:
    """The row without what is dated after the observed period."""
    since, look_back, until = windows.of(row)
    known = {n: row[n] if row[n] and until and row[n] <= until else None for n in names}
    return {**row, **known, "since": since, "look_back": look_back, "until": until}


def count_plain(
    tables: Mapping[str, list[Row]],
    *,
    observed_until: Any = None,
    observed_from: Any = None,
    return_windows: tuple[int, ...] = (182, 365),
    circle: str = "werkplein",
) -> dict[str, Table]:
    """All tallies of the given contracts."""
    result: dict[str, Table] = {}
    work = {name: [dict(row) for row in rows] for name, rows in tables.items()}
    for row in work.get("trajecten", []):
        unsaid = row["werkplein"] if circle == "werkplein" else ""
        row["kring"] = unsaid if row.get("_kring") is None else row["_kring"]
    for row in (*work.get("trajecten", []), *work.get("stappen", [])):
        row["zaak"], row["partner"] = row.get("_zaak") or "", row.get("_partner") or ""
    if "stappen" in work:
        work["stappen"] = [_with_spell(step, work.get("trajecten")) for step in work["stappen"]]
    chain = {"trajecten": SPELL_DATES, "stappen": ("begin", "einde")}
    windows = Windows(work, chain, observed_from, observed_until)
    duur, wrong = Adder(), Adder()
    if "trajecten" in work:
        spells = [seen(row, SPELL_DATES, windows) for row in work["trajecten"]]
        result["instroom"] = _inflow(spells)
        result["uitstroom"] = _outflow(spells, wrong)
        result["stand"] = _stock(spells, windows)
        result["stand_kort"] = plain_stocks.short(spells, windows.until)
        result["personen"] = plain_stocks.persons(spells, windows.until)
        result["meldingen"] = _reports(spells)
        result["herinstroom"] = _returns(spells, return_windows)
        result |= plain_cohorts.of_spells(spells)
        for row in spells:
            for soort, start, end in TIMED:
                _time(duur, wrong, row, soort, row[start], row[end], row[start])
            paid = (row["ontvangst_inkomstenopgave"], row["betaalbaar"])
            _time(duur, wrong, row, "opgave_betaalbaar", *paid, row["instroom"])
            case = row["aanvraag"] or row["melding"] or row["instroom"]
            _time(duur, None, row, "termijn", row["termijn"], row["besluit"], case)
    if "stappen" in work:
        steps = [seen(row, ("begin", "einde"), windows) for row in work["stappen"]]
        for row in steps:
            _time(duur, wrong, row, f"stap:{row['taak']}", row["begin"], row["einde"], row["begin"])
        result |= plain_cooperation.of_steps(steps)
        result |= plain_chain.of_chain(steps, work.get("trajecten"))
        result["stap_stand"] = plain_stocks.running_steps(steps, windows.until)
    if "trajecten" in work or "stappen" in work:
        result["duur"], result["duur_ongeldig"] = duur.table, wrong.table
    if "vacatures" in work:
        result |= _vacancies(work["vacatures"], observed_from, observed_until)
    if "tevredenheid" in work:
        result |= _satisfaction(work["tevredenheid"])
    if "klachten" in work:
        result["klachten"] = _complaints(work["klachten"])
    if "middelen" in work:
        result["middelen"] = _resources(work["middelen"])
    if "stand_stroom" in work:
        result["stand_stroom"] = _stock_flow(work["stand_stroom"])
    if "samenwerking" in work:
        result["scan"] = plain_cooperation.scan(work["samenwerking"])
    if "werkpleinen" in work:
        result["beroepsbevolking"] = plain_cohorts.labour_force(work["werkpleinen"])
    if "fasen" in work:
        result["fase"] = plain_cooperation.phases(work["fasen"], observed_until)
    return result


def _key(row: Row, index: int, *extra: Any) -> tuple[Any, ...]:
    return (row["werkplein"], index, row["regeling"], row["doelgroep"], *extra)


def _inflow(spells: list[Row]) -> Table:
    adder = Adder()
    for row in spells:
        if row["instroom"]:
            adder.add(_key(row, quarter(row["instroom"]), row["kanaal"]), 1)
    return adder.table


def _outflow(spells: list[Row], wrong: Adder) -> Table:
    adder = Adder()
    for row in spells:
        if row["uitstroom"] and row["instroom"]:
            reason = row["reden_uitstroom"] or "onbekend"
            adder.add(_key(row, quarter(row["uitstroom"]), reason), 1)
        elif row["uitstroom"]:
            wrong.add(_key(row, quarter(row["uitstroom"]), "uitstroom_zonder_instroom"), 1)
    return adder.table


def _stock(spells: list[Row], windows: Windows) -> Table:
    groups: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for row in spells:
        if row["instroom"]:
            groups[row["werkplein"], row["regeling"], row["doelgroep"]].append(row)
    table: Table = {}
    for (place, scheme, target), rows in groups.items():
        events = [r[n] for r in rows for n in ("instroom", "uitstroom") if r[n]]
        index = quarter(min(events))
        until = windows.until[place]
        while until and quarter_end(index) <= until:
            end = quarter_end(index)
            begun = sum(r["instroom"] <= end for r in rows)
            ended = sum(bool(r["uitstroom"]) and r["uitstroom"] <= end for r in rows)
            table[place, index, scheme, target] = (begun - ended,)
            index += 1
    return table


def _reports(spells: list[Row]) -> Table:
    adder = Adder()
    for row in spells:
        if row["melding"]:
            adder.add(_key(row, quarter(row["melding"])), 1)
    return adder.table


def _returns(spells: list[Row], return_windows: tuple[int, ...]) -> Table:
    adder = Adder()
    inflow = [row for row in spells if row["instroom"] and row["client"]]

    def order(row: Row) -> tuple[Any, ...]:
        place = (row["werkplein"], row["regeling"], row["doelgroep"])
        number = (row["traject_id"], row["zaak"], row["partner"])
        return (row["instroom"], number, place)

    for row in inflow:
        earlier_ends = [
            other["uitstroom"]
            for other in inflow
            if (other["kring"], other["client"]) == (row["kring"], row["client"])
            and other["regeling"] == row["regeling"]
            and order(other) < order(row)
            and other["uitstroom"]
        ]
        for days in return_windows:
            whole = plain_cooperation.looked_back(row["instroom"], row["look_back"], days)
            back = bool(earlier_ends) and 0 <= (row["instroom"] - max(earlier_ends)).days <= days
            key = _key(row, quarter(row["instroom"]), days)
            adder.add(key, int(whole and back), int(whole))
    return adder.table


def _time(
    duur: Adder,
    wrong: Adder | None,
    row: Row,
    soort: str,
    start: date | None,
    end: date | None,
    cohort: date | None,
) -> None:
    """One case of one kind; `wrong` is None where a negative duration is normal."""
    if start is None or cohort is None:
        return
    if wrong is not None and end is not None and end < start:
        wrong.add(_key(row, quarter(cohort), soort), 1)
        return
    left = end or row["until"]
    since = row["since"]
    # A case is under way from its start; only a term runs from before it is counted.
    begun = cohort if wrong is None else start
    if since is not None and begun < since:
        if left <= since:
            return
        duur.add(_key(row, quarter(cohort), soort, (since - start).days), 1, 0, 0)
    days = (left - start).days
    duur.add(_key(row, quarter(cohort), soort, days), 0, int(end is not None), int(end is None))


def _with_spell(step: Row, spells: list[Row] | None) -> Row:
    number = (step["traject_id"], step["zaak"])
    mine = [s for s in spells or [] if (s["traject_id"], s["zaak"]) == number]
    here = [s for s in mine if s["werkplein"] == step["werkplein"]]
    places = {s["werkplein"] for s in mine}
    none = {"regeling": "onbekend", "doelgroep": "onbekend", "thuis": step["werkplein"], "bij": ""}
    if not here and len(places) != 1:
        return {**step, **none}
    group = here or mine
    partners = {s["partner"] for s in group}
    partner = step["partner"] if step["partner"] in partners else min(partners)
    group = [s for s in group if s["partner"] == partner]
    return {
        **step,
        "werkplein": step["werkplein"] or group[0]["werkplein"],
        "regeling": min(s["regeling"] for s in group),
        "doelgroep": min(s["doelgroep"] for s in group),
        "thuis": group[0]["werkplein"],
        "bij": partner,
    }


def _yes_no(value: bool | None) -> str:
    return "onbekend" if value is None else "ja" if value else "nee"


def _vacancies(rows: list[Row], since: Any, until: Any) -> dict[str, Table]:
    dates = ("geregistreerd", "gesloten")
    windows = Windows({"vacatures": rows}, {"vacatures": dates}, since, until)
    number, days = Adder(), Adder()
    known = [seen({**row, "regeling": "alle", "doelgroep": "alle"}, dates, windows) for row in rows]
    for row in known:
        if row["geregistreerd"] is None:
            continue
        outcome = (row["uitkomst"] or "onbekend") if row["gesloten"] else "open"
        dims = (row["geworven_door"] or "onbekend", outcome, _yes_no(row["geschikt_wwb"]))
        index = quarter(row["geregistreerd"])
        number.add(_key(row, index, *dims, row["vervuld_uit"] or "onbekend"), 1)
        if row["gesloten"] and row["gesloten"] < row["geregistreerd"]:
            continue
        left = row["gesloten"] or row["until"]
        if row["since"] and row["geregistreerd"] < row["since"]:
            if left <= row["since"]:
                continue
            entry = (row["since"] - row["geregistreerd"]).days
            days.add(_key(row, index, *dims, entry), 1, 0, 0)
        closed = row["gesloten"] is not None
        length = (left - row["geregistreerd"]).days
        days.add(_key(row, index, *dims, length), 0, int(closed), int(not closed))
    tables = {"vacatures": number.table, "vacature_duur": days.table}
    return tables | {"vacature_stand": plain_stocks.open_vacancies(known, windows.until)}


def _satisfaction(rows: list[Row]) -> dict[str, Table]:
    marks, by_mark = Adder(), Adder()
    answers: dict[tuple[Any, ...], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    invited: dict[tuple[Any, ...], int] = {}
    for row in rows:
        key = (row["werkplein"], row["kwartaal"], "alle", "alle", row["klantgroep"])
        score, priority = row["score"], row["prioriteit"]
        answers[key][row["klantprincipe"]] += 1
        if row["aangeschreven"] is not None:
            invited[key] = max(row["aangeschreven"], invited.get(key, 0))
        given = priority is not None
        by_mark.add((*key, row["klantprincipe"], score), 1)
        marks.add(
            (*key, row["klantprincipe"]),
            1, score, score**2, int(score >= 8), int(given), priority if given else 0,
            priority - score if given else 0, (priority - score) ** 2 if given else 0,
        )  # fmt: skip
    response = {
        key: (answers[key].get("algemeen", 0) or max(answers[key].values()), invited[key])
        for key in invited
    }
    return {"klant": marks.table, "score_hist": by_mark.table, "respons": response}


def _complaints(rows: list[Row]) -> Table:
    adder = Adder()
    for row in rows:
        adder.add((row["werkplein"], quarter(row["datum"]), "alle", "alle", row["thema"]), 1)
    return adder.table


def _missing_sum(old: Any, new: Any) -> Any:
    if old is None or new is None:
        return new if old is None else old
    return old + new


def _add_missing(table: Table, key: tuple[Any, ...], numbers: tuple[Any, ...]) -> None:
    old = table.get(key, (None,) * len(numbers))
    table[key] = tuple(_missing_sum(a, b) for a, b in zip(old, numbers, strict=True))


def _resources(rows: list[Row]) -> Table:
    table: Table = {}
    for row in rows:
        key = (
            row["werkplein"],
            row["kwartaal"],
            "alle",
            row["doelgroep"],
            row["organisatie"],
            row["soort"],
            row["taak"] or "onbekend",
            _yes_no(row["gezamenlijk"]),
        )
        _add_missing(table, key, (row["begroot"], row["besteed"], row["fte"]))
    return table


def _stock_flow(rows: list[Row]) -> Table:
    names = (
        *("beginstand", "instroom", "uitstroom", "uitstroom_werk", "herinstroom", "eindstand"),
        *("betalingen", "betalingen_binnen_10_dagen"),
    )
    table: Table = {}
    for row in rows:
        key = _key(row, row["kwartaal"], row.get("_partner") or "")
        _add_missing(table, key, tuple(row[name] for name in names))
    return table
