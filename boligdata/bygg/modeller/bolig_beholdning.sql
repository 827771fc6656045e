-- Én rad per bolig og periode der boligen er i bruk ved periodens slutt.
select
    p.periode,
    b.bolig_id,
    b.boligtype,
    b.omraade,
    b.disposisjonsform,
    case when b.antall_soverom >= 4 then '4' else b.antall_soverom::varchar end as stoerrelse,
    b.tilstandsgrad::varchar as tilstand,
    case
        when b.byggeaar < 1960 then '0-1959'
        when b.byggeaar < 1980 then '1960-1979'
        when b.byggeaar < 2000 then '1980-1999'
        when b.byggeaar >= 2000 then '2000+'
    end as byggeperiode,
    case b.tilgjengelig_rullestol when true then 'ja' when false then 'nei' end as rullestol,
    coalesce(b.heldoegns_bemanning, b.boligtype = 'heldoegns') as heldoegns_bemanning,
    l.bolig_id is not null as utleid
from bolig b
join periode p on b.i_bruk_fra <= p.til and (b.ut_av_bruk is null or b.ut_av_bruk > p.til)
left join leieforhold_beholdning l on l.bolig_id = b.bolig_id and l.periode = p.periode
