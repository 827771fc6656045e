"""Det en .xls viser, lest av postene i den (BIFF5 og BIFF8, etter [MS-XLS] og [MS-CFB])."""

import struct
from collections.abc import Iterator

from boligdata.felles.bok import formater
from boligdata.felles.bok.svar import Bokfeil
from boligdata.felles.bok.visning import (
    FEIL,
    UKJENT_FEIL,
    Arkvisning,
    Bokvisning,
    av_stil,
)

_BEGYNNER, _SLUTTER, _BIFF8 = 0x0809, 0x000A, 0x0600
_PASSORD, _FRA_1904, _FORMAT, _STIL, _ARK = 0x002F, 0x0022, 0x041E, 0x00E0, 0x0085
_TALL, _KORT_TALL, _KORTE_TALL, _FORMEL, _FEIL = 0x0203, 0x027E, 0x00BD, 0x0006, 0x0205
_RAD, _FLETTET = 0x0208, 0x00E5
_SKJULT = 0x20


def visning(data: bytes) -> Bokvisning:
    """Hva hvert ark i filen viser."""
    stroem = _boken(data)
    egne, stiler, startene = {}, [], []
    fra1904, biff8 = False, True
    for slag, post in _poster(stroem, 0):
        if slag == _BEGYNNER:
            biff8 = _u16(post) >= _BIFF8
        elif slag == _PASSORD:
            raise Bokfeil("passord")
        elif slag == _FRA_1904:
            fra1904 = _u16(post) == 1
        elif slag == _FORMAT:
            egne[_u16(post)] = _tekst(post[2:], biff8)
        elif slag == _STIL:
            stiler.append(_u16(post, 2))
        elif slag == _ARK:
            startene.append(struct.unpack_from("<I", post)[0])
    slagene = [formater.slag(nummer, egne) for nummer in stiler]
    return Bokvisning([_ark(stroem, start, slagene) for start in startene], fra1904)


def _ark(stroem: bytes, start: int, slagene: list[str | None]) -> Arkvisning:
    ark = Arkvisning()
    for slag, post in _poster(stroem, start):
        if slag in (_TALL, _KORT_TALL, _FORMEL, _FEIL):
            rad, kolonne, stil = struct.unpack_from("<3H", post)
            ark.merk(rad + 1, kolonne, _feil(slag, post) or av_stil(slagene, stil))
        elif slag == _KORTE_TALL:
            rad, foerste = struct.unpack_from("<2H", post)
            for nr, plass in enumerate(range(4, len(post) - 2, 6)):
                ark.merk(rad + 1, foerste + nr, av_stil(slagene, _u16(post, plass)))
        elif slag == _RAD:
            ark.skjulte_rader += bool(post[12] & _SKJULT)
        elif slag == _FLETTET:
            for topp, bunn, kolonne, _ in struct.iter_unpack(
                "<4H", post[2 : 2 + 8 * _u16(post)]
            ):
                ark.flett(topp + 1, bunn + 1, kolonne)
    return ark


def _feil(slag: int, post: bytes) -> str | None:
    """Feilen i cellen, når den har en. Svaret på en formel er en feil når det begynner med 2 og slutter
    med FFFF.
    """
    if slag == _FEIL and post[7]:
        return FEIL.get(post[6], UKJENT_FEIL)
    if slag == _FORMEL and post[12:14] == b"\xff\xff" and post[6] == 2:
        return FEIL.get(post[8], UKJENT_FEIL)
    return None


def _poster(stroem: bytes, plass: int) -> Iterator[tuple[int, bytes]]:
    """Postene fra et sted og til delen slutter. En del inne i en annen, som en figur, hoppes over."""
    dybde = 0
    while plass + 4 <= len(stroem):
        slag, lengde = struct.unpack_from("<2H", stroem, plass)
        plass += 4
        dybde += (slag == _BEGYNNER) - (slag == _SLUTTER)
        if not dybde:
            return
        if dybde == 1:
            yield slag, stroem[plass : plass + lengde]
        plass += lengde


def _u16(post: bytes, plass: int = 0) -> int:
    return struct.unpack_from("<H", post, plass)[0]


def _tekst(post: bytes, biff8: bool) -> str:
    if not biff8:
        return post[1 : 1 + post[0]].decode("cp1252", "replace")
    tegn, i_to_byte = _u16(post), post[2] & 1
    return (
        post[3 : 3 + 2 * tegn].decode("utf-16-le", "replace")
        if i_to_byte
        else post[3 : 3 + tegn].decode("latin-1")
    )


# ---------------------------------------------------------------- filen rundt postene

# Tall over dette er ikke sektorer, men slutten på en kjede eller noe annet enn data.
_SISTE_SEKTOR = 0xFFFFFFFA
_HODE, _OPPFOERING, _I_HODET = 512, 128, 109


def _boken(data: bytes) -> bytes:
    """Strømmen boken ligger i. Filen er delt i sektorer som et lite filsystem."""
    sektor, liten = (1 << _u16(data, plass) for plass in (30, 32))
    if sektor not in (512, 4096) or liten != 64:
        raise Bokfeil("ødelagt")
    katalog, minste, smaa = struct.unpack_from("<I4x2I", data, 48)
    tabell, kropp = _tabell(data, sektor), memoryview(data)[sektor:]
    innhold = _kjede(kropp, tabell, katalog, sektor)
    filene = {}
    for plass in range(0, len(innhold) - _OPPFOERING + 1, _OPPFOERING):
        ett = innhold[plass : plass + _OPPFOERING]
        navn = ett[: max(_u16(ett, 64) - 2, 0)].decode("utf-16-le", "replace")
        filene[navn] = struct.unpack_from("<2I", ett, 116)
    start, lengde = filene.get("Workbook") or filene.get("Book") or (None, 0)
    if start is None:
        raise Bokfeil("ødelagt")
    if lengde >= minste:
        return _kjede(kropp, tabell, start, sektor)[:lengde]
    smaa_tabell = _tallene(_kjede(kropp, tabell, smaa, sektor))
    rot = _kjede(kropp, tabell, filene["Root Entry"][0], sektor)
    return _kjede(memoryview(rot), smaa_tabell, start, liten)[:lengde]


def _tabell(data: bytes, sektor: int) -> tuple[int, ...]:
    """Hvilken sektor som følger etter hver sektor."""
    [neste] = struct.unpack_from("<I", data, 68)
    sektorene = list(struct.unpack_from(f"<{_I_HODET}I", data, _HODE - 4 * _I_HODET))
    sett = set()
    while neste < _SISTE_SEKTOR and neste not in sett:
        sett.add(neste)
        *flere, neste = _tallene(data[(neste + 1) * sektor : (neste + 2) * sektor])
        sektorene += flere
    return _tallene(
        b"".join(
            data[(nr + 1) * sektor : (nr + 2) * sektor]
            for nr in sektorene
            if nr < _SISTE_SEKTOR
        )
    )


def _kjede(
    data: memoryview, tabell: tuple[int, ...], start: int, stoerrelse: int
) -> bytes:
    """Innholdet i sektorene fra den første til den siste."""
    biter, nr = [], start
    while nr < _SISTE_SEKTOR:
        if nr >= len(tabell) or len(biter) > len(tabell):
            raise Bokfeil("ødelagt")
        biter.append(data[nr * stoerrelse : (nr + 1) * stoerrelse])
        nr = tabell[nr]
    return b"".join(biter)


def _tallene(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])
