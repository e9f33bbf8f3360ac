package io.millrace.frontend.parser;

import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.error.SourcePosition;
import io.millrace.frontend.parser.generated.Token;
import io.millrace.frontend.statement.CreateExternalTable;
import io.millrace.frontend.statement.CreateFromSavepoint;
import io.millrace.frontend.statement.CreateMaterializedView;
import io.millrace.frontend.statement.CreateSavepoint;
import io.millrace.frontend.statement.CreateSchema;
import io.millrace.frontend.statement.CreateSink;
import io.millrace.frontend.statement.CreateStream;
import io.millrace.frontend.statement.CreateTable;
import io.millrace.frontend.statement.CreateTableAs;
import io.millrace.frontend.statement.CreateTableLike;
import io.millrace.frontend.statement.CreateView;
import io.millrace.frontend.statement.QualifiedName;
import io.millrace.frontend.statement.QueryText;
import io.millrace.frontend.statement.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** CREATE of anything. */
final class CreateParser {
    private static final String VIEW_NAME = "a view's name";
    private static final String TABLE_NAME = "a table's name";

    private CreateParser() {}

    static Statement parse(TokenCursor cursor) {
        SourcePosition position = cursor.position();
        cursor.expect("CREATE");
        boolean orReplace = cursor.accept("OR", "REPLACE");
        if (orReplace && !cursor.at("VIEW") && !cursor.at("FUNCTION")) {
            throw cursor.unexpected("VIEW", "FUNCTION");
        }
        if (cursor.accept("FUNCTION")) {
            return FunctionParser.create(cursor, orReplace, position);
        }
        if (cursor.accept("SCHEMA")) {
            boolean ifNotExists = ifNotExists(cursor);
            return new CreateSchema(cursor.identifier("a schema's name"), ifNotExists, position);
        }
        if (cursor.accept("SAVEPOINT")) {
            String name = cursor.identifier("a savepoint's name");
            cursor.expect("FOR");
            if (cursor.accept("MATERIALIZED")) {
                cursor.expect("VIEW");
            }
            return new CreateSavepoint(name, cursor.qualifiedName(VIEW_NAME), position);
        }
        if (cursor.accept("USER")) {
            return UserParser.createUser(cursor, position);
        }
        if (cursor.accept("ROLE")) {
            return UserParser.createRole(cursor, position);
        }
        if (cursor.accept("TABLE")) {
            return table(cursor, position);
        }
        if (cursor.accept("EXTERNAL", "TABLE")) {
            return externalTable(cursor, position);
        }
        if (cursor.accept("STREAM")) {
            return stream(cursor, position);
        }
        if (cursor.accept("VIEW")) {
            boolean ifNotExists = ifNotExists(cursor);
            QualifiedName name = cursor.qualifiedName(VIEW_NAME);
            List<String> columns = columnNames(cursor);
            cursor.expect("AS");
            return new CreateView(name, orReplace, ifNotExists, columns, cursor.query(), position);
        }
        if (cursor.accept("MATERIALIZED", "VIEW")) {
            return materializedView(cursor, position);
        }
        if (cursor.accept("SINK")) {
            return sink(cursor, position);
        }
        if (cursor.at("INDEX") || cursor.at("UNIQUE", "INDEX")) {
            throw new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED, "there are no indexes")
                    .at(position)
                    .withHint("scans skip what they need not read by themselves; a PRIMARY KEY keeps values unique");
        }
        throw cursor.unexpected("TABLE", "EXTERNAL TABLE", "STREAM", "VIEW", "MATERIALIZED VIEW",
                "SINK", "FUNCTION", "SCHEMA", "USER", "ROLE");
    }

    private static Statement table(TokenCursor cursor, SourcePosition position) {
        boolean ifNotExists = ifNotExists(cursor);
        QualifiedName name = cursor.qualifiedName(TABLE_NAME);
        if (cursor.at("LIKE") || cursor.at("(", "LIKE")) {
            boolean parenthesized = cursor.accept("(");
            cursor.expect("LIKE");
            QualifiedName source = cursor.qualifiedName(TABLE_NAME);
            cursor.accept("INCLUDING", "ALL");
            if (parenthesized) {
                cursor.expect(")");
            }
            return new CreateTableLike(name, ifNotExists, source, options(cursor), position);
        }
        List<String> names = List.of();
        ColumnParser columns = null;
        if (cursor.at("(")) {
            if (atNamesOnly(cursor)) {
                names = cursor.identifiers("a column's name");
            } else {
                columns = ColumnParser.parse(cursor, false);
            }
        }
        List<String> key = columns == null && cursor.accept("PRIMARY", "KEY") ? cursor.identifiers("a column's name") : List.of();
        List<String> partitioning = partitioning(cursor);
        Map<String, String> options = options(cursor);
        if (columns == null) {
            if (names.isEmpty() && !cursor.at("AS")) {
                throw cursor.unexpected("(", "AS", "LIKE");
            }
            cursor.expect("AS");
            QueryText query = cursor.query();
            boolean withData = !cursor.accept("WITH", "NO", "DATA");
            if (withData) {
                cursor.accept("WITH", "DATA");
            }
            return new CreateTableAs(name, ifNotExists, names, key, partitioning, options, query, withData, position);
        }
        if (cursor.at("AS")) {
            throw new MillraceException(ErrorCode.SYNTAX_ERROR, "CREATE TABLE … AS takes the types of its columns from the query")
                    .at(cursor.position())
                    .withHint("give names only, as in CREATE TABLE t (a, b) AS SELECT …");
        }
        return new CreateTable(name, ifNotExists, columns.columns(), columns.primaryKey(), columns.checks(), partitioning, options,
                position);
    }

    private static Statement externalTable(TokenCursor cursor, SourcePosition position) {
        boolean ifNotExists = ifNotExists(cursor);
        QualifiedName name = cursor.qualifiedName(TABLE_NAME);
        ColumnParser columns = cursor.at("(") ? ColumnParser.parse(cursor, false) : null;
        List<String> partitioning = partitioning(cursor);
        if (!cursor.at("WITH")) {
            throw cursor.unexpected("WITH");
        }
        Map<String, String> options = options(cursor);
        return new CreateExternalTable(name, ifNotExists, columns == null ? List.of() : columns.columns(), partitioning, options, position);
    }

    private static Statement stream(TokenCursor cursor, SourcePosition position) {
        boolean ifNotExists = ifNotExists(cursor);
        QualifiedName name = cursor.qualifiedName("a stream's name");
        ColumnParser columns = ColumnParser.parse(cursor, true);
        return new CreateStream(name, ifNotExists, columns.columns(), columns.primaryKey(), columns.watermark(), options(cursor), position);
    }

    private static Statement materializedView(TokenCursor cursor, SourcePosition position) {
        boolean ifNotExists = ifNotExists(cursor);
        QualifiedName name = cursor.qualifiedName(VIEW_NAME);
        List<String> columns = columnNames(cursor);
        CatalogObject.Freshness freshness = cursor.accept("FRESHNESS") ? freshness(cursor) : new CatalogObject.Freshness.Continuous();
        Map<String, String> options = options(cursor);
        if (columns.isEmpty() && cursor.accept("FROM", "SAVEPOINT")) {
            return new CreateFromSavepoint(name, ifNotExists, options, cursor.identifier("a savepoint's name"), position);
        }
        cursor.expect("AS");
        QueryText query = cursor.query();
        Ending ending = Ending.parse(cursor);
        return new CreateMaterializedView(name, ifNotExists, columns, freshness, options, query, ending.emit, ending.late, ending.errors,
                position);
    }

    private static Statement sink(TokenCursor cursor, SourcePosition position) {
        boolean ifNotExists = ifNotExists(cursor);
        QualifiedName name = cursor.qualifiedName("a sink's name");
        cursor.expect("INTO");
        String connector = cursor.identifier("a connector");
        Map<String, String> options = options(cursor);
        cursor.expect("AS");
        QueryText query = cursor.query();
        Ending ending = Ending.parse(cursor);
        return new CreateSink(name, ifNotExists, connector, options, query, ending.emit, ending.late, ending.errors, position);
    }

    /** What stands behind the query of something continuous. */
    private record Ending(CatalogObject.Emit emit, Optional<QualifiedName> late, Optional<QualifiedName> errors) {
        static Ending parse(TokenCursor cursor) {
            CatalogObject.Emit emit = new CatalogObject.Emit.Changes();
            Optional<QualifiedName> late = Optional.empty();
            Optional<QualifiedName> errors = Optional.empty();
            while (!cursor.atEnd()) {
                if (cursor.accept("EMIT")) {
                    emit = CreateParser.emit(cursor);
                } else if (cursor.accept("LATE", "ROWS", "INTO")) {
                    late = Optional.of(cursor.qualifiedName(TABLE_NAME));
                } else if (cursor.accept("ON", "ERROR", "SKIP", "INTO")) {
                    errors = Optional.of(cursor.qualifiedName(TABLE_NAME));
                } else {
                    throw cursor.unexpected("EMIT", "LATE ROWS INTO", "ON ERROR SKIP INTO", SyntaxErrors.END);
                }
            }
            return new Ending(emit, late, errors);
        }
    }

    /** CONTINUOUS | INTERVAL '1' HOUR | CRON '…' | MANUAL. */
    static CatalogObject.Freshness freshness(TokenCursor cursor) {
        if (cursor.accept("CONTINUOUS")) {
            return new CatalogObject.Freshness.Continuous();
        }
        if (cursor.accept("MANUAL")) {
            return new CatalogObject.Freshness.Manual();
        }
        if (cursor.accept("CRON")) {
            return new CatalogObject.Freshness.Cron(cursor.string("a cron expression in quotes"));
        }
        if (cursor.at("INTERVAL")) {
            return new CatalogObject.Freshness.Every(ColumnParser.Intervals.parse(cursor));
        }
        throw cursor.unexpected("CONTINUOUS", "INTERVAL", "CRON", "MANUAL");
    }

    private static CatalogObject.Emit emit(TokenCursor cursor) {
        if (cursor.accept("CHANGES")) {
            return new CatalogObject.Emit.Changes();
        }
        if (cursor.accept("ON")) {
            cursor.expect("WINDOW", "CLOSE");
            return new CatalogObject.Emit.OnWindowClose();
        }
        cursor.expect("EVERY");
        return new CatalogObject.Emit.Every(ColumnParser.Intervals.parse(cursor));
    }

    static boolean ifNotExists(TokenCursor cursor) {
        return cursor.accept("IF", "NOT", "EXISTS");
    }

    private static List<String> columnNames(TokenCursor cursor) {
        return cursor.at("(") ? cursor.identifiers("a column's name") : List.of();
    }

    /** PARTITIONED BY (day(ts), bucket(16, id), region): each as its text, spaces evened. */
    private static List<String> partitioning(TokenCursor cursor) {
        if (!cursor.accept("PARTITIONED", "BY")) {
            return List.of();
        }
        return cursor.parenthesized(CreateParser::transform);
    }

    private static String transform(TokenCursor cursor) {
        String name = cursor.identifier("a column's name or a transform");
        if (!cursor.at("(")) {
            return name;
        }
        List<String> arguments = cursor.parenthesized(c -> {
            Token token = c.peek();
            return Character.isDigit(token.image.isEmpty() ? ' ' : token.image.charAt(0))
                    ? String.valueOf(c.wholeNumber("a number"))
                    : c.identifier("a column's name");
        });
        return name + "(" + String.join(", ", arguments) + ")";
    }

    /** WITH (key = value, …): keys are words with dots and dashes or strings, values strings, numbers or words; as texts, in their order. */
    static Map<String, String> options(TokenCursor cursor) {
        if (!cursor.at("WITH", "(")) {
            return Map.of();
        }
        cursor.expect("WITH");
        return optionList(cursor, false);
    }

    /** @param terse whether {@code =} may be left out, and the value too, which then is true */
    static Map<String, String> optionList(TokenCursor cursor, boolean terse) {
        Map<String, String> options = new LinkedHashMap<>();
        cursor.parenthesized(c -> {
            SourcePosition position = c.position();
            String key = optionKey(c);
            boolean equals = c.accept("=");
            if (!equals && !terse) {
                throw c.unexpected("=");
            }
            String value = !equals && (c.at(",") || c.at(")")) ? "true" : optionValue(c);
            if (options.put(key, value) != null) {
                throw new MillraceException(ErrorCode.SYNTAX_ERROR, "option " + key + " is given twice").at(position);
            }
            return null;
        });
        return options;
    }

    private static String optionKey(TokenCursor cursor) {
        if (cursor.atString()) {
            return cursor.string("an option's name");
        }
        StringBuilder key = new StringBuilder(cursor.identifier("an option's name"));
        while (cursor.at(".") || cursor.at("-")) {
            key.append(cursor.next().image).append(cursor.identifier("an option's name"));
        }
        return key.toString();
    }

    private static String optionValue(TokenCursor cursor) {
        if (cursor.atString()) {
            return cursor.string("a value");
        }
        String sign = cursor.accept("-") ? "-" : "";
        Token token = cursor.peek();
        if (token.image.isEmpty() || !Character.isLetterOrDigit(token.image.charAt(0))) {
            throw cursor.unexpected("a string", "a number", "TRUE", "FALSE");
        }
        return sign + cursor.next().image;
    }

    /** Tells a list of names, as of CREATE TABLE t (a, b) AS, from a list of columns with types. */
    private static boolean atNamesOnly(TokenCursor cursor) {
        String afterFirst = cursor.peek(3).image;
        return afterFirst.equals(",") || afterFirst.equals(")");
    }
}
