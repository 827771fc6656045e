-- Én rad per forløp og periode forløpet begynner i.
select p.periode, f.forloep_id, f.situasjon, f.maalgruppe, f.kom_fra
from situasjonsforloep f
join periode p on f.fra between p.fra and p.til
