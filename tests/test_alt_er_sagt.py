"""Alt som står på sidene, er sagt med `si`, så det kan stå på begge målformer. Det som er igjen, er
kommunens egne data.
"""

import datetime as dt

import pseudospraak
import pytest
import tekstene
from appen import aapne
from sider import VISNINGER, vis_id

from boligdata import lesing
from boligdata.arbeid.lager import SLAG
from boligdata.felles import katalog, lover, maalform, norsk, regioner
from boligdata.innhold.handlingsdel import planen
from boligdata.innhold.kort import Valg


@pytest.fixture(scope="module")
def data(bygd_eksempel):
    """Det som står i uttrekkene og det brukerne har skrevet, det lengste først."""
    tekster = {lesing.meta().kommune, *lesing.verdier("omraade").values()}
    tekster |= {norsk.stor(lov.navn) for lov in lover.lover().values()}
    tekster |= {lov.navn for lov in lover.lover().values()}
    for kommunen in regioner.kommuner().values():
        tekster |= {kommunen.navn, kommunen.fylke}
    tekster |= {norsk.maaned(dt.date(2026, nr, 1)).split()[0] for nr in range(1, 13)}
    for tabell in (*map(lesing.tabell, katalog.tabeller()), lesing.kildestatus()):
        for kolonne in tabell.select_dtypes("object"):
            tekster |= {str(celle) for celle in tabell[kolonne].dropna()}
    tekster |= set(lesing.avvik()["kolonne"].dropna())
    with planen.lager().bilde() as bilde:
        for slag in SLAG:
            for hendelse in bilde.gjeldende(slag, med_fjernede=True):
                tekster |= {hendelse.hvem, hendelse.hvorfor}
                tekster |= set(_strengene(hendelse.innhold))
    return sorted((tekst for tekst in tekster if len(tekst) > 2), key=len, reverse=True)


def _strengene(verdi):
    if isinstance(verdi, dict):
        verdi = tuple(verdi.values())
    if isinstance(verdi, (tuple, list)):
        for en in verdi:
            yield from _strengene(en)
    elif isinstance(verdi, str):
        yield verdi


@pytest.mark.parametrize(("side", "tema"), VISNINGER, ids=map(vis_id, VISNINGER))
def test_ingenting_paa_siden_er_usagt(side, tema, data, monkeypatch):
    adresse = {f"{side}_tema": tema} if tema else {}
    pseudospraak.ta_i_bruk(monkeypatch)
    app = aapne(side, maalform=pseudospraak.KODE, **adresse)
    tekster = list(pseudospraak.paa_skjermen(app))
    assert any("⟦" in tekst for tekst in tekster)
    assert not {rest for tekst in tekster if (rest := pseudospraak.usagt(tekst, data))}


def test_ingen_setning_programmet_lager_er_usagt(bygd_eksempel, data, monkeypatch):
    valgene = (Valg("aar", "2025"), Valg("tertial", "2025-T3", {"maalgruppe": "eldre"}))
    pseudospraak.ta_i_bruk(monkeypatch)
    with maalform.bruk(pseudospraak.KODE), lesing.samme_tall():
        alle = [*tekstene.uten_valg(), *tekstene.av_valgene(valgene)]
    assert not {
        (hvor, rest)
        for hvor, tekst in alle
        if tekst and (rest := pseudospraak.usagt(str(tekst), data))
    }


def test_en_tekst_som_ikke_er_sagt_blir_funnet():
    assert pseudospraak.usagt("⟦Det er ⟦tre⟧ igjen.⟧ Ikke sagt.") == "Ikke sagt."
    assert not pseudospraak.usagt("⟦{antall} i ⟧Fjordvik", ["Fjordvik"])
