-- Én rad per innvilget virkemiddel og periode det er innvilget i, for år der alle er fulgt i tolv måneder etterpå.
-- Har det skjedd flere ting, teller det som er verst for husstanden: utkastelse, så ny søknad om kommunal bolig, så kjøp av bolig.
with
    innvilget as (
        select *, vedtaksdato + interval 12 month as fulgt_til
        from virkemiddel
        where vedtak = 'innvilget' and vedtaksdato is not null
    )
select
    p.periode,
    v.husstand_id || ' ' || v.virkemiddel || ' ' || v.soekt as sak_id,
    v.maalgruppe,
    v.virkemiddel,
    case
        when exists (
            from utkastelse u
            where u.husstand_id = v.husstand_id and u.gjennomfoert > v.vedtaksdato and u.gjennomfoert <= v.fulgt_til
        )
            or exists (
                from leieforhold l
                where l.husstand_id = v.husstand_id and l.utflyttingsaarsak = 'utkastelse'
                    and l.utflyttet > v.vedtaksdato and l.utflyttet <= v.fulgt_til
            ) then 'utkastelse'
        when exists (
            from soeknad s
            where s.husstand_id = v.husstand_id and s.soeknadstype = 'ny' and s.mottatt > v.vedtaksdato and s.mottatt <= v.fulgt_til
        ) then 'ny_soeknad'
        when (v.virkemiddel in ('startlaan', 'leie_til_eie') and v.fra <= v.fulgt_til)
            or exists (
                from leieforhold l
                where l.husstand_id = v.husstand_id and l.utflyttingsaarsak = 'eid_bolig'
                    and l.utflyttet >= v.vedtaksdato and l.utflyttet <= v.fulgt_til
            )
            or exists (
                from kartlegging a
                where a.husstand_id = v.husstand_id and a.avklart_til = 'eid_bolig'
                    and a.avklart >= v.vedtaksdato and a.avklart <= v.fulgt_til
            ) then 'kjoept'
        else 'beholdt'
    end as utfall
from innvilget v
join periode p on v.vedtaksdato between p.fra and p.til
cross join kommune k
where make_date(p.aar, 12, 31) + interval 12 month <= k.per_dato
