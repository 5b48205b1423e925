"""The commonest Japanese surnames and how they are read in Latin letters.

About 400 names cover some two thirds of the population. Written by hand from
general knowledge; readings in Hepburn without long vowels, because ``romaji.plain``
brings every spelling (satou, satoh, itō, tuda) to that form. Several readings are
separated by a slash. Kanji are the plain forms that ``plain_kanji`` maps variants to.
"""

from policies.recipients.romaji import plain

_TABLE = """
佐藤 sato,鈴木 suzuki,高橋 takahashi,田中 tanaka,伊藤 ito,渡辺 watanabe,山本 yamamoto,
中村 nakamura,小林 kobayashi,加藤 kato,吉田 yoshida,山田 yamada,佐々木 sasaki,山口 yamaguchi,
松本 matsumoto,井上 inoue,木村 kimura,林 hayashi/rin/lin,斉藤 saito,斎藤 saito,清水 shimizu,
山崎 yamazaki/yamasaki,森 mori,池田 ikeda,橋本 hashimoto,阿部 abe,石川 ishikawa,山下 yamashita,
中島 nakajima/nakashima,石井 ishii,小川 ogawa,前田 maeda,岡田 okada,長谷川 hasegawa,藤田 fujita,
後藤 goto,近藤 kondo,村上 murakami,遠藤 endo,青木 aoki,坂本 sakamoto,福田 fukuda,太田 ota,
西村 nishimura,藤井 fujii,金子 kaneko,岡本 okamoto,藤原 fujiwara,中野 nakano,三浦 miura,
原田 harada,中川 nakagawa,松田 matsuda,竹内 takeuchi,小野 ono,田村 tamura,中山 nakayama,和田 wada,
石田 ishida,森田 morita,上田 ueda,原 hara,内田 uchida,柴田 shibata,酒井 sakai,
宮崎 miyazaki/miyasaki,横山 yokoyama,高木 takagi/takaki,安藤 ando,宮本 miyamoto,大野 ono,
小島 kojima/ojima,谷口 taniguchi,今井 imai,工藤 kudo,高田 takada/takata,増田 masuda,丸山 maruyama,
杉山 sugiyama,村田 murata,大塚 otsuka,新井 arai/nii,小山 koyama/oyama,藤本 fujimoto,平野 hirano,
河野 kono/kawano,武田 takeda,野口 noguchi,松井 matsui,千葉 chiba,菅原 sugawara/sugahara,
岩崎 iwasaki,久保 kubo,木下 kinoshita,佐野 sano,野村 nomura,松尾 matsuo,市川 ichikawa,
菊地 kikuchi,菊池 kikuchi,杉本 sugimoto,古川 furukawa,大西 onishi,島田 shimada,水野 mizuno,
桜井 sakurai,高野 takano/kono,渡部 watanabe/watabe,吉川 yoshikawa/kikkawa,
山内 yamauchi/yamanouchi,西田 nishida,飯田 iida,西川 nishikawa,小松 komatsu,北村 kitamura,
安田 yasuda,五十嵐 igarashi,川口 kawaguchi,平田 hirata,関 seki,中田 nakata/nakada,久保田 kubota,
服部 hattori,東 higashi/azuma,岩田 iwata,土屋 tsuchiya,川崎 kawasaki,福島 fukushima,本田 honda,
辻 tsuji,樋口 higuchi,秋山 akiyama,田口 taguchi,永井 nagai,山中 yamanaka,中西 nakanishi,
吉村 yoshimura,川上 kawakami,石原 ishihara,大橋 ohashi,松岡 matsuoka,馬場 baba,浜田 hamada,
森本 morimoto,星野 hoshino,矢野 yano,浅野 asano,大島 oshima,松下 matsushita,吉岡 yoshioka,
小池 koike,野田 noda,荒木 araki,熊谷 kumagai/kumagaya,松浦 matsuura,大谷 otani/oya,内藤 naito,
黒田 kuroda,川村 kawamura,尾崎 ozaki,永田 nagata,望月 mochizuki,松村 matsumura,菅野 kanno/sugano,
荒井 arai,堀 hori,西山 nishiyama,平井 hirai,広瀬 hirose,大石 oishi,岩本 iwamoto,片山 katayama,
本間 honma,早川 hayakawa,横田 yokota,小田 oda,久野 kuno/hisano,岡崎 okazaki,鎌田 kamata/kamada,
荒川 arakawa,大久保 okubo,成田 narita,宮田 miyata,石橋 ishibashi,篠原 shinohara,須藤 sudo/suto,
河合 kawai,萩原 hagiwara/hagihara,沢田 sawada,小沢 ozawa/kozawa,高山 takayama,栗原 kurihara,
伊東 ito,松原 matsubara,三宅 miyake,福井 fukui,大森 omori,奥村 okumura,岡 oka,内山 uchiyama,
片岡 kataoka,富田 tomita,上野 ueno,島崎 shimazaki,桑原 kuwabara/kuwahara,土井 doi,安部 abe,
関口 sekiguchi,永野 nagano,上原 uehara,柳沢 yanagisawa,宮川 miyagawa/miyakawa,松永 matsunaga,
川島 kawashima,田代 tashiro,田辺 tanabe,北川 kitagawa,吉野 yoshino,市村 ichimura,藤川 fujikawa,
大川 okawa,小西 konishi,大山 oyama,中尾 nakao,細川 hosokawa,平川 hirakawa,長田 nagata/osada,
石塚 ishizuka,小泉 koizumi,根本 nemoto,中原 nakahara,白石 shiraishi,横井 yokoi,大木 oki,
神田 kanda,竹田 takeda,田島 tajima,青山 aoyama,牧野 makino,松崎 matsuzaki,坂口 sakaguchi,
今村 imamura,瀬戸 seto,西野 nishino,野中 nonaka,児玉 kodama,笠原 kasahara,柴崎 shibasaki,
足立 adachi,森下 morishita,山根 yamane,杉浦 sugiura,武藤 muto,塚本 tsukamoto,黒川 kurokawa,
奥田 okuda,滝沢 takizawa,村井 murai,大沢 osawa,小倉 ogura/kokura,川端 kawabata,天野 amano,
菅 kan/suga,稲垣 inagaki,堀内 horiuchi,田原 tahara/tawara,水谷 mizutani,堀田 hotta,江口 eguchi,
川田 kawada/kawata,八木 yagi,古田 furuta,窪田 kubota,津田 tsuda,谷 tani,榎本 enomoto,
若林 wakabayashi,小原 ohara/obara,向井 mukai,梅田 umeda,甲斐 kai,大内 ouchi,岸本 kishimoto,
梶原 kajiwara,山岸 yamagishi,加納 kano,大城 oshiro,比嘉 higa,金城 kinjo/kaneshiro,宮城 miyagi,
新垣 arakaki/aragaki,玉城 tamaki/tamashiro,島袋 shimabukuro,与那覇 yonaha,平良 taira,
中里 nakazato,中沢 nakazawa,宮沢 miyazawa,柳田 yanagida/yanagita,三上 mikami,三木 miki,
三好 miyoshi,森川 morikawa,今野 konno/imano,紺野 konno,佐久間 sakuma,小笠原 ogasawara,長尾 nagao,
岩井 iwai,相沢 aizawa,会田 aida,相田 aida,藤沢 fujisawa,落合 ochiai,小野寺 onodera,及川 oikawa,
畠山 hatakeyama,鹿島 kashima,亀井 kamei,亀田 kameda,川原 kawahara,河村 kawamura,河原 kawahara,
河田 kawada,榊原 sakakibara,桑田 kuwata,神谷 kamiya,神山 kamiyama,北野 kitano,吉本 yoshimoto,
吉沢 yoshizawa,金井 kanai,金田 kaneda/kanada,熊田 kumada,黒木 kuroki,黒沢 kurosawa,小宮 komiya,
小出 koide,小松原 komatsubara,小谷 kotani/kodani,高島 takashima,高瀬 takase,高見 takami,
高井 takai,高松 takamatsu,高岡 takaoka,竹中 takenaka,竹本 takemoto,武井 takei,田上 tagami/tanoue,
田畑 tabata,竹下 takeshita,竹村 takemura,長島 nagashima,長岡 nagaoka,中井 nakai,中本 nakamoto,
中谷 nakatani/nakaya,中嶋 nakajima/nakashima,永山 nagayama,西尾 nishio,西本 nishimoto,
西岡 nishioka,西沢 nishizawa,野崎 nozaki,野沢 nozawa,橋口 hashiguchi,浜口 hamaguchi,
原口 haraguchi,半田 handa,東山 higashiyama,日高 hidaka,平山 hirayama,平松 hiramatsu,広田 hirota,
深沢 fukazawa,福岡 fukuoka,福本 fukumoto,福山 fukuyama,福原 fukuhara,藤岡 fujioka,藤村 fujimura,
藤島 fujishima,藤野 fujino,古谷 furuya/furutani,古賀 koga,星 hoshi,細田 hosoda,堀江 horie,
堀川 horikawa,本多 honda,前川 maekawa/maegawa,前原 maehara,町田 machida,松川 matsukawa,
松木 matsuki,松山 matsuyama,丸田 maruta,水口 mizuguchi/minakuchi,溝口 mizoguchi,南 minami,
宮下 miyashita,宮内 miyauchi,宮原 miyahara,村山 murayama,村松 muramatsu,村岡 muraoka,村瀬 murase,
森山 moriyama,森永 morinaga,南野 minamino,林田 hayashida,原島 harashima,谷川 tanigawa,
谷本 tanimoto,辻本 tsujimoto,岡島 okajima,森岡 morioka,安井 yasui,柳 yanagi,矢島 yajima,
山川 yamakawa,山村 yamamura,山野 yamano,横尾 yokoo,吉原 yoshihara,米田 yoneda,米山 yoneyama,
若松 wakamatsu,渡 watari,渡会 watarai,浅井 asai,浅田 asada,朝倉 asakura,東海林 shoji,庄司 shoji,
荘司 shoji,飯島 iijima,飯塚 iizuka,生田 ikuta,池上 ikegami,石黒 ishiguro,石本 ishimoto,泉 izumi,
磯部 isobe,板倉 itakura,一ノ瀬 ichinose,稲葉 inaba,稲田 inada,井口 iguchi/inokuchi,井出 ide,
井手 ide,今田 imada,入江 irie,岩下 iwashita,岩瀬 iwase,植田 ueda,植木 ueki,上村 uemura/kamimura,
植村 uemura,臼井 usui,梅原 umehara,海老原 ebihara,江藤 eto,衛藤 eto,大井 oi,大岡 ooka,大竹 otake,
大津 otsu,大槻 otsuki,大場 oba,大平 ohira/odaira,大原 ohara,大村 omura,大和田 owada,岡部 okabe,
岡野 okano,岡村 okamura,岡山 okayama,荻野 ogino,荻原 ogiwara,奥山 okuyama,奥野 okuno,尾形 ogata,
緒方 ogata,小関 ozeki/koseki,越智 ochi,加賀 kaga,鶴田 tsuruta,戸田 toda,豊田 toyoda/toyota,
鳥居 torii,土田 tsuchida,坪井 tsuboi,寺田 terada,寺島 terashima,徳永 tokunaga,富永 tominaga,
堤 tsutsumi,戸塚 totsuka,杉田 sugita,杉原 sugihara,鈴村 suzumura,須田 suda,砂川 sunagawa,
瀬川 segawa,千田 senda/chida,曽我 soga,園田 sonoda,染谷 someya,坂井 sakai,坂田 sakata,
阪本 sakamoto,佐伯 saeki,桜田 sakurada,笹川 sasagawa,笹原 sasahara,里見 satomi,沢 sawa,
塩田 shiota,塩谷 shioya,重田 shigeta,篠田 shinoda,篠崎 shinozaki,島 shima,島村 shimamura,
下田 shimoda,下村 shimomura,城 jo,白井 shirai,白川 shirakawa,新谷 shintani/niiya,進藤 shindo,
新藤 shindo,真田 sanada
"""

