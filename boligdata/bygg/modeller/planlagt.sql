-- Én rad per planlagt endring i boligmassen som ikke er ferdig.
select p.prosjekt_id, p.boligtype, p.antall, p.ferdig, p.status, t.tittel as tiltak, p.kostnad_kr, p.finansiering
from boligprosjekt p
left join tiltak t using (tiltak_id)
where p.status <> 'ferdig'
order by p.ferdig, p.prosjekt_id
