-- Data at rest: five layers from files to indicators. ${files} is the folder of the generated files.

-- ODS: the files as they are.
CREATE EXTERNAL TABLE IF NOT EXISTS ods.region (r_regionkey BIGINT, r_name VARCHAR, r_comment VARCHAR)
WITH (location = '${files}/region.csv', format = 'csv', header = 'false', delimiter = '|', quote = '');
CREATE EXTERNAL TABLE IF NOT EXISTS ods.nation (n_nationkey BIGINT, n_name VARCHAR, n_regionkey BIGINT, n_comment VARCHAR)
WITH (location = '${files}/nation.csv', format = 'csv', header = 'false', delimiter = '|', quote = '');
CREATE EXTERNAL TABLE IF NOT EXISTS ods.customer (
    c_custkey BIGINT, c_name VARCHAR, c_address VARCHAR, c_nationkey BIGINT, c_phone VARCHAR, c_acctbal DECIMAL(15, 2),
    c_mktsegment VARCHAR, c_comment VARCHAR
) WITH (location = '${files}/customer.csv', format = 'csv', header = 'false', delimiter = '|', quote = '');
CREATE EXTERNAL TABLE IF NOT EXISTS ods.part (
    p_partkey BIGINT, p_name VARCHAR, p_mfgr VARCHAR, p_brand VARCHAR, p_type VARCHAR, p_size INTEGER, p_container VARCHAR,
    p_retailprice DECIMAL(15, 2), p_comment VARCHAR
) WITH (location = '${files}/part.csv', format = 'csv', header = 'false', delimiter = '|', quote = '');
CREATE EXTERNAL TABLE IF NOT EXISTS ods.orders (
    o_orderkey BIGINT, o_custkey BIGINT, o_orderstatus VARCHAR, o_totalprice DECIMAL(15, 2), o_orderdate DATE, o_orderpriority VARCHAR,
    o_clerk VARCHAR, o_shippriority INTEGER, o_comment VARCHAR
) WITH (location = '${files}/orders.csv', format = 'csv', header = 'false', delimiter = '|', quote = '');
CREATE EXTERNAL TABLE IF NOT EXISTS ods.lineitem (
    l_orderkey BIGINT, l_partkey BIGINT, l_suppkey BIGINT, l_linenumber INTEGER, l_quantity DECIMAL(15, 2),
    l_extendedprice DECIMAL(15, 2), l_discount DECIMAL(15, 2), l_tax DECIMAL(15, 2), l_returnflag VARCHAR, l_linestatus VARCHAR,
    l_shipdate DATE, l_commitdate DATE, l_receiptdate DATE, l_shipinstruct VARCHAR, l_shipmode VARCHAR, l_comment VARCHAR
) WITH (location = '${files}/lineitem.csv', format = 'csv', header = 'false', delimiter = '|', quote = '');

-- DIM: conformed dimensions.
CREATE TABLE IF NOT EXISTS dim.customer AS
SELECT c.c_custkey AS customer_key, c.c_name AS name, c.c_mktsegment AS segment, n.n_name AS nation, r.r_name AS region
FROM ods.customer c
JOIN ods.nation n ON n.n_nationkey = c.c_nationkey
JOIN ods.region r ON r.r_regionkey = n.n_regionkey;
CREATE TABLE IF NOT EXISTS dim.part AS
SELECT p_partkey AS part_key, p_name AS name, p_mfgr AS manufacturer, p_brand AS brand, p_type AS type, p_retailprice AS retail_price
FROM ods.part;

-- DWD: facts at the finest grain.
CREATE TABLE IF NOT EXISTS dwd.order_detail AS
SELECT l.l_orderkey AS order_key, l.l_linenumber AS line, o.o_custkey AS customer_key, l.l_partkey AS part_key, o.o_orderdate AS order_date,
       l.l_shipdate AS ship_date, l.l_quantity AS quantity, l.l_extendedprice AS gross_amount,
       CAST(l.l_extendedprice * (1 - l.l_discount) AS DECIMAL(18, 4)) AS net_amount, l.l_returnflag = 'R' AS returned
FROM ods.lineitem l
JOIN ods.orders o ON o.o_orderkey = l.l_orderkey;

-- DWS: summaries by subject.
CREATE TABLE IF NOT EXISTS dws.sales_by_month_nation AS
SELECT DATE_TRUNC('month', d.order_date) AS month, c.region, c.nation, COUNT(DISTINCT d.order_key) AS orders, SUM(d.quantity) AS quantity,
       SUM(d.net_amount) AS net_amount
FROM dwd.order_detail d
JOIN dim.customer c ON c.customer_key = d.customer_key
GROUP BY DATE_TRUNC('month', d.order_date), c.region, c.nation;
CREATE TABLE IF NOT EXISTS dws.sales_by_brand AS
SELECT p.brand, p.manufacturer, SUM(d.quantity) AS quantity, SUM(d.net_amount) AS net_amount,
       SUM(CASE WHEN d.returned THEN d.net_amount ELSE 0 END) AS returned_amount
FROM dwd.order_detail d
JOIN dim.part p ON p.part_key = d.part_key
GROUP BY p.brand, p.manufacturer;

-- ADS: indicators.
CREATE TABLE IF NOT EXISTS ads.top_nations AS
SELECT region, nation, SUM(net_amount) AS net_amount, RANK() OVER (PARTITION BY region ORDER BY SUM(net_amount) DESC) AS place
FROM dws.sales_by_month_nation
GROUP BY region, nation;
CREATE TABLE IF NOT EXISTS ads.return_rate AS
SELECT brand, ROUND(returned_amount / net_amount, 4) AS return_rate
FROM dws.sales_by_brand;
