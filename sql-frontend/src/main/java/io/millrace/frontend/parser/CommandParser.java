package io.millrace.frontend.parser;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.error.SourcePosition;
import io.millrace.frontend.parser.generated.Token;
import io.millrace.frontend.statement.AlterMaterializedView;
import io.millrace.frontend.statement.AlterSink;
import io.millrace.frontend.statement.Analyze;
import io.millrace.frontend.statement.Drop;
import io.millrace.frontend.statement.DropSavepoint;
import io.millrace.frontend.statement.KillQuery;
import io.millrace.frontend.statement.ObjectKind;
import io.millrace.frontend.statement.QualifiedName;
import io.millrace.frontend.statement.Refresh;
import io.millrace.frontend.statement.ResetSetting;
import io.millrace.frontend.statement.SetSetting;
import io.millrace.frontend.statement.Show;
import io.millrace.frontend.statement.ShowCreate;
import io.millrace.frontend.statement.ShowSetting;
import io.millrace.frontend.statement.Statement;
import io.millrace.frontend.statement.UseSchema;
import io.millrace.frontend.statement.VerifyView;
import java.util.Locale;
import java.util.Optional;

/** Statements about objects, queries and settings, besides CREATE. */
final class CommandParser {
    private static final String VIEW_NAME = "a view's name";

    private CommandParser() {}

    /** The statement, or null if the next word begins none of these. */
    static Statement parse(TokenCursor cursor) {
        SourcePosition position = cursor.position();
        if (cursor.at("EXPLAIN")) {
            return QueryParser.explain(cursor);
        }
        if (cursor.at("SUBSCRIBE")) {
            return QueryParser.subscribe(cursor);
        }
        if (cursor.accept("DROP")) {
            return drop(cursor, position);
        }
        if (cursor.accept("ALTER")) {
            return alter(cursor, position);
        }
        if (cursor.accept("GRANT")) {
            return UserParser.grant(cursor, false, position);
        }
        if (cursor.accept("REVOKE")) {
            return UserParser.grant(cursor, true, position);
        }
        if (cursor.accept("REFRESH")) {
            cursor.expect("MATERIALIZED", "VIEW");
            return new Refresh(cursor.qualifiedName(VIEW_NAME), position);
        }
        if (cursor.accept("ANALYZE")) {
            cursor.accept("TABLE");
            return new Analyze(cursor.qualifiedName(ChangeParser.TABLE_NAME), position);
        }
        if (cursor.accept("VERIFY")) {
            cursor.accept("MATERIALIZED");
            cursor.expect("VIEW");
            return new VerifyView(cursor.qualifiedName(VIEW_NAME), position);
        }
        if (cursor.accept("SHOW")) {
            return show(cursor, position);
        }
        if (cursor.accept("DESCRIBE") || cursor.accept("DESC")) {
            cursor.accept("TABLE");
            return new Show(Show.Subject.COLUMNS, Optional.of(cursor.qualifiedName(ChangeParser.TABLE_NAME)), Optional.empty(),
                    Optional.empty(), position);
        }
        if (cursor.accept("KILL")) {
            cursor.accept("QUERY");
            return new KillQuery(cursor.atString() ? cursor.string("a query's id") : cursor.next().image, position);
        }
        return setting(cursor, position);
    }

    private static Statement setting(TokenCursor cursor, SourcePosition position) {
        if (cursor.accept("SET")) {
            cursor.accept("SESSION");
            if (cursor.accept("TIME", "ZONE")) {
                cursor.accept("=");
                return new SetSetting("timezone", settingValue(cursor), position);
            }
            String name = settingName(cursor);
            if (!cursor.accept("=")) {
                cursor.expect("TO");
            }
            return new SetSetting(name, settingValue(cursor), position);
        }
        if (cursor.accept("RESET")) {
            return new ResetSetting(cursor.accept("ALL") ? Optional.empty() : Optional.of(settingName(cursor)), position);
        }
        if (cursor.accept("USE")) {
            cursor.accept("SCHEMA");
            return new UseSchema(cursor.identifier("a schema's name"), position);
        }
        return null;
    }

    private static String settingName(TokenCursor cursor) {
        StringBuilder name = new StringBuilder(cursor.identifier("a setting's name"));
        while (cursor.accept(".")) {
            name.append('.').append(cursor.identifier("a setting's name"));
        }
        return name.toString();
    }

    private static String settingValue(TokenCursor cursor) {
        if (cursor.atString()) {
            return cursor.string("a value");
        }
        Token first = cursor.peek();
        if (cursor.atEnd()) {
            throw cursor.unexpected("a value");
        }
        while (!cursor.atEnd()) {
            cursor.next();
        }
        return cursor.textSince(first);
    }

