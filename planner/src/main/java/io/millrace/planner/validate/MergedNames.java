package io.millrace.planner.validate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.util.SqlShuttle;

/** Puts values in the place of simple names, outside of inner queries, which have names of their own. */
final class MergedNames extends SqlShuttle {
    private final Map<String, SqlNode> values;

    MergedNames(Map<String, SqlNode> values) {
        this.values = values;
    }

    @Override
    public SqlNode visit(SqlIdentifier name) {
        SqlNode value = name.isSimple() ? values.get(name.getSimple()) : null;
        return value == null ? name : SqlNode.clone(value);
    }

    @Override
    public SqlNode visit(SqlCall call) {
        if (call.getKind().belongsTo(SqlKind.QUERY)) {
            return call;
        }
        for (int i = 0; i < call.operandCount(); i++) {
            SqlNode operand = call.operand(i);
            // Names that are not columns: aliases, windows, arguments.
            boolean other = operand instanceof SqlIdentifier
                    && (i == 1
                            && (call.getKind() == SqlKind.AS || call.getKind() == SqlKind.OVER
                                    || call.getKind() == SqlKind.ARGUMENT_ASSIGNMENT)
                            || i < 2 && call.getKind() == SqlKind.WINDOW || call.getKind() == SqlKind.DOT && i == 1);
            SqlNode replaced = operand == null || other ? operand : operand.accept(this);
            if (replaced != operand) {
                call.setOperand(i, replaced);
            }
        }
        return call;
    }

    @Override
    public SqlNode visit(SqlNodeList list) {
        List<SqlNode> items = new ArrayList<>();
        boolean changed = false;
        for (SqlNode item : list) {
            SqlNode replaced = item == null ? null : item.accept(this);
            changed |= replaced != item;
            items.add(replaced);
        }
        return changed ? new SqlNodeList(items, list.getParserPosition()) : list;
    }
}
