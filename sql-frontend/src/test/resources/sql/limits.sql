# Texts that grow, overflow or are too long are refused with an error, at once.

statement error 54001 the statement is too complex
WITH a AS (SELECT 1 AS x), b AS (SELECT l.x FROM a l JOIN a r ON l.x = r.x), c AS (SELECT l.x FROM b l JOIN b r ON l.x = r.x), d AS (SELECT l.x FROM c l JOIN c r ON l.x = r.x), e AS (SELECT l.x FROM d l JOIN d r ON l.x = r.x), f AS (SELECT l.x FROM e l JOIN e r ON l.x = r.x), g AS (SELECT l.x FROM f l JOIN f r ON l.x = r.x), h AS (SELECT l.x FROM g l JOIN g r ON l.x = r.x), i AS (SELECT l.x FROM h l JOIN h r ON l.x = r.x), j AS (SELECT l.x FROM i l JOIN i r ON l.x = r.x), k AS (SELECT l.x FROM j l JOIN j r ON l.x = r.x), l AS (SELECT l.x FROM k l JOIN k r ON l.x = r.x), m AS (SELECT l.x FROM l l JOIN l r ON l.x = r.x), n AS (SELECT l.x FROM m l JOIN m r ON l.x = r.x), o AS (SELECT l.x FROM n l JOIN n r ON l.x = r.x), p AS (SELECT l.x FROM o l JOIN o r ON l.x = r.x) SELECT * FROM p

query
WITH a AS (SELECT 1 AS x), b AS (SELECT l.x FROM a l JOIN a r ON l.x = r.x), c AS (SELECT l.x FROM b l JOIN b r ON l.x = r.x) SELECT * FROM c
----
1

statement error 22008 out of range
SELECT DATE '9999-12-31' + INTERVAL '999999999' YEAR

query
SELECT * FROM generate_series(DATE '2024-01-31', DATE '2024-04-30', INTERVAL '1' MONTH) AS g(at)
----
2024-01-31 00:00:00
2024-02-29 00:00:00
2024-03-29 00:00:00
2024-04-29 00:00:00

query
SELECT COUNT(*), MIN(at), MAX(at) FROM generate_series(TIMESTAMP '2024-01-01 00:00:00', TIMESTAMP '2024-01-02 00:00:00', INTERVAL '15' MINUTE) AS g(at)
----
97 | 2024-01-01 00:00:00 | 2024-01-02 00:00:00

query
SELECT COUNT(*) FROM generate_series(TIMESTAMP '2024-01-02 00:00:00', TIMESTAMP '2024-01-01 00:00:00', INTERVAL '-6' HOUR) AS g(at)
----
5

statement error 22023 step size cannot equal zero
SELECT COUNT(*) FROM generate_series(TIMESTAMP '0001-01-01 00:00:00', TIMESTAMP '9999-01-01 00:00:00', INTERVAL '0' SECOND)

statement error 54000 SEQUENCE would give more than
SELECT COUNT(*) FROM generate_series(TIMESTAMP '0001-01-01 00:00:00', TIMESTAMP '9999-01-01 00:00:00', INTERVAL '1' SECOND)
