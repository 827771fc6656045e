"""Hvordan det går med et tiltak: det som er meldt, ved siden av det milepælene, fristen og tallene sier.

Framdriften er milepælene mot datoene. Et tiltak som ikke har nådd alle, er sent når sin egen frist er
gått ut uten at det er meldt gjennomført; det som er løpende, årlig eller uavklart, har ingen slik frist.
Virkningen er hver indikator mot veien til målet (`maalbane`). Den svakeste av dem er dommen: ett tall
som ikke kan avgjøres, er nok til at tiltaket ikke er på vei. Det som ikke er begynt, er heller ikke på
vei, uansett hvordan tallene går. Setningene er ren tekst.
"""

import datetime as dt
from dataclasses import dataclass, field

from boligdata.arbeid.tiltak import Milepael, Tiltak
from boligdata.felles import norsk, plankoder
from boligdata.felles.maalform import fast, si
from boligdata.innhold.handlingsdel import maalbane
from boligdata.innhold.handlingsdel.maalbane import DOMMER, Indikatordom


@dataclass(frozen=True)
class Framdrift:
    """Det milepælene, fristen og det som er meldt, sier til sammen. `dom` er en nøkkel i `DOMMER`.

    `sene` er det som skulle vært gjort, den eldste fristen først, og `sent_siden` er den. `hittil` er
    resten av regnestykket. `uenigheter` er der det som er meldt, sier noe annet enn datoene. `begynt`
    er usann når tiltaket ikke er startet, eller er på vent.
    """

    dom: str
    begynt: bool = True
    sene: tuple[str, ...] = ()
    sent_siden: dt.date | None = None
    hittil: tuple[str, ...] = ()
    uenigheter: tuple[str, ...] = ()
    neste_frist: dt.date | None = None


@dataclass(frozen=True)
class Tiltaksdom:
    """Dommen over et tiltak. `framdrift` og `indikatorer` er det den bygger på."""

    dom: str
    framdrift: Framdrift
    indikatorer: tuple[Indikatordom, ...] = ()

    @property
    def ikon(self) -> str:
        """Tegnet som alltid står ved siden av ordene."""
        return DOMMER[self.dom][0]

    @property
    def tekst(self) -> str:
        """Dommen i få ord."""
        return si(DOMMER[self.dom][1])

    @property
    def grunner(self) -> tuple[str, ...]:
        """Regnestykket i setninger, det viktigste først."""
        framdrift = self.framdrift
        return (
            *framdrift.uenigheter,
            *framdrift.sene,
            *framdrift.hittil,
            *(indikator.grunn for indikator in self.indikatorer),
        )

    @property
    def viktigste_grunn(self) -> str:
        """Den ene setningen som best sier hvorfor dommen er som den er."""
        if self.uenig or self.framdrift.dom == self.dom:
            return next(iter(self.grunner), "")
        avgjoer = (en.grunn for en in self.indikatorer if en.dom == self.dom)
        return next(avgjoer, next(iter(self.grunner), ""))

    @property
    def uenig(self) -> bool:
        """Sier det som er meldt, noe annet enn det som er regnet ut?"""
        return bool(self.framdrift.uenigheter)

    @property
    def neste_frist(self) -> dt.date | None:
        """Den neste datoen noe skal være gjort, eller None når det ikke er noen."""
        return self.framdrift.neste_frist


def bedoem(tiltak: Tiltak, dag: dt.date) -> Tiltaksdom:
    """Dommen over tiltaket denne dagen."""
    framdrift = framdriften(tiltak, dag)
    if er_ute(tiltak):
        return Tiltaksdom("ikke_vurdert", framdrift)
    indikatorer = tuple(map(maalbane.bedoem, tiltak.koblinger))
    deler = [framdrift.dom, *(indikator.dom for indikator in indikatorer)]
    if not framdrift.begynt:
        deler = [dom for dom in deler if dom not in ("paa_vei", "naadd")]
    return Tiltaksdom(samlet(deler), framdrift, indikatorer)


