package io.millrace.planner.validate;

import io.millrace.common.catalog.ObjectName;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.planner.catalog.CatalogReader;
import io.millrace.planner.catalog.StatementCatalog;
import io.millrace.planner.match.MatchClause;
import io.millrace.planner.match.MatchFunction;
import io.millrace.planner.match.MatchQueries;
import io.millrace.planner.table.WindowFunctions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlSnapshot;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/**
 * What may stand in FROM beside names:
 *
 * <pre>
 * read_parquet('a.parquet', header => true)   a table of the statement's own
 * t FOR SYSTEM_TIME AS OF TIMESTAMP '…'       the table at an earlier version
 * t FOR SYSTEM_VERSION AS OF 12               (the parser gives both as a snapshot; the number tells them apart)
 * TUMBLE(t, DESCRIPTOR(ts), …)                as {@link WindowTableSyntax} says
 * t MATCH_RECOGNIZE (…)                       a table function of SELECT * FROM t, see {@link MatchFunction}
 * generate_series(1, 10)                      UNNEST(generate_series(1, 10))
 * </pre>
 */
public final class FromSyntax {
    private static final Set<String> FILE_FUNCTIONS = Set.of("read_parquet", "read_csv", "read_json");

    /** Functions that give the entries of a map. */
    private static final Set<String> MEMBERS = Set.of("json_each", "jsonb_each", "json_each_text", "jsonb_each_text");

    private final CatalogReader reader;
    private final ConstantTime constantTime;
    private final MatchQueries matchQueries;
    private int matches;

    /** {@code matchQueries} types the expressions of MATCH_RECOGNIZE. */
    public FromSyntax(CatalogReader reader, ConstantTime constantTime, MatchQueries matchQueries) {
        this.reader = reader;
        this.constantTime = constantTime;
        this.matchQueries = matchQueries;
    }

    CatalogReader reader() {
        return reader;
    }

    /** For one statement. */
    GroupByKeys groupByKeys(SqlNode statement) {
        return new GroupByKeys(reader, statement);
    }

    SqlNode rewrite(SqlNode item) {
        return switch (item.getKind()) {
            case AS -> {
                SqlCall as = (SqlCall) item;
                SqlNode inner = as.operand(0);
                SqlNode rewritten = unnamed(inner);
                if (rewritten != inner) {
                    as.setOperand(0, rewritten);
                }
                yield item;
            }
            case MATCH_RECOGNIZE -> match((MatchClause) item);
            case TABLESAMPLE, PIVOT, UNPIVOT, LATERAL -> {
                SqlCall over = (SqlCall) item;
                SqlNode inner = over.operand(0);
                SqlNode rewritten = rewrite(inner);
                if (rewritten != inner) {
                    over.setOperand(0, rewritten);
                }
                yield item;
            }
            case SNAPSHOT -> named(unnamed(item), tableName(((SqlSnapshot) item).getTableRef()));
            case COLLECTION_TABLE -> collectionTable(item);
            default -> item;
        };
    }

    private SqlNode unnamed(SqlNode item) {
        return switch (item.getKind()) {
            case SNAPSHOT -> snapshot((SqlSnapshot) item);
            case MATCH_RECOGNIZE -> match((MatchClause) item);
            case COLLECTION_TABLE -> {
                SqlNode table = collectionTable(item);
                yield table.getKind() == SqlKind.AS ? ((SqlCall) table).operand(0) : table;
            }
            default -> item;
        };
    }

    private static SqlNode named(SqlNode item, String name) {
        return item.getKind() == SqlKind.SNAPSHOT ? item
                : SqlStdOperatorTable.AS.createCall(item.getParserPosition(), item, new SqlIdentifier(name, item.getParserPosition()));
    }

    private static String tableName(SqlNode table) {
        return table instanceof SqlIdentifier identifier ? identifier.names.getLast() : "t";
    }

