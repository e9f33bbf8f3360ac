package io.millrace.planner.validate;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.error.SourcePosition;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.validate.DelegatingScope;
import org.apache.calcite.sql.validate.ListScope;
import org.apache.calcite.sql.validate.SqlValidatorScope;

/**
 * Aggregates in a subquery whose columns are all of queries around it. By the standard they are aggregates of the query that the columns belong to, as
 * {@code (SELECT MAX(o.a) FROM i)} is {@code MAX(o.a)} of the query over {@code o}; Calcite would compute them over the rows of the subquery.
 */
final class OuterAggregates {
    private OuterAggregates() {}

    /** FEATURE_NOT_SUPPORTED if the aggregate is of that kind. */
    static void refuse(SqlCall aggregate, SqlNode filter, SqlValidatorScope scope) {
        ListScope from = fromScope(scope);
        if (from == null) {
            return;
        }
        Columns columns = new Columns(scope, from);
        aggregate.getOperandList().forEach(operand -> {
            if (operand != null) {
                operand.accept(columns);
            }
        });
        if (filter != null) {
            filter.accept(columns);
        }
        boolean ofFilter = aggregate.getOperandList().stream().allMatch(operand -> operand == null || isStar(operand));
        if (columns.outer && (!columns.inner || ofFilter && !filterColumns(filter, scope, from).inner)) {
            throw new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED,
                    "an aggregate in a subquery over nothing but columns of the query around it: compute it in that query")
                    .at(new SourcePosition(aggregate.getParserPosition().getLineNum(), aggregate.getParserPosition().getColumnNum()));
        }
    }

    /** COUNT(*), which has no columns of its own, is of the query that its FILTER is over. */
    private static boolean isStar(SqlNode operand) {
        return operand instanceof SqlIdentifier identifier && identifier.isStar();
    }

    private static Columns filterColumns(SqlNode filter, SqlValidatorScope scope, ListScope from) {
        Columns columns = new Columns(scope, from);
        if (filter != null) {
            filter.accept(columns);
        }
        return columns;
    }

    private static ListScope fromScope(SqlValidatorScope scope) {
        SqlValidatorScope at = scope;
        while (at instanceof DelegatingScope delegating) {
            if (at instanceof ListScope list) {
                return list;
            }
            at = delegating.getParent();
        }
        return null;
    }

    private static final class Columns extends SqlBasicVisitor<Void> {
        private final SqlValidatorScope scope;
        private final ListScope own;
        private boolean inner;
        private boolean outer;

        Columns(SqlValidatorScope scope, ListScope own) {
            this.scope = scope;
            this.own = own;
        }

        @Override
        public Void visit(SqlCall call) {
            if (call.isA(SqlKind.QUERY)) {
                // what a subquery refers to is not looked into
                inner = true;
                return null;
            }
            return super.visit(call);
        }

        @Override
        public Void visit(SqlIdentifier identifier) {
            if (identifier.isStar()) {
                inner = true;
                return null;
            }
            SqlValidatorScope.ResolvedImpl found = new SqlValidatorScope.ResolvedImpl();
            own.resolve(scope.fullyQualify(identifier).prefix(), scope.getValidator().getCatalogReader().nameMatcher(), false, found);
            if (found.count() != 1 || found.only().scope == own) {
                inner = true;
            } else {
                outer = true;
            }
            return null;
        }
    }
}
