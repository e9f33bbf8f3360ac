package io.millrace.frontend.parser;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.error.SourcePosition;
import io.millrace.frontend.parser.generated.Token;
import io.millrace.frontend.statement.Assignment;
import io.millrace.frontend.statement.CopyFrom;
import io.millrace.frontend.statement.CopyTo;
import io.millrace.frontend.statement.Delete;
import io.millrace.frontend.statement.ExpressionText;
import io.millrace.frontend.statement.Insert;
import io.millrace.frontend.statement.InsertDefaults;
import io.millrace.frontend.statement.QualifiedName;
import io.millrace.frontend.statement.QueryText;
import io.millrace.frontend.statement.Statement;
import io.millrace.frontend.statement.Truncate;
import io.millrace.frontend.statement.Update;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Statements that change rows. */
final class ChangeParser {
    static final String TABLE_NAME = "a table's name";

    private ChangeParser() {}

    static Statement parse(TokenCursor cursor) {
        SourcePosition position = cursor.position();
        return switch (cursor.expectOne("INSERT", "UPDATE", "DELETE", "MERGE", "TRUNCATE", "COPY")) {
            case "INSERT" -> insert(cursor, position);
            case "UPDATE" -> update(cursor, position);
            case "DELETE" -> delete(cursor, position);
            case "MERGE" -> MergeParser.parse(cursor, position);
            case "TRUNCATE" -> {
                cursor.accept("TABLE");
                yield new Truncate(cursor.qualifiedName(TABLE_NAME), position);
            }
            default -> copy(cursor, position);
        };
    }

    private static Statement insert(TokenCursor cursor, SourcePosition position) {
        boolean overwrite = cursor.expectOne("INTO", "OVERWRITE").equals("OVERWRITE");
        cursor.accept("TABLE");
        QualifiedName target = cursor.qualifiedName(TABLE_NAME);
        if (cursor.accept("DEFAULT", "VALUES")) {
            return new InsertDefaults(target, position);
        }
        boolean query = cursor.at("(", "SELECT") || cursor.at("(", "WITH") || cursor.at("(", "VALUES") || cursor.at("(", "(")
                || cursor.at("(", "TABLE");
        List<String> columns = cursor.at("(") && !query ? cursor.identifiers("a column's name") : List.of();
        if (!cursor.at("VALUES") && !cursor.at("SELECT") && !cursor.at("WITH") && !cursor.at("(") && !cursor.at("TABLE")) {
            throw columns.isEmpty() ? cursor.unexpected("VALUES", "SELECT", "(") : cursor.unexpected("VALUES", "SELECT");
        }
        QueryText source = cursor.query();
        Optional<Insert.OnConflict> onConflict = cursor.accept("ON", "CONFLICT") ? Optional.of(onConflict(cursor)) : Optional.empty();
        return new Insert(target, columns, source, overwrite, onConflict, position);
    }

    private static Insert.OnConflict onConflict(TokenCursor cursor) {
        List<String> columns = cursor.at("(") ? cursor.identifiers("a column's name") : List.of();
        cursor.expect("DO");
        if (cursor.expectOne("NOTHING", "UPDATE").equals("NOTHING")) {
            return new Insert.OnConflict(columns, List.of(), Optional.empty());
        }
        cursor.expect("SET");
        return new Insert.OnConflict(columns, assignments(cursor), where(cursor));
    }

    static List<Assignment> assignments(TokenCursor cursor) {
        List<Assignment> assignments = new ArrayList<>();
        do {
            SourcePosition position = cursor.position();
            if (cursor.at("(")) {
                assignments.addAll(rowAssignments(cursor, position));
                continue;
            }
            String column = cursor.identifier("a column's name");
            if (cursor.accept(".")) {
                column = cursor.identifier("a column's name");
            }
            if (!cursor.accept("=")) {
                throw cursor.unexpected("=");
            }
            assignments.add(new Assignment(column, value(cursor), position));
        } while (cursor.accept(","));
        return assignments;
    }

