-- Én rad per sammenhengende tid en husstand er i midlertidig botilbud, fra og med en dag til (men ikke med) en annen.
-- Flytter husstanden rett fra ett sted til et annet, er det samme forløp. Natthjem regnes for seg, slik som i KOSTRA.
with
    opphold as (
        select husstand_id, maalgruppe, fra, case when til is not null then greatest(til, fra + 1) end as til,
            har_barn(antall_barn) as barn, kostnad_kr,
            type = 'natthjem' as natthjem
        from midlertidig_opphold
    ),
    merket as (
        select
            *,
            coalesce(fra > max(coalesce(til, date '9999-12-31')) over (
                partition by husstand_id, natthjem order by fra, til rows between unbounded preceding and 1 preceding
            ), true) as ny
        from opphold
    ),
    nummerert as (
        select *, sum(ny::int) over (partition by husstand_id, natthjem order by fra, til) as nr from merket
    )
select
    husstand_id || ' ' || natthjem || ' ' || nr as forloep_id,
    husstand_id,
    natthjem,
    arg_min(maalgruppe, (fra, maalgruppe)) as maalgruppe,
    case when bool_or(barn = 'ja') then 'ja' when bool_or(barn = 'nei') then 'nei' end as barn,
    min(fra) as fra,
    case when bool_and(til is not null) then max(til) end as til,
    case when bool_and(kostnad_kr is not null) then sum(kostnad_kr) end as kostnad_kr
from nummerert
group by husstand_id, natthjem, nr
