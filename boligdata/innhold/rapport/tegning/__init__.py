"""Figuren på kortet, tegnet på papir uten nettleser.

Skjermen får figuren som en beskrivelse Plotly i nettleseren tegner. Her tegnes den samme beskrivelsen, så
en figur i et dokument aldri viser noe annet enn skjermen. Bare det figurene våre bruker, kan tegnes, og
`kan_tegnes` sier hvilke det gjelder.

flate   papiret: streker, flater, markører og tekst som SVG
akser   hvor en verdi står, og tallene ved aksen
serier  linjer, søyler, trapper og felter
"""

import math

from boligdata.innhold.rapport.tegning.akser import (
    Akse,
    er_logaritmisk,
    kategoriene,
    omfanget,
)
from boligdata.innhold.rapport.tegning.flate import LINJE, Flate, bredde_av
from boligdata.innhold.rapport.tegning.serier import Tegneplass
from boligdata.innhold.rapport.tegning.serier import tegn as tegn_serie

BREDDE = 640
_TEGNES = {"scatter", "bar", "waterfall"}
_SKRIFT = 14
_LUFT = 8
_FORKLARINGSLINJE = 22
# En linje med tekst under figuren.
_LINJE_UNDER = 22.0


def kan_tegnes(figur: dict) -> bool:
    """Er alle seriene av slag som kan tegnes? De andre figurene står som tabell."""
    return {serie["type"] for serie in figur["data"]} <= _TEGNES


def tegn(figur: dict, farger: tuple[str, ...]) -> str:
    """Figuren som SVG. `farger` er dem seriene får når de ikke har sin egen, i rekkefølge."""
    return _Figur(figur["data"], figur["layout"], farger).svg()


