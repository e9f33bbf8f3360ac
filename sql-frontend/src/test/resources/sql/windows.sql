# The forms of windows: table functions by position and by name, and windows in GROUP BY.

statement ok
CREATE STREAM orders (id BIGINT, customer INTEGER, amount DECIMAL(10, 2), at TIMESTAMP(3), WATERMARK FOR at AS at - INTERVAL '5' SECOND)

statement ok
CREATE TABLE customers (customer INTEGER PRIMARY KEY, name VARCHAR)

statement ok
INSERT INTO customers VALUES (1, 'Ann'), (2, 'Bo')

statement ok
INSERT INTO orders VALUES (1, 1, 10.50, '2024-01-01 00:00:01'), (2, 2, 20, '2024-01-01 00:00:03'), (3, 1, 5, '2024-01-01 00:00:12'), (4, 3, 7.25, '2024-01-01 00:01:12')

query rowsort
SELECT window_start, window_end, COUNT(*) FROM TABLE(TUMBLE(DATA => TABLE orders, TIMECOL => DESCRIPTOR(at), SIZE => INTERVAL '10' SECOND)) GROUP BY window_start, window_end
----
2024-01-01 00:00:00 | 2024-01-01 00:00:10 | 2
2024-01-01 00:00:10 | 2024-01-01 00:00:20 | 1
2024-01-01 00:01:10 | 2024-01-01 00:01:20 | 1

query rowsort
SELECT window_start, window_end, SUM(amount) FROM TABLE(HOP(SIZE => INTERVAL '20' SECOND, SLIDE => INTERVAL '10' SECOND, DATA => TABLE orders, TIMECOL => DESCRIPTOR(at))) GROUP BY 1, 2
----
2023-12-31 23:59:50 | 2024-01-01 00:00:10 | 30.50
2024-01-01 00:00:00 | 2024-01-01 00:00:20 | 35.50
2024-01-01 00:00:10 | 2024-01-01 00:00:30 | 5.00
2024-01-01 00:01:00 | 2024-01-01 00:01:20 | 7.25
2024-01-01 00:01:10 | 2024-01-01 00:01:30 | 7.25

query rowsort
SELECT window_start, id FROM TUMBLE(orders, at, INTERVAL '1' MINUTE)
----
2024-01-01 00:00:00 | 1
2024-01-01 00:00:00 | 2
2024-01-01 00:00:00 | 3
2024-01-01 00:01:00 | 4

query rowsort
SELECT window_start, window_end, customer, COUNT(*) FROM TABLE(SESSION(TABLE orders, DESCRIPTOR(at), GAP => INTERVAL '15' SECOND, KEY => DESCRIPTOR(customer))) GROUP BY 1, 2, 3
----
2024-01-01 00:00:01 | 2024-01-01 00:00:27 | 1 | 2
2024-01-01 00:00:03 | 2024-01-01 00:00:18 | 2 | 1
2024-01-01 00:01:12 | 2024-01-01 00:01:27 | 3 | 1

statement error 22023 tumble takes each of data, timecol, size, offset once
SELECT * FROM TABLE(TUMBLE(TABLE orders, DESCRIPTOR(at), WIDTH => INTERVAL '1' SECOND))

statement error 22023 tumble takes each of data, timecol, size, offset once
SELECT * FROM TABLE(TUMBLE(TABLE orders, DESCRIPTOR(at), DATA => TABLE orders, SIZE => INTERVAL '1' SECOND))

statement error 42804 windows are over a TIMESTAMP column, found customer INTEGER
SELECT * FROM TABLE(TUMBLE(TABLE orders, DESCRIPTOR(customer), INTERVAL '1' SECOND))

statement error 22023 expected HOP(TABLE t, DESCRIPTOR(time column), interval, interval)
SELECT * FROM TABLE(HOP(TABLE orders, DESCRIPTOR(at), '1 second', '2 seconds'))

