package io.millrace.planner.function;

import io.millrace.planner.table.WindowFunctions;
import io.millrace.planner.type.NumericTypes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.validate.SqlNameMatcher;

/** Every operator that a query may name: Calcite's syntax, arithmetic with PostgreSQL's types, and the function lists. Immutable and shared. */
public final class OperatorTable implements SqlOperatorTable {
    /** Calcite's operators that ours take the place of. */
    private static final Set<String> REPLACED = Set.of("+", "-", "*", "/", "%", "||");

    public static final OperatorTable INSTANCE = new OperatorTable();

    private final List<SqlOperator> operators = new ArrayList<>();
    private final Map<String, List<SqlOperator>> byName = new HashMap<>();

    private OperatorTable() {
        for (SqlOperator operator : SqlStdOperatorTable.instance().getOperatorList()) {
            boolean prefix = operator.getSyntax() == SqlSyntax.PREFIX;
            if (!(operator instanceof SqlFunction) && (prefix || !REPLACED.contains(operator.getName()))) {
                add(operator);
            }
        }
        arithmetic("+", SqlStdOperatorTable.PLUS, NumericTypes.Operator.PLUS);
        arithmetic("-", SqlStdOperatorTable.MINUS, NumericTypes.Operator.MINUS);
        arithmetic("*", SqlStdOperatorTable.MULTIPLY, NumericTypes.Operator.MULTIPLY);
        arithmetic("/", SqlStdOperatorTable.DIVIDE, NumericTypes.Operator.DIVIDE);
        arithmetic("%", SqlStdOperatorTable.PERCENT_REMAINDER, NumericTypes.Operator.MODULO);
        add(new ConcatOperator());
        List.of(SqlLibraryOperators.ILIKE, SqlLibraryOperators.NOT_ILIKE, new CastOperator("CAST", SqlKind.CAST),
                new CastOperator("TRY_CAST", SqlKind.SAFE_CAST), new CastOperator("SAFE_CAST", SqlKind.SAFE_CAST)).forEach(this::add);
        Aggregates.CALCITES.forEach(this::add);
        Aggregates.OURS.forEach(this::addAggregate);
        FunctionCatalog.OPERATORS.forEach(this::add);
        WindowFunctions.operators().forEach(this::add);
    }

    private void arithmetic(String name, SqlOperator like, NumericTypes.Operator operator) {
        // Calcite stores twice a precedence, and one more on the side that binds.
        add(new ArithmeticOperator(name, like.getKind() == SqlKind.OTHER ? SqlKind.MOD : like.getKind(), like.getLeftPrec() / 2, operator));
    }

    private void addAggregate(AggregateOperator operator) {
        add(operator);
        for (String name : operator.names()) {
            if (!name.equalsIgnoreCase(operator.getName())) {
                named(name).add(operator);
            }
        }
    }

    private List<SqlOperator> named(String name) {
        return byName.computeIfAbsent(name, key -> new ArrayList<>());
    }

    private void add(SqlOperator operator) {
        operators.add(operator);
        named(operator.getName().toLowerCase(Locale.ROOT)).add(operator);
    }

    @Override
    public void lookupOperatorOverloads(SqlIdentifier name, SqlFunctionCategory category, SqlSyntax syntax, List<SqlOperator> found,
            SqlNameMatcher matcher) {
        if (!name.isSimple()) {
            return;
        }
        for (SqlOperator operator : byName.getOrDefault(name.getSimple().toLowerCase(Locale.ROOT), List.of())) {
            // COUNT, CAST and the like are called as functions, whatever their own syntax.
            if (operator.getSyntax() == syntax || syntax == SqlSyntax.FUNCTION && operator instanceof SqlFunction) {
                found.add(operator);
            }
        }
    }

    /** The function of a name, if there is one. */
    public Optional<SqlFunction> function(String name) {
        return byName.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream()
                .filter(SqlFunction.class::isInstance).map(SqlFunction.class::cast).findFirst();
    }

    /** Names of all functions, for hints. */
    public Set<String> functionNames() {
        return byName.keySet();
    }

    @Override
    public List<SqlOperator> getOperatorList() {
        return operators;
    }
}
