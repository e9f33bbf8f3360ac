package io.millrace.planner.convert;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.Expr;
import io.millrace.planner.cancel.PlanReuse;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexNode;

/** LIMIT ? and OFFSET ?: a plan holds them as numbers, so the parameters' values are put in; a statement that is only described gets none. */
final class LimitParameters {
    private LimitParameters() {}

    static RelNode apply(RelNode root, Optional<List<Expr.Literal>> parameters) {
        return root.accept(new RelHomogeneousShuttle() {
            @Override
            public RelNode visit(RelNode node) {
                RelNode visited = super.visit(node);
                if (!(visited instanceof Sort sort)
                        || !(sort.fetch instanceof RexDynamicParam) && !(sort.offset instanceof RexDynamicParam)) {
                    return visited;
                }
                RexBuilder builder = sort.getCluster().getRexBuilder();
                RexNode offset = value(builder, sort.offset, parameters);
                RexNode fetch = value(builder, sort.fetch, parameters);
                boolean nothingLeft = offset == null && fetch == null && sort.getCollation().getFieldCollations().isEmpty();
                return nothingLeft ? sort.getInput()
                        : sort.copy(sort.getTraitSet(), sort.getInput(), sort.getCollation(), offset, fetch);
            }
        });
    }

    private static RexNode value(RexBuilder builder, RexNode node, Optional<List<Expr.Literal>> parameters) {
        if (!(node instanceof RexDynamicParam parameter)) {
            return node;
        }
        PlanReuse.refuse();
        Object value = parameters.filter(values -> parameter.getIndex() < values.size())
                .map(values -> values.get(parameter.getIndex()).value()).orElse(null);
        if (value == null) {
            return null;
        }
        BigDecimal number;
        try {
            number = new BigDecimal(value.toString());
        } catch (NumberFormatException e) {
            throw new MillraceException(ErrorCode.DATATYPE_MISMATCH, "LIMIT and OFFSET take whole numbers, found '" + value + "'", e);
        }
        if (number.signum() < 0) {
            throw new MillraceException(ErrorCode.INVALID_PARAMETER, "LIMIT and OFFSET must not be negative, found " + number);
        }
        return builder.makeExactLiteral(number);
    }
}
