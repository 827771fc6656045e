-- Én rad per utflytting og periode utflyttingen skjer i.
select
    p.periode,
    l.leieforhold_id,
    l.maalgruppe,
    b.boligtype,
    b.omraade,
    coalesce(l.utflyttingsaarsak, 'annet') as utflyttingsaarsak,
    (l.utflyttet - l.innflyttet) / 365.25 as botid_aar
from leieforhold l
join periode p on l.utflyttet between p.fra and p.til
join bolig b using (bolig_id)
