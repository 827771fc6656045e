-- Én rad per prosjekt der kommunen har kjøpt eller bygd boliger av én type: det siste året, det prosjektet kostet i alle årene, og boligene
-- det ga. Tilskuddene er ikke trukket fra.
select
    boligtype,
    if(bool_or(art = 285), 'kjoepe', 'bygge') as maate,
    max(aar) as aar,
    sum(beloep_kr)::double as kroner,
    sum(boliger)::integer as boliger
from oekonomi
where regnskap = 'investering' and left(funksjon::varchar, 3) = '265' and art < 290 and boligtype is not null
-- Uten et prosjektnummer er året prosjektet.
group by boligtype, coalesce(prosjekt_id, aar::varchar)
having sum(boliger) > 0 and sum(beloep_kr) > 0
order by boligtype, aar, kroner
