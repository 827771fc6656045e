"""Liggende søyler: hvordan et tall er fordelt."""

import pandas as pd

from boligdata.felles import norsk
from boligdata.felles.maalform import si
from boligdata.innhold import figurspenn
from boligdata.innhold.figurer import rekkefoelge
from boligdata.innhold.figurer.grunnlag import (
    TEKST,
    UTEN_TALL,
    Figur,
    Stil,
    brutt,
    enhetsnavn,
    lys_soeyle,
    radhoeyde,
    sett_sammen,
    skrevet,
    tallene,
)
from boligdata.innhold.kort import Kort


def fordeling(kort: Kort, stil: Stil) -> Figur:
    """Liggende søyler, én per gruppe, med tallet skrevet ved siden av, de største øverst. Gruppene uten
    eget tall er én rad.
    """
    data, tekster = _radene(kort)
    navn, felter = brutt(data["gruppe"]), figurspenn.felter(kort.enhet, data)
    har_streker = figurspenn.har_streker(kort.indikator, kort.enhet, data)
    ender = figurspenn.ender(data, felter, har_streker)
    # Streker og felter ville dekket tallet, så der det er noen, står tallene etter dem.
    etter = har_streker or any(felter)
    # En søyle uten tall har ingen strek heller.
    tall = tallene(data["verdi"], None if har_streker else 0)
    serie = {
        "type": "bar",
        "x": figurspenn.uten_felter(tall, felter),
        "y": navn,
        "orientation": "h",
        "text": tekster,
        "textposition": "none" if etter else "outside",
        "cliponaxis": False,
        "hovertemplate": "%{y}: %{text}<extra></extra>",
        "textfont": {"color": TEKST[stil.moerk]},
        "marker": {"color": stil.farger[0]},
    }
    if har_streker:
        serie["marker"] = lys_soeyle(stil)
        farge = {"color": TEKST[stil.moerk]}
        serie["error_x"] = figurspenn.streker(data, felter) | farge
    # Små prosenter skal se små ut.
    bredde = max([25 if kort.enhet.er_prosent else 1, *ender]) * 1.25
    merknader = []
    if etter:
        bredde = max(bredde, *map(figurspenn.bredde, ender, tekster))
        merknader = [
            figurspenn.ved_enden(*rad, TEKST[stil.moerk])
            for rad in zip(ender, navn, tekster)
        ]
    return sett_sammen(
        [
            serie,
            *figurspenn.feltserie(navn, felter, tekster, stil.farger, liggende=True),
        ],
        stil,
        40 + radhoeyde(data["gruppe"]) * len(data),
        xaxis=UTEN_TALL | {"range": [0, bredde]},
        yaxis={"autorange": "reversed", "showgrid": False},
        enhet=enhetsnavn(kort),
        barmode="overlay",
        annotations=merknader,
    )


def _radene(kort: Kort) -> tuple[pd.DataFrame, list[str]]:
    """Radene i figuren ovenfra, og det som skrives ved hver av dem. De er få, så rekkefølgen er regnet ut
    utenom pandas.
    """
    plass = {navn: nr for nr, navn in enumerate(rekkefoelge.rader(kort))}
    grupper, tekster = kort.data["gruppe"].tolist(), skrevet(kort, kort.data)
    rekken = sorted(range(len(grupper)), key=lambda nr: plass[grupper[nr]])
    faa = rekkefoelge.uten_eget_tall(kort)
    samles = [nr for nr in rekken if faa[nr]]
    if not rekkefoelge.har_naturlig(kort) and len(samles) > 1:
        egne = [nr for nr in rekken if not faa[nr]]
        return _med_samlerad(kort, tekster, egne, samles)
    rader = kort.data.iloc[rekken].reset_index(drop=True)
    return rader, [tekster[nr] for nr in rekken]


def _med_samlerad(
    kort: Kort, tekster: list[str], egne: list[int], samles: list[int]
) -> tuple[pd.DataFrame, list[str]]:
    """Radene med eget tall, og én for alle de andre. Den er aldri summen av dem: den sier hva hver av dem
    er.
    """
    rader = kort.data.iloc[[*egne, samles[0]]].reset_index(drop=True)
    verdiene = kort.data["verdi"].iloc[samles]
    tekst = norsk.ramse_eller([*dict.fromkeys(tekster[nr] for nr in samles)])
    if verdiene.notna().all():
        tekst = si("{tall} hver", tall=tekst)
    uten_spenn = float("nan")
    siste = {
        "gruppe": rekkefoelge.samlenavn(len(samles), len(egne) + len(samles)),
        "verdi": verdiene.min(),
        "nedre": uten_spenn,
        "oevre": uten_spenn,
    }
    rader = rader.assign(
        **{
            felt: [*rader[felt].iloc[:-1], verdi]
            for felt, verdi in siste.items()
            if felt in rader
        }
    )
    return rader, [*(tekster[nr] for nr in egne), tekst]
