"""Husstandene som mangler bolig eller kan miste den: utkastelser, midlertidige opphold og
kartleggingen av dem."""

from collections import defaultdict
from dataclasses import dataclass
from functools import partial

from boligdata.eksempel import forutsetninger_innsats as fi
from boligdata.eksempel.liv import (
    ALDRI,
    Bestand,
    Liv,
    aar,
    dager,
    hold_ved_like,
    paa_linje,
)
from boligdata.eksempel.verden import SLUTT, Husstand, Leieforhold, Soeknad, hverdag


@dataclass(slots=True, eq=False)
class Utkastelse:
    """En begjæring om utkastelse. Uten `gjennomfoert` og `avverget_med` er den åpen, eller det er
    ikke ført."""

    husstand: Husstand
    begjaering: int
    gjennomfoert: int | None
    aarsak: str
    kommunal: bool
    avverget_med: str | None = None


@dataclass(slots=True, eq=False)
class Opphold:
    """Et opphold i midlertidig botilbud. Kostnaden er i kroner, til nå når oppholdet ikke er
    slutt."""

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


# -------------------------------------------------------------------------- utkastelser


def utkastelser(liv: Liv) -> list[Utkastelse]:
    """Begjæringene i hvert år. Hvert leieforhold som endte med utkastelse, er en av dem."""
    saker: list[Utkastelse] = []
    opptatt: dict[Husstand, int] = {}  # Én husstand har ikke to begjæringer på en gang.
    kastet_ut = defaultdict(list)
    for x in liv.leieforhold:
        if x.aarsak == "utkastelse":
            kastet_ut[aar(x.utflyttet)].append(x)
            opptatt[x.husstand] = ALDRI
    for i_aar in range(fi.FRA_AAR, aar(SLUTT) + 1):
        gjennomfoerte = [_kommunal_utkastelse(liv, x) for x in kastet_ut[i_aar]]
        for _ in range(liv.terning.mellom(*fi.GJENNOMFOERT) - len(gjennomfoerte)):
            gjennomfoerte.append(_privat_utkastelse(liv, i_aar, opptatt))
        andre = liv.terning.mellom(*fi.BEGJAERINGER) - len(gjennomfoerte)
        saker += [s for s in gjennomfoerte if s] + [
            _avverget(liv, i_aar, opptatt) for _ in range(andre)
        ]
    return saker


def _kommunal_utkastelse(liv: Liv, x: Leieforhold) -> Utkastelse:
    aarsak = liv.terning.trekk(fi.UTKASTELSE_AARSAK_KOMMUNAL)
    begjaering = max(
        x.innflyttet, x.utflyttet - liv.terning.mellom(*fi.BEGJAERING_TIL_UTKASTELSE)
    )
    return Utkastelse(x.husstand, begjaering, x.utflyttet, aarsak, True)


def _privat_utkastelse(
    liv: Liv, i_aar: int, opptatt: dict[Husstand, int]
) -> Utkastelse | None:
    dag = hverdag(liv.terning.mellom(dager(i_aar)[0], dager(i_aar)[1] - 7))
    begjaering = dag - liv.terning.mellom(*fi.BEGJAERING_TIL_UTKASTELSE)
    husstand = liv.kjent(begjaering, fi.UTKASTES, opptatt)
    opptatt[husstand] = dag
    aarsak = liv.terning.trekk(fi.UTKASTELSE_AARSAK)
    return (
        Utkastelse(husstand, begjaering, dag, aarsak, False) if dag <= SLUTT else None
    )


def _avverget(liv: Liv, i_aar: int, opptatt: dict[Husstand, int]) -> Utkastelse:
    dag = hverdag(liv.terning.mellom(*dager(i_aar)))
    dag -= 3 if dag > SLUTT else 0
    leietakere = []
    if liv.terning.sjanse(fi.KOMMUNALE_BEGJAERINGER):
        leietakere = liv.leietakere(dag, liv.terning.trekk(fi.UTKASTES), opptatt)
    kommunal = bool(leietakere)
    if kommunal:
        husstand = leietakere[liv.terning.mellom(0, len(leietakere) - 1)]
    else:
        husstand = liv.kjent(dag, fi.UTKASTES, opptatt)
    opptatt[husstand] = dag + 180
    aarsak = liv.terning.trekk(
        fi.UTKASTELSE_AARSAK_KOMMUNAL if kommunal else fi.UTKASTELSE_AARSAK
    )
    aapen = liv.terning.mellom(20, fi.AAPEN_BEGJAERING_DAGER) > SLUTT - dag
    avverget = liv.terning.trekk(fi.AVVERGET_KOMMUNAL if kommunal else fi.AVVERGET)
    return Utkastelse(
        husstand, dag, None, aarsak, kommunal, None if aapen else avverget
    )


