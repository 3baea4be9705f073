"""Commands for people who change Beffroi; the Makefile is their index."""
