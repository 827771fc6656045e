-- Én rad per husstand og periode der husstanden har vært i midlertidig botilbud eller på natthjem minst én dag.
select
    p.periode,
    f.husstand_id,
    a.maalgruppe,
    a.barn,
    bool_or(not f.natthjem) as midlertidig,
    bool_or(f.natthjem) as natthjem
from midlertidig_forloep f
join periode p on f.fra <= p.til and (f.til is null or f.til > p.fra)
join midlertidig_aar a on a.husstand_id = f.husstand_id and a.aar = p.aar
group by p.periode, f.husstand_id, a.maalgruppe, a.barn
