# ruff: noqa: E501, SIM905 - documents and word lists
"""A third part with its own names, wording and layouts; written last, and only its totals were read."""

from collections.abc import Callable

from tests.corpus.personal_data import notation as n
from tests.corpus.personal_data.documents import Made, Maker
from tests.corpus.personal_data.notation import Someone, tag
from tests.corpus.personal_data.pools import Pool, _triples

FRESH = Pool(
    surnames=_triples(
        "上野/ウエノ/Ueno 内田/ウチダ/Uchida 榊原/サカキバラ/Sakakibara 城之内/ジョウノウチ/Jonouchi 須藤/スドウ/Sudo 田所/タドコロ/Tadokoro 土屋/ツチヤ/Tsuchiya "
        "永田/ナガタ/Nagata 西村/ニシムラ/Nishimura 野口/ノグチ/Noguchi 平野/ヒラノ/Hirano 福田/フクダ/Fukuda 牧野/マキノ/Makino 水谷/ミズタニ/Mizutani 柳沢/ヤナギサワ/Yanagisawa "
        "横山/ヨコヤマ/Yokoyama 渡部/ワタベ/Watabe 秋田/アキタ/Akita 岡山/オカヤマ/Okayama 徳島/トクシマ/Tokushima 森/モリ/Mori 辻/ツジ/Tsuji 谷口/タニグチ/Taniguchi 島袋/シマブクロ/Shimabukuro "
        "大和田/オオワダ/Owada 安西/アンザイ/Anzai 河合/カワイ/Kawai 今井/イマイ/Imai 三浦/ミウラ/Miura 菊地/キクチ/Kikuchi 本間/ホンマ/Homma 下村/シモムラ/Shimomura"
    ),
    given=_triples(
        "俊介/シュンスケ/Shunsuke 千尋/チヒロ/Chihiro 博之/ヒロユキ/Hiroyuki 美穂/ミホ/Miho 優斗/ユウト/Yuto 彩香/アヤカ/Ayaka 正夫/マサオ/Masao 久美子/クミコ/Kumiko "
        "涼/リョウ/Ryo 楓/カエデ/Kaede 智也/トモヤ/Tomoya みどり/ミドリ/Midori 秀明/ヒデアキ/Hideaki 奈々/ナナ/Nana 敏子/トシコ/Toshiko 龍之介/リュウノスケ/Ryunosuke "
        "紗希/サキ/Saki 進/ススム/Susumu 絵里/エリ/Eri 貴大/タカヒロ/Takahiro 弥生/ヤヨイ/Yayoi 大地/ダイチ/Daichi めぐみ/メグミ/Megumi 保/タモツ/Tamotsu"
    ),
    west_first=tuple(
        "Christopher Elizabeth Matthew Margaret Anthony Dorothy Kenneth Rachel Ryan Samantha Jonas Ingrid Camille Pablo Heather".split()
    ),
    west_last=tuple(
        "Moore Jackson Harris Nelson Mitchell Roberts Turner Parker Bennett Coleman Fischer Lefebvre Moreno Petersen Novak".split()
    ),
    places=(
        ("171", "東京都", "豊島区", "南池袋"),
        ("183", "東京都", "府中市", "宮西町"),
        ("210", "神奈川県", "川崎市川崎区", "駅前本町"),
        ("541", "大阪府", "大阪市中央区", "船場中央"),
        ("670", "兵庫県", "姫路市", "本町"),
        ("790", "愛媛県", "松山市", "大街道"),
        ("870", "大分県", "大分市", "府内町"),
        ("950", "新潟県", "新潟市中央区", "万代"),
        ("602", "京都府", "京都市上京区", "今出川通烏丸東入玄武町"),
        ("310", "茨城県", "水戸市", "三の丸"),
        ("069", "北海道", "江別市", "野幌町"),
        ("907", "沖縄県", "石垣市", "美崎町"),
    ),
    west_places=(
        ("15 Elm Street", "Denver, CO 80203"),
        ("270 Lakeview Drive", "Austin, TX 73301"),
        ("6 Church Lane", "Leeds LS2 7EW"),
        ("Bahnhofstraße 41", "80335 München"),
        ("27 rue Nationale", "59800 Lille"),
    ),
    buildings=(
        "ハイツ桜 202",
        "シャトー南池袋703号",
        "コーポみどり1-105",
        "プラザ本町9F",
        "市営団地12棟303号室",
    ),
    companies=(
        "株式会社内田機工",
        "東都商事株式会社",
        "福田薬品㈱",
        "有限会社ツジ石材",
        "平野精密工業株式会社",
        "社会福祉法人若葉会",
        "(株)牧野フーズ",
        "ミズタニ運送株式会社",
        "秋田木材協同組合",
    ),
    departments=tuple(
        "経営企画部 資材課 第一営業課 お客様相談室 開発部 品質管理課 店舗運営部".split()
    ),
    titles=tuple("課長補佐 支店長 常務 工場長 係長 執行役員 主査".split()),
    diseases=tuple(
        "双極性障害 心房細動 肺がん 潰瘍性大腸炎 高尿酸血症 メニエール病 アトピー性皮膚炎 前立腺がん 子宮筋腫 慢性腎臓病 不眠症".split()
    ),
    products=(
        "福田みそ 750g",
        "内田式クランプ",
        "ステンレスボウル 18cm",
        "HDMIケーブル 2m",
        "三浦大根",
        "辻利抹茶 100g",
        "電動ドライバー",
        "養生テープ 緑",
    ),
    domains=("example.ne.jp", "a.example.co.jp", "example.org", "web.example.com"),
)


