"""Det kommunens eget regnskap sier at noe koster, til å begynne med i et alternativ: å bygge, kjøpe, leie
inn, betale for en tildelingsrett, eller gi startlån i stedet.
"""

import dataclasses
from collections.abc import Iterable
from typing import NamedTuple

import pandas as pd

from boligdata import lesing
from boligdata.felles import katalog, norsk
from boligdata.felles.maalform import fast, si
from boligdata.innhold.boligbehov import grunnlag
from boligdata.innhold.boligbehov.kort.ord import tusen_kroner
from boligdata.innhold.boligbehov.lenken import SPENN
from boligdata.innhold.boligbehov.scenario import LENGSTE_KILDE, Grep
from boligdata.innhold.oekonomi.felles import ALLE

# Prosjektene og årene bak et spenn. Eldre priser sier lite om hva det koster i dag.
_FLEST_AAR, _DRIFTSAAR = 10, 3
# Posten i regnskapet som er det en bolig koster i året, etter måten den kommer til på.
_PER_AAR = {
    "bygge": "drift",
    "kjoepe": "drift",
    "leie": "innleie",
    "rett": "tildelingsrett",
}
_SETNING = {
    "bygge": fast("å bygge kostet {kroner} per bolig ({naar})"),
    "kjoepe": fast("å kjøpe kostet {kroner} per bolig ({naar})"),
    "per_aar": fast("en slik bolig kostet {kroner} i året ({naar})"),
    "resten": fast("tilskuddet til så mange startlån var {kroner} i året ({naar})"),
}


class Pris(NamedTuple):
    """Tusen kroner, fra og til, og årene de er fra. `gjelder_alle` er om regnskapet ikke er delt på
    boligtypen, så prisen er for alle boligene.
    """

    fra: int
    til: int
    foerste: int
    siste: int
    gjelder_alle: bool = False

    @property
    def spennet(self) -> tuple[int, int]:
        """Slik det står i et grep."""
        return self.fra, self.til


@lesing.husk_tall
def prisene(pool: str, maate: str, startlaan: int) -> dict[str, Pris]:
    """Prisene regnskapet har for det som gjøres i boligtypen, etter feltet i grepet. `startlaan` er hvor
    mange husstander i året som får startlån i stedet.
    """
    typene = next(en.boligtyper for en in grunnlag.hent().pooler if en.pool == pool)
    funnet = {
        "per_bolig": _per_bolig(typene, maate),
        "per_aar": _per_aar(typene, _PER_AAR.get(maate)),
        "resten": _tilskuddet(startlaan) if startlaan else None,
    }
    return {
        felt: pris
        for felt, pris in funnet.items()
        if pris and 0 < pris.til <= SPENN[felt][1]
    }


def i_ord(prisene: dict[str, Pris], maate: str) -> str:
    """Prisene i en setning."""
    leddene = [
        si(
            _SETNING[maate if felt == "per_bolig" else felt],
            kroner=tusen_kroner(*pris.spennet),
            naar=si("{aarene}, alle boligtypene", aarene=_aarene(pris))
            if pris.gjelder_alle
            else _aarene(pris),
        )
        for felt, pris in prisene.items()
    ]
    return f"{norsk.stor(norsk.ramse(leddene))}."


def _aarene(pris: Pris) -> str:
    if pris.foerste == pris.siste:
        return str(pris.siste)
    return si("{fra}–{til}", fra=pris.foerste, til=pris.siste)


def med_regnskapet(grep: Grep, prisene: dict[str, Pris]) -> Grep:
    """Grepet med kostnadene regnskapet har, og kilden til dem. Det brukeren har satt av annet, står."""
    kroner = {felt: pris.spennet for felt, pris in prisene.items()}
    kilde, ny = grep.kilde, kilden(prisene.values())
    if ny not in kilde:
        kilde = "; ".join(filter(None, (kilde, ny)))[:LENGSTE_KILDE]
    return dataclasses.replace(grep, **kroner, kilde=kilde)


def kilden(prisene: Iterable[Pris]) -> str:
    """Hvor prisene er fra, til feltet for kilden."""
    alle = list(prisene)
    hele = Pris(0, 0, min(en.foerste for en in alle), max(en.siste for en in alle))
    return si("Kommunens regnskap {aarene}", aarene=_aarene(hele))


def _per_bolig(typene: tuple[str, ...], maate: str) -> Pris | None:
    """Det prosjektene kostet for hver bolig, uten at tilskudd er trukket fra."""
    rader = lesing.tabell("boligpris")
    rader = rader[rader["boligtype"].isin(typene) & rader["maate"].eq(maate)]
    rader = rader[rader["aar"] > rader["aar"].max() - _FLEST_AAR]
    return _prisen(rader["kroner"] / rader["boliger"], rader["aar"])


def _per_aar(typene: tuple[str, ...], post: str | None) -> Pris | None:
    """Det boligene koster i året. Er ikke regnskapet delt på boligtypen, gjelder det alle boligene."""
    rader = lesing.tabell("oekonomi")
    rader = rader[rader["post"] == post]
    egne = rader[rader["boligtype"].isin(typene)]
    if egne.empty:
        egne = rader[rader["boligtype"] == ALLE]
    per_aar = egne.groupby("aar")[["kroner", "boliger"]].sum().astype(float)
    per_aar = per_aar[per_aar["boliger"] > 0].tail(_DRIFTSAAR)
    pris = _prisen(per_aar["kroner"] / per_aar["boliger"], per_aar.index.to_series())
    return pris and pris._replace(gjelder_alle=ALLE in set(egne["boligtype"]))


def _tilskuddet(startlaan: int) -> Pris | None:
    """Tilskuddet til så mange startlån i året. Antall lån er rundet av, så prisen er et spenn også når
    beløpet er kjent.
    """
    rader = lesing.tabell("oekonomi")
    tilskudd = rader[rader["post"] == "tilskudd"].dropna(subset=["kroner"])
    laan = lesing.tall(katalog.indikatorer()["startlaan"])
    laan = laan.assign(aar=pd.to_numeric(laan["periode"]))
    begge = tilskudd.merge(laan, on="aar").tail(_DRIFTSAAR)
    kroner = startlaan * begge["kroner"].sum()
    endene = [kroner / antall for antall in begge[["oevre", "nedre"]].sum() if antall]
    if len(endene) < 2:
        return None
    return _prisen(pd.Series(endene), begge["aar"])


def _prisen(kroner: pd.Series, aar: pd.Series) -> Pris | None:
    if kroner.empty:
        return None
    tusen = [round(float(ende) / 1000) for ende in (kroner.min(), kroner.max())]
    return Pris(*tusen, int(aar.min()), int(aar.max()))
