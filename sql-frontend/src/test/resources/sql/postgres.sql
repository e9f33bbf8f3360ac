# What PostgreSQL's users write that standard SQL or other engines do not know.

query
SELECT 1 AS a WHERE 1 = 1
----
1

query
SELECT 1 AS a WHERE FALSE
----

query
SELECT count(*) AS n WHERE 1 = 0
----
0

query
SELECT TIMESTAMP '2024-07-01 12:00:00' AT TIME ZONE 'Asia/Shanghai' AT TIME ZONE 'UTC' AS t
----
2024-07-01 04:00:00

query
SELECT at FROM (SELECT 1 AS at) AS t
----
1

statement error 22008
SELECT CAST('2024-02-30' AS DATE)

statement error 22008
SELECT CAST('2023-02-29 10:00:00' AS TIMESTAMP)

statement ok
CREATE TABLE short (a VARCHAR(3), b INTEGER)

statement error 22001 value too long for column a of type VARCHAR(3)
INSERT INTO short (a) VALUES ('abcd')

query
INSERT INTO short (a) VALUES ('abc   ')
----
1

query
COPY short TO '${dir}/short.csv' (FORMAT csv, HEADER, DELIMITER '|')
----
1

query
COPY short FROM '${dir}/short.csv' WITH (FORMAT csv, HEADER true, DELIMITER '|')
----
1

query
SELECT a, length(a) AS n, b FROM short
----
abc | 3 | NULL
abc | 3 | NULL
