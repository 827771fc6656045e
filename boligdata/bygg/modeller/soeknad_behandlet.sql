-- Én rad per søknad og periode vedtaket er gjort i.
select
    p.periode,
    s.soeknad_id,
    s.maalgruppe,
    s.oensket_boligtype as boligtype,
    s.omraade,
    s.soeknadstype,
    s.vedtak,
    case when s.vedtak = 'avslag' then s.avslagsgrunn end as avslagsgrunn,
    coalesce(s.klage, false) as klage,
    coalesce(s.klage_omgjort, false) as klage_omgjort,
    s.vedtaksdato - s.mottatt as behandlingstid_dager
from soeknad s
join periode p on s.vedtaksdato between p.fra and p.til
where s.vedtak is not null