# ---------------------------------------------------------------- midlertidige botilbud


def opphold(liv: Liv, saker: list[Utkastelse]) -> list[Opphold]:
    """Oppholdene. Mange har søkt kommunal bolig, noen er kastet ut, og andre kjenner bare NAV."""
    alle: list[Opphold] = []
    opptatt: dict[Husstand, int] = {}
    soekere = defaultdict(list)
    for s in liv.soeknader:
        if (
            s.type == "ny"
            and s.situasjon == "uten_bolig"
            and s.husstand.maalgruppe != "flyktning"
        ):
            soekere[aar(s.mottatt)].append(s)
    for i_aar, antall in fi.OPPHOLD.items():
        med_barn = liv.terning.mellom(*fi.OPPHOLD_MED_BARN)
        kastet_ut = [
            u
            for u in saker
            if u.gjennomfoert and aar(u.gjennomfoert) == i_aar and not u.husstand.barn
        ]
        kastet_ut = [
            u for u in kastet_ut if liv.terning.sjanse(fi.OPPHOLD_ETTER_UTKASTELSE)
        ]
        alle += _enkelte(_rett_inn(liv, u, opptatt) for u in kastet_ut)
        for nr in range(antall - len(kastet_ut)):
            alle += _oppholdet(liv, i_aar, soekere[i_aar], nr < med_barn, opptatt)
        for _ in range(liv.terning.mellom(*fi.NATTHJEM)):
            alle += _natthjem(liv, i_aar, opptatt)
    return [o for o in alle if o.fra <= SLUTT]


def _enkelte(lister) -> list[Opphold]:
    return [o for liste in lister for o in liste]


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
        s for s in soekere if bool(s.barn) == med_barn and s.husstand not in opptatt
    ]
    aktuelle = [s for s in aktuelle if not liv.bor(s.husstand, s.mottatt)]
    varighet = _varighet(liv)
    if aktuelle and liv.terning.sjanse(fi.OPPHOLD_FRA_SOEKNAD):
        s = aktuelle[liv.terning.mellom(0, len(aktuelle) - 1)]
        inn = min(liv.neste_innflytting(s.husstand, s.mottatt), liv.borte(s.husstand))
        # Den som venter på bolig, bor midlertidig fram til innflyttingen, når det passer med når
        # søknaden kom.
        fra = (
            max(s.mottatt - 14, inn - varighet)
            if inn - s.mottatt < 300
            else s.mottatt + liv.terning.mellom(-14, 40)
        )
        return _ett(liv, s.husstand, fra, min(varighet, inn - fra), opptatt)
    vekter = {"barnefamilie": 1} if med_barn else fi.OPPHOLD_GRUPPER
    fra = liv.terning.mellom(*dager(i_aar))
    return _ett(liv, liv.kjent(fra, vekter, opptatt), fra, varighet, opptatt)


def _varighet(liv: Liv) -> int:
    minst, hoeyst = liv.terning.trekk(
        {(fra, til): vekt for vekt, fra, til in fi.OPPHOLD_DAGER}
    )
    return liv.terning.mellom(minst, hoeyst)


def _ett(
    liv: Liv, husstand: Husstand, fra: int, varighet: int, opptatt: dict[Husstand, int]
) -> list[Opphold]:
    """Oppholdet, delt i to når husstanden flytter til et annet tilbud underveis."""
    type_, til = liv.terning.trekk(fi.OPPHOLD_TYPER), fra + max(1, varighet)
    opptatt[husstand] = til
    if varighet > 10 and liv.terning.sjanse(fi.NESTE_OPPHOLD):
        bytte = fra + liv.terning.mellom(3, 14)
        if bytte < til:
            andre = {t: v for t, v in fi.OPPHOLD_TYPER.items() if t != type_}
            return [
                _periode(liv, husstand, type_, fra, bytte),
                _periode(liv, husstand, liv.terning.trekk(andre), bytte, til),
            ]
    return [_periode(liv, husstand, type_, fra, til)]


def _natthjem(liv: Liv, i_aar: int, opptatt: dict[Husstand, int]) -> list[Opphold]:
    fra, perioder = liv.terning.mellom(*dager(i_aar)), []
    husstand = liv.kjent(fra, {"rop": 4, "loeslatt": 1}, opptatt)
    for _ in range(liv.terning.mellom(*fi.NATTHJEM_OPPHOLD)):
        til = fra + liv.terning.mellom(*fi.NATTHJEM_DAGER)
        perioder.append(_periode(liv, husstand, "natthjem", fra, til))
        fra = til + liv.terning.mellom(5, 60)
    opptatt[husstand] = fra
    return perioder


