package io.millrace.planner.function;

import io.millrace.common.expr.Expr;
import io.millrace.common.type.SqlType;
import io.millrace.planner.type.Types;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperandCountRange;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.type.SqlOperandCountRanges;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.type.SqlOperandTypeInference;
import org.apache.calcite.util.NlsString;

/** A function of the table as Calcite sees it: one operator a name, which chooses among its signatures itself. */
public final class ScalarOperator extends SqlFunction {
    /** NULL only if all arguments are; Calcite relies on it for the columns of JOIN … USING. All others may be NULL at any time. */
    private static final Set<String> SKIPPING_NULLS = Set.of("coalesce", "nvl", "ifnull", "greatest", "least");

    private final List<Alternative> alternatives;
    private final boolean deterministic;

    ScalarOperator(String name, SqlKind kind, List<Alternative> alternatives, boolean deterministic) {
        super(name, kind, null, null, null, SqlFunctionCategory.USER_DEFINED_FUNCTION);
        this.alternatives = List.copyOf(alternatives);
        this.deterministic = deterministic;
    }

    List<Alternative> alternatives() {
        return alternatives;
    }

    private record Choice(Alternative alternative, Signature.Match match) {}

    private Optional<Choice> choose(List<SqlType> actual) {
        Choice best = null;
        for (Alternative alternative : alternatives) {
            Optional<Signature.Match> match = alternative.signature().match(actual);
            if (match.isPresent() && (best == null || match.get().cost() < best.match.cost())) {
                best = new Choice(alternative, match.get());
            }
        }
        return Optional.ofNullable(best);
    }

    /** The types that arguments of these types must be converted to before {@link #lower}. */
    public List<SqlType> argumentTypes(List<SqlType> actual) {
        return choose(actual).orElseThrow().match.arguments();
    }

    /** The expression; {@code arguments} have been converted, {@code actual} are the types that the choice was made by. */
    public Expr lower(List<SqlType> actual, List<Expr> arguments, SqlType type) {
        return choose(actual).orElseThrow().alternative.target().apply(arguments, type);
    }

    @Override
    public SqlOperandTypeInference getOperandTypeInference() {
        return OperandInference.of(actual -> choose(actual).map(choice -> choice.match.arguments()).orElse(actual));
    }

    @Override
    public RelDataType inferReturnType(SqlOperatorBinding binding) {
        List<SqlType> actual = actualTypes(binding);
        Choice choice = choose(actual).orElseThrow(() -> new IllegalStateException(getName() + actual));
        SqlType type = choice.alternative.resultRule()
                .map(rule -> rule.type(choice.match.arguments(), literals(binding)))
                .or(() -> choice.match.result())
                .orElse(SqlType.NULL);
        boolean skipsNulls = SKIPPING_NULLS.contains(getName());
        boolean nullable = !skipsNulls || binding.collectOperandTypes().stream().allMatch(RelDataType::isNullable);
        return Types.relType(binding.getTypeFactory(), type, nullable);
    }

    private static List<SqlType> actualTypes(SqlOperatorBinding binding) {
        return binding.collectOperandTypes().stream().map(Types::sqlType).toList();
    }

    private static List<Optional<Object>> literals(SqlOperatorBinding binding) {
        List<Optional<Object>> literals = new ArrayList<>();
        for (int i = 0; i < binding.getOperandCount(); i++) {
            Object value = null;
            if (binding.isOperandLiteral(i, false) && Types.isKnown(binding.getOperandType(i))) {
                value = switch (Types.sqlType(binding.getOperandType(i)).kind()) {
                    case TINYINT, SMALLINT, INTEGER, BIGINT, DECIMAL -> binding.getOperandLiteralValue(i, BigDecimal.class);
                    case VARCHAR, CHAR -> text(binding.getOperandLiteralValue(i, NlsString.class));
                    default -> null;
                };
            }
            literals.add(Optional.ofNullable(value));
        }
        return literals;
    }

    private static String text(NlsString value) {
        return value == null ? null : value.getValue();
    }

    @Override
    public boolean checkOperandTypes(SqlCallBinding binding, boolean throwOnFailure) {
        boolean known = binding.collectOperandTypes().stream().allMatch(Types::isKnown);
        if (known && choose(actualTypes(binding)).isPresent()) {
            return true;
        }
        if (throwOnFailure) {
            throw binding.newValidationSignatureError();
        }
        return false;
    }

    @Override
    public SqlOperandCountRange getOperandCountRange() {
        int least = alternatives.stream().mapToInt(a -> a.signature().required()).min().orElse(0);
        int most = alternatives.stream().mapToInt(a -> a.signature().maximum()).max().orElse(0);
        return most == Integer.MAX_VALUE ? SqlOperandCountRanges.from(least) : SqlOperandCountRanges.between(least, most);
    }

    @Override
    public SqlOperandTypeChecker getOperandTypeChecker() {
        return null;
    }

    @Override
    public String getAllowedSignatures(String name) {
        return String.join(", ", alternatives.stream().map(a -> a.signature().text()).toList());
    }

    @Override
    public String getSignatureTemplate(int operandCount) {
        return null;
    }

    @Override
    public boolean isDeterministic() {
        return deterministic;
    }

    @Override
    public String toString() {
        return getName().toLowerCase(Locale.ROOT);
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    /** The operator, if it is one of the table's. */
    public static Optional<ScalarOperator> of(SqlOperator operator) {
        return operator instanceof ScalarOperator scalar ? Optional.of(scalar) : Optional.empty();
    }
}
