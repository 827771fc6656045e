"""Gapet i ord. Alt som sies om det som mangler og det som er til overs, sies her: på siden Boligbehov, på
Tiltak og Oversikt, i teksten til planen og i saksframlegget.
"""

from collections.abc import Iterable, Sequence

from boligdata.felles import norsk
from boligdata.felles.maalform import fast, si
from boligdata.innhold.boligbehov import grunnlag
from boligdata.innhold.boligbehov.gapet import Gap
from boligdata.innhold.boligbehov.kort.ord import ALLE_BOLIGER, poolnavn

# Så mange boligtyper nevnes ved navn i en setning.
NEVNES = 3
# Ordet om en boligtype, når det er så godt som sikkert og ellers.
_ORDET = {
    True: (fast("Mangler"), fast("Mangler trolig")),
    False: (fast("Nok"), fast("Trolig nok")),
}
# Gapet i én boligtype: når det er så godt som sikkert, og ellers.
_MANGLER = (
    fast("I {aar} mangler det {boliger} ({spenn})"),
    fast("I {aar} mangler det trolig {boliger} ({spenn})"),
)
_TIL_OVERS = (
    fast("I {aar} er det {boliger} til overs ({spenn})"),
    fast("I {aar} er det trolig {boliger} til overs ({spenn})"),
)
_AKKURAT = fast("I {aar} er det trolig akkurat nok boliger")
_BEGGE = fast(
    "I {aar} mangler det {boliger} ({spenn}), og {til_overs} blir til overs ({spenn_til_overs})"
)
# Det som mangler i alle boligtypene, først i en tekst og etter setningen om det som er vedtatt.
_MANGLER_I = (
    fast(
        "I {aar} mangler det {boliger}, trolig mellom {lav} og {hoey}. Det er {typene}."
    ),
    fast("Da mangler det {boliger}, trolig mellom {lav} og {hoey}. Det er {typene}."),
)
_NOK_I = (
    fast("I {aar} er det nok av alle boligtypene."),
    fast("Da er det nok av alle boligtypene."),
)
_TROLIG_NOK_I = (
    fast("I {aar} er det trolig nok av alle boligtypene."),
    fast("Da er det trolig nok av alle boligtypene."),
)
_SAMTIDIG = fast(
    "Samtidig blir {boliger} til overs, trolig mellom {lav} og {hoey}. Det er {typene}."
)
_BLIR_TIL_OVERS = fast(
    "Det blir {boliger} til overs, trolig mellom {lav} og {hoey}. Det er {typene}."
)


def navn(gap: Gap) -> str:
    """Boligtypen gapet gjelder, eller «Alle boliger»."""
    return si(ALLE_BOLIGER) if gap.pool == "alle" else grunnlag.navn(gap.pool)


def ordet(gap: Gap) -> str:
    """«Mangler», «Mangler trolig», «Trolig nok» eller «Nok», etter hvor sannsynlig det er."""
    sikkert, trolig = _ORDET[gap.mangler > 0]
    return si(sikkert if gap.sikkert else trolig)


def spenn(ender: tuple[int, int]) -> str:
    """Åtte av ti framtider, i hele boliger."""
    return "–".join(map(norsk.tall, ender))


def kort_sagt(gap: Gap) -> str:
    """Gapet i én boligtype, eller i alle, som én setning uten punktum."""
    tallene = {
        "aar": grunnlag.aarsnavn()[gap.aar],
        "boliger": norsk.med_ord(gap.mangler, si("boliger")),
        "spenn": spenn(gap.mangler_spenn),
    }
    if gap.mangler and gap.til_overs:
        return si(
            _BEGGE,
            til_overs=norsk.tall(gap.til_overs),
            spenn_til_overs=spenn(gap.til_overs_spenn),
            **tallene,
        )
    if gap.mangler:
        return si(_MANGLER[not gap.sikkert], **tallene)
    if not gap.til_overs:
        return si(_AKKURAT, aar=tallene["aar"])
    tallene["boliger"] = norsk.med_ord(gap.til_overs, si("boliger"))
    tallene["spenn"] = spenn(gap.til_overs_spenn)
    return si(_TIL_OVERS[not gap.sikkert], **tallene)


