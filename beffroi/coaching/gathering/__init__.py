"""Reads the facts of one workspace from the apps below: a fixed number of queries, however much.

What lies in Beffroi is known. What is not there is known to be absent once a workspace is four
weeks old; before, it is unknown: people begin with one thing, not with all.
"""
