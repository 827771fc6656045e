"""Oversikt: hele siden i én tabell, med det som trenger en avgjørelse over og forbeholdene under.

Siden er ett stykke HTML. Streamlits egne elementer tar for stor plass til at en leder kan se alle målene
på én skjerm, og uten Plotly er den første siden framme raskt. Alt som kommer fra data, går gjennom `_t`.
"""

import html
from collections.abc import Iterable

import streamlit as st

from boligdata import lesing
from boligdata.felles import norsk
from boligdata.felles.maalform import fast, si
from boligdata.innhold import avrunding, gjelder, gnist, oversikt, svaret
from boligdata.innhold.boligbehov import Scenario, grunnlag, planer
from boligdata.innhold.boligbehov.kort import gapord
from boligdata.innhold.handlingsdel import i_ord, planen, varsler
from boligdata.innhold.kort import Valg
from boligdata.innhold.oversikt import Noekkeltall
from boligdata.innhold.vurdering import DOMMER, RETNINGER
from boligdata.ui import kortsteder
from boligdata.ui.ramme import i_adressen, valg

_STREK = '<span class="dempet">–</span>'
_t = html.escape


def oversikt_paa_en_skjerm() -> None:
    """Planens status, det som trenger en avgjørelse, og tallet bak hvert av planens mål."""
    st.html(siden(valg(), planen.utgave()))


@lesing.husk
def siden(valgt: Valg, _handlingsdelen: tuple[str, str]) -> str:
    """Hele siden. Den er den samme til tallene eller `planen.utgave()` er andre, så den skrives én gang."""
    lenker = i_adressen(valgt)
    return (
        '<div class="oversikt">'
        f"{_avgjoerelsene(valgt)}{_maalene(valgt, lenker)}{_resten(valgt, lenker)}"
        "</div>"
    )


# ------------------------------------------------------------------- det som må avgjøres


def _avgjoerelsene(valgt: Valg) -> str:
    """Planens status i en setning, og hvor mye som trenger en avgjørelse."""
    dag = lesing.i_dag()
    status = oversikt.planstatus(valgt, dag)
    ruter = "".join(_rute(*rute) for rute in _rutene(valgt))
    return (
        f'<p class="status"><strong>{_t(status)}</strong> '
        f"{_t(varsler.lovens_frist_kort(dag))}</p>"
        f'<section aria-labelledby="avgjoeres"><h2 id="avgjoeres">{_t(si("Trenger en avgjørelse"))}</h2>'
        f'<ul class="ruter" role="list">{ruter}</ul></section>'
    )


def _rutene(valgt: Valg):
    """Hvor mange, hva det er, litt til om det, og hvor en gjør noe med det."""
    status = oversikt.maalstatus(valgt)
    uavgjort = len(status.uavgjort)
    yield (
        len(status.ikke_naadd),
        si("av {antall} mål er ikke nådd", antall=status.antall),
        si("{antall} kan ikke avgjøres", antall=uavgjort) if uavgjort else "",
        "#maal",
    )
    alle = varsler.naa()
    sene = [varsel for varsel in alle if varsel.slag == "sent"]
    andre = [varsel for varsel in alle if varsel.tiltak_id and varsel not in sene]
    yield (
        len(sene),
        si("tiltak er over fristen"),
        si("{varsler} til", varsler=norsk.med_ord(len(andre), si("varsler")))
        if andre
        else "",
        "#tiltak",
    )
    sent_ute = [navn for navn, en in lesing.ferskhet().items() if en.forsinket]
    yield len(sent_ute), si("uttrekk er forsinket"), "", "./kilder"
    yield from _boligene_som_mangler()
    endret = oversikt.endret(valgt)
    bedre = len(endret["bedre"])
    yield (
        len(endret["verre"]),
        si("tall er blitt verre"),
        si("{antall} er blitt bedre", antall=bedre) if bedre else "",
        "#endret",
    )


def _boligene_som_mangler():
    """Gapet når planen er slutt, slik det står på Boligbehov: regnet av de publiserte tallene."""
    with lesing.publiserte_tall():
        gap = planer.gapet_til_slutt(Scenario()) if grunnlag.kan_regnes() else None
    if gap:
        yield (
            gap.mangler,
            si("boliger mangler i {aar}", aar=grunnlag.aarsnavn()[gap.aar]),
            si(
                "trolig {spenn}, og {til_overs} til overs av andre typer",
                spenn=gapord.spenn(gap.mangler_spenn),
                til_overs=norsk.tall(gap.til_overs),
            ),
            "./boligbehov",
        )


