package io.millrace.planner.lowering;

import io.millrace.common.expr.AggregateFunction;
import io.millrace.common.expr.Expr;
import io.millrace.common.plan.AggregateCall;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.plan.PlanNode.Frame;
import io.millrace.common.plan.PlanNode.Frame.Bound;
import io.millrace.common.plan.PlanNode.Frame.BoundKind;
import io.millrace.common.plan.SortKey;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import io.millrace.planner.relation.Refusals;
import io.millrace.planner.type.Types;
import io.millrace.planner.validate.GroupsFrames;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rex.RexFieldCollation;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexWindow;
import org.apache.calcite.rex.RexWindowBound;

/**
 * A projection with window functions: their arguments and keys are computed first, one window node for each partitioning, order and frame comes
 * next, and the projection last, over the windows' results.
 */
final class WindowLowering {
    /** Calls with the same of this share a node. A null frame: the functions look at the whole partition, so any frame will do. */
    private record Specification(List<Integer> partition, List<SortKey> order, Frame frame) {}

    private static final Frame DEFAULT_FRAME = new Frame(
            Frame.FrameMode.RANGE, new Bound(BoundKind.UNBOUNDED_PRECEDING, null), new Bound(BoundKind.CURRENT_ROW, null),
            Frame.Exclusion.NO_OTHERS);

    private final NodeLowering lowering;
    private final InputColumns input;
    private final Map<Specification, List<AggregateCall>> windows = new LinkedHashMap<>();
    private final List<Placed> placed = new ArrayList<>();

    private record Placed(RexOver over, Specification specification, int call) {}

    private WindowLowering(PlanNode input, NodeLowering lowering) {
        this.input = new InputColumns(input);
        this.lowering = lowering;
    }

    static PlanNode lower(Project project, PlanNode input, NodeLowering lowering) {
        return new WindowLowering(input, lowering).lower(project);
    }

    private PlanNode lower(Project project) {
        List<RexNode> expressions = project.getProjects().stream().map(WindowSums::restore).toList();
        for (RexNode expression : expressions) {
            expression.accept(new RexShuttle() {
                @Override
                public RexNode visitOver(RexOver over) {
                    place(over);
                    return over;
                }
            });
        }
        PlanNode node = input.node();
        Map<Specification, Integer> firstColumn = new LinkedHashMap<>();
        for (Map.Entry<Specification, List<AggregateCall>> window : windows.entrySet()) {
            Specification specification = window.getKey();
            firstColumn.put(specification, node.schema().size());
            List<Field> fields = new ArrayList<>(node.schema().fields());
            window.getValue().forEach(call -> fields.add(Field.of("window" + fields.size(), call.type())));
            Frame frame = specification.frame() == null ? DEFAULT_FRAME : specification.frame();
            node = new PlanNode.Window(node, specification.partition(), specification.order(), frame, window.getValue(),
                    new Schema(fields));
        }
        List<Expr> results = new ArrayList<>();
        for (RexNode expression : expressions) {
            RexNode over = expression.accept(new RexShuttle() {
                @Override
                public RexNode visitOver(RexOver over) {
                    Placed found = placed.stream().filter(p -> p.over.equals(over)).findFirst().orElseThrow();
                    return new RexInputRef(firstColumn.get(found.specification) + found.call, over.getType());
                }
            });
            results.add(lowering.expression(over));
        }
        return new PlanNode.Project(node, results, ProjectLowering.schema(project.getRowType().getFieldList(), results));
    }

    private void place(RexOver over) {
        if (placed.stream().anyMatch(p -> p.over.equals(over))) {
            return;
        }
        AggregateFunction function = AggregateFunctions.of(over.getAggOperator());
        if (over.isDistinct() && function != AggregateFunction.MIN && function != AggregateFunction.MAX) {
            throw Refusals.unsupported("DISTINCT in a window function");
        }
        RexWindow window = over.getWindow();
        List<Integer> partition = new ArrayList<>();
        for (RexNode key : window.partitionKeys) {
            Expr expr = lowering.expression(key);
            if (!(expr instanceof Expr.Literal) && !partition.contains(input.column(expr))) {
                partition.add(input.column(expr));
            }
        }
        List<SortKey> order = new ArrayList<>();
        for (RexFieldCollation key : window.orderKeys) {
            Expr expr = lowering.expression(key.left);
            if (!(expr instanceof Expr.Literal)) {
                boolean descending = key.getDirection().isDescending();
                order.add(new SortKey(input.column(expr), descending, nullsFirst(key, descending)));
            }
        }
        Specification specification = specification(partition, order, framed(function) ? frame(window) : null);
        List<AggregateCall> calls = windows.computeIfAbsent(specification, s -> new ArrayList<>());
        placed.add(new Placed(over, specification, calls.size()));
        calls.add(new AggregateCall(function, arguments(over, function), false, -1, List.of(), over.ignoreNulls(),
                Types.sqlType(over.getType())));
    }

