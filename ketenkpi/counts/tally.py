"""What is counted, as data: each tally says over what its measures may be added.

Everything an indicator shows is made of these numbers. They are counted at the
lowest level, added, and divided last. Not everything adds: a stock does not
add over quarters and a return within 182 days is also one within 365. So each
measure names its obstacles, and `Counts.roll_up` refuses with that reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ketenkpi.counts.measure import (
    DECIMAL_DIMS,
    KEYS,
    WHOLE_DIMS,
    Measure,
    Obstacle,
    Tally,
    amount,
    counted,
    flow,
)
from ketenkpi.counts.tally_chain import CHAIN
from ketenkpi.counts.tally_cohorts import COHORTS
from ketenkpi.counts.tally_cooperation import COOPERATION
from ketenkpi.vocabulary import Text

__all__ = [
    "BY_CLIENT",
    "DECIMAL_DIMS",
    "KEYS",
    "TALLIES",
    "WHOLE_DIMS",
    "Measure",
    "Obstacle",
    "Tally",
]

_PEOPLE: tuple[tuple[str, Obstacle], ...] = (("werkplein", "persons"), ("kwartaal", "persons"))
_ALL = (
    Tally(
        "instroom",
        "trajecten",
        Text("Uitkeringen die in het kwartaal begonnen", "Benefits that began in the quarter"),
        (counted("n", "Aantal", "Number"),),
        ("kanaal",),
    ),
    Tally(
        "uitstroom",
        "trajecten",
        Text(
            "Uitkeringen die in het kwartaal eindigden, voor zover het begin bekend is",
            "Benefits that ended in the quarter, as far as their begin is known",
        ),
        (counted("n", "Aantal", "Number"),),
        ("reden",),
    ),
    Tally(
        "stand",
        "trajecten",
        Text(
            "Uitkeringen die lopen aan het eind van het kwartaal: alle instroom tot en met dat "
            "kwartaal min alle uitstroom tot en met dat kwartaal",
            "Benefits running at the end of the quarter: all inflow up to and including that "
            "quarter minus all outflow up to and including that quarter",
        ),
        (counted("n", "Aantal", "Number", kwartaal="stock"),),
    ),
    Tally(
        "stand_kort",
        "trajecten",
        Text(
            "Uitkeringen die lopen aan het eind van het kwartaal en minder dan 183 dagen eerder "
            "begonnen",
            "Benefits running at the end of the quarter that began less than 183 days before it",
        ),
        (counted("n", "Aantal", "Number", kwartaal="stock"),),
    ),
    Tally(
        "personen",
        "trajecten",
        Text(
            "Mensen met een uitkering aan het eind van het kwartaal, ieder één keer geteld; waar "
            "niet van iedereen is te zien of uitkeringen van dezelfde persoon zijn, ligt het "
            "aantal tussen deze grenzen",
            "People with a benefit at the end of the quarter, each counted once; where it cannot "
            "be seen of everybody whether benefits are of the same person, the number lies "
            "between these limits",
        ),
        (
            Measure("low", Text("Ten minste", "At least"), not_over=_PEOPLE, together="max"),
            Measure("high", Text("Ten hoogste", "At most"), not_over=_PEOPLE),
        ),
    ),
    Tally(
        "herinstroom",
        "trajecten",
        Text(
            "Instroom van klanten die hoogstens zoveel dagen eerder uitstroomden uit dezelfde "
            "regeling, voor zover een pseudoniem dezelfde persoon aanwijst",
            "Inflow of clients who left the same scheme at most so many days earlier, as far as a "
            "pseudonym points at the same person",
        ),
        (
            counted(
                "n",
                "Terugkeer, onder de instroom waarvan het hele venster is waargenomen",
                "Returns, among inflow of which the whole window was observed",
                venster="window",
            ),
            counted(
                "at_risk",
                "Instroom van bekende klanten waarvan het hele venster is waargenomen",
                "Inflow of known clients of which the whole window was observed",
                venster="window",
            ),
        ),
        ("venster",),
    ),
    Tally(
        "meldingen",
        "trajecten",
        Text("Meldingen in het kwartaal", "First reports in the quarter"),
        (counted("n", "Aantal", "Number"),),
    ),
    Tally(
        "duur",
        "trajecten",
        Text(
            "Dagen tussen twee momenten in de keten, per kwartaal waarin het eerste moment viel; "
            "gevallen die nog lopen tellen mee als afgebroken waarneming",
            "Days between two moments in the chain, by the quarter of the first moment; cases "
            "still open count as censored",
        ),
        (
            counted(
                "entered",
                "Begonnen vóór de waarneming, gevolgd vanaf deze dag",
                "Began before observation, followed from this day",
                soort="kind",
            ),
            counted(
                "events",
                "Afgerond na dit aantal dagen",
                "Completed after so many days",
                soort="kind",
            ),
            counted(
                "censored",
                "Na dit aantal dagen nog niet afgerond en niet verder gevolgd",
                "Not completed after so many days and not followed further",
                soort="kind",
            ),
        ),
        ("soort", "days"),
    ),
    Tally(
        "duur_ongeldig",
        "trajecten",
        Text(
            "Gevallen zonder bruikbare duur: het einde ligt voor het begin, of het begin ontbreekt",
            "Cases without a usable duration: the end lies before the begin, or has no begin",
        ),
        (counted("n", "Aantal", "Number", soort="kind"),),
        ("soort",),
    ),
    Tally(
        "klant",
        "tevredenheid",
        Text("Antwoorden van klanten per klantprincipe", "Answers of clients by principle"),
        (
            counted("n", "Antwoorden met een cijfer", "Answers with a mark"),
            Measure("sum", Text("Som van de cijfers", "Sum of the marks"), "amount"),
            Measure(
                "sum_sq",
                Text("Som van de gekwadrateerde cijfers", "Sum of the squared marks"),
                "amount",
            ),
            counted("top", "Cijfer 8 of hoger", "Mark 8 or higher"),
            counted(
                "prio_n", "Antwoorden met cijfer en prioriteit", "Answers with mark and priority"
            ),
            Measure(
                "prio_sum",
                Text("Som van de prioriteiten", "Sum of the priorities"),
                "amount",
            ),
            Measure(
                "gap_sum",
                Text("Som van prioriteit min cijfer", "Sum of priority minus mark"),
                "amount",
            ),
            Measure(
                "gap_sq",
                Text("Som van de kwadraten daarvan", "Sum of the squares of that"),
                "amount",
            ),
        ),
        ("klantgroep", "klantprincipe"),
    ),
    Tally(
        "score_hist",
        "tevredenheid",
        Text("Antwoorden per cijfer", "Answers by mark"),
        (counted("n", "Aantal", "Number"),),
        ("klantgroep", "klantprincipe", "score"),
    ),
    Tally(
        "respons",
        "tevredenheid",
        Text(
            "Respons, alleen waar bekend is hoeveel klanten zijn aangeschreven",
            "Response, only where it is known how many clients were invited",
        ),
        (
            counted("n", "Klanten die antwoordden", "Clients who answered"),
            counted("invited", "Klanten die zijn aangeschreven", "Clients who were invited"),
        ),
        ("klantgroep",),
    ),
    Tally(
        "middelen",
        "middelen",
        Text("Geld en mensen", "Money and people"),
        (
            amount("begroot", "Begroot in euro's", "Budget in euros"),
            amount("besteed", "Besteed in euro's", "Spent in euros"),
            amount("fte", "Voltijdbanen", "Full-time equivalents", kwartaal="fte"),
        ),
        ("organisatie", "soort", "taak", "gezamenlijk"),
    ),
    Tally(
        "klachten",
        "klachten",
        Text("Klachten in het kwartaal", "Complaints in the quarter"),
        (counted("n", "Aantal", "Number"),),
        ("thema",),
    ),
    Tally(
        "vacatures",
        "vacatures",
        Text(
            "Vacatures per kwartaal van registratie",
            "Vacancies by the quarter they were registered",
        ),
        (counted("n", "Aantal", "Number"),),
        ("geworven_door", "uitkomst", "geschikt", "vervuld_uit"),
    ),
    Tally(
        "vacature_duur",
        "vacatures",
        Text(
            "Dagen van registratie tot sluiting; open vacatures tellen mee als afgebroken "
            "waarneming",
            "Days from registration to closing; open vacancies count as censored",
        ),
        (
            counted(
                "entered",
                "Geregistreerd vóór de waarneming, gevolgd vanaf deze dag",
                "Registered before observation, followed from this day",
            ),
            counted("events", "Gesloten na dit aantal dagen", "Closed after so many days"),
            counted(
                "censored",
                "Na dit aantal dagen nog open en niet verder gevolgd",
                "Still open after so many days and not followed further",
            ),
        ),
        ("geworven_door", "uitkomst", "geschikt", "days"),
    ),
    Tally(
        "vacature_stand",
        "vacatures",
        Text(
            "Vacatures die open staan aan het eind van het kwartaal",
            "Vacancies open at the end of the quarter",
        ),
        (counted("n", "Aantal", "Number", kwartaal="stock"),),
        ("geworven_door",),
    ),
    Tally(
        "stand_stroom",
        "stand_stroom",
        Text("Stand en stroom zoals aangeleverd", "Stock and flow as delivered"),
        (
            flow("beginstand", "Begin van het kwartaal", "Begin of quarter", kwartaal="stock"),
            flow("instroom", "Instroom", "Inflow"),
            flow("uitstroom", "Uitstroom", "Outflow"),
            flow("uitstroom_werk", "Uitstroom naar werk", "Outflow to work", missing=True),
            flow("herinstroom", "Herinstroom", "Returns", missing=True),
            flow("eindstand", "Eind van het kwartaal", "End of quarter", kwartaal="stock"),
            flow("betalingen", "Betalingen", "Payments", missing=True),
            flow(
                "betalingen_binnen_10_dagen",
                "Betalingen binnen 10 dagen na de opgave van inkomsten",
                "Payments within 10 days after the statement of income",
                missing=True,
            ),
        ),
        # Who delivered them: totals give way to case files of the same partner only.
        ("partner",),
    ),
)
# Tallies in which a client is seen again: they reach as far as a pseudonym is one person.
BY_CLIENT = frozenset({"herinstroom", "terugkeer", "herhaling"})
TALLIES: Mapping[str, Tally] = MappingProxyType(
    {tally.name: tally for tally in (*_ALL, *COHORTS, *COOPERATION, *CHAIN)}
)