    private static Statement drop(TokenCursor cursor, SourcePosition position) {
        if (cursor.at("USER") || cursor.at("ROLE")) {
            return UserParser.drop(cursor, cursor.expectOne("USER", "ROLE").equals("ROLE"), position);
        }
        if (cursor.accept("SAVEPOINT")) {
            boolean ifExists = cursor.accept("IF", "EXISTS");
            return new DropSavepoint(cursor.identifier("a savepoint's name"), ifExists, position);
        }
        if (cursor.accept("FUNCTION")) {
            return FunctionParser.drop(cursor, position);
        }
        if (cursor.at("INDEX")) {
            throw new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED, "there are no indexes").at(position);
        }
        ObjectKind kind = objectKind(cursor);
        boolean ifExists = cursor.accept("IF", "EXISTS");
        QualifiedName name = cursor.qualifiedName("a name");
        boolean cascade = cursor.accept("CASCADE");
        if (!cascade) {
            cursor.accept("RESTRICT");
        }
        return new Drop(kind, name, ifExists, cascade, position);
    }

    private static ObjectKind objectKind(TokenCursor cursor) {
        cursor.accept("EXTERNAL");
        return switch (cursor.expectOne("TABLE", "STREAM", "VIEW", "MATERIALIZED", "SINK", "SCHEMA")) {
            case "TABLE" -> ObjectKind.TABLE;
            case "STREAM" -> ObjectKind.STREAM;
            case "VIEW" -> ObjectKind.VIEW;
            case "SCHEMA" -> ObjectKind.SCHEMA;
            case "SINK" -> ObjectKind.SINK;
            default -> {
                cursor.expect("VIEW");
                yield ObjectKind.MATERIALIZED_VIEW;
            }
        };
    }

    private static Statement alter(TokenCursor cursor, SourcePosition position) {
        if (cursor.accept("USER")) {
            return UserParser.alterUser(cursor, position);
        }
        if (cursor.at("TABLE")) {
            throw new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED, "ALTER TABLE is not supported")
                    .at(position)
                    .withHint("make a table with the columns that you want by CREATE TABLE … AS SELECT, and drop the old one");
        }
        if (cursor.accept("SINK")) {
            boolean ifExists = cursor.accept("IF", "EXISTS");
            QualifiedName name = cursor.qualifiedName("a sink's name");
            return new AlterSink(name, ifExists, cursor.expectOne("PAUSE", "RESUME").equals("PAUSE"), position);
        }
        cursor.expect("MATERIALIZED", "VIEW");
        boolean ifExists = cursor.accept("IF", "EXISTS");
        QualifiedName name = cursor.qualifiedName(VIEW_NAME);
        AlterMaterializedView.Action action = switch (cursor.expectOne("SET", "PAUSE", "RESUME", "AS")) {
            case "SET" -> {
                cursor.expect("FRESHNESS");
                yield new AlterMaterializedView.SetFreshness(CreateParser.freshness(cursor));
            }
            case "PAUSE" -> new AlterMaterializedView.Pause();
            case "RESUME" -> new AlterMaterializedView.Resume();
            default -> new AlterMaterializedView.Redefine(cursor.query(), cursor.accept("DRY", "RUN"));
        };
        return new AlterMaterializedView(name, ifExists, action, position);
    }

    private static Statement show(TokenCursor cursor, SourcePosition position) {
        if (cursor.accept("CREATE")) {
            return new ShowCreate(objectKind(cursor), cursor.qualifiedName("a name"), position);
        }
        if (cursor.accept("COLUMNS")) {
            cursor.expectOne("FROM", "IN", "OF");
            QualifiedName table = cursor.qualifiedName(ChangeParser.TABLE_NAME);
            return new Show(Show.Subject.COLUMNS, Optional.of(table), Optional.empty(), like(cursor), position);
        }
        cursor.accept("ALL");
        Optional<Show.Subject> subject = subject(cursor);
        if (subject.isEmpty()) {
            return new ShowSetting(cursor.accept("TIME", "ZONE") ? "timezone" : settingName(cursor), position);
        }
        Optional<String> schema =
                cursor.accept("FROM") || cursor.accept("IN") ? Optional.of(cursor.identifier("a schema's name")) : Optional.empty();
        return new Show(subject.get(), Optional.empty(), schema, like(cursor), position);
    }

    private static Optional<Show.Subject> subject(TokenCursor cursor) {
        if (cursor.accept("MATERIALIZED", "VIEWS")) {
            return Optional.of(Show.Subject.MATERIALIZED_VIEWS);
        }
        for (Show.Subject subject : Show.Subject.values()) {
            if (cursor.accept(subject.name().toUpperCase(Locale.ROOT))) {
                return Optional.of(subject);
            }
        }
        return Optional.empty();
    }

    private static Optional<String> like(TokenCursor cursor) {
        return cursor.accept("LIKE") ? Optional.of(cursor.string("a pattern in quotes")) : Optional.empty();
    }
}
