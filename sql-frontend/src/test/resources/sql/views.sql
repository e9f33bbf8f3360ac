# Continuous views over streams and tables, read by SELECT.

statement ok
CREATE STREAM clicks (page VARCHAR, n INTEGER, at TIMESTAMP, WATERMARK FOR at AS at - INTERVAL '1' SECOND)

statement ok
CREATE MATERIALIZED VIEW totals AS SELECT page, count(*) AS clicks, sum(n) AS total FROM clicks GROUP BY page

statement ok
INSERT INTO clicks VALUES ('a', 1, '2024-01-01 00:00:00'), ('b', 2, '2024-01-01 00:00:00.5'), ('a', 3, '2024-01-01 00:00:01')

query rowsort
SELECT page, clicks, total FROM totals
----
a | 2 | 4
b | 1 | 2

statement ok
CREATE MATERIALIZED VIEW big AS SELECT page FROM totals WHERE total > 3

query
SELECT page FROM big
----
a

statement ok
INSERT INTO clicks VALUES ('b', 5, '2024-01-01 00:00:02')

query rowsort
SELECT t.page, t.total FROM totals t JOIN big ON big.page = t.page
----
a | 4
b | 7

statement ok
CREATE MATERIALIZED VIEW windows AS SELECT window_start, page, count(*) AS n FROM TABLE(TUMBLE(TABLE clicks, DESCRIPTOR(at), INTERVAL '1' SECOND)) GROUP BY window_start, window_end, page EMIT ON WINDOW CLOSE

query rowsort
SELECT window_start, page, n FROM windows
----
2024-01-01 00:00:00 | a | 1
2024-01-01 00:00:00 | b | 1

statement error 2BP01 materialized view "views.big" reads it
DROP MATERIALIZED VIEW totals

statement ok
ALTER MATERIALIZED VIEW big PAUSE

statement ok
ALTER MATERIALIZED VIEW big RESUME

statement ok
CREATE MATERIALIZED VIEW slow FRESHNESS MANUAL AS SELECT 1 AS a

statement ok
DROP MATERIALIZED VIEW slow

statement ok
CREATE TABLE pages (page VARCHAR PRIMARY KEY, title VARCHAR)

statement ok
INSERT INTO pages VALUES ('a', 'Alpha')

statement ok
CREATE MATERIALIZED VIEW titled AS SELECT p.title, t.total FROM totals t JOIN pages p ON p.page = t.page

query
SELECT title, total FROM titled
----
Alpha | 4

statement ok
UPDATE pages SET title = 'Anton' WHERE page = 'a'

query
SELECT title, total FROM titled
----
Anton | 4

query
SELECT count(*) FROM (SELECT *, PROCTIME() AS p FROM clicks) AS c WHERE p > TIMESTAMP '2024-01-01 00:00:00'
----
4

statement error 42809 PROCTIME() is when a stream's row arrived, views.pages is no stream
SELECT PROCTIME() FROM pages

statement error 0A000 it stands in a SELECT whose FROM is one stream
SELECT PROCTIME() FROM clicks JOIN pages ON pages.page = clicks.page

statement ok
DROP MATERIALIZED VIEW totals CASCADE

query
SHOW MATERIALIZED VIEWS
----
windows