def _rute(antall: int, hva: str, under: str, adresse: str) -> str:
    tall = norsk.tall(antall) if antall else si("Ingen")
    under = f' <span class="under">{_t(under)}</span>' if under else ""
    return (
        f'<li class="{"roper" if antall else ""}"><a href="{_t(adresse)}">'
        f'<span class="tallet">{tall}</span> <span>{_t(hva)}</span>{under}</a></li>'
    )


# ------------------------------------------------------------------------------ tabellen


def _maalene(valgt: Valg, lenker: dict[str, str]) -> str:
    """Tabellen, gruppert etter planens mål."""
    grupper = oversikt.etter_maal(valgt)
    foer_planen = norsk.periode_kort(f"{lesing.meta().plan_fra - 1}{valgt.periode[4:]}")
    hoder = (
        si("Tallet"),
        si("Utvikling til {periode}", periode=norsk.periode_kort(valgt.periode)),
        si("Målet"),
        si("Målet er"),
        si("Endret fra {periode}", periode=_forrige(valgt)),
        si("Endret fra {periode}", periode=foer_planen),
    )
    hode = "".join(f'<th role="columnheader" scope="col">{_t(en)}</th>' for en in hoder)
    kropp = "".join(
        f'<tbody role="rowgroup"><tr role="row" class="maal"><th role="rowheader" '
        f'scope="rowgroup" colspan="{len(hoder)}">{_t(maal)}</th></tr>'
        f"{''.join(_rad(ett, hoder, valgt, lenker) for ett in tallene)}</tbody>"
        for maal, tallene in grupper.items()
    )
    return (
        '<table role="table" class="maalene">'
        f"<caption>{_t(si('Planens mål, og hvor langt unna vi er'))}</caption>"
        f'<thead role="rowgroup"><tr role="row">{hode}</tr></thead>{kropp}</table>'
    )


def _forrige(valgt: Valg) -> str:
    perioder = lesing.perioder(valgt.periodetype)["periode"].tolist()
    nr = perioder.index(valgt.periode)
    return norsk.periode_kort(perioder[nr - 1]) if nr else si("perioden før")


def _rad(
    tallet: Noekkeltall,
    hoder: tuple[str, ...],
    valgt: Valg,
    lenker: dict,
) -> str:
    dom = tallet.vurdering
    fra = naar = ""
    if tallet.periode != valgt.periode:
        # Det som følges opp etterpå, er ikke kommet like langt som resten.
        naar = _dempet(f" ({norsk.periode_kort(tallet.periode)})")
        forrige = norsk.periode_kort(tallet.forrige_periode)
        fra = _dempet(f" {si('fra {periode}', periode=forrige)}")
    endringen = _endringen(tallet, tallet.endring, dom.dom, dom.ikon, dom.tekst)
    celler = (
        ("naa", _utviklingen(tallet) + naar),
        ("maalet", _maalet(tallet)),
        ("dom", _naadd(tallet)),
        ("aar", endringen if _er_tom(endringen) else endringen + fra),
        ("plan", _siden_planen(tallet)),
    )
    omfang = ""
    if tallet.omfang:
        omfang = _dempet(f" ({norsk.liten_forbokstav(tallet.omfang)})")
    resten = "".join(
        f'<td role="cell" class="{klasse}{" tom" * _er_tom(innhold)}" '
        f'data-hode="{_t(hode)}">{innhold}</td>'
        for (klasse, innhold), hode in zip(celler, hoder[1:])
    )
    return (
        f'<tr role="row"><th role="rowheader" scope="row">{_lenke(tallet, lenker)}{omfang}'
        f"</th>{resten}</tr>"
    )


def _dempet(tekst: str) -> str:
    return f'<span class="dempet">{_t(tekst)}</span>'


def _er_tom(innhold: str) -> bool:
    return innhold.startswith(_STREK)


def _lenke(tallet: Noekkeltall, lenker: dict) -> str:
    """Navnet på tallet, med lenke til kortet når det står på en side."""
    navn = _t(tallet.indikator.navn)
    sted = kortsteder.steder().get(tallet.indikator.id)
    return f'<a href="{_t(sted.adresse(lenker))}">{navn}</a>' if sted else navn


def _maalet(tallet: Noekkeltall) -> str:
    indikator = tallet.indikator
    if indikator.maaltall is None:
        return _dempet(si("ikke satt"))
    stolpe = _bilde(gnist.stolpe(indikator, tallet.data), "")
    grense = norsk.maalgrense(indikator, indikator.visningsenhet)
    return f"{stolpe}{_t(grense)}"


