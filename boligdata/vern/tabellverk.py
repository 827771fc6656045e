"""Fra opptalte kuber til tabellverk: hvilke celler som finnes i en periode, og alt som binder dem
sammen.

Et tabellverk gjelder kuber som henger sammen, til vanlig i ett tertial. Strømmer tar med «hittil i
år», så tertialene kan legges sammen uten at avviket vokser. Når siste tertial er med, er hittil det
samme som året.
"""

import itertools
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from boligdata.felles import katalog
from boligdata.felles.katalog import Kube
from boligdata.vern.avrunding import BASIS, STRENGT_AVVIK, VIKTIGST, Tabellverk
from boligdata.vern.familie import (
    Familie,
    Maaltall,
    Nivaa,
    Rekke,
    Serie,
    foregaaende,
    tidligere,
)
from boligdata.vern.program import SLAG, Rekker, begynner, rekker, samlet

# Hva det koster å endre et publisert tall der noen er kommet til eller gått ut.
TREGHET = 50.0
# Antall er hele, så det som ikke er måltallet, er minst så langt fra det.
_PAA_DEN_ANDRE_SIDEN = 0.001


class DetViste(NamedTuple):
    """Det som er vist og skal stå: for hver serie en liste med tallet i hvert av familiens utsnitt,
    og −1 der ingenting er vist, og det største avviket som er erklært for hvert nivå.

    `helst` er på samme måte tall som er publisert, men der noen i cellen er kommet til eller gått
    ut, så de kan endres.
    """

    vist: dict[Serie, np.ndarray]
    avvik: dict[Nivaa, int]
    helst: dict[Serie, np.ndarray]

    def erklaert(self, serie: Serie, dypest: int, ellers: int) -> list[int]:
        """Avviket som er erklært for hver dybde i serien, fra 0 til `dypest`."""
        nivaaene = (
            Nivaa(serie.kube, serie.periode, dybde) for dybde in range(dypest + 1)
        )
        return [self.avvik.get(nivaa, ellers) for nivaa in nivaaene]


class _Celler(NamedTuple):
    """Celler slik de kommer til: en liste med én verdi for hver."""

    serie: np.ndarray
    utsnitt: np.ndarray
    antall: np.ndarray
    avtrykk: np.ndarray
    laast: np.ndarray
    helst: np.ndarray


