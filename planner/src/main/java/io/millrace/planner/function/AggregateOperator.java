package io.millrace.planner.function;

import io.millrace.common.expr.AggregateFunction;
import io.millrace.common.type.SqlType;
import io.millrace.planner.type.Types;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperandCountRange;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlOperandCountRanges;
import org.apache.calcite.sql.type.SqlOperandTypeInference;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.util.Optionality;

/** An aggregate that Calcite has no operator for, or one with other types; its name is that of our {@link AggregateFunction}. */
public final class AggregateOperator extends SqlAggFunction {
    private final AggregateFunction function;
    private final List<Signature> signatures;
    private final List<String> names;

    /** {@code names} are those of SQL; {@code kind} OTHER_FUNCTION unless Calcite's rules know the aggregate. */
    AggregateOperator(AggregateFunction function, SqlKind kind, Optionality order, List<String> names, List<Signature> signatures) {
        super(function.name(), null, kind, null, null, null, SqlFunctionCategory.USER_DEFINED_FUNCTION, false, false, order);
        this.function = function;
        this.signatures = List.copyOf(signatures);
        this.names = List.copyOf(names);
    }

    public AggregateFunction function() {
        return function;
    }

    /** As SQL spells it. */
    List<String> names() {
        return names;
    }

    List<Signature> signatures() {
        return signatures;
    }

    private Optional<Signature.Match> choose(List<SqlType> actual) {
        Optional<Signature.Match> best = Optional.empty();
        for (Signature signature : signatures) {
            Optional<Signature.Match> match = signature.match(actual);
            if (match.isPresent() && (best.isEmpty() || match.get().cost() < best.get().cost())) {
                best = match;
            }
        }
        return best;
    }

    private static List<SqlType> types(SqlOperatorBinding binding) {
        return binding.collectOperandTypes().stream().map(Types::sqlType).toList();
    }

    @Override
    public SqlOperandTypeInference getOperandTypeInference() {
        return OperandInference.of(actual -> choose(actual).map(Signature.Match::arguments).orElse(actual));
    }

    @Override
    public RelDataType inferReturnType(SqlOperatorBinding binding) {
        SqlType type = takesOrderedValue() ? Types.sqlType(binding.getCollationType())
                : choose(types(binding)).flatMap(Signature.Match::result).orElseThrow();
        boolean counts = function == AggregateFunction.APPROX_COUNT_DISTINCT || function == AggregateFunction.REGR_COUNT;
        return Types.relType(binding.getTypeFactory(), type, !counts);
    }

    /** The result is one of the values that WITHIN GROUP orders. */
    private boolean takesOrderedValue() {
        return function == AggregateFunction.PERCENTILE_DISC;
    }

    @Override
    public boolean checkOperandTypes(SqlCallBinding binding, boolean throwOnFailure) {
        boolean known = binding.collectOperandTypes().stream().allMatch(Types::isKnown);
        Optional<Signature.Match> match = known ? choose(types(binding)) : Optional.empty();
        if (match.isPresent()) {
            convertOperands(binding, match.get().arguments());
        } else if (throwOnFailure) {
            throw binding.newValidationSignatureError();
        }
        return match.isPresent();
    }

    /** Aggregates take columns, so conversions must stand in the query before it is cut into projection and aggregate. */
    private static void convertOperands(SqlCallBinding binding, List<SqlType> expected) {
        for (int i = 0; i < expected.size(); i++) {
            RelDataType actual = binding.getOperandType(i);
            if (Types.sqlType(actual).kind() != expected.get(i).kind()) {
                RelDataType target = Types.relType(binding.getTypeFactory(), expected.get(i), actual.isNullable());
                SqlCall cast = SqlStdOperatorTable.CAST.createCall(binding.operand(i).getParserPosition(), binding.operand(i),
                        SqlTypeUtil.convertTypeToSpec(target));
                binding.getCall().setOperand(i, cast);
                binding.getValidator().deriveType(binding.getScope(), cast);
            }
        }
    }

    @Override
    public SqlOperandCountRange getOperandCountRange() {
        int least = signatures.stream().mapToInt(Signature::required).min().orElse(0);
        int most = signatures.stream().mapToInt(Signature::maximum).max().orElse(0);
        return SqlOperandCountRanges.between(least, most);
    }

    @Override
    public String getAllowedSignatures(String name) {
        return String.join(", ", signatures.stream().map(Signature::text).toList());
    }

    @Override
    public boolean isPercentile() {
        return function == AggregateFunction.PERCENTILE_CONT || function == AggregateFunction.PERCENTILE_DISC;
    }

    @Override
    public boolean allowsFilter() {
        return true;
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
