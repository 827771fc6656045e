"""Byggesiden: fra uttrekk til to ferdige filer. Den ser personer, og lastes aldri i prosessen som
svarer nettleseren.
"""

__all__ = ["Byggresultat", "bygg"]


def __getattr__(navn: str):
    """Bygget lastes når noen bygger. Å sjekke en fil eller lage en mal trenger det ikke."""
    if navn not in __all__:
        raise AttributeError(navn)
    from boligdata.bygg import gangen

    return getattr(gangen, navn)
