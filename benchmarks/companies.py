"""Made-up company domains like those of a Japanese directory, and mistakes made in them."""

import random
from collections.abc import Iterator

_SURNAMES = """
sato suzuki takahashi tanaka ito watanabe yamamoto nakamura kobayashi kato yoshida yamada sasaki
yamaguchi matsumoto inoue kimura hayashi saito shimizu yamazaki mori ikeda hashimoto abe ishikawa
yamashita nakajima ishii ogawa maeda okada hasegawa fujita goto kondo murakami endo aoki sakamoto
fujii nishimura fukuda ota miura okamoto matsuda nakagawa fujiwara nakano harada ono tamura
takeuchi kaneko wada nakayama ishida ueda morita hara shibata sakai kudo yokoyama miyazaki
miyamoto uchida takagi ando taniguchi ohno maruyama imai takada fujimoto takeda murata ueno
sugiyama masuda sugawara hirano otsuka kojima chiba kubo matsui iwasaki sakurai kinoshita noguchi
matsuo kikuchi nomura arai sano sugimoto iwamoto hamada hirata kawaguchi furukawa onishi honda
toda yano mizuno ozawa tsuchiya nagai kitamura homma kawasaki hoshino oshima nishida yasuda
hamamoto tsuji ichikawa otani kurihara
"""
_PLACES = """
tokyo osaka nagoya yokohama kobe kyoto fukuoka sapporo sendai hiroshima niigata shizuoka hamamatsu
okayama kumamoto kagoshima kanazawa toyama nagano gifu mie nara wakayama tottori shimane yamaguchi
tokushima kagawa ehime kochi saga nagasaki oita okinawa aomori iwate akita yamagata fukushima
ibaraki tochigi gunma saitama chuo minami kita higashi nishi kanto kansai tohoku kyushu hokkaido
chugoku shikoku setouchi nihon nippon fuji asahi sakura taiyo daiwa toyo meiji showa heiwa kyoei
sanyo
"""
_TRADES = """
denki shoji kogyo kensetsu sangyo bussan seisakusho unyu soko tetsudo insatsu shokuhin yakuhin
kagaku kinzoku kikai jidosha fudosan hoken shoken ginko shintaku kaikei zeimu horitsu tokkyo
sekkei komuten doboku zoen seimitsu denshi tsushin joho keibi kaigo iryo byoin gakuen shuppan
kokoku eizo kanko ryokan shuzo seika nosan suisan mokuzai gomu garasu shigyo orimono butsuryu
shokai honten giken
"""
_ENGLISH = """
alpha apex arrow aurora beacon blue bridge bright cedar central clear cloud coast compass core
crest crystal delta digital dream eagle east echo edge ever fine first flow focus forest front
future global gold grand green harbor high horizon inter iron key land leaf life light link lotus
lumen magna maple meta micro mind mirai moon next noble north nova ocean omni open optic orbit
pacific peak pine pioneer prime pulse quantum rapid river rock royal sky smart solar sound spark
star stone summit sun swift terra titan tri true union unity vast vector vertex vision vital wave
west wind wise wonder zen zenith
"""
_ENDS = """
tech system systems works soft design holdings japan group net lab labs data solution solutions
service consulting partners trading logistics foods pharma medical energy motors electric media
studio create planning engineering materials chemical steel paper print bank capital insurance
travel hotel
"""
# Words that policies/recipients/company_words.py does not know.
_RARE = """
kobo sobi shosha gakki hozen kensa bunseki sokki seimen miso tofu nori chaya enjin keikaku ryoku
wakaba hikari kagayaki tsubasa hayabusa kirin sumire momiji azalea bloom cobalt dune ember flint
gale hazel ivory juniper karma lagoon merit nimbus onyx pebble quill raven sable tundra umber
velvet
"""
_HEADS = [
    "yama",
    "kawa",
    "ta",
    "naka",
    "mori",
    "ishi",
    "ko",
    "o",
    "matsu",
    "taka",
    "fuji",
    "naga",
    "oka",
    "hoshi",
    "ki",
    "kuro",
    "shira",
    "aka",
    "ao",
    "mizu",
]
_TAILS = [
    "da",
    "moto",
    "mura",
    "shima",
    "yama",
    "kawa",
    "naka",
    "saki",
    "zaki",
    "guchi",
    "no",
    "hara",
    "oka",
    "be",
    "zawa",
    "ta",
    "ki",
    "uchi",
    "tani",
    "mi",
]
_SUFFIXES = ("co.jp",) * 11 + ("jp",) * 4 + ("com",) * 3 + ("or.jp", "ne.jp")
_FAMILIES = tuple(sorted({*_SURNAMES.split(), *(a + b for a in _HEADS for b in _TAILS if a != b)}))
_JAPANESE = (*_FAMILIES, *_PLACES.split(), *_RARE.split())
_BUSINESS = (*_TRADES.split(), *_RARE.split())
_WESTERN = (*_ENGLISH.split(), *_RARE.split())
_FINALS = tuple(_ENDS.split())
WORDS = frozenset(_FAMILIES)


