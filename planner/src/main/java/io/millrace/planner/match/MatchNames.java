package io.millrace.planner.match;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Names in MATCH_RECOGNIZE, and errors where they stand. */
final class MatchNames {
    private static final Set<String> CALLS = Set.of("current_timestamp", "localtimestamp", "current_date", "current_time", "localtime");

    private MatchNames() {}

    static MillraceException error(ErrorCode code, String message, SqlNode at) {
        return new MillraceException(code, message).at(MatchClause.position(at));
    }

    /** A column of the input by name. */
    static RelDataTypeField field(RelDataType input, String name, SqlNode at) {
        List<RelDataTypeField> found = input.getFieldList().stream().filter(f -> f.getName().equals(name)).toList();
        if (found.size() != 1) {
            throw found.isEmpty() ? error(ErrorCode.UNDEFINED_COLUMN, "column " + at + " does not exist", at)
                    : error(ErrorCode.AMBIGUOUS_COLUMN, "column " + at + " is ambiguous", at);
        }
        return found.get(0);
    }

    /** Whether an identifier is a function that is called without parentheses. */
    static boolean isCall(SqlIdentifier identifier) {
        return identifier.isSimple() && !identifier.isComponentQuoted(0)
                && CALLS.contains(identifier.getSimple().toLowerCase(Locale.ROOT));
    }

    /** A word behind AS is a name to the parser, as in DEFINE A AS true. */
    static SqlNode condition(SqlNode node) {
        if (node instanceof SqlIdentifier name && name.isSimple() && !name.isComponentQuoted(0)) {
            return switch (name.getSimple()) {
                case "true" -> SqlLiteral.createBoolean(true, name.getParserPosition());
                case "false" -> SqlLiteral.createBoolean(false, name.getParserPosition());
                case "null" -> SqlLiteral.createNull(name.getParserPosition());
                default -> node;
            };
        }
        return node;
    }

    static SqlSelect select(List<SqlNode> items, SqlNode from, SqlParserPos position) {
        return new SqlSelect(position, null, new SqlNodeList(items, position), from, null, null, null, null, null, null, null, null, null);
    }
}
