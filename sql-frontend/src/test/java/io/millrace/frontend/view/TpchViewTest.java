package io.millrace.frontend.view;

import io.millrace.testkit.tpch.TpchData;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * TPC-H's 22 queries as views while all eight tables change at random: orders come with their lines and go with them, rows of every table are changed in
 * the columns that queries filter, join and group by, and are deleted and come back. Each view is compared with the batch answer after every few statements.
 * {@code -Dmillrace.tpch.seeds=N} runs more seeds, {@code -Dmillrace.seed=N} one of them, {@code -Dmillrace.tpch.ticks=N} longer.
 */
class TpchViewTest {
    private static final int SEEDS = Integer.getInteger("millrace.tpch.seeds", 2);
    private static final long ONLY = Long.getLong("millrace.seed", -1);
    private static final int TICKS = Integer.getInteger("millrace.tpch.ticks", 3);
    private static final Map<String, String> SOME =
            Map.of("lineitem", "l_orderkey % 40 = 1", "orders", "o_orderkey % 40 = 1", "partsupp", "ps_partkey % 2 = 1");
    private static final Map<String, String> KEYS = Map.of(
            "lineitem", "l_orderkey * 7 + l_linenumber", "orders", "o_orderkey", "partsupp", "ps_partkey + ps_suppkey", "part", "p_partkey",
            "customer", "c_custkey", "supplier", "s_suppkey", "nation", "n_nationkey", "region", "r_regionkey");

    @TempDir
    Path directory;

    @Test
    void everyQueryIsItsBatchAnswerAtEveryTick() {
        for (long seed = Math.max(0, ONLY); seed < (ONLY >= 0 ? ONLY + 1 : SEEDS); seed++) {
            try (HeldViews views = new HeldViews(directory.resolve("seed" + seed))) {
                run(views, new Random(seed));
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }

    private static void run(HeldViews views, Random random) {
        Path files = TpchData.parquet(Path.of("target/data"), 0.01);
        for (String table : TpchData.tables()) {
            views.run("CREATE TABLE " + table + " AS SELECT * FROM read_parquet('" + files.resolve(table + ".parquet") + "')"
                    + (SOME.containsKey(table) ? " WHERE " + SOME.get(table) : ""));
            views.run("CREATE TABLE gone_" + table + " AS SELECT * FROM " + table + " WHERE FALSE");
        }
        for (int i = 1; i <= 22; i++) {
            views.hold(TpchData.query(i));
        }
        views.compare("at the start");
        for (int tick = 1; tick <= TICKS; tick++) {
            for (int statement = 2 + random.nextInt(6); statement > 0; statement--) {
                change(views, random);
            }
            views.compare("at tick " + tick);
            if (random.nextInt(TICKS) == 0) {
                views.restart();
                views.compare("after the restart at tick " + tick);
            }
        }
        views.verify("at the end");
        views.assertHeld("");
    }

    private static void change(HeldViews views, Random random) {
        switch (random.nextInt(14)) {
            case 0, 1, 2 -> {
                String table = List.copyOf(KEYS.keySet().stream().sorted().toList()).get(random.nextInt(KEYS.size()));
                views.run("INSERT INTO " + table + " SELECT * FROM gone_" + table);
                views.run("TRUNCATE TABLE gone_" + table);
                String some = KEYS.get(table) + " % " + (3 + random.nextInt(8)) + " = " + random.nextInt(3);
                views.run("INSERT INTO gone_" + table + " SELECT * FROM " + table + " WHERE " + some);
                views.run("DELETE FROM " + table + " WHERE " + some);
            }
            case 3 -> {
                int shift = 1_000_000 * (1 + random.nextInt(1000));
                int some = random.nextInt(30);
                views.run("INSERT INTO orders SELECT o_orderkey + " + shift + ", o_custkey, o_orderstatus, o_totalprice * 2, o_orderdate"
                        + " + INTERVAL '" + random.nextInt(90) + "' DAY, o_orderpriority, o_clerk, o_shippriority, o_comment FROM orders"
                        + " WHERE o_orderkey % 30 = " + some + " AND o_orderkey < 1000000");
                views.run("INSERT INTO lineitem SELECT l_orderkey + " + shift + ", l_partkey, l_suppkey, l_linenumber, l_quantity * 6,"
                        + " l_extendedprice, l_discount, l_tax, l_returnflag, l_linestatus, l_shipdate, l_commitdate, l_receiptdate,"
                        + " l_shipinstruct, l_shipmode, l_comment FROM lineitem WHERE l_orderkey % 30 = " + some
                        + " AND l_orderkey < 1000000");
            }
            case 4 -> views.run("UPDATE lineitem SET l_quantity = l_quantity + 30, l_shipmode = 'AIR' WHERE l_orderkey % 3 = "
                    + random.nextInt(3));
            case 5 -> views
                    .run("UPDATE lineitem SET l_receiptdate = l_commitdate + INTERVAL '1' DAY, l_returnflag = 'R' WHERE l_suppkey % 4 = "
                            + random.nextInt(4));
            case 6 -> views.run("UPDATE orders SET o_orderpriority = '1-URGENT', o_custkey = o_custkey + 1, o_orderstatus = 'F' WHERE"
                    + " o_orderkey % 5 = " + random.nextInt(5));
            case 7 -> views.run("UPDATE orders SET o_orderdate = DATE '1993-07-01' + INTERVAL '" + random.nextInt(800)
                    + "' DAY, o_comment = 'special requests' WHERE o_orderkey % 7 = " + random.nextInt(7));
            case 8 -> views
                    .run("UPDATE part SET p_type = 'ECONOMY ANODIZED STEEL', p_size = 15, p_brand = 'Brand#23', p_container = 'MED BOX'"
                            + " WHERE p_partkey % 9 = " + random.nextInt(9));
            case 9 -> views.run("UPDATE part SET p_type = 'SMALL PLATED BRASS', p_name = 'forest green' WHERE p_partkey % 6 = "
                    + random.nextInt(6));
            case 10 -> views.run("UPDATE customer SET c_acctbal = -c_acctbal, c_nationkey = " + random.nextInt(25)
                    + ", c_mktsegment = 'BUILDING' WHERE c_custkey % 13 = " + random.nextInt(13));
            case 11 -> views
                    .run("UPDATE partsupp SET ps_supplycost = ps_supplycost / 2, ps_availqty = ps_availqty + 100 WHERE ps_suppkey % 5 = "
                            + random.nextInt(5));
            case 12 -> views.run("UPDATE supplier SET s_nationkey = " + (random.nextBoolean() ? 7 : 20)
                    + ", s_comment = 'Customer Complaints' WHERE s_suppkey % 8 = " + random.nextInt(8));
            default -> views.run("UPDATE nation SET n_regionkey = " + random.nextInt(5) + " WHERE n_nationkey % 4 = " + random.nextInt(4));
        }
    }
}
