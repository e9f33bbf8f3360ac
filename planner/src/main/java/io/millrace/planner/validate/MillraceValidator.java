package io.millrace.planner.validate;

import io.millrace.common.type.SqlType;
import io.millrace.planner.cancel.Cancellation;
import io.millrace.planner.catalog.CatalogReader;
import io.millrace.planner.type.MillraceTypeFactory;
import io.millrace.planner.type.Types;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.config.NullCollation;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.sql.validate.SelectScope;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorImpl;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.apache.calcite.sql.validate.SqlValidatorUtil;

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
    private final MergedColumns merged = new MergedColumns(this);
    /** Of the query that {@link #isAggregate} was asked for last. */
    private SelectParts aggregateParts;

    private boolean aggregate;

    /** What makes a query an aggregate one; compared by identity. */
    private record SelectParts(SqlNodeList columns, SqlNodeList group, SqlNode having, SqlNodeList order) {
        @Override
        public boolean equals(Object other) {
            return other instanceof SelectParts parts && columns == parts.columns && group == parts.group && having == parts.having
                    && order == parts.order;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(columns);
        }
    }

    /** {@code parameterTypes} are those of the values that were given, for parameters whose place tells no type. */
    public MillraceValidator(CatalogReader catalog, List<SqlType> parameterTypes) {
        super(catalog, catalog, MillraceTypeFactory.INSTANCE, CONFIG);
        this.parameterTypes = parameterTypes;
    }

    /** Calcite asks for each column of a list, and looks through the whole list every time. */
    @Override
    public boolean isAggregate(SqlSelect select) {
        SelectParts parts = new SelectParts(select.getSelectList(), select.getGroup(), select.getHaving(), select.getOrderList());
        if (!parts.equals(aggregateParts)) {
            aggregateParts = parts;
            aggregate = super.isAggregate(select);
        }
        return aggregate;
    }

    /** Of every expression, often more than once: the place where validation can be left. */
    @Override
    public RelDataType deriveType(SqlValidatorScope scope, SqlNode node) {
        Cancellation.check();
        return super.deriveType(scope, node);
    }

    /** Calcite forgets the ORDER BY of an aggregate that has a FILTER as well. */
    @Override
    public void validateCall(SqlCall call, SqlValidatorScope scope) {
        Cancellation.check();
        super.validateCall(call, scope);
        if (call.getKind() == SqlKind.FILTER && call.operand(0).getKind() == SqlKind.WITHIN_GROUP) {
            SqlNodeList order = ((SqlCall) call.operand(0)).operand(1);
            order.forEach(key -> deriveType(scope, key));
        }
    }

    /** See {@link OrderNames}. */
    @Override
    protected void validateOrderList(SqlSelect select) {
        SqlNodeList keys = select.getOrderList();
        for (int i = 0; keys != null && i < keys.size(); i++) {
            keys.set(i, OrderNames.inExpression(select, keys.get(i), getWhereScope(select)));
        }
        super.validateOrderList(select);
    }

    @Override
    public void validateAggregateParams(SqlCall call, SqlNode filter, SqlNodeList distinct, SqlNodeList order, SqlValidatorScope scope) {
        try {
            super.validateAggregateParams(call, filter, distinct, order, scope);
        } catch (CalciteContextException e) {
            // the last of the checks: it lets a percentile have no texts, though it is one of the values
            if (call.getKind() != SqlKind.PERCENTILE_DISC || !String.valueOf(e.getMessage()).contains("in ORDER BY clause of")
                    && !(e.getCause() != null && String.valueOf(e.getCause().getMessage()).contains("in ORDER BY clause of"))) {
                throw e;
            }
        }
        OuterAggregates.refuse(call, filter, scope);
    }

    /** See {@link MergedColumns}. */
    @Override
    protected void validateJoin(SqlJoin join, SqlValidatorScope scope) {
        if (!MergedColumns.merges(join)) {
            super.validateJoin(join, scope);
            return;
        }
        SqlParserPos position = join.getParserPosition();
        SqlNodeList using = join.isNatural() ? null : (SqlNodeList) join.getCondition();
        join.setOperand(1, SqlLiteral.createBoolean(false, position));
        join.setOperand(4, JoinConditionType.ON.symbol(position));
        join.setOperand(5, SqlLiteral.createBoolean(true, position));
        super.validateJoin(join, scope);
        SqlValidatorScope inside = getJoinScope(join);
        SqlNode condition = expand(merged.condition(join, using), inside);
        join.setOperand(5, condition);
        validateWhereOrOn(inside, condition, "ON");
    }

    /** The first clause that is validated after FROM, and so the place where all names of merged columns are replaced. */
    @Override
    protected void validateWhereClause(SqlSelect select) {
        merged.replaceIn(select);
        super.validateWhereClause(select);
    }

    /** Names may repeat in what users see; inside, {@link ColumnNames} tells them apart. */
    @Override
    protected void addToSelectList(List<SqlNode> list, Set<String> aliases, List<Map.Entry<String, RelDataType>> fields, SqlNode item,
            SelectScope scope, boolean includeSystemVars) {
        String alias = SqlValidatorUtil.alias(item);
        SqlNode named = alias != null && aliases.contains(alias)
                ? SqlStdOperatorTable.AS.createCall(item.getParserPosition(),
                        item.getKind() == SqlKind.AS ? ((SqlCall) item).operand(0) : item,
                        new SqlIdentifier(ColumnNames.repeated(ColumnNames.shown(alias), list.size()), item.getParserPosition()))
                : item;
        super.addToSelectList(list, aliases, fields, named, scope, includeSystemVars);
    }

    /** Calcite finds a type for each column, but leaves the values as they are, and then cannot make rows of them. */
    @Override
    protected void validateValues(SqlCall values, RelDataType target, SqlValidatorScope scope) {
        super.validateValues(values, target, scope);
        List<SqlNode> rows = values.getOperandList();
        int width = rows.size() < 2 ? 0 : ((SqlCall) rows.get(0)).operandCount();
        for (int column = 0; column < width; column++) {
            int index = column;
            List<RelDataType> types = rows.stream().map(row -> deriveType(scope, ((SqlCall) row).operand(index))).toList();
            boolean mixed = types.stream().anyMatch(SqlTypeUtil::inCharFamily) && types.stream().anyMatch(MillraceValidator::isOther)
                    || types.stream().filter(SqlTypeUtil::isDatetime).map(RelDataType::getSqlTypeName).distinct().count() > 1;
            RelDataType common = mixed ? typeFactory.leastRestrictive(types) : null;
            for (int i = 0; common != null && i < rows.size(); i++) {
                boolean instant = SqlTypeUtil.isDatetime(types.get(i)) && types.get(i).getSqlTypeName() != common.getSqlTypeName();
                if (SqlTypeUtil.inCharFamily(types.get(i)) || instant) {
                    ((ImplicitConversion) getTypeCoercion()).coerceValue(scope, (SqlCall) rows.get(i), column, common);
                }
            }
        }
    }

    private static boolean isOther(RelDataType type) {
        return !SqlTypeUtil.inCharFamily(type) && type.getSqlTypeName() != SqlTypeName.NULL;
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
