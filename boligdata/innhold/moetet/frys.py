"""Et kort slik det er nå, frosset: tittelen, setningen, tabellen, tegningen og kilden, med bare publiserte
tall. Det som er frosset, er det samme uansett hva som publiseres siden.
"""

import json
import uuid
from collections.abc import Mapping, Sequence

import pandas as pd

from boligdata import lesing
from boligdata.arbeid.moete import Frossenfigur, figur_til_dict
from boligdata.felles import dagen, maalform
from boligdata.felles.maalform import si
from boligdata.innhold import figurer, gjelder, oversikt
from boligdata.innhold import kort as kortene
from boligdata.innhold.boligbehov.kort import Behovskort
from boligdata.innhold.figurer import Figurtabell, Stil
from boligdata.innhold.grunnkort import Grunnkort
from boligdata.innhold.kort import Kort, Valg
from boligdata.innhold.moetet import anslagene
from boligdata.innhold.rapport import figurblokk, innholdet
from boligdata.innhold.rapport.dokument import Overskrift, Tabellblokk
from boligdata.innhold.rapport.figurblokk import Noter
from boligdata.innhold.rapport.innholdet import Dokumentramme

# Det dommen over en endring trenger av tallene bak.
KOLONNER = (
    *("periode", "gruppe", "lag", "flagg", "verdi", "nedre", "oevre"),
    *("teller", "nevner", "i_teller", "i_nevner"),
)
_NAVNEROM = uuid.UUID("0d0a9f5e-3a53-4f3e-9a39-0a5f1be0a7c4")


def kortet(
    kort: Grunnkort, valg: Valg | None, farger: Sequence[str], navn: str = ""
) -> Frossenfigur:
    """Kortet frosset. Kalles når det er de publiserte tallene som leses. `valg` er filtrene kortet er laget
    med, `farger` dem seriene får i lyst tema, og `navn` nøkkelen til kortet på siden.
    """
    _krev_publisert(kort)
    noter = Noter()
    blokk = figurblokk.lag(kort, tuple(farger), noter)
    tegnet = figurblokk.tegnet(kort, Stil(moerk=False, farger=tuple(farger)))
    return _med_avtrykk(
        Frossenfigur(
            "",
            tittel=blokk.tittel,
            spoersmaal=kort.bestilling.tittel,
            gjelder=figurblokk.utvalget(kort),
            setning=blokk.setning,
            alt=blokk.alt,
            kilde=blokk.kilde,
            hode=blokk.tabell.hode,
            rader=blokk.tabell.rader,
            tallkolonner=tuple(sorted(blokk.tabell.tall)),
            navn=noter.alle()[0].navn,
            om=noter.alle()[0].linjer,
            tegning=_tegningen(tegnet),
            ruter=_rutene(tegnet),
            data=_tallene(kort, valg),
            oppskrift=_oppskriften(kort, valg, navn),
            **_naa(),
        )
    )


def oversikten(valg: Valg) -> Frossenfigur:
    """Tabellen over planens mål, frosset. Kalles når det er de publiserte tallene som leses."""
    maal, hode, rader = "", (), []
    for blokk in innholdet.lag("maaltabell", Dokumentramme(valg, (), Noter())):
        if isinstance(blokk, Overskrift):
            maal = blokk.tekst
        elif isinstance(blokk, Tabellblokk):
            hode = blokk.hode
            rader += [(maal, *rad) for rad in blokk.rader]
    spoersmaal = si("Hvor langt er planen kommet?")
    return _med_avtrykk(
        Frossenfigur(
            "",
            tittel=spoersmaal,
            spoersmaal=spoersmaal,
            gjelder=gjelder.vist(valg.periode, {}),
            setning=oversikt.planstatus(valg, lesing.i_dag()),
            alt=spoersmaal,
            hode=(si("Mål i planen"), *hode),
            rader=tuple(rader),
            tallkolonner=(2,),
            **_naa(),
        )
    )


def _naa() -> dict:
    return {
        "data_til": lesing.meta().per_dato,
        "frosset": dagen.i_dag(),
        "spraak": maalform.i_bruk(),
    }


