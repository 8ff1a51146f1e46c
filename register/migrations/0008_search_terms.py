"""The terms of the search in a table of their own, and the function that answers what was typed from its index."""

import django.db.models.deletion
from django.db import migrations, models

# Of the beginning of a term: the rank of who carries such a term, and what comes after the last such term.
RANK = """
CREATE FUNCTION search_rank(beginning text) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE left(beginning, 1) WHEN 'k' THEN 0 WHEN '1' THEN 1 WHEN '2' THEN 2 ELSE 3 END
"""
END = """
CREATE FUNCTION search_end(beginning text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN beginning || CASE left(beginning, 1) WHEN 'k' THEN chr(1) ELSE chr(1114111) END
"""
# As register/hits.py asks for one word without filters: `most` terms are read at the most, the better ranks first.
# Planning would cost more than searching, so the plan is kept; one suits all beginnings. OFFSET 0: ranked once, not
# for every term that is read.
SEARCH = """
CREATE FUNCTION register_search(beginnings text[], most integer, first integer, size integer)
RETURNS TABLE (entry_id bigint, rank integer, entries bigint, terms bigint)
LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    RETURN QUERY
    SELECT best.entry_id, best.rank, count(*) OVER (), best.terms
    FROM (
        SELECT DISTINCT ON (hit.entry_id) hit.entry_id, hit.length, hit.rank, count(*) OVER () AS terms
        FROM (
            SELECT found.entry_id, found.length, asked.rank
            FROM (SELECT low, search_end(low) AS high, search_rank(low) AS rank FROM unnest(beginnings) AS low OFFSET 0)
                AS asked
            JOIN register_searchterm AS found ON found.term >= asked.low AND found.term < asked.high
            LIMIT most
        ) AS hit
        ORDER BY hit.entry_id, hit.rank
    ) AS best
    ORDER BY best.rank, best.length, best.entry_id OFFSET first LIMIT size;
END
$$
"""
FUNCTIONS = {
    "search_rank(text)": RANK,
    "search_end(text)": END,
    "register_search(text[], integer, integer, integer)": SEARCH,
}


class Migration(migrations.Migration):
    dependencies = [("register", "0007_checkpoints")]

    operations = [
        migrations.CreateModel(
            name="SearchTerm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("term", models.CharField(db_collation="C", max_length=320)),
                ("length", models.PositiveSmallIntegerField()),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="terms", to="register.entry"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["term"], include=["entry", "length"], name="searchterm_covering")]
            },
        ),
        *(
            migrations.RunSQL([made, f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC"], f"DROP FUNCTION {function}")
            for function, made in FUNCTIONS.items()
        ),
    ]
