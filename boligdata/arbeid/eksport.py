"""Tiltakene som tabeller og Excel, og tilbake igjen uten tap.

Ett ark har én rad for hvert tiltak, med koder skrevet som navn og datoer som datoer. Det et tiltak har
flere av (milepæler, beløp, vedtak, indikatorer, planens egne kolonner), står i hvert sitt ark, med id-en
til tiltaket først. Tekst skrives som tekst: en celle som begynner med «=», blir aldri en formel.
"""

import datetime as dt
import functools
import io
from collections.abc import Callable, Iterator, Mapping, Sequence

import pandas as pd
import python_calamine
import xlsxwriter

from boligdata.arbeid import tiltak as tiltaket
from boligdata.arbeid.feltliste import Felt, Feltfeil, felt_i, ny_id
from boligdata.arbeid.tiltak import FELT, Tiltak
from boligdata.felles import maalform, plankoder
from boligdata.felles.maalform import fast, si
from boligdata.felles.tekst import noekkelform

# Navnene på arkene og kolonnene på bokmål. Filen har dem på målformen til den som lastet den ned, og når
# den leses, er det disse de slås opp med.
HOVEDARK = fast("Tiltak")
_ID = FELT["id"].tekst
_ORD = (fast("Overskrift i planen"), fast("Planens ord"))
_ARK_FOR_SEG = [felt for felt in FELT.values() if felt.slag in ("poster", "ord")]


def til_tabell(alle: Sequence[Tiltak]) -> dict[str, pd.DataFrame]:
    """Arkene: navnet, og radene med verdier slik de skal stå i cellene."""
    kolonner = [felt.ledetekst for _, felt in _hovedfelt()]
    rader = [
        [_til_celle(felt, _hent(ett, sti)) for sti, felt in _hovedfelt()]
        for ett in alle
    ]
    ut = {si(HOVEDARK): _ramme(rader, kolonner)}
    for felt in _ARK_FOR_SEG:
        rader = [
            [ett.id, *rad]
            for ett in alle
            for rad in _rader_for_seg(felt, getattr(ett, felt.navn))
        ]
        ut[felt.ledetekst] = _ramme(rader, [si(_ID), *_kolonner_for_seg(felt)])
    return ut


def fra_tabell(ark: Mapping[str, pd.DataFrame]) -> tuple[Tiltak, ...]:
    """Tiltakene i arkene. Et ark eller en kolonne som er tatt bort, er ikke fylt ut. En rad uten id er
    et nytt tiltak. Det som ikke kan leses, er en `Feltfeil` som sier arket og raden.
    """
    bokmaal = _paa_bokmaal()
    ark = {
        bokmaal.get(navn, navn): ramme.rename(columns=bokmaal)
        for navn, ramme in ark.items()
    }
    if HOVEDARK not in ark or _ID not in ark[HOVEDARK].columns:
        raise Feltfeil(
            si(
                "Filen mangler arket «{ark}» med kolonnen «{kolonne}». Last ned tiltakene på nytt, og gjør "
                "endringene i den filen.",
                ark=si(HOVEDARK),
                kolonne=si(_ID),
            )
        )
    innhold: dict[str, dict] = {}
    for nr, rad in _rader_i(ark[HOVEDARK]):
        ett = _fra_hovedrad(rad, nr)
        if ett["id"] in innhold:
            raise _feil(
                HOVEDARK,
                nr,
                fast(
                    "Arket «{ark}», rad {rad}, har samme id som en rad over. Ta bort id-en, eller raden."
                ),
            )
        innhold[ett["id"]] = ett
    for felt in _ARK_FOR_SEG:
        _les_ark_for_seg(felt, ark.get(felt.tekst), innhold)
    return tuple(tiltaket.fra_dict(ett) for ett in innhold.values())


@functools.cache
def _paa_bokmaal() -> dict[str, str]:
    """Fra navnet på hvert ark og hver kolonne, på begge målformer, til navnet på bokmål."""
    felter = [felt for _, felt in _hovedfelt()]
    for felt in _ARK_FOR_SEG:
        felter += [felt, *(felt_i(felt.post) if felt.post else ())]
    tekster = [HOVEDARK, *_ORD, *(felt.tekst for felt in felter)]
    ut: dict[str, str] = {}
    for kode in (maalform.NYNORSK, maalform.BOKMAAL):
        with maalform.bruk(kode):
            ut |= {si(tekst): tekst for tekst in tekster}
    return ut


