"""Hvem som slipper inn i ansattvisningen, og hva de får se. Reglene står i `tilgang.toml`, utenfor
versjonskontrollen.

Filen leses på nytt når den endres, så den som mister tilgangen, mister den ved neste visning. Er
filen gal, slipper ingen inn.
"""

import datetime as dt
import functools
import logging
import os
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from boligdata.doer import innlogginger, tilgangslogg, utlogging
from boligdata.felles import config, katalog
from boligdata.felles.config import Brukerfeil
from boligdata.felles.maalform import fast, si
from boligdata.lesing import Innsyn

# Så mye kan klokken på tjeneren gå etter klokken hos den som utsteder innloggingen.
KLOKKEAVVIK = 60


# Det en gruppe kan få gjøre med handlingsdelen. Den som kan mer, kan også det foran.
RETTIGHETER = ("lese", "redigere", "godkjenne")

logg = logging.getLogger(__name__)


class Avvist(Brukerfeil):
    """Den som ser på, slipper ikke inn. Meldingen er til vedkommende selv."""


class IkkeInnlogget(Avvist):
    """Ingen er logget inn, eller innloggingen er utløpt."""


class IngenTilgang(Avvist):
    """Den som er logget inn, er ikke i noen gruppe med tilgang."""


@dataclass(frozen=True)
class Tilgang:
    """Innholdet i `tilgang.toml`.

    `gruppekrav`, `brukerkrav` og `navnekrav` er navnene på opplysningene («claims») i innloggingen
    som sier hvilke grupper brukeren er i, hvem det er (en id som aldri skifter) og hva vedkommende
    heter. `timer` er hvor lenge en innlogging gjelder, og `minutter_i_ro` hvor lenge den gjelder uten å bli
    brukt. `grupper` er innsynet til hver gruppe,
    `handlingsdel` en av `RETTIGHETER` for hver, og `uttrekk` dem som får publisere nye uttrekk. `sperret` er
    id-ene til dem som ikke slipper inn, uansett gruppe. `maa_ha` er det innloggingen selv må si, som at den
    var med to faktorer, eller hvem som har utstedt den.
    """

    gruppekrav: str
    grupper: dict[str, Innsyn]
    brukerkrav: str = "sub"
    navnekrav: str = "name"
    timer: float = 8
    minutter_i_ro: float = 60
    handlingsdel: dict[str, str] = field(default_factory=dict)
    uttrekk: frozenset[str] = frozenset()
    sperret: frozenset[str] = frozenset()
    maa_ha: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Bruker:
    """Den som ser på: id-en som går i loggen, navnet som vises, hva vedkommende får se av tallene,
    hva vedkommende får gjøre med handlingsdelen, og om vedkommende får publisere nye uttrekk.
    """

    id: str
    navn: str
    innsyn: Innsyn
    handlingsdel: str = "lese"
    uttrekk: bool = False

    def kan(self, rettighet: str) -> bool:
        """Har brukeren denne rettigheten i handlingsdelen, eller en som går lenger?"""
        return RETTIGHETER.index(self.handlingsdel) >= RETTIGHETER.index(rettighet)


# Den eneste brukeren når ansattvisningen prøves uten innlogging, med den fiktive kommunen på egen
# maskin.
UTEN_INNLOGGING = Bruker(
    "uten innlogging", fast("Uten innlogging"), Innsyn(alt=True), "godkjenne", True
)


def fil() -> Path:
    """Filen med reglene. `BOLIGDATA_TILGANG` flytter den."""
    return Path(
        os.environ.get("BOLIGDATA_TILGANG") or config.data_mappe() / "tilgang.toml"
    )


def regler() -> Tilgang:
    """Reglene slik de står nå. Mangler filen, eller er noe i den galt, er det en `Brukerfeil` som
    sier hva.
    """
    try:
        return _les(fil(), fil().stat().st_mtime_ns)
    except OSError as feil:
        raise Brukerfeil(
            f"Filen {fil()} mangler eller kan ikke leses. Den sier hvilke grupper som har "
            "tilgang til ansattvisningen. "
            "Lag den slik boligdata/doer/README.md viser."
        ) from feil


