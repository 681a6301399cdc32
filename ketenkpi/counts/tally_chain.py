"""The tallies of the way clients go through the chain, all made of `stappen`."""

from __future__ import annotations

from ketenkpi.counts.measure import Tally, counted
from ketenkpi.vocabulary import Text

CHAIN = (
    Tally(
        "stroom",
        "stappen",
        Text(
            "Overgangen van een stap naar de volgende van hetzelfde traject, per kwartaal waarin "
            "de eerste stap eindigde; eindigde die niet, dan waarin de volgende begon",
            "Moves from a step to the next of the same spell, by the quarter in which the first "
            "one ended; when it did not, in which the next began",
        ),
        (
            counted("n", "Overgangen", "Moves"),
            counted(
                "waited",
                "Overgangen waarvan de wachttijd bekend is en nul of meer dagen",
                "Moves of which the wait is known, and zero days or more",
            ),
            counted("days_sum", "Som van die wachtdagen", "Sum of those days of waiting"),
            counted("days_sq", "Som van hun kwadraten", "Sum of their squares"),
            counted(
                "overlap",
                "Overgangen waarbij de volgende stap begon voor de vorige was geëindigd",
                "Moves of which the next step began before the earlier one had ended",
            ),
        ),
        ("taak", "organisatie", "naar_taak", "naar_organisatie", "overdracht"),
    ),
    Tally(
        "vervolg",
        "stappen",
        Text(
            "Stappen die in het kwartaal eindigden, naar wat erop volgde en na hoeveel dagen: een "
            "taak, vertrek, een afwijzing, of nog niets",
            "Steps that ended in the quarter, by what followed and after how many days: a task, "
            "leaving, a refusal, or nothing yet",
        ),
        (
            counted("events", "Gevolgd na dit aantal dagen", "Followed after so many days"),
            counted(
                "censored",
                "Na dit aantal dagen nog niet gevolgd en niet verder waargenomen",
                "Not followed after so many days and not observed further",
            ),
            counted(
                "beside",
                "Zonder wachten: de volgende stap was al begonnen, of de klant vertrok die dag",
                "Without a wait: the next step had begun, or the client left that day",
            ),
        ),
        ("taak", "volgt", "grens", "days"),
        ("soort",),
    ),
    Tally(
        "keten_begin",
        "stappen",
        Text(
            "Trajecten met een stap, naar hun eerste stap en het kwartaal waarin die begon",
            "Spells with a step, by their first step and the quarter in which it began",
        ),
        (counted("n", "Trajecten", "Spells"),),
        ("taak", "organisatie"),
    ),
    Tally(
        "keten_einde",
        "stappen",
        Text(
            "Trajecten met een stap die zijn geëindigd, naar hun laatste stap en het kwartaal van "
            "het einde; een besluit zonder instroom is een einde zonder uitkering",
            "Spells with a step that have ended, by their last step and the quarter of the end; a "
            "decision without inflow is an end without a benefit",
        ),
        (counted("n", "Trajecten", "Spells"),),
        ("taak", "organisatie", "reden"),
    ),
    Tally(
        "herhaalde_stap",
        "stappen",
        Text(
            "Trajecten met een intake of diagnose, per kwartaal van hun eerste stap",
            "Spells with an intake or diagnosis, by the quarter of their first step",
        ),
        (
            counted("n", "Trajecten met deze taak", "Spells with this task", taak="task"),
            counted("herhaald", "Meer dan één keer", "More than once", taak="task"),
            counted(
                "elders",
                "Meer dan één keer, en niet steeds door dezelfde organisatie",
                "More than once, and not each time by the same organisation",
                taak="task",
            ),
        ),
        ("taak",),
    ),
    Tally(
        "betrokken",
        "stappen",
        Text(
            "Trajecten naar het aantal organisaties en medewerkers dat er tot nu toe een stap in "
            "zette (4 is vier of meer), per kwartaal van de eerste stap",
            "Spells by how many organisations and workers took a step in them so far (4 is four "
            "or more), by the quarter of their first step",
        ),
        # The spells are counted, which add. Organisations and workers do not:
        # the same ones serve other spells.
        (counted("n", "Trajecten", "Spells", eenheid="unit"),),
        ("eenheid", "aantal"),
    ),
    Tally(
        "open_zaken",
        "stappen",
        Text(
            "Trajecten die lopen op de laatste dag dat zij zijn gevolgd, naar hun laatste stap: "
            "die loopt nog, of zij wachten op de volgende, en hoeveel dagen al",
            "Spells running on the last day they were followed, by their last step: it still "
            "runs, or they wait for the next, and for how many days",
        ),
        (counted("n", "Trajecten", "Spells", kwartaal="stock"),),
        ("taak", "organisatie", "toestand", "days"),
    ),
    Tally(
        "zaakkringen",
        "stappen",
        Text(
            "Kringen van zaaknummers waarin in het kwartaal stappen begonnen, waar dat er meer "
            "zijn dan één: overgangen tussen die kringen zijn onbekend",
            "Circles of case numbers in which steps began in the quarter, where there are more "
            "than one: moves between those circles are unknown",
        ),
        (counted("n", "Kringen", "Circles", werkplein="circle", kwartaal="circle"),),
    ),
)
