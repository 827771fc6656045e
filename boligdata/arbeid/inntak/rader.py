"""Fra radene i en tabell til tiltakene i den: hvilke rader som er mål, fortsettelser og sumrader.

En handlingsdel er skrevet for å leses. Målet står i en rad på tvers av tabellen, eller bare i den
første raden det gjelder, et tiltak kan gå over flere rader, og overskriften gjentas på neste side.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from boligdata.arbeid.inntak import kolonner as kolonnevalg
from boligdata.arbeid.inntak.kolonner import Kolonner
from boligdata.arbeid.inntak.raatabell import Raarad, Raatabell
from boligdata.arbeid.inntak.svar import Maalrad, SattTilSide, Sted
from boligdata.felles.maalform import si
from boligdata.felles.tekst import rens


@dataclass
class Raatiltak:
    """Cellene til ett tiltak, etter plass, og målene over det. `antatt_maal` sier at målet er en rad
    som bare ligner på et mål. Er cellen en punktliste, er hvert punkt et tiltak, og `punkt` er hvilket.
    """

    sted: Sted
    celler: dict[int, str]
    maal: tuple[str, ...]
    antatt_maal: bool = False
    fortsettelser: int = 0
    punkt: int = 0
    antall_punkter: int = 1


@dataclass
class Radlesning:
    """Der vi er i tabellen: målet som gjelder, og det som er funnet."""

    tabell: Raatabell
    kolonner: Kolonner
    hoved: str = ""
    under: str = ""
    antatt_maal: bool = False
    tiltak: list[Raatiltak] = field(default_factory=list)
    til_side: list[SattTilSide] = field(default_factory=list)
    maalrader: list[Maalrad] = field(default_factory=list)


def les(
    tabell: Raatabell,
    kolonner: Kolonner,
    maal_over: tuple[str, ...] = (),
    er_tiltak: Collection[Sted] = (),
) -> Radlesning:
    """Tiltakene, målene og resten av radene i tabellen. `maal_over` er målet som står i en overskrift
    over tabellen, og `er_tiltak` er radene brukeren har sagt er tiltak, og ikke mål.
    """
    foer = _maal_i_radene(tabell.rader[: kolonner.etter])
    lesning = Radlesning(tabell, kolonner, *(foer or maal_over)[-2:])
    rader = [rad for rad in tabell.rader[kolonner.etter :] if any(rad.celler)]
    etter = [*rader[1:], None]
    hva = [
        None if _sted(lesning, rad) in er_tiltak else _maalrad(kolonner, rad, neste)
        for rad, neste in zip(rader, etter)
    ]
    if rader and len(rader[0].fylte) > 1:
        # Mål som deler opp en tabell, begynner øverst. Ellers er en rad alene et tiltak.
        hva = [None if ett == BARE_LIGNER else ett for ett in hva]
    for nr, rad in enumerate(rader):
        if hvorfor := _ikke_data(kolonner, rad, etter[nr]):
            lesning.til_side.append(_til_side(lesning, rad, hvorfor))
        elif hva[nr]:
            over_et_maal = nr + 1 < len(hva) and bool(hva[nr + 1])
            under_et_maal = nr > 0 and bool(hva[nr - 1])
            _nytt_maal(lesning, rad, hva[nr], over_et_maal, under_et_maal)
        else:
            _les_rad(lesning, rad)
    return lesning


def _maal_i_radene(rader: tuple[Raarad, ...]) -> tuple[str, ...]:
    """Mål som står i en rad for seg over overskriften."""
    alene = [
        rens(rad.celler[fylte[0]]) for rad in rader if len(fylte := rad.fylte) == 1
    ]
    return tuple(tekst for tekst in alene if _MAALORD.match(tekst))


def _les_rad(lesning: Radlesning, rad: Raarad) -> None:
    _maal_fra_kolonner(lesning, rad)
    tittel = lesning.kolonner.plass["tittel"]
    if _celle(rad, tittel) and tittel not in rad.fortsatt:
        lesning.tiltak += _nye_tiltak(lesning, rad, tittel)
    elif _bare_maal(lesning, rad):
        return
    elif lesning.tiltak and lesning.tiltak[-1].fortsettelser < _FLEST_FORTSETTELSER:
        _fortsett(lesning.tiltak[-1], rad)
    else:
        hvorfor = si("Raden har ingen tekst i kolonnen for tiltak.")
        lesning.til_side.append(_til_side(lesning, rad, hvorfor))


# Så mange rader går ikke et tiltak over.
_FLEST_FORTSETTELSER = 100


def _celle(rad: Raarad, plass: int) -> str:
    return rad.celler[plass] if plass < len(rad.celler) else ""


def _sted(lesning: Radlesning, rad: Raarad) -> Sted:
    return Sted(lesning.tabell.navn, rad.nr, rad.nr)


def _til_side(lesning: Radlesning, rad: Raarad, hvorfor: str) -> SattTilSide:
    ord_ = " · ".join(rens(tekst) for tekst in rad.celler if tekst)
    return SattTilSide(_sted(lesning, rad), ord_, hvorfor)


# ----------------------------------------------------------------- rader som ikke er data

_SUM = re.compile(r"(?:sum|totalt?|i alt|til sammen|samla|samlet)\b", re.IGNORECASE)
_FOTNOTE = re.compile(r"(?:kilde|kjelde|merknad|fotnote|note|anm|\*)", re.IGNORECASE)


def _ikke_data(kolonner: Kolonner, rad: Raarad, neste: Raarad | None) -> str | None:
    if kolonnevalg.er_gjentatt(rad, kolonner.overskrifter):
        return si("Raden er overskriften en gang til.")
    fylte = rad.fylte
    if not fylte:
        return si("Raden har bare celler som er flettet med dem over.")
    foerste = rens(rad.celler[fylte[0]])
    tall = [plass for plass in fylte[1:] if re.search(r"\d", rad.celler[plass])]
    if _SUM.match(foerste) and len(foerste) < 40 and len(tall) == len(fylte) - 1:
        return si("Raden er en sum av de andre.")
    if neste is None and len(fylte) == 1 and _FOTNOTE.match(foerste):
        return si("Raden er en fotnote.")
    return None


# ------------------------------------------------------------------------------- mål

_MAALORD = re.compile(
    r"(?P<hoved>hovedmål|hovudmål|overordn\w+ mål|mål\b|målsett?ing|målsetning|visjon)|"
    r"(?P<del>delmål|innsatsområde|innsatsområder|resultatmål)|"
    r"(?P<annet>satsing\w*område|satsningsområde|strategi(?= ?\d|:)|tema(?= ?\d|:)|område(?= ?\d|:))",
    re.IGNORECASE,
)
_NUMMER = re.compile(r"(\d+(?:\.\d+)*)[.)]?\s")
SIKKER, BARE_LIGNER = "sikker", "ligner"


def _maalrad(kolonner: Kolonner, rad: Raarad, neste: Raarad | None) -> str | None:
    """Er raden et mål? En rad på tvers er det. En rad med bare den første cellen fylt er det når den
    sier det selv, når nummeret er kortere enn i raden under, eller når raden under er full.
    """
    fylte = rad.fylte
    if len(fylte) != 1 or len(kolonner.overskrifter) < 2:
        return None
    tekst = rens(rad.celler[fylte[0]])
    if rad.spenner or (_MAALORD.match(tekst) and neste is not None):
        return SIKKER
    maalkolonner = {kolonner.plass.get("maal"), kolonner.plass.get("delmaal")}
    if fylte[0] in maalkolonner or fylte[0] > kolonner.plass["tittel"]:
        return None
    if neste is None or len(neste.fylte) < 2 or kolonner.treff < 3:
        return None
    her = _NUMMER.match(f"{tekst} ")
    under = _NUMMER.match(f"{neste.celler[neste.fylte[0]]} ")
    if under:
        kortere = her is None or her[1].count(".") < under[1].count(".")
        return (SIKKER if her else BARE_LIGNER) if kortere else None
    return BARE_LIGNER if len(neste.fylte) >= 3 and her is None else None


def _nytt_maal(
    lesning: Radlesning,
    rad: Raarad,
    hvordan: str,
    over_et_maal: bool,
    under_et_maal: bool,
) -> None:
    """Målet på rett nivå: det ordet sier, ellers det nummeret sier, ellers plassen blant målene."""
    tekst = rens(rad.celler[rad.fylte[0]])
    nivaa = _nivaa(tekst)
    if nivaa is None:
        er_under = under_et_maal or (bool(lesning.under) and not over_et_maal)
        nivaa = 2 if er_under else 1
    if nivaa == 1:
        lesning.hoved, lesning.under = tekst, ""
    else:
        lesning.under = tekst
    lesning.antatt_maal = hvordan == BARE_LIGNER
    lesning.maalrader.append(
        Maalrad(_sted(lesning, rad), tekst, hvordan == BARE_LIGNER)
    )


def _nivaa(tekst: str) -> int | None:
    ord_ = _MAALORD.match(tekst)
    if ord_ and (ord_["hoved"] or ord_["del"]):
        return 1 if ord_["hoved"] else 2
    if nummer := _NUMMER.match(f"{tekst} "):
        return 1 if "." not in nummer[1] else 2
    return None


def _maal_fra_kolonner(lesning: Radlesning, rad: Raarad) -> None:
    """Mål i egne kolonner gjelder til det står et nytt: bare den første raden er ofte fylt ut."""
    plass = lesning.kolonner.plass
    hoved = rens(_celle(rad, plass["maal"])) if "maal" in plass else ""
    under = rens(_celle(rad, plass["delmaal"])) if "delmaal" in plass else ""
    if hoved and hoved != lesning.hoved:
        lesning.hoved, lesning.under, lesning.antatt_maal = hoved, "", False
    if under:
        lesning.under = under


def _bare_maal(lesning: Radlesning, rad: Raarad) -> bool:
    plass = lesning.kolonner.plass
    maal = {plass[felt] for felt in ("maal", "delmaal") if felt in plass}
    return bool(rad.fylte) and set(rad.fylte) <= maal


# ------------------------------------------------------------------------------ tiltak


_PUNKT = re.compile(r"\s*(?:[•▪*·–-]\s+|\d+[.)]\s+|[a-zæøå]\)\s+)")


def _nye_tiltak(lesning: Radlesning, rad: Raarad, tittel: int) -> Iterator[Raatiltak]:
    """Tiltaket i raden, eller ett for hvert punkt når cellen er en punktliste."""
    celler = {plass: tekst for plass, tekst in enumerate(rad.celler) if tekst}
    punkter = _punkter(rad.celler[tittel])
    for nr, punkt in enumerate(punkter):
        yield Raatiltak(
            _sted(lesning, rad),
            celler | {tittel: punkt},
            tuple(maal for maal in (lesning.hoved, lesning.under) if maal),
            lesning.antatt_maal,
            punkt=nr,
            antall_punkter=len(punkter),
        )


def _punkter(tekst: str) -> list[str]:
    """Punktene når hver linje begynner et, eller fortsetter et med liten bokstav."""
    linjer = [linje for linje in tekst.split("\n") if linje.strip()]
    if len(linjer) < 2 or not _PUNKT.match(linjer[0]):
        return [tekst]
    ut: list[str] = []
    for linje in linjer:
        if _PUNKT.match(linje):
            ut.append(linje.strip())
        elif linje.strip()[0].islower():
            ut[-1] += f"\n{linje.strip()}"
        else:
            return [tekst]
    return ut if len(ut) > 1 else [tekst]


def _fortsett(tiltak: Raatiltak, rad: Raarad) -> None:
    """Teksten i raden hører til tiltaket over, i hver sin celle."""
    for plass in rad.fylte:
        foer = tiltak.celler.get(plass)
        tiltak.celler[plass] = (
            f"{foer}\n{rad.celler[plass]}" if foer else rad.celler[plass]
        )
    tiltak.sted = Sted(tiltak.sted.tabell, tiltak.sted.rad, rad.nr)
    tiltak.fortsettelser += 1


def maal_over(tabell: Raatabell, flere_tabeller: bool) -> tuple[str, ...]:
    """Målet i overskriftene over tabellen. Er det flere tabeller, er den nærmeste overskriften målet
    for sin.
    """
    sier_det = [tekst for tekst in tabell.over if _MAALORD.match(_uten_nummer(tekst))]
    if sier_det:
        return tuple(sier_det[-2:])
    return tabell.over[-1:] if flere_tabeller else ()


def _uten_nummer(tekst: str) -> str:
    return re.sub(r"^[\d.]+\s+", "", tekst)
