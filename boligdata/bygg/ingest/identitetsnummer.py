"""Er et tall et norsk identitetsnummer? Reglene for dato og kontrollsifre.

Alle funksjonene tar en tekst av bare sifre, med rett lengde: 11 i fødselsnummer og D-nummer, 12 i
DUF-nummer.
"""

# Vektene til kontrollsifrene i fødselsnummer og D-nummer. Det siste tallet er vekten til
# kontrollsifferet selv.
_K1 = (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)
_K2 = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
# Til 2032 skal resten for det første kontrollsifferet være 0. Fra 2032 deles det også ut nummer med
# rest 1, 2 og 3.
_STOERSTE_REST = 3

# Det som er lagt til dagen i D-nummer, og til måneden i hjelpenummer og syntetiske nummer.
_DAGTILLEGG = (0, 40)
_MAANEDSTILLEGG = (0, 40, 65, 80)
_DAGER = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

# Vektene i DUF-nummer, når løpenummeret er flyttet foran året. Regelen er ikke offentlig, men er
# den andre bruker.
_DUF = (4, 6, 3, 2, 7, 5, 4, 6, 3, 2)
_DUF_AAR = range(1980, 2061)


def er_foedselsnummer(sifre: str) -> bool:
    """Fødselsnummer, D-nummer, hjelpenummer eller syntetisk nummer, med riktig dato og riktige
    kontrollsifre.

    Både dagens kontrollsifre og de som gjelder fra 2032, godtas. Av tilfeldige tall på elleve
    siffer er 1 % slike.
    """
    return (
        _begynner_med_dato(sifre, _MAANEDSTILLEGG)
        and _vektet(sifre, _K1) % 11 <= _STOERSTE_REST
        and _vektet(sifre, _K2) % 11 == 0
    )


def begynner_som_foedselsnummer(sifre: str) -> bool:
    """Er de seks første sifrene som i et fødselsnummer eller D-nummer? Av tilfeldige tall er 7 %
    slike.
    """
    return _begynner_med_dato(sifre, (0,))


def er_duf_nummer(sifre: str) -> bool:
    """DUF-nummer fra utlendingsmyndighetene: år, løpenummer på seks siffer og to kontrollsifre.

    Et tidspunkt (ååååmmddttmm) er like langt og begynner også med et år, og regnes ikke som
    DUF-nummer.
    """
    kontroll = _vektet(sifre[4:10] + sifre[:4], _DUF) % 11
    return (
        int(sifre[:4]) in _DUF_AAR
        and int(sifre[10:]) == kontroll
        and not _er_tidspunkt(sifre)
    )


def _vektet(sifre: str, vekter: tuple[int, ...]) -> int:
    return sum(int(siffer) * vekt for siffer, vekt in zip(sifre, vekter))


def _begynner_med_dato(sifre: str, maanedstillegg: tuple[int, ...]) -> bool:
    """Er de seks første sifrene en dato? Århundret er ukjent, så 29. februar finnes i hvert fjerde
    år.
    """
    dag, maaned, aar = (int(sifre[fra : fra + 2]) for fra in (0, 2, 4))
    for tillegg in maanedstillegg:
        maaneden = maaned - tillegg
        if 1 <= maaneden <= 12:
            siste = 28 if maaneden == 2 and aar % 4 else _DAGER[maaneden - 1]
            return any(1 <= dag - mer <= siste for mer in _DAGTILLEGG)
    return False


def _er_tidspunkt(sifre: str) -> bool:
    par = [int(sifre[plass : plass + 2]) for plass in (4, 6, 8, 10)]
    maaned, dag, time, minutt = par
    return 1 <= maaned <= 12 and 1 <= dag <= 31 and time < 24 and minutt < 60
