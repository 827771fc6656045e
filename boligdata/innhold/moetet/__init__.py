"""Møtet i arbeidsgruppa: fra kortene på sidene til dagsorden, beslutninger, referat og neste møte.

moetene    møtene i lageret: det neste, sakene i det, og en endring andre kan ha gjort noe ved siden av
frys       et kort slik det er nå, med bare publiserte tall
tegnet     den frosne figuren tegnet igjen, i temaet og størrelsen den skal ha
tallpar    ett tall da og nå
anslagene  kortene på Boligbehov, med scenarioet regnet på tallene i dag
endret     hver frossen figur ved siden av det samme tallet i dag, og beslutningene som skal følges opp
veggen     hva som får plass på veggen om gangen
i_ord      møtet, sakene og beslutningene, skrevet for en leser
referat    referatet som dokument
"""
