-- Én rad per opplysning om at en husstand er i en av de tre situasjonene: kilden, fra og til (til og med dagen før), og hvordan det endte.
-- En søknad gjelder til husstanden har flyttet inn eller søknaden er avsluttet. Det samme gjør et opphold og en kartlegging.
-- En kartlegging ingen har avklart, gjelder i tolv måneder, og en begjæring som ikke er gjennomført, i seks.
with
    opplysning as (
        select
            'soeknad' as kilde, husstand_id, maalgruppe, situasjon, aldersbaand(aldersgruppe) as aldersgruppe, omraade, antall_barn,
            mottatt as fra,
            -- Det som kommer først. Her er det rett at least hopper over det som mangler.
            least(innflyttet, avsluttet, case when vedtak <> 'innvilget' then vedtaksdato end) as til,
            case
                when innflyttet is not null then 'kommunal_bolig'
                when soeknadstype = 'forlengelse' and vedtak = 'innvilget' then 'beholdt'
                when vedtak = 'avslag' then 'avslag'
                when avslutningsaarsak = 'annen_loesning' then 'annen_bolig'
                when avslutningsaarsak in ('flyttet', 'doed') then 'borte'
                else 'vet_ikke'
            end as utgang
        from soeknad
        where situasjon is not null
        union all
        select
            'kartlegging', husstand_id, maalgruppe, situasjon, aldersbaand(aldersgruppe), omraade, antall_barn,
            kartlagt,
            coalesce(avklart, (kartlagt + interval 12 month)::date),
            case
                when avklart is null then 'vet_ikke'
                when avklart_til in ('privat_leie', 'eid_bolig') then 'annen_bolig'
                when avklart_til in ('flyttet', 'doed') then 'borte'
                when avklart_til = 'annet' then 'vet_ikke'
                else coalesce(avklart_til, 'vet_ikke')
            end
        from kartlegging
        union all
        select
            'midlertidig', husstand_id, maalgruppe, 'uten_bolig', null, null, antall_barn, fra, til, 'vet_ikke'
        from midlertidig_opphold
        union all
        select
            'utkastelse', husstand_id, maalgruppe, 'i_fare', null, null, antall_barn,
            begjaering,
            coalesce(gjennomfoert, (begjaering + interval 6 month)::date),
            case
                when gjennomfoert is not null then 'utkastelse'
                when avverget_med = 'ny_bolig' then 'annen_bolig'
                when avverget_med is not null then 'beholdt'
                else 'vet_ikke'
            end
        from utkastelse
    )
select
    kilde, husstand_id, maalgruppe, situasjon, aldersgruppe, omraade, har_barn(antall_barn) as barn, fra,
    -- Det som begynner og slutter samme dag, varte den dagen.
    case when til is not null then greatest(til, fra + 1) end as til,
    utgang,
    -- Den alvorligste situasjonen går foran: uten bolig, så i fare for å miste den, så uegnet bolig.
    case situasjon when 'uten_bolig' then 1 when 'i_fare' then 2 else 3 end as alvor,
    case kilde when 'soeknad' then 1 when 'kartlegging' then 2 when 'midlertidig' then 3 else 4 end as rang
from opplysning
