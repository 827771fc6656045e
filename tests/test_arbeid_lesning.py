"""En lesning er ikke sikrere enn det svakeste leddet."""

from boligdata.arbeid.lesning import ANTATT, IKKE_FORSTAATT, SIKKER, svakest


def test_det_svakeste_leddet_bestemmer():
    assert svakest() == SIKKER
    assert svakest(SIKKER, ANTATT, SIKKER) == ANTATT
    assert svakest(ANTATT, IKKE_FORSTAATT) == IKKE_FORSTAATT
