-- Én rad per forløp: en husstand i én situasjon, fra og med en dag til (men ikke med) en annen.
-- En husstand er i én situasjon om gangen. Sier flere kilder noe ulikt, gjelder den alvorligste: uten egen bolig, så i fare for
-- å miste boligen, så uegnet bolig eller bomiljø. Er husstanden ute av situasjonen i høyst 30 dager, er det samme forløp.
with
    k as (select *, coalesce(til, date '9999-12-31') as slutt from situasjonskilde),
    skille as (select distinct husstand_id, unnest([fra, slutt]) as dag from k),
    bit as (select husstand_id, dag as fra, lead(dag) over (partition by husstand_id order by dag) as til from skille),
    -- Hver bit får den alvorligste situasjonen noen kilde sier husstanden er i da.
    lag as (
        select b.husstand_id, b.fra, b.til, k.situasjon, k.kilde
        from bit b
        join k on k.husstand_id = b.husstand_id and k.fra <= b.fra and k.slutt >= b.til
        qualify row_number() over (partition by b.husstand_id, b.fra order by k.alvor, k.fra, k.rang, k.maalgruppe) = 1
    ),
    merket as (
        select
            *,
            lag(situasjon) over w is distinct from situasjon or fra - lag(til) over w > 30 as ny
        from lag
        window w as (partition by husstand_id order by fra)
    ),
    nummerert as (select *, sum(ny::int) over (partition by husstand_id order by fra) as nr from merket),
    forloep as (
        select husstand_id, nr, situasjon, min(fra) as fra, max(til) as slutt, arg_min(kilde, fra) as kilde
        from nummerert
        group by husstand_id, nr, situasjon
    ),
    -- Det kildene sa om husstanden i denne situasjonen mens forløpet varte, den tidligste først.
    opplyst as (
        select
            f.husstand_id, f.nr,
            arg_min(k.maalgruppe, (k.fra, k.rang, k.maalgruppe)) as maalgruppe,
            arg_min(k.aldersgruppe, (k.fra, k.rang, k.aldersgruppe)) filter (k.aldersgruppe is not null) as aldersgruppe,
            arg_min(k.omraade, (k.fra, k.rang, k.omraade)) filter (k.omraade is not null) as omraade,
            arg_min(k.barn, (k.fra, k.rang, k.barn)) filter (k.barn is not null) as barn,
            arg_min(k.uegnet_aarsak, (k.fra, k.rang, k.uegnet_aarsak)) filter (k.uegnet_aarsak is not null) as uegnet_aarsak,
            arg_min(k.tilraadd_loesning, (k.fra, k.rang, k.tilraadd_loesning)) filter (k.tilraadd_loesning is not null) as tilraadd_loesning,
            arg_min(k.utgang, (k.rang, k.utgang)) filter (k.slutt = f.slutt) as utgang
        from forloep f
        join k on k.husstand_id = f.husstand_id and k.situasjon = f.situasjon and k.fra < f.slutt and k.slutt > f.fra
        group by f.husstand_id, f.nr
    )
select
    f.husstand_id || ' ' || f.nr as forloep_id,
    f.husstand_id,
    f.situasjon,
    o.maalgruppe, o.aldersgruppe, o.omraade, o.barn, o.uegnet_aarsak, o.tilraadd_loesning,
    f.fra,
    nullif(f.slutt, date '9999-12-31') as til,
    case when f.fra - lag(f.slutt) over w <= 30 then 'ny_situasjon' else f.kilde end as kom_fra,
    case
        when f.slutt = date '9999-12-31' then null
        when lead(f.fra) over w - f.slutt <= 30 then 'ny_situasjon'
        else coalesce(o.utgang, 'vet_ikke')
    end as utgang
from forloep f
join opplyst o using (husstand_id, nr)
window w as (partition by f.husstand_id order by f.fra)