def _krev_publisert(kort: Grunnkort) -> None:
    """Et eksakt tall om personer skal aldri i lageret, som alle kan lese."""
    if not isinstance(kort, Kort) or not kort.indikator.om_personer:
        return
    if lesing.meta().vernet and not kort.indikator.vernet:
        raise ValueError("bare publiserte tall kan fryses")


def _med_avtrykk(figur: Frossenfigur) -> Frossenfigur:
    """Figuren med en id som følger av innholdet, så den samme aldri lagres to ganger."""
    innhold = figur_til_dict(figur)
    tekst = json.dumps(innhold, sort_keys=True, ensure_ascii=False)
    return Frossenfigur(**vars(figur) | {"id": str(uuid.uuid5(_NAVNEROM, tekst))})


def _tegningen(tegnet) -> dict:
    """Figuren slik nettleseren får den, uten malen, som er lik for alle."""
    if not isinstance(tegnet, figurer.Figur):
        return {}
    ordbok = tegnet.to_dict()
    layout = {
        felt: verdi for felt, verdi in ordbok["layout"].items() if felt != "template"
    }
    return _rent({"data": ordbok["data"], "layout": layout})


def _rutene(tegnet) -> dict:
    if not isinstance(tegnet, Figurtabell):
        return {}
    return _rent(
        {
            "hode": tegnet.hode,
            "kolonner": tegnet.kolonner,
            "rader": [
                [navn, [[celle.tekst, celle.minst, celle.mest] for celle in celler]]
                for navn, celler in tegnet.rader
            ],
            "soeyler": tegnet.soeyler,
            "tomt": tegnet.tomt,
        }
    )


def _rent(verdi):
    """Verdien som JSON kan ta den: lister, vanlige tall, og null for et tall som mangler."""
    if isinstance(verdi, Mapping):
        return {str(navn): _rent(en) for navn, en in verdi.items()}
    if isinstance(verdi, str | bool | None):
        return verdi
    if hasattr(verdi, "tolist"):
        return _rent(verdi.tolist())
    if isinstance(verdi, (list, tuple)):
        return [_rent(en) for en in verdi]
    if isinstance(verdi, (int, float)):
        return None if verdi != verdi else verdi
    return str(verdi)


def _tallene(kort: Grunnkort, valg: Valg | None) -> tuple[dict, ...]:
    """Tallene bak figuren. En andel dømmes av antallene den er regnet av."""
    if isinstance(kort, Behovskort):
        return anslagene.tallene(kort)
    if not isinstance(kort, Kort) or valg is None:
        return ()
    if "nedre" not in kort.data:
        kort = kortene.lag(kort.bestilling, valg)
    rader = kort.data[list(KOLONNER)].to_dict("records")
    return tuple(_rent(rad) for rad in rader)


def ramme(data: Sequence[Mapping]) -> pd.DataFrame:
    """Tallene bak en frossen figur, slik dommen vil ha dem."""
    tall = pd.DataFrame(list(data), columns=list(KOLONNER))
    tekst = {"periode", "gruppe", "lag", "flagg"}
    return tall.astype({navn: "float64" for navn in KOLONNER if navn not in tekst})


def _oppskriften(kort: Grunnkort, valg: Valg | None, navn: str) -> dict:
    """Det som må til for å hente det samme tallet på nytt. Tomt når det ikke kan hentes igjen."""
    if isinstance(kort, Behovskort):
        return anslagene.oppskriften(kort)
    if not isinstance(kort, Kort) or valg is None:
        periode = (
            {"periodetype": valg.periodetype, "filtre": valg.valgte} if valg else {}
        )
        return {"slag": "kort", "navn": navn} | periode if navn else {}
    bestilt = kort.bestilling
    perioder = lesing.perioder(valg.periodetype)["periode"]
    return {
        "slag": "indikator",
        "navn": navn,
        "bestilling": _rent(vars(bestilt)),
        "periodetype": valg.periodetype,
        "periode": valg.periode,
        "er_siste": valg.periode == perioder.iloc[-1],
        "filtre": dict(kort.gjelder.filtre),
    }
