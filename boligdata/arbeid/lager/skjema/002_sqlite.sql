-- Personopplysninger kan slettes fra det som er lagret. Da skrives innholdet om der det står, mens
-- nummeret, versjonen, hvem og når står. Det går bare når det siste som er lagret, er slettingen av
-- denne posten: slettingen og den nye versjonen av posten lagres sammen, så ingen kommer til etterpå.
drop trigger hendelse_endres_aldri;

create trigger hendelse_endres_aldri before update on hendelse
when new.nr <> old.nr
    or new.endring_id <> old.endring_id
    or new.slag <> old.slag
    or new.objekt_id <> old.objekt_id
    or new.versjon <> old.versjon
    or new.hvem <> old.hvem
    or new.tid <> old.tid
    or old.slag = 'sletting'
    or not exists (
        select 1 from hendelse
        where nr = (select max(nr) from hendelse)
            and slag = 'sletting' and objekt_id = old.slag || ' ' || old.objekt_id
    )
begin
    select raise(abort, 'hendelse: bare en sletting skriver om det som er lagret');
end;
