package io.millrace.planner.function;

import io.millrace.common.catalog.UserFunction;
import io.millrace.common.expr.Expr;
import io.millrace.common.expr.Function;
import io.millrace.common.type.Field;
import io.millrace.common.type.SqlType;
import io.millrace.planner.type.Types;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperandCountRange;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.type.SqlOperandCountRanges;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.type.SqlOperandTypeInference;

/** A user's function as Calcite sees it. Arguments are converted to its parameters' types where that is done implicitly. */
public final class UserOperator extends SqlFunction {
    private final UserFunction function;

    public UserOperator(UserFunction function) {
        super(function.name().name(), SqlKind.OTHER_FUNCTION, null, null, null, SqlFunctionCategory.USER_DEFINED_FUNCTION);
        this.function = function;
    }

    /** Of an aggregate: one array, of the argument or of rows of several. */
    public List<SqlType> argumentTypes() {
        if (!function.aggregate()) {
            return function.parameterTypes();
        }
        List<Field> parameters = function.parameters();
        return List.of(SqlType.array(parameters.size() == 1 ? parameters.get(0).type() : SqlType.row(parameters)));
    }

    public boolean deterministic() {
        return function.deterministic();
    }

    /** The call; {@code arguments} have been converted. */
    public Expr lower(List<Expr> arguments) {
        List<Expr> all = new ArrayList<>(List.of(Expr.literal(function.code().text(), SqlType.VARCHAR)));
        all.addAll(arguments);
        return new Expr.Call(function.deterministic() ? Function.USER : Function.USER_NOT_DETERMINISTIC, all, function.returns());
    }

    @Override
    public SqlOperandTypeInference getOperandTypeInference() {
        return OperandInference.of(actual -> actual.size() == argumentTypes().size() ? argumentTypes() : actual);
    }

    @Override
    public RelDataType inferReturnType(SqlOperatorBinding binding) {
        return Types.relType(binding.getTypeFactory(), function.returns(), true);
    }

    @Override
    public boolean checkOperandTypes(SqlCallBinding binding, boolean throwOnFailure) {
        List<RelDataType> actual = binding.collectOperandTypes();
        boolean fits = actual.size() == argumentTypes().size();
        for (int i = 0; fits && i < actual.size(); i++) {
            fits = Types.isKnown(actual.get(i)) && converts(Types.sqlType(actual.get(i)), argumentTypes().get(i));
        }
        if (!fits && throwOnFailure) {
            throw binding.newValidationSignatureError();
        }
        return fits;
    }

    private static boolean converts(SqlType from, SqlType to) {
        boolean nested = from.kind() == to.kind() && (to.kind() == SqlType.Kind.ARRAY || to.kind() == SqlType.Kind.ROW);
        if (!nested) {
            return ImplicitCast.cost(from, to) < ImplicitCast.IMPOSSIBLE;
        }
        boolean fits = from.fields().size() == to.fields().size();
        for (int i = 0; fits && i < to.fields().size(); i++) {
            fits = converts(from.fields().get(i).type(), to.fields().get(i).type());
        }
        return fits;
    }

    @Override
    public SqlOperandCountRange getOperandCountRange() {
        return SqlOperandCountRanges.of(argumentTypes().size());
    }

    @Override
    public SqlOperandTypeChecker getOperandTypeChecker() {
        return null;
    }

    @Override
    public String getAllowedSignatures(String name) {
        return function.signature();
    }

    @Override
    public String getSignatureTemplate(int operandCount) {
        return null;
    }

    @Override
    public boolean isDeterministic() {
        return function.deterministic();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof UserOperator user && user.function.equals(function);
    }

    @Override
    public int hashCode() {
        return function.id().hashCode();
    }
}
