"""Alternativene i boligbehovet som er lagret ved siden av handlingsdelen, så alle ser de samme."""

from boligdata.arbeid import alternativ
from boligdata.arbeid.alternativ import Alternativ
from boligdata.innhold.handlingsdel import planen
from boligdata.innhold.planarbeid.register import Register

REGISTER = Register(
    planen.lager,
    "alternativ",
    Alternativ,
    alternativ.feil,
    lambda ett: (ett.navn, ett.id),
    navn=lambda ett: ett.navn,
)
