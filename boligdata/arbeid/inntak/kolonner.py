"""Hvilken rad som er overskriften, og hva hver kolonne i den betyr.

Navnene er erklært i `overskrifter.toml`. Kolonner med et årstall i overskriften er beløp i det året.
"""

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from boligdata.arbeid.feltliste import AARENE
from boligdata.arbeid.inntak.raatabell import Raarad, Raatabell
from boligdata.arbeid.inntak.svar import Inntaksfeil, Kolonnevalg
from boligdata.felles import maalform
from boligdata.felles.config import PAKKE
from boligdata.felles.erklaering import les_toml
from boligdata.felles.maalform import fast, si
from boligdata.felles.overskrifter import plasser, rangert
from boligdata.felles.tekst import noekkelform, rens

FIL = PAKKE / "arbeid" / "inntak" / "overskrifter.toml"
# Så langt ned leter vi etter overskriften: over den kan det stå tittel, dato og forklaring.
LET_I = 40
# En overskrift som er lengre enn dette, er en setning.
LENGSTE_OVERSKRIFT = 80
EGEN, KJENT, ANTATT, VALGT = "planens egen", "kjent", "antatt", "valgt"


@dataclass(frozen=True)
class Kolonnefelt:
    """Et felt en kolonne kan fylle. `ellers` gjelder når ingen annen kolonne alt er feltet."""

    id: str
    navn: str
    overskrifter: tuple[str, ...]
    ellers: tuple[str, ...] = ()


def kolonnefelt() -> dict[str, Kolonnefelt]:
    """Feltene i et tiltak, i den rekkefølgen de skal vises."""
    return felt_fra(FIL)


@maalform.husk
def felt_fra(fil: Path) -> dict[str, Kolonnefelt]:
    """Feltene en kolonne kan fylle, slik filen erklærer dem."""
    lest = les_toml(fil)
    lest.krev_noekler(("felt",))
    return {
        id: blokk.lag(Kolonnefelt, id) for id, blokk in lest.blokker("felt").items()
    }


def _rangert() -> tuple[dict[str, str], ...]:
    return skrivemaater(FIL)


@functools.cache
def skrivemaater(fil: Path) -> tuple[dict[str, str], ...]:
    """Hver skrivemåte, de sikreste først, med navnene på begge målformer: den som skrev filen, skrev ikke
    på målformen til den som leser nå.
    """
    felt = felt_fra(fil).values()
    navn = _navn_paa_begge(fil)
    sikre = rangert((ett.id, navn[ett.id], ett.overskrifter) for ett in felt)
    # Den samme overskriften kan være to felt «ellers». Det første som er ledig, gjelder.
    antatte: list[dict[str, str]] = []
    for ett in felt:
        for form in map(noekkelform, ett.ellers):
            ledig = next((en for en in antatte if form not in en), None)
            if ledig is None:
                antatte.append(ledig := {})
            ledig[form] = ett.id
    return (*sikre, *antatte)


def _navn_paa_begge(fil: Path) -> dict[str, list[str]]:
    ut: dict[str, list[str]] = {}
    for kode in maalform.MAALFORMER:
        with maalform.bruk(kode):
            for id, ett in felt_fra(fil).items():
                ut.setdefault(id, []).append(ett.navn)
    return ut


@dataclass(frozen=True)
class Pengekolonne:
    """En kolonne med bare beløp, i ett år når overskriften sier hvilket. `enhet` er det overskriften
    sier tallene er i, når den gjør det.
    """

    aar: int | None
    slag: str
    art: str
    enhet: int | None

    @property
    def ledetekst(self) -> str:
        """Det kolonnen er lest som."""
        uten_aar, med_aar = _LEST_SOM[self.slag]
        return si(med_aar, aar=self.aar) if self.aar else si(uten_aar)


_LEST_SOM = {
    "drift": (fast("Drift"), fast("Drift i {aar}")),
    "investering": (fast("Investering"), fast("Investering i {aar}")),
    "uavklart": (fast("Beløp"), fast("Beløp i {aar}")),
}