query rowsort
SELECT TUMBLE_START(at, INTERVAL '10' SECOND) AS started, TUMBLE_END(at, INTERVAL '10' SECOND), COUNT(*) AS n FROM orders GROUP BY TUMBLE(at, INTERVAL '10' SECOND)
----
2024-01-01 00:00:00 | 2024-01-01 00:00:10 | 2
2024-01-01 00:00:10 | 2024-01-01 00:00:20 | 1
2024-01-01 00:01:10 | 2024-01-01 00:01:20 | 1

query
SELECT customer, TUMBLE_ROWTIME(at, INTERVAL '1' MINUTE), SUM(amount) FROM orders AS o WHERE amount > 1 GROUP BY TUMBLE(at, INTERVAL '1' MINUTE), customer HAVING TUMBLE_START(at, INTERVAL '1' MINUTE) < TIMESTAMP '2024-01-01 00:01:00' ORDER BY TUMBLE_START(at, INTERVAL '1' MINUTE), customer DESC
----
2 | 2024-01-01 00:00:59.999 | 20.00
1 | 2024-01-01 00:00:59.999 | 15.50

query rowsort
SELECT HOP_START(at, INTERVAL '10' SECOND, INTERVAL '20' SECOND), HOP_END(at, INTERVAL '10' SECOND, INTERVAL '20' SECOND), SUM(amount) FROM (SELECT * FROM orders WHERE id < 4) GROUP BY HOP(at, INTERVAL '10' SECOND, INTERVAL '20' SECOND)
----
2023-12-31 23:59:50 | 2024-01-01 00:00:10 | 30.50
2024-01-01 00:00:00 | 2024-01-01 00:00:20 | 35.50
2024-01-01 00:00:10 | 2024-01-01 00:00:30 | 5.00

query rowsort
SELECT SESSION_START(o.at, INTERVAL '15' SECOND), o.customer, COUNT(*) FROM orders o GROUP BY SESSION(o.at, INTERVAL '15' SECOND), o.customer
----
2024-01-01 00:00:01 | 1 | 2
2024-01-01 00:00:03 | 2 | 1
2024-01-01 00:01:12 | 3 | 1

query rowsort
SELECT TUMBLE_START(o.at, INTERVAL '1' MINUTE), c.name, COUNT(*) FROM orders o LEFT JOIN customers c ON c.customer = o.customer GROUP BY TUMBLE(o.at, INTERVAL '1' MINUTE), c.name
----
2024-01-01 00:00:00 | Ann | 2
2024-01-01 00:00:00 | Bo | 1
2024-01-01 00:01:00 | NULL | 1

statement error 22023 in a join, TUMBLE's time column is qualified with its table, found at
SELECT COUNT(*) FROM orders o JOIN customers c ON c.customer = o.customer GROUP BY TUMBLE(at, INTERVAL '1' MINUTE)

statement error 42803 TUMBLE_START takes what TUMBLE takes in GROUP BY
SELECT TUMBLE_START(at, INTERVAL '1' SECOND) FROM orders GROUP BY TUMBLE(at, INTERVAL '1' MINUTE)

statement error 0A000 over the optional side of a join
SELECT COUNT(*) FROM customers c LEFT JOIN orders o ON c.customer = o.customer GROUP BY TUMBLE(o.at, INTERVAL '1' MINUTE)

statement error 0A000 GROUP BY more than one window
SELECT COUNT(*) FROM orders GROUP BY TUMBLE(at, INTERVAL '1' MINUTE), TUMBLE(at, INTERVAL '2' MINUTE)

statement ok
CREATE MATERIALIZED VIEW per_minute AS SELECT TUMBLE_START(at, INTERVAL '1' MINUTE) AS minute, COUNT(*) AS n FROM orders GROUP BY TUMBLE(at, INTERVAL '1' MINUTE) EMIT ON WINDOW CLOSE

query rowsort
SELECT * FROM per_minute
----
2024-01-01 00:00:00 | 3