# ----------------------------------------------------------------------------- hovedarket


def _hovedfelt() -> list[tuple[tuple[str, ...], Felt]]:
    """Feltene i hovedarket, med veien dit: fristen og statusen har hver sine kolonner."""
    ut = []
    for felt in FELT.values():
        if felt.slag == "post":
            ut += [((felt.navn, under.navn), under) for under in felt_i(felt.post)]
        elif felt.slag not in ("poster", "ord"):
            ut.append(((felt.navn,), felt))
    return ut


def _hent(ett: Tiltak, sti: tuple[str, ...]):
    for navn in sti:
        ett = getattr(ett, navn)
    return ett


def _fra_hovedrad(rad: Mapping[str, object], nr: int) -> dict:
    ut: dict = {}
    for sti, felt in _hovedfelt():
        if felt.tekst not in rad:
            continue
        verdi = _fra_celle(felt, rad[felt.tekst], HOVEDARK, nr)
        sted = ut.setdefault(sti[0], {}) if len(sti) > 1 else ut
        sted[sti[-1]] = verdi
    return ut | {"id": ut["id"] or ny_id()}


# -------------------------------------------------------------------------- ark for seg


def _kolonner_for_seg(felt: Felt) -> list[str]:
    if felt.slag == "ord":
        return list(map(si, _ORD))
    return [under.ledetekst for under in felt_i(felt.post)]


def _rader_for_seg(felt: Felt, verdi: tuple) -> Iterator[list]:
    for en in verdi:
        if felt.slag == "ord":
            yield list(en)
        else:
            yield [
                _til_celle(under, getattr(en, under.navn))
                for under in felt_i(felt.post)
            ]


def _les_ark_for_seg(
    felt: Felt, ark: pd.DataFrame | None, innhold: dict[str, dict]
) -> None:
    for nr, rad in _rader_i(ark if ark is not None else pd.DataFrame()):
        eier = innhold.get(_tekst(rad.get(_ID)))
        if eier is None:
            raise _feil(
                felt.tekst,
                nr,
                fast(
                    "Arket «{ark}», rad {rad}, viser til et tiltak som ikke står i arket «{hovedark}». Rett "
                    "id-en."
                ),
                hovedark=si(HOVEDARK),
            )
        if felt.slag == "ord":
            navn, tekst = (_tekst(rad.get(kolonne)) for kolonne in _ORD)
            eier.setdefault(felt.navn, {})[navn] = tekst
        else:
            eier.setdefault(felt.navn, []).append(_fra_rad(felt, rad, nr))


def _fra_rad(felt: Felt, rad: Mapping[str, object], nr: int) -> dict:
    ut = {
        under.navn: _fra_celle(under, rad[under.tekst], felt.tekst, nr)
        for under in felt_i(felt.post)
        if under.tekst in rad
    }
    if "id" in {under.navn for under in felt_i(felt.post)} and not ut.get("id"):
        ut["id"] = ny_id()
    return ut


# ------------------------------------------------------------------- til og fra en celle


def _til_celle(felt: Felt, verdi):
    if felt.slag == "kode":
        return plankoder.navn(felt.kodeliste).get(verdi, verdi)
    if felt.slag == "koder":
        navn = plankoder.navn(felt.kodeliste)
        return _linjer([navn.get(kode, kode) for kode in verdi])
    if felt.slag == "tekster":
        return _linjer(verdi)
    if felt.slag == "ja_nei":
        return "Ja" if verdi else ""
    return verdi


def _linjer(tekster: Sequence[str]) -> str:
    """Én linje for hver. Et linjeskift inne i en av dem skrives «\\n», så den fortsatt er én."""
    return "\n".join(
        tekst.replace("\\", "\\\\").replace("\n", "\\n") for tekst in tekster
    )


def _fra_linjer(tekst: str) -> list[str]:
    return [
        linje.replace("\\\\", "\0").replace("\\n", "\n").replace("\0", "\\")
        for linje in tekst.split("\n")
        if linje
    ]