@dataclass(frozen=True)
class Kolonner:
    """Overskriften i én tabell. `plass` er hvor hvert felt står, `penger` er
    kolonnene med bare beløp. `etter` er nummeret på raden etter overskriften.
    """

    overskrifter: tuple[str, ...]
    plass: dict[str, int]
    hvordan: dict[int, str]
    penger: dict[int, Pengekolonne] = field(default_factory=dict)
    etter: int = 0

    @property
    def treff(self) -> int:
        """Hvor mye av raden som er kjent."""
        return len(self.plass) + len(self.penger)

    def felt_paa(self, plass: int) -> str:
        """Feltet kolonnen fyller, eller tom tekst."""
        return next((felt for felt, sted in self.plass.items() if sted == plass), "")

    def valg(self, tabell: str) -> Iterator[Kolonnevalg]:
        """Det som ble gjort med hver kolonne, til å vise."""
        for plass, overskrift in enumerate(self.overskrifter):
            felt = self.felt_paa(plass)
            if plass in self.penger:
                ledetekst = self.penger[plass].ledetekst
                yield Kolonnevalg(tabell, overskrift, "beloep", ledetekst, KJENT)
            elif overskrift:
                ledetekst = (
                    kolonnefelt()[felt].navn if felt else si("Planens egne kolonner")
                )
                yield Kolonnevalg(
                    tabell, overskrift, felt, ledetekst, self.hvordan.get(plass, EGEN)
                )


def treff(rad: list[str]) -> int:
    """Hvor mange overskrifter i raden som er kjent."""
    return les(rad, {}).treff


def finn(tabell: Raatabell, valgt: Mapping[str, str]) -> Kolonner | None:
    """Overskriften i tabellen, eller ingenting når ingen rad ligner. `valgt` er overskrifter brukeren
    selv har sagt hva er.
    """
    rader = [
        (nr, rad)
        for nr, rad in enumerate(tabell.rader[:LET_I], 1)
        if rad.fylte and not rad.spenner
    ]
    lest = [replace(les(rad.bredt_ut(), valgt), etter=nr) for nr, rad in rader]
    overskrifter = [ett for ett in lest if _er_overskrift(ett)]
    if not overskrifter:
        # Ingen rad sier det med et navn vi kjenner: da kan det første ordet avgjøre.
        antatt = [_med_antatte(ett) for ett in lest]
        overskrifter = [ett for ett in antatt if _er_overskrift(ett)]
    if not overskrifter:
        return None
    # Den øverste av dem som har flest kjente.
    beste = max(overskrifter, key=lambda ett: (ett.treff, -ett.etter))
    hele = _med_antatte(_med_raden_under(beste, tabell, valgt))
    return _med_nummer_for_seg(hele, tabell)


_BARE_NUMMER = re.compile(r"[a-zæøå]{0,2}\d+(?:[.,]\d+)*[.)]?", re.IGNORECASE)


def _med_nummer_for_seg(funnet: Kolonner, tabell: Raatabell) -> Kolonner:
    """«Tiltak» over to kolonner er ofte nummeret i den ene og teksten i den andre. Det samme er en
    kolonne med bare numre, uten overskrift, foran tiltaket.
    """
    tittel = funnet.plass["tittel"]
    navn = funnet.overskrifter
    if "nr" in funnet.plass:
        return funnet
    if navn[tittel + 1 : tittel + 2] == navn[tittel : tittel + 1]:
        nummer, tittel = tittel, tittel + 1
    elif tittel and not navn[tittel - 1]:
        nummer = tittel - 1
    else:
        return funnet
    celler = [
        rad.celler[nummer] for rad in tabell.rader[funnet.etter :] if not rad.spenner
    ]
    fylte = [celle for celle in celler if celle]
    if not fylte or not all(_BARE_NUMMER.fullmatch(celle) for celle in fylte):
        return funnet
    plass = funnet.plass | {"nr": nummer, "tittel": tittel}
    return replace(funnet, plass=plass, hvordan=funnet.hvordan | {tittel: KJENT})


def _er_overskrift(forslag: Kolonner) -> bool:
    """En overskrift har en kolonne for tiltak. Et ord som bare kan bety tiltak, må stå sammen med
    noe annet vi kjenner.
    """
    if "tittel" not in forslag.plass:
        return False
    plass = forslag.plass["tittel"]
    navn = noekkelform(forslag.overskrifter[plass])
    sikker = any(oppslag.get(navn) == "tittel" for oppslag in _rangert()[:2])
    valgt = forslag.hvordan.get(plass) == VALGT
    return sikker or valgt or forslag.treff >= 2


