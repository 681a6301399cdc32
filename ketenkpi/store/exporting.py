"""Every figure in one table, for use elsewhere: nothing rounded, nothing left unexplained."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ketenkpi.catalogue import Choices, DeliveryRecord
from ketenkpi.comparison.asked import PLACE
from ketenkpi.comparison.delivery_ages import ages
from ketenkpi.comparison.verdicts import DOES_NOT_APPLY
from ketenkpi.contracts import find_contract
from ketenkpi.contracts.rows_as_file import rows_as_file
from ketenkpi.counts.tally import KEYS
from ketenkpi.disclosure import load_rules
from ketenkpi.indicators import BETWEEN_LIMITS, Indicator, needs_of, split_name
from ketenkpi.scope import Scope
from ketenkpi.shown import shown
from ketenkpi.store.figures import Figures
from ketenkpi.store.installation import Installation
from ketenkpi.vocabulary import Quarter
from ketenkpi.wording import Language, say

if TYPE_CHECKING:
    import pandas as pd

# Indicators whose figures are asked together.
AT_ONCE = 12
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
# In the order in which a row is asked; the last is what none of the others is.
KINDS = ("nul", "waarde", "grenzen", "beschermd", "nvt", "ontbreekt")
# By whether the deliveries are definitive.
STATES = ("voorlopig", "definitief")
# Texts of figures that stand in many rows.
CODED = ("indicator", *PLACE, *AXES[:2], "unit", "method", "reason", "note")
NUMBERS = {
    "value": "waarde", "low": "onder", "high": "boven",
    "numerator": "teller", "denominator": "noemer",
}  # fmt: skip


@shown
@dataclass(frozen=True)
class Export:
    """The figures of one version of the store, and what each column means.

    figures: a row per indicator, Werkplein, quarter and published breakdown, in
    the columns of `COLUMNS`; 'alle' where it is not broken down. soort_waarde
    keeps apart: waarde, nul, grenzen, ontbreekt, beschermd and nvt; the numbers are
    missing for the last three, with a reason, and of grenzen only onder and boven
    are known. kanttekening: a note beside a figure. Texts are categories, for most
    stand in many rows. dictionary: kolom, betekenis.
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
        version = self._installation.version
        settled = self._settled(scope)
        parts = [
            self._part(keys, axis, scope, settled, language) for keys, axis in self._axes(scope)
        ]
        figures = _sorted(parts).assign(versie_cijfers=version)[list(COLUMNS)]
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
        """The indicators that can be shown per breakdown, and are published by it; some at a time.

        Figures as they are asked hold each text in every row, and take ten times what is
        kept of them.
        """
        breakdowns = load_rules().breakdowns
        for axis in (None, *AXES):
            published = [each for each in breakdowns if each.axis == axis]
            keys = [
                key
                for key, each in self._installation.indicators.items()
                if _has(each, axis)
                and (scope.detail == "rows" or any(one.shows(key) for one in published))
            ]
            for first in range(0, len(keys), AT_ONCE):
                yield keys[first : first + AT_ONCE], axis

    def _part(
        self,
        keys: Sequence[str],
        axis: str | None,
        scope: Scope,
        settled: Mapping[str, pd.MultiIndex],
        language: Language,
    ) -> pd.DataFrame:
        """The rows of some indicators by one breakdown, in no order."""
        found = self._figures.figures(keys, (*PLACE, *([axis] if axis else [])), scope)
        found = found[found["indicator"].isin(keys)]
        found = found.assign(**{name: ALL for name in AXES[:2] if name != axis})
        known = self._installation.indicators
        return _table(found, known, language).assign(status=_status(found, settled))

    def _settled(self, scope: Scope) -> dict[str, pd.MultiIndex]:
        """Per indicator the Werkpleinen and quarters of which the deliveries are definitive."""
        current = self._installation.catalogue.deliveries(scope)
        of_contracts: dict[frozenset[str], pd.MultiIndex] = {}
        settled = {}
        for key, indicator in self._installation.indicators.items():
            contracts = frozenset[str]().union(*needs_of(indicator))
            if contracts not in of_contracts:
                of_contracts[contracts] = _definitive(current, contracts)
            settled[key] = of_contracts[contracts]
        return settled


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


def kind_of(found: pd.DataFrame) -> pd.Categorical[str]:
    """Which of the kinds of value each row of figures is; see `Export`."""
    import pandas as pd

    value, reason = found["value"], found["reason"]
    held = [
        value == 0,
        value.notna(),
        reason.isin(BETWEEN_LIMITS),
        reason.str.startswith(PROTECTED, na=False),
        reason.isin(NOT_APPLICABLE),
    ]
    codes = np.select([each.to_numpy(dtype=np.bool_) for each in held], range(5), 5)
    return pd.Categorical.from_codes(codes.astype(np.int8), pd.Index(KINDS))


