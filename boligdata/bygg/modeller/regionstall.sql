-- Én rad per region, år og nøkkeltall: kommunene, og radene SSB selv har regnet for KOSTRA-gruppene, fylkene og landet.
select
    kommunenummer as region,
    aar,
    kode,
    verdi,
    status as tegn,
    coalesce(foreloepig, false) as foreloepig
from kommunetall
-- Gruppene er delt inn på nytt i 2020: før det er tallene for andre kommuner enn dem som er i gruppen nå.
where not (kommunenummer like 'EKG%' and aar < 2020)
order by kode, region, aar