def samlet(dommer: list[str]) -> str:
    """Den svakeste dommen. Det som ikke er vurdert, teller ikke med."""
    for dom in ("ikke_paa_vei", "kan_ikke_avgjoeres", "paa_vei", "naadd"):
        if dom in dommer:
            return dom
    return "ikke_vurdert"


def er_ute(tiltak: Tiltak) -> bool:
    """Er tiltaket tatt ut av planen?"""
    return tiltak.fjernet or tiltak.status.verdi == "utgaatt"


def er_gjennomfoert(tiltak: Tiltak, dag: dt.date) -> bool:
    """Er det meldt at tiltaket er gjennomført? En melding fra en senere dag gjelder ikke ennå."""
    meldt = tiltak.status
    return meldt.verdi == "gjennomfoert" and (meldt.dato is None or meldt.dato <= dag)


def framdriften(tiltak: Tiltak, dag: dt.date) -> Framdrift:
    """Milepælene og fristen mot dagen, og det som er meldt ved siden av. På selve fristen er ingenting
    for sent.
    """
    stilling = _Stilling(tiltak, dag)
    if er_ute(tiltak):
        return Framdrift(
            "ikke_vurdert",
            begynt=False,
            hittil=(si("Tiltaket er tatt ut av planen."),),
            uenigheter=() if tiltak.fjernet else stilling.uenigheter(),
        )
    sene = [
        (
            milepael.frist,
            si(
                "Milepælen «{milepael}» skulle vært nådd {dato}.",
                milepael=milepael.tittel,
                dato=norsk.dato(milepael.frist),
            ),
        )
        for milepael in stilling.sene
    ]
    if stilling.over_fristen:
        frist = norsk.dato(tiltak.frist.til)
        sene.append(
            (
                tiltak.frist.til,
                si(
                    "Fristen var {frist}. Det er ikke meldt at tiltaket er gjennomført.",
                    frist=frist,
                ),
            )
        )
    sene.sort()
    return Framdrift(
        stilling.dom,
        stilling.begynt,
        tuple(setning for _, setning in sene),
        sene[0][0] if sene else None,
        stilling.hittil(),
        stilling.uenigheter(),
        stilling.neste_frist,
    )


