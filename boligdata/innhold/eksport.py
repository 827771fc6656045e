"""Nedlasting: det samme som på skjermen, med tittel, utvalg, definisjon, kilde og dato inne i
filen.
"""

import csv
import io
import math
from decimal import Decimal

import xlsxwriter
from xlsxwriter.format import Format

from boligdata import lesing
from boligdata.felles import dagen, norsk
from boligdata.felles.enheter import Enhet
from boligdata.innhold.grunnkort import Fullkort, Linje


def om_kortet(kort: Fullkort) -> list[Linje]:
    """Linjene som følger med tallene, som (ledetekst, tekst)."""
    meta = lesing.meta()
    linjer = [
        ("Tittel", kort.bestilling.tittel),
        ("Kommune", meta.kommune + (" (fiktive data)" if meta.fiktiv else "")),
        ("Gjelder", kort.filtertekst),
        ("Hva figuren viser", kort.setning),
        *kort.dom,
        *kort.hvorfor_endret,
        *kort.forklaring,
        *([("Vern", kort.vern.helt)] if kort.vern else []),
        ("Kilde", kort.kilde.removeprefix("Kilde: ")),
        ("Data til og med", norsk.dato(meta.per_dato)),
        ("Lastet ned", norsk.dato(dagen.i_dag())),
    ]
    return linjer + [("Merk", flagg) for flagg in kort.flagg]


def csv_fil(kort: Fullkort) -> bytes:
    """CSV slik norsk Excel åpner den rett: semikolon, desimalkomma og UTF-8 med BOM."""
    ut = io.StringIO()
    skriver = csv.writer(ut, delimiter=";", lineterminator="\r\n")
    skriver.writerows(
        [_csv_celle(tekst) for tekst in linje] for linje in om_kortet(kort)
    )
    skriver.writerow([])
    skriver.writerow(map(_csv_celle, kort.tabell.columns))
    enheter = [kort.enheter.get(kolonne) for kolonne in kort.tabell.columns]
    for rad in kort.tabell.itertuples(index=False):
        skriver.writerow(map(_csv_celle, rad, enheter))
    for navn, vedlegg in kort.vedlegg.items():
        skriver.writerows([[], [navn], map(_csv_celle, vedlegg.columns)])
        skriver.writerows(
            map(_csv_celle, rad) for rad in vedlegg.itertuples(index=False)
        )
    return ut.getvalue().encode("utf-8-sig")


def excel_fil(kort: Fullkort) -> bytes:
    """Excel med tallene på ett ark, forklaringen på et annet, og vedleggene på hvert sitt."""
    ut = io.BytesIO()
    with xlsxwriter.Workbook(
        ut, {"in_memory": True, "strings_to_formulas": False}
    ) as bok:
        fet = bok.add_format({"bold": True})
        brutt = bok.add_format({"text_wrap": True, "valign": "top"})
        _tallark(bok, kort, fet)
        om = bok.add_worksheet("Om tallene")
        om.set_column(0, 0, 20, fet)
        om.set_column(1, 1, 100, brutt)
        for rad, (ledetekst, tekst) in enumerate(om_kortet(kort)):
            om.write_string(rad, 0, ledetekst, fet)
            om.write_string(rad, 1, tekst, brutt)
        for navn, vedlegg in kort.vedlegg.items():
            ark = bok.add_worksheet(navn)
            for nr, hode in enumerate(vedlegg.columns):
                ark.set_column(nr, nr, 60 if nr == 0 else 30)
                for rad, tekst in enumerate([hode, *vedlegg[hode]]):
                    ark.write_string(rad, nr, tekst, brutt if rad else fet)
    return ut.getvalue()


def _tallark(bok: xlsxwriter.Workbook, kort: Fullkort, fet: Format) -> None:
    ark = bok.add_worksheet("Tall")
    tittel = bok.add_format({"bold": True, "font_size": 14})
    ark.write_string(0, 0, kort.bestilling.tittel, tittel)
    ark.write_string(1, 0, kort.filtertekst)
    for nr, hode in enumerate(kort.tabell.columns):
        ark.write_string(3, nr, hode, fet)
        enhet = kort.enheter.get(hode)
        tallformat = bok.add_format({"num_format": _excel_format(enhet)})
        for rad, verdi in enumerate(kort.tabell[hode], start=4):
            if verdi == norsk.MANGLER:
                continue
            if isinstance(verdi, str):
                ark.write_string(rad, nr, verdi)
            elif _er_tekst(verdi, enhet):
                ark.write_string(rad, nr, norsk.uten_tegn(verdi, enhet))
            elif not math.isnan(verdi):
                avrundet = _avrundet(verdi, enhet.desimaler)
                ark.write_number(rad, nr, avrundet, tallformat)
        ark.set_column(nr, nr, 34 if nr == 0 else 18)


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
