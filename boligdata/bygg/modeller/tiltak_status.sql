-- Én rad per tiltak i handlingsdelen, med hvor mange milepæler som er nådd og hvor mange som er over fristen uten å være nådd.
select
    t.tiltak_id,
    t.nr,
    t.tittel,
    t.maal,
    t.ansvarlig,
    t.start,
    t.frist,
    t.indikator,
    count(m.tiltak_id) as milepaeler,
    count(m.naadd) as naadd,
    count(*) filter (m.tiltak_id is not null and m.naadd is null and m.frist <= k.per_dato) as forsinket,
    min(m.frist) filter (m.naadd is null) as neste_frist
from tiltak t
cross join kommune k
left join milepael m using (tiltak_id)
group by all
order by t.nr
