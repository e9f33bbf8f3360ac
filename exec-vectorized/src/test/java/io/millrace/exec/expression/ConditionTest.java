package io.millrace.exec.expression;

import static io.millrace.common.expr.Expr.call;
import static io.millrace.common.expr.Expr.literal;

import io.millrace.common.batch.Column;
import io.millrace.common.batch.Values;
import io.millrace.common.expr.Expr;
import io.millrace.common.expr.Function;
import io.millrace.common.type.Field;
import io.millrace.common.type.SqlType;
import io.millrace.exec.kernel.Comparison;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;

/** Comparisons, membership and three-valued logic, as values and as conditions, against the definition. */
class ConditionTest {
    private static final BufferAllocator ALLOCATOR = new RootAllocator();
    private static final List<SqlType> TYPES = List.of(
            SqlType.BOOLEAN,
            SqlType.SMALLINT,
            SqlType.INTEGER,
            SqlType.BIGINT,
            SqlType.REAL,
            SqlType.DOUBLE,
            SqlType.decimal(9, 2),
            SqlType.decimal(30, 4),
            SqlType.VARCHAR,
            SqlType.character(9),
            SqlType.BINARY,
            SqlType.UUID,
            SqlType.DATE,
            SqlType.TIME,
            SqlType.TIMESTAMP,
            SqlType.timestampTz(9),
            SqlType.INTERVAL_DAY_TIME,
            SqlType.array(SqlType.INTEGER),
            SqlType.row(List.of(Field.of("a", SqlType.INTEGER), Field.of("b", SqlType.VARCHAR))));
    private static final List<Function> COMPARISONS = List.of(
            Function.EQUAL,
            Function.NOT_EQUAL,
            Function.LESS,
            Function.LESS_OR_EQUAL,
            Function.GREATER,
            Function.GREATER_OR_EQUAL);

    private static int order(SqlType type, Object left, Object right) {
        try (Column a = Values.single(ALLOCATOR, type, left);
                Column b = Values.single(ALLOCATOR, type, right)) {
            return Comparison.of(type).compare(a, 0, b, 0);
        }
    }

    private static Boolean compare(Function function, SqlType type, Object left, Object right) {
        boolean same = left == null && right == null;
        boolean unknown = left == null || right == null;
        if (function == Function.IS_DISTINCT_FROM) {
            return unknown ? !same : order(type, left, right) != 0;
        }
        if (unknown) {
            return null;
        }
        int order = order(type, left, right);
        return switch (function) {
            case EQUAL -> order == 0;
            case NOT_EQUAL -> order != 0;
            case LESS -> order < 0;
            case LESS_OR_EQUAL -> order <= 0;
            case GREATER -> order > 0;
            case GREATER_OR_EQUAL -> order >= 0;
            default -> throw new AssertionError(function);
        };
    }

    @Test
    void comparesColumnsAndLiterals() {
        for (SqlType type : TYPES) {
            RandomValues values = new RandomValues(type.hashCode());
            ExpressionChecker checker = new ExpressionChecker(List.of(type, type), values.rows(90, 15, type, type));
            Expr a = checker.column(0);
            Expr b = checker.column(1);
            for (Function function : COMPARISONS) {
                checker.check(call(function, SqlType.BOOLEAN, a, b), row -> compare(function, type, row.get(0), row.get(1)));
                Object bound = values.value(type);
                Expr literal = literal(bound, type);
                checker.check(call(function, SqlType.BOOLEAN, a, literal), row -> compare(function, type, row.get(0), bound));
                checker.check(call(function, SqlType.BOOLEAN, literal, a), row -> compare(function, type, bound, row.get(0)));
                checker.check(
                        call(Function.NOT, SqlType.BOOLEAN, call(function, SqlType.BOOLEAN, a, literal)),
                        row -> not(compare(function, type, row.get(0), bound)));
            }
            checker.check(call(Function.IS_DISTINCT_FROM, SqlType.BOOLEAN, a, b),
                    row -> compare(Function.IS_DISTINCT_FROM, type, row.get(0), row.get(1)));
            checker.check(call(Function.EQUAL, SqlType.BOOLEAN, a, literal(null, type)), row -> null);
        }
    }

