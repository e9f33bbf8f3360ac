package io.millrace.frontend.parser;

import io.millrace.common.error.SourcePosition;
import io.millrace.frontend.statement.Explain;
import io.millrace.frontend.statement.QualifiedName;
import io.millrace.frontend.statement.Query;
import io.millrace.frontend.statement.QueryText;
import io.millrace.frontend.statement.Statement;
import io.millrace.frontend.statement.Subscribe;
import java.util.Optional;
import java.util.OptionalLong;

/** SELECT and what is said around it: EXPLAIN, SUBSCRIBE. */
final class QueryParser {
    private QueryParser() {}

    static Statement query(TokenCursor cursor) {
        SourcePosition position = cursor.position();
        return new Query(cursor.query(), position);
    }

    /** EXPLAIN [LOGICAL | PHYSICAL | STATE | ANALYZE] [FORMAT JSON | TEXT] statement. */
    static Statement explain(TokenCursor cursor) {
        SourcePosition position = cursor.position();
        cursor.expect("EXPLAIN");
        cursor.accept("PLAN", "FOR");
        Explain.Mode mode = Explain.Mode.PHYSICAL;
        for (Explain.Mode candidate : Explain.Mode.values()) {
            if (cursor.accept(candidate.name())) {
                mode = candidate;
                break;
            }
        }
        boolean json = false;
        if (cursor.accept("FORMAT")) {
            json = cursor.expectOne("JSON", "TEXT").equals("JSON");
        }
        return new Explain(mode, json, StatementParser.statement(cursor), position);
    }

    /** SUBSCRIBE TO v | (query) [WITHOUT SNAPSHOT] [AS OF TICK n]. */
    static Statement subscribe(TokenCursor cursor) {
        SourcePosition position = cursor.position();
        cursor.expect("SUBSCRIBE", "TO");
        Optional<QueryText> query = Optional.empty();
        Optional<QualifiedName> view = Optional.empty();
        if (cursor.accept("(")) {
            query = Optional.of(cursor.query());
            cursor.expect(")");
        } else if (cursor.at("SELECT") || cursor.at("WITH")) {
            throw cursor.unexpected("(", "a view's name");
        } else {
            view = Optional.of(cursor.qualifiedName("a view's name"));
        }
        boolean snapshot = !cursor.accept("WITHOUT", "SNAPSHOT");
        OptionalLong tick = OptionalLong.empty();
        if (cursor.accept("AS", "OF", "TICK")) {
            tick = OptionalLong.of(cursor.wholeNumber("a tick"));
        }
        return new Subscribe(view, query, snapshot, tick, position);
    }
}
