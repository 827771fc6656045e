"""Hva som er endret i en post fra en versjon til en annen, felt for felt, i ord."""

from boligdata.arbeid.feltliste import Felt, felt_i
from boligdata.felles.maalform import si
from boligdata.innhold.handlingsdel import endringslogg, i_ord, planen, rullering
from boligdata.innhold.handlingsdel.i_ord import indikatornavn

_SKJULTE = ("id", "fjernet")


def endringer(foer, etter) -> tuple[str, ...]:
    """Én setning for hver endring. Uten `foer` er posten ny."""
    if foer is None:
        return (si("Skrevet inn."),)
    if getattr(foer, "fjernet", False) != getattr(etter, "fjernet", False):
        return (si("Tatt ut.") if etter.fjernet else si("Tatt inn igjen."),)
    felter = [felt for felt in felt_i(type(etter)) if felt.navn not in _SKJULTE]
    return endringslogg.felt_for_felt(felter, foer, etter, verdi)


def verdi(felt: Felt, innhold) -> str:
    """Verdien av et felt i én linje, med navnene på det posten viser til."""
    navnene = {
        "tiltak": tiltaksnavn,
        "indikatorer": indikatornavn,
    }.get(felt.navn)
    if navnene and innhold:
        return "; ".join(map(navnene, innhold))
    if felt.navn == "planversjon" and innhold:
        return versjonsnavn(innhold)
    return i_ord.verdi(felt, innhold)


def tiltaksnavn(tiltak_id: str) -> str:
    """Navnet på tiltaket, også når det er tatt ut."""
    post = planen.post(tiltak_id)
    return i_ord.navn(post.tiltak) if post else si("et tiltak som ikke finnes")


def versjonsvalg() -> dict[str, str]:
    """Versjonene av planen som kan velges: nummeret og navnet."""
    return {
        str(versjon.nr): rullering.navn(versjon) for versjon in rullering.versjoner()
    }


def versjonsnavn(nr: str) -> str:
    """«Versjon 1, Handlingsdel 2022». Tom når det ikke er sagt hvilken versjon det er."""
    if not nr:
        return ""
    return versjonsvalg().get(nr) or si("Versjon {nr}", nr=nr)
