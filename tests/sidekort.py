"""Kortene sidene bestiller, lest rett ut av koden i `pages/`, så et nytt kort blir testet uten at
noen husker det.
"""

import dataclasses
import functools
import itertools
import re

from boligdata import lesing
from boligdata.felles import katalog, norsk, sidekode
from boligdata.innhold import kort, maalgruppe
from boligdata.innhold.grunnkort import Grunnkort, kortnoekkel
from boligdata.innhold.kort import Bestilling, Kort, Valg
from boligdata.innhold.vurdering.ord import planen_i_ord


@functools.cache
def bestillinger() -> dict[str, Bestilling]:
    """Hvert kall på `ui.figurkort`, og kortene på siden Målgruppe, med «side-id-form» som nøkkel."""
    ut = {}
    for side, faste, navngitte in sidekode.kall("figurkort"):
        b = _bestilling(*faste, **navngitte)
        ut[f"{side}-{b.id}-{b.form}"] = b
    for b in itertools.chain.from_iterable(maalgruppe.DELER.values()):
        ut[f"maalgruppe-{b.id}-{b.form}"] = b
    return ut


def som_bestilling(id: str, **endringer) -> Bestilling:
    """Et kort for én indikator med navnet som tittel; `endringer` overstyrer feltene."""
    navn = katalog.indikatorer()[id].navn
    return dataclasses.replace(Bestilling(id, navn, (id,), "utvikling"), **endringer)


def uten_dommen(kortet: Kort) -> str:
    """Setningen på kortet uten det dommen sier: den teller perioder og år, og nevner tall som ikke er i
    figuren.
    """
    dom, setning = kortet.vurdering, kortet.setning
    if dom:
        planen = planen_i_ord(dom.planen) if dom.planen else ""
        hittil = dom.maalet.i_ord if dom.maalet else ""
        for borte in filter(None, (dom.i_ord, planen, kortet.kunne_sett, hittil)):
            setning = setning.replace(borte, "")
    return setning


def regnskap() -> list[str]:
    """Titlene på regnskapene: kallene på `ui.regnskap`."""
    return [faste[1] for _, faste, _ in sidekode.kall("regnskap")]


def svar() -> list[str]:
    """Indikatorene i svaret øverst på sidene: kallene på `ui.svar`."""
    return list(
        dict.fromkeys(id for _, faste, _ in sidekode.kall("svar") for id in faste)
    )


def utvalg():
    """Ingen filtre, hver verdi av hvert filter, og noen par av verdier, for siste år. Færre for
    tertial og tidligere.
    """
    verdier = {d: list(lesing.verdier(d)) for d in katalog.FILTRE}
    enkle = [{}, *({d: v} for d in verdier for v in verdier[d])]
    par = [
        {a: x, b: y}
        for a, b in itertools.combinations(verdier, 2)
        for x, y in (*zip(verdier[a], verdier[b]), (verdier[a][0], verdier[b][-1]))
    ]
    perioder = {t: lesing.perioder(t)["periode"].tolist() for t in ("aar", "tertial")}
    yield from (Valg("aar", perioder["aar"][-1], f) for f in (*enkle, *par[::2]))
    yield from (
        Valg("tertial", perioder["tertial"][-1], f) for f in (*enkle[::3], *par[1::4])
    )
    yield from (Valg(t, p, {}) for t in perioder for p in perioder[t][::4])


def alle_kort():
    """Hvert kort sidene kan vise, som antall og som andel: uten filtre, og med hvert fjerde filter,
    ikke de samme for alle kortene.
    """
    for valgnr, valg in enumerate(utvalg()):
        for kortnr, (navn, b) in enumerate(bestillinger().items()):
            if valgnr and (valgnr + kortnr) % 4:
                continue
            k = kort.lag(b, valg)
            yield f"{navn} {valg}", k
            if kort.for_andel(k):
                yield f"{navn} {valg} andel", kort.lag(b, valg, andel=True)


def mulige(indikator, filtre=()) -> list[Bestilling]:
    """Alle kort det går an å lage for en indikator, ikke bare dem sidene viser i dag. Færre med
    filtre, de er like.
    """
    kube = katalog.kuber()[indikator.kube]

    def bestill(form, *fordelinger):
        return [
            som_bestilling(indikator.id, form=form, fordeling=fordeling)
            for fordeling in fordelinger
        ]

    enkle = [(egenskap,) for egenskap in kube.dimensjoner]
    if filtre:
        return [*bestill("utvikling", ()), *bestill("fordeling", *enkle[:1])]
    par = [gruppe for gruppe in kube.grupperinger if len(gruppe) == 2]
    return [
        *bestill("utvikling", ()),
        *bestill("fordeling", *enkle),
        *bestill("soeyler", *enkle[:1]),
        *bestill("stablet", *(par if indikator.er_antall else [])),
    ]


def faa_utvalg() -> tuple[dict[str, str], ...]:
    """Ingen filtre, ett filter, og to samtidig. De siste verdiene er minst brukt."""
    boligtype, omraade = (list(lesing.verdier(d))[-1] for d in ("boligtype", "omraade"))
    return {}, {"maalgruppe": "rop"}, {"boligtype": boligtype, "omraade": omraade}


def under_tittelen(kort: Grunnkort) -> set[str]:
    """Tekstene under tittelen på kortet: spørsmålet når det ikke er tittelen, med hva svaret gjelder, og
    det tittelen ikke har sagt, som står under figuren.
    """
    spoersmaal = f"{kort.bestilling.tittel} " if kort.funn else ""
    tekstene = (f"{spoersmaal}{kort.filtertekst}.", kort.resten)
    return {norsk.bokstavelig(tekst) for tekst in tekstene if tekst}


def spoersmaalene(app) -> list[str]:
    """Spørsmålet på hvert kort på siden, slik knappene på kortet sier det."""
    navn = (valg.proto.label for valg in app.segmented_control)
    return [
        treff[1]
        for etikett in navn
        if (treff := re.fullmatch("Visning av «(.+)»", etikett))
    ]


def _bestilling(
    indikator, tittel, form="utvikling", fordeling=(), id=None, tillegg=None
) -> Bestilling:
    indikatorer = (indikator,) if isinstance(indikator, str) else indikator
    return Bestilling(
        id or kortnoekkel(indikatorer, fordeling),
        tittel,
        indikatorer,
        form,
        fordeling,
        tillegg,
    )
