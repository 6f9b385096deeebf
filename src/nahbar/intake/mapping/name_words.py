"""Words around a name: salutations, titles, legal forms, particles, frequent given names."""

import re

from nahbar.intake.mapping.fields import words

SALUTATIONS = {
    "mr": "herr|herrn|hr|hr.|hrn.|mr|mr.|mister|monsieur|m.|signor|sig.|sir|m|männlich|maennlich|male|mann|man",
    "ms": "frau|fr|fr.|frl|frl.|fräulein|mrs|mrs.|ms|ms.|miss|madame|mme|mme.|signora|w|f|weiblich|female|woman|madam|dame",
    "family": "familie|fam|fam.|family|eheleute|ehepaar|herr und frau|frau und herr|herr & frau|"
    "herrn und frau|hr. und fr.|fr. und hr.|mr and mrs|mr. and mrs.|mr & mrs|herr u. frau|herr/frau",
    "company": "firma|fa|fa.|company|unternehmen|organisation|organization|verein|an die|herren",
    "neutral": "divers|d|mx|mx.|nonbinary|non-binary|x|other|keine anrede|neutral|diverse",
}
SALUTATION_CODES = {word: code for code, line in SALUTATIONS.items() for word in line.split("|")}
# In front of a full name only whole words count: a lone "M" or "D" there is an initial.
LEADING_SALUTATIONS = {w: c for w, c in SALUTATION_CODES.items() if len(w) > 2 or w in {"hr", "fr", "mr", "ms", "fa"}}  # fmt: skip

PERSON_KINDS = {
    "person": "person|privat|privatkunde|privatperson|private|individual|b2c|consumer|p|natürliche person|"
    "endkunde|kontakt|contact|einzelperson|endverbraucher",
    "organisation": "organisation|organization|firma|firmenkunde|geschäftskunde|gewerbe|gewerblich|company|"
    "business|b2b|unternehmen|g|juristische person|verein|händler|wiederverkäufer|gmbh|großkunde|behörde|"
    "gewerbekunde|geschäftlich|corporate|dealer|reseller",
    "household": "haushalt|household|familie|family|ehepaar",
}
PERSON_KIND_CODES = {word: code for code, line in PERSON_KINDS.items() for word in line.split("|")}

STAGES = {
    "prospect": "interessent|lead|prospect|neu|new|open|offen|subscriber|opportunity|marketingqualifiedlead|"
    "salesqualifiedlead|potentiell|potenziell|anfrage|in progress|in bearbeitung|connected|"
    "attempted to contact|open deal|marketing qualified lead|sales qualified lead|unqualified|kaltkontakt",
    "customer": "kunde|customer|aktiv|active|bestandskunde|stammkunde|ja|yes|evangelist|client|true|1|"
    "neukunde|mitglied|member|wahr|regular|premium",
    "former": "ehemalig|ehemaliger kunde|former|inaktiv|inactive|gekündigt|verloren|lost|churned|ex-kunde|"
    "nein|no|false|0|gesperrt|stillgelegt|altkunde|archiviert|archived|gelöscht|falsch|disabled|ausgetreten",
}
STAGE_CODES = {word: code for code, line in STAGES.items() for word in line.split("|")}

