"""Peer groups: with whom a Werkplein is compared, and why with them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

from ketenkpi.answer import Phrase, count_of, phrase
from ketenkpi.comparison.rules import load_rules
from ketenkpi.errors import UsageError, UserError
from ketenkpi.register import Moment, Register
from ketenkpi.shown import shown
from ketenkpi.stats import quantile_groups
from ketenkpi.vocabulary import Text, in_both

if TYPE_CHECKING:
    import pandas as pd

Kind = Literal["all", "size", "region", "neighbours", "own"]


@shown
@dataclass(frozen=True, slots=True)
class PeerGroup:
    """Werkpleinen to compare with, and why with them.

    members: sorted, without doubles. subject: for whom the group was made, None
    for an own group that serves everybody. Nobody is their own peer. Raises
    ValueError when that is broken: the functions below never do.
    """

    name: Text
    members: tuple[str, ...]
    kind: Kind
    why: Text
    subject: str | None = None

    def __post_init__(self) -> None:
        if self.kind not in get_args(Kind):
            raise ValueError(f"no such kind of peer group: {self.kind}")
        if list(self.members) != sorted(set(self.members)) or "" in self.members:
            raise ValueError("members must be names, sorted and without doubles")
        if self.subject in self.members:
            raise ValueError(f"{self.subject} cannot be its own peer")

    def around(self, subject: str) -> PeerGroup:
        """The same group as peers of `subject`, which is left out of it."""
        others = tuple(name for name in self.members if name != subject)
        return replace(self, members=others, subject=subject)

    @property
    def small(self) -> bool:
        """Whether the group says more about its few members than about the subject."""
        return len(self.members) < load_rules().smallest_group

    def statements(self) -> tuple[Phrase, ...]:
        """What must be said beside the group: that it is small."""
        if not self.small:
            return ()
        count, least = (count_of(n) for n in (len(self.members), load_rules().smallest_group))
        return (phrase("comparison.peers_few", group=self.name, count=count, least=least),)


def all_peers(subject: str, names: Iterable[str]) -> PeerGroup:
    """Everybody else."""
    name, why = in_both("comparison.peers_all"), in_both("comparison.peers_all_why")
    return _around(subject, names, "all", name, why)


def size_peers(subject: str, sizes: Mapping[str, float], *, groups: int | None = None) -> PeerGroup:
    """Those in the same size class, of classes with about equally many Werkpleinen.

    sizes: beroepsbevolking or stock by Werkplein; NaN is not known and has no
    class. groups: the number of classes, else that of the rules. Raises
    UserError when no class of the subject is known.
    """
    count = load_rules().size_classes if groups is None else groups
    names = sorted(sizes)
    found = dict(zip(names, quantile_groups([sizes[n] for n in names], count), strict=True))
    own = found.get(subject, np.nan)
    if np.isnan(own):
        raise UserError("comparison.peers_size_unknown", werkplein=subject, groups=count)
    members = [name for name in names if found[name] == own]
    params = {"klasse": _same(str(int(own))), "groups": _same(str(count))}
    return _around(
        subject, members, "size", in_both("comparison.peers_size"),
        in_both("comparison.peers_size_why", **params),
    )  # fmt: skip


def region_peers(
    subject: str, names: Iterable[str], register: Register, on: Moment | None = None
) -> PeerGroup:
    """Those of `names` in the same arbeidsmarktregio on that day, by the register.

    Raises UserError when the register knows no region of the subject.
    """
    own = _region(register, subject, on)
    if own is None:
        raise UserError("comparison.peers_region_unknown", werkplein=subject)
    members = [name for name in names if _region(register, name, on) == own]
    name = in_both("comparison.peers_region")
    return _around(
        subject, members, "region", name, in_both("comparison.peers_region_why", region=_same(own))
    )


def neighbours(subject: str, variables: pd.DataFrame, *, count: int | None = None) -> PeerGroup:
    """The Werkpleinen that are most like the subject in what none of them can influence.

    variables: a row per Werkplein, a column per variable of the closed list in
    `config/comparison.yaml`. A Werkplein with a missing value is no candidate; a
    variable that is equal everywhere tells nothing and is left out. Raises
    UsageError for a variable that is not on the list, naming why when a
    location influences it, and UserError when a value of the subject is missing.

    The distance is Euclidean over values standardised to mean 0 and deviation 1;
    equal distances go by name.
    """
    _check_variables(variables.columns)
    known = variables.dropna().sort_index()
    if subject not in known.index:
        raise UserError("comparison.peers_variables_missing", werkplein=subject)
    values = known.to_numpy(dtype=np.float64)
    spread = values.std(axis=0)
    scaled = (values - values.mean(axis=0))[:, spread > 0] / spread[spread > 0]
    distance = np.sqrt(((scaled - scaled[known.index.get_loc(subject)]) ** 2).sum(axis=1))
    near = [name for name in known.index[np.argsort(distance, kind="stable")] if name != subject]
    wanted = load_rules().neighbours if count is None else count
    allowed = load_rules().neighbour_variables
    used = [allowed[str(name)].name for name in variables.columns]
    joined = Text(*("; ".join(text.in_(language) for text in used) for language in ("nl", "en")))
    name = in_both("comparison.peers_neighbours")
    why = in_both("comparison.peers_neighbours_why", variables=joined)
    return _around(subject, near[:wanted], "neighbours", name, why)


def own_peers(
    name: str, members: Sequence[str], known: Collection[str], *, why: str = ""
) -> PeerGroup:
    """A group somebody chose; `known` are the Werkpleinen there are.

    Raises UserError for a group without a name, with a name twice, or with a
    member that is not known.
    """
    if not name.strip():
        raise UserError("comparison.peers_own_unnamed")
    for member in members:
        if member not in known:
            raise UserError("comparison.peers_own_unknown", werkplein=member)
    if len(set(members)) < len(members):
        double = next(each for each in members if list(members).count(each) > 1)
        raise UserError("comparison.peers_own_double", werkplein=double)
    reason = _same(why.strip()) if why.strip() else in_both("comparison.peers_own_why")
    return PeerGroup(_same(name.strip()), tuple(sorted(members)), "own", reason)


def _same(text: str) -> Text:
    """What is called so in both languages."""
    return Text(text, text)


def _around(subject: str, members: Iterable[str], kind: Kind, name: Text, why: Text) -> PeerGroup:
    others = tuple(sorted({each for each in members if each != subject}))
    return PeerGroup(name, others, kind, why, subject)


def _region(register: Register, name: str, on: Moment | None) -> str | None:
    found = register.find(name, on)
    region = register.region_of(found.code, on) if found else None
    return region.name if region else None


def _check_variables(names: Iterable[object]) -> None:
    rules = load_rules()
    for name in map(str, names):
        if name in rules.influenced:
            refused = rules.influenced[name]
            raise UsageError("comparison.variable_influenced", name=name, why=refused.why.nl)
        if name not in rules.neighbour_variables:
            known = ", ".join(rules.neighbour_variables)
            raise UsageError("comparison.variable_unknown", name=name, known=known)
