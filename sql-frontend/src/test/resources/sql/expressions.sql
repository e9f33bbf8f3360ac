# Literals, arithmetic, texts, times and casts: PostgreSQL's answers.

statement error 22003 result of 2147483647 + 1 is out of range of INTEGER
SELECT 2147483647 + 1

statement error 22003 result of 9223372036854775807 + 1 is out of range of BIGINT
SELECT 9223372036854775807 + 1

statement error 22003 result of -2147483648 * -1 is out of range of INTEGER
SELECT CAST(-2147483648 AS INTEGER) * -1

statement error 22003 result of ABS -2147483648 is out of range of INTEGER
SELECT ABS(CAST(-2147483648 AS INTEGER))

statement error 22003 result of 32767 + 1 is out of range of SMALLINT
SELECT CAST(32767 AS SMALLINT) + CAST(1 AS SMALLINT)

statement error 22003 value 40000 is out of range of SMALLINT
SELECT CAST(40000 AS SMALLINT)

statement error 22003 value 1e+19 is out of range of BIGINT
SELECT CAST(1e19 AS BIGINT)

statement error 22003 value 123.456 is out of range of DECIMAL(5, 3)
SELECT CAST(123.456 AS DECIMAL(5, 3))

statement error 22012 division by zero
SELECT 1 / 0

statement error 22012 division by zero
SELECT 1.0 / 0

statement error 22012 division by zero
SELECT 1e0 / 0

statement error 22012 division by zero
SELECT 5 % 0

query
SELECT -(-9223372036854775808), 9223372036854775808
----
9223372036854775808 | 9223372036854775808

query
SELECT 7 / 2, -7 / 2, 7 % 3, -7 % 3, 7 % -3
----
3 | -3 | 1 | -1 | 1

query
SELECT CAST(12.5 AS INTEGER), CAST(13.5 AS INTEGER), CAST(-12.5 AS INTEGER), CAST(12.7 AS INTEGER)
----
13 | 14 | -13 | 13

query
SELECT CAST(2.5e0 AS INTEGER), CAST(3.5e0 AS INTEGER), CAST(-2.5e0 AS INTEGER)
----
2 | 4 | -2

statement error 22003 value 99.95 is out of range of DECIMAL(3, 1)
SELECT CAST('1.25' AS DECIMAL(5, 1)), CAST(-1.25 AS DECIMAL(5, 1)), CAST(99.95 AS DECIMAL(3, 1))

query
SELECT ROUND(2.5), ROUND(-2.5), ROUND(1234.567, -2), ROUND(1.005, 2), CEIL(-0.5), FLOOR(-0.5)
----
3 | -3 | 1200 | 1.01 | 0 | -1

statement error 22P02 invalid input syntax for type integer: "abc"
SELECT CAST('abc' AS INTEGER)

statement error 22P02 invalid input syntax for type integer: ""
SELECT CAST('' AS INTEGER)

query
SELECT CAST(' 12 ' AS INTEGER), CAST('-7' AS BIGINT), CAST('1e3' AS DOUBLE)
----
12 | -7 | 1000

query
SELECT CAST('t' AS BOOLEAN), CAST('yes' AS BOOLEAN), CAST('off' AS BOOLEAN), CAST(0 AS BOOLEAN)
----
true | true | false | false

statement error 22P02 invalid input syntax for type boolean: "maybe"
SELECT CAST('maybe' AS BOOLEAN)

statement error 22008 date/time field value out of range
SELECT CAST('2024-02-30' AS DATE)

query
SELECT TRY_CAST('2024-02-30' AS DATE), TRY_CAST('abc' AS INTEGER), TRY_CAST('300' AS SMALLINT)
----
NULL | NULL | 300

query
SELECT CAST(TRUE AS VARCHAR), CAST(DATE '2024-02-29' AS VARCHAR), CAST(1.50 AS VARCHAR), CAST(12 AS VARCHAR)
----
true | 2024-02-29 | 1.50 | 12

query
SELECT 'it''s', E'a\tb', '', U&'\0061'
----
it's | a	b | (empty) | a

