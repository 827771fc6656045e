"""Rullering: hver gang planen vedtas på nytt, blir det en versjon av den, og en versjon endres aldri.

En versjon peker på den utgaven av hvert tiltak som ble vedtatt. Historikken i lageret har dem alle, så
det som ble vedtatt, kan alltid leses, og to versjoner kan sammenlignes.
"""

import dataclasses
import datetime as dt
import functools
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from boligdata import lesing
from boligdata.arbeid import tiltak as tiltakene
from boligdata.arbeid.feltliste import LENGSTE_AVSNITT, LENGSTE_TEKST
from boligdata.arbeid.lager import Hendelse, Lagret, NyEndring
from boligdata.arbeid.tiltak import FELT, Status, Tiltak
from boligdata.felles import config, maalform, norsk
from boligdata.felles.config import Brukerfeil
from boligdata.felles.maalform import fast, si
from boligdata.innhold.handlingsdel import endringslogg, planen
from boligdata.innhold.planarbeid.register import KanIkkeLagres

SLAG = "rullering"
# Det som står om en versjon, med ledeteksten, og hvor lang teksten kan være.
LEDETEKST = {
    "navn": fast("Navn på versjonen"),
    "organ": fast("Vedtatt av"),
    "saksnr": fast("Saksnummer"),
    "dato": fast("Vedtatt dato"),
    "hoering": fast("Endret etter høringen"),
    "tekst": fast("Annet om versjonen"),
}
HOEYST = dict.fromkeys(("navn", "organ", "saksnr"), LENGSTE_TEKST) | dict.fromkeys(
    ("hoering", "tekst"), LENGSTE_AVSNITT
)

# Hva som har skjedd med et tiltak fra en versjon til den neste, i den rekkefølgen det leses.
NYTT, ENDRET, GJENNOMFOERT, UTGAATT, VIDEREFOERT, FERDIG_FOER = (
    fast("nytt"),
    fast("endret"),
    fast("gjennomført"),
    fast("utgått"),
    fast("videreført"),
    fast("avsluttet fra før"),
)
SKJEDD = (NYTT, ENDRET, GJENNOMFOERT, UTGAATT, VIDEREFOERT, FERDIG_FOER)
_AVSLUTTET = {"gjennomfoert": GJENNOMFOERT, "utgaatt": UTGAATT}
_TATT_UT = "fjernet"


@dataclass(frozen=True)
class Planversjon:
    """En versjon av planen: hva den heter, hvem som vedtok den, og utgaven av hvert tiltak i den.

    `tiltak` er (tiltak-id, versjonen av tiltaket). `hvem` og `tid` er hvem som skrev den inn, og når.
    """

    nr: int
    navn: str = ""
    dato: dt.date | None = None
    organ: str = ""
    saksnr: str = ""
    hoering: str = ""
    tekst: str = ""
    tiltak: tuple[tuple[str, int], ...] = ()
    hvem: str = ""
    tid: dt.datetime | None = None


@dataclass(frozen=True)
class Planutgave:
    """Tiltakene i planen på et tidspunkt. Uten `tid` er det planen slik den er nå."""

    tiltak: Mapping[str, Tiltak] = field(default_factory=dict)
    tid: dt.datetime | None = None


@dataclass(frozen=True)
class Tiltaksendring:
    """Hva som har skjedd med et tiltak fra en utgave av planen til en annen. Uten `etter` er det tatt
    ut. `avvik` er en setning når tiltaket ikke lenger er slik det ble vedtatt.
    """

    foer: Tiltak | None
    etter: Tiltak | None
    skjedd: str
    avvik: str = ""

    @property
    def tiltak(self) -> Tiltak:
        """Tiltaket slik det er, eller slik det var da det sist var med."""
        return self.etter or self.foer

    @property
    def setninger(self) -> tuple[str, ...]:
        """Hver endring som en setning. Ingen når tiltaket er nytt: da er alt det."""
        if self.etter is None:
            return (si("Tiltaket er tatt ut av planen."),)
        return endringslogg.endringer(self.foer, self.etter) if self.foer else ()


# -------------------------------------------------------------------------- versjonene


def versjoner() -> tuple[Planversjon, ...]:
    """Versjonene av planen, den eldste først."""
    return _versjoner(*planen.utgave())