def _fra_celle(felt: Felt, verdi, ark: str, nr: int):
    return _FRA_CELLE.get(felt.slag, _som_tekst)(felt, verdi, ark, nr)


def _som_tekst(felt: Felt, verdi, ark: str, nr: int) -> str:
    return _tekst(verdi)


def _tekst(verdi) -> str:
    if verdi is None:
        return ""
    if isinstance(verdi, float) and verdi.is_integer():
        verdi = int(verdi)
    return str(verdi)


def _som_tekster(felt: Felt, verdi, ark: str, nr: int) -> list[str]:
    return _fra_linjer(_tekst(verdi))


def _som_kode(felt: Felt, verdi, ark: str, nr: int) -> str:
    skrevet = _tekst(verdi)
    oppslag = plankoder.oppslag(felt.kodeliste)
    kode = oppslag.get(noekkelform(skrevet), "")
    if skrevet and not kode:
        raise _feil(
            ark,
            nr,
            fast(
                "Arket «{ark}», rad {rad}, har «{verdi}» i «{felt}», som ikke er en kjent verdi."
            ),
            verdi=skrevet[:80],
            felt=felt.ledetekst,
        )
    return kode or tiltaket.uten_verdi(felt)


def _som_koder(felt: Felt, verdi, ark: str, nr: int) -> list[str]:
    return [_som_kode(felt, navn, ark, nr) for navn in _fra_linjer(_tekst(verdi))]


def _som_dato(felt: Felt, verdi, ark: str, nr: int) -> str | None:
    if isinstance(verdi, dt.datetime):
        verdi = verdi.date()
    if isinstance(verdi, dt.date):
        return verdi.isoformat()
    if not _tekst(verdi):
        return None
    for form in ("%d.%m.%Y", "%Y-%m-%d"):
        try:
            return dt.datetime.strptime(_tekst(verdi), form).date().isoformat()
        except ValueError:
            continue
    raise _feil(
        ark,
        nr,
        fast(
            "Arket «{ark}», rad {rad}, har ikke en dato i «{felt}». Skriv den som dd.mm.åååå."
        ),
        felt=felt.ledetekst,
    )


def _som_tall(felt: Felt, verdi, ark: str, nr: int) -> float | None:
    if verdi is None or verdi == "":
        return None
    try:
        return float(
            str(verdi).replace(" ", "").replace("\u00a0", "").replace(",", ".")
        )
    except ValueError:
        raise _feil(
            ark,
            nr,
            fast(
                "Arket «{ark}», rad {rad}, har ikke et tall i «{felt}». Skriv bare tallet."
            ),
            felt=felt.ledetekst,
        ) from None


def _som_heltall(felt: Felt, verdi, ark: str, nr: int) -> int | None:
    tall = _som_tall(felt, verdi, ark, nr)
    if tall is not None and not tall.is_integer():
        raise _feil(
            ark,
            nr,
            fast("Arket «{ark}», rad {rad}, har ikke et helt tall i «{felt}»."),
            felt=felt.ledetekst,
        )
    return None if tall is None else int(tall)


def _som_ja_nei(felt: Felt, verdi, ark: str, nr: int) -> bool:
    return _tekst(verdi).lower() in ("ja", "true", "1")


_FRA_CELLE: dict[str, Callable] = {
    "tekster": _som_tekster,
    "kode": _som_kode,
    "koder": _som_koder,
    "dato": _som_dato,
    "aar": _som_heltall,
    "kroner": _som_heltall,
    "desimal": _som_tall,
    "ja_nei": _som_ja_nei,
}


def _feil(ark: str, nr: int, setning: str, **plasser) -> Feltfeil:
    """Feilen i en rad. `ark` er navnet på bokmål."""
    return Feltfeil(si(setning, ark=si(ark), rad=nr, **plasser))


def _ramme(rader: list[list], kolonner: list[str]) -> pd.DataFrame:
    return pd.DataFrame(rader, columns=kolonner, dtype=object)


