package io.millrace.planner.lowering;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.Expr;
import io.millrace.common.plan.MatchValue;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import io.millrace.planner.match.MatchAnalysis;
import io.millrace.planner.match.ReadValue;
import io.millrace.planner.physical.ConstantFolding;
import io.millrace.planner.relation.Refusals;
import io.millrace.planner.type.Types;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.TableFunctionScan;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlIntervalLiteral;
import org.apache.calcite.sql.parser.SqlParserUtil;

/** MATCH_RECOGNIZE: the node puts its columns out as it has them, a projection brings them into the standard's order. */
final class MatchLowering {
    private MatchLowering() {}

    static PlanNode lower(TableFunctionScan function, MatchAnalysis match, NodeLowering lowering) {
        PlanNode input = lowering.lower(function.getInput(0));
        boolean oneRow = match.rows() == PlanNode.RowsPerMatch.ONE_ROW;
        Schema declared = Types.schema(function.getRowType());
        List<Field> fields = new ArrayList<>();
        if (oneRow) {
            match.partition().forEach(key -> fields.add(input.schema().field(key)));
        } else {
            fields.addAll(input.schema().fields());
        }
        int kept = fields.size();
        List<Expr> measures = match.measures().stream().map(lowering::expression).map(ConstantFolding::value).toList();
        for (int m = 0; m < measures.size(); m++) {
            fields.add(new Field(declared.field(match.leading().size() + m).name(), measures.get(m).type(), true));
        }
        List<Expr> definitions = new ArrayList<>();
        for (RexNode definition : match.definitions()) {
            definitions.add(definition == null ? Expr.literal(true, SqlType.BOOLEAN)
                    : ConstantFolding.condition(lowering.expression(definition)));
        }
        PlanNode node = new PlanNode.Match(input, match.partition(), match.order(), match.pattern(), match.variables(),
                values(match.definitionValues(), input.schema(), lowering), definitions, within(match, input.schema()), match.after(),
                match.rows(), values(match.measureValues(), input.schema(), lowering), measures, new Schema(fields));
        List<Integer> shown = new ArrayList<>();
        for (int c = 0; c < match.leading().size(); c++) {
            shown.add(oneRow ? c : match.leading().get(c));
        }
        for (int m = 0; m < measures.size(); m++) {
            shown.add(kept + m);
        }
        for (int c = 0; !oneRow && c < kept; c++) {
            if (!match.leading().contains(c)) {
                shown.add(c);
            }
        }
        return Conformity.conform(Conformity.columns(node, shown), declared);
    }

    private static long within(MatchAnalysis match, Schema input) {
        SqlIntervalLiteral within = match.within();
        if (within == null) {
            return -1;
        }
        SqlIntervalLiteral.IntervalValue value = within.getValueAs(SqlIntervalLiteral.IntervalValue.class);
        if (value.getIntervalQualifier().isYearMonth()) {
            throw new MillraceException(ErrorCode.DATATYPE_MISMATCH, "WITHIN takes an interval of days to seconds");
        }
        long perSecond = input.type(match.order().get(0).column()).unitsPerSecond();
        BigDecimal millis = BigDecimal.valueOf(SqlParserUtil.intervalToMillis(value.getIntervalLiteral(), value.getIntervalQualifier()));
        long units = millis.multiply(BigDecimal.valueOf(value.getSign() * (perSecond / 1000))).longValueExact();
        if (units <= 0) {
            throw new MillraceException(ErrorCode.INVALID_PARAMETER, "WITHIN takes an interval longer than zero");
        }
        return units;
    }

    private static List<MatchValue> values(List<ReadValue> values, Schema input, NodeLowering lowering) {
        List<MatchValue> lowered = new ArrayList<>();
        for (ReadValue value : values) {
            lowered.add(switch (value) {
                case ReadValue.Cell cell -> new MatchValue.Cell(cell.at(), cell.column(), input.type(cell.column()));
                case ReadValue.Classifier classifier -> new MatchValue.Classifier(classifier.at());
                case ReadValue.Exists exists -> new MatchValue.Exists(exists.at());
                case ReadValue.MatchNumber number -> new MatchValue.MatchNumber();
                case ReadValue.Aggregated aggregated -> aggregated(aggregated, input, lowering);
            });
        }
        return lowered;
    }

    private static MatchValue aggregated(ReadValue.Aggregated value, Schema input, NodeLowering lowering) {
        RelNode query = value.query();
        if (query instanceof Project project && project.getProjects().get(0) instanceof RexInputRef) {
            query = project.getInput();
        }
        if (!(query instanceof Aggregate aggregate) || aggregate.getAggCallList().size() != 1 || aggregate.getGroupCount() > 0) {
            throw Refusals.unsupported("such an aggregate function in MATCH_RECOGNIZE");
        }
        List<Expr> arguments = new ArrayList<>();
        switch (aggregate.getInput()) {
            case Project project when project.getInput() instanceof TableScan ->
                    project.getProjects().forEach(p -> arguments.add(ConstantFolding.value(lowering.expression(p))));
            case TableScan scan -> scan.getRowType().getFieldList()
                    .forEach(f -> arguments.add(Expr.column(f.getIndex(), Types.sqlType(f.getType()))));
            default -> throw Refusals.unsupported("such an aggregate function in MATCH_RECOGNIZE");
        }
        List<Field> fields = new ArrayList<>();
        arguments.forEach(a -> fields.add(Field.of("argument" + fields.size(), a.type())));
        PlanNode columns = new PlanNode.Project(new PlanNode.Values(input, List.of()), arguments, new Schema(fields));
        return new MatchValue.Aggregated(value.variables(), value.running(), arguments,
                AggregateLowering.call(aggregate.getAggCallList().get(0), aggregate, columns));
    }
}
