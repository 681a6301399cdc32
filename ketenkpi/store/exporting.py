"""Every figure in one table, for use elsewhere: nothing rounded, nothing left unexplained."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ketenkpi.catalogue import Choices
from ketenkpi.comparison.asked import PLACE
from ketenkpi.comparison.delivery_ages import ages
from ketenkpi.comparison.verdicts import DOES_NOT_APPLY
from ketenkpi.contracts import find_contract
from ketenkpi.contracts.rows_as_file import rows_as_file
from ketenkpi.counts.tally import KEYS
from ketenkpi.disclosure import load_rules
from ketenkpi.indicators import BETWEEN_LIMITS, Indicator, needs_of, split_name
from ketenkpi.scope import Scope
from ketenkpi.store.figures import Figures
from ketenkpi.store.installation import Installation
from ketenkpi.vocabulary import Quarter
from ketenkpi.wording import Language, say

if TYPE_CHECKING:
    import pandas as pd

AXES = ("regeling", "doelgroep", "split")
ALL = "alle"
PROTECTED = "disclosure."
NOT_APPLICABLE = (*DOES_NOT_APPLY, "indicators.reason_not_split")
COLUMNS = (
    *("indicator", "naam", "werkplein", "kwartaal", "regeling", "doelgroep", "onderdeel"),
    *("onderdeel_naam", "soort_waarde", "waarde", "onder", "boven", "n", "teller", "noemer"),
    *("eenheid", "methode", "methode_uitleg", "reden", "reden_uitleg"),
    *("kanttekening", "kanttekening_uitleg", "status"),
    *("definitie_versie", "versie_cijfers"),
)
NUMBERS = {
    "value": "waarde", "low": "onder", "high": "boven",
    "numerator": "teller", "denominator": "noemer",
}  # fmt: skip


@dataclass(frozen=True)
class Export:
    """The figures of one version of the store, and what each column means.

    figures: a row per indicator, Werkplein, quarter and published breakdown, in
    the columns of `COLUMNS`; 'alle' where it is not broken down. soort_waarde
    keeps apart: waarde, nul, grenzen, ontbreekt, beschermd and nvt; the numbers are
    missing for the last three, with a reason, and of grenzen only onder and boven
    are known. kanttekening: a note beside a figure. dictionary: kolom, betekenis.
    """

    version: int
    protected: bool
    figures: pd.DataFrame
    dictionary: pd.DataFrame


class Exporting:
    """Figures and rows, for use elsewhere."""

    def __init__(self, installation: Installation, figures: Figures) -> None:
        self._installation = installation
        self._figures = figures

    def export(self, scope: Scope, *, by: str, language: Language = "nl") -> Export:
        """Everything `scope` may see; who took it with them stands in the audit.

        With a scope of figures only what is published, protected; with a scope
        of rows every figure as it is.
        """
        import pandas as pd

        version = self._installation.version
        parts = [self._part(keys, axis, scope) for keys, axis in self._axes(scope)]
        found = pd.concat([part for part in parts if not part.empty] or parts, ignore_index=True)
        status = self._status(found, scope)
        figures = _table(found, self._installation.indicators, status, version, language)
        protected = scope.detail == "figures"
        taken = {"rows": len(figures), "version": version, "protected": protected}
        Choices(self._installation.catalogue.engine).exported(by, taken | {"scope": scope.key})
        return Export(version, protected, figures, _dictionary(language))

    def export_rows(self, contract: str, scope: Scope, *, by: str) -> bytes:
        """The rows of a contract that count now within `scope`, as a file of it.

        Value, missing and not applicable stay apart, so that delivered again it
        says the same. That it was taken stands in the audit. Raises OutOfScope unless
        the scope holds rows, UsageError for an unknown contract.
        """
        import polars as pl

        scope.require_rows()
        wanted = find_contract(contract)
        rows = pl.DataFrame(self._installation.rows_now(contract, scope))
        taken = {"rows": len(rows), "contract": contract, "version": self._installation.version}
        Choices(self._installation.catalogue.engine).exported(
            by, taken | {"protected": False, "scope": scope.key}
        )
        return rows_as_file(wanted, rows)

    def _axes(self, scope: Scope) -> Iterator[tuple[list[str], str | None]]:
        """The indicators that can be shown per breakdown, and are published by it."""
        breakdowns = load_rules().breakdowns
        for axis in (None, *AXES):
            published = [each for each in breakdowns if each.axis == axis]
            keys = [
                key
                for key, each in self._installation.indicators.items()
                if _has(each, axis)
                and (scope.detail == "rows" or any(one.shows(key) for one in published))
            ]
            if keys:
                yield keys, axis

    def _part(self, keys: Sequence[str], axis: str | None, scope: Scope) -> pd.DataFrame:
        found = self._figures.figures(keys, (*PLACE, *([axis] if axis else [])), scope)
        found = found[found["indicator"].isin(keys)]
        return found.assign(**{name: ALL for name in AXES[:2] if name != axis})

    def _status(self, found: pd.DataFrame, scope: Scope) -> pd.Series[str]:
        """Whether the deliveries of the quarter a figure is about are definitive."""
        import pandas as pd

        current, definitive = self._installation.catalogue.deliveries(scope), set()
        for key in found["indicator"].unique():
            contracts = frozenset[str]().union(*needs_of(self._installation.indicators[key]))
            known = ages([each for each in current if each.contract in contracts])
            known = known[known["definitive"]]
            places = zip(known["werkplein"], known["kwartaal"], strict=True)
            definitive |= {(key, *place) for place in places}
        keys = zip(found["indicator"], found["werkplein"], found["kwartaal"], strict=True)
        words = ["definitief" if at in definitive else "voorlopig" for at in keys]
        return pd.Series(words, index=found.index, dtype="str")


def _has(indicator: Indicator, axis: str | None) -> bool:
    """Whether the indicator can be broken down by `axis` and added over all else."""
    added = set(KEYS) - {*PLACE, axis}
    if not added <= indicator.additive_over:
        return False
    if axis is None:
        return True
    if axis == "split":
        return indicator.split is not None and not indicator.always_split
    return axis in indicator.dimensions


def kind_of(found: pd.DataFrame) -> list[str]:
    """Which of the kinds of value each row of figures is; see `Export`."""
    kinds = []
    for value, reason in zip(found["value"], found["reason"], strict=True):
        if not np.isnan(value):
            kinds.append("nul" if value == 0 else "waarde")
        elif reason in BETWEEN_LIMITS:
            kinds.append("grenzen")
        elif str(reason).startswith(PROTECTED):
            kinds.append("beschermd")
        else:
            kinds.append("nvt" if reason in NOT_APPLICABLE else "ontbreekt")
    return kinds


def _table(
    found: pd.DataFrame,
    known: Mapping[str, Indicator],
    status: pd.Series[str],
    version: int,
    language: Language,
) -> pd.DataFrame:
    keys = found["indicator"]
    numbers = {nl: found[name].astype("float64") for name, nl in NUMBERS.items()}
    table = found[["indicator", "werkplein", "regeling", "doelgroep", "n"]].assign(
        naam=keys.map({key: each.name.in_(language) for key, each in known.items()}),
        kwartaal=[str(Quarter.from_index(int(index))) for index in found["kwartaal"]],
        onderdeel=found["split"].astype(object).where(found["split"].notna(), ALL),
        onderdeel_naam=_parts(found, known, language),
        soort_waarde=kind_of(found),
        **numbers,
        eenheid=found["unit"].map(lambda unit: say(f"units.{unit}", language)),
        methode=found["method"],
        methode_uitleg=_said(found["method"], language),
        reden=found["reason"],
        reden_uitleg=_said(found["reason"], language),
        kanttekening=found["note"],
        kanttekening_uitleg=_said(found["note"], language),
        status=status,
        definitie_versie=keys.map({key: each.version for key, each in known.items()}),
        versie_cijfers=version,
    )
    order = ["indicator", "werkplein", "kwartaal", "regeling", "doelgroep", "onderdeel"]
    return table[list(COLUMNS)].sort_values(order, kind="stable", ignore_index=True)


def _parts(found: pd.DataFrame, known: Mapping[str, Indicator], language: Language) -> list[str]:
    pairs = list(zip(found["indicator"], found["split"], strict=True))
    named = {
        (key, code): split_name(known[key], code).in_(language) if isinstance(code, str) else ALL
        for key, code in set(pairs)
    }
    return [named[pair] for pair in pairs]


def _said(keys: pd.Series[str], language: Language) -> pd.Series[str]:
    """Each wording key as its sentence; empty stays empty."""
    return keys.map({key: say(key, language) for key in keys.dropna().unique()})


def _dictionary(language: Language) -> pd.DataFrame:
    """What every column means."""
    import pandas as pd

    rows = [(name, say(f"store.export_{name}", language)) for name in COLUMNS]
    return pd.DataFrame(rows, columns=["kolom", "betekenis"])