def _kv(m: Maker, pairs: list[tuple[str, str]]) -> str:
    style = m.rng.choice(
        ["【{}】{}", "■{}：{}", "{}\t{}", "・{}　{}", "{} = {}", "{}\n{}", "[{}] {}"]
    )
    return "\n".join(style.format(a, b) for a, b in pairs)


def numbered(m: Maker) -> Made:
    people = m.people(6, 25)
    lines = ["ご予約のお客様（3月分）"] + [
        f"{i + 1}. {p.name()}様（{2025 - p.year}歳）{p.tel(mobile=True)}"
        for i, p in enumerate(people)
    ]
    return Made("customer_list", "\n".join(lines), len(people))


def markdown(m: Maker) -> Made:
    people = m.people(5, 25)
    rows = ["| 申込者 | 連絡先 | 住所 |", "|---|---|---|"] + [
        f"| {p.name()} | {p.tel()} | {p.address(pref=True)} |" for p in people
    ]
    return Made("customer_list", "イベント申込一覧\n\n" + "\n".join(rows), len(people))


def class_list(m: Maker) -> Made:
    children = m.people(6, 25)
    rows = ["出席番号,児童氏名,ふりがな,保護者氏名,緊急連絡先"]
    total = 0
    for i, child in enumerate(children):
        parent = n.someone(m.rng, m.pool)
        parent.surname = child.surname
        while parent.given == child.given:
            parent.given = m.rng.choice(m.pool.given)
        total += 2
        rows.append(
            f"{i + 1},{child.name()},{child.kana('hira')},{parent.name()},{parent.tel(mobile=True)}"
        )
    return Made("other", "\n".join(rows), total)


def staff(m: Maker) -> Made:
    people = m.people(6, 40)
    rows = ["社員CD\t社員氏名\tカナ氏名\t配属部署\t採用年月日\t生年月日\t個人メール\tマイナンバー"]
    rows += [
        f"{m.rng.randint(1000, 9999)}\t{p.name()}\t{p.kana('half')}\t{m.rng.choice(m.pool.departments)}\t{n.date_form(m.rng, m.rng.randint(1990, 2024), 4, 1)}\t{p.birth()}\t{p.email()}\t{tag('MY_NUMBER', n.my_number(m.rng))}"
        for p in people
    ]
    return Made("employee_list", "全社員データ（人事部作成）\n" + "\n".join(rows), len(people))


