"""Beffroi steers a small company's social networks in fifteen minutes a day."""

__version__ = "0.1.0"
