"""Skjemaet til et tiltak: feltene i det, under overskriftene de står under."""

from boligdata.arbeid.tiltak import FELT
from boligdata.felles.maalform import fast
from boligdata.innhold.handlingsdel import endringslogg, planen
from boligdata.ui.skjema import Skjema, deler

# Feltene i skjemaet og på siden til tiltaket, under hver sin overskrift.
DELER = deler(
    FELT,
    {
        fast("Hva og hvem"): (
            *("nr", "tittel", "hensikt", "maal", "maalgrupper"),
            *("nasjonalt_maal", "ansvarlige", "partnere"),
        ),
        fast("Status og frist"): ("status", "frist", "milepaeler"),
        fast("Penger"): (
            *("finansiering", "oekonomiplan", "penger_ord", "beloep"),
            *("aarsverk", "funksjon"),
        ),
        fast("Virkning"): ("koblinger", "prosjekter"),
        fast("Vedtak"): ("art", "vedtak"),
        fast("Slik det sto i planen"): ("ord",),
    },
)
SKJEMA = Skjema("tiltaksskjema", planen.REGISTER, DELER, endringslogg.endringer)
