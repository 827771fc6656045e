-- Én rad per opplysning om at en husstand er i en av de tre situasjonene: kilden, fra og til (til og med dagen før), og hvordan det endte.
-- En opplysning gjelder til en løsning. Uten løsning gjelder den til det er gått så lang tid uten kontakt som katalogen sier.
with
    -- I institusjon eller fengsel, uten en bolig å komme til: da kartleggingen ble gjort, eller fordi det var der det endte.
    inne as (
        select
            *, greatest(kartlagt, (utskrives - foer_utskrivning())::date) as fra,
            case when avklart_til is distinct from 'institusjon' then avklart end as avklart_til_annet
        from kartlegging
        where utskrives is not null and (situasjon = 'uten_bolig' or avklart_til = 'institusjon')
    ),
    opplysning as (
        select
            'soeknad' as kilde, husstand_id, maalgruppe, situasjon, aldersbaand(aldersgruppe) as aldersgruppe, omraade, antall_barn,
            uegnet_aarsak, tilraadd_loesning, mottatt as fra,
            -- Det som kommer først. Her er det rett at least hopper over det som mangler.
            least(innflyttet, avsluttet, case when vedtak <> 'innvilget' then vedtaksdato end) as sist
        from soeknad
        where situasjon is not null
        union all
        -- Ingen har avklart den: siste kontakt er dagen husstanden ble kartlagt.
        select
            'kartlegging', husstand_id, maalgruppe, situasjon, aldersbaand(aldersgruppe), omraade, antall_barn,
            uegnet_aarsak, tilraadd_loesning, kartlagt, coalesce(avklart, kartlagt)
        from kartlegging
        -- Den som alt var inne, regnes først som uten bolig når det nærmer seg å skulle ut.
        where utskrives is null or situasjon <> 'uten_bolig' or avklart_til is not distinct from 'institusjon'
        union all
        select
            'kartlegging', husstand_id, maalgruppe, 'uten_bolig', aldersbaand(aldersgruppe), omraade, antall_barn, null, null,
            fra, coalesce(avklart_til_annet, utskrives)
        from inne
        where avklart_til_annet is null or avklart_til_annet >= fra
        union all
        select 'midlertidig', husstand_id, maalgruppe, 'uten_bolig', null, null, antall_barn, null, null, fra, til
        from midlertidig_opphold
        union all
        select
            'utkastelse', husstand_id, maalgruppe, 'i_fare', null, null, antall_barn, null, null, begjaering,
            coalesce(gjennomfoert, case when avverget_med is not null then (begjaering + interval 6 month)::date end, begjaering)
        from utkastelse
        union all
        -- Den som er kastet ut, er ikke lenger i fare for å miste boligen. Den er mistet.
        select 'utkastelse', husstand_id, maalgruppe, 'uten_bolig', null, null, antall_barn, null, null, gjennomfoert, gjennomfoert
        from utkastelse
        where gjennomfoert is not null
    ),
    -- Det som begynner og slutter samme dag, varte den dagen.
    gjelder as (select *, case when sist is not null then greatest(sist, fra + 1) end as slutt from opplysning),
    fulgt as (
        select
            g.*,
            (g.sist + uten_kontakt())::date as frist,
            case when foer.dag >= g.fra then foer.utgang end as underveis,
            etter.dag as loest,
            etter.utgang as etterpaa
        from gjelder g
        asof left join loesning foer on foer.husstand_id = g.husstand_id and g.slutt >= foer.dag
        asof left join loesning etter on etter.husstand_id = g.husstand_id and g.slutt < etter.dag
    )
select
    kilde, husstand_id, maalgruppe, situasjon, aldersgruppe, omraade, har_barn(antall_barn) as barn,
    case when situasjon = 'uegnet_bolig' then uegnet_aarsak end as uegnet_aarsak,
    case when situasjon = 'uegnet_bolig' then tilraadd_loesning end as tilraadd_loesning,
    fra,
    case
        when slutt is null or underveis is not null then slutt
        when loest <= frist then loest
        else greatest(slutt, frist)
    end as til,
    case
        when slutt is null then null
        when underveis is not null then underveis
        when loest <= frist then etterpaa
        else 'vet_ikke'
    end as utgang,
    -- Den alvorligste situasjonen går foran: uten bolig, så i fare for å miste den, så uegnet bolig.
    case situasjon when 'uten_bolig' then 1 when 'i_fare' then 2 else 3 end as alvor,
    case kilde when 'soeknad' then 1 when 'kartlegging' then 2 when 'midlertidig' then 3 else 4 end as rang
from fulgt
