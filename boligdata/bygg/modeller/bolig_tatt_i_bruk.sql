-- Én rad per bolig og periode boligen tas i bruk i.
select p.periode, b.bolig_id, b.boligtype, b.omraade
from bolig b
join periode p on b.i_bruk_fra between p.fra and p.til
