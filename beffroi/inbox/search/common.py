"""Words that stand in most messages and say nothing of what they are about. Pure."""

from __future__ import annotations

_FRENCH = """
a ai aie aient ait as au aux avec avez avons c ca car ce ceci cela celle ces cet cette ceux chez
comme d dans de des donc dont du elle elles en es est et etaient etait etes etre eu eux fut il ils
j je jusqu l la le les leur leurs lors lorsqu m ma mais me meme mes moi mon n ne ni nos notre nous
on ont ou par parce pas pour puisqu qu quand que quel quelle quelles quels qui quoi quoiqu s sa
sans se ses si soit son sont sous suis sur t ta te tes toi ton tres tu un une vos votre vous y
"""
_ENGLISH = """
am an and are at be been but by can did do does for from had has have he her his how i if in is it
its me my no not of on or our re she so than that the their them there they this to us ve was we
were what when which who why will with you your
"""
COMMON = frozenset((_FRENCH + _ENGLISH).split())
