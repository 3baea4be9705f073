"""How French writes numbers, where Django's own idea of it is not ours."""

#: The narrow space that does not break, as everywhere in our French.
THOUSAND_SEPARATOR = "\u202f"
