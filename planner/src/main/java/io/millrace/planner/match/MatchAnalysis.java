package io.millrace.planner.match;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.plan.PlanNode.AfterMatch;
import io.millrace.common.plan.PlanNode.RowsPerMatch;
import io.millrace.common.plan.RowPattern;
import io.millrace.common.plan.SortKey;
import io.millrace.planner.type.MillraceTypeFactory;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlIntervalLiteral;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

/** What a MATCH_RECOGNIZE over a table of known columns says: names resolved, expressions typed, and the columns that come out. */
public final class MatchAnalysis {
    private final MatchClause match;
    private final RelDataType input;
    private final MatchQueries queries;
    private final Variables variables;
    private final List<Integer> partition = new ArrayList<>();
    private final List<SortKey> order = new ArrayList<>();
    private final List<ReadValue> definitionValues;
    private final List<RexNode> definitions = new ArrayList<>();
    private final List<ReadValue> measureValues;
    private final List<RexNode> measures;
    private final AfterMatch after;
    private final List<Integer> shown = new ArrayList<>();
    private final RelDataType rowType;

    MatchAnalysis(MatchClause match, RelDataType input, MatchQueries queries) {
        this.match = match;
        this.input = input;
        this.queries = queries;
        this.variables = new Variables(match);
        keys();
        this.after = new AfterMatch(match.skipTo(), match.skipTarget() == null ? List.of() : variables.of(match.skipTarget()));
        checkRows();
        checkWithin();
        ReadRewrite defining = new ReadRewrite(input, variables, queries, true);
        define(defining);
        this.definitionValues = List.copyOf(defining.values());
        ReadRewrite measuring = new ReadRewrite(input, variables, queries, false);
        List<SqlNode> items = new ArrayList<>();
        for (int m = 0; m < match.measures().size(); m++) {
            SqlNode expression = measuring.rewrite(match.measures().get(m));
            items.add(as(expression, match.measureNames().get(m).getSimple()));
        }
        this.measures = typed(items, measuring.values());
        this.measureValues = List.copyOf(measuring.values());
        this.rowType = outputType();
    }

    private void keys() {
        for (SqlNode key : match.partition()) {
            int column = column(key, "PARTITION BY");
            if (!partition.contains(column)) {
                partition.add(column);
            }
        }
        for (SqlNode item : match.order()) {
            SqlNode key = item;
            boolean descending = false;
            Boolean nullsFirst = null;
            while (key.getKind() == SqlKind.DESCENDING || key.getKind() == SqlKind.NULLS_FIRST || key.getKind() == SqlKind.NULLS_LAST) {
                descending |= key.getKind() == SqlKind.DESCENDING;
                nullsFirst = key.getKind() == SqlKind.DESCENDING ? nullsFirst : Boolean.valueOf(key.getKind() == SqlKind.NULLS_FIRST);
                key = ((SqlCall) key).operand(0);
            }
            order.add(new SortKey(column(key, "ORDER BY"), descending, nullsFirst == null ? descending : nullsFirst));
        }
    }

    /** Keys are columns, maybe under the table's name. */
    private int column(SqlNode key, String clause) {
        if (!(key instanceof SqlIdentifier name) || name.names.size() > 2) {
            throw MatchNames.error(ErrorCode.FEATURE_NOT_SUPPORTED, clause + " of MATCH_RECOGNIZE takes columns of its table, found " + key,
                    key);
        }
        return MatchNames.field(input, name.names.getLast(), key).getIndex();
    }

    private void checkRows() {
        if (match.rows() == RowsPerMatch.ALL_ROWS_WITH_UNMATCHED && excludes(match.pattern())) {
            throw MatchNames.error(ErrorCode.INVALID_PARAMETER, "WITH UNMATCHED ROWS does not go with {- … -} in the PATTERN", match);
        }
        Set<String> names = new LinkedHashSet<>();
        for (SqlIdentifier name : match.measureNames()) {
            if (!names.add(name.getSimple())) {
                throw MatchNames.error(ErrorCode.DUPLICATE_COLUMN, "measure " + name + " is there twice", name);
            }
        }
    }

    private static boolean excludes(RowPattern pattern) {
        return switch (pattern) {
            case RowPattern.Exclusion excluded -> true;
            case RowPattern.Concatenation all -> all.parts().stream().anyMatch(MatchAnalysis::excludes);
            case RowPattern.Alternation any -> any.alternatives().stream().anyMatch(MatchAnalysis::excludes);
            case RowPattern.Quantified repeated -> excludes(repeated.pattern());
            case RowPattern.Variable variable -> false;
            case RowPattern.Empty empty -> false;
            case RowPattern.PartitionStart start -> false;
            case RowPattern.PartitionEnd end -> false;
        };
    }

