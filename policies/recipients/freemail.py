"""Providers of mailboxes that anyone can have: free mail, access providers, mobile carriers.

A known address there says nothing about its neighbours, so such a domain is never
known as a whole. Written by hand, 2026; subdomains count (OCN and others give each
customer one).
"""

from functools import lru_cache

from policies.envelope import Address, within

_WORLD = """
gmail.com googlemail.com outlook.com outlook.jp outlook.de outlook.fr outlook.es outlook.it
outlook.kr outlook.in outlook.co.th outlook.com.br hotmail.com hotmail.co.jp hotmail.co.uk
hotmail.de hotmail.fr hotmail.it hotmail.es live.com live.jp live.co.uk live.de live.fr live.nl
live.it msn.com passport.com yahoo.com ymail.com rocketmail.com yahoo.co.uk yahoo.de yahoo.fr
yahoo.it yahoo.es yahoo.ca yahoo.in yahoo.co.in yahoo.com.au yahoo.com.br yahoo.com.sg
yahoo.com.hk yahoo.com.tw yahoo.com.vn yahoo.com.ph yahoo.co.id yahoo.co.th yahoo.co.kr
myyahoo.com aol.com aim.com aol.de aol.jp icloud.com me.com mac.com privaterelay.appleid.com
proton.me protonmail.com protonmail.ch pm.me tutanota.com tutanota.de tuta.com tuta.io
tutamail.com keemail.me mail.com email.com usa.com europe.com asia.com gmx.com gmx.us gmx.net
gmx.de gmx.at gmx.ch gmx.fr web.de freenet.de t-online.de arcor.de mailbox.org posteo.de
posteo.net mail.de email.de online.de vodafone.de kabelmail.de bluewin.ch hispeed.ch orange.fr
wanadoo.fr free.fr laposte.net sfr.fr neuf.fr bbox.fr libero.it virgilio.it alice.it tiscali.it
tin.it inwind.it terra.es telefonica.net ziggo.nl kpnmail.nl hetnet.nl telenet.be skynet.be
btinternet.com sky.com virginmedia.com talktalk.net ntlworld.com comcast.net verizon.net att.net
sbcglobal.net bellsouth.net cox.net charter.net earthlink.net juno.com shaw.ca rogers.com
sympatico.ca bigpond.com optusnet.com.au xtra.co.nz mail.ru bk.ru inbox.ru list.ru internet.ru
yandex.ru yandex.com ya.ru rambler.ru ukr.net wp.pl o2.pl onet.pl interia.pl op.pl seznam.cz
email.cz centrum.cz azet.sk freemail.hu citromail.hu abv.bg mail.bg sapo.pt uol.com.br bol.com.br
terra.com.br ig.com.br qq.com foxmail.com vip.qq.com 163.com vip.163.com 126.com yeah.net sina.com
sina.cn sohu.com aliyun.com 139.com 189.cn 21cn.com tom.com naver.com hanmail.net daum.net
nate.com kakao.com hinet.net pchome.com.tw rediffmail.com zoho.com zohomail.com zohomail.jp
fastmail.com fastmail.fm hushmail.com hey.com duck.com mozmail.com simplelogin.com lycos.com
inbox.com rediff.com walla.co.il walla.com mailfence.com runbox.com disroot.org riseup.net cock.li
mailinator.com guerrillamail.com sharklasers.com yopmail.com 10minutemail.com temp-mail.org
trashmail.com getnada.com dispostable.com
"""

_JAPAN = """
yahoo.co.jp ybb.ne.jp yahoo.ne.jp ymail.ne.jp excite.co.jp goo.jp mail.goo.ne.jp infoseek.jp
livedoor.com rakuten.jp nifty.com nifty.ne.jp biglobe.ne.jp mail.biglobe.ne.jp so-net.ne.jp
so-net.jp ocn.ne.jp plala.or.jp dion.ne.jp au.com auone.jp auone-net.jp odn.ne.jp odn.jp
asahi-net.or.jp asahi-net.jp dti.ne.jp dream.com hi-ho.ne.jp wakwak.com eonet.ne.jp
zeus.eonet.ne.jp commufa.jp tcom.ne.jp t-com.ne.jp tnc.ne.jp sannet.ne.jp bbexcite.jp
interlink.or.jp highway.ne.jp gol.com coara.or.jp justnet.ne.jp people-i.ne.jp infoweb.ne.jp
mbn.or.jp zaq.ne.jp zaq.jp jcom.home.ne.jp jcom.zaq.ne.jp home.ne.jp itscom.jp itscom.net
catv.ne.jp katch.ne.jp pikara.ne.jp megaegg.ne.jp enjoy.ne.jp qtnet.ne.jp bbiq.jp nns.ne.jp
ctk.ne.jp netyou.jp lcv.ne.jp kcn.jp kcn.ne.jp cts.ne.jp docomo.ne.jp dwmail.jp mopera.net
mopera.ne.jp ezweb.ne.jp uqmobile.jp biz.ezweb.ne.jp softbank.ne.jp i.softbank.jp softbank.jp
vodafone.ne.jp jp-c.ne.jp jp-d.ne.jp jp-h.ne.jp jp-k.ne.jp jp-n.ne.jp jp-q.ne.jp jp-r.ne.jp
jp-s.ne.jp jp-t.ne.jp disney.ne.jp disneymobile.ne.jp willcom.com pdx.ne.jp wm.pdx.ne.jp
ymobile.ne.jp ymobile1.ne.jp yahoo-mobile.jp emobile.ne.jp emnet.ne.jp rakumail.jp
rakuten-mobile.jp mineo.jp iijmio-mail.jp uqwimax.jp wimax.jp inter7.jp freemail.ne.jp kitty.jp
hotmail.jp gmail.jp mail.yahoo.co.jp
"""

FREEMAIL = frozenset((_WORLD + _JAPAN).split())


def is_freemail(domain: str, more: frozenset[str] = frozenset()) -> bool:
    """Whether the domain (lower-case A-labels) is, or is below, one of the providers'.

    ``more`` are providers that the directory names.
    """
    return _is_well_known(domain) or within(domain, more)


@lru_cache(16_384)  # asked several times about each recipient
def _is_well_known(domain: str) -> bool:
    return within(domain, FREEMAIL)


def house(address: Address) -> str:
    """Whom an address belongs to: its domain; at a provider, nobody but itself."""
    return address.key if is_freemail(address.domain) else address.domain