def les(rad: tuple[str, ...] | list[str], valgt: Mapping[str, str]) -> Kolonner:
    """Raden lest som overskrift."""
    overskrifter = tuple(rens(celle) for celle in rad)
    kjente = kolonnefelt()
    plass: dict[str, int] = {}
    hvordan: dict[int, str] = {}
    for nr, overskrift in enumerate(overskrifter):
        felt = valgt.get(overskrift)
        if felt is not None:
            hvordan[nr] = VALGT
            if felt and felt not in kjente:
                raise Inntaksfeil(
                    si("«{felt}» er ikke et felt en kolonne kan være.", felt=felt)
                )
            if felt:
                plass.setdefault(felt, nr)
    penger = {
        nr: kolonnen
        for nr, overskrift in enumerate(overskrifter)
        if nr not in hvordan and (kolonnen := _pengekolonne(overskrift))
    }
    ledige = [
        ""
        if nr in hvordan or nr in penger or len(overskrift) > LENGSTE_OVERSKRIFT
        else overskrift
        for nr, overskrift in enumerate(overskrifter)
    ]
    for felt, nr in _funnet(ledige).items():
        if felt not in plass:
            plass[felt] = nr
            hvordan[nr] = KJENT
    return Kolonner(overskrifter, plass, hvordan, penger)


def _funnet(overskrifter: list[str]) -> dict[str, int]:
    """Hele overskriften først, så uten parentesen, og så del for del."""
    funnet, _ = plasser(overskrifter, _rangert())
    for del_opp in (_uten_parentes, _deler):
        tatt = set(funnet.values())
        igjen = ["" if nr in tatt else ett for nr, ett in enumerate(overskrifter)]
        for nr, overskrift in enumerate(igjen):
            felt = {
                treffet
                for del_ in del_opp(overskrift)
                for treffet in plasser([del_], _rangert())[0]
            }
            # Sier delene to ting, som «Ansvar og frist», er det ikke opp til oss å velge.
            if len(felt) == 1 and not felt & funnet.keys():
                funnet[felt.pop()] = nr
            elif (
                "tittel" in felt
                and "tittel" not in funnet
                and felt <= {"tittel", "nr", "delmaal"}
            ):
                funnet["tittel"] = nr
    return funnet


def _uten_parentes(overskrift: str) -> list[str]:
    return [re.sub(r"\([^)]*\)|\[[^\]]*\]", "", overskrift)] if overskrift else []


def _deler(overskrift: str) -> list[str]:
    uten = "".join(_uten_parentes(overskrift))
    return [
        del_ for del_ in re.split(r"[/+,&:;]| og | eller | samt ", uten) if del_.strip()
    ]


def _med_raden_under(
    funnet: Kolonner, tabell: Raatabell, valgt: Mapping[str, str]
) -> Kolonner:
    """Overskrifter i to rader: «Økonomi» over 2025 og 2026. Raden under er med når alt i den er
    overskrifter.
    """
    if funnet.etter >= len(tabell.rader):
        return funnet
    under = tabell.rader[funnet.etter]
    nye = [under.celler[plass] for plass in under.fylte]
    if not nye or not all(_pengekolonne(rens(tekst)) for tekst in nye):
        return funnet
    samlet = [
        f"{over} {tekst}".strip() if plass in under.fylte else over
        for plass, (over, tekst) in enumerate(zip(funnet.overskrifter, under.celler))
    ]
    return replace(les(samlet, valgt), etter=funnet.etter + 1)


def _med_antatte(funnet: Kolonner) -> Kolonner:
    """Det første ordet i en overskrift som ellers er ukjent: «Tiltak for å nå målet»."""
    plass, hvordan = dict(funnet.plass), dict(funnet.hvordan)
    for nr, overskrift in enumerate(funnet.overskrifter):
        if nr in hvordan or nr in funnet.penger or _sier_flere_ting(overskrift):
            continue
        foerste = re.split(r"[ /(]", overskrift, maxsplit=1)[0]
        for felt in plasser([foerste], _rangert()[:2])[0]:
            if felt not in plass:
                plass[felt], hvordan[nr] = nr, ANTATT
    return replace(funnet, plass=plass, hvordan=hvordan)


