-- Én rad per søknad om et virkemiddel og periode det er søkt i.
select p.periode, v.husstand_id || ' ' || v.virkemiddel || ' ' || v.soekt as sak_id, v.maalgruppe, v.virkemiddel, v.fornyet
from virkemiddelsak v
join periode p on v.soekt between p.fra and p.til
