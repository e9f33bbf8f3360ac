package io.millrace.planner.support;

import io.millrace.common.catalog.CatalogView;
import io.millrace.common.expr.Expr;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import io.millrace.planner.PlannedQuery;
import io.millrace.planner.Planner;
import io.millrace.planner.PlannerRequest;
import io.millrace.planner.PlannerSettings;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Plans over one catalog that has a column of every type. */
public final class TestPlans {
    /** 2020-09-13T12:26:40Z. */
    public static final long STATEMENT_MICROS = 1_600_000_000_000_000L;
    public static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    public static final SqlType ROW = SqlType.row(List.of(Field.of("k", SqlType.INTEGER), Field.of("l", SqlType.VARCHAR)));
    public static final Schema T = TestCatalog.columns("id!", SqlType.INTEGER, "a", SqlType.INTEGER, "b", SqlType.BIGINT, "s",
            SqlType.VARCHAR,
            "d", SqlType.DATE, "ts", SqlType.TIMESTAMP, "tz", SqlType.TIMESTAMP_TZ, "tm", SqlType.TIME, "n", SqlType.decimal(10, 2), "x",
            SqlType.DOUBLE, "r", SqlType.REAL, "f", SqlType.BOOLEAN, "tags", SqlType.array(SqlType.VARCHAR), "m",
            SqlType.map(SqlType.VARCHAR, SqlType.INTEGER), "j", SqlType.JSON, "uid", SqlType.UUID, "c", SqlType.character(5), "v",
            SqlType.varchar(10), "iv", SqlType.INTERVAL_DAY_TIME, "ym", SqlType.INTERVAL_YEAR_MONTH, "bin", SqlType.BINARY, "ro", ROW, "si",
            SqlType.SMALLINT);

    private TestPlans() {}

    public static TestCatalog catalog() {
        return new TestCatalog().table("t", T, "id")
                .table("u", TestCatalog.columns("id!", SqlType.INTEGER, "a", SqlType.INTEGER, "w", SqlType.VARCHAR))
                .table("ods.orders", TestCatalog.columns("id", SqlType.BIGINT, "价格", SqlType.decimal(12, 2)))
                .stream("st", TestCatalog.columns("k", SqlType.INTEGER, "ts", SqlType.TIMESTAMP), "ts")
                .view("totals", TestCatalog.columns("id", SqlType.INTEGER, "total", SqlType.BIGINT), "select id, sum(a) from t group by id")
                .view("big_totals", TestCatalog.columns("id", SqlType.INTEGER), "select id from totals where total > 10")
                .view("broken", TestCatalog.columns("id", SqlType.INTEGER), "select gone from t");
    }

    public static PlannerRequest request(String sql) {
        return request(sql, catalog());
    }

    public static PlannerRequest request(String sql, CatalogView catalog) {
        return request(sql, catalog, Optional.empty(), Optional.empty());
    }

    public static PlannerRequest request(String sql, CatalogView catalog, Optional<List<Expr.Literal>> parameters,
            Optional<Schema> target) {
        return new PlannerRequest(TestParser.parse(sql), catalog, "public", PlannerRequest.Mode.BATCH, ZONE, STATEMENT_MICROS, parameters,
                target, TestParser::parse, PlannerSettings.DEFAULT);
    }

    public static PlannedQuery plan(String sql) {
        return Planner.plan(request(sql));
    }

    /** {@code a INTEGER, b BIGINT NOT NULL}. */
    public static String text(Schema schema) {
        return schema.fields().stream().map(f -> f.name() + " " + f.type() + (f.nullable() ? "" : " NOT NULL"))
                .collect(Collectors.joining(", "));
    }
}
