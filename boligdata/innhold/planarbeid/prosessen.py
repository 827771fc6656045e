"""Planprosessen: stegene i rekkefølge, når de er, og det som er for kort, for sent eller i feil
rekkefølge.
"""

import datetime as dt
from dataclasses import dataclass
from typing import TypeVar

import pandas as pd

from boligdata.arbeid import planprosess
from boligdata.arbeid.planprosess import (
    PROSESS,
    Advarsel,
    Planprosess,
    Plansteg,
)
from boligdata.felles import lover, norsk
from boligdata.felles import planprosess as erklaert
from boligdata.felles.maalform import fast, si
from boligdata.innhold.handlingsdel import planen
from boligdata.innhold.planarbeid.register import Register, Registerpost

P = TypeVar("P", Planprosess, Plansteg)
PROSESSER = Register(
    planen.lager,
    "planprosess",
    Planprosess,
    planprosess.feil_i_prosessen,
    lambda prosess: (prosess.id,),
)
STEG = Register(
    planen.lager,
    "plansteg",
    Plansteg,
    planprosess.feil_i_steget,
    lambda steg: (list(erklaert.steg()).index(steg.id),),
)
# Hvordan et steg står, med tegnet foran. Ordet står alltid ved siden av.
TEGN = {
    planprosess.GJORT: ":material/check_circle:",
    planprosess.PAAGAAR: ":material/pending:",
    planprosess.KOMMER: ":material/schedule:",
    planprosess.OVER: ":material/error:",
    planprosess.UTELATT: ":material/remove:",
    planprosess.UTEN_DATO: ":material/help:",
}
# Stegene et vedtak er gjort i.
_VEDTAKET, _HOERINGEN = "kommunestyre", "hoering"


@dataclass(frozen=True)
class Stegvisning:
    """Ett steg slik det skal vises: det som er erklært, det kommunen har skrevet, og advarslene."""

    erklaert: erklaert.Prosessteg
    post: Registerpost[Plansteg]
    stand: str
    advarsler: tuple[Advarsel, ...]

    @property
    def steg(self) -> Plansteg:
        """Det kommunen har skrevet om det."""
        return self.post.innhold


def prosessen() -> Registerpost[Planprosess]:
    """Planen det arbeides med. Versjon 0 når ingen har skrevet noe om den."""
    return PROSESSER.post(PROSESS) or _ulagret(Planprosess())


def _ulagret(innhold: P) -> Registerpost[P]:
    return Registerpost(innhold, 0, "", dt.datetime.min)


def stegene() -> dict[str, Plansteg]:
    """Det kommunen har skrevet om stegene, etter id-en."""
    return {post.innhold.id: post.innhold for post in STEG.poster()}


def visning(dag: dt.date) -> tuple[Stegvisning, ...]:
    """Stegene i planen, i rekkefølge: dem loven krever, og dem kommunen har skrevet noe om."""
    plantype = prosessen().innhold.plantype
    poster = {post.innhold.id: post for post in STEG.poster()}
    steg = {id_: post.innhold for id_, post in poster.items()}
    advarsler = planprosess.advarsler(plantype, steg, dag)
    ut = []
    for ett in erklaert.steg().values():
        post = poster.get(ett.id) or _ulagret(Plansteg(ett.id))
        ut.append(
            Stegvisning(
                ett,
                post,
                planprosess.stand(post.innhold, dag),
                tuple(en for en in advarsler if en.steg == ett.id),
            )
        )
    return tuple(ut)


def hoeringsfrist() -> dt.date | None:
    """Den siste dagen i høringen."""
    steg = stegene().get(_HOERINGEN)
    return steg.slutter if steg else None


