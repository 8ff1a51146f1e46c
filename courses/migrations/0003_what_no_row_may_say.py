"""What no row may say, whatever writes it; NOT VALID first, so that a big table is locked for a moment only."""

import django.core.validators
from decimal import Decimal
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('courses', '0002_inside_one_dossier'),
        ('institutions', '0004_what_no_row_may_say'),
    ]

    operations = [
        migrations.AlterField(
            model_name='course',
            name='class_size',
            field=models.PositiveIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1)], verbose_name='pupils a class, at most'),
        ),
        migrations.AlterField(
            model_name='course',
            name='hours_per_payment',
            field=models.PositiveIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1)], verbose_name='class hours in one payment'),
        ),
        migrations.AlterField(
            model_name='course',
            name='lesson_count',
            field=models.PositiveIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1)], verbose_name='number of lessons'),
        ),
        migrations.AlterField(
            model_name='course',
            name='lesson_minutes',
            field=models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1)], verbose_name='minutes a lesson'),
        ),
        migrations.AlterField(
            model_name='course',
            name='months_per_payment',
            field=models.DecimalField(blank=True, decimal_places=1, max_digits=5, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0.1'))], verbose_name='months in one payment'),
        ),
        AddConstraintNotValid(
            model_name='course',
            constraint=models.CheckConstraint(condition=models.Q(('price', None), ('price__gte', 0), _connector='OR'), name='course_price'),
        ),
        AddConstraintNotValid(
            model_name='course',
            constraint=models.CheckConstraint(condition=models.Q(('months_per_payment', None), ('months_per_payment__gt', 0), _connector='OR'), name='course_months_per_payment'),
        ),
        AddConstraintNotValid(
            model_name='course',
            constraint=models.CheckConstraint(condition=models.Q(('lesson_count', None), ('lesson_count__gt', 0), _connector='OR'), name='course_lesson_count'),
        ),
        AddConstraintNotValid(
            model_name='course',
            constraint=models.CheckConstraint(condition=models.Q(('lesson_minutes', None), ('lesson_minutes__gt', 0), _connector='OR'), name='course_lesson_minutes'),
        ),
        AddConstraintNotValid(
            model_name='course',
            constraint=models.CheckConstraint(condition=models.Q(('class_size', None), ('class_size__gt', 0), _connector='OR'), name='course_class_size'),
        ),
        AddConstraintNotValid(
            model_name='course',
            constraint=models.CheckConstraint(condition=models.Q(('hours_per_payment', None), ('hours_per_payment__gt', 0), _connector='OR'), name='course_hours_per_payment'),
        ),
        AddConstraintNotValid(
            model_name='lesson',
            constraint=models.CheckConstraint(condition=models.Q(('lesson_minutes__gt', 0)), name='lesson_minutes'),
        ),
    ]
