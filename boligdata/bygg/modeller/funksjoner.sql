-- Regler som flere modeller deler.

-- Ventetid i dager til gruppene i katalogen: inntil 3, 4–6, 7–12 og over 12 måneder.
create macro ventetidsbaand(dager) as
    case when dager <= 90 then '0-3' when dager <= 180 then '4-6' when dager <= 365 then '7-12' else '12+' end;

-- Laveste alder i en aldersgruppe: '67-79' gir 67, '80+' gir 80. 'alle' gir null.
create macro alder_fra(aldersgruppe) as
    try_cast(regexp_extract(aldersgruppe, '^\d+') as integer);

-- Har husstanden barn under 18 år? 'ja', 'nei', eller null når det ikke er oppgitt.
create macro har_barn(antall) as
    case when antall > 0 then 'ja' when antall = 0 then 'nei' end;
