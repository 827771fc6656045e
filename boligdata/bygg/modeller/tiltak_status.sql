-- Én rad per tiltak i handlingsdelen. Gjennomført er det når det er meldt, eller når alle milepælene er nådd. Hva som er
-- over fristen, avhenger av dagen noen ser etter, og avgjøres da. Prosjektene er boligprosjektene tiltaket gir.
with
    milepaelene as (
        select tiltak_id, case when count(naadd) = count(*) then max(naadd) end as alle_naadd
        from milepael
        group by tiltak_id
    ),
    prosjektene as (
        select tiltak_id, list(prosjekt_id order by prosjekt_id) as prosjekter
        from boligprosjekt
        where tiltak_id is not null
        group by tiltak_id
    )
select
    t.* exclude (gjennomfoert),
    coalesce(t.gjennomfoert, m.alle_naadd) as gjennomfoert,
    coalesce(p.prosjekter, []::varchar[]) as prosjekter
from tiltak t
left join milepaelene m using (tiltak_id)
left join prosjektene p using (tiltak_id)
order by t.nr
