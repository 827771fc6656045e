"""Brukeren uten nettleser, som ytelsen måles med, ser og velger det samme som en med."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from tests.ytelse.klient import tilkobling

FILTRENE = {"vis", "periode_aar", "maalgruppe", "boligtype", "omraade"}


def test_brukeren_uten_nettleser_ser_valgene_paa_siden_og_det_hun_velger_virker(tjener):
    async def valgene_foer_og_etter() -> tuple[dict, dict, dict]:
        async with tilkobling(tjener) as bruker:
            await bruker.gaa_til("boliger")
            foer = bruker.valg
            kortet = next(navn for navn in foer if navn.endswith("_visning"))
            await bruker.velg(kortet, foer[kortet][1])
            i_kortet = bruker.valg
            await bruker.velg("vis", foer["vis"][1])
            return foer, i_kortet, bruker.valg

    # Nettleseren til testene før har en hendelsesløkke i denne tråden.
    with ThreadPoolExecutor() as traad:
        foer, i_kortet, etter = traad.submit(
            asyncio.run, valgene_foer_og_etter()
        ).result()
    assert foer.keys() >= FILTRENE | {"boliger_tema"}
    assert i_kortet.keys() >= FILTRENE
    assert etter["periode_tertial"]
    assert "periode_aar" not in etter