TITLE = re.compile(
    r"(?:(?:o\.|ao\.|em\.|a\.o\.)?\s?univ\.?-?\s?prof|prof|professor|hon\.?-?prof|fh-prof|doz|priv\.?-?doz|pd|"
    r"ddr|dr|dres|drs|mag|mmag|dipl|di|dipl\.?-?\s?\S+|ing|lic|bakk|doktor|magister|magistra|"
    r"komm\.?-?rat|kommr|kr|hr\.?at|hofrat|techn\.?\s?rat|ökr|mr|omr|med\.?\s?rat|bm|bgm|lagabg|nrabg|"
    r"dipl\.?-?(?:ing|kfm|kffr|inf|päd|psych|phys|chem|volksw|betriebsw))(?:in|in\.|a|a\.)?\.?",
    re.IGNORECASE,
)
# What belongs to the title before it: "Dr. med. univ.", "Mag. (FH)", "Dr. h. c."
TITLE_TAIL = re.compile(
    r"(?:med|univ|dent|vet|iur|jur|phil|techn|rer|nat|pol|oec|soc|theol|ing|phys|chem|mont|agr|art|pharm|"
    r"habil|mult|h\.?\s?c|e\.?\s?h|hc|eh|c|h|et|utr|arch|disc|publ|sc|mus)\.?|\((?:fh|univ|ba|eth|tu|h)\)",
    re.IGNORECASE,
)
SUFFIX = re.compile(
    r"(?:e?mba|llm|ll\.?\s?m|llb|ll\.?\s?b|msc|m\.?\s?sc|bsc|b\.?\s?sc|b\.?\s?a|m\.?\s?a|ba|ma|bed|b\.?\s?ed|"
    r"med|m\.?\s?ed|mas|mag|phd|ph\.?\s?d|mph|dba|m\.?\s?eng|b\.?\s?eng|beng|meng|mpa|mbl|mib|cpa|cfa|md|m\.?d|"
    r"akad\.?\s?\S*|jr|sr|jun|sen|junior|senior|ii|iii|iv|msd|mtd|bkk|bakk|bphil|mphil|m\.?\s?res|esq|cse|"
    r"mim|mba\.?|dipl\.?-?\S*|\((?:fh|univ|ba|eth|wu|tu)\)|\(?oec\.?\)?)\.?",
    re.IGNORECASE,
)
PARTICLES = frozenset(
    words(
        "von van vom zu zum zur de del della der den di da dos du la le ten ter auf af av und y e dem "
        "el al bin ibn mac zu's von't",
        " ",
    )
)
# Legal forms without points. The short ones are words or initials too: written as is, not in front.
LEGAL_FORMS = frozenset(
    words(
        "gmbh gesmbh gmbb mbh ohg keg gbr kgaa ltd limited inc llc llp plc corp corporation sarl srl kft zrt aps "
        "stiftung verein verband genossenschaft gesellschaft kommanditgesellschaft aktiengesellschaft partg "
        "partgmbb ev ek eu sro doo spzoo",
        " ",
    )
)
SHORT_LEGAL_FORMS = frozenset(
    words("AG KG OG OEG eG Gen SE UG Co AB Oy OY BV NV SpA SA AS eU eV eK e.U. e.V. e.K.", " ")
)
_SPACED_FORM = re.compile(
    r" (?:e [uvkg]|ges m ?b ?h|s r o|d o o|sp z ?o ?o|s a r ?l|s p a|b v|n v|& co) "
)
ORGANISATION_WORDS = frozenset(
    words(
        "autohaus gasthof gasthaus hotel restaurant pension apotheke bäckerei fleischerei metzgerei tischlerei "
        "schlosserei installateur friseur café cafe bank sparkasse gemeindeamt stadtgemeinde marktgemeinde gemeinde "
        "pfarre pfarramt schule volksschule gymnasium universität kindergarten krankenhaus klinikum feuerwehr verlag "
        "buchhandlung versicherung finanzamt magistrat ordination kanzlei rechtsanwälte steuerberatung werkstatt "
        "sportverein musikverein freiwillige amt ministerium landesregierung firma fa ingenieurbüro malerei gärtnerei "
        "druckerei spedition elektro reisebüro immobilien weingut brauerei shop store group holding solutions systems "
        "services technologies consulting partners associates",
        " ",
    )
)
ORGANISATION_ENDINGS = ("betriebe", "werke", "technik", "handel", "hochbau", "holzbau", "vertrieb", "verein",
                        "verband", "bank", "zentrum", "raiffeisenkasse")  # fmt: skip
GIVEN_NAMES = frozenset(
    words(
        "anna maria eva elisabeth johanna katharina christine monika barbara sabine petra martina andrea claudia "
        "birgit susanne karin manuela silvia gabriele brigitte ingrid renate helga gertrude margarete hannah lena "
        "laura sarah julia lisa theresa magdalena sophie emma mia emilia marie lea nina sandra nicole stefanie "
        "daniela melanie kathrin ursula angelika erika christa heike anja ulrike cornelia doris irene ruth rosa "
        "hannelore franziska verena veronika carina bettina tanja simone anita jutta elfriede hermine clara charlotte "
        "josef johann franz karl peter hans georg thomas michael andreas stefan stephan christian martin markus "
        "wolfgang gerhard günter herbert walter helmut werner manfred alfred ernst rudolf friedrich heinrich anton "
        "alexander david lukas jakob florian maximilian paul felix tobias jonas elias leon noah sebastian daniel "
        "dominik patrick philipp matthias bernhard klaus jürgen robert richard harald roland erich otto leopold kurt "
        "hubert reinhard gottfried norbert oliver rainer ralf uwe jens frank bernd dieter holger jan kevin marco mario "
        "christoph benjamin simon julian fabian marcel raphael gregor valentin moritz emil oskar theo max ben finn "
        "john james william mary patricia jennifer linda elizabeth susan jessica karen george charles joseph edward "
        "ahmed mohammed ali fatima ayse mehmet mustafa ivan ana marija milan dragan jelena nikola zoran giovanni luca "
        "francesca paolo anne jane kate emily jack harry oliver amelia olivia isabella ava ethan mason",
        " ",
    )
)


# Titles and degrees made of letters alone: two plain words with one of them are no plain name.
TITLE_WORDS = frozenset(
    words(
        "prof doz ddr dres drs dr mag mmag dipl ing lic bakk doktor magister magistra hofrat kommr professor "
        "mba emba llm llb msc bsc bed mas phd mph dba beng meng jun sen junior senior md cpa cfa mib mbl mpa "
        "iii akad esq",
        " ",
    )
)


def is_organisation(name: str) -> bool:
    """Whether a name says by its legal form or its words that it is no person's.

    A word of trade behind a given name is a family name: "Eva Bank" is a person.
    """
    written = name.replace(",", " ").split()
    plain = [word.replace(".", "").strip("()").lower() for word in written]
    if len(written) > 1 and (
        not LEGAL_FORMS.isdisjoint(plain)
        or not SHORT_LEGAL_FORMS.isdisjoint(word.rstrip(".") for word in written[1:])
        or _SPACED_FORM.search(f" {' '.join(plain)} ")
    ):
        return True
    if not plain or plain[0] in GIVEN_NAMES:
        return False
    parts = [part for word in plain for part in word.split("-")]
    return any(
        part in ORGANISATION_WORDS or (part.endswith(ORGANISATION_ENDINGS) and part != "bank")
        for part in parts
    )
