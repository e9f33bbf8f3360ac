package io.millrace.exec.expression.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.ColumnBuilder;
import io.millrace.common.batch.DictionaryColumn;
import io.millrace.common.batch.Selection;
import io.millrace.common.batch.Values;
import io.millrace.common.expr.Expr;
import io.millrace.common.expr.Function;
import io.millrace.common.memory.Buffers;
import io.millrace.common.memory.Memory;
import io.millrace.common.type.SqlType;
import io.millrace.exec.expression.EvaluationContext;
import io.millrace.exec.expression.Evaluator;
import io.millrace.exec.expression.lowering.Expressions;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;

/** Random texts of many scripts, as flat and dictionary columns under random selections, against Java's strings by code point. */
class RandomTextTest {
    private static final String[] PARTS = {"a", "b", "special ", "requests", " ", "Ä", "麒", "麟", "😀", "e\u0301", ","};

    private interface Reference {
        Object of(int[] text, int[] other, int n);
    }

    private static String string(int... codePoints) {
        return new String(codePoints, 0, codePoints.length);
    }

    private static String slice(int[] text, long from, long to) {
        int start = (int) Math.clamp(from, 0, text.length);
        return new String(text, start, (int) Math.clamp(to, start, text.length) - start);
    }

    private static int find(int[] text, int[] needle) {
        return IntStream.rangeClosed(0, text.length - needle.length)
                .filter(i -> slice(text, i, i + needle.length).equals(string(needle)))
                .map(i -> i + 1).findFirst().orElse(0);
    }

    @Test
    void agreesWithStringsOfCodePoints() {
        Expr text = Expr.column(0, SqlType.VARCHAR);
        Expr other = Expr.column(1, SqlType.VARCHAR);
        Expr n = Expr.column(2, SqlType.INTEGER);
        check(Expr.call(Function.CHAR_LENGTH, SqlType.INTEGER, text), (t, o, k) -> t.length);
        check(Expr.call(Function.SUBSTRING, SqlType.VARCHAR, text, n), (t, o, k) -> slice(t, k - 1L, t.length));
        check(Expr.call(Function.SUBSTRING, SqlType.VARCHAR, text, n, Expr.literal(3, SqlType.INTEGER)),
                (t, o, k) -> slice(t, Math.max(0, k - 1L), Math.max(0, k + 2L)));
        check(Expr.call(Function.LEFT, SqlType.VARCHAR, text, n), (t, o, k) -> slice(t, 0, k >= 0 ? k : t.length + k));
        check(Expr.call(Function.RIGHT, SqlType.VARCHAR, text, n), (t, o, k) -> slice(t, k >= 0 ? t.length - k : -k, t.length));
        check(Expr.call(Function.POSITION, SqlType.INTEGER, other, text), (t, o, k) -> find(t, o));
        check(Expr.call(Function.CONTAINS, SqlType.BOOLEAN, text, other), (t, o, k) -> string(t).contains(string(o)));
        check(Expr.call(Function.CONTAINS, SqlType.BOOLEAN, text, Expr.literal("special", SqlType.VARCHAR)),
                (t, o, k) -> string(t).contains("special"));
        check(Expr.call(Function.LIKE, SqlType.BOOLEAN, text, Expr.literal("%special%麒_%requests%", SqlType.VARCHAR)),
                (t, o, k) -> string(t).matches("(?s).*special.*麒..*requests.*"));
        check(Expr.call(Function.STARTS_WITH, SqlType.BOOLEAN, text, other), (t, o, k) -> string(t).startsWith(string(o)));
        check(Expr.call(Function.ENDS_WITH, SqlType.BOOLEAN, text, other), (t, o, k) -> string(t).endsWith(string(o)));
        check(Expr.call(Function.CONCAT, SqlType.VARCHAR, text, other), (t, o, k) -> string(t) + string(o));
        check(Expr.call(Function.REVERSE, SqlType.VARCHAR, text),
                (t, o, k) -> IntStream.range(0, t.length).mapToObj(i -> string(t[t.length - 1 - i])).collect(Collectors.joining()));
        check(Expr.call(Function.REPLACE, SqlType.VARCHAR, text, Expr.literal("a", SqlType.VARCHAR), other),
                (t, o, k) -> string(t).replace("a", string(o)));
        check(Expr.call(Function.UPPER, SqlType.VARCHAR, text), (t, o, k) -> string(t).toUpperCase(Locale.ROOT));
        check(Expr.call(Function.SPLIT_PART, SqlType.VARCHAR, text, Expr.literal(",", SqlType.VARCHAR), Expr.literal(2, SqlType.INTEGER)),
                (t, o, k) -> {
                    String[] fields = string(t).split(",", -1);
                    return fields.length > 1 ? fields[1] : "";
                });
    }

