"""«Flest» sies bare når ingen andre kan ha flere, hvor det virkelige tallet enn er i spennet sitt."""

import pandas as pd
import pytest
import sidekort

from boligdata import lesing
from boligdata.felles import katalog, norsk
from boligdata.innhold import kort
from boligdata.innhold.kort import Valg
from boligdata.innhold.rangering import Rad, ranger


def _rader(*tall, unna=0):
    return [
        Rad(f"gruppe {nr}", str(verdi), max(verdi - unna, 0), verdi + unna, verdi > 0)
        for nr, verdi in enumerate(tall)
    ]


def _setning(*tall, unna=0, **mer):
    rangert = ranger(
        _rader(*tall, unna=unna), lambda navn, skrevet: f"{navn} ({skrevet})", **mer
    )
    return rangert.setning("Flest", norsk.ramse)


def test_eksakte_tall_er_sikre():
    assert _setning(9, 8, 7, 6) == "Flest: gruppe 0 (9), gruppe 1 (8) og gruppe 2 (7)"
    assert (
        _setning(9, 5, 5, 5, 1) == "Flest: gruppe 0 (9) og 3 andre grupper med 5 hver"
    )


def test_avrundede_tall_som_kan_ha_byttet_plass_nevnes_ikke_som_flest():
    """15 og 10 kan være 11 og 14. 20 og 10 er minst 16 og høyst 14."""
    assert _setning(30, 20, 10, 5, unna=4) == "Flest: gruppe 0 (30) og gruppe 1 (20)"
    assert _setning(30, 20, 15, unna=4) == (
        "Fordelt slik: gruppe 0 (30), gruppe 1 (20) og gruppe 2 (15)"
    ), "det er ingen andre som kan ha flere"
    assert _setning(15, 10, 10, 0, unna=4) == (
        "Flest: gruppe 0 (15), gruppe 1 (10) og gruppe 2 (10)"
    ), "0–4 er færre enn seks"
    assert _setning(15, 10, 5, 0, unna=4) == (
        "De høyeste tallene som vises: gruppe 0 (15), gruppe 1 (10) og gruppe 2 (5). "
        "Andre kan være høyere, for tallene er rundet av"
    ), "0–4 kan være fire, og fem kan være én"


def test_er_avviket_stoerre_maa_det_vaere_lengre_mellom_dem():
    assert _setning(30, 20, 5, 0, unna=4) == "Flest: gruppe 0 (30) og gruppe 1 (20)"
    assert _setning(30, 20, 5, 0, unna=9).startswith("De høyeste tallene")
    assert _setning(50, 20, 5, 0, unna=9) == "Flest: gruppe 0 (50)"


def test_vises_noen_ikke_er_det_ikke_alle():
    assert _setning(9, 8, alle_vises=False) == "Flest: gruppe 0 (9) og gruppe 1 (8)"
    assert _setning(9, 8, 0) == "Fordelt slik: gruppe 0 (9) og gruppe 1 (8)"


@pytest.mark.parametrize("periodetype", ["aar", "tertial"])
def test_det_setningen_sier_er_flest_er_det_i_den_eksakte_filen(
    bygd, monkeypatch, periodetype
):
    """Hvert kort som er delt etter noe, i hver periode."""
    sagt = 0
    perioder = lesing.perioder(periodetype)["periode"]
    for navn, b in sidekort.bestillinger().items():
        if not b.fordeling or b.form == "stablet" or len(b.indikatorer) > 1:
            continue
        for periode in perioder[:: 2 if periodetype == "aar" else 13]:
            vist, eksakt = _siste(bygd, monkeypatch, b, periodetype, periode)
            hale = (
                vist.setning.partition("Flest: ")[2]
                or (vist.setning.partition("Høyest: ")[2])
            )
            if not hale or " med " in hale:
                continue
            nevnt = [f"{n} (" in hale for n in _navn(b, eksakt)]
            minst = eksakt["verdi"][nevnt].min()
            assert (
                sum(nevnt) and minst >= eksakt["verdi"][[not n for n in nevnt]].max()
            ), (
                navn,
                periode,
                vist.setning,
            )
            sagt += 1
    assert sagt > 10


def _siste(bygd, monkeypatch, b, periodetype, periode):
    """Kortet av de publiserte tallene, og de eksakte tallene i samme periode."""
    ut = []
    for mappe in ("publisert", "internt"):
        monkeypatch.setenv("BOLIGDATA_PUBLISERT", str(bygd / mappe))
        ut.append(kort.lag(b, Valg(periodetype, periode)))
    data = ut[1].data
    return ut[0], data[data["periode"] == ut[0].data["periode"].iloc[-1]]


def _navn(b, data: pd.DataFrame) -> list[str]:
    """Navnene slik de står i setningen."""
    gruppe, lag = ([norsk.liten(n) for n in data[k]] for k in ("gruppe", "lag"))
    if b.form == "varmekart":
        return [f"{g} – {til}" for g, til in zip(gruppe, lag)]
    if b.form == "flyt":
        return [f"fra {g} til {til}" for g, til in zip(gruppe, lag)]
    return gruppe


def test_laget_i_en_stablet_figur_er_publisert_for_seg():
    """Avviket i summen av et lag er det laget selv har."""
    for b in sidekort.bestillinger().values():
        indikator = katalog.indikatorer()[b.indikatorer[0]]
        if b.form == "stablet" and indikator.om_personer:
            assert katalog.kuber()[indikator.kube].publiserer([b.fordeling[1]]), b.id
