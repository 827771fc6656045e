"""Byggesiden: fra uttrekk til to ferdige filer. Den ser personer, og lastes aldri i prosessen som
svarer nettleseren.
"""

from boligdata.bygg.gangen import Byggresultat, bygg

__all__ = ["Byggresultat", "bygg"]
