"""Seriene i en figur: linjer, flater, søyler, trappen i et regnskap, og feltene rundt et usikkert tall."""

from dataclasses import dataclass

from boligdata.innhold.rapport.tegning.akser import Akse
from boligdata.innhold.rapport.tegning.flate import Flate

_SKRIFT = 14


@dataclass(frozen=True)
class Tegneplass:
    """Hvor en serie tegnes: aksene, fargen den får når den ikke har sin egen, og tekstfargen."""

    bort: Akse
    opp: Akse
    farge: str
    tekstfarge: str

    def punkt(self, bort: float | str, opp: float | str) -> tuple[float, float]:
        """Stedet på papiret."""
        return self.bort.sted(bort), self.opp.sted(opp)


def tegn(
    flate: Flate, serie: dict, plass: Tegneplass, stabel: dict, layout: dict
) -> None:
    """Tegn serien. `stabel` er hvor høyt det som alt er tegnet i hver rad, når."""
    {"scatter": _linje, "bar": _soeyler, "waterfall": _foss}[serie["type"]](
        flate, serie, plass, stabel, layout
    )


# -------------------------------------------------------------------------------- linjer


def _linje(flate: Flate, serie: dict, plass: Tegneplass, _stabel, _layout) -> None:
    punkter = [
        None if verdi is None else plass.punkt(sted, verdi)
        for sted, verdi in zip(serie["x"], serie["y"])
    ]
    linje = {"color": plass.farge, "width": 2} | serie.get("line", {})
    if serie.get("fill") == "toself":
        for stykke in _uten_hull(punkter):
            flate.flate(stykke, serie["fillcolor"], linje)
        return
    _felt_under(flate, serie, plass, punkter)
    for langs in (False, True):
        _feilstreker(flate, serie, plass, langs=langs)
    if "lines" in serie.get("mode", "lines"):
        for stykke in _uten_hull(punkter):
            flate.strek(_trapp(stykke) if linje.get("shape") == "hv" else stykke, linje)
    if "markers" in serie.get("mode", ""):
        _markoerene(flate, serie, plass, punkter)


def _felt_under(flate: Flate, serie: dict, plass: Tegneplass, punkter: list) -> None:
    """Båndet ned til serien før. Den øvre kanten er allerede lagt i `plass` av den som tegner."""
    if serie.get("fill") == "tonexty":
        oevre = [plass.punkt(*par) for par in zip(serie["x"], serie["oevre"])]
        flate.flate([*oevre, *punkter[::-1]], serie["fillcolor"])


def _uten_hull(punkter: list) -> list[list[tuple[float, float]]]:
    """Stykkene mellom hullene, der ingen tall mangler."""
    stykker: list[list] = [[]]
    for punkt in punkter:
        if punkt is None:
            stykker.append([])
        else:
            stykker[-1].append(punkt)
    return [stykke for stykke in stykker if stykke]


def _trapp(punkter: list[tuple[float, float]]) -> list[tuple[float, float]]:
    ut = punkter[:1]
    for punkt in punkter[1:]:
        ut += [(punkt[0], ut[-1][1]), punkt]
    return ut


def _markoerene(flate: Flate, serie: dict, plass: Tegneplass, punkter: list) -> None:
    merke = {"color": plass.farge, "symbol": "circle", "size": 8}
    merke |= {"color": serie.get("line", {}).get("color", plass.farge)}
    merke |= serie.get("marker", {})
    for nr, punkt in enumerate(punkter):
        if punkt is not None:
            flate.markoer(
                punkt, _nr(merke["symbol"], nr), _nr(merke["size"], nr), merke
            )


def _nr(verdi, nr: int):
    """Verdien for punkt nummer `nr`, når de ikke er like."""
    return verdi[nr] if isinstance(verdi, list | tuple) else verdi


def _feilstreker(flate: Flate, serie: dict, plass: Tegneplass, *, langs: bool) -> None:
    """Streken fra det laveste til det høyeste tallet kan være før avrunding."""
    strek = serie.get("error_x" if langs else "error_y")
    if not strek:
        return
    farge = strek.get("color") or serie.get("line", {}).get("color", plass.farge)
    linje = {"color": farge, "width": strek.get("thickness", 1.5)}
    for bort, opp, ned, over in zip(
        serie["x"], serie["y"], strek["arrayminus"], strek["array"]
    ):
        tall = bort if langs else opp
        if None in (tall, ned, over):
            continue
        ender = (tall - ned, tall + over)
        flate.strek(
            [
                plass.punkt(ende, opp) if langs else plass.punkt(bort, ende)
                for ende in ender
            ],
            linje,
        )


