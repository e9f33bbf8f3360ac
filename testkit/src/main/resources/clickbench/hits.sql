-- Rows of a web counter's log, each a function of its number alone. ${rows} of them, in DuckDB's dialect.
CREATE OR REPLACE TEMP MACRO uniform(i, salt) AS (hash(i, salt) % 4294967296) / 4294967296.0;
CREATE OR REPLACE TEMP MACRO below(i, salt, n) AS CAST(hash(i, salt) % n AS BIGINT);
-- The higher the power, the more rows share the first values.
CREATE OR REPLACE TEMP MACRO skewed(i, salt, n, power) AS CAST(floor(n * pow(uniform(i, salt), power)) AS BIGINT);
CREATE OR REPLACE TEMP MACRO identity(i, salt) AS CAST(hash(i, salt) >> 1 AS BIGINT) - 4611686018427387904;
CREATE OR REPLACE TEMP MACRO seldom(i, salt, share, value) AS CASE WHEN uniform(i, salt) < share THEN value ELSE 0 END;
CREATE OR REPLACE TEMP MACRO word(i, salt) AS (['купить', 'скачать', 'бесплатно', 'онлайн', 'смотреть', 'фильм', 'погода', 'москва',
    'новости', 'игры', 'недорого', 'авто', 'работа', 'квартира', 'отзывы', 'форум', 'фото', 'музыка', 'карта', 'рецепт', 'телефон', 'диван',
    'кухня', 'ремонт', 'цена', 'доставка', 'каталог', 'история', 'школа', 'книга', 'news', 'video', 'shop', 'mail', 'photo', 'game', 'auto',
    'travel', 'music', 'sale', 'price', 'hotel', 'map', 'house', 'phone', 'sport', 'film', 'radio', 'book', 'garden', 'naïve', '東京',
    'straße', 'отель', 'билеты', 'море', 'дача', 'сериал', 'серия', 'сезон'])[1 + skewed(i, salt, 60, 1.5)];
CREATE OR REPLACE TEMP MACRO latin(i, salt) AS (['index', 'catalog', 'news', 'item', 'search', 'forum', 'topic', 'photo', 'video', 'user', 'goods',
    'article', 'map', 'price', 'review', 'auto', 'page', 'list', 'view', 'product', 'wiki', 'blog', 'game', 'film', 'music', 'job', 'realty',
    'event', 'city', 'offer'])[1 + skewed(i, salt, 30, 1.5)];
CREATE OR REPLACE TEMP MACRO host(counter) AS
    CASE WHEN counter % 7 = 0 THEN 'www.' ELSE '' END || latin(counter, 901) || '-' || latin(counter, 902) || counter
    || (['.ru', '.com', '.com.tr', '.net', '.ua', '.by'])[1 + below(counter, 903, 6)];
CREATE OR REPLACE TEMP MACRO url(counter, page) AS
    CASE WHEN below(page, 905, 4000) = 0 THEN 'http://www.google.' || (['ru', 'com', 'com.tr'])[1 + page % 3] || '/search?q=' || latin(page, 906) || page
         WHEN below(page, 907, 4000) = 0 THEN 'https://' || host(counter) || '/google/' || latin(page, 908) || '?id=' || page
         WHEN page % 3 = 0 THEN 'http://' || host(counter) || '/' || latin(page, 909) || '/' || latin(page, 910) || page || '.html'
         WHEN page % 3 = 1 THEN 'http://' || host(counter) || '/' || latin(page, 911) || '.php?' || latin(page, 912) || '=' || page || '&' || latin(page, 913) || '='
              || below(page, 914, 100000)
         ELSE 'https://' || host(counter) || '/#!/' || latin(page, 915) || '/' || hash(page, counter) END;