@functools.lru_cache(maxsize=2)
def _les(sti: Path, _endret: int) -> Tilgang:
    try:
        felt = tomllib.loads(sti.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as feil:
        raise _galt(f"kan ikke leses: {feil}") from feil
    grupper = felt.pop("gruppe", None)
    if not isinstance(grupper, dict) or not grupper:
        raise _galt("har ingen grupper. Skriv minst én, som [gruppe.boligkontoret]")
    ukjente = set(felt) - (
        set(Tilgang.__dataclass_fields__) - {"grupper", "handlingsdel", "uttrekk"}
    )
    if ukjente:
        raise _galt(f"har felt som ikke finnes: {', '.join(sorted(ukjente))}")
    for navn in ("gruppekrav", "brukerkrav", "navnekrav"):
        verdi = felt.get(navn, getattr(Tilgang, navn, None))
        if not isinstance(verdi, str) or not verdi:
            raise _galt(f"mangler en tekst i feltet {navn}")
    for navn, hoeyst in (("timer", 24), ("minutter_i_ro", 24 * 60)):
        verdi = felt.get(navn, getattr(Tilgang, navn))
        if not _tall(verdi) or not 0 < verdi <= hoeyst:
            raise _galt(
                f"har en verdi i feltet {navn} som ikke er et tall fra 0 til {hoeyst}"
            )
    sperret = felt.pop("sperret", [])
    if not isinstance(sperret, list) or not all(
        isinstance(id_, str) for id_ in sperret
    ):
        raise _galt("har noe annet enn en liste med tekster i feltet sperret")
    maa_ha = felt.get("maa_ha", {})
    if not isinstance(maa_ha, dict) or not all(
        isinstance(verdi, str) and verdi for verdi in maa_ha.values()
    ):
        raise _galt(
            'har noe annet enn tekster i feltet maa_ha. Skriv det som { amr = "mfa" }'
        )
    return Tilgang(
        **felt,
        sperret=frozenset(sperret),
        grupper={navn: _innsyn(navn, gruppe) for navn, gruppe in grupper.items()},
        handlingsdel={
            navn: _rettighet(navn, gruppe) for navn, gruppe in grupper.items()
        },
        uttrekk=frozenset(
            navn for navn, gruppe in grupper.items() if _faar_publisere(navn, gruppe)
        ),
    )


def _innsyn(navn: str, gruppe: object) -> Innsyn:
    if not isinstance(gruppe, dict) or set(gruppe) - {"handlingsdel", "uttrekk"} != {
        "maalgrupper"
    }:
        raise _galt(
            "må ha feltet maalgrupper, og ikke noe annet enn det, handlingsdel og uttrekk, under "
            f"gruppen «{navn}»"
        )
    maalgrupper = gruppe["maalgrupper"]
    if maalgrupper == "alle":
        return Innsyn(alt=True)
    kjente = [kode.kode for kode in katalog.dimensjoner()["maalgruppe"].koder]
    er_liste = isinstance(maalgrupper, list) and maalgrupper
    if not er_liste or not all(maalgruppe in kjente for maalgruppe in maalgrupper):
        raise _galt(
            f"har en målgruppe som ikke finnes under gruppen «{navn}». "
            f'Skriv "alle", eller en liste med en eller flere av {", ".join(kjente)}'
        )
    return Innsyn(maalgrupper=frozenset(maalgrupper))


def _rettighet(navn: str, gruppe: dict) -> str:
    rettighet = gruppe.get("handlingsdel", RETTIGHETER[0])
    if rettighet not in RETTIGHETER:
        raise _galt(
            f"har en ukjent verdi i feltet handlingsdel under gruppen «{navn}». Skriv en av "
            f"{', '.join(RETTIGHETER)}"
        )
    return rettighet


def _faar_publisere(navn: str, gruppe: dict) -> bool:
    """Rapporten om et uttrekk er om alle i det, så gruppen må også få se alt."""
    uttrekk = gruppe.get("uttrekk", "lese")
    if uttrekk not in ("lese", "publisere"):
        raise _galt(
            f"har en ukjent verdi i feltet uttrekk under gruppen «{navn}». Skriv lese eller publisere"
        )
    if uttrekk == "publisere" and gruppe["maalgrupper"] != "alle":
        raise _galt(
            f"lar gruppen «{navn}» publisere uttrekk, men ikke se alle målgruppene. Skriv "
            'maalgrupper = "alle", eller ta bort feltet uttrekk'
        )
    return uttrekk == "publisere"


def _galt(hva: str) -> Brukerfeil:
    return Brukerfeil(
        f"Filen {fil()} {hva}. Rett filen, og prøv igjen. "
        "boligdata/doer/README.md viser hvordan den skal se ut."
    )


def bruker(krav: dict, naa: dt.datetime) -> Bruker:
    """Brukeren som innloggingen gjelder. `krav` er opplysningene i den, `naa` et tidspunkt med
    tidssone.

    Kaster `IkkeInnlogget` når ingen er logget inn, eller det er for lenge siden eller ikke er brukt på en
    stund, `IngenTilgang` når ingen av gruppene har tilgang, og `Brukerfeil` når reglene eller listen over
    utloggede ikke kan leses.
    """
    reglene = regler()
    if krav.get("is_logged_in") is not True:
        raise IkkeInnlogget(
            si("Du er ikke logget inn. Last siden på nytt for å logge inn.")
        )
    if not _gjelder(krav, reglene.timer, naa.timestamp()):
        raise IkkeInnlogget(
            si("Innloggingen er utløpt. Last siden på nytt for å logge inn igjen.")
        )
    if utlogging.er_avsluttet(krav):
        raise IkkeInnlogget(
            si("Du har logget ut. Last siden på nytt for å logge inn igjen.")
        )
    if naa - innlogginger.sist_brukt(krav) >= varer_i_ro():
        raise IkkeInnlogget(
            si(
                "Dashbordet har ikke vært i bruk på en stund, så du er logget ut. Last siden på nytt for å "
                "logge inn igjen."
            )
        )
    if not _har(krav, reglene.maa_ha):
        raise IngenTilgang(
            si(
                "Du er logget inn, men ikke på den måten dashbordet krever. Logg ut, og logg inn med to "
                "faktorer på kommunens egen innlogging. Hjelper ikke det, si fra til den som drifter "
                "dashbordet."
            )
        )
    id_ = krav.get(reglene.brukerkrav)
    if not isinstance(id_, str) or not id_:
        raise IngenTilgang(
            si(
                "Innloggingen sier ikke hvem du er, så visningen kan ikke loggføres. "
                "Si fra til den som drifter dashbordet."
            )
        )
    if id_ in reglene.sperret:
        raise IngenTilgang(
            si(
                "Tilgangen din er stengt. Skulle du hatt den, sier du fra til lederen din."
            )
        )
    grupper = [
        gruppe
        for gruppe in _tekster(krav.get(reglene.gruppekrav))
        if gruppe in reglene.grupper
    ]
    if not grupper:
        raise IngenTilgang(
            si(
                "Du er logget inn, men har ikke tilgang til de interne tallene. "
                "Trenger du dem i arbeidet, ber du lederen din om tilgang."
            )
        )
    navn = krav.get(reglene.navnekrav)
    navn = navn if isinstance(navn, str) and navn else id_
    rettigheter = [reglene.handlingsdel[gruppe] for gruppe in grupper]
    return Bruker(
        id_,
        navn,
        _samlet([reglene.grupper[gruppe] for gruppe in grupper]),
        max(rettigheter, key=RETTIGHETER.index),
        bool(reglene.uttrekk & {*grupper}),
    )


def varer_i_ro() -> dt.timedelta:
    """Så lenge gjelder en innlogging som ikke blir brukt. Kaster `Brukerfeil` når reglene ikke kan leses."""
    return dt.timedelta(minutes=regler().minutter_i_ro)


def loggfoer(krav: dict, hendelse: str, side: str = "") -> None:
    """Skriv i tilgangsloggen at noe skjedde med den innloggingen gjelder, også når den ikke slipper inn.

    Kaster `Brukerfeil` når det ikke kan skrives.
    """
    if id_ := krav.get(regler().brukerkrav):
        tilgangslogg.skriv(str(id_), hendelse, side, {})


def logg_ut(krav: dict, naa: dt.datetime) -> None:
    """Avslutt innloggingen, og skriv det i tilgangsloggen.

    Kaster `Brukerfeil` når det ikke kan lagres at den er avsluttet. Da er brukeren fortsatt logget inn.
    """
    if utlogging.er_avsluttet(krav):
        return
    utlogging.avslutt(krav, naa)
    try:
        loggfoer(krav, "utlogget")
    except Brukerfeil as feil:
        # Den som vil ut, skal ut. Uten logg slipper ingen inn igjen.
        logg.error("%s", feil)


def _samlet(innsyn: list[Innsyn]) -> Innsyn:
    """Det brukeren får se når vedkommende er i flere grupper."""
    if any(ett.alt for ett in innsyn):
        return Innsyn(alt=True)
    maalgrupper = (ett.maalgrupper for ett in innsyn)
    return Innsyn(maalgrupper=frozenset().union(*maalgrupper))


def _gjelder(krav: dict, timer: float, naa: float) -> bool:
    """Er innloggingen fersk nok? Uten tidspunkt for når den ble gitt, er den aldri det."""
    gitt, utloep = krav.get("iat"), krav.get("exp", float("inf"))
    if not _tall(gitt) or not _tall(utloep):
        return False
    return gitt - KLOKKEAVVIK <= naa < min(utloep, gitt + timer * 3600)


def _har(krav: dict, maa_ha: dict[str, str]) -> bool:
    """Sier innloggingen alt dette? En opplysning med flere verdier må ha denne som én av dem."""
    return all(verdi in _tekster(krav.get(navn)) for navn, verdi in maa_ha.items())


def _tall(verdi: object) -> bool:
    return isinstance(verdi, int | float) and not isinstance(verdi, bool)


def _tekster(verdi: object) -> list[str]:
    """Opplysningen som liste. Noen innloggingstjenester gir en tekst når det bare er én, som når brukeren er
    i én gruppe.
    """
    verdier = [verdi] if isinstance(verdi, str) else verdi
    if not isinstance(verdier, list):
        return []
    return [en for en in verdier if isinstance(en, str)]
