package io.millrace.exec.expression.text;

import io.millrace.common.batch.Column;
import io.millrace.common.memory.Memory;
import io.millrace.common.type.SqlType;
import io.millrace.exec.expression.EvaluationContext;
import io.millrace.exec.expression.Evaluator;
import io.millrace.exec.expression.support.FixedResult;
import io.millrace.exec.expression.support.Operand;
import io.millrace.exec.expression.support.Rows;
import io.millrace.exec.expression.support.StrictEvaluator;
import java.util.List;

/** Tests strings against a pattern, which is compiled when it is met first and kept until another comes. */
final class PatternEvaluator extends StrictEvaluator {
    /** Compiles a pattern; {@code option} (escape, flags) is null if it isn't given. */
    @FunctionalInterface
    interface Compiler {
        TextPredicate compile(String pattern, String option);
    }

    private final Compiler compiler;
    private TextPredicate predicate;
    private String pattern;
    private String option;

    PatternEvaluator(SqlType type, List<Evaluator> arguments, EvaluationContext context, Compiler compiler) {
        super(type, arguments, context);
        this.compiler = compiler;
    }

    @Override
    protected Column compute(Operand[] operands, Rows rows) {
        boolean constant = operands[1].isConstant() && (operands.length == 2 || operands[2].isConstant());
        try (FixedResult result = new FixedResult(allocator, type, rows.length())) {
            Operand text = operands[0];
            if (constant) {
                compile(operands, rows.at(0));
            }
            TextPredicate test = predicate;
            int[] positions = rows.positions();
            for (int k = 0; k < rows.count(); k++) {
                int row = positions == null ? k : positions[k];
                if (!constant) {
                    compile(operands, row);
                    test = predicate;
                }
                if (test.test(text.startAt(row), text.lengthAt(row))) {
                    Memory.setBit(result.data, row);
                }
            }
            return result.build();
        }
    }

    private void compile(Operand[] operands, int row) {
        String newPattern = operands[1].stringAt(row);
        String newOption = operands.length > 2 ? operands[2].stringAt(row) : null;
        if (predicate == null || !newPattern.equals(pattern) || newOption != null && !newOption.equals(option)) {
            predicate = compiler.compile(newPattern, newOption);
            pattern = newPattern;
            option = newOption;
        }
    }
}
