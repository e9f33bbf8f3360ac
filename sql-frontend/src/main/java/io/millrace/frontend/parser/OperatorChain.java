package io.millrace.frontend.parser;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlPrefixOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserUtil;

/**
 * Terms joined by one associative operator. The grammar makes a tree of them that is as deep as there are terms, which everything recursive after it
 * would have to descend; of the same terms in the same order a balanced tree means the same:
 *
 * <pre>
 * ((a OR b) OR c) OR d      (a OR b) OR (c OR d)
 * </pre>
 */
public final class OperatorChain {
    /** Shorter ones keep their shape, which plans show. */
    private static final int TERMS_MIN = 64;

    private static final Set<SqlOperator> ASSOCIATIVE =
            Set.of(SqlStdOperatorTable.OR, SqlStdOperatorTable.AND, SqlStdOperatorTable.UNION_ALL);

    private OperatorChain() {}

    /**
     * The tree of what the grammar has read: operands, and operators as {@link SqlParserUtil.ToTreeListItem}. As Calcite's, but for long chains of OR
     * and AND, whose terms are made trees one by one.
     */
    public static SqlNode toTree(List<Object> list) {
        list.replaceAll(OperatorChain::withPrecedence);
        return tree(list);
    }

    private static Object withPrecedence(Object item) {
        if (item instanceof SqlParserUtil.ToTreeListItem link) {
            SqlOperator operator = PostgresOperators.inPlaceOf(link.getOperator());
            return operator == link.getOperator() ? item : new SqlParserUtil.ToTreeListItem(operator, link.getPos());
        }
        return item;
    }

    private static SqlNode tree(List<Object> list) {
        if (list.size() > 2 * TERMS_MIN) {
            for (SqlOperator operator : List.of(SqlStdOperatorTable.OR, SqlStdOperatorTable.AND)) {
                if (bindsLeast(operator, list)) {
                    List<SqlNode> terms = split(operator, list).stream().map(OperatorChain::tree).toList();
                    return balanced(operator, terms);
                }
            }
        }
        return SqlParserUtil.toTree(list);
    }

    /** Whether the operator is there, and none that binds less. A BETWEEN has an AND of its own. */
    private static boolean bindsLeast(SqlOperator operator, List<Object> list) {
        boolean found = false;
        for (Object item : list) {
            if (item instanceof SqlParserUtil.ToTreeListItem link) {
                SqlOperator other = link.getOperator();
                found |= other == operator;
                boolean between = other.getKind() == SqlKind.BETWEEN && operator == SqlStdOperatorTable.AND;
                if (between || other.getLeftPrec() < operator.getLeftPrec() && !(other instanceof SqlPrefixOperator)) {
                    return false;
                }
            }
        }
        return found;
    }

    private static List<List<Object>> split(SqlOperator operator, List<Object> list) {
        List<List<Object>> terms = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i) instanceof SqlParserUtil.ToTreeListItem link && link.getOperator() == operator) {
                terms.add(new ArrayList<>(list.subList(from, i)));
                from = i + 1;
            }
        }
        terms.add(new ArrayList<>(list.subList(from, list.size())));
        return terms;
    }

    static boolean isLong(SqlCall call) {
        int terms = 1;
        SqlNode at = call;
        while (terms < TERMS_MIN && isLink(at, call.getOperator())) {
            at = ((SqlCall) at).operand(0);
            terms++;
        }
        return terms == TERMS_MIN;
    }

    private static boolean isLink(SqlNode node, SqlOperator operator) {
        return ASSOCIATIVE.contains(operator) && node instanceof SqlCall call && call.getOperator() == operator && call.operandCount() == 2;
    }

    /** The chain with its terms as {@code rewrite} gives them. */
    static SqlNode balanced(SqlCall chain, UnaryOperator<SqlNode> rewrite) {
        List<SqlNode> terms = new ArrayList<>();
        SqlNode at = chain;
        while (isLink(at, chain.getOperator())) {
            terms.add(rewrite.apply(((SqlCall) at).operand(1)));
            at = ((SqlCall) at).operand(0);
        }
        terms.add(rewrite.apply(at));
        return balanced(chain.getOperator(), terms.reversed());
    }

    private static SqlNode balanced(SqlOperator operator, List<SqlNode> terms) {
        if (terms.size() == 1) {
            return terms.get(0);
        }
        int middle = terms.size() / 2;
        SqlNode left = balanced(operator, terms.subList(0, middle));
        SqlNode right = balanced(operator, terms.subList(middle, terms.size()));
        return operator.createCall(left.getParserPosition().plus(right.getParserPosition()), left, right);
    }
}
