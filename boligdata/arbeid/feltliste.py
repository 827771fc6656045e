"""Feltene i det brukerne skriver: hva hvert felt heter, hva slags verdi det er, og veien til og fra JSON.

En post er en klasse med verdier som ikke kan endres. `erklaer` sier hvilke felt den har. Skjemaet,
tabellene, eksporten, endringsloggen og reglene leser det, så et felt til koster én linje der posten er
erklært, og ett felt i klassen.
"""

import dataclasses
import datetime as dt
import math
import re
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from boligdata.felles import norsk, plankoder
from boligdata.felles.config import Brukerfeil
from boligdata.felles.maalform import fast, si

AARENE = range(1990, 2101)
LENGSTE_TEKST, LENGSTE_AVSNITT, FLEST = 1_000, 20_000, 200


class Feltfeil(Brukerfeil):
    """Noe som er lagret, kan ikke leses. Meldingen sier hvilket felt, og hva som må gjøres."""


@dataclass(frozen=True)
class Felt:
    """Ett felt: navnet i koden, ledeteksten, og hva slags verdi det er.

    `slag` er id, tekst, avsnitt, tekster, kode, koder, dato, aar, antall, kroner, desimal, ja_nei,
    ord, eller post og poster, som er en eller flere av klassen `post`. `vedtas` sier at en endring er et
    avvik fra planen når den er politisk vedtatt.
    """

    navn: str
    tekst: str
    slag: str
    kodeliste: str | None = None
    post: type | None = None
    vedtas: bool = False
    hjelpetekst: str = ""

    @property
    def ledetekst(self) -> str:
        """Det feltet heter for den som leser. `tekst` er det samme på bokmål."""
        return si(self.tekst)

    @property
    def hjelp(self) -> str:
        """Hva som skal stå i feltet, når navnet ikke sier det. Ellers tom."""
        return si(self.hjelpetekst)

    @property
    def hoeyst(self) -> int:
        """Hvor mange tegn teksten kan ha."""
        return LENGSTE_AVSNITT if self.slag in ("avsnitt", "ord") else LENGSTE_TEKST


_ERKLAERT: dict[type, tuple[Felt, ...]] = {}


def erklaer(klasse: type, *felter: Felt) -> None:
    """Si hvilke felt klassen har, i den rekkefølgen de skal vises. Alle må være med."""
    i_klassen = [felt.name for felt in dataclasses.fields(klasse)]
    erklaert = [felt.navn for felt in felter]
    if sorted(i_klassen) != sorted(erklaert):
        ulike = sorted(set(i_klassen) ^ set(erklaert))
        raise TypeError(f"{klasse.__name__}: {', '.join(ulike)} er ikke erklært likt.")
    _ERKLAERT[klasse] = felter


def felt_i(klasse: type) -> tuple[Felt, ...]:
    """Feltene i posten, eller i en av delene av den, i den rekkefølgen de skal vises."""
    return _ERKLAERT[klasse]


def ulike_felt(en, annen) -> tuple[str, ...]:
    """Navnene på feltene som er ulike i to poster av samme slag."""
    navnene = (felt.navn for felt in _ERKLAERT[type(en)])
    return tuple(navn for navn in navnene if getattr(en, navn) != getattr(annen, navn))


def ny_id() -> str:
    """En id ingen andre har: klienten lager den, før noe er lagret."""
    return str(uuid.uuid4())


# ------------------------------------------------------------------------ til og fra JSON


def til_dict(post) -> dict:
    """Posten som verdier JSON kan ta: datoer som ÅÅÅÅ-MM-DD, alltid med de samme nøklene."""
    return {
        felt.navn: _enkel(felt, getattr(post, felt.navn))
        for felt in _ERKLAERT[type(post)]
    }


def _enkel(felt: Felt, verdi):
    if felt.slag == "ord":
        return dict(verdi)
    if felt.slag == "post":
        return til_dict(verdi)
    if isinstance(verdi, tuple):
        return [til_dict(en) if felt.slag == "poster" else en for en in verdi]
    return verdi.isoformat() if isinstance(verdi, dt.date) else verdi


def les(klasse: type, innhold: Mapping):
    """Posten i en lagret rad. Felt som mangler, får verdien de har når ingen har fylt dem ut.

    En ukjent kode eller nøkkel er en `Feltfeil`: leste vi forbi den, ville neste lagring slettet det
    noen har skrevet.
    """
    if not isinstance(innhold, Mapping):
        raise Feltfeil(si(_KAN_IKKE_LESES, felt=klasse.__name__))
    felter = {felt.navn: felt for felt in _ERKLAERT[klasse]}
    if ukjente := sorted(map(str, innhold.keys() - felter.keys())):
        raise Feltfeil(
            si(
                "Det som er lagret, har felt dette programmet ikke kjenner: {felter}. Det er lagret "
                "av en nyere utgave. Oppdater programmet, og prøv igjen.",
                felter=", ".join(ukjente),
            )
        )
    if "id" in felter and not innhold.get("id"):
        raise Feltfeil(si("Noe som er lagret, mangler id, og kan ikke leses."))
    return klasse(
        **{
            navn: _LESERE[felter[navn].slag](felter[navn], verdi)
            for navn, verdi in innhold.items()
        }
    )


_KAN_IKKE_LESES = fast(
    "Feltet «{felt}» er lagret slik at det ikke kan leses. Hent fram forrige versjon."
)


