"""Finner tekstene som skal stå i begge målformer: dem `si` og `fast` får i koden, dem sidene gir til `ui`,
og dem TOML-filene selv sier skal oversettes (`oversettes = [...]` øverst i filen).
"""

import ast
import io
import tomllib
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import write_po

from boligdata.felles import maalform, sidekode
from boligdata.felles.config import PAKKE, ROT
from boligdata.felles.erklaering import OVERSETTES, med_tekstene

# Funksjonene en tekst gis til, og plassen den har blant argumentene.
_FUNKSJONER = {"si": 0, "fast": 0}
# De samme på sidene, som gir tekstene til `ui`. Temaene finner `sidekode`: sidene har gitt dem navn.
_SIDER = ROT / "pages"
_PAA_SIDENE = {
    "overskrift": 0,
    "avsnitt": 0,
    "figurkort": 1,
    "regnskap": 1,
}


def alle() -> dict[str, str]:
    """Hver tekst med filen den står i først."""
    ut: dict[str, str] = {}
    for fil in _filene():
        for tekst in tekster_i(fil):
            ut.setdefault(tekst, str(fil.relative_to(ROT)))
    return ut


def _filene() -> Iterator[Path]:
    yield from sorted(PAKKE.rglob("*.py"))
    yield from sorted(_SIDER.glob("*.py"))
    yield from sorted((PAKKE / "doer" / "statisk").glob("*.js"))
    yield from sorted(PAKKE.rglob("*.toml"))


def tekster_i(fil: Path) -> Iterator[str]:
    """Tekstene i filen, i den rekkefølgen de står."""
    if fil.suffix == ".toml":
        yield from _i_toml(tomllib.loads(fil.read_text(encoding="utf-8")))
        return
    if fil.suffix == ".py":
        yield from _i_python(fil)
        return
    innhold = io.BytesIO(fil.read_bytes())
    for _, tekst, _, _ in extract("javascript", innhold, keywords={"si": None}):
        yield from (tekst,) if isinstance(tekst, str) else filter(None, tekst)


def _i_python(fil: Path) -> Iterator[str]:
    # Babel leser ikke det som står inne i en f-streng.
    tre = ast.parse(fil.read_bytes())
    paa_siden = fil.parent == _SIDER
    funksjoner = _FUNKSJONER | _PAA_SIDENE if paa_siden else _FUNKSJONER
    kall = [node for node in ast.walk(tre) if isinstance(node, ast.Call)]
    for ett in sorted(kall, key=lambda node: (node.lineno, node.col_offset)):
        navn = getattr(ett.func, "id", None) or getattr(ett.func, "attr", "")
        for tekst in ett.args[funksjoner[navn] :][:1] if navn in funksjoner else ():
            if isinstance(tekst, ast.Constant) and tekst.value:
                yield tekst.value
    if paa_siden:
        yield from sidekode.temaer(tre).values()


def _i_toml(felt: dict) -> list[str]:
    ut: list[str] = []
    med_tekstene(felt, felt.pop(OVERSETTES, ()), ut.append)
    return ut


def mangler() -> dict[str, str]:
    """Tekstene som ikke er på nynorsk, med filen de står i."""
    nynorsk = maalform.les_nynorsk()
    return {tekst: fil for tekst, fil in alle().items() if not nynorsk.get(tekst)}


def oppdater() -> int:
    """Legg tekstene som mangler, i `maalform.FIL`, klare til å skrives på nynorsk, og ta bort dem ingen
    sier lenger. Gir antallet som mangler. Det samme innholdet er alltid de samme tegnene.
    """
    nynorsk, tekster = maalform.les_nynorsk(), alle()
    katalog = Catalog(locale=maalform.NYNORSK, fuzzy=False)
    for tekst, fil in tekster.items():
        katalog.add(tekst, nynorsk.get(tekst, ""), locations=[(fil, None)])
    skrevet = io.BytesIO()
    write_po(skrevet, katalog, width=0, omit_header=True, include_lineno=False)
    maalform.FIL.write_bytes(skrevet.getvalue())
    return sum(not nynorsk.get(tekst) for tekst in tekster)
