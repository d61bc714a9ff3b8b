"""Looking over a question pack before a city uses it."""

from dataclasses import dataclass, field

from liaison.demographics.queries.packs import Pack, Question, Words, get_pack
from liaison.languages import LANGUAGES

KINDS = frozenset({"one", "several", "list"})


@dataclass
class Findings:
    """Errors forbid using the pack; warnings are for a person to weigh."""

    errors: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def lint_pack(pack: Pack) -> Findings:
    """What is wrong with a pack, and what is doubtful, in words for whoever wrote it."""
    found = Findings()
    keys = [question.key for question in pack.questions]
    repeated = {key for key in keys if keys.count(key) > 1}
    found.errors += [f"{key}: asked twice" for key in sorted(repeated)]
    if pack.minors and pack.minors[0] not in keys:
        found.errors.append(f"minors: there is no question {pack.minors[0]}")
    for question in pack.questions:
        _look_over(question, found)
    _compare_with_core(pack, found)
    for name, words in (("title", pack.title_words), ("why_we_ask", pack.reason_words)):
        _look_for_languages(name, words, found)
    return found


def _look_over(question: Question, found: Findings) -> None:
    codes = [choice.code for choice in question.choices]
    if question.kind not in KINDS:
        found.errors.append(f"{question.key}: kind is {question.kind}, not one of {sorted(KINDS)}")
    if len(codes) != len(set(codes)):
        found.errors.append(f"{question.key}: a code is used twice")
    if any("+" in code for code in codes):
        found.errors.append(f"{question.key}: a code may not contain +, which joins codes")
    if question.exclusive and question.exclusive not in codes:
        found.errors.append(f"{question.key}: there is no choice {question.exclusive}")
    if not question.used_in:
        found.warnings.append(f"{question.key}: nothing uses the answers, so do not ask (used_in)")
    if not question.reason_words["en"]:
        found.warnings.append(f"{question.key}: people are not told why it is asked (why_we_ask)")
    _look_for_languages(question.key, question.prompt_words, found)
    for choice in question.choices:
        if choice.language is None:
            _look_for_languages(f"{question.key}.{choice.code}", choice.words, found)


def _look_for_languages(name: str, words: Words, found: Findings) -> None:
    missing = [tag for tag in LANGUAGES if not words.get(tag)]
    if missing:
        found.warnings.append(f"{name}: no words in {', '.join(missing)}")


def _compare_with_core(pack: Pack, found: Findings) -> None:
    """Other packs may ask more; what the core asks they must ask with the same answers."""
    core = {question.key: question for question in get_pack().questions}
    for question in pack.questions:
        same = core.get(question.key)
        if same is None:
            continue
        if [choice.code for choice in question.choices] != [choice.code for choice in same.choices]:
            found.errors.append(
                f"{question.key}: the city-wide pack fixes its answers; "
                "ask for more detail in a question of your own"
            )
        elif question.kind != same.kind:
            found.errors.append(f"{question.key}: the city-wide pack fixes its kind, {same.kind}")
