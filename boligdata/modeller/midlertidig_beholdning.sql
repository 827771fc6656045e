-- Én rad per husstand og periode der husstanden er i midlertidig botilbud ved periodens slutt. Natthjem er ikke med.
select p.periode, f.husstand_id, f.maalgruppe, f.barn, p.til - f.fra as dager
from midlertidig_forloep f
join periode p on f.fra <= p.til and (f.til is null or f.til > p.til)
where not f.natthjem
