"""Whether a term reads as somebody's name: by usual given names in French and English. Pure.

A term of a given name and one more word that names ("Emmanuel Dupont") reads as a person, whatever
its capitals. Two capitalized words alone do not: they are most often a house ("Institut Curie").
"""

from __future__ import annotations

from beffroi.matching.common import COMMON
from beffroi.matching.folding import fold

#: Folded. Left out: what is rather a word or a family's ("rose", "claire", "martin").
_NAMES = frozenset(
    fold(
        """
    adam adele adrien agathe agnes ahmed alain alan alban albert alex alexandra alexandre alexis
    alice alicia aline alison amandine amelie amina amy ana anais andre andrea andrew angela
    angelique anita ann anna anne annick annie anthony antoine antonio arnaud arthur ashley
    audrey aurelie aurelien aurore axel ayoub baptiste barbara bastien beatrice ben benjamin
    benoit bernadette bernard bertrand brian brigitte bruno camille carine carla carlos carol
    caroline catherine cathy cecile cedric celine chantal charles charlotte chloe chris
    christelle christian christiane christine christophe christopher clara clarisse claude
    claudine clement clotilde colette corinne cyril damien daniel daniele danielle david deborah
    delphine denis denise diane didier dominique donald dylan eddy edith edouard edward elena
    eleonore elisa elisabeth elise elizabeth ella elodie eloise emilie emily emma emmanuel
    emmanuelle enzo eric erica estelle esther ethan etienne eva evelyne fabien fabienne fabrice
    farid fatima fatou felix fernand fernando florence florent florian francis franck francois
    francoise frank fred frederic frederique gabriel gabrielle gael gaelle gaetan genevieve
    george georges gerald gerard gilbert gilles ginette giovanni gregory guillaume gustave guy
    hamza hannah hans hassan helen helene henri henry herve hicham hubert hugo ibrahim ines
    irene isabelle ismael ivan jack jacob jacqueline jacques james jamila jane janine jason
    javier jean jeanne jeff jennifer jenny jeremy jerome jessica jim joan joel joelle joffrey
    johanna john jonathan jordan jorge jose joseph josephine joshua josiane juan judith jules
    julia julian julie julien juliette justin justine kamel karim karine karl kate katherine
    kelly ken kevin khadija khalid kylian laetitia lara larry laura laure laurence laurent lea
    leila leo leon leonard leonie liam lilian liliane lina linda lionel lisa loic lola louis
    louise luc luca lucas lucie lucien lucienne ludovic luis luke lydia lydie madeleine mael
    magali malik manon manuel marc marcel marco margaret margaux marguerite maria marianne marie
    marina marine marion maryse mateo mathias mathieu mathilde matthew matthias matthieu maud
    maurice max maxime medhi megan mehdi melanie melissa melvin michael michel michele micheline
    michelle miguel mike mohamed mohammed monique morgane mustapha myriam nabil nadege nadia
    nadine nancy natacha nathalie nathan nathanael nicolas nicole nina noah noe noemie nora
    norbert odette odile olga oliver olivia olivier omar oscar pamela pascal pascale patricia
    patrick paul paula paulette pauline pedro peter philip philippe pierre quentin rachel rachid
    raphael raymond raymonde rebecca regine regis remi remy renaud rene renee richard robert
    roberto robin roger roland romain romane ronald ruben ryan sabine sabrina said salma
    samantha samia samir samuel sandra sandrine sara sarah scott sean sebastien serge severine
    sharon simon simone sofia sofiane solange sonia sophia sophie stephane stephanie stephen
    steve steven suzanne sylvain sylvie tanguy tatiana theo theodore theresa therese thibault
    thierry thomas tiffany tim timothee tom tony ugo valentin valentine valerie vanessa
    veronique victor vincent virginie viviane walter wendy wilfried william xavier yacine yann
    yannick yasmine yoann youssef yvan yves yvette yvonne zinedine zoe
        """
    ).split()
)
#: A handle may be made of both names.
_APART = str.maketrans(dict.fromkeys("-_@", " "))
#: After a saint comes a place, a feast or a house: “rue Saint-Pierre”.
_SAINTS = frozenset({b"saint", b"sainte", b"st", b"ste"})


def reads_as_person(term: str) -> bool:
    """Tell whether a given name is followed by another word, in one term."""
    words = fold(term.translate(_APART)).split()
    pairs = zip([b"", *words], words, words[1:], strict=False)
    return any(
        word in _NAMES and before not in _SAINTS and after not in COMMON
        for before, word, after in pairs
    )
