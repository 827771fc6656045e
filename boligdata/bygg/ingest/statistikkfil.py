"""CSV og Excel fra statistikkbanken om en tabell vi henter, gjort om til det svaret i JSON-stat2 ville vært.

En slik fil sier ikke hvilken variabel en kolonne er. Det avgjør kodene i den: de er erklært i
`statistikk.toml`, og en kolonne er variabelen bare når alt i den er koder den har. Står det navn i stedet for
koder, kan et svar fra den samme tabellen si hvilken kode hvert navn har. Ellers gjettes det ikke.
"""

import itertools
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from boligdata.felles import statistikk, statistikksvar
from boligdata.felles.kilder import Kilde
from boligdata.felles.statistikk import Statistikktabell
from boligdata.felles.tekst import noekkelform

# Det ordene i `statistikk.toml` kan stå for: en region, et år, eller en alder.
_FORMER = {
    statistikk.SAMMENLIGNING: r"(?:K-)?\d{4}|E[A-Z]{2,4}\d*|0",
    statistikk.KOMMUNEN: r"(?:K-)?\d{4}",
    statistikk.AARENE: r"(?:19|20)\d{2}",
    statistikk.ALLE: r"\d{3}\+?",
}
# Overskriftene statistikkbanken gir dem, når de ikke heter det samme som variabelen.
_OVERSKRIFTER = {
    "Tid": ("år", "tid"),
    "ContentsCode": ("statistikkvariabel",),
    "KOKkommuneregion0000": ("region",),
}
_AARET = re.compile(r"(?:.*\s)?((?:19|20)\d{2})")
_ALDER = re.compile(r"(\d{1,3}) år.*")
_TALL = re.compile(r"-?\d+(?:[.,]\d+)?")
_VERDI = ("value", "verdi")


@dataclass(frozen=True)
class _Variabel:
    """En variabel i tabellen: kodene den kan ha, enten en liste eller et mønster, og koden til hvert navn."""

    id: str
    velg: list[str] | str
    navn: dict[str, str]

    def koden(self, tekst: str) -> str | None:
        """Koden teksten er eller begynner med, eller den som har dette navnet."""
        tekst = tekst.strip()
        for del_ in (tekst, *tekst.split()[:1]):
            if (kode := self._kode(del_)) is not None:
                return kode
        if self.velg == statistikk.ALLE and (alder := _ALDER.fullmatch(tekst)):
            return f"{int(alder[1]):03d}"
        return self.navn.get(noekkelform(tekst))

    def _kode(self, tekst: str) -> str | None:
        if isinstance(self.velg, str):
            return tekst if re.fullmatch(_FORMER[self.velg], tekst) else None
        for kode in self.velg:
            if kode.casefold() == tekst.casefold():
                return kode
        # En kode vi ikke viser, er også en kode når den er skrevet som de andre.
        lengder = {len(kode) for kode in self.velg if kode.isdecimal()}
        av_tall = tekst.isdecimal() and all(map(str.isdecimal, self.velg))
        return tekst if av_tall and len(tekst) in lengder else None

    def heter(self, overskrift: str) -> bool:
        """Er dette overskriften til variabelen?"""
        kjente = (self.id, *_OVERSKRIFTER.get(self.id, ()))
        return noekkelform(overskrift) in map(noekkelform, kjente)


def som_jsonstat(
    sti: Path,
    rader: Iterable[list[str]],
    kilde: Kilde,
    tabell: str,
    oppdatert: str = "",
) -> dict | None:
    """Svaret i JSON-stat2, når radene sier koden til hver variabel, ellers None. Den første raden med mer
    enn én celle er overskriften. `oppdatert` er dagen SSB oppdaterte tabellen (ISO 8601), når filen sier det.
    """
    erklaert = _erklaeringen(kilde, tabell)
    overskrift, *rader = _bare_tabellen(rader) or [[]]
    if erklaert is None or not rader:
        return None
    navnene = _navnene(sti, erklaert)
    variabler = [
        _Variabel(
            id,
            [*velg, *erklaert.ogsaa.get(id, ())] if isinstance(velg, list) else velg,
            navnene.get(id, {}),
        )
        for id, velg in erklaert.velg.items()
    ]
    tall = _tallene(overskrift, rader, variabler)
    return _svaret(variabler, tall, tabell, oppdatert) if tall else None


def _bare_tabellen(rader: Iterable[list[str]]) -> list[list[str]]:
    """Overskriften og radene under den, uten tittelen over og det som står under tallene etter en tom rad.
    Ingen når det er flere tall der.
    """
    celler = ([celle.strip() for celle in rad] for rad in rader)
    under = itertools.dropwhile(lambda rad: _fylte(rad) <= 1, celler)
    tabellen = [*itertools.takewhile(any, under)]
    if not tabellen or any(_fylte(rad) > 1 for rad in under):
        return []
    bredde = len(tabellen[0])
    return [[*rad, *[""] * (bredde - len(rad))] for rad in tabellen]


def _fylte(rad: list[str]) -> int:
    return sum(map(bool, rad))


def _erklaeringen(kilde: Kilde, tabell: str) -> Statistikktabell | None:
    """Det vi henter av tabellen, når kilden skiller tallene med kodene til SSB. De andre leses som de er."""
    if all(kolonne.type != "statistikkode" for kolonne in kilde.kolonner.values()):
        return None
    passer = [
        en for en in statistikk.tabeller() if (en.tabell, en.til) == (tabell, kilde.id)
    ]
    return passer[0] if len(passer) == 1 else None


