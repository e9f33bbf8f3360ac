# Clauses of queries: PostgreSQL's answers and errors.

statement ok
CREATE TABLE g (k INTEGER PRIMARY KEY, v INTEGER, s VARCHAR)

statement ok
INSERT INTO g VALUES (1, 10, 'a'), (2, 10, 'b'), (3, 20, 'c'), (4, NULL, NULL)

statement ok
CREATE TABLE none (k INTEGER, v INTEGER)

query
SELECT k FROM g ORDER BY v DESC, k
----
4
3
1
2

query
SELECT k FROM g ORDER BY v NULLS FIRST, k DESC
----
4
2
1
3

query
SELECT v AS k, k AS v FROM g ORDER BY k NULLS FIRST, v
----
NULL | 4
10 | 1
10 | 2
20 | 3

query
SELECT k AS x FROM g ORDER BY -k
----
4
3
2
1

query
SELECT k, s FROM g ORDER BY 2 DESC NULLS LAST, 1
----
3 | c
2 | b
1 | a
4 | NULL

statement error 42P10 ORDER BY or GROUP BY position is not in the select list
SELECT k FROM g ORDER BY 5

statement error 42P10 ORDER BY or GROUP BY position is not in the select list
SELECT k FROM g ORDER BY 0

query
SELECT DISTINCT v FROM g ORDER BY v
----
10
20
NULL

statement error 42P10 for SELECT DISTINCT, ORDER BY expression k must appear in the select list
SELECT DISTINCT v FROM g ORDER BY k

query
SELECT DISTINCT ON (v) v, k FROM g ORDER BY v, k DESC
----
10 | 2
20 | 3
NULL | 4

query
SELECT k FROM g ORDER BY k LIMIT 0
----

query
SELECT k FROM g ORDER BY k OFFSET 100
----

query
SELECT k FROM g ORDER BY k LIMIT 2 OFFSET 3
----
4

query
SELECT k FROM g ORDER BY k FETCH FIRST ROW ONLY
----
1

query
SELECT k, v FROM g ORDER BY v FETCH FIRST 1 ROW WITH TIES
----
1 | 10
2 | 10

query
SELECT v, COUNT(*) FROM g GROUP BY v ORDER BY COUNT(*) DESC, 1 OFFSET 1 FETCH FIRST 1 ROWS WITH TIES
----
20 | 1

query
SELECT v FROM g UNION ALL SELECT v FROM g ORDER BY v FETCH FIRST 3 ROWS WITH TIES
----
10
10
10
10

statement error 42601 WITH TIES needs an ORDER BY
SELECT k FROM g FETCH FIRST 3 ROWS WITH TIES

