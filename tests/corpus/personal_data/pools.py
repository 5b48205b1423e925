# ruff: noqa: E501 - documents and word lists
"""Names, places and words: two disjoint pools, one to work with, one kept untouched."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Pool:
    surnames: tuple[tuple[str, str, str], ...]  # kanji, kana, romaji
    given: tuple[tuple[str, str, str], ...]
    west_first: tuple[str, ...]
    west_last: tuple[str, ...]
    places: tuple[tuple[str, str, str, str], ...]  # postal prefix, prefecture, municipality, town
    west_places: tuple[tuple[str, str], ...]  # street, city line
    buildings: tuple[str, ...]
    companies: tuple[str, ...]
    departments: tuple[str, ...]
    titles: tuple[str, ...]
    diseases: tuple[str, ...]
    products: tuple[str, ...]
    domains: tuple[str, ...]


def _triples(text: str) -> tuple[tuple[str, str, str], ...]:
    rows = [tuple(item.split("/")) for item in text.split()]
    return tuple((r[0], r[1], r[2]) for r in rows)


WORK = Pool(
    surnames=_triples(
        "佐藤/サトウ/Sato 鈴木/スズキ/Suzuki 高橋/タカハシ/Takahashi 田中/タナカ/Tanaka 伊藤/イトウ/Ito 渡辺/ワタナベ/Watanabe "
        "山本/ヤマモト/Yamamoto 中村/ナカムラ/Nakamura 小林/コバヤシ/Kobayashi 加藤/カトウ/Kato 吉田/ヨシダ/Yoshida 山田/ヤマダ/Yamada "
        "佐々木/ササキ/Sasaki 山口/ヤマグチ/Yamaguchi 松本/マツモト/Matsumoto 井上/イノウエ/Inoue 木村/キムラ/Kimura 林/ハヤシ/Hayashi "
        "斎藤/サイトウ/Saito 清水/シミズ/Shimizu 山崎/ヤマザキ/Yamazaki 森/モリ/Mori 池田/イケダ/Ikeda 橋本/ハシモト/Hashimoto "
        "阿部/アベ/Abe 石川/イシカワ/Ishikawa 千葉/チバ/Chiba 福島/フクシマ/Fukushima 宮崎/ミヤザキ/Miyazaki 髙橋/タカハシ/Takahashi "
        "渡邉/ワタナベ/Watanabe 長谷川/ハセガワ/Hasegawa 五十嵐/イガラシ/Igarashi 小野寺/オノデラ/Onodera 東/アズマ/Azuma 原/ハラ/Hara "
        "大久保/オオクボ/Okubo 一ノ瀬/イチノセ/Ichinose 勅使河原/テシガワラ/Teshigawara 鬼頭/キトウ/Kito 柏木/カシワギ/Kashiwagi 関/セキ/Seki"
    ),
    given=_triples(
        "太郎/タロウ/Taro 花子/ハナコ/Hanako 健一/ケンイチ/Kenichi 美咲/ミサキ/Misaki 翔太/ショウタ/Shota 陽菜/ヒナ/Hina 大輔/ダイスケ/Daisuke "
        "恵子/ケイコ/Keiko 誠/マコト/Makoto 由美子/ユミコ/Yumiko 拓海/タクミ/Takumi さくら/サクラ/Sakura 和夫/カズオ/Kazuo 葵/アオイ/Aoi 蓮/レン/Ren "
        "あゆみ/アユミ/Ayumi 隆/タカシ/Takashi 裕子/ユウコ/Yuko 直樹/ナオキ/Naoki 真由美/マユミ/Mayumi 大和/ヤマト/Yamato 光/ヒカル/Hikaru "
        "里緒菜/リオナ/Riona 亜希子/アキコ/Akiko 修/オサム/Osamu 勇気/ユウキ/Yuki 一郎/イチロウ/Ichiro 千夏/チナツ/Chinatsu ジュン/ジュン/Jun"
    ),
    west_first=(
        "James",
        "Mary",
        "Robert",
        "Patricia",
        "Michael",
        "Jennifer",
        "David",
        "Linda",
        "Mark",
        "Susan",
        "Anna",
        "Thomas",
        "Sarah",
        "Daniel",
        "Emma",
        "Peter",
        "Laura",
    ),
    west_last=(
        "Smith",
        "Johnson",
        "Brown",
        "Miller",
        "Davis",
        "Wilson",
        "Anderson",
        "Taylor",
        "Thompson",
        "Clark",
        "Lewis",
        "Walker",
        "Hill",
        "Baker",
        "Carter",
        "Kowalski",
        "Garcia",
        "McDonald",
        "O'Brien",
    ),
    places=(
        ("100", "東京都", "千代田区", "丸の内"),
        ("160", "東京都", "新宿区", "西新宿"),
        ("220", "神奈川県", "横浜市西区", "みなとみらい"),
        ("530", "大阪府", "大阪市北区", "梅田"),
        ("460", "愛知県", "名古屋市中区", "栄"),
        ("812", "福岡県", "福岡市博多区", "博多駅前"),
        ("060", "北海道", "札幌市中央区", "北一条西"),
        ("604", "京都府", "京都市中京区", "烏丸通御池下る虎屋町"),
        ("980", "宮城県", "仙台市青葉区", "中央"),
        ("330", "埼玉県", "さいたま市大宮区", "桜木町"),
        ("272", "千葉県", "市川市", "八幡"),
        ("730", "広島県", "広島市中区", "紙屋町"),
        ("390", "長野県", "松本市", "深志"),
        ("900", "沖縄県", "那覇市", "久茂地"),
        ("299", "千葉県", "長生郡一宮町", "東浪見"),
    ),
    west_places=(
        ("221 Baker Street", "London NW1 6XE"),
        ("1600 Oak Avenue", "Springfield, IL 62704"),
        ("45 Hill Road", "Boston, MA 02116"),
        ("Hauptstraße 12", "10115 Berlin"),
        ("12 rue de la Paix", "75002 Paris"),
    ),
    buildings=(
        "コーポ山田101",
        "第二松風荘203号室",
        "グランドハイツ502",
        "サンライズマンション 1203号",
        "ABCビル7階",
        "パークタワー西新宿 2304号",
    ),
    companies=(
        "株式会社山田製作所",
        "鈴木商事株式会社",
        "㈱東和システム",
        "有限会社木村屋",
        "松本清商店",
        "株式会社森の工房",
        "石川島運輸株式会社",
        "佐藤ばね工業株式会社",
        "ジョンソン綿業㈱",
        "高島屋物流株式会社",
        "本田技研サービス株式会社",
        "北川鉄工(株)",
        "さくら総合病院",
    ),
    departments=(
        "総務部",
        "営業部",
        "人事課",
        "製造技術課",
        "情報システム部",
        "経理課",
        "品質保証部",
        "営業一課",
        "カスタマーサポート室",
    ),
    titles=("部長", "課長", "主任", "係長", "取締役", "マネージャー", "室長"),
    diseases=(
        "高血圧症",
        "2型糖尿病",
        "脂質異常症",
        "うつ病",
        "統合失調症",
        "乳がん",
        "気管支喘息",
        "狭心症",
        "脂肪肝",
        "てんかん",
        "緑内障",
    ),
    products=(
        "六角ボルト M8",
        "光ファイバーケーブル",
        "木村屋あんぱん",
        "ジョンソンワックス 1L",
        "林檎ジュース 1L",
        "A4コピー用紙",
        "佐藤ばね SP-21",
        "ワイヤレスマウス",
        "森林の香り芳香剤",
    ),
    domains=("example.co.jp", "mail.example.com", "northriver.example.jp", "ezmail.example.jp"),
)

HELD = Pool(
    surnames=_triples(
        "青木/アオキ/Aoki 江古田/エゴタ/Egota 大垣/オオガキ/Ogaki 加納/カノウ/Kano 喜嶋/キジマ/Kijima 桐山/キリヤマ/Kiriyama 工藤/クドウ/Kudo "
        "小泉/コイズミ/Koizumi 近藤/コンドウ/Kondo 坂本/サカモト/Sakamoto 杉山/スギヤマ/Sugiyama 津田/ツダ/Tsuda 中島/ナカジマ/Nakajima "
        "野村/ノムラ/Nomura 浜田/ハマダ/Hamada 原田/ハラダ/Harada 廣川/ヒロカワ/Hirokawa 藤本/フジモト/Fujimoto 松田/マツダ/Matsuda 三宅/ミヤケ/Miyake "
        "村山/ムラヤマ/Murayama 山岸/ヤマギシ/Yamagishi 若松/ワカマツ/Wakamatsu 宇野/ウノ/Uno 田辺/タナベ/Tanabe 濱口/ハマグチ/Hamaguchi 﨑山/サキヤマ/Sakiyama "
        "服部/ハットリ/Hattori 南/ミナミ/Minami 堀/ホリ/Hori 岸/キシ/Kishi 久保田/クボタ/Kubota 八木沢/ヤギサワ/Yagisawa 御手洗/ミタライ/Mitarai 月見里/ヤマナシ/Yamanashi "
        "仲宗根/ナカソネ/Nakasone 比嘉/ヒガ/Higa 金城/キンジョウ/Kinjo 黒木/クロキ/Kuroki 長崎/ナガサキ/Nagasaki 山形/ヤマガタ/Yamagata 富山/トミヤマ/Tomiyama"
    ),
    given=_triples(
        "明美/アケミ/Akemi 篤司/アツシ/Atsushi 幹/ミキ/Miki 春香/ハルカ/Haruka 桃子/モモコ/Momoko 康弘/ヤスヒロ/Yasuhiro 陽一/ヨウイチ/Yoichi 零/レイ/Rei "
        "舞/マイ/Mai 学/マナブ/Manabu 浩/ヒロシ/Hiroshi 聡太郎/ソウタロウ/Sotaro 七夏/ナナミ/Nanami 治/オサム/Osamu 稔/ミノル/Minoru 英樹/ヒデキ/Hideki "
        "結衣/ユイ/Yui 悠真/ユウマ/Yuma 凛/リン/Rin 莉子/リコ/Riko 蒼/アオ/Ao 湊/ミナト/Minato 陽葵/ヒマリ/Himari つむぎ/ツムギ/Tsumugi かおり/カオリ/Kaori "
        "香代子/カヨコ/Kayoko 義之/ヨシユキ/Yoshiyuki 哲也/テツヤ/Tetsuya 千代/チヨ/Chiyo 良太/リョウタ/Ryota 志保/シホ/Shiho"
    ),
    west_first=(
        "William",
        "Barbara",
        "Richard",
        "Jessica",
        "Charles",
        "Karen",
        "Steven",
        "Nancy",
        "George",
        "Helen",
        "Olivia",
        "Edward",
        "Julia",
        "Grace",
        "Oliver",
        "Hannah",
        "Sophie",
        "Lukas",
        "Claire",
        "Marco",
    ),
    west_last=(
        "Williams",
        "Jones",
        "Martinez",
        "Robinson",
        "Hughes",
        "Phillips",
        "Campbell",
        "Evans",
        "Edwards",
        "Collins",
        "Stewart",
        "Morris",
        "Rogers",
        "Reed",
        "Cook",
        "Nowak",
        "Schneider",
        "Dubois",
        "Rossi",
        "Fitzgerald",
    ),
    places=(
        ("150", "東京都", "渋谷区", "神南"),
        ("192", "東京都", "八王子市", "明神町"),
        ("231", "神奈川県", "横浜市中区", "本町"),
        ("550", "大阪府", "大阪市西区", "靱本町"),
        ("650", "兵庫県", "神戸市中央区", "加納町"),
        ("700", "岡山県", "岡山市北区", "表町"),
        ("760", "香川県", "高松市", "番町"),
        ("860", "熊本県", "熊本市中央区", "手取本町"),
        ("020", "岩手県", "盛岡市", "内丸"),
        ("600", "京都府", "京都市下京区", "四条通寺町東入御旅町"),
        ("370", "群馬県", "高崎市", "栄町"),
        ("920", "石川県", "金沢市", "香林坊"),
        ("399", "長野県", "上伊那郡箕輪町", "中箕輪"),
        ("078", "北海道", "旭川市", "永山七条"),
        ("903", "沖縄県", "中頭郡西原町", "翁長"),
    ),
    west_places=(
        ("88 Kingsway Road", "Manchester M1 4BT"),
        ("742 Evergreen Terrace", "Portland, OR 97205"),
        ("9 Market Street", "Dublin"),
        ("Lindenallee 7", "50968 Köln"),
        ("3 avenue Victor Hugo", "69003 Lyon"),
        ("Calle Mayor 15", "28013 Madrid"),
    ),
    buildings=(
        "メゾン若葉 B-102",
        "ひかり荘5号",
        "レジデンス表参道 801",
        "県営住宅3号棟405",
        "ライオンズマンション１１０１号室",
        "中央第一ビル4F",
    ),
    companies=(
        "株式会社青空フーズ",
        "野村印刷株式会社",
        "(株)ミナミ電機",
        "有限会社坂本工務店",
        "中島水産加工協同組合",
        "株式会社カナリヤ",
        "小泉家具センター株式会社",
        "医療法人社団清風会",
        "合同会社ノースウィンド",
        "藤本食品工業株式会社",
        "松田ネームプレート㈱",
        "三宅坂法律事務所",
    ),
    departments=(
        "管理本部",
        "第二営業部",
        "企画室",
        "購買課",
        "生産管理課",
        "財務部",
        "法務室",
        "物流センター",
        "広報室",
    ),
    titles=("次長", "副部長", "専務", "所長", "リーダー", "店長", "代表取締役"),
    diseases=(
        "糖尿病",
        "甲状腺機能亢進症",
        "適応障害",
        "胃潰瘍",
        "大腸がん",
        "不整脈",
        "関節リウマチ",
        "パニック障害",
        "白内障",
        "C型肝炎",
        "慢性腎臓病",
    ),
    products=(
        "坂本醤油 500ml",
        "ステンレス蝶番",
        "USBハブ 4ポート",
        "南高梅干し 1kg",
        "松葉ガニ 2杯",
        "岸和田タオル",
        "青木石鹸",
        "LED電球 E26",
        "堀越ファイル A4",
    ),
    domains=("example.com", "sub.example.ne.jp", "example.or.jp", "post.example.net"),
)
