"""Hvor mange tall for hele kommunen som i det hele tatt kan være den nærmeste femmeren."""

import dataclasses

import highspy
import numpy as np
from angriper import Kunnskap, lineaert_program

BASIS = 5


def flest_naermeste(kunnskap: Kunnskap, antall: np.ndarray) -> tuple[int, int]:
    """Det høyeste antallet tall for hele kommunen som kan være den nærmeste femmeren, og hvor mange det er.

    Taket er for den som kjenner alle årene på forhånd, viser alle de andre tallene fritt, og ikke flytter
    noe mer enn fire. Tertialene skal bli året, delene det hele, og det som kom og gikk, beholdningen.
    `kunnskap` er alt definisjonene sier om cellene, og `antall` er det virkelige tallet i hver.
    """
    totaler = np.array([celle.utsnitt == () for celle in kunnskap.celler])
    alle = int((totaler & (antall > 0)).sum())
    sier = _mellom_avrundede(kunnskap.bare(totaler))
    under = antall // BASIS
    over = -(-antall // BASIS)
    program, plass = lineaert_program(
        dataclasses.replace(sier, nedre=sier.nedre / BASIS, oevre=sier.oevre / BASIS),
        under.astype(float),
        over.astype(float),
    )
    # Et tall som ikke er en femmer, vises som den under eller den over. Én av dem er nærmest.
    bundet = np.flatnonzero(totaler & (plass >= 0) & (over > under))
    if not len(bundet):
        return alle, alle
    naermest_under = antall[bundet] - under[bundet] * BASIS < BASIS / 2
    kostnad = np.zeros(program.num_col_)
    kostnad[plass[bundet]] = np.where(naermest_under, 1.0, -1.0)
    program.col_cost_ = kostnad
    program.integrality_ = [highspy.HighsVarType.kInteger] * program.num_col_
    loeser = highspy.Highs()
    loeser.setOptionValue("output_flag", False)
    loeser.setOptionValue("mip_rel_gap", 0.0)
    loeser.passModel(program)
    loeser.run()
    assert loeser.getModelStatus() == highspy.HighsModelStatus.kOptimal
    vist = np.rint(np.array(loeser.getSolution().col_value))[plass[bundet]]
    feil = (vist > under[bundet]) == naermest_under
    return alle - int(feil.sum()), alle


def _mellom_avrundede(kunnskap: Kunnskap) -> Kunnskap:
    """Uten radene som er regnet mot noe eksakt: de trenger ikke gå opp i femmere."""
    grensene = np.stack([kunnskap.nedre, kunnskap.oevre])
    return kunnskap.med_rader(((grensene == 0) | np.isinf(grensene)).all(axis=0))
