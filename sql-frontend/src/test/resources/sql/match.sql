# MATCH_RECOGNIZE.

statement ok
CREATE TABLE ticker (symbol VARCHAR, day INTEGER, price INTEGER, note VARCHAR)

statement ok
INSERT INTO ticker VALUES ('ACME', 1, 12, 'a'), ('ACME', 2, 17, 'b'), ('ACME', 3, 19, 'c'), ('ACME', 4, 21, 'd'), ('ACME', 5, 25, 'e'), ('ACME', 6, 12, 'f'), ('ACME', 7, 15, 'g'), ('ACME', 8, 20, 'h'), ('ACME', 9, 24, 'i'), ('ACME', 10, 25, 'j'), ('ACME', 11, 19, 'k'), ('ACME', 12, 15, 'l'), ('ACME', 13, 25, 'm'), ('ACME', 14, 25, 'n'), ('ACME', 15, 14, 'o'), ('ACME', 16, 12, 'p'), ('ACME', 17, 14, 'q'), ('ACME', 18, 24, 'r'), ('ACME', 19, 23, 's'), ('ACME', 20, 22, 't'), ('GLOBEX', 1, 10, NULL), ('GLOBEX', 2, 9, NULL), ('GLOBEX', 3, 8, NULL), ('GLOBEX', 4, 11, NULL), ('GLOBEX', 5, NULL, NULL)

query rowsort
SELECT * FROM ticker MATCH_RECOGNIZE (PARTITION BY symbol ORDER BY day MEASURES STRT.day AS start_day, LAST(DOWN.day) AS bottom_day, LAST(UP.day) AS end_day, MATCH_NUMBER() AS mn ONE ROW PER MATCH AFTER MATCH SKIP TO LAST UP PATTERN (STRT DOWN+ UP+) DEFINE DOWN AS DOWN.price < PREV(DOWN.price), UP AS UP.price > PREV(UP.price)) AS m
----
ACME | 5 | 6 | 10 | 1
ACME | 10 | 12 | 13 | 2
ACME | 14 | 16 | 18 | 3
GLOBEX | 1 | 3 | 4 | 1

query rowsort
SELECT day, price, cls, mn, first_price, last_down, running_min FROM ticker MATCH_RECOGNIZE (PARTITION BY symbol ORDER BY day MEASURES CLASSIFIER() AS cls, MATCH_NUMBER() AS mn, FIRST(STRT.price) AS first_price, FINAL LAST(DOWN.price) AS last_down, MIN(price) AS running_min ALL ROWS PER MATCH PATTERN (STRT DOWN+ UP+) DEFINE DOWN AS price < PREV(price), UP AS price > PREV(price)) WHERE symbol = 'GLOBEX'
----
1 | 10 | STRT | 1 | 10 | 8 | 10
2 | 9 | DOWN | 1 | 10 | 8 | 9
3 | 8 | DOWN | 1 | 10 | 8 | 8
4 | 11 | UP | 1 | 10 | 8 | 8

# The columns: partition, order, measures, the rest

query rowsort
SELECT * FROM ticker MATCH_RECOGNIZE (PARTITION BY symbol ORDER BY day MEASURES CLASSIFIER() AS c ALL ROWS PER MATCH PATTERN (A B) DEFINE A AS price = 8, B AS true)
----
GLOBEX | 3 | A | 8 | NULL
GLOBEX | 4 | B | 11 | NULL

# Empty matches and rows that match nothing

query rowsort
SELECT day, c, n, s FROM ticker MATCH_RECOGNIZE (PARTITION BY symbol ORDER BY day MEASURES CLASSIFIER() AS c, MATCH_NUMBER() AS n, SUM(price) AS s ALL ROWS PER MATCH PATTERN (B*) DEFINE B AS price < PREV(price)) WHERE symbol = 'GLOBEX'
----
1 | NULL | 1 | NULL
2 | B | 2 | 9
3 | B | 2 | 17
4 | NULL | 3 | NULL
5 | NULL | 4 | NULL

