package io.millrace.planner.join;

import io.millrace.planner.relation.Conditions;
import io.millrace.planner.relation.Inlining;
import io.millrace.planner.relation.SubqueryJoin;
import io.millrace.planner.relation.SubqueryJoin.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;

/**
 * Flattens a tree of joins, filters and projections into a {@link JoinRegion}; anything else is a leaf, and so is what lies below a projection whose
 * expressions would become too large.
 */
final class RegionBuilder {
    /** One bit a leaf. */
    private static final int LEAVES_MOST = 60;

    private final JoinRegion region = new JoinRegion();
    private final Map<RelNode, double[]> sizes = new IdentityHashMap<>();

    JoinRegion region() {
        return region;
    }

    static boolean startsRegion(RelNode node) {
        return switch (node) {
            case Join join -> isMovable(join.getJoinType());
            case SubqueryJoin join -> true;
            case Filter filter -> Conditions.isDeterministic(filter.getCondition());
            case Project project -> Conditions.isMovable(project.getProjects());
            default -> false;
        };
    }

    private static boolean isMovable(JoinRelType type) {
        return switch (type) {
            case INNER, LEFT, SEMI, ANTI -> true;
            case RIGHT, FULL, ASOF, LEFT_ASOF -> false;
        };
    }

    /** Takes a node in; the result says what its columns are in the region's numbering. */
    List<RexNode> flatten(RelNode node) {
        if (!startsRegion(node) || region.leaves.size() >= LEAVES_MOST) {
            return leaf(node);
        }
        return switch (node) {
            case Filter filter -> {
                List<RexNode> outputs = flatten(filter.getInput());
                addPredicates(filter.getCondition(), outputs);
                yield outputs;
            }
            case Project project -> {
                boolean fits = Inlining.fits(project.getProjects(), column -> sizes(project.getInput())[column]);
                List<RexNode> outputs = fits ? flatten(project.getInput()) : leaf(project.getInput());
                yield project.getProjects().stream().map(p -> Conditions.replaceColumns(p, outputs)).toList();
            }
            case Join join -> join(join);
            case SubqueryJoin join -> hanging(join.getLeft(), join.getRight(), join.kind(), join.condition());
            default -> throw new AssertionError(node);
        };
    }

    /** Nodes of the expressions that {@link #flatten} gives for a node's columns. */
    private double[] sizes(RelNode node) {
        double[] known = sizes.get(node);
        if (known != null) {
            return known;
        }
        double[] result = new double[node.getRowType().getFieldCount()];
        Arrays.fill(result, 1);
        if (startsRegion(node)) {
            if (node instanceof Project project) {
                double[] below = sizes(project.getInput());
                boolean fits = Inlining.fits(project.getProjects(), column -> below[column]);
                for (int i = 0; i < result.length; i++) {
                    result[i] = Inlining.size(project.getProjects().get(i), column -> fits ? below[column] : 1);
                }
            } else {
                int at = 0;
                for (RelNode input : node instanceof Join join && join.getJoinType() == JoinRelType.INNER
                        ? node.getInputs() : node.getInputs().subList(0, 1)) {
                    double[] part = sizes(input);
                    System.arraycopy(part, 0, result, at, Math.min(part.length, result.length - at));
                    at += part.length;
                }
            }
        }
        sizes.put(node, result);
        return result;
    }

    private void addPredicates(RexNode condition, List<RexNode> outputs) {
        for (RexNode part : Conditions.conjuncts(condition)) {
            region.predicates.add(Conditions.replaceColumns(part, outputs));
        }
    }

    private List<RexNode> join(Join join) {
        return switch (join.getJoinType()) {
            case INNER -> {
                List<RexNode> outputs = new ArrayList<>(flatten(join.getLeft()));
                outputs.addAll(flatten(join.getRight()));
                addPredicates(join.getCondition(), outputs);
                yield outputs;
            }
            case LEFT -> hanging(join.getLeft(), join.getRight(), Kind.LEFT, join.getCondition());
            case SEMI -> hanging(join.getLeft(), join.getRight(), Kind.SEMI, join.getCondition());
            case ANTI -> hanging(join.getLeft(), join.getRight(), Kind.ANTI, join.getCondition());
            case RIGHT, FULL, ASOF, LEFT_ASOF -> throw new AssertionError(join);
        };
    }

    private List<RexNode> hanging(RelNode left, RelNode right, Kind kind, RexNode condition) {
        List<RexNode> outputs = new ArrayList<>(flatten(left));
        int offset = region.nextOffset();
        List<RexNode> both = new ArrayList<>(outputs);
        List<RexNode> rightColumns = columns(right, offset);
        both.addAll(rightColumns);
        region.add(right, kind, Conditions.replaceColumns(condition, both));
        if (kind.putsOutRight()) {
            outputs.addAll(rightColumns);
        } else if (kind == Kind.MARK) {
            int mark = offset + right.getRowType().getFieldCount();
            outputs.add(new RexInputRef(mark, right.getCluster().getRexBuilder().makeLiteral(true).getType()));
        }
        return outputs;
    }

    private List<RexNode> leaf(RelNode node) {
        int offset = region.nextOffset();
        region.add(node, Kind.INNER, null);
        return columns(node, offset);
    }

    private static List<RexNode> columns(RelNode node, int offset) {
        List<RexNode> columns = new ArrayList<>();
        node.getRowType().getFieldList().forEach(f -> columns.add(new RexInputRef(offset + f.getIndex(), f.getType())));
        return columns;
    }
}
