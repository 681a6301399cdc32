"""The tallies that follow a case to its end: cohorts, ways to end, returns, decisions, repeats.

And the labour force, by which inflow is divided.
"""

from __future__ import annotations

from ketenkpi.counts.measure import Measure, Tally, counted
from ketenkpi.vocabulary import Text


def _window(name: str, nl: str, en: str) -> Measure:
    return counted(name, nl, en, venster="window")


COHORTS = (
    Tally(
        "cohort",
        "trajecten",
        Text(
            "Instroom van het kwartaal die vanaf het begin en het hele venster lang is gevolgd",
            "Inflow of the quarter that was followed from its begin and for the whole window",
        ),
        (
            _window("n", "Aantal", "Number"),
            _window("uitstroom", "Binnen het venster uitgestroomd", "Left within the window"),
            _window("werk", "Binnen het venster naar werk", "Left to work within the window"),
        ),
        ("kanaal", "leeftijd", "venster"),
    ),
    Tally(
        "afloop",
        "trajecten",
        Text(
            "Dagen van instroom tot uitstroom, naar reden van uitstroom, per kwartaal van "
            "instroom; wat nog loopt, staat onder 'loopt'",
            "Days from inflow to outflow, by reason of outflow, by the quarter of inflow; what "
            "is still running stands under 'loopt'",
        ),
        (
            counted(
                "entered",
                "Begonnen vóór de waarneming, gevolgd vanaf deze dag",
                "Began before observation, followed from this day",
            ),
            counted("events", "Om deze reden uitgestroomd", "Left for this reason"),
            counted(
                "censored",
                "Na dit aantal dagen nog niet uitgestroomd en niet verder gevolgd",
                "Not left after so many days and not followed further",
            ),
        ),
        ("reden", "days"),
    ),
    Tally(
        "terugkeer",
        "trajecten",
        Text(
            "Dagen van uitstroom tot de volgende instroom van dezelfde klant, in welke uitkering "
            "ook, per kwartaal en reden van de uitstroom; alleen bekende klanten, voor zover een "
            "pseudoniem dezelfde persoon aanwijst",
            "Days from outflow to the next inflow of the same client, into any benefit, by quarter "
            "and reason of the outflow; known clients only, as far as a pseudonym points at the "
            "same person",
        ),
        (
            counted(
                "entered",
                "Uitgestroomd vóór de waarneming, gevolgd vanaf deze dag",
                "Left before observation, followed from this day",
            ),
            counted("events", "Terug na dit aantal dagen", "Back after so many days"),
            counted(
                "censored",
                "Na dit aantal dagen niet terug en niet verder gevolgd",
                "Not back after so many days and not followed further",
            ),
        ),
        ("reden", "days"),
    ),
    Tally(
        "besluit",
        "trajecten",
        Text(
            "Besluiten in het kwartaal die daarna 91 dagen zijn gevolgd",
            "Decisions in the quarter that were followed for 91 days",
        ),
        (
            counted("n", "Aantal", "Number"),
            counted(
                "zonder_instroom",
                "Zonder instroom op of vóór de 91e dag",
                "Without inflow on or before the 91st day",
            ),
        ),
    ),
    Tally(
        "herhaling",
        "trajecten",
        Text(
            "Meldingen van bekende klanten, met wie zich hoogstens 182 dagen eerder ook meldden",
            "First reports of known clients, with those who also reported at most 182 days earlier",
        ),
        (
            counted(
                "n",
                "Meldden zich eerder, en die melding had nog niet tot een uitkering geleid",
                "Reported earlier, and that report had not led to a benefit yet",
            ),
            counted(
                "at_risk",
                "Meldingen waarvan de hele periode van 182 dagen ervoor is waargenomen",
                "First reports of which the whole 182 days before were observed",
            ),
        ),
    ),
    Tally(
        "beroepsbevolking",
        "werkpleinen",
        Text(
            "Beroepsbevolking van het werkgebied, per kwartaal waarin het getal verandert; 0 is "
            "niet bekend",
            "Labour force of the area, by the quarter in which the number changes; 0 is not known",
        ),
        (counted("n", "Aantal mensen", "Number of people", kwartaal="stock"),),
    ),
)