@functools.lru_cache(maxsize=4)
def _versjoner(_innstilling: str, _merke: str) -> tuple[Planversjon, ...]:
    with planen.lager().bilde() as bilde:
        # Den første utgaven av en versjon er den som ble vedtatt. Finnes det en til, gjelder den ikke.
        foerste = [
            hendelse
            if hendelse.versjon == 1
            else bilde.versjon(SLAG, hendelse.objekt_id, 1)
            for hendelse in bilde.gjeldende(SLAG, med_fjernede=True)
        ]
    return tuple(sorted(map(_versjon, foerste), key=lambda versjon: versjon.nr))


def siste() -> Planversjon | None:
    """Den versjonen som er vedtatt sist."""
    return (versjoner() or (None,))[-1]


def navn(versjon: Planversjon) -> str:
    """«Versjon 2, Handlingsdel 2024»."""
    return si("Versjon {nr}, {navn}", nr=versjon.nr, navn=versjon.navn)


def vedtatt(versjon: Planversjon) -> str:
    """«Kommunestyret, sak 87/2024, 12.12.2024»."""
    sak = si("sak {saksnr}", saksnr=versjon.saksnr) if versjon.saksnr else ""
    return ", ".join(filter(None, (versjon.organ, sak, norsk.dato(versjon.dato))))


def slik_planen_er() -> tuple[tuple[str, int], ...]:
    """Versjonen av hvert tiltak som gjelder nå: det en ny versjon av planen består av."""
    return tuple((post.tiltak.id, post.versjon) for post in planen.poster())


def feil(versjon: Planversjon) -> list[str]:
    """Det som må rettes før versjonen kan lagres, som hele setninger."""
    return list(_feil(versjon, siste()))


def _feil(versjon: Planversjon, foer: Planversjon | None) -> Iterable[str]:
    if versjon.nr > (foer.nr if foer else 0) + 1:
        yield si(
            "Versjonen før denne finnes ikke i lageret. Last siden på nytt, og prøv igjen."
        )
    for felt in ("navn", "organ"):
        if not getattr(versjon, felt).strip():
            yield si("{felt} mangler. Fyll ut feltet.", felt=si(LEDETEKST[felt]))
    for felt, hoeyst in HOEYST.items():
        if len(getattr(versjon, felt)) > hoeyst:
            yield si(
                "{felt} kan ha høyst {antall} tegn. Gjør teksten kortere.",
                felt=si(LEDETEKST[felt]),
                antall=norsk.tall(hoeyst),
            )
    if versjon.dato is None:
        yield si("Datoen for vedtaket mangler. Velg dagen planen ble vedtatt.")
    elif versjon.dato > lesing.i_dag():
        yield (
            si(
                "Vedtaket er datert {dato}, som ikke har vært ennå. En versjon lages når planen "
                "er vedtatt.",
                dato=norsk.dato(versjon.dato),
            )
        )
    elif foer and versjon.dato < foer.dato:
        yield (
            si(
                "Vedtaket er datert {dato}, men versjonen før ble vedtatt {foer}. En ny versjon "
                "kan ikke være eldre enn den før.",
                dato=norsk.dato(versjon.dato),
                foer=norsk.dato(foer.dato),
            )
        )
    if not versjon.tiltak:
        yield si("Planen har ingen tiltak. Legg dem inn før planen får en versjon.")


def lagre(versjon: Planversjon, endring_id: str, hvem: str) -> Lagret:
    """Lagre en ny versjon av planen. Kaster `KanIkkeLagres` når noe må rettes, `Konflikt` når noen andre
    har laget den versjonen imens, og `ArbeidFeil` når lageret ikke kunne ta imot.
    """
    if galt := feil(versjon):
        raise KanIkkeLagres(galt)
    _krev_at_tiltakene_finnes(versjon)
    return planen.lager().lagre(
        NyEndring(endring_id, SLAG, str(versjon.nr), 0, _til_dict(versjon), hvem)
    )


def _krev_at_tiltakene_finnes(versjon: Planversjon) -> None:
    """En versjon kan ikke rettes etterpå, så den må aldri vise til noe ingen kan lese."""
    naa = {post.tiltak.id: post.versjon for post in planen.poster()}
    for tiltak_id, nr in versjon.tiltak:
        finnes = naa.get(tiltak_id)
        if finnes is None and (post := planen.post(tiltak_id)):
            finnes = post.versjon
        if not 1 <= nr <= (finnes or 0):
            raise KanIkkeLagres(
                [
                    si(
                        "Versjonen viser til et tiltak som ikke finnes i lageret. Last siden på "
                        "nytt, og prøv igjen."
                    )
                ]
            )


