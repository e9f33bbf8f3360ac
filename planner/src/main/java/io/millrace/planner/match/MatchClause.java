package io.millrace.planner.match;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.error.SourcePosition;
import io.millrace.common.plan.PlanNode.AfterMatch.SkipTo;
import io.millrace.common.plan.PlanNode.RowsPerMatch;
import io.millrace.common.plan.RowPattern;
import io.millrace.common.plan.RowPattern.Quantified;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/** MATCH_RECOGNIZE as it was written. The parser fills it; before validation it becomes a call of a {@link MatchFunction}. */
public final class MatchClause extends SqlCall {
    private static final int PERMUTED_MOST = 7;
    private static final SqlOperator OPERATOR = new SqlSpecialOperator("MATCH_RECOGNIZE", SqlKind.MATCH_RECOGNIZE);

    private SqlNode table;
    private SqlNodeList partition = SqlNodeList.EMPTY;
    private SqlNodeList order = SqlNodeList.EMPTY;
    private final SqlNodeList measures = new SqlNodeList(SqlParserPos.ZERO);
    private final List<SqlIdentifier> measureNames = new ArrayList<>();
    private final SqlNodeList conditions = new SqlNodeList(SqlParserPos.ZERO);
    private final List<SqlIdentifier> defined = new ArrayList<>();
    /** Variables of the pattern in the order in which it names them. */
    private final Map<String, Integer> variables = new LinkedHashMap<>();
    /** The same as they were first written, which is what CLASSIFIER() gives. */
    private final List<String> shownNames = new ArrayList<>();
    private final Map<String, List<SqlIdentifier>> subsets = new LinkedHashMap<>();
    private RowPattern pattern = new RowPattern.Empty();
    private RowsPerMatch rows = RowsPerMatch.ONE_ROW;
    private SkipTo skipTo = SkipTo.PAST_LAST_ROW;
    private SqlIdentifier skipTarget;
    private SqlLiteral within;

    public MatchClause(SqlParserPos position, SqlNode table) {
        super(position);
        this.table = table;
    }

    public void setPartition(SqlNodeList keys) {
        partition = keys;
    }

    public void setOrder(SqlNodeList keys) {
        order = keys;
    }

    public void setRows(RowsPerMatch newRows) {
        rows = newRows;
    }

    /** {@code ALL ROWS PER MATCH WITH word}, where the word can only be UNMATCHED. */
    public void setRowsWith(SqlIdentifier word) {
        if (!word.getSimple().equalsIgnoreCase("unmatched")) {
            throw new MillraceException(ErrorCode.SYNTAX_ERROR, "expected UNMATCHED ROWS, found " + word.getSimple()).at(position(word));
        }
        rows = RowsPerMatch.ALL_ROWS_WITH_UNMATCHED;
    }

    /** {@code target} null where there is none. */
    public void setAfter(SkipTo to, SqlIdentifier target) {
        skipTo = to;
        skipTarget = target;
    }

    public void setPattern(RowPattern newPattern) {
        pattern = newPattern;
    }

    public void setWithin(SqlLiteral interval) {
        within = interval;
    }

    public void addMeasure(SqlNode expression, SqlIdentifier name) {
        measures.add(expression);
        measureNames.add(name);
    }

    public void addSubset(SqlIdentifier name, List<SqlIdentifier> members) {
        if (subsets.putIfAbsent(name.getSimple(), members) != null) {
            throw new MillraceException(ErrorCode.DUPLICATE_OBJECT, "pattern variable " + name.getSimple() + " is defined twice")
                    .at(position(name));
        }
    }

    public void addDefinition(SqlIdentifier name, SqlNode condition) {
        if (defined.stream().anyMatch(other -> other.getSimple().equals(name.getSimple()))) {
            throw new MillraceException(ErrorCode.DUPLICATE_OBJECT, "pattern variable " + name.getSimple() + " is defined twice")
                    .at(position(name));
        }
        defined.add(name);
        conditions.add(condition);
    }

    /** A variable in the pattern, {@code written} so. A name may end in the anchor {@code $}, which is a letter to the lexer. */
    public RowPattern mapped(SqlIdentifier name, String written) {
        String text = name.getSimple();
        if (text.equals("$")) {
            return new RowPattern.PartitionEnd();
        }
        String shown = written.equalsIgnoreCase(text) ? written : text;
        if (text.endsWith("$") && !name.isComponentQuoted(0)) {
            int length = text.length() - 1;
            return new RowPattern.Concatenation(
                    List.of(variable(text.substring(0, length), shown.substring(0, length)), new RowPattern.PartitionEnd()));
        }
        return variable(text, shown);
    }