query
SELECT '' IS NULL, 'a' < 'B', 'a' < 'b', 'a' = 'a '
----
false | false | true | false

query
SELECT NULL = NULL, NULL <> 1, NULL AND FALSE, NULL OR TRUE, NULL AND TRUE, NOT CAST(NULL AS BOOLEAN)
----
NULL | NULL | false | true | NULL | NULL

query
SELECT 1 IN (NULL, 1), 1 IN (NULL, 2), 1 NOT IN (NULL, 2), NULL IN (1), 1 BETWEEN 2 AND NULL, 1 BETWEEN NULL AND 0
----
true | NULL | NULL | NULL | false | false

query
SELECT NULL IS DISTINCT FROM NULL, 1 IS DISTINCT FROM NULL, NULL IS NOT DISTINCT FROM NULL
----
false | true | true

query
SELECT COALESCE(NULL, NULL, 3), NULLIF(1, 1), NULLIF(1, 2), GREATEST(1, NULL, 3), LEAST(NULL, NULL)
----
3 | NULL | 1 | 3 | NULL

query
SELECT CASE WHEN NULL THEN 1 ELSE 2 END, CASE 1 WHEN NULL THEN 1 WHEN 1 THEN 3 END, CASE WHEN FALSE THEN 1 END
----
2 | 3 | NULL

statement error 42804 a condition must be of type BOOLEAN
SELECT CASE WHEN 1 THEN 2 END

statement error 42804 argument of NOT must be of type BOOLEAN, found INTEGER
SELECT NOT 1

query
SELECT CASE WHEN 1 = 1 THEN 1 ELSE 1 / 0 END
----
1

query
SELECT SUBSTRING('hello' FROM 2 FOR 3), SUBSTRING('hello', -1, 3), SUBSTRING('hello' FROM 0 FOR 2), SUBSTRING('hello', 9), SUBSTRING('麒麟 990', 2)
----
ell | h | h | (empty) | 麟 990

query
SELECT LEFT('hello', -2), RIGHT('hello', -2), POSITION('l' IN 'hello'), POSITION('' IN 'hello'), STRPOS('abc', 'd')
----
hel | llo | 3 | 1 | 0

query
SELECT TRIM('  a '), TRIM(BOTH 'x' FROM 'xxaxx'), TRIM(LEADING FROM '  a'), LTRIM('xxa', 'x'), RTRIM('axx', 'x')
----
a | a | a | a | a

query
SELECT UPPER('straße'), LOWER('ÀÉ'), LENGTH('麒麟'), OCTET_LENGTH('麒麟'), REVERSE('abc'), INITCAP('hello wORLD')
----
STRAßE | àé | 2 | 6 | cba | Hello World

query
SELECT REPEAT('ab', 2), REPEAT('ab', -1), LPAD('abc', 5, 'xy'), LPAD('abc', 2), RPAD('abc', 6, '12'), REPLACE('banana', 'a', '')
----
abab | (empty) | xyabc | ab | abc121 | bnn

query
SELECT CONCAT('a', NULL, 'b'), 'a' || NULL, CONCAT_WS('-', 'a', NULL, 'b'), SPLIT_PART('a,b,c', ',', 2), SPLIT_PART('a,b,c', ',', 9)
----
ab | NULL | a-b | b | (empty)

query
SELECT OVERLAY('abcdef' PLACING 'zz' FROM 2 FOR 3), TRANSLATE('abc', 'ab', 'x'), CHR(65), ASCII('A'), MD5('a')
----
azzef | xc | A | 65 | 0cc175b9c0f1b6a831c399e269772661

query
SELECT 'abc' LIKE 'a%', 'abc' LIKE '_b_', 'a%c' LIKE 'a\%c', 'abc' LIKE 'a\%c', 'abc' ILIKE 'ABC', 'abc' SIMILAR TO '(a|b)%'
----
true | true | true | false | true | true

