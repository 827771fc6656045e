"""Et kort med tall som ikke er vernet, sier hvor tallene er fra, og aldri at de er rundet av."""

import pytest

from boligdata.felles import katalog, kilder
from boligdata.innhold import bosettingskort, faste_kort, oekonomi

KORT = {
    "bosettingen": lambda: bosettingskort.lag("Hvor mange bosettes?"),
    "de planlagte boligene": lambda: faste_kort.planlagte("Hva er planlagt?"),
    "statistikken": lambda: faste_kort.kostra(next(iter(katalog.regionstall())), ""),
    "bosettingen i alle kommuner": lambda: faste_kort.kostra("bosetting.andel", ""),
    **{
        navn: lambda navn=navn: oekonomi.kortet(navn, "") for navn in oekonomi.ALLE_KORT
    },
}


@pytest.mark.parametrize("navn", KORT)
def test_kilden_er_uttrekket_tallene_staar_i(navn, bygd_eksempel):
    kort = KORT[navn]()
    [uttrekk] = kort.uttrekk
    (eier,) = kilder.kilder()[uttrekk].eiere
    assert kort.kildelinje.navn == eier
    assert kort.fotlinje == kort.kildelinje.hel and kort.vern is None
