"""Words that company names are made of, as they are written in domains.

Where two names differ in one word and both words stand here, they are two
companies: ``hamamatsu-shokai`` is no mistake for ``hamamatsu-shoken``. Chosen by
hand: lines of business, places and common English name words; none that is a
usual misspelling of another. Surnames are handed in by the caller.
"""

_TRADES = """
bussan butsuryu byoin denki denko denshi densetsu doboku dogu eizo fudosan gakuen garasu giken
ginko gomu gyogyo hoken honten horitsu hoso iryo insatsu jidosha jimusho joho jukogyo jutaku
kagaku kagu kaigo kaihatsu kaikei kaiun kakoki kanko kankyo kenchiku kenkyu kensetsu kenzai keibi
keiso kigyo kikai kikaku kinzoku koei koki kogyo kokoku koku komuten kosan kotsu mokuzai nogyo
norin nosan onsen orimono reiki ryokan ryoko ryutsu sangyo seihin seika seiki seiko seimei
seimitsu seisakusho seishi seiyaku sekiyu sekkei sekizai senko setsubi shigyo shinbun shinko
shintaku shoji shokai shoken shokuhin shoten shoin shuppan shuzo soken soko suido suisan tetsudo
tekko tokkyo tosho toso tsusho tsushin tsuun unso unyu yakkyoku yakuhin yakuhan yoken yuso zairyo
zeimu zoen zosen zoki
"""
_PLACES = """
aichi akita aomori asahi atami beppu chiba chubu chugoku chuo daiwa edo ehime fuji fukui fukuoka
fukushima ginza gifu gunma hakata hakone hamamatsu heiwa higashi himeji hirosaki hiroshima
hokkaido hokuriku hokuto hyogo ibaraki ikebukuro ishikawa iwate izumi kagawa kagoshima kanagawa
kanazawa kansai kanto kawasaki kinki kita kobe kochi kokusai kumamoto kyoei kyoto kyowa kyushu
matsue matsuyama meguro meiji mie minami minato mito miyagi morioka musashi nagano nagasaki nagoya
naha naka nankai nara nihon niigata nikko nippon nishi oita okayama okinawa osaka saga sagami
saitama sakai sakura sanyo sapporo sasebo seibu sendai setouchi shiga shikoku shimane shinagawa
shinjuku shinsei shizuoka showa taiheiyo taisei taisho taiyo takasaki teikoku tobu tochigi tohoku
tokai tokushima tokyo tosei tottori towa toyama toyo toyota tsukuba ueno utsunomiya wakayama
yamagata yamaguchi yamanashi yamato yokohama yokosuka
"""
_ENGLISH = """
alpha apex aqua arc arrow asia aurora auto bank base bay beacon bio blue bridge bright brown build
capital care cedar center central chemical city clean clear cloud coast code compass consult
control core corp cosmo craft create crest cross crystal cube cyber data delta design digital
direct dream eagle earth east eastern echo eco edge electric electro electron energy engine equity
ever expert express farm film fine first fish flow focus food foods forest form fortune forward
foundation frame free fresh front fund future gas general giant glass global gold grand grant
green group grow hand harbor heart high hill home horizon hotel house idea image impact info
innovation insight inter iron jade japan jet joint key lab labs lake land leader leaf legal lens
life light line link lion logic logistics lotus lumen machine magna mail main maple marine market
mark master materials matrix max media medic medical mega metal metro micro mind minor mirror mix
mobile model modern moon motion motor motors mountain music nano natural nature net network new
next noble node north nova ocean office oil omni online open optic optics orange orbit oriental
origin pacific paper park partner partners path peak pharma phoenix photo pine pioneer planet plan
planning plant plus point port power prime print pro process product project pulse pure quantum
quest quick radio rail rain rapid red research ring rise river road robot rock rocket root rose
royal safe sales sand school sea search secure sense service services shield ship shop silver sky
smart snow soft software solar solid solution solutions sonic sound source south space spark speed
spring square star state station steel step stone storage store storm stream street studio style
summit sun sunny supply support sure swift system systems team tech technic technology tele terra
test time titan tool top total touch tour tower town toy trade trading trail train trans travel
tree trend true trust twin union unit united unity urban value vast vector venture vertex video
view vision vista vital voice water wave way wealth web west western wheel white wild wind wing
winner wise wonder wood word work works world yard zen zenith zone
"""

COMPANY_WORDS = frozenset((_TRADES + _PLACES + _ENGLISH).split())
