"""Written answers, and which of them suit what somebody said. Pure: no Django, clock or network.

Nothing here sends anything: a person reads, completes and sends.
"""
