"""Nedlasting: det samme som på skjermen, med tittel, utvalg, definisjon, kilde og dato inne i
filen.
"""

import csv
import io
import math
import textwrap
from collections.abc import Mapping
from decimal import Decimal

import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from boligdata import lesing
from boligdata.felles import dagen, norsk
from boligdata.felles.enheter import Enhet
from boligdata.felles.maalform import si
from boligdata.innhold.grunnkort import Grunnkort, Linje, Vedlegg

# Så mange sifre har et årstall.
AARSTALL = 4
# Ingen kolonne er bredere enn dette, for en hel setning skal brytes.
BREDEST = 60
# Høyden på en linje i et ark, i punkter.
_LINJE = 15


def om_kortet(kort: Grunnkort) -> list[Linje]:
    """Linjene som følger med tallene, som (ledetekst, tekst)."""
    meta = lesing.meta()
    kommune = meta.kommune
    if meta.fiktiv:
        kommune = si("{kommune} (fiktive data)", kommune=kommune)
    linjer = [
        (si("Spørsmål"), kort.bestilling.tittel),
        *([(si("Svar"), kort.funn)] if kort.funn else []),
        (si("Kommune"), kommune),
        (si("Gjelder"), kort.filtertekst),
        (si("Hva figuren viser"), kort.setning),
        *kort.dom,
        *kort.hvorfor_endret,
        *kort.forklaring,
        *([(si("Vern"), kort.vern.helt)] if kort.vern else []),
        (si("Kilde"), kort.kildene),
        (si("Data til og med"), norsk.dato(meta.per_dato)),
        (si("Lastet ned"), norsk.dato(dagen.i_dag())),
    ]
    return linjer + [(si("Merk"), str(flagg)) for flagg in kort.flagg]


def filnavn(kort: Grunnkort) -> str:
    """Navnet på filene, uten endelsen: spørsmålet, perioden og filtrene. Det samme for bilde, CSV og
    Excel.
    """
    return norsk.filnavn(f"{kort.bestilling.tittel} {kort.filtertekst}")


def csv_fil(kort: Grunnkort) -> bytes:
    """CSV slik norsk Excel åpner den rett: semikolon, desimalkomma og UTF-8 med BOM."""
    ut = io.StringIO()
    skriver = csv.writer(ut, delimiter=";", lineterminator="\r\n")
    skriver.writerows(
        [_csv_celle(tekst) for tekst in linje] for linje in om_kortet(kort)
    )
    skriver.writerow([])
    _csv_tabell(skriver, kort.tabell, kort.enheter)
    for navn, vedlegg in kort.vedlegg.items():
        skriver.writerows([[], [navn]])
        _csv_tabell(skriver, vedlegg.tabell, vedlegg.enheter)
    return ut.getvalue().encode("utf-8-sig")


def _csv_tabell(skriver, tabell: pd.DataFrame, enheter: Mapping[str, Enhet]) -> None:
    skriver.writerow(map(_csv_celle, tabell.columns))
    enhetene = [enheter.get(kolonne) for kolonne in tabell.columns]
    for rad in tabell.itertuples(index=False):
        skriver.writerow(map(_csv_celle, rad, enhetene))


def excel_fil(kort: Grunnkort) -> bytes:
    """Excel med tallene på ett ark, forklaringen på et annet, og vedleggene på hvert sitt."""
    ut = io.BytesIO()
    with xlsxwriter.Workbook(
        ut, {"in_memory": True, "strings_to_formulas": False}
    ) as bok:
        ark = bok.add_worksheet(si("Tall"))
        meta = lesing.meta()
        fiktiv = f" {si('Fiktive data.')}" if meta.fiktiv else ""
        tittel = bok.add_format({"bold": True, "font_size": 14})
        ark.write_string(0, 0, kort.bestilling.tittel, tittel)
        ark.write_string(1, 0, f"{meta.kommune}. {kort.filtertekst}.{fiktiv}")
        _skriv_tabell(bok, ark, Vedlegg(kort.tabell, kort.enheter), 3)
        _om_arket(bok, kort)
        for navn, vedlegg in kort.vedlegg.items():
            _skriv_tabell(bok, bok.add_worksheet(navn[:31]), vedlegg, 0)
    return ut.getvalue()