def _rader_i(ark: pd.DataFrame) -> Iterator[tuple[int, dict]]:
    """Radene som ikke er tomme, med nummeret de har i Excel."""
    for nr, verdier in enumerate(ark.itertuples(index=False, name=None), 2):
        rad = dict(zip(ark.columns, verdier))
        if any(_tekst(verdi) for verdi in rad.values()):
            yield nr, rad


# ------------------------------------------------------------------------------- Excel


def til_excel(alle: Sequence[Tiltak]) -> bytes:
    """Tiltakene som en Excel-fil, som `fra_excel` leser tilbake uten tap."""
    return som_excel(til_tabell(alle))


def som_excel(tabeller: Mapping[str, pd.DataFrame]) -> bytes:
    """Tabellene som en Excel-fil, hver på sitt ark. Ingenting i dem leses som formler eller lenker."""
    ut = io.BytesIO()
    valg = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(ut, valg) as bok:
        fet = bok.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        brutt = bok.add_format({"text_wrap": True, "valign": "top"})
        dato = bok.add_format({"num_format": "dd.mm.yyyy", "valign": "top"})
        for navn, ramme in tabeller.items():
            ark = bok.add_worksheet(navn)
            ark.freeze_panes(1, 0)
            for kolonne, ledetekst in enumerate(ramme.columns):
                ark.set_column(kolonne, kolonne, 38 if kolonne else 12)
                ark.write_string(0, kolonne, ledetekst, fet)
                for rad, verdi in enumerate(ramme[ledetekst], 1):
                    _skriv(ark, rad, kolonne, verdi, dato if _er_dato(verdi) else brutt)
    return ut.getvalue()


def _er_dato(verdi) -> bool:
    return isinstance(verdi, dt.date)


# Excel kjenner ingen datoer før dette, og runder av tall med flere sifre enn femten.
_FOERSTE_DAG_I_EXCEL = dt.date(1900, 3, 1)


def _skriv(ark, rad: int, kolonne: int, verdi, format_) -> None:
    if verdi is None or verdi == "":
        return
    if _er_dato(verdi) and verdi >= _FOERSTE_DAG_I_EXCEL:
        ark.write_datetime(
            rad, kolonne, dt.datetime(verdi.year, verdi.month, verdi.day), format_
        )
    elif isinstance(verdi, (int, float)) and float(f"{verdi:.15g}") == verdi:
        ark.write_number(rad, kolonne, verdi, format_)
    else:
        ark.write_string(rad, kolonne, str(verdi), format_)


def er_vaar_eksport(data: bytes) -> bool:
    """Er dette en fil vi selv har laget, så den kan leses uten å gjette?"""
    try:
        bok = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        hovedark = _arkene(bok).get(HOVEDARK)
        if hovedark is None:
            return False
        rader = bok.get_sheet_by_name(hovedark).to_python(nrows=1)
    except (python_calamine.CalamineError, ValueError, OSError, KeyError):
        return False
    bokmaal = _paa_bokmaal()
    hode = [bokmaal.get(_tekst(celle), celle) for celle in rader[0]] if rader else []
    return hode[:1] == [_ID] and set(hode) <= {felt.tekst for _, felt in _hovedfelt()}


def fra_excel(data: bytes) -> tuple[Tiltak, ...]:
    """Tiltakene i en fil `til_excel` har laget, også når noen har skrevet i den."""
    bok = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    kjente = {HOVEDARK, *(felt.tekst for felt in _ARK_FOR_SEG)}
    return fra_tabell(
        {
            navn: _ark(bok.get_sheet_by_name(i_filen))
            for navn, i_filen in _arkene(bok).items()
            if navn in kjente
        }
    )


def _arkene(bok: python_calamine.CalamineWorkbook) -> dict[str, str]:
    """Arkene, med navnet på bokmål først og navnet i filen etter."""
    bokmaal = _paa_bokmaal()
    return {bokmaal.get(navn, navn): navn for navn in bok.sheet_names}


def _ark(ark: python_calamine.CalamineSheet) -> pd.DataFrame:
    rader = ark.to_python(skip_empty_area=False)
    if not rader:
        return pd.DataFrame()
    hode = [_tekst(celle) for celle in rader[0]]
    return _ramme([list(rad) for rad in rader[1:]], hode)
