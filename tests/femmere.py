"""Vernede antall er hele femmere: i tallene, i kolonnene og i det som står skrevet."""

import re

import pandas as pd


def er_hel_femmer(tall):
    return pd.isna(tall) or tall % 5 == 0


def skrevne_tall(tekst):
    """Hvert tall i en tekst, uten årstall, datoer og perioder."""
    tekst = tekst.replace("\N{NO-BREAK SPACE}", "")
    tekst = re.sub(
        r"\d\d?\.\d\d\.\d{4}|\b[1-3]\. tertial \d{4}|\b(19|20)\d\d\b", "", tekst
    )
    return [int(t) for t in re.findall(r"(?<![\d,–])\d+(?![\d–]|,\d)", tekst)]


def vernede_kolonner(k):
    """Kolonnene i tabellen som er antall av personer, husstander eller saker."""
    return [
        navn
        for navn, enhet in k.enheter.items()
        if enhet.navn == "antall" and enhet.vernet
    ]
