# Queries over literals, tables and streams; changes as queries.

query
SELECT 1
----
1

query
SELECT 1 AS a, 'x' AS b, CAST(NULL AS INTEGER) AS c, 1.50 AS d
----
1 | x | NULL | 1.50

statement error 42P01 nope
SELECT * FROM nope

statement ok
CREATE TABLE t (id INTEGER PRIMARY KEY, name VARCHAR(5), price DECIMAL(10, 2) DEFAULT 9.99, day DATE)

query
INSERT INTO t VALUES (1, 'a', 1.5, DATE '2024-01-01'), (2, NULL, NULL, '2024-02-29')
----
2

query
INSERT INTO t (id, name) VALUES (3, 'c'), (4, DEFAULT)
----
2

query
INSERT INTO t (name, id) VALUES ('e' || 'e', 2 + 3)
----
1

query
SELECT * FROM t ORDER BY id
----
1 | a | 1.50 | 2024-01-01
2 | NULL | NULL | 2024-02-29
3 | c | 9.99 | NULL
4 | NULL | 9.99 | NULL
5 | ee | 9.99 | NULL

query
INSERT INTO t (id, name) SELECT id + 10, name FROM t WHERE id <= 2
----
2

query
SELECT id, name, price FROM t WHERE id > 10 ORDER BY id
----
11 | a | 9.99
12 | NULL | 9.99

query
UPDATE t SET price = price * 2, name = 'up' WHERE id IN (1, 11)
----
2

query
SELECT id, name, price FROM t WHERE name = 'up' ORDER BY id
----
1 | up | 3.00
11 | up | 19.98

query
DELETE FROM t WHERE id > 10
----
2

statement ok
CREATE TABLE s (k INTEGER, v VARCHAR, gone BOOLEAN)

statement ok
INSERT INTO s VALUES (1, 'one', FALSE), (2, 'two', TRUE), (7, 'seven', FALSE)

query
MERGE INTO t USING s ON t.id = s.k WHEN MATCHED AND s.gone THEN DELETE WHEN MATCHED THEN UPDATE SET name = s.v WHEN NOT MATCHED THEN INSERT (id, name) VALUES (s.k, s.v)
----
3

query
SELECT id, name, price FROM t ORDER BY id
----
1 | one | 3.00
3 | c | 9.99
4 | NULL | 9.99
5 | ee | 9.99
7 | seven | 9.99

query
UPDATE t SET name = s.v FROM s WHERE s.k = t.id AND s.k = 7
----
1

query
DELETE FROM t USING s WHERE s.k = t.id AND NOT s.gone
----
2

query
INSERT INTO t (id, name) VALUES (3, 'new'), (8, 'ate') ON CONFLICT (id) DO UPDATE SET name = excluded.name, price = t.price + 1
----
2

query
INSERT INTO t (id, name) VALUES (3, 'x'), (9, 'nine'), (9, 'twice') ON CONFLICT DO NOTHING
----
1

query
SELECT id, name, price FROM t ORDER BY id
----
3 | new | 10.99
4 | NULL | 9.99
5 | ee | 9.99
8 | ate | 9.99
9 | nine | 9.99

statement error 21000 INSERT would change a row of "queries.t" a second time
INSERT INTO t (id, name) VALUES (3, 'x'), (3, 'y') ON CONFLICT (id) DO UPDATE SET name = excluded.name

statement ok
CREATE TABLE c AS SELECT id, upper(name) AS big FROM t WHERE name IS NOT NULL

query
SELECT count(*), min(big) FROM c
----
4 | ATE

statement ok
CREATE VIEW v (n) AS SELECT count(*) FROM c

query
SELECT n FROM v
----
4

statement error 2BP01 view "queries.v" reads it
DROP TABLE c

statement ok
INSERT OVERWRITE c SELECT 1, 'only'

query
SELECT * FROM c
----
1 | only

query
COPY (SELECT id, name FROM t ORDER BY id) TO '${dir}/t.csv'
----
5

statement ok
CREATE TABLE copied (id INTEGER, name VARCHAR)

query
COPY copied FROM '${dir}/t.csv'
----
5

query
SELECT * FROM copied ORDER BY id LIMIT 2
----
3 | new
4 | NULL

query
COPY t TO '${dir}/t.parquet'
----
5

query
SELECT count(*), sum(price) FROM read_parquet('${dir}/t.parquet')
----
5 | 50.95

statement ok
CREATE EXTERNAL TABLE e WITH (location = '${dir}/t.parquet')

query
SELECT name FROM e WHERE id = 9
----
nine

statement ok
DROP TABLE c CASCADE

statement error 42P01
SELECT * FROM v
