package io.millrace.exec.expression.nested;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.Values;
import io.millrace.common.expr.Expr;
import io.millrace.common.expr.Function;
import io.millrace.common.type.SqlType;
import io.millrace.exec.expression.EvaluationContext;
import io.millrace.exec.expression.Evaluator;
import io.millrace.exec.expression.FunctionCases;
import io.millrace.exec.expression.lowering.Expressions;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;

class NestedFunctionsTest {
    @Test
    void arrays() {
        FunctionCases.check("""
                ARRAY_CONSTRUCT(1, NULL:INTEGER, 3) -> ARRAY[1, NULL, 3]
                ARRAY_CONSTRUCT() -> ARRAY:VARCHAR[]
                ELEMENT_AT(ARRAY['a', NULL, 'c'], 3) -> 'c'
                ELEMENT_AT(ARRAY['a', NULL, 'c'], 2) -> NULL
                ELEMENT_AT(ARRAY['a'], 0) -> NULL
                ELEMENT_AT(ARRAY['a'], 9) -> NULL
                CARDINALITY(ARRAY['a', NULL]) -> 2
                CARDINALITY(NULL:ARRAY<VARCHAR>) -> NULL:INTEGER
                CARDINALITY(MAP{'a': 1}) -> 1L
                ARRAY_CONTAINS(ARRAY[1, 2], 2) -> true
                ARRAY_CONTAINS(ARRAY[1, NULL], 2) -> NULL:BOOLEAN
                ARRAY_CONTAINS(ARRAY[1, 3], 2) -> false
                ARRAY_POSITION(ARRAY['a', NULL, 'a'], 'a', 2) -> 3
                ARRAY_POSITION(ARRAY['a', NULL], NULL) -> 2
                ARRAY_POSITION(ARRAY['a'], 'x') -> NULL:INTEGER
                ARRAY_CONCAT(ARRAY[1], NULL:ARRAY<INTEGER>, ARRAY[2]) -> ARRAY[1, 2]
                ARRAY_CONCAT(NULL:ARRAY<INTEGER>, NULL:ARRAY<INTEGER>) -> NULL:ARRAY<INTEGER>
                ARRAY_APPEND(ARRAY[1], 2) -> ARRAY[1, 2]
                ARRAY_APPEND(NULL:ARRAY<INTEGER>, 2) -> ARRAY[2]
                ARRAY_PREPEND(0, ARRAY[1]) -> ARRAY[0, 1]
                ARRAY_PREPEND(ARRAY[1], 0) -> ARRAY[0, 1]
                ARRAY_REMOVE(ARRAY[1, 2, NULL, 2], 2) -> ARRAY[1, NULL]
                ARRAY_REMOVE(ARRAY[1, 2, NULL], NULL:INTEGER) -> ARRAY[1, 2]
                ARRAY_DISTINCT(ARRAY[2, 1, 2, NULL, NULL]) -> ARRAY[2, 1, NULL]
                ARRAY_SORT(ARRAY[2, NULL, 1]) -> ARRAY[1, 2, NULL]
                ARRAY_SORT(ARRAY[2, NULL, 1], true) -> ARRAY[NULL, 2, 1]
                ARRAY_SORT(ARRAY[2, NULL, 1], true, false) -> ARRAY[2, 1, NULL]
                ARRAY_REVERSE(ARRAY['a', 'b']) -> ARRAY['b', 'a']
                ARRAY_SLICE(ARRAY[1, 2, 3], 2, 9) -> ARRAY[2, 3]
                ARRAY_SLICE(ARRAY[1, 2, 3], 3, 1) -> ARRAY:INTEGER[]
                ARRAY_MIN(ARRAY[2, NULL, 1]) -> 1
                ARRAY_MAX(ARRAY['a', '麒', 'b']) -> '麒'
                ARRAY_MAX(ARRAY:INTEGER[]) -> NULL:INTEGER
                ARRAY_UNION(ARRAY[1, 2, 2], ARRAY[2, 3]) -> ARRAY[1, 2, 3]
                ARRAY_INTERSECT(ARRAY[1, 2, 2, NULL], ARRAY[2, NULL]) -> ARRAY[2, NULL]
                ARRAY_EXCEPT(ARRAY[1, 1, 2], ARRAY[2]) -> ARRAY[1]
                ARRAYS_OVERLAP(ARRAY[1, NULL], ARRAY[NULL, 1]) -> true
                ARRAYS_OVERLAP(ARRAY[1, NULL], ARRAY[NULL, 2]) -> false
                ARRAY_FLATTEN(ARRAY[ARRAY[1, 2], NULL, ARRAY[3]]) -> ARRAY[1, 2, 3]
                SEQUENCE(1L, 5L, 2L) -> ARRAY[1L, 3L, 5L]
                SEQUENCE(3L, 1L) -> ARRAY:BIGINT[]
                SEQUENCE(3L, 1L, -1L) -> ARRAY[3L, 2L, 1L]
                SEQUENCE(1L, 2L, 0L) -> error INVALID_PARAMETER:ARRAY<BIGINT>
                SEQUENCE(-9223372036854775807L, 9223372036854775807L) -> error STATEMENT_TOO_LARGE:ARRAY<BIGINT>
                """);
    }

    @Test
    void mapsAndRows() {
        FunctionCases.check("""
                MAP_CONSTRUCT('a', 1, 'b', NULL:INTEGER) -> MAP{'a': 1, 'b': NULL}
                MAP_CONSTRUCT('a', 1, 'a', 2) -> error INVALID_PARAMETER:MAP<VARCHAR, INTEGER>
                MAP_FROM_ARRAYS(ARRAY['a', 'b'], ARRAY[1, 2]) -> MAP{'a': 1, 'b': 2}
                MAP_FROM_ARRAYS(ARRAY['a', 'b'], ARRAY[1]) -> error INVALID_PARAMETER:MAP<VARCHAR, INTEGER>
                ELEMENT_AT(MAP{'a': 1, '品牌': 2}, '品牌') -> 2
                ELEMENT_AT(MAP{'a': 1}, 'x') -> NULL:INTEGER
                MAP_KEYS(MAP{'a': 1, 'b': 2}) -> ARRAY['a', 'b']
                MAP_VALUES(MAP{'a': 1, 'b': NULL}) -> ARRAY[1, NULL]
                MAP_CONTAINS_KEY(MAP{'a': 1}, 'a') -> true
                MAP_CONTAINS_KEY(MAP{'a': 1}, 'b') -> false
                ROW_CONSTRUCT(1, NULL, 'x') -> ROW(1, NULL, 'x')
                TYPEOF(1.50) -> 'DECIMAL(3, 2)'
                TYPEOF(NULL:DATE) -> 'DATE'
                RAISE_ERROR('no') -> error INVALID_ARGUMENT
                """);
    }

    @Test
    void everyRowGetsAnotherUuid() {
        try (RootAllocator allocator = new RootAllocator();
                Batch batch = Batch.of(List.of(), 100);
                Evaluator evaluator = Expressions.evaluator(Expr.call(Function.GENERATE_UUID, SqlType.UUID),
                        new EvaluationContext(allocator, 0, ZoneOffset.UTC, new Random(1)));
                Column uuids = evaluator.evaluate(batch, null)) {
            Set<UUID> seen = new HashSet<>();
            for (int i = 0; i < 100; i++) {
                UUID uuid = (UUID) Values.read(uuids, i);
                assertEquals(4, uuid.version());
                assertEquals(2, uuid.variant());
                seen.add(uuid);
            }
            assertEquals(100, seen.size());
        }
    }
}
