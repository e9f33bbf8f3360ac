# Managed tables: definitions and rows of literals, which need no planner.

statement ok
CREATE TABLE t (id INTEGER PRIMARY KEY, name VARCHAR(5), price DECIMAL(10, 2), day DATE)

query
INSERT INTO t VALUES (1, 'a', 1.5, DATE '2024-01-01'), (2, NULL, NULL, '2024-02-29')
----
2

statement error 23505
INSERT INTO t VALUES (1, 'b', 1, NULL)

statement error 23502 null value in column "id"
INSERT INTO t (name) VALUES ('x')

query
DESCRIBE t
----
id | INTEGER | NO | NULL | PRIMARY KEY
name | VARCHAR(5) | YES | NULL | NULL
price | DECIMAL(10, 2) | YES | NULL | NULL
day | DATE | YES | NULL | NULL

statement error 42809 "tables.t" is a table, not a stream
DROP STREAM t

statement ok
CREATE TABLE t2 (LIKE t)

query
SHOW CREATE TABLE t2
----
CREATE TABLE tables.t2 (\n    id INTEGER NOT NULL,\n    name VARCHAR(5),\n    price DECIMAL(10, 2),\n    day DATE,\n    PRIMARY KEY (id)\n)

statement error 42701 column a is given twice
CREATE TABLE t3 (a INTEGER, a INTEGER)

statement ok
TRUNCATE TABLE t

query
INSERT INTO t (id) VALUES (1)
----
1

query
SHOW TABLES LIKE 't%'
----
t | BASE TABLE
t2 | BASE TABLE

statement ok
DROP TABLE t

statement error 58P01
CREATE EXTERNAL TABLE e WITH (location = '${dir}/none-*.parquet')

statement error 22023 does not tell a format
CREATE EXTERNAL TABLE e WITH (location = '${dir}/none')

# Constraints are shown where they were written.

statement ok
CREATE TABLE checked (a INTEGER CHECK (a > 0), CONSTRAINT even CHECK (a % 2 = 0)) WITH (history.retention = '1 days')

query
SHOW CREATE TABLE checked
----
CREATE TABLE tables.checked (\n    a INTEGER,\n    CONSTRAINT a_check CHECK (a > 0),\n    CONSTRAINT even CHECK (a % 2 = 0)\n)\nWITH (history.retention = '1 days')
