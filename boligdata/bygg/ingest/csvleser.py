"""Rader av felt fra en tekstfil med skilletegn, også når anførselstegnene i den ikke stemmer.

Et anførselstegn som ikke er lukket, får resten av filen, eller radene fram til det neste, til å se ut
som én tekst. Derfor leses hver linje for seg når noe ikke stemmer. Har hver av dem like mange felt som
overskriften, er anførselstegnene tekst, og ingen rader er borte. Ellers stopper filen.
"""

import contextlib
import csv
import functools
import itertools
from collections.abc import Callable, Iterator

from boligdata.bygg.ingest.rapport import Filfeil, antall
from boligdata.bygg.ingest.tegnsett import Tekstfil
from boligdata.felles.bok.svar import FLEST_KOLONNER
from boligdata.felles.maalform import fast

# Så langt ned leter vi etter overskriften: over den kan det stå tittel, utvalg og dato.
LET_I = 40
_SKILLETEGN = {";": "semikolon", "\t": "tabulator", ",": "komma", "|": "loddrett strek"}

Rad = tuple[int, list[str]]
# Hvor mange av kontraktens overskrifter som står i en rad.
TellTreff = Callable[[list[str]], int]


class Csv:
    """En fil med skilletegn. `merknader` er det som er gjort for å lese den, kjent når alt er lest."""

    def __init__(self, fil: Tekstfil, treff: TellTreff):
        self._fil = fil
        self.merknader: list[tuple[str, str]] = []
        if fil.merknad:
            self.merknader.append((fast("tegnsett"), fil.merknad))
        self._skille, self._pakket, hode = self._finn_skilletegn(treff)
        # Overskriften kan ha et skilletegn for mye på slutten.
        self._bredde = len(hode)
        self._innhold = max(
            (nr for nr, felt in enumerate(hode, 1) if felt.strip()), default=0
        )
        if self._pakket:
            self.merknader.append(
                (
                    fast("anførselstegn"),
                    "Hver linje i filen sto i anførselstegn, som én tekst. Skilletegnene inni er brukt.",
                )
            )

    @property
    def skilt_med(self) -> str:
        """Navnet på skilletegnet."""
        return _SKILLETEGN[self._skille]

    def rader(self) -> Iterator[Rad]:
        """Radene med linjenummeret der raden begynner."""
        linjer, igjen = self._fil.linjer(), _Igjen(self._fil)
        rettet = foran = 0
        while True:
            leser = csv.reader(
                linjer, delimiter=self._skille, strict=True, escapechar=self._escape
            )
            sist = 0
            try:
                for rad in leser:
                    start, flere = foran + sist + 1, leser.line_num - sist
                    sist = leser.line_num
                    if flere > 1 and (
                        alle := self._hver_for_seg(igjen.hent(start, flere))
                    ):
                        rettet += flere
                        yield from enumerate(alle, start)
                        continue
                    if len(rad) > FLEST_KOLONNER:
                        raise self._for_mange_kolonner(start)
                    yield (
                        start,
                        self._pakk_ut(rad, self._skille) if self._pakket else rad,
                    )
                break
            except csv.Error:
                start, flere = foran + sist + 1, leser.line_num - sist
                tatt = igjen.hent(start, flere)
                alle = self._hver_for_seg(tatt)
                if alle is None:
                    raise self._ulukket(start, tatt) from None
                rettet += flere
                yield from enumerate(alle, start)
                foran = start + flere - 1
        if rettet:
            rader = antall(rettet, "rad", "rader")
            self.merknader.append(
                (
                    fast("anførselstegn"),
                    f'{rader} har et anførselstegn (") inne i en tekst som ikke er doblet. Tegnet er lest '
                    "som tekst, og raden er med.",
                )
            )

    # ------------------------------------------------------------------- skilletegnet

    def _finn_skilletegn(self, treff: TellTreff) -> tuple[str, bool, list[str]]:
        """Skilletegnet er det som lar oss kjenne igjen flest overskrifter."""
        # De fleste linjene er én lang tekst med alle skilletegn unntatt det rette.
        kjente = functools.cache(lambda rad: treff([*rad]))
        forslag = []
        for nr, skille in enumerate(_SKILLETEGN):
            rader = self._de_foerste(skille)
            forslag.append((self._beste(rader, kjente), nr, False))
            if pakket_ut := self._pakket_ut(rader, skille):
                forslag.append((self._beste(pakket_ut, kjente), nr, True))
        (_, hode), nr, pakket = max(
            forslag, key=lambda ett: (ett[0][0], not ett[2], -ett[1])
        )
        return [*_SKILLETEGN][nr], pakket, hode

    def _de_foerste(self, skille: str) -> list[Rad]:
        """Radene overskriften kan være blant, med linjen de slutter på, til den første som er feil."""
        leser = csv.reader(
            self._fil.linjer(), delimiter=skille, escapechar=self._escape
        )
        rader = []
        with contextlib.suppress(csv.Error):
            rader.extend(
                (leser.line_num, rad) for rad in itertools.islice(leser, LET_I)
            )
        return rader

    def _pakket_ut(self, rader: list[Rad], skille: str) -> list[Rad]:
        """De samme radene når hver linje er én tekst i anførselstegn, til den første som er feil. Ingen når
        ingen linje kan være det.
        """
        if not any(len(rad) == 1 and skille in rad[0] for _, rad in rader):
            return []
        ut = []
        with contextlib.suppress(csv.Error):
            ut.extend((linje, self._pakk_ut(rad, skille)) for linje, rad in rader)
        return ut

    def _beste(
        self, rader: list[Rad], kjente: Callable[[tuple[str, ...]], int]
    ) -> tuple[int, list[str]]:
        """Den første raden med flest kjente overskrifter, og hvor mange."""
        beste: tuple[int, list[str]] = (0, [])
        for linje, rad in rader:
            if len(rad) > FLEST_KOLONNER:
                raise self._for_mange_kolonner(linje)
            if (treffene := kjente(tuple(rad))) > beste[0]:
                beste = treffene, rad
        return beste

    def _pakk_ut(self, rad: list[str], skille: str) -> list[str]:
        """Feltene i en linje som står i anførselstegn som helhet."""
        if len(rad) != 1:
            return rad
        return next(csv.reader(rad, delimiter=skille, escapechar=self._escape), [])

    @property
    def _escape(self) -> str | None:
        # Noen systemer skriver \\" for et anførselstegn inne i en tekst, i stedet for "".
        return "\\" if self._fil.har_escape else None

    # ------------------------------------------------------------------------ radene

    def _hver_for_seg(self, tatt: list[str]) -> list[list[str]] | None:
        """Feltene i hver linje, når alle linjene er hele rader."""
        ut = []
        for linje in tatt:
            rad = del_linje(linje.rstrip("\r\n"), self._skille)
            if not self._er_hel(rad):
                return None
            ut.append(rad)
        return ut

    def _er_hel(self, rad: list[str]) -> bool:
        return (
            1 < self._innhold <= len(rad)
            and not any(felt.strip() for felt in rad[self._bredde :])
            and all(len(felt) < csv.field_size_limit() for felt in rad)
        )

    # ------------------------------------------------------------------------- feilene

    def _ulukket(self, start: int, tatt: list[str]) -> Filfeil:
        navn = self._fil.sti.name
        if len(tatt) == 1 and len(tatt[0]) > csv.field_size_limit():
            return Filfeil(
                fast("for langt felt"),
                f"Filen «{navn}» har et felt som er for langt til å være en verdi, på linje {start}. Rett "
                "raden, eller ta ut uttrekket på nytt.",
                start,
            )
        return Filfeil(
            fast("anførselstegn"),
            f'Filen «{navn}» har et anførselstegn (") som ikke er lukket, eller som står inne i en tekst, '
            f"i raden som begynner på linje {start}. Resten av filen kan ikke leses sikkert. Rett raden, "
            "eller ta ut uttrekket på nytt.",
            start,
        )

    def _for_mange_kolonner(self, rad: int) -> Filfeil:
        return Filfeil(
            fast("for mange kolonner"),
            f"Filen «{self._fil.sti.name}» har mer enn {FLEST_KOLONNER} kolonner, på linje {rad}. Ta ut "
            "uttrekket på nytt, med én rad på hver linje.",
            rad,
        )


