"""Sakene angriperen får: en kommune slik den er publisert, og fasiten."""

import functools
import random
from collections import defaultdict

import numpy as np
from angriper import (
    Celle,
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

    def bevist_av_en_ansatt(self, maalgruppe: str) -> list[Celle]:
        """Ansatten har eksakte tall om målgruppen samlet, alle de publiserte, og trekker dem fra
        hverandre: cellene der en annen målgruppe, eller alle de andre til sammen, er bevist små.
        """
        egne = self._gruppen == maalgruppe
        eksakt = egne & self._bare_delt_en_gang
        # Ansatten vet alt angriperen vet, så det er ingen grunn til å begynne forfra.
        nedre, oevre = self.snevret_inn
        nedre, oevre = grenser(
            self.kunnskap,
            np.where(eksakt, self.n, nedre),
            np.where(eksakt, self.n, oevre),
        )
        andre = ~egne & (self._gruppen != "")
        funnet = np.flatnonzero(andre & self.smaa & (nedre > 0.5) & (oevre < 4.5))
        celler = self.kunnskap.celler
        return [celler[nr] for nr in funnet] + [
            celler[nr] for nr in self._smaa_rester(maalgruppe, nedre, oevre)
        ]

    @functools.cached_property
    def snevret_inn(self) -> tuple[np.ndarray, np.ndarray]:
        """Grensene etter alt som er publisert, og alt definisjonene sier."""
        return self.grenser(self.kunnskap)

    @functools.cached_property
    def _gruppen(self) -> np.ndarray:
        """Målgruppen hver celle gjelder, og ingenting der den gjelder alle."""
        celler = self.kunnskap.celler
        return np.array([dict(c.utsnitt).get("maalgruppe", "") for c in celler])

    @functools.cached_property
    def _bare_delt_en_gang(self) -> np.ndarray:
        return np.array([len(c.utsnitt) == 1 for c in self.kunnskap.celler])

    @functools.cached_property
    def _delt_paa_maalgruppe(self) -> tuple[np.ndarray, dict[str, np.ndarray]]:
        """Plassen til hvert tall som kan deles etter målgruppe, og til hver målgruppe i det: −1 der
        den ikke er.
        """
        plass = {celle: nr for nr, celle in enumerate(self.kunnskap.celler)}
        deler = defaultdict(dict)
        for (celle, nr), gruppe in zip(plass.items(), self._gruppen.tolist()):
            utsnitt = tuple(par for par in celle.utsnitt if par[0] != "maalgruppe")
            hele = Celle(*celle[:3], utsnitt)
            if gruppe and hele in plass and not alle_kan_se_det(hele, self.ekte):
                deler[plass[hele]][gruppe] = nr
        return np.array([*deler]), {
            gruppe: np.array([grupper.get(gruppe, -1) for grupper in deler.values()])
            for gruppe in set(self._gruppen.tolist()) - {""}
        }

    def _smaa_rester(self, maalgruppe, nedre, oevre) -> np.ndarray:
        """Plassen til tallene der det er bevist at de andre målgruppene til sammen er små."""
        hele, deler = self._delt_paa_maalgruppe
        ingen = np.full(len(hele), -1)
        egen = deler.get(maalgruppe, ingen)
        andre = [nr for gruppe, nr in deler.items() if gruppe != maalgruppe]

        def i_gruppen(tall, nr):
            return np.where(nr >= 0, tall[nr], 0)

        minst, mest, ekte = (
            sum(i_gruppen(tall, nr) for nr in andre) for tall in (nedre, oevre, self.n)
        )
        minst = np.maximum(minst, nedre[hele] - i_gruppen(oevre, egen))
        mest = np.minimum(mest, oevre[hele] - i_gruppen(nedre, egen))
        noen = np.any([nr >= 0 for nr in andre], axis=0)
        return hele[noen & (minst > 0.5) & (mest < 4.5) & (ekte > 0) & (ekte < 5)]

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