class Bygger:
    """Samler cellene og kravene i tertialene. To celler i samme utsnitt med de samme medlemmene
    blir én, og viser det samme.

    `sist_vist` og `trekning` gir tallet en celle viste sist, eller −1, og trekningen, etter
    avtrykket. `kjenner_tomme` er sann når det regnes med at angriperen vet hvilke celler som er
    tomme. Det er mer enn det som kan leses av tallene, der 0 betyr høyst fire. `neste` er tertialet
    etter det siste, når beholdningene i det også skal følge av disse. `antakelser` er sann når
    angriperen også regner med det som nesten alltid gjelder. Ellers er det noe de viste tallene
    bare bryter når de må.
    """

    def __init__(
        self,
        familie: Familie,
        tertialer: list[str],
        det_viste: DetViste,
        sist_vist: Callable[[str], int] = lambda avtrykk: -1,
        trekning: Callable[[str], float] = lambda avtrykk: 0,
        kjenner_tomme: bool = True,
        neste: str | None = None,
        antakelser: bool = True,
    ):
        self.familie, self.tertialer, self.det_viste = familie, tertialer, det_viste
        self.sist_vist, self.trekning = sist_vist, trekning
        self.kjenner_tomme, self.neste = kjenner_tomme, neste
        self.antakelser = antakelser
        # For hver serie cellen i hvert av familiens utsnitt, og −1 der det ikke er noen. Til
        # tabellverket er bygd, er dette plassen blant cellene slik de kom til.
        self.plass: dict[Serie, np.ndarray] = {}
        self._serier: dict[Serie, int] = {}
        self._hittil_i_aar: dict[Serie, Rekke] = {}
        self._celler: list[_Celler] = []
        self._antall = 0
        self._rader, self._helst = _Rader(), _Rader()
        self._kjente: list[np.ndarray] = []

    def bygg(self) -> Tabellverk:
        """Tabellverket. `plass` sier etterpå hvor hver celle havnet."""
        for kube in self.familie.kuber.values():
            for tertial in self.tertialer:
                self._kube(kube, tertial)
        for aar, tertialer in itertools.groupby(
            self.tertialer, key=lambda tertial: tertial[:4]
        ):
            siste = max(tertialer)
            self._aaret(aar, [f"{aar}-T{nr}" for nr in range(1, int(siste[-1]) + 1)])
        for tertial in self.tertialer:
            self._sammenhengene(tertial)
            self._bevegelsene(tertial)
            self._antakelsene(tertial)
            self._maaltallene(tertial)
            self._halvdelene(tertial)
        if self.neste:
            self._bevegelsene(self.neste)
        self._forrige_er_del_av_noe_eksakt()
        return self._samle()

    def _aaret(self, aar: str, tertialer: list[str]) -> None:
        hele_aaret = tertialer[-1].endswith("T3")
        for kube in self.familie.kuber.values():
            if kube.tid == "stroem" and len(tertialer) > 1:
                self._hittil(kube, aar, tertialer)
            if kube.tid == "fulgt" and hele_aaret:
                self._kube(kube, aar)
                self._fulgt_gjennom_aaret(kube, aar, tertialer)
        if hele_aaret:
            self._sammenhengene(aar)
            self._maaltallene(aar)
            self._halvdelene(aar)

    def er_hittil(self, serie: Serie) -> bool:
        """Er perioden bare summen av tertialene så langt i år?"""
        kube = self.familie.alle_kuber[serie.kube]
        return "-T" not in serie.periode and kube.tid == "stroem"

    @property
    def antall_celler(self) -> int:
        """Hvor mange celler tabellverket fikk."""
        return 1 + max(int(plass.max(initial=-1)) for plass in self.plass.values())

    # -------------------------------------------------------------------------- cellene

    def _der_den_staar(self, serie: Serie) -> Serie:
        """Året til en beholdning er siste tertial."""
        kube = self.familie.alle_kuber[serie.kube]
        if "-T" not in serie.periode and kube.tid == "beholdning":
            return serie._replace(periode=f"{serie.periode}-T3")
        return serie

    def _plassene(self, serie: Serie) -> np.ndarray:
        if serie not in self.plass:
            self.plass[serie] = np.full(len(self.familie.utsnitt), -1)
        return self.plass[serie]

    def _i(
        self, serier: list[Serie], utsnitt: np.ndarray, ogsaa_null: bool = False
    ) -> np.ndarray:
        """Cellen i hver serie i hvert utsnitt, én rad per utsnitt. Den lages når den ikke finnes,
        og er −1 der tallet er null, med mindre det er den første serien og nullene skal være med.
        """
        serier = [self._der_den_staar(serie) for serie in serier]
        plassene = [self._plassene(serie) for serie in serier]
        celler = np.stack([plass[utsnitt] for plass in plassene], axis=1)
        if (celler >= 0).all():
            return celler
        rekkene = [self._rekke(serie) for serie in serier]
        antall = np.stack([rekke.antall_i(utsnitt) for rekke in rekkene], axis=1)
        lages = (celler < 0) & (antall > 0)
        if ogsaa_null:
            lages[:, 0] |= celler[:, 0] < 0
        if lages.any():
            avtrykk = np.stack([rekke.avtrykk_i(utsnitt) for rekke in rekkene], axis=1)
            rad, kolonne = np.nonzero(lages)
            celler[lages] = self._nye(
                np.array([self._serienummer(serie) for serie in serier])[kolonne],
                utsnitt[rad],
                antall[lages],
                avtrykk[lages],
                self._staar(self.det_viste.vist, serier, utsnitt)[lages],
                self._staar(self.det_viste.helst, serier, utsnitt)[lages],
            )
            for nr, plass in enumerate(plassene):
                plass[utsnitt] = celler[:, nr]
        return celler

    def _alle_i(self, serie: Serie, rekke: Rekke, tomme: np.ndarray) -> None:
        """Lag en celle for hvert utsnitt i rekken som ikke er null, og for hvert av de tomme."""
        self._tomme_i(serie, tomme, self._helst_i(serie, tomme))
        noen = rekke.antall > 0
        utsnitt = rekke.utsnitt[noen]
        self._plassene(serie)[utsnitt] = self._nye(
            np.full(len(utsnitt), self._serienummer(serie)),
            utsnitt,
            rekke.antall[noen],
            rekke.avtrykk[noen],
            self._staar(self.det_viste.vist, [serie], utsnitt)[:, 0],
            self._helst_i(serie, utsnitt),
        )

    def _helst_i(self, serie: Serie, utsnitt: np.ndarray) -> np.ndarray:
        return self._staar(self.det_viste.helst, [serie], utsnitt)[:, 0]

    def _tomme_i(self, serie: Serie, utsnitt: np.ndarray, helst: np.ndarray) -> None:
        """Lag en celle uten noen i for hvert av utsnittene. Den viser `helst` når den ikke er låst."""
        self._plassene(serie)[utsnitt] = self._nye(
            np.full(len(utsnitt), self._serienummer(serie)),
            utsnitt,
            np.zeros(len(utsnitt), dtype=int),
            np.full(len(utsnitt), -1),
            self._staar(self.det_viste.vist, [serie], utsnitt)[:, 0],
            helst,
        )

    def _nye(self, *felt: np.ndarray) -> np.ndarray:
        """Nye celler. Gir plassene de fikk."""
        self._celler.append(_Celler(*felt))
        foer = self._antall
        self._antall += len(felt[0])
        return np.arange(foer, self._antall)

    def _rekke(self, serie: Serie) -> Rekke:
        return self._hittil_i_aar.get(serie) or self.familie.rekke(serie)

    def _serienummer(self, serie: Serie) -> int:
        return self._serier.setdefault(serie, len(self._serier))

    @staticmethod
    def _staar(
        vist: dict[Serie, np.ndarray], serier: list[Serie], utsnitt: np.ndarray
    ) -> np.ndarray:
        """Det som er vist i hver serie i hvert utsnitt, én rad per utsnitt, og −1 der det ikke er
        noe.
        """
        ingen = np.full(len(utsnitt), -1)
        return np.stack(
            [vist[serie][utsnitt] if serie in vist else ingen for serie in serier],
            axis=1,
        )

    def _kube(self, kube: Kube, periode: str) -> None:
        for maal in kube.vernede:
            serie = Serie(kube.id, maal, periode)
            rekke = self.familie.rekke(serie)
            tomme = np.zeros(0, dtype=int)
            if kube.om_boliger or not self.kjenner_tomme:
                tomme = self.familie.tomme(serie)
            tomme = np.union1d(tomme, self._toemte(serie, rekke))
            self._alle_i(serie, rekke, tomme)
            summer = self.familie.summer(np.concatenate((rekke.utsnitt, tomme)))
            plass = self._plassene(serie)
            self._rader.summer(summer.rad, plass[summer.del_], plass[summer.hele])
            self._del_av_foerste_maal(kube, maal, periode)

    def _toemte(self, serie: Serie, rekke: Rekke) -> np.ndarray:
        """Utsnittene ingen er i lenger, men som fortsatt viser noe."""
        viser_noe = np.zeros(len(self.familie.utsnitt), dtype=bool)
        for hvor in (self.det_viste.vist, self.det_viste.helst):
            if serie in hvor:
                viser_noe |= hvor[serie] > 0
        utsnitt = np.flatnonzero(viser_noe)
        return utsnitt[rekke.antall_i(utsnitt) == 0]

    def _del_av_foerste_maal(self, kube: Kube, maal: str, periode: str) -> None:
        foerste = next(iter(kube.maal))
        serie = Serie(kube.id, maal, periode)
        if maal != foerste:
            self._hoeyst(
                [serie],
                serie._replace(maal=foerste),
                self.familie.rekke(serie).utsnitt,
                slag="sum",
            )

    # -------------------------------------------------------------------- sammenhengene

    def _hittil(self, kube: Kube, aar: str, tertialer: list[str]) -> None:
        """Hittil i år er summen av tertialene. Ved årets slutt er det året."""
        for maal in kube.vernede:
            hittil = Serie(kube.id, maal, aar)
            deler = [hittil._replace(periode=tertial) for tertial in tertialer]
            rekke = self.familie.hittil(hittil, tuple(tertialer))
            self._hittil_i_aar[hittil] = rekke
            toemte = self._toemte_deler(deler)
            ingen = toemte[rekke.antall_i(toemte) == 0]
            # Én celle kan stå selv om den er tømt, men ikke så mange at året blir feil.
            self._tomme_i(hittil, ingen, np.full(len(ingen), BASIS))
            # Cellene kommer til utsnitt for utsnitt: først summen, så delene.
            celler = self._i([hittil, *deler], np.concatenate((rekke.utsnitt, ingen)))
            self._rader.legg_til(celler, [-1] + [1] * len(deler))

    def _toemte_deler(self, deler: list[Serie]) -> np.ndarray:
        """Utsnittene som viser noe i en av delene, enda ingen er i den lenger. De har celler."""
        alle = [np.zeros(0, dtype=int)]
        for serie in deler:
            toemte = self._toemte(serie, self.familie.rekke(serie))
            mangler = toemte[self._plassene(serie)[toemte] < 0]
            self._tomme_i(serie, mangler, self._helst_i(serie, mangler))
            alle.append(toemte)
        return np.unique(np.concatenate(alle))

    def _fulgt_gjennom_aaret(self, kube: Kube, aar: str, tertialer: list[str]) -> None:
        """Den som var med i et tertial, var med i året."""
        antall = len(tertialer)
        for maal in kube.vernede:
            aaret = Serie(kube.id, maal, aar)
            deler = [aaret._replace(periode=tertial) for tertial in tertialer]
            celler = self._i([*deler, aaret], self.familie.rekke(aaret).utsnitt)
            hver_for_seg = np.eye(antall, antall + 1, dtype=int)
            hver_for_seg[:, -1] = -1
            til_sammen = np.array([1] * antall + [-1])
            self._rader.legg_til(
                celler.repeat(antall + 1, axis=0),
                np.tile(np.vstack((hver_for_seg, til_sammen)), (len(celler), 1)),
                np.tile([-np.inf] * antall + [0], len(celler)),
                np.tile([0] * antall + [np.inf], len(celler)),
                "aar",
            )

    def _sammenhengene(self, periode: str) -> None:
        for regel, gjelder in self.familie.sammenhenger:
            if not (regel.forrige and "-T" not in periode):
                self._sammenheng(regel, gjelder, periode)

    def _sammenheng(
        self, regel: katalog.Sammenheng, gjelder: np.ndarray, periode: str
    ) -> None:
        delenes_periode = foregaaende(periode) if regel.forrige else periode
        deler = [Serie(kube, maal, delenes_periode) for kube, maal in regel.deler]
        hele = Serie(*regel.hele, periode)
        if any(map(self.familie.har, deler)):
            utsnitt = self.familie.utsnittene(
                [self.familie.rekke(serie) for serie in (*deler, hele)]
            )
            self._hoeyst(deler, hele, utsnitt[gjelder[utsnitt]], "kuber", regel.lik)

    def _hoeyst(
        self,
        deler: list[Serie],
        hele: Serie,
        utsnitt: np.ndarray,
        slag: str,
        lik: bool = False,
    ) -> None:
        """Delene er til sammen høyst det hele, eller lik det. Er det hele eksakt, som antall
        boliger, er det et kjent tall.
        """
        minst = 0 if lik else -np.inf
        if hele.maal in self.familie.kuber[hele.kube].vernede:
            celler = self._i([*deler, hele], utsnitt)
            self._rader.legg_til(
                celler, [1] * len(deler) + [-1], minst, oevre=0, slag=slag
            )
            return
        # Der det hele ikke står, er det ikke noe å regne mot.
        alle = self._i(deler, utsnitt)
        eksakt = self.familie.rekke(hele)
        staar = eksakt.plass[utsnitt] >= 0
        celler, antall = alle[staar], eksakt.antall_i(utsnitt[staar])
        self._rader.legg_til(
            celler, [1] * len(deler), antall if lik else minst, antall, slag
        )
        faa = celler[antall < BASIS]
        self._kjente.append(faa[faa >= 0])

    def _bevegelsene(self, tertial: str) -> None:
        """Beholdningen i forrige tertial, og de som kom inn, minus de som gikk ut, er beholdningen."""
        for regel, gjelder in self.familie.bevegelser:
            forrige = Serie(*regel.beholdning, foregaaende(tertial))
            if not self.familie.har(forrige):
                continue
            serier = [
                forrige,
                Serie(*regel.inn, tertial),
                Serie(*regel.ut, tertial),
                Serie(*regel.beholdning, tertial),
            ]
            utsnitt = self.familie.utsnittene(
                [self.familie.rekke(serie) for serie in serier]
            )
            celler = self._i(
                serier, utsnitt[gjelder[utsnitt]], ogsaa_null=not self.kjenner_tomme
            )
            self._rader.legg_til(celler, [1, 1, -1, -1], slag="bevegelse")

    def _antakelsene(self, tertial: str) -> None:
        """Det som nesten alltid gjelder, der det gjelder de virkelige tallene."""
        for ledd, utsnittene in self.familie.antatt:
            serier = [Serie(*et.maal, tidligere(tertial, et.foer)) for et in ledd]
            if not all(map(self.familie.har, serier)):
                continue
            fortegn = [et.fortegn for et in ledd]
            rekkene = [self.familie.rekke(serie) for serie in serier]
            antall = [
                rekke.antall_i(utsnitt) for rekke, utsnitt in zip(rekkene, utsnittene)
            ]
            gjelder = np.array(fortegn) @ np.array(antall) <= 0
            celler = [
                self._i([serie], utsnitt[gjelder])
                for serie, utsnitt in zip(serier, utsnittene)
            ]
            rader = self._rader if self.antakelser else self._helst
            rader.legg_til(np.hstack(celler), fortegn, nedre=-np.inf, slag="antatt")

    def _maaltallene(self, periode: str) -> None:
        """Om måltallene er nådd for hele kommunen, publiseres slik det virkelig er. Det er ett krav
        til om tallene.
        """
        for maaltall in self.familie.maaltall:
            teller = self._der_den_staar(Serie(*maaltall.teller, periode))
            # Året til en beholdning er siste tertial, som har kravet sitt.
            staar = self._rekke(teller).plass[maaltall.utsnitt] >= 0
            if staar and teller.periode == periode:
                self._maaltallet(maaltall, teller)

    def _maaltallet(self, maaltall: Maaltall, teller: Serie) -> None:
        utsnitt = np.array([maaltall.utsnitt])
        [antall] = self._rekke(teller).antall_i(utsnitt)
        serier, vekter, deles_paa = [teller], [maaltall.faktor], 1
        kjent = maaltall.maaltall
        if maaltall.nevner:
            nevner = Serie(*maaltall.nevner, teller.periode)
            [deles_paa] = self._rekke(nevner).antall_i(utsnitt)
            if deles_paa < maaltall.minste_nevner:
                return
            if nevner.maal in self.familie.kuber[nevner.kube].vernede:
                serier.append(nevner)
                vekter.append(-maaltall.maaltall)
                kjent = 0
            else:
                kjent *= deles_paa
        over = maaltall.faktor * antall - maaltall.maaltall * deles_paa
        # Er det nådd, kan tallet være måltallet selv. Ellers er det på den andre siden.
        minst, mest = {
            (True, True): (0, np.inf),
            (True, False): (-np.inf, -_PAA_DEN_ANDRE_SIDEN),
            (False, True): (-np.inf, 0),
            (False, False): (_PAA_DEN_ANDRE_SIDEN, np.inf),
        }[maaltall.opp, over >= 0 if maaltall.opp else over <= 0]
        self._rader.legg_til(
            self._i(serier, utsnitt), vekter, kjent + minst, kjent + mest, "maaltall"
        )

    def _halvdelene(self, periode: str) -> None:
        """Medianen vises, og sier om flere eller færre enn halvparten er på den ene siden av en
        grense. Er det akkurat halvparten, er det ingenting å kreve: å vise akkurat halvparten går
        sjelden opp i hele femmere.
        """
        for halvdel in self.familie.halvdeler:
            nevner = self._der_den_staar(Serie(*halvdel.nevner, periode))
            if nevner.periode != periode:
                continue
            hele = self._rekke(nevner)
            teller = Serie(*halvdel.teller, periode)
            over = 2 * self._rekke(teller).antall_i(hele.utsnitt) - hele.antall
            sies = (hele.antall >= halvdel.minst) & (over != 0)
            if sies.any():
                self._rader.legg_til(
                    self._i([teller, nevner], hele.utsnitt[sies]),
                    [2, -1],
                    np.where(over[sies] > 0, 0, -np.inf),
                    np.where(over[sies] > 0, np.inf, 0),
                    "maaltall",
                )

    def _forrige_er_del_av_noe_eksakt(self) -> None:
        """Det eksakte setter en grense også for beholdningen i tertialet før det første."""
        forrige = foregaaende(self.tertialer[0])
        for kube, _ in self.familie.eksakte:
            for maal in self.familie.kuber[kube].vernede:
                self._del_av_foerste_maal(self.familie.kuber[kube], maal, forrige)

    # ------------------------------------------------------------------------- samling

    def _samle(self) -> Tabellverk:
        """Tabellverket, der celler i samme utsnitt med de samme medlemmene er én."""
        kom = _Celler(*map(np.concatenate, zip(*self._celler)))
        serier = list(self._serier)
        perioder = {
            periode: nr
            for nr, periode in enumerate(
                dict.fromkeys(serie.periode for serie in serier)
            )
        }
        kubene = [self.familie.alle_kuber[serie.kube] for serie in serier]
        om_boliger = np.array([kube.om_boliger for kube in kubene])[kom.serie]
        # I samme utsnitt vet angriperen at to tall gjelder de samme. At to grupper ellers har de
        # samme medlemmene, vet den ikke. En låst celle har sitt eget tall, også når en annen med de
        # samme medlemmene står fritt.
        celle, foerste = _nummerer(
            np.array([perioder[serie.periode] for serie in serier])[kom.serie],
            np.where((kom.antall > 0) & ~om_boliger, kom.avtrykk, -1 - kom.serie),
            kom.utsnitt,
            kom.laast,
        )
        antall = len(foerste)
        for plass in self.plass.values():
            plass[plass >= 0] = celle[plass[plass >= 0]]
        dybde = self.familie.dybde[kom.utsnitt]
        erklaert = np.full(antall, np.iinfo(int).max)
        avvik = [
            self.det_viste.erklaert(serie, self.familie.dypest, STRENGT_AVVIK)
            for serie in serier
        ]
        np.minimum.at(erklaert, celle, np.array(avvik)[kom.serie, dybde])
        er_sum, kjent = np.zeros((2, antall), dtype=bool)
        er_sum[celle[np.array([self.er_hittil(s) for s in serier])[kom.serie]]] = True
        # De små tallene i det neste tertialet prøves når det tertialet står for tur.
        i_neste = np.array([serie.periode == self.neste for serie in serier])
        kjent[celle[om_boliger | i_neste[kom.serie]]] = True
        for faa in self._kjente:
            kjent[celle[faa]] = True
        avtrykk = [
            self.familie.avtrykk[nr] if nr >= 0 else "" for nr in kom.avtrykk[foerste]
        ]
        sist_vist = np.array([self.sist_vist(tegn) for tegn in avtrykk], dtype=int)
        helst = kom.helst[foerste]
        return Tabellverk(
            antall=kom.antall[foerste],
            tabell=np.array([kube.id for kube in kubene], dtype=object)[
                kom.serie[foerste]
            ],
            rekker=self._rader.samlet(celle),
            trekning=np.array([self.trekning(tegn) for tegn in avtrykk], dtype=float),
            laast=kom.laast[foerste],
            oensket=np.where(helst >= 0, helst, sist_vist),
            treghet=np.where(helst >= 0, TREGHET, 0.0),
            sum_=er_sum,
            # Må noe avvike mer enn fire, er det bedre at det er i de minste gruppene enn i totalen.
            viktighet=(VIKTIGST - dybde[foerste]).astype(float),
            kjent=kjent,
            erklaert=erklaert,
            helst=self._helst.samlet(celle),
        )


