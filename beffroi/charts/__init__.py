"""Charts drawn by the server: geometry in Python, one set of templates for page, mail and PDF.

Nothing here knows Django, nor what is measured: labels and written numbers come in as texts.
"""