    @Test
    void findsMembersOfLists() {
        for (SqlType type : TYPES) {
            RandomValues values = new RandomValues(type.hashCode() + 1);
            ExpressionChecker checker = new ExpressionChecker(List.of(type), values.rows(90, 15, type));
            for (boolean withNull : new boolean[] {false, true}) {
                for (int size : new int[] {1, 4, 40}) {
                    List<Expr.Literal> list = new ArrayList<>();
                    for (int i = 0; i < size; i++) {
                        list.add(new Expr.Literal(values.value(type), type));
                    }
                    if (withNull) {
                        list.add(new Expr.Literal(null, type));
                    }
                    for (boolean negated : new boolean[] {false, true}) {
                        Expr in = new Expr.In(checker.column(0), list, negated);
                        checker.check(in, row -> member(type, row.get(0), list, negated));
                        checker.check(call(Function.NOT, SqlType.BOOLEAN, in), row -> not(member(type, row.get(0), list, negated)));
                    }
                }
            }
        }
    }

    private static Boolean member(SqlType type, Object value, List<Expr.Literal> list, boolean negated) {
        if (value == null) {
            return null;
        }
        boolean unknown = false;
        for (Expr.Literal literal : list) {
            if (literal.value() == null) {
                unknown = true;
            } else if (order(type, value, literal.value()) == 0) {
                return !negated;
            }
        }
        return unknown ? null : Boolean.valueOf(negated);
    }

    private static Boolean not(Boolean value) {
        return value == null ? null : Boolean.valueOf(!value);
    }

    /** Random trees over two integers and a boolean. */
    @Test
    void followsThreeValuedLogic() {
        List<SqlType> types = List.of(SqlType.INTEGER, SqlType.INTEGER, SqlType.BOOLEAN);
        ExpressionChecker checker = new ExpressionChecker(
                types, new RandomValues(5).rows(60, 25, SqlType.INTEGER, SqlType.INTEGER, SqlType.BOOLEAN));
        Random random = new Random(11);
        for (int i = 0; i < 150; i++) {
            Expr expr = tree(random, 4);
            checker.check(expr, row -> truth(expr, row));
        }
    }

    private static Expr tree(Random random, int depth) {
        if (depth == 0 || random.nextInt(4) == 0) {
            if (random.nextInt(4) == 0) {
                return Expr.column(2, SqlType.BOOLEAN);
            }
            Expr right = random.nextInt(3) == 0 ? Expr.column(1, SqlType.INTEGER) : literal(random.nextInt(-3, 4), SqlType.INTEGER);
            return call(COMPARISONS.get(random.nextInt(6)), SqlType.BOOLEAN, Expr.column(0, SqlType.INTEGER), right);
        }
        Function function = List.of(
                Function.AND,
                Function.AND,
                Function.AND,
                Function.OR,
                Function.OR,
                Function.NOT,
                Function.IS_NULL,
                Function.IS_NOT_NULL,
                Function.IS_TRUE,
                Function.IS_NOT_TRUE,
                Function.IS_FALSE,
                Function.IS_NOT_FALSE)
                .get(random.nextInt(12));
        int arguments = function == Function.AND || function == Function.OR ? random.nextInt(2, 4) : 1;
        Expr[] children = new Expr[arguments];
        for (int i = 0; i < arguments; i++) {
            children[i] = tree(random, depth - 1);
        }
        return call(function, SqlType.BOOLEAN, children);
    }

    private static Boolean truth(Expr expr, List<Object> row) {
        if (expr instanceof Expr.ColumnRef column) {
            return (Boolean) row.get(column.index());
        }
        Expr.Call call = (Expr.Call) expr;
        List<Expr> arguments = call.arguments();
        return switch (call.function()) {
            case AND -> {
                List<Boolean> values = arguments.stream().map(a -> truth(a, row)).toList();
                yield values.contains(false) ? Boolean.FALSE : values.contains(null) ? null : Boolean.TRUE;
            }
            case OR -> {
                List<Boolean> values = arguments.stream().map(a -> truth(a, row)).toList();
                yield values.contains(true) ? Boolean.TRUE : values.contains(null) ? null : Boolean.FALSE;
            }
            case NOT -> not(truth(arguments.get(0), row));
            case IS_NULL -> truth(arguments.get(0), row) == null;
            case IS_NOT_NULL -> truth(arguments.get(0), row) != null;
            case IS_TRUE -> Boolean.TRUE.equals(truth(arguments.get(0), row));
            case IS_NOT_TRUE -> !Boolean.TRUE.equals(truth(arguments.get(0), row));
            case IS_FALSE -> Boolean.FALSE.equals(truth(arguments.get(0), row));
            case IS_NOT_FALSE -> !Boolean.FALSE.equals(truth(arguments.get(0), row));
            default -> {
                Object right = arguments.get(1) instanceof Expr.Literal literal ? literal.value() : row.get(1);
                yield compare(call.function(), SqlType.INTEGER, row.get(0), right);
            }
        };
    }