def _om_arket(bok: xlsxwriter.Workbook, kort: Grunnkort) -> None:
    fet = bok.add_format({"bold": True, "valign": "top"})
    brutt = bok.add_format({"text_wrap": True, "valign": "top"})
    om = bok.add_worksheet(si("Om tallene"))
    om.set_column(0, 0, 20, fet)
    om.set_column(1, 1, 100, brutt)
    for rad, (ledetekst, tekst) in enumerate(om_kortet(kort)):
        om.write_string(rad, 0, ledetekst, fet)
        om.write_string(rad, 1, tekst, brutt)


def _skriv_tabell(
    bok: xlsxwriter.Workbook, ark: Worksheet, innhold: Vedlegg, hoderad: int
) -> None:
    """Tabellen med overskriftene i rad `hoderad`. De og den første kolonnen står fast når en ruller."""
    ark.freeze_panes(hoderad + 1, 1)
    tekst = bok.add_format({"text_wrap": True, "valign": "top"})
    linjer = 1
    for nr, kolonne in enumerate(innhold.tabell.columns):
        enhet = innhold.enheter.get(kolonne)
        bredde = _bredde(innhold.tabell[kolonne], kolonne, enhet)
        # Fet skrift er bredere enn tegnene kolonnen er målt i.
        linjer = max(linjer, len(textwrap.wrap(kolonne, bredde - 2)))
        hode = {"bold": True, "text_wrap": True, "valign": "bottom", "bottom": 1}
        if enhet:
            hode["align"] = "right"
        ark.write_string(hoderad, nr, kolonne, bok.add_format(hode))
        tall = bok.add_format({"num_format": _excel_format(enhet), "valign": "top"})
        hoeyre = bok.add_format({"align": "right", "valign": "top"})
        for rad, verdi in enumerate(innhold.tabell[kolonne], start=hoderad + 1):
            if verdi == norsk.MANGLER:
                continue
            if isinstance(verdi, str):
                _skriv_tekst(ark, rad, nr, verdi, tekst)
            elif _er_tekst(verdi, enhet):
                ark.write_string(rad, nr, norsk.uten_tegn(verdi, enhet), hoeyre)
            elif not math.isnan(verdi):
                ark.write_number(rad, nr, _avrundet(verdi, enhet.desimaler), tall)
        ark.set_column(nr, nr, bredde)
    # Ikke alle programmer gjør raden høy nok selv.
    ark.set_row(hoderad, _LINJE * linjer)


def _skriv_tekst(
    ark: Worksheet, rad: int, kolonne: int, tekst: str, form: Format
) -> None:
    """Et årstall er et tall, ellers setter Excel en grønn trekant i hver celle."""
    if tekst.isdecimal() and len(tekst) == AARSTALL:
        ark.write_number(rad, kolonne, int(tekst), form)
    else:
        ark.write_string(rad, kolonne, tekst, form)


def _bredde(celler: pd.Series, hode: str, enhet: Enhet | None) -> int:
    """Så bred at hver celle får plass på en linje, og det lengste ordet i overskriften i sin."""
    ordet = max(map(len, hode.split()), default=0)
    if enhet:
        return min(max(ordet + 3, 11), BREDEST)
    lengst = max((len(str(celle)) for celle in celler), default=0)
    return min(max(ordet + 3, lengst + 2, 11), BREDEST)


def _csv_celle(verdi, enhet: Enhet | None = None) -> str:
    if verdi == norsk.MANGLER:
        return ""
    if enhet is None:
        # En celle som begynner med et av disse tegnene, kan kjøres som formel i regneark.
        return (
            f"'{verdi}"
            if str(verdi).startswith(("=", "+", "-", "@", "\t", "\r"))
            else str(verdi)
        )
    if verdi is None or math.isnan(verdi):
        return ""
    return (
        norsk.uten_tegn(verdi, enhet)
        if _er_tekst(verdi, enhet)
        else (str(_avrundet(verdi, enhet.desimaler)).replace(".", ","))
    )


def _er_tekst(verdi: float | None, enhet: Enhet) -> bool:
    """Vises tallet som tekst på skjermen, som «0–4»? Da skal det være det samme i filen."""
    return norsk.uten_tegn(verdi, enhet) != norsk.tall(verdi, enhet.desimaler)


def _avrundet(verdi: float, desimaler: int) -> Decimal:
    """Avrundet i titall, som på skjermen: i totall er 0,35 litt under 0,35 og ville blitt 0,3 i
    stedet for 0,4.
    """
    return round(Decimal(str(float(verdi))), desimaler)


def _excel_format(enhet: Enhet | None) -> str:
    return (
        "@"
        if enhet is None
        else "#,##0" + ("." + "0" * enhet.desimaler if enhet.desimaler else "")
    )
