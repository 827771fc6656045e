"""Fra kort til figur i et dokument: de samme tallene, skrevet slik de står på skjermen."""

from collections.abc import Iterable

import pandas as pd

from boligdata.felles import norsk
from boligdata.felles.enheter import Enhet
from boligdata.felles.maalform import si
from boligdata.innhold import figurer, figurspenn
from boligdata.innhold.boligbehov import figurer as behovsfigurer
from boligdata.innhold.boligbehov.kort import Behovskort
from boligdata.innhold.boligbehov.kort.felles import SKRAVERT
from boligdata.innhold.figurer import Figur, Figurtabell, Stil, rekkefoelge
from boligdata.innhold.figurer.grunnlag import enhetsnavn
from boligdata.innhold.figurer.linjer import FLEST_LINJER, Aarsserier, aarsserier
from boligdata.innhold.grunnkort import Flagg, Grunnkort
from boligdata.innhold.kort import Kort
from boligdata.innhold.rapport import tegning
from boligdata.innhold.rapport.dokument import (
    Dataserie,
    Diagram,
    Figurblokk,
    Note,
    Tabellblokk,
)

# Formene som bare er en tabell.
_UTEN_FIGUR = ("tabell", "haandregel", "register")


class Noter:
    """Det som skal stå om tallene bakerst, samlet mens dokumentet lages. Det samme står bare én gang."""

    def __init__(self):
        self._linjer: dict[str, dict[tuple[str, str], None]] = {}

    def nummer(self, kort: Grunnkort) -> int:
        """Nummeret på noten om tallet i kortet."""
        navn = _navn(kort)
        linjer = self._linjer.setdefault(navn, {})
        merk = (
            (si("Merk"), str(flagg))
            for flagg in kort.flagg
            if not _om_tomme_ruter(flagg)
        )
        vern = ((si("Vern"), kort.vern.helt),) if kort.vern else ()
        kilde = (si("Kilde"), kort.kildene)
        linjer |= dict.fromkeys((*kort.forklaring, *vern, *merk, kilde))
        return list(self._linjer).index(navn) + 1

    def alle(self) -> tuple[Note, ...]:
        """Notene i den rekkefølgen tallene står."""
        return tuple(
            Note(nr, navn, tuple(linjer))
            for nr, (navn, linjer) in enumerate(self._linjer.items(), 1)
        )


def _navn(kort: Grunnkort) -> str:
    return kort.indikator.navn if isinstance(kort, Kort) else kort.bestilling.tittel


def lag(
    kort: Grunnkort,
    farger: tuple[str, ...],
    noter: Noter,
    *,
    nivaa: int = 2,
    vis_tabell: bool = True,
) -> Figurblokk:
    """Kortet som en figur i et dokument. `farger` er dem seriene får, og `nivaa` er det overskriften
    skal ha.
    """
    figuren = tegnet(kort, Stil(moerk=False, farger=farger))
    svg = som_svg(figuren, farger)
    som_tabell = isinstance(figuren, Figurtabell) and not isinstance(kort, Behovskort)
    return Figurblokk(
        tittel=kort.overskrift,
        gjelder=_gjelder(kort),
        setning=_setningen(kort, svg),
        alt=kort.alt,
        kilde=_kilden(kort, svg),
        tabell=_figurtabell(kort, figuren) if som_tabell else tabellen(kort),
        svg=svg,
        diagram=_diagram(kort) if svg else None,
        note=noter.nummer(kort),
        nivaa=nivaa,
        vis_tabell=vis_tabell,
    )


def tegnet(kort: Grunnkort, stil: Stil):
    """Figuren slik den tegnes på skjermen. None når kortet bare er en tabell."""
    if not kort.har_figur or kort.bestilling.form in _UTEN_FIGUR:
        return None
    if isinstance(kort, Behovskort):
        return behovsfigurer.tegn(kort, stil)
    return figurer.tegn(kort, stil)


def som_svg(figur: Figur | Figurtabell | None, farger: tuple[str, ...]) -> str:
    """Figuren på papir. Tom når den er en tabell, eller ikke kan tegnes der."""
    if not isinstance(figur, Figur):
        return ""
    beskrevet = figur.to_dict()
    return tegning.tegn(beskrevet, farger) if tegning.kan_tegnes(beskrevet) else ""


def _setningen(kort: Grunnkort, svg: str) -> str:
    """Det som er å si under tittelen. Er figuren en tabell, er ingenting skravert: da står spennet i den."""
    if svg:
        return kort.resten
    return kort.resten.replace(si(SKRAVERT), "").strip()


def _gjelder(kort: Grunnkort) -> str:
    """Spørsmålet, når det ikke er tittelen, og hva svaret gjelder."""
    spoersmaal = [kort.bestilling.tittel] if kort.funn else []
    return " ".join((*spoersmaal, utvalget(kort)))


def utvalget(kort: Grunnkort) -> str:
    """Hva tallene er for: filtrene, og det av dem som virker når ikke alle gjør det."""
    omfang = [f"{kort.omfang}."] if kort.omfang else []
    return " ".join((f"{kort.filtertekst}.", *omfang))


def _kilden(kort: Grunnkort, svg: str) -> str:
    """Det som må stå under figuren for at tallet ikke leses galt, og hvor det er fra. Hvordan avrundingen
    er tegnet, sies bare der det er tegnet noe.
    """
    merket = [
        flagg.kort if isinstance(flagg, Flagg) else flagg
        for flagg in kort.flagg
        if not _om_tomme_ruter(flagg)
    ]
    if svg and kort.vern:
        return " ".join((*merket, kort.vern.kort, f"{kort.kildelinje.hel}."))
    return " ".join((*merket, f"{kort.fotlinje}."))


