-- Utgavene av tabellene. Den høyeste gjelder.
create table skjema (
    versjon integer primary key,
    tid text not null
);

-- Én rad per endring noen har lagret. Rader legges bare til.
-- `json` og ikke `jsonb`: innholdet skal være det samme som ble lagret, tegn for tegn.
create table hendelse (
    nr bigint generated always as identity primary key,
    endring_id uuid not null unique,
    slag text collate "C" not null check (slag <> ''),
    objekt_id text collate "C" not null check (objekt_id <> ''),
    versjon integer not null check (versjon >= 1),
    innhold json not null,
    hvem text not null check (hvem <> ''),
    hvorfor text not null,
    tid text collate "C" not null
        check (tid ~ '^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$'),
    unique (slag, objekt_id, versjon)
);

-- Én rad per objekt: hvilken hendelse som gjelder. Holdes av utløseren under.
create table gjeldende (
    slag text collate "C" not null,
    objekt_id text collate "C" not null,
    nr bigint not null references hendelse (nr),
    primary key (slag, objekt_id)
) with (fillfactor = 70);

create function hendelse_er_den_neste() returns trigger language plpgsql as $$
begin
    if new.versjon <> 1 + coalesce((
        select h.versjon from gjeldende g join hendelse h on h.nr = g.nr
        where g.slag = new.slag and g.objekt_id = new.objekt_id
    ), 0) then
        raise exception 'hendelse: versjonen er ikke den neste';
    end if;
    if new.nr <= (select max(nr) from hendelse) then
        raise exception 'hendelse: nummeret er ikke det neste';
    end if;
    return new;
end $$;

-- Kjøres med rettene til eieren, så den som lagrer, ikke trenger å kunne skrive i `gjeldende`.
create function hendelse_gjelder() returns trigger language plpgsql
security definer as $$
begin
    insert into gjeldende (slag, objekt_id, nr) values (new.slag, new.objekt_id, new.nr)
    on conflict (slag, objekt_id) do update set nr = excluded.nr;
    return null;
end $$;

create function gjeldende_er_den_siste() returns trigger language plpgsql as $$
begin
    if not exists (
        select 1 from hendelse
        where nr = new.nr and slag = new.slag and objekt_id = new.objekt_id
            and versjon = (
                select max(versjon) from hendelse
                where slag = new.slag and objekt_id = new.objekt_id
            )
    ) then
        raise exception 'gjeldende: følger av hendelsene';
    end if;
    return new;
end $$;

create function bare_legges_til() returns trigger language plpgsql as $$
begin
    raise exception '%: rader endres og slettes aldri', tg_table_name;
end $$;

-- Uten dette ville en midlertidig tabell med samme navn gå foran den ekte.
do $$
declare
    funksjon text;
begin
    foreach funksjon in array array[
        'hendelse_er_den_neste', 'hendelse_gjelder', 'gjeldende_er_den_siste'
    ] loop
        execute format(
            'alter function %I() set search_path = %I, pg_temp', funksjon, current_schema()
        );
    end loop;
end $$;

create trigger er_den_neste before insert on hendelse
for each row execute function hendelse_er_den_neste();

create trigger gjelder after insert on hendelse
for each row execute function hendelse_gjelder();

create trigger endres_aldri before update or delete on hendelse
for each row execute function bare_legges_til();

create trigger toemmes_aldri before truncate on hendelse
for each statement execute function bare_legges_til();

create trigger er_den_siste before insert or update on gjeldende
for each row execute function gjeldende_er_den_siste();

create trigger slettes_aldri before delete on gjeldende
for each row execute function bare_legges_til();

create trigger toemmes_aldri before truncate on gjeldende
for each statement execute function bare_legges_til();
