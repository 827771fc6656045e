"""Papiret figurene tegnes på: streker, flater, markører og tekst, skrevet som SVG.

En SVG er den samme figuren overalt: HTML viser den, PDF-en tar den inn som strek, og Word får den som
bilde. Da trengs ingen nettleser på tjeneren.
"""

import html
import math
import re
from dataclasses import dataclass, field

SKRIFT = "Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif"
# Så bredt et tegn er i snitt, som del av skriftstørrelsen.
_TEGN, _FETT_TEGN = 0.53, 0.58
LINJE = 1.2
# Lengden på strek og mellomrom, i tykkelser av streken.
_STREKER = {
    "dash": (3, 2),
    "dot": (1, 1.6),
    "dashdot": (4, 1.6, 1, 1.6),
    "longdash": (6, 2.4),
    "longdashdot": (6, 2, 1, 2),
}
_KANTER = {"square": 4, "diamond": 4, "diamond-tall": 4, "pentagon": 5, "hexagon": 6}
_MERKE = re.compile(r"(<br>|</?b>|<span style=\"color:[^\"]*\">|</span>)")


def bredde_av(tekst: str, stoerrelse: float) -> float:
    """Om lag så bred den bredeste linjen i teksten blir."""
    bredest = 0.0
    for linje in tekst.split("<br>"):
        vanlig, _, fet = linje.partition("<b>")
        deler = ((vanlig, _TEGN), (fet, _FETT_TEGN))
        bredest = max(
            bredest, sum(per * len(_uten_merker(del_)) for del_, per in deler)
        )
    return bredest * stoerrelse


def _uten_merker(tekst: str) -> str:
    return html.unescape(_MERKE.sub("", tekst))


@dataclass
class Flate:
    """Det som er tegnet så langt, i piksler fra øverst til venstre."""

    bredde: float
    hoeyde: float
    deler: list[str] = field(default_factory=list)
    moenstre: dict[tuple, tuple[str, str]] = field(default_factory=dict)

    def svg(self) -> str:
        """Hele bildet."""
        moenstre = "".join(kode for _, kode in self.moenstre.values())
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_t(self.bredde)} '
            f'{_t(self.hoeyde)}" width="{_t(self.bredde)}" height="{_t(self.hoeyde)}" '
            f'font-family="{SKRIFT}"><defs>{moenstre}</defs>{"".join(self.deler)}</svg>'
        )

    def strek(self, punkter: list[tuple[float, float]], linje: dict) -> None:
        """En strek gjennom punktene. `linje` er slik Plotly har den: `color`, `width` og `dash`."""
        bredde = linje.get("width", 2)
        if not bredde or len(punkter) < 2:
            return
        stiplet = _STREKER.get(linje.get("dash", ""), ())
        stipling = " ".join(_t(del_ * bredde) for del_ in stiplet)
        self.deler.append(
            f'<polyline points="{_punkter(punkter)}" fill="none" '
            f'{_farge("stroke", linje["color"])} stroke-width="{_t(bredde)}" '
            f'stroke-linejoin="round"{f" stroke-dasharray={stipling!r}" if stiplet else ""}/>'
        )

    def flate(
        self, punkter: list[tuple[float, float]], fyll: str, kant: dict | None = None
    ) -> None:
        """En fylt flate med disse hjørnene."""
        self.deler.append(
            f'<polygon points="{_punkter(punkter)}" {_farge("fill", fyll)}{_kant(kant)}/>'
        )

    def rute(
        self, fra: tuple[float, float], til: tuple[float, float], merke: dict
    ) -> None:
        """En søyle mellom to hjørner, med fargen, kanten og mønsteret den har."""
        venstre, hoeyre = sorted((fra[0], til[0]))
        topp, bunn = sorted((fra[1], til[1]))
        plass = (
            f'x="{_t(venstre)}" y="{_t(topp)}" width="{_t(hoeyre - venstre)}" '
            f'height="{_t(bunn - topp)}"'
        )
        kant = _kant(merke.get("line"))
        self.deler.append(f"<rect {plass} {_farge('fill', merke['color'])}{kant}/>")
        moenster = merke.get("pattern", {})
        if moenster.get("shape"):
            fyll = f"url(#{self._moenster(moenster)})"
            self.deler.append(f'<rect {plass} fill="{fyll}"/>')

    def _moenster(self, moenster: dict) -> str:
        farge = moenster.get("fgcolor", "white")
        noekkel = (moenster["shape"], farge, moenster.get("size", 8))
        if noekkel not in self.moenstre:
            navn = f"m{len(self.moenstre)}"
            self.moenstre[noekkel] = navn, _moensterkode(navn, *noekkel)
        return self.moenstre[noekkel][0]

    def markoer(
        self, sted: tuple[float, float], slag: str, stoerrelse: float, merke: dict
    ) -> None:
        """Et punkt med formen serien har, så den kan skilles fra de andre uten farger."""
        farge = merke["color"]
        aapen = slag.endswith("-open")
        slag, fyll = slag.removesuffix("-open"), "white" if aapen else farge
        kant = {"color": farge, "width": 2} if aapen else merke.get("line")
        radius = stoerrelse / 2
        if slag == "circle":
            self.deler.append(
                f'<circle cx="{_t(sted[0])}" cy="{_t(sted[1])}" r="{_t(radius)}" '
                f"{_farge('fill', fyll)}{_kant(kant)}/>"
            )
        else:
            self.flate(_hjoerner(sted, slag, radius), fyll, kant)

    def tekst(
        self,
        sted: tuple[float, float],
        tekst: str,
        skrift: dict,
        *,
        anker: str = "left",
        loddrett: str = "middle",
    ) -> None:
        """Teksten, over flere linjer der den har «<br>», med fet skrift og farge der den er merket."""
        stoerrelse = skrift["size"]
        linjer, hoeyde = tekst.split("<br>"), LINJE * stoerrelse
        oeverst = {"top": 0.0, "bottom": 1.0}.get(loddrett, 0.5)
        foerste = sted[1] - oeverst * hoeyde * len(linjer) + 0.85 * stoerrelse
        plass = {"left": "start", "center": "middle", "right": "end"}[anker]
        fet = False
        for nr, linje in enumerate(linjer):
            innhold, fet = _merket(linje, fet)
            self.deler.append(
                f'<text x="{_t(sted[0])}" y="{_t(foerste + nr * hoeyde)}" '
                f'font-size="{_t(stoerrelse)}" {_farge("fill", skrift["color"])} '
                f'text-anchor="{plass}">{innhold}</text>'
            )


