"""Workbooks of courses, and what is wrong in them."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('courses', '0004_no_row_says_it'),
        ('institutions', '0005_no_row_says_it'),
    ]

    operations = [
        migrations.CreateModel(
            name='CourseImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('job_id', models.UUIDField(null=True)),
                ('file', models.FileField(max_length=120, upload_to='workbooks/')),
                ('file_name', models.CharField(max_length=200)),
                ('size', models.PositiveIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('uploaded_by', models.BigIntegerField()),
                ('uploaded_at', models.DateTimeField()),
                ('applied_at', models.DateTimeField(null=True)),
                ('rows', models.PositiveIntegerField(default=0)),
                ('new', models.PositiveIntegerField(default=0)),
                ('changed', models.PositiveIntegerField(default=0)),
                ('removed', models.PositiveIntegerField(default=0)),
                ('unchanged', models.PositiveIntegerField(default=0)),
                ('error_count', models.PositiveIntegerField(default=0)),
                ('ignored_columns', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=80), default=list, size=None)),
                ('removed_names', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=120), default=list, size=None)),
                ('annotated', models.FileField(blank=True, max_length=120, upload_to='workbooks/')),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(app_label)s_imports', to='institutions.dossier')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='CourseWorkbookError',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('row', models.PositiveIntegerField()),
                ('column', models.CharField(blank=True, max_length=40)),
                ('code', models.CharField(max_length=40)),
                ('value', models.CharField(blank=True, max_length=120)),
                ('params', models.JSONField(default=dict)),
                ('course_import', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='errors', to='courses.courseimport')),
            ],
        ),
        migrations.AddIndex(
            model_name='courseimport',
            index=models.Index(fields=['dossier', '-uploaded_at'], name='courseimport_newest'),
        ),
        migrations.AddIndex(
            model_name='courseworkbookerror',
            index=models.Index(fields=['course_import', 'code', 'row'], name='courseerror_grouped'),
        ),
    ]
