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

statement error 42P19 aggregates are not allowed in a recursive query's recursive term
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

# Rows that are written out compare field by field.

query
SELECT ROW(1, 2) < ROW(1, NULL), ROW(1, NULL) > ROW(0, 5), ROW(1, NULL) <> ROW(1, NULL), ROW(1, 2) <> ROW(2, NULL), ROW(1, 2) <= ROW(1, 2)
----
NULL | true | NULL | true | true

# A window over a named one keeps the frame that it adds.

query
SELECT f, sum(f) OVER (w ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING), count(*) OVER v FROM n
  WINDOW w AS (PARTITION BY f < 5 ORDER BY f), v AS (w ROWS 1 PRECEDING) ORDER BY f
----
0 | 1 | 1
1 | 1 | 2
5 | 5 | 1

# A correlated test for NULL is not lost where the column is NULL by an outer join alone.

query
SELECT a.f, (SELECT count(*) FROM n WHERE b.y IS NOT NULL) FROM n AS a LEFT JOIN (SELECT f AS x, 42 AS y FROM n WHERE f < 3) AS b ON a.f = b.x ORDER BY 1
----
0 | 3
1 | 3
5 | 0

# The first rows of a sorted subquery are the first of its order.

query
SELECT f + 1 FROM (SELECT f FROM n ORDER BY f DESC) AS t LIMIT 2
----
6
2

query
SELECT * FROM (SELECT f FROM n ORDER BY f DESC) AS t OFFSET 2
----
0

# Escapes of LIKE.

query
SELECT 'ma%a' LIKE 'm%a%%a' ESCAPE '%', '%_' LIKE '%_' ESCAPE '', 'a%' LIKE 'a!%' ESCAPE '!', 'ab' LIKE 'a!%' ESCAPE '!', 'a%b' LIKE 'a\%%'
----
true | true | true | false | true

query
SELECT x LIKE p ESCAPE '' FROM (VALUES ('a\b', 'a\b'), ('a%', 'a\%')) AS t (x, p)
----
true
false

# Dates with two digits of a year, intervals of minutes, nested values as text.

query
SELECT DATE '01/02/03', DATE '08-Jan-99', DATE '0099-01-08', INTERVAL '12:34.5' MINUTE TO SECOND, ARRAY[1, 2]::VARCHAR
----
2003-01-02 | 1999-01-08 | 0099-01-08 | PT12M34.5S | {1,2}

query
SELECT a AS localtime FROM (VALUES (DATE '1970-01-01'), (TIMESTAMP '1969-12-13 17:49:43')) AS t (a) ORDER BY 1
----
1969-12-13 17:49:43
1970-01-01 00:00:00

# What is refused, with a code.

statement error 0A000 a set-returning function in WHERE
SELECT 1 WHERE generate_series(1, 2) = 1

statement error 0A000 an aggregate in a subquery over nothing but columns of the query around it
SELECT (SELECT count(*) FILTER (WHERE o.x <> 0) FROM (VALUES (1)) AS t) FROM (VALUES (2)) AS o (x)

statement error 22003
SELECT (ROW(42, 84))[9223372036854775807]

statement error 42883 function repeat gives no table
SELECT * FROM repeat(NULL, 3) AS t (i)

statement error 0A000 ALTER TABLE
ALTER TABLE n ADD COLUMN g INTEGER

statement error 0A000 there are no indexes
CREATE INDEX i ON n (f)

# FOR SYSTEM_TIME takes what is known when a statement is planned.

query
SELECT count(*) FROM n FOR SYSTEM_TIME AS OF CURRENT_TIMESTAMP
----
3

query
SELECT count(*) FROM n FOR SYSTEM_TIME AS OF CAST('2999-01-01' AS TIMESTAMP) - INTERVAL '1' DAY
----
3

statement error 42P18
SELECT count(*) FROM n FOR SYSTEM_TIME AS OF CURRENT_TIMESTAMP - INTERVAL '10' YEAR

statement error 0A000 FOR SYSTEM_TIME AS OF takes
SELECT count(*) FROM n FOR SYSTEM_TIME AS OF to_timestamp(0)

statement error 42601 a parameter stands for a value, not for a table
SELECT * FROM $1 AS t

statement error 42601 a parameter stands for a value, not for a name
SELECT f $1 FROM n

statement error 42601 EXISTS takes a query
SELECT EXISTS 1

statement error 42601
SELECT '' LIKE '' ESCAPE '!' LIKE '' ESCAPE '!'
