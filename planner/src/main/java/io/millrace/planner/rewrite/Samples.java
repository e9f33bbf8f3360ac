package io.millrace.planner.rewrite;

import io.millrace.planner.function.OperatorTable;
import io.millrace.planner.relation.Conditions;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptSamplingParameters;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Sample;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * TABLESAMPLE as a condition: by chance, or, if it is to be repeatable, by a hash of the row and the seed, which any number of threads agrees on. Rows that
 * are equal in all columns are then in the sample together. SYSTEM chooses rows one by one as BERNOULLI does.
 *
 * <pre>
 * Sample[BERNOULLI 10](t)                  becomes   Filter[random() &lt; 0.1](t)
 * Sample[BERNOULLI 10 REPEATABLE 7](t)     becomes   Filter[hash64(7, t.*) &lt; …](t)
 * </pre>
 */
final class Samples {
    private static final BigDecimal HASHES = new BigDecimal(BigInteger.ONE.shiftLeft(Long.SIZE));

    private Samples() {}

    /** The node itself if it is no sample. */
    static RelNode rewrite(RelNode node) {
        if (!(node instanceof Sample sample)) {
            return node;
        }
        RelOptSamplingParameters parameters = sample.getSamplingParameters();
        RelNode input = sample.getInput();
        RexBuilder builder = sample.getCluster().getRexBuilder();
        if (parameters.sampleRate.compareTo(BigDecimal.ONE) >= 0) {
            return input;
        }
        return LogicalFilter.create(input, parameters.isRepeatable()
                ? hashed(builder, input, parameters)
                : builder.makeCall(SqlStdOperatorTable.LESS_THAN, call(builder, "random", List.of()),
                        builder.makeApproxLiteral(parameters.sampleRate, builder.getTypeFactory().createSqlType(SqlTypeName.DOUBLE))));
    }

    private static RexNode hashed(RexBuilder builder, RelNode input, RelOptSamplingParameters parameters) {
        var bigint = builder.getTypeFactory().createSqlType(SqlTypeName.BIGINT);
        List<RexNode> values = new ArrayList<>();
        values.add(builder.makeExactLiteral(BigDecimal.valueOf(parameters.getRepeatableSeed()), bigint));
        values.addAll(Conditions.columns(input));
        BigDecimal bound = parameters.sampleRate.multiply(HASHES).setScale(0, RoundingMode.FLOOR).add(BigDecimal.valueOf(Long.MIN_VALUE));
        return builder.makeCall(SqlStdOperatorTable.LESS_THAN, call(builder, "hash64", values), builder.makeExactLiteral(bound, bigint));
    }

    private static RexNode call(RexBuilder builder, String function, List<RexNode> arguments) {
        return builder.makeCall(OperatorTable.INSTANCE.function(function).orElseThrow(), arguments);
    }
}
