package io.millrace.planner.error;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.error.SourcePosition;
import io.millrace.planner.catalog.StatementCatalog;
import io.millrace.planner.function.OperatorTable;
import java.lang.reflect.InvocationTargetException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.runtime.CalciteException;

/** Whatever Calcite throws, as an error of ours with a code, a position and a plain message. */
public final class PlanningErrors {
    private static final Pattern NO_TABLE_FUNCTION = Pattern.compile("Argument must be a table function: (.*)");
    private static final Pattern UNEXPECTED = Pattern.compile("Was not expecting value '(.*)' for enumeration .*");
    private static final Pattern CHARSET = Pattern.compile(" CHARACTER SET \"[^\"]*\"( COLLATE \"[^\"]*\")?");
    private static final Pattern TYPE = Pattern.compile("<([^<>]*(?:<[^<>]*>)?[^<>]*)>");

    private PlanningErrors() {}

    /** The error that users see. Whoever has the catalog of the statement can be given a hint. */
    public static MillraceException of(Throwable thrown, StatementCatalog catalog, String searchSchema) {
        Throwable cause = thrown;
        CalciteContextException context = null;
        while (true) {
            if (cause instanceof MillraceException known) {
                return known;
            }
            if (cause instanceof StackOverflowError) {
                return tooComplex();
            }
            if (cause instanceof CalciteContextException found) {
                context = found;
            }
            Throwable next = cause instanceof InvocationTargetException invocation ? invocation.getTargetException() : cause.getCause();
            if (next == null || next == cause) {
                break;
            }
            cause = next;
        }
        boolean validation = context != null || cause instanceof CalciteException;
        if (!validation && cause instanceof ArithmeticException) {
            return new MillraceException(ErrorCode.NUMERIC_OUT_OF_RANGE, "a constant of the statement is out of range", thrown);
        }
        if (!validation && NO_TABLE_FUNCTION.matcher(String.valueOf(cause.getMessage())).matches()) {
            return new MillraceException(ErrorCode.UNDEFINED_FUNCTION,
                    NO_TABLE_FUNCTION.matcher(cause.getMessage()).replaceFirst("function $1 gives no table, so it cannot stand in FROM"),
                    thrown);
        }
        if (!validation && UNEXPECTED.matcher(String.valueOf(cause.getMessage())).matches()) {
            return new MillraceException(ErrorCode.SYNTAX_ERROR,
                    UNEXPECTED.matcher(cause.getMessage()).replaceFirst("$1 cannot stand where it does in this query"), thrown);
        }
        if (!validation && cause instanceof ClassCastException && String.valueOf(cause.getMessage()).contains("SqlLambda")) {
            return new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED, "this use of a lambda expression is not supported", thrown);
        }
        if (!validation) {
            return cause instanceof UnsupportedOperationException
                    ? new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED, "this query is not supported: " + cause.getMessage(), thrown)
                    : new MillraceException(ErrorCode.INTERNAL_ERROR, "the query could not be planned: " + cause, thrown);
        }
        return ofMessage(plain(String.valueOf(cause.getMessage())), context, thrown, catalog, searchSchema);
    }

    /** A statement that a recursive planner cannot hold. */
    public static MillraceException tooComplex() {
        return new MillraceException(ErrorCode.STATEMENT_TOO_COMPLEX,
                "the statement is too complex: it nests too deep or has too many terms")
                .withHint("name inner queries with WITH, and use IN or a table for long lists");
    }

    private static MillraceException ofMessage(String message, CalciteContextException context, Throwable thrown, StatementCatalog catalog,
            String searchSchema) {
        ErrorPattern.Match match = ErrorPattern.match(message);
        SourcePosition position = context == null || context.getPosLine() < 1 || context.getPosColumn() < 1
                ? null
                : new SourcePosition(context.getPosLine(), context.getPosColumn());
        return new MillraceException(match.code(), match.text(), position, hint(match.name(), candidates(match, catalog, searchSchema)),
                thrown);
    }

    private static Collection<String> candidates(ErrorPattern.Match match, StatementCatalog catalog, String searchSchema) {
        return switch (match.names()) {
            case NONE -> List.of();
            case TABLES -> catalog.view().objects(searchSchema).stream().map(o -> o.name().name()).toList();
            case COLUMNS -> catalog.columnNames();
            case FUNCTIONS -> OperatorTable.INSTANCE.function(match.name()).isPresent() ? Set.of() : OperatorTable.INSTANCE.functionNames();
        };
    }

    private static String hint(String name, Collection<String> candidates) {
        Optional<String> nearest = name.isEmpty() ? Optional.empty() : NearestName.of(name, candidates);
        return nearest.map(n -> "did you mean " + n + "?").orElse(null);
    }

    /** Without backquotes, character sets and the angle brackets around types, which are called as users call them. */
    private static String plain(String message) {
        String text = CHARSET.matcher(message.replace("`", "")).replaceAll("");
        return TYPE.matcher(text).replaceAll("$1").replace("TIMESTAMP_WITH_LOCAL_TIME_ZONE", "TIMESTAMP WITH TIME ZONE")
                .replace("VARIANT", "JSON").replace("(CHARACTER", "(VARCHAR").replace(" CHARACTER", " VARCHAR").replace(" NOT NULL", "")
                .replaceAll("; did you mean '.*?'\\?", "");
    }
}
