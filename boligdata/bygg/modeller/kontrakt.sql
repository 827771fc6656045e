-- Én rad per leieforhold i siste periode. Uttrekket har bare den nyeste kontrakten, så tidligere perioder er ukjent.
select
    l.periode,
    l.bolig_id,
    l.maalgruppe,
    l.boligtype,
    l.omraade,
    coalesce(l.kontrakt_utloeper <= p.til, false) as utloept,
    coalesce(l.kontrakt_utloeper > p.til and l.kontrakt_utloeper <= p.til + interval 1 year, false) as utloeper_12
from leieforhold_beholdning l
join periode p using (periode)
where p.til = (select max(til) from periode)
