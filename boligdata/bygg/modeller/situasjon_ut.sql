-- Én rad per forløp og periode forløpet slutter i.
select p.periode, f.forloep_id, f.situasjon, f.maalgruppe, f.utgang
from situasjonsforloep f
join periode p on f.til between p.fra and p.til