def _sier_flere_ting(overskrift: str) -> bool:
    if not overskrift or len(overskrift) > LENGSTE_OVERSKRIFT:
        return True
    felt = {
        felt for del_ in _deler(overskrift) for felt in plasser([del_], _rangert())[0]
    }
    return len(felt) > 1


_AAR = re.compile(r"\b(?:19|20)\d\d\b")
_PENGESTAMMER = (
    "drift",
    "invest",
    "budsjett",
    "kostnad",
    "beløp",
    "økonomi",
    "tilsk",
    "finansier",
)
_PENGEORD = frozenset(
    re.findall(
        r"\w+",
        "kr kroner mill millioner tusen tkr mnok tnok nok hp sum brutto netto i og år 1 000 1000",
    )
)


def _pengekolonne(overskrift: str) -> Pengekolonne | None:
    """«2026», «Drift 2026» og «Kostnad 2026 (1000 kr)» er beløp i 2026. «Drift» og «Investering» er
    beløp der planen ikke sier året.
    """
    if len(overskrift) > LENGSTE_OVERSKRIFT:
        return None
    aarene = _AAR.findall(overskrift)
    skrevet = _AAR.sub(" ", overskrift).lower()
    drift, investering = "drift" in skrevet, "invest" in skrevet
    bare_penger = all(
        ord_ in _PENGEORD or ord_.startswith(_PENGESTAMMER)
        for ord_ in re.findall(r"\w+", skrevet)
    )
    er_aar = len(aarene) == 1 and int(aarene[0]) in AARENE
    if not bare_penger or not (er_aar or (not aarene and drift != investering)):
        return None
    slag = "uavklart" if drift == investering else "drift" if drift else "investering"
    art = "tilskudd" if "tilsk" in skrevet else "brutto"
    return Pengekolonne(
        int(aarene[0]) if aarene else None, slag, art, enhet_i(overskrift)
    )


_ENHETER = (
    (1_000_000, re.compile(r"\bmill\b|\bmillion|\bmnok\b|\bmkr\b", re.IGNORECASE)),
    (
        1_000,
        re.compile(
            r"\b(?:1 ?000|1\.000|tusen) ?(?:kr|nok)|\btnok\b|\btkr\b|\bkkr\b|\btusen\b",
            re.IGNORECASE,
        ),
    ),
    (1, re.compile(r"\bkr\b|\bkroner\b|\bnok\b", re.IGNORECASE)),
)


def enhet_i(overskrift: str) -> int | None:
    """Det overskriften sier tallene er i: 1 000 000, 1 000 eller hele kroner."""
    return next((tall for tall, ord_ in _ENHETER if ord_.search(overskrift)), None)


def uten_overskrift(forrige: Kolonner) -> Kolonner:
    """De samme kolonnene, for en tabell som fortsetter uten overskrift."""
    return replace(forrige, etter=0)


def enhet_over(tabell: Raatabell, foer: int) -> int | None:
    """Enheten som står over tabellen, som «Alle tall i 1000 kr»."""
    tekster = [celle for rad in tabell.rader[:foer] for celle in rad.celler if celle]
    sier_det = [
        tekst
        for tekst in (*tekster, *tabell.over)
        if len(tekst) <= LENGSTE_OVERSKRIFT and _TALL_I.search(tekst)
    ]
    return next(filter(None, map(enhet_i, sier_det)), None)


# «Ramme: 2 mill. kr» over tabellen sier ikke hva tallene i den er i.
_TALL_I = re.compile(
    r"\b(?:tall|beløp|summer|kostnader)\b.* i \D*(?:1 ?000 ?\w*)?\D*$", re.IGNORECASE
)


def er_gjentatt(rad: Raarad, overskrifter: Sequence[str]) -> bool:
    """Er raden overskriften en gang til, som øverst på en ny side?"""
    fylte = rad.fylte
    like = [
        plass
        for plass in fylte
        if plass < len(overskrifter)
        and noekkelform(rad.celler[plass]) == noekkelform(overskrifter[plass])
    ]
    return len(fylte) > 1 and len(like) == len(fylte)
