"""What in a short statement may name somebody or lead to them. It warns whoever reads it first; it refuses nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from yidu.common.text import normalise
from yidu.people.models import Committee, Person

# Numbers are read as people write them: with spaces and dashes in between.
_NUMBER = re.compile(r"\d(?:[\s\-]?\d){6,}[\s\-]?[\dXx]?")
_ACCOUNT = re.compile(r"(?:微信|QQ|v信|@)\s*(?:号)?\s*[:：]?\s*[\w.\-]{4,}|[\w.\-]+@[\w\-]+\.[a-z]{2,}", re.IGNORECASE)
_DOOR = re.compile(r"\d+\s*(?:栋|幢|号楼)\s*(?:\d+\s*单元\s*)?\d+\s*(?:室|号|－|-)")
_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛范彭郎鲁韦马苗凤方俞任袁"
    "柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵汪祁毛米贝明臧计成戴宋庞熊纪舒"
    "屈项祝董梁杜阮蓝季贾路娄江童颜郭梅盛林钟徐邱骆高夏蔡田樊胡凌霍万柯卢莫房丁邓洪包左石崔吉龚程邢裴陆荣翁甘厉武刘景詹"
    "龙叶黎白蒲卓乔谭冉向古易廖辛简曾沙丰关查游权岳晏庄聂覃"
)
_CALLED = re.compile(
    rf"[{_SURNAMES}](?:某{{1,2}}|[\u4e00-\u9fff]{{0,2}}?"
    r"(?:先生|女士|小姐|阿姨|大爷|大妈|师傅|老板|经理|主任|书记|局长|处长|科长|镇长|村长|队长|老师|医生|警官|法官|律师))"
)
_OLD = re.compile(rf"[老小](?:[{_SURNAMES}])(?![\u4e00-\u9fff]*(?:小区|社区|院|路|街))")


def warnings(text: str, committee: Committee) -> list[str]:
    """Sentences for the moderator; none where nothing was found, which does not say that there is nothing."""
    plain = normalise(text)
    return [*_in_words(plain), *_of_those_known(plain, committee)]


def _in_words(text: str) -> Iterator[str]:
    for pattern, said in (
        (_NUMBER, _("A long number, perhaps a telephone or an identity card: %(what)s")),
        (_ACCOUNT, _("An account or an address: %(what)s")),
        (_DOOR, _("Somebody's door: %(what)s")),
        (_CALLED, _("Perhaps a person: %(what)s")),
        (_OLD, _("Perhaps a person: %(what)s")),
    ):
        if found := pattern.search(text):
            yield said % {"what": found[0]}


def _of_those_known(text: str, committee: Committee) -> Iterator[str]:
    """People who have or had a role at the committee, by their whole names."""
    pieces = {text[at : at + size] for size in (2, 3, 4) for at in range(len(text) - size + 1)}
    names = Person.objects.filter(name__in=pieces, appointments__committee=committee).values_list("name", flat=True)
    for name in sorted(set(names)):
        yield _("A person known here: %(what)s") % {"what": name}