def club(m: Maker) -> Made:
    people = m.people(6, 40)
    rows = ["会員NO;会員氏名;〒;住所;TEL;会費納入"] + [
        f"{i + 101};{p.name()};{p.zip(mark=False)};{p.address()};{p.tel()};済"
        for i, p in enumerate(people)
    ]
    return Made("member_list", "\n".join(rows), len(people))


def aligned(m: Maker) -> Made:
    people = m.people(6, 25)
    rows = ["氏名        電話番号        生年月日"] + [
        f"{p.name()}    {tag('PHONE', p.mobile)}    {p.birth()}" for p in people
    ]
    return Made("customer_list", "顧客台帳\n" + "\n".join(rows), len(people))


def addresses(m: Maker) -> Made:
    people = m.people(5, 20)
    blocks = [f"{p.zip()}\n{p.address(pref=True)}\n{p.name()} 様" for p in people]
    return Made("customer_list", "\n\n".join(blocks), len(people))


def headers(m: Maker) -> Made:
    a, b, c = (n.someone(m.rng, m.pool) for _ in range(3))
    text = f"-----Original Message-----\nFrom: {a.name()} <{a.email()}>\nSent: Monday, March 3, 2025 9:12 AM\nTo: {b.name()} <{b.email()}>\nCc: {c.name()} <{c.email()}>\nSubject: RE: 納品の件\n\n{b.sur()}様\n\n{a.sur()}です。承知いたしました。図面は2025年3月5日に差し替えます。\n"
    return Made("business_mail", text, 3)


def letter(m: Maker) -> Made:
    a, b = (n.someone(m.rng, m.pool) for _ in range(2))
    text = f"{m.rng.choice(m.pool.departments)}各位\n\nお疲れ様です、{b.sur()}です。\n{m.rng.choice(m.pool.companies)}の{a.sur()}様（{a.tel(mobile=True)}）より、{m.rng.choice(m.pool.products)}の追加注文をいただきました。\n受注番号：{n.parcel(m.rng)}\n折り返しのご連絡をお願いします。\n\n{m.rng.choice(m.pool.departments)}　{b.name()}\n"
    return Made("business_mail", text, 2)


def chat(m: Maker) -> Made:
    a, b = (n.someone(m.rng, m.pool) for _ in range(2))
    text = f"{a.sur()}さん、{b.sur()}さん\n先ほどの件ですが、{a.sur()}さんに確認をお願いします。\n配送は{b.sur()}さんが手配済みです。秋田支店と徳島工場には連絡済み。\n"
    return Made("business_mail", text, 2 if a.surname != b.surname else 1)


def referral(m: Maker) -> Made:
    p, d = (n.someone(m.rng, m.pool) for _ in range(2))
    pairs = [
        ("患者氏名", p.name()),
        ("生年月日", p.birth()),
        ("住所", p.address()),
        ("病名", tag("HEALTH", m.rng.choice(m.pool.diseases))),
        ("紹介元医師", d.name()),
    ]
    return Made("sensitive_report", "診療情報提供書\n" + _kv(m, pairs), 2, sensitive=True)


def incident(m: Maker) -> Made:
    p, w = (n.someone(m.rng, m.pool) for _ in range(2))
    kind, line = m.rng.choice(
        [
            ("CRIMINAL", "{p}氏は過去に{t}を受けている。"),
            ("CREED", "本人（{p}）は{t}であると述べた。"),
            ("CRIME_VICTIM", "{p}さんが帰宅途中に{t}に遭った。"),
            ("HEALTH", "{p}さんは{t}で通院している。"),
        ]
    )
    term = {
        "CRIMINAL": "有罪判決",
        "CREED": "イスラム教徒",
        "CRIME_VICTIM": "ひったくり被害",
        "HEALTH": m.rng.choice(m.pool.diseases),
    }[kind]
    text = f"聞き取り記録\n聞き取り日 2025.6.{m.rng.randint(1, 28)}\n記録者 {w.name()}\n{line.format(p=p.name(), t=tag(kind, term))}\n"
    return Made("sensitive_report", text, 2, sensitive=True)


