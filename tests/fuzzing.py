"""Kast vilkårlige bytes på leserne, styrt av hvor i koden de når. For den som utvikler.

    python -m tests.fuzzing --minutter 10

Trenger atheris, som ikke finnes for Windows, og derfor ikke står i requirements.txt: installer den i et eget
miljø. Hver ulik feil skrives ut med bytene som ga den, og skal bli et eksempel i `test_ingest_fuzz`.
En Filfeil er et riktig svar. Alt annet er et funn: et unntak, mer tekst ut enn det var inn, en dato eller et
tall utenfor det en kolonne kan ha, og en lesing som tar mer enn et sekund av prosessoren.
"""

import argparse
import datetime as dt
import functools
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path

try:
    import atheris
except ImportError:
    atheris = None

LENGST = 1.0
_FUNN: set[str] = set()


def main() -> int:
    valg = argparse.ArgumentParser(description=__doc__)
    valg.add_argument("--minutter", type=float, default=10)
    valg.add_argument("--froe", type=int, default=1)
    argumenter = valg.parse_args()
    if atheris is None:
        print("atheris er ikke installert her, og ingenting er prøvd.")
        return 0
    with atheris.instrument_imports(include=["boligdata"]):
        from boligdata.bygg.ingest import csvleser, filer, jsonstat, tolk  # noqa: F401
        from boligdata.felles.bok import ods, ooxml, xls  # noqa: F401
    with tempfile.TemporaryDirectory(dir=_raskt()) as mappe:
        corpus = Path(mappe) / "corpus"
        corpus.mkdir()
        for nr, (maal, data) in enumerate(_begynnelser()):
            (corpus / str(nr)).write_bytes(bytes([maal]) + data)
        maalene = _maalene(Path(mappe))
        atheris.Setup(
            [
                sys.argv[0],
                str(corpus),
                f"-max_total_time={int(argumenter.minutter * 60)}",
                f"-seed={argumenter.froe}",
                "-max_len=2000",
                "-print_final_stats=1",
            ],
            functools.partial(_ett, maalene),
        )
        atheris.Fuzz()
    return 0


def _raskt() -> str | None:
    return "/dev/shm" if Path("/dev/shm").is_dir() else None


def _ett(maalene: list[Callable[[bytes], None]], data: bytes) -> None:
    """Ett forsøk. Den første byten sier hvem som leser."""
    if not data:
        return
    start = time.process_time()
    try:
        maalene[data[0] % len(maalene)](data[1:])
        if time.process_time() - start > LENGST:
            raise AssertionError("for tregt")
    except Exception as feil:
        sted = traceback.extract_tb(feil.__traceback__)[-1]
        merke = f"{type(feil).__name__} {Path(sted.filename).name}:{sted.lineno}"
        if merke not in _FUNN:
            _FUNN.add(merke)
            print(f"FUNN {merke} {feil}: {data!r}", flush=True)


def _maalene(mappe: Path) -> list[Callable[[bytes], None]]:
    """Det som leser: en tekstfil, et svar fra SSB, et ark i en arbeidsbok, hver type celle, og det som ser
    hva arbeidsbøker i eldre formater viser.
    """
    return [
        functools.partial(_tekstfil, mappe / "virkemiddel.csv"),
        _svar,
        _ark,
        _celler,
        _andre,
    ]


