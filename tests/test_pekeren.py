"""Pekeren er hel for den som leser, uansett hvor mange som skriver den."""

import os
import threading
import time

import pytest

from boligdata.felles import pekeren


@pytest.mark.parametrize("tekst", [None, "", '{"fil": "publ'], ids=str)
def test_en_peker_som_ikke_finnes_eller_er_halv_sier_ingenting(tmp_path, tekst):
    if tekst is not None:
        (tmp_path / pekeren.PEKER).write_text(tekst, encoding="utf-8")
    assert pekeren.les(tmp_path) == {}


def test_den_som_leser_ser_en_hel_peker_mens_flere_skriver_den(tmp_path):
    pekeren.skriv(tmp_path, {"fil": "0" * 5000})
    skrivere = [
        threading.Thread(target=_skriv_mange, args=(tmp_path, str(nr)))
        for nr in range(4)
    ]
    for skriver in skrivere:
        skriver.start()
    sett = set()
    while any(skriver.is_alive() for skriver in skrivere):
        sett.add(pekeren.les(tmp_path)["fil"])
    assert sett <= {str(nr) * 5000 for nr in range(4)}
    assert [fil.name for fil in tmp_path.iterdir()] == [pekeren.PEKER]


def _skriv_mange(mappe, tegn: str) -> None:
    for _ in range(20):
        pekeren.skriv(mappe, {"fil": tegn * 5000})


def test_en_fil_som_ryddes_bort_mens_noen_ser_paa_den_er_skrevet_naa(tmp_path):
    fil = tmp_path / "fil"
    fil.touch()
    os.utime(fil, (1_000, 1_000))
    assert pekeren.skrevet(fil) == 1_000
    fil.unlink()
    assert pekeren.skrevet(fil) == pytest.approx(time.time(), abs=60)
