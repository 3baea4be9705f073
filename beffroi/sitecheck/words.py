"""By which words a page is known to speak of something, in French and in English. Pure, bounded."""

from __future__ import annotations

import re

_I = re.IGNORECASE
LEGAL = re.compile(
    r"mentions?[\s_/-]{0,3}l[ée]gales?|(?:infos?|informations?|notice|avis)[\s_-]{0,3}l[ée]gale?s?"
    r"|legal[\s_-]{0,3}(?:notice|information|mentions?)|impressum|imprint|avis juridique",
    _I,
)
CONTACT = re.compile(
    r"\bcontact|nous[\s_-]{0,3}(?:trouver|joindre|[ée]crire)|acc[èe]s|horaires|coordonn[ée]es", _I
)
NEWSLETTER = re.compile(
    r"newsletter|infolettre|lettre[\s_-]{0,3}d.{1,6}information|mailing.?list|e?-?news\b"
    r"|(?:inscri\w{1,8}|abonne\w{1,8}|subscribe|sign up)\b.{0,60}(?:lettre|mail|news|nouvelles)",
    _I,
)
NEWSLETTER_HOSTS = re.compile(
    r"list-manage\.com|sibforms\.com|mailchimp|brevo\.com|mailpoet|sendinblue|mailjet|klaviyo"
    r"|substack\.com",
    _I,
)
REVIEWS = re.compile(
    r"\b(?:vos |nos |les |leurs )?avis\b(?!.{0,3}(?:de confidentialit|juridique|l[ée]ga))"
    r"|\breviews?\b|testimonials?|t[ée]moignages?|livre d.or\b",
    _I,
)
CHARTER = re.compile(
    r"charte\b(?!.{0,6}graphique)|nos engagements|our commitments|community guidelines"
    r"|promesse de r[ée]ponse",
    _I,
)
STREET = re.compile(
    r"\b\d{1,4}(?:\s?(?:bis|ter))?,?\s(?i:rue|avenue|av\.|bd|boulevard|place|chemin|route|quai"
    r"|impasse|all[ée]e|cours|square|passage|faubourg|chauss[ée]e)\s\S"
    r"|\b\d{1,5}\s(?:\w{1,20}\s){1,3}(?i:street|road|lane|avenue|drive|square)\b"
    r"|\b(?i:rue|avenue|chauss[ée]e|place|boulevard)\s[^\n,\d]{2,50}\s\d{1,4}\b"
    r"|\b(?:F-|B-)?\d{5}\s[A-ZÉÈÎ][\w’'-]{2,30}"
    r"|\b[A-Z]\d[A-Z]\s?\d[A-Z]\d\b"
)
PHONE = re.compile(
    r"(?<![\d+])(?:(?:\+|00)33[\s.-]?(?:\(0\))?|0)[1-9](?:[\s.-]?\d{2}){4}(?!\d)"
    r"|(?<![\d+])(?:(?:\+|00)32[\s.-]?|0)[1-9]\d{0,2}(?:[\s./-]?\d{2,3}){3}(?!\d)"
    r"|(?<![\d+])(?:\+1[\s.-]?)?\(?[2-9]\d{2}\)?[\s.-]\d{3}[\s.-]\d{4}(?!\d)"
)
MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,60}@[\w-]{1,60}(?:\.[\w-]{1,40}){1,3}")
HOURS = re.compile(
    r"\bhoraires\b|heures d.ouverture|opening (?:hours|times)|\bouvert\w{0,2}\s(?:du|de|tous|le)\b"
    r"|\bopen (?:from|daily|every|mon|tue)"
    r"|\b(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|monday|tuesday|wednesday|thursday"
    r"|friday|saturday|sunday)\b[^\n]{0,40}?\b\d{1,2}\s?(?:h\b|h\d|:\d\d|am\b|pm\b)",
    _I,
)
PARKED = re.compile(
    r"domain (?:name )?(?:is|may be) (?:for sale|parked)|buy this domain|parked (?:free|domain)"
    r"|domaine (?:est )?[àa] vendre|ce domaine est (?:parqu|r[ée]serv)"
    r"|nom de domaine (?:a [ée]t[ée] |est )?(?:r[ée]serv[ée]|enregistr[ée]|d[ée]pos[ée])",
    _I,
)
BUILDING = re.compile(
    r"(?:site|page)[^.\n]{0,30}en (?:cours de )?(?:construction|maintenance|travaux)"
    r"|under construction|coming soon|launching soon|ouvre bient[ôo]t"
    r"|bient[ôo]t (?:disponible|en ligne)",
    _I,
)
