"""Hvilke rader i filen er det samme tiltaket, og hvilke er tiltak som finnes fra før?

Den samme planen kan leses inn igjen uten at tiltakene dobles. Det som står likt i filen som sist, røres
ikke: har noen rettet hvordan «Høst 2025» ble lest, gjelder rettelsen fortsatt.
"""

import difflib
import functools
from collections.abc import Sequence
from dataclasses import replace

from boligdata.arbeid.feltliste import ulike_felt
from boligdata.arbeid.inntak.svar import Merknad, SattTilSide, Tiltaksforslag
from boligdata.arbeid.tiltak import FELT, Tiltak
from boligdata.felles import norsk
from boligdata.felles.maalform import si
from boligdata.felles.tekst import noekkelform

# Så like må titlene være når nummeret er det samme, og når det ikke er det.
_LIKT_MED_NUMMER, _LIKT_UTEN = 0.6, 0.85


def kjenn_igjen(
    forslag: Sequence[Tiltaksforslag], finnes: Sequence[Tiltak]
) -> tuple[list[Tiltaksforslag], tuple[str, ...]]:
    """Forslagene med id-en til tiltaket de er, og id-ene til dem som ikke står i filen."""
    ledige = {tiltak.id: tiltak for tiltak in finnes if not tiltak.fjernet}
    funnet: dict[int, Tiltak] = {}
    for runde in _RUNDER:
        for nr, ett in enumerate(forslag):
            if nr in funnet:
                continue
            treff = runde(ett.tiltak, ledige.values())
            if treff:
                funnet[nr] = ledige.pop(treff.id)
    ut = [
        _som_det_som_finnes(ett, funnet[nr]) if nr in funnet else ett
        for nr, ett in enumerate(forslag)
    ]
    return ut, tuple(ledige)


def _helt_likt(ny: Tiltak, andre) -> Tiltak | None:
    return next(
        (
            annet
            for annet in andre
            if ny.nr and annet.nr == ny.nr and _tittel(annet) == _tittel(ny)
        ),
        None,
    )


def _lik_tittel_og_eier(ny: Tiltak, andre) -> Tiltak | None:
    like = [
        annet
        for annet in andre
        if _tittel(annet) == _tittel(ny) and annet.ansvarlige == ny.ansvarlige
    ]
    return like[0] if len(like) == 1 else None


def _lik_tittel(ny: Tiltak, andre) -> Tiltak | None:
    like = [annet for annet in andre if _tittel(annet) == _tittel(ny)]
    return like[0] if len(like) == 1 else None


def _samme_nummer(ny: Tiltak, andre) -> Tiltak | None:
    if not ny.nr:
        return None
    return _likest(
        ny, [annet for annet in andre if annet.nr == ny.nr], _LIKT_MED_NUMMER
    )


def _nesten_lik_tittel(ny: Tiltak, andre) -> Tiltak | None:
    return _likest(ny, andre, _LIKT_UTEN)


_RUNDER = (
    _helt_likt,
    _lik_tittel_og_eier,
    _lik_tittel,
    _samme_nummer,
    _nesten_lik_tittel,
)


# ------------------------------------------------------- det samme tiltaket flere steder


def samlet(
    alle: Sequence[Tiltaksforslag],
) -> tuple[list[Tiltaksforslag], list[SattTilSide]]:
    """Forslagene der et tiltak som står flere steder i filen, er ett: det første, med det som bare står i
    de andre. De andre er satt til side, så ingenting blir borte uten at noen ser det.
    """
    ut: list[Tiltaksforslag] = []
    til_side: list[SattTilSide] = []
    for ett in alle:
        plass = next(
            (nr for nr, annet in enumerate(ut) if _er_det_samme(ett, annet)), None
        )
        if plass is None:
            ut.append(ett)
            continue
        foerste = ut[plass]
        hvorfor = si("Det samme tiltaket står også i {sted}.", sted=foerste.sted)
        til_side.append(SattTilSide(ett.sted, _ordene(ett), hvorfor))
        ut[plass] = _med_det_som_mangler(foerste, ett)
    return ut, til_side


def _ordene(ett: Tiltaksforslag) -> str:
    lest = (en.ord for en in ett.lest)
    alle = dict.fromkeys(filter(None, (*lest, *dict(ett.tiltak.ord).values())))
    return " · ".join(alle)[:300]


