package io.millrace.planner;

import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.catalog.CatalogView;
import io.millrace.common.catalog.ColumnStatistics;
import io.millrace.common.catalog.ObjectName;
import io.millrace.common.catalog.TableStatistics;
import io.millrace.common.plan.ScanTarget;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** TPC-H's tables with the statistics that Parquet footers of scale factor 1 give: rows, least and greatest values, no counts of distinct ones. */
final class TpchCatalog implements CatalogView {
    private final Map<ObjectName, CatalogObject> objects = new LinkedHashMap<>();
    private final Map<String, TableStatistics> statistics = new HashMap<>();

    TpchCatalog() {
        table("region", 5, "r_regionkey BIGINT 0 4, r_name VARCHAR, r_comment VARCHAR");
        table("nation", 25, "n_nationkey BIGINT 0 24, n_name VARCHAR, n_regionkey BIGINT 0 4, n_comment VARCHAR");
        table("supplier", 10_000, "s_suppkey BIGINT 1 10000, s_name VARCHAR, s_address VARCHAR, s_nationkey BIGINT 0 24, s_phone VARCHAR, "
                + "s_acctbal DECIMAL -999 9999, s_comment VARCHAR");
        table("customer", 150_000, "c_custkey BIGINT 1 150000, c_name VARCHAR, c_address VARCHAR, c_nationkey BIGINT 0 24, "
                + "c_phone VARCHAR, c_acctbal DECIMAL -999 9999, c_mktsegment VARCHAR, c_comment VARCHAR");
        table("part", 200_000, "p_partkey BIGINT 1 200000, p_name VARCHAR, p_mfgr VARCHAR, p_brand VARCHAR, p_type VARCHAR, "
                + "p_size INTEGER 1 50, p_container VARCHAR, p_retailprice DECIMAL 901 2099, p_comment VARCHAR");
        table("partsupp", 800_000, "ps_partkey BIGINT 1 200000, ps_suppkey BIGINT 1 10000, ps_availqty INTEGER 1 9999, "
                + "ps_supplycost DECIMAL 1 1000, ps_comment VARCHAR");
        table("orders", 1_500_000, "o_orderkey BIGINT 1 6000000, o_custkey BIGINT 1 149999, o_orderstatus VARCHAR, "
                + "o_totalprice DECIMAL 850 560000, o_orderdate DATE 1992-01-01 1998-08-02, o_orderpriority VARCHAR, o_clerk VARCHAR, "
                + "o_shippriority INTEGER 0 0, o_comment VARCHAR");
        table("lineitem", 6_001_215, "l_orderkey BIGINT 1 6000000, l_partkey BIGINT 1 200000, l_suppkey BIGINT 1 10000, "
                + "l_linenumber INTEGER 1 7, l_quantity DECIMAL 1 50, l_extendedprice DECIMAL 901 105000, l_discount DECIMAL 0 1, "
                + "l_tax DECIMAL 0 1, l_returnflag VARCHAR, l_linestatus VARCHAR, l_shipdate DATE 1992-01-02 1998-12-01, "
                + "l_commitdate DATE 1992-01-31 1998-10-31, l_receiptdate DATE 1992-01-03 1998-12-31, l_shipinstruct VARCHAR, "
                + "l_shipmode VARCHAR, l_comment VARCHAR");
        table("t", 100, "a INTEGER 1 100, b INTEGER 1 10, c VARCHAR, d DOUBLE, n BIGINT 0 50");
        table("u", 1000, "a INTEGER 1 100, b INTEGER 1 10, c VARCHAR, d DOUBLE, n BIGINT 0 50");
        objects.put(new ObjectName("public", "nested"), new CatalogObject.Table("nested", new ObjectName("public", "nested"), Schema.of(
                Field.of("id", SqlType.INTEGER), Field.of("items", SqlType.array(SqlType.INTEGER)),
                Field.of("attributes", SqlType.map(SqlType.VARCHAR, SqlType.VARCHAR))),
                List.of(), List.of(), Map.of(), Optional.empty(), Map.of()));
        objects.put(new ObjectName("public", "s"), new CatalogObject.Stream("s", new ObjectName("public", "s"), Schema.of(
                Field.of("k", SqlType.INTEGER), Field.of("v", SqlType.BIGINT), Field.of("ts", SqlType.TIMESTAMP)),
                List.of(), Optional.of(new CatalogObject.Watermark("ts", 5_000_000)), 2, Map.of(), Map.of()));
    }

    private void table(String name, long rows, String columns) {
        List<Field> fields = new ArrayList<>();
        List<ColumnStatistics> known = new ArrayList<>();
        for (String column : columns.split(", *")) {
            String[] parts = column.split(" ");
            SqlType type =
                    switch (parts[1]) {
                        case "DECIMAL" -> SqlType.decimal(15, 2);
                        case "DATE" -> SqlType.DATE;
                        case "VARCHAR" -> SqlType.VARCHAR;
                        case "INTEGER" -> SqlType.INTEGER;
                        case "BIGINT" -> SqlType.BIGINT;
                        default -> SqlType.DOUBLE;
                    };
            fields.add(Field.of(parts[0], type));
            known.add(parts.length < 4
                    ? ColumnStatistics.UNKNOWN
                    : new ColumnStatistics(-1, 0, value(parts[2], type), value(parts[3], type), -1));
        }
        ObjectName objectName = new ObjectName("public", name);
        objects.put(objectName, new CatalogObject.Table(
                name, objectName, new Schema(fields), List.of(), List.of(), Map.of(), Optional.empty(), Map.of()));
        statistics.put(name, new TableStatistics(rows, rows * 100.0, known));
    }

    private static Object value(String text, SqlType type) {
        return switch (type.kind()) {
            case DATE -> LocalDate.parse(text);
            case INTEGER -> Integer.valueOf(text);
            case BIGINT -> Long.valueOf(text);
            default -> new BigDecimal(text).setScale(2);
        };
    }

    @Override
    public List<String> schemas() {
        return List.of("public");
    }

    @Override
    public Optional<CatalogObject> find(ObjectName name) {
        return Optional.ofNullable(objects.get(name));
    }

    @Override
    public List<CatalogObject> objects(String schema) {
        return List.copyOf(objects.values());
    }

    @Override
    public ScanTarget pin(CatalogObject object) {
        return object instanceof CatalogObject.Stream
                ? new ScanTarget.Stream(object.id(), List.of(0L, 0L), List.of(0L, 0L))
                : new ScanTarget.ManagedTable(object.id(), 1, 0);
    }

    @Override
    public ScanTarget pinAsOf(CatalogObject.Table table, Optional<Long> snapshotId, Optional<Long> epochMicros) {
        return new ScanTarget.ManagedTable(table.id(), snapshotId.orElse(0L), 0);
    }

    @Override
    public TableStatistics statistics(ScanTarget target) {
        return target instanceof ScanTarget.ManagedTable table
                ? statistics.getOrDefault(table.tableId(), TableStatistics.UNKNOWN)
                : TableStatistics.UNKNOWN;
    }

    @Override
    public Schema inferSchema(List<String> paths, String format, Map<String, String> options) {
        throw new UnsupportedOperationException();
    }
}
