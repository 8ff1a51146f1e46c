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
# All who answer, once for each term; `each`: of each beginning so many, null for all. The plans of both functions are
# kept, for planning would cost more than searching, and one suits all beginnings. OFFSET 0: a beginning is ranked once,
# not for every term that is read.
HITS = """
CREATE FUNCTION register_hits(beginnings text[], each integer)
RETURNS TABLE (entry_id bigint, length smallint, rank integer)
LANGUAGE plpgsql STABLE ROWS 1000 SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    RETURN QUERY
    SELECT found.entry_id, found.length, asked.rank
    FROM (SELECT low, search_end(low) AS high, search_rank(low) AS rank FROM unnest(beginnings) AS low OFFSET 0)
        AS asked
    CROSS JOIN LATERAL (
        SELECT carried.entry_id, carried.length FROM register_searchterm AS carried
        WHERE carried.term >= asked.low AND carried.term < asked.high
        LIMIT each
    ) AS found;
END
$$
"""
# One page of those who answer one word: `most` terms are read at the most, so many that nobody counts further. The limit
# of each beginning, never reached before the whole one, keeps the beginnings in their order, the better ranks first.
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
            CROSS JOIN LATERAL (
                SELECT carried.entry_id, carried.length FROM register_searchterm AS carried
                WHERE carried.term >= asked.low AND carried.term < asked.high
                LIMIT most
            ) AS found
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
    "register_hits(text[], integer)": HITS,
    "register_search(text[], integer, integer, integer)": SEARCH,
}


class Migration(migrations.Migration):
    dependencies = [("register", "0005_one_index_for_search")]

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