class _Igjen:
    """Linjene i filen en gang til, for dem som må leses hver for seg. De må hentes i rekkefølge."""

    def __init__(self, fil: Tekstfil):
        self._fil, self._linjer, self._neste = fil, None, 1

    def hent(self, fra: int, flere: int) -> list[str]:
        """Så mange linjer fra og med denne."""
        self._linjer = self._linjer or self._fil.linjer()
        hoppet, self._neste = fra - self._neste, fra + flere
        return list(itertools.islice(self._linjer, hoppet, hoppet + flere))


def del_linje(linje: str, skille: str) -> list[str]:
    """Feltene i en linje der anførselstegn inne i en tekst ikke er doblet.

    En tekst slutter ved et anførselstegn med skilletegn bak. Et anførselstegn uten make hører ikke til.
    """
    deler = linje.split(skille)
    if len(deler) > FLEST_KOLONNER:
        return []
    felt, nr = [], 0
    while nr < len(deler):
        slutt = nr
        if deler[nr].startswith('"'):
            slutt = next(
                (
                    til
                    for til in range(nr, len(deler))
                    if deler[til].endswith('"') and (til > nr or len(deler[til]) > 1)
                ),
                -1,
            )
        if slutt > nr or slutt == nr and deler[nr].startswith('"'):
            hele = skille.join(deler[nr : slutt + 1])
            felt.append(hele[1:-1].replace('""', '"'))
            nr = slutt + 1
            continue
        uten_make = deler[nr].count('"') % 2 == 1
        felt.append(deler[nr].strip('"') if uten_make else deler[nr])
        nr += 1
    return felt