    @Test
    void choosesAmongValues() {
        for (SqlType type : TYPES) {
            RandomValues values = new RandomValues(type.hashCode() + 2);
            List<SqlType> types = List.of(type, type, SqlType.INTEGER);
            ExpressionChecker checker = new ExpressionChecker(types, values.rows(80, 25, type, type, SqlType.INTEGER));
            Expr a = checker.column(0);
            Expr b = checker.column(1);
            Expr n = checker.column(2);
            Object fallback = values.value(type);
            checker.check(
                    call(Function.COALESCE, type, a, b, literal(fallback, type)),
                    row -> row.get(0) != null ? row.get(0) : row.get(1) != null ? row.get(1) : fallback);
            checker.check(
                    call(Function.NULLIF, type, a, b),
                    row -> Boolean.TRUE.equals(compare(Function.EQUAL, type, row.get(0), row.get(1))) ? null : row.get(0));
            checker.check(call(Function.GREATEST, type, a, b), row -> extreme(type, 1, row.get(0), row.get(1)));
            checker.check(call(Function.LEAST, type, a, b), row -> extreme(type, -1, row.get(0), row.get(1)));
            Expr cases = new Expr.Case(
                    List.of(
                            new Expr.Case.Branch(call(Function.LESS, SqlType.BOOLEAN, n, literal(-1, SqlType.INTEGER)), a),
                            new Expr.Case.Branch(
                                    call(Function.LESS, SqlType.BOOLEAN, n, literal(2, SqlType.INTEGER)), literal(fallback, type))),
                    b,
                    type);
            checker.check(cases, row -> {
                Integer at = (Integer) row.get(2);
                return at != null && at < -1 ? row.get(0) : at != null && at < 2 ? fallback : row.get(1);
            });
            Expr constants = new Expr.Case(
                    List.of(new Expr.Case.Branch(call(Function.LESS, SqlType.BOOLEAN, n, literal(0, SqlType.INTEGER)),
                            literal(fallback, type))),
                    literal(null, type),
                    type);
            checker.check(constants, row -> row.get(2) != null && (Integer) row.get(2) < 0 ? fallback : null);
        }
    }

    private static Object extreme(SqlType type, int direction, Object a, Object b) {
        return a == null ? b : b == null ? a : order(type, b, a) * direction > 0 ? b : a;
    }

    @Test
    void readsFieldsOfRows() {
        SqlType type = SqlType.row(List.of(Field.of("a", SqlType.INTEGER), Field.of("b", SqlType.VARCHAR)));
        ExpressionChecker checker = new ExpressionChecker(List.of(type), new RandomValues(3).rows(50, 20, type));
        checker.check(
                new Expr.FieldAccess(checker.column(0), 1, SqlType.VARCHAR),
                row -> row.get(0) == null ? null : ((List<?>) row.get(0)).get(1));
    }

    @Test
    void fusesRangesOfOneColumn() {
        for (SqlType type : List.of(SqlType.INTEGER, SqlType.BIGINT, SqlType.DOUBLE, SqlType.DATE, SqlType.decimal(9, 2))) {
            RandomValues values = new RandomValues(type.hashCode() + 3);
            ExpressionChecker checker = new ExpressionChecker(List.of(type), values.rows(90, 15, type));
            for (int i = 0; i < 10; i++) {
                Object low = values.value(type);
                Object high = values.value(type);
                Function below = COMPARISONS.get(2 + i % 2);
                Expr between = call(
                        Function.AND,
                        SqlType.BOOLEAN,
                        call(Function.GREATER_OR_EQUAL, SqlType.BOOLEAN, checker.column(0), literal(low, type)),
                        call(below, SqlType.BOOLEAN, checker.column(0), literal(high, type)));
                checker.check(between, row -> row.get(0) == null
                        ? null
                        : Boolean.valueOf(compare(Function.GREATER_OR_EQUAL, type, row.get(0), low)
                                && compare(below, type, row.get(0), high)));
            }
        }
    }
}