    /** {@code (a, b) = (x, y)}. */
    private static List<Assignment> rowAssignments(TokenCursor cursor, SourcePosition position) {
        List<String> columns = cursor.identifiers("a column's name");
        if (!cursor.accept("=")) {
            throw cursor.unexpected("=");
        }
        ExpressionText row = cursor.expression();
        List<SqlNode> values = row.node().getKind() == SqlKind.ROW ? ((SqlCall) row.node()).getOperandList() : List.of(row.node());
        if (columns.size() > 1 && values.size() == 1 && values.get(0).getKind().belongsTo(SqlKind.QUERY)) {
            throw new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED, "several columns cannot be assigned from one subquery")
                    .at(position).withHint("join the subquery: UPDATE … SET a = q.x, b = q.y FROM (…) AS q");
        }
        if (values.size() != columns.size()) {
            throw new MillraceException(ErrorCode.SYNTAX_ERROR,
                    columns.size() + " columns are assigned " + values.size() + " values").at(position);
        }
        List<Assignment> assignments = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            assignments.add(new Assignment(columns.get(i), new ExpressionText(values.get(i), row.sql(), row.position()), position));
        }
        return assignments;
    }

    /** An expression or DEFAULT. */
    static ExpressionText value(TokenCursor cursor) {
        if (cursor.at("DEFAULT")) {
            SourcePosition position = cursor.position();
            Token token = cursor.next();
            SqlParserPos at = new SqlParserPos(token.beginLine, token.beginColumn, token.endLine, token.endColumn);
            return new ExpressionText(SqlStdOperatorTable.DEFAULT.createCall(at), token.image, position);
        }
        return cursor.expression();
    }

    static Optional<ExpressionText> where(TokenCursor cursor) {
        return cursor.accept("WHERE") ? Optional.of(cursor.expression()) : Optional.empty();
    }

    /** [AS] alias, before one of the words that may follow. */
    static Optional<String> alias(TokenCursor cursor, String... followers) {
        if (cursor.accept("AS")) {
            return Optional.of(cursor.identifier("an alias"));
        }
        for (String follower : followers) {
            if (cursor.at(follower)) {
                return Optional.empty();
            }
        }
        return cursor.atEnd() ? Optional.empty() : Optional.of(cursor.identifier("an alias"));
    }

    private static Statement update(TokenCursor cursor, SourcePosition position) {
        QualifiedName target = cursor.qualifiedName(TABLE_NAME);
        Optional<String> alias = alias(cursor, "SET");
        cursor.expect("SET");
        List<Assignment> assignments = assignments(cursor);
        Optional<ExpressionText> from = cursor.accept("FROM") ? Optional.of(cursor.fromClause()) : Optional.empty();
        return new Update(target, alias, assignments, from, where(cursor), position);
    }

    private static Statement delete(TokenCursor cursor, SourcePosition position) {
        cursor.expect("FROM");
        QualifiedName target = cursor.qualifiedName(TABLE_NAME);
        Optional<String> alias = alias(cursor, "USING", "WHERE", "RETURNING");
        Optional<ExpressionText> using = cursor.accept("USING") ? Optional.of(cursor.fromClause()) : Optional.empty();
        return new Delete(target, alias, using, where(cursor), position);
    }

    private static Statement copy(TokenCursor cursor, SourcePosition position) {
        if (cursor.accept("(")) {
            QueryText query = cursor.query();
            cursor.expect(")", "TO");
            return new CopyTo(query, cursor.string("a location in quotes"), copyOptions(cursor), position);
        }
        QualifiedName table = cursor.qualifiedName(TABLE_NAME);
        List<String> columns = cursor.at("(") ? cursor.identifiers("a column's name") : List.of();
        boolean from = cursor.expectOne("FROM", "TO").equals("FROM");
        String location = cursor.string("a location in quotes");
        Map<String, String> options = copyOptions(cursor);
        return from
                ? new CopyFrom(table, columns, location, options, position)
                : new CopyTo(selectOf(table, columns), location, options, position);
    }

    /** WITH (name = value, …), or as PostgreSQL writes it: [WITH] (FORMAT csv, HEADER, DELIMITER '|'). */
    private static Map<String, String> copyOptions(TokenCursor cursor) {
        cursor.accept("WITH");
        return cursor.at("(") ? CreateParser.optionList(cursor, true) : Map.of();
    }

    private static QueryText selectOf(QualifiedName table, List<String> columns) {
        SqlParserPos at = new SqlParserPos(table.position().line(), table.position().column());
        List<SqlNode> items = new ArrayList<>();
        columns.forEach(column -> items.add(new SqlIdentifier(column, at)));
        if (items.isEmpty()) {
            items.add(SqlIdentifier.star(at));
        }
        List<String> names = new ArrayList<>();
        table.schema().ifPresent(names::add);
        names.add(table.name());
        SqlSelect select = new SqlSelect(
                at, null, new SqlNodeList(items, at), new SqlIdentifier(names, at), null, null, null, null, null, null, null, null, null);
        assert select.getKind() == SqlKind.SELECT;
        return new QueryText(select, SqlText.select(table, columns), table.position());
    }
}
