"""Figures out of counts, against pandas groupby-apply with scipy per group.

The input is what a network of 100 Werkpleinen leaves after ten years: a
million invented spells and what belongs to them, counted once before anything
is timed. Timed are: every indicator by Werkplein, quarter, regeling and
doelgroep; one overview page out of the file in which the store keeps its
counts, and once more with the counts that the store then has in memory; and
the same numbers as an analyst makes them. The analyst's side
takes minutes for everything, so it works on `SAMPLE` groups per indicator and
its time is scaled by the number of groups. Both sides agree to 1e-9, or the
benchmark stops; of means and durations the values do, for the analyst's limits
(Student's t, log-log) are of other methods than ours.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks import Compared
from benchmarks.counts import FIRST_DAY, QUARTERS, WERKPLEINEN, write_spells
from ketenkpi.contracts import load_contracts
from ketenkpi.counts import Counts, count
from ketenkpi.indicators import Needed, indicators, load_indicators, needed
from ketenkpi.scope import Scope
from ketenkpi.store.counts_in_memory import counts_of
from ketenkpi.vocabulary import Quarter

SPELLS, STEPS, ANSWERS, VACANCIES = 1_000_000, 400_000, 600_000, 40_000
BY = ("werkplein", "kwartaal", "regeling", "doelgroep")
FIRST = Quarter.of(FIRST_DAY.astype(object)).index
# What `dashboard/views/overzicht` asks for one overview: its tiles, by Werkplein and
# quarter, of the last twelve quarters.
PAGE_QUARTERS = tuple(range(FIRST + QUARTERS - 12, FIRST + QUARTERS))
SAMPLE = 1_500
ALL_SECONDS, PAGE_SECONDS, IMPORT_SECONDS = 10.0, 0.3, 0.5
FASTER = 1 / 20
Z = 1.959963984540054
Triple = tuple[float, float, float]


def invented(folder: Path, spells: int = SPELLS) -> Counts:
    """The counts of an invented network; the same at every call."""
    draw = np.random.default_rng(11)
    path = folder / "trajecten.parquet"
    write_spells(path, spells)
    scale = spells / SPELLS
    return count(
        {
            "trajecten": path,
            "stappen": _steps(draw, int(STEPS * scale), spells),
            "tevredenheid": _answers(draw, int(ANSWERS * scale)),
            "middelen": _resources(draw),
            "vacatures": _vacancies(draw, int(VACANCIES * scale)),
            "klachten": _complaints(draw, int(VACANCIES * scale)),
        }
    )


def _places(draw: np.random.Generator, rows: int) -> np.ndarray:
    names = np.array([f"Voorbeeld {n:03d}" for n in range(WERKPLEINEN)], dtype=object)
    return names[draw.zipf(1.3, rows) % WERKPLEINEN]


def _choices(draw: np.random.Generator, rows: int, contract: str, column: str) -> np.ndarray:
    codes = np.array(list(load_contracts()[contract].column(column).values), dtype=object)
    return codes[draw.integers(0, len(codes), rows)]


def _days(first: np.ndarray, missing: np.ndarray) -> pd.Series:
    days = (FIRST_DAY + first.astype("int64")).astype("datetime64[s]")
    return pd.Series(days).mask(missing)


def _steps(draw: np.random.Generator, rows: int, spells: int) -> pd.DataFrame:
    # Each chosen spell goes down the chain from the first task, so handovers
    # are those of a chain and not every task to every other.
    tasks = list(load_contracts()["stappen"].column("taak").values)
    spell = np.repeat(draw.permutation(spells)[: rows // 3], 3)
    task = np.tile(np.arange(3), rows // 3)
    begin = draw.integers(0, int(QUARTERS * 91.3) - 200, rows // 3).repeat(3) + task * 40
    return pd.DataFrame(
        {
            "traject_id": [f"T-{n:08d}" for n in spell],
            "taak": np.array(tasks, dtype=object)[task],
            "organisatie": _choices(draw, len(task), "stappen", "organisatie"),
            "overdracht": _choices(draw, len(task), "stappen", "overdracht"),
            "medewerker": [f"m-{n}" for n in draw.integers(0, 2_000, len(task))],
            "begin": _days(begin, np.zeros(len(task), dtype=bool)),
            "einde": _days(begin + draw.integers(0, 60, len(task)), draw.random(len(task)) < 0.05),
        }
    )


def _answers(draw: np.random.Generator, rows: int) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "werkplein": _places(draw, rows),
            "kwartaal": draw.integers(FIRST, FIRST + QUARTERS, rows),
            "klantgroep": _choices(draw, rows, "tevredenheid", "klantgroep"),
            "klantprincipe": _choices(draw, rows, "tevredenheid", "klantprincipe"),
            "score": np.clip(np.round(draw.normal(7, 1.6, rows)), 1, 10),
            "prioriteit": draw.integers(1, 11, rows).astype(float),
            "aangeschreven": np.full(rows, 100_000),
        }
    )


def _resources(draw: np.random.Generator) -> pd.DataFrame:
    codes = load_contracts()["middelen"]
    cells = pd.MultiIndex.from_product(
        [
            [f"Voorbeeld {n:03d}" for n in range(WERKPLEINEN)],
            range(FIRST, FIRST + QUARTERS),
            list(codes.column("organisatie").values),
            list(codes.column("soort").values),
        ],
        names=["werkplein", "kwartaal", "organisatie", "soort"],
    ).to_frame(index=False)
    return cells.assign(
        begroot=draw.integers(10_000, 900_000, len(cells)).astype(float),
        besteed=draw.integers(10_000, 900_000, len(cells)).astype(float),
        fte=draw.integers(1, 40, len(cells)).astype(float),
    )


def _vacancies(draw: np.random.Generator, rows: int) -> pd.DataFrame:
    begin = draw.integers(0, int(QUARTERS * 91.3) - 100, rows)
    places, days = _places(draw, rows), draw.integers(0, 99, rows)
    runs = draw.random(rows) < 0.2
    return pd.DataFrame(
        {
            "werkplein": places,
            "geregistreerd": _days(begin, np.zeros(rows, dtype=bool)),
            "gesloten": _days(begin + days, runs),
            # What is still open has no outcome yet.
            "uitkomst": np.where(runs, None, _choices(draw, rows, "vacatures", "uitkomst")),
            "geworven_door": _choices(draw, rows, "vacatures", "geworven_door"),
        }
    )


def _complaints(draw: np.random.Generator, rows: int) -> pd.DataFrame:
    day = draw.integers(0, int(QUARTERS * 91.3) - 100, rows)
    return pd.DataFrame(
        {
            "werkplein": _places(draw, rows),
            "datum": _days(day, np.zeros(rows, dtype=bool)),
            "thema": draw.choice(np.array(["wachttijd", "bejegening", "fout"], object), rows),
        }
    )


@dataclass(frozen=True)
class Peer:
    """One indicator as an analyst makes it: the rows of one group -> value, low, high."""

    key: str
    tally: str
    only: dict[str, str]
    of: Callable[[pd.DataFrame], Triple]
    same_limits: bool = True

    def rows(self, counts: Counts) -> pd.DataFrame:
        """The rows of the tally that it counts."""
        rows = counts.table(self.tally).to_pandas()
        for name, value in self.only.items():
            rows = rows[rows[name].astype(str) == value]
        return rows


def _poisson(rows: pd.DataFrame) -> Triple:
    from scipy.stats import chi2

    n = rows["n"].sum()
    low = chi2.ppf(0.025, 2 * n) / 2 if n else 0.0
    return float(n), float(low), float(chi2.ppf(0.975, 2 * n + 2) / 2)


def _share(events: int, trials: int) -> Triple:
    from scipy.optimize import brentq
    from scipy.stats import binom

    def beyond(tail: Callable[..., float]) -> float:
        def chance(share: float) -> float:
            return tail(events, trials, share) - binom.pmf(events, trials, share) / 2 - 0.025

        return float(brentq(chance, 0, 1, xtol=1e-13))

    if trials == 0:
        return np.nan, np.nan, np.nan
    # P(X > x) + P(X = x)/2 is P(X >= x) - P(X = x)/2, and the same below.
    low = beyond(lambda x, n, p: binom.sf(x - 1, n, p)) if events else 0.0
    high = beyond(binom.cdf) if events < trials else 1.0
    return events / trials, low, high


def _work(rows: pd.DataFrame) -> Triple:
    return _share(int(rows.loc[rows["reden"] == "werk", "n"].sum()), int(rows["n"].sum()))


def _returned(rows: pd.DataFrame) -> Triple:
    return _share(int(rows["n"].sum()), int(rows["at_risk"].sum()))


def _mean(rows: pd.DataFrame) -> Triple:
    from scipy.stats import t

    n, total, squares = rows["n"].sum(), rows["sum"].sum(), rows["sum_sq"].sum()
    if n < 2:
        return np.nan, np.nan, np.nan
    mean = total / n
    sd = np.sqrt(max((squares - total * mean) / (n - 1), 0))
    if sd == 0:
        return mean, np.nan, np.nan
    low, high = t.interval(0.95, n - 1, loc=mean, scale=sd / np.sqrt(n))
    return mean, max(low, 1.0), min(high, 10.0)


def _median(rows: pd.DataFrame) -> Triple:
    from scipy.stats import CensoredData, ecdf

    events = np.repeat(rows["days"].to_numpy(float), rows["events"])
    running = np.repeat(rows["days"].to_numpy(float), rows["censored"])
    if len(events) + len(running) == 0:
        return np.nan, np.nan, np.nan
    curve = ecdf(CensoredData(uncensored=events, right=running)).sf
    days, left = curve.quantiles, curve.probabilities
    if left.min() > 0.5 + 1e-9:
        return np.nan, np.nan, np.nan
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # where the curve is 1 or 0 it has no log-log limits
        limits = curve.confidence_interval(0.95, method="log-log")
    return (
        _first(days, left <= 0.5 + 1e-9),
        _first(days, (limits.low.probabilities <= 0.5 + 1e-9) | (left == 0)),
        _first(days, limits.high.probabilities <= 0.5 + 1e-9),
    )


def _first(days: np.ndarray, reached: np.ndarray) -> float:
    return float(days[reached][0]) if reached.any() else np.nan


PEERS = (
    Peer("instroom", "instroom", {}, _poisson),
    Peer("uitstroom_werk", "uitstroom", {"reden": "werk"}, _poisson),
    Peer("aandeel_werk", "uitstroom", {}, _work),
    Peer("herinstroom", "herinstroom", {"venster": "365"}, _returned),
    Peer("klanttevredenheid", "klant", {"klantgroep": "werkzoekende"}, _mean, False),
    Peer("uitkeringsduur", "duur", {"soort": "uitkering"}, _median, False),
)


@dataclass(frozen=True)
class Timed:
    """Seconds of both sides for one indicator, over all its groups, and how many there are."""

    ours: float
    peer: float
    groups: int


def against(peer: Peer, counts: Counts) -> Timed:
    """One indicator both ways; raises AssertionError when a figure differs by more than 1e-9."""
    started = time.perf_counter()
    found = indicators(counts, keys=[peer.key], by=BY)
    ours = time.perf_counter() - started
    split = load_indicators()[peer.key].split
    keys = [name for name in BY if name in load_indicators()[peer.key].dimensions]
    if split and load_indicators()[peer.key].always_split and split not in peer.only:
        found, keys = found.rename(columns={"split": split}), [*keys, split]
    elif split in peer.only:
        found = found[found["split"] == peer.only[split]]
    between = time.perf_counter()
    rows = peer.rows(counts)
    groups = rows.groupby(keys, observed=True, sort=False)
    spent = time.perf_counter() - between
    number = groups.ngroup()
    chosen = np.random.default_rng(5).permutation(groups.ngroups)[:SAMPLE]
    sample = rows[number.isin(chosen)]
    between = time.perf_counter()
    theirs = sample.groupby(keys, observed=True, sort=False).apply(peer.of)
    scaled = (time.perf_counter() - between) * groups.ngroups / len(chosen)
    _agree(peer, theirs, found.set_index(keys))
    return Timed(ours, spent + scaled, groups.ngroups)


def _agree(peer: Peer, theirs: pd.Series, found: pd.DataFrame) -> None:
    # Where we give no figure (too few cases), there is nothing to compare.
    columns = 3 if peer.same_limits else 1
    ours = found.loc[theirs.index, ["value", "low", "high"]].to_numpy(float)[:, :columns]
    peers = np.array(theirs.tolist(), dtype=float)[:, :columns]
    shown = ~np.isnan(ours[:, 0])
    assert shown.any(), f"{peer.key}: no figure to compare"
    np.testing.assert_allclose(ours[shown], peers[shown], rtol=1e-9, atol=1e-9, err_msg=peer.key)


def everything(counts: Counts) -> tuple[float, int]:
    """Seconds for every indicator by all four dimensions, and the number of figures."""
    started = time.perf_counter()
    found = indicators(counts, by=BY)
    return time.perf_counter() - started, len(found)


def page(path: Path, read: Callable[[Path, Scope, Needed], Counts]) -> float:
    """Seconds for the figures of one overview, from the file of counts."""
    from dashboard.presenters.figures import KEYS

    started = time.perf_counter()
    where = {"kwartaal": PAGE_QUARTERS}
    needs = needed([load_indicators()[key] for key in KEYS], where)
    indicators(read(path, Scope.everything(), needs), keys=KEYS, where=where)
    return time.perf_counter() - started


def afresh(path: Path, scope: Scope, needs: Needed) -> Counts:
    """Read as the first question after an upload is."""
    return Counts.read(path, scope, needs.tallies, needs.only)


def imported() -> float:
    """Seconds of `import ketenkpi` in a fresh interpreter, its own start not counted."""
    code = "import time; t = time.perf_counter(); import ketenkpi; print(time.perf_counter() - t)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return float(done.stdout)


def run() -> list[Compared]:
    """Everything and one page three times, each peer twice."""
    with tempfile.TemporaryDirectory() as folder:
        counts = invented(Path(folder))
        path = Path(folder) / "counts.parquet"
        counts.write(path)
        page(path, counts_of)  # imports, the disk cache, and what the store keeps
        whole = [everything(counts) for _ in range(3)]
        first = tuple(page(path, afresh) for _ in range(5))
        again = tuple(page(path, counts_of) for _ in range(5))
    imports = tuple(imported() for _ in range(5))
    size, quarters = f"{whole[0][1]} figures", f"{len(PAGE_QUARTERS)} quarters"
    return [
        _goal("every indicator", size, tuple(seconds for seconds, _ in whole), ALL_SECONDS),
        _goal("overview page, counts read", quarters, first, PAGE_SECONDS),
        _goal("overview page, counts kept", quarters, again, PAGE_SECONDS),
        _goal("import ketenkpi", "", imports, IMPORT_SECONDS),
        *(_peer(peer, counts) for peer in PEERS),
    ]


def _goal(what: str, size: str, ours: tuple[float, ...], goal: float) -> Compared:
    return Compared(what, size, ours, "the goal", (goal,) * len(ours), 1.0)


def _peer(peer: Peer, counts: Counts) -> Compared:
    runs = [against(peer, counts) for _ in range(2)]
    return Compared(
        peer.key,
        f"{runs[0].groups} groups",
        tuple(run.ours for run in runs),
        f"groupby-apply and scipy, {SAMPLE} groups scaled",
        tuple(run.peer for run in runs),
        FASTER,
    )
