"""First tables, and triggers that keep history from being rewritten."""

from datetime import datetime, time, timezone
from pathlib import Path

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None

WORDS = Path(__file__).parents[1] / 'words'
APPEND_ONLY = (
    'audit_entry', 'template_version', 'action_step', 'event_step', 'liaison_step',
    'worksheet_step', 'answer_revision', 'sign_up_step', 'access_need_step',
    'booking_step', 'work_entry_step', 'enrolment_step', 'code_acceptance', 'liaison_ask',
    'payment_batch',
)
# what must be answered of each event before it is published
USUAL_QUESTIONS = ['step_free', 'accessible_toilet', 'interpreter_on_request']
# key, whether it is ours, and the name in English, Spanish, Chinese, Vietnamese and Arabic
KINDS_OF_EVENTS = (
    ('community_meeting', False, 'Community meeting we visit', 'Reunión comunitaria que visitamos',
     '我们参加的社区会议', 'Cuộc họp cộng đồng chúng tôi đến dự', 'اجتماع للمجتمع نزوره'),
    ('own_event', True, 'Our own event', 'Evento propio', '我们自己的活动',
     'Sự kiện của chúng tôi', 'فعالية ننظمها نحن'),
    ('tabling', True, 'Table, stall or pop-up', 'Puesto o módulo temporal', '摊位或快闪活动',
     'Gian hàng hoặc quầy lưu động', 'كشك أو ركن مؤقت'),
    ('focus_group', True, 'Focus group', 'Grupo de discusión', '焦点小组', 'Nhóm thảo luận',
     'مجموعة نقاش'),
    ('training', True, 'Training session', 'Sesión de capacitación', '培训课', 'Buổi tập huấn',
     'جلسة تدريب'),
    ('standing_meeting', True, 'Standing meeting', 'Reunión periódica', '定期会议',
     'Cuộc họp định kỳ', 'اجتماع دوري'),
    ('open_house', True, 'Open house', 'Puertas abiertas', '开放日', 'Ngày mở cửa tham quan',
     'يوم مفتوح'),
    ('workshop', True, 'Workshop or class', 'Taller o clase', '讲习班或课程',
     'Hội thảo hoặc lớp học', 'ورشة أو دورة'),
    ('meeting', True, 'Public meeting or hearing', 'Reunión o audiencia pública',
     '公开会议或听证会', 'Họp công khai hoặc phiên điều trần', 'اجتماع عام أو جلسة استماع'),
    ('mobile_office', True, 'Mobile office hours', 'Oficina móvil', '流动办公服务',
     'Giờ tiếp dân lưu động', 'ساعات مكتبية متنقلة'),
    ('contest', True, 'Tournament or contest', 'Torneo o concurso', '比赛或竞赛',
     'Giải đấu hoặc cuộc thi', 'بطولة أو مسابقة'),
    ('online', True, 'Online event', 'Evento en línea', '线上活动', 'Sự kiện trực tuyến',
     'فعالية عبر الإنترنت'),
    ('partner_event', False, 'Event of a partner or neighbours',
     'Evento de una organización asociada o de vecinos', '合作伙伴或邻里的活动',
     'Sự kiện của đối tác hoặc hàng xóm', 'فعالية لشريك أو للجيران'),
    ('other', True, 'Other', 'Otro', '其他', 'Khác', 'غير ذلك'),
)


