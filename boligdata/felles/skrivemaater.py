"""Kommunens egne skrivemåter: det fagsystemene skriver, og hva det heter i avtalen.

Står i `skrivemaater.toml` ved siden av uttrekkene, og gjelder i tillegg til dem avtalen kjenner. Kjenner
avtalen en skrivemåte selv, er det avtalen som gjelder.

    [verdi.boligtype]
    "Omsorgsleilighet" = "omsorgsbolig"

    [overskrift.soeknad]
    "Søkt den" = "soekt"
"""

import dataclasses
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from boligdata.felles import kilder
from boligdata.felles.config import Brukerfeil
from boligdata.felles.erklaering import toml_streng
from boligdata.felles.kilder import Kilde, Kolonne
from boligdata.felles.tekst import noekkelform

FIL = "skrivemaater.toml"
# «Kodelisten» til kommunens egne områder.
OMRAADE = "omraade"
_HODE = """\
# Slik skriver fagsystemene det, og slik heter det i avtalen (boligdata/felles/kilder.toml).
# Filen skrives på nytt når et forslag godtas på Kilder og kvalitet.
"""


@dataclass(frozen=True)
class Skrivemaater:
    """`verdi` er koden hver skrivemåte står for, i hver kodeliste, og `overskrift` er kolonnen hver
    overskrift står for, i hvert uttrekk.
    """

    verdi: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    overskrift: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def med_verdi(self, kodeliste: str, tekst: str, kode: str) -> "Skrivemaater":
        """Listen med én skrivemåte av en verdi til."""
        return dataclasses.replace(self, verdi=_med(self.verdi, kodeliste, tekst, kode))

    def med_overskrift(self, kilde: str, tekst: str, kolonne: str) -> "Skrivemaater":
        """Listen med én overskrift til."""
        ny = _med(self.overskrift, kilde, tekst, kolonne)
        return dataclasses.replace(self, overskrift=ny)

    def oppslag(self, kolonne: Kolonne) -> dict[str, str]:
        """Fra hver av kommunens skrivemåter i kolonnen, i nøkkelform, til koden."""
        egne = self.verdi.get(liste_til(kolonne), {})
        return {noekkelform(tekst): kode for tekst, kode in egne.items()}

    def i_kildene(self, alle: Mapping[str, Kilde]) -> dict[str, Kilde]:
        """Avtalen med kommunens overskrifter i tillegg til dem den kjenner."""
        return {id: self._i_kilden(kilde) for id, kilde in alle.items()}

    def _i_kilden(self, kilde: Kilde) -> Kilde:
        kjente = {
            noekkelform(navn)
            for kolonne in kilde.kolonner.values()
            for navn in kolonne.kjente_overskrifter
        }
        egne: dict[str, tuple[str, ...]] = {}
        for tekst, kolonne in self.overskrift.get(kilde.id, {}).items():
            if noekkelform(tekst) not in kjente:
                egne[kolonne] = (*egne.get(kolonne, ()), tekst)
        if not egne:
            return kilde
        kolonner = {
            id: dataclasses.replace(
                kolonne, overskrifter=(*kolonne.overskrifter, *egne.get(id, ()))
            )
            for id, kolonne in kilde.kolonner.items()
        }
        return dataclasses.replace(kilde, kolonner=kolonner)


# Til den som ikke har noen.
INGEN = Skrivemaater()


def liste_til(kolonne: Kolonne) -> str:
    """Kodelisten verdiene i kolonnen er fra, eller «» når den ikke har noen."""
    return OMRAADE if kolonne.type == "omraade" else kolonne.kodeliste or ""


def koder_i(kolonne: Kolonne, omraader: tuple[str, ...]) -> dict[str, str]:
    """Navnet på hver kode kolonnen kan ha. Et område er sin egen kode."""
    if kolonne.type == "omraade":
        return dict(zip(omraader, omraader))
    koder = kilder.kodelister()[kolonne.kodeliste].koder
    return {kode.kode: kode.navn for kode in koder}


def _med(
    alle: Mapping[str, Mapping[str, str]], hvor: str, tekst: str, hva: str
) -> dict[str, Mapping[str, str]]:
    return {**alle, hvor: {**alle.get(hvor, {}), tekst: hva}}


def les(mappe: Path, omraader: tuple[str, ...]) -> Skrivemaater:
    """Listen i mappen, eller en tom når kommunen ikke har noen. `omraader` er områdene til kommunen.

    Viser den til noe avtalen ikke har, er det en `Brukerfeil` som sier hva.
    """
    fil = mappe / FIL
    try:
        innhold = tomllib.loads(fil.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return INGEN
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError):
        raise _galt(
            "kan ikke leses. Se etter et anførselstegn eller et likhetstegn som mangler"
        ) from None
    koder = {
        id: {kode.kode for kode in liste.koder}
        for id, liste in kilder.kodelister().items()
    }
    kolonner = {id: {*kilde.kolonner} for id, kilde in kilder.kilder().items()}
    lovlige = {"verdi": koder | {OMRAADE: {*omraader}}, "overskrift": kolonner}
    for del_, lister in innhold.items():
        if del_ not in lovlige or not isinstance(lister, dict):
            raise _galt(f"har delen [{del_}]. Delene heter [verdi.…] og [overskrift.…]")
        for hvor, egne in lister.items():
            _krev_kjente(del_, hvor, egne, lovlige[del_])
    return Skrivemaater(**innhold)


def _krev_kjente(
    del_: str, hvor: str, egne: object, lovlige: Mapping[str, set[str]]
) -> None:
    if hvor not in lovlige or not isinstance(egne, dict):
        raise _galt(
            f"har delen [{del_}.{hvor}]. Etter punktumet står en av: {', '.join(lovlige)}"
        )
    for hva in egne.values():
        if not isinstance(hva, str) or hva not in lovlige[hvor]:
            raise _galt(
                f"viser til «{hva}» i [{del_}.{hvor}]. Skriv en av: "
                f"{', '.join(sorted(lovlige[hvor]))}"
            )


def _galt(hva: str) -> Brukerfeil:
    return Brukerfeil(f"Filen {FIL} {hva}. Rett filen, og prøv igjen.")


def som_toml(listen: Skrivemaater) -> str:
    """Listen slik den står i filen."""
    deler = [_HODE]
    for navn in ("verdi", "overskrift"):
        for hvor, egne in sorted(getattr(listen, navn).items()):
            linjer = [
                f"{toml_streng(tekst)} = {toml_streng(hva)}"
                for tekst, hva in egne.items()
            ]
            deler.append("\n".join([f"[{navn}.{hvor}]", *linjer, ""]))
    return "\n".join(deler)