def form(m: Maker) -> Made:
    p = n.someone(m.rng, m.pool)
    ids = [
        ("個人番号", tag("MY_NUMBER", n.my_number(m.rng))),
        ("免許証番号", tag("DRIVER_LICENSE", n.licence(m.rng))),
        (
            "基礎年金番号",
            tag("PENSION_NUMBER", f"{m.rng.randint(1000, 9999)}-{m.rng.randint(100000, 999999)}"),
        ),
        ("パスポート番号", tag("PASSPORT", f"MU{m.rng.randint(1000000, 9999999)}")),
        ("口座番号", tag("BANK_ACCOUNT", str(m.rng.randint(1000000, 9999999)))),
        ("被保険者番号", tag("INSURED_NUMBER", str(m.rng.randint(10000000, 99999999)))),
        ("保険者番号", tag("INSURER_NUMBER", n.insurer(m.rng))),
        ("在留カード番号", tag("RESIDENCE_CARD", f"CD{m.rng.randint(10000000, 99999999)}EF")),
        ("クレジットカード番号", tag("CREDIT_CARD", n.card(m.rng))),
    ]
    pairs = [
        ("氏名", p.name()),
        ("フリガナ", p.kana("full")),
        ("生年月日", p.birth()),
        ("ご住所", p.address()),
        ("電話", p.tel()),
        *m.rng.sample(ids, 3),
        ("受付番号", n.parcel(m.rng)),
    ]
    return Made("other", "届出内容\n" + _kv(m, pairs), 1)


def card(m: Maker) -> Made:
    p, o = (n.someone(m.rng, m.pool) for _ in range(2))
    text = f"{m.rng.choice(m.pool.companies)}\n{m.rng.choice(m.pool.departments)}　{m.rng.choice(m.pool.titles)}\n\n{tag('PERSON', '　'.join([p.surname[0], p.given[0]]))}\n{p.romaji()}\n\n{o.zip(optional=True)}\n{o.address(optional=True)}\n電話 {o.tel(mobile=False, optional=True)}（代表）\n携帯 {p.tel(mobile=True)}\n{p.email()}"
    return Made("business_card", text, 1)


def slip(m: Maker) -> Made:
    a, b = (n.someone(m.rng, m.pool) for _ in range(2))
    text = f"宅配便 発送伝票　No.{n.parcel(m.rng)}\n[お届け先] {a.zip()} {a.address()}\n{a.name()}様　電話 {a.tel()}\n[ご依頼主] {b.zip()} {b.address()}\n{b.name()}　電話 {b.tel()}\n品名：{m.rng.choice(m.pool.products)}　個数：1　着払"
    return Made("package_slip", text, 2)


def resume(m: Maker) -> Made:
    p = n.someone(m.rng, m.pool)
    text = f"職務経歴書\n\n氏名 {p.name()}\n生年月日 {p.birth()}\n連絡先 {p.tel(mobile=True)} / {p.email()}\n\n■職務経歴\n{p.year + 23}年4月～ {m.rng.choice(m.pool.companies)}（従業員320名）\n法人営業を担当。\n■資格\n普通自動車免許（{p.year + 19}年取得）\n■自己PR\n粘り強く取り組みます。"
    return Made("cv", text, 1)