    private void checkWithin() {
        if (match.within() == null) {
            return;
        }
        boolean timed = !order.isEmpty() && SqlTypeUtil.isTimestamp(input.getFieldList().get(order.get(0).column()).getType())
                && !order.get(0).descending();
        if (!timed) {
            throw MatchNames.error(ErrorCode.DATATYPE_MISMATCH, "WITHIN needs ORDER BY a TIMESTAMP column, ascending", match.within());
        }
    }

    private void define(ReadRewrite rewrite) {
        List<SqlNode> items = new ArrayList<>();
        for (int d = 0; d < match.conditions().size(); d++) {
            items.add(as(rewrite.rewrite(MatchNames.condition(match.conditions().get(d))), "d" + d));
        }
        List<RexNode> typed = typed(items, rewrite.values());
        for (int d = 0; d < typed.size(); d++) {
            SqlTypeName type = typed.get(d).getType().getSqlTypeName();
            if (type != SqlTypeName.BOOLEAN && type != SqlTypeName.NULL) {
                throw MatchNames.error(ErrorCode.DATATYPE_MISMATCH,
                        "the definition of " + match.defined().get(d).getSimple() + " must be of type BOOLEAN, found "
                                + typed.get(d).getType(),
                        match.conditions().get(d));
            }
        }
        for (String name : match.variables().keySet()) {
            int at = match.defined().stream().map(SqlIdentifier::getSimple).toList().indexOf(name);
            definitions.add(at < 0 ? null : typed.get(at));
        }
    }

    private static SqlNode as(SqlNode expression, String name) {
        SqlParserPos position = expression.getParserPosition();
        return SqlStdOperatorTable.AS.createCall(position, expression, new SqlIdentifier(name, position));
    }

    /** Expressions over the columns of a table of what they read. */
    private List<RexNode> typed(List<SqlNode> items, List<ReadValue> values) {
        if (items.isEmpty()) {
            return List.of();
        }
        List<RelDataType> columns = new ArrayList<>(values.stream().map(ReadValue::type).toList());
        if (columns.isEmpty()) {
            columns.add(MillraceTypeFactory.INSTANCE.createSqlType(SqlTypeName.BOOLEAN));
        }
        RelNode query = queries.convert(MatchNames.select(items, queries.table(columns), match.getParserPosition()));
        List<RexNode> expressions = switch (query) {
            case Project project when project.getInput() instanceof TableScan && !RexOver.containsOver(project.getProjects(), null)
                    && !RexUtil.SubQueryFinder.containsSubQuery(project) -> project.getProjects();
            case TableScan scan -> scan.getRowType().getFieldList().stream().map(f -> (RexNode) RexInputRef.of(f.getIndex(),
                    scan.getRowType())).toList();
            default ->
                    throw new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED, "such an expression in MATCH_RECOGNIZE is not supported")
                            .at(MatchClause.position(match));
        };
        return expressions.subList(0, items.size());
    }

    /** The standard's order: partition, order (with ALL ROWS), measures, and then what is left of the input. */
    private RelDataType outputType() {
        RelDataTypeFactory.Builder builder = MillraceTypeFactory.INSTANCE.builder();
        List<RelDataTypeField> fields = input.getFieldList();
        shown.addAll(partition);
        boolean oneRow = match.rows() == RowsPerMatch.ONE_ROW;
        if (!oneRow) {
            order.stream().map(SortKey::column).filter(column -> !shown.contains(column)).distinct().forEach(shown::add);
        }
        shown.forEach(column -> builder.add(fields.get(column)));
        for (int m = 0; m < measures.size(); m++) {
            builder.add(match.measureNames().get(m).getSimple(),
                    MillraceTypeFactory.INSTANCE.createTypeWithNullability(measures.get(m).getType(), true));
        }
        if (!oneRow) {
            fields.stream().filter(field -> !shown.contains(field.getIndex())).forEach(builder::add);
        }
        return builder.build();
    }

    RelDataType rowType() {
        return rowType;
    }

    /** Input columns that stand before the measures, in order. */
    public List<Integer> leading() {
        return shown;
    }

    public List<Integer> partition() {
        return partition;
    }

    public List<SortKey> order() {
        return order;
    }

    public RowPattern pattern() {
        return match.pattern();
    }

    public List<String> variables() {
        return variables.names();
    }

    public List<ReadValue> definitionValues() {
        return definitionValues;
    }

    /** One a variable, null where it is not defined. */
    public List<RexNode> definitions() {
        return definitions;
    }

    public List<ReadValue> measureValues() {
        return measureValues;
    }

    public List<RexNode> measures() {
        return measures;
    }

    public AfterMatch after() {
        return after;
    }

    public RowsPerMatch rows() {
        return match.rows();
    }

    /** Null where a match may last as long as it likes. */
    public SqlIntervalLiteral within() {
        SqlLiteral within = match.within();
        return (SqlIntervalLiteral) within;
    }
}
