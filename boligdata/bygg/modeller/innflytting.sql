-- Én rad per innflytting og periode innflyttingen skjer i.
with
    -- Den siste som flyttet ut av boligen før eller samme dag. Et leieforhold på null dager er aldri sin egen forgjenger.
    forrige as (
        select l.leieforhold_id, max(f.utflyttet) as utflyttet
        from leieforhold l
        join leieforhold f
            on f.bolig_id = l.bolig_id and f.leieforhold_id <> l.leieforhold_id and f.utflyttet <= l.innflyttet
        group by l.leieforhold_id
    )
select
    p.periode,
    l.leieforhold_id,
    l.maalgruppe,
    b.boligtype,
    b.omraade,
    -- Den som dagen før bodde i en annen kommunal bolig, er ikke ny.
    not exists (
        from leieforhold f
        where f.husstand_id = l.husstand_id
            and f.innflyttet < l.innflyttet
            and (f.utflyttet is null or f.utflyttet >= l.innflyttet)
    ) as ny,
    l.innflyttet - forrige.utflyttet as tomgang_dager
from leieforhold l
join periode p on l.innflyttet between p.fra and p.til
join bolig b using (bolig_id)
left join forrige using (leieforhold_id)
