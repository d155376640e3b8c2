"""The order of columns matters: the functions of 0002 give whole rows of entry, and of entry and a track."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('negotiations', '0001_initial'),
        ('reports', '0003_revision_title_and_repeats'),
        ('statements', '0002_missing_from'),
        ('events', '0002_missing_from'),
    ]

    operations = [
        migrations.CreateModel(
            name='DayCount',
            fields=[
                ('pk', models.CompositePrimaryKey('negotiation', 'facet', 'value', 'day', 'kind', blank=True, editable=False, primary_key=True, serialize=False)),
                ('negotiation', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='negotiations.negotiation')),
                ('facet', models.SmallIntegerField(choices=[(0, 'All'), (1, 'Track'), (2, 'Actor'), (3, 'Issue'), (4, 'Stance'), (5, 'Act'), (6, 'Form'), (7, 'Basis'), (8, 'Kind'), (9, 'Party'), (10, 'Outlet'), (11, 'Certainty')])),
                ('value', models.IntegerField()),
                ('day', models.DateField()),
                ('kind', models.SmallIntegerField()),
                ('n', models.IntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='MonthCount',
            fields=[
                ('pk', models.CompositePrimaryKey('negotiation', 'track', 'facet', 'value', 'month', blank=True, editable=False, primary_key=True, serialize=False)),
                ('negotiation', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='negotiations.negotiation')),
                ('track', models.IntegerField()),
                ('facet', models.SmallIntegerField(choices=[(0, 'All'), (1, 'Track'), (2, 'Actor'), (3, 'Issue'), (4, 'Stance'), (5, 'Act'), (6, 'Form'), (7, 'Basis'), (8, 'Kind'), (9, 'Party'), (10, 'Outlet'), (11, 'Certainty')])),
                ('value', models.IntegerField()),
                ('month', models.DateField()),
                ('n', models.IntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('negotiation', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='negotiations.negotiation')),
                ('kind', models.SmallIntegerField(choices=[(0, 'Event'), (1, 'Proposal'), (2, 'Statement')])),
                ('object_id', models.BigIntegerField()),
                ('first', models.DateField(null=True)),
                ('last', models.DateField(null=True)),
                ('is_vague', models.BooleanField()),
                ('earliest', models.DateTimeField(null=True)),
                ('latest', models.DateTimeField(null=True)),
                ('tracks', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), size=None)),
                ('actors', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), size=None)),
                ('parties', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), size=None)),
                ('issues', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), size=None)),
                ('stances', django.contrib.postgres.fields.ArrayField(base_field=models.SmallIntegerField(), size=None)),
                ('takes', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), size=None)),
                ('act', models.SmallIntegerField()),
                ('form', models.SmallIntegerField()),
                ('basis', models.SmallIntegerField()),
                ('certainty', models.SmallIntegerField()),
                ('outlet', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='reports.outlet')),
                ('report', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='reports.report')),
                ('public_at', models.DateTimeField(null=True)),
                ('filed_at', models.DateTimeField(null=True)),
                ('weight', models.SmallIntegerField()),
            ],
            options={
                'indexes': [models.Index(models.F('negotiation'), models.OrderBy(models.F('first'), descending=True, nulls_last=True), models.OrderBy(models.F('last'), descending=True, nulls_last=True), models.OrderBy(models.F('kind')), models.OrderBy(models.F('object_id')), name='entry_newest'), models.Index(condition=models.Q(('last__gt', models.F('first'))), fields=['negotiation', 'last'], name='entry_long'), django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['actors', 'issues', 'takes'], name='entry_lists')],
                'constraints': [models.UniqueConstraint(fields=('kind', 'object_id'), name='entry_once')],
            },
        ),
        migrations.CreateModel(
            name='OnTrack',
            fields=[
                ('pk', models.CompositePrimaryKey('entry_id', 'track_id', blank=True, editable=False, primary_key=True, serialize=False)),
                ('entry_id', models.BigIntegerField()),
                ('negotiation', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='negotiations.negotiation')),
                ('kind', models.SmallIntegerField(choices=[(0, 'Event'), (1, 'Proposal'), (2, 'Statement')])),
                ('object_id', models.BigIntegerField()),
                ('first', models.DateField(null=True)),
                ('last', models.DateField(null=True)),
                ('is_vague', models.BooleanField()),
                ('earliest', models.DateTimeField(null=True)),
                ('latest', models.DateTimeField(null=True)),
                ('tracks', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), size=None)),
                ('actors', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), size=None)),
                ('parties', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), size=None)),
                ('issues', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), size=None)),
                ('stances', django.contrib.postgres.fields.ArrayField(base_field=models.SmallIntegerField(), size=None)),
                ('takes', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), size=None)),
                ('act', models.SmallIntegerField()),
                ('form', models.SmallIntegerField()),
                ('basis', models.SmallIntegerField()),
                ('certainty', models.SmallIntegerField()),
                ('outlet', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='reports.outlet')),
                ('report', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='reports.report')),
                ('public_at', models.DateTimeField(null=True)),
                ('filed_at', models.DateTimeField(null=True)),
                ('weight', models.SmallIntegerField()),
                ('track_id', models.IntegerField()),
            ],
            options={
                'indexes': [models.Index(models.F('track_id'), models.OrderBy(models.F('first'), descending=True, nulls_last=True), models.OrderBy(models.F('last'), descending=True, nulls_last=True), models.OrderBy(models.F('kind')), models.OrderBy(models.F('object_id')), name='on_track_newest'), models.Index(condition=models.Q(('last__gt', models.F('first'))), fields=['track_id', 'last'], name='on_track_long')],
            },
        ),
        migrations.CreateModel(
            name='Rebuilding',
            fields=[
                ('negotiation', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, primary_key=True, related_name='+', serialize=False, to='negotiations.negotiation')),
                ('kind', models.SmallIntegerField(default=0)),
                ('upto', models.BigIntegerField(default=0)),
            ],
        ),
    ]