def domain(rng: random.Random) -> str:
    """One company's domain: two or three words, a word, an abbreviation."""
    dash = rng.choice(("-", ""))
    kind = rng.random()
    if kind < 0.45:
        words = [rng.choice(_JAPANESE), rng.choice(_BUSINESS)]
    elif kind < 0.75:
        words = [rng.choice(_WESTERN), rng.choice(_FINALS)]
    elif kind < 0.85:
        words = [rng.choice(_JAPANESE), rng.choice(_JAPANESE), rng.choice(_BUSINESS)]
    elif kind < 0.93:
        letters = "abcdefghijkmnoprstuwy"
        words = ["".join(rng.choice(letters) for _ in range(rng.choice((3, 3, 4, 4, 5))))]
    else:
        words = [rng.choice(_JAPANESE), rng.choice(_FINALS), rng.choice(("", "", "j", "21"))]
    return f"{dash.join(word for word in words if word)}.{rng.choice(_SUFFIXES)}"


def domains(count: int, seed: int) -> list[str]:
    """So many domains of different names; the same for the same seed."""
    rng = random.Random(seed)
    found: dict[str, str] = {}
    while len(found) < count:
        made = domain(rng)
        found.setdefault(plain(made), made)
    return list(found.values())


def plain(name: str) -> str:
    """The name alone, without hyphens and suffix."""
    return name.partition(".")[0].replace("-", "")


def _insertion(core: str, rng: random.Random) -> str:
    at = rng.randrange(1, len(core) + 1)
    return core[:at] + rng.choice("aeioukstnrmy") + core[at:]


def _deletion(core: str, rng: random.Random) -> str:
    at = rng.randrange(1, len(core))
    return core[:at] + core[at + 1 :]


def _substitution(core: str, rng: random.Random) -> str:
    at = rng.randrange(1, len(core))
    return core[:at] + rng.choice("aeioukstnrmy") + core[at + 1 :]


def _keyboard(core: str, rng: random.Random) -> str:
    rows = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
    places = [(n, row) for n, c in enumerate(core) for row in rows if c in row]
    at, row = rng.choice(places)
    key = row.index(core[at])
    return core[:at] + row[key + 1 if key + 1 < len(row) else key - 1] + core[at + 1 :]


def _swap(core: str, rng: random.Random) -> str:
    at = rng.randrange(len(core) - 1)
    return core[:at] + core[at + 1] + core[at] + core[at + 2 :]


def _doubled(core: str, rng: random.Random) -> str:
    at = rng.randrange(len(core))
    return core[: at + 1] + core[at:]


def _digit(core: str, _: random.Random) -> str:
    return core.replace("o", "0", 1) if "o" in core else core.replace("i", "1", 1)


def _cyrillic(core: str, _: random.Random) -> str:
    return core.translate(str.maketrans("aeocpxy", "аеосрху"))


def mistakes(name: str, rng: random.Random) -> Iterator[tuple[str, str]]:
    """One mistake of each class that this domain allows, by the name of the class."""
    core, _, suffix = name.partition(".")
    one = (_insertion, _deletion, _substitution, _keyboard, _swap, _doubled, _digit, _cyrillic)
    for make in one:
        yield make.__name__.strip("_"), f"{make(core, rng).strip('-')}.{suffix}"
    slips = (_keyboard, _swap, _doubled, _deletion)
    yield "two slips", f"{rng.choice(slips)(rng.choice(slips)(core, rng), rng).strip('-')}.{suffix}"
    yield "two substitutions", f"{_substitution(_substitution(core, rng), rng)}.{suffix}"
    if "m" in core:
        yield "rn for m", f"{core.replace('m', 'rn', 1)}.{suffix}"
    if "-" in core:
        yield "hyphen dropped", f"{core.replace('-', '')}.{suffix}"
    yield (
        "other suffix",
        f"{core}.{rng.choice([s for s in ('com', 'jp', 'co.jp', 'ne.jp') if s != suffix])}",
    )
    yield "mistyped suffix", f"{core}.{suffix[:-1] + 'o' if suffix.endswith('jp') else 'con'}"
    yield (
        "dot dropped",
        f"{core}{suffix}.com" if suffix == "jp" else f"{core}.{suffix.replace('.', '')}",
    )
    yield "known.evil", f"{name}.mail-gate.com"
    yield "known-jp.com", f"{core}-{suffix.replace('.', '-')}.com"
