# CREATE and DROP, their errors, SHOW and DESCRIBE.

statement ok
CREATE STREAM clicks (id BIGINT NOT NULL, "Page" VARCHAR(20), at TIMESTAMP, WATERMARK FOR at AS at - INTERVAL '5' SECOND) WITH (partitions = 2, retention = '7 days')

statement error 42P07 stream "definitions.clicks" already exists
CREATE STREAM clicks (id BIGINT)

statement ok
CREATE STREAM IF NOT EXISTS clicks (id BIGINT)

query
SHOW STREAMS
----
clicks

query
DESCRIBE clicks
----
id | BIGINT | NO | NULL | NULL
Page | VARCHAR(20) | YES | NULL | NULL
at | TIMESTAMP(6) | YES | NULL | NULL

query
SHOW CREATE STREAM clicks
----
CREATE STREAM definitions.clicks (\n    id BIGINT NOT NULL,\n    "Page" VARCHAR(20),\n    at TIMESTAMP(6),\n    WATERMARK FOR at AS at - INTERVAL '5' SECOND\n)\nWITH (partitions = '2', retention = '7 days')

statement error 42809 "definitions.clicks" is a stream, not a table
DROP TABLE clicks

statement error 42P01 stream "definitions.nothing" does not exist
DROP STREAM nothing

statement ok
DROP STREAM IF EXISTS nothing

statement error 22023 a stream has no option colour
CREATE STREAM s2 (a INTEGER) WITH (colour = 'red')

statement error 22023 option partitions: expected a number from 1 to 1024, found '0'
CREATE STREAM s2 (a INTEGER) WITH (partitions = 0)

statement error 22023 option retention: expected a span
CREATE STREAM s2 (a INTEGER) WITH (retention = 'long')

statement error 0A000 connector 'kafka' is not there
CREATE STREAM s2 (a INTEGER) WITH (connector = 'kafka')

statement error 42P16 the watermark's column "a" is of type INTEGER, expected TIMESTAMP
CREATE STREAM s2 (a INTEGER, WATERMARK FOR a AS a)

statement error 3F000 schema "nowhere" does not exist
CREATE STREAM nowhere.s2 (a INTEGER)

statement error 42501 schema "sys" is the system's own
CREATE STREAM sys.s2 (a INTEGER)

statement ok
CREATE SCHEMA inner_one

statement error 42P06 schema "inner_one" already exists
CREATE SCHEMA inner_one

statement ok
CREATE SCHEMA IF NOT EXISTS inner_one

statement ok
CREATE STREAM inner_one.s (a INTEGER)

statement error 2BP01 schema "inner_one" is not empty
DROP SCHEMA inner_one

statement ok
DROP SCHEMA inner_one CASCADE

statement error 3F000 schema "inner_one" does not exist
USE inner_one

query
INSERT INTO clicks VALUES (1, '首页', TIMESTAMP '2024-01-01 00:00:00'), (-2, NULL, '2024-01-01 00:00:01.5')
----
2

query
INSERT INTO clicks (at, id) VALUES (NULL, 3)
----
1

statement error 23502 null value in column "id"
INSERT INTO clicks ("Page") VALUES ('x')

statement error 42703 column "nope" of "definitions.clicks" does not exist
INSERT INTO clicks (nope) VALUES (1)

statement error 42601 takes 2 values a row, found 1
INSERT INTO clicks (id, at) VALUES (1)

statement ok
DROP STREAM clicks