query rowsort
SELECT day, c, n FROM ticker MATCH_RECOGNIZE (PARTITION BY symbol ORDER BY day MEASURES CLASSIFIER() AS c, MATCH_NUMBER() AS n ALL ROWS PER MATCH OMIT EMPTY MATCHES PATTERN (B*) DEFINE B AS price < PREV(price)) WHERE symbol = 'GLOBEX'
----
2 | B | 2
3 | B | 2

query rowsort
SELECT day, c, n, k FROM ticker MATCH_RECOGNIZE (PARTITION BY symbol ORDER BY day MEASURES CLASSIFIER() AS c, MATCH_NUMBER() AS n, COUNT(*) AS k ALL ROWS PER MATCH WITH UNMATCHED ROWS PATTERN (B+) DEFINE B AS price < PREV(price)) WHERE symbol = 'GLOBEX'
----
1 | NULL | NULL | NULL
2 | B | 1 | 1
3 | B | 1 | 2
4 | NULL | NULL | NULL
5 | NULL | NULL | NULL

query rowsort
SELECT * FROM (VALUES (1, 10), (2, 20)) AS t(id, v) MATCH_RECOGNIZE (ORDER BY id MEASURES MATCH_NUMBER() AS n, COUNT(*) AS c, v AS v PATTERN (()))
----
1 | 0 | NULL
2 | 0 | NULL

# Preferment

query rowsort
SELECT * FROM (VALUES (1), (2), (3), (4)) AS t(id) MATCH_RECOGNIZE (ORDER BY id MEASURES FIRST(id) AS f, LAST(id) AS l, CLASSIFIER() AS c PATTERN (A{2,3}?))
----
1 | 2 | A
3 | 4 | A

query rowsort
SELECT * FROM (VALUES (1), (2), (3), (4)) AS t(id) MATCH_RECOGNIZE (ORDER BY id MEASURES FIRST(id) AS f, LAST(id) AS l, CLASSIFIER() AS c PATTERN (A{2,3}))
----
1 | 3 | A

query rowsort
SELECT * FROM (VALUES (1), (2), (3), (4)) AS t(id) MATCH_RECOGNIZE (ORDER BY id MEASURES CLASSIFIER() AS c ALL ROWS PER MATCH PATTERN (PERMUTE(A, B, C)) DEFINE A AS id = 3, C AS id <> 1)
----
1 | B
2 | C
3 | A

query rowsort
SELECT * FROM (VALUES (1), (2), (3), (4)) AS t(id) MATCH_RECOGNIZE (ORDER BY id MEASURES CLASSIFIER() AS c, COUNT(*) AS n ALL ROWS PER MATCH PATTERN (^ A {- B+ -} C $))
----
1 | A | 1
4 | C | 4

query rowsort
SELECT * FROM (VALUES (1), (2), (3), (4)) AS t(id) MATCH_RECOGNIZE (ORDER BY id MEASURES FIRST(id) AS f AFTER MATCH SKIP TO NEXT ROW PATTERN (A B$))
----
3

query rowsort
SELECT * FROM (VALUES (1), (2), (3), (4)) AS t(id) MATCH_RECOGNIZE (ORDER BY id MEASURES FIRST(id) AS f, COUNT(*) AS n AFTER MATCH SKIP TO NEXT ROW PATTERN ((A*)* B?))
----
1 | 4
2 | 3
3 | 2
4 | 1

query rowsort
SELECT * FROM (VALUES (1), (2), (3), (4)) AS t(id) MATCH_RECOGNIZE (ORDER BY id MEASURES CLASSIFIER() AS c PATTERN ((() | A)* ))
----
NULL
NULL
NULL
NULL

# Navigation

query rowsort
SELECT * FROM (VALUES (1, 10), (2, 20), (3, 30), (4, 40)) AS t(id, v) MATCH_RECOGNIZE (ORDER BY id MEASURES FIRST(v, 1) AS f1, LAST(v, 1) AS l1, PREV(v) AS p, NEXT(v) AS n, PREV(FIRST(v)) AS pf, NEXT(FIRST(v, 1), 2) AS nf, FIRST(v, 9) AS f9, PREV(LAST(B.v * 2), 1) AS pl, CLASSIFIER(A) AS ca, PREV(CLASSIFIER()) AS pc, LAST(v + 1, 7) AS none PATTERN (A B+) DEFINE A AS v >= 20)
----
30 | 30 | 30 | NULL | 10 | NULL | NULL | 60 | A | B | NULL

