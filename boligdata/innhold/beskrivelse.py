"""Planens tre «skal beskrive»-punkter, skrevet av tallene så de kan leses høyt i et møte og settes
inn i planen. Setningene står i `beskrivelse.toml`.

Hver setning står på egne bein. Et tall som mangler, gir ingen setning, aldri en gjetning.
"""

import functools
import string
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from boligdata import lesing
from boligdata.felles import katalog, maalform, norsk
from boligdata.felles.config import PAKKE
from boligdata.felles.erklaering import Blokk, krev, les_toml
from boligdata.felles.maalform import si
from boligdata.innhold import setninger
from boligdata.innhold.erklaert import krev_egenskap, krev_indikator
from boligdata.innhold.kort import Valg
from boligdata.innhold.rangering import KAN_VAERE_HOEYERE, Rad, ranger
from boligdata.lesing import UKJENT, LestIndikator

_UTEN_INDIKATOR = ("tilbud", "enheter", "gruppe")
_I_EN_GRUPPE = ("gruppe", "i_gruppen")
NULL_TIL_FIRE = "0–4"
# En gruppe det ikke er noen rad om: tallet, og det meste det kan være.
_INGEN = (0.0, 4.0)


@dataclass(frozen=True)
class Plass:
    """Et sted i en setning der det skal stå et tall eller et navn, som «{flest:boliger per
    boligtype}».
    """

    slag: str
    indikator: str = ""
    egenskap: str = ""
    ord: str = ""

    def sjekk(self, for_hver: str) -> None:
        """Stopp når det plassen viser til, ikke finnes. `for_hver` er egenskapen avsnittet gjentas
        for, eller «».
        """
        krev(self.slag in _SKRIV, f"ukjent plass «{self.slag}» i en setning.")
        krev(
            bool(for_hver) or self.slag not in _I_EN_GRUPPE,
            f"«{self.slag}» kan bare stå i et avsnitt med «for_hver».",
        )
        if self.slag not in _UTEN_INDIKATOR:
            krev_indikator(self.slag, self.indikator)
        if self.slag == "flest":
            krev_egenskap(self.slag, self.egenskap, self.indikator)
        if self.slag == "i_gruppen":
            krev_egenskap("for_hver", for_hver, self.indikator)


@dataclass(frozen=True)
class Avsnitt:
    """Setninger som hører sammen. Med `for_hver` sies de for hver gruppe av egenskapen."""

    setninger: tuple[str, ...]
    for_hver: str = ""

    def __post_init__(self):
        for plass in self.plasser:
            plass.sjekk(self.for_hver)

    @property
    def plasser(self) -> tuple[Plass, ...]:
        """Alt som skal fylles ut."""
        deler = [del_ for setning in self.setninger for del_ in _deler(setning)]
        return tuple(plass for _, plass in deler if plass)


@dataclass(frozen=True)
class Punkt:
    """Ett av planens «skal beskrive»-punkter."""

    id: str
    tittel: str
    avsnitt: tuple[Avsnitt, ...]


@functools.cache
def _deler(setning: str) -> tuple[tuple[str, Plass | None], ...]:
    """Setningen som tekst og plassen som følger etter den."""
    return tuple(
        (tekst, None if slag is None else _plass(slag, mer))
        for tekst, slag, mer, _ in string.Formatter().parse(setning)
    )


def _plass(slag: str, mer: str) -> Plass:
    indikator, _, egenskap = mer.partition(" per ")
    indikator, _, ord_ = indikator.partition(" som ")
    return Plass(slag, indikator, egenskap, ord_)


def les_punkter(fil: Path) -> dict[str, Punkt]:
    """Punktene som er erklært i filen."""
    innhold = les_toml(fil)
    innhold.krev_noekler(["punkt"])
    return {id: _punkt(id, blokk) for id, blokk in innhold.blokker("punkt").items()}


def _punkt(id: str, blokk: Blokk) -> Punkt:
    avsnitt = tuple(under.lag(Avsnitt) for under in blokk.liste("avsnitt"))
    return blokk.lag(Punkt, id, lest={"avsnitt": avsnitt})


def lag(punkt: str, valg: Valg) -> list[str]:
    """Avsnittene for ett av punktene i `punkter()`, for hele kommunen og perioden som er valgt."""
    return _lag(punkt, valg.hele_kommunen)


@lesing.husk
def _lag(punkt: str, hele: Valg) -> list[str]:
    tall = _Tall(hele)
    utfylt = (
        [setning for setning in setninger if setning]
        for avsnitt in punkter()[punkt].avsnitt
        for setninger in _utfylt(avsnitt, tall)
    )
    return [" ".join(setninger) for setninger in utfylt if setninger]


