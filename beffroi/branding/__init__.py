"""How an agency looks where its clients read: name, logo, colour, sender of mails."""
