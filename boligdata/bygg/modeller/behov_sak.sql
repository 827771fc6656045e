-- Én rad per behov for en bolig: en husstand som har fått en bolig av en type, eller som har ventet på en, fra behovet oppsto til det tok slutt.
with
    -- En husstand kan ha flere vedtak før den flytter inn. Det første av dem er det den ventet fra.
    vedtak as (
        select
            husstand_id,
            innflyttet,
            min(vedtaksdato) as vedtaksdato,
            min(aldersbaand(aldersgruppe)) as aldersgruppe,
            bool_or(trenger_tilpasset) as trenger_tilpasset,
            min_by(oensket_boligtype, (vedtaksdato, oensket_boligtype)) as oensket
        from soeknad
        where vedtak = 'innvilget' and soeknadstype = 'ny' and innflyttet is not null and vedtaksdato <= innflyttet
        group by husstand_id, innflyttet
    ),
    fikk as (
        select
            b.boligtype,
            -- Den som fikk en annen type enn den søkte om, sier noe om behovet for den den søkte om.
            coalesce(v.oensket, b.boligtype) as oensket,
            l.maalgruppe,
            v.aldersgruppe,
            v.trenger_tilpasset,
            l.husstand_id,
            l.bolig_id,
            -- Den som flyttet inn uten vedtak, eller byttet bolig, meldte behovet da den flyttet inn.
            least(v.vedtaksdato, l.innflyttet) as kom,
            l.innflyttet as fikk,
            null::date as gikk,
            l.utflyttet as ut
        from leieforhold l
        join bolig b using (bolig_id)
        -- De to registrene kan ha hver sin dato for den samme innflyttingen.
        left join vedtak v on v.husstand_id = l.husstand_id and abs(v.innflyttet - l.innflyttet) <= 31
        qualify row_number() over (partition by l.leieforhold_id order by abs(v.innflyttet - l.innflyttet) nulls last, v.innflyttet) = 1
    ),
    venter as (
        select boligtype, boligtype as oensket, maalgruppe, aldersgruppe, trenger_tilpasset, husstand_id, null as bolig_id, ventet_fra as kom,
            null::date as fikk, ventet_til as gikk, null::date as ut
        from ventende
        where not bosatt
    )
select * from fikk
union all
select * from venter
