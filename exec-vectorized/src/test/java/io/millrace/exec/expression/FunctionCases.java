package io.millrace.exec.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.ColumnBuilder;
import io.millrace.common.batch.DictionaryColumn;
import io.millrace.common.batch.Selection;
import io.millrace.common.batch.Values;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.Expr;
import io.millrace.common.expr.Function;
import io.millrace.common.memory.Buffers;
import io.millrace.common.memory.Memory;
import io.millrace.common.type.Layout;
import io.millrace.common.type.SqlType;
import io.millrace.exec.expression.lowering.Expressions;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/**
 * Tables of calls: one line a case, {@code FUNCTION(argument, …) -> result}, the values as {@link Literals} reads them; the result's type is the
 * call's. {@code -> error CODE} expects an error (of a call of type VARCHAR, or {@code error CODE:TYPE}). Each case runs with literals, with columns
 * under a selection, with the first argument a column and the rest literals, and with dictionaries; no memory may be left. All lines run; failures are
 * shown together.
 */
public final class FunctionCases {
    /** The statement's time in all cases. */
    public static final LocalDateTime NOW = LocalDateTime.of(2024, 5, 17, 22, 30, 15, 123_456_000);

    private static final int ROWS = 7;
    private static final Selection SELECTED = new Selection(new int[] {1, 4, 5}, 3);

    /** Their first argument, a unit, must be a literal. */
    private static final Set<Function> UNIT_FIRST = EnumSet.of(Function.EXTRACT, Function.DATE_TRUNC, Function.TIMESTAMP_DIFF_UNITS);

    private FunctionCases() {}

    /** Checks every line that isn't empty and doesn't start with {@code --}, in a session in UTC. */
    public static void check(String table) {
        check(ZoneOffset.UTC, table);
    }

    public static void check(ZoneId zone, String table) {
        List<String> expected = new ArrayList<>();
        List<String> found = new ArrayList<>();
        for (String line : table.lines().map(String::strip).filter(l -> !l.isEmpty() && !l.startsWith("--")).toList()) {
            for (Form form : Form.values()) {
                String result;
                try {
                    result = run(line, form, zone);
                } catch (RuntimeException | AssertionError e) {
                    result = e.toString() + " at " + Arrays.stream(e.getStackTrace()).limit(3).toList();
                }
                if (result != null) {
                    expected.add(line);
                    found.add(form + ": " + line.substring(0, line.lastIndexOf("->")) + "-> " + result);
                }
            }
        }
        assertEquals(String.join("\n", expected), String.join("\n", found));
    }

    private enum Form {
        LITERALS,
        COLUMNS,
        FIRST_COLUMN,
        DICTIONARY
    }

    /** Null if as expected. */
    private static String run(String line, Form form, ZoneId zone) {
        Literals parser = new Literals(line);
        Function function = Function.valueOf(parser.word());
        parser.expect("(");
        List<Expr.Literal> arguments = parser.list(")");
        parser.expect("->");
        String error = null;
        Expr.Literal expected = null;
        SqlType type = SqlType.VARCHAR;
        if (parser.accept("error")) {
            error = parser.word();
            type = parser.accept(":") ? parser.type() : type;
        } else {
            expected = parser.literal();
            type = expected.type();
        }
        String want = error == null ? text(expected.value()) : "error " + error;
        String got;
        try (BufferAllocator allocator = new RootAllocator()) {
            got = evaluate(function, arguments, type, form, zone, allocator);
        }
        return got.equals(want) ? null : got;
    }

    private static String evaluate(
            Function function, List<Expr.Literal> arguments, SqlType type, Form form, ZoneId zone, BufferAllocator allocator) {
        EvaluationContext context = new EvaluationContext(
                allocator, NOW.toEpochSecond(ZoneOffset.UTC) * 1_000_000 + NOW.getNano() / 1000, zone, new Random(1));
        List<Column> columns = new ArrayList<>();
        List<Expr> expressions = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            Expr.Literal argument = arguments.get(i);
            int first = UNIT_FIRST.contains(function) ? 1 : 0;
            boolean column = form == Form.COLUMNS && i >= first || form != Form.LITERALS && i == first;
            if (column) {
                expressions.add(Expr.column(columns.size(), argument.type()));
                columns.add(column(argument, form, allocator));
            } else {
                expressions.add(argument);
            }
        }
        Selection selection = form == Form.LITERALS ? null : SELECTED;
        try (Batch batch = Batch.of(columns, ROWS);
                Evaluator evaluator = Expressions.evaluator(new Expr.Call(function, expressions, type), context)) {
            String text = null;
            for (int repeat = 0; repeat < 2; repeat++) {
                try (Column result = evaluator.evaluate(batch, selection)) {
                    assertEquals(ROWS, result.length());
                    for (int k = 0; k < (selection == null ? ROWS : selection.count()); k++) {
                        String one = text(Values.read(result, selection == null ? k : selection.at(k)));
                        if (text != null && !one.equals(text)) {
                            return "differs by row: " + text + ", " + one;
                        }
                        text = one;
                    }
                    if (!result.type().equals(type)) {
                        return "type " + result.type();
                    }
                }
            }
            return text;
        } catch (MillraceException e) {
            return "error " + e.code();
        }
    }

    /** The value at the selected rows, NULL at the others. */
    private static Column column(Expr.Literal argument, Form form, BufferAllocator allocator) {
        if (form == Form.DICTIONARY && argument.type().layout() == Layout.BINARY && argument.value() != null) {
            ArrowBuf codes = Buffers.allocateZeroed(allocator, 4L * ROWS);
            for (int row = 0; row < ROWS; row++) {
                Memory.putInt(codes.memoryAddress() + 4L * row, row % 2);
            }
            try (ColumnBuilder builder = new ColumnBuilder(allocator, argument.type(), 2)) {
                Values.append(builder, argument.value());
                Values.append(builder, argument.value());
                return new DictionaryColumn(ROWS, codes, null, builder.buildAndClose());
            }
        }
        try (ColumnBuilder builder = new ColumnBuilder(allocator, argument.type(), ROWS)) {
            for (int row = 0; row < ROWS; row++) {
                int at = row;
                boolean selected = Arrays.stream(SELECTED.positions()).anyMatch(p -> p == at);
                Values.append(builder, selected ? argument.value() : null);
            }
            return builder.buildAndClose();
        }
    }

    private static String text(Object value) {
        return switch (value) {
            case null -> "NULL";
            case BigDecimal decimal -> decimal.toPlainString();
            case byte[] bytes -> Arrays.toString(bytes);
            case List<?> list -> list.stream().map(FunctionCases::text).toList().toString();
            default -> value.toString();
        };
    }
}
