"""What every figure means, and how it is computed. Pure: no Django, HTTP, clock or chance.

Nothing here reads a table or writes a page: counts come in, figures go out.
"""
