"""Tjenestene på en maskin med mange kommuner: én mal for hver ting, og en liten fil for hver kommune.

Alt som er viktig for sikkerheten, står i malene, så det er like mye å lese over for to kommuner som for tre
hundre. Filene til en kommune har bare navnet og portene dens.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from boligdata.doer import oppvarming, systemd
from boligdata.doer.systemd import (
    ETTER_KROELLALFA,
    JOBBENE,
    PROSESSER,
    Installasjon,
    Lagervalg,
    Prosesser,
)
from boligdata.doer.vertskap.kommunene import Kommuneplass
from boligdata.felles import objektlager

# Navnet på brukeren og gruppen til en kommune, med nummeret etter.
BRUKER = "boligdata-"
# Køen kjøres som root for å kunne starte tjenestene, men uten noen av rettighetene det ellers gir: den kan
# ikke lese mappene til kommunene. Den må være seg selv for systemd.
_KOEENS = {**systemd.STENGT, **systemd.UTEN_NETT, "PrivateUsers": "no"}


@dataclass(frozen=True)
class Vertskap:
    """Maskinen: programmet, mappen med kommunene, mappen med hemmelighetene, kommunene selv, og hvor mange
    som bygges om gangen. `lager` er adressen til objektlageret, som hver kommune har sin del av, og
    `lagertjener` tjeneren det er på. `nettet` er som i `Installasjon`.
    """

    rot: Path
    python: Path
    mappe: Path
    hemmeligheter: Path
    plassene: Sequence[Kommuneplass]
    samtidig: int = 2
    lager: str = ""
    lagertjener: str = ""
    nettet: tuple[str, ...] = ()

    @property
    def visninger(self) -> list[Prosesser]:
        """Prosessene til alle kommunene."""
        return [visning for plass in self.plassene for visning in plass.visninger]

    @property
    def mal(self) -> Installasjon:
        """Installasjonen til en kommune, med «%i» der nummeret skal stå. Kaster `Brukerfeil` når noe av den
        ikke kan skrives i filene.
        """
        plass = Kommuneplass(ETTER_KROELLALFA, self.mappe / ETTER_KROELLALFA)
        egne = self.hemmeligheter / ETTER_KROELLALFA
        lager = None
        if self.lager:
            objektlager.kontroller(self.lager)
            adresse = f"{self.lager.rstrip('/')}/{ETTER_KROELLALFA}"
            lager = Lagervalg(adresse, self.lagertjener, egne / "lager")
        return Installasjon(
            self.rot,
            self.python,
            plass.data,
            plass.noekkel,
            egne / "secrets.toml",
            f"{BRUKER}{ETTER_KROELLALFA}",
            kopier=plass.kopier,
            lager=lager,
            felles=(self.mappe, self.hemmeligheter),
            nettet=self.nettet,
        )


def enhetene(vert: Vertskap) -> dict[str, str]:
    """Innholdet i hver fil, etter navnet den skal ha."""
    mal, numre = vert.mal, [plass.nummer for plass in vert.plassene]
    med_ansatte = [plass.nummer for plass in vert.plassene if plass.ansattnavn]
    filene = {
        f"{navn}@.service": innhold for navn, innhold in systemd.tjenestene(mal).items()
    }
    sendes = []
    if vert.lager:
        filene["boligdata-send@.path"] = systemd.naar_publisert(mal)
        sendes = [f"boligdata-send@{nummer}.path" for nummer in numre]
    for (navn, hva), etter, flere in zip(
        PROSESSER.items(), (numre, med_ansatte), (sendes, [])
    ):
        filene[f"{navn}.target"] = systemd.samlet(navn, hva, etter, flere)
    for jobb, (hva, naar) in JOBBENE.items():
        filene[f"boligdata-alle-{jobb}.service"] = _koeen(vert, jobb, hva)
        filene[f"boligdata-alle-{jobb}.timer"] = systemd.om_natten(hva, naar)
    for plass in vert.plassene:
        filene |= dict(_om_kommunen(plass))
    return filene | {"boligdata-brukere.conf": "".join(_brukerne(numre))}


def _om_kommunen(plass: Kommuneplass) -> Iterator[tuple[str, str]]:
    """Navnet og portene. Prosessen kan ikke svare på andre porter enn sine egne, så den kan ikke ta
    plassen til en annen som er nede.
    """
    for navn, visning, maaleport in zip(PROSESSER, plass.visninger, plass.maaleporter):
        [port] = visning.porter
        miljoe = [
            f"STREAMLIT_SERVER_PORT={port}",
            f"BOLIGDATA_MAALINGER={maaleport}",
            # Minnet og prosessortiden sidene tar, er for mye når de fleste prosessene står ubrukt.
            f"{oppvarming.VARIABEL}={oppvarming.TALLENE}",
        ]
        if visning.navn:
            miljoe.append(f"STREAMLIT_BROWSER_SERVER_ADDRESS={visning.vert}")
        felter = {
            "Environment": miljoe,
            "SocketBindAllow": [f"tcp:{port}", f"tcp:{maaleport}"],
            "SocketBindDeny": "any",
        }
        yield (
            f"{navn}@{plass.nummer}.service.d/sted.conf",
            systemd.som_tekst({"Service": felter}),
        )


def _koeen(vert: Vertskap, jobb: str, hva: str) -> str:
    kommando = (
        f"{vert.python} -m boligdata alle {jobb} --systemd --mappe {vert.mappe} "
        f"--samtidig {vert.samtidig}"
    )
    tjenesten = {
        "Type": "oneshot",
        "WorkingDirectory": vert.rot,
        "Environment": "PYTHONDONTWRITEBYTECODE=1",
        "ExecStart": kommando,
        **_KOEENS,
        "ProtectHome": "read-only",
    }
    return systemd.som_tekst({"Unit": {"Description": hva}, "Service": tjenesten})


def _brukerne(numre: Sequence[str]) -> Iterator[str]:
    """En bruker for hver kommune, i formatet til systemd-sysusers."""
    for nummer in numre:
        yield f'u {BRUKER}{nummer} - "Boligsosialt dashbord, kommune {nummer}" -\n'