# -------------------------------------------------------------------------------- søyler


def _soeyler(
    flate: Flate, serie: dict, plass: Tegneplass, stabel: dict, layout: dict
) -> None:
    liggende = serie.get("orientation") == "h"
    stedene, tallene = (
        (serie["y"], serie["x"]) if liggende else (serie["x"], serie["y"])
    )
    akse = plass.opp if liggende else plass.bort
    bredde = serie.get("width", 1 - layout.get("bargap", 0.2))
    merke = {"color": plass.farge} | serie.get("marker", {})
    stables = layout.get("barmode") in ("stack", "relative") and "base" not in serie
    for nr, (sted, tall) in enumerate(zip(stedene, tallene)):
        if tall is None:
            continue
        fra = serie["base"][nr] if "base" in serie else 0.0
        if stables:
            noekkel = (sted, tall < 0)
            fra = stabel.get(noekkel, 0.0)
            stabel[noekkel] = fra + tall
        midt = akse.nummer(sted)
        _soeyle(flate, plass, liggende, (midt, bredde), (fra, fra + tall), merke)
        if "outside" in serie.get("textposition", ""):
            _ved_soeylen(flate, plass, liggende, midt, fra + tall, serie["text"][nr])
    _feilstreker(flate, serie, plass, langs=liggende)


def _soeyle(
    flate: Flate,
    plass: Tegneplass,
    liggende: bool,
    paa_tvers: tuple[float, float],
    ender: tuple[float, float],
    merke: dict,
) -> None:
    midt, bredde = paa_tvers
    sidene = (midt - bredde / 2, midt + bredde / 2)
    hjoerner = [
        plass.punkt(ende, side) if liggende else plass.punkt(side, ende)
        for ende, side in zip(ender, sidene)
    ]
    flate.rute(*hjoerner, merke)


def _ved_soeylen(
    flate: Flate,
    plass: Tegneplass,
    liggende: bool,
    midt: float,
    ende: float,
    tekst: str,
) -> None:
    """Tallet etter enden av søylen, på den siden den peker."""
    skrift = {"size": _SKRIFT, "color": plass.tekstfarge}
    if not liggende:
        bort, opp = plass.punkt(midt, ende)
        flate.tekst((bort, opp - 4), tekst, skrift, anker="center", loddrett="bottom")
        return
    bort, opp = plass.punkt(ende, midt)
    if ende >= 0:
        flate.tekst((bort + 4, opp), tekst, skrift)
    else:
        flate.tekst((bort - 4, opp), tekst, skrift, anker="right")


# ---------------------------------------------------------------------------- regnskapet


def _foss(flate: Flate, serie: dict, plass: Tegneplass, _stabel, _layout) -> None:
    """Trappen fra det som var til det som er. Hvert trinn begynner der det forrige sluttet."""
    naa, forrige = 0.0, None
    for nr, (sted, tall, maal) in enumerate(
        zip(serie["y"], serie["x"], serie["measure"])
    ):
        sum_ = maal == "absolute"
        fra = 0.0 if sum_ else naa
        naa = tall if sum_ else naa + tall
        slag = "totals" if sum_ else "increasing" if tall >= 0 else "decreasing"
        if forrige is not None:
            hit = plass.punkt(fra if not sum_ else naa, sted - 0.4)
            flate.strek(
                [plass.punkt(forrige, sted - 0.6), hit], serie["connector"]["line"]
            )
        _soeyle(flate, plass, True, (sted, 0.8), (fra, naa), serie[slag]["marker"])
        tekst = serie["text"][nr]
        skrift = {"size": _SKRIFT, "color": plass.tekstfarge}
        bort, opp = plass.punkt(naa, sted)
        if tall >= 0:
            flate.tekst((bort + 4, opp), tekst, skrift)
        else:
            flate.tekst((bort - 4, opp), tekst, skrift, anker="right")
        forrige = naa