    private RowPattern variable(String name, String shown) {
        Integer known = variables.putIfAbsent(name, variables.size());
        if (known == null) {
            shownNames.add(shown);
        }
        return new RowPattern.Variable(variables.get(name));
    }

    public static RowPattern concatenation(List<RowPattern> parts) {
        return switch (parts.size()) {
            case 0 -> new RowPattern.Empty();
            case 1 -> parts.get(0);
            default -> new RowPattern.Concatenation(parts);
        };
    }

    public static RowPattern quantified(RowPattern pattern, int least, int most, boolean greedy, SqlParserPos at) {
        if (most == 0 || most != Quantified.UNBOUNDED && most < least) {
            throw new MillraceException(ErrorCode.INVALID_PARAMETER,
                    "the upper bound of a quantifier must be at least " + Math.max(1, least) + ", found " + most)
                    .at(new SourcePosition(at.getLineNum(), at.getColumnNum()));
        }
        return new Quantified(pattern, least, most, greedy);
    }

    /** All orders of the parts, those that keep earlier parts first preferred. */
    public static RowPattern permutation(List<RowPattern> parts, SqlParserPos at) {
        if (parts.size() > PERMUTED_MOST) {
            throw new MillraceException(ErrorCode.STATEMENT_TOO_COMPLEX,
                    "PERMUTE takes at most " + PERMUTED_MOST + " patterns, found " + parts.size())
                    .at(new SourcePosition(at.getLineNum(), at.getColumnNum()));
        }
        List<RowPattern> orders = new ArrayList<>();
        permute(parts, new ArrayList<>(), orders);
        return orders.size() == 1 ? orders.get(0) : new RowPattern.Alternation(orders);
    }

    private static void permute(List<RowPattern> rest, List<RowPattern> begun, List<RowPattern> orders) {
        if (rest.isEmpty()) {
            orders.add(concatenation(List.copyOf(begun)));
        }
        for (int i = 0; i < rest.size(); i++) {
            List<RowPattern> others = new ArrayList<>(rest);
            begun.add(others.remove(i));
            permute(others, begun, orders);
            begun.removeLast();
        }
    }

    /** {@code CLASSIFIER(name)}; {@code name} may be null. */
    public static SqlCall classifier(SqlParserPos position, SqlIdentifier name) {
        return name == null ? SqlStdOperatorTable.CLASSIFIER.createCall(position)
                : SqlStdOperatorTable.CLASSIFIER.createCall(position, name);
    }

    public SqlNode table() {
        return table;
    }

    SqlNodeList partition() {
        return partition;
    }

    SqlNodeList order() {
        return order;
    }

    SqlNodeList measures() {
        return measures;
    }

    List<SqlIdentifier> measureNames() {
        return measureNames;
    }

    SqlNodeList conditions() {
        return conditions;
    }

    List<SqlIdentifier> defined() {
        return defined;
    }

    Map<String, Integer> variables() {
        return variables;
    }

    List<String> shownNames() {
        return shownNames;
    }

    Map<String, List<SqlIdentifier>> subsets() {
        return subsets;
    }

    RowPattern pattern() {
        return pattern;
    }

    RowsPerMatch rows() {
        return rows;
    }

    SkipTo skipTo() {
        return skipTo;
    }

    SqlIdentifier skipTarget() {
        return skipTarget;
    }

    SqlLiteral within() {
        return within;
    }

    static SourcePosition position(SqlNode node) {
        return new SourcePosition(node.getParserPosition().getLineNum(), node.getParserPosition().getColumnNum());
    }

    @Override
    public SqlOperator getOperator() {
        return OPERATOR;
    }

    @Override
    public List<SqlNode> getOperandList() {
        return List.of(table, partition, order, measures, conditions);
    }

    /** Lists change in place; only the table is ever another. */
    @Override
    public void setOperand(int i, SqlNode operand) {
        if (i != 0) {
            throw new AssertionError("operand " + i);
        }
        table = operand;
    }

    @Override
    public SqlNode clone(SqlParserPos position) {
        return this;
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        table.unparse(writer, leftPrec, rightPrec);
        writer.keyword("MATCH_RECOGNIZE (…)");
    }
}