_LAGRES = (*LEDETEKST, "tiltak")


def _til_dict(versjon: Planversjon) -> dict:
    return {felt: getattr(versjon, felt) for felt in LEDETEKST} | {
        "dato": versjon.dato.isoformat(),
        "tiltak": dict(versjon.tiltak),
    }


def _versjon(hendelse: Hendelse) -> Planversjon:
    innhold = hendelse.innhold
    if ukjente := sorted(innhold.keys() - set(_LAGRES)):
        raise Brukerfeil(
            si(
                "En versjon av planen har felt dette programmet ikke kjenner: {felter}. Den er "
                "lagret av en nyere utgave. Oppdater programmet, og prøv igjen.",
                felter=", ".join(ukjente),
            )
        )
    return Planversjon(
        nr=int(hendelse.objekt_id),
        hvem=hendelse.hvem,
        tid=hendelse.tid,
        **innhold
        | {
            "dato": dt.date.fromisoformat(innhold["dato"]),
            "tiltak": tuple(innhold["tiltak"].items()),
        },
    )


# --------------------------------------------------------------- tiltakene i en versjon


def utgave(versjon: Planversjon | None) -> Planutgave:
    """Tiltakene slik de ble vedtatt i versjonen, eller slik planen er nå."""
    if versjon is None:
        return Planutgave({post.tiltak.id: post.tiltak for post in planen.poster()})
    return _utgave(config.arbeid(), versjon)


@functools.lru_cache(maxsize=16)
def _utgave(_innstilling: str, versjon: Planversjon) -> Planutgave:
    with planen.lager().bilde() as bilde:
        vedtatte = bilde.versjonene(planen.SLAG, dict(versjon.tiltak))
    tiltak = {
        hendelse.objekt_id: tiltakene.fra_dict(hendelse.innhold)
        for hendelse in vedtatte
    }
    return Planutgave(MappingProxyType(tiltak), versjon.tid)


# ---------------------------------------------------------------------- sammenligningen


def sammenlign(
    foer: Planversjon | None, etter: Planversjon | None
) -> tuple[Tiltaksendring, ...]:
    """Hva som har skjedd med hvert tiltak, i planens rekkefølge. Uten `foer` er alt nytt, og uten
    `etter` er det planen slik den er nå.
    """
    # Mellom to som er vedtatt, blir svaret aldri et annet.
    merke = "" if etter else planen.lager().merke()
    return _sammenlign(config.arbeid(), merke, foer, etter)


@maalform.husk(maxsize=32)
def _sammenlign(
    _innstilling: str,
    _merke: str,
    foer: Planversjon | None,
    etter: Planversjon | None,
) -> tuple[Tiltaksendring, ...]:
    gammel = utgave(foer) if foer else Planutgave()
    ny = utgave(etter)
    avvikene = avvik() if etter is None else {}
    endringer = (
        _endring(
            gammel.tiltak.get(tiltak_id),
            ny.tiltak.get(tiltak_id),
            ny.tid,
            _avvik_i_ord(avvikene.get(tiltak_id, ())),
        )
        for tiltak_id in {**ny.tiltak, **gammel.tiltak}
    )
    return tuple(sorted(endringer, key=lambda en: planen.planens_plass(en.tiltak)))


def _endring(
    foer: Tiltak | None, etter: Tiltak | None, tid: dt.datetime | None, avviket: str
) -> Tiltaksendring:
    skjedd = _skjedd(foer, etter) if etter else _skjedd_med_det_borte(foer, tid)
    return Tiltaksendring(foer, etter, skjedd, avviket)


def _skjedd(foer: Tiltak | None, etter: Tiltak) -> str:
    if foer is None:
        return NYTT
    avsluttet = _AVSLUTTET.get(etter.status.verdi)
    if avsluttet and foer.status.verdi != etter.status.verdi:
        return avsluttet
    if foer != etter and _planen_i(foer) != _planen_i(etter):
        return ENDRET
    return FERDIG_FOER if avsluttet else VIDEREFOERT


