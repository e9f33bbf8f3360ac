package io.millrace.planner.lowering;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.Expr;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.plan.PlanNode.WindowAssign.WindowKind;
import io.millrace.planner.relation.Refusals;
import io.millrace.planner.type.Types;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.rel.core.TableFunctionScan;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;

/** TUMBLE, HOP, CUMULATE and SESSION: the first descriptor names the time column, further ones a session's keys; intervals follow. */
final class WindowAssignLowering {
    private WindowAssignLowering() {}

    static PlanNode lower(TableFunctionScan function, NodeLowering lowering) {
        RexCall call = (RexCall) function.getCall();
        WindowKind kind = kind(call.getOperator().getName());
        if (kind == null || function.getInputs().size() != 1) {
            throw Refusals.unsupported("the table function " + call.getOperator().getName());
        }
        List<Integer> columns = new ArrayList<>();
        List<Long> intervals = new ArrayList<>();
        for (RexNode operand : call.getOperands()) {
            if (operand.isA(SqlKind.DESCRIPTOR)) {
                ((RexCall) operand).getOperands().forEach(o -> columns.add(((RexInputRef) o).getIndex()));
            } else {
                intervals.add(micros(operand, kind, lowering));
            }
        }
        PlanNode input = lowering.lower(function.getInput(0));
        boolean slides = kind == WindowKind.HOP || kind == WindowKind.CUMULATE;
        int expected = slides ? 2 : 1;
        if (intervals.size() < expected || intervals.size() > expected + 1 || columns.isEmpty()) {
            throw new MillraceException(ErrorCode.INVALID_PARAMETER,
                    kind + " takes a time column and " + expected + (expected == 1 ? " interval" : " intervals") + ", found "
                            + intervals.size());
        }
        long slide = slides ? intervals.get(0) : 0;
        long size = intervals.get(expected - 1);
        long offset = intervals.size() > expected ? intervals.get(expected) : 0;
        positive(size, kind);
        if (slides) {
            positive(slide, kind);
        }
        if (kind == WindowKind.CUMULATE && size % slide != 0) {
            throw new MillraceException(ErrorCode.INVALID_PARAMETER, "CUMULATE's size must be a multiple of its step");
        }
        var declared = Types.schema(function.getRowType());
        int width = input.schema().size();
        List<io.millrace.common.type.Field> fields = new ArrayList<>(input.schema().fields());
        var time = input.schema().type(columns.get(0));
        for (int i = width; i < declared.size(); i++) {
            fields.add(new io.millrace.common.type.Field(declared.field(i).name(), time, false));
        }
        PlanNode assign = new PlanNode.WindowAssign(input, kind, columns.get(0), size, slide, offset, columns.subList(1, columns.size()),
                new io.millrace.common.type.Schema(fields));
        return Conformity.conform(assign, declared);
    }

    private static WindowKind kind(String name) {
        return switch (name.toUpperCase(Locale.ROOT)) {
            case "TUMBLE" -> WindowKind.TUMBLE;
            case "HOP" -> WindowKind.HOP;
            case "CUMULATE" -> WindowKind.CUMULATE;
            case "SESSION" -> WindowKind.SESSION;
            default -> null;
        };
    }

    private static long micros(RexNode operand, WindowKind kind, NodeLowering lowering) {
        if (lowering.expression(operand) instanceof Expr.Literal literal && literal.value() instanceof Duration duration) {
            return Math.addExact(Math.multiplyExact(duration.getSeconds(), 1_000_000L), duration.getNano() / 1000);
        }
        throw new MillraceException(ErrorCode.INVALID_PARAMETER, kind + " takes constant intervals of days to seconds, found " + operand);
    }

    private static void positive(long micros, WindowKind kind) {
        if (micros <= 0) {
            throw new MillraceException(ErrorCode.INVALID_PARAMETER, kind + " takes intervals longer than zero");
        }
    }
}
