"""Gemeenten by code, their region by day and how sure that is, and what may be compared."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ketenkpi.register import RegisterError, load_register
from ketenkpi.vocabulary import Quarter
from ketenkpi.wording import LANGUAGES
from tests.unit.register_lists import listed, overlaid

REGISTER = load_register()
IN_2011, IN_2012, IN_2013, IN_2015 = (date(year, 6, 1) for year in (2011, 2012, 2013, 2015))


# Gemeenten by code, and the places that serve them.


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        *((code, ("GM0758", "Breda")) for code in ("758", "0758", "GM0758", " gm0758 ", "breda")),
        ("Hengelo (O.)", ("GM0164", "Hengelo (O)")),
        ("Hengelo", ("GM0164", "Hengelo (O)")),
        ("Súdwest Fryslân", ("GM1900", "Súdwest-Fryslân")),
        ("Nuenen CA", ("GM0820", "Nuenen, Gerwen en Nederwetten")),
        ("Den Haag", ("GM0518", "'s-Gravenhage")),
        ("Bergen (NH.)", ("GM0373", "Bergen (NH)")),
        # Gone, and one that was only renamed.
        ("Boskoop", ("GM0499", "Boskoop")),
        ("De Friese Meren", ("GM1921", "De Friese Meren")),
        ("De Fryske Marren", ("GM1940", "De Fryske Marren")),
        # Two gemeenten, none, no code.
        *((name, None) for name in ("Bergen", "Atlantis", "9999", "07580", "²", "")),
    ],
)
def test_the_code_of_a_gemeente(asked: str, answer: tuple[str, str] | None) -> None:
    assert REGISTER.gemeente_code(asked) == answer


def _names_of(place: str, on: date | Quarter | None) -> set[str]:
    found = (REGISTER.gemeente_code(code) for code in REGISTER.gemeenten_of(place, on))
    return {each[1] for each in found if each}


def test_the_gemeenten_a_place_serves_are_those_of_the_day() -> None:
    assert _names_of("Breda", Quarter(2011, 2)) == {"Breda", "Alphen-Chaam"}
    # Decrees go on naming the three that became Zuidplas in 2010.
    assert "Zuidplas" in _names_of("Midden Holland", IN_2012)
    # Before the first decree: those that became Súdwest-Fryslân in 2011.
    assert {"Sneek", "Bolsward"} < _names_of("Sneek", Quarter(2010, 1))
    # After the last: Leerdam, Vianen and Zederik are Vijfheerenlanden.
    assert "Vijfheerenlanden" in _names_of("Dordrecht", Quarter(2020, 1))
    assert "Leerdam" in _names_of("Dordrecht", Quarter(2018, 4))
    assert _names_of("Dordrecht", None) == _names_of("Dordrecht", Quarter(2026, 1))
    assert REGISTER.gemeenten_of("Nijverdal", IN_2015) == ()
    assert REGISTER.gemeenten_of("Atlantis") == ()


def test_invented_gemeenten_of_an_own_place_have_no_code() -> None:
    own = overlaid(listed("A", gemeenten="Almelo, Voorbeeldstad"))
    assert own.gemeenten_of("A") == ("GM0141",)


def test_a_gemeente_only_an_own_list_knows() -> None:
    own = overlaid(listed("A", gemeenten="Voorbeeldstad"))
    found = own.gemeente("Voorbeeldstad", IN_2012)
    assert found is not None
    assert (found.werkpleinen, found.certainty) == (("A",), "own_list")


def test_a_gemeente_after_the_last_decree_has_the_werkpleinen_of_its_predecessors() -> None:
    found = REGISTER.gemeente("Vijfheerenlanden", date(2020, 1, 1))
    assert found is not None
    assert found.werkpleinen == ("dordrecht", "utrecht-midden")
    assert (found.region, found.asked) == ("gorinchem", None)
    asked = REGISTER.gemeente("Moordrecht", IN_2011)
    assert asked is not None
    assert (asked.name, asked.asked, asked.werkpleinen) == (
        "Zuidplas",
        "Moordrecht",
        ("midden-holland",),
    )


# The region of a gemeente.


@pytest.mark.parametrize(
    ("gemeente", "on", "region", "certainty"),
    [
        ("Breda", Quarter(2009, 1), "West-Brabant", "carried_back"),
        ("Breda", IN_2011, "West-Brabant", "decree"),
        ("Breda", Quarter(2013, 4), "West-Brabant", "carried_back"),
        ("Breda", IN_2015, "West-Brabant", "decree"),
        ("GM0758", Quarter(2020, 2), "West-Brabant", "between"),
        ("Breda", date(2026, 1, 1), "West-Brabant", "cbs"),
        ("Breda", None, "West-Brabant", "cbs"),
        ("Breda", date(2031, 1, 1), "West-Brabant", "carried_forward"),
        # A region divided in 2013, and the name of the day.
        ("Ede", IN_2012, "Midden-Gelderland", "decree"),
        ("Ede", IN_2015, "Food Valley", "decree"),
        ("Zwolle", IN_2015, "IJsselvechtstreek", "decree"),
        ("Zwolle", date(2026, 1, 1), "Regio Zwolle", "cbs"),
        # Gone before any decree: that of the successor.
        ("Rozenburg", date(2010, 3, 17), "Rijnmond", "carried_back"),
        ("Boskoop", date(2013, 1, 1), "Holland Rijnland", "derived"),
        # Those whose year is not known, at both ends sure.
        ("Elburg", date(2020, 1, 1), "Stedendriehoek en Noordwest Veluwe", "cbs"),
        ("Elburg", date(2025, 1, 1), "Veluwe Stedendriehoek", "year_unknown"),
        ("Elburg", date(2026, 1, 1), "Regio Zwolle", "cbs"),
        ("Renkum", date(2015, 1, 1), "Food Valley", "decree"),
        ("Renkum", date(2018, 1, 1), "Midden-Gelderland", "year_unknown"),
        ("Renkum", date(2026, 1, 1), "FoodValley", "cbs"),
        ("Heerde", date(2012, 1, 1), "IJsselvechtstreek", "decree"),
        ("Heerde", date(2016, 1, 1), "Stedendriehoek en Noordwest Veluwe", "derived"),
        ("Zuidplas", IN_2013, "Rijnmond", "year_unknown"),
        ("Vijfheerenlanden", IN_2015.replace(year=2019), "Gorinchem", "two_regions"),
        # Weesp until it was part of Amsterdam.
        ("Weesp", date(2021, 1, 1), "Gooi- en Vechtstreek", "carried_forward"),
        ("Weesp", date(2022, 3, 23), "Groot Amsterdam", "cbs"),
        ("Oosterhout", IN_2011, "West-Brabant", "carried_back"),
    ],
)
def test_the_region_of_a_gemeente_by_day(
    gemeente: str, on: date | Quarter | None, region: str, certainty: str
) -> None:
    found = REGISTER.region_of_gemeente(gemeente, on)
    assert found is not None
    assert found.region is not None
    assert (found.region.name, found.certainty) == (region, certainty)
    for language in LANGUAGES:
        note = found.note(language)
        assert (note is None) == found.certain
        assert "None" not in (note or "")


def test_a_gemeente_that_had_merged_gives_its_successor() -> None:
    found = REGISTER.region_of_gemeente("Weesp", date(2024, 1, 1))
    assert found is not None
    assert (found.code, found.name) == ("GM0363", "Amsterdam")
    assert REGISTER.region_of_gemeente("Hollands Kroon", IN_2011) is None
    assert REGISTER.region_of_gemeente("Atlantis") is None


@pytest.mark.parametrize("name", ["Alphen-Chaam", "Borger-Odoorn", "Bronckhorst", "Echt-Susteren"])
def test_four_gemeenten_were_divided_by_postcode(name: str) -> None:
    found, before = (REGISTER.region_of_gemeente(name, on) for on in (IN_2012, Quarter(2009, 1)))
    assert found is not None
    assert before is not None
    assert (found.region, found.certainty, len(found.also)) == (None, "postcode", 2)
    # Carried back, the answer says that it is an assumption.
    assert "aangenomen" in (before.note("nl") or "")
    assert "aangenomen" not in (found.note("nl") or "")
    later = REGISTER.region_of_gemeente(name, IN_2015)
    assert later is not None
    assert later.region is not None


def test_every_gemeente_has_one_region_each_year_since_2013() -> None:
    for year in range(2013, 2027):
        day = date(year, 1, 1)
        answers = [
            REGISTER.region_of_gemeente(row.code, day) for row in REGISTER.tables.gemeenten.on(day)
        ]
        regions = {answer.region.code for answer in answers if answer and answer.region}
        assert all(answer is not None and answer.region is not None for answer in answers)
        assert len(regions) == 35


# What may be compared over a merger.


def _made_of(gemeente: str, earlier: date | Quarter, later: date | Quarter) -> list[str]:
    found = REGISTER.comparable(gemeente, earlier, later)
    assert found.note("nl") is None
    return [name for _, name in found.predecessors]


def test_a_successor_is_compared_with_the_sum_of_its_predecessors() -> None:
    alphen = ["Alphen aan den Rijn", "Boskoop", "Rijnwoude"]
    assert _made_of("Alphen aan den Rijn", IN_2013, IN_2015) == alphen
    # Asked about one that ended, the answer is about what it became part of.
    assert _made_of("GM0499", IN_2013, IN_2015) == alphen
    assert _made_of("Boskoop", IN_2011, IN_2013) == ["Boskoop"]
    # Over two steps, and a new name in between.
    assert _made_of("Molenlanden", IN_2012, date(2019, 1, 1)) == [
        *("Nieuw-Lekkerland", "Giessenlanden", "Graafstroom", "Liesveld"),
    ]
    assert _made_of("Berg en Dal", date(2014, 12, 31), date(2016, 1, 1)) == [
        *("Groesbeek", "Millingen aan de Rijn", "Ubbergen"),
    ]
    assert _made_of("Amsterdam", Quarter(2021, 4), Quarter(2022, 1)) == ["Amsterdam", "Weesp"]
    assert _made_of("Rotterdam", date(2010, 3, 17), date(2010, 3, 18)) == ["Rotterdam", "Rozenburg"]
    assert _made_of("Breda", date(2008, 1, 1), date(2026, 1, 1)) == ["Breda"]


@pytest.mark.parametrize(
    ("split", "day", "receivers"),
    [
        ("Boarnsterhim", date(2014, 1, 1), "Leeuwarden,De Friese Meren,Heerenveen,Súdwest-Fryslân"),
        ("Maasdonk", date(2015, 1, 1), "'s-Hertogenbosch,Oss"),
        ("Littenseradiel", date(2018, 1, 1), "Súdwest-Fryslân,Leeuwarden,Waadhoeke"),
        ("Winsum", date(2019, 1, 1), "Het Hogeland,Westerkwartier"),
        ("Haaren", date(2021, 1, 1), "Boxtel,Vught,Oisterwijk,Tilburg"),
    ],
)
def test_over_a_split_there_is_no_sum(split: str, day: date, receivers: str) -> None:
    before = day - timedelta(days=1)
    for name in (split, *receivers.split(",")):
        found = REGISTER.comparable(name, before, day)
        assert (found.predecessors, found.reason) == ((), "register.split")
        assert split in (found.note("nl") or "")
        assert split in (found.note("en") or "")
        # From the day itself on it is one area again.
        if name != split:
            assert REGISTER.comparable(name, day, day + timedelta(days=100)).reason is None


def test_no_comparison_before_the_list_or_before_a_gemeente_existed() -> None:
    reasons = [
        REGISTER.comparable(*asked).reason
        for asked in (
            ("Breda", date(2007, 12, 31), IN_2011),
            ("Zuidplas", date(2008, 1, 1), date(2009, 1, 1)),
        )
    ]
    assert reasons == ["register.before_list", "register.not_yet"]
    with pytest.raises(RegisterError) as unknown:
        REGISTER.comparable("Bergen", IN_2011, IN_2012)
    assert unknown.value.key == "register.gemeente_unknown"
    with pytest.raises(ValueError, match="lies after"):
        REGISTER.comparable("Breda", IN_2012, IN_2011)