def _om_tomme_ruter(flagg: str) -> bool:
    """Sier det hva en tom rute er? I dokumentet er rutene fylt ut."""
    mulige = (si("Det som ikke vises, er {tall}.", tall=tall) for tall in ("0–4", "0"))
    return flagg in mulige


# ------------------------------------------------------------------------------ tabellene


def tabellen(kort: Grunnkort) -> Tabellblokk:
    """Tabellen på skjermen, uten kolonnene leseren må åpne for å se."""
    foldet = [navn for tabell in kort.tabeller for navn in tabell.foldet]
    return fra_ramme(
        kort.tabell.drop(columns=foldet), kort.enheter, kort.bestilling.tittel
    )


def fra_ramme(
    ramme: pd.DataFrame, enheter: dict[str, Enhet], tittel: str
) -> Tabellblokk:
    """En tabell med tallene skrevet slik de står på skjermen."""
    kolonner = [
        [_skrevet(verdi, enheter.get(navn)) for verdi in ramme[navn].tolist()]
        for navn in ramme.columns
    ]
    tall = frozenset(nr for nr, navn in enumerate(ramme.columns) if navn in enheter)
    return Tabellblokk(
        tittel, tuple(map(str, ramme.columns)), tuple(zip(*kolonner)), tall
    )


def _skrevet(verdi: object, enhet: Enhet | None) -> str:
    return str(verdi) if enhet is None else norsk.uten_tegn(verdi, enhet)


def _figurtabell(kort: Grunnkort, figur: Figurtabell) -> Tabellblokk:
    """En figur som er en tabell. Den som hører tabellen lest opp, får vite hva en tom rute er."""
    rader = tuple(
        (navn, *(celle.tekst or figur.tomt for celle in celler))
        for navn, celler in figur.rader
    )
    tall = frozenset(range(1, len(figur.kolonner) + 1))
    hode = (figur.hode, *figur.kolonner)
    return Tabellblokk(kort.bestilling.tittel, hode, rader, tall)


# ------------------------------------------------------------- diagrammer som kan endres


def _diagram(kort: Grunnkort) -> Diagram | None:
    """Diagrammet, når alt figuren viser er tall som kan stå i et regneark. Usikre tall og spenn har
    streker og skraverte felter et vanlig diagram ikke har.
    """
    if tall := aarsserier(kort):
        return _aarsdiagram(tall)
    if not isinstance(kort, Kort) or kort.enhet.er_andel:
        return None
    er_linjer = kort.bestilling.form == "utvikling"
    verdier = kort.data["verdi"]
    if (
        not (er_linjer or kort.bestilling.form == "fordeling")
        or any(kort.enhet.baand(verdi) for verdi in verdier)
        or figurspenn.har_streker(kort.indikator, kort.enhet, kort.data)
        or (not er_linjer and verdier.isna().any())
    ):
        return None
    return _linjediagram(kort) if er_linjer else _soeylediagram(kort)


def _linjediagram(kort: Kort) -> Diagram | None:
    grupper = list(kort.data.groupby("gruppe", sort=False))
    if len(grupper) > FLEST_LINJER or not _like_perioder(grupper):
        return None
    enhet, maaltall = kort.enhet, kort.indikator.maaltall
    perioder = [norsk.periode(kode) for kode in grupper[0][1]["periode"]]
    navnloes = norsk.stor(kort.indikator.navn)
    serier = [
        Dataserie(navn or navnloes, _rundet(data["verdi"], enhet.desimaler))
        for navn, data in grupper
    ]
    if maaltall is not None:
        navn = si("Mål: {maaltall}", maaltall=norsk.maaltall(maaltall, enhet))
        maal = _rundet([maaltall], 1) * len(perioder)
        serier.append(Dataserie(navn, maal, stiplet=True))
    return Diagram(
        "linjer",
        tuple(perioder),
        tuple(serier),
        enhetsnavn(kort),
        enhet.desimaler,
        _tegn(enhet),
    )


def _like_perioder(grupper: list[tuple[str, pd.DataFrame]]) -> bool:
    perioder = {tuple(data["periode"]) for _, data in grupper}
    return len(perioder) == 1


def _soeylediagram(kort: Kort) -> Diagram:
    verdier = dict(zip(kort.data["gruppe"], kort.data["verdi"]))
    navn = rekkefoelge.rader(kort)
    serie = Dataserie(
        norsk.stor(kort.indikator.navn),
        _rundet([verdier[en] for en in navn], kort.enhet.desimaler),
    )
    return Diagram(
        "soeyler",
        tuple(navn),
        (serie,),
        enhetsnavn(kort),
        kort.enhet.desimaler,
        _tegn(kort.enhet),
    )


def _aarsdiagram(tall: Aarsserier) -> Diagram:
    serier = [
        Dataserie(navn, _rundet(tall.serie[kolonne], tall.desimaler))
        for kolonne, navn in tall.linjer.items()
    ]
    aar, enhet = tuple(tall.serie["aar"].astype(str)), norsk.stor(tall.enhetsord)
    return Diagram("linjer", aar, tuple(serier), enhet, tall.desimaler)


def _tegn(enhet: Enhet) -> str:
    return enhet.tegn if enhet.er_prosent else ""


def _rundet(verdier: Iterable[float], desimaler: int) -> tuple[float | None, ...]:
    """Verdiene slik de vises. Et tall som mangler, er None: NaN gjør filen ødelagt."""
    return tuple(
        None if verdi != verdi else round(float(verdi), desimaler) for verdi in verdier
    )
