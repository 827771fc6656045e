"""Små figurer ved siden av hverandre, én for hver gruppe. Alle har samme skala, så de kan
sammenlignes uten farger og uten en forklaring.
"""

import textwrap

import pandas as pd

from boligdata.innhold import figurspenn
from boligdata.innhold.figurer import rekkefoelge
from boligdata.innhold.figurer.grunnlag import (
    TEKST,
    Figur,
    Stil,
    enhetsnavn,
    lys_soeyle,
    med_tegn,
    periodenavn,
    sett_sammen,
    skrevet,
    tallene,
    verdi_og_gruppe,
)
from boligdata.innhold.kort import Kort

_KOLONNER = 2
# Mellom kolonnene, som del av bredden.
_LUFT = 0.16
# Så mange tegn får plass over et panel på en telefon.
_LENGST = 14
# Piksler i hvert panel: selve figuren, årene under den, og en linje i overskriften over den.
_FIGUR, _UNDER, _LINJE = 84, 30, 17


def soeyler(kort: Kort, stil: Stil) -> Figur:
    """Søyler over tid, ett panel for hver gruppe."""
    return _paneler(kort, stil, _soeyle)


def linjer(kort: Kort, stil: Stil) -> Figur:
    """Linjer over tid, ett panel for hver gruppe."""
    return _paneler(kort, stil, _linje)


def _paneler(kort: Kort, stil: Stil, tegn) -> Figur:
    navnene = rekkefoelge.grupper(kort)
    gruppene = {navn: kort.data[kort.data["gruppe"] == navn] for navn in navnene}
    overskrifter = [_linjene(kort, *gruppen) for gruppen in gruppene.items()]
    rader = -(-len(navnene) // _KOLONNER)
    over = _LINJE * max(map(len, overskrifter)) + 8
    hoeyde = over + _FIGUR + _UNDER
    serier, merknader, akser = [], [], {}
    for nr, (navn, data) in enumerate(gruppene.items()):
        felter = figurspenn.felter(kort.enhet, data)
        plass = {
            "xaxis": f"x{_nummer(nr)}",
            "yaxis": f"y{_nummer(nr)}",
            "showlegend": False,
        }
        serier.append(plass | tegn(kort, stil, navn, data, felter))
        serier += [
            plass | felt
            for felt in figurspenn.feltserie(
                periodenavn(data),
                felter,
                skrevet(kort, data),
                stil.farger[:1],
                navn=navn,
            )
        ]
        akser |= _aksene(kort, nr, _omfang(nr, rader, over, hoeyde), periodenavn(data))
        merknader.append(_overskrift(nr, overskrifter[nr], stil))
    return sett_sammen(
        serier,
        stil,
        rader * hoeyde + 20,
        enhet=enhetsnavn(kort),
        barmode="overlay",
        bargap=0.25,
        annotations=merknader,
        showlegend=False,
        **akser,
    )


def _nummer(nr: int) -> str:
    """Plotly skriver ikke nummeret på den første aksen."""
    return "" if nr == 0 else str(nr + 1)


def _omfang(nr: int, rader: int, over: int, hoeyde: int) -> tuple[list, list]:
    """Hvor panel nummer `nr` er, vannrett og loddrett, regnet fra øverst til venstre."""
    rad, kolonne = divmod(nr, _KOLONNER)
    bredde = (1 - _LUFT) / _KOLONNER
    venstre = kolonne * (bredde + _LUFT)
    topp = 1 - (rad * hoeyde + over) / (rader * hoeyde)
    bunn = 1 - ((rad + 1) * hoeyde - _UNDER) / (rader * hoeyde)
    return [venstre, venstre + bredde], [max(bunn, 0), topp]


def _aksene(
    kort: Kort, nr: int, omfang: tuple[list, list], perioder: list[str]
) -> dict:
    nummer = _nummer(nr)
    return {
        f"xaxis{nummer}": {
            "type": "category",
            "showgrid": False,
            "tickangle": 0,
            "tickvals": list(dict.fromkeys((perioder[0], perioder[-1]))),
            "domain": omfang[0],
            "anchor": f"y{nummer}",
        },
        f"yaxis{nummer}": {
            "range": [0, _oeverst(kort) * 1.08],
            "nticks": 3,
            "tickformat": ",~f",
            "ticksuffix": kort.enhet.tegn_paa_akse,
            "showticklabels": nr % _KOLONNER == 0,
            "domain": omfang[1],
            "anchor": f"x{nummer}",
        },
    }


def _oeverst(kort: Kort) -> float:
    """Det høyeste i noen av panelene. Små tall skal se små ut."""
    kolonne = "oevre" if "oevre" in kort.data and not kort.enhet.er_antall else "verdi"
    hoeyest = kort.data[kolonne].max()
    minst = 10 if kort.enhet.er_antall or kort.enhet.er_prosent else 1
    return max(minst, hoeyest) if hoeyest == hoeyest else minst


def _overskrift(nr: int, linjene: list[str], stil: Stil) -> dict:
    # Et langt ord går ut i lufta mellom panelene, og ikke ut av figuren.
    for_lang = max(map(len, linjene[:-1]), default=0) > _LENGST
    ut_mot_venstre = for_lang and nr % _KOLONNER == _KOLONNER - 1
    return {
        "text": "<br>".join(linjene),
        "xref": f"x{_nummer(nr)} domain",
        "x": int(ut_mot_venstre),
        "yref": f"y{_nummer(nr)} domain",
        "y": 1,
        "xanchor": "right" if ut_mot_venstre else "left",
        "yanchor": "bottom",
        "align": "left",
        "showarrow": False,
        "font": {"size": 13, "color": TEKST[stil.moerk]},
    }


def _linjene(kort: Kort, navn: str, data: pd.DataFrame) -> list[str]:
    """Navnet på panelet og det siste tallet i det, brutt så de får plass over panelet på en telefon."""
    siste = med_tegn(kort, data.tail(1))[0]
    linjer = textwrap.wrap(navn, _LENGST, break_long_words=False)
    if len(linjer[-1]) + len(siste) < _LENGST:
        return [*linjer[:-1], f"{linjer[-1]} <b>{siste}</b>"]
    return [*linjer, f"<b>{siste}</b>"]


def _felles(kort: Kort, navn: str, data: pd.DataFrame, felter: list) -> dict:
    har_streker = figurspenn.har_streker(kort.indikator, kort.enhet, data)
    return {
        "x": periodenavn(data),
        "y": figurspenn.uten_felter(tallene(data["verdi"]), felter),
        "name": navn,
        "cliponaxis": False,
        "customdata": skrevet(kort, data),
        "hovertemplate": verdi_og_gruppe(navn),
        **({"error_y": figurspenn.streker(data, felter)} if har_streker else {}),
    }


def _soeyle(
    kort: Kort, stil: Stil, navn: str, data: pd.DataFrame, felter: list
) -> dict:
    felles = _felles(kort, navn, data, felter)
    if "error_y" in felles:
        felles["error_y"] |= figurspenn.TYNNE | {"color": TEKST[stil.moerk]}
        return {"type": "bar", "marker": lys_soeyle(stil)} | felles
    return {"type": "bar", "marker": {"color": stil.farger[0]}} | felles


def _linje(kort: Kort, stil: Stil, navn: str, data: pd.DataFrame, felter: list) -> dict:
    # Bare det siste punktet har en stor markør: tallet i overskriften er det.
    stoerrelser = [4] * (len(data) - 1) + [9]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "line": {"width": 2.5, "color": stil.farger[0]},
        "marker": {"size": stoerrelser, "color": stil.farger[0]},
    } | _felles(kort, navn, data, felter)
