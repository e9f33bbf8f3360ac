package io.millrace.planner.validate;

import io.millrace.common.type.SqlType;
import io.millrace.planner.catalog.CatalogReader;
import io.millrace.planner.function.OperatorTable;
import io.millrace.planner.type.MillraceTypeFactory;
import io.millrace.planner.type.Types;
import java.util.List;
import org.apache.calcite.config.NullCollation;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorImpl;
import org.apache.calcite.sql.validate.SqlValidatorScope;

/** Calcite's validator. One for each query text: validation writes into it and into the tree. */
public final class MillraceValidator extends SqlValidatorImpl {
    private static final SqlValidator.Config CONFIG = SqlValidator.Config.DEFAULT
            .withConformance(MillraceConformance.INSTANCE)
            .withDefaultNullCollation(NullCollation.HIGH)
            .withIdentifierExpansion(true)
            .withTypeCoercionEnabled(true)
            .withTypeCoercionFactory(ImplicitConversion::new)
            .withCallRewrite(true);

    private final List<SqlType> parameterTypes;

    /** {@code parameterTypes} are those of the values that were given, for parameters whose place tells no type. */
    public MillraceValidator(CatalogReader catalog, List<SqlType> parameterTypes) {
        super(OperatorTable.INSTANCE, catalog, MillraceTypeFactory.INSTANCE, CONFIG);
        this.parameterTypes = parameterTypes;
    }

    /** Calcite forgets the ORDER BY of an aggregate that has a FILTER as well. */
    @Override
    public void validateCall(SqlCall call, SqlValidatorScope scope) {
        super.validateCall(call, scope);
        if (call.getKind() == SqlKind.FILTER && call.operand(0).getKind() == SqlKind.WITHIN_GROUP) {
            SqlNodeList order = ((SqlCall) call.operand(0)).operand(1);
            order.forEach(key -> deriveType(scope, key));
        }
    }

    @Override
    public void validateAggregateParams(SqlCall call, SqlNode filter, SqlNodeList distinct, SqlNodeList order, SqlValidatorScope scope) {
        super.validateAggregateParams(call, filter, distinct, order, scope);
        OuterAggregates.refuse(call, filter, scope);
    }

    /** A parameter that nothing tells the type of has that of its value, or is text. */
    @Override
    protected void inferUnknownTypes(RelDataType inferred, SqlValidatorScope scope, SqlNode node) {
        RelDataType type = inferred;
        if (node instanceof SqlDynamicParam parameter && inferred.equals(unknownType)) {
            SqlType given = parameter.getIndex() < parameterTypes.size() ? parameterTypes.get(parameter.getIndex()) : SqlType.VARCHAR;
            type = Types.relType(typeFactory, given.kind() == SqlType.Kind.NULL ? SqlType.VARCHAR : given, true);
        }
        super.inferUnknownTypes(type, scope, node);
    }
}
