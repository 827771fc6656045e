"""Målgruppe: hvor mange de er, hva de venter på, hva de får, hva det førte til, og hva som er planlagt
for dem.
"""

from boligdata import ui

if not ui.alle_maalgrupper():
    ui.en_maalgruppe()
