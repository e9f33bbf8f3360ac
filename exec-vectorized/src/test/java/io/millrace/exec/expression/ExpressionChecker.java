package io.millrace.exec.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.ColumnBuilder;
import io.millrace.common.batch.DictionaryColumn;
import io.millrace.common.batch.Selection;
import io.millrace.common.batch.Values;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.Expr;
import io.millrace.common.memory.Buffers;
import io.millrace.common.memory.Memory;
import io.millrace.common.type.SqlType;
import io.millrace.exec.expression.lowering.Expressions;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/**
 * Compares an expression with a reference that computes one row at a time, over every encoding of its input, several batch sizes and selections, and
 * sees to it that no memory is left. A reference raises a {@link MillraceException} where the expression must; rows that raise are then left out of the
 * selection, which must help, and tried alone, which must raise that code.
 */
public final class ExpressionChecker {
    private enum Encoding {
        FLAT,
        DICTIONARY,
        CONSTANT
    }

    private record Failure(ErrorCode code) {}

    private final List<SqlType> types;
    private final List<List<Object>> rows;
    private final Random random = new Random(7);
    private ZoneId zone = ZoneOffset.UTC;

    public ExpressionChecker(List<SqlType> types, List<List<Object>> rows) {
        this.types = types;
        this.rows = rows;
    }

    public ExpressionChecker zone(String id) {
        zone = ZoneId.of(id);
        return this;
    }

    public Expr column(int index) {
        return Expr.column(index, types.get(index));
    }

    /** The value of an expression without columns. */
    public static Object value(Expr expr) {
        return value(expr, ZoneOffset.UTC);
    }

    public static Object value(Expr expr, ZoneId zone) {
        try (BufferAllocator allocator = new RootAllocator();
                Evaluator evaluator = Expressions.evaluator(expr, new EvaluationContext(allocator, 0, zone, new SplittableRandom(1)));
                Batch input = Batch.of(List.of(), 1);
                Column column = evaluator.evaluate(input, null)) {
            return Values.read(column, 0);
        }
    }

    public void check(Expr expr, Function<List<Object>, Object> reference) {
        for (int size : new int[] {1, 7, 1024}) {
            int batches = size == 1 ? Math.min(rows.size(), 12) : (rows.size() + size - 1) / size;
            for (Encoding encoding : Encoding.values()) {
                run(expr, reference, size, Math.min(batches, 40), encoding);
            }
        }
    }

    private void run(Expr expr, Function<List<Object>, Object> reference, int size, int batches, Encoding encoding) {
        try (BufferAllocator allocator = new RootAllocator()) {
            EvaluationContext context = new EvaluationContext(allocator, 0, zone, new SplittableRandom(1));
            try (Evaluator evaluator = Expressions.evaluator(expr, context);
                    Condition condition = expr.type().kind() == SqlType.Kind.BOOLEAN ? Expressions.condition(expr, context) : null) {
                for (int b = 0; b < batches; b++) {
                    int from = b * size;
                    List<List<Object>> slice = new ArrayList<>(rows.subList(from, Math.min(rows.size(), from + size)));
                    if (encoding == Encoding.CONSTANT) {
                        slice = withConstants(slice, b);
                    }
                    try (Batch input = batch(allocator, slice, encoding, b)) {
                        check(expr, evaluator, condition, input, slice, reference, encoding + " size " + size);
                    }
                }
            }
            assertEquals(0, allocator.getAllocatedMemory(), "bytes left after " + expr);
        }
    }

    /** Column {@code batch % width} (and in every third batch all) holds its first value throughout. */
    private List<List<Object>> withConstants(List<List<Object>> slice, int batch) {
        List<List<Object>> result = new ArrayList<>();
        for (List<Object> row : slice) {
            List<Object> copy = new ArrayList<>(row);
            for (int c = 0; c < types.size(); c++) {
                if (isConstant(c, batch)) {
                    copy.set(c, slice.get(0).get(c));
                }
            }
            result.add(copy);
        }
        return result;
    }

    private boolean isConstant(int column, int batch) {
        return batch % 3 == 2 || column == batch % types.size();
    }

    private Batch batch(BufferAllocator allocator, List<List<Object>> slice, Encoding encoding, int number) {
        List<Column> columns = new ArrayList<>();
        for (int c = 0; c < types.size(); c++) {
            try (ColumnBuilder builder = new ColumnBuilder(allocator, types.get(c), slice.size())) {
                if (encoding == Encoding.CONSTANT && isConstant(c, number)) {
                    columns.add(Values.constant(allocator, types.get(c), slice.get(0).get(c), slice.size()));
                    continue;
                }
                for (List<Object> row : slice) {
                    Values.append(builder, row.get(c));
                }
                Column flat = builder.buildAndClose();
                if (encoding == Encoding.DICTIONARY && (c + number) % 4 != 3) {
                    try (flat) {
                        columns.add(dictionary(flat, allocator));
                    }
                } else {
                    columns.add(flat);
                }
            }
        }
        return Batch.of(columns, slice.size());
    }

