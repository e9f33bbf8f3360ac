package io.millrace.planner.match;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperandCountRange;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWindowTableFunction;
import org.apache.calcite.sql.type.SqlOperandCountRanges;
import org.apache.calcite.sql.type.SqlOperandMetadata;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.util.SqlVisitor;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;

/**
 * One MATCH_RECOGNIZE as a function of a table, so that to Calcite it is nothing new; each is an operator of its own. Once the table's columns are known, what is
 * looked for is worked out ({@link MatchAnalysis}), which the lowering takes from here.
 */
public final class MatchFunction extends SqlWindowTableFunction {
    private final MatchClause clause;
    private final MatchQueries queries;
    private MatchAnalysis analysis;

    /** {@code number} tells it from others of the statement. */
    public MatchFunction(MatchClause clause, MatchQueries queries, int number) {
        super("MATCH_RECOGNIZE$" + number, new OneTable());
        this.clause = clause;
        this.queries = queries;
    }

    /** After validation. */
    public MatchAnalysis analysis() {
        return analysis;
    }

    /** There is nothing to look up: the operator is the function. */
    @Override
    public RelDataType deriveType(SqlValidator validator, SqlValidatorScope scope, SqlCall call) {
        call.getOperandList().forEach(operand -> validator.deriveType(scope, operand));
        return validator.getTypeFactory().createSqlType(SqlTypeName.CURSOR);
    }

    @Override
    public SqlReturnTypeInference getRowTypeInference() {
        return binding -> {
            if (analysis == null) {
                analysis = new MatchAnalysis(clause, binding.getOperandType(0), queries);
            }
            return analysis.rowType();
        };
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    private static final class OneTable implements SqlOperandMetadata {
        @Override
        public boolean checkOperandTypes(SqlCallBinding binding, boolean throwOnFailure) {
            return true;
        }

        @Override
        public SqlOperandCountRange getOperandCountRange() {
            return SqlOperandCountRanges.from(1);
        }

        @Override
        public String getAllowedSignatures(SqlOperator operator, String name) {
            return "table MATCH_RECOGNIZE (…)";
        }

        @Override
        public List<RelDataType> paramTypes(RelDataTypeFactory factory) {
            return List.of(factory.createSqlType(SqlTypeName.ANY));
        }

        @Override
        public List<String> paramNames() {
            return List.of("DATA");
        }

        @Override
        public boolean isOptional(int i) {
            return i > 0;
        }
    }

    /** The call in FROM. */
    public SqlCall call(SqlNode query) {
        List<SqlNode> operands = new ArrayList<>(List.of(query));
        SqlVisitor<Void> parameters = new SqlBasicVisitor<>() {
            @Override
            public Void visit(SqlDynamicParam parameter) {
                operands.add(parameter);
                return null;
            }
        };
        // Not read there, but so the statement's parameters are all known
        clause.measures().accept(parameters);
        clause.conditions().accept(parameters);
        return createCall(clause.getParserPosition(), operands);
    }
}
