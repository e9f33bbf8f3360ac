package io.millrace.planner.validate;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.error.SourcePosition;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWithItem;

/** What the recursive term of WITH RECURSIVE must not do: aggregate, because each round sees the rows of the last one only. */
final class RecursiveTerms {
    private RecursiveTerms() {}

    static void check(SqlWithItem item) {
        boolean recursive = item.recursive != null && item.recursive.booleanValue();
        if (recursive && item.query.getKind() == SqlKind.UNION && reads(((SqlCall) item.query).operand(1), item.name.getSimple())) {
            refuseAggregates(((SqlCall) item.query).operand(1));
        }
    }

    private static void refuseAggregates(SqlNode term) {
        if (term instanceof SqlSelect select) {
            SqlNode found = aggregate(select.getSelectList());
            found = found == null ? aggregate(select.getHaving()) : found;
            found = found == null && select.getGroup() != null ? select : found;
            if (found != null) {
                throw new MillraceException(ErrorCode.INVALID_RECURSION,
                        "aggregates are not allowed in a recursive query's recursive term")
                        .at(new SourcePosition(found.getParserPosition().getLineNum(), found.getParserPosition().getColumnNum()));
            }
        } else if (term.getKind() == SqlKind.UNION) {
            ((SqlCall) term).getOperandList().forEach(RecursiveTerms::refuseAggregates);
        }
    }

    private static boolean reads(SqlNode node, String name) {
        return switch (node) {
            case null -> false;
            case org.apache.calcite.sql.SqlIdentifier identifier -> identifier.isSimple() && identifier.getSimple().equals(name);
            case SqlNodeList list -> list.stream().anyMatch(item -> reads(item, name));
            case SqlCall call -> call.getOperandList().stream().anyMatch(operand -> reads(operand, name));
            default -> false;
        };
    }

    private static SqlNode aggregate(SqlNode node) {
        if (node instanceof SqlNodeList list) {
            return list.stream().map(RecursiveTerms::aggregate).filter(found -> found != null).findFirst().orElse(null);
        }
        if (!(node instanceof SqlCall call) || call.getKind().belongsTo(SqlKind.QUERY) || call.getKind() == SqlKind.OVER) {
            return null;
        }
        if (FunctionSyntax.isAggregate(call)) {
            return call;
        }
        return call.getOperandList().stream().map(RecursiveTerms::aggregate).filter(found -> found != null).findFirst().orElse(null);
    }
}
