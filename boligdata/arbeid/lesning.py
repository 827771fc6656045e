"""Hvor sikkert noe skrevet er forstått. Ordene beholdes alltid, og et menneske bekrefter."""

# Ordene sier det selv, vi har valgt en mening blant flere, eller vi vet ikke.
SIKKER, ANTATT, IKKE_FORSTAATT = "sikker", "antatt", "ikke forstått"


def svakest(*sikkerhet: str) -> str:
    """En kjede av lesninger er ikke sikrere enn det svakeste leddet."""
    rekke = (SIKKER, ANTATT, IKKE_FORSTAATT)
    return max(sikkerhet, key=rekke.index, default=SIKKER)