def _ventet(type_: type | tuple[type, ...]) -> Callable:
    """En leser som tar verdien som den er når typen er rett."""

    def leser(felt: Felt, verdi):
        if not isinstance(verdi, type_):
            raise Feltfeil(si(_KAN_IKKE_LESES, felt=felt.ledetekst))
        return verdi

    return leser


_tekst, _liste, _ja_nei = _ventet(str), _ventet((list, tuple)), _ventet(bool)


def _kode(felt: Felt, verdi) -> str:
    if _tekst(felt, verdi) and verdi not in plankoder.navn(felt.kodeliste):
        raise Feltfeil(
            si(
                "«{verdi}» er ikke en kjent verdi for {felt}. Oppdater programmet, eller "
                "hent fram forrige versjon.",
                verdi=verdi,
                felt=felt.ledetekst,
            )
        )
    return verdi


def _koder(felt: Felt, verdi) -> tuple[str, ...]:
    return tuple(_kode(felt, kode) for kode in _liste(felt, verdi))


def _tekster(felt: Felt, verdi) -> tuple[str, ...]:
    return tuple(_tekst(felt, tekst) for tekst in _liste(felt, verdi))


def _dato(felt: Felt, verdi) -> dt.date | None:
    if verdi is None:
        return None
    try:
        return dt.date.fromisoformat(_tekst(felt, verdi))
    except ValueError:
        raise Feltfeil(si(_KAN_IKKE_LESES, felt=felt.ledetekst)) from None


def _desimal(felt: Felt, verdi) -> float | None:
    if verdi is None:
        return None
    er_tall = isinstance(verdi, (int, float)) and not isinstance(verdi, bool)
    if not er_tall or not math.isfinite(verdi):
        raise Feltfeil(si(_KAN_IKKE_LESES, felt=felt.ledetekst))
    return float(verdi)


def _heltall(felt: Felt, verdi) -> int | None:
    tall = _desimal(felt, verdi)
    if tall is not None and tall != int(tall):
        raise Feltfeil(si(_KAN_IKKE_LESES, felt=felt.ledetekst))
    return None if tall is None else int(tall)


def _kroner(felt: Felt, verdi) -> int:
    return _heltall(felt, verdi) or 0


def _ord(felt: Felt, verdi) -> tuple[tuple[str, str], ...]:
    if not isinstance(verdi, Mapping):
        raise Feltfeil(si(_KAN_IKKE_LESES, felt=felt.ledetekst))
    return tuple(
        (_tekst(felt, navn), _tekst(felt, tekst)) for navn, tekst in verdi.items()
    )


def _post(felt: Felt, verdi):
    return les(felt.post, verdi)


def _poster(felt: Felt, verdi) -> tuple:
    return tuple(les(felt.post, en) for en in _liste(felt, verdi))


_LESERE: dict[str, Callable] = {
    "id": _tekst,
    "tekst": _tekst,
    "avsnitt": _tekst,
    "tekster": _tekster,
    "kode": _kode,
    "koder": _koder,
    "dato": _dato,
    "aar": _heltall,
    "antall": _heltall,
    "kroner": _kroner,
    "desimal": _desimal,
    "ja_nei": _ja_nei,
    "ord": _ord,
    "post": _post,
    "poster": _poster,
}


# ----------------------------------------------------------------------- det som er galt


def feil_i(post) -> Iterator[str]:
    """Tekst som er for lang, og koder som ikke finnes, i posten og i delene av den."""
    for felt in _ERKLAERT[type(post)]:
        verdi = getattr(post, felt.navn)
        if felt.slag == "post":
            yield from feil_i(verdi)
            continue
        deler = verdi if isinstance(verdi, tuple) else (verdi,)
        if len(deler) > FLEST:
            yield si(
                "{felt} kan ha høyst {hoeyst} linjer, men har {antall}. Ta bort noen.",
                felt=felt.ledetekst,
                hoeyst=FLEST,
                antall=len(deler),
            )
        for del_ in deler:
            yield from _feil_i_del(felt, del_)


# Tegn ingen ser, og som verken lageret eller Excel kan ta vare på.
STYRETEGN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def _feil_i_del(felt: Felt, verdi) -> Iterator[str]:
    if felt.slag == "poster":
        yield from feil_i(verdi)
    elif felt.kodeliste:
        if verdi and verdi not in plankoder.navn(felt.kodeliste):
            yield si(
                "«{verdi}» er ikke en kjent verdi for {felt}. Velg en fra listen.",
                verdi=verdi,
                felt=felt.ledetekst,
            )
    elif felt.slag == "aar":
        if verdi is not None and verdi not in AARENE:
            yield si(
                "{felt} er {verdi}, men må være mellom {fra} og {til}.",
                felt=felt.ledetekst,
                verdi=verdi,
                fra=AARENE[0],
                til=AARENE[-1],
            )
    else:
        tekster = verdi if isinstance(verdi, tuple) else (verdi,)
        if any(isinstance(en, str) and STYRETEGN.search(en) for en in tekster):
            yield si(
                "{felt} har tegn som ikke er tekst. Skriv teksten på nytt.",
                felt=felt.ledetekst,
            )
        lengst = max((len(en) for en in tekster if isinstance(en, str)), default=0)
        if lengst > felt.hoeyst:
            yield (
                si(
                    "{felt} kan ha høyst {hoeyst} tegn, men har {antall}. Gjør teksten "
                    "kortere.",
                    felt=felt.ledetekst,
                    hoeyst=norsk.tall(felt.hoeyst),
                    antall=norsk.tall(lengst),
                )
            )
