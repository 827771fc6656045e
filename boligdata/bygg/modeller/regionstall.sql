-- Én rad per region, år og nøkkeltall: kommunene, og radene SSB selv har regnet for KOSTRA-gruppene, fylkene og landet. Bosettingen er
-- fra IMDi, som bare har den for kommunene. Hvor stor del av dem kommunen ble bedt om, som ble bosatt, er regnet her.
with bosatt_av_anmodet as (
    select
        kommunenummer,
        aar,
        max(antall) filter (where slag = 'anmodet') as anmodet,
        max(antall) filter (where slag = 'bosatt') as bosatt,
        max(tegn) filter (where slag = 'bosatt') as tegn
    from imdi_bosetting
    group by kommunenummer, aar
)
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
union all
select kommunenummer, aar, 'bosetting.' || slag, antall, tegn, false
from imdi_bosetting
where slag <> 'opprinnelig'
union all
select kommunenummer, aar, 'bosetting.andel', 100 * bosatt / anmodet, tegn, false
from bosatt_av_anmodet
where anmodet > 0
order by kode, region, aar
