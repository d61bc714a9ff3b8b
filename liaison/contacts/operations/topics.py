"""The city's list of topics."""

import re
from collections.abc import Iterable

from sqlalchemy import select

from liaison.audit.operations import record
from liaison.contacts.models import Topic, TopicName
from liaison.db import db
from liaison.permissions import Actor

# What people ask their city about most, in the languages of the interface. A city changes it.
STARTER_TOPICS: tuple[tuple[str, dict[str, str]], ...] = (
    (
        "Housing and rent",
        {
            "es": "Vivienda y alquiler",
            "zh-Hans": "住房和房租",
            "vi": "Nhà ở và tiền thuê",
            "ar": "السكن والإيجار",
        },
    ),
    (
        "Food",
        {"es": "Alimentos", "zh-Hans": "食物", "vi": "Thực phẩm", "ar": "الغذاء"},
    ),
    (
        "Health care",
        {
            "es": "Atención médica",
            "zh-Hans": "医疗",
            "vi": "Chăm sóc sức khỏe",
            "ar": "الرعاية الصحية",
        },
    ),
    (
        "Mental health",
        {
            "es": "Salud mental",
            "zh-Hans": "心理健康",
            "vi": "Sức khỏe tâm thần",
            "ar": "الصحة النفسية",
        },
    ),
    (
        "Jobs and training",
        {
            "es": "Empleo y capacitación",
            "zh-Hans": "工作和培训",
            "vi": "Việc làm và đào tạo",
            "ar": "العمل والتدريب",
        },
    ),
    (
        "Money and benefits",
        {
            "es": "Dinero y beneficios",
            "zh-Hans": "经济和福利",
            "vi": "Tiền bạc và trợ cấp",
            "ar": "المال والإعانات",
        },
    ),
    (
        "Immigration",
        {"es": "Inmigración", "zh-Hans": "移民", "vi": "Di trú", "ar": "الهجرة"},
    ),
    (
        "Schools and learning",
        {
            "es": "Escuelas y aprendizaje",
            "zh-Hans": "学校和学习",
            "vi": "Trường học và học tập",
            "ar": "المدارس والتعلّم",
        },
    ),
    (
        "Child care and youth",
        {
            "es": "Cuidado de niños y jóvenes",
            "zh-Hans": "托儿和青少年",
            "vi": "Giữ trẻ và thanh thiếu niên",
            "ar": "رعاية الأطفال والشباب",
        },
    ),
    (
        "Older people",
        {"es": "Personas mayores", "zh-Hans": "老年人", "vi": "Người cao tuổi", "ar": "كبار السن"},
    ),
    (
        "Disability and access",
        {
            "es": "Discapacidad y acceso",
            "zh-Hans": "残障和无障碍",
            "vi": "Khuyết tật và tiếp cận",
            "ar": "الإعاقة وسهولة الوصول",
        },
    ),
    (
        "Parks and playgrounds",
        {
            "es": "Parques y áreas de juego",
            "zh-Hans": "公园和游乐场",
            "vi": "Công viên và sân chơi",
            "ar": "الحدائق والملاعب",
        },
    ),
    (
        "Streets and sidewalks",
        {
            "es": "Calles y aceras",
            "zh-Hans": "街道和人行道",
            "vi": "Đường phố và vỉa hè",
            "ar": "الشوارع والأرصفة",
        },
    ),
    (
        "Buses, trains and traffic",
        {
            "es": "Autobuses, trenes y tránsito",
            "zh-Hans": "公交、火车和交通",
            "vi": "Xe buýt, tàu và giao thông",
            "ar": "الحافلات والقطارات والمرور",
        },
    ),
    (
        "Trash and recycling",
        {
            "es": "Basura y reciclaje",
            "zh-Hans": "垃圾和回收",
            "vi": "Rác và tái chế",
            "ar": "النفايات وإعادة التدوير",
        },
    ),
    (
        "Water and power",
        {
            "es": "Agua y electricidad",
            "zh-Hans": "水和电",
            "vi": "Nước và điện",
            "ar": "الماء والكهرباء",
        },
    ),
    (
        "Noise and neighbours",
        {
            "es": "Ruido y vecinos",
            "zh-Hans": "噪音和邻里",
            "vi": "Tiếng ồn và hàng xóm",
            "ar": "الضوضاء والجيران",
        },
    ),
    (
        "Safety",
        {"es": "Seguridad", "zh-Hans": "安全", "vi": "An toàn", "ar": "السلامة"},
    ),
    (
        "Language help",
        {
            "es": "Ayuda con el idioma",
            "zh-Hans": "语言帮助",
            "vi": "Trợ giúp ngôn ngữ",
            "ar": "المساعدة اللغوية",
        },
    ),
    (
        "Other",
        {"es": "Otro tema", "zh-Hans": "其他", "vi": "Chủ đề khác", "ar": "موضوع آخر"},
    ),
)


def add_starter_topics(*, actor: Actor) -> list[Topic]:
    """Give a new city its first topics; those it has already are left as they are."""
    known = set(db.session.scalars(select(Topic.key)))
    added = []
    for order, (name, names) in enumerate(STARTER_TOPICS):
        if topic_key(name) not in known:
            topic = create_topic(actor=actor, name=name, sort_order=order)
            db.session.add_all(
                TopicName(topic_id=topic.id, language=tag, name=words)
                for tag, words in names.items()
            )
            added.append(topic)
    db.session.flush()
    return added


def create_topic(*, actor: Actor, name: str, sort_order: int = 1000) -> Topic:
    """A new topic; its key is made of its name."""
    topic = Topic(key=topic_key(name), name=name, sort_order=sort_order)
    record(actor, "create_topic", topic)
    return topic


def create_missing_topics(*, actor: Actor, names: Iterable[str]) -> dict[str, Topic]:
    """The topics of these names by key, created where the city has none. Order as first named."""
    wanted: dict[str, str] = {}
    for name in names:
        wanted.setdefault(topic_key(name), name)
    found = {
        topic.key: topic for topic in db.session.scalars(select(Topic).where(Topic.key.in_(wanted)))
    }
    return found | {
        key: create_topic(actor=actor, name=name)
        for key, name in wanted.items()
        if key not in found
    }


def topic_key(name: str) -> str:
    """One key for every way of writing a name: HOUSING_and  rent and Housing and rent are one."""
    words = re.findall(r"\w+", name.casefold().replace("_", " "))
    return "-".join(words) or name.casefold()
