"""Rapporten som Markdown, slik den står i README for vernet."""

from boligdata.felles import norsk
from tests.sannhet.sammenligning import Avstand, Rapport, Svar
from tests.sannhet.sidene import Sider


def som_markdown(rapport: Rapport, sider: Sider) -> str:
    """Tabellen over dommene, den over tallene for hele kommunen, og den over sidene."""
    return "\n\n".join((_dommene(rapport), _avstandene(rapport), _sidene(sider))) + "\n"


def _dommene(rapport: Rapport) -> str:
    rader = [
        ("Dommer og setninger", "Rett", "Galt", "Kan ikke avgjøres"),
        ("---", "---:", "---:", "---:"),
    ]
    for slag, antall in rapport.dommer.items():
        i_alt = sum(antall.values())
        uavgjort = antall[Svar.UAVGJORT]
        prosent = f" ({norsk.tall(100 * uavgjort / i_alt)} %)" if i_alt else ""
        rader.append(
            (
                slag,
                norsk.tall(antall[Svar.RETT]),
                norsk.tall(antall[Svar.GALT]),
                f"{norsk.tall(uavgjort)}{prosent}",
            )
        )
    return _tabell(rader)


def _avstandene(rapport: Rapport) -> str:
    rader = [
        ("Tall for hele kommunen", "Antall", "Avvik i snitt", "Største avvik"),
        ("---", "---:", "---:", "---:"),
    ]
    for slag, avstand in rapport.avstander.items():
        rader.append((norsk.stor(slag), *_avstand(avstand)))
    return _tabell(rader)


def _sidene(sider: Sider) -> str:
    return _tabell(
        [
            ("Det sidene sier", "Antall", "Galt"),
            ("---", "---:", "---:"),
            (
                "Tall som er ulike to steder",
                norsk.tall(sider.paastander),
                norsk.tall(sider.ulike),
            ),
            (
                "Deler som er større enn det hele",
                norsk.tall(sider.paastander),
                norsk.tall(sider.for_store),
            ),
            (
                "Setninger med et tall figuren ikke har",
                norsk.tall(sider.setninger),
                norsk.tall(sider.ikke_i_figuren),
            ),
        ]
    )


def _avstand(avstand: Avstand) -> tuple[str, str, str]:
    return (
        norsk.tall(avstand.antall),
        norsk.tall(avstand.snitt, 2),
        norsk.tall(avstand.stoerst, 1),
    )


def _tabell(rader: list[tuple[str, ...]]) -> str:
    return "\n".join(f"| {' | '.join(rad)} |" for rad in rader)


def funnene(rapport: Rapport, hoeyst: int) -> str:
    """De første funnene av hvert slag: det som er sagt, og det som er sant."""
    linjer = []
    for slag in rapport.dommer:
        for funn in [f for f in rapport.funn if f.slag == slag][:hoeyst]:
            hva = funn.hva
            linjer.append(
                f"{slag} {hva.indikator} {dict(hva.filter)} {hva.periode}\n"
                f"    sagt: {funn.publisert}\n    sant: {funn.eksakt}\n"
            )
    return "".join(linjer)
