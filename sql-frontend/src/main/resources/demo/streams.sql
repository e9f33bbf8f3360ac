-- Data in motion: two streams, and views that follow them.
CREATE SCHEMA IF NOT EXISTS ods;
CREATE SCHEMA IF NOT EXISTS dim;
CREATE SCHEMA IF NOT EXISTS dwd;
CREATE SCHEMA IF NOT EXISTS dws;
CREATE SCHEMA IF NOT EXISTS ads;

-- What shoppers do: action 0 click, 1 cart, 2 buy, 3 follow; gender 0 female, 1 male, 2 or NULL unknown.
CREATE STREAM IF NOT EXISTS ods.shopping (
    user_id BIGINT, item_id BIGINT, cat_id BIGINT, merchant_id BIGINT, brand_id BIGINT,
    month VARCHAR, day VARCHAR, action INTEGER, age_range INTEGER, gender INTEGER, province VARCHAR,
    ts TIMESTAMP(3),
    WATERMARK FOR ts AS ts - INTERVAL '1' SECOND
);

CREATE MATERIALIZED VIEW IF NOT EXISTS ads.shoppers_by_gender AS
SELECT window_start, window_end, gender, COUNT(*) AS shoppers
FROM TABLE(TUMBLE(TABLE ods.shopping, DESCRIPTOR(ts), INTERVAL '1' SECOND))
GROUP BY window_start, window_end, gender;

CREATE MATERIALIZED VIEW IF NOT EXISTS ads.actions_by_province AS
SELECT province, COUNT(*) AS actions, COUNT(*) FILTER (WHERE action = 2) AS purchases
FROM ods.shopping
GROUP BY province;

-- Orders of a shop: few customers order most, some orders arrive out of order, some a minute late.
CREATE STREAM IF NOT EXISTS ods.live_orders (
    order_id BIGINT NOT NULL, customer_key BIGINT, sku VARCHAR, quantity INTEGER, amount DECIMAL(12, 2), ordered_at TIMESTAMP(3),
    WATERMARK FOR ordered_at AS ordered_at - INTERVAL '5' SECOND
);

CREATE MATERIALIZED VIEW IF NOT EXISTS dws.live_orders_10s AS
SELECT window_start, window_end, COUNT(*) AS orders, SUM(amount) AS amount
FROM TABLE(TUMBLE(TABLE ods.live_orders, DESCRIPTOR(ordered_at), INTERVAL '10' SECOND))
GROUP BY window_start, window_end;

CREATE MATERIALIZED VIEW IF NOT EXISTS ads.live_top_sku AS
SELECT sku, COUNT(*) AS orders, SUM(quantity) AS quantity, SUM(amount) AS amount
FROM ods.live_orders
GROUP BY sku;
