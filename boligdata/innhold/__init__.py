"""Det sidene viser, før Streamlit tegner det: kort, setninger, figurer og filer. Leser bare gjennom
`lesing`.
"""
