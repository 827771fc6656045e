"""Ord som røper hva en kolonne inneholder: overskrifter for personopplysninger, og vanlige fornavn.

Overskriftene sammenlignes i nøkkelform (se `felles/tekst.py`): små bokstaver, æøå som ae, oe og
aa, ingen tegn.
"""

from boligdata.felles.identitetsnummer import DUF, FOEDSELSNUMMER
from boligdata.felles.tekst import noekkelform

EPOST, TELEFON, NAVN, FRITEKST = (
    "e-post",
    "telefonnummer",
    "navn",
    "fritekst",
)
ADRESSE, FOEDSELSDATO, KONTO, PERSON = "adresse", "fødselsdato", "kontonummer", "person"

# Overskrifter som er så tydelige at innholdet ikke trenger å kjennes igjen.
TYDELIGE = {FOEDSELSNUMMER, DUF, NAVN}

_ORD = {
    FOEDSELSNUMMER: (
        "fnr dnr pnr fnrdnr fdnr dnummer fodselsnr fodselsnummer foedselsnr "
        "foedselsnummer personnr personnummer "
        "foedselsogpersonnummer fodselsogpersonnummer personident norskident "
        "identitetsnummer hjelpenummer hnummer ssn"
    ),
    DUF: "duf dufnr dufnummer dufid",
    EPOST: "epost epostadresse email emailadresse mail mailadresse",
    TELEFON: "telefon telefonnr telefonnummer tlf tlfnr mobil mobilnr mobilnummer mobiltelefon phone",
    NAVN: (
        "fornavn etternavn mellomnavn fornavnetternavn etternavnfornavn fulltnavn personnavn leietakernavn "
        "leietakersnavn navnleietaker soekernavn soekersnavn navnsoeker beboernavn "
        "beboersnavn brukernavn kontaktnavn"
    ),
    PERSON: (
        "navn leietaker hovedleietaker soeker hovedsoeker medsoeker beboer kontaktperson "
        "paaroerende verge ektefelle "
        "samboer barnsnavn saksbehandler"
    ),
    ADRESSE: (
        "adresse gateadresse veiadresse vegadresse bostedsadresse postadresse boadresse "
        "leieadresse gate gatenavn "
        "veinavn vegnavn husnr husnummer bruksenhetsnummer bruksenhet leilighetsnr leilighetsnummer"
    ),
    FOEDSELSDATO: "foedselsdato fodselsdato foedt fodt fdato",
    KONTO: "kontonr kontonummer bankkonto bankkontonr bankkontonummer iban",
    FRITEKST: (
        "merknad merknader kommentar kommentarer notat notater fritekst anmerkning "
        "anmerkninger journal beskrivelse "
        "begrunnelse opplysninger tilleggsopplysninger"
    ),
}
_SLAG = {ord_: slag for slag, alle in _ORD.items() for ord_ in alle.split()}
_INNE_I = (
    "foedselsnummer",
    "fodselsnummer",
    "foedselsnr",
    "fodselsnr",
    "personnummer",
    "dufnummer",
)

# Kolonnene som sammen med festenummeret («fnr») er adressen til en eiendom i matrikkelen.
_MATRIKKEL = {
    "gnr",
    "gaardsnr",
    "gaardsnummer",
    "gardsnr",
    "gardsnummer",
    "bnr",
    "bruksnr",
    "bruksnummer",
    "snr",
    "seksjonsnr",
    "seksjonsnummer",
}


def kolonneslag(overskrift: str) -> str | None:
    """Hva slags personopplysning overskriften lover, når den lover noe."""
    form = noekkelform(overskrift)
    if form in _SLAG:
        return _SLAG[form]
    inne_i = next((ord_ for ord_ in _INNE_I if ord_ in form), None)
    return inne_i and (DUF if inne_i.startswith("duf") else FOEDSELSNUMMER)


def er_vanlig_ord(overskrift: str) -> bool:
    """Er hele overskriften et ord vi kjenner? Da kan den vises til alle."""
    return noekkelform(overskrift) in _SLAG


def kan_vaere_festenummer(overskrift: str, alle: tuple[str, ...]) -> bool:
    """Ved siden av gårds- og bruksnummer betyr «fnr» festenummer."""
    return noekkelform(overskrift) == "fnr" and bool(
        {noekkelform(overskrift) for overskrift in alle} & _MATRIKKEL
    )