def _t(tall: float) -> str:
    return f"{tall:.1f}".removesuffix(".0")


def _punkter(punkter: list[tuple[float, float]]) -> str:
    return " ".join(f"{_t(x)},{_t(y)}" for x, y in punkter)  # noqa: E741


def _farge(felt: str, farge: str) -> str:
    """«rgba(…)» er ikke en farge i SVG: gjennomsiktigheten står for seg."""
    treff = re.fullmatch(r"rgba\((.+),\s*([\d.]+)\)", farge)
    if not treff:
        return f'{felt}="{farge}"'
    return f'{felt}="rgb({treff[1]})" {felt}-opacity="{treff[2]}"'


def _kant(linje: dict | None) -> str:
    if not linje or not linje.get("width") or "color" not in linje:
        return ""
    return f' {_farge("stroke", linje["color"])} stroke-width="{_t(linje["width"])}"'


def _merket(linje: str, fet: bool) -> tuple[str, bool]:
    """Linjen med merkene som SVG, og om den slutter i fet skrift."""
    ut, farge = [], ""
    for del_ in _MERKE.split(linje):
        if del_ in ("<b>", "</b>"):
            fet = del_ == "<b>"
        elif del_.startswith("<span"):
            farge = del_.removeprefix('<span style="color:').removesuffix('">')
        elif del_ == "</span>":
            farge = ""
        elif del_:
            stil = (' font-weight="bold"' if fet else "") + (
                f' fill="{farge}"' if farge else ""
            )
            ut.append(f"<tspan{stil}>{html.escape(html.unescape(del_))}</tspan>")
    return "".join(ut), fet


def _moensterkode(navn: str, slag: str, farge: str, stoerrelse: float) -> str:
    halv, hel = _t(stoerrelse / 2), _t(stoerrelse)
    former = {
        "/": f"M0,{hel}L{hel},0",
        "\\": f"M0,0L{hel},{hel}",
        "x": f"M0,0L{hel},{hel}M0,{hel}L{hel},0",
        "-": f"M0,{halv}H{hel}",
        "|": f"M{halv},0V{hel}",
        "+": f"M0,{halv}H{hel}M{halv},0V{hel}",
        ".": f"M{halv},{halv}h1",
    }
    return (
        f'<pattern id="{navn}" patternUnits="userSpaceOnUse" width="{hel}" height="{hel}">'
        f'<path d="{former.get(slag, former["/"])}" {_farge("stroke", farge)} '
        'stroke-width="1.2" fill="none"/></pattern>'
    )


def _hjoerner(
    sted: tuple[float, float], slag: str, radius: float
) -> list[tuple[float, float]]:
    if slag in ("cross", "x"):
        return _kors(sted, radius, math.pi / 4 if slag == "x" else 0)
    if slag == "star":
        radier, antall, start = (radius * 1.2, radius * 0.5), 10, -math.pi / 2
    elif slag.startswith("triangle"):
        vei = 1 if slag == "triangle-down" else -1
        radier, antall, start = (radius * 1.2,), 3, vei * math.pi / 2
    else:
        antall = _KANTER.get(slag, 4)
        start = math.pi / 4 if slag == "square" else -math.pi / 2
        radier = (radius * 1.25,)
    return [
        (
            sted[0]
            + radier[nr % len(radier)] * math.cos(start + nr * math.tau / antall),
            sted[1]
            + radier[nr % len(radier)] * math.sin(start + nr * math.tau / antall),
        )
        for nr in range(antall)
    ]


def _kors(
    sted: tuple[float, float], radius: float, vridd: float
) -> list[tuple[float, float]]:
    """Et kors med fire armer, vridd så det blir et kryss."""
    ytre, indre = radius * 1.1, radius * 0.4
    arm = [(ytre, -indre), (ytre, indre), (indre, indre)]
    ut = []
    for nr in range(4):
        vinkel = vridd + nr * math.pi / 2
        ut += [
            (
                sted[0] + bort * math.cos(vinkel) - ned * math.sin(vinkel),
                sted[1] + bort * math.sin(vinkel) + ned * math.cos(vinkel),
            )
            for bort, ned in arm
        ]
    return ut