def refuse_rewriting(table: str) -> None:
    """Rows of this table are only added."""
    if op.get_bind().dialect.name == 'sqlite':
        for verb in ('UPDATE', 'DELETE'):
            op.execute(
                f'CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} '
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
    else:
        op.execute(
            f'CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} '
            'FOR EACH ROW EXECUTE FUNCTION refuse_rewriting()'
        )


def make_refusal() -> None:
    if op.get_bind().dialect.name == 'postgresql':
        op.execute(
            'CREATE FUNCTION refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$ '
            "BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
        )


def add_kinds_of_events() -> None:
    """The kinds a city starts with; from then on they are the city's own."""
    kinds = sa.table('event_kind', *map(sa.column, ('key', 'name', 'is_ours', 'is_active', 'sort_order')))
    names = sa.table('event_kind_name', *map(sa.column, ('kind', 'language', 'name')))
    for place, (key, is_ours, english, *others) in enumerate(KINDS_OF_EVENTS):
        op.execute(kinds.insert().values(
            key=key, name=english, is_ours=is_ours, is_active=True, sort_order=place
        ))
        for language, name in zip(('es', 'zh-Hans', 'vi', 'ar'), others, strict=True):
            op.execute(names.insert().values(kind=key, language=language, name=name))


def add_rules_for_events() -> None:
    """The rules a city starts with; from then on they are the city's own."""
    days = {
        'place_days': 28, 'staff_days': 14, 'materials_days': 3, 'translations_days': 14,
        'interpreter_days': 8, 'close_days': 1, 'thank_days': 3, 'keep_days': 30,
    }
    columns = [sa.column(name) for name in ('id', 'offer_hours', *days)]
    columns.append(sa.column('close_time', sa.Time()))
    words = sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')
    columns += [sa.column(name, words) for name in ('required_access', 'text_languages')]
    op.execute(sa.table('event_rules', *columns).insert().values(
        id=1, **days, close_time=time(17), offer_hours=24,
        required_access=USUAL_QUESTIONS, text_languages=[],
    ))


def add_rules_for_liaisons() -> None:
    """As above."""
    rules = {
        'id': 1, 'quarter_minutes': 2400, 'quarter_asks': 12, 'yearly_cap_cents': 50_000,
        'renew_days': 60, 'idle_days': 30, 'answer_hours': 48,
    }
    columns = [sa.column(name) for name in rules]
    columns += [sa.column(name, sa.Time()) for name in ('quiet_from', 'quiet_until')]
    table = sa.table('liaison_rules', *columns)
    op.execute(table.insert().values(**rules, quiet_from=time(20), quiet_until=time(8)))


def add_code_of_conduct() -> None:
    """The first version of what liaisons promise; a city publishes the next ones itself."""
    codes = sa.table('code_of_conduct', sa.column('version'), sa.column('published_at', sa.DateTime(timezone=True)))
    texts = sa.table('code_of_conduct_text', *map(sa.column, ('version', 'language', 'words')))
    op.execute(codes.insert().values(version=1, published_at=datetime(2026, 1, 1, tzinfo=timezone.utc)))
    for file in sorted((WORDS / 'code-of-conduct-1').glob('*.txt')):
        words = file.read_text(encoding='utf-8').strip()
        op.execute(texts.insert().values(version=1, language=file.stem, words=words))


def upgrade() -> None:
    op.create_table('area_set',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('key', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('singular', sa.Text(), nullable=False),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('licence', sa.Text(), nullable=False),
    sa.Column('is_main', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_area_set')),
    sa.UniqueConstraint('key', name=op.f('uq_area_set_key'))
    )
    op.create_table('attempt',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('key_hash', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attempt'))
    )
    with op.batch_alter_table('attempt', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_attempt_kind_key_hash_at'), ['kind', 'key_hash', 'at'], unique=False)

    op.create_table('audit_entry',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('actor_id', sa.Uuid(), nullable=True),
    sa.Column('action', sa.Text(), nullable=False),
    sa.Column('subject_type', sa.Text(), nullable=False),
    sa.Column('subject_id', sa.Text(), nullable=True),
    sa.Column('changes', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit_entry'))
    )
    with op.batch_alter_table('audit_entry', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_audit_entry_actor_id'), ['actor_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_audit_entry_at'), ['at'], unique=False)
        batch_op.create_index(batch_op.f('ix_audit_entry_subject_type_subject_id'), ['subject_type', 'subject_id'], unique=False)

    op.create_table('background_job',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('arguments', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('state', sa.Enum('waiting', 'running', 'done', 'failed', name='jobstate', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('done_share', sa.Double(), nullable=False),
    sa.Column('asked_by_id', sa.Uuid(), nullable=True),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('result', sa.Text(), nullable=True),
    sa.Column('fault', sa.Text(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_background_job'))
    )
    with op.batch_alter_table('background_job', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_background_job_state'), ['state'], unique=False)

    op.create_table('city',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('accent', sa.Text(), nullable=False),
    sa.Column('plan_year_starts', sa.Integer(), nullable=False),
    sa.Column('contact_email', sa.Text(), nullable=True),
    sa.Column('contact_phone', sa.Text(), nullable=True),
    sa.Column('is_demo', sa.Boolean(), nullable=False),
    sa.CheckConstraint('id = 1', name=op.f('ck_city_only_one')),
    sa.CheckConstraint('plan_year_starts BETWEEN 1 AND 12', name=op.f('ck_city_month')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_city'))
    )
    op.create_table('code_of_conduct',
    sa.Column('version', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('published_by_id', sa.Uuid(), nullable=True),
    sa.PrimaryKeyConstraint('version', name=op.f('pk_code_of_conduct'))
    )
    op.create_table('course',
    sa.Column('key', sa.Text(), nullable=False),
    sa.Column('kind', sa.Enum('session', 'series', 'self_paced', name='coursekind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('grants_rights', sa.Boolean(), nullable=False),
    sa.Column('valid_months', sa.Integer(), nullable=True),
    sa.Column('refreshes', sa.Text(), nullable=True),
    sa.Column('plan', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('rule', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('eligibility', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('is_active', sa.Boolean(), nullable=False),
    sa.CheckConstraint('minutes > 0', name=op.f('ck_course_minutes')),
    sa.CheckConstraint('valid_months > 0', name=op.f('ck_course_valid_months')),
    sa.ForeignKeyConstraint(['refreshes'], ['course.key'], name=op.f('fk_course_refreshes')),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_course'))
    )
    op.create_table('department',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_department')),
    sa.UniqueConstraint('name', name=op.f('uq_department_name'))
    )
    op.create_table('event_kind',
    sa.Column('key', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('is_ours', sa.Boolean(), nullable=False),
    sa.Column('is_active', sa.Boolean(), nullable=False),
    sa.Column('sort_order', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_event_kind'))
    )
    op.create_table('event_rules',
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('place_days', sa.Integer(), nullable=False),
    sa.Column('staff_days', sa.Integer(), nullable=False),
    sa.Column('materials_days', sa.Integer(), nullable=False),
    sa.Column('translations_days', sa.Integer(), nullable=False),
    sa.Column('interpreter_days', sa.Integer(), nullable=False),
    sa.Column('close_days', sa.Integer(), nullable=False),
    sa.Column('close_time', sa.Time(), nullable=False),
    sa.Column('offer_hours', sa.Integer(), nullable=False),
    sa.Column('thank_days', sa.Integer(), nullable=False),
    sa.Column('keep_days', sa.Integer(), nullable=False),
    sa.Column('required_access', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('text_languages', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.CheckConstraint('id = 1', name=op.f('ck_event_rules_one_row')),
    sa.CheckConstraint('keep_days BETWEEN 1 AND 730', name=op.f('ck_event_rules_keep_days')),
    sa.CheckConstraint('offer_hours BETWEEN 1 AND 336', name=op.f('ck_event_rules_offer_hours')),
    sa.CheckConstraint('place_days >= 0 AND staff_days >= 0 AND materials_days >= 0 AND translations_days >= 0 AND interpreter_days >= 0 AND close_days >= 0', name=op.f('ck_event_rules_days')),
    sa.CheckConstraint('thank_days BETWEEN 0 AND 60', name=op.f('ck_event_rules_thank_days')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_event_rules'))
    )
    op.create_table('liaison_rules',
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('quarter_minutes', sa.Integer(), nullable=False),
    sa.Column('quarter_asks', sa.Integer(), nullable=False),
    sa.Column('quiet_from', sa.Time(), nullable=False),
    sa.Column('quiet_until', sa.Time(), nullable=False),
    sa.Column('yearly_cap_cents', sa.Integer(), nullable=False),
    sa.Column('renew_days', sa.Integer(), nullable=False),
    sa.Column('idle_days', sa.Integer(), nullable=False),
    sa.Column('answer_hours', sa.Integer(), nullable=False),
    sa.CheckConstraint('answer_hours BETWEEN 1 AND 336', name=op.f('ck_liaison_rules_answer_hours')),
    sa.CheckConstraint('id = 1', name=op.f('ck_liaison_rules_one_row')),
    sa.CheckConstraint('idle_days BETWEEN 1 AND 365', name=op.f('ck_liaison_rules_idle_days')),
    sa.CheckConstraint('quarter_minutes > 0 AND quarter_asks > 0', name=op.f('ck_liaison_rules_ceilings')),
    sa.CheckConstraint('renew_days BETWEEN 1 AND 365', name=op.f('ck_liaison_rules_renew_days')),
    sa.CheckConstraint('yearly_cap_cents >= 0', name=op.f('ck_liaison_rules_cap')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_liaison_rules'))
    )
    op.create_table('measure',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('code', sa.Text(), nullable=False),
    sa.Column('label', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_measure')),
    sa.UniqueConstraint('code', name=op.f('uq_measure_code'))
    )
    op.create_table('organisation',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('is_invented', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_organisation')),
    sa.UniqueConstraint('name', name=op.f('uq_organisation_name'))
    )
    op.create_table('outbox_message',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('carrier', sa.Enum('email', 'text', name='carrier', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('recipient', sa.Text(), nullable=False),
    sa.Column('subject', sa.Text(), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('unsubscribe', sa.Text(), nullable=False),
    sa.Column('language', sa.Text(), nullable=False),
    sa.Column('state', sa.Enum('waiting', 'sent', 'failed', name='outboxstate', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('try_after', sa.DateTime(timezone=True), nullable=False),
    sa.Column('queued_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outbox_message'))
    )
    with op.batch_alter_table('outbox_message', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_outbox_message_state'), ['state'], unique=False)

    op.create_table('payment_batch',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('made_by_id', sa.Uuid(), nullable=True),
    sa.Column('lines', sa.Integer(), nullable=False),
    sa.Column('total_cents', sa.Integer(), nullable=False),
    sa.CheckConstraint('lines > 0', name=op.f('ck_payment_batch_lines')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_payment_batch')),
    sa.UniqueConstraint('number', name=op.f('uq_payment_batch_number'))
    )
    op.create_table('person',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('email', sa.Text(), nullable=True),
    sa.Column('phone', sa.Text(), nullable=True),
    sa.Column('language', sa.Text(), nullable=True),
    sa.Column('agreed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('erased_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('is_invented', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_person'))
    )
    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_person_email'), ['email'], unique=False)
        batch_op.create_index(batch_op.f('ix_person_phone'), ['phone'], unique=False)

    op.create_table('template_version',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('key', sa.Text(), nullable=False),
    sa.Column('version', sa.Text(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('body', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('sha256', sa.Text(), nullable=False),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_template_version')),
    sa.UniqueConstraint('key', 'version', name=op.f('uq_template_version_key_version'))
    )
    op.create_table('topic',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('key', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('sort_order', sa.Integer(), nullable=False),
    sa.Column('is_active', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_topic')),
    sa.UniqueConstraint('key', name=op.f('uq_topic_key'))
    )
    op.create_table('user_account',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('email', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('language', sa.Text(), nullable=True),
    sa.Column('state', sa.Enum('active', 'closed', name='userstate', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('password_hash', sa.Text(), nullable=True),
    sa.Column('totp_secret', sa.Text(), nullable=True),
    sa.Column('totp_last_step', sa.Integer(), nullable=True),
    sa.Column('identity_subject', sa.Text(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('is_invented', sa.Boolean(), nullable=False),
    sa.CheckConstraint('email = lower(email)', name=op.f('ck_user_account_email_lower')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_user_account')),
    sa.UniqueConstraint('email', name=op.f('uq_user_account_email')),
    sa.UniqueConstraint('identity_subject', name=op.f('uq_user_account_identity_subject'))
    )
    op.create_table('area',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('area_set_id', sa.Uuid(), nullable=False),
    sa.Column('code', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('sort_order', sa.Integer(), nullable=False),
    sa.Column('boundary', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql'), nullable=True),
    sa.Column('west', sa.Double(), nullable=True),
    sa.Column('south', sa.Double(), nullable=True),
    sa.Column('east', sa.Double(), nullable=True),
    sa.Column('north', sa.Double(), nullable=True),
    sa.ForeignKeyConstraint(['area_set_id'], ['area_set.id'], name=op.f('fk_area_area_set_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_area')),
    sa.UniqueConstraint('area_set_id', 'code', name=op.f('uq_area_area_set_id_code'))
    )
    with op.batch_alter_table('area', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_area_area_set_id_sort_order'), ['area_set_id', 'sort_order'], unique=False)

    op.create_table('code_of_conduct_text',
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('language', sa.Text(), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['version'], ['code_of_conduct.version'], name=op.f('fk_code_of_conduct_text_version')),
    sa.PrimaryKeyConstraint('version', 'language', name=op.f('pk_code_of_conduct_text'))
    )
    op.create_table('course_text',
    sa.Column('course', sa.Text(), nullable=False),
    sa.Column('language', sa.Text(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('summary', sa.Text(), nullable=False),
    sa.Column('outline', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.ForeignKeyConstraint(['course'], ['course.key'], name=op.f('fk_course_text_course')),
    sa.PrimaryKeyConstraint('course', 'language', name=op.f('pk_course_text'))
    )
    op.create_table('coverage_measure',
    sa.Column('measure_id', sa.Uuid(), nullable=False),
    sa.Column('counts', sa.Enum('limited_english', 'at_home', 'community', name='counted', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('community', sa.Text(), nullable=False),
    sa.CheckConstraint("(counts = 'community') = (community <> '')", name=op.f('ck_coverage_measure_community')),
    sa.ForeignKeyConstraint(['measure_id'], ['measure.id'], name=op.f('fk_coverage_measure_measure_id')),
    sa.PrimaryKeyConstraint('measure_id', name=op.f('pk_coverage_measure'))
    )
    op.create_table('credential',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Text(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('enrolment_id', sa.Uuid(), nullable=True),
    sa.Column('course', sa.Text(), nullable=False),
    sa.Column('titles', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('level', sa.Enum('completed', 'distinguished', name='level', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('grants_rights', sa.Boolean(), nullable=False),
    sa.Column('language', sa.Text(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=True),
    sa.Column('issued_on', sa.Date(), nullable=False),
    sa.Column('expires_on', sa.Date(), nullable=True),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('revoked_by_id', sa.Uuid(), nullable=True),
    sa.Column('revoked_reason', sa.Text(), nullable=False),
    sa.Column('reminded_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('is_invented', sa.Boolean(), nullable=False),
    sa.CheckConstraint("(revoked_at IS NULL) = (revoked_reason = '')", name=op.f('ck_credential_revoked')),
    sa.CheckConstraint('expires_on IS NULL OR expires_on >= issued_on', name=op.f('ck_credential_order')),
    sa.CheckConstraint('minutes >= 0', name=op.f('ck_credential_minutes')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_credential_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_credential')),
    sa.UniqueConstraint('enrolment_id', name=op.f('uq_credential_enrolment_id')),
    sa.UniqueConstraint('number', name=op.f('uq_credential_number'))
    )
    with op.batch_alter_table('credential', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_credential_person_id_expires_on'), ['person_id', 'expires_on'], unique=False)

    op.create_table('event_kind_name',
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('language', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['kind'], ['event_kind.key'], name=op.f('fk_event_kind_name_kind')),
    sa.PrimaryKeyConstraint('kind', 'language', name=op.f('pk_event_kind_name'))
    )
    op.create_table('liaison',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('user_id', sa.Uuid(), nullable=True),
    sa.Column('sort_name', sa.Text(), nullable=False),
    sa.Column('kind', sa.Enum('volunteer', 'contracted', 'graduate', 'advocate', name='liaisonkind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('state', sa.Enum('prospect', 'trained', 'active', 'paused', 'lapsed', 'alumni', 'removed', name='liaisonstate', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('joined_on', sa.Date(), nullable=False),
    sa.Column('joined_through', sa.Text(), nullable=False),
    sa.Column('trained_on', sa.Date(), nullable=True),
    sa.Column('trained_until', sa.Date(), nullable=True),
    sa.Column('travel', sa.Enum('own_areas', 'whole_city', name='travel', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('reach_by', sa.Enum('email', 'text', 'call', name='reachby', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('quiet_from', sa.Time(), nullable=True),
    sa.Column('quiet_until', sa.Time(), nullable=True),
    sa.Column('on_map_since', sa.DateTime(timezone=True), nullable=True),
    sa.Column('supporter_id', sa.Uuid(), nullable=True),
    sa.Column('yearly_cap_cents', sa.Integer(), nullable=True),
    sa.Column('merged_into_id', sa.Uuid(), nullable=True),
    sa.Column('is_invented', sa.Boolean(), nullable=False),
    sa.CheckConstraint('(quiet_from IS NULL) = (quiet_until IS NULL)', name=op.f('ck_liaison_quiet')),
    sa.CheckConstraint('merged_into_id <> id', name=op.f('ck_liaison_merged_into_another')),
    sa.CheckConstraint('trained_until >= trained_on', name=op.f('ck_liaison_trained_order')),
    sa.CheckConstraint('trained_until IS NULL OR trained_on IS NOT NULL', name=op.f('ck_liaison_trained_first')),
    sa.CheckConstraint('yearly_cap_cents >= 0', name=op.f('ck_liaison_cap')),
    sa.ForeignKeyConstraint(['merged_into_id'], ['liaison.id'], name=op.f('fk_liaison_merged_into_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_liaison_person_id')),
    sa.ForeignKeyConstraint(['supporter_id'], ['user_account.id'], name=op.f('fk_liaison_supporter_id')),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_liaison_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_liaison')),
    sa.UniqueConstraint('person_id', name=op.f('uq_liaison_person_id')),
    sa.UniqueConstraint('user_id', name=op.f('uq_liaison_user_id'))
    )
    with op.batch_alter_table('liaison', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_liaison_merged_into_id'), ['merged_into_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_liaison_sort_name_id'), ['sort_name', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_liaison_state_sort_name'), ['state', 'sort_name'], unique=False)
        batch_op.create_index(batch_op.f('ix_liaison_trained_until_sort_name_id'), ['trained_until', 'sort_name', 'id'], unique=False)

    op.create_table('password_reset',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('token_hash', sa.Text(), nullable=False),
    sa.Column('user_id', sa.Uuid(), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_password_reset_user_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_password_reset')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_password_reset_token_hash'))
    )
    op.create_table('program',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('key', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('purpose', sa.Text(), nullable=False),
    sa.Column('department_id', sa.Uuid(), nullable=False),
    sa.Column('owner_id', sa.Uuid(), nullable=True),
    sa.Column('is_active', sa.Boolean(), nullable=False),
    sa.Column('is_invented', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['department_id'], ['department.id'], name=op.f('fk_program_department_id')),
    sa.ForeignKeyConstraint(['owner_id'], ['user_account.id'], name=op.f('fk_program_owner_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_program')),
    sa.UniqueConstraint('key', name=op.f('uq_program_key'))
    )
    with op.batch_alter_table('program', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_program_department_id'), ['department_id'], unique=False)

    op.create_table('sign_in',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('token_hash', sa.Text(), nullable=False),
    sa.Column('user_id', sa.Uuid(), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('browser', sa.Text(), nullable=False),
    sa.Column('has_second_factor', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_sign_in_user_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sign_in')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_sign_in_token_hash'))
    )
    with op.batch_alter_table('sign_in', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sign_in_user_id'), ['user_id'], unique=False)

    op.create_table('staff_learning',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('user_id', sa.Uuid(), nullable=False),
    sa.Column('department_id', sa.Uuid(), nullable=False),
    sa.Column('competency', sa.Text(), nullable=False),
    sa.Column('held_on', sa.Date(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('needs_more', sa.Text(), nullable=False),
    sa.CheckConstraint('minutes > 0', name=op.f('ck_staff_learning_minutes')),
    sa.ForeignKeyConstraint(['department_id'], ['department.id'], name=op.f('fk_staff_learning_department_id')),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_staff_learning_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_staff_learning'))
    )
    with op.batch_alter_table('staff_learning', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_staff_learning_department_id_held_on'), ['department_id', 'held_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_staff_learning_user_id'), ['user_id'], unique=False)

    op.create_table('topic_name',
    sa.Column('topic_id', sa.Uuid(), nullable=False),
    sa.Column('language', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['topic_id'], ['topic.id'], name=op.f('fk_topic_name_topic_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('topic_id', 'language', name=op.f('pk_topic_name'))
    )
    op.create_table('training_card',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('course', sa.Text(), nullable=False),
    sa.Column('kind', sa.Enum('knowledge', 'confidence', 'reaction', name='cardkind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('items', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.ForeignKeyConstraint(['course'], ['course.key'], name=op.f('fk_training_card_course')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_training_card')),
    sa.UniqueConstraint('course', 'kind', 'version', name=op.f('uq_training_card_course_kind_version'))
    )
    op.create_table('action',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('program_id', sa.Uuid(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('owner_name', sa.Text(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('done_on', sa.Date(), nullable=True),
    sa.Column('evidence', sa.Text(), nullable=False),
    sa.Column('state', sa.Enum('planned', 'started', 'done', 'changed', 'dropped', name='actionstate', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('is_invented', sa.Boolean(), nullable=False),
    sa.CheckConstraint("(state = 'done') = (done_on IS NOT NULL)", name=op.f('ck_action_done_when')),
    sa.ForeignKeyConstraint(['program_id'], ['program.id'], name=op.f('fk_action_program_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_action'))
    )
    with op.batch_alter_table('action', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_action_program_id'), ['program_id'], unique=False)

    op.create_table('area_overlap',
    sa.Column('area_id', sa.Uuid(), nullable=False),
    sa.Column('other_id', sa.Uuid(), nullable=False),
    sa.Column('share', sa.Double(), nullable=False),
    sa.CheckConstraint('share > 0 AND share <= 1', name=op.f('ck_area_overlap_share')),
    sa.ForeignKeyConstraint(['area_id'], ['area.id'], name=op.f('fk_area_overlap_area_id')),
    sa.ForeignKeyConstraint(['other_id'], ['area.id'], name=op.f('fk_area_overlap_other_id')),
    sa.PrimaryKeyConstraint('area_id', 'other_id', name=op.f('pk_area_overlap'))
    )
    with op.batch_alter_table('area_overlap', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_area_overlap_other_id'), ['other_id'], unique=False)

    op.create_table('booking',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('program_id', sa.Uuid(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('task', sa.Enum('interpret', 'facilitate', 'advise', 'write', 'outreach', 'focus_group', 'other', name='task', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('state', sa.Enum('requested', 'offered', 'confirmed', 'briefed', 'done', 'debriefed', 'paid', 'reported', 'cancelled', name='bookingstate', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('liaison_id', sa.Uuid(), nullable=True),
    sa.Column('language', sa.Text(), nullable=True),
    sa.Column('community', sa.Text(), nullable=False),
    sa.Column('area_id', sa.Uuid(), nullable=True),
    sa.Column('place', sa.Text(), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('is_paid', sa.Boolean(), nullable=False),
    sa.Column('cents_an_hour', sa.Integer(), nullable=True),
    sa.Column('budget_code', sa.Text(), nullable=False),
    sa.Column('needs_credential', sa.Boolean(), nullable=False),
    sa.Column('materials', sa.Text(), nullable=False),
    sa.Column('access', sa.Text(), nullable=False),
    sa.Column('brief', sa.Text(), nullable=False),
    sa.Column('report_back', sa.Text(), nullable=False),
    sa.Column('reported_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('requested_by_id', sa.Uuid(), nullable=True),
    sa.Column('requested_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('is_invented', sa.Boolean(), nullable=False),
    sa.CheckConstraint("(reported_at IS NULL) = (report_back = '')", name=op.f('ck_booking_reported')),
    sa.CheckConstraint("state <> 'cancelled' OR reason <> ''", name=op.f('ck_booking_reason')),
    sa.CheckConstraint("state IN ('requested', 'offered', 'cancelled') OR liaison_id IS NOT NULL", name=op.f('ck_booking_somebody_does_it')),
    sa.CheckConstraint('cents_an_hour >= 0 AND minutes > 0', name=op.f('ck_booking_amounts')),
    sa.CheckConstraint('is_paid = (cents_an_hour IS NOT NULL)', name=op.f('ck_booking_paid_has_a_rate')),
    sa.CheckConstraint('starts_at < ends_at', name=op.f('ck_booking_order')),
    sa.ForeignKeyConstraint(['area_id'], ['area.id'], name=op.f('fk_booking_area_id')),
    sa.ForeignKeyConstraint(['liaison_id'], ['liaison.id'], name=op.f('fk_booking_liaison_id')),
    sa.ForeignKeyConstraint(['program_id'], ['program.id'], name=op.f('fk_booking_program_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_booking'))
    )
    with op.batch_alter_table('booking', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_booking_liaison_id_starts_at'), ['liaison_id', 'starts_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_booking_program_id_starts_at'), ['program_id', 'starts_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_booking_state_starts_at'), ['state', 'starts_at'], unique=False)

    op.create_table('code_acceptance',
    sa.Column('liaison_id', sa.Uuid(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('language', sa.Text(), nullable=False),
    sa.Column('accepted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('entered_by_id', sa.Uuid(), nullable=True),
    sa.ForeignKeyConstraint(['liaison_id'], ['liaison.id'], name=op.f('fk_code_acceptance_liaison_id')),
    sa.ForeignKeyConstraint(['version'], ['code_of_conduct.version'], name=op.f('fk_code_acceptance_version')),
    sa.PrimaryKeyConstraint('liaison_id', 'version', name=op.f('pk_code_acceptance'))
    )
    op.create_table('collection_point',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('code', sa.Text(), nullable=False),
    sa.Column('program_id', sa.Uuid(), nullable=False),
    sa.Column('pack', sa.Text(), nullable=False),
    sa.Column('label', sa.Text(), nullable=False),
    sa.Column('opens_on', sa.Date(), nullable=False),
    sa.Column('closes_on', sa.Date(), nullable=False),
    sa.Column('forms_offered', sa.Integer(), nullable=True),
    sa.Column('is_invented', sa.Boolean(), nullable=False),
    sa.CheckConstraint('forms_offered >= 0', name=op.f('ck_collection_point_offered')),
    sa.ForeignKeyConstraint(['program_id'], ['program.id'], name=op.f('fk_collection_point_program_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_collection_point')),
    sa.UniqueConstraint('code', name=op.f('uq_collection_point_code'))
    )
    with op.batch_alter_table('collection_point', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_collection_point_program_id'), ['program_id'], unique=False)

    op.create_table('course_run',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('course', sa.Text(), nullable=False),
    sa.Column('kind', sa.Enum('session', 'series', 'self_paced', name='coursekind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('program_id', sa.Uuid(), nullable=False),
    sa.Column('state', sa.Enum('planned', 'open', 'running', 'ended', 'cancelled', name='runstate', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('language', sa.Text(), nullable=False),
    sa.Column('planned_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closes_on', sa.Date(), nullable=True),
    sa.Column('capacity', sa.Integer(), nullable=True),
    sa.Column('card_code', sa.Text(), nullable=False),
    sa.Column('selection', sa.Enum('first_come', 'chosen', name='selection', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('rule', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('eligibility', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('is_invented', sa.Boolean(), nullable=False),
    sa.CheckConstraint('capacity > 0', name=op.f('ck_course_run_capacity')),
    sa.ForeignKeyConstraint(['course'], ['course.key'], name=op.f('fk_course_run_course')),
    sa.ForeignKeyConstraint(['program_id'], ['program.id'], name=op.f('fk_course_run_program_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_course_run')),
    sa.UniqueConstraint('card_code', name=op.f('uq_course_run_card_code'))
    )
    with op.batch_alter_table('course_run', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_course_run_course'), ['course'], unique=False)
        batch_op.create_index(batch_op.f('ix_course_run_program_id'), ['program_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_course_run_state_closes_on'), ['state', 'closes_on'], unique=False)

    op.create_table('coverage_language',
    sa.Column('measure_id', sa.Uuid(), nullable=False),
    sa.Column('language', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['measure_id'], ['coverage_measure.measure_id'], name=op.f('fk_coverage_language_measure_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('measure_id', 'language', name=op.f('pk_coverage_language'))
    )
    with op.batch_alter_table('coverage_language', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_coverage_language_language'), ['language'], unique=False)

    op.create_table('demographic_response',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('program_id', sa.Uuid(), nullable=False),
    sa.Column('plan_month', sa.Date(), nullable=False),
    sa.Column('pack', sa.Text(), nullable=False),
    sa.Column('language', sa.Text(), nullable=False),
    sa.Column('mode', sa.Enum('phone', 'tablet', 'paper', name='mode', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('answers', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('is_invented', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['program_id'], ['program.id'], name=op.f('fk_demographic_response_program_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_demographic_response')),
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('demographic_response', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_demographic_response_program_id_plan_month'), ['program_id', 'plan_month'], unique=False)

    op.create_table('demographic_tally',
    sa.Column('program_id', sa.Uuid(), nullable=False),
    sa.Column('plan_month', sa.Date(), nullable=False),
    sa.Column('pack', sa.Text(), nullable=False),
    sa.Column('question', sa.Text(), nullable=False),
    sa.Column('answer', sa.Text(), nullable=False),
    sa.Column('responses', sa.Integer(), nullable=False),
    sa.CheckConstraint('responses >= 0', name=op.f('ck_demographic_tally_responses')),
    sa.ForeignKeyConstraint(['program_id'], ['program.id'], name=op.f('fk_demographic_tally_program_id')),
    sa.PrimaryKeyConstraint('program_id', 'plan_month', 'pack', 'question', 'answer', name=op.f('pk_demographic_tally'))
    )
    op.create_table('event_series',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('program_id', sa.Uuid(), nullable=False),
    sa.Column('rule', sa.Text(), nullable=False),
    sa.Column('first_on', sa.Date(), nullable=False),
    sa.Column('starts_time', sa.Time(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=True),
    sa.Column('skipped', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('after_id', sa.Uuid(), nullable=True),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('minutes >= 0', name=op.f('ck_event_series_minutes')),
    sa.ForeignKeyConstraint(['after_id'], ['event_series.id'], name=op.f('fk_event_series_after_id')),
    sa.ForeignKeyConstraint(['program_id'], ['program.id'], name=op.f('fk_event_series_program_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_event_series'))
    )
    with op.batch_alter_table('event_series', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_event_series_program_id'), ['program_id'], unique=False)

    op.create_table('event_template',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('program_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('details', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('is_active', sa.Boolean(), nullable=False),
    sa.Column('is_invented', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['program_id'], ['program.id'], name=op.f('fk_event_template_program_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_event_template')),
    sa.UniqueConstraint('program_id', 'name', name=op.f('uq_event_template_program_id_name'))
    )
    op.create_table('hard_contact',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('liaison_id', sa.Uuid(), nullable=False),
    sa.Column('supporter_id', sa.Uuid(), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('flagged_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('talked_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['liaison_id'], ['liaison.id'], name=op.f('fk_hard_contact_liaison_id')),
    sa.ForeignKeyConstraint(['supporter_id'], ['user_account.id'], name=op.f('fk_hard_contact_supporter_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_hard_contact'))
    )
    with op.batch_alter_table('hard_contact', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_hard_contact_liaison_id'), ['liaison_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_hard_contact_supporter_id'), ['supporter_id'], unique=False)

    op.create_table('invitation',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('token_hash', sa.Text(), nullable=False),
    sa.Column('email', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('role', sa.Enum('administrator', 'coordinator', 'program_manager', 'liaison', 'department_staff', 'council_office', 'analyst', 'privacy_officer', 'reviewer', 'partner', name='role', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('department_id', sa.Uuid(), nullable=True),
    sa.Column('program_id', sa.Uuid(), nullable=True),
    sa.Column('area_id', sa.Uuid(), nullable=True),
    sa.Column('invited_by_id', sa.Uuid(), nullable=True),
    sa.Column('invited_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('accepted_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['area_id'], ['area.id'], name=op.f('fk_invitation_area_id')),
    sa.ForeignKeyConstraint(['department_id'], ['department.id'], name=op.f('fk_invitation_department_id')),
    sa.ForeignKeyConstraint(['program_id'], ['program.id'], name=op.f('fk_invitation_program_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_invitation')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_invitation_token_hash'))
    )
    op.create_table('liaison_absence',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('liaison_id', sa.Uuid(), nullable=False),
    sa.Column('first_on', sa.Date(), nullable=False),
    sa.Column('last_on', sa.Date(), nullable=False),
    sa.CheckConstraint('first_on <= last_on', name=op.f('ck_liaison_absence_order')),
    sa.ForeignKeyConstraint(['liaison_id'], ['liaison.id'], name=op.f('fk_liaison_absence_liaison_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_liaison_absence'))
    )
    with op.batch_alter_table('liaison_absence', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_liaison_absence_liaison_id'), ['liaison_id'], unique=False)

    op.create_table('liaison_area',
    sa.Column('liaison_id', sa.Uuid(), nullable=False),
    sa.Column('area_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['area_id'], ['area.id'], name=op.f('fk_liaison_area_area_id')),
    sa.ForeignKeyConstraint(['liaison_id'], ['liaison.id'], name=op.f('fk_liaison_area_liaison_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('liaison_id', 'area_id', name=op.f('pk_liaison_area'))
    )
    with op.batch_alter_table('liaison_area', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_liaison_area_area_id'), ['area_id'], unique=False)

    op.create_table('liaison_community',
    sa.Column('liaison_id', sa.Uuid(), nullable=False),
    sa.Column('community', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['liaison_id'], ['liaison.id'], name=op.f('fk_liaison_community_liaison_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('liaison_id', 'community', name=op.f('pk_liaison_community'))
    )
    op.create_table('liaison_conflict',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('liaison_id', sa.Uuid(), nullable=False),
    sa.Column('program_id', sa.Uuid(), nullable=True),
    sa.Column('department_id', sa.Uuid(), nullable=True),
    sa.Column('words', sa.Text(), nullable=False),
    sa.CheckConstraint('(program_id IS NULL) <> (department_id IS NULL)', name=op.f('ck_liaison_conflict_one_of_them')),
    sa.ForeignKeyConstraint(['department_id'], ['department.id'], name=op.f('fk_liaison_conflict_department_id')),
    sa.ForeignKeyConstraint(['liaison_id'], ['liaison.id'], name=op.f('fk_liaison_conflict_liaison_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['program_id'], ['program.id'], name=op.f('fk_liaison_conflict_program_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_liaison_conflict')),
    sa.UniqueConstraint('liaison_id', 'department_id', name=op.f('uq_liaison_conflict_liaison_id_department_id')),
    sa.UniqueConstraint('liaison_id', 'program_id', name=op.f('uq_liaison_conflict_liaison_id_program_id'))
    )
    op.create_table('liaison_hours',
    sa.Column('liaison_id', sa.Uuid(), nullable=False),
    sa.Column('weekday', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('from_time', sa.Time(), nullable=False),
    sa.Column('until_time', sa.Time(), nullable=False),
    sa.CheckConstraint('from_time < until_time', name=op.f('ck_liaison_hours_order')),
    sa.CheckConstraint('weekday BETWEEN 1 AND 7', name=op.f('ck_liaison_hours_weekday')),
    sa.ForeignKeyConstraint(['liaison_id'], ['liaison.id'], name=op.f('fk_liaison_hours_liaison_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('liaison_id', 'weekday', 'from_time', name=op.f('pk_liaison_hours'))
    )
    op.create_table('liaison_language',
    sa.Column('liaison_id', sa.Uuid(), nullable=False),
    sa.Column('language', sa.Text(), nullable=False),
    sa.Column('speaks', sa.Boolean(), nullable=False),
    sa.Column('interprets', sa.Boolean(), nullable=False),
    sa.Column('writes', sa.Boolean(), nullable=False),
    sa.CheckConstraint('speaks OR NOT interprets', name=op.f('ck_liaison_language_who_interprets_speaks')),
    sa.CheckConstraint('speaks OR interprets OR writes', name=op.f('ck_liaison_language_does_something')),
    sa.ForeignKeyConstraint(['liaison_id'], ['liaison.id'], name=op.f('fk_liaison_language_liaison_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('liaison_id', 'language', name=op.f('pk_liaison_language'))
    )
    with op.batch_alter_table('liaison_language', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_liaison_language_language'), ['language'], unique=False)

    op.create_table('liaison_step',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('liaison_id', sa.Uuid(), nullable=False),
    sa.Column('verb', sa.Text(), nullable=False),
    sa.Column('from_state', sa.Enum('prospect', 'trained', 'active', 'paused', 'lapsed', 'alumni', 'removed', name='from_state', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('to_state', sa.Enum('prospect', 'trained', 'active', 'paused', 'lapsed', 'alumni', 'removed', name='liaisonstate', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('by_id', sa.Uuid(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['liaison_id'], ['liaison.id'], name=op.f('fk_liaison_step_liaison_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_liaison_step'))
    )
    with op.batch_alter_table('liaison_step', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_liaison_step_liaison_id'), ['liaison_id'], unique=False)

    op.create_table('liaison_told_apart',
    sa.Column('one_id', sa.Uuid(), nullable=False),
    sa.Column('other_id', sa.Uuid(), nullable=False),
    sa.Column('by_id', sa.Uuid(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('one_id <> other_id', name=op.f('ck_liaison_told_apart_two_entries')),
    sa.ForeignKeyConstraint(['one_id'], ['liaison.id'], name=op.f('fk_liaison_told_apart_one_id')),
    sa.ForeignKeyConstraint(['other_id'], ['liaison.id'], name=op.f('fk_liaison_told_apart_other_id')),
    sa.PrimaryKeyConstraint('one_id', 'other_id', name=op.f('pk_liaison_told_apart'))
    )
    with op.batch_alter_table('liaison_told_apart', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_liaison_told_apart_other_id'), ['other_id'], unique=False)

    op.create_table('plan_year',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('program_id', sa.Uuid(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('budget_cents', sa.BigInteger(), nullable=True),
    sa.Column('aim', sa.Text(), nullable=False),
    sa.Column('is_invented', sa.Boolean(), nullable=False),
    sa.CheckConstraint('budget_cents >= 0', name=op.f('ck_plan_year_budget')),
    sa.CheckConstraint('year BETWEEN 1990 AND 2100', name=op.f('ck_plan_year_year')),
    sa.ForeignKeyConstraint(['program_id'], ['program.id'], name=op.f('fk_plan_year_program_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_plan_year')),
    sa.UniqueConstraint('program_id', 'year', name=op.f('uq_plan_year_program_id_year'))
    )
    op.create_table('population_figure',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('area_id', sa.Uuid(), nullable=False),
    sa.Column('measure_id', sa.Uuid(), nullable=False),
    sa.Column('period', sa.Text(), nullable=False),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('estimate', sa.Double(), nullable=True),
    sa.Column('margin', sa.Double(), nullable=True),
    sa.Column('share', sa.Double(), nullable=True),
    sa.Column('share_margin', sa.Double(), nullable=True),
    sa.CheckConstraint('margin IS NULL OR margin >= 0', name=op.f('ck_population_figure_margin')),
    sa.ForeignKeyConstraint(['area_id'], ['area.id'], name=op.f('fk_population_figure_area_id')),
    sa.ForeignKeyConstraint(['measure_id'], ['measure.id'], name=op.f('fk_population_figure_measure_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_population_figure')),
    sa.UniqueConstraint('area_id', 'measure_id', 'period', name=op.f('uq_population_figure_area_id_measure_id_period'))
    )
    with op.batch_alter_table('population_figure', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_population_figure_measure_id_period'), ['measure_id', 'period'], unique=False)

    op.create_table('recognition',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('liaison_id', sa.Uuid(), nullable=False),
    sa.Column('noted_on', sa.Date(), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('by_id', sa.Uuid(), nullable=True),
    sa.ForeignKeyConstraint(['liaison_id'], ['liaison.id'], name=op.f('fk_recognition_liaison_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_recognition'))
    )
    with op.batch_alter_table('recognition', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_recognition_liaison_id'), ['liaison_id'], unique=False)

    op.create_table('report_text',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('program_id', sa.Uuid(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('slot', sa.Text(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('written_by_id', sa.Uuid(), nullable=True),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('is_invented', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['program_id'], ['program.id'], name=op.f('fk_report_text_program_id')),
    sa.ForeignKeyConstraint(['written_by_id'], ['user_account.id'], name=op.f('fk_report_text_written_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_report_text')),
    sa.UniqueConstraint('program_id', 'year', 'slot', name=op.f('uq_report_text_program_id_year_slot'))
    )
    op.create_table('role_grant',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('user_id', sa.Uuid(), nullable=False),
    sa.Column('role', sa.Enum('administrator', 'coordinator', 'program_manager', 'liaison', 'department_staff', 'council_office', 'analyst', 'privacy_officer', 'reviewer', 'partner', name='role', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('department_id', sa.Uuid(), nullable=True),
    sa.Column('program_id', sa.Uuid(), nullable=True),
    sa.Column('area_id', sa.Uuid(), nullable=True),
    sa.CheckConstraint('(department_id IS NULL OR program_id IS NULL) AND (department_id IS NULL OR area_id IS NULL) AND (program_id IS NULL OR area_id IS NULL)', name=op.f('ck_role_grant_one_place')),
    sa.ForeignKeyConstraint(['area_id'], ['area.id'], name=op.f('fk_role_grant_area_id')),
    sa.ForeignKeyConstraint(['department_id'], ['department.id'], name=op.f('fk_role_grant_department_id')),
    sa.ForeignKeyConstraint(['program_id'], ['program.id'], name=op.f('fk_role_grant_program_id')),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_role_grant_user_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_role_grant')),
    sa.UniqueConstraint('user_id', 'role', 'department_id', 'program_id', 'area_id', name=op.f('uq_role_grant_user_id_role_department_id_program_id_area_id'))
    )
    op.create_table('worksheet',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('template_version_id', sa.Uuid(), nullable=False),
    sa.Column('program_id', sa.Uuid(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('state', sa.Enum('draft', 'in_review', 'changes_requested', 'approved', name='worksheetstate', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('started_by_id', sa.Uuid(), nullable=True),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('approved_by_name', sa.Text(), nullable=False),
    sa.Column('approved_on', sa.Date(), nullable=True),
    sa.Column('answers_sha256', sa.Text(), nullable=True),
    sa.Column('revisit_on', sa.Date(), nullable=True),
    sa.Column('is_invented', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['program_id'], ['program.id'], name=op.f('fk_worksheet_program_id')),
    sa.ForeignKeyConstraint(['started_by_id'], ['user_account.id'], name=op.f('fk_worksheet_started_by_id')),
    sa.ForeignKeyConstraint(['template_version_id'], ['template_version.id'], name=op.f('fk_worksheet_template_version_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_worksheet'))
    )
    with op.batch_alter_table('worksheet', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_worksheet_program_id'), ['program_id'], unique=False)

    op.create_table('action_step',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('action_id', sa.Uuid(), nullable=False),
    sa.Column('verb', sa.Text(), nullable=False),
    sa.Column('from_state', sa.Enum('planned', 'started', 'done', 'changed', 'dropped', name='from_state', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('to_state', sa.Enum('planned', 'started', 'done', 'changed', 'dropped', name='actionstate', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('by_id', sa.Uuid(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['action_id'], ['action.id'], name=op.f('fk_action_step_action_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_action_step'))
    )
    with op.batch_alter_table('action_step', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_action_step_action_id'), ['action_id'], unique=False)

    op.create_table('answer',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('worksheet_id', sa.Uuid(), nullable=False),
    sa.Column('question_key', sa.Text(), nullable=False),
    sa.Column('value', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('is_not_applicable', sa.Boolean(), nullable=False),
    sa.Column('is_unknown', sa.Boolean(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('evidence', sa.Text(), nullable=False),
    sa.Column('evidence_strength', sa.Enum('none', 'anecdotal', 'partial', 'solid', name='evidencestrength', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('language', sa.Text(), nullable=False),
    sa.Column('answered_by_id', sa.Uuid(), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.CheckConstraint("NOT is_not_applicable OR reason <> ''", name=op.f('ck_answer_reason')),
    sa.CheckConstraint('NOT (is_not_applicable AND is_unknown)', name=op.f('ck_answer_one_way')),
    sa.ForeignKeyConstraint(['answered_by_id'], ['user_account.id'], name=op.f('fk_answer_answered_by_id')),
    sa.ForeignKeyConstraint(['worksheet_id'], ['worksheet.id'], name=op.f('fk_answer_worksheet_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_answer')),
    sa.UniqueConstraint('worksheet_id', 'question_key', name=op.f('uq_answer_worksheet_id_question_key'))
    )
    op.create_table('answer_revision',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('worksheet_id', sa.Uuid(), nullable=False),
    sa.Column('question_key', sa.Text(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('value', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('by_id', sa.Uuid(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['worksheet_id'], ['worksheet.id'], name=op.f('fk_answer_revision_worksheet_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_answer_revision'))
    )
    with op.batch_alter_table('answer_revision', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_answer_revision_worksheet_id_question_key'), ['worksheet_id', 'question_key'], unique=False)

    op.create_table('booking_debrief',
    sa.Column('booking_id', sa.Uuid(), nullable=False),
    sa.Column('people', sa.Integer(), nullable=True),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('said', sa.Text(), nullable=False),
    sa.Column('unanswered', sa.Text(), nullable=False),
    sa.Column('was_worth_it', sa.Boolean(), nullable=True),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('minutes > 0', name=op.f('ck_booking_debrief_minutes')),
    sa.CheckConstraint('people >= 0', name=op.f('ck_booking_debrief_people')),
    sa.ForeignKeyConstraint(['booking_id'], ['booking.id'], name=op.f('fk_booking_debrief_booking_id')),
    sa.PrimaryKeyConstraint('booking_id', name=op.f('pk_booking_debrief'))
    )
    op.create_table('booking_offer',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('booking_id', sa.Uuid(), nullable=False),
    sa.Column('liaison_id', sa.Uuid(), nullable=False),
    sa.Column('state', sa.Enum('open', 'accepted', 'declined', 'expired', 'withdrawn', name='offerstate', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('why', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('offered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('offered_by_id', sa.Uuid(), nullable=True),
    sa.Column('answer_by', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('words', sa.Text(), nullable=False),
    sa.CheckConstraint("(state = 'open') = (answered_at IS NULL)", name=op.f('ck_booking_offer_answered')),
    sa.ForeignKeyConstraint(['booking_id'], ['booking.id'], name=op.f('fk_booking_offer_booking_id')),
    sa.ForeignKeyConstraint(['liaison_id'], ['liaison.id'], name=op.f('fk_booking_offer_liaison_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_booking_offer'))
    )
    with op.batch_alter_table('booking_offer', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_booking_offer_booking_id_offered_at'), ['booking_id', 'offered_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_booking_offer_liaison_id_offered_at'), ['liaison_id', 'offered_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_booking_offer_state_answer_by'), ['state', 'answer_by'], unique=False)
        batch_op.create_index('uq_booking_offer_open', ['booking_id'], unique=True, sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'"))

    op.create_table('booking_step',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('booking_id', sa.Uuid(), nullable=False),
    sa.Column('verb', sa.Text(), nullable=False),
    sa.Column('from_state', sa.Enum('requested', 'offered', 'confirmed', 'briefed', 'done', 'debriefed', 'paid', 'reported', 'cancelled', name='from_state', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('to_state', sa.Enum('requested', 'offered', 'confirmed', 'briefed', 'done', 'debriefed', 'paid', 'reported', 'cancelled', name='bookingstate', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('by_id', sa.Uuid(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['booking_id'], ['booking.id'], name=op.f('fk_booking_step_booking_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_booking_step'))
    )
    with op.batch_alter_table('booking_step', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_booking_step_booking_id'), ['booking_id'], unique=False)

    op.create_table('enrolment',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('run_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('state', sa.Enum('applied', 'waitlisted', 'admitted', 'declined', 'withdrawn', 'completed', 'not_completed', name='enrolmentstate', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('applied_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('language', sa.Text(), nullable=True),
    sa.Column('statements', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('needs', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('reasons', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('is_invented', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_enrolment_person_id')),
    sa.ForeignKeyConstraint(['run_id'], ['course_run.id'], name=op.f('fk_enrolment_run_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_enrolment')),
    sa.UniqueConstraint('run_id', 'person_id', name=op.f('uq_enrolment_run_id_person_id'))
    )
    with op.batch_alter_table('enrolment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_enrolment_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_enrolment_run_id_state_applied_at'), ['run_id', 'state', 'applied_at'], unique=False)

    op.create_table('event',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('program_id', sa.Uuid(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('summary', sa.Text(), nullable=False),
    sa.Column('language', sa.Text(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('category', sa.Text(), nullable=False),
    sa.Column('state', sa.Enum('draft', 'published', 'cancelled', 'dropped', name='eventstate', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('local_year', sa.Integer(), nullable=False),
    sa.Column('local_month', sa.Integer(), nullable=False),
    sa.Column('place_name', sa.Text(), nullable=False),
    sa.Column('address', sa.Text(), nullable=False),
    sa.Column('room', sa.Text(), nullable=False),
    sa.Column('area_id', sa.Uuid(), nullable=True),
    sa.Column('offered_languages', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('interpretation', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('access', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('access_lacking', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('audiences', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('attendance', sa.Integer(), nullable=True),
    sa.Column('attendance_note', sa.Text(), nullable=False),
    sa.Column('notes', sa.Text(), nullable=False),
    sa.Column('text_hash', sa.Text(), nullable=False),
    sa.Column('found_by', sa.Text(), nullable=False),
    sa.Column('learned', sa.Text(), nullable=False),
    sa.Column('takes_sign_ups', sa.Boolean(), nullable=False),
    sa.Column('asks_name', sa.Boolean(), nullable=False),
    sa.Column('closes_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('capacity', sa.Integer(), nullable=True),
    sa.Column('held_for_walk_ins', sa.Integer(), nullable=False),
    sa.Column('held_for_liaisons', sa.Integer(), nullable=False),
    sa.Column('seats_promised', sa.Integer(), nullable=False),
    sa.Column('cost_estimated_cents', sa.Integer(), nullable=True),
    sa.Column('cost_actual_cents', sa.Integer(), nullable=True),
    sa.Column('minutes_planned', sa.Integer(), nullable=True),
    sa.Column('minutes_worked', sa.Integer(), nullable=True),
    sa.Column('override_reason', sa.Text(), nullable=False),
    sa.Column('series_id', sa.Uuid(), nullable=True),
    sa.Column('occurrence_on', sa.Date(), nullable=True),
    sa.Column('is_changed_alone', sa.Boolean(), nullable=False),
    sa.Column('course_run_id', sa.Uuid(), nullable=True),
    sa.Column('collection_point_id', sa.Uuid(), nullable=True),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('source', sa.Text(), nullable=True),
    sa.Column('source_key', sa.Text(), nullable=True),
    sa.Column('is_invented', sa.Boolean(), nullable=False),
    sa.CheckConstraint('attendance >= 0', name=op.f('ck_event_attendance')),
    sa.CheckConstraint('cost_estimated_cents >= 0 AND cost_actual_cents >= 0', name=op.f('ck_event_cost')),
    sa.CheckConstraint('ends_at IS NULL OR ends_at >= starts_at', name=op.f('ck_event_ends_after_start')),
    sa.CheckConstraint('held_for_walk_ins >= 0 AND held_for_liaisons >= 0', name=op.f('ck_event_held')),
    sa.CheckConstraint('local_month BETWEEN 1 AND 12', name=op.f('ck_event_month')),
    sa.CheckConstraint('minutes_planned >= 0 AND minutes_worked >= 0', name=op.f('ck_event_minutes')),
    sa.CheckConstraint('seats_promised >= 0 AND (capacity IS NULL OR seats_promised + held_for_walk_ins + held_for_liaisons <= capacity)', name=op.f('ck_event_never_oversold')),
    sa.ForeignKeyConstraint(['area_id'], ['area.id'], name=op.f('fk_event_area_id')),
    sa.ForeignKeyConstraint(['collection_point_id'], ['collection_point.id'], name=op.f('fk_event_collection_point_id')),
    sa.ForeignKeyConstraint(['kind'], ['event_kind.key'], name=op.f('fk_event_kind')),
    sa.ForeignKeyConstraint(['program_id'], ['program.id'], name=op.f('fk_event_program_id')),
    sa.ForeignKeyConstraint(['series_id'], ['event_series.id'], name=op.f('fk_event_series_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_event')),
    sa.UniqueConstraint('collection_point_id', name=op.f('uq_event_collection_point_id')),
    sa.UniqueConstraint('series_id', 'occurrence_on', name=op.f('uq_event_series_id_occurrence_on')),
    sa.UniqueConstraint('source', 'source_key', name=op.f('uq_event_source_source_key'))
    )
    with op.batch_alter_table('event', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_event_area_id_starts_at'), ['area_id', 'starts_at'], unique=False)
        batch_op.create_index('ix_event_figures', ['program_id', 'local_year', 'local_month', 'area_id', 'state', 'starts_at', 'attendance'], unique=False)
        batch_op.create_index(batch_op.f('ix_event_starts_at'), ['starts_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_event_state_starts_at_ends_at'), ['state', 'starts_at', 'ends_at'], unique=False)

    op.create_table('liaison_ask',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('liaison_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.Enum('offer', 'invitation', 'survey', 'other', name='askkind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('asked_on', sa.Date(), nullable=False),
    sa.Column('booking_id', sa.Uuid(), nullable=True),
    sa.Column('by_id', sa.Uuid(), nullable=True),
    sa.ForeignKeyConstraint(['booking_id'], ['booking.id'], name=op.f('fk_liaison_ask_booking_id')),
    sa.ForeignKeyConstraint(['liaison_id'], ['liaison.id'], name=op.f('fk_liaison_ask_liaison_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_liaison_ask'))
    )
    with op.batch_alter_table('liaison_ask', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_liaison_ask_liaison_id_asked_on'), ['liaison_id', 'asked_on'], unique=False)

    op.create_table('training_card_answer',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('run_id', sa.Uuid(), nullable=False),
    sa.Column('card_id', sa.Uuid(), nullable=False),
    sa.Column('occasion', sa.Enum('before', 'after', name='occasion', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('code_hash', sa.Text(), nullable=True),
    sa.Column('answers', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('score', sa.Integer(), nullable=True),
    sa.Column('most', sa.Integer(), nullable=True),
    sa.CheckConstraint('score >= 0 AND score <= most', name=op.f('ck_training_card_answer_score')),
    sa.ForeignKeyConstraint(['card_id'], ['training_card.id'], name=op.f('fk_training_card_answer_card_id')),
    sa.ForeignKeyConstraint(['run_id'], ['course_run.id'], name=op.f('fk_training_card_answer_run_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_training_card_answer')),
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('training_card_answer', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_training_card_answer_run_id_card_id_occasion'), ['run_id', 'card_id', 'occasion'], unique=False)

    op.create_table('work_entry',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('liaison_id', sa.Uuid(), nullable=False),
    sa.Column('program_id', sa.Uuid(), nullable=False),
    sa.Column('booking_id', sa.Uuid(), nullable=True),
    sa.Column('entry_key', sa.Text(), nullable=False),
    sa.Column('kind', sa.Enum('hours', 'expense', 'stipend', name='entrykind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('state', sa.Enum('submitted', 'queried', 'approved', 'refused', 'paid', name='entrystate', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('worked_on', sa.Date(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=True),
    sa.Column('cents', sa.Integer(), nullable=True),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('answer', sa.Text(), nullable=False),
    sa.Column('corrects_id', sa.Uuid(), nullable=True),
    sa.Column('payment_id', sa.Uuid(), nullable=True),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('entered_by_id', sa.Uuid(), nullable=True),
    sa.Column('is_invented', sa.Boolean(), nullable=False),
    sa.CheckConstraint("(state = 'paid') = (payment_id IS NOT NULL)", name=op.f('ck_work_entry_paid_in_a_batch')),
    sa.CheckConstraint("kind = 'hours' OR minutes IS NULL", name=op.f('ck_work_entry_minutes_of_hours')),
    sa.CheckConstraint("state NOT IN ('queried', 'refused') OR answer <> ''", name=op.f('ck_work_entry_answer')),
    sa.CheckConstraint('corrects_id IS NOT NULL OR (cents IS NULL OR cents >= 0)', name=op.f('ck_work_entry_money')),
    sa.CheckConstraint('corrects_id IS NOT NULL OR (minutes IS NULL OR minutes > 0)', name=op.f('ck_work_entry_time')),
    sa.CheckConstraint('minutes IS NOT NULL OR cents IS NOT NULL', name=op.f('ck_work_entry_something')),
    sa.ForeignKeyConstraint(['booking_id'], ['booking.id'], name=op.f('fk_work_entry_booking_id')),
    sa.ForeignKeyConstraint(['corrects_id'], ['work_entry.id'], name=op.f('fk_work_entry_corrects_id')),
    sa.ForeignKeyConstraint(['liaison_id'], ['liaison.id'], name=op.f('fk_work_entry_liaison_id')),
    sa.ForeignKeyConstraint(['payment_id'], ['payment_batch.id'], name=op.f('fk_work_entry_payment_id')),
    sa.ForeignKeyConstraint(['program_id'], ['program.id'], name=op.f('fk_work_entry_program_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_work_entry')),
    sa.UniqueConstraint('liaison_id', 'entry_key', name=op.f('uq_work_entry_liaison_id_entry_key'))
    )
    with op.batch_alter_table('work_entry', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_work_entry_booking_id'), ['booking_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_work_entry_corrects_id'), ['corrects_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_work_entry_liaison_id_worked_on'), ['liaison_id', 'worked_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_work_entry_payment_id'), ['payment_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_work_entry_state_worked_on'), ['state', 'worked_on'], unique=False)

    op.create_table('worksheet_action',
    sa.Column('worksheet_id', sa.Uuid(), nullable=False),
    sa.Column('action_id', sa.Uuid(), nullable=False),
    sa.Column('sort_order', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['action_id'], ['action.id'], name=op.f('fk_worksheet_action_action_id')),
    sa.ForeignKeyConstraint(['worksheet_id'], ['worksheet.id'], name=op.f('fk_worksheet_action_worksheet_id')),
    sa.PrimaryKeyConstraint('worksheet_id', 'action_id', name=op.f('pk_worksheet_action'))
    )
    op.create_table('worksheet_step',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('worksheet_id', sa.Uuid(), nullable=False),
    sa.Column('verb', sa.Text(), nullable=False),
    sa.Column('from_state', sa.Enum('draft', 'in_review', 'changes_requested', 'approved', name='from_state', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('to_state', sa.Enum('draft', 'in_review', 'changes_requested', 'approved', name='worksheetstate', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('by_id', sa.Uuid(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['worksheet_id'], ['worksheet.id'], name=op.f('fk_worksheet_step_worksheet_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_worksheet_step'))
    )
    with op.batch_alter_table('worksheet_step', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_worksheet_step_worksheet_id'), ['worksheet_id'], unique=False)

    op.create_table('card_count',
    sa.Column('event_id', sa.Uuid(), nullable=False),
    sa.Column('offered', sa.Integer(), nullable=False),
    sa.Column('taken', sa.Integer(), nullable=False),
    sa.Column('answered', sa.Integer(), nullable=False),
    sa.CheckConstraint('offered >= 0 AND taken >= 0 AND answered >= 0', name=op.f('ck_card_count_counts')),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_card_count_event_id')),
    sa.PrimaryKeyConstraint('event_id', name=op.f('pk_card_count'))
    )
    op.create_table('card_receipt',
    sa.Column('key', sa.Uuid(), nullable=False),
    sa.Column('event_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_card_receipt_event_id')),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_card_receipt'))
    )
    with op.batch_alter_table('card_receipt', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_card_receipt_event_id'), ['event_id'], unique=False)

    op.create_table('contact',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('program_id', sa.Uuid(), nullable=False),
    sa.Column('topic_id', sa.Uuid(), nullable=False),
    sa.Column('detail', sa.Text(), nullable=False),
    sa.Column('area_id', sa.Uuid(), nullable=True),
    sa.Column('place', sa.Text(), nullable=False),
    sa.Column('channel', sa.Enum('in_person', 'event', 'phone', 'text', 'email', 'web', 'social', 'office', 'partner', name='channel', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('language', sa.Text(), nullable=True),
    sa.Column('people', sa.Integer(), nullable=False),
    sa.Column('concern', sa.Text(), nullable=False),
    sa.Column('promised', sa.Text(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=True),
    sa.Column('opened_on', sa.Date(), nullable=False),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.Column('local_year', sa.Integer(), nullable=False),
    sa.Column('local_month', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('open', 'closed', name='contactstate', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('logged_by_id', sa.Uuid(), nullable=True),
    sa.Column('liaison_id', sa.Uuid(), nullable=True),
    sa.Column('event_id', sa.Uuid(), nullable=True),
    sa.Column('logged_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('entry_key', sa.Text(), nullable=True),
    sa.Column('source', sa.Text(), nullable=True),
    sa.Column('source_key', sa.Text(), nullable=True),
    sa.Column('is_invented', sa.Boolean(), nullable=False),
    sa.CheckConstraint("(state = 'closed') = (closed_on IS NOT NULL)", name=op.f('ck_contact_closed_when')),
    sa.CheckConstraint("area_id IS NOT NULL OR place <> ''", name=op.f('ck_contact_somewhere')),
    sa.CheckConstraint('closed_on IS NULL OR closed_on >= opened_on', name=op.f('ck_contact_closed_after')),
    sa.CheckConstraint('people BETWEEN 1 AND 500', name=op.f('ck_contact_people')),
    sa.ForeignKeyConstraint(['area_id'], ['area.id'], name=op.f('fk_contact_area_id')),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_contact_event_id')),
    sa.ForeignKeyConstraint(['liaison_id'], ['liaison.id'], name=op.f('fk_contact_liaison_id')),
    sa.ForeignKeyConstraint(['logged_by_id'], ['user_account.id'], name=op.f('fk_contact_logged_by_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_contact_person_id')),
    sa.ForeignKeyConstraint(['program_id'], ['program.id'], name=op.f('fk_contact_program_id')),
    sa.ForeignKeyConstraint(['topic_id'], ['topic.id'], name=op.f('fk_contact_topic_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contact')),
    sa.UniqueConstraint('entry_key', name=op.f('uq_contact_entry_key')),
    sa.UniqueConstraint('source', 'source_key', name=op.f('uq_contact_source_source_key'))
    )
    with op.batch_alter_table('contact', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_contact_area_id_opened_on_id'), ['area_id', 'opened_on', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_contact_event_id'), ['event_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_contact_liaison_id'), ['liaison_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_contact_logged_by_id_opened_on_id'), ['logged_by_id', 'opened_on', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_contact_opened_on_id'), ['opened_on', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_contact_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_contact_program_id_local_year_topic_id_channel_area_id_local_month'), ['program_id', 'local_year', 'topic_id', 'channel', 'area_id', 'local_month'], unique=False)
        batch_op.create_index(batch_op.f('ix_contact_state_opened_on_id'), ['state', 'opened_on', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_contact_topic_id'), ['topic_id'], unique=False)

    op.create_table('course_session',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('run_id', sa.Uuid(), nullable=False),
    sa.Column('event_id', sa.Uuid(), nullable=True),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.CheckConstraint('number > 0', name=op.f('ck_course_session_number')),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_course_session_event_id')),
    sa.ForeignKeyConstraint(['run_id'], ['course_run.id'], name=op.f('fk_course_session_run_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_course_session')),
    sa.UniqueConstraint('event_id', name=op.f('uq_course_session_event_id')),
    sa.UniqueConstraint('run_id', 'number', name=op.f('uq_course_session_run_id_number'))
    )
    op.create_table('enrolment_step',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('enrolment_id', sa.Uuid(), nullable=False),
    sa.Column('verb', sa.Text(), nullable=False),
    sa.Column('from_state', sa.Enum('applied', 'waitlisted', 'admitted', 'declined', 'withdrawn', 'completed', 'not_completed', name='from_state', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('to_state', sa.Enum('applied', 'waitlisted', 'admitted', 'declined', 'withdrawn', 'completed', 'not_completed', name='enrolmentstate', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('by_id', sa.Uuid(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['enrolment_id'], ['enrolment.id'], name=op.f('fk_enrolment_step_enrolment_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_enrolment_step'))
    )
    with op.batch_alter_table('enrolment_step', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_enrolment_step_enrolment_id'), ['enrolment_id'], unique=False)

    op.create_table('event_date',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('event_id', sa.Uuid(), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('place_name', sa.Text(), nullable=False),
    sa.Column('address', sa.Text(), nullable=False),
    sa.Column('room', sa.Text(), nullable=False),
    sa.Column('found_by', sa.Text(), nullable=False),
    sa.CheckConstraint('ends_at IS NULL OR ends_at >= starts_at', name=op.f('ck_event_date_ends_after_start')),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_event_date_event_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_event_date'))
    )
    with op.batch_alter_table('event_date', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_event_date_event_id_starts_at'), ['event_id', 'starts_at'], unique=False)

    op.create_table('event_message',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('event_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.Enum('reminder', 'thanks', 'materials', 'notes', 'changed', 'cancelled', 'restored', name='messagekind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('audience', sa.Enum('signed_up', 'came', 'did_not_come', 'everyone', name='audience', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=True),
    sa.Column('send_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('state', sa.Enum('planned', 'sent', 'dropped', name='planstate', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('recipients', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_event_message_event_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_event_message'))
    )
    with op.batch_alter_table('event_message', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_event_message_event_id'), ['event_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_event_message_state_send_at'), ['state', 'send_at'], unique=False)

    op.create_table('event_organisation',
    sa.Column('event_id', sa.Uuid(), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('is_host', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_event_organisation_event_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_event_organisation_organisation_id')),
    sa.PrimaryKeyConstraint('event_id', 'organisation_id', name=op.f('pk_event_organisation'))
    )
    with op.batch_alter_table('event_organisation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_event_organisation_organisation_id'), ['organisation_id'], unique=False)

    op.create_table('event_staff',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('event_id', sa.Uuid(), nullable=False),
    sa.Column('user_id', sa.Uuid(), nullable=True),
    sa.Column('liaison_id', sa.Uuid(), nullable=True),
    sa.Column('task', sa.Text(), nullable=False),
    sa.CheckConstraint('(user_id IS NULL) <> (liaison_id IS NULL)', name=op.f('ck_event_staff_one_of_two')),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_event_staff_event_id')),
    sa.ForeignKeyConstraint(['liaison_id'], ['liaison.id'], name=op.f('fk_event_staff_liaison_id')),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_event_staff_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_event_staff')),
    sa.UniqueConstraint('event_id', 'liaison_id', name=op.f('uq_event_staff_event_id_liaison_id')),
    sa.UniqueConstraint('event_id', 'user_id', name=op.f('uq_event_staff_event_id_user_id'))
    )
    with op.batch_alter_table('event_staff', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_event_staff_liaison_id'), ['liaison_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_event_staff_user_id'), ['user_id'], unique=False)

    op.create_table('event_step',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('event_id', sa.Uuid(), nullable=False),
    sa.Column('verb', sa.Text(), nullable=False),
    sa.Column('from_state', sa.Enum('draft', 'published', 'cancelled', 'dropped', name='from_state', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('to_state', sa.Enum('draft', 'published', 'cancelled', 'dropped', name='eventstate', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('by_id', sa.Uuid(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_event_step_event_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_event_step'))
    )
    with op.batch_alter_table('event_step', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_event_step_event_id'), ['event_id'], unique=False)

    op.create_table('event_text',
    sa.Column('event_id', sa.Uuid(), nullable=False),
    sa.Column('language', sa.Text(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('summary', sa.Text(), nullable=False),
    sa.Column('notes', sa.Text(), nullable=False),
    sa.Column('status', sa.Enum('machine', 'human', 'reviewed', name='textstatus', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('source_hash', sa.Text(), nullable=False),
    sa.Column('found_by', sa.Text(), nullable=False),
    sa.Column('by_id', sa.Uuid(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_event_text_event_id')),
    sa.PrimaryKeyConstraint('event_id', 'language', name=op.f('pk_event_text'))
    )
    op.create_table('extra_deed',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('enrolment_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('done_on', sa.Date(), nullable=False),
    sa.Column('amount', sa.Integer(), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['enrolment_id'], ['enrolment.id'], name=op.f('fk_extra_deed_enrolment_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_extra_deed'))
    )
    with op.batch_alter_table('extra_deed', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_extra_deed_enrolment_id'), ['enrolment_id'], unique=False)

    op.create_table('paper_batch',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('event_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.Enum('sign_in', 'contact', 'card', name='paperkind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('code', sa.Text(), nullable=False),
    sa.Column('languages', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('printed', sa.Integer(), nullable=False),
    sa.Column('returned', sa.Integer(), nullable=False),
    sa.Column('voided', sa.Integer(), nullable=False),
    sa.Column('printed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by_id', sa.Uuid(), nullable=True),
    sa.CheckConstraint('printed >= 1', name=op.f('ck_paper_batch_printed')),
    sa.CheckConstraint('returned + voided <= printed', name=op.f('ck_paper_batch_no_more_than_printed')),
    sa.CheckConstraint('returned >= 0 AND voided >= 0', name=op.f('ck_paper_batch_counts')),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_paper_batch_event_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_paper_batch')),
    sa.UniqueConstraint('code', name=op.f('uq_paper_batch_code'))
    )
    with op.batch_alter_table('paper_batch', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_paper_batch_event_id'), ['event_id'], unique=False)

    op.create_table('sign_up',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('event_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=True),
    sa.Column('code', sa.Text(), nullable=False),
    sa.Column('party_size', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('signed_up', 'waiting', 'offered', 'lapsed', 'cancelled', name='signupstate', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('way', sa.Enum('web', 'staff', 'door', 'paper', name='signupway', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('language', sa.Text(), nullable=True),
    sa.Column('may_contact', sa.Boolean(), nullable=False),
    sa.Column('seats_kept', sa.Integer(), nullable=False),
    sa.Column('seats_added', sa.Integer(), nullable=False),
    sa.Column('liaison_seats', sa.Integer(), nullable=False),
    sa.Column('is_unsubscribed', sa.Boolean(), nullable=False),
    sa.Column('signed_up_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('waits_since', sa.DateTime(timezone=True), nullable=True),
    sa.Column('offered_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('anonymised_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('is_invented', sa.Boolean(), nullable=False),
    sa.CheckConstraint("(state = 'offered') = (offered_until IS NOT NULL)", name=op.f('ck_sign_up_offer_ends')),
    sa.CheckConstraint('party_size BETWEEN 1 AND 20', name=op.f('ck_sign_up_party')),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_sign_up_event_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_sign_up_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sign_up')),
    sa.UniqueConstraint('code', name=op.f('uq_sign_up_code')),
    sa.UniqueConstraint('event_id', 'person_id', name=op.f('uq_sign_up_event_id_person_id'))
    )
    with op.batch_alter_table('sign_up', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sign_up_event_id_state_waits_since'), ['event_id', 'state', 'waits_since'], unique=False)
        batch_op.create_index(batch_op.f('ix_sign_up_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_sign_up_state_offered_until'), ['state', 'offered_until'], unique=False)

    op.create_table('work_entry_step',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('entry_id', sa.Uuid(), nullable=False),
    sa.Column('verb', sa.Text(), nullable=False),
    sa.Column('from_state', sa.Enum('submitted', 'queried', 'approved', 'refused', 'paid', name='from_state', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('to_state', sa.Enum('submitted', 'queried', 'approved', 'refused', 'paid', name='entrystate', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('by_id', sa.Uuid(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['entry_id'], ['work_entry.id'], name=op.f('fk_work_entry_step_entry_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_work_entry_step'))
    )
    with op.batch_alter_table('work_entry_step', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_work_entry_step_entry_id'), ['entry_id'], unique=False)

    op.create_table('access_need',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('event_id', sa.Uuid(), nullable=False),
    sa.Column('sign_up_id', sa.Uuid(), nullable=True),
    sa.Column('person_id', sa.Uuid(), nullable=True),
    sa.Column('kind', sa.Enum('interpreter', 'sign_language', 'captions', 'step_free', 'childcare', 'transport', 'food', 'other', name='needkind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('language', sa.Text(), nullable=True),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('state', sa.Enum('requested', 'booked', 'confirmed', 'delivered', 'not_delivered', 'withdrawn', name='needstate', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('vendor', sa.Text(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=True),
    sa.Column('cost_cents', sa.Integer(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('erased_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('is_invented', sa.Boolean(), nullable=False),
    sa.CheckConstraint("state <> 'not_delivered' OR reason <> '' OR erased_at IS NOT NULL", name=op.f('ck_access_need_reason')),
    sa.CheckConstraint('minutes >= 0 AND cost_cents >= 0', name=op.f('ck_access_need_amounts')),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_access_need_event_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_access_need_person_id')),
    sa.ForeignKeyConstraint(['sign_up_id'], ['sign_up.id'], name=op.f('fk_access_need_sign_up_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_access_need'))
    )
    with op.batch_alter_table('access_need', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_access_need_event_id_state'), ['event_id', 'state'], unique=False)
        batch_op.create_index(batch_op.f('ix_access_need_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_access_need_sign_up_id'), ['sign_up_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_access_need_state_due_on'), ['state', 'due_on'], unique=False)

    op.create_table('check_in',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('event_id', sa.Uuid(), nullable=False),
    sa.Column('sign_up_id', sa.Uuid(), nullable=True),
    sa.Column('people', sa.Integer(), nullable=False),
    sa.Column('came_by', sa.Enum('search', 'code', 'walk_in', 'kiosk', 'count', 'paper', name='cameby', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('stored_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by_id', sa.Uuid(), nullable=True),
    sa.Column('undone_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('people BETWEEN 1 AND 20', name=op.f('ck_check_in_people')),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_check_in_event_id')),
    sa.ForeignKeyConstraint(['sign_up_id'], ['sign_up.id'], name=op.f('fk_check_in_sign_up_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_check_in'))
    )
    with op.batch_alter_table('check_in', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_check_in_event_id_undone_at_people'), ['event_id', 'undone_at', 'people'], unique=False)
        batch_op.create_index('uq_check_in_sign_up_id', ['sign_up_id'], unique=True, sqlite_where=sa.text('undone_at IS NULL'), postgresql_where=sa.text('undone_at IS NULL'))

    op.create_table('event_material',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('event_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('quantity', sa.Integer(), nullable=False),
    sa.Column('brought_by_id', sa.Uuid(), nullable=True),
    sa.Column('is_ready', sa.Boolean(), nullable=False),
    sa.CheckConstraint('quantity >= 1', name=op.f('ck_event_material_quantity')),
    sa.ForeignKeyConstraint(['brought_by_id'], ['event_staff.id'], name=op.f('fk_event_material_brought_by_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_event_material_event_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_event_material'))
    )
    with op.batch_alter_table('event_material', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_event_material_event_id'), ['event_id'], unique=False)

    op.create_table('event_message_receipt',
    sa.Column('message_id', sa.Uuid(), nullable=False),
    sa.Column('sign_up_id', sa.Uuid(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['message_id'], ['event_message.id'], name=op.f('fk_event_message_receipt_message_id')),
    sa.ForeignKeyConstraint(['sign_up_id'], ['sign_up.id'], name=op.f('fk_event_message_receipt_sign_up_id')),
    sa.PrimaryKeyConstraint('message_id', 'sign_up_id', name=op.f('pk_event_message_receipt'))
    )
    with op.batch_alter_table('event_message_receipt', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_event_message_receipt_sign_up_id'), ['sign_up_id'], unique=False)

    op.create_table('event_message_text',
    sa.Column('message_id', sa.Uuid(), nullable=False),
    sa.Column('language', sa.Text(), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['message_id'], ['event_message.id'], name=op.f('fk_event_message_text_message_id')),
    sa.PrimaryKeyConstraint('message_id', 'language', name=op.f('pk_event_message_text'))
    )
    op.create_table('paper_row',
    sa.Column('batch_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('is_void', sa.Boolean(), nullable=False),
    sa.Column('sign_up_id', sa.Uuid(), nullable=True),
    sa.Column('keyed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('keyed_by_id', sa.Uuid(), nullable=True),
    sa.ForeignKeyConstraint(['batch_id'], ['paper_batch.id'], name=op.f('fk_paper_row_batch_id')),
    sa.ForeignKeyConstraint(['sign_up_id'], ['sign_up.id'], name=op.f('fk_paper_row_sign_up_id')),
    sa.PrimaryKeyConstraint('batch_id', 'number', name=op.f('pk_paper_row'))
    )
    with op.batch_alter_table('paper_row', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_paper_row_sign_up_id'), ['sign_up_id'], unique=False)

    op.create_table('session_attendance',
    sa.Column('enrolment_id', sa.Uuid(), nullable=False),
    sa.Column('session_id', sa.Uuid(), nullable=False),
    sa.Column('mark', sa.Enum('present', 'late', 'excused', 'made_up', 'absent', name='mark', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('marked_by', sa.Enum('sign_in', 'code', 'staff', name='markedby', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('made_up_on', sa.Date(), nullable=True),
    sa.Column('marked_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("mark = 'made_up' OR made_up_on IS NULL", name=op.f('ck_session_attendance_made_up')),
    sa.ForeignKeyConstraint(['enrolment_id'], ['enrolment.id'], name=op.f('fk_session_attendance_enrolment_id')),
    sa.ForeignKeyConstraint(['session_id'], ['course_session.id'], name=op.f('fk_session_attendance_session_id')),
    sa.PrimaryKeyConstraint('enrolment_id', 'session_id', name=op.f('pk_session_attendance'))
    )
    with op.batch_alter_table('session_attendance', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_session_attendance_session_id_mark'), ['session_id', 'mark'], unique=False)

    op.create_table('sign_up_step',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('sign_up_id', sa.Uuid(), nullable=False),
    sa.Column('verb', sa.Text(), nullable=False),
    sa.Column('from_state', sa.Enum('signed_up', 'waiting', 'offered', 'lapsed', 'cancelled', name='from_state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('to_state', sa.Enum('signed_up', 'waiting', 'offered', 'lapsed', 'cancelled', name='signupstate', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('by_id', sa.Uuid(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['sign_up_id'], ['sign_up.id'], name=op.f('fk_sign_up_step_sign_up_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sign_up_step'))
    )
    with op.batch_alter_table('sign_up_step', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sign_up_step_sign_up_id'), ['sign_up_id'], unique=False)

    op.create_table('access_need_step',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('need_id', sa.Uuid(), nullable=False),
    sa.Column('verb', sa.Text(), nullable=False),
    sa.Column('from_state', sa.Enum('requested', 'booked', 'confirmed', 'delivered', 'not_delivered', 'withdrawn', name='from_state', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('to_state', sa.Enum('requested', 'booked', 'confirmed', 'delivered', 'not_delivered', 'withdrawn', name='needstate', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('by_id', sa.Uuid(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['need_id'], ['access_need.id'], name=op.f('fk_access_need_step_need_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_access_need_step'))
    )
    with op.batch_alter_table('access_need_step', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_access_need_step_need_id'), ['need_id'], unique=False)
    add_kinds_of_events()
    add_rules_for_events()
    add_rules_for_liaisons()
    add_code_of_conduct()
    make_refusal()
    for table in APPEND_ONLY:
        refuse_rewriting(table)


def downgrade() -> None:
    with op.batch_alter_table('access_need_step', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_access_need_step_need_id'))

    op.drop_table('access_need_step')
    with op.batch_alter_table('sign_up_step', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sign_up_step_sign_up_id'))

    op.drop_table('sign_up_step')
    with op.batch_alter_table('session_attendance', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_session_attendance_session_id_mark'))

    op.drop_table('session_attendance')
    with op.batch_alter_table('paper_row', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_paper_row_sign_up_id'))

    op.drop_table('paper_row')
    op.drop_table('event_message_text')
    with op.batch_alter_table('event_message_receipt', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_event_message_receipt_sign_up_id'))

    op.drop_table('event_message_receipt')
    with op.batch_alter_table('event_material', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_event_material_event_id'))

    op.drop_table('event_material')
    with op.batch_alter_table('check_in', schema=None) as batch_op:
        batch_op.drop_index('uq_check_in_sign_up_id', sqlite_where=sa.text('undone_at IS NULL'), postgresql_where=sa.text('undone_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_check_in_event_id_undone_at_people'))

    op.drop_table('check_in')
    with op.batch_alter_table('access_need', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_access_need_state_due_on'))
        batch_op.drop_index(batch_op.f('ix_access_need_sign_up_id'))
        batch_op.drop_index(batch_op.f('ix_access_need_person_id'))
        batch_op.drop_index(batch_op.f('ix_access_need_event_id_state'))

    op.drop_table('access_need')
    with op.batch_alter_table('work_entry_step', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_work_entry_step_entry_id'))

    op.drop_table('work_entry_step')
    with op.batch_alter_table('sign_up', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sign_up_state_offered_until'))
        batch_op.drop_index(batch_op.f('ix_sign_up_person_id'))
        batch_op.drop_index(batch_op.f('ix_sign_up_event_id_state_waits_since'))

    op.drop_table('sign_up')
    with op.batch_alter_table('paper_batch', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_paper_batch_event_id'))

    op.drop_table('paper_batch')
    with op.batch_alter_table('extra_deed', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_extra_deed_enrolment_id'))

    op.drop_table('extra_deed')
    op.drop_table('event_text')
    with op.batch_alter_table('event_step', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_event_step_event_id'))

    op.drop_table('event_step')
    with op.batch_alter_table('event_staff', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_event_staff_user_id'))
        batch_op.drop_index(batch_op.f('ix_event_staff_liaison_id'))

    op.drop_table('event_staff')
    with op.batch_alter_table('event_organisation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_event_organisation_organisation_id'))

    op.drop_table('event_organisation')
    with op.batch_alter_table('event_message', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_event_message_state_send_at'))
        batch_op.drop_index(batch_op.f('ix_event_message_event_id'))

    op.drop_table('event_message')
    with op.batch_alter_table('event_date', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_event_date_event_id_starts_at'))

    op.drop_table('event_date')
    with op.batch_alter_table('enrolment_step', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_enrolment_step_enrolment_id'))

    op.drop_table('enrolment_step')
    op.drop_table('course_session')
    with op.batch_alter_table('contact', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_contact_topic_id'))
        batch_op.drop_index(batch_op.f('ix_contact_state_opened_on_id'))
        batch_op.drop_index(batch_op.f('ix_contact_program_id_local_year_topic_id_channel_area_id_local_month'))
        batch_op.drop_index(batch_op.f('ix_contact_person_id'))
        batch_op.drop_index(batch_op.f('ix_contact_opened_on_id'))
        batch_op.drop_index(batch_op.f('ix_contact_logged_by_id_opened_on_id'))
        batch_op.drop_index(batch_op.f('ix_contact_liaison_id'))
        batch_op.drop_index(batch_op.f('ix_contact_event_id'))
        batch_op.drop_index(batch_op.f('ix_contact_area_id_opened_on_id'))

    op.drop_table('contact')
    with op.batch_alter_table('card_receipt', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_card_receipt_event_id'))

    op.drop_table('card_receipt')
    op.drop_table('card_count')
    with op.batch_alter_table('worksheet_step', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_worksheet_step_worksheet_id'))

    op.drop_table('worksheet_step')
    op.drop_table('worksheet_action')
    with op.batch_alter_table('work_entry', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_work_entry_state_worked_on'))
        batch_op.drop_index(batch_op.f('ix_work_entry_payment_id'))
        batch_op.drop_index(batch_op.f('ix_work_entry_liaison_id_worked_on'))
        batch_op.drop_index(batch_op.f('ix_work_entry_corrects_id'))
        batch_op.drop_index(batch_op.f('ix_work_entry_booking_id'))

    op.drop_table('work_entry')
    with op.batch_alter_table('training_card_answer', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_training_card_answer_run_id_card_id_occasion'))

    op.drop_table('training_card_answer')
    with op.batch_alter_table('liaison_ask', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_liaison_ask_liaison_id_asked_on'))

    op.drop_table('liaison_ask')
    with op.batch_alter_table('event', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_event_state_starts_at_ends_at'))
        batch_op.drop_index(batch_op.f('ix_event_starts_at'))
        batch_op.drop_index('ix_event_figures')
        batch_op.drop_index(batch_op.f('ix_event_area_id_starts_at'))

    op.drop_table('event')
    with op.batch_alter_table('enrolment', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_enrolment_run_id_state_applied_at'))
        batch_op.drop_index(batch_op.f('ix_enrolment_person_id'))

    op.drop_table('enrolment')
    with op.batch_alter_table('booking_step', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_booking_step_booking_id'))

    op.drop_table('booking_step')
    with op.batch_alter_table('booking_offer', schema=None) as batch_op:
        batch_op.drop_index('uq_booking_offer_open', sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'"))
        batch_op.drop_index(batch_op.f('ix_booking_offer_state_answer_by'))
        batch_op.drop_index(batch_op.f('ix_booking_offer_liaison_id_offered_at'))
        batch_op.drop_index(batch_op.f('ix_booking_offer_booking_id_offered_at'))

    op.drop_table('booking_offer')
    op.drop_table('booking_debrief')
    with op.batch_alter_table('answer_revision', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_answer_revision_worksheet_id_question_key'))

    op.drop_table('answer_revision')
    op.drop_table('answer')
    with op.batch_alter_table('action_step', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_action_step_action_id'))

    op.drop_table('action_step')
    with op.batch_alter_table('worksheet', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_worksheet_program_id'))

    op.drop_table('worksheet')
    op.drop_table('role_grant')
    op.drop_table('report_text')
    with op.batch_alter_table('recognition', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_recognition_liaison_id'))

    op.drop_table('recognition')
    with op.batch_alter_table('population_figure', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_population_figure_measure_id_period'))

    op.drop_table('population_figure')
    op.drop_table('plan_year')
    with op.batch_alter_table('liaison_told_apart', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_liaison_told_apart_other_id'))

    op.drop_table('liaison_told_apart')
    with op.batch_alter_table('liaison_step', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_liaison_step_liaison_id'))

    op.drop_table('liaison_step')
    with op.batch_alter_table('liaison_language', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_liaison_language_language'))

    op.drop_table('liaison_language')
    op.drop_table('liaison_hours')
    op.drop_table('liaison_conflict')
    op.drop_table('liaison_community')
    with op.batch_alter_table('liaison_area', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_liaison_area_area_id'))

    op.drop_table('liaison_area')
    with op.batch_alter_table('liaison_absence', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_liaison_absence_liaison_id'))

    op.drop_table('liaison_absence')
    op.drop_table('invitation')
    with op.batch_alter_table('hard_contact', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_hard_contact_supporter_id'))
        batch_op.drop_index(batch_op.f('ix_hard_contact_liaison_id'))

    op.drop_table('hard_contact')
    op.drop_table('event_template')
    with op.batch_alter_table('event_series', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_event_series_program_id'))

    op.drop_table('event_series')
    op.drop_table('demographic_tally')
    with op.batch_alter_table('demographic_response', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_demographic_response_program_id_plan_month'))

    op.drop_table('demographic_response')
    with op.batch_alter_table('coverage_language', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_coverage_language_language'))

    op.drop_table('coverage_language')
    with op.batch_alter_table('course_run', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_course_run_state_closes_on'))
        batch_op.drop_index(batch_op.f('ix_course_run_program_id'))
        batch_op.drop_index(batch_op.f('ix_course_run_course'))

    op.drop_table('course_run')
    with op.batch_alter_table('collection_point', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_collection_point_program_id'))

    op.drop_table('collection_point')
    op.drop_table('code_acceptance')
    with op.batch_alter_table('booking', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_booking_state_starts_at'))
        batch_op.drop_index(batch_op.f('ix_booking_program_id_starts_at'))
        batch_op.drop_index(batch_op.f('ix_booking_liaison_id_starts_at'))

    op.drop_table('booking')
    with op.batch_alter_table('area_overlap', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_area_overlap_other_id'))

    op.drop_table('area_overlap')
    with op.batch_alter_table('action', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_action_program_id'))

    op.drop_table('action')
    op.drop_table('training_card')
    op.drop_table('topic_name')
    with op.batch_alter_table('staff_learning', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_staff_learning_user_id'))
        batch_op.drop_index(batch_op.f('ix_staff_learning_department_id_held_on'))

    op.drop_table('staff_learning')
    with op.batch_alter_table('sign_in', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sign_in_user_id'))

    op.drop_table('sign_in')
    with op.batch_alter_table('program', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_program_department_id'))

    op.drop_table('program')
    op.drop_table('password_reset')
    with op.batch_alter_table('liaison', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_liaison_trained_until_sort_name_id'))
        batch_op.drop_index(batch_op.f('ix_liaison_state_sort_name'))
        batch_op.drop_index(batch_op.f('ix_liaison_sort_name_id'))
        batch_op.drop_index(batch_op.f('ix_liaison_merged_into_id'))

    op.drop_table('liaison')
    op.drop_table('event_kind_name')
    with op.batch_alter_table('credential', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_credential_person_id_expires_on'))

    op.drop_table('credential')
    op.drop_table('coverage_measure')
    op.drop_table('course_text')
    op.drop_table('code_of_conduct_text')
    with op.batch_alter_table('area', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_area_area_set_id_sort_order'))

    op.drop_table('area')
    op.drop_table('user_account')
    op.drop_table('topic')
    op.drop_table('template_version')
    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_person_phone'))
        batch_op.drop_index(batch_op.f('ix_person_email'))

    op.drop_table('person')
    op.drop_table('payment_batch')
    with op.batch_alter_table('outbox_message', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_outbox_message_state'))

    op.drop_table('outbox_message')
    op.drop_table('organisation')
    op.drop_table('measure')
    op.drop_table('liaison_rules')
    op.drop_table('event_rules')
    op.drop_table('event_kind')
    op.drop_table('department')
    op.drop_table('course')
    op.drop_table('code_of_conduct')
    op.drop_table('city')
    with op.batch_alter_table('background_job', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_background_job_state'))

    op.drop_table('background_job')
    with op.batch_alter_table('audit_entry', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_audit_entry_subject_type_subject_id'))
        batch_op.drop_index(batch_op.f('ix_audit_entry_at'))
        batch_op.drop_index(batch_op.f('ix_audit_entry_actor_id'))

    op.drop_table('audit_entry')
    with op.batch_alter_table('attempt', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_attempt_kind_key_hash_at'))

    op.drop_table('attempt')
    op.drop_table('area_set')
    if op.get_bind().dialect.name == 'postgresql':
        op.execute('DROP FUNCTION refuse_rewriting')
