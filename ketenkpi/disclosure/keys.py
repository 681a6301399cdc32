"""Numbers by which the same cell, and the same sum of cells, is found again in any release.

A key is made of texts and values alone, so that it is the same in every
process and year. Of two million keys of 64 bits some two are equal by chance
once in ten million releases.
"""

from __future__ import annotations

import hashlib

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

Keys = NDArray[np.uint64]
# Splitmix64 (Steele, Lea and Flood 2014): every bit of what goes in changes half of what comes out.
STEP = np.uint64(0x9E3779B97F4A7C15)
FIRST, SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
# Numbers that differ less than this are the same: sums come out of floating point arithmetic.
PARTS_OF_ONE = 1000


def mixed(keys: Keys, more: Keys) -> Keys:
    """One key of two, in this order."""
    bits = (keys + STEP) ^ more
    bits = (bits ^ (bits >> np.uint64(30))) * FIRST
    bits = (bits ^ (bits >> np.uint64(27))) * SECOND
    result: Keys = bits ^ (bits >> np.uint64(31))
    return result


def of_texts(texts: pd.Series) -> Keys:
    """A key per text (or whole number); each different one is digested once."""
    codes, each = pd.factorize(texts)
    digests = [hashlib.sha256(str(text).encode()).digest()[:8] for text in each]
    found: Keys = np.array([int.from_bytes(one, "big") for one in digests], dtype=np.uint64)[codes]
    return found


def of_numbers(values: NDArray[np.float64]) -> Keys:
    """A key per number, to three decimals."""
    found: Keys = np.round(values * PARTS_OF_ONE).astype(np.int64).view(np.uint64)
    return mixed(found, np.zeros(1, dtype=np.uint64))


def of_rows(table: pd.DataFrame) -> Keys:
    """A key per row, of all its columns."""
    found: Keys = np.zeros(len(table), dtype=np.uint64)
    for name in table:
        found = mixed(found, of_texts(table[name]))
    return found


def of_sums(matrix: sparse.csr_array, columns: Keys) -> Keys:
    """A key per row of a matrix, of its cells and coefficients in any order; 0 of none."""
    terms = mixed(columns[matrix.indices], of_numbers(matrix.data))
    # Added modulo 2**64, which no rounding can disturb.
    found: Keys = np.zeros(matrix.shape[0], dtype=np.uint64)
    filled = np.flatnonzero(np.diff(matrix.indptr))
    if len(filled):
        found[filled] = np.add.reduceat(terms, matrix.indptr[filled])
    return found


def among(keys: Keys, others: Keys) -> NDArray[np.bool_]:
    """Which keys are one of the others; by a table of them, where `np.isin` sorts or counts all."""
    found: NDArray[np.bool_] = pd.Index(keys).isin(others)
    return found