@dataclass
class _Stilling:
    """Hvor langt tiltaket er kommet en dag."""

    tiltak: Tiltak
    dag: dt.date
    naadde: list[Milepael] = field(init=False)
    igjen: list[Milepael] = field(init=False)

    def __post_init__(self):
        self.naadde, self.igjen = [], []
        for milepael in self.tiltak.milepaeler:
            er_naadd = milepael.naadd is not None and milepael.naadd <= self.dag
            (self.naadde if er_naadd else self.igjen).append(milepael)

    @property
    def frist(self) -> dt.date | None:
        """Fristen til tiltaket selv. Bare en tidfestet frist kan gå ut."""
        frist = self.tiltak.frist
        return frist.til if frist.slag == "tidfestet" else None

    @property
    def gjennomfoert(self) -> bool:
        return er_gjennomfoert(self.tiltak, self.dag)

    @property
    def alle_naadd(self) -> bool:
        return bool(self.naadde) and not self.igjen

    @property
    def fristen_er_ute(self) -> bool:
        return self.frist is not None and self.frist < self.dag

    @property
    def over_fristen(self) -> bool:
        return self.fristen_er_ute and not self.gjennomfoert and not self.alle_naadd

    @property
    def sene(self) -> list[Milepael]:
        return [en for en in self.igjen if en.frist is not None and en.frist < self.dag]

    @property
    def dom(self) -> str:
        if self.sene or self.over_fristen:
            return "ikke_paa_vei"
        if self.alle_naadd or (self.gjennomfoert and not self.igjen):
            return "naadd"
        har_datoer = self.frist or any(en.frist for en in self.tiltak.milepaeler)
        return "paa_vei" if har_datoer and self.begynt else "ikke_vurdert"

    @property
    def begynt(self) -> bool:
        status = self.tiltak.status.verdi
        if status == "ikke_startet":
            return bool(self.naadde)
        return status != "paa_vent" or self.alle_naadd

    @property
    def neste_frist(self) -> dt.date | None:
        if self.gjennomfoert:
            return None
        datoer = [self.frist, *(milepael.frist for milepael in self.igjen)]
        return min((dato for dato in datoer if dato and dato >= self.dag), default=None)

    def hittil(self) -> tuple[str, ...]:
        """Det som er meldt og nådd, og det neste som skal skje."""
        deler = [self._milepaelene] if self.tiltak.milepaeler else []
        if not self.begynt or self.gjennomfoert:
            deler.append(si("Meldt status er «{meldt}».", meldt=self._meldt.lower()))
        if self.neste_frist:
            deler.append(
                si(
                    "Neste frist er {neste_frist}.",
                    neste_frist=norsk.dato(self.neste_frist),
                )
            )
        elif not self.frist and not deler:
            deler.append(si("Tiltaket har verken milepæler eller en tidfestet frist."))
        return tuple(deler)

    @property
    def _meldt(self) -> str:
        return plankoder.navn("tiltaksstatus")[self.tiltak.status.verdi]

    @property
    def _milepaelene(self) -> str:
        alle, naadde = len(self.tiltak.milepaeler), len(self.naadde)
        if alle == 1:
            return si("Milepælen er nådd.") if naadde else si("Milepælen er ikke nådd.")
        if naadde == alle:
            return si("Alle de {alle} milepælene er nådd.", alle=alle)
        if not naadde:
            return si("Ingen av de {alle} milepælene er nådd.", alle=alle)
        if naadde == 1:
            return si("1 av de {alle} milepælene er nådd.", alle=alle)
        return si("{naadde} av de {alle} milepælene er nådd.", naadde=naadde, alle=alle)

    def uenigheter(self) -> tuple[str, ...]:
        """Der det som er meldt, sier noe annet enn milepælene og fristen."""
        uenig = self._uenig
        return (uenig,) if uenig else ()

    @property
    def _uenig(self) -> str:
        status, meldt = self.tiltak.status.verdi, self._meldt
        if status == "gjennomfoert" and self.igjen:
            return self._meldt_men(_IKKE_NAADD, self.igjen)
        if status in ("ikke_startet", "paa_vent", "utgaatt") and self.alle_naadd:
            return si(
                "Statusen er «{meldt}», men alle milepælene er nådd.", meldt=meldt
            )
        if status == "ikke_startet" and self.naadde:
            return self._meldt_men(_NAADD, self.naadde)
        if status == "i_gang" and self._alt_er_over_fristen:
            return self._over_fristen_i_ord
        return ""

    def _meldt_men(self, setningene: tuple[str, str], hvilke: list[Milepael]) -> str:
        """Setningen om en milepæl, eller om flere, med titlene."""
        titler = norsk.ramse([f"«{milepael.tittel}»" for milepael in hvilke])
        setning = setningene[len(hvilke) > 1]
        return si(setning, meldt=self._meldt, titler=titler)

    @property
    def _alt_er_over_fristen(self) -> bool:
        """Er det ikke noe igjen som skal skje fram i tid?"""
        if self.frist is not None:
            return self.fristen_er_ute
        return bool(self.igjen) and self.sene == self.igjen

    @property
    def _over_fristen_i_ord(self) -> str:
        if self.frist is None:
            setning, siste = _SISTE_SEN, max(en.frist for en in self.sene)
        else:
            setning, siste = _FRISTEN_VAR[self.alle_naadd], self.frist
        return si(setning, meldt=self._meldt, dato=norsk.dato(siste))


# Om en milepæl, og om flere.
_NAADD = (
    fast("Statusen er «{meldt}», men milepælen {titler} er nådd."),
    fast("Statusen er «{meldt}», men milepælene {titler} er nådd."),
)
_IKKE_NAADD = (
    fast("Statusen er «{meldt}», men milepælen {titler} er ikke nådd."),
    fast("Statusen er «{meldt}», men milepælene {titler} er ikke nådd."),
)
_FRISTEN_VAR = {
    False: fast("Statusen er «{meldt}», men fristen var {dato}."),
    True: fast(
        "Statusen er «{meldt}», men alle milepælene er nådd, og fristen var {dato}."
    ),
}
_SISTE_SEN = fast(
    "Statusen er «{meldt}», men den siste milepælen skulle vært nådd {dato}."
)
