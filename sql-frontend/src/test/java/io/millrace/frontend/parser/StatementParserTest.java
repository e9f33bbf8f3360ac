package io.millrace.frontend.parser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.error.SourcePosition;
import io.millrace.common.type.SqlType;
import io.millrace.frontend.statement.CreateMaterializedView;
import io.millrace.frontend.statement.CreateStream;
import io.millrace.frontend.statement.CreateTable;
import io.millrace.frontend.statement.Insert;
import io.millrace.frontend.statement.Merge;
import io.millrace.frontend.statement.Query;
import io.millrace.frontend.statement.SetSetting;
import io.millrace.frontend.statement.Statement;
import io.millrace.frontend.statement.Subscribe;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.calcite.sql.SqlDialect;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.dialect.PostgresqlSqlDialect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatementParserTest {
    private static final SqlDialect DIALECT = PostgresqlSqlDialect.DEFAULT;

    private static Statement one(String sql) {
        return StatementParser.parseOne(sql).statement();
    }

    private static String items(String sql) {
        SqlSelect select = (SqlSelect) ((Query) one(sql)).query().node();
        return select.getSelectList().toSqlString(c -> c.withDialect(DIALECT).withLineFolding(null)).getSql()
                .replaceAll("\\s+", " ");
    }

    @Test
    void createTableHoldsColumnsKeyPartitionsAndOptions() {
        CreateTable table = assertInstanceOf(CreateTable.class, one("""
                CREATE TABLE IF NOT EXISTS Ods."T" (
                  ID int8 PRIMARY KEY, "Name" text NOT NULL DEFAULT 'x' || 'y', price numeric(10, 2), tags int[], seen timestamptz(3),
                  props MAP<VARCHAR, INT>, place ROW(a INT, b TEXT), doc jsonb
                ) PARTITIONED BY (day(seen), Bucket(16, id)) WITH (format = 'parquet', a.b-c = -5, flag = true)"""));
        assertEquals("ods", table.name().schema().orElseThrow());
        assertEquals("T", table.name().name());
        assertTrue(table.ifNotExists());
        assertEquals(List.of("id"), table.primaryKey());
        assertEquals(List.of("day(seen)", "bucket(16, id)"), table.partitioning());
        assertEquals(Map.of("format", "parquet", "a.b-c", "-5", "flag", "true"), table.options());
        assertEquals(
                "[BIGINT, VARCHAR, DECIMAL(10, 2), INTEGER ARRAY, TIMESTAMP(3) WITH TIME ZONE, MAP<VARCHAR, INTEGER>, ROW(a INTEGER, b VARCHAR), JSON]",
                table.columns().stream().map(c -> c.type().toString()).toList().toString());
        assertFalse(table.columns().get(0).nullable());
        assertFalse(table.columns().get(1).nullable());
        assertEquals("'x' || 'y'", table.columns().get(1).defaultValue().orElseThrow().sql());
        assertEquals(new SourcePosition(2, 21 + 3), table.columns().get(1).position());
    }

    @Test
    void createStreamHoldsWatermarkAndMetadata() {
        CreateStream stream = assertInstanceOf(CreateStream.class, one("""
                CREATE STREAM s (k VARCHAR, ts TIMESTAMP(3), at_ TIMESTAMP METADATA FROM 'timestamp', part INT METADATA,
                  PRIMARY KEY (k) NOT ENFORCED, WATERMARK FOR ts AS ts - INTERVAL '1.5' SECOND) WITH (connector = 'kafka')"""));
        assertEquals("ts", stream.watermark().orElseThrow().column());
        assertEquals(1_500_000, stream.watermark().orElseThrow().delayMicros());
        assertEquals("timestamp", stream.columns().get(2).metadata().orElseThrow());
        assertEquals("part", stream.columns().get(3).metadata().orElseThrow());
        assertEquals(List.of("k"), stream.primaryKey());
    }

    @Test
    void materializedViewSeparatesTheQueryFromItsClauses() {
        CreateMaterializedView view = assertInstanceOf(CreateMaterializedView.class, one("""
                CREATE MATERIALIZED VIEW ads.v FRESHNESS INTERVAL '1' HOUR WITH (ttl = '1 day') AS
                  SELECT gender, count(*) AS emit FROM s -- all of them
                  EMIT ON WINDOW CLOSE LATE ROWS INTO late ON ERROR SKIP INTO ads.bad;"""));
        assertEquals("SELECT gender, count(*) AS emit FROM s", view.query().sql());
        assertEquals(new SourcePosition(2, 3), view.query().position());
        assertEquals(new CatalogObject.Freshness.Every(3_600_000_000L), view.freshness());
        assertEquals(new CatalogObject.Emit.OnWindowClose(), view.emit());
        assertEquals("late", view.lateRows().orElseThrow().toString());
        assertEquals("ads.bad", view.errorRows().orElseThrow().toString());
        assertEquals(new CatalogObject.Freshness.Continuous(),
                ((CreateMaterializedView) one("CREATE MATERIALIZED VIEW v AS SELECT 1")).freshness());
    }

    @Test
    void insertHoldsItsConflictClause() {
        Insert insert = assertInstanceOf(Insert.class,
                one("INSERT INTO t (a, b) SELECT x, y FROM s ON CONFLICT (a) DO UPDATE SET b = excluded.b WHERE t.b > 0"));
        assertEquals("SELECT x, y FROM s", insert.source().sql());
        assertEquals(List.of("a"), insert.onConflict().orElseThrow().columns());
        assertEquals("excluded.b", insert.onConflict().orElseThrow().assignments().get(0).value().sql());
    }

    @Test
    void mergeKeepsItsClausesInOrder() {
        Merge merge = assertInstanceOf(Merge.class, one("""
                MERGE INTO t USING s AS n ON t.id = n.id WHEN MATCHED AND n.gone THEN DELETE WHEN MATCHED THEN UPDATE SET v = n.v
                WHEN NOT MATCHED THEN INSERT (id, v) VALUES (n.id, DEFAULT)"""));
        assertEquals("s AS n", merge.source().sql());
        assertInstanceOf(Merge.MatchedDelete.class, merge.clauses().get(0));
        assertInstanceOf(Merge.MatchedUpdate.class, merge.clauses().get(1));
        assertEquals(List.of("id", "v"), assertInstanceOf(Merge.NotMatchedInsert.class, merge.clauses().get(2)).columns());
    }

    @Test
    void positionsCountInTheWholeText() {
        List<StatementParser.Parsed> all =
                StatementParser.parse("SELECT 1 ;\r\n\n  -- two; three\n /* ; */ SET a.b = 12 ; ;\n\tSHOW TABLES");
        assertEquals(List.of("SELECT 1", "SET a.b = 12", "SHOW TABLES"), all.stream().map(StatementParser.Parsed::sql).toList());
        assertEquals(
                List.of(new SourcePosition(1, 1), new SourcePosition(4, 10), new SourcePosition(5, 2)),
                all.stream().map(p -> p.statement().position()).toList());
        assertEquals("12", ((SetSetting) all.get(1).statement()).value());
    }

    @Test
    void dollarQuotesKeepTheirText() {
        SqlSelect select = (SqlSelect) ((Query) one("SELECT $$it's; \n$x$ $$, $t$a$$b$t$ , 7")).query().node();
        assertEquals("it's; \n$x$ ", ((SqlLiteral) select.getSelectList().get(0)).getValueAs(String.class));
        assertEquals("a$$b", ((SqlLiteral) select.getSelectList().get(1)).getValueAs(String.class));
        assertEquals(2, select.getSelectList().get(2).getParserPosition().getLineNum());
        assertEquals(22, select.getSelectList().get(2).getParserPosition().getColumnNum());
    }

    @Test
    void numberedParametersCountFromOne() {
        SqlNode item = ((SqlSelect) ((Query) one("SELECT $2")).query().node()).getSelectList().get(0);
        assertEquals(1, assertInstanceOf(SqlDynamicParam.class, item).getIndex());
    }

    @Test
    void postgresOperatorsBecomeStandardCalls() {
        assertEquals("CAST(CAST(\"a\" AS BIGINT) AS VARCHAR), \"json_get_text\"(\"json_get\"(\"j\", 'k'), 'l')",
                items("SELECT a::int8::text, j -> 'k' ->> 'l'"));
        assertEquals("INTERVAL '1 02:00:00.000000' DAY(9) TO SECOND(6), INTERVAL '-1-2' YEAR(9) TO MONTH",
                items("SELECT interval '1 day 2 hours', interval '-14 months'"));
    }

    @Test
    void distinctOnBecomesTheFirstOfEachGroup() {
        String sql = ((Query) one("SELECT DISTINCT ON (k) k AS g, v FROM t ORDER BY g, 2 DESC")).query().node()
                .toSqlString(c -> c.withDialect(DIALECT).withLineFolding(null)).getSql().replaceAll("\\s+", " ");
        assertEquals(
                "SELECT \"k\" AS \"g\", \"v\" FROM \"t\" QUALIFY (ROW_NUMBER() OVER (PARTITION BY \"k\" ORDER BY \"k\", \"v\" DESC)) = 1 "
                        + "ORDER BY \"g\", 2 DESC",
                sql);
    }

    @Test
    void subscribeSaysWhatIsWanted() {
        Subscribe subscribe = assertInstanceOf(Subscribe.class, one("SUBSCRIBE TO ads.v WITHOUT SNAPSHOT AS OF TICK 12"));
        assertFalse(subscribe.snapshot());
        assertEquals(OptionalLong.of(12), subscribe.asOfTick());
        assertEquals("SELECT a FROM s", ((Subscribe) one("SUBSCRIBE TO (SELECT a FROM s)")).query().orElseThrow().sql());
    }

    @Test
    void unquotedNamesFoldAndQuotedOnesStay() {
        assertEquals("\"abc\", \"Abc\", \"T\".\"x\"", items("SELECT ABC, \"Abc\", \"T\".X FROM \"T\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "value", "year", "month", "day", "hour", "minute", "second", "key", "user", "count", "type", "name", "date", "time",
            "timestamp", "position", "result",
            "rank", "row", "rows", "range", "language", "method", "partition", "period", "percent", "level", "data", "state", "size",
            "start", "stream", "skip",
            "system", "next", "new", "current", "match", "none", "open", "output", "parameter", "path", "public", "reference", "release",
            "schema", "scope", "sum",
            "min", "max", "avg", "session", "sql", "static", "text", "timezone", "trigger", "version", "view", "week", "work", "zone",
            "call", "cursor", "cube",
            "describe", "explain", "insert", "interval", "minus_", "old", "over_", "set", "update", "upper", "lower", "begin", "close",
            "commit", "connect",
            "condition", "domain", "each", "element", "empty", "equals", "every", "exec", "function", "get", "global", "hold", "identity",
            "indicator", "local",
            "map", "member", "module", "names", "no", "of", "out", "precision", "prepare", "procedure", "real", "recursive", "ref",
            "return", "reset", "search"
    })
    void wordsThatPostgresDoesNotReserveAreNames(String word) {
        Query query = (Query) one("SELECT " + word + ", t." + word + ", a AS " + word + " FROM t WHERE " + word + " = 1 AND " + word
                + " IS NOT NULL GROUP BY "
                + word + " ORDER BY " + word + " DESC");
        SqlSelect select = (SqlSelect) ((org.apache.calcite.sql.SqlOrderBy) query.query().node()).query;
        assertEquals(3, select.getSelectList().size());
        CreateTable table = (CreateTable) one("CREATE TABLE t (" + word + " INT, b INT)");
        assertEquals(word, table.columns().get(0).name());
        assertEquals(SqlType.INTEGER, table.columns().get(0).type());
        one("INSERT INTO t (" + word + ") VALUES (1)");
        one("UPDATE t SET " + word + " = " + word + " + 1");
    }

    @Test
    void longTextsAndDeepOnesAreRefused() {
        assertEquals(ErrorCode.STATEMENT_TOO_LARGE, code("SELECT '" + "x".repeat(10_000_000) + "'"));
        assertEquals(ErrorCode.STATEMENT_TOO_COMPLEX, code("SELECT " + "(".repeat(1000) + "1" + ")".repeat(1000)));
        assertEquals(ErrorCode.STATEMENT_TOO_COMPLEX, code("SELECT " + "CASE WHEN a THEN ".repeat(1000) + "1" + " END".repeat(1000)));
        assertEquals(ErrorCode.STATEMENT_TOO_COMPLEX, code("SELECT " + "NOT ".repeat(1000) + "a"));
        assertEquals(ErrorCode.STATEMENT_TOO_COMPLEX, code("SELECT 1" + " + 1".repeat(20_000)));
        String inString = "SELECT '" + "(".repeat(1000) + "'";
        assertInstanceOf(Query.class, one(inString));
        assertInstanceOf(Query.class, one("SELECT " + "(".repeat(200) + "1" + ")".repeat(200)));
    }

    private static ErrorCode code(String sql) {
        return assertThrows(MillraceException.class, () -> StatementParser.parse(sql)).code();
    }
}