def checkup(m: Maker) -> Made:
    people = m.people(4, 25)
    rows = ["受診者,受診日,BMI,血圧,総合判定,既往歴"] + [
        f"{p.name()},2025/6/3,{m.rng.randint(180, 290) / 10},{tag('HEALTH', f'{m.rng.randint(100, 150)}/{m.rng.randint(60, 95)}', optional=True)},{m.rng.choice('ABCD')},{tag('HEALTH', m.rng.choice(m.pool.diseases)) if m.rng.random() < 0.5 else '特になし'}"
        for p in people
    ]
    rows[1] = rows[1].rsplit(",", 1)[0] + "," + tag("HEALTH", m.rng.choice(m.pool.diseases))
    return Made("health_check", "従業員健診データ\n" + "\n".join(rows), len(people), sensitive=True)


def family(m: Maker) -> Made:
    p = n.someone(m.rng, m.pool)
    given = m.rng.sample([g for g in m.pool.given if g != p.given], 3)
    rows = "\n".join(
        f"{tag('PERSON', p.surname[0] + ' ' + g[0])}\t{r}\t{tag('BIRTH_DATE', f'{m.rng.randint(1950, 2018)}/{m.rng.randint(1, 12)}/3')}"
        for g, r in zip(given, ["妻", "長女", "父"], strict=True)
    )
    return Made(
        "insurance_family",
        f"健康保険被扶養者届\n被保険者証の記号・番号：{tag('INSURED_NUMBER', f'{m.rng.randint(100, 999)}-{m.rng.randint(1000, 9999)}')}\n被保険者 {p.name()}\n被扶養者氏名\t続柄\t生年月日\n{rows}",
        4,
    )


def camera(m: Maker) -> Made:
    p = n.someone(m.rng, m.pool)
    return Made(
        "cctv",
        f"監視カメラ映像の閲覧記録\n録画日時：2025-07-{m.rng.randint(10, 28)} 02:15\n場所：第2倉庫\n映っていた人物：{p.name()}（顔・服装から特定）\n静止画を警備会社へ提供",
        1,
    )


def english_form(m: Maker) -> Made:
    rng = m.rng
    a, b = rng.choice(m.pool.west_first), rng.choice(m.pool.west_last)
    street, city = rng.choice(m.pool.west_places)
    number = rng.randint(10_000_000, 99_999_999)
    ssn = f"{rng.randint(101, 665)}-{rng.randint(10, 99)}-{rng.randint(1000, 9999)}"
    born = (
        f"{rng.randint(1, 28)} {rng.choice(('March', 'July', 'October'))} {rng.randint(1950, 2002)}"
    )
    dni = f"{number}" + "TRWAGMYFPDXBNJZSQVHLCKE"[number % 23]
    passport = f"XK{rng.randint(1000000, 9999999)}"
    ids = [
        f"IBAN: {tag('IBAN', n.iban(rng))}",
        f"SSN: {tag('NATIONAL_ID', ssn)}",
        f"DNI: {tag('NATIONAL_ID', dni)}",
        f"Credit card: {tag('CREDIT_CARD', n.card(rng))}",
        f"Passport number: {tag('PASSPORT', passport)}",
    ]
    phone = f"+44 161 496 0{rng.randint(100, 999)}"
    text = (
        f"Contact name: {tag('PERSON', a + ' ' + b)}\nAddress: {tag('ADDRESS', street + ', ' + city)}\n"
        f"Phone: {tag('PHONE', phone)}\nDate of birth: {tag('BIRTH_DATE', born)}\n{rng.choice(ids)}\n"
        f"Order no: {rng.randint(10**15, 10**16 - 1)}\n"
    )
    return Made("other", text, 1, lang="en")


def english_note(m: Maker) -> Made:
    a, b, c = m.rng.sample(m.pool.west_last, 3)
    x, y, z = m.rng.sample(m.pool.west_first, 3)
    text = f"Hi {tag('PERSON', x)},\n\n{tag('PERSON', f'{y} {b}')} from purchasing asked for the June forecast. Ms. {tag('PERSON', c, 'surname')} will join the call on Tuesday, May 6.\n\nThanks,\n{tag('PERSON', f'{z} {a}')}\n"
    return Made("business_mail", text, 4, lang="en")


