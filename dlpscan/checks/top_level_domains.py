"""Which endings are top-level domains, as far as mailboxes use them."""

from __future__ import annotations

# ISO 3166-1 codes in use as domains, and uk, eu, su, ac (IANA root zone, 2026-11).
_COUNTRIES = frozenset(
    "ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs bt "
    "bw by bz ca cc cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg er "
    "es et eu fi fj fk fm fo fr ga gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht "
    "hu id ie il im in io iq ir is it je jm jo jp ke kg kh ki km kn kp kr kw ky kz la lb lc li lk lr "
    "ls lt lu lv ly ma mc md me mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw mx my mz na nc ne nf ng "
    "ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw sa sb sc sd "
    "se sg sh si sk sl sm sn so sr ss st su sv sx sy sz tc td tf tg th tj tk tl tm tn to tr tt tv tw "
    "tz ua ug uk us uy uz va vc ve vg vi vn vu wf ws ye yt za zm zw".split()
)
# Generic ones that carry mailboxes, and those that RFC 2606 and RFC 6761 set aside for examples and tests.
_GENERIC = frozenset(
    "com net org edu gov mil int info biz name pro mobi asia tel jobs coop aero museum post travel "
    "app dev xyz top site online shop store club vip wang ink ltd group work tech fun win live link "
    "email cloud art law fit plus chat ren city company love team space world today life host press "
    "wiki design games bank insurance finance capital consulting international global media news "
    "agency center systems solutions services studio zone digital network software technology "
    "university school academy health care hospital clinic dental example test invalid localhost corp "
    "internal lan".split()
)


def is_known(label: str) -> bool:
    """Say whether *label*, in lower case, is a top-level domain of mailboxes; A-labels are."""
    return label in _COUNTRIES or label in _GENERIC or label.startswith("xn--")
