# What PostgreSQL's and other dialects' texts say beside the standard's.

statement ok
CREATE TABLE n (f INTEGER)

statement ok
INSERT INTO n VALUES (0), (1), (5)

# Untyped texts take the type of what they meet.

query rowsort
SELECT 1 UNION SELECT '2'
----
1
2

statement error 22P02 invalid input syntax for type integer: "a"
SELECT 1 UNION SELECT 'a'

query
VALUES ('2', NULL), (1, '2020-01-01'), (3, DATE '2020-01-02')
----
2 | NULL
1 | 2020-01-01
3 | 2020-01-02

statement error 22P02
SELECT * FROM (VALUES (1), ('x')) AS t

query
SELECT lead(f, 1, -1.5) OVER (ORDER BY f) FROM n ORDER BY f
----
1.0
5.0
-1.5

# A row is NULL if all of its fields are.

query
SELECT ROW(NULL, NULL) IS NULL, ROW(1, NULL) IS NULL, ROW(1, NULL) IS NOT NULL, ROW(1, 2) IS NOT NULL, (NULL, ROW(NULL, NULL)) IS NULL
----
true | false | false | true | false

# Functions that give rows.

query
SELECT generate_series(1, 3), generate_series(10, 11)
----
1 | 10
2 | 11
3 | NULL

query
SELECT *, generate_series(1, f) * 2 AS g FROM n WHERE f < 5 ORDER BY 1, 2 DESC
----
1 | 2

query
SELECT max(f), generate_series(1, 2) AS g FROM n ORDER BY g DESC
----
5 | 2
5 | 1

query
SELECT f, unnest(array_agg(f)) FROM n GROUP BY f ORDER BY f
----
0 | 0
1 | 1
5 | 5

query
SELECT DISTINCT unnest(string_to_array('a,b,a', ',')) AS x ORDER BY x
----
a
b

statement error 0A000 a set-returning function inside of another expression
SELECT max(f), generate_series(1, 2) + 1 FROM n

# Literals: continued, of any type, with more digits than DECIMAL holds.

query
SELECT 'a'
  'b', int '5', float8 'inf', bool 't', json '{"a":1}' ->> 'a', timestamp with time zone '2020-01-01 00:00:00+02'
----
ab | 5 | Infinity | true | 1 | 2019-12-31T22:00:00Z

statement error 42601 syntax error at ''b''
SELECT 'a' 'b'

query
SELECT 0.349873948359354029493948309745709580730482050975 < 0.35
----
true

statement error 22008 interval field value out of range
SELECT INTERVAL '2562047789 hours'

statement error 42601 UESCAPE
SELECT U&'wrong: +0061' UESCAPE '+'

# Operators, with PostgreSQL's precedence.

query
SELECT 2 ^ 3, -2 ^ 2, 2 * 3 ^ 2, 1 + 2 || 'x', 5 & 3, 5 | 3, 5 # 3, ~5, 1 << 2 + 1, 256 >> 2
----
8 | 4 | 18 | 3x | 1 | 7 | 6 | -6 | 8 | 64

# Semi and anti joins.

query
SELECT * FROM n SEMI JOIN (VALUES (1), (1), (7)) AS v (x) ON n.f = v.x
----
1

query rowsort
SELECT * FROM n LEFT ANTI JOIN (VALUES (1), (7)) AS v (x) ON n.f = v.x
----
0
5

query
SELECT n.f, w.y FROM n ANTI JOIN (VALUES (1), (0)) AS v (f) USING (f) JOIN (VALUES (5, 'five')) AS w (x, y) ON w.x = n.f
----
5 | five

statement error 0A000 a semi or anti join inside of an outer join
SELECT 1 FROM (VALUES (1)) AS w (x) LEFT JOIN (n SEMI JOIN (VALUES (1)) AS v (f) ON n.f = v.f) ON w.x = n.f

# Names of columns may repeat, and VALUES names its own.

query
SELECT * FROM (SELECT a.f, b.f FROM n AS a JOIN n AS b ON a.f = b.f + 1) AS t
----
1 | 0

query
SELECT f AS x, f AS y FROM n AS a JOIN n AS b USING (f) WHERE f > 1
----
5 | 5

query
SELECT count(*), f FROM n AS a NATURAL JOIN n AS b WHERE f > 0 AND f IN (SELECT 1 FROM n WHERE f = 1) GROUP BY f HAVING f < 9 ORDER BY f
----
1 | 1

query
SELECT column2 FROM (VALUES (1, 2)) AS t
----
2

query
VALUES (1, 2), (3, 4) ORDER BY column2 DESC
----
3 | 4
1 | 2

query
SELECT r.c1 AS c0 FROM (VALUES (1, 2), (3, 4)) AS r (c0, c1) GROUP BY r.c0, r.c1 ORDER BY 1
----
2
4

statement error 0A000 aggregates are not allowed in a recursive query's recursive term
WITH RECURSIVE x (n) AS (SELECT 1 UNION ALL SELECT sum(n) FROM x) SELECT * FROM x

# PostgreSQL's EXPLAIN options.

query
EXPLAIN (COSTS OFF, FORMAT TEXT) SELECT 1
----
Values [rows 1]

query
SELECT format('>>%*s<<|%2$-*1$s|', 5, 'ab')
----
>>   ab<<|ab   |