def _periode(liv: Liv, husstand: Husstand, type_: str, fra: int, til: int) -> Opphold:
    kostnad = (min(til, SLUTT + 1) - fra) * liv.terning.mellom(*fi.DOEGNPRIS[type_])
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
            Bestand(liv.terning, partial(paa_linje, s.antall), partial(ny, situasjon))
            for situasjon, s in fi.KARTLAGT.items()
        ],
        SLUTT,
    )
    for k in alle:
        if k.avklart and k.avklart > SLUTT:
            k.avklart = k.avklart_til = None
    return [k for k in alle if k.kartlagt <= SLUTT]


def _kartlagt(
    liv: Liv,
    situasjon: str,
    dag: int,
    andre: dict[int, list[Kartlagt]],
    opptatt: dict[Husstand, int],
) -> Kartlagt:
    s = fi.KARTLAGT[situasjon]
    while andre[dag // 30] and liv.terning.sjanse(s.fra_andre):
        kartlagt = andre[dag // 30].pop()
        if opptatt.get(kartlagt.husstand, 0) <= kartlagt.kartlagt:
            return kartlagt
    husstand = liv.kjent(dag, s.grupper, opptatt)
    if liv.terning.sjanse(s.gamle):
        return Kartlagt(husstand, situasjon, dag)
    varighet = int(liv.terning.lognormal(s.dager, fi.KARTLAGT_SPREDNING))
    minst, hoeyst = fi.KARTLAGT_DAGER
    avklart = min(dag + min(max(varighet, minst), hoeyst), liv.borte(husstand))
    return Kartlagt(husstand, situasjon, dag, avklart, liv.terning.trekk(s.avklart_til))


def _fra_andre_registre(
    liv: Liv, alle_opphold: list[Opphold], saker: list[Utkastelse]
) -> dict[str, dict[int, list[Kartlagt]]]:
    """De som kan være på lista fordi de har søkt, bor midlertidig eller har en begjæring mot seg,
    måned for måned."""
    andre = {situasjon: defaultdict(list) for situasjon in fi.KARTLAGT}
    kandidater = [
        _fra_soeknad(liv, s) for s in liv.soeknader if s.type != "forlengelse"
    ]
    kandidater += [_fra_opphold(liv, o) for o in alle_opphold if o.type != "natthjem"]
    kandidater += [_fra_utkastelse(liv, u) for u in saker]
    for k in kandidater:
        minst, hoeyst = fi.KARTLAGT_DAGER
        if k and (k.avklart is None or minst <= k.avklart - k.kartlagt <= hoeyst):
            andre[k.situasjon][k.kartlagt // 30].append(k)
    return andre


def _fra_soeknad(liv: Liv, s: Soeknad) -> Kartlagt | None:
    # Flyktningene som skal bosettes, er ikke bostedsløse i kommunen.
    if s.husstand.maalgruppe == "flyktning" and s.situasjon == "uten_bolig":
        return None
    k = Kartlagt(s.husstand, s.situasjon, s.mottatt + liv.terning.mellom(-60, 20))
    if s.innflyttet:
        k.avklart, k.avklart_til = s.innflyttet, "kommunal_bolig"
    elif s.aarsak in ("doed", "flyttet"):
        k.avklart, k.avklart_til = s.avsluttet, s.aarsak
    elif s.avsluttet:
        k.avklart = s.avsluttet + (
            liv.terning.mellom(20, 200) if s.vedtak == "avslag" else 0
        )
        beholdt = {"uten_bolig": 0, "i_fare": 50, "uegnet_bolig": 35}[s.situasjon]
        k.avklart_til = liv.terning.trekk(
            {"privat_leie": 50, "eid_bolig": 5, "annet": 8, "beholdt": beholdt}
        )
    elif s.mottatt < SLUTT - 400:
        return None
    return k


def _fra_opphold(liv: Liv, o: Opphold) -> Kartlagt:
    k = Kartlagt(o.husstand, "uten_bolig", o.fra + liv.terning.mellom(-5, 7))
    if o.til:
        inn = liv.neste_innflytting(o.husstand, o.til)
        kommunal = inn - o.til < 60
        k.avklart = inn if kommunal else o.til + liv.terning.mellom(0, 40)
        k.avklart_til = (
            "kommunal_bolig"
            if kommunal
            else liv.terning.trekk(fi.KARTLAGT["uten_bolig"].avklart_til)
        )
    return k


def _fra_utkastelse(liv: Liv, u: Utkastelse) -> Kartlagt:
    k = Kartlagt(u.husstand, "i_fare", u.begjaering + liv.terning.mellom(-10, 20))
    if u.gjennomfoert:
        k.avklart, k.avklart_til = u.gjennomfoert, "annet"
    elif u.avverget_med:
        k.avklart = u.begjaering + liv.terning.mellom(40, 200)
        k.avklart_til = "privat_leie" if u.avverget_med == "ny_bolig" else "beholdt"
    return k
