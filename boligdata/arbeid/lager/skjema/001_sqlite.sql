-- Utgavene av tabellene. Den høyeste gjelder.
create table skjema (
    versjon integer primary key,
    tid text not null
) strict;

-- Én rad per endring noen har lagret. Rader legges bare til.
create table hendelse (
    nr integer primary key autoincrement,
    endring_id text not null unique check (length(endring_id) = 36),
    slag text not null check (slag <> ''),
    objekt_id text not null check (objekt_id <> ''),
    versjon integer not null check (versjon >= 1),
    innhold text not null check (json_valid(innhold)),
    hvem text not null check (hvem <> ''),
    hvorfor text not null,
    tid text not null check (tid glob '????-??-??T??:??:??.??????Z'),
    unique (slag, objekt_id, versjon)
) strict;

-- Én rad per objekt: hvilken hendelse som gjelder. Holdes av utløseren under.
create table gjeldende (
    slag text not null,
    objekt_id text not null,
    nr integer not null references hendelse (nr),
    primary key (slag, objekt_id)
) strict, without rowid;

-- REPLACE sletter uten å utløse noe, med mindre det stanses før raden legges til.
create trigger hendelse_finnes before insert on hendelse
when exists (
    select 1 from hendelse
    where nr = new.nr
        or endring_id = new.endring_id
        or (slag = new.slag and objekt_id = new.objekt_id and versjon = new.versjon)
)
begin
    select raise(abort, 'hendelse: raden finnes');
end;

create trigger hendelse_uten_hull before insert on hendelse
when new.versjon <> 1 + coalesce((
    select h.versjon from gjeldende g join hendelse h on h.nr = g.nr
    where g.slag = new.slag and g.objekt_id = new.objekt_id
), 0)
begin
    select raise(abort, 'hendelse: versjonen er ikke den neste');
end;

create trigger hendelse_sist after insert on hendelse
when new.nr < (select max(nr) from hendelse)
begin
    select raise(abort, 'hendelse: nummeret er ikke det neste');
end;

create trigger hendelse_gjelder after insert on hendelse
begin
    insert into gjeldende (slag, objekt_id, nr) values (new.slag, new.objekt_id, new.nr)
    on conflict (slag, objekt_id) do update set nr = excluded.nr;
end;

create trigger hendelse_endres_aldri before update on hendelse
begin
    select raise(abort, 'hendelse: rader legges bare til');
end;

create trigger hendelse_slettes_aldri before delete on hendelse
begin
    select raise(abort, 'hendelse: rader legges bare til');
end;

create trigger gjeldende_ny_er_den_siste before insert on gjeldende
when not exists (
    select 1 from hendelse
    where nr = new.nr and slag = new.slag and objekt_id = new.objekt_id
        and versjon = (
            select max(versjon) from hendelse
            where slag = new.slag and objekt_id = new.objekt_id
        )
)
begin
    select raise(abort, 'gjeldende: følger av hendelsene');
end;

create trigger gjeldende_er_den_siste before update on gjeldende
when not exists (
    select 1 from hendelse
    where nr = new.nr and slag = new.slag and objekt_id = new.objekt_id
        and versjon = (
            select max(versjon) from hendelse
            where slag = new.slag and objekt_id = new.objekt_id
        )
)
begin
    select raise(abort, 'gjeldende: følger av hendelsene');
end;

create trigger gjeldende_slettes_aldri before delete on gjeldende
begin
    select raise(abort, 'gjeldende: følger av hendelsene');
end;
