"""The tallies of working together: steps, mixed caseloads, the cooperation scan, phases."""

from __future__ import annotations

from ketenkpi.counts.measure import Measure, Tally, counted
from ketenkpi.vocabulary import Text

# Both measures of a pair add; a mean is their quotient, and an item that
# nobody answered has 0 answers, which is missing and not a score of zero.
_SCALES = (
    ("product", Text("Productcoördinatie (0-2)", "Product coordination (0-2)")),
    ("proces", Text("Procescoördinatie (0-2)", "Process coordination (0-2)")),
    ("afspraken", Text("Product en proces samen (0-2)", "Product and process together (0-2)")),
    ("score", Text("Score (0-4)", "Score (0-4)")),
)


def _pair(name: str, scale: Text) -> tuple[Measure, Measure]:
    answers = Text(f"{scale.nl}, aantal antwoorden", f"{scale.en}, number of answers")
    points = Text(f"{scale.nl}, som van de punten", f"{scale.en}, sum of the points")
    return Measure(f"{name}_n", answers), Measure(f"{name}_sum", points)


def _staff(name: str, nl: str, en: str) -> Measure:
    # One worker has clients in several quarters: adding those would pretend
    # that there were more workers, and so more certainty.
    return counted(name, nl, en, kwartaal="staff")


_MIX = (
    _staff("staff", "Medewerkers", "Workers"),
    _staff("cases", "Trajecten, per medewerker geteld", "Spells, counted per worker"),
    _staff(
        "mix_sum",
        "Twee keer de trajecten van de kleinste regeling, per medewerker",
        "Twice the spells of the smaller scheme, per worker",
    ),
    _staff("cases_sq", "Som van de kwadraten van cases", "Sum of the squares of cases"),
    _staff("mix_sq", "Som van de kwadraten van mix", "Sum of the squares of mix"),
    _staff("cross", "Som van cases maal mix", "Sum of cases times mix"),
)

COOPERATION = (
    Tally(
        "stap",
        "stappen",
        Text("Stappen die in het kwartaal begonnen", "Steps that began in the quarter"),
        (counted("n", "Aantal", "Number"),),
        ("taak", "organisatie", "overdracht"),
    ),
    Tally(
        "stap_stand",
        "stappen",
        Text(
            "Stappen die lopen aan het eind van het kwartaal; een stap zonder einde loopt door",
            "Steps running at the end of the quarter; a step without an end runs on",
        ),
        (counted("n", "Aantal", "Number", kwartaal="stock"),),
        ("taak", "organisatie"),
    ),
    Tally(
        "mix",
        "stappen",
        Text(
            "Medewerkers van UWV en gemeente die in het kwartaal een stap begonnen, met hun "
            "trajecten uit de regelingen van UWV en uit die van de gemeente",
            "Workers of UWV and gemeente who began a step in the quarter, with their spells on "
            "schemes of UWV and on those of the gemeente",
        ),
        _MIX,
    ),
    Tally(
        "mix_team",
        "stappen",
        Text(
            "Hetzelfde, van stappen van een integraal team alleen",
            "The same, of steps of an integrated team only",
        ),
        _MIX,
    ),
    Tally(
        "scan",
        "samenwerking",
        Text("Antwoorden op de samenwerkingsscan", "Answers to the cooperation scan"),
        (
            counted("n", "Regels van de scan", "Rows of the scan"),
            *(measure for name, scale in _SCALES for measure in _pair(name, scale)),
        ),
        ("onderdeel", "invuller", "situatie"),
    ),
    Tally(
        "fase",
        "fasen",
        Text(
            "Fase van samenwerking die geldt aan het eind van het kwartaal; opgeteld over "
            "Werkpleinen het aantal Werkpleinen in de fase, over doelgroepen telt elke doelgroep",
            "Phase of cooperation that holds at the end of the quarter; added over Werkpleinen "
            "the number of Werkpleinen in the phase, over target groups each group counts",
        ),
        (counted("n", "Werkpleinen, per doelgroep", "Werkpleinen, per group", kwartaal="stock"),),
        ("fase",),
    ),
)