query rowsort
SELECT * FROM (VALUES (1, 10), (2, 20), (3, 30), (4, 5)) AS t(id, v) MATCH_RECOGNIZE (ORDER BY id MEASURES RUNNING SUM(v) AS rs, FINAL SUM(v) AS fs, SUM(u.v) AS us, AVG(a.v) AS av, COUNT(b.*) AS cb, RUNNING FIRST(b.v) AS fb, FINAL LAST(u.v) AS lu, COUNT(DISTINCT CLASSIFIER()) AS kinds, ARRAY_AGG(CLASSIFIER() ORDER BY id) AS labels ALL ROWS PER MATCH PATTERN (A B C D) SUBSET U = (A, C))
----
1 | 10 | 65 | 10 | 10.0000000000000000 | 0 | NULL | 30 | 1 | [A] | 10
2 | 30 | 65 | 10 | 10.0000000000000000 | 1 | 20 | 30 | 2 | [A, B] | 20
3 | 60 | 65 | 40 | 10.0000000000000000 | 1 | 20 | 30 | 3 | [A, B, C] | 30
4 | 65 | 65 | 40 | 10.0000000000000000 | 1 | 20 | 30 | 4 | [A, B, C, D] | 5

# What a definition looks back at

query rowsort
SELECT * FROM (VALUES (1, 10), (2, 20), (3, 30), (4, 5), (5, 50), (6, 6)) AS t(id, v) MATCH_RECOGNIZE (ORDER BY id MEASURES FIRST(id) AS f, LAST(id) AS l, SUM(v) AS s PATTERN (A+) DEFINE A AS SUM(A.v) <= 60)
----
1 | 3 | 60
4 | 5 | 55
6 | 6 | 6

query rowsort
SELECT * FROM (VALUES (1, 10), (2, 20), (3, 30), (4, 5), (5, 50), (6, 6)) AS t(id, v) MATCH_RECOGNIZE (ORDER BY id MEASURES FIRST(id) AS f, LAST(id) AS l PATTERN (A B+ C) DEFINE B AS B.v > A.v, C AS C.v < A.v AND COUNT(B.v) >= 2 AND CLASSIFIER() = 'C' AND MATCH_NUMBER() = 1)
----
1 | 4

query rowsort
SELECT * FROM (VALUES (1, 10), (2, 0), (3, 5)) AS t(id, v) MATCH_RECOGNIZE (ORDER BY id MEASURES SUM(100 / A.v) AS s PATTERN (A B C) DEFINE A AS v > 0 AND 100 / v = 10, B AS v = 0)
----
10

statement error 22012
SELECT * FROM (VALUES (1, 10), (2, 0), (3, 5)) AS t(id, v) MATCH_RECOGNIZE (ORDER BY id MEASURES SUM(100 / B.v) AS s PATTERN (A B C))

# Going on after a match

query rowsort
SELECT * FROM (VALUES (1, 90), (2, 80), (3, 70), (4, 80), (5, 70), (6, 100)) AS t(id, v) MATCH_RECOGNIZE (ORDER BY id MEASURES FIRST(id) AS f, LAST(id) AS l AFTER MATCH SKIP TO FIRST C PATTERN (A B+ C+ D?) DEFINE B AS v < PREV(v), C AS v > PREV(v), D AS false)
----
1 | 4
4 | 6

statement error 2202L AFTER MATCH SKIP TO LAST a: it is the first row of the match
SELECT * FROM (VALUES (1), (2)) AS t(id) MATCH_RECOGNIZE (ORDER BY id MEASURES id AS i AFTER MATCH SKIP TO a PATTERN (a b))

statement error 2202K AFTER MATCH SKIP TO FIRST c: no row of the match is mapped to it
SELECT * FROM (VALUES (1), (2)) AS t(id) MATCH_RECOGNIZE (ORDER BY id MEASURES id AS i AFTER MATCH SKIP TO FIRST C PATTERN (a b c?))

