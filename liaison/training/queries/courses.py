"""Reading courses and their words."""

from collections.abc import Sequence

from sqlalchemy import case, select
from sqlalchemy.orm import joinedload, selectinload

from liaison.db import db
from liaison.errors import NotFound
from liaison.training.models.course import Course, CourseText


def list_courses(*, is_active: bool = True) -> Sequence[Course]:
    """All that are taught, with their words, by key."""
    asked = select(Course).options(selectinload(Course.texts)).order_by(Course.key)
    return db.session.scalars(asked.where(Course.is_active) if is_active else asked).all()


def find_course(key: str) -> Course | None:
    """With its words."""
    asked = select(Course).options(joinedload(Course.texts)).where(Course.key == key)
    return db.session.scalars(asked).unique().one_or_none()


def get_course(key: str) -> Course:
    """With its words. Raises NotFound."""
    course = find_course(key)
    if course is None:
        raise NotFound
    return course


def words_of(course: Course, language: str) -> CourseText:
    """Its words for this reader: in their language, else in English, else in the first there is."""
    by_language = {text.language: text for text in course.texts}
    return by_language.get(language) or by_language.get("en") or course.texts[0]


def get_words(key: str, language: str) -> CourseText:
    """The words of a course for this reader, in one statement. Raises NotFound."""
    found = db.session.scalar(
        select(CourseText)
        .where(CourseText.course == key)
        .order_by(
            case((CourseText.language == language, 0), (CourseText.language == "en", 1), else_=2),
            CourseText.language,
        )
        .limit(1)
    )
    if found is None:
        raise NotFound
    return found