class _Figur:
    """Én figur mens den tegnes."""

    def __init__(self, serier: list[dict], layout: dict, farger: tuple[str, ...]):
        self.serier = _med_oevre_kant(serier)
        self.layout, self.farger = layout, farger
        self.tekstfarge = layout["font"]["color"]
        self.forklart = self._forklart()
        self.forklaringslinjer = self._i_linjer()
        enhet = any(en.get("yref") == "paper" for en in layout["annotations"])
        self.topp = 12 + 24 * enhet + _FORKLARINGSLINJE * len(self.forklaringslinjer)
        hoeyde = layout["height"] - layout["margin"]["t"] + self.topp
        self.flate = Flate(BREDDE, hoeyde)
        self.akser = self._aksene()

    def svg(self) -> str:
        self._rutenett()
        self._streker("below")
        stabler: dict[str, dict] = {}
        for nr, serie in enumerate(self.serier):
            bort, opp = self._akser_til(serie)
            farge = self.farger[nr % len(self.farger)]
            stabel = stabler.setdefault(serie.get("xaxis", "x"), {})
            plass = Tegneplass(bort, opp, farge, self.tekstfarge)
            tegn_serie(self.flate, serie, plass, stabel, self.layout)
        self._streker("above")
        self._akseskrift()
        self._merknader()
        self._forklaring()
        return self.flate.svg()

    # ------------------------------------------------------------------------------ aksene

    def _aksene(self) -> dict[str, Akse]:
        navn = [
            felt.replace("axis", "")
            for felt in self.layout
            if felt.startswith(("xaxis", "yaxis"))
        ]
        loddrette = {en: self._akse(en, 0, 1) for en in navn if en[0] == "y"}
        venstre = self.layout["margin"]["l"] + max(
            (
                bredde_av(tekst, _SKRIFT) + _LUFT
                for akse in loddrette.values()
                if akse.vises
                for _, tekst in akse.merker()
            ),
            default=0,
        )
        hoeyre = BREDDE - self.layout["margin"]["r"]
        bunn = self.flate.hoeyde - self.layout["margin"]["b"] - self._under(navn)
        self.omraadet = {"x": (venstre, hoeyre), "y": (bunn, self.topp)}
        ut = {en: self._akse(en, *self.omraadet[en[0]]) for en in navn}
        if self.layout.get("yaxis", {}).get("scaleanchor") == "x":
            _like_lange(ut)
        return ut

    def _under(self, navn: list[str]) -> float:
        """Plassen tallene under figuren tar, og det de teller."""
        vises = [self._felt(en) for en in navn if en[0] == "x"]
        med_tall = any(
            felt.get("visible", True) and felt.get("showticklabels", True)
            for felt in vises
        )
        med_tittel = any(_tittelen(felt) for felt in vises)
        return _LINJE_UNDER * (med_tall + med_tittel)

    def _felt(self, navn: str) -> dict:
        return self.layout[f"{navn[0]}axis{navn[1:]}"]

    def _akse(self, navn: str, start: float, slutt: float) -> Akse:
        felt, retning = self._felt(navn), navn[0]
        mine = [en for en in self.serier if en.get(f"{retning}axis", retning) == navn]
        verdier = [verdi for serie in mine for verdi in serie[retning]]
        kategorier = kategoriene(felt, verdier)
        soeyler = any(serie["type"] != "scatter" for serie in mine)
        verdier += self._strekenes(retning, navn)
        tall = [float(en) for en in verdier if not isinstance(en, str | None)]
        if er_logaritmisk(felt):
            tall = [math.log10(en) for en in tall]
        omfang = omfanget(felt, kategorier, tall, soeyler=soeyler)
        fra, til = felt.get("domain", (0, 1))
        start, slutt = start + fra * (slutt - start), start + til * (slutt - start)
        if felt.get("autorange") == "reversed":
            start, slutt = slutt, start
        return Akse(felt, start, slutt, omfang, kategorier)

    def _strekenes(self, retning: str, navn: str) -> list:
        """Endene av strekene som henviser til aksen: også de skal få plass."""
        return [
            strek[f"{retning}{ende}"]
            for strek in self.layout.get("shapes", ())
            for ende in (0, 1)
            if strek[f"{retning}ref"] == navn
        ]

    def _akser_til(self, serie: dict) -> tuple[Akse, Akse]:
        return self.akser[serie.get("xaxis", "x")], self.akser[serie.get("yaxis", "y")]

    def _maken(self, navn: str) -> Akse:
        """Aksen på tvers av denne."""
        annen = "y" if navn[0] == "x" else "x"
        return self.akser[self._felt(navn).get("anchor", f"{annen}{navn[1:]}")]

    def _rutenett(self) -> None:
        for navn, akse in self.akser.items():
            felt, tvers = akse.felt, self._maken(navn)
            if not felt.get("visible", True):
                continue
            linje = {"color": felt["gridcolor"], "width": 1}
            if felt.get("showgrid", True) and not akse.kategorier:
                for sted, _ in akse.merker():
                    self._paa_tvers(navn, sted, tvers, linje)
            if felt.get("zeroline", True) and not akse.kategorier:
                fra, til = akse.omfang
                if fra <= 0 <= til:
                    self._paa_tvers(navn, akse.sted(0), tvers, linje)

    def _paa_tvers(self, navn: str, sted: float, tvers: Akse, linje: dict) -> None:
        ender = ((sted, tvers.start), (sted, tvers.slutt))
        punkter = ender if navn[0] == "x" else [(bort, opp) for opp, bort in ender]
        self.flate.strek(list(punkter), linje)

    def _akseskrift(self) -> None:
        skrift = {"size": _SKRIFT, "color": self.tekstfarge}
        for navn, akse in self.akser.items():
            if not akse.vises:
                continue
            tvers = self._maken(navn)
            for sted, tekst in akse.merker():
                if navn[0] == "x":
                    under = max(tvers.start, tvers.slutt) + 6
                    self.flate.tekst(
                        (sted, under), tekst, skrift, anker="center", loddrett="top"
                    )
                else:
                    venstre = min(tvers.start, tvers.slutt) - 6
                    self.flate.tekst((venstre, sted), tekst, skrift, anker="right")
            self._aksetittel(navn, akse, tvers)

    def _aksetittel(self, navn: str, akse: Akse, tvers: Akse) -> None:
        """Det tallene under figuren teller, midt under dem."""
        tittel = _tittelen(akse.felt)
        if navn[0] == "x" and tittel:
            sted = (akse.del_av(0.5), max(tvers.start, tvers.slutt) + 6 + _LINJE_UNDER)
            skrift = {"size": _SKRIFT, "color": self.tekstfarge}
            self.flate.tekst(sted, tittel, skrift, anker="center", loddrett="top")

    # ---------------------------------------------------------------- streker og merknader

    def _streker(self, lag: str) -> None:
        for strek in self.layout.get("shapes", ()):
            if strek.get("layer", "above") == lag:
                punkter = [
                    (
                        self._sted("x", strek["xref"], strek[f"x{ende}"]),
                        self._sted("y", strek["yref"], strek[f"y{ende}"]),
                    )
                    for ende in (0, 1)
                ]
                self.flate.strek(punkter, strek["line"])

    def _sted(self, retning: str, henviser: str, verdi) -> float:
        """Stedet en strek eller merknad viser til: en verdi på en akse, eller en del av figuren."""
        if henviser == "paper":
            fra, til = self.omraadet[retning]
            return fra + verdi * (til - fra)
        navn, _, del_ = henviser.partition(" ")
        akse = self.akser[navn]
        return akse.del_av(verdi) if del_ else akse.sted(verdi)

    def _merknader(self) -> None:
        for merknad in self.layout["annotations"]:
            bort = self._sted("x", merknad.get("xref", "x"), merknad["x"])
            opp = self._sted("y", merknad.get("yref", "y"), merknad["y"])
            bort += merknad.get("xshift", 0)
            opp -= merknad.get("yshift", 0)
            if merknad.get("yref") == "paper":
                # Enheten står ytterst til venstre, så den ikke dekker forklaringen.
                bort = self.layout["margin"]["l"]
            anker = merknad.get("xanchor", "center")
            if merknad.get("bgcolor"):
                self._bakgrunn((bort, opp), merknad)
            self.flate.tekst(
                # Enden av en strek rett foran tallet ville sett ut som et minus.
                (bort + 3 * (anker == "left"), opp),
                merknad["text"],
                merknad["font"],
                anker=anker,
                loddrett=merknad.get("yanchor", "middle"),
            )

    def _bakgrunn(self, sted: tuple[float, float], merknad: dict) -> None:
        """Bakgrunnen som gjør at en tekst midt i en flate kan leses."""
        stoerrelse, linjer = merknad["font"]["size"], merknad["text"].count("<br>") + 1
        halv = bredde_av(merknad["text"], stoerrelse) / 2 + 3
        opp = LINJE * stoerrelse * linjer / 2
        bort, ned = sted
        self.flate.rute(
            (bort - halv, ned - opp),
            (bort + halv, ned + opp),
            {"color": merknad["bgcolor"]},
        )

    # ------------------------------------------------------------------------ forklaringen

    def _forklart(self) -> list[tuple[int, dict]]:
        """Seriene og strekene som har navnet sitt i forklaringen, med nummeret."""
        if not self.layout.get("showlegend"):
            return []
        serier = [
            (nr, serie)
            for nr, serie in enumerate(self.serier)
            if serie.get("name") and serie.get("showlegend") is not False
        ]
        streker = [
            (0, strek)
            for strek in self.layout.get("shapes", ())
            if strek.get("showlegend")
        ]
        return serier + streker

    def _i_linjer(self) -> list[list[tuple[int, dict]]]:
        """Navnene i forklaringen, så mange på hver linje som det er plass til."""
        linjer: list[list] = []
        bredde = BREDDE
        for ett in self.forklart:
            plass = 44 + bredde_av(ett[1]["name"], _SKRIFT)
            if bredde + plass > BREDDE - 2 * _LUFT:
                linjer.append([])
                bredde = 0.0
            linjer[-1].append(ett)
            bredde += plass
        return linjer

    def _forklaring(self) -> None:
        skrift = {"size": _SKRIFT, "color": self.tekstfarge}
        for nr, linje in enumerate(self.forklaringslinjer):
            bort, opp = float(_LUFT), 4 + _FORKLARINGSLINJE * (nr + 0.5)
            for serienr, ett in linje:
                self._proeve(ett, self.farger[serienr % len(self.farger)], bort, opp)
                self.flate.tekst((bort + 32, opp), ett["name"], skrift)
                bort += 44 + bredde_av(ett["name"], _SKRIFT)

    def _proeve(self, serie: dict, farge: str, bort: float, opp: float) -> None:
        """Et lite stykke av serien ved siden av navnet."""
        midt = (bort + 13, opp)
        if serie["type"] == "bar":
            merke = {"color": farge} | serie.get("marker", {})
            self.flate.rute((bort, opp - 7), (bort + 26, opp + 7), merke)
            return
        if serie.get("fill"):
            self.flate.rute(
                (bort, opp - 7), (bort + 26, opp + 7), {"color": serie["fillcolor"]}
            )
            return
        linje = {"color": farge} | serie.get("line", {})
        if "lines" in serie.get("mode", "lines"):
            self.flate.strek([(bort, opp), (bort + 26, opp)], linje)
        if "markers" in serie.get("mode", ""):
            merke = {"color": linje["color"]} | serie.get("marker", {})
            slag = merke.get("symbol", "circle")
            slag = slag if isinstance(slag, str) else slag[0]
            self.flate.markoer(midt, slag, 9, merke)


