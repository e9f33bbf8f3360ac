package io.millrace.planner.validate;

import org.apache.calcite.runtime.CalciteException;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.util.SqlShuttle;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.apache.calcite.sql.validate.SqlValidatorUtil;

/**
 * Names inside of expressions of ORDER BY are those of the input where it has them; a name that stands alone is an output column's first.
 *
 * <pre>
 * SELECT id AS a FROM t ORDER BY a          by id
 * SELECT id AS a FROM t ORDER BY a + 1      by t.a + 1
 * SELECT id AS b FROM t ORDER BY b + 1      by id + 1, as t has no b
 * </pre>
 */
final class OrderNames {
    private OrderNames() {}

    static SqlNode inExpression(SqlSelect select, SqlNode key, SqlValidatorScope input) {
        if (!(key instanceof SqlCall call)) {
            return key;
        }
        boolean direction =
                key.getKind() == SqlKind.DESCENDING || key.getKind() == SqlKind.NULLS_FIRST || key.getKind() == SqlKind.NULLS_LAST;
        if (direction) {
            SqlNode inner = call.operand(0);
            SqlNode replaced = inExpression(select, inner, input);
            return replaced == inner ? key : call.getOperator().createCall(key.getParserPosition(), replaced);
        }
        if (key.getKind().belongsTo(SqlKind.QUERY)) {
            return key;
        }
        return call.accept(new SqlShuttle() {
            @Override
            public SqlNode visit(SqlCall inner) {
                return inner.getKind().belongsTo(SqlKind.QUERY) ? inner : super.visit(inner);
            }

            @Override
            public SqlNode visit(SqlIdentifier name) {
                return name.isSimple() && isAliasOfOther(select, name) ? qualified(name, input) : name;
            }
        });
    }

    /** Whether an output column has the name and is not the input's column of that name. */
    private static boolean isAliasOfOther(SqlSelect select, SqlIdentifier name) {
        for (SqlNode item : select.getSelectList()) {
            if (item.getKind() == SqlKind.AS && name.getSimple().equals(SqlValidatorUtil.alias(item))) {
                SqlNode value = ((SqlCall) item).operand(0);
                return !(value instanceof SqlIdentifier column && column.names.getLast().equals(name.getSimple()));
            }
        }
        return false;
    }

    private static SqlNode qualified(SqlIdentifier name, SqlValidatorScope input) {
        try {
            SqlIdentifier found = input.fullyQualify(name).identifier;
            return found.isSimple() ? name : found;
        } catch (CalciteException notAColumn) {
            return name;
        }
    }
}
