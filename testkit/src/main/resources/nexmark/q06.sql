SELECT
    Q.seller,
    AVG(Q.price) OVER
        (PARTITION BY Q.seller ORDER BY Q."dateTime" ROWS BETWEEN 10 PRECEDING AND CURRENT ROW) AS avg_price
FROM (
    SELECT *, ROW_NUMBER() OVER (PARTITION BY id, seller ORDER BY price DESC) AS rownum
    FROM (SELECT A.id, A.seller, B.price, B."dateTime"
        FROM auction AS A,
            bid AS B
        WHERE A.id = B.auction
            and B."dateTime" between A."dateTime" and A.expires)
) AS Q
WHERE Q.rownum <= 1
