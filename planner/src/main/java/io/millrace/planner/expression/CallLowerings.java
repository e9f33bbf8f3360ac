package io.millrace.planner.expression;

import io.millrace.common.expr.Expr;
import io.millrace.common.expr.Function;
import io.millrace.common.type.SqlType;
import io.millrace.planner.type.NumericTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.sql.SqlKind;

/** The lowering of each kind of Calcite's own operators, one a line. */
final class CallLowerings {
    private static final Map<SqlKind, CallLowering> BY_KIND = Map.ofEntries(
            Map.entry(SqlKind.AND, JunctionLowering::and),
            Map.entry(SqlKind.OR, JunctionLowering::or),
            Map.entry(SqlKind.NOT, plain(Function.NOT)),
            Map.entry(SqlKind.IS_NULL, plain(Function.IS_NULL)),
            Map.entry(SqlKind.IS_NOT_NULL, plain(Function.IS_NOT_NULL)),
            Map.entry(SqlKind.IS_TRUE, plain(Function.IS_TRUE)),
            Map.entry(SqlKind.IS_NOT_TRUE, plain(Function.IS_NOT_TRUE)),
            Map.entry(SqlKind.IS_FALSE, plain(Function.IS_FALSE)),
            Map.entry(SqlKind.IS_NOT_FALSE, plain(Function.IS_NOT_FALSE)),
            Map.entry(SqlKind.IS_UNKNOWN, plain(Function.IS_NULL)),
            Map.entry(SqlKind.EQUALS, comparison(Function.EQUAL)),
            Map.entry(SqlKind.NOT_EQUALS, comparison(Function.NOT_EQUAL)),
            Map.entry(SqlKind.LESS_THAN, comparison(Function.LESS)),
            Map.entry(SqlKind.LESS_THAN_OR_EQUAL, comparison(Function.LESS_OR_EQUAL)),
            Map.entry(SqlKind.GREATER_THAN, comparison(Function.GREATER)),
            Map.entry(SqlKind.GREATER_THAN_OR_EQUAL, comparison(Function.GREATER_OR_EQUAL)),
            Map.entry(SqlKind.IS_DISTINCT_FROM, comparison(Function.IS_DISTINCT_FROM)),
            Map.entry(SqlKind.IS_NOT_DISTINCT_FROM, comparison(Function.IS_NOT_DISTINCT_FROM)),
            Map.entry(SqlKind.PLUS, arithmetic(NumericTypes.Operator.PLUS)),
            Map.entry(SqlKind.MINUS, arithmetic(NumericTypes.Operator.MINUS)),
            Map.entry(SqlKind.TIMES, arithmetic(NumericTypes.Operator.MULTIPLY)),
            Map.entry(SqlKind.DIVIDE, arithmetic(NumericTypes.Operator.DIVIDE)),
            Map.entry(SqlKind.MOD, arithmetic(NumericTypes.Operator.MODULO)),
            Map.entry(SqlKind.MINUS_PREFIX, CallLowerings::negate),
            Map.entry(SqlKind.CASE, CallLowerings::caseExpression),
            Map.entry(SqlKind.COALESCE, common(Function.COALESCE)),
            Map.entry(SqlKind.CAST, (call, arguments, type) -> Conversion.to(arguments.get(0), type)),
            Map.entry(SqlKind.SAFE_CAST, (call, arguments, type) -> new Expr.Cast(arguments.get(0), type, true)),
            Map.entry(SqlKind.REINTERPRET, (call, arguments, type) -> Conversion.to(arguments.get(0), type)),
            Map.entry(SqlKind.LIKE, PatternLowering::like),
            Map.entry(SqlKind.SIMILAR, PatternLowering::similar),
            Map.entry(SqlKind.POSIX_REGEX_CASE_SENSITIVE, PatternLowering::regex),
            Map.entry(SqlKind.POSIX_REGEX_CASE_INSENSITIVE, PatternLowering::regexIgnoringCase),
            Map.entry(SqlKind.ARRAY_VALUE_CONSTRUCTOR, NestedLowering::array),
            Map.entry(SqlKind.MAP_VALUE_CONSTRUCTOR, NestedLowering::map),
            Map.entry(SqlKind.ROW, NestedLowering::row),
            Map.entry(SqlKind.ITEM, NestedLowering::item));

    private CallLowerings() {}

    /** Null if there is none. */
    static CallLowering of(RexCall call) {
        return BY_KIND.get(call.getKind());
    }

    private static CallLowering plain(Function function) {
        return (call, arguments, type) -> new Expr.Call(function, arguments, type);
    }

    private static CallLowering comparison(Function function) {
        return (call, arguments, type) -> new Expr.Call(function,
                Conversion.toCommon(arguments.stream().map(Conversion::withoutLength).toList(), call.getOperator().getName()), type);
    }

    private static CallLowering common(Function function) {
        return (call, arguments, type) -> {
            List<Expr> converted = new ArrayList<>();
            arguments.forEach(argument -> converted.add(Conversion.to(argument, type)));
            return new Expr.Call(function, converted, type);
        };
    }

    private static CallLowering arithmetic(NumericTypes.Operator operator) {
        return (call, arguments, type) -> ArithmeticLowering.lower(operator, arguments, type);
    }

    private static Expr negate(RexCall call, List<Expr> arguments, SqlType type) {
        return Expr.call(Function.NEGATE, type, Conversion.to(arguments.get(0), type));
    }

    private static Expr caseExpression(RexCall call, List<Expr> arguments, SqlType type) {
        List<Expr.Case.Branch> branches = new ArrayList<>();
        for (int i = 0; i + 1 < arguments.size(); i += 2) {
            branches.add(new Expr.Case.Branch(arguments.get(i), Conversion.to(arguments.get(i + 1), type)));
        }
        return new Expr.Case(branches, Conversion.to(arguments.getLast(), type), type);
    }
}
