"""Det Word og PowerPoint har felles: egenskapene til filen, diagrammene, som kan endres der, og bildene av de
andre figurene.
"""

import datetime as dt
import functools
from collections.abc import Iterator, Sequence

import typst
from pptx.chart.chart import Chart
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_MARKER_STYLE
from pptx.enum.dml import MSO_LINE
from pptx.util import Pt

from boligdata.innhold.rapport.dokument import Diagram, Dokument

_SLAG = {"linjer": XL_CHART_TYPE.LINE_MARKERS, "soeyler": XL_CHART_TYPE.BAR_CLUSTERED}
_MARKOERER = (
    XL_MARKER_STYLE.CIRCLE,
    XL_MARKER_STYLE.SQUARE,
    XL_MARKER_STYLE.DIAMOND,
    XL_MARKER_STYLE.TRIANGLE,
)
_STREKER = (
    MSO_LINE.SOLID,
    MSO_LINE.DASH,
    MSO_LINE.ROUND_DOT,
    MSO_LINE.DASH_DOT,
)
_GRAA = RGBColor(0x5C, 0x62, 0x70)
_SKRIFT = Pt(10)
SKRIFT = "Calibri"


def sett_egenskapene(egenskaper, dokument: Dokument) -> None:
    """Det filen sier om seg selv: hva den heter, språket og dagen, og ikke hvem som laget den."""
    egenskaper.title = dokument.hele_tittelen
    egenskaper.author = egenskaper.last_modified_by = ""
    egenskaper.language = dokument.spraakkode
    laget = dt.datetime.combine(dokument.laget, dt.time())
    egenskaper.created = egenskaper.modified = laget


def diagramtype(diagram: Diagram) -> XL_CHART_TYPE:
    """Hva Office kaller diagrammet."""
    return _SLAG[diagram.slag]


def diagramdata(diagram: Diagram) -> CategoryChartData:
    """Tallene i diagrammet, som også er alt som ligger i regnearket bak det."""
    data = CategoryChartData(number_format=_tallformat(diagram))
    data.categories = diagram.kategorier
    for serie in diagram.serier:
        data.add_series(serie.navn, serie.verdier)
    return data


def _tallformat(diagram: Diagram) -> str:
    desimaler = f".{'0' * diagram.desimaler}" if diagram.desimaler else ""
    tegn = '" %"' if diagram.tegn else ""
    return f"#,##0{desimaler}{tegn}"


def kle(chart: Chart, diagram: Diagram, farger: tuple[str, ...]) -> None:
    """Utseendet: rene akser, enheten over dem, farger og former som skiller seriene, og tallet ved hver
    søyle.
    """
    chart.font.size, chart.font.name = _SKRIFT, SKRIFT
    chart.chart_title.text_frame.text = diagram.enhet
    chart.chart_title.include_in_layout = False
    enheten = chart.chart_title.text_frame.paragraphs[0].font
    enheten.size, enheten.bold = _SKRIFT, False
    chart.has_legend = len(diagram.serier) > 1
    if chart.has_legend:
        chart.legend.position = XL_LEGEND_POSITION.BOTTOM
        chart.legend.include_in_layout = False
    verdiakse, kategoriakse = chart.value_axis, chart.category_axis
    verdiakse.has_major_gridlines = diagram.slag == "linjer"
    verdiakse.format.line.fill.background()
    verdiakse.minimum_scale = min(0, *_kjente(diagram))
    verdiakse.tick_labels.number_format = _tallformat(diagram)
    verdiakse.tick_labels.number_format_is_linked = False
    if diagram.slag == "linjer":
        verdiakse.major_gridlines.format.line.color.rgb = RGBColor(0xD9, 0xDC, 0xE3)
        _linjene(chart, diagram, farger)
    else:
        verdiakse.visible = False
        kategoriakse.reverse_order = True
        _soeylene(chart, farger)
    kategoriakse.format.line.color.rgb = _GRAA


def _kjente(diagram: Diagram) -> list[float]:
    return [en for serie in diagram.serier for en in serie.verdier if en is not None]


def _linjene(chart: Chart, diagram: Diagram, farger: tuple[str, ...]) -> None:
    for nr, (tegnet, serie) in enumerate(zip(chart.plots[0].series, diagram.serier)):
        farge = _GRAA if serie.stiplet else _rgb(farger[nr % len(farger)])
        # Er linjene flere enn fargene, får den neste med den samme fargen en annen strek og form.
        form = nr + nr // len(farger)
        tegnet.smooth = False
        tegnet.format.line.color.rgb = farge
        tegnet.format.line.width = Pt(1.5 if serie.stiplet else 2.25)
        tegnet.format.line.dash_style = (
            MSO_LINE.DASH if serie.stiplet else _STREKER[form % len(_STREKER)]
        )
        if serie.stiplet:
            tegnet.marker.style = XL_MARKER_STYLE.NONE
            continue
        tegnet.marker.style = _MARKOERER[form % len(_MARKOERER)]
        tegnet.marker.size = 6
        tegnet.marker.format.fill.solid()
        tegnet.marker.format.fill.fore_color.rgb = farge
        tegnet.marker.format.line.color.rgb = farge


def _soeylene(chart: Chart, farger: tuple[str, ...]) -> None:
    plott = chart.plots[0]
    plott.gap_width = 45
    plott.has_data_labels = True
    plott.data_labels.show_value = True
    plott.data_labels.font.size = _SKRIFT
    for serie in plott.series:
        serie.format.fill.solid()
        serie.format.fill.fore_color.rgb = _rgb(farger[0])


def _rgb(farge: str) -> RGBColor:
    return RGBColor.from_string(farge.lstrip("#").upper())


def bildene_i(dokument: Dokument) -> Iterator[bytes]:
    """Bildene av figurene som ikke er diagrammer, i rekkefølge."""
    figurer = (figur for figur in dokument.figurer if figur.svg and not figur.diagram)
    return iter(bilder(tuple(figur.svg for figur in figurer)))


# Word og PowerPoint skrives rett etter hverandre, med de samme bildene.
@functools.lru_cache(maxsize=1)
def bilder(svg: tuple[str, ...]) -> Sequence[bytes]:
    """Figurene som PNG, alle i samme vending."""
    if not svg:
        return ()
    filer = {f"{nr}.svg": tegnet.encode() for nr, tegnet in enumerate(svg)}
    sider = "#pagebreak()\n".join(f'#image("{nr}.svg")\n' for nr in range(len(svg)))
    ark = f"#set page(width: auto, height: auto, margin: 0pt, fill: white)\n{sider}"
    ut = typst.compile({"main.typ": ark.encode(), **filer}, format="png", ppi=170)
    return (ut,) if isinstance(ut, bytes) else tuple(ut)
