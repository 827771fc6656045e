-- Én rad per tiltak i handlingsdelen. Gjennomført er det når det er meldt, eller når alle milepælene er nådd. Hva som er
-- over fristen, avhenger av dagen noen ser etter, og avgjøres da.
select
    t.tiltak_id,
    t.nr,
    t.tittel,
    t.maal,
    t.ansvarlig,
    t.start,
    t.frist,
    t.indikator,
    coalesce(
        t.gjennomfoert,
        case when count(m.naadd) = count(m.tiltak_id) then max(m.naadd) end
    ) as gjennomfoert
from tiltak t
left join milepael m using (tiltak_id)
group by
    t.tiltak_id, t.nr, t.tittel, t.maal, t.ansvarlig, t.start, t.frist, t.indikator, t.gjennomfoert
order by t.nr
