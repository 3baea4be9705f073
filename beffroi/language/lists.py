"""Words that weigh by what they name, written by hand: stems, folded, by what they are a sign of.

A stem stands for every word that begins with it; one that ends in "$" for that word alone. They are
signs and no verdicts: the heads learn what each is worth beside the rest of a text.
"""

from __future__ import annotations

NEGATIONS = """
    ne n pas jamais rien aucun aucune ni sans plus guere nul nulle personne peu
    not no never don didn isn wasn doesn won can cannot couldn wouldn aren weren hasn haven
    nothing nobody without hardly neither nor
"""

STEMS = {
    "health": """
        malade$ malades$ maladie vomi intoxic empoison allerg anaphyl urticaire gonfle
        oedem demange irritat infect microb bacter salmonel listeri moisi asticot cafard
        souris$ rats$ puces$ punaise gastro diarrh nausee fievre hopital hospital
        urgences$ samu$ pompier ambulanc medecin blesse blessure saign coupure brulure
        brulee$ brule$ fractur cass$ evanoui malaise etouff avale douleur plaque$
        boutons$ rougeur pharmacov effets$ secondaire contamin rappel$ perime sick$
        vomit poison allerg rash$ swollen hospital doctor injur bleed burned$ burnt$
        infect mold mould cockroach bedbug maggot choke choking nause fever ambulance
        contamin expired$
    """,
    "safety": """
        danger incendi fumee$ flamme feu$ gaz$ monoxyde explos electrocut electris
        court$ surchauff etincel fissur effondr ecroul frein$ freins$ airbag securit
        menac agress frappe violen arme$ couteau tuer$ tueur mort$ mineur enfants$
        fillette gamin noyad noyer chute$ tombe$ tombee$ glissant coince enferme disparu
        suicid harcel viol$ touche$ attouch alcoolis fire$ smoke$ flame gas$ explod
        explos electrocut shock$ brake threat attack assault violen weapon knife kill
        unsafe danger collapse drown child$ kids$ trapped missing$
    """,
    "law": """
        avocat plainte$ plaintes$ porter$ gendarm police$ commissar procureur tribunal
        justice$ juridi huissier demeure$ mise$ dgccrf prefectur repression fraude$
        fraud escroc arnaqu mediateur poursui proces$ penal assign contrefac illegal
        loi$ legal litige prudhom inspection lawyer attorney solicitor court$ sue$ suing
        lawsuit police$ legal prosecut trading$ ombudsman illegal fraud scam
    """,
    "data": """
        rgpd$ cnil$ donnees$ personnelles$ pirate piratage hack fuite$ fuiter
        identifiant passe$ coordonnees$ confidentia usurp phishing hameconn iban$
        bancaire$ debit prelev compte$ comptes$ adresse$ dossier$ fichier camera filme
        photo$ supprim effacer$ gdpr$ privacy personal$ data$ leak breach password
        hacked phish account$ identity$ stolen
    """,
    "discrimination": """
        racis raciste xenophob homophob transphob sexis misogyn antisemit islamophob
        discrimin arabe noir$ noire$ noirs$ juif juive musulman voile$ foulard gay$
        lesbien trans$ handicap fauteuil pmr$ aveugle sourd autis origine$ couleur$
        peau$ accent$ refuse$ refoul insulte grossophob enceinte main$ fesses$ remarque$
        harcel racis sexis homophob transphob antisemit discriminat disab wheelchair
        blind$ deaf$ hijab black$ muslim jewish gay$ trans$ harass grope slur$
    """,
    "press": """
        journalis redacteur redactrice redaction reportage enquete$ interview temoignage
        article$ bouclage parution antenne$ emission$ radio$ television presse$
        magazine$ tele$ podcast reaction$ reagir documentaire journalist reporter
        newsroom editor deadline broadcast interview press$ story$ comment$
    """,
    "insult": """
        connard connasse conard conasse connerie salope salopard salaud salop encul
        enfoire batard pute$ putes$ fdp$ ntm$ nique pd$ pede tapette gouine bougnoul
        negro youpin bouffon abruti cretin debile imbecile idiot clown tocard minable
        raclure ordure$ pourriture merde$ merdique degage creve$ crevez ferme$ gueule$
        honte$ incapable bon$ rien$ cons$ con$ conne$ tdc$ bande$ asshole bastard bitch
        cunt$ dick$ fuck idiot moron scum$ shit twat wanker loser clown trash
    """,
    "spam": """
        gagne gagnez argent$ revenu crypto bitcoin trading invest followers$ abonnes$
        likes$ seo$ referenc backlink promo$ offre$ pret$ credit$ marabout medium$
        voyant retour$ affectif whatsapp telegram inbox$ dm$ lien$ cliquez clique
        verifier$ suspendu desactiv copyright communaute$ violation casino loterie
        gratuit iptv rencontre sexy viagra earn$ money$ crypto bitcoin invest forex
        followers$ seo$ backlink loan$ click$ link$ verify suspended copyright casino
        lottery whatsapp telegram dating sexy promote promotion collab
    """,
    "application": """
        cv$ candidat postul stage$ stagiaire alternance apprenti emploi$ embauch recrut
        lettre$ motivation diplome bts$ bac$ cap$ dispo experience$ benevol saisonn
        resume$ application apply applying vacancy hiring internship job$ jobs$
        position$ experience$ volunteer apprentice
    """,
    "lead": """
        devis reserv commander$ acheter$ rdv$ rendez dispo$ disponib tarif prix$ combien
        creneau souhaiterai voudrai aimerai interesse besoin cherche recherche estimat
        inscri table$ couverts$ quote$ book$ booking$ appointment price$ prices$ buy$
        order$ available interested looking$
    """,
    "good": """
        merci bravo super$ top$ parfait excell genial formidable magnifi delici savour
        succul recommande ravi$ ravie$ satisfait content$ contente$ adorable accueillant
        chaleureux sympa gentil souriant attentionn professionnel impecc nickel regal
        sublime merveill incroyable agreable efficace rapide$ soigne$ qualite$ plaisir
        bonheur coeur$ felicit reactif serieux$ competent propre$ confort beau$ belle$
        bon$ bonne$ bien$ adore aime$ mieux$ great$ excellent perfect amazing awesome
        lovely friendly delicious recommend happy thank thanks$ brilliant fantastic
        wonderful helpful best$ love$ loved$ good$ nice$ clean$ quick
    """,
    "bad": """
        nul$ nulle$ nuls$ decu decevant deception mauvais mediocre horrible catastroph
        scandal honteu inadmissible inaccept lamentable pire$ deplorable execrable
        infect degueu sale$ crade puant froid$ froide$ casse$ cassee$ abim defectueu
        panne$ retard$ attente$ attend jamais$ toujours$ aucun probleme souci$ erreur$
        perdu perdue$ manqu rembours arnaqu vol$ voleur cher$ chere$ abus fuir$ eviter$
        desagreable impoli mepris arrogant incompet froideur bof$ moyen$ moyenne$
        dommage regret marre$ ras$ colere enerv bruyant lent$ lente$ dur$ sec$ fade$
        immangeable regrett malheureus bad$ worst$ terrible awful horrible poor$ rude$
        dirty$ cold$ late$ broken refund never$ waste disappoint disgust slow$ expensive
        overpriced useless avoid$ unhappy ruined missing$ wrong$
    """,
}
