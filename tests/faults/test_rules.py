"""Files that break a rule of the research model or of the plans: what is said, nothing stored."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from ketenkpi.comparison import verdicts_of
from ketenkpi.scope import Scope
from ketenkpi.store import Store, UploadResult
from ketenkpi.vocabulary import Quarter
from tests.example_store import empty

PHASES = "werkplein;doelgroep;fase;vanaf;tot"
SHARES = "arbeidsmarktregio;kwartaal;sleutel;werkplein;aandeel"
SCAN = "werkplein;kwartaal;invuller;onderdeel;situatie;product;proces;score;status"
GOALS = "werkplein;arbeidsmarktregio;indicator;doel;vanaf;waarde;status"
FIRST = "A;jongere;1;01-01-2009;31-12-2009"


@dataclass(frozen=True)
class Case:
    """A file, the one fault in it, and what is said of that in Dutch and English."""

    contract: str
    rows: tuple[str, ...]
    place: tuple[str, int, str, str]
    nl: str
    en: str

    @property
    def file(self) -> bytes:
        return "\n".join((*self.rows, "")).encode()


CASES = {
    "unknown item": Case(
        "samenwerking",
        (SCAN, "A;2009K1;uwv;intaak;;1;1;;"),
        ("onbekende_code", 2, "onderdeel", "intaak"),
        "'intaak' is geen bekende code voor 'onderdeel'. Een code van de lijst op de pagina"
        " Definities; het meest lijken: intake, integraal_team, intake_diagnose.",
        "'intaak' is not a known code for 'onderdeel'. A code from the list on the page"
        " Definitions; the nearest are: intake, integraal_team, intake_diagnose.",
    ),
    "item by its name": Case(
        "samenwerking",
        (SCAN, "A;2009K1;uwv;Arbeidsbemiddeling voor werkgevers;;1;1;;"),
        ("onbekende_code", 2, "onderdeel", "Arbeidsbemiddeling voor werkgevers"),
        "'Arbeidsbemiddeling voor werkgevers' is geen bekende code voor 'onderdeel'. Een code van"
        " de lijst op de pagina Definities; het meest lijken: arbeidsbemiddeling_werkgevers,"
        " arbeidsbemiddeling_werkzoekenden, arbeidsbemiddeling_vacatures.",
        "'Arbeidsbemiddeling voor werkgevers' is not a known code for 'onderdeel'. A code from the"
        " list on the page Definitions; the nearest are: arbeidsbemiddeling_werkgevers,"
        " arbeidsbemiddeling_werkzoekenden, arbeidsbemiddeling_vacatures.",
    ),
    "score outside the scale": Case(
        "samenwerking",
        (SCAN, "A;2009K1;uwv;intake;;1;2;;", "A;2009K1;uwv;diagnose;;3;2;;"),
        ("buiten_bereik", 3, "product", "3"),
        "'3' ligt buiten het bereik van 'product'. Een getal van 0 tot en met 2.",
        "'3' is out of range for 'product'. A number from 0 to 2.",
    ),
    "score on another scale": Case(
        "samenwerking",
        (SCAN, "A;2009K1;uwv;intake;;;;3;"),
        ("schaal_van_onderdeel", 2, "onderdeel", "intake"),
        "Het antwoord past niet bij de schaal van 'intake'. Product en proces (0-2) bij afspraken"
        " en bij paren van taken; score (0-4) bij alle andere onderdelen.",
        "The answer does not fit the scale of 'intake'. Product and process (0-2) for agreements"
        " and pairs of tasks; score (0-4) for all other items.",
    ),
    "agreement on an item with one mark": Case(
        "samenwerking",
        (SCAN, "A;2009K1;uwv;vertrouwen;;2;;3;"),
        ("schaal_van_onderdeel", 2, "onderdeel", "vertrouwen"),
        "Het antwoord past niet bij de schaal van 'vertrouwen'. Product en proces (0-2) bij"
        " afspraken en bij paren van taken; score (0-4) bij alle andere onderdelen.",
        "The answer does not fit the scale of 'vertrouwen'. Product and process (0-2) for"
        " agreements and pairs of tasks; score (0-4) for all other items.",
    ),
    "pair in a situation it does not occur in": Case(
        "samenwerking",
        (SCAN, "A;2009K1;uwv;intake_diagnose;samenloop;1;1;;"),
        ("situatie_van_onderdeel", 2, "onderdeel", "intake_diagnose"),
        "'intake_diagnose' hoort niet bij de situatie in 'situatie', of die is ten onrechte leeg."
        " Bij een paar taken de situatie waarin het voorkomt; bij andere onderdelen is 'situatie'"
        " leeg.",
        "'intake_diagnose' does not belong to the situation in 'situatie', or that is wrongly"
        " empty. For a pair of tasks the situation it occurs in; for other items 'situatie' is"
        " empty.",
    ),
    "answer beside a reason for none": Case(
        "samenwerking",
        (SCAN, "A;2009K1;uwv;intake;;1;;;weet_niet"),
        ("blijft_leeg", 2, "status", "weet_niet"),
        "'status' zegt 'weet_niet', maar een van deze kolommen is gevuld: product, proces, score."
        " Is 'status' gevuld, dan zijn deze kolommen leeg: product, proces, score.",
        "'status' says 'weet_niet', but one of these columns is filled: product, proces, score."
        " If 'status' is filled, these columns are empty: product, proces, score.",
    ),
    "overlap": Case(
        "fasen",
        (PHASES, FIRST, "A;jongere;2;01-12-2009;"),
        ("periodes_overlap", 3, "vanaf", "01-12-2009"),
        "Deze periode van A / jongere begint op 01-12-2009, terwijl die op regel 2 loopt tot en"
        " met 31-12-2009. Een periode begint de dag nadat de vorige eindigt.",
        "This period of A / jongere begins on 01-12-2009, while the one on line 2 runs until"
        " 31-12-2009. A period begins the day after the one before ends.",
    ),
    "period after one without an end": Case(
        "fasen",
        (PHASES, "A;jongere;2;01-01-2010;", "A;jongere;1;01-01-2009;"),
        ("periodes_loopt", 2, "vanaf", "01-01-2010"),
        "Deze periode van A / jongere begint op 01-01-2010, terwijl die op regel 3 geen laatste"
        " dag heeft en dus doorloopt. Een periode begint de dag nadat de vorige eindigt.",
        "This period of A / jongere begins on 01-01-2010, while the one on line 3 has no last day"
        " and so runs on. A period begins the day after the one before ends.",
    ),
    "gap": Case(
        "fasen",
        (PHASES, FIRST, "A;jongere;2;01-02-2010;"),
        ("periodes_gat", 3, "vanaf", "01-02-2010"),
        "Deze periode van A / jongere begint op 01-02-2010, maar die op regel 2 eindigt al op"
        " 31-12-2009. Een periode die begint op 01-01-2010.",
        "This period of A / jongere begins on 01-02-2010, but the one on line 2 already ends on"
        " 31-12-2009. A period that begins on 01-01-2010.",
    ),
    "shares of 99": Case(
        "verdeling",
        (SHARES, "Regio;2009K1;s;A;50", "Regio;2009K1;s;B;49"),
        ("telt_op", 2, "aandeel", "99"),
        "De aandelen van Regio / 2009K1 / s zijn samen 99 (aantal rijen: 2). Samen 100.",
        "The shares of Regio / 2009K1 / s make 99 together (number of rows: 2). 100 together.",
    ),
    "goal that is neither measured nor said": Case(
        "doelen",
        (GOALS, "A;;;;01-01-2009;;"),
        ("minstens_een", 2, "indicator", ""),
        "Geen van deze kolommen is gevuld: indicator, doel."
        " Minstens een van deze kolommen is gevuld: indicator, doel.",
        "None of these columns is filled: indicator, doel."
        " At least one of these columns is filled: indicator, doel.",
    ),
    "value without an indicator": Case(
        "doelen",
        (GOALS, "A;;;Meer werk;01-01-2009;35;"),
        ("vereist", 2, "indicator", ""),
        "'waarde' is gevuld, maar 'indicator' is leeg. Is 'waarde' gevuld, dan ook 'indicator'.",
        "'waarde' is filled, but 'indicator' is empty. If 'waarde' is filled, 'indicator' is too.",
    ),
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = empty(tmp_path_factory.mktemp("home"))
    yield opened
    opened.close()


@pytest.mark.parametrize("name", CASES)
def test_a_broken_rule_is_said_and_nothing_is_stored(store: Store, name: str) -> None:
    case = CASES[name]
    result = upload(store, case.contract, case.file)
    assert result.status == "refused"
    assert result.rows_stored == 0
    (finding,) = result.findings.listed
    assert finding.level == "fout"
    assert (finding.rule, finding.line, finding.column, finding.value or "") == case.place
    assert f"{finding.message('nl')} {finding.expected('nl')}" == case.nl
    assert f"{finding.message('en')} {finding.expected('en')}" == case.en
    assert finding.remedy("nl") != finding.remedy("en")
    assert store.version == 0
    assert store.deliveries(Scope.everything()).empty
    assert not (store.settings.home / "rows").exists()


def upload(store: Store, contract: str, file: bytes, **options: bool) -> UploadResult:
    return store.upload(
        file,
        contract,
        filename=f"{contract}.csv",
        by="anna",
        organisation="uwv",
        answers={"werkplein": "nieuw"},
        quarter=Quarter(2009, 4),
        **options,
        scope=Scope.everything(),
    )


def test_of_periods_that_do_not_follow_none_is_kept(tmp_path: Path) -> None:
    # Without the second row, the first and third would leave a gap.
    rows = (FIRST, "A;jongere;2;01-12-2009;30-06-2010", "A;jongere;3a;01-07-2010;")
    file = "\n".join((PHASES, *rows, "B;jongere;1;01-01-2009;", "")).encode()
    store = empty(tmp_path)
    result = upload(store, "fasen", file, skip_faulty_rows=True)
    assert (result.status, result.rows_stored, result.rows_rejected) == ("stored", 1, 3)
    assert list(store.table("fasen", Scope.everything())["werkplein"]) == ["B"]
    store.close()


def test_of_shares_that_do_not_add_up_none_is_kept(tmp_path: Path) -> None:
    wrong = ("Regio;2009K4;s;A;50", "Regio;2009K4;s;B;49")
    right = ("Regio;2009K4;t;A;50", "Regio;2009K4;t;B;50,04")
    store = empty(tmp_path)
    file = "\n".join((SHARES, *wrong, *right, "")).encode()
    result = upload(store, "verdeling", file, skip_faulty_rows=True)
    assert (result.status, result.rows_stored, result.rows_rejected) == ("stored", 2, 2)
    assert set(store.table("verdeling", Scope.everything())["sleutel"]) == {"t"}
    store.close()


def test_a_goal_without_an_indicator_is_stored(tmp_path: Path) -> None:
    store = empty(tmp_path)
    file = f"{GOALS}\nA;;;De klant merkt dat wij samenwerken;01-01-2009;;\n".encode()
    assert upload(store, "doelen", file).status == "stored"
    assert store.target_findings(Scope.everything()) == ()
    assert verdicts_of(store.source, ["instroom"], Scope.everything()).empty
    store.close()