#: Kanji as people write their own names, to the form in the table.
_VARIANTS = str.maketrans(
    "髙﨑﨔碕嵜齋齊邊邉邉澤濱濵廣國嶋嶌櫻眞榮條龍瀧冨桒曾槇惠德祐彥亘藪鄉濟與兒圓靜增",
    "高崎欅崎崎斎斉辺辺辺沢浜浜広国島島桜真栄条竜滝富桑曽槙恵徳祐彦亘薮郷済与児円静増",
)

READINGS: dict[str, tuple[str, ...]] = {
    kanji: tuple(plain(reading) for reading in readings.split("/"))
    for kanji, readings in (
        entry.split() for entry in _TABLE.replace("\n", "").split(",") if entry.strip()
    )
}
#: Every reading of the table.
ROMAJI = frozenset(reading for readings in READINGS.values() for reading in readings)
#: The longest surname of the table, in characters.
LONGEST = max(map(len, READINGS))


def plain_kanji(text: str) -> str:
    """The text with variant kanji (髙, 﨑, 邊 …) brought to their common form."""
    return text.translate(_VARIANTS)


def surname_of(name: str) -> str:
    """The surname at the beginning of an unspaced Japanese name, or an empty text."""
    text = plain_kanji(name)
    for length in range(min(LONGEST, len(text)), 0, -1):
        # 南野 is not 南: one kanji is a surname alone or before two more.
        if text[:length] in READINGS and (length > 1 or len(text) in {1, 3}):
            return text[:length]
    return ""