# Vanlige fornavn i Norge, uten dem som også er vanlige ord (Bo, Dag, Even, Liv, Odd, Sol, Stein).
# En kolonne med navn kjennes igjen når en del av navnene er her; listen trenger ikke å være hel.
FORNAVN = frozenset(
    [
        "aage",
        "aksel",
        "alexander",
        "aleksander",
        "amalie",
        "anders",
        "andreas",
        "andrea",
        "ann",
        "anna",
        "anne",
        "anita",
        "arild",
        "arne",
        "asbjørn",
        "astrid",
        "aud",
        "bente",
        "berit",
        "birger",
        "bjarne",
        "bjørg",
        "bjørn",
        "borghild",
        "camilla",
        "cecilie",
        "christian",
        "christina",
        "daniel",
        "egil",
        "einar",
        "eirik",
        "eivind",
        "elin",
        "elisabeth",
        "ellen",
        "else",
        "emil",
        "emilie",
        "emma",
        "erik",
        "erling",
        "espen",
        "eva",
        "filip",
        "frank",
        "fredrik",
        "frode",
        "geir",
        "gerd",
        "grete",
        "gunn",
        "gunnar",
        "guro",
        "hanna",
        "hannah",
        "hanne",
        "hans",
        "harald",
        "hege",
        "heidi",
        "helge",
        "henrik",
        "hilde",
        "håkon",
        "håvard",
        "ida",
        "inger",
        "ingeborg",
        "ingrid",
        "ingvild",
        "ivar",
        "jakob",
        "jan",
        "jens",
        "johan",
        "johanne",
        "john",
        "jon",
        "jonas",
        "jorunn",
        "julie",
        "jørgen",
        "kari",
        "karin",
        "karl",
        "karoline",
        "kenneth",
        "kim",
        "kjell",
        "kjersti",
        "knut",
        "kristian",
        "kristin",
        "kristina",
        "kristine",
        "kristoffer",
        "kåre",
        "laila",
        "lars",
        "leif",
        "lena",
        "lene",
        "linda",
        "linn",
        "lise",
        "lukas",
        "magne",
        "magnus",
        "malin",
        "maren",
        "mari",
        "maria",
        "marianne",
        "marie",
        "marit",
        "marius",
        "marta",
        "marte",
        "martin",
        "martine",
        "mathias",
        "mette",
        "mona",
        "monica",
        "morten",
        "nils",
        "nina",
        "noah",
        "nora",
        "ola",
        "olav",
        "ole",
        "olga",
        "oskar",
        "per",
        "petter",
        "pål",
        "ragna",
        "ragnar",
        "ragnhild",
        "randi",
        "reidar",
        "rita",
        "robert",
        "roger",
        "rolf",
        "roy",
        "rune",
        "sara",
        "sigrid",
        "sigurd",
        "silje",
        "simen",
        "siri",
        "sissel",
        "sofie",
        "solveig",
        "sondre",
        "stian",
        "stine",
        "svein",
        "sverre",
        "synnøve",
        "terje",
        "thea",
        "therese",
        "thomas",
        "tom",
        "tommy",
        "tone",
        "tonje",
        "tor",
        "torbjørn",
        "tore",
        "torill",
        "tove",
        "trine",
        "trond",
        "turid",
        "unni",
        "vidar",
        "vigdis",
        "vilde",
        "wenche",
        "william",
        "øystein",
        "øyvind",
        "åse",
        "abdi",
        "abdul",
        "abdullah",
        "adam",
        "agnieszka",
        "ahmad",
        "ahmed",
        "aisha",
        "ali",
        "amina",
        "amir",
        "andrii",
        "aster",
        "fatima",
        "fatma",
        "hamid",
        "hamza",
        "hassan",
        "hussein",
        "ibrahim",
        "iryna",
        "ismail",
        "katarzyna",
        "khaled",
        "khalid",
        "krzysztof",
        "leila",
        "mariam",
        "maryam",
        "mohamed",
        "mohammad",
        "mohammed",
        "muhammad",
        "mustafa",
        "natalia",
        "nasra",
        "oleksandr",
        "olena",
        "omar",
        "osman",
        "piotr",
        "rahel",
        "samir",
        "samira",
        "sergii",
        "serhii",
        "svitlana",
        "tesfay",
        "tetiana",
        "tomasz",
        "viktoriia",
        "volodymyr",
        "yusuf",
        "yasmin",
        "zahra",
        "zainab",
    ]
)