def _endringen(
    tallet: Noekkeltall, endring: float | None, dom: str, ikon: str, tekst: str
) -> str:
    """Endringen med tegnet for dommen. Er den sikker, står dommen med ord og farge, ellers er ordene
    for den som ikke ser tegnet.
    """
    skrevet = _skrevet(tallet, endring)
    if dom in RETNINGER:
        slag = svaret.domslag(dom)
        return f'<span class="{slag}">{ikon} {_t(tekst.lower())}</span> {skrevet}'
    if not skrevet:
        return f'{_STREK}<span class="skjult">{_t(tekst)}</span>'
    if not endring:
        return skrevet
    return (
        f'<span class="dempet">{ikon}</span> {skrevet}'
        f'<span class="skjult">. {_t(tekst)}</span>'
    )


def _skrevet(tallet: Noekkeltall, endring: float | None) -> str:
    """Endringen i tall. Prosentpoeng står i forklaringen under tabellen, og leses opp."""
    enhet = tallet.indikator.visningsenhet
    if endring is None:
        return ""
    if not endring:
        return si("omtrent likt") if tallet.indikator.vernet else si("uendret")
    tall, mellomrom, poeng = norsk.endring(endring, enhet).partition(norsk.NB)
    if not enhet.er_prosent:
        return _t(f"{tall}{mellomrom}{poeng}")
    return f'{_t(tall)}<span class="skjult"> {_t(poeng)}</span>'


def _siden_planen(tallet: Noekkeltall) -> str:
    plandom = tallet.vurdering.planen
    if plandom is None:
        endring = tallet.siden_foer_planen
        kjent = endring is not None
        uten = "uendret" if kjent and not endring else "ukjent"
        return _endringen(tallet, endring, "ukjent", "", si(DOMMER[uten]))
    return _endringen(
        tallet,
        tallet.siden_foer_planen,
        plandom.dom,
        plandom.ikon,
        plandom.tekst,
    )


def _naadd(tallet: Noekkeltall) -> str:
    if tallet.indikator.maaltall is None:
        return f'{_STREK}<span class="skjult">{_t(si("ikke satt"))}</span>'
    naadd = tallet.naar_maal
    return (
        f'<span class="{svaret.MAALSLAG[naadd]}">{svaret.MAALTEGN[naadd]} '
        f"{_t(si(svaret.MAALORD[naadd]))}</span>"
    )


def _utviklingen(tallet: Noekkeltall) -> str:
    """Trendlinjen, og det siste tallet ved enden av den."""
    vist = tallet.data.tail(oversikt.SYNLIGE_PERIODER)
    fra = norsk.periode_kort(vist["periode"].iloc[0])
    foerst = norsk.med_enhet(vist["verdi"].iloc[0], tallet.indikator.visningsenhet)
    bilde = _bilde(
        gnist.linje(tallet.indikator, vist),
        si("{tall} i {periode}, og nå", tall=foerst, periode=fra),
    )
    return f"{bilde}<b>{_t(tallet.i_tabell)}</b>"


def _bilde(svg: str, alt: str) -> str:
    return f'<img src="{_t(gnist.som_adresse(svg))}" alt="{_t(alt)}"/>' if svg else ""


# ------------------------------------------------------------------- det som er under


def _resten(valgt: Valg, lenker: dict[str, str]) -> str:
    """Det som hører til, men ikke trengs på den første skjermen: hver del åpnes for seg."""
    deler = (
        (
            "maal",
            si("Målene som ikke er nådd, og tiltakene for dem"),
            _uten_maal(valgt, lenker),
        ),
        ("tiltak", si("Varsler om tiltakene i handlingsdelen"), _varslene()),
        (
            "endret",
            si("Tallene som er blitt verre eller bedre"),
            _endret(valgt, lenker),
        ),
        ("bildet", si("Utfordringsbildet i tre setninger"), _utfordringene(valgt)),
        ("sikkert", si("Hvor sikre tallene er"), _sikkerheten(valgt)),
    )
    return (
        '<p class="tegn">'
        + si(_TEGNENE)
        + "</p>"
        + "".join(
            f'<details id="{id}"><summary>{_t(tittel)}</summary>{innhold}</details>'
            for id, tittel, innhold in deler
        )
    )


