-- Én rad per region, år og nøkkeltall: kommunene, og radene SSB selv har regnet for KOSTRA-gruppene, fylkene og landet. Bosettingen er
-- fra IMDi, som bare har den for kommunene. Et tall som ikke er gitt ut, regnes av dem som er det, slik katalogen sier («tallregning»).
with gitt_ut as (
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
),
-- Mangler en del, har tallet tegnet den har. Er nevneren ikke kjent, er det ikke noe å regne.
regnet as (
    select
        region,
        aar,
        tall as kode,
        if(
            count(verdi) = count(*),
            any_value(per) * sum(verdi) filter (ledd = 'teller') / sum(verdi) filter (ledd = 'nevner'),
            null
        ) as verdi,
        max(tegn) as tegn,
        bool_or(foreloepig) as foreloepig
    from gitt_ut
    join tallregning on del = kode
    group by region, aar, tall
    having count(*) = any_value(deler) and sum(verdi) filter (ledd = 'nevner') > 0
)
select region, aar, kode, verdi, tegn, foreloepig
from gitt_ut
where kode not in (select del from tallregning where vises_ikke)
union all
select region, aar, kode, verdi, tegn, foreloepig
from regnet
order by kode, region, aar
