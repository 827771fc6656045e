-- Én rad per husstand og periode der husstanden er i midlertidig botilbud ved periodens slutt. Natthjem er ikke med.
select p.periode, f.husstand_id, a.maalgruppe, a.barn
from midlertidig_forloep f
join periode p on f.fra <= p.til and (f.til is null or f.til > p.til)
join midlertidig_aar a on a.husstand_id = f.husstand_id and a.aar = p.aar
where not f.natthjem
