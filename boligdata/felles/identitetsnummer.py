"""Norske identitetsnumre: hvordan de finnes i en tekst, og reglene for dato og kontrollsifre.

Funksjonene som heter `er_…`, `begynner_…` og `sikkert`, tar en tekst av bare sifre, med rett lengde:
11 i fødselsnummer og D-nummer, 12 i DUF-nummer.
"""

import re
from collections.abc import Iterator

FOEDSELSNUMMER, DUF = "fødselsnummer", "DUF-nummer"

# Det som kan stå mellom sifrene i et nummer: mellomrom av alle slag, strek og skråstrek. I datoer
# også punktum.
SKILLE_I_NUMMER = "[\\s\u00a0\u2007\u2009\u202f/\u2010-\u2013\u2212-]"
_P = f"(?:{SKILLE_I_NUMMER}|[.])"
_DATO = f"(?:[0-9]{{6}}|[0-9]{{2}}{_P}[0-9]{{2}}{_P}(?:19|20)?[0-9]{{2}})"
_FEM_SISTE = f"[0-9]{{3}}{SKILLE_I_NUMMER}?[0-9]{{2}}"
ELLEVE = f"{_DATO}{SKILLE_I_NUMMER}?{_FEM_SISTE}"
TOLV = f"[0-9]{{4}}{SKILLE_I_NUMMER}?[0-9]{{6}}{SKILLE_I_NUMMER}?[0-9]{{2}}"

# Foran et nummer kan det ikke stå et siffer, og heller ikke et desimaltegn: da er det desimalene i
# en koordinat. Det letes fra hvert tegn («?=»), så et tall foran nummeret ikke skjuler det.
_NUMMER = re.compile(f"(?=(?<![0-9])(?<![0-9][.,])({ELLEVE}|{TOLV})(?![0-9]))")
_UTEN_NULL = re.compile(r"['\"\s]*([0-9]{10})(?:[.,]0+)?['\"\s]*")
_KODE = re.compile(
    "[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}|[0-9A-Fa-f]{32,}"
)

# Vektene til kontrollsifrene i fødselsnummer og D-nummer. Det siste tallet er vekten til
# kontrollsifferet selv.
_K1 = (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)
_K2 = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
# Til 2032 skal resten for det første kontrollsifferet være 0. Fra 2032 deles det også ut nummer med
# rest 1, 2 og 3.
_STOERSTE_REST = 3

# Det som er lagt til dagen i D-nummer, og til måneden i hjelpenummer og syntetiske nummer.
_DAGTILLEGG = (0, 40)
_MAANEDSTILLEGG = (0, 40, 65, 80)
_DAGER = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

# Vektene i DUF-nummer, når løpenummeret er flyttet foran året. Regelen er ikke offentlig, men er
# den andre bruker.
_DUF = (4, 6, 3, 2, 7, 5, 4, 6, 3, 2)
_DUF_AAR = range(1980, 2061)


def numre(tekst: str) -> Iterator[tuple[str, str]]:
    """Hvert tall på elleve eller tolv sifre: slik det står, og bare sifrene."""
    if uten_null := _UTEN_NULL.fullmatch(tekst):
        yield tekst, "0" + uten_null[1]  # Excel gjør 01… til tallet 1….
        return
    for funn in _NUMMER.finditer(tekst):
        sifre = re.sub("[^0-9]", "", funn[1])
        if not _i_en_kode(tekst, *funn.span(1)):
            yield (
                funn[1],
                sifre if len(sifre) < 13 else sifre[:4] + sifre[6:],
            )  # Fødselsåret kan ha fire sifre.


def er_tall_uten_null(tekst: str) -> bool:
    """Bare ti sifre: et nummer der Excel kan ha tatt bort nullen foran."""
    return bool(_UTEN_NULL.fullmatch(tekst))


def sikkert(sifre: str) -> str | None:
    """Hva slags nummer sifrene er, når kontrollsifrene stemmer."""
    if len(sifre) == 11:
        return FOEDSELSNUMMER if er_foedselsnummer(sifre) else None
    return DUF if er_duf_nummer(sifre) else None


def er_foedselsnummer(sifre: str) -> bool:
    """Fødselsnummer, D-nummer, hjelpenummer eller syntetisk nummer, med riktig dato og riktige
    kontrollsifre.

    Både dagens kontrollsifre og de som gjelder fra 2032, godtas. Av tilfeldige tall på elleve
    siffer er 1 % slike.
    """
    return (
        _begynner_med_dato(sifre, _MAANEDSTILLEGG)
        and _vektet(sifre, _K1) % 11 <= _STOERSTE_REST
        and _vektet(sifre, _K2) % 11 == 0
    )


def begynner_som_foedselsnummer(sifre: str) -> bool:
    """Er de seks første sifrene som i et fødselsnummer eller D-nummer? Av tilfeldige tall er 7 %
    slike.
    """
    return _begynner_med_dato(sifre, (0,))


def er_duf_nummer(sifre: str) -> bool:
    """DUF-nummer fra utlendingsmyndighetene: år, løpenummer på seks siffer og to kontrollsifre.

    Et tidspunkt (ååååmmddttmm) er like langt og begynner også med et år, og regnes ikke som
    DUF-nummer.
    """
    kontroll = _vektet(sifre[4:10] + sifre[:4], _DUF) % 11
    return (
        int(sifre[:4]) in _DUF_AAR
        and int(sifre[10:]) == kontroll
        and not _er_tidspunkt(sifre)
    )


def _vektet(sifre: str, vekter: tuple[int, ...]) -> int:
    return sum(int(siffer) * vekt for siffer, vekt in zip(sifre, vekter))


def _begynner_med_dato(sifre: str, maanedstillegg: tuple[int, ...]) -> bool:
    """Er de seks første sifrene en dato? Århundret er ukjent, så 29. februar finnes i hvert fjerde
    år.
    """
    dag, maaned, aar = (int(sifre[fra : fra + 2]) for fra in (0, 2, 4))
    for tillegg in maanedstillegg:
        maaneden = maaned - tillegg
        if 1 <= maaneden <= 12:
            siste = 28 if maaneden == 2 and aar % 4 else _DAGER[maaneden - 1]
            return any(1 <= dag - mer <= siste for mer in _DAGTILLEGG)
    return False


def _er_tidspunkt(sifre: str) -> bool:
    par = [int(sifre[plass : plass + 2]) for plass in (4, 6, 8, 10)]
    maaned, dag, time, minutt = par
    return 1 <= maaned <= 12 and 1 <= dag <= 31 and time < 24 and minutt < 60


def _i_en_kode(tekst: str, fra: int, til: int) -> bool:
    """Sifrene i en GUID eller en hash er tilfeldige, og noen av dem ligner."""
    return any(
        kode.start() <= fra and til <= kode.end() for kode in _KODE.finditer(tekst)
    )