query
SELECT 'a%b' LIKE 'a!%b' ESCAPE '!', NULL LIKE 'a', 'a' LIKE NULL, '' LIKE '', '' LIKE '%'
----
true | NULL | NULL | true | true

query
SELECT DATE '2024-01-31' + INTERVAL '1' MONTH, DATE '2024-03-31' - INTERVAL '1' MONTH, DATE '2024-02-29' + INTERVAL '1' YEAR
----
2024-02-29 00:00:00 | 2024-02-29 00:00:00 | 2025-02-28 00:00:00

query
SELECT DATE '2024-01-01' + 5, DATE '2024-01-10' - DATE '2024-01-01', DATE '2024-01-01' - 1
----
2024-01-06 | 9 | 2023-12-31

query
SELECT TIMESTAMP '2024-01-01 00:00:00' + INTERVAL '90' MINUTE, TIMESTAMP '2024-01-02 00:00:00' > TIMESTAMP '2024-01-01 23:59:59.999999'
----
2024-01-01 01:30:00 | true

query
SELECT EXTRACT(YEAR FROM DATE '2024-02-29'), EXTRACT(DOW FROM DATE '2024-01-07'), EXTRACT(ISODOW FROM DATE '2024-01-07'), EXTRACT(WEEK FROM DATE '2024-12-30'), EXTRACT(DOY FROM DATE '2024-12-31'), EXTRACT(QUARTER FROM DATE '2024-05-01')
----
2024 | 0 | 7 | 1 | 366 | 2

query
SELECT DATE_TRUNC('week', TIMESTAMP '2024-01-07 12:00:00'), DATE_TRUNC('quarter', TIMESTAMP '2024-05-05 01:02:03')
----
2024-01-01 00:00:00 | 2024-04-01 00:00:00

query
SELECT MAP['a', 1, 'b', 2]['b'], MAP['a', 1]['z']
----
2 | NULL

query
SELECT '{"a": {"b": [1, 2]}}'::JSON -> 'a' -> 'b' -> 1, '{"a": 1}'::JSON ->> 'a', '{"a": 1}'::JSON ->> 'b'
----
2 | 1 | NULL

statement error 42883 function unknown_function(VARCHAR) does not exist
SELECT UNKNOWN_FUNCTION('a')

query
SELECT 1 WHERE FALSE
----

query
SELECT 1 AS a WHERE TRUE
----
1

statement ok
SET time_zone = 'Asia/Shanghai'

query
SELECT CAST(TIMESTAMP '2024-01-01 00:00:00' AS TIMESTAMP WITH TIME ZONE), CAST(CAST('2024-01-01 00:00:00+00:00' AS TIMESTAMP WITH TIME ZONE) AS DATE)
----
2023-12-31T16:00:00Z | 2024-01-01

query
SELECT EXTRACT(HOUR FROM CAST('2024-01-01 00:00:00+00:00' AS TIMESTAMP WITH TIME ZONE))
----
8

# Fields of rows, wherever an expression may stand, and empty arrays.

statement ok
CREATE TABLE nested (id INTEGER, r ROW(a INTEGER, b VARCHAR), l INTEGER ARRAY)

statement ok
INSERT INTO nested VALUES (1, ROW(2, 'x'), ARRAY[]), (2, NULL, NULL), (3, ROW(1, 'y'), ARRAY[7])

query
SELECT MIN((r).b), SUM((r).a) FROM nested
----
x | 3

query
SELECT id, (r).b FROM nested WHERE (r).a > 0 ORDER BY (r).a
----
3 | y
1 | x

query
SELECT id, SUM((r).a) OVER (ORDER BY id) FROM nested ORDER BY (r).b DESC NULLS LAST, id
----
3 | 3
1 | 2
2 | 2

statement error 42703 column c does not exist in a row of (INTEGER a, VARCHAR b)
SELECT (r).c FROM nested

query
SELECT id, CARDINALITY(COALESCE(l, ARRAY[])), CAST(ARRAY[] AS VARCHAR ARRAY) FROM nested ORDER BY id
----
1 | 0 | []
2 | 0 | []
3 | 1 | []
