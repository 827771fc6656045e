"""Sakene angriperen får: en kommune slik den er publisert, og fasiten."""

import random
from collections import defaultdict

import numpy as np
from angriper import (
    alle_kan_se_det,
    erklaert_avvik,
    grenser,
    kunnskap,
    tall_i_filen,
)
from uttrekk import sett, siste_aar

from boligdata import bygg


class Sak:
    """Det angriperen har: hva den ser, hva den vet, og til slutt fasiten."""

    def __init__(self, publisert, internt):
        self.publisert, self.ekte = tall_i_filen(publisert), tall_i_filen(internt)
        self.med_antatt = kunnskap(self.ekte, ogsaa_antatt=True)
        self.kunnskap = self.med_antatt.uten("antatt")
        celler, self.erklaert = self.kunnskap.celler, erklaert_avvik(publisert)
        self.n = np.array([self.ekte.get(c, 0) for c in celler])
        self.vist = np.array([self.publisert.get(c, 0) for c in celler])
        self.avvik = np.array(
            [self.erklaert[c.kube, c.periode, len(c.utsnitt)] for c in celler]
        )
        self.smaa = (
            (self.n > 0)
            & (self.n < 5)
            & ~np.array([alle_kan_se_det(c, self.ekte) for c in celler])
        )

    def bevist(self, kunnskap_) -> list:
        """De små cellene som etter dette er bevist å ligge mellom 1 og 4."""
        return self.mellom_1_og_4(*self.grenser(kunnskap_))

    def grenser(self, kunnskap_) -> tuple[np.ndarray, np.ndarray]:
        """Det minste og det største hver celle kan være etter dette."""
        return grenser(
            kunnskap_,
            np.maximum(self.vist - self.avvik, self.vist > 0),
            self.vist + self.avvik,
        )

    def resten(self, maalgruppe, nedre, oevre):
        """Alle de andre målgruppene til sammen i hvert tall som kan deles etter målgruppe: det
        minste og det største de kan være, og hvor mange de er.
        """
        plass = {celle: nr for nr, celle in enumerate(self.kunnskap.celler)}
        deler = defaultdict(dict)
        for celle, nr in plass.items():
            gruppe = dict(celle.utsnitt).get("maalgruppe")
            hele = celle._replace(
                utsnitt=tuple(par for par in celle.utsnitt if par[0] != "maalgruppe")
            )
            if gruppe and hele in plass and not alle_kan_se_det(hele, self.ekte):
                deler[plass[hele]][gruppe] = nr
        for hele, grupper in deler.items():
            egen = grupper.pop(maalgruppe, None)
            andre = list(grupper.values())
            if andre:
                fra, til = (0, 0) if egen is None else (nedre[egen], oevre[egen])
                yield (
                    self.kunnskap.celler[hele],
                    max(nedre[hele] - til, nedre[andre].sum()),
                    min(oevre[hele] - fra, oevre[andre].sum()),
                    self.n[andre].sum(),
                )

    def mellom_1_og_4(self, nedre, oevre) -> list:
        """De små cellene med disse grensene."""
        treff = np.flatnonzero(self.smaa & (nedre > 0.5) & (oevre < 4.5))
        return [(self.kunnskap.celler[i], self.n[i], self.vist[i]) for i in treff]


def utvalg(uttrekk, froe: int, andel: float) -> None:
    """Lag uttrekk fra 2024 med noen tilfeldige av leieforholdene og søknadene i eksempelet."""
    siste_aar(uttrekk, 2024)
    terning = random.Random(froe)
    for navn, koding in (("leieforhold.csv", "utf-8-sig"), ("soeknad.csv", "cp1252")):
        hode, *rader = (uttrekk / navn).read_text(encoding=koding).splitlines()
        (uttrekk / navn).write_text(
            "\n".join([hode, *(r for r in rader if terning.random() < andel)]),
            encoding=koding,
        )


def publiser(mappe, per_dato: str) -> None:
    """Bygg tallene til denne datoen."""
    sett(mappe / "inn", "per_dato", per_dato)
    bygg.bygg(mappe / "inn", mappe / "publisert")
