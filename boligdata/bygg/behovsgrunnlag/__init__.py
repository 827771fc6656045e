"""Grunnlaget for boligbehovet: fra historikken i bygget til tallene modellen regner videre på.

Modellen trenger å vite når hver husstand kom, fikk bolig og flyttet. Det finnes bare i bygget. Ut
herfra går det som er anslått, og det er vernet for seg, likt i begge filene:

registrene      historikken, poolene og folketallet, slik registrene viser dem
forutsetninger  tallene som ikke er anslått, men bestemt
vern_av_anslag  hvordan hvert anslag rundes av før det skrives
publisert       de vernede tallene grunnlaget må stemme med
tabeller        det som skrives
"""

import datetime as dt
from collections.abc import Iterable

import duckdb
import numpy as np

from boligdata.behov import estimat
from boligdata.behov.historikk import Historikk
from boligdata.behov.kjente import FLYKTNING, ventet_per_aar
from boligdata.bygg.behovsgrunnlag import registrene, tabeller, vern_av_anslag
from boligdata.bygg.behovsgrunnlag.forutsetninger import Forutsetning
from boligdata.bygg.behovsgrunnlag.forutsetninger import les as les_forutsetninger
from boligdata.bygg.behovsgrunnlag.publisert import Publisert, PublisertOmfang
from boligdata.bygg.behovsgrunnlag.registrene import Pooler, skriv_opplyst
from boligdata.felles import kilder

__all__ = ["Forutsetning", "behold", "les_forutsetninger", "skriv", "skriv_opplyst"]

# Så mange år må registrene ha hatt før vi prøver modellen på det som alt har skjedd, og så mange år
# prøves den.
MINST_AAR, PROEVDE_AAR = 4, 3


def skriv(
    con: duckdb.DuckDBPyConnection,
    noekkel: bytes,
    forutsetninger: Iterable[Forutsetning],
) -> None:
    """Skriv grunnlaget til databasene `ut` og `internt`. `con` har modellene, og `ut` de vernede
    kubene.
    """
    tabeller.lag(con)
    tabeller.sett_inn(con, "behov_forutsetning", map(vars, forutsetninger))
    [(i_dag,)] = con.execute("select max(til) from periode").fetchall()
    if i_dag:
        historikk, soekerne = registrene.historikk(con, i_dag)
        if len(historikk.kom) and historikk.boliger:
            _skriv_anslagene(con, historikk, soekerne, i_dag, noekkel)
    tabeller.kopier_til_internt(con)


def behold(con: duckdb.DuckDBPyConnection) -> None:
    """Ta grunnlaget fra forrige fil, når en av kildene er stoppet."""
    tabeller.behold(con)
    tabeller.kopier_til_internt(con)


def _skriv_anslagene(
    con: duckdb.DuckDBPyConnection,
    historikk: Historikk,
    soekerne: registrene.Soekerne,
    i_dag: dt.date,
    noekkel: bytes,
) -> None:
    tabeller.sett_inn(con, "behov_dato", [{"dato": i_dag}])
    publisert = Publisert(con, _perioden(con, i_dag))
    pooler = registrene.pooler(historikk, publisert, PublisertOmfang(con, i_dag))
    historikk, med = registrene.i_pooler(historikk, pooler)
    soekerne = soekerne.velg(med)
    for da in range(PROEVDE_AAR + 1):
        if historikk.hele_aar - da >= (MINST_AAR if da else 1):
            _skriv_per(con, historikk, pooler, i_dag, da, noekkel)
    _skriv_kjente(con, pooler, i_dag, historikk.hele_aar, noekkel)
    for pool in sorted(set(historikk.pool.tolist())):
        opphold = estimat.opphold(historikk.velg(historikk.pool == pool))
        kurven = [
            {"pool": pool, "aar": aar, "andel": andel}
            for aar, andel in vern_av_anslag.kurve(*opphold, pool, noekkel)
        ]
        tabeller.sett_inn(con, "behov_kurve", kurven)
    _skriv_om_soekerne(con, historikk, soekerne, pooler, noekkel)


def _skriv_om_soekerne(
    con: duckdb.DuckDBPyConnection,
    historikk: Historikk,
    soekerne: registrene.Soekerne,
    pooler: Pooler,
    noekkel: bytes,
) -> None:
    """Hvor gamle søkerne i hver pool med omsorgsboliger er, og hvor mange av søkerne til de ordinære som
    trenger en tilpasset bolig. De som kom før registrene begynner, er bare dem som ble.
    """
    nye = historikk.kom > historikk.fra
    for pool in _poolene_i(pooler, ("omsorg",)):
        i_poolen = nye & (soekerne.alder >= 0) & (historikk.pool == pool)
        aldrene = vern_av_anslag.aldre(soekerne.alder[i_poolen], pool, noekkel)
        rader = [
            {"pool": pool, "alder": gruppe, "andel": andel} for gruppe, andel in aldrene
        ]
        tabeller.sett_inn(con, "behov_alder", rader)
    ordinaere = _poolene_i(pooler, kilder.boligslag()["ordinaer"])
    soekte = nye & (soekerne.tilpasset >= 0) & np.isin(historikk.soekt, ordinaere)
    andel = vern_av_anslag.tilpasset(soekerne.tilpasset[soekte], noekkel)
    if andel is not None:
        tabeller.sett_inn(con, "behov_tilpasset", [{"andel": andel}])


def _poolene_i(pooler: Pooler, slekter: Iterable[str]) -> list[str]:
    """Poolene med boligtypene i disse slektene."""
    typene = {typen for slekt in slekter for typen in kilder.boligslekter()[slekt]}
    return [pool for pool, typer in pooler.items() if typene & set(typer)]


