"""Versjonsloggen, slik en plan trykker den: versjon, dato, organ, og hva som ble endret."""

import datetime as dt
import io
from collections.abc import Iterator

import pandas as pd
import xlsxwriter

from boligdata.felles import norsk
from boligdata.felles.maalform import fast, si
from boligdata.innhold.handlingsdel import i_ord, rullering
from boligdata.innhold.handlingsdel.rullering import LEDETEKST, Planversjon

# To kolonner, så loggen kan leses på en telefon. Filen har hver opplysning for seg.
_VEDTAK, _ENDRET = fast("Versjon og vedtak"), fast("Hva som ble endret")
# En celle i Excel kan ikke ha flere tegn enn 32 767.
_LENGST_I_EXCEL, _RESTEN = 32_000, fast(" … (resten står i historien til tiltaket)")
_TILTAKSARK = (
    fast("Versjon"),
    fast("Tiltak"),
    fast("Hva som har skjedd"),
    fast("Endringer"),
)


def tabell() -> pd.DataFrame:
    """Én rad for hver versjon, den eldste først."""
    rader = [
        (
            f"{versjon.nr}: {versjon.navn}. {rullering.vedtatt(versjon)}",
            " ".join(_hva_som_ble_endret(foer, versjon)),
        )
        for foer, versjon in _i_rekkefoelge()
    ]
    return pd.DataFrame(rader, columns=[si(_VEDTAK), si(_ENDRET)])


def _i_rekkefoelge() -> Iterator[tuple[Planversjon | None, Planversjon]]:
    """Hver versjon, med den som gjaldt før."""
    alle = rullering.versjoner()
    yield from zip((None, *alle), alle)


def _hva_som_ble_endret(foer: Planversjon | None, versjon: Planversjon):
    if foer is None:
        tiltak = norsk.med_ord(len(versjon.tiltak), si("tiltak"))
        yield si("Første versjon, med {tiltak}.", tiltak=tiltak)
    else:
        yield rullering.i_ord(rullering.sammenlign(foer, versjon))
    if versjon.hoering:
        yield i_ord.med_punktum(f"{si(LEDETEKST['hoering'])}: {versjon.hoering}")
    if versjon.tekst:
        yield versjon.tekst


def excel() -> bytes:
    """Loggen som en Excel-fil: versjonene på ett ark, og hva som skjedde med hvert tiltak på et annet."""
    ut = io.BytesIO()
    valg = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(ut, valg) as bok:
        _skriv_ark(bok, si("Versjonslogg"), _versjonsrader())
        _skriv_ark(bok, si("Tiltakene"), _tiltaksrader())
    return ut.getvalue()


def _versjonsrader() -> Iterator[tuple]:
    felter = map(si, LEDETEKST.values())
    yield si("Versjon"), *felter, si("Endret siden forrige"), si("Skrevet inn av")
    for foer, versjon in _i_rekkefoelge():
        felter = (getattr(versjon, felt) for felt in LEDETEKST)
        endret = next(_hva_som_ble_endret(foer, versjon))
        yield (versjon.nr, *felter, endret, versjon.hvem)


def _tiltaksrader() -> Iterator[tuple]:
    yield tuple(map(si, _TILTAKSARK))
    for foer, versjon in _i_rekkefoelge():
        for endring in rullering.sammenlign(foer, versjon):
            yield (
                versjon.nr,
                i_ord.navn(endring.tiltak),
                norsk.stor(si(endring.skjedd)),
                "\n".join(endring.setninger),
            )


def _skriv_ark(bok: xlsxwriter.Workbook, navn: str, rader: Iterator[tuple]) -> None:
    """Tekst skrives som tekst, så det noen har skrevet i planen, aldri blir en formel."""
    brutt = bok.add_format({"text_wrap": True, "valign": "top"})
    fet = bok.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    dag = bok.add_format({"num_format": "dd.mm.yyyy", "valign": "top"})
    ark = bok.add_worksheet(navn)
    ark.freeze_panes(1, 0)
    ark.set_column(0, 0, 10)
    ark.set_column(1, 20, 34)
    for rad, celler in enumerate(rader):
        for kolonne, verdi in enumerate(celler):
            if isinstance(verdi, dt.date):
                ark.write_datetime(rad, kolonne, verdi, dag)
            elif isinstance(verdi, int):
                ark.write_number(rad, kolonne, verdi, brutt)
            else:
                ark.write_string(rad, kolonne, _avkortet(verdi), brutt if rad else fet)


def _avkortet(tekst: str) -> str:
    if len(tekst) <= _LENGST_I_EXCEL:
        return tekst
    return tekst[:_LENGST_I_EXCEL] + si(_RESTEN)
