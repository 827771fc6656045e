-- Én rad per sammenhengende tid i midlertidig botilbud og periode den slutter i. Natthjem er ikke med.
select p.periode, f.forloep_id, f.maalgruppe, f.barn, f.til - f.fra as dager, f.kostnad_kr,
    case when f.til - f.fra <= 14 then '0-14' when f.til - f.fra <= 90 then '15-90' else '91' end as varighet
from midlertidig_forloep f
join periode p on f.til between p.fra and p.til
where not f.natthjem
