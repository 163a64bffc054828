"""One name, many spellings: the form under which a name is indexed, and how it sounds. Pure.

Names of Bengali, Somali and Pakistani families reach English forms in several spellings, and one person's records hold
two or three of them. The first of each line stands for all of it, in the index and in a search alike, so that a search
for one finds the others at no cost. The list is short and ours: common names of the people whom the panels serve. What
is not in it is found by sound or by the typing error that tells it apart.
"""

from functools import lru_cache

from jellyfish import metaphone

FAMILIES = """
muhammad mohammed mohammad mohamed mohamad muhammed muhamed muhamad mohamet mahomed maxamed mohd md mohammd
mahmud mahmood mehmood mahmoud maxamuud mohamud mohamoud mahamud
ahmed ahmad axmed ahmet ahamed ahmmed
hussein hussain husain husayn xuseen hossain hosen hussen hossein hosain husein hussien hossen
hassan hasan xasan hassen
abdi cabdi
abdirahman abdurrahman abdulrahman abdulrehman cabdiraxmaan abdiraxman abdurahman abdirahmaan abdelrahman abdurehman
abdullahi cabdullaahi abdulahi abdillahi abdullah cabdulaahi abdallah abdulla
abdulkadir cabdulqaadir abdulqadir abdiqadir abdikadir abdulkader cabdiqaadir
abdulaziz cabdicasiis abdiaziz abdulazeez
ali cali aly
omar cumar umar omer umer
osman cismaan usman uthman othman cusmaan
aisha caasha ayesha asha ayisha aysha aishah caisha aesha aysa
isa ciise issa eisa essa
ibrahim ibraahim ebrahim ibrahem
ismail ismaaciil esmail ismael
yusuf yuusuf yousuf yousef youssef yusef yousaf
farah faarax farrah
fatima faadumo fatimah fathima fatema fadumo fatuma fatoumata faduma fatma
khadija khadiijo khadijah kadija khadeja khadra
warsame warsama warsaame
jama jaamac jamac jaama
nur nuur noor nour
sharif shariif shareef sherif
hersi xirsi
haji xaaji hajji
hawa xaawo hawo
halima xaliimo haleema halimah
sahra zahra saxra zara
isse ciise
guled guuleed
chowdhury chaudhari chaudhary chaudhry choudhury choudhry chowdhuri choudhary chowdury chaudhuri choudhuri
khatun khatoon katun khatoun khaton
begum begom begam
rahman rehman rahaman raxmaan rohman
islam eslam
miah mia miya mian miyah meah
uddin udin uddeen udden
akhtar akter aktar akther akhter
sheikh shaikh shaykh sheik shaik sheekh shekh
hoque haque hok haq huq hoq hauque
ullah ulla
sultana sulthana
jahan jehan
bibi beebee
malik maalik malick maleek
iqbal eqbal ikbal
hamid hameed xaamid
rashid rasheed rashed raashid
saeed said saied siciid
syed sayed sayyid sayeed
karim kareem kariim
rahim raheem raxiim
nasir naseer naser nasser
salim saleem saliim selim
mustafa mustapha mostafa mustofa
zainab zaynab zeinab seynab saynab jainab
mariam maryam maryan marium
hamza xamsa xamse hamse
tahir taahir taher
shah sha
mirza mirzah
qureshi kureshi quraishi qureishi koreshi
siddiqui siddique siddiqi sidiqi
bhatti bhati
rana raana
smith smyth smythe
clark clarke
brown browne
stephen steven
catherine katherine kathryn catharine
philip phillip
sean shaun shawn
geoffrey jeffrey
graham graeme
lesley leslie
ann anne
sara sarah
thompson thomson
reid reed read
davies davis
macdonald mcdonald
allen alan allan
matthew mathew
mark marc
stewart stuart
elizabeth elisabeth
teresa theresa
nicholas nicolas
"""
_LINES = [line.split() for line in FAMILIES.strip().splitlines()]
_FAMILY = {line[0]: tuple(line) for line in _LINES}
_FORMS = {form: line[0] for line in _LINES[::-1] for form in line}
_SOUNDS = (("kh", "k"), ("dh", "d"), ("gh", "g"), ("x", "h"))


def spelled(word: str) -> str:
    """The form under which a folded word of a name is indexed."""
    return _FORMS.get(word, word)


def spellings_of(word: str) -> tuple[str, ...]:
    """Every spelling of a folded word's family, itself when it has none."""
    return _FAMILY.get(spelled(word), (word,))


@lru_cache(maxsize=20_000)
def sound(word: str) -> str:
    """How a folded word sounds to an English ear that knows Somali spelling (x is h); empty for what has no sound."""
    heard = spelled(word)
    for letters, as_heard in _SOUNDS:
        heard = heard.replace(letters, as_heard)
    return metaphone(heard)
