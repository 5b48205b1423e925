"""Persons, their signatures and what they write; two pools that share nobody and no sentence."""

import random
from dataclasses import dataclass


@dataclass(frozen=True)
class Person:
    name: str
    address: str
    company: str
    unit: str
    postal: str
    phone: str
    fax: str
    mobile: str
    url: str
    lang: str


_RAW: dict[str, dict[str, list[tuple[str, str, str, str, str, str, str, str]]]] = {
    "dev": {
        "ja": [
            (
                "佐々木 恵",
                "m-sasaki@takao-bussan.example.jp",
                "高尾物産株式会社",
                "営業第二部",
                "〒192-0046 東京都八王子市明神町4-9-9",
                "042-555-0101",
                "042-555-0102",
                "090-5555-0103",
            ),
            (
                "山口 大輔",
                "yamaguchi@sunrise-kk.example.co.jp",
                "サンライズ工業㈱",
                "資材課",
                "〒460-0008 愛知県名古屋市中区栄9-8-7",
                "052-555-0111",
                "052-555-0112",
                "080-5555-0113",
            ),
            (
                "井上 由美子",
                "yumiko.inoue@hoken-net.example.co.jp",
                "(株)ほけんネット",
                "カスタマーセンター",
                "〒812-0011 福岡県福岡市博多区博多駅前9-1",
                "092-555-0121",
                "092-555-0122",
                "070-5555-0123",
            ),
            (
                "森 健太郎",
                "k.mori@morino-sekkei.example.jp",
                "有限会社森野設計",
                "設計室 主任",
                "〒604-8001 京都府京都市中京区木屋町通三条上る",
                "075-555-0131",
                "075-555-0132",
                "090-5555-0133",
            ),
            (
                "岡田 奈々",
                "nana@okada-office.example.jp",
                "岡田行政書士事務所",
                "代表",
                "〒650-0001 兵庫県神戸市中央区加納町9-9",
                "078-555-0141",
                "078-555-0142",
                "080-5555-0143",
            ),
        ],
        "en": [
            (
                "Grace Whitfield",
                "grace.whitfield@larkspur.example.com",
                "Larkspur Logistics Ltd",
                "Head of Operations",
                "8 Wharf Road, Bristol BS1 6ZZ",
                "+44 117 496 0101",
                "+44 117 496 0102",
                "+44 7700 900111",
            ),
            (
                "Tom Becker",
                "tbecker@redwood-mills.example.net",
                "Redwood Mills Inc.",
                "Sales Manager",
                "900 Pine Street, Portland, OR 97201",
                "503-555-0121",
                "503-555-0122",
                "(503) 555-0123",
            ),
            (
                "Priya Raman",
                "priya@ramanlaw.example.org",
                "Raman & Partners LLP",
                "Associate",
                "77 King Street West, Suite 400",
                "416-555-0131",
                "416-555-0132",
                "416-555-0133",
            ),
            (
                "Owen Hale",
                "owen.hale@skyline.example.com",
                "Skyline Builders",
                "Purchasing",
                "3 Quay Lane, Cork",
                "+353 21 555 0141",
                "+353 21 555 0142",
                "+353 85 555 0143",
            ),
        ],
        "de": [
            (
                "Katrin Vogel",
                "k.vogel@vogel-technik.example.de",
                "Vogel Technik GmbH",
                "Vertrieb Innendienst",
                "Industriestraße 12, 70565 Stuttgart",
                "0711 555-0101",
                "0711 555-0102",
                "0170 5550103",
            ),
            (
                "Stefan Brückner",
                "brueckner@hansa-log.example.de",
                "Hansa Logistik AG",
                "Leiter Einkauf",
                "Am Kai 3, 28195 Bremen",
                "+49 421 5550111",
                "+49 421 5550112",
                "+49 171 5550113",
            ),
            (
                "Ute Lindner",
                "lindner@kanzlei-lindner.example.com",
                "Kanzlei Lindner & Kollegen",
                "Rechtsanwältin",
                "Marktplatz 5, 01067 Dresden",
                "0351 / 555 01 21",
                "0351 / 555 01 22",
                "0172 5550123",
            ),
        ],
        "fr": [
            (
                "Hélène Marchand",
                "h.marchand@atelier-loire.example.fr",
                "Atelier de la Loire SARL",
                "Responsable achats",
                "14 rue des Tanneurs, 37000 Tours",
                "02 55 50 01 01",
                "02 55 50 01 02",
                "06 55 50 01 03",
            ),
            (
                "Julien Caron",
                "julien.caron@transcaron.example.fr",
                "TransCaron SAS",
                "Directeur commercial",
                "8 boulevard Voltaire, 69003 Lyon",
                "+33 4 55 50 11 11",
                "+33 4 55 50 11 12",
                "+33 6 55 50 11 13",
            ),
        ],
        "es": [
            (
                "Lucía Herrera",
                "lherrera@olivares-sl.example.es",
                "Olivares del Sur S.L.",
                "Departamento de ventas",
                "Calle Mayor 21, 41001 Sevilla",
                "955 550 101",
                "955 550 102",
                "655 550 103",
            ),
            (
                "Javier Molina",
                "jmolina@molina-legal.example.es",
                "Molina Abogados",
                "Socio",
                "Avenida de la Paz 4, 28001 Madrid",
                "+34 91 555 01 11",
                "+34 91 555 01 12",
                "+34 655 55 01 13",
            ),
        ],
        "it": [
            (
                "Chiara Fontana",
                "c.fontana@fontana-srl.example.it",
                "Fontana S.r.l.",
                "Ufficio acquisti",
                "Via Roma 15, 20121 Milano",
                "02 5555 0101",
                "02 5555 0102",
                "335 555 0103",
            ),
            (
                "Paolo Riva",
                "p.riva@rivamarmi.example.it",
                "Riva Marmi SpA",
                "Direttore",
                "Piazza Duomo 2, 54033 Carrara",
                "+39 0585 550111",
                "+39 0585 550112",
                "+39 335 5550113",
            ),
        ],
        "pt": [
            (
                "Beatriz Lopes",
                "beatriz@lopes-ltda.example.com.br",
                "Lopes Comercial Ltda",
                "Gerente de compras",
                "Rua das Flores 100, 01310-100 São Paulo",
                "+55 11 5555-0101",
                "+55 11 5555-0102",
                "+55 11 95555-0103",
            ),
            (
                "Tiago Neves",
                "tneves@portomar.example.pt",
                "Portomar Lda",
                "Área comercial",
                "Avenida da Boavista 9, 4100-111 Porto",
                "+351 22 555 0111",
                "+351 22 555 0112",
                "+351 91 555 0113",
            ),
        ],
        "nl": [
            (
                "Sanne de Wit",
                "s.dewit@dewit-bloemen.example.nl",
                "De Wit Bloemen B.V.",
                "Verkoop",
                "Prinsengracht 10, 1015 DV Amsterdam",
                "020 555 0101",
                "020 555 0102",
                "06 5555 0103",
            ),
            (
                "Bram Kuipers",
                "bram@kuipers-bouw.example.nl",
                "Kuipers Bouw B.V.",
                "Inkoop",
                "Stationsweg 4, 3511 ED Utrecht",
                "+31 30 555 0111",
                "+31 30 555 0112",
                "+31 6 5555 0113",
            ),
        ],
        "zh": [
            (
                "王 丽华",
                "lihua.wang@jinhai.example.cn",
                "金海贸易有限公司",
                "采购部 经理",
                "上海市浦东新区世纪大道999号",
                "+86 21 5555 0101",
                "+86 21 5555 0102",
                "139 5555 0103",
            ),
            (
                "陈 志强",
                "chenzq@hengda-tech.example.com.cn",
                "恒达科技有限公司",
                "销售部",
                "深圳市南山区科技路88号",
                "+86 755 5555 0111",
                "+86 755 5555 0112",
                "138 5555 0113",
            ),
        ],
        "ko": [
            (
                "김 민수",
                "minsu.kim@hangang.example.kr",
                "한강물산 주식회사",
                "영업부 과장",
                "서울시 마포구 양화로 99",
                "02-555-0101",
                "02-555-0102",
                "010-5555-0103",
            ),
            (
                "이 서연",
                "sylee@daehan-tech.example.co.kr",
                "㈜대한테크",
                "구매팀",
                "부산시 해운대구 센텀로 12",
                "051-555-0111",
                "051-555-0112",
                "010-5555-0113",
            ),
        ],
    },
    "held": {
        "ja": [
            (
                "長谷川 潤",
                "hasegawa.jun@nishi-denki.example.co.jp",
                "株式会社西電機製作所",
                "技術部 技術二課",
                "〒331-0812 埼玉県さいたま市北区宮原町9-77",
                "048-555-0161",
                "048-555-0162",
                "090-5550-0163",
            ),
            (
                "小川 真理",
                "mari-ogawa@ogawa-shoten.example.jp",
                "合資会社小川商店",
                "経理担当",
                "〒380-0801 長野県長野市箱清水9-9-9",
                "026-555-0171",
                "026-555-0172",
                "080-5550-0173",
            ),
            (
                "藤原 誠司",
                "s_fujiwara@setouchi-kaiun.example.co.jp",
                "瀬戸内海運株式会社",
                "運航管理センター長",
                "〒734-0011 広島県広島市南区宇品海岸9-1",
                "082-555-0181",
                "082-555-0182",
                "070-5550-0183",
            ),
            (
                "西村 あかね",
                "nishimura@akane-law.example.jp",
                "あかね法律事務所",
                "弁護士",
                "〒060-0042 北海道札幌市中央区大通西9-9",
                "011-555-0191",
                "011-555-0192",
                "090-5550-0193",
            ),
        ],
        "en": [
            (
                "Nora Ellison",
                "nora.ellison@brightwater.example.org",
                "Brightwater Trust",
                "Programme Officer",
                "22 Canal Walk, Manchester M1 5ZZ",
                "+44 161 496 0201",
                "+44 161 496 0202",
                "+44 7700 900222",
            ),
            (
                "Marcus Doyle",
                "mdoyle@fairview-parts.example.com",
                "Fairview Parts LLC",
                "Account Executive",
                "4100 Lake Avenue, Chicago, IL 60601",
                "312-555-0211",
                "312-555-0212",
                "312-555-0213",
            ),
            (
                "Ingrid Solberg",
                "ingrid@solberg-marine.example.net",
                "Solberg Marine Ltd",
                "Fleet Engineer",
                "9 Harbour Road, Aberdeen AB11 5ZZ",
                "+44 1224 555 0221",
                "+44 1224 555 0222",
                "+44 7700 900223",
            ),
        ],
        "de": [
            (
                "Monika Hartwig",
                "m.hartwig@hartwig-bau.example.de",
                "Hartwig Bau GmbH & Co. KG",
                "Projektleitung",
                "Lindenallee 44, 45127 Essen",
                "+49 201 555 0201",
                "+49 201 555 0202",
                "+49 160 5550203",
            ),
            (
                "Dr. Felix Arnold",
                "felix.arnold@uni-musterstadt.example.de",
                "Universität Musterstadt",
                "Institut für Mechanik",
                "Campusring 7, 99084 Erfurt",
                "0361 555-0211",
                "0361 555-0212",
                "0151 55502130",
            ),
        ],
        "fr": [
            (
                "Sophie Lambert",
                "slambert@lambert-avocats.example.fr",
                "Cabinet Lambert",
                "Avocate associée",
                "3 place Bellecour, 69002 Lyon",
                "04 55 50 02 01",
                "04 55 50 02 02",
                "07 55 50 02 03",
            ),
            (
                "Marc Delorme",
                "marc.delorme@usine-nord.example.fr",
                "Usine du Nord SA",
                "Chef de projet",
                "25 rue Nationale, 59000 Lille",
                "+33 3 55 50 02 11",
                "+33 3 55 50 02 12",
                "+33 7 55 50 02 13",
            ),
        ],
        "es": [
            (
                "Marta Iglesias",
                "m.iglesias@naviera-norte.example.es",
                "Naviera Norte S.A.",
                "Responsable de compras",
                "Calle del Puerto 8, 48009 Bilbao",
                "+34 94 555 02 01",
                "+34 94 555 02 02",
                "+34 666 55 02 03",
            ),
            (
                "Andrés Vidal",
                "avidal@clinicavidal.example.es",
                "Clínica Vidal",
                "Director",
                "Avenida Diagonal 300, 08013 Barcelona",
                "935 550 211",
                "935 550 212",
                "677 550 213",
            ),
        ],
        "it": [
            (
                "Giulia Moretti",
                "giulia.moretti@studiomoretti.example.it",
                "Studio Moretti",
                "Consulente",
                "Via Garibaldi 31, 16124 Genova",
                "010 555 0201",
                "010 555 0202",
                "347 555 0203",
            ),
            (
                "Luca Bassi",
                "l.bassi@bassi-meccanica.example.it",
                "Bassi Meccanica S.r.l.",
                "Ufficio vendite",
                "Via Emilia 99, 41121 Modena",
                "+39 059 5550211",
                "+39 059 5550212",
                "+39 340 5550213",
            ),
        ],
        "pt": [
            (
                "Carla Mendes",
                "carla.mendes@mendes-adv.example.com.br",
                "Mendes Advogados",
                "Sócia",
                "Rua Augusta 1500, 01304-001 São Paulo",
                "+55 11 5555-0201",
                "+55 11 5555-0202",
                "+55 11 95555-0203",
            ),
            (
                "Rui Tavares",
                "rui@tavares-vinhos.example.pt",
                "Tavares Vinhos S.A.",
                "Diretor",
                "Rua do Douro 12, 5050-225 Peso da Régua",
                "+351 254 555 021",
                "+351 254 555 022",
                "+351 96 555 0213",
            ),
        ],
        "nl": [
            (
                "Femke Jansen",
                "f.jansen@jansen-zaden.example.nl",
                "Jansen Zaden B.V.",
                "Logistiek",
                "Dorpsstraat 55, 2631 CR Nootdorp",
                "+31 15 555 0201",
                "+31 15 555 0202",
                "+31 6 5555 0203",
            ),
            (
                "Ruben Smit",
                "ruben.smit@haven-advies.example.nl",
                "Haven Advies N.V.",
                "Adviseur",
                "Coolsingel 3, 3011 AD Rotterdam",
                "010 555 0211",
                "010 555 0212",
                "06 5555 0213",
            ),
        ],
        "zh": [
            (
                "刘 敏",
                "liumin@dongfang-pack.example.cn",
                "东方包装有限公司",
                "销售经理",
                "广州市天河区体育路66号",
                "+86 20 5555 0201",
                "+86 20 5555 0202",
                "136 5555 0203",
            ),
            (
                "赵 建国",
                "zhao.jg@beifang-steel.example.com.cn",
                "北方钢铁集团",
                "技术部",
                "北京市朝阳区建国路77号",
                "+86 10 5555 0211",
                "+86 10 5555 0212",
                "137 5555 0213",
            ),
        ],
        "ko": [
            (
                "박 지훈",
                "jihoon.park@seohae.example.kr",
                "서해상사 주식회사",
                "구매팀 대리",
                "인천시 남동구 예술로 77",
                "032-555-0201",
                "032-555-0202",
                "010-5550-0203",
            ),
            (
                "최 유나",
                "yuna@choi-design.example.co.kr",
                "최디자인연구소",
                "이사",
                "대전시 유성구 대학로 31",
                "042-555-0211",
                "042-555-0212",
                "010-5550-0213",
            ),
        ],
    },
}


