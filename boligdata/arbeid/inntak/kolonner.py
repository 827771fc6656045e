"""Hvilken rad som er overskriften, og hva hver kolonne i den betyr.

Navnene er erklært i `overskrifter.toml`. Kolonner med et årstall i overskriften er beløp i det året.
"""

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from boligdata.arbeid.inntak.raatabell import Raarad, Raatabell
from boligdata.arbeid.inntak.svar import Inntaksfeil, Kolonnevalg
from boligdata.arbeid.tiltak import AARENE
from boligdata.felles.config import PAKKE
from boligdata.felles.erklaering import les_toml
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


@functools.cache
def kolonnefelt() -> dict[str, Kolonnefelt]:
    """Feltene, i den rekkefølgen de skal vises."""
    fil = les_toml(FIL)
    fil.krev_noekler(("felt",))
    return {id: blokk.lag(Kolonnefelt, id) for id, blokk in fil.blokker("felt").items()}


@functools.cache
def _rangert() -> tuple[dict[str, str], ...]:
    felt = kolonnefelt().values()
    sikre = rangert((ett.id, (ett.navn,), ett.overskrifter) for ett in felt)
    # Den samme overskriften kan være to felt «ellers». Det første som er ledig, gjelder.
    antatte: list[dict[str, str]] = []
    for ett in felt:
        for form in map(noekkelform, ett.ellers):
            ledig = next((en for en in antatte if form not in en), None)
            if ledig is None:
                antatte.append(ledig := {})
            ledig[form] = ett.id
    return (*sikre, *antatte)


@dataclass(frozen=True)
class Aarskolonne:
    """En kolonne med beløp i ett år."""

    aar: int
    slag: str
    art: str
    enhet: int


@dataclass(frozen=True)
class Kolonner:
    """Overskriften i én tabell. `plass` er hvor hvert felt står, `aar` er kolonnene med beløp, og
    `egne` er planens egne. `enhet` er det overskriften sier at beløpene er i. `etter` er nummeret på
    raden etter overskriften.
    """

    overskrifter: tuple[str, ...]
    plass: dict[str, int]
    hvordan: dict[int, str]
    aar: dict[int, Aarskolonne] = field(default_factory=dict)
    enhet: int = 1
    etter: int = 0

    @property
    def treff(self) -> int:
        """Hvor mye av raden som er kjent."""
        return len(self.plass) + len(self.aar)

    def felt_paa(self, plass: int) -> str:
        """Feltet kolonnen fyller, eller tom tekst."""
        return next((felt for felt, sted in self.plass.items() if sted == plass), "")

    def valg(self, tabell: str) -> Iterator[Kolonnevalg]:
        """Det som ble gjort med hver kolonne, til å vise."""
        for plass, overskrift in enumerate(self.overskrifter):
            felt = self.felt_paa(plass)
            if plass in self.aar:
                ledetekst = f"Beløp i {self.aar[plass].aar}"
                yield Kolonnevalg(tabell, overskrift, "beloep", ledetekst, KJENT)
            elif overskrift:
                ledetekst = (
                    kolonnefelt()[felt].navn if felt else "Planens egne kolonner"
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
    return _med_antatte(_med_raden_under(beste, tabell, valgt))


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
                raise Inntaksfeil(f"«{felt}» er ikke et felt en kolonne kan være.")
            if felt:
                plass.setdefault(felt, nr)
    aar = {
        nr: kolonnen
        for nr, overskrift in enumerate(overskrifter)
        if nr not in hvordan and (kolonnen := _aarskolonne(overskrift))
    }
    ledige = [
        ""
        if nr in hvordan or nr in aar or len(overskrift) > LENGSTE_OVERSKRIFT
        else overskrift
        for nr, overskrift in enumerate(overskrifter)
    ]
    for felt, nr in _funnet(ledige).items():
        if felt not in plass:
            plass[felt] = nr
            hvordan[nr] = KJENT
    enhet = max((_enhet(overskrift) for overskrift in overskrifter), default=1)
    return Kolonner(overskrifter, plass, hvordan, aar, enhet)


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
    if not nye or not all(_aarskolonne(rens(tekst)) for tekst in nye):
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
        if nr in hvordan or nr in funnet.aar or _sier_flere_ting(overskrift):
            continue
        foerste = re.split(r"[ /(]", overskrift, maxsplit=1)[0]
        for felt in plasser([foerste], _rangert()[:2])[0]:
            if felt not in plass:
                plass[felt], hvordan[nr] = nr, ANTATT
    return replace(funnet, plass=plass, hvordan=hvordan)


def _sier_flere_ting(overskrift: str) -> bool:
    felt = {
        felt for del_ in _deler(overskrift) for felt in plasser([del_], _rangert())[0]
    }
    return not overskrift or len(felt) > 1


_AAR = re.compile(r"\b(?:19|20)\d\d\b")
_PENGEORD = re.compile(
    r"^(?:(?:drift\w*|invest\w*|budsjett\w*|kostnad\w*|beløp|økonomi\w*|økonomiplan|sum|brutto|netto|tilskudd|tilskot|"
    r"kr|kroner|mill|mill\.|tusen|i|og|år|tkr|mnok|tnok|hp|finansiering|1000|1 000|nok)[\s.:/,()–-]*)*$"
)


def _aarskolonne(overskrift: str) -> Aarskolonne | None:
    """«2026», «Drift 2026» og «Kostnad 2026 (1000 kr)» er beløp i 2026."""
    aarene = _AAR.findall(overskrift)
    skrevet = _AAR.sub("", overskrift).lower().strip()
    if len(aarene) != 1 or not _PENGEORD.match(skrevet) or int(aarene[0]) not in AARENE:
        return None
    slag = (
        "drift"
        if "drift" in skrevet
        else "investering"
        if "invest" in skrevet
        else "uavklart"
    )
    art = "tilskudd" if re.search("tilsk", skrevet) else "brutto"
    return Aarskolonne(int(aarene[0]), slag, art, _enhet(overskrift))


_ENHETER = (
    (1_000_000, re.compile(r"\bmill\b|\bmillion|\bmnok\b|\bmkr\b", re.IGNORECASE)),
    (
        1_000,
        re.compile(
            r"\b(?:1 ?000|1\.000|tusen) ?(?:kr|nok)|\btnok\b|\btkr\b|\bkkr\b|\btusen\b",
            re.IGNORECASE,
        ),
    ),
)


def _enhet(overskrift: str) -> int:
    return next((tall for tall, ord_ in _ENHETER if ord_.search(overskrift)), 1)


def uten_overskrift(forrige: Kolonner) -> Kolonner:
    """De samme kolonnene, for en tabell som fortsetter uten overskrift."""
    return replace(forrige, etter=0)


def enhet_over(tabell: Raatabell, foer: int) -> int:
    """Enheten som står over tabellen, som «Alle tall i 1000 kr»."""
    tekster = [celle for rad in tabell.rader[:foer] for celle in rad.celler if celle]
    return max((_enhet(tekst) for tekst in (*tekster, *tabell.over)), default=1)


def er_gjentatt(rad: Raarad, kolonner: Kolonner) -> bool:
    """Er raden overskriften en gang til, som øverst på en ny side?"""
    fylte = rad.fylte
    like = [
        plass
        for plass in fylte
        if plass < len(kolonner.overskrifter)
        and noekkelform(rad.celler[plass]) == noekkelform(kolonner.overskrifter[plass])
    ]
    return len(fylte) > 1 and len(like) == len(fylte)