    /** The same values by code, with an entry in front that no row names. */
    public static Column dictionary(Column column, BufferAllocator allocator) {
        Map<Object, Integer> codes = new LinkedHashMap<>();
        ArrowBuf data = Buffers.allocateZeroed(allocator, 4L * column.length());
        ArrowBuf validity = column.mayHaveNulls() ? Buffers.allocateOnes(allocator, column.length()) : null;
        try (ColumnBuilder builder = new ColumnBuilder(allocator, column.type(), column.length())) {
            for (int i = column.length() - 1; i >= 0; i--) {
                if (column.isNull(i)) {
                    Memory.clearBit(validity.memoryAddress(), i);
                    continue;
                }
                Object value = Values.read(column, i);
                Object key = value instanceof byte[] bytes ? Arrays.toString(bytes) : value;
                Integer code = codes.get(key);
                if (code == null) {
                    code = codes.size();
                    codes.put(key, code);
                    Values.append(builder, value);
                }
                Memory.putInt(data.memoryAddress() + 4L * i, code);
            }
            return new DictionaryColumn(column.length(), data, validity, builder.buildAndClose());
        }
    }

    private void check(
            Expr expr,
            Evaluator evaluator,
            Condition condition,
            Batch input,
            List<List<Object>> slice,
            Function<List<Object>, Object> reference,
            String regime) {
        Object[] expected = slice.stream().map(row -> attempt(reference, row)).toArray();
        int[] sound = range(expected, e -> !(e instanceof Failure));
        int[] failing = range(expected, e -> e instanceof Failure);
        Selection all = failing.length == 0 ? null : new Selection(sound, sound.length);
        compare(expr, evaluator, condition, input, all, slice, expected, regime);
        int[] some = Arrays.stream(sound).filter(i -> random.nextInt(3) == 0).toArray();
        compare(expr, evaluator, condition, input, new Selection(some, some.length), slice, expected, regime);
        for (int k = 0; k < Math.min(3, failing.length); k++) {
            int row = failing[random.nextInt(failing.length)];
            Selection one = new Selection(new int[] {row}, 1);
            try {
                evaluator.evaluate(input, one).close();
                fail(regime + ": " + expr + " of " + slice.get(row) + " must raise " + expected[row]);
            } catch (MillraceException e) {
                assertEquals(((Failure) expected[row]).code(), e.code(), () -> regime + ": " + expr + " of " + slice.get(row) + ": " + e);
            }
        }
    }

    private static int[] range(Object[] expected, java.util.function.Predicate<Object> which) {
        int[] found = new int[expected.length];
        int n = 0;
        for (int i = 0; i < expected.length; i++) {
            if (which.test(expected[i])) {
                found[n++] = i;
            }
        }
        return Arrays.copyOf(found, n);
    }

    private static Object attempt(Function<List<Object>, Object> reference, List<Object> row) {
        try {
            return reference.apply(Collections.unmodifiableList(row));
        } catch (MillraceException e) {
            return new Failure(e.code());
        }
    }

    private static void compare(
            Expr expr,
            Evaluator evaluator,
            Condition condition,
            Batch input,
            Selection selection,
            List<List<Object>> slice,
            Object[] expected,
            String regime) {
        int count = selection == null ? slice.size() : selection.count();
        try (Column result = evaluator.evaluate(input, selection)) {
            assertEquals(input.physicalRows(), result.length());
            for (int k = 0; k < count; k++) {
                int i = selection == null ? k : selection.at(k);
                Object actual = Values.read(result, i);
                if (!Objects.deepEquals(expected[i], actual)) {
                    fail(regime + ": " + expr + " of " + slice.get(i) + " must be " + expected[i] + " but is " + actual);
                }
            }
        }
        if (condition == null) {
            return;
        }
        Selection selected = condition.select(input, selection);
        List<Integer> actual = new ArrayList<>();
        List<Integer> wanted = new ArrayList<>();
        for (int k = 0; k < (selected == null ? slice.size() : selected.count()); k++) {
            actual.add(selected == null ? k : selected.at(k));
        }
        for (int k = 0; k < count; k++) {
            int i = selection == null ? k : selection.at(k);
            if (Boolean.TRUE.equals(expected[i])) {
                wanted.add(i);
            }
        }
        assertEquals(wanted, actual, () -> regime + ": WHERE " + expr);
        if (selection != null && wanted.size() == count && selected != selection) {
            fail("the selection itself is to be returned where all rows survive");
        }
    }
}
