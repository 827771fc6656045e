"""OWASP ASVS gått gjennom krav for krav: svarene i boligdata/doer/asvs.toml, og oppsummeringen av dem.

python -m tests.asvs     skriver oppsummeringen i boligdata/doer/SIKKERHET.md
"""

import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from boligdata.felles.config import PAKKE

SVARENE = PAKKE / "doer" / "asvs.toml"
DOKUMENTET = PAKKE / "doer" / "SIKKERHET.md"
START, SLUTT = "<!-- asvs: start -->", "<!-- asvs: slutt -->"
STATUSER = ("oppfylt", "kommunen", "ikke oppfylt", "gjelder ikke")

# Nivået til hvert krav i versjon 5.0.0, i rekkefølge, for hver del.
NIVAA = {
    "1.1": "22",
    "1.2": "1111122223",
    "1.3": "112222222223",
    "1.4": "222",
    "1.5": "123",
    "2.1": "122",
    "2.2": "112",
    "2.3": "12223",
    "2.4": "23",
    "3.1": "3",
    "3.2": "113",
    "3.3": "12223",
    "3.4": "11222233",
    "3.5": "11122333",
    "3.6": "3",
    "3.7": "22333",
    "4.1": "12233",
    "4.2": "23333",
    "4.3": "22",
    "4.4": "1222",
    "5.1": "2",
    "5.2": "112333",
    "5.3": "113",
    "5.4": "222",
    "6.1": "122",
    "6.2": "111111112222",
    "6.3": "11223333",
    "6.4": "112233",
    "6.5": "22222333",
    "6.6": "2223",
    "6.7": "33",
    "6.8": "2222",
    "7.1": "222",
    "7.2": "1111",
    "7.3": "22",
    "7.4": "11222",
    "7.5": "223",
    "7.6": "22",
    "8.1": "1233",
    "8.2": "1123",
    "8.3": "133",
    "8.4": "23",
    "9.1": "111",
    "9.2": "1222",
    "10.1": "22",
    "10.2": "223",
    "10.3": "22223",
    "10.4": "1111122222233333",
    "10.5": "22222",
    "10.6": "22",
    "10.7": "222",
    "11.1": "2233",
    "11.2": "22233",
    "11.3": "11233",
    "11.4": "1222",
    "11.5": "23",
    "11.6": "23",
    "11.7": "33",
    "12.1": "12233",
    "12.2": "11",
    "12.3": "22223",
    "13.1": "2333",
    "13.2": "222223",
    "13.3": "2233",
    "13.4": "1222233",
    "14.1": "22",
    "14.2": "12223333",
    "14.3": "122",
    "15.1": "12233",
    "15.2": "12233",
    "15.3": "1222222",
    "15.4": "3333",
    "16.1": "2",
    "16.2": "22222",
    "16.3": "2222",
    "16.4": "222",
    "16.5": "2223",
    "17.1": "23",
    "17.2": "22223333",
    "17.3": "22",
}


@dataclass(frozen=True)
class Svar:
    """Svaret på ett eller flere krav. `tester` er «fil» eller «fil.test», med mappen foran når det er en."""

    krav: tuple[str, ...]
    status: str
    svar: str
    tester: tuple[str, ...] = ()


def svarene() -> list[Svar]:
    """Svarene i filen, i rekkefølgen de står."""
    return [
        Svar(
            tuple(felt["krav"]),
            felt["status"],
            felt["svar"],
            tuple(felt.get("tester", ())),
        )
        for felt in _fil()["svar"]
    ]


def kapitlene() -> dict[str, str]:
    """Navnet på hvert kapittel, etter nummeret."""
    return _fil()["kapittel"]


def kravene(nivaa: int = 2) -> list[str]:
    """Numrene på kravene til og med dette nivået."""
    return [
        f"{delen}.{nr}"
        for delen, nivaaene in NIVAA.items()
        for nr, dette in enumerate(nivaaene, start=1)
        if int(dette) <= nivaa
    ]


def oppsummering() -> str:
    """Antallet krav i hvert kapittel etter hvordan det er svart, og svarene som er igjen."""
    telt = Counter(
        (krav.partition(".")[0], svar.status)
        for svar in svarene()
        for krav in svar.krav
    )
    linjer = [_rad("Kapittel", *map(str.capitalize, STATUSER))]
    linjer.append("|---|" + "---:|" * len(STATUSER))
    for nr, navn in kapitlene().items():
        linjer.append(_rad(f"{nr}. {navn}", *(telt[nr, en] for en in STATUSER)))
    summene = (sum(telt[nr, en] for nr in kapitlene()) for en in STATUSER)
    linjer.append(_rad("**I alt**", *(f"**{sum_}**" for sum_ in summene)))
    for status, tittel in (
        ("ikke oppfylt", "Det som ikke er oppfylt, og hva som mangler"),
        ("kommunen", "Det kommunen avgjør"),
    ):
        linjer += ["", _rad("Krav", tittel), "|---|---|", *_svart(status)]
    return "\n".join(linjer)


def _svart(status: str) -> Iterator[str]:
    for svar in svarene():
        if svar.status == status:
            yield _rad(", ".join(svar.krav), svar.svar)


def i_dokumentet(tekst: str) -> str:
    """SIKKERHET.md med oppsummeringen laget på nytt mellom merkene."""
    foer, _, resten = tekst.partition(START)
    _, _, etter = resten.partition(SLUTT)
    return f"{foer}{START}\n\n{oppsummering()}\n\n{SLUTT}{etter}"


def _rad(*celler: object) -> str:
    return f"| {' | '.join(map(str, celler))} |"


def _fil() -> dict:
    return tomllib.loads(SVARENE.read_text("utf-8"))


if __name__ == "__main__":
    DOKUMENTET.write_text(i_dokumentet(DOKUMENTET.read_text("utf-8")), "utf-8")
