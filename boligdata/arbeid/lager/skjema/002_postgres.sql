-- Personopplysninger kan slettes fra det som er lagret. Da skrives innholdet om der det står, mens
-- nummeret, versjonen, hvem og når står. Det går bare når det siste som er lagret, er slettingen av
-- denne posten: slettingen og den nye versjonen av posten lagres sammen, så ingen kommer til etterpå.
create function bare_en_sletting_skriver_om() returns trigger language plpgsql as $$
begin
    if (new.nr, new.endring_id, new.slag, new.objekt_id, new.versjon, new.hvem, new.tid)
            is distinct from
            (old.nr, old.endring_id, old.slag, old.objekt_id, old.versjon, old.hvem, old.tid)
        or old.slag = 'sletting'
        or not exists (
            select 1 from hendelse
            where nr = (select max(nr) from hendelse)
                and slag = 'sletting' and objekt_id = old.slag || ' ' || old.objekt_id
        )
    then
        raise exception 'hendelse: bare en sletting skriver om det som er lagret';
    end if;
    return new;
end $$;

-- Kjøres med rettene til eieren, så den som lagrer, ikke trenger å kunne skrive om noe ellers.
create function skriv_om_hendelse(nytt_innhold text, ny_grunn text, rad bigint)
returns bigint language plpgsql security definer as $$
begin
    update hendelse set innhold = nytt_innhold::json, hvorfor = ny_grunn where nr = rad;
    return rad;
end $$;

do $$
declare
    funksjon text;
begin
    foreach funksjon in array array[
        'bare_en_sletting_skriver_om()', 'skriv_om_hendelse(text, text, bigint)'
    ] loop
        execute format(
            'alter function %s set search_path = %I, pg_temp', funksjon, current_schema()
        );
    end loop;
end $$;

drop trigger endres_aldri on hendelse;

create trigger slettes_aldri before delete on hendelse
for each row execute function bare_legges_til();

create trigger endres_aldri before update on hendelse
for each row execute function bare_en_sletting_skriver_om();
