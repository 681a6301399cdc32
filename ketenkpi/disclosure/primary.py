"""Which numbers are small, and which figures must go for that reason alone."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ketenkpi.disclosure.lattice import Lattice
from ketenkpi.disclosure.rules import Rules

Bools = NDArray[np.bool_]
# Half a person: sums of whole numbers come out of floating point arithmetic.
HALF = 0.5


def small(lattice: Lattice, rules: Rules) -> Bools:
    """Which nodes are too small to show: from 1 (0 when zeros are protected) to the threshold."""
    values = lattice.values
    least = -HALF if rules.zeros == "protected" else HALF
    result: Bools = lattice.guarded & (values > least) & (values < rules.threshold - HALF)
    return result


def marked(nodes: pd.Series, which: Bools) -> Bools:
    """Per figure whether its node is one of `which`; a figure without the node is not."""
    number = nodes.to_numpy()
    result: Bools = (number >= 0) & which[number]
    return result


def first_hidden(lattice: Lattice, tiny: Bools) -> Bools:
    """The nodes that are hidden before anything is done against recalculation.

    A small number itself; and where the rest (denominator - numerator) is
    small, the numerator, because the denominator is often shown elsewhere.
    """
    table = lattice.figures
    hidden = tiny.copy()
    hidden[table.loc[marked(table["rest"], tiny), "num"].to_numpy()] = True
    return hidden