def _er_det_samme(ett: Tiltaksforslag, annet: Tiltaksforslag) -> bool:
    """Det samme nummeret og den samme tittelen. Uten nummer må også målet være det samme, og de
    ansvarlige og fristen når begge stedene sier noe om dem: «Kjøpe bolig» kan være to tiltak.
    """
    en, to = ett.tiltak, annet.tiltak
    if _tittel(en) != _tittel(to) or (en.nr and to.nr and en.nr != to.nr):
        return False
    if en.nr and to.nr:
        return True
    return en.maal == to.maal and not any(
        fra and til and fra != til
        for fra, til in (
            (en.ansvarlige, to.ansvarlige),
            (en.frist.ord, to.frist.ord),
        )
    )


def _med_det_som_mangler(
    foerste: Tiltaksforslag, andre: Tiltaksforslag
) -> Tiltaksforslag:
    """Det første med feltene bare det andre har. Er de ulike, gjelder det første, og brukeren ser det."""
    tiltak, annet = foerste.tiltak, andre.tiltak
    felter = [navn for navn in FELT if navn not in ("id", "ord")]
    nye = {
        navn: getattr(annet, navn)
        for navn in felter
        if getattr(tiltak, navn) == getattr(_TOMT, navn)
    }
    ulike = [
        FELT[navn].ledetekst
        for navn in felter
        if getattr(annet, navn) not in (getattr(_TOMT, navn), getattr(tiltak, navn))
        and navn not in nye
    ]
    ord_ = {**dict(annet.ord), **dict(tiltak.ord)}
    merknader = [si("Tiltaket står også i {sted}.", sted=andre.sted)]
    if ulike:
        merknader.append(
            si(
                "Det som står der, er et annet for: {felter}. Det første gjelder.",
                felter=norsk.ramse(ulike),
            )
        )
    lest = [en for en in andre.lest if en.felt in nye]
    return replace(
        foerste,
        innhold=replace(tiltak, **nye, ord=tuple(ord_.items())),
        merknader=(*foerste.merknader, *map(Merknad, merknader)),
        lest=(*foerste.lest, *lest),
    )


def _likest(ny: Tiltak, andre, minst: float) -> Tiltak | None:
    beste, likt = None, minst
    maaler = difflib.SequenceMatcher(autojunk=False)
    maaler.set_seq2(_tittel(ny))
    for annet in andre:
        maaler.set_seq1(_tittel(annet))
        if maaler.real_quick_ratio() < likt or maaler.quick_ratio() < likt:
            continue
        if (grad := maaler.ratio()) >= likt:
            beste, likt = annet, grad
    return beste


def _tittel(tiltak: Tiltak) -> str:
    return _form(tiltak.tittel)


@functools.lru_cache(maxsize=10_000)
def _form(tittel: str) -> str:
    return noekkelform(tittel)[:300]


# ------------------------------------------------------------------- det som er endret


def _som_det_som_finnes(forslag: Tiltaksforslag, finnes: Tiltak) -> Tiltaksforslag:
    ny = forslag.tiltak
    laast = _lest_av_det_samme(forslag, finnes)
    endret = {
        navn: getattr(ny, navn)
        for navn in FELT
        if navn not in laast | {"id", "ord"}
        and getattr(ny, navn) != getattr(_TOMT, navn)
    }
    ord_ = tuple({**dict(finnes.ord), **dict(ny.ord)}.items())
    tiltak = replace(finnes, **endret, ord=ord_)
    return replace(
        forslag,
        innhold=tiltak,
        samme_som=finnes.id,
        endrer=ulike_felt(tiltak, finnes),
    )


_TOMT = Tiltak("")
# Kolonner som er lest til et felt med et annet navn.
_FELT = {"statuskommentar": "status", "indikator": "koblinger"}
_AV_PENGENE = {"finansiering", "oekonomiplan", "aarsverk", "beloep"}


def _lest_av_det_samme(forslag: Tiltaksforslag, finnes: Tiltak) -> set[str]:
    """Feltene som er lest av de samme ordene som sist. Der gjelder det som er lagret."""
    foer = dict(finnes.ord)
    like: dict[str, bool] = {}
    for lest in forslag.lest:
        felt = _FELT.get(lest.felt, lest.felt)
        likt = foer.get(lest.overskrift) == lest.ord
        like[felt] = like.get(felt, True) and likt
    ut = {felt for felt, er_like in like.items() if er_like}
    if forslag.tiltak.frist.ord == finnes.frist.ord:
        ut.add("frist")
    if forslag.tiltak.penger_ord == finnes.penger_ord:
        ut |= _AV_PENGENE - {felt for felt, er_like in like.items() if not er_like}
    else:
        ut -= _AV_PENGENE
    return ut
