-- Én rad per innflytting og periode innflyttingen skjer i.
with
    boligens_rekke as (
        select
            *,
            lag(utflyttet) over (partition by bolig_id order by innflyttet) as forrige_utflyttet
        from leieforhold
    )
select
    p.periode,
    l.leieforhold_id,
    l.maalgruppe,
    b.boligtype,
    b.omraade,
    -- Den som flytter fra én kommunal bolig til en annen, er ikke ny.
    not exists (
        from leieforhold f
        where f.husstand_id = l.husstand_id
            and f.innflyttet < l.innflyttet
            and (f.utflyttet is null or f.utflyttet >= l.innflyttet)
    ) as ny,
    case when l.forrige_utflyttet <= l.innflyttet then l.innflyttet - l.forrige_utflyttet end as tomgang_dager
from boligens_rekke l
join periode p on l.innflyttet between p.fra and p.til
join bolig b using (bolig_id)
