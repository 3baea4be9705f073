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
    "body": """
        tete$ bras$ jambe main$ mains$ doigt dos$ ventre$ estomac oeil$ yeux$ peau$ visage levre
        langue$ gorge$ dent$ dents$ cheveu crane$ genou pied$ pieds$ cheville epaule cou$ nez$
        oreille coeur$ poumon sang$ os$ nerf$ poignet hanche front$ machoire gencive paupiere
        cuir$ head$ arm$ arms$ leg$ legs$ hand$ hands$ finger back$ stomach belly eye$ eyes$
        skin$ face$ lip$ lips$ tongue throat tooth teeth hair$ knee foot$ feet$ ankle shoulder
        neck$ nose$ ear$ ears$ chest$ blood$ wrist scalp$ gum$ gums$
    """,
    "symptoms": """
        vomi diarrh fievre nause demang gratt$ gratte$ rougeur rouge$ rouges$ plaque$ plaques$
        bouton$ boutons$ cloque gonfl enfl oedem urticair eczema brulure brule$ brulee irrit
        saign hematom bleu$ ecchymo fractur casse$ foul entors luxat boit$ boite$ vertige
        malaise tremble palpit essouffl etouff suffoqu respir$ respire$ respirer paraly engourd
        evanou inconscien convuls migraine mal$ maux$ douleur crampe colique infect pus$ suint
        contus suture points$ platre attelle sick$ ill$ vomit fever itch rash hives swell
        swollen blister burn$ burnt burned bleed bled$ bruis broke$ sprain dizzy faint$ fainted
        collaps choke choking breath numb$ seizure pain$ painful cramp infected stitches limp$
        limping unconscious
    """,
    "medical": """
        hopital urgences$ samu$ pompier ambulanc medecin docteur pediatr dermato dentiste
        ophtalmo infirm pharmac clinique chirurg operat ordonnance medicament traitement antibio
        cortiso antihist epipen adrenalin perfusion radio$ scanner irm$ antipoison centre$
        arret$ certificat prise$ veterin hospital doctor gp$ nurse er$ paramedic ambulance
        surgeon surgery clinic vet$ medic antibiotic steroid antihistamin emergency
    """,
    "allergens": """
        allerg intoler gluten coeliaq arachide cacahuet noix$ noisett lactose lait$ crustac
        sesame soja oeuf$ oeufs$ anaphyl celiac peanut nut$ nuts$ dairy shellfish soy$ egg$
        eggs$
    """,
    "foreign_bodies": """
        cheveu$ poil$ verre$ metal vis$ clou$ plastique insecte mouche$ ver$ vers$ larve asticot
        cafard blatte souris$ rat$ rats$ moisi moisissure pourri avarie perime date$ listeria
        salmonel rappel$ lot$ cru$ crue$ rose$ hair$ glass$ metal$ screw$ plastic bug$ bugs$
        fly$ worm maggot roach cockroach mouse$ mice$ mold mould rotten spoiled expired raw$
        undercooked pink$ recall batch$
    """,
    "fire": """
        feu$ flamme fume$ fumee incend bruler brule$ etincel crame roussi fondu fond$ surchauff
        chauff chaud$ brulant explos explose pete$ eclat court$ circuit$ disjonct electr
        decharg$ decharge jus$ courant$ prise$ cable$ batterie chargeur gaz$ fuite$ odeur sent$
        monoxyde detecteur alarme fire$ flame smok burn spark melt hot$ overheat explod blew$
        shock$ socket cable wire$ wires$ battery charger gas$ leak smell carbon$ detector alarm$
    """,
    "collapse": """
        tombe$ tomber$ tombee$ tombes$ chute$ glisse$ glissa glissant ecroul effondr plafond
        tuile balcon rambarde garde$ echafaud echelle escalier marche$ ascenseur coince bloque$
        enferme casse$ fissur craqu lache$ lacher$ decroch detach basculer bascul renvers fall$
        fell$ fallen slip$ slipped collaps ceiling roof$ balcony railing scaffold ladder stair
        lift$ elevator stuck$ trapped locked$ crack loose$ tipped
    """,
    "vehicle": """
        voiture camion$ camionn bus$ car$ moto$ scooter velo$ trottinett train$ tram$ chauffeur
        conducteur livreur frein pneu$ pneus$ roue$ roues$ volant moteur airbag ceinture
        accident percut ecrase renverse doubl$ vitesse feu$ rouge$ autorout route$ trottoir
        passage$ pieton truck van$ bike$ driver brake tyre tire$ tires$ wheel engine seatbelt
        crash hit$ speeding road$ pavement pedestrian
    """,
    "child": """
        enfant$ enfants$ bebe$ bebes$ fils$ fille$ fillette gamin gosse$ petit$ petite$ mineur
        eleve creche maternel ecole$ nourrisson ado$ ados$ neveu niece mois$ ans$ child children
        kid$ kids$ baby toddler son$ daughter minor$ pupil school nursery teen months$ old$
    """,
    "frail": """
        mere$ pere$ maman$ papa$ mamie papi$ grand$ parents$ agee$ age$ vieille vieux$ enceinte
        grossesse malade$ senile alzheim residen patient$ patiente$ mum$ mom$ dad$ grandm grandf
        elderly pregnan resident wife$ husband mari$ femme$ collegue chien$ chat$ dog$ cat$
    """,
    "violence": """
        frapp tape$ tapee$ gifl pouss$ pousse$ coup$ coups$ bagarr batt$ battu agress menac
        etrangl poign couteau arme$ fusil pistolet violent violence viol$ violee attaqu suiv$
        suivi$ suivie$ harcel poursui insult crach hurl tuer$ tue$ mort$ mourir creve suicid
        finir$ disparait disparaitre sauter$ bombe$ exploser vengeance punch slap$ slapped shove
        push$ pushed beat$ beaten attack threat strangl stab$ knife gun$ weapon rape$ assault
        follow stalk harass spit$ kill die$ dying dead$ bomb$
    """,
    "courts": """
        police$ policier gendarm commissar plainte$ plaintes$ proces$ verbal$ pv$ main$
        courante$ depose deposer tribunal avocat juge$ justice$ procureur huissier assign
        convocat mise$ demeure$ recommand mediateur conciliat juridi penal$ prudhom dgccrf ddpp$
        inspect controle$ amende infract illegal illicite interdit loi$ lois$ article$ code$
        poursui attaquer saisir$ saisi$ signal$ signaler association$ consommat ufc$ fraud
        escroq faux$ fausse$ contrefac plagi lawyer solicitor attorney court$ judge lawsuit sue$
        suing legal law$ laws$ complaint ombudsman trading$ standards$ scam counterfeit report$
        reported small$ claims$ hse$ inspector notice$ liab prosecut formal
    """,
    "account": """
        compte$ comptes$ mot$ passe$ identifiant connexion connect$ connecter pirat hack vol$
        vole$ usurp identit carte$ bancaire$ bancaires$ iban$ rib$ prelev debit paiement$ fraud
        sms$ mail$ mails$ phish faux$ code$ codes$ acces account password login log$ stolen
        identity card$ bank$ charge charged payment access$ details$ someone$
    """,
    "privacy": """
        donnees$ rgpd$ cnil$ confident personnel$ personnelles$ fichier$ dossier$ liste$ base$
        fuite$ diffus publi partag envoye$ transmis adresse$ telephone$ numero$ nom$ noms$
        photo$ photos$ video$ camera film$ filme enregistr consent autoris accord$ effac supprim
        droit$ oubli$ autre$ client$ clients$ patient visible expose gdpr$ data$ privacy
        confidential personal file$ files$ list$ leak breach shared$ published sent$ address$
        phone$ number$ name$ names$ picture recorded permission delete erase$ other$ customer
        customers$ exposed
    """,
    "groups": """
        arabe maghreb noir$ noire$ noirs$ noires$ africain asiat chinois juif juive juifs
        musulman islam voile$ voilee foulard hijab croix$ kippa rom$ roms$ gitan etranger immigr
        migrant origine couleur$ accent$ prenom$ gay$ gays$ homo$ homos$ homosex lesbien trans$
        transgen bi$ lgbt pd$ couple$ handicap fauteuil roulant$ aveugle malvoy sourd malentend
        autis trisom obes gros$ grosse$ femme$ femmes$ fille$ filles$ enceinte vieux$ seniors$
        jeunes$ arab$ african asian black$ white$ jewish jew$ muslim headscarf turban immigrant
        foreign lesbian queer disab wheelchair blind$ deaf$ fat$ overweight woman women girl$
        girls$ pregnan race$ religio ethnic
    """,
    "refusal": """
        refus refoul interdit empech dehors$ sorti$ sortir$ laisse$ entrer$ entree$ accept
        discrimin racis xeno homopho sexis misogyn antisem islamopho transpho grossopho validis
        difference traite$ traites$ traitee comme$ blague$ blagues$ remarque$ remarques$ moqu
        rire$ singe$ regard$ fesses$ seins$ sexuel attouch toucher$ touche$ propos$ deplace$
        obscen salace denied turned$ away$ kicked thrown$ out$ discriminat treated$ joke$ jokes$
        mock laugh monkey$ comment$ comments$ grope touch inappropriate sexual leer slur$
    """,
    "media": """
        journalis redact reporter report$ reportage enquete$ interview interroge temoign
        article$ articles$ papier$ sujet$ parution publier$ bouclage antenne$ direct$ emission
        plateau radio$ radios$ tele$ television chaine$ presse$ magazine quotidien hebdo podcast
        documentaire droit$ reponse$ reaction reagir$ citation citer$ porte$ parole$ communique
        dossier$ attachee accredit journal$ matin$ deadline journalist newsroom editor newspaper
        paper$ broadcast on$ record$ comment$ story$ piece$ quote$ publish airing air$
        documentary spokesperson statement press$ media$ programme
    """,
    "hurry": """
        urgent urgence vite$ immediat immediatement tout$ suite$ maintenant$ aujourd secour
        aide$ aidez$ help$ rappelez appelez$ joindre$ repondez vital$ grave$ gravement danger
        asap$ now$ today$ immediately urgently quickly please$ right$ call$ emergency serious$
        dangerous
    """,
    "thanks": """
        merci mercis remerci gratitude reconnaiss bravo felicit chapeau$ bisou coeur$ longue$
        continuez changez$ continue$ thank thanks$ thx$ cheers$ grateful appreciat kudos congrat
        well$ done$ keep$
    """,
    "very_good": """
        parfait excell genial geniale formidable magnif superb sublime merveill incroyabl
        exception extraordin fantast delici exquis divin$ savour succul regal tuerie bluff
        impecc irreproch nickel top$ topissime perle$ pepite coup$ adore$ adorons adorer ador$
        enchant conquis ravi$ ravie$ ravis$ comble$ heureux heureuse perfect excellent amazing
        awesome fantastic wonderful brilliant outstanding incredible exceptional stunning
        gorgeous delicious divine flawless best$ love$ loved$ delighted thrilled blown$
    """,
    "rather_good": """
        bien$ bon$ bonne$ bons$ bonnes$ beau$ belle$ joli agreable sympa sympath gentil chaleur
        accueillan souri souriant aimable attention ecoute$ conseil professionn serieux$
        serieuse competent efficac rapide rapidement soign propre$ propret calme$ confort
        copieux genereux frais$ fraiche fraicheur qualite satisf content recommand reviend
        reviens reviendr fidele confiance facile pratique solide conforme raisonn correct$
        tient$ good$ nice$ lovely friendly kind$ warm$ helpful attentive professional efficient
        quick fast$ clean$ calm$ comfy comfortable generous fresh quality satisfied happy
        recommend return$ again$ easy$ sturdy reasonable fair$ smooth
    """,
    "very_bad": """
        catastroph desastr horrible affreux atroce abomin ignoble immonde infect infame innomm
        inadmiss inaccept intoler scandal honteu honte$ lamentab deplorab execrab minable
        pitoyab pire$ nul$ nulle$ nuls$ nulles$ zero$ arnaq voleur escro fuir$ fuyez eviter$
        evitez jamais$ plus$ cauchemar degueul degout ecoeur revolt outr$ terrible awful disgust
        appalling dreadful atrocious disgrace shameful shame$ pathetic worst$ nightmare avoid$
        scam ripoff rip$ never$ useless joke$ unacceptable outrageous vile$ hate$
    """,
    "rather_bad": """
        decu deception decev dommage domage bof$ moyen$ moyenne$ moyennement mediocre passable
        mauvais malheureus regrett manque$ manqu souci$ soucis$ probleme defaut defectu panne$
        casse$ cassee abim erreur oubli retard attente attend attendu attends$ long$ longue$
        lent$ lente$ lenteur cher$ chere$ chers$ hors$ bruit$ bruyant sale$ sales$ salete
        poussier odeur froid$ froide$ tiede sec$ seche$ fade$ dur$ dure$ gras$ trop$ petit$
        etroit vieux$ vieill usag vetuste desagre impoli malpol froideur mepris hautain desinvol
        incompet incapab injoign repond rembours annul litige disappoint shame$ average$ bad$
        unfortunate poor$ lack issue$ issues$ problem faulty broken damaged mistake forgot late$
        delay wait waited slow$ expensive pricey overpriced noisy noise$ dirty dusty smell cold$
        dry$ bland hard$ greasy small$ old$ worn$ rude$ unfriendly arrogant incompetent
        unreachable refund cancel wrong$ missing$
    """,
    "but": """
        mais$ cependant toutefois neanmoins pourtant dommage bemol sauf$ hormis malgre seul$
        seule$ quand$ meme$ par$ contre$ but$ however although though$ despite except$ only$
        while$ still$
    """,
    "returns": """
        reviendr reviens$ reviendrai retour$ retourn recommand conseille$ deconseil passez$
        chemin$ foncez courez$ allez$ derniere$ premiere$ fois$ client$ cliente$ depuis$ come$
        back$ return$ recommend again$ elsewhere$ last$ first$ time$ customer$ since$
    """,
    "asks": """
        horaire ouvert$ ouverts$ ouverte$ ouvrez fermez ferme$ parking acces adresse$ telephone
        savoir$ demander question renseign information info$ infos$ expliqu comment$ pourquoi
        quand$ quel$ quelle$ quels$ quelles$ est$ qui$ possible peut$ puis$ acceptez prenez
        faites$ avez$ proposez existe$ hours open$ opening close$ closes wonder know$ ask$ how$
        why$ when$ what$ which$ can$ could$ do$ does$ is$ are$ there$ any$
    """,
    "wants": """
        devis tarif prix$ combien coute$ cout$ budget reserv commander$ commande$ acheter$
        achat$ prendre$ rdv$ rendez creneau dispo$ disponib place$ places$ table$ chambre$ pour$
        personnes$ interess voudrais souhait aimerai$ aimerais cherche$ recherch besoin$ inscri
        adherer louer$ location$ offrir$ cadeau mariage anniversaire evenement groupe$ seminaire
        livrez$ vendez intervenir estimat visite$ essai$ essayer$ quote$ price$ prices$ cost$
        costs$ book$ booking reserve order$ buy$ purchase appointment slot$ available
        availability room$ people$ interested would$ like$ looking$ need$ want$ sign$ join$
        rent$ hire$ gift$ wedding birthday event group$ party$
    """,
    "work": """
        cv$ candidat postul poste$ postes$ stage$ stagiaire alternan apprenti emploi$ embauch
        recrut offre$ annonce lettre$ motivation diplome etudiant licence$ master$ bts$ bac$
        cap$ but$ experience disponib entretien benevol saisonn extra$ cdi$ cdd$ interim temps$
        partiel equipe$ rejoindre job$ jobs$ boulot$ travail$ travailler$ resume$ application
        apply applying vacancy hiring hire$ internship intern$ position role$ degree student
        volunteer apprentice graduate team$ join$ work$ working$ attached
    """,
    "lures": """
        gagne$ gagner$ gagnez argent$ revenu$ revenus$ crypto bitcoin trading trader investi
        rendement rentab followers abonnes$ likes$ vues$ visibilite seo$ referenc backlink
        agence$ marketing partenari promo$ promotion reduction gratuit offert$ cadeau$ iphone
        pret$ prets$ credit$ taux$ marabout medium$ voyan$ voyance envout amour$ affectif
        whatsapp telegram contactez ecrivez mp$ dm$ lien$ bio$ clique cliquez profil$ verifier$
        confirmer$ suspend desactiv violation copyright support$ casino loterie bonus$ paris$
        iptv abonnement$ rencontre sexy nue$ viagra perdre$ poids$ kg$ regime$ miracle
        formation$ secret$ methode earn$ money$ income forex invest profit views$ rank$ ranking
        agency$ guest$ post$ promote free$ win$ winner prize loan loans$ psychic spell$ contact$
        link$ click$ verify$ lottery betting dating singles weight$ course$
    """,
    "slurs": """
        connard connass conard cona conne connerie salop salau encul enfoir batard pute$ putes$
        putain fdp$ ntm$ nique niqu pd$ pede$ tapette gouine bougnoul negro youpin bouffon
        abruti cretin debile imbecil idiot stupide clown tocard minable nullos raclure ordure
        pourritur merde$ merdes$ merdeu merdiq creve$ crevez gueule$ con$ cons$ tdc$ bande$
        sale$ sales$ gros$ grosse$ vieux$ vieille bouffonn guignol charlot charogn parasite
        vermine porc$ porcs$ chien$ chienne truie$ mongol attard triso taré tare$ tares$
        degenere fils$ allez$ va$ casse$ voleur$ voleurs$ raté rate$ rates$ asshole arsehole
        bastard bitch cunt$ dick$ dickhead fuck fucking fck stfu moron stupid dumb imbecile
        scum$ shit twat wank loser trash$ pig$ pigs$ piece$ retard pathetic
    """,
    "second": """
        vous$ vos$ votre$ te$ ta$ ton$ toi$ tes$ you$ your$ u$ ur$ yours$
    """,
    "first": """
        je$ j$ mon$ ma$ mes$ moi$ nous$ notre$ nos$ on$ i$ my$ me$ we$ our$ us$ mine$
    """,
    "past": """
        suis$ etais ai$ avais avons$ ete$ eu$ eus$ fait$ pris$ commande$ achete recu$ recue$
        paye$ appele ecrit$ alle$ allee$ venu$ venue$ mange$ dormi$ was$ were$ had$ did$ got$
        went$ came$ ordered bought received paid$ called ate$
    """,
    "future": """
        vais$ allons$ va$ sera$ serai$ serons$ ferai viendr pourr prochain demain$ semaine$
        bientot lundi$ mardi$ mercredi$ jeudi$ vendredi$ samedi$ dimanche$ will$ going$ next$
        tomorrow soon$ monday tuesday wednesday thursday friday saturday sunday
    """,
    "polite": """
        bonjour bonsoir salut$ madame monsieur cordial salutation avance$ svp$ plait$ pourriez
        pouvez serait$ auriez bonne$ journee hello hi$ dear$ regards sincerely please$ could$
        would$ kind$ kindly thanks$ advance$
    """,
    "waiting": """
        attend attente heure$ heures$ minute jour$ jours$ semaine$ semaines$ mois$ retard
        toujours$ encore$ depuis$ pas$ recu$ livr relance rappel silence reponse aucune$
        nouvelle$ nouvelles$ wait hour$ hours$ day$ days$ week weeks$ month late$ still$ yet$
        since$ deliver chase chased reply response no$
    """,
    "money": """
        euro euros$ eur$ prix$ cher$ chere$ tarif paye$ payer$ paie$ facture$ factur rembours
        argent$ somme$ frais$ gratuit arnaq promo$ reduction avoir$ acompte dollar pound price$
        cost$ pay$ paid$ invoice bill$ charged refund money$ fee$ fees$ deposit discount
        expensive cheap
    """,
    "world": """
        ministre gouvern macron president senat depute election vote$ politiq match$ but$
        equipe$ ligue$ psg$ om$ film$ serie$ saison$ album$ concert$ chanson musique meteo
        pluie$ soleil$ neige$ actu$ actualite rt$ tweet monde$ pays$ france$ guerre$ climat
        minister government game$ league movie album song$ weather rain$ sun$ news$ world$
        country war$ climate
    """,
}
