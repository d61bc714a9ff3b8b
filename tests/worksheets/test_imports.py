"""Template files: what is taken, and what is said about what is not."""

import copy

import pytest
import yaml
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError

from liaison.db import db
from liaison.permissions import SYSTEM
from liaison.worksheets import imports, operations
from liaison.worksheets.models import Template, TemplateVersion

SMALL = """
schema: worksheet-template/1
key: small
version: 1.0.0
language: en
title: "Small"
defaults: {required: submit, evidence: optional, public: true}
sections:
  - key: one
    title: "One"
    questions:
      - {key: one.name, type: short_text, prompt: "Name?"}
      - {key: one.kind, type: single_choice, prompt: "Kind?", option_set: yes_partly_no}
      - {key: one.why, type: long_text, prompt: "Why?", show_if: {key: one.kind, in: ["no"]}}
action_plan: {required: submit, min_rows: 1, max_rows: 12}
revisit: {default_months: 6}
"""


def faults(**changes):
    """What is said of the small template with one of its questions changed."""
    source = yaml.safe_load(SMALL)
    position = changes.pop("position", 1)
    source["sections"][0]["questions"][position] |= changes
    with pytest.raises(imports.TemplateRefused) as refusal:
        imports.read_template(yaml.safe_dump(source), imports.shared_sets())
    return " ".join(refusal.value.problems)


@pytest.mark.pure
def test_the_shipped_guide_is_read_whole():
    template = Template.read(imports.read_shipped("equity-planning-guide"))
    questions = list(template.questions)
    assert (len(template.sections), len(questions)) == (9, 40)
    assert questions[1].options[1].label == "Service, programme or project"
    barriers = next(one for one in questions if one.key == "barriers.table")
    assert barriers.columns[0].options[0].value == "language"
    assert template.revisit_months == 6


@pytest.mark.pure
@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"type": "essay"}, "there is no question type 'essay'"),
        ({"key": "one.name"}, "two questions have this key"),
        ({"key": "One Name"}, "small letters"),
        ({"option_set": "nothing"}, "no list of choices called 'nothing'"),
        ({"options": [{"value": True, "label": "Yes"}]}, "put yes and no in quotes"),
        ({"prompt": ""}, "it has no prompt"),
        ({"required": "sometimes"}, "required must be one of never, submit"),
        ({"evidence": "plenty"}, "evidence must be one of none"),
        ({"max_words": "many"}, "max_words must be a whole number"),
        ({"colour": "red"}, "no such part of a question: colour"),
        ({"columns": [{"key": "a", "type": "number", "label": "A"}]}, "only a table has them"),
        ({"show_if": {"key": "one.why", "in": ["x"]}}, "only an earlier question"),
        ({"show_if": {"key": "one.name", "in": [False]}}, "put yes and no in quotes"),
    ],
)
def test_a_fault_is_named_with_its_question(changes, said):
    found = faults(**changes)
    assert said in found
    assert "one." in found or "One Name" in found


@pytest.mark.pure
@pytest.mark.parametrize("text", ["- [", "just words", "schema: worksheet-template/9"])
def test_what_is_no_template_at_all_is_refused(text):
    with pytest.raises(imports.TemplateRefused):
        imports.read_template(text, imports.shared_sets())


def test_a_version_is_published_once(session):
    body = imports.read_template(SMALL, imports.shared_sets())
    first = operations.publish_template(actor=SYSTEM, body=body)
    assert operations.publish_template(actor=SYSTEM, body=copy.deepcopy(body)) is first
    assert len(first.sha256) == 64


def test_a_changed_body_needs_a_new_version(session):
    body = imports.read_template(SMALL, imports.shared_sets())
    operations.publish_template(actor=SYSTEM, body=body)
    with pytest.raises(operations.TemplateChanged):
        operations.publish_template(actor=SYSTEM, body=body | {"title": "Other"})
    operations.publish_template(actor=SYSTEM, body=body | {"title": "Other", "version": "1.0.1"})


@pytest.mark.parametrize(
    "statement", [update(TemplateVersion).values(title="x"), delete(TemplateVersion)]
)
def test_a_published_version_is_never_changed(session, statement):
    imports.publish_shipped(actor=SYSTEM, key="equity-planning-guide")
    with pytest.raises(DBAPIError, match="append-only"), db.session.begin_nested():
        db.session.execute(statement)
