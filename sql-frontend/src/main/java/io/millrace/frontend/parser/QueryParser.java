package io.millrace.frontend.parser;

import io.millrace.common.error.SourcePosition;
import io.millrace.frontend.statement.Explain;
import io.millrace.frontend.statement.QualifiedName;
import io.millrace.frontend.statement.Query;
import io.millrace.frontend.statement.QueryText;
import io.millrace.frontend.statement.Statement;
import io.millrace.frontend.statement.Subscribe;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** SELECT and what is said around it: EXPLAIN, SUBSCRIBE. */
final class QueryParser {
    private static final List<String> OPTIONS =
            List.of("ANALYZE", "VERBOSE", "COSTS", "SETTINGS", "BUFFERS", "WAL", "TIMING", "SUMMARY", "FORMAT");

    private QueryParser() {}

    static Statement query(TokenCursor cursor) {
        SourcePosition position = cursor.position();
        return new Query(cursor.query(), position);
    }

    /** EXPLAIN [LOGICAL | PHYSICAL | STATE | ANALYZE] [FORMAT JSON | TEXT] statement, or PostgreSQL's EXPLAIN (ANALYZE, FORMAT JSON, …). */
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
        cursor.accept("VERBOSE");
        boolean json = false;
        if (cursor.accept("FORMAT")) {
            json = cursor.expectOne("JSON", "TEXT").equals("JSON");
        } else if (cursor.at("(") && OPTIONS.contains(cursor.peek(2).image.toUpperCase(Locale.ROOT))) {
            for (Option option : cursor.parenthesized(QueryParser::option)) {
                mode = option.name.equals("ANALYZE") && option.on() ? Explain.Mode.ANALYZE : mode;
                json |= option.name.equals("FORMAT") && option.value.equals("JSON");
            }
        }
        return new Explain(mode, json, StatementParser.statement(cursor), position);
    }

    /** An option of PostgreSQL's EXPLAIN (…); what it would show more or less of is always shown. */
    private record Option(String name, String value) {
        boolean on() {
            return !value.equals("OFF") && !value.equals("FALSE") && !value.equals("0");
        }
    }

    private static Option option(TokenCursor cursor) {
        String name = cursor.expectOne(OPTIONS.toArray(new String[0]));
        if (name.equals("FORMAT")) {
            return new Option(name, cursor.expectOne("JSON", "TEXT"));
        }
        boolean valued = !cursor.at(",") && !cursor.at(")");
        return new Option(name, valued ? cursor.next().image.toUpperCase(Locale.ROOT) : "ON");
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