def _utfylt(avsnitt: Avsnitt, tall: "_Tall") -> Iterator[list[str]]:
    """Setningene i avsnittet, én gang, eller én gang for hver gruppe som har noen."""
    if not avsnitt.for_hver:
        yield [_setning(mal, tall) for mal in avsnitt.setninger]
        return
    navn = lesing.dimensjon(avsnitt.for_hver)
    per_gruppe = {
        plass.indikator: tall.per(plass.indikator, avsnitt.for_hver)
        for plass in avsnitt.plasser
        if plass.slag == "i_gruppen"
    }
    har_noen = {
        kode
        for antall in per_gruppe.values()
        for kode, (verdi, _) in antall.items()
        if verdi > 0
    }
    for kode in navn:
        if kode in har_noen:
            i_gruppen = {
                id: antall.get(kode, _INGEN) for id, antall in per_gruppe.items()
            }
            tall_ = _Gruppetall(tall.valg, navn[kode], i_gruppen)
            yield [_setning(mal, tall_) for mal in avsnitt.setninger]


def _setning(mal: str, tall: "_Tall") -> str:
    """Setningen, når alle tallene i den finnes. Er et av dem for en tidligere periode enn den som er
    valgt, står det etter den.
    """
    ut = []
    for tekst, plass in _deler(mal):
        ut.append(tekst)
        if plass:
            svar = _SKRIV[plass.slag](tall, plass)
            if svar is None:
                return ""
            ut.append(svar)
    return norsk.stor("".join(ut)) + _tidligere(mal, tall)


def _tidligere(mal: str, tall: "_Tall") -> str:
    """« Tallet er for 2024, det siste som er kjent.» Ellers ville teksten sagt at det var for den
    perioden som er valgt. Sier setningen selv når tallet gjelder, trengs det ikke.
    """
    plasser = [plass for _, plass in _deler(mal) if plass and plass.indikator]
    sagt = {plass.indikator for plass in plasser if plass.slag == "naar"}
    perioder = {
        plass.indikator: tall.periode(plass)
        for plass in plasser
        if plass.indikator not in sagt
    }
    tidligere = {
        id: periode for id, periode in perioder.items() if periode != tall.valg.periode
    }
    if not tidligere:
        return ""
    if tidligere == perioder and len(set(tidligere.values())) == 1:
        periode = norsk.periode(next(iter(tidligere.values())))
        if len(perioder) == 1:
            sagt_om = [
                si("Tallet er for {periode}, det siste som er kjent.", periode=periode)
            ]
        else:
            sagt_om = [
                si("Tallene er for {periode}, det siste som er kjent.", periode=periode)
            ]
    else:
        sagt_om = [
            si(
                "Tallet «{navn}» er for {periode}, det siste som er kjent.",
                navn=katalog.indikatorer()[id].navn,
                periode=norsk.periode(periode),
            )
            for id, periode in tidligere.items()
        ]
    return "".join(f" {setning}" for setning in sagt_om)


@dataclass(frozen=True, eq=False)
class _Svar:
    """Svaret på ett spørsmål, indikatoren slik den er lest, og perioden svaret er for. Er ingenting
    publisert, er det ingen rader, ingen indikator og ingen periode.
    """

    data: pd.DataFrame
    indikator: LestIndikator | None = None
    periode: str = ""

    @property
    def verdi(self) -> float | None:
        """Tallet i den eneste raden, eller None når det ikke er kjent."""
        verdier = self.data["verdi"]
        return None if verdier.empty or pd.isna(verdier.iloc[0]) else verdier.iloc[0]

    def skriv(self, verdi: float) -> str:
        """Tallet med enheten sin."""
        return norsk.med_enhet(verdi, self.indikator.visningsenhet)

    def skriv_antall(self, verdi: float, oevre: float, ordet: str = "") -> str:
        """Antallet slik det leses i en tekst."""
        skrevet = self.skriv(verdi)
        if skrevet == NULL_TIL_FIRE:
            skrevet = _null_til_fire(oevre)
        return f"{skrevet} {norsk.ord_for(verdi, ordet)}".rstrip()


def _null_til_fire(oevre: float) -> str:
    """«0–4» slik det leses i en tekst: «færre enn fem» når det ikke kan være flere."""
    return si("færre enn fem") if oevre < 5 else NULL_TIL_FIRE


