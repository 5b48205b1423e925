"""Common given names: a mailbox ``yuki@`` or ``tom@`` says nothing about the surname.

Written by hand. Nicknames map to what else the same person may be called.
"""

_JAPANESE = """
akira akiko akihiro akane ai airi aiko aki akemi asami atsushi atsuko aya ayaka ayako ayumi chie
chieko chihiro chika daiki daisuke eiji eiko emi emiko eri erika etsuko fumiko fumio hana hanako
haruka haruki haruko haruto hideki hideo hideko hina hinata hiroaki hiroki hiroko hiromi hiroshi
hiroto hiroyuki hisashi hitomi hitoshi ichiro isamu izumi jiro jun junichi junko kaori kaoru
katsumi katsuya kazue kazuhiro kazuki kazuko kazumi kazuo kazuya kei keiichi keiko keisuke keita
kenichi kenji kenta kentaro kiyoshi koichi koji kota kotaro kumi kumiko kyoko machiko maho mai
maiko maki makoto mamoru mana manabu manami mari mariko masaaki masahiro masaki masako masami
masao masaru masashi masato masaya mayu mayuko mayumi megumi mei michiko midori miho mika miki
mikiko minoru misaki mitsuko mitsuo miyuki miyu momoko mutsumi nana nanami nao naoki naoko naomi
naoto natsuki natsuko natsumi noboru nobuko nobuo nobuyuki noriko noriyuki osamu reiko ren rie
rika riko rina risa ryo ryoko ryosuke ryota ryuichi rumi sachiko saki sakura satoko satomi satoru
satoshi sayaka sayuri seiichi seiji shigeru shiho shinichi shinji shingo shiori shiro shizuka
shizuko shoichi shohei shota shun shunsuke sora sota sumiko susumu tadashi taiki takahiro takako
takao takashi takayuki takeo takeshi takumi takuya tamaki taro tatsuya tetsuo tetsuya tomoaki
tomohiro tomoko tomomi tomoya tomoyuki toru toshiaki toshihiro toshiko toshio toshiyuki tsubasa
tsutomu tsuyoshi wakana wataru yasuhiro yasuko yasuo yasushi yoichi yoko yosuke yoshiaki yoshiko
yoshio yoshiyuki yota yui yuichi yuji yuka yukari yuki yukiko yukio yuko yuma yumi yumiko yuri
yuriko yusuke yuta yutaka yuto yuya
"""

_WESTERN = """
adam alan albert alex alexander alexandra alice alison amanda amy andrea andreas andrew angela
anja anke anna anne annette anthony antonio barbara beate ben benjamin bernd bill birgit bob
brandon brian britta bruce camille carl carla carlos caroline catherine charles charlotte chloe
chris christian christina christine christopher claire claudia claus craig cynthia dan daniel
daniela dave david deborah denise dennis diana diego dieter dirk dominik donald donna dorothy
edward elena elisabeth elizabeth ellen emily emma eric erik erika eva fabian felix florian
francesca francois frank franz fred gabriele gary george georg gerhard giovanni giulia grace greg
gregory hannah hans harry heather heidi heike heinz helen helga henry holger ian ines inga ingrid
jack jacob james jan jane janet jason jean jeff jeffrey jennifer jens jessica jim joan joe joerg
johannes john jonas jonathan jordan jorge jose joseph juan judith judy julia julian julie juergen
justin karen karin karl katharina katherine kathleen katja katrin keith kelly ken kenneth kerstin
kevin klaus kyle lars laura lauren leon leonie linda lisa louis louise lucas lucy luis lukas
manfred manuel marc marco marcus margaret maria marie marina mario marion mark markus marlene
martha martin martina mary mathias matt matthew matthias max maximilian megan melanie melissa
michael michel michelle miguel mike monika nadine nancy natalie nathan nicholas nick nicolas
nicole nils nina oliver olivia pablo pamela patricia patrick paul paula pedro peter petra philip
philipp pierre rachel rainer ralf ralph rebecca renate richard rob robert roberto roger roland
rolf ronald rosa roy russell ruth ryan sabine sam samantha samuel sandra sandy sara sarah scott
sean sebastian sharon silke silvia simon simone sofia sonja sophia sophie stefan stefanie stephan
stephanie stephen steve steven sue susan susanne sven sylvia tanja teresa theresa thomas thorsten
tim timothy tina tobias tom tony torsten tracy ulrich ulrike ursula ute uwe valerie vanessa vera
veronica victor victoria vincent walter wendy werner william wolfgang yvonne yves zoe
"""

GIVEN = frozenset((_JAPANESE + _WESTERN).split())

_NICKNAMES = """
tom thomas,tommy thomas,bob robert,rob robert,bobby robert,bill william,will william,
billy william,dick richard,rick richard,rich richard,mike michael,mick michael,micha michael,
jim james,jimmy james,jack john,johnny john,joe joseph,dave david,dan daniel,danny daniel,
steve steven,steve stephen,chris christopher,chris christian,chris christine,chris christina,
tony anthony,toni antonia,andy andrew,andi andreas,andy andreas,drew andrew,alex alexander,
alex alexandra,sandra alexandra,sasha alexander,sascha alexander,liz elizabeth,beth elizabeth,
lisa elisabeth,betty elizabeth,kate katherine,kate catherine,katie katherine,kathy katherine,
cathy catherine,kat katharina,kathi katharina,meg margaret,maggie margaret,peggy margaret,
sue susan,susi susanne,suzy susan,jenny jennifer,jen jennifer,becky rebecca,debbie deborah,
deb deborah,pat patricia,pat patrick,trish patricia,ed edward,ted edward,eddie edward,
fred frederick,greg gregory,jeff jeffrey,geoff geoffrey,jerry gerald,ken kenneth,larry lawrence,
matt matthew,nick nicholas,nico nicolas,pete peter,phil philip,ray raymond,ron ronald,sam samuel,
sam samantha,tim timothy,vicky victoria,vince vincent,walt walter,max maximilian,basti sebastian,
seb sebastian,steffi stefanie,steffen stefan,uli ulrich,uli ulrike,wolfi wolfgang,hannes johannes,
jo johanna,jo joanna,gabi gabriele,moni monika,manu manuel,manu manuela,tobi tobias,flo florian,
matze matthias,charlie charles,chuck charles,harry harold,hank henry,nate nathan,abby abigail,
mandy amanda,cindy cynthia
"""

NICKNAMES: dict[str, frozenset[str]] = {}
for _entry in _NICKNAMES.replace("\n", "").split(","):
    _short, _full = _entry.split()
    NICKNAMES[_short] = NICKNAMES.get(_short, frozenset()) | {_full}
    NICKNAMES[_full] = NICKNAMES.get(_full, frozenset()) | {_short}
