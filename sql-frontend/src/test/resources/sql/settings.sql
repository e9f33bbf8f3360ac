# SET, RESET, SHOW of a session's settings.

query
SHOW statement_timeout
----
0

statement ok
SET statement_timeout = '30s'

query
SHOW statement_timeout
----
30s

statement ok
RESET statement_timeout

query
SHOW STATEMENT_TIMEOUT
----
0

statement error 22023 setting statement_timeout: expected milliseconds or a span like '30s' or '5min', found 'soon'
SET statement_timeout = 'soon'

statement error 22023 setting batch_rows: expected a value from 1 to 65536, found '0'
SET batch_rows = 0

statement error 42704 setting "colour" does not exist
SET colour = red

statement error 22023 setting time_zone: expected a zone like
SET TIME ZONE 'Nowhere/Land'

statement ok
SET TIME ZONE 'Asia/Shanghai'

query
SHOW TIME ZONE
----
Asia/Shanghai

statement ok
RESET ALL

query
SHOW time_zone
----
UTC

query
SHOW SETTINGS LIKE 'mem%'
----
memory_limit | 0 | 0 | memory of one query; 0: the server's limit

statement error 42704 query 'none' is not running
KILL QUERY 'none'
