-- Én rad per år og nøkkeltall: det kommunen selv har rapportert, og landet ved siden av.
select
    t.aar,
    t.kode,
    max(t.verdi) filter (t.kommunenummer = k.kommunenummer) as verdi,
    max(t.verdi) filter (t.kommunenummer = '0000') as landet,
    max(t.status) filter (t.kommunenummer = k.kommunenummer) as tegn,
    coalesce(bool_or(t.foreloepig) filter (t.kommunenummer = k.kommunenummer), false) as foreloepig
from kommunetall t, kommune k
group by t.aar, t.kode
order by t.kode, t.aar
