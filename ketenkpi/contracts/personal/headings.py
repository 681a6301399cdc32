"""Names of columns that only persons have, in whatever way they are put together."""

from __future__ import annotations

import re
import unicodedata

_CAMEL = re.compile(
    r"(?<=[a-z\u00df-\u00ff])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=\D)(?=\d)|(?<=\d)(?=\D)"
)
_APART = re.compile(r"[\W_]+")

# Whatever stands before or behind it.
_ANYWHERE = (
    *(
        "bsn",
        "burgerservice",
        "burgerserv",
        "sofinr",
        "sofinum",
        "socialsecurity",
        "citizenservice",
    ),
    *("achternaam", "voorletter", "geslachtsnaam", "roepnaam", "meisjesnaam"),
    *("clientnaam", "klantnaam", "persoonsnaam", "naamclient", "naamklant"),
    *("tussenvoegsel", "voorvoegsel", "firstname", "lastname", "surname", "familyname"),
    *(
        "geboortedat",
        "geboortedag",
        "gebdat",
        "vreemdelingennum",
        "paspoort",
        "dateofbirth",
        "birthdate",
    ),
    *("emailadres", "mailadres", "telefoonn", "telefoonnr", "telnr", "mobielnr", "mobielnum"),
    *("phonenum", "huisnummer", "huisnr", "straatnaam", "woonadres", "huisadres"),
    *("rekeningnummer", "rekeningnr", "bankrekening"),
)
_VOORNAAM = re.compile(r"voornaam(?!st)|voornamen")
_WORDS = frozenset(
    {
        *(
            "iban",
            "sofi",
            "ssn",
            "naam",
            "adres",
            "straat",
            "email",
            "mail",
            "telefoon",
            "tel",
            "gsm",
        ),
        *("mobiel", "mobile", "phone", "address", "street", "name"),
    }
)
# Beside these a word of the above is of a person; any other word makes it of something else.
_PERSONS = frozenset(
    {
        *("client", "clienten", "klant", "persoon", "werkzoekende", "kandidaat", "partner", "kind"),
        *("prive", "thuis", "werk", "vast", "nr", "nummer", "no", "e", "volledige", "contact"),
        *("contactpersoon", "medewerker", "consulent", "regel", "customer", "person", "private"),
        *("home", "full", "number", "mobiel", "telefoon", "mail", "adres", "email", "naam"),
    }
)
# A number of telephone calls is no telephone number.
_COUNTS = frozenset(
    {
        *("aantal", "per", "via", "kanaal", "percentage", "pct", "aandeel", "heeft", "bekend"),
        *("aanwezig", "totaal", "number_of", "has", "known", "count", "zonder", "met"),
    }
)


def is_personal(name: str) -> bool:
    """Whether a column of this name holds a BSN, a name, an address or the like of persons."""
    words = _words(name)
    if not words or _COUNTS & set(words):
        return False
    glued = "".join(words)
    if any(part in glued for part in _ANYWHERE) or _VOORNAAM.search(glued):
        return True
    rest = [word for word in words if word not in _WORDS and not word.isdigit()]
    return len(rest) < len([w for w in words if not w.isdigit()]) and set(rest) <= _PERSONS


def _words(name: str) -> list[str]:
    shown = "".join(
        c for c in unicodedata.normalize("NFKC", name) if unicodedata.category(c) != "Cf"
    )
    parts = _APART.split(_CAMEL.sub(" ", shown))
    bare = (unicodedata.normalize("NFKD", part.casefold()) for part in parts if part)
    return ["".join(c for c in part if not unicodedata.combining(c)) for part in bare]
