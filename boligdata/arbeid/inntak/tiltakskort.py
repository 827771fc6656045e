"""Tiltak skrevet som kort: ledetekstene står nedover, og hvert tiltak har sin egen tabell.

Et kort blir en tabell med én rad, så resten av inntaket er likt. Står flere kort i samme tabell,
begynner et nytt der ledeteksten for tiltaket står igjen.
"""

from boligdata.arbeid.inntak import kolonner
from boligdata.arbeid.inntak.raatabell import Raarad, Raatabell

# Så mange av ledetekstene nedover må vi kjenne.
_MINST = 3
_BREDEST = 4


def som_rader(tabell: Raatabell) -> Raatabell:
    """Tabellen med kortene som rader, eller tabellen som den er når den ikke er kort."""
    rader = [rad for rad in tabell.rader if any(rad.celler)]
    bredde = max((len(rad.celler) for rad in rader), default=0)
    if not 2 <= bredde <= _BREDEST:
        return tabell
    ledetekster = [rad.celler[0] for rad in rader]
    kjente = kolonner.les(ledetekster, {})
    if len(kjente.plass) < _MINST or "tittel" not in kjente.plass:
        return tabell
    foerste = ledetekster[min(kjente.plass.values())]
    unike = list(dict.fromkeys(filter(None, ledetekster)))
    kort: list[tuple[int, dict[str, str]]] = []
    for rad in rader:
        if rad.celler[0] == foerste or not kort:
            kort.append((rad.nr, {}))
        tekst = "\n".join(celle for celle in rad.celler[1:] if celle)
        navn = rad.celler[0] or next(reversed(kort[-1][1]), unike[0])
        foer = kort[-1][1].get(navn)
        kort[-1][1][navn] = f"{foer}\n{tekst}" if foer else tekst
    nye = [Raarad(rader[0].nr, tuple(unike))]
    nye += [
        Raarad(nr, tuple(felt.get(navn, "") for navn in unike)) for nr, felt in kort
    ]
    return Raatabell(tabell.navn, tuple(nye), tabell.over, tabell.i_dokument)
