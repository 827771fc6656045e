-- Én rad per gang en husstand tar kontakt om bolig uten å ha hatt kontakt de siste tolv månedene: dagen, og dagen den første hjelpen kom.
-- Kontakt er en søknad om bolig eller et virkemiddel, en henvisning, en kartlegging eller en begjæring om utkastelse.
-- Hjelp er innflytting, et innvilget virkemiddel, en tjeneste som begynner, eller et midlertidig botilbud.
with
    kontakt as (
        select husstand_id, maalgruppe, mottatt as dag from soeknad
        union all
        select husstand_id, maalgruppe, soekt from virkemiddel
        union all
        select husstand_id, maalgruppe, henvist from tjeneste
        union all
        select husstand_id, maalgruppe, kartlagt from kartlegging
        union all
        select husstand_id, maalgruppe, begjaering from utkastelse
    ),
    foerste as (
        select husstand_id, maalgruppe, dag
        from kontakt
        qualify coalesce(dag - lag(dag) over (partition by husstand_id order by dag, maalgruppe) > 365, true)
    ),
    hjelpen as (
        select husstand_id, fra as dag from hjelp
        union all
        select husstand_id, innflyttet from soeknad where innflyttet is not null
        union all
        select husstand_id, fra from midlertidig_opphold
    )
select
    f.husstand_id || ' ' || f.dag as sak_id,
    f.maalgruppe,
    f.dag,
    h.dag as hjelp_dag
from foerste f
asof left join hjelpen h on h.husstand_id = f.husstand_id and f.dag <= h.dag