def people(pool: str, lang: str) -> list[Person]:
    return [
        Person(n, a, c, u, p, t, f, m, "https://www." + a.partition("@")[2] + "/", lang)
        for n, a, c, u, p, t, f, m in _RAW[pool][lang]
    ]


_RULES = {
    "dev": [
        "━" * 20,
        "＝" * 18,
        "-" * 34,
        "*" * 34,
        "◆◇" * 10,
        "□■" * 9,
        "+-" * 15,
        "_/" * 16,
        "=" * 40,
        "＿" * 16,
        "〓" * 14,
    ],
    "held": [
        "─" * 24,
        "◇" * 14 + "◆",
        "* * * * * * * * * * * *",
        "~" * 36,
        "／" * 20,
        "▽△" * 10,
        "・・・・・・・・・・・・・・・・",
        "┏" + "━" * 18 + "┓",
        ":" * 30,
        "☆★" * 9,
        "-=" * 16,
    ],
}


def signature(person: Person, rng: random.Random, pool: str) -> tuple[list[str], bool]:
    """The lines of a signature, and whether ``-- `` may stand before it."""
    p = person
    if p.lang == "ja":
        rule = rng.choice(_RULES[pool])
        body = rng.choice(
            [
                [
                    f"{p.company}　{p.unit}",
                    f"　　{p.name}",
                    p.postal,
                    f"TEL: {p.phone}　FAX: {p.fax}",
                    f"携帯: {p.mobile}",
                    f"E-mail: {p.address}",
                    f"URL: {p.url}",
                ],
                [
                    p.company,
                    f"{p.unit} {p.name}",
                    p.postal,
                    f"ＴＥＬ {p.phone}（直通）",
                    f"ＦＡＸ {p.fax}",
                    f"メール：{p.address}",
                ],
                [
                    f"{p.name} / {p.company}",
                    f"{p.unit}",
                    f"Tel {p.phone} / Mobile {p.mobile}",
                    f"<{p.address}>",
                ],
            ]
        )
        form = rng.randrange(5)
        if form == 0:
            return [rule, *body, rule], False
        if form == 1:
            return [rule, *body], False
        if form == 2:
            return body, True
        if form == 3:
            return [rule, *body, rule[::-1]], False
        return body, False
    labels = {
        "en": ("Phone", "Fax", "Mobile"),
        "de": ("Tel.", "Fax", "Mobil"),
        "fr": ("Tél.", "Fax", "Portable"),
        "es": ("Tel.", "Fax", "Móvil"),
        "it": ("Tel.", "Fax", "Cell."),
        "pt": ("Tel.", "Fax", "Celular"),
        "nl": ("Tel.", "Fax", "Mobiel"),
        "zh": ("电话", "传真", "手机"),
        "ko": ("전화", "팩스", "휴대폰"),
    }[p.lang]
    body = rng.choice(
        [
            [
                p.name,
                f"{p.unit}, {p.company}",
                p.postal,
                f"{labels[0]}: {p.phone} | {labels[1]}: {p.fax}",
                f"{labels[2]}: {p.mobile}",
                p.address,
            ],
            [p.name, p.unit, p.company, f"{labels[0]} {p.phone}", p.address, p.url],
            [
                f"{p.name} | {p.company}",
                p.postal,
                f"{labels[0]}: {p.phone}",
                f"E-Mail: {p.address}",
            ],
        ]
    )
    return body, rng.random() < 0.5