def _planen_i(tiltak: Tiltak) -> Tiltak:
    """Det planen sier om tiltaket. Hvor langt det er kommet, er ikke en endring av planen."""
    milepaeler = (dataclasses.replace(m, naadd=None) for m in tiltak.milepaeler)
    return dataclasses.replace(tiltak, status=Status(), milepaeler=tuple(milepaeler))


def _skjedd_med_det_borte(foer: Tiltak, tid: dt.datetime | None) -> str:
    """Det som var gjennomført da det ble tatt ut, er ikke utgått."""
    sist = next(
        (
            post.tiltak
            for post in planen.historien(foer.id)
            if tid is None or post.tid <= tid
        ),
        foer,
    )
    avsluttet = _AVSLUTTET.get(sist.status.verdi)
    if avsluttet and foer.status.verdi == sist.status.verdi:
        return FERDIG_FOER
    return avsluttet or UTGAATT


def i_ord(endringer: Iterable[Tiltaksendring]) -> str:
    """«2 tiltak er nye, 1 er endret og 9 er videreført.»"""
    antall = Counter(endring.skjedd for endring in endringer)
    deler = [
        si(_BOEYD[skjedd][flere > 1], ett=1, antall=norsk.tall(flere))
        for skjedd in SKJEDD
        if (flere := antall[skjedd])
    ]
    if not deler:
        return si("Planen har ingen tiltak.")
    return si("Tiltak: {deler}.", deler=norsk.ramse(deler))


# Om ett tiltak, og om flere. Nynorsk bøyer også der bokmål ikke gjør det.
_BOEYD = {
    NYTT: (fast("{ett} er nytt"), fast("{antall} er nye")),
    ENDRET: (fast("{ett} er endret"), fast("{antall} er endret")),
    GJENNOMFOERT: (fast("{ett} er gjennomført"), fast("{antall} er gjennomført")),
    UTGAATT: (fast("{ett} er utgått"), fast("{antall} er utgått")),
    VIDEREFOERT: (fast("{ett} er videreført"), fast("{antall} er videreført")),
    FERDIG_FOER: (
        fast("{ett} var avsluttet fra før"),
        fast("{antall} var avsluttet fra før"),
    ),
}


# ------------------------------------------------------------- avvik fra det vedtatte


def avvik() -> Mapping[str, tuple[str, ...]]:
    """Feltene der et politisk vedtatt tiltak ikke lenger er slik det ble vedtatt sist, per tiltak-id.
    Er tiltaket tatt ut av planen, er feltet «fjernet».
    """
    return _avvik(*planen.utgave())


@functools.lru_cache(maxsize=4)
def _avvik(_innstilling: str, _merke: str) -> Mapping[str, tuple[str, ...]]:
    vedtatte = siste()
    if vedtatte is None:
        return {}
    naa = utgave(None).tiltak
    alle = {
        tiltak_id: _avvikende_felt(naa.get(tiltak_id), ett)
        for tiltak_id, ett in utgave(vedtatte).tiltak.items()
    }
    return MappingProxyType({id_: felt for id_, felt in alle.items() if felt})


def _avvikende_felt(naa: Tiltak | None, vedtatte: Tiltak) -> tuple[str, ...]:
    if naa == vedtatte:
        return ()
    if naa is not None:
        return tiltakene.endret_etter_vedtak(naa, vedtatte)
    avsluttet = _skjedd_med_det_borte(vedtatte, None) != UTGAATT
    return () if avsluttet or vedtatte.art != "politisk" else (_TATT_UT,)


def avvik_i_ord(tiltak_id: str) -> str:
    """«Avviker fra vedtatt plan (versjon 2): frist og beløp.» Tom når tiltaket ikke avviker."""
    return _avvik_i_ord(avvik().get(tiltak_id, ()))


def _avvik_i_ord(felter: tuple[str, ...]) -> str:
    if not felter:
        return ""
    nr = siste().nr
    if felter == (_TATT_UT,):
        return si(
            "Avviker fra vedtatt plan (versjon {nr}): tiltaket er tatt ut.", nr=nr
        )
    navnene = [norsk.liten_forbokstav(FELT[felt].ledetekst) for felt in felter]
    return si(
        "Avviker fra vedtatt plan (versjon {nr}): {felter}.",
        nr=nr,
        felter=norsk.ramse(navnene),
    )