_TEGNENE = fast(
    "Stolpen er tallet, og merket på den er målet. Lys farge er det tallet kan være før avrunding. "
    "≈ kan være tilfeldig, ? kan ikke avgjøres. Endring i prosenttall er i prosentpoeng."
)


def _uten_maal(valgt: Valg, lenker: dict) -> str:
    status = oversikt.maalstatus(valgt)
    tiltakene = _tiltakene()
    linjer = [
        f"{_lenke(tallet, lenker)}: {_t(oversikt.maal_i_ord(tallet))} "
        f"{_tiltak_i_ord(tiltakene.get(tallet.indikator.id, []))}"
        for tallet in (*status.ikke_naadd, *status.uavgjort)
    ]
    return _liste(linjer) or f"<p>{_t(si('Alle målene er nådd.'))}</p>"


def _tiltakene() -> dict[str, list[str]]:
    """Lenker til tiltakene som skal virke på hver indikator."""
    ut: dict[str, list[str]] = {}
    for post in planen.poster():
        for kobling in post.tiltak.koblinger:
            lenke = _tiltakslenke(post.tiltak.id, i_ord.navn(post.tiltak))
            ut.setdefault(kobling.indikator, []).append(lenke)
    return ut


def _tiltak_i_ord(lenker: list[str]) -> str:
    if not lenker:
        return _t(si("Ingen tiltak i planen skal virke på dette tallet."))
    return si("Skal virke på det: {tiltak}.", tiltak=norsk.ramse(lenker))


def _tiltakslenke(tiltak_id: str, tekst: str) -> str:
    return f'<a href="./tiltak?tiltak={_t(tiltak_id)}">{_t(tekst)}</a>'


def _varslene() -> str:
    dag = lesing.i_dag()
    if not planen.poster():
        return f"<p>{_t(si('Det er ingen tiltak i handlingsdelen ennå.'))}</p>"
    linjer = [
        _tiltakslenke(varsel.tiltak_id, varsel.linje)
        if varsel.tiltak_id
        else _t(varsel.linje)
        for varsel in varsler.naa()
    ]
    alt_bra = f"<p>{_t(si('Ingenting er sent, mangler penger eller må avgjøres.'))}</p>"
    vurdert = si("Vurdert mot {dato}.", dato=norsk.dato(dag))
    under = f"<p>{_t(varsler.lovens_frist(dag))} {_t(vurdert)}</p>"
    return (_liste(linjer) or alt_bra) + under


def _endret(valgt: Valg, lenker: dict) -> str:
    linjer = [
        f"<b>{_t(si(DOMMER[dom]))}:</b> {_lenke(tallet, lenker)}: "
        f"{_t(oversikt.endret_i_ord(tallet))}"
        for dom, tallene in oversikt.endret(valgt).items()
        for tallet in tallene
    ]
    ingen = f"<p>{_t(si('Ingen tall er sikkert endret siden forrige periode.'))}</p>"
    return _liste(linjer) or ingen


def _utfordringene(valgt: Valg) -> str:
    setninger = [*oversikt.utfordringer(valgt)]
    if omfang := gjelder.hele_kommunen(valgt.valgte).forklart(si("disse setningene")):
        setninger.append(omfang)
    return "".join(f"<p>{_t(setning)}</p>" for setning in setninger)


def _sikkerheten(valgt: Valg) -> str:
    """Hva vi kunne ha sett, planperioden og alderen på uttrekkene, for hvert tall."""
    linjer = [
        f"<b>{_t(tallet.indikator.navn)}:</b> {_t(forbehold)}"
        for tallene in oversikt.etter_maal(valgt).values()
        for tallet in tallene
        if (forbehold := _forbeholdet(tallet))
    ]
    if lesing.meta().vernet:
        linjer.append(
            si(
                "Tall om personer, husstander og saker er {femmere}, eller til hele måneder. {kilder} "
                "sier hvordan.",
                femmere=_t(si(avrunding.FEMMERE)),
                kilder=f'<a href="./kilder">{_t(si("Kilder og kvalitet"))}</a>',
            )
        )
    return _liste(linjer)


def _forbeholdet(tallet: Noekkeltall) -> str:
    sikkert = tallet.planen if tallet.planen_er_sikker else ""
    deler = (tallet.gjelder, sikkert, tallet.usikkert, *tallet.alder)
    return " ".join(filter(None, deler))


def _liste(linjer: Iterable[str]) -> str:
    punkter = "".join(f"<li>{linje}</li>" for linje in linjer)
    return f"<ul>{punkter}</ul>" if punkter else ""
