package io.millrace.cluster.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.catalog.ObjectName;
import io.millrace.common.expr.AggregateFunction;
import io.millrace.common.expr.Expr;
import io.millrace.common.expr.Function;
import io.millrace.common.plan.AggregateCall;
import io.millrace.common.plan.ColumnPredicate;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.plan.ScanTarget;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecordCodecTest {
    private static final Schema SCHEMA = Schema.of(
            Field.of("名", SqlType.VARCHAR), new Field("amount", SqlType.decimal(15, 2), false),
            Field.of("tags", SqlType.map(SqlType.VARCHAR, SqlType.TIMESTAMP)));

    @Test
    void planTreesComeBackEqual() {
        Expr condition = Expr.call(
                Function.AND,
                SqlType.BOOLEAN,
                Expr.call(Function.LESS, SqlType.BOOLEAN, Expr.column(1, SqlType.decimal(15, 2)),
                        Expr.literal(new BigDecimal("1.50"), SqlType.decimal(15, 2))),
                new Expr.In(Expr.column(0, SqlType.VARCHAR),
                        List.of(new Expr.Literal("a\u0000\"", SqlType.VARCHAR), new Expr.Literal(null, SqlType.VARCHAR)), true));
        PlanNode scan = new PlanNode.Scan(
                "t",
                new ScanTarget.Files(List.of("/数据/*.parquet"), "parquet", Map.of("header", "true")),
                SCHEMA,
                List.of(0, 1),
                List.of(
                        new ColumnPredicate.Range(1, null, false, new BigDecimal("1.50"), true),
                        new ColumnPredicate.OneOf(2, List.of(LocalDate.MAX, LocalDateTime.of(9999, 12, 31, 0, 0), 5L, 1.5, true))),
                condition,
                12.5);
        PlanNode plan = new PlanNode.Exchange(
                new PlanNode.Aggregate(
                        scan,
                        List.of(0),
                        List.of(List.of(0), List.of()),
                        List.of(AggregateCall.of(AggregateFunction.SUM, SqlType.decimal(38, 2), Expr.column(1, SqlType.decimal(15, 2)))),
                        PlanNode.AggregatePhase.PARTIAL,
                        SCHEMA.select(List.of(0, 1))),
                new PlanNode.Distribution.Hash(List.of(0)));
        assertEquals(plan, RecordCodec.decode(RecordCodec.encode(plan, PlanNode.class), PlanNode.class));
    }

    @Test
    void catalogObjectsComeBackEqual() {
        CatalogObject stream = new CatalogObject.Stream(
                "s1",
                new ObjectName("public", "订单"),
                SCHEMA,
                List.of(),
                Optional.of(new CatalogObject.Watermark("ts", 1_000_000)),
                4,
                Map.of(),
                Map.of("format", "json"));
        assertEquals(stream, RecordCodec.decode(RecordCodec.encode(stream, CatalogObject.class), CatalogObject.class));
    }

    @Test
    void nestedValuesComeBackEqual() {
        Map<String, Object> map = new java.util.LinkedHashMap<>();
        map.put("k", null);
        map.put("l", List.of(1, 2L));
        Expr literal = new Expr.Literal(map, SqlType.map(SqlType.VARCHAR, SqlType.VARCHAR));
        assertEquals(literal, RecordCodec.decode(RecordCodec.encode(literal, Expr.class), Expr.class));
    }

    @Test
    void absentComponentsReadAsEmpty() {
        byte[] older =
                "{\"@\":\"CatalogObject.View\",\"id\":\"v\",\"name\":{\"schema\":\"a\",\"name\":\"b\"},\"schema\":{\"fields\":[]},\"sql\":\"x\",\"gone\":[1,{}]}"
                        .getBytes(StandardCharsets.UTF_8);
        assertEquals(
                new CatalogObject.View("v", new ObjectName("a", "b"), new Schema(List.of()), "x", null, List.of()),
                RecordCodec.decode(older, CatalogObject.class));
    }

    @Test
    void foreignClassesAreRefused() {
        byte[] foreign = "{\"@\":\"java.lang.Runtime\"}".getBytes(StandardCharsets.UTF_8);
        assertThrows(IllegalArgumentException.class, () -> RecordCodec.decode(foreign, PlanNode.class));
    }
}
