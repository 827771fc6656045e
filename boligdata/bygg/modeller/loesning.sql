-- Én rad per husstand og dag et register sier at situasjonen er over: husstanden har fått en bolig eller beholdt den hun har, er flyttet
-- fra kommunen eller er død. Et avslag, en utkastelse og en institusjon er ikke en løsning.
with
    sagt as (
        select husstand_id, innflyttet as dag, 'kommunal_bolig' as utgang from leieforhold
        union all
        select
            husstand_id, utflyttet,
            case
                when utflyttingsaarsak in ('eid_bolig', 'privat_leie') then 'annen_bolig'
                when utflyttingsaarsak in ('flyttet', 'doed') then 'borte'
            end
        from leieforhold
        union all
        select husstand_id, innflyttet, 'kommunal_bolig' from soeknad
        union all
        select
            husstand_id, avsluttet,
            case
                when avslutningsaarsak = 'innflyttet' then 'kommunal_bolig'
                when avslutningsaarsak = 'annen_loesning' then 'annen_bolig'
                when avslutningsaarsak in ('flyttet', 'doed') then 'borte'
                when avslutningsaarsak is null and soeknadstype = 'forlengelse' and vedtak = 'innvilget' then 'beholdt'
            end
        from soeknad
        union all
        select
            husstand_id, avklart,
            case
                when avklart_til in ('kommunal_bolig', 'beholdt') then avklart_til
                when avklart_til in ('privat_leie', 'eid_bolig') then 'annen_bolig'
                when avklart_til in ('flyttet', 'doed') then 'borte'
            end
        from kartlegging
        union all
        -- Når begjæringen ble avverget, er ikke ført. Etter seks måneder regnes den som avverget.
        select
            husstand_id, (begjaering + interval 6 month)::date,
            case when avverget_med = 'ny_bolig' then 'annen_bolig' when avverget_med is not null then 'beholdt' end
        from utkastelse
        where gjennomfoert is null
    )
select
    husstand_id,
    dag,
    -- Sier to registre noe ulikt samme dag, går bolig foran å ha beholdt den, og det foran å være borte.
    arg_min(utgang, case utgang when 'kommunal_bolig' then 1 when 'annen_bolig' then 2 when 'beholdt' then 3 else 4 end) as utgang
from sagt
where dag is not null and utgang is not null
group by husstand_id, dag