GREETING = {
    "ja": ["お世話になっております。", "いつもお世話になります。", "お疲れ様です。"],
    "en": ["Hello,", "Hi all,", "Dear colleagues,"],
    "de": ["Guten Tag,", "Hallo zusammen,"],
    "fr": ["Bonjour,"],
    "es": ["Hola:", "Buenos días,"],
    "it": ["Buongiorno,"],
    "pt": ["Olá,", "Bom dia,"],
    "nl": ["Goedemiddag,", "Beste,"],
    "zh": ["您好："],
    "ko": ["안녕하세요."],
}
CLOSING = {
    "ja": [
        "よろしくお願いいたします。",
        "以上、よろしくお願いします。",
        "何卒よろしくお願い申し上げます。",
    ],
    "en": ["Kind regards,", "Best regards", "Thanks,"],
    "de": ["Mit freundlichen Grüßen", "Viele Grüße"],
    "fr": ["Cordialement,"],
    "es": ["Saludos cordiales,", "Un saludo,"],
    "it": ["Cordiali saluti,"],
    "pt": ["Atenciosamente,", "Cumprimentos,"],
    "nl": ["Met vriendelijke groet,"],
    "zh": ["谢谢！", "此致"],
    "ko": ["감사합니다."],
}
_SAID = {
    "dev": {
        "ja": [
            "見積書 {} の単価を見直しましたのでご確認ください。",
            "{} の納品は木曜の午後になる見込みです。",
            "契約更新 {} については法務の回答待ちです。",
            "先週の会議で決まった {} の担当を変更します。",
            "{} の不良率は二パーセントでした。",
            "振込先の変更 {} は経理にご連絡ください。",
        ],
        "en": [
            "The revised quote {} is two percent lower than before.",
            "Please keep {} between us until the board has met.",
            "We shipped {} on Thursday and it should arrive on Monday.",
            "The audit of {} found three open points.",
            "I have asked legal to look at {} again.",
        ],
        "de": [
            "Das Angebot {} wurde um zwei Prozent gesenkt.",
            "Bitte behandeln Sie {} bis zur Sitzung vertraulich im Team.",
            "Die Lieferung {} geht am Donnerstag raus.",
            "Zu {} fehlt noch die Unterschrift.",
        ],
        "fr": [
            "Le devis {} a été revu à la baisse.",
            "Merci de vérifier la commande {} avant vendredi.",
            "Le dossier {} attend la signature du directeur.",
        ],
        "es": [
            "El presupuesto {} se ha revisado a la baja.",
            "Por favor revise el pedido {} antes del viernes.",
            "Falta la firma en el contrato {}.",
        ],
        "it": [
            "Il preventivo {} è stato rivisto al ribasso.",
            "Vi prego di controllare l'ordine {} entro venerdì.",
            "Manca la firma sul contratto {}.",
        ],
        "pt": [
            "O orçamento {} foi revisto em baixa.",
            "Por favor verifique a encomenda {} até sexta-feira.",
            "Falta a assinatura no contrato {}.",
        ],
        "nl": [
            "De offerte {} is naar beneden bijgesteld.",
            "Controleer bestelling {} graag voor vrijdag.",
            "Op contract {} ontbreekt nog een handtekening.",
        ],
        "zh": [
            "报价单{}的单价已经重新核算，请确认。",
            "{}预计周四下午送达。",
            "合同{}还在等待法务部的答复。",
        ],
        "ko": [
            "견적서 {}의 단가를 다시 계산했으니 확인 부탁드립니다.",
            "{}은 목요일 오후에 도착할 예정입니다.",
            "계약 {}은 법무팀의 답변을 기다리고 있습니다.",
        ],
    },
    "held": {
        "ja": [
            "図番 {} の公差を厳しくできるか現場に聞いてみます。",
            "{} の請求が二重になっていないか見ていただけますか。",
            "来期の予算 {} は部長会で差し戻しになりました。",
            "{} の船積みは台風のため延期です。",
            "採用候補の {} さんには内々定を出しました。",
        ],
        "en": [
            "Can the workshop hold the tighter tolerance on {}?",
            "I think invoice {} was booked twice.",
            "The budget line {} was sent back by the committee.",
            "Storm warning: {} sails a day later.",
            "Nobody outside the team knows about {} yet.",
        ],
        "de": [
            "Kann die Werkstatt die Toleranz bei {} halten?",
            "Rechnung {} scheint doppelt gebucht zu sein.",
            "Der Posten {} wurde vom Ausschuss zurückgegeben.",
        ],
        "fr": [
            "L'atelier peut-il tenir la tolérance sur {} ?",
            "La facture {} semble comptée deux fois.",
            "Le budget {} a été renvoyé par le comité.",
        ],
        "es": [
            "¿Puede el taller mantener la tolerancia en {}?",
            "La factura {} parece contabilizada dos veces.",
            "El comité devolvió la partida {}.",
        ],
        "it": [
            "L'officina può tenere la tolleranza su {}?",
            "La fattura {} sembra registrata due volte.",
            "Il comitato ha respinto la voce {}.",
        ],
        "pt": [
            "A oficina consegue manter a tolerância em {}?",
            "A fatura {} parece lançada duas vezes.",
            "O comité devolveu a rubrica {}.",
        ],
        "nl": [
            "Kan de werkplaats de tolerantie op {} halen?",
            "Factuur {} lijkt dubbel geboekt.",
            "De commissie heeft post {} teruggestuurd.",
        ],
        "zh": ["车间能保证{}的公差吗？", "发票{}好像重复入账了。", "委员会退回了预算{}。"],
        "ko": [
            "작업장에서 {}의 공차를 맞출 수 있습니까?",
            "송장 {}이 이중으로 처리된 것 같습니다.",
            "위원회가 예산 {}을 반려했습니다.",
        ],
    },
}


def sentence(pool: str, lang: str, code: str, rng: random.Random) -> str:
    return rng.choice(_SAID[pool][lang]).format(code)


SUBJECTS = {
    "ja": "お見積りの件",
    "en": "Quotation",
    "de": "Angebot",
    "fr": "Devis",
    "es": "Presupuesto",
    "it": "Preventivo",
    "pt": "Orçamento",
    "nl": "Offerte",
    "zh": "报价单",
    "ko": "견적서",
}
OWN_SIGN = {
    "ja": "内線",
    "en": "ext.",
    "de": "Durchwahl",
    "fr": "poste",
    "es": "ext.",
    "it": "int.",
    "pt": "ramal",
    "nl": "toestel",
    "zh": "分机",
    "ko": "내선",
}