def _med_oevre_kant(serier: list[dict]) -> list[dict]:
    """Seriene, der et bånd ned til serien før har kanten den serien er."""
    ut = []
    for nr, serie in enumerate(serier):
        kant = {"oevre": serier[nr - 1]["y"]} if serie.get("fill") == "tonexty" else {}
        ut.append(serie | kant)
    return ut


def _tittelen(felt: dict) -> str:
    """Det tallene ved aksen teller, når det står ved den."""
    return felt.get("title", {}).get("text", "")


def _like_lange(akser: dict[str, Akse]) -> None:
    """Et kart skal ikke strekkes: like langt på papiret i begge retninger."""
    bort, opp = akser["x"], akser["y"]
    per_bort = abs(bort.slutt - bort.start) / (bort.omfang[1] - bort.omfang[0])
    per_opp = abs(opp.slutt - opp.start) / (opp.omfang[1] - opp.omfang[0])
    minst = min(per_bort, per_opp)
    for navn, akse, per in (("x", bort, per_bort), ("y", opp, per_opp)):
        midt, halv = sum(akse.omfang) / 2, (akse.omfang[1] - akse.omfang[0]) / 2
        strukket = halv * per / minst
        akser[navn] = Akse(
            akse.felt, akse.start, akse.slutt, (midt - strukket, midt + strukket)
        )