    private static String random(Random random, int max) {
        return IntStream.range(0, random.nextInt(max + 1)).mapToObj(i -> PARTS[random.nextInt(PARTS.length)]).collect(Collectors.joining());
    }

    private static void check(Expr.Call call, Reference reference) {
        Random random = new Random(call.toString().length());
        try (BufferAllocator allocator = new RootAllocator();
                Evaluator evaluator = Expressions.evaluator(
                        call, new EvaluationContext(allocator, 0, ZoneOffset.UTC, new Random(1)))) {
            for (int round = 0; round < 30; round++) {
                int rows = 1 + random.nextInt(100);
                List<Object> texts = new ArrayList<>();
                List<Object> others = new ArrayList<>();
                List<Object> numbers = new ArrayList<>();
                for (int i = 0; i < rows; i++) {
                    texts.add(random.nextInt(8) == 0 ? null : random(random, 12));
                    others.add(random.nextInt(8) == 0 ? null : random(random, 1));
                    numbers.add(random.nextInt(20) - 8);
                }
                Column first = round % 2 == 0 ? flat(allocator, SqlType.VARCHAR, texts) : dictionary(allocator, texts);
                try (Batch batch = Batch.of(
                        List.of(first, flat(allocator, SqlType.VARCHAR, others), flat(allocator, SqlType.INTEGER, numbers)), rows)) {
                    Selection selection = round % 3 == 0 ? null : selection(random, rows);
                    try (Column result = evaluator.evaluate(batch, selection)) {
                        for (int k = 0; k < (selection == null ? rows : selection.count()); k++) {
                            int row = selection == null ? k : selection.at(k);
                            boolean usesOther = call.arguments().stream().anyMatch(a -> a instanceof Expr.ColumnRef c && c.index() == 1);
                            boolean isNull = texts.get(row) == null || usesOther && others.get(row) == null;
                            Object expected = isNull ? null
                                    : reference.of(((String) texts.get(row)).codePoints().toArray(),
                                            others.get(row) == null ? new int[0] : ((String) others.get(row)).codePoints().toArray(),
                                            (Integer) numbers.get(row));
                            assertEquals(expected, Values.read(result, row), call + " of " + texts.get(row) + ", " + others.get(row) + ", "
                                    + numbers.get(row));
                        }
                    }
                }
            }
        }
    }

    private static Selection selection(Random random, int rows) {
        int[] positions = IntStream.range(0, rows).filter(i -> random.nextBoolean()).toArray();
        return new Selection(positions, positions.length);
    }

    private static Column flat(BufferAllocator allocator, SqlType type, List<Object> values) {
        try (ColumnBuilder builder = new ColumnBuilder(allocator, type, values.size())) {
            values.forEach(v -> Values.append(builder, v));
            return builder.buildAndClose();
        }
    }

    private static Column dictionary(BufferAllocator allocator, List<Object> values) {
        List<Object> entries = values.stream().filter(v -> v != null).distinct().toList();
        ArrowBuf codes = Buffers.allocateZeroed(allocator, 4L * values.size());
        ArrowBuf validity = Buffers.allocateOnes(allocator, values.size());
        for (int i = 0; i < values.size(); i++) {
            if (values.get(i) == null) {
                Memory.clearBit(validity.memoryAddress(), i);
            } else {
                Memory.putInt(codes.memoryAddress() + 4L * i, entries.indexOf(values.get(i)));
            }
        }
        return new DictionaryColumn(values.size(), codes, validity, flat(allocator, SqlType.VARCHAR, entries));
    }
}
