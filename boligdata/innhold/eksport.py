"""Nedlasting: det samme som på skjermen, med tittel, utvalg, definisjon, kilde og dato inne i
filen."""

import csv
import datetime as dt
import io
import math
from decimal import Decimal

import xlsxwriter

from boligdata import lesing
from boligdata.felles import norsk
from boligdata.felles.enheter import Enhet
from boligdata.innhold.kort import HVORFOR_ENDRET, Kort

# Arket og overskriften der forutsetningene bak tallene står.
VEDLEGG = "Forutsetninger"


def om_kortet(kort: Kort) -> list[tuple[str, str]]:
    """Linjene som følger med tallene, som (ledetekst, tekst)."""
    meta = lesing.meta()
    linjer = [
        ("Tittel", kort.bestilling.tittel),
        ("Kommune", meta.kommune + (" (fiktive data)" if meta.fiktiv else "")),
        ("Gjelder", kort.filtertekst),
        ("Hva figuren viser", kort.setning),
        *(
            [
                (
                    "Vurdering",
                    f"{kort.vurdering.tekst}. {kort.vurdering.fordi} {kort.grenser}".strip(),
                )
            ]
            if kort.vurdering
            else []
        ),
        *([(HVORFOR_ENDRET, kort.endret_fordi)] if kort.endret_fordi else []),
        *kort.forklaring,
        *([("Vern", kort.vern.helt)] if kort.vern else []),
        ("Kilde", kort.kilde.removeprefix("Kilde: ")),
        ("Data til og med", norsk.dato(meta.per_dato)),
        ("Lastet ned", norsk.dato(dt.date.today())),
    ]
    return linjer + [("Merk", f) for f in kort.flagg]


def csv_fil(kort: Kort) -> bytes:
    """CSV slik norsk Excel åpner den rett: semikolon, desimalkomma og UTF-8 med BOM."""
    ut = io.StringIO()
    skriver = csv.writer(ut, delimiter=";", lineterminator="\r\n")
    skriver.writerows(
        [_csv_celle(tekst) for tekst in linje] for linje in om_kortet(kort)
    )
    skriver.writerow([])
    skriver.writerow(map(_csv_celle, kort.tabell.columns))
    for rad in kort.tabell.itertuples(index=False):
        skriver.writerow(
            [
                _csv_celle(v, kort.enheter.get(k))
                for k, v in zip(kort.tabell.columns, rad)
            ]
        )
    if kort.vedlegg is not None:
        skriver.writerows(
            [[], [VEDLEGG], [_csv_celle(k) for k in kort.vedlegg.columns]]
        )
        skriver.writerows(
            [_csv_celle(v) for v in rad] for rad in kort.vedlegg.itertuples(index=False)
        )
    return ut.getvalue().encode("utf-8-sig")


def excel_fil(kort: Kort) -> bytes:
    """Excel med tallene på ett ark og forklaringen på et annet."""
    ut = io.BytesIO()
    with xlsxwriter.Workbook(
        ut, {"in_memory": True, "strings_to_formulas": False}
    ) as bok:
        fet, brutt = (
            bok.add_format({"bold": True}),
            bok.add_format({"text_wrap": True, "valign": "top"}),
        )
        ark = bok.add_worksheet("Tall")
        ark.write_string(
            0,
            0,
            kort.bestilling.tittel,
            bok.add_format({"bold": True, "font_size": 14}),
        )
        ark.write_string(1, 0, kort.filtertekst)
        for k, navn in enumerate(kort.tabell.columns):
            ark.write_string(3, k, navn, fet)
            enhet = kort.enheter.get(navn)
            tallformat = bok.add_format({"num_format": _excel_format(enhet)})
            for r, verdi in enumerate(kort.tabell[navn], start=4):
                if isinstance(verdi, str) or _er_tekst(verdi, enhet):
                    ark.write_string(
                        r,
                        k,
                        verdi
                        if isinstance(verdi, str)
                        else norsk.uten_tegn(verdi, enhet),
                    )
                elif not math.isnan(verdi):
                    ark.write_number(
                        r, k, _avrundet(verdi, enhet.desimaler), tallformat
                    )
            ark.set_column(k, k, 34 if k == 0 else 18)
        om = bok.add_worksheet("Om tallene")
        om.set_column(0, 0, 20, fet)
        om.set_column(1, 1, 100, brutt)
        for r, (ledetekst, tekst) in enumerate(om_kortet(kort)):
            om.write_string(r, 0, ledetekst, fet)
            om.write_string(r, 1, tekst, brutt)
        if kort.vedlegg is not None:
            ark = bok.add_worksheet(VEDLEGG)
            for k, navn in enumerate(kort.vedlegg.columns):
                ark.set_column(k, k, 60 if k == 0 else 30)
                for r, tekst in enumerate([navn, *kort.vedlegg[navn]]):
                    ark.write_string(r, k, tekst, brutt if r else fet)
    return ut.getvalue()


def _csv_celle(verdi, enhet: Enhet | None = None) -> str:
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
    stedet for 0,4."""
    return round(Decimal(str(float(verdi))), desimaler)


def _excel_format(enhet: Enhet | None) -> str:
    return (
        "@"
        if enhet is None
        else "#,##0" + ("." + "0" * enhet.desimaler if enhet.desimaler else "")
    )
