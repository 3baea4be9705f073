"""How mature a company is on social networks: pure scores on facts and answers.

A package beside `strategy/rules.py`, which holds goals: ten dimensions with their parts, what
studies say and what to do next are more than a file holds. `rules.measure` brings all together.
"""