    private static boolean nullsFirst(RexFieldCollation key, boolean descending) {
        return switch (key.getNullDirection()) {
            case FIRST -> true;
            case LAST -> false;
            case UNSPECIFIED -> descending;
        };
    }

    /** One there is already, if it can serve: a function without a frame goes with any, and a frame is taken on by a node that had none. */
    private Specification specification(List<Integer> partition, List<SortKey> order, Frame frame) {
        for (Specification known : windows.keySet()) {
            boolean sameRows = known.partition.equals(partition) && known.order.equals(order);
            if (sameRows && (frame == null || frame.equals(known.frame))) {
                return known;
            }
        }
        return new Specification(partition, order, frame);
    }

    private List<Expr> arguments(RexOver over, AggregateFunction function) {
        List<Expr> arguments = new ArrayList<>();
        for (int a = 0; a < over.getOperands().size(); a++) {
            RexNode operand = over.getOperands().get(a);
            // The values and what LAG and LEAD give beyond the partition's ends meet in the result's type
            boolean ofResult = (a == 0 || a == 2) && (function == AggregateFunction.LAG || function == AggregateFunction.LEAD);
            Expr expr = ofResult
                    ? lowering.context().expressions().lower(operand, Types.sqlType(over.getType()))
                    : lowering.expression(operand);
            if (expr instanceof Expr.Literal) {
                arguments.add(expr);
            } else if (AggregateFunctions.isSetting(function, a)) {
                throw Refusals.unsupported(function + " with a setting that is not a constant");
            } else {
                int column = input.column(expr);
                arguments.add(Expr.column(column, expr.type()));
            }
        }
        return arguments;
    }

    private static boolean framed(AggregateFunction function) {
        return switch (function) {
            case ROW_NUMBER, RANK, DENSE_RANK, PERCENT_RANK, CUME_DIST, NTILE, LAG, LEAD -> false;
            default -> true;
        };
    }

    private Frame frame(RexWindow window) {
        Frame.Exclusion exclusion =
                switch (window.getExclude()) {
                    case EXCLUDE_NO_OTHER -> Frame.Exclusion.NO_OTHERS;
                    case EXCLUDE_CURRENT_ROW -> Frame.Exclusion.CURRENT_ROW;
                    case EXCLUDE_GROUP -> Frame.Exclusion.GROUP;
                    case EXCLUDE_TIES -> Frame.Exclusion.TIES;
                };
        Frame.FrameMode mode = window.isRows() ? Frame.FrameMode.ROWS : Frame.FrameMode.RANGE;
        Bound lower = bound(window.getLowerBound());
        Bound upper = bound(window.getUpperBound());
        if (window.isRows() && (inGroups(lower) || inGroups(upper))) {
            return new Frame(Frame.FrameMode.GROUPS, groups(lower), groups(upper), exclusion);
        }
        return new Frame(mode, lower, upper, exclusion);
    }

    private static boolean inGroups(Bound bound) {
        return bound.offset() != null && GroupsFrames.isMarked(bound.offset().value());
    }

    private static Bound groups(Bound bound) {
        if (!inGroups(bound)) {
            return bound;
        }
        long groups = GroupsFrames.groups(bound.offset().value());
        return groups == 0 ? new Bound(BoundKind.CURRENT_ROW, null) : new Bound(bound.kind(), Expr.literal(groups, SqlType.BIGINT));
    }

    private Bound bound(RexWindowBound bound) {
        if (bound.isCurrentRow()) {
            return new Bound(BoundKind.CURRENT_ROW, null);
        }
        if (bound.isUnbounded()) {
            return new Bound(bound.isPreceding() ? BoundKind.UNBOUNDED_PRECEDING : BoundKind.UNBOUNDED_FOLLOWING, null);
        }
        if (lowering.expression(bound.getOffset()) instanceof Expr.Literal offset && offset.value() != null) {
            return new Bound(bound.isPreceding() ? BoundKind.PRECEDING : BoundKind.FOLLOWING, offset);
        }
        throw Refusals.unsupported("a window frame whose bound is not a constant");
    }
}
