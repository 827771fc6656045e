"""Møtet, sakene og beslutningene, skrevet for en leser."""

from boligdata.arbeid.moete import Frossenfigur, Moete, Moetesak
from boligdata.felles import norsk
from boligdata.felles.maalform import si


def moetenavn(moete: Moete) -> str:
    """«Arbeidsgruppa 12.01.2026», eller «Neste møte» når ingen har sagt hva det heter, eller når det er."""
    navn = moete.tittel.strip() or si("Møte i arbeidsgruppa")
    return f"{navn} {norsk.dato(moete.dato)}" if moete.dato else navn


def naar_og_hvor(moete: Moete) -> str:
    """Dato, klokkeslett, sted og saksnummer på en linje. Tom når ingenting er fylt ut."""
    return ", ".join(
        filter(
            None,
            (
                norsk.dato(moete.dato) if moete.dato else "",
                si("kl. {klokken}", klokken=moete.klokken) if moete.klokken else "",
                moete.sted,
                si("sak {saksnr}", saksnr=moete.saksnr) if moete.saksnr else "",
            ),
        )
    )


def minutter(moete: Moete) -> str:
    """«4 saker, 45 minutter», eller bare sakene når ingen har fått tid."""
    saker = norsk.med_ord(len(moete.saker), si("saker"))
    til_sammen = sum(sak.minutter or 0 for sak in moete.saker)
    if not til_sammen:
        return saker
    return si("{saker}, {antall} minutter", saker=saker, antall=norsk.tall(til_sammen))


def om_saken(sak: Moetesak) -> str:
    """Tiden og den som legger fram saken. Tom når ingenting er fylt ut."""
    tid = si("{antall} minutter", antall=sak.minutter) if sak.minutter else ""
    return " · ".join(filter(None, (tid, sak.ansvarlig)))


def oppfoelging(sak: Moetesak) -> str:
    """«Følges opp av NAV innen 01.03.2026», så langt det er fylt ut."""
    frist = norsk.dato(sak.frist) if sak.frist else ""
    if sak.oppfoelger and frist:
        return si(
            "Følges opp av {hvem} innen {frist}.", hvem=sak.oppfoelger, frist=frist
        )
    if sak.oppfoelger:
        return si("Følges opp av {hvem}.", hvem=sak.oppfoelger)
    return si("Frist: {frist}.", frist=frist) if frist else ""


def hvorfor(moete: Moete, sak: Moetesak) -> str:
    """Det som står i historien til et tiltak en beslutning har endret."""
    return si(
        "Besluttet i {moete}, sak {nr}.",
        moete=moetenavn(moete),
        nr=sakens_nr(moete, sak),
    )


def sakens_nr(moete: Moete, sak: Moetesak) -> int:
    """Nummeret saken har på dagsordenen."""
    return [en.id for en in moete.saker].index(sak.id) + 1


def deltakerne(moete: Moete) -> str:
    """Hvem som er med, og hvem som har meldt forfall. Tom når ingen er skrevet opp."""
    med = (
        si("Deltakere: {navn}.", navn=norsk.ramse(list(moete.deltakere)))
        if moete.deltakere
        else ""
    )
    uten = (
        si("Forfall: {navn}.", navn=norsk.ramse(list(moete.fravaerende)))
        if moete.fravaerende
        else ""
    )
    return " ".join(filter(None, (med, uten)))


def neste_moete(moete: Moete) -> str:
    """«Neste møte er 12.02.2026, Rådhuset.» Tom når ingen har sagt når det er."""
    if not moete.neste_dato:
        return ""
    naar = norsk.dato(moete.neste_dato)
    if not moete.neste_sted:
        return si("Neste møte er {dato}.", dato=naar)
    return si("Neste møte er {dato}, {sted}.", dato=naar, sted=moete.neste_sted)


def frosset(figur: Frossenfigur) -> str:
    """Hva figuren gjelder, og dagen tallene i den er fra."""
    if not figur.frosset:
        return figur.gjelder
    return si(
        "{gjelder} Slik tallene var {dato}.",
        gjelder=figur.gjelder,
        dato=norsk.dato(figur.frosset),
    )