def _nummerer(*kolonner: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Et nummer til hver ulik rad, i rekkefølgen radene kommer, og plassen til den første raden med
    hvert nummer.
    """
    rekkefoelge = np.lexsort(kolonner)
    begynnelser = begynner(*(kolonne[rekkefoelge] for kolonne in kolonner))
    foerste = rekkefoelge[begynnelser]
    etter_plass = np.argsort(foerste)
    nummer = np.empty(len(foerste), dtype=int)
    nummer[etter_plass] = np.arange(len(foerste))
    ut = np.empty(len(rekkefoelge), dtype=int)
    ut[rekkefoelge] = nummer.repeat(np.diff(begynnelser, append=len(ut)))
    return ut, foerste[etter_plass]


class _Rader:
    """Rader i en matrise som bygges opp litt etter litt."""

    def __init__(self):
        self._antall = 0
        self._ledd: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []
        self._grenser: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []

    def legg_til(self, celler, vekter, nedre=0.0, oevre=0.0, slag: str = "sum") -> None:
        """En ny rad for hver rad i `celler`, der −1 er ingen celle. Vektene og grensene er de samme
        i alle radene, eller én for hver.
        """
        rad, kolonne = np.nonzero(celler >= 0)
        vekter = np.broadcast_to(vekter, celler.shape)
        self._ledd.append(
            (self._antall + rad, celler[rad, kolonne], vekter[rad, kolonne])
        )
        self._nye(len(celler), nedre, oevre, slag)

    def summer(self, rad: np.ndarray, deler: np.ndarray, hele: np.ndarray) -> None:
        """Nye rader der summen av delene er det hele. `rad` er raden hver del står i."""
        alle = np.concatenate((rad, np.arange(len(hele))))
        celler = np.concatenate((deler, hele))
        vekter = np.repeat([1, -1], [len(rad), len(hele)])
        med = celler >= 0
        self._ledd.append((self._antall + alle[med], celler[med], vekter[med]))
        self._nye(len(hele), 0.0, 0.0, "sum")

    def _nye(self, antall: int, nedre, oevre, slag: str) -> None:
        self._antall += antall
        self._grenser.append(
            (
                np.broadcast_to(np.asarray(nedre, dtype=float), antall),
                np.broadcast_to(np.asarray(oevre, dtype=float), antall),
                np.full(antall, SLAG.index(slag), dtype=np.int8),
            )
        )

    def samlet(self, celle: np.ndarray) -> Rekker:
        """Radene som matrise, der `celle` er cellen hver plass ble til."""
        if not self._ledd:
            return rekker(())
        rad, plass, vekt = map(np.concatenate, zip(*self._ledd))
        return samlet(
            rad, celle[plass], vekt, *map(np.concatenate, zip(*self._grenser))
        )