def clean_news(m: Maker) -> Made:
    text = m.rng.choice(
        [
            "秋田県・岡山県・徳島県の各店舗は3月末で閉店します。健康保険証の切替についてのお知らせです。氏名、生年月日の変更がある方は総務へ。",
            "森林浴ツアー参加者募集。定員20名、参加費4,800円。申込用紙に氏名と電話番号をご記入ください。",
            "上野動物園の最寄りは上野駅です。横山大観展は5月10日まで。平野部では雪になる見込みです。",
            "糖尿病や高血圧の方のための食事セミナーを開きます。講師は管理栄養士が務めます。",
            "千葉工場の設備点検（西村製ポンプ3台）を7月15日に行います。永田町方面は通行止めです。",
        ]
    )
    return Made(
        "newsletter", text + "\n" + m.rng.choice(m.pool.products) + "も好評販売中。", 0, clean=True
    )


def clean_stock(m: Maker) -> Made:
    rows = ["部品コード,部品名,メーカー,単価,ロットNo,検査日"] + [
        f"{m.rng.randint(100, 999)}-{m.rng.randint(1000, 9999)},{m.rng.choice(m.pool.products)},{m.rng.choice(m.pool.companies)},{m.rng.randint(10, 9999)},{n.parcel(m.rng)},{n.date_form(m.rng, 2025, 3, m.rng.randint(1, 28))}"
        for _ in range(m.rng.randint(6, 50))
    ]
    return Made("product_list", "\n".join(rows), 0, clean=True)


def clean_order(m: Maker) -> Made:
    text = f"ご注文確認\n注文番号 {m.rng.randint(10**11, 10**12 - 1)}\n決済番号: {n.luhn(m.rng, '4', 16)}\n追跡番号 {n.parcel(m.rng)}\n商品 {m.rng.choice(m.pool.products)} x2 / JAN {n.jan(m.rng)}\n法人番号 {n.corporate(m.rng)}\n出荷予定 2025年8月{m.rng.randint(1, 28)}日\n"
    return Made("other", text, 0, clean=True)


def clean_config(m: Maker) -> Made:
    text = f"[server]\nhost = 10.0.{m.rng.randint(0, 255)}.12\nport = 8443\nmax_connections = {m.rng.randint(100, 900)}\nbuild = 20250{m.rng.randint(100, 131)}\ncommit = {m.rng.getrandbits(160):040x}\nlicense = AB12-CD34-EF56-{m.rng.randint(1000, 9999)}\nAuthor-Team: Platform\nsession={m.rng.getrandbits(128):032x}\n"
    return Made("code", text, 0, clean=True, lang="en")


def clean_sales(m: Maker) -> Made:
    rows = ["地域\t店舗数\t売上（千円）\t前年比"] + [
        f"{r}\t{m.rng.randint(3, 90)}\t{m.rng.randint(10000, 9999999):,}\t{m.rng.randint(80, 120)}%"
        for r in "北海道 秋田県 福島県 千葉県 石川県 岡山県 徳島県 宮崎県 長崎県 大分県".split()
    ]
    return Made("other", "2025年度 地域別実績\n" + "\n".join(rows), 0, clean=True)


PERSONAL: list[Callable[[Maker], Made]] = [
    numbered,
    markdown,
    class_list,
    staff,
    club,
    aligned,
    addresses,
    headers,
    letter,
    chat,
    referral,
    incident,
    form,
    card,
    slip,
    resume,
    checkup,
    family,
    camera,
    english_form,
    english_note,
]
CLEAN: list[Callable[[Maker], Made]] = [
    clean_news,
    clean_stock,
    clean_order,
    clean_config,
    clean_sales,
]
__all__ = ["CLEAN", "FRESH", "PERSONAL", "Someone"]
