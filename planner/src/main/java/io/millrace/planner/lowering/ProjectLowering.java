package io.millrace.planner.lowering;

import io.millrace.common.expr.Expr;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;

/** A projection; one with window functions becomes window nodes below it. */
final class ProjectLowering {
    private ProjectLowering() {}

    static PlanNode lower(Project project, NodeLowering lowering) {
        PlanNode input = lowering.lower(project.getInput());
        if (RexOver.containsOver(project.getProjects(), null)) {
            return WindowLowering.lower(project, input, lowering);
        }
        List<Expr> expressions = new ArrayList<>();
        for (RexNode expression : project.getProjects()) {
            expressions.add(lowering.expression(expression));
        }
        return new PlanNode.Project(input, expressions, schema(project.getRowType().getFieldList(), expressions));
    }

    /** Names of Calcite's fields, types of the expressions. */
    static Schema schema(List<RelDataTypeField> names, List<Expr> expressions) {
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < expressions.size(); i++) {
            fields.add(new Field(names.get(i).getName(), expressions.get(i).type(), names.get(i).getType().isNullable()));
        }
        return new Schema(fields);
    }
}
