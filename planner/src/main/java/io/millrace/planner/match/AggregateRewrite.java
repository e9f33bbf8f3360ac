package io.millrace.planner.match;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.plan.MatchValue;
import io.millrace.common.type.SqlType;
import io.millrace.planner.type.MillraceTypeFactory;
import io.millrace.planner.type.Types;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.util.SqlShuttle;

/** An aggregate call over columns {@code $0}, {@code $1} … in the place of those of a pattern variable: the input's, then CLASSIFIER() and MATCH_NUMBER(). */
final class AggregateRewrite extends SqlShuttle {
    private final RelDataType input;
    private final Variables variables;
    private final boolean defining;
    private List<Integer> of;

    AggregateRewrite(RelDataType input, Variables variables, boolean defining) {
        this.input = input;
        this.variables = variables;
        this.defining = defining;
    }

    /** Whose rows are aggregated; none: all. */
    List<Integer> variables() {
        return of == null ? List.of() : of;
    }

    List<RelDataType> columnTypes() {
        List<RelDataType> types = new ArrayList<>(input.getFieldList().stream().map(RelDataTypeField::getType).toList());
        types.add(Types.relType(MillraceTypeFactory.INSTANCE, SqlType.VARCHAR, true));
        types.add(Types.relType(MillraceTypeFactory.INSTANCE, SqlType.BIGINT, true));
        return types;
    }

    private void of(List<Integer> set, SqlNode node) {
        if (of != null && !of.equals(set)) {
            throw MatchNames.error(ErrorCode.INVALID_PARAMETER,
                    "all columns of an aggregate function must be of the same pattern variable", node);
        }
        of = set;
    }

    private static SqlNode column(int index, SqlNode node) {
        return new SqlIdentifier("$" + index, node.getParserPosition());
    }

    @Override
    public SqlNode visit(SqlIdentifier identifier) {
        if (MatchNames.isCall(identifier)) {
            return identifier;
        }
        List<String> names = identifier.names;
        if (identifier.isStar()) {
            // COUNT(*) and COUNT(A.*)
            of(names.size() > 1 ? variables.of(identifier.getComponent(0)) : List.of(), identifier);
            return SqlIdentifier.star(identifier.getParserPosition());
        }
        List<Integer> set = names.size() > 1 ? variables.find(names.get(0)).orElse(null) : null;
        int at = set == null ? 0 : 1;
        of(set == null ? List.of() : set, identifier);
        SqlNode value = column(MatchNames.field(input, names.get(at), identifier).getIndex(), identifier);
        for (String field : names.subList(at + 1, names.size())) {
            value = SqlStdOperatorTable.ITEM.createCall(identifier.getParserPosition(), value,
                    SqlLiteral.createCharString(field, identifier.getParserPosition()));
        }
        return value;
    }

    @Override
    public SqlNode visit(SqlCall call) {
        SqlKind kind = call.getKind();
        String name = call.getOperator().getName();
        boolean classifier = name.equals("CLASSIFIER");
        if (classifier || name.equals("MATCH_NUMBER")) {
            if (defining) {
                throw MatchNames.error(ErrorCode.FEATURE_NOT_SUPPORTED, name + "() in an aggregate function of DEFINE is not supported",
                        call);
            }
            if (classifier) {
                of(call.operandCount() == 0 ? List.of() : variables.of(call.operand(0)), call);
            }
            int width = input.getFieldCount();
            return column(classifier ? MatchValue.classifierColumn(width) : MatchValue.matchNumberColumn(width), call);
        }
        return switch (kind) {
            case FIRST, LAST, PREV, NEXT, RUNNING, FINAL -> throw MatchNames.error(ErrorCode.INVALID_PARAMETER,
                    kind + " is not allowed within an aggregate function", call);
            case OVER -> throw MatchNames.error(ErrorCode.WINDOWING_ERROR, "window functions are not allowed in MATCH_RECOGNIZE", call);
            case SELECT, ORDER_BY, UNION, EXCEPT, INTERSECT, VALUES, WITH, EXISTS, SCALAR_QUERY ->
                    throw MatchNames.error(ErrorCode.FEATURE_NOT_SUPPORTED, "subqueries in MATCH_RECOGNIZE are not supported", call);
            default -> super.visit(call);
        };
    }
}
