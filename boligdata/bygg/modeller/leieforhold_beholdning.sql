-- Én rad per leieforhold og periode der husstanden bor i boligen ved periodens slutt. Utflyttingsdagen teller ikke.
with
    -- Husstandens størrelse kjenner vi bare fra søknadene; den siste før periodens slutt gjelder.
    stoerrelse as (
        select husstand_id, mottatt, max(husstandsstoerrelse) as personer
        from soeknad
        where husstandsstoerrelse is not null
        group by all
    )
select
    p.periode,
    l.leieforhold_id,
    l.bolig_id,
    l.husstand_id,
    l.maalgruppe,
    b.boligtype,
    b.omraade,
    (p.til - l.innflyttet) / 365.25 as botid_aar,
    l.innflyttet + interval 6 year < p.til as over_6_aar,
    l.kontrakt_utloeper,
    s.personer is not null and b.antall_soverom is not null as stoerrelse_kjent,
    coalesce(s.personer > b.antall_soverom + 1, false) as for_liten,
    coalesce(s.personer = 1 and b.antall_soverom >= 2, false) as for_stor
from leieforhold l
join periode p on l.innflyttet <= p.til and (l.utflyttet is null or l.utflyttet > p.til)
join bolig b using (bolig_id)
asof left join stoerrelse s on l.husstand_id = s.husstand_id and p.til >= s.mottatt
