"""Døren: det som står mellom nettleseren og Streamlit."""
