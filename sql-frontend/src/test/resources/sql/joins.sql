# USING and NATURAL: what they merge, in every clause and however deep.

statement ok
CREATE TABLE a (k INTEGER, x INTEGER)

statement ok
CREATE TABLE b (k INTEGER, y INTEGER)

statement ok
CREATE TABLE c (k INTEGER, z INTEGER)

statement ok
INSERT INTO a VALUES (1, 10), (2, 20)

statement ok
INSERT INTO b VALUES (1, 100), (3, 300)

statement ok
INSERT INTO c VALUES (1, 1000), (2, 2000), (3, 3000)

query
SELECT k, x, y, z FROM a JOIN b USING (k) JOIN c USING (k)
----
1 | 10 | 100 | 1000

query
SELECT * FROM a FULL JOIN b USING (k) FULL JOIN c USING (k) ORDER BY k
----
1 | 10 | 100 | 1000
2 | 20 | NULL | 2000
3 | NULL | 300 | 3000

query
SELECT * FROM c LEFT JOIN (a FULL JOIN b USING (k)) USING (k) ORDER BY k
----
1 | 1000 | 10 | 100
2 | 2000 | 20 | NULL
3 | 3000 | NULL | 300

query
SELECT k, count(*) FROM a FULL JOIN b USING (k) FULL JOIN c USING (k) WHERE k > 0 GROUP BY k HAVING k > 1 ORDER BY k
----
2 | 1
3 | 1

query
SELECT k FROM a RIGHT JOIN b USING (k) JOIN c USING (k) ORDER BY k
----
1
3

query
SELECT * FROM a NATURAL JOIN b NATURAL JOIN c
----
1 | 10 | 100 | 1000

query
SELECT a.k, b.k, k, sum(k) OVER (ORDER BY k) FROM a FULL JOIN b USING (k) ORDER BY 3
----
1 | 1 | 1 | 1
2 | NULL | 2 | 3
NULL | 3 | 3 | 6

query
SELECT k AS kk, k, *, a.* FROM a JOIN b USING (k) ORDER BY kk
----
1 | 1 | 1 | 10 | 100 | 1 | 10

query
SELECT z FROM c JOIN a USING (k) WHERE EXISTS (SELECT 1 FROM b WHERE b.k = a.k) ORDER BY k
----
1000

statement error 42703 column nope of the join is not in both tables
SELECT 1 FROM a JOIN b USING (nope)

statement error 42702 column k of the join is more than once in a table
SELECT x FROM a JOIN b ON a.k = b.k JOIN c USING (k)
