package io.millrace.frontend.parser;

import io.millrace.common.error.SourcePosition;
import io.millrace.frontend.statement.ExpressionText;
import io.millrace.frontend.statement.Merge;
import io.millrace.frontend.statement.QualifiedName;
import io.millrace.frontend.statement.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** MERGE INTO. */
final class MergeParser {
    private MergeParser() {}

    static Statement parse(TokenCursor cursor, SourcePosition position) {
        cursor.expect("INTO");
        QualifiedName target = cursor.qualifiedName(ChangeParser.TABLE_NAME);
        Optional<String> alias = ChangeParser.alias(cursor, "USING");
        cursor.expect("USING");
        ExpressionText source = cursor.tableReference();
        cursor.expect("ON");
        ExpressionText condition = cursor.expression();
        List<Merge.Clause> clauses = new ArrayList<>();
        while (cursor.at("WHEN")) {
            clauses.add(clause(cursor));
        }
        if (clauses.isEmpty()) {
            throw cursor.unexpected("WHEN MATCHED", "WHEN NOT MATCHED");
        }
        return new Merge(target, alias, source, condition, clauses, position);
    }

    private static Merge.Clause clause(TokenCursor cursor) {
        cursor.expect("WHEN");
        boolean matched = !cursor.accept("NOT");
        cursor.expect("MATCHED");
        Optional<ExpressionText> condition = cursor.accept("AND") ? Optional.of(cursor.expression()) : Optional.empty();
        cursor.expect("THEN");
        if (cursor.accept("DO", "NOTHING")) {
            return matched ? new Merge.MatchedNothing(condition) : new Merge.NotMatchedNothing(condition);
        }
        if (matched) {
            if (cursor.expectOne("UPDATE", "DELETE").equals("DELETE")) {
                return new Merge.MatchedDelete(condition);
            }
            cursor.expect("SET");
            return new Merge.MatchedUpdate(condition, ChangeParser.assignments(cursor));
        }
        cursor.expect("INSERT");
        List<String> columns = cursor.at("(") ? cursor.identifiers("a column's name") : List.of();
        cursor.expect("VALUES");
        return new Merge.NotMatchedInsert(condition, columns, cursor.parenthesized(ChangeParser::value));
    }
}