def har_og_vedtatt(gap: Gap) -> str:
    """Boligene i dag, det som er vedtatt, og hva det gir."""
    i_dag = si("Kommunen har {antall} i dag.", antall=norsk.tall(gap.har))
    tallene = {
        "inn": norsk.tall(gap.inn),
        "ut": norsk.tall(gap.ut),
        "boliger": norsk.tall(gap.boliger),
        "aar": grunnlag.aarsnavn()[gap.aar],
    }
    if gap.inn and gap.ut:
        mal = fast(
            "Det er vedtatt at {inn} kommer til og {ut} går ut, så det blir {boliger} i {aar}."
        )
    elif gap.inn:
        mal = fast("Det er vedtatt at {inn} kommer til, så det blir {boliger} i {aar}.")
    elif gap.ut:
        mal = fast("Det er vedtatt at {ut} går ut, så det blir {boliger} i {aar}.")
    else:
        mal = fast("Ingen endringer er vedtatt fram til {aar}.")
    return f"{i_dag} {si(mal, **tallene)}"


def resten(alle: Gap, per_pool: Sequence[Gap], *, foerst: bool = False) -> str:
    """Det som mangler og det som er til overs, hver for seg og med boligtypene. Med `foerst` står det
    alene, ellers etter `har_og_vedtatt`.
    """
    tegn = {"aar": grunnlag.aarsnavn()[alle.aar]}
    plass = 0 if foerst else 1
    setninger = []
    if alle.mangler:
        mangler = _tallene(alle.mangler, alle.mangler_spenn, per_pool, "mangler")
        setninger.append(si(_MANGLER_I[plass], **tegn, **mangler))
    else:
        mal = _NOK_I if all(gap.sikkert for gap in per_pool) else _TROLIG_NOK_I
        setninger.append(si(mal[plass], **tegn))
    if alle.til_overs:
        mal = _SAMTIDIG if alle.mangler else _BLIR_TIL_OVERS
        til_overs = _tallene(
            alle.til_overs, alle.til_overs_spenn, per_pool, "til_overs"
        )
        setninger.append(si(mal, **til_overs))
    return " ".join(setninger)


def _tallene(
    antall: int, ender: tuple[int, int], per_pool: Iterable[Gap], felt: str
) -> dict[str, str]:
    lav, hoey = map(norsk.tall, ender)
    typene = sorted(per_pool, key=lambda gap: -getattr(gap, felt))
    return {
        "boliger": norsk.med_ord(antall, si("boliger")),
        "lav": lav,
        "hoey": hoey,
        "typene": _av_typene([gap for gap in typene if getattr(gap, felt)], felt),
    }


def _av_typene(typene: list[Gap], felt: str) -> str:
    """«42 av omsorgsbolig uten bemanning, og trolig 27 av flyktningbolig», den største først."""
    nevnt, andre = typene[:NEVNES], typene[NEVNES:]
    deler = [
        si(
            fast("{antall} av {boligtype}")
            if gap.sikkert
            else fast("trolig {antall} av {boligtype}"),
            antall=norsk.tall(getattr(gap, felt)),
            boligtype=poolnavn(gap.pool),
        )
        for gap in nevnt
    ]
    if andre:
        antall = norsk.tall(sum(getattr(gap, felt) for gap in andre))
        deler.append(si("{antall} av andre typer", antall=antall))
    if len(deler) == 1:
        return deler[0]
    # Komma foran «og»: navnet på typene har selv et «og» i seg når flere er slått sammen.
    return si(
        "{typene}, og {den_siste}", typene=", ".join(deler[:-1]), den_siste=deler[-1]
    )
