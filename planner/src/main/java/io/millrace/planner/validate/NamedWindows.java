package io.millrace.planner.validate;

import java.util.HashMap;
import java.util.Map;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWindow;
import org.apache.calcite.sql.util.SqlBasicVisitor;

/**
 * A window that begins with another's name takes over its partition and order. Calcite forgets the frame that is added:
 *
 * <pre>
 * sum(x) OVER (w ROWS 1 PRECEDING) … WINDOW w AS (ORDER BY y)      sum(x) OVER (ORDER BY y ROWS 1 PRECEDING)
 * </pre>
 */
final class NamedWindows {
    private static final int REFERENCE = 1;
    private static final int PARTITION = 2;
    private static final int ORDER = 3;

    private NamedWindows() {}

    static void resolve(SqlSelect select) {
        if (select.getWindowList() == null || select.getWindowList().isEmpty()) {
            return;
        }
        Map<String, SqlWindow> windows = new HashMap<>();
        for (SqlNode item : select.getWindowList()) {
            if (item instanceof SqlWindow window && window.getDeclName() != null) {
                extend(window, windows);
                windows.put(window.getDeclName().getSimple(), window);
            }
        }
        SqlBasicVisitor<Void> visitor = new SqlBasicVisitor<>() {
            @Override
            public Void visit(SqlCall call) {
                if (call.getKind().belongsTo(SqlKind.QUERY)) {
                    return null;
                }
                if (call.getKind() == SqlKind.OVER && call.operand(1) instanceof SqlWindow window) {
                    extend(window, windows);
                }
                return super.visit(call);
            }
        };
        for (SqlNode clause : new SqlNode[] {select.getSelectList(), select.getQualify(), select.getOrderList()}) {
            if (clause != null) {
                clause.accept(visitor);
            }
        }
    }

    /** Calcite says what is wrong with a window that changes what it takes over, so such ones are left to it. */
    private static void extend(SqlWindow window, Map<String, SqlWindow> windows) {
        SqlIdentifier name = window.getRefName();
        SqlWindow base = name == null || !name.isSimple() ? null : windows.get(name.getSimple());
        if (base == null || base.getLowerBound() != null || base.getUpperBound() != null || !window.getPartitionList().isEmpty()
                || !base.getOrderList().isEmpty() && !window.getOrderList().isEmpty()) {
            return;
        }
        window.setOperand(REFERENCE, null);
        window.setOperand(PARTITION, copy(base.getPartitionList()));
        if (!base.getOrderList().isEmpty()) {
            window.setOperand(ORDER, copy(base.getOrderList()));
        }
    }

    private static SqlNodeList copy(SqlNodeList list) {
        return new SqlNodeList(list.stream().map(item -> (SqlNode) SqlNode.clone(item)).toList(), list.getParserPosition());
    }
}