def svaret(dag: dt.date) -> str:
    """Hvor planen er i prosessen, i én setning."""
    steg = stegene()
    navn = {id_: ett.navn for id_, ett in erklaert.steg().items()}
    vedtatt = steg.get(_VEDTAKET)
    if vedtatt and vedtatt.gjort:
        sak = (
            f" ({si('sak {saksnr}', saksnr=vedtatt.saksnr)})" if vedtatt.saksnr else ""
        )
        return si(
            "Planen ble vedtatt {dato}{sak}.", dato=norsk.dato(vedtatt.slutter), sak=sak
        )
    kommende = [
        steg[id_]
        for id_ in navn
        if id_ in steg
        and not steg[id_].gjort
        and not steg[id_].utelatt
        and steg[id_].slutter
    ]
    if not kommende:
        return si("Ingen av stegene som gjenstår, har en dag.")
    neste = min(kommende, key=lambda ett: (ett.slutter, list(navn).index(ett.id)))
    if neste.slutter < dag:
        return si(
            "{steg} skulle vært gjort {dato}, og er ikke meldt gjort.",
            steg=navn[neste.id],
            dato=norsk.dato(neste.slutter),
        )
    if neste.begynner <= dag:
        return si(
            "Nå: {steg}, til {dato}.",
            steg=norsk.liten_forbokstav(navn[neste.id]),
            dato=norsk.dato(neste.slutter),
        )
    return si(
        "Det neste steget er {steg}, {dato}.",
        steg=norsk.liten_forbokstav(navn[neste.id]),
        dato=norsk.dato(neste.begynner),
    )


def advarslene_i_ord(visningen: tuple[Stegvisning, ...]) -> str:
    """Hvor mange advarsler det er, og hvor mange av dem som gjelder loven."""
    alle = [en for ett in visningen for en in ett.advarsler]
    if not alle:
        return si("Ingen av stegene er for korte, for sene eller i feil rekkefølge.")
    lov = sum(en.lov for en in alle)
    advarsler = norsk.med_ord(len(alle), si("advarsler"))
    if not lov:
        return si(
            "Det er {advarsler}. Ingen av dem gjelder loven.", advarsler=advarsler
        )
    return si(
        "Det er {advarsler}. {lov} av dem gjelder loven.", advarsler=advarsler, lov=lov
    )


def naar(steg: Plansteg) -> str:
    """«29.11.2021–15.12.2021», «26.01.2022», eller at det ikke er satt."""
    if steg.fra and steg.til and steg.fra != steg.til:
        return f"{norsk.dato(steg.fra)}–{norsk.dato(steg.til)}"
    return norsk.dato(steg.slutter) if steg.slutter else si("Ikke satt")


def varighet(steg: Plansteg) -> str:
    """«16 dager», eller tomt når det er én dag."""
    return norsk.med_ord(steg.dager, si("dager")) if steg.dager else ""


def kravet(ett: erklaert.Prosessteg, plantype: str) -> str:
    """Hva loven krever av steget i dette slaget plan, med hvor det står."""
    krav = ett.krav_til(plantype)
    if krav.minst_dager:
        return si(
            "Minst {dager}. {hjemmel}.",
            dager=norsk.med_ord(krav.minst_dager, si("dager")),
            hjemmel=lover.tekst(krav.hjemmel),
        )
    if krav.skal:
        return si("Loven krever det. {hjemmel}.", hjemmel=lover.tekst(krav.hjemmel))
    if krav.raad_dager:
        return si(
            "Loven har ingen krav. Andre kommuner har gitt minst {dager}.",
            dager=norsk.med_ord(krav.raad_dager, si("dager")),
        )
    return si("Loven har ingen krav.")


_KOLONNER = (fast("Steg"), fast("Når"), fast("Varer"), fast("Hvordan det står"))


def tabell(visningen: tuple[Stegvisning, ...]) -> pd.DataFrame:
    """Stegene i tabellform."""
    rader = [
        (ett.erklaert.navn, naar(ett.steg), varighet(ett.steg), si(ett.stand))
        for ett in visningen
    ]
    return pd.DataFrame(rader, columns=[si(kolonne) for kolonne in _KOLONNER])