    private SqlNode snapshot(SqlSnapshot snapshot) {
        if (!(snapshot.getTableRef() instanceof SqlIdentifier table)) {
            throw Positions.at(new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED, "FOR SYSTEM_TIME of something that is not a table"),
                    snapshot);
        }
        SqlNode period = snapshot.getPeriod();
        Optional<Long> version = period instanceof SqlNumericLiteral number && number.isInteger()
                ? Optional.of(number.longValue(true))
                : Optional.empty();
        Optional<Long> time = version.isPresent() ? Optional.empty() : Optional.of(constantTime.micros(period));
        ObjectName name = table.names.size() == 1
                ? new ObjectName(reader.searchSchema(), table.getSimple())
                : new ObjectName(table.names.get(0), table.names.get(1));
        try {
            String key = reader.catalog().addAsOf(name, version, time, reader);
            return new SqlIdentifier(List.of(StatementCatalog.UNNAMED, key), snapshot.getParserPosition());
        } catch (MillraceException e) {
            throw Positions.at(e, table);
        }
    }

    private SqlNode match(MatchClause clause) {
        SqlCall function = new MatchFunction(clause, matchQueries, matches++).call(WindowTableSyntax.allOf(rewrite(clause.table())));
        return SqlStdOperatorTable.COLLECTION_TABLE.createCall(clause.getParserPosition(), function);
    }

    private SqlNode collectionTable(SqlNode item) {
        if (!(((SqlCall) item).operand(0) instanceof SqlBasicCall function)) {
            return item;
        }
        String name = function.getOperator().getName().toLowerCase(Locale.ROOT);
        if (FILE_FUNCTIONS.contains(name)) {
            return named(files(function, name), name);
        }
        if (MEMBERS.contains(name)) {
            SqlNode unnest = SqlStdOperatorTable.UNNEST.createCall(function.getParserPosition(), function);
            SqlIdentifier alias = new SqlIdentifier(name, function.getParserPosition());
            return SqlStdOperatorTable.AS.createCall(function.getParserPosition(), unnest, alias,
                    new SqlIdentifier("key", function.getParserPosition()), new SqlIdentifier("value", function.getParserPosition()));
        }
        Optional<SqlNode> array = name.equals("sequence") ? Optional.of(function) : SetReturning.array(function);
        if (array.isPresent()) {
            SqlNode unnest = SqlStdOperatorTable.UNNEST.createCall(function.getParserPosition(), array.get());
            SqlIdentifier alias = new SqlIdentifier(name, function.getParserPosition());
            return SqlStdOperatorTable.AS.createCall(function.getParserPosition(), unnest, alias, alias.clone(alias.getParserPosition()));
        }
        if (WindowFunctions.isName(name)) {
            ((SqlCall) item).setOperand(0, WindowTableSyntax.positional(function, name));
        }
        return item;
    }

    private SqlNode files(SqlBasicCall function, String name) {
        List<String> paths = new ArrayList<>();
        Map<String, String> options = new LinkedHashMap<>();
        for (SqlNode operand : function.getOperandList()) {
            if (operand.getKind() == SqlKind.ARGUMENT_ASSIGNMENT) {
                SqlCall assignment = (SqlCall) operand;
                options.put(((SqlIdentifier) assignment.operand(1)).getSimple().toLowerCase(Locale.ROOT), value(assignment.operand(0)));
            } else if (operand.getKind() == SqlKind.EQUALS && ((SqlCall) operand).operand(0) instanceof SqlIdentifier option) {
                options.put(option.getSimple().toLowerCase(Locale.ROOT), value(((SqlCall) operand).operand(1)));
            } else if (operand.getKind() == SqlKind.ARRAY_VALUE_CONSTRUCTOR) {
                ((SqlCall) operand).getOperandList().forEach(path -> paths.add(value(path)));
            } else {
                paths.add(value(operand));
            }
        }
        if (paths.isEmpty()) {
            throw Positions.at(new MillraceException(ErrorCode.INVALID_PARAMETER, name + " takes a path"), function);
        }
        options.computeIfPresent("reject_table", (option, table) -> table.contains(".") ? table : reader.searchSchema() + "." + table);
        try {
            String key = reader.catalog().addFiles(paths, name.substring("read_".length()), options, reader);
            return new SqlIdentifier(List.of(StatementCatalog.UNNAMED, key), function.getParserPosition());
        } catch (MillraceException e) {
            throw e.position().isPresent() ? e : Positions.at(e, function);
        }
    }

    private static String value(SqlNode node) {
        if (node instanceof SqlLiteral literal && literal.getValue() != null) {
            return literal.toValue();
        }
        throw Positions.at(new MillraceException(ErrorCode.INVALID_PARAMETER, "paths and options of files are literals, found " + node),
                node);
    }
}