class _Tall:
    """Tallene i én periode, skrevet slik de skal stå i en setning. Det som ikke kan skrives, er
    None.
    """

    def __init__(self, valg: Valg):
        self.valg = valg

    def naar(self, plass: Plass) -> str:
        """Når tallet gjelder."""
        indikator = katalog.indikatorer()[plass.indikator]
        return norsk.naar(self.periode(plass), indikator)

    def periode(self, plass: Plass) -> str:
        """Perioden tallet er for. Må husstandene følges en tid, er det en tidligere enn den som er
        valgt.
        """
        return self._svar(plass.indikator).periode or self.valg.periode

    def tall(self, plass: Plass) -> str | None:
        """Tallet for hele kommunen."""
        svar = self._svar(plass.indikator)
        if svar.verdi is None:
            return None
        return setninger.tallet(svar.indikator, svar.data.iloc[0])

    def antall(self, plass: Plass) -> str | None:
        """Tallet med ordet for det som telles: «1 husstand», «12 husstander»."""
        svar = self._svar(plass.indikator)
        if svar.verdi is None:
            return None
        ordet = plass.ord or svar.indikator.enhetsord
        return svar.skriv_antall(svar.verdi, svar.data["oevre"].iloc[0], ordet)

    def flest(self, plass: Plass) -> str | None:
        """De største gruppene: «eldre (25) og flyktninger (20)». Kan andre være like store, står det
        etter.
        """
        svar = self._svar(plass.indikator, plass.egenskap)
        navn = lesing.dimensjon(plass.egenskap)
        data = svar.data[svar.data[plass.egenskap] != UKJENT].dropna(subset=["verdi"])
        data = data.sort_values("verdi", ascending=False, kind="stable")
        synkende = [
            Rad(
                norsk.liten(navn[getattr(rad, plass.egenskap)]),
                svar.skriv(rad.verdi),
                rad.nedre,
                rad.oevre,
                rad.verdi > 0,
            )
            for rad in data.itertuples()
        ]
        rangert = ranger(synkende, lambda navnet, tall: f"{navnet} ({tall})")
        if not rangert.deler:
            return None
        ikke_sikkert = "" if rangert.sikkert else f". {si(KAN_VAERE_HOEYERE)}"
        return f"{norsk.ramse(rangert.deler)}{ikke_sikkert}"

    def per(self, id: str, egenskap: str) -> dict[str, tuple[float, float]]:
        """Tallet for hver verdi av egenskapen, og det meste det kan være. Det som mangler, er ikke
        med.
        """
        data = self._svar(id, egenskap).data
        kjent = data[data["verdi"].notna() & (data[egenskap] != UKJENT)]
        return {
            kode: (verdi, oevre)
            for kode, verdi, oevre in zip(
                kjent[egenskap], kjent["verdi"], kjent["oevre"]
            )
        }

    def _svar(self, id: str, *fordeling: str) -> _Svar:
        indikator, valg = katalog.indikatorer()[id], self.valg
        try:
            spoersmaal = lesing.still(
                indikator, valg.periodetype, valg.periode, fordeling
            )
            data = lesing.svar(spoersmaal, bare_siste=True)
        except lesing.IkkePublisert:
            kolonner = ("verdi", "oevre", "flagg", *fordeling)
            return _Svar(pd.DataFrame({kolonne: [] for kolonne in kolonner}))
        return _Svar(data, spoersmaal.indikator, spoersmaal.periode)


class _Gruppetall(_Tall):
    """Tallene der noen av dem gjelder én gruppe. `antall` er dem, og det meste de kan være."""

    def __init__(self, valg: Valg, navn: str, antall: dict[str, tuple[float, float]]):
        super().__init__(valg)
        self.navn, self._antall = navn, antall

    def i_gruppen(self, plass: Plass) -> str:
        """Tallet i gruppen. Har den ingen, er det et svar som skal sies."""
        verdi, oevre = self._antall[plass.indikator]
        ingen = _null_til_fire(oevre) if lesing.meta().vernet else si("ingen")
        return f"{norsk.tall(verdi) if verdi else ingen} {norsk.ord_for(verdi, plass.ord)}".rstrip()


def _tilbud(tall: _Tall, plass: Plass) -> str | None:
    return str(len(lesing.tabell("tjenestekatalog"))) if _har_katalog() else None


def _enheter(tall: _Tall, plass: Plass) -> str | None:
    enheter = lesing.tabell("tjenestekatalog")["enhet"]
    return norsk.med_ord(enheter.nunique(), si("enheter")) if _har_katalog() else None


def _har_katalog() -> bool:
    return not lesing.tabell("tjenestekatalog").empty


# Det som kan stå mellom krøllparentesene i en setning, og hvordan det skrives.
_SKRIV: dict[str, Callable[..., str | None]] = {
    "naar": _Tall.naar,
    "tall": _Tall.tall,
    "antall": _Tall.antall,
    "flest": _Tall.flest,
    "gruppe": lambda tall, plass: tall.navn,
    "i_gruppen": _Gruppetall.i_gruppen,
    "tilbud": _tilbud,
    "enheter": _enheter,
}


@maalform.husk
def punkter() -> dict[str, Punkt]:
    """Planens punkter, på målformen som er i bruk."""
    return les_punkter(PAKKE / "innhold" / "beskrivelse.toml")


def gjelder_alle(valg: Valg) -> bool:
    """Er ingenting filtrert? Teksten gjelder alltid hele kommunen."""
    return not valg.valgte
