-- Én rad per milepæl i et tiltak.
select m.tiltak_id, m.tittel, m.frist, m.naadd
from milepael m
join tiltak using (tiltak_id)
order by m.tiltak_id, m.frist
