# TABLESAMPLE, and what an ASOF join refuses.

statement ok
CREATE TABLE many AS SELECT x, x % 3 AS k FROM generate_series(1, 100000) AS t(x)

query
SELECT COUNT(*) BETWEEN 9000 AND 11000, COUNT(DISTINCT x) = COUNT(*) FROM many TABLESAMPLE BERNOULLI(10)
----
true | true

query
SELECT COUNT(*) BETWEEN 48000 AND 52000 FROM many TABLESAMPLE SYSTEM(50) REPEATABLE(7)
----
true

query
SELECT (SELECT SUM(x) FROM many TABLESAMPLE BERNOULLI(1) REPEATABLE(7)) = (SELECT SUM(x) FROM many TABLESAMPLE BERNOULLI(1) REPEATABLE(7))
----
true

query
SELECT (SELECT SUM(x) FROM many TABLESAMPLE BERNOULLI(1) REPEATABLE(7)) = (SELECT SUM(x) FROM many TABLESAMPLE BERNOULLI(1) REPEATABLE(8))
----
false

query
SELECT COUNT(*) FROM many TABLESAMPLE BERNOULLI(100)
----
100000

query
SELECT COUNT(*) FROM many TABLESAMPLE BERNOULLI(0)
----
0

statement error 0A000 TABLESAMPLE percentage must be between 0 and 100
SELECT COUNT(*) FROM many TABLESAMPLE BERNOULLI(101)

statement error 42601
SELECT COUNT(*) FROM many TABLESAMPLE BERNOULLI(-1)

statement ok
CREATE MATERIALIZED VIEW tenth AS SELECT COUNT(*) AS n FROM many TABLESAMPLE BERNOULLI(10) REPEATABLE(3)

query
SELECT s.n = (SELECT COUNT(*) FROM many TABLESAMPLE BERNOULLI(10) REPEATABLE(3)) FROM tenth AS s
----
true

statement error 42P17
CREATE MATERIALIZED VIEW by_chance AS SELECT COUNT(*) AS n FROM many TABLESAMPLE BERNOULLI(10)

statement error 42601
SELECT * FROM many a ASOF JOIN many b ON a.k = b.k

statement error 0A000 MATCH_CONDITION must be a comparison
SELECT * FROM many a ASOF JOIN many b MATCH_CONDITION a.x = b.x ON a.k = b.k

statement error 0A000 conjunction of equality
SELECT * FROM many a ASOF JOIN many b MATCH_CONDITION a.x > b.x ON a.k < b.k

query
SELECT a.x, b.x FROM (VALUES (5, 1), (9, 2)) AS a(x, k) ASOF JOIN (VALUES (1, 1), (4, 1), (6, 1)) AS b(x, k) MATCH_CONDITION a.x >= b.x ON a.k = b.k
----
5 | 4

query
SELECT COUNT(*) BETWEEN 1 AND 999 FROM generate_series(1, 1000) AS g(n) TABLESAMPLE BERNOULLI(50)
----
true

query
SELECT * FROM generate_series(1, 3) PIVOT (COUNT(*) FOR generate_series IN (1 AS one, 7 AS seven))
----
1 | 0