CREATE OR REPLACE TEMP TABLE clickbench_visits AS
WITH places AS (SELECT i, 6000 * pow(i / ${rows}.0, 4) AS place FROM range(${rows}) AS numbers(i)),
visits AS (
    -- Rows lie by counter and, within it, by time; four after another are one visitor's
    SELECT i, CAST(floor(place) AS INTEGER) AS counter, place - floor(place) AS phase, i // 4 AS visit FROM places),
visitors AS (
    SELECT *, skewed(visit, 1, ${rows} / 5, 1.5) AS visitor, skewed(i, 2, 20000, 3) AS page, skewed(visit, 3, 5000, 2.5) AS origin,
        uniform(visit, 4) AS source FROM visits)
SELECT *, TIMESTAMP '2013-07-01 00:00:00' + to_seconds(CAST(floor(phase * 2678400) AS BIGINT)) AS moment, source < 0.13 AS searched,
    CASE WHEN source >= 0.13 AND source < 0.17 THEN 1 + skewed(visit, 5, 70, 3) ELSE 0 END AS adv, uniform(visitor, 6) < 0.06 AS mobile,
    skewed(visit, 7, greatest(${rows} / 20, 100), 2) AS phrase
FROM visitors;
CREATE OR REPLACE TEMP VIEW clickbench_hits AS SELECT
    identity(i, 10)::BIGINT AS watchid,
    (below(visitor, 11, 10) < 7)::SMALLINT AS javaenable,
    CASE WHEN below(page, 12, 12) = 0 THEN '' WHEN below(page, 13, 2500) = 0 THEN 'Google ' || word(page, 14) || ' - ' || latin(page, 15)
        ELSE word(page, 16) || ' ' || word(page + counter, 17) || ' ' || word(page, 18) || ' — ' || host(counter) || CASE WHEN page % 5 = 0 THEN ' № ' || page ELSE '' END
        END::VARCHAR AS title,
    1::SMALLINT AS goodevent,
    moment::TIMESTAMP AS eventtime,
    moment::DATE AS eventdate,
    (59 + counter)::INTEGER AS counterid,
    (below(visitor, 20, 4294967296) - 2147483648)::INTEGER AS clientip,
    (1 + skewed(visitor, 21, 9000, 4))::INTEGER AS regionid,
    CASE WHEN visitor = 17 THEN 435090932899640449 ELSE identity(visitor, 22) END::BIGINT AS userid,
    (counter % 3 - 1)::SMALLINT AS counterclass,
    CASE WHEN mobile THEN 100 + below(visitor, 23, 40) ELSE skewed(visitor, 24, 60, 2) END::SMALLINT AS os,
    skewed(visitor, 25, 80, 2)::SMALLINT AS useragent,
    url(counter, page)::VARCHAR AS url,
    CASE WHEN source < 0.13 THEN 'http://yandex.ru/search?text=' || phrase WHEN source < 0.35 THEN ''
        WHEN source < 0.4 THEN 'https://www.' || host(origin) || '/' ELSE url(origin, below(visit, 26, 300)) END::VARCHAR AS referer,
    (below(i, 27, 8) = 0)::SMALLINT AS isrefresh,
    seldom(origin, 28, 0.3, skewed(origin, 29, 12000, 2))::SMALLINT AS referercategoryid,
    seldom(origin, 30, 0.4, skewed(origin, 31, 1000, 2))::INTEGER AS refererregionid,
    seldom(counter, 32, 0.5, skewed(counter, 33, 14000, 2))::SMALLINT AS urlcategoryid,
    seldom(counter, 34, 0.6, skewed(counter, 35, 1000, 2))::INTEGER AS urlregionid,
    ([1366, 1920, 1280, 1024, 1440, 1600, 1680, 320, 360, 768, 0, 1152, 800])[1 + skewed(visitor, 36, 13, 2)]::SMALLINT AS resolutionwidth,
    ([768, 1080, 1024, 800, 900, 1050, 480, 640, 0, 600])[1 + skewed(visitor, 37, 10, 2)]::SMALLINT AS resolutionheight,
    ([24, 32, 16, 0])[1 + skewed(visitor, 38, 4, 3)]::SMALLINT AS resolutiondepth,
    ([11, 0, 10, 9])[1 + skewed(visitor, 39, 4, 2)]::SMALLINT AS flashmajor,
    below(visitor, 40, 8)::SMALLINT AS flashminor,
    (['700', '0', '224', '', '202', '169'])[1 + skewed(visitor, 41, 6, 2)]::VARCHAR AS flashminor2,
    seldom(visitor, 42, 0.4, 4)::SMALLINT AS netmajor,
    seldom(visitor, 43, 0.4, 5)::SMALLINT AS netminor,
    (1 + below(visitor, 44, 30))::SMALLINT AS useragentmajor,
    (['0', '1', '18', 'Dя', '5.', '10', 'b2'])[1 + skewed(visitor, 45, 7, 2)]::VARCHAR AS useragentminor,
    1::SMALLINT AS cookieenable,
    (below(visitor, 46, 50) > 0)::SMALLINT AS javascriptenable,
    mobile::SMALLINT AS ismobile,
    CASE WHEN mobile THEN 1 + skewed(visitor, 47, 80, 2) ELSE 0 END::SMALLINT AS mobilephone,
    CASE WHEN mobile THEN (['iPad', 'iPhone', 'A500', 'N8-00', 'GT-I9300', 'Lumia'])[1 + skewed(visitor, 48, 6, 2)]
        || CASE WHEN below(visitor, 49, 3) = 0 THEN ' ' || skewed(visitor, 50, 30, 2) ELSE '' END ELSE '' END::VARCHAR AS mobilephonemodel,
    CASE WHEN below(i, 51, 20) = 0 THEN '{"price":' || below(i, 52, 1000) || '}' ELSE '' END::VARCHAR AS params,
    skewed(visitor, 53, 4000000, 2)::INTEGER AS ipnetworkid,
    CASE WHEN searched THEN 2 WHEN adv > 0 THEN 3 ELSE ([-1, 1, 0, 6, 5])[1 + skewed(visit, 54, 5, 1.5)] END::SMALLINT AS traficsourceid,
    CASE WHEN searched THEN 2 + skewed(visit, 55, 90, 4) ELSE 0 END::SMALLINT AS searchengineid,
    CASE WHEN searched THEN word(phrase, 56) || ' ' || word(phrase, 57) || CASE WHEN phrase % 3 > 0 THEN ' ' || word(phrase, 58) ELSE '' END
        || CASE WHEN phrase % 4 = 1 THEN ' ' || phrase % 1999 ELSE '' END ELSE '' END::VARCHAR AS searchphrase,
    adv::SMALLINT AS advengineid,
    0::SMALLINT AS isartifical,
    CASE WHEN below(i, 59, 30) = 0 THEN -1 ELSE 300 + below(visitor, 60, 1700) END::SMALLINT AS windowclientwidth,
    CASE WHEN below(i, 61, 30) = 0 THEN -1 ELSE 200 + below(visitor, 62, 900) END::SMALLINT AS windowclientheight,
    ([135, 157, 120, 180, -1])[1 + skewed(visitor, 63, 5, 2)]::SMALLINT AS clienttimezone,
    (moment + to_seconds(below(visitor, 64, 7200)))::TIMESTAMP AS clienteventtime,
    seldom(visitor, 65, 0.5, 5)::SMALLINT AS silverlightversion1,
    seldom(visitor, 66, 0.5, 1)::SMALLINT AS silverlightversion2,
    seldom(visitor, 67, 0.5, 10000 + below(visitor, 68, 60000))::INTEGER AS silverlightversion3,
    0::SMALLINT AS silverlightversion4,
    (['windows-1251', 'utf-8', '', 'iso-8859-9'])[1 + skewed(counter, 69, 4, 2)]::VARCHAR AS pagecharset,
    (1 + below(counter, 70, 1700))::INTEGER AS codeversion,
    (below(i, 71, 30) = 0)::SMALLINT AS islink,
    (below(i, 72, 200) = 0)::SMALLINT AS isdownload,
    (below(i, 73, 4) = 0)::SMALLINT AS isnotbounce,
    CASE WHEN below(visitor, 74, 3) = 0 THEN identity(visitor, 75) ELSE 0 END::BIGINT AS funiqid,
    CASE WHEN below(page, 76, 40) = 0 THEN url(counter, page + 1) ELSE '' END::VARCHAR AS originalurl,
    below(i, 77, 1073741824)::INTEGER AS hid,
    (counter % 50 = 0)::SMALLINT AS isoldcounter,
    0::SMALLINT AS isevent,
    (below(i, 78, 100) = 0)::SMALLINT AS isparameter,
    (below(visit, 79, 12) = 0)::SMALLINT AS dontcounthits,
    (below(counter, 80, 3) = 0)::SMALLINT AS withhash,
    (['5', 'E', 'T', 'S', 'g', 'F'])[1 + below(i, 81, 6)]::VARCHAR AS hitcolor,
    (moment + to_seconds(3600 * below(visitor, 82, 12)))::TIMESTAMP AS localeventtime,
    ([0, 22, 26, 31, 41, 50])[1 + below(visitor, 83, 6)]::SMALLINT AS age,
    below(visitor, 84, 3)::SMALLINT AS sex,
    below(visitor, 85, 5)::SMALLINT AS income,
    skewed(visitor, 86, 32000, 4)::SMALLINT AS interests,
    seldom(visitor, 87, 0.05, below(visitor, 88, 200))::SMALLINT AS robotness,
    (below(visitor, 89, 4294967296) - 2147483648)::INTEGER AS remoteip,
    (below(visit, 90, 400000) - 2)::INTEGER AS windowname,
    (below(visit, 91, 3) - 1)::INTEGER AS openername,
    (skewed(i, 92, 60, 3) - 1)::SMALLINT AS historylength,
    (['ru', 'tr', 'en', 'uk', 'де', ''])[1 + skewed(visitor, 93, 6, 2)]::VARCHAR AS browserlanguage,
    (['RU', 'TR', 'UA', 'BY', 'KZ', ''])[1 + skewed(visitor, 94, 6, 2)]::VARCHAR AS browsercountry,
    CASE WHEN below(i, 95, 3000) = 0 THEN 'facebook' ELSE '' END::VARCHAR AS socialnetwork,
    CASE WHEN below(i, 95, 3000) = 0 THEN 'like' ELSE '' END::VARCHAR AS socialaction,
    CASE WHEN below(i, 96, 500) = 0 THEN 404 ELSE 0 END::SMALLINT AS httperror,
    skewed(i, 97, 30000, 5)::INTEGER AS sendtiming,
    skewed(i, 98, 5000, 6)::INTEGER AS dnstiming,
    skewed(i, 99, 5000, 6)::INTEGER AS connecttiming,
    skewed(i, 100, 20000, 5)::INTEGER AS responsestarttiming,
    skewed(i, 101, 20000, 5)::INTEGER AS responseendtiming,
    skewed(i, 102, 60000, 5)::INTEGER AS fetchtiming,
    seldom(i, 103, 0.01, 1 + below(i, 104, 10))::SMALLINT AS socialsourcenetworkid,
    CASE WHEN below(i, 105, 400) = 0 THEN '/' || latin(i, 106) || '?like' ELSE '' END::VARCHAR AS socialsourcepage,
    seldom(i, 107, 0.002, below(i, 108, 100000))::BIGINT AS paramprice,
    CASE WHEN below(i, 109, 1000) = 0 THEN 'order' || i ELSE '' END::VARCHAR AS paramorderid,
    (['NH', 'RUB', 'USD'])[1 + skewed(counter, 110, 3, 6)]::VARCHAR AS paramcurrency,
    seldom(i, 111, 0.002, 1)::SMALLINT AS paramcurrencyid,
    CASE WHEN source > 0.98 THEN 'market.yandex.ru' ELSE '' END::VARCHAR AS openstatservicename,
    CASE WHEN source > 0.98 THEN 'campaign ' || below(visit, 112, 300) ELSE '' END::VARCHAR AS openstatcampaignid,
    CASE WHEN source > 0.98 THEN 'ad' || below(visit, 113, 9000) ELSE '' END::VARCHAR AS openstatadid,
    CASE WHEN source > 0.98 THEN 'search.' || below(visit, 114, 20) ELSE '' END::VARCHAR AS openstatsourceid,
    CASE WHEN adv > 0 THEN (['yandex_direct', 'google', 'begun'])[1 + below(visit, 115, 3)] ELSE '' END::VARCHAR AS utmsource,
    CASE WHEN adv > 0 THEN (['cpc', 'banner', ''])[1 + below(visit, 116, 3)] ELSE '' END::VARCHAR AS utmmedium,
    CASE WHEN adv > 0 THEN 'summer' || below(visit, 117, 500) ELSE '' END::VARCHAR AS utmcampaign,
    CASE WHEN adv > 0 THEN latin(visit, 118) ELSE '' END::VARCHAR AS utmcontent,
    CASE WHEN adv > 0 THEN word(visit, 119) ELSE '' END::VARCHAR AS utmterm,
    CASE WHEN below(i, 120, 600) = 0 THEN 'from-' || latin(i, 121) ELSE '' END::VARCHAR AS fromtag,
    (source > 0.15 AND source < 0.17)::SMALLINT AS hasgclid,
    CASE WHEN below(visit, 122, 8) = 0 THEN 3594120000172545465 WHEN source < 0.35 THEN identity(phrase, 123) ELSE identity(origin, 124) END::BIGINT
        AS refererhash,
    CASE WHEN page < 40 THEN 2868770270353813622 ELSE identity(counter * 20000 + page, 125) END::BIGINT AS urlhash,
    seldom(visit, 126, 0.03, 1 + below(visit, 127, 3000))::INTEGER AS clid
FROM clickbench_visits;