# WITHIN

query rowsort
SELECT * FROM (VALUES (1, TIMESTAMP '2024-01-01 00:00:00'), (2, TIMESTAMP '2024-01-01 00:00:09'), (3, TIMESTAMP '2024-01-01 00:00:10'), (4, TIMESTAMP '2024-01-01 00:00:30')) AS t(id, at) MATCH_RECOGNIZE (ORDER BY at MEASURES FIRST(id) AS f, LAST(id) AS l PATTERN (A B+) WITHIN INTERVAL '10' SECOND)
----
1 | 2

# With other parts of SQL

query rowsort
WITH t AS (SELECT symbol AS s, day, price FROM ticker WHERE symbol = 'GLOBEX') SELECT a.s, b.low FROM t AS a JOIN (SELECT * FROM t MATCH_RECOGNIZE (PARTITION BY s ORDER BY day MEASURES MIN(price) AS low PATTERN (X+ $))) AS b ON a.s = b.s WHERE a.day = 1
----
GLOBEX | 8

query rowsort
SELECT symbol, COUNT(*), MAX(l) FROM (SELECT * FROM ticker WHERE price IS NOT NULL) AS t MATCH_RECOGNIZE (PARTITION BY t.symbol ORDER BY t.day DESC MEASURES COUNT(*) AS l PATTERN (A B*) DEFINE B AS price < PREV(price)) GROUP BY symbol
----
ACME | 9 | 5
GLOBEX | 3 | 2

statement error 42703 column a.pric does not exist
SELECT * FROM ticker MATCH_RECOGNIZE (ORDER BY day MEASURES day AS d, A.pric AS p PATTERN (A))

statement error 42704 pattern variable b is not in the PATTERN
SELECT * FROM ticker MATCH_RECOGNIZE (ORDER BY day MEASURES day AS d PATTERN (A) DEFINE B AS true)

statement error 42804 the definition of a must be of type BOOLEAN
SELECT * FROM ticker MATCH_RECOGNIZE (ORDER BY day MEASURES day AS d PATTERN (A) DEFINE A AS price + 1)

statement error 22023 the upper bound of a quantifier must be at least 3, found 2
SELECT * FROM ticker MATCH_RECOGNIZE (ORDER BY day MEASURES day AS d PATTERN (A{3,2}))

statement error 22023 all columns of an aggregate function must be of the same pattern variable
SELECT * FROM ticker MATCH_RECOGNIZE (ORDER BY day MEASURES SUM(A.price + B.price) AS d PATTERN (A B))

statement error 22023 FINAL is not allowed in DEFINE
SELECT * FROM ticker MATCH_RECOGNIZE (ORDER BY day MEASURES day AS d PATTERN (A B) DEFINE B AS FINAL LAST(A.price) > 1)

statement error 54001 the row pattern grows beyond 100000 parts
SELECT * FROM ticker MATCH_RECOGNIZE (ORDER BY day MEASURES day AS d PATTERN (((A{1,100}){1,100}){1,100}))

# Patterns that would explode

query rowsort
SELECT * FROM (SELECT * FROM generate_series(1, 3000) AS g(i)) AS t MATCH_RECOGNIZE (ORDER BY i MEASURES COUNT(*) AS n PATTERN (((A*)*)* B) DEFINE B AS i < 0)
----

query rowsort
SELECT * FROM (SELECT * FROM generate_series(1, 60) AS g(i)) AS t MATCH_RECOGNIZE (ORDER BY i MEASURES COUNT(*) AS n PATTERN ((A | B | A B)* C) DEFINE A AS A.i > 0, B AS B.i > FIRST(A.i), C AS C.i < FIRST(A.i))
----

query rowsort
SELECT COUNT(*), MIN(n) FROM (SELECT * FROM generate_series(1, 20000) AS g(i)) AS t MATCH_RECOGNIZE (ORDER BY i MEASURES COUNT(*) AS n AFTER MATCH SKIP TO NEXT ROW PATTERN (A* B | C) DEFINE B AS i < 0)
----
20000 | 1