def _definitive(current: Sequence[DeliveryRecord], contracts: frozenset[str]) -> pd.MultiIndex:
    import pandas as pd

    known = ages([each for each in current if each.contract in contracts])
    return pd.MultiIndex.from_frame(known.loc[known["definitive"], list(PLACE)])


def _status(found: pd.DataFrame, settled: Mapping[str, pd.MultiIndex]) -> pd.Categorical[str]:
    """Whether the deliveries of the quarter a figure is about are definitive."""
    import pandas as pd

    definitive = np.zeros(len(found), dtype=np.bool_)
    for key, rows in found.groupby("indicator", sort=False).indices.items():
        places = pd.MultiIndex.from_frame(found.iloc[rows][list(PLACE)])
        definitive[rows] = places.isin(settled[str(key)])
    return pd.Categorical.from_codes(definitive.astype(np.int8), pd.Index(STATES))


def _table(found: pd.DataFrame, known: Mapping[str, Indicator], language: Language) -> pd.DataFrame:
    """Figures in the columns of an export. A text is kept once, for all rows that hold it."""
    coded = {name: found[name].astype("category") for name in CODED}
    numbers = {nl: found[name].astype("float64") for name, nl in NUMBERS.items()}
    versions = [known[key].version for key in coded["indicator"].cat.categories]

    def said(name: str) -> pd.Series[Any]:
        return _renamed(coded[name], lambda key: say(key, language))

    return found[["n"]].assign(
        **{name: coded[name] for name in ("indicator", "werkplein", *AXES[:2])},
        naam=_renamed(coded["indicator"], lambda key: known[key].name.in_(language)),
        kwartaal=_renamed(coded["kwartaal"], lambda index: str(Quarter.from_index(index))),
        onderdeel=found["split"].fillna(ALL).astype("category"),
        onderdeel_naam=_parts(found, known, language),
        soort_waarde=kind_of(found),
        **numbers,
        eenheid=_renamed(coded["unit"], lambda unit: say(f"units.{unit}", language)),
        methode=coded["method"],
        methode_uitleg=said("method"),
        reden=coded["reason"],
        reden_uitleg=said("reason"),
        kanttekening=coded["note"],
        kanttekening_uitleg=said("note"),
        definitie_versie=np.array(versions, dtype=np.int64)[coded["indicator"].cat.codes],
    )


def _parts(
    found: pd.DataFrame, known: Mapping[str, Indicator], language: Language
) -> pd.Series[Any]:
    """What each part of an indicator is called."""
    pairs = found.groupby(["indicator", "split"], sort=False, dropna=False).ngroup()
    of = found[["indicator", "split"]][~pairs.duplicated()]
    names = [
        split_name(known[key], code).in_(language) if isinstance(code, str) else ALL
        for key, code in of.itertuples(index=False)
    ]
    return _renamed(pairs.astype("category"), names.__getitem__)


def _renamed(column: pd.Series[Any], write: Callable[[Any], str]) -> pd.Series[Any]:
    """A column of categories, each as `write` has it; two may come to one text."""
    import pandas as pd

    codes, texts = pd.factorize(pd.Series(map(write, column.cat.categories), dtype="str"))
    taken = np.append(codes, -1)[column.cat.codes]
    return pd.Series(pd.Categorical.from_codes(taken, texts), index=column.index)


def _sorted(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """All rows together, by what they are of."""
    import pandas as pd

    columns = {name: _joined([part[name] for part in parts]) for name in parts[0].columns}
    order = ["indicator", "werkplein", "kwartaal", "regeling", "doelgroep", "onderdeel"]
    return pd.DataFrame(columns, copy=False).sort_values(order, kind="stable", ignore_index=True)


def _joined(columns: list[pd.Series[Any]]) -> object:
    import pandas as pd

    if columns[0].dtype == "category":
        # With the texts in order, sorting by their codes is sorting by them.
        return pd.api.types.union_categoricals(columns, sort_categories=True)
    return pd.concat(columns, ignore_index=True)


def _dictionary(language: Language) -> pd.DataFrame:
    """What every column means."""
    import pandas as pd

    rows = [(name, say(f"store.export_{name}", language)) for name in COLUMNS]
    return pd.DataFrame(rows, columns=["kolom", "betekenis"])
