package io.millrace.planner.validate;

import io.millrace.planner.error.PlanningErrors;
import java.util.HashMap;
import java.util.Map;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;

/**
 * Refuses queries whose WITH grows beyond bounds. A query that is named is converted wherever its name stands, so that names that use the one before twice
 * double with each: thirty lines of text become a thousand million nodes.
 */
public final class WithExpansion {
    /** Nodes of syntax that names may add to those that are written. */
    private static final double ADDED_MAX = 200_000;

    private WithExpansion() {}

    /** STATEMENT_TOO_COMPLEX if the query grows too much. */
    public static void check(SqlNode query) {
        if (added(query, false, Map.of()) > ADDED_MAX) {
            throw PlanningErrors.tooComplex();
        }
    }

    /** How many nodes the names in {@code node} stand for; {@code names}: what each known name stands for, itself included. */
    private static double added(SqlNode node, boolean relation, Map<String, Double> names) {
        return switch (node) {
            case null -> 0;
            case SqlIdentifier name -> relation && name.isSimple() ? names.getOrDefault(name.getSimple(), 0.0) : 0;
            case SqlWith with -> {
                Map<String, Double> all = new HashMap<>(names);
                for (SqlNode item : with.withList) {
                    SqlWithItem named = (SqlWithItem) item;
                    all.remove(named.name.getSimple());
                    all.put(named.name.getSimple(), written(named.query) + added(named.query, false, all));
                }
                yield added(with.body, false, all);
            }
            case SqlNodeList list -> {
                double sum = 0;
                for (SqlNode item : list) {
                    sum += added(item, false, names);
                }
                yield sum;
            }
            case SqlCall call -> {
                double sum = 0;
                for (int i = 0; i < call.getOperandList().size(); i++) {
                    sum += added(call.getOperandList().get(i), isRelation(call, i, relation), names);
                }
                yield sum;
            }
            default -> 0;
        };
    }

    private static boolean isRelation(SqlCall call, int operand, boolean relation) {
        return call instanceof SqlSelect && operand == SqlSelect.FROM_OPERAND
                || call instanceof SqlJoin && (operand == 0 || operand == 3)
                || call.getKind() == SqlKind.EXPLICIT_TABLE
                || relation && operand == 0;
    }

    private static double written(SqlNode node) {
        double sum = 1;
        if (node instanceof SqlNodeList list) {
            for (SqlNode item : list) {
                sum += written(item);
            }
        } else if (node instanceof SqlCall call) {
            for (SqlNode operand : call.getOperandList()) {
                sum += written(operand);
            }
        }
        return sum;
    }
}
