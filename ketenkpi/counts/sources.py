"""What counting reads from the typed rows of each contract."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class SourceColumns:
    """The columns of one contract that tallies are made of.

    `needed` and `optional` are texts, `dates` become whole days and quarters,
    `numbers` are read as they are, `flags` are yes/no. An optional column that
    a frame lacks is read as missing. `later` names dates and a number of days:
    the quarter of the day so much later becomes `q_<date>_<days>`. `words` are the texts
    of few different values, which an engine may keep as numbers.
    """

    contract: str
    needed: tuple[str, ...]
    optional: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()
    decimal: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    must: tuple[str, ...] = ()
    later: tuple[tuple[str, int], ...] = ()
    words: tuple[str, ...] = ()


# Per row, added by whoever stores the rows: the days (since 1970) from and up
# to which the Werkplein that delivered this row has been observed.
SEEN_FROM, SEEN_UNTIL = "_gezien_vanaf", "_gezien_tot"
_SEEN = (SEEN_FROM, SEEN_UNTIL)
# Per row too: the circle within which `client` is one person, and the one within
# which `traject_id` is one case ('' is everywhere, else the key of a Werkplein, or
# that and a partner: 'Breda/uwv'); and the code of the partner that delivered it.
CLIENT_CIRCLE, CASE_CIRCLE, PARTNER = "_kring", "_zaak", "_partner"
# "Registered for less than 6 months", as the official indicator of labour
# market tension has it.
SHORT_DAYS = 183
SHORT_UNTIL = f"q_instroom_{SHORT_DAYS}"

_ALL = (
    SourceColumns(
        "trajecten",
        needed=("traject_id", "werkplein", "regeling"),
        optional=(
            *("client", "doelgroep", "kanaal", "reden_uitstroom"),
            *(CLIENT_CIRCLE, CASE_CIRCLE, PARTNER),
        ),
        dates=(
            "melding",
            "aanvraag",
            "besluit",
            "instroom",
            "eerste_betaling",
            "ontvangst_inkomstenopgave",
            "betaalbaar",
            "termijn",
            "uitstroom",
        ),
        whole=("geboortejaar", *_SEEN),
        later=(("instroom", SHORT_DAYS),),
        words=("kanaal", "reden_uitstroom"),
    ),
    SourceColumns(
        "stappen",
        needed=("traject_id", "taak", "organisatie"),
        optional=("werkplein", "overdracht", "medewerker", CASE_CIRCLE, PARTNER),
        dates=("begin", "einde"),
        whole=_SEEN,
        must=("begin",),
        words=("taak", "organisatie", "overdracht"),
    ),
    SourceColumns(
        "stand_stroom",
        needed=("werkplein", "regeling"),
        optional=("doelgroep", PARTNER),
        whole=(
            "kwartaal",
            "beginstand",
            "instroom",
            "uitstroom",
            "uitstroom_werk",
            "herinstroom",
            "eindstand",
            "betalingen",
            "betalingen_binnen_10_dagen",
        ),
        must=("kwartaal", "beginstand", "instroom", "uitstroom", "eindstand"),
    ),
    SourceColumns(
        "tevredenheid",
        needed=("werkplein", "klantgroep", "klantprincipe"),
        whole=("kwartaal", "aangeschreven"),
        decimal=("score", "prioriteit"),
        must=("kwartaal", "score"),
    ),
    SourceColumns("klachten", needed=("werkplein", "thema"), dates=("datum",), must=("datum",)),
    SourceColumns(
        "vacatures",
        needed=("werkplein",),
        optional=("uitkomst", "geworven_door", "vervuld_uit"),
        dates=("geregistreerd", "gesloten"),
        whole=_SEEN,
        flags=("geschikt_wwb",),
        must=("geregistreerd",),
    ),
    SourceColumns(
        "middelen",
        needed=("werkplein", "organisatie", "soort"),
        optional=("taak", "doelgroep"),
        whole=("kwartaal",),
        decimal=("begroot", "besteed", "fte"),
        flags=("gezamenlijk",),
        must=("kwartaal",),
    ),
    SourceColumns(
        "samenwerking",
        needed=("werkplein", "onderdeel", "invuller"),
        optional=("situatie",),
        whole=("kwartaal", "product", "proces", "score"),
        must=("kwartaal",),
    ),
    SourceColumns(
        "werkpleinen",
        needed=("werkplein",),
        dates=("geldig_vanaf", "geldig_tot"),
        whole=("beroepsbevolking",),
    ),
    SourceColumns(
        "fasen",
        needed=("werkplein", "doelgroep", "fase"),
        dates=("vanaf", "tot"),
        whole=_SEEN,
        must=("vanaf",),
    ),
)
SOURCES: Mapping[str, SourceColumns] = MappingProxyType(
    {source.contract: source for source in _ALL}
)
# Contracts that hold no events to count; later stages read them as they are.
NOT_COUNTED = frozenset({"doelen", "context", "verdeling"})