def _skriv_per(
    con: duckdb.DuckDBPyConnection,
    historikk: Historikk,
    pooler: Pooler,
    i_dag: dt.date,
    da: int,
    noekkel: bytes,
) -> None:
    """Grunnlaget slik det ville vært for `da` år siden, med tallene som er publisert for da."""
    dato = _samme_dag(i_dag, i_dag.year - da)
    periode = _perioden(con, dato)
    if not periode:
        return
    if da:
        historikk = historikk.slik_den_var((dato - i_dag).days / 365.25)
    foer = _foer(con, dato, historikk.hele_aar)
    omfang = PublisertOmfang(con, dato, pooler)
    grunnlag = estimat.estimer(historikk, pooler, foer, omfang)
    steg = vern_av_anslag.BASIS / -historikk.fra
    vern = vern_av_anslag.Anslagsvern(
        Publisert(con, periode), grunnlag.pooler, steg, noekkel
    )
    poolene, stroemmene = [], []
    for pool in grunnlag.pooler:
        for_smaa = omfang.for_smaa(pool.boligtyper)
        poolene.append({"da": da, "for_smaa": for_smaa, **vern.pool(pool)})
        stroemmene += [
            {"da": da, **vern.stroem(stroem, pool)} for stroem in pool.stroemmer
        ]
    tabeller.sett_inn(con, "behov_pool", poolene)
    tabeller.sett_inn(con, "behov_stroem", stroemmene)
    if not da:
        avvik = (
            *grunnlag.avvik,
            *registrene.stroem_som_ikke_gaar_opp(con, pooler, i_dag),
            *registrene.ute_av_drift(con, pooler, i_dag),
        )
        tabeller.sett_inn(con, "behov_avvik", vern_av_anslag.avvik(avvik))


def _foer(
    con: duckdb.DuckDBPyConnection, dato: dt.date, hele_aar: int
) -> dict[str, np.ndarray]:
    """Det som drev søknadene i hvert av de siste hele årene, mot i dag, etter målgruppe: folketallet,
    og for flyktningene hvor mange kommunen bosatte, mot et vanlig år.
    """
    foer = registrene.folketall_foer(con, dato, hele_aar)
    bosetting = registrene.Bosetting(con, dato, hele_aar)
    if bosetting.kjent:
        andel = _antatt(con, "bosetting_andel") / 100
        foer[FLYKTNING] = 1 - andel + andel * bosetting.foer(hele_aar)
    return foer


def _skriv_kjente(
    con: duckdb.DuckDBPyConnection,
    pooler: Pooler,
    i_dag: dt.date,
    hele_aar: int,
    noekkel: bytes,
) -> None:
    """Dem kommunen alt vet om i hver strøm: fra listen, og fra vedtakene om bosetting. Hvor stor del
    av strømmen de målgruppene er, er regnet av de publiserte innflyttingene.
    """
    aar = round(_antatt(con, "kjente_aar"))
    omfang = PublisertOmfang(con, i_dag, pooler)
    bosetting = registrene.Bosetting(con, i_dag, hele_aar)
    framover = [round(forhold, 3) for forhold in bosetting.framover()]
    kjente = registrene.paa_listen(con, i_dag)
    rader = []
    for pool, gruppe, grupper in con.execute(
        "select pool, gruppe, grupper from ut.behov_stroem where da = 0 order by all"
    ).fetchall():
        # De som skal bosettes, skal ikke telles en gang til om de også står på listen.
        paa_listen = set(grupper) - ({FLYKTNING} if framover else set())
        ventet = {
            maalgruppe: sum(
                ventet_per_aar(
                    tuple(
                        en.ventet
                        for en in kjente
                        if en.boligtype in pooler[pool] and en.maalgruppe == maalgruppe
                    ),
                    aar,
                )
            )
            for maalgruppe in sorted(paa_listen)
        }
        vist, antall, feil = vern_av_anslag.kjente(ventet, pool, noekkel)
        bosettes = (FLYKTNING,) if framover and FLYKTNING in grupper else ()
        for kilde, gjelder, kolonner in (
            ("kjente_brukere", vist, (antall, feil, [1.0] * aar)),
            ("bosetting", bosettes, (0.0, 0.0, framover)),
        ):
            del_ = omfang.del_av(pool, gjelder, grupper)
            if del_:
                rad = {"pool": pool, "gruppe": gruppe, "kilde": kilde, "del_": del_}
                rad |= dict(zip(("ventet", "avrunding", "forhold"), kolonner))
                rader.append(rad)
    tabeller.sett_inn(con, "behov_kjent", rader)


def _antatt(con: duckdb.DuckDBPyConnection, id: str) -> float:
    """Verdien av en forutsetning som er skrevet."""
    [(verdi,)] = con.execute(
        "select verdi from ut.behov_forutsetning where id = ?", [id]
    ).fetchall()
    return verdi


def _perioden(con: duckdb.DuckDBPyConnection, dato: dt.date) -> str:
    """Perioden som slutter den dagen, eller «» når ingen gjør det."""
    perioder = con.execute(
        "select periode from periode where til = ? order by periodetype desc limit 1",
        [dato],
    ).fetchall()
    return perioder[0][0] if perioder else ""


def _samme_dag(dato: dt.date, aar: int) -> dt.date:
    """Datoen i et annet år. 29. februar blir den 28."""
    skuddag = (dato.month, dato.day) == (2, 29)
    return dato.replace(year=aar, day=28 if skuddag else dato.day)
