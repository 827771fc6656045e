"""Innholdet på Oversikt som JSON, til appene i Dash og Panel: `python -m
tests.ytelse.innhold_til_andre FIL`.
"""

import json
import sys
from pathlib import Path

from boligdata import lesing
from boligdata.felles import katalog, norsk
from boligdata.innhold import gnist, oversikt, svaret
from boligdata.innhold.kort import Valg
from boligdata.innhold.oversikt import Noekkeltall


def innholdet(valg: Valg) -> dict:
    """Filtrene, det som trenger en avgjørelse, og én rad for hvert tall."""
    status = oversikt.maalstatus(valg)
    return {
        "filtre": [
            [
                norsk.periode(en)
                for en in lesing.perioder("aar")["periode"].tolist()[::-1]
            ],
            *(list(lesing.filtervalg(en).values()) for en in katalog.FILTRE),
        ],
        "ruter": [
            oversikt.planstatus(valg, lesing.i_dag()),
            f"{len(status.ikke_naadd)} av {status.antall} mål er ikke nådd",
            f"{len(oversikt.endret(valg)['verre'])} tall er blitt verre",
        ],
        "rader": [
            _rad(tallet)
            for tallene in oversikt.etter_maal(valg).values()
            for tallet in tallene
        ],
    }


def _rad(tallet: Noekkeltall) -> dict:
    indikator, data = tallet.indikator, tallet.data.tail(oversikt.SYNLIGE_PERIODER)
    har_maal = indikator.maaltall is not None
    return {
        "navn": indikator.navn,
        "perioder": data["periode"].tolist(),
        "verdier": [None if tall != tall else tall for tall in data["verdi"]],
        "maaltall": indikator.maaltall,
        "linje": gnist.som_adresse(gnist.linje(indikator, data)),
        "stolpe": har_maal and gnist.som_adresse(gnist.stolpe(indikator, data)),
        "celler": [
            norsk.med_enhet(tallet.verdi, indikator.visningsenhet),
            norsk.maalgrense(indikator, indikator.visningsenhet)
            if har_maal
            else "ikke satt",
            svaret.MAALORD[tallet.naar_maal] if har_maal else "–",
            "–"
            if tallet.endring is None
            else norsk.endring(tallet.endring, indikator.visningsenhet),
        ],
    }


if __name__ == "__main__":
    siste = lesing.perioder("aar")["periode"].iloc[-1]
    Path(sys.argv[1]).write_text(
        json.dumps(innholdet(Valg("aar", siste)), ensure_ascii=False), encoding="utf-8"
    )