def _tekstfil(sti: Path, data: bytes) -> None:
    import test_ingest_fuzz

    rader = test_ingest_fuzz.les_alt(sti, data)
    if rader is not None and not data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{"):
        assert sum(len(felt) for rad in rader for felt in rad) <= len(data)


def _svar(data: bytes) -> None:
    from boligdata.bygg.ingest import jsonstat
    from boligdata.bygg.ingest.rapport import Filfeil
    from boligdata.felles import kilder

    try:
        tekst = data.decode("utf-8", "replace")
        jsonstat.kolonner("x.json", tekst, kilder.kilder()["befolkning"])
    except Filfeil as feil:
        assert feil.forklaring.endswith(".")


def _ark(data: bytes) -> None:
    import io
    import zipfile

    import test_ingest_fuzz

    from boligdata.felles.bok import Bokfeil, ooxml
    from boligdata.felles.bok.__main__ import delene_i

    ut = io.BytesIO()
    with zipfile.ZipFile(ut, "w") as arkiv:
        for navn, innhold in (*test_ingest_fuzz.DELENE, ("xl/styles.xml", _STILER)):
            arkiv.writestr(navn, innhold)
        arkiv.writestr("xl/worksheets/sheet1.xml", data)
    with zipfile.ZipFile(ut) as arkiv:
        try:
            for _, radene in ooxml.Bok(arkiv, delene_i(arkiv)).ark():
                list(radene)
        except (Bokfeil, *test_ingest_fuzz.OEDELAGT):
            pass


_STILER = (
    '<s><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="9"/></cellXfs></s>'
)


def _celler(data: bytes) -> None:
    """Teksten som hver type celle. En verdi som godtas, er innenfor det kolonnen kan ha."""
    from boligdata.felles.tekst import rens

    tekst = rens(data.decode("utf-8", "replace"))
    if not tekst:
        return
    for kolonne, tolk in _tolkerne():
        svar = tolk(tekst)
        assert svar.regel is None or svar.forklaring.endswith((".", "?"))
        if isinstance(svar.verdi, dt.date):
            assert dt.date(1900, 1, 1) < svar.verdi < dt.date(2099, 1, 1)
        elif kolonne.minst is not None and svar.verdi is not None:
            assert svar.verdi >= kolonne.minst


def _andre(data: bytes) -> None:
    import io

    import test_ingest_fuzz

    from boligdata.felles.bok import Bokfeil, ods, xls

    for se in (xls.visning, lambda innhold: ods.visning(io.BytesIO(innhold))):
        try:
            se(data)
        except (Bokfeil, *test_ingest_fuzz.OEDELAGT):
            pass


@functools.cache
def _tolkerne() -> list[tuple]:
    """En kolonne av hvert slag, med funksjonen som leser den, for hver måte den kan være skrevet på."""
    from boligdata.bygg.ingest import tolk
    from boligdata.bygg.ingest.kolonneform import Form, Skrivemaate
    from boligdata.felles import kilder

    slagene = {
        (en.type, en.flere, en.prosent, en.paakrevd, en.minst is None): en
        for kilde in kilder.kilder().values()
        for en in kilde.kolonner.values()
    }
    return [
        (kolonne, tolk.tolker(kolonne, ("Sentrum",), Form(skrevet, aapen99=aapen)))
        for kolonne in slagene.values()
        for skrevet, aapen in zip(Skrivemaate, (False, True, None))
        if skrevet == Skrivemaate.NORSK
        or kolonne.type in ("dato", "heltall", "desimal")
    ]


def _begynnelser() -> list[tuple[int, bytes]]:
    """Det letingen begynner med: noe av hvert slag som er riktig."""
    import test_ingest_fuzz
    from uttrekk import EKSEMPEL

    hode = test_ingest_fuzz.HODE
    rad = "H1;ROP;Startlån;03.02.2024;1 234,50"
    ut = [
        (0, f"{hode}\n{rad}\n".encode(koding))
        for koding in ("utf-8", "utf-8-sig", "utf-16", "cp1252", "mac_roman", "cp865")
    ]
    ut += [(0, fil.read_bytes()[:600]) for fil in sorted(EKSEMPEL.glob("*.csv"))]
    ut.append((0, f'{hode}\n"H;1";"ROP";"Start""lån";03/04/2024;"1,5"\n'.encode()))
    ut.append(
        (
            1,
            b'{"class":"dataset","id":["Region","Tid"],"size":[1,1],"dimension":{"Region":{"category":'
            b'{"index":{"0301":0}}},"Tid":{"category":{"index":["2024"]}}},"value":[1]}',
        )
    )
    celle = '<row r="1"><c r="A1" t="{}" s="{}"><f>A1</f><v>{}</v></c></row>'
    ut += [
        (2, test_ingest_fuzz.ARK.format(celle.format(*hva), "A1:A3").encode())
        for hva in (("n", 1, 45325), ("e", 0, "#N/A"), ("str", 2, "0.684"), ("b", 0, 1))
    ]
    ut += [
        (3, tekst.encode())
        for tekst in (
            *(
                "03.02.2024",
                "02/14/2024",
                "2024-02-03T22:00:00Z",
                "45325",
                "3. februar 2024",
            ),
            *(
                "1 234,5",
                "1,234.5",
                "(123) kr",
                "68,4 %",
                "12345.0",
                '="00123"',
                "1E+11",
            ),
            *(
                "Omsorgsbolig m/bemanning",
                "80+",
                "0-17 år",
                "0301 Oslo",
                "Ja",
                "..",
                "nan",
            ),
        )
    ]
    return ut


if __name__ == "__main__":
    sys.exit(main())
