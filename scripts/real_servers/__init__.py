"""Servers by others, run on loopback, that the networks' adapters are tested against."""
