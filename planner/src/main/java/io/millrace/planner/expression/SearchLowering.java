package io.millrace.planner.expression;

import com.google.common.collect.BoundType;
import com.google.common.collect.Range;
import io.millrace.common.expr.Expr;
import io.millrace.common.expr.Function;
import io.millrace.common.type.SqlType;
import io.millrace.planner.type.Types;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexUnknownAs;
import org.apache.calcite.util.Sarg;

/** SEARCH(x, set of ranges), which Calcite makes of comparisons with constants: an IN list for its points, comparisons for its ranges. */
final class SearchLowering {
    private SearchLowering() {}

    static Expr lower(RexCall call, Expr operand, ZoneId zone) {
        RexLiteral literal = (RexLiteral) call.getOperands().get(1);
        SqlType type = Types.sqlType(literal.getType());
        Sarg<?> sarg = literal.getValueAs(Sarg.class);
        Expr converted = Conversion.toKind(Conversion.withoutLength(operand), type);
        return new Search(converted, converted.type(), zone).lower(sarg);
    }

    private record Search(Expr operand, SqlType type, ZoneId zone) {
        <C extends Comparable<C>> Expr lower(Sarg<C> sarg) {
            List<Expr> alternatives = new ArrayList<>();
            Expr known;
            if (sarg.isAll()) {
                known = null;
                if (sarg.nullAs != RexUnknownAs.TRUE) {
                    known = Expr.call(Function.IS_NOT_NULL, SqlType.BOOLEAN, operand);
                    return sarg.nullAs == RexUnknownAs.FALSE ? known : unknownIfNull(true);
                }
                return Expr.literal(true, SqlType.BOOLEAN);
            }
            if (sarg.isNone()) {
                return switch (sarg.nullAs) {
                    case TRUE -> Expr.call(Function.IS_NULL, SqlType.BOOLEAN, operand);
                    case FALSE -> Expr.literal(false, SqlType.BOOLEAN);
                    case UNKNOWN -> unknownIfNull(false);
                };
            }
            if (sarg.isComplementedPoints()) {
                List<Expr.Literal> values = new ArrayList<>();
                sarg.rangeSet.complement().asRanges().forEach(range -> values.add(literal(range.lowerEndpoint())));
                known = values.size() == 1 ? comparison(Function.NOT_EQUAL, values.get(0)) : new Expr.In(operand, values, true);
            } else {
                List<Expr.Literal> points = new ArrayList<>();
                for (Range<C> range : sarg.rangeSet.asRanges()) {
                    if (range.hasLowerBound() && range.hasUpperBound() && range.lowerEndpoint().equals(range.upperEndpoint())) {
                        points.add(literal(range.lowerEndpoint()));
                    } else {
                        alternatives.add(range(range));
                    }
                }
                if (points.size() == 1) {
                    alternatives.add(0, comparison(Function.EQUAL, points.get(0)));
                } else if (!points.isEmpty()) {
                    alternatives.add(0, new Expr.In(operand, points, false));
                }
                known = alternatives.size() == 1 ? alternatives.get(0) : new Expr.Call(Function.OR, alternatives, SqlType.BOOLEAN);
            }
            return switch (sarg.nullAs) {
                case TRUE -> Expr.call(Function.OR, SqlType.BOOLEAN, Expr.call(Function.IS_NULL, SqlType.BOOLEAN, operand), known);
                case FALSE -> Expr.call(Function.AND, SqlType.BOOLEAN, Expr.call(Function.IS_NOT_NULL, SqlType.BOOLEAN, operand), known);
                case UNKNOWN -> known;
            };
        }

        private Expr unknownIfNull(boolean otherwise) {
            return new Expr.Case(
                    List.of(new Expr.Case.Branch(Expr.call(Function.IS_NULL, SqlType.BOOLEAN, operand),
                            Expr.literal(null, SqlType.BOOLEAN))),
                    Expr.literal(otherwise, SqlType.BOOLEAN), SqlType.BOOLEAN);
        }

        private <C extends Comparable<C>> Expr range(Range<C> range) {
            List<Expr> bounds = new ArrayList<>();
            if (range.hasLowerBound()) {
                boolean closed = range.lowerBoundType() == BoundType.CLOSED;
                bounds.add(comparison(closed ? Function.GREATER_OR_EQUAL : Function.GREATER, literal(range.lowerEndpoint())));
            }
            if (range.hasUpperBound()) {
                boolean closed = range.upperBoundType() == BoundType.CLOSED;
                bounds.add(comparison(closed ? Function.LESS_OR_EQUAL : Function.LESS, literal(range.upperEndpoint())));
            }
            return bounds.size() == 1 ? bounds.get(0) : new Expr.Call(Function.AND, bounds, SqlType.BOOLEAN);
        }

        private Expr comparison(Function function, Expr.Literal value) {
            return Expr.call(function, SqlType.BOOLEAN, operand, value);
        }

        private Expr.Literal literal(Comparable<?> value) {
            return Expr.literal(LiteralLowering.value(value, type, zone), type);
        }
    }
}
