-- Én rad per bolig og periode boligen går ut av bruk i.
select p.periode, b.bolig_id, b.boligtype, b.omraade
from bolig b
join periode p on b.ut_av_bruk between p.fra and p.til