query
SELECT k, SUM(v) OVER (ORDER BY v GROUPS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM g ORDER BY k
----
1 | 20
2 | 20
3 | 40
4 | 20

query
SELECT k, SUM(k) OVER (ORDER BY v GROUPS BETWEEN CURRENT ROW AND 1 FOLLOWING EXCLUDE TIES) FROM g ORDER BY k
----
1 | 4
2 | 5
3 | 7
4 | 4

query
SELECT k, SUM(v) FILTER (WHERE k > 1) OVER (ORDER BY k), COUNT(*) FILTER (WHERE v = 10) OVER () FROM g ORDER BY k
----
1 | NULL | 2
2 | 10 | 2
3 | 30 | 2
4 | 30 | 2

query
SELECT k, LAG(v) OVER (ORDER BY k), LEAD(v, 2, -1) OVER (ORDER BY k), NTILE(3) OVER (ORDER BY k) FROM g ORDER BY k
----
1 | NULL | 20 | 1
2 | 10 | NULL | 1
3 | 10 | -1 | 2
4 | 20 | -1 | 3

statement error 42P20 window functions are not allowed in WHERE
SELECT k FROM g WHERE ROW_NUMBER() OVER (ORDER BY k) = 1

query
SELECT k, v, COUNT(*) FROM g GROUP BY k ORDER BY k
----
1 | 10 | 1
2 | 10 | 1
3 | 20 | 1
4 | NULL | 1

query
SELECT a.k, a.s, SUM(b.k) FROM g a JOIN g b ON a.v = b.v GROUP BY a.k ORDER BY a.k
----
1 | a | 3
2 | b | 3
3 | c | 3

statement error 42803 v must appear in GROUP BY or be used in an aggregate function
WITH g AS (SELECT 1 AS k, 2 AS v) SELECT k, v FROM g GROUP BY k

statement error 42803 s must appear in GROUP BY or be used in an aggregate function
SELECT s FROM g GROUP BY v

query
SELECT v FROM g GROUP BY v HAVING COUNT(*) > 1
----
10

query
SELECT SUM(k) FROM g HAVING SUM(k) > 100
----

statement error 42803 aggregate functions are not allowed in WHERE
SELECT COUNT(*) FROM g WHERE COUNT(*) > 1

statement error 42803 aggregate function calls cannot be nested
SELECT SUM(COUNT(*)) FROM g

query
SELECT v AS w, COUNT(*) FROM g GROUP BY w ORDER BY w
----
10 | 2
20 | 1
NULL | 1

query
SELECT GROUPING(v), v, COUNT(*) FROM g GROUP BY ROLLUP (v) ORDER BY 1, 2
----
0 | 10 | 2
0 | 20 | 1
0 | NULL | 1
1 | NULL | 4

statement error 42702 column v is ambiguous: several tables in FROM have it
SELECT COUNT(*), COUNT(v), SUM(v), AVG(v), MIN(s), MAX(k) FROM none, g WHERE none.k = g.k

query
SELECT k, COUNT(*) FROM none GROUP BY k
----

query
SELECT COUNT(*) FROM none GROUP BY ()
----
0

query
SELECT STRING_AGG(s, '-' ORDER BY k DESC) FILTER (WHERE k > 1), ARRAY_AGG(v ORDER BY k) FROM g
----
c-b | [10, 10, 20, NULL]

statement error 42702 column k is ambiguous: several tables in FROM have it
SELECT k FROM g a, g b

query
SELECT k FROM g a JOIN g b USING (k) ORDER BY k
----
1
2
3
4

query
SELECT * FROM g NATURAL JOIN (VALUES (1, 'z')) AS x(k, q)
----
1 | 10 | a | z

query
SELECT a.k, b.k FROM g a FULL JOIN none b ON a.k = b.k ORDER BY 1
----
1 | NULL
2 | NULL
3 | NULL
4 | NULL

query
SELECT a.k, x FROM g a CROSS JOIN LATERAL (SELECT MAX(b.k) AS x FROM g b WHERE b.v = a.v) m ORDER BY 1
----
1 | 2
2 | 2
3 | 3
4 | NULL

query
SELECT * FROM UNNEST(ARRAY[3, 1, 2]) WITH ORDINALITY AS u(x, o)
----
3 | 1
1 | 2
2 | 3

query
SELECT * FROM UNNEST(ARRAY[1, 2], ARRAY['a', 'b', 'c']) AS u(x, y)
----
1 | a
2 | b
NULL | c

query
SELECT * FROM generate_series(1, 5, 2)
----
1
3
5

query
SELECT * FROM generate_series(5, 1)
----

query
VALUES (1, 'a'), (2, 'b') ORDER BY 1 DESC LIMIT 1
----
2 | b

statement error 42601 rows of VALUES must have the same number of columns
VALUES (1, 2), (3)

statement error 42601 each UNION query must have the same number of columns
SELECT 1 UNION SELECT 1, 2

query
SELECT v FROM g EXCEPT ALL SELECT 10 ORDER BY 1
----
10
20
NULL

query
SELECT v FROM g INTERSECT SELECT v FROM none
----

query
WITH RECURSIVE r(n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM r WHERE n < 5) SELECT SUM(n) FROM r
----
15

query
WITH RECURSIVE r AS (SELECT 1 AS n UNION SELECT (n + 1) % 3 FROM r) SELECT n FROM r ORDER BY n
----
0
1
2

statement error 21000 more than one row returned by a subquery used as an expression
SELECT (SELECT k FROM g)

query
SELECT (SELECT k FROM none), EXISTS (SELECT 1 FROM none), 3 > ALL (SELECT k FROM none), 3 = ANY (SELECT k FROM none)
----
NULL | false | true | false

query
SELECT k FROM g WHERE v NOT IN (SELECT v FROM g WHERE k > 2)
----

statement error 42804 IN compares types that cannot be matched
SELECT k FROM g WHERE v IN (SELECT k, v FROM g)

query
SELECT k FROM g WHERE (k, v) IN ((1, 10), (2, 20))
----
1

statement error 0A000 an aggregate in a subquery over nothing but columns of the query around it: compute it in that query
SELECT (SELECT MAX(a.k) FROM none) FROM g a

statement error 42703 column nope does not exist
SELECT nope FROM g

statement error 42703 column nope does not exist in g
SELECT g.nope FROM g

statement error 42P01 table nope does not exist
SELECT k FROM nope

statement error 42P01 there is no table x in FROM
SELECT x.k FROM g

statement error 42703 column K does not exist
SELECT "K" FROM g

query
SELECT "Ünï", "from", 名前 FROM (SELECT 1 AS "Ünï", 2 AS "from", 3 AS 名前) x
----
1 | 2 | 3

statement error 42P01 table x does not exist
SELECT * FROM g x, (SELECT * FROM x) y

statement error 22P02 invalid input syntax for type integer: "a"
SELECT s + 1 FROM g

statement error 22P02 invalid input syntax for type integer: "one"
SELECT k = 'one' FROM g
