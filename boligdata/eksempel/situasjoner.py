"""Husstandene som mangler bolig eller kan miste den: utkastelser, midlertidige opphold og
kartleggingen av dem.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import partial

from boligdata.eksempel import forutsetninger_innsats as innsatstall
from boligdata.eksempel.liv import (
    ALDRI,
    Bestand,
    Liv,
    aar,
    dager,
    hold_ved_like,
    paa_linje,
)
from boligdata.eksempel.terning import Terning
from boligdata.eksempel.verden import SLUTT, Husstand, Leieforhold, Soeknad, hverdag


@dataclass(slots=True, eq=False)
class Utkastelse:
    """En begjæring om utkastelse. Uten `gjennomfoert` og `avverget_med` er den åpen, eller det er
    ikke ført.
    """

    husstand: Husstand
    begjaering: int
    gjennomfoert: int | None
    aarsak: str
    kommunal: bool
    avverget_med: str | None = None


@dataclass(slots=True, eq=False)
class Opphold:
    """Et opphold i midlertidig botilbud. Kostnaden er i kroner, til nå når oppholdet ikke er
    slutt.
    """

    husstand: Husstand
    type: str
    fra: int
    til: int | None
    kostnad: int


@dataclass(slots=True, eq=False)
class Kartlagt:
    """En husstand på kartleggingslista."""

    husstand: Husstand
    situasjon: str
    kartlagt: int
    avklart: int | None = None
    avklart_til: str | None = None
    utskrives: int | None = None
    uegnet_aarsak: str | None = None
    tilraadd_loesning: str | None = None


# -------------------------------------------------------------------------- utkastelser


def utkastelser(liv: Liv) -> list[Utkastelse]:
    """Begjæringene i hvert år. Hvert leieforhold som endte med utkastelse, er en av dem."""
    saker: list[Utkastelse] = []
    opptatt: dict[Husstand, int] = {}  # Én husstand har ikke to begjæringer på en gang.
    kastet_ut = defaultdict(list)
    for leie in liv.leieforhold:
        if leie.aarsak == "utkastelse":
            kastet_ut[aar(leie.utflyttet)].append(leie)
            opptatt[leie.husstand] = ALDRI
    for i_aar in range(innsatstall.FRA_AAR, aar(SLUTT) + 1):
        gjennomfoerte = [_kommunal_utkastelse(liv, leie) for leie in kastet_ut[i_aar]]
        private = liv.terning.mellom(*innsatstall.GJENNOMFOERT) - len(gjennomfoerte)
        gjennomfoerte += [
            _privat_utkastelse(liv, i_aar, opptatt) for _ in range(private)
        ]
        saker += [sak for sak in gjennomfoerte if sak]
        andre = liv.terning.mellom(*innsatstall.BEGJAERINGER) - len(gjennomfoerte)
        saker += [_avverget(liv, i_aar, opptatt) for _ in range(andre)]
    return saker


def _kommunal_utkastelse(liv: Liv, leie: Leieforhold) -> Utkastelse:
    aarsak = liv.terning.trekk(innsatstall.UTKASTELSE_AARSAK_KOMMUNAL)
    begjaering = max(
        leie.innflyttet,
        leie.utflyttet - liv.terning.mellom(*innsatstall.BEGJAERING_TIL_UTKASTELSE),
    )
    return Utkastelse(leie.husstand, begjaering, leie.utflyttet, aarsak, True)


def _privat_utkastelse(
    liv: Liv, i_aar: int, opptatt: dict[Husstand, int]
) -> Utkastelse | None:
    dag = hverdag(liv.terning.mellom(dager(i_aar)[0], dager(i_aar)[1] - 7))
    begjaering = dag - liv.terning.mellom(*innsatstall.BEGJAERING_TIL_UTKASTELSE)
    husstand = liv.kjent(begjaering, innsatstall.UTKASTES, opptatt)
    opptatt[husstand] = dag
    aarsak = liv.terning.trekk(innsatstall.UTKASTELSE_AARSAK)
    return (
        Utkastelse(husstand, begjaering, dag, aarsak, False) if dag <= SLUTT else None
    )


def _avverget(liv: Liv, i_aar: int, opptatt: dict[Husstand, int]) -> Utkastelse:
    dag = hverdag(liv.terning.mellom(*dager(i_aar)))
    dag -= 3 if dag > SLUTT else 0
    leietakere = []
    if liv.terning.sjanse(innsatstall.KOMMUNALE_BEGJAERINGER):
        leietakere = liv.leietakere(
            dag, liv.terning.trekk(innsatstall.UTKASTES), opptatt
        )
    kommunal = bool(leietakere)
    if kommunal:
        husstand = leietakere[liv.terning.mellom(0, len(leietakere) - 1)]
    else:
        husstand = liv.kjent(dag, innsatstall.UTKASTES, opptatt)
    opptatt[husstand] = dag + 180
    aarsak = liv.terning.trekk(
        innsatstall.UTKASTELSE_AARSAK_KOMMUNAL
        if kommunal
        else innsatstall.UTKASTELSE_AARSAK
    )
    aapen = liv.terning.mellom(20, innsatstall.AAPEN_BEGJAERING_DAGER) > SLUTT - dag
    avverget = liv.terning.trekk(
        innsatstall.AVVERGET_KOMMUNAL if kommunal else innsatstall.AVVERGET
    )
    return Utkastelse(
        husstand, dag, None, aarsak, kommunal, None if aapen else avverget
    )


# ---------------------------------------------------------------- midlertidige botilbud


def opphold(liv: Liv, saker: list[Utkastelse]) -> list[Opphold]:
    """Oppholdene. Mange har søkt kommunal bolig, noen er kastet ut, og andre kjenner bare NAV."""
    alle: list[Opphold] = []
    opptatt: dict[Husstand, int] = {}
    soekere = defaultdict(list)
    for soeknad in liv.soeknader:
        if (
            soeknad.type == "ny"
            and soeknad.situasjon == "uten_bolig"
            and soeknad.husstand.maalgruppe != "flyktning"
        ):
            soekere[aar(soeknad.mottatt)].append(soeknad)
    for i_aar, antall in innsatstall.OPPHOLD.items():
        med_barn = liv.terning.mellom(*innsatstall.OPPHOLD_MED_BARN)
        kastet_ut = [
            sak
            for sak in saker
            if sak.gjennomfoert
            and aar(sak.gjennomfoert) == i_aar
            and not sak.husstand.barn
        ]
        kastet_ut = [
            sak
            for sak in kastet_ut
            if liv.terning.sjanse(innsatstall.OPPHOLD_ETTER_UTKASTELSE)
        ]
        alle += _enkelte(_rett_inn(liv, sak, opptatt) for sak in kastet_ut)
        for nr in range(antall - len(kastet_ut)):
            alle += _oppholdet(liv, i_aar, soekere[i_aar], nr < med_barn, opptatt)
        for _ in range(liv.terning.mellom(*innsatstall.NATTHJEM)):
            alle += _natthjem(liv, i_aar, opptatt)
    return [periode for periode in alle if periode.fra <= SLUTT]


def _enkelte(lister) -> list[Opphold]:
    return [periode for liste in lister for periode in liste]


def _rett_inn(liv: Liv, sak: Utkastelse, opptatt: dict[Husstand, int]) -> list[Opphold]:
    dag = sak.gjennomfoert
    return _ett(
        liv,
        sak.husstand,
        dag,
        min(_varighet(liv), liv.neste_innflytting(sak.husstand, dag) - dag),
        opptatt,
    )


def _oppholdet(
    liv: Liv,
    i_aar: int,
    soekere: list[Soeknad],
    med_barn: bool,
    opptatt: dict[Husstand, int],
) -> list[Opphold]:
    aktuelle = [
        soeknad
        for soeknad in soekere
        if bool(soeknad.barn) == med_barn and soeknad.husstand not in opptatt
    ]
    aktuelle = [
        soeknad
        for soeknad in aktuelle
        if not liv.bor(soeknad.husstand, soeknad.mottatt)
    ]
    varighet = _varighet(liv)
    if aktuelle and liv.terning.sjanse(innsatstall.OPPHOLD_FRA_SOEKNAD):
        soeknad = aktuelle[liv.terning.mellom(0, len(aktuelle) - 1)]
        inn = min(
            liv.neste_innflytting(soeknad.husstand, soeknad.mottatt),
            liv.borte(soeknad.husstand),
        )
        # Den som venter på bolig, bor midlertidig fram til innflyttingen, når det passer med når
        # søknaden kom.
        fra = (
            max(soeknad.mottatt - 14, inn - varighet)
            if inn - soeknad.mottatt < 300
            else soeknad.mottatt + liv.terning.mellom(-14, 40)
        )
        return _ett(liv, soeknad.husstand, fra, min(varighet, inn - fra), opptatt)
    vekter = {"barnefamilie": 1} if med_barn else innsatstall.OPPHOLD_GRUPPER
    fra = liv.terning.mellom(*dager(i_aar))
    return _ett(liv, liv.kjent(fra, vekter, opptatt), fra, varighet, opptatt)


def _varighet(liv: Liv) -> int:
    minst, hoeyst = liv.terning.trekk(
        {(fra, til): vekt for vekt, fra, til in innsatstall.OPPHOLD_DAGER}
    )
    return liv.terning.mellom(minst, hoeyst)


def _ett(
    liv: Liv, husstand: Husstand, fra: int, varighet: int, opptatt: dict[Husstand, int]
) -> list[Opphold]:
    """Oppholdet, delt i to når husstanden flytter til et annet tilbud underveis."""
    type_, til = liv.terning.trekk(innsatstall.OPPHOLD_TYPER), fra + max(1, varighet)
    opptatt[husstand] = til
    if varighet > 10 and liv.terning.sjanse(innsatstall.NESTE_OPPHOLD):
        bytte = fra + liv.terning.mellom(3, 14)
        if bytte < til:
            andre = {
                annen: vekt
                for annen, vekt in innsatstall.OPPHOLD_TYPER.items()
                if annen != type_
            }
            return [
                _periode(liv, husstand, type_, fra, bytte),
                _periode(liv, husstand, liv.terning.trekk(andre), bytte, til),
            ]
    return [_periode(liv, husstand, type_, fra, til)]


def _natthjem(liv: Liv, i_aar: int, opptatt: dict[Husstand, int]) -> list[Opphold]:
    fra, perioder = liv.terning.mellom(*dager(i_aar)), []
    husstand = liv.kjent(fra, {"rop": 4, "loeslatt": 1}, opptatt)
    for _ in range(liv.terning.mellom(*innsatstall.NATTHJEM_OPPHOLD)):
        til = fra + liv.terning.mellom(*innsatstall.NATTHJEM_DAGER)
        perioder.append(_periode(liv, husstand, "natthjem", fra, til))
        fra = til + liv.terning.mellom(5, 60)
    opptatt[husstand] = fra
    return perioder


def gjengangere(liv: Liv, alle: list[Opphold]) -> list[Opphold]:
    """Oppholdene til dem som er tilbake samme år. De legges til etterpå, med egne tilfeldige tall,
    så resten av kommunen er den samme med og uten dem.
    """
    nye: list[Opphold] = []
    for i_aar, antall in innsatstall.TILBAKE.items():
        aktuelle = _kan_komme_tilbake(liv, i_aar, alle)
        for _ in range(min(antall, len(aktuelle))):
            husstand = liv.terning.trekk(
                {
                    husstand: innsatstall.TILBAKE_GRUPPER[husstand.maalgruppe]
                    for husstand in aktuelle
                }
            )
            nye.append(_tilbake(liv, *aktuelle.pop(husstand)))
    return nye


def _kan_komme_tilbake(
    liv: Liv, i_aar: int, alle: list[Opphold]
) -> dict[Husstand, tuple[Opphold, int]]:
    """Husstandene som flyttet ut i løpet av året og ikke fikk kommunal bolig, med oppholdet de
    flyttet fra, og dagen de senest må være ute igjen.
    """
    begynner = defaultdict(list)
    for periode in alle:
        begynner[periode.husstand].append(periode.fra)
    aktuelle = {}
    for periode in alle:
        husstand, ut = periode.husstand, periode.til
        if periode.type == "natthjem" or not ut or aar(ut) != i_aar:
            continue
        senest = min(
            dager(i_aar)[1],
            liv.neste_innflytting(husstand, ut),
            liv.borte(husstand),
            *(fra for fra in begynner[husstand] if fra >= ut),
        )
        utenfor = (
            husstand.barn or husstand.maalgruppe not in innsatstall.TILBAKE_GRUPPER
        )
        if not utenfor and senest - ut > innsatstall.TILBAKE_ETTER[1]:
            aktuelle[husstand] = periode, senest
    return aktuelle


def _tilbake(liv: Liv, forrige: Opphold, senest: int) -> Opphold:
    fra = forrige.til + liv.terning.mellom(*innsatstall.TILBAKE_ETTER)
    varighet = min(
        forrige.til - forrige.fra,
        liv.terning.mellom(*innsatstall.TILBAKE_HOEYST),
        senest - fra,
    )
    type_ = liv.terning.trekk(innsatstall.OPPHOLD_TYPER)
    return _periode(liv, forrige.husstand, type_, fra, fra + varighet)


def _periode(liv: Liv, husstand: Husstand, type_: str, fra: int, til: int) -> Opphold:
    kostnad = (min(til, SLUTT + 1) - fra) * liv.terning.mellom(
        *innsatstall.DOEGNPRIS[type_]
    )
    return Opphold(husstand, type_, fra, til if til <= SLUTT else None, kostnad)


# -------------------------------------------------------------------------- kartlegging


def kartlegging(
    liv: Liv, alle_opphold: list[Opphold], saker: list[Utkastelse]
) -> list[Kartlagt]:
    """Lista over husstander tjenestene kjenner, i en av de tre situasjonene."""
    andre = _fra_andre_registre(liv, alle_opphold, saker)
    alle: list[Kartlagt] = []
    opptatt: dict[Husstand, int] = {}

    def ny(situasjon: str, dag: int) -> int:
        kartlagt = _kartlagt(liv, situasjon, dag, andre[situasjon], opptatt)
        opptatt[kartlagt.husstand] = slutt = kartlagt.avklart or ALDRI
        alle.append(kartlagt)
        return slutt

    hold_ved_like(
        [
            Bestand(
                liv.terning,
                partial(paa_linje, kjennetegn.antall),
                partial(ny, situasjon),
            )
            for situasjon, kjennetegn in innsatstall.KARTLAGT.items()
        ],
        SLUTT,
    )
    for kartlagt in alle:
        if kartlagt.avklart and kartlagt.avklart > SLUTT:
            kartlagt.avklart = kartlagt.avklart_til = None
    return [kartlagt for kartlagt in alle if kartlagt.kartlagt <= SLUTT]


def _kartlagt(
    liv: Liv,
    situasjon: str,
    dag: int,
    andre: dict[int, list[Kartlagt]],
    opptatt: dict[Husstand, int],
) -> Kartlagt:
    kjennetegn = innsatstall.KARTLAGT[situasjon]
    while andre[dag // 30] and liv.terning.sjanse(kjennetegn.fra_andre):
        kartlagt = andre[dag // 30].pop()
        if opptatt.get(kartlagt.husstand, 0) <= kartlagt.kartlagt:
            return kartlagt
    husstand = liv.kjent(dag, kjennetegn.grupper, opptatt)
    if liv.terning.sjanse(kjennetegn.gamle):
        return Kartlagt(husstand, situasjon, dag)
    varighet = int(
        liv.terning.lognormal(kjennetegn.dager, innsatstall.KARTLAGT_SPREDNING)
    )
    minst, hoeyst = innsatstall.KARTLAGT_DAGER
    avklart = min(dag + min(max(varighet, minst), hoeyst), liv.borte(husstand))
    return Kartlagt(
        husstand, situasjon, dag, avklart, liv.terning.trekk(kjennetegn.avklart_til)
    )


def _fra_andre_registre(
    liv: Liv, alle_opphold: list[Opphold], saker: list[Utkastelse]
) -> dict[str, dict[int, list[Kartlagt]]]:
    """De som kan være på lista fordi de har søkt, bor midlertidig eller har en begjæring mot seg,
    måned for måned.
    """
    andre = {situasjon: defaultdict(list) for situasjon in innsatstall.KARTLAGT}
    kandidater = [
        _fra_soeknad(liv, soeknad)
        for soeknad in liv.soeknader
        if soeknad.type != "forlengelse"
    ]
    kandidater += [
        _fra_opphold(liv, periode)
        for periode in alle_opphold
        if periode.type != "natthjem"
    ]
    kandidater += [_fra_utkastelse(liv, sak) for sak in saker]
    for kartlagt in kandidater:
        minst, hoeyst = innsatstall.KARTLAGT_DAGER
        if kartlagt and (
            kartlagt.avklart is None
            or minst <= kartlagt.avklart - kartlagt.kartlagt <= hoeyst
        ):
            andre[kartlagt.situasjon][kartlagt.kartlagt // 30].append(kartlagt)
    return andre


def _fra_soeknad(liv: Liv, soeknad: Soeknad) -> Kartlagt | None:
    # Flyktningene som skal bosettes, er ikke bostedsløse i kommunen.
    if soeknad.husstand.maalgruppe == "flyktning" and soeknad.situasjon == "uten_bolig":
        return None
    kartlagt = Kartlagt(
        soeknad.husstand,
        soeknad.situasjon,
        soeknad.mottatt + liv.terning.mellom(-60, 20),
    )
    if soeknad.innflyttet:
        kartlagt.avklart, kartlagt.avklart_til = soeknad.innflyttet, "kommunal_bolig"
    elif soeknad.aarsak in ("doed", "flyttet"):
        kartlagt.avklart, kartlagt.avklart_til = soeknad.avsluttet, soeknad.aarsak
    elif soeknad.avsluttet:
        kartlagt.avklart = soeknad.avsluttet + (
            liv.terning.mellom(20, 200) if soeknad.vedtak == "avslag" else 0
        )
        beholdt = {"uten_bolig": 0, "i_fare": 50, "uegnet_bolig": 35}[soeknad.situasjon]
        kartlagt.avklart_til = liv.terning.trekk(
            {"privat_leie": 50, "eid_bolig": 5, "annet": 8, "beholdt": beholdt}
        )
    elif soeknad.mottatt < SLUTT - 400:
        return None
    return kartlagt


def _fra_opphold(liv: Liv, periode: Opphold) -> Kartlagt:
    kartlagt = Kartlagt(
        periode.husstand, "uten_bolig", periode.fra + liv.terning.mellom(-5, 7)
    )
    if periode.til:
        inn = liv.neste_innflytting(periode.husstand, periode.til)
        kommunal = inn - periode.til < 60
        kartlagt.avklart = inn if kommunal else periode.til + liv.terning.mellom(0, 40)
        kartlagt.avklart_til = (
            "kommunal_bolig"
            if kommunal
            else liv.terning.trekk(innsatstall.KARTLAGT["uten_bolig"].avklart_til)
        )
    return kartlagt


def _fra_utkastelse(liv: Liv, sak: Utkastelse) -> Kartlagt:
    kartlagt = Kartlagt(
        sak.husstand, "i_fare", sak.begjaering + liv.terning.mellom(-10, 20)
    )
    if sak.gjennomfoert:
        kartlagt.avklart, kartlagt.avklart_til = sak.gjennomfoert, "annet"
    elif sak.avverget_med:
        kartlagt.avklart = sak.begjaering + liv.terning.mellom(40, 200)
        kartlagt.avklart_til = (
            "privat_leie" if sak.avverget_med == "ny_bolig" else "beholdt"
        )
    return kartlagt


def utdyp(kartlagte: list[Kartlagt], terning: Terning) -> None:
    """Det kartleggingen også spør om: når de som er i institusjon eller fengsel, skal ut, og hvorfor
    boligen er uegnet.
    """
    for kartlagt in kartlagte:
        if kartlagt.situasjon == "uten_bolig":
            kartlagt.utskrives = _utskrives(kartlagt, terning)
        elif kartlagt.situasjon == "uegnet_bolig":
            kartlagt.uegnet_aarsak, kartlagt.tilraadd_loesning = uegnet(
                kartlagt.husstand, terning
            )


def _utskrives(kartlagt: Kartlagt, terning: Terning) -> int | None:
    if kartlagt.avklart_til == "institusjon":
        kjent = terning.sjanse(innsatstall.UTSKRIVES_KJENT)
        return (
            kartlagt.avklart + terning.mellom(*innsatstall.I_INSTITUSJON)
            if kjent
            else None
        )
    if kartlagt.husstand.maalgruppe == "loeslatt" and terning.sjanse(
        innsatstall.KARTLAGT_INNE
    ):
        ut = kartlagt.kartlagt + terning.mellom(*innsatstall.KARTLAGT_FOER_LOESLATELSE)
        # Den som er avklart, kom ut til det.
        return min(ut, kartlagt.avklart or ALDRI)
    return None


def uegnet(husstand: Husstand, terning: Terning) -> tuple[str | None, str | None]:
    """Hvorfor boligen er uegnet for husstanden, og hva som er anbefalt."""
    if terning.sjanse(innsatstall.UEGNET_IKKE_OPPGITT):
        return None, None
    grupper = innsatstall.UEGNET_AARSAK
    aarsak = terning.trekk(grupper.get(husstand.maalgruppe, grupper[""]))
    return aarsak, terning.trekk(innsatstall.TILRAADD_LOESNING[aarsak])
