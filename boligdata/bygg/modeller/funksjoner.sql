-- Regler som flere modeller deler.

-- Ventetid i dager til gruppene i katalogen: inntil 3, 4–6, 7–12 og over 12 måneder.
create macro ventetidsbaand(dager) as
    case when dager <= 90 then '0-3' when dager <= 180 then '4-6' when dager <= 365 then '7-12' else '12+' end;

-- Laveste alder i en aldersgruppe: '67-79' gir 67, '80+' gir 80. 'alle' gir null.
create macro alder_fra(aldersgruppe) as
    try_cast(regexp_extract(aldersgruppe, '^\d+') as integer);

-- Høyeste alder i en aldersgruppe: '67-79' og '79' gir 79, '80+' gir 999. 'alle' gir null.
create macro alder_til(aldersgruppe) as
    case when aldersgruppe like '%+' then 999 else try_cast(regexp_extract(aldersgruppe, '\d+$') as integer) end;

-- Aldersgruppen i katalogen som rommer hele den som er oppgitt, eller null når den går over flere.
create macro aldersbaand(aldersgruppe) as
    case
        when alder_til(aldersgruppe) <= 24 then '0-24'
        when alder_fra(aldersgruppe) >= 25 and alder_til(aldersgruppe) <= 49 then '25-49'
        when alder_fra(aldersgruppe) >= 50 and alder_til(aldersgruppe) <= 66 then '50-66'
        when alder_fra(aldersgruppe) >= 67 and alder_til(aldersgruppe) <= 79 then '67-79'
        when alder_fra(aldersgruppe) >= 80 then '80+'
    end;

-- Har husstanden barn under 18 år? 'ja', 'nei', eller null når det ikke er oppgitt.
create macro har_barn(antall) as
    case when antall > 0 then 'ja' when antall = 0 then 'nei' end;