def _tallene(
    overskrift: list[str], rader: list[list[str]], variabler: list[_Variabel]
) -> dict[tuple[str, ...], str] | None:
    """Tallet for hver kombinasjon av koder, i rekkefølgen til variablene. None når en av dem mangler, når noe
    er delt på mer, eller når den samme kombinasjonen står to ganger.
    """
    bortover = {
        plass: tekst
        for plass, tekst in enumerate(overskrift)
        if _AARET.fullmatch(tekst) or noekkelform(tekst) in _VERDI
    }
    nedover = [plass for plass in range(len(overskrift)) if plass not in bortover]
    funnet = _kolonnene(overskrift, rader, variabler, nedover)
    brukt = {*funnet.values()}
    # Uten overskrift er det navnet på det som står rett foran.
    igjen = [
        plass
        for plass in nedover
        if plass not in brukt and (overskrift[plass] or plass - 1 not in brukt)
    ]
    resten = [variabel for variabel in variabler if variabel.id not in funnet]
    over = {plass: _i_overskriften(tekst, resten) for plass, tekst in bortover.items()}
    if igjen or not over or None in over.values():
        return None
    tall: dict[tuple[str, ...], str] = {}
    for rad, (plass, fra_over) in itertools.product(rader, over.items()):
        koder = tuple(
            fra_over[en.id] if en.id in fra_over else en.koden(rad[funnet[en.id]])
            for en in variabler
        )
        if koder in tall:
            return None
        tall[koder] = rad[plass]
    return tall


def _kolonnene(
    overskrift: list[str],
    rader: list[list[str]],
    variabler: list[_Variabel],
    nedover: list[int],
) -> dict[str, int]:
    """Kolonnen til hver variabel nedover: den som heter det, ellers den eneste der alt er koder den har."""
    funnet: dict[str, int] = {}
    for paa_navnet, variabel in itertools.product((True, False), variabler):
        if variabel.id in funnet:
            continue
        mulige = [
            plass
            for plass in nedover
            if plass not in funnet.values()
            and (not paa_navnet or variabel.heter(overskrift[plass]))
            and all(variabel.koden(rad[plass]) is not None for rad in rader)
        ]
        if len(mulige) == 1:
            [funnet[variabel.id]] = mulige
    return funnet


def _i_overskriften(tekst: str, variabler: list[_Variabel]) -> dict[str, str] | None:
    """Koden til hver av variablene i overskriften over tall: «HusholdningProsent 2025», eller «2025»."""
    koder: dict[str, str] = {}
    uten_aar = tekst
    for variabel in variabler:
        if variabel.velg == statistikk.AARENE and (aar := _AARET.fullmatch(tekst)):
            koder[variabel.id], uten_aar = aar[1], tekst[: aar.start(1)].strip()
    for variabel in variabler:
        if variabel.id in koder:
            continue
        mulige = {variabel.koden(ord_) for ord_ in (uten_aar, *uten_aar.split())}
        if len(mulige := mulige - {None}) != 1:
            return None
        [koder[variabel.id]] = mulige
    return koder


def _svaret(
    variabler: list[_Variabel],
    tall: dict[tuple[str, ...], str],
    tabell: str,
    oppdatert: str,
) -> dict:
    koder = [[*dict.fromkeys(kolonne)] for kolonne in zip(*tall)]
    svar = {
        "class": "dataset",
        "id": [variabel.id for variabel in variabler],
        "size": [*map(len, koder)],
        "dimension": {
            variabel.id: {"category": {"index": egne}}
            for variabel, egne in zip(variabler, koder)
        },
        "extension": {"px": {"tableid": tabell}},
        "value": [_verdien(tall.get(en, "")) for en in itertools.product(*koder)],
    }
    return svar | ({"updated": oppdatert} if oppdatert else {})


def _verdien(tekst: str) -> float | str | None:
    tekst = re.sub(r"\s", "", tekst)
    if _TALL.fullmatch(tekst):
        return float(tekst.replace(",", "."))
    return tekst or None


def _navnene(sti: Path, erklaert: Statistikktabell) -> dict[str, dict[str, str]]:
    """Koden til hvert navn i hver variabel, av svarene fra den samme tabellen som ligger ved siden av filen
    eller er hentet. Et navn som står for to koder, sier ikke hvilken.
    """
    ut: dict[str, dict[str, str]] = {}
    for fil in _svarene_ved_siden_av(sti, erklaert):
        try:
            svar = json.loads(fil.read_bytes())
            if statistikksvar.tabellnummer(svar) != erklaert.tabell:
                continue
            for variabel, om in svar["dimension"].items():
                for kode, navn in om["category"].get("label", {}).items():
                    kjent = ut.setdefault(variabel, {}).setdefault(
                        noekkelform(navn), kode
                    )
                    if kjent != kode:
                        ut[variabel][noekkelform(navn)] = ""
        except (OSError, ValueError, KeyError, AttributeError, TypeError):
            continue
    return {
        variabel: {navn: kode for navn, kode in navnene.items() if kode}
        for variabel, navnene in ut.items()
    }


def _svarene_ved_siden_av(sti: Path, erklaert: Statistikktabell) -> list[Path]:
    offentlig = sti.parent / statistikk.MAPPE
    mapper = (sti.parent, sti.parent / "tidligere", offentlig, offentlig / "tidligere")
    moenstre = {f"*{erklaert.tabell}*.json", f"{erklaert.id}*.json"}
    return sorted(
        {
            fil
            for mappe in mapper
            for moenster in moenstre
            for fil in mappe.glob(moenster)
        }
    )
